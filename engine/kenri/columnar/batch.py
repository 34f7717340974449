"""Rows through a judge, in blocks: what was answered, what is bad, and that no row is lost and none asked twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, Literal, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from kenri.asking.askable import AskablePlan
from kenri.asking.parts import must_be
from kenri.columnar.by_columns import ByColumns
from kenri.columnar.judge import BadRow, Judge, Judged, RowByRow, checked
from kenri.columnar.layout import Layout
from kenri.columnar.rows import Rows, ids_in
from kenri.columnar.sources import RowSource, in_memory
from kenri.columnar.verified import ByReference, Verified, share_of
from kenri.loader.values import shown
from kenri.model.problems import Problem, ProblemsError, quote, refused
from kenri.model.sentences import Sentence

__all__ = [
    "TOLD",
    "Bad",
    "Ids",
    "batch",
    "judged_blocks",
    "must_be_bad",
    "must_say_days",
    "refuse",
    "wider",
    "with_problems",
]

Bad: TypeAlias = Literal["refuse", "aside"]
"""What becomes of rows that cannot be answered: they refuse all, or stand among the answers with their problems."""

TOLD: Final = 1000
"""How many problems of a run that is refused are told; what is set aside has all of them."""


class Ids:
    """The ids met so far: each row has its own. As long as they ascend, as a database gives them, none is kept; of what
    cannot be read again their columns are.
    """

    def __init__(self, source: RowSource) -> None:
        self._source = source
        self._last: pa.Scalar | None = None
        self._seen: set[str] | None = None
        self._ascending: list[pa.RecordBatch] = []

    def twice(self, rows: Rows) -> dict[int, Problem]:
        """The rows of a block whose id was met before, and why that is a problem. Called once for each block."""
        if self._seen is None:
            if self._ascend(rows.columns.column("id")):
                if not self._source.can_be_read_again:
                    self._ascending.append(rows.columns.select(["id"]))
                return {}
            self._seen = self._met_before(rows.first)
        found: dict[int, Problem] = {}
        for at, id_ in enumerate(rows.ids):
            if id_ in self._seen:
                found[at] = Problem(rows.row(at).cell("id"), Sentence("row-id-again", name=quote(id_)))
            elif id_:
                self._seen.add(id_)
        return found

    def _ascend(self, ids: pa.Array) -> bool:
        """Whether the ids of a block come after one another, and after those before."""
        if not len(ids):
            return True
        kind, of = ids.type, pa.types
        if ids.null_count or not (of.is_integer(kind) or of.is_string(kind) or of.is_large_string(kind)):
            return False
        after_last = self._last is None or pc.less(self._last, ids[0]).as_py()
        self._last = ids[-1]
        return after_last and pc.all(pc.less(ids[:-1], ids[1:])).as_py() is not False

    def _met_before(self, rows: int) -> set[str]:
        """The ids of the first rows, read once more."""
        found = {id_ for columns in self._ascending for id_ in ids_in(columns)}
        self._ascending.clear()
        if not self._source.can_be_read_again:
            return found
        for block in self._source.blocks(_READ_AGAIN) if rows else ():
            found.update(block.ids[: rows - block.first])
            if block.first + len(block) >= rows:
                break
        return found


_READ_AGAIN = 1 << 14


def judged_blocks(
    source: RowSource, judge: Judge, *, skip: int = 0, refuses: bool = False
) -> Iterator[tuple[Rows, Judged]]:
    """Each block with what became of its rows; the first `skip` blocks were judged before, and are only looked at.

    Where bad rows refuse the whole run, it `refuses`: after the first of them no row is answered any more.
    """
    ids = Ids(source)
    is_refused = refuses and bool(source.stray)
    for number, rows in enumerate(source.blocks(judge.block)):
        twice = ids.twice(rows)
        if number < skip:
            continue
        found = _unfit(rows, judge, twice) if is_refused else _judged(rows, judge, twice)
        is_refused = is_refused or (refuses and bool(found.bad))
        yield rows, found


def _judged(rows: Rows, judge: Judge, twice: Mapping[int, Problem]) -> Judged:
    if not twice:
        return judge.judged(rows)
    found = judge.judged(rows, [at for at in range(len(rows)) if at not in twice])
    return replace(found, bad=_in_order([*found.bad, *_again(rows, twice)]))


def _unfit(rows: Rows, judge: Judge, twice: Mapping[int, Problem]) -> Judged:
    bad = [each for each in judge.unfit(rows) if each.index not in twice]
    none = pa.RecordBatch.from_pylist([], schema=judge.schema)
    return Judged((), none, _in_order([*bad, *_again(rows, twice)]))


def _again(rows: Rows, twice: Mapping[int, Problem]) -> Iterator[BadRow]:
    for at, problem in twice.items():
        row = rows.row(at)
        yield BadRow(at, row.id, row.readable, (problem,))


def _in_order(bad: Iterable[BadRow]) -> tuple[BadRow, ...]:
    return tuple(sorted(bad, key=lambda each: each.index))


def refuse(problems: Sequence[Problem], bad: int) -> ProblemsError:
    """The report of a run that is refused: its problems, or the first of them and how many rows are bad."""
    if len(problems) <= TOLD:
        return ProblemsError(problems)
    more = Problem(None, Sentence("more-bad-rows", told=TOLD, rows=f"{bad:,}"))
    return ProblemsError([*problems[:TOLD], more])


def must_say_days(columns: Iterable[str], on: object, days: object) -> None:
    """Raise `ProblemsError` where neither the run nor its rows say a day, or where rows say one beside a range."""
    has_column = "on" in columns
    if on is None and days is None and not has_column:
        raise refused(Sentence("batch-without-day"))
    if days is not None and has_column:
        raise refused(Sentence("on-beside-days"))


def must_be_bad(bad: object) -> None:
    """Raise `ProblemsError` for what is no way to treat bad rows."""
    must_be(bad, str, "bad", Sentence("form-bad"))
    if bad not in ("refuse", "aside"):
        raise refused(Sentence("wrong-argument", name=quote("bad"), form=Sentence("form-bad"), found=shown(bad)))


def batch(
    plan: AskablePlan,
    table: object,
    action: str,
    *,
    on: date | str | None,
    rights: Any,
    by: str | None,
    readings: Mapping[str, str] | None,
    days: tuple[date | str, date | str] | None,
    bad: Bad,
    settle: bool,
    verify: Any = None,
) -> pa.Table:
    """The answers about the rows of a table, in their order; the share `verify` of them judged again by the reference.

    With `bad` as `aside`, a row that cannot be answered stands among them without an outcome, and the column `problems`
    says why. Raises `ProblemsError` otherwise, and `AnswersDifferError` where the reference says anything else.
    """
    must_be_bad(bad)
    asking = checked(plan, action, on=on, days=days, rights=rights, by=by, readings=readings, settle=settle)
    share = None if verify is None else share_of(verify)
    source = in_memory(table, Layout(plan.plan, asking.action))
    must_say_days(source.schema.names, on, days)
    judge: Judge = ByColumns(plan, asking)
    if share is not None:
        judge = Verified(judge, [ByReference(RowByRow(plan, asking))], share)
    found: list[pa.RecordBatch] = []
    problems: list[Problem] = []
    rows_bad = 0
    for _, judged in judged_blocks(source, judge, refuses=bad == "refuse"):
        rows_bad += len(judged.bad)
        if bad == "aside":
            found.append(with_problems(judged, judge.schema))
        else:
            problems += [problem for row in judged.bad for problem in row.problems][: TOLD + 1]
            found.append(judged.answers)
    if problems:
        raise refuse(problems, rows_bad)
    schema = wider(judge.schema) if bad == "aside" else judge.schema
    return pa.Table.from_batches(found, schema)


_PROBLEMS: Final = pa.field("problems", pa.list_(pa.string()), nullable=False)


def wider(schema: pa.Schema) -> pa.Schema:
    """The columns of answers among which bad rows stand."""
    fields = [field if field.name == "id" else field.with_nullable(True) for field in schema]
    return pa.schema([*fields, _PROBLEMS])


def with_problems(judged: Judged, schema: pa.Schema) -> pa.RecordBatch:
    """The answers and the bad rows of a block in the order of its rows."""
    answered = zip(judged.index, judged.answers.to_pylist(), strict=True)
    answers = [(at, {**told, "problems": []}) for at, told in answered]
    bad = [(row.index, {"id": row.id, "problems": [each.render() for each in row.problems]}) for row in judged.bad]
    told = [each for _, each in sorted([*answers, *bad], key=lambda item: item[0])]
    return pa.RecordBatch.from_pylist(told, schema=wider(schema))
