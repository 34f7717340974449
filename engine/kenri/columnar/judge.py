"""Who answers a block of rows, behind one small interface; and the judge that asks the reference, row by row.

A judge that answers most rows from their columns hands the others to `RowByRow` by their numbers, and puts both
together with `together`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from kenri.asking.askable import AskablePlan
from kenri.asking.parts import rights_asked
from kenri.columnar.answers import answer, figures_of, schema, stretch, stretches_schema
from kenri.columnar.rows import Row, Rows
from kenri.loader.lives import life_in
from kenri.loader.values import shown
from kenri.model.days import Day, iso
from kenri.model.life import Life
from kenri.model.problems import Problem, ProblemsError, Report, quote, refused
from kenri.model.ruling import Exact
from kenri.model.sentences import Sentence

__all__ = [
    "COMPILED",
    "REFERENCE",
    "BadRow",
    "Judge",
    "Judged",
    "RowByRow",
    "TableQuestion",
    "checked",
    "each_row",
    "life_of_row",
    "question_of_row",
    "together",
]

REFERENCE = "reference"
COMPILED = "compiled"
"""Who answered, in the column `answered_by`."""


@dataclass(frozen=True, kw_only=True)
class TableQuestion:
    """What is asked of every row, where the row itself says nothing else; each part is checked."""

    action: str
    on: Day | None = None
    moment: date | str | None = None
    """The same as it was written, with its time where it is an instant."""
    days: tuple[Day, Day] | None = None
    """Every day from the first to the last, both included, in the place of one day."""
    rights: Exact | None = None
    by: str | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    settle: bool = True


def checked(
    plan: AskablePlan,
    action: str,
    *,
    on: date | str | None,
    days: tuple[date | str, date | str] | None,
    rights: Any,
    by: str | None,
    readings: Mapping[str, str] | None,
    settle: bool,
) -> TableQuestion:
    """The question of a run. Raises `ProblemsError` for one that means nothing whatever the rows are."""
    span = None if days is None else _range(plan, days)
    return TableQuestion(
        action=plan.action(action),
        on=None if on is None else plan.day(on),
        moment=on,
        days=span,
        rights=rights_asked(rights),
        by=by,
        readings=plan.readings(readings),
        settle=settle,
    )


def _range(plan: AskablePlan, days: object) -> tuple[Day, Day]:
    if not isinstance(days, tuple | list) or len(days) != 2:
        raise refused(Sentence("wrong-argument", name=quote("days"), form=Sentence("form-two-days"), found=shown(days)))
    first, last = plan.day(days[0]), plan.day(days[1])
    if last < first:
        raise refused(Sentence("no-range-of-days", found=quote(f"{iso(first)}..{iso(last)}")))
    return first, last


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be answered, and why: every problem has its cell."""

    index: int
    """Within its block."""
    id: str
    life: Mapping[str, Any]
    """The row as data shaped like a life file, as far as it could be read."""
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Judged:
    """What became of some rows of a block: each has its answers, or is bad."""

    index: Sequence[int]
    """For each answer the row it is about, within its block, in ascending order; a row may have several, or none."""
    answers: pa.RecordBatch
    bad: tuple[BadRow, ...]


class Judge(Protocol):
    """Answers blocks of rows."""

    @property
    def schema(self) -> pa.Schema:
        """The columns of the answers."""

    @property
    def block(self) -> int:
        """How many rows it is best given at once."""

    def judged(self, rows: Rows, only: Sequence[int] | None = None) -> Judged:
        """The answers about the rows of a block, or about `only` some of them, by their numbers in it."""

    def unfit(self, rows: Rows) -> tuple[BadRow, ...]:
        """The rows of a block that cannot be answered, without answering the others."""


def together(parts: Iterable[Judged]) -> Judged:
    """What became of all rows of a block that several judges shared."""
    several = list(parts)
    if len(several) == 1:
        return several[0]
    index = np.concatenate([np.asarray(part.index, np.int64) for part in several])
    order = np.argsort(index, kind="stable")  # the answers about one row keep their order
    table = pa.Table.from_batches([part.answers for part in several])
    whole = table.combine_chunks().take(pa.array(order)).combine_chunks()
    bad = sorted((each for part in several for each in part.bad), key=lambda each: each.index)
    return Judged(tuple(index[order].tolist()), pa.RecordBatch.from_struct_array(_struct(whole)), tuple(bad))


def _struct(table: pa.Table) -> pa.StructArray:
    found = table.to_struct_array()
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


@dataclass(frozen=True)
class RowByRow:
    """The reference, asked about one row at a time: what every other judge must agree with.

    With `has_forms` a form for one life answers first, where it can.
    """

    plan: AskablePlan
    asking: TableQuestion
    block: int = 1024
    has_forms: bool = False

    @cached_property
    def _reference(self) -> AskablePlan:
        return self.plan.by_reference()

    @property
    def schema(self) -> pa.Schema:
        """The columns of the answers."""
        if self.asking.days is not None:
            return stretches_schema()
        return schema(self.plan.plan, self.asking.action)

    def judged(self, rows: Rows, only: Sequence[int] | None = None) -> Judged:
        """The answers about the rows of a block, or about `only` some of them."""
        return each_row(rows, only, self.schema, self._answers)

    def unfit(self, rows: Rows, only: Sequence[int] | None = None) -> tuple[BadRow, ...]:
        """The rows of a block, or of `only` some of them, that cannot be answered."""

        def asked(row: Row, life: Life) -> tuple[()]:
            question_of_row(self.plan, self.asking, row, life)
            return ()

        return each_row(rows, only, self.schema, asked).bad

    def _answers(self, row: Row, life: Life) -> Iterator[dict[str, Any]]:
        asked = question_of_row(self.plan, self.asking, row, life)
        if self.asking.days is not None:
            yield from self._stretches(row, life, asked)
            return
        settle = self.asking.settle
        plan = self.plan if self.has_forms else self._reference
        ruling, is_by_form = plan.told(plan.question(life, self.asking.action, **asked), settle=settle)
        by = COMPILED if is_by_form else REFERENCE
        yield answer(ruling, row.id, by, figures_of(self.plan.plan, self.asking.action), settled=settle)

    def _stretches(self, row: Row, life: Life, asked: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        assert self.asking.days is not None
        first, last = self.asking.days
        begun: dict[str, Any] | None = None
        for day in range(first, last + 1):
            on = date.fromordinal(day)
            ruling = self._reference.ask(life, self.asking.action, settle=False, on=on, **asked)
            told = stretch(ruling, row.id, REFERENCE)
            if begun is not None and all(begun[name] == value for name, value in told.items()):
                begun["last"] = on
                continue
            if begun is not None:
                yield begun
            begun = {**told, "first": on, "last": on}
        if begun is not None:
            yield begun


def each_row(
    rows: Rows,
    only: Sequence[int] | None,
    columns: pa.Schema,
    answers: Callable[[Row, Life], Iterable[dict[str, Any]]],
) -> Judged:
    """What some function answers about each row, and the rows that are no life or that it refuses."""
    index: list[int] = []
    found: list[dict[str, Any]] = []
    bad: list[BadRow] = []
    wanted = range(len(rows)) if only is None else only
    if 8 * len(wanted) > len(rows):
        rows.read_all()
    for at in wanted:
        row = rows.row(at)
        try:
            own = list(answers(row, life_of_row(row)))
        except ProblemsError as error:
            problems = tuple(replace(each, place=each.place or row.cell("")) for each in error.problems)
            bad.append(BadRow(at, row.id, row.readable, problems))
            continue
        found += own
        index += [at] * len(own)
    return Judged(tuple(index), pa.RecordBatch.from_pylist(found, schema=columns), tuple(bad))


def life_of_row(row: Row) -> Life:
    """The life of a row, by the strict loader. Raises `ProblemsError` with everything that is wrong in it."""
    report = Report()
    for problem in row.problems:
        report.add(problem)
    life = life_in(row, (), row.plan, report)
    report.raise_if_any()
    return life


def question_of_row(plan: AskablePlan, asking: TableQuestion, row: Row, life: Life) -> dict[str, Any]:
    """What `ask` takes besides the life and the action.

    Raises `ProblemsError` for a question that means nothing, each problem with its column.
    """
    asked: dict[str, Any] = {"rights": asking.rights, "by": asking.by, "readings": asking.readings}
    if asking.days is None:
        on = None if asking.on is None else date.fromordinal(asking.on)
        asked["on"] = asking.moment if plan.has_hours else on
    asked |= row.question
    parts: dict[str, Callable[[], object]] = {
        "known_at": lambda: plan.instant(asked.get("known_at")),
        "rights": lambda: rights_asked(asked["rights"]),
        "asked": lambda: plan.facts(asking.action, asked.get("facts"), life),
        "grant": lambda: plan.grant_asked(life, asking.action, asked.get("grant")),
    }
    if asking.days is None:
        parts["on"] = lambda: plan.day(asked["on"])
    report = Report()
    for column, check in parts.items():
        _check(report, row, column, check)
    if not report.problems:  # who asks is looked for among the parties of the grant
        grant = plan.grant_asked(life, asking.action, asked.get("grant"))
        _check(report, row, "by", lambda: plan.party(life, asked["by"], grant))
    report.raise_if_any()
    return asked


def _check(report: Report, row: Row, column: str, check: Callable[[], object]) -> None:
    try:
        check()
    except ProblemsError as error:
        for problem in error.problems:
            report.add(replace(problem, place=row.cell(column)))
