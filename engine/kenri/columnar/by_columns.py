"""The judge that answers most rows of a block from their columns, shape by shape, and hands the others on.

Of each shape one row is read by the strict loader and asked about as a question of its own; the rest are judged by the
form that is compiled for it. What a form does not know exactly it does not say: such rows go to the reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kenri.asking.askable import AskablePlan
from kenri.asking.question import Question
from kenri.columnar.alike import Example, Group, OpenColumns, example_of, groups, key_of, learnt, reach_of
from kenri.columnar.answers import figures_of
from kenri.columnar.by_days import MOST_RULES, stretched
from kenri.columnar.coded import Coded, KnownWords, NotColumnsError
from kenri.columnar.gathered import Gathered, chosen, dates, number_columns
from kenri.columnar.judge import (
    COMPILED,
    BadRow,
    Judged,
    RowByRow,
    TableQuestion,
    life_of_row,
    question_of_row,
    together,
)
from kenri.columnar.layout import Layout
from kenri.columnar.many import Bools, Ints, told_word
from kenri.columnar.rows import Rows
from kenri.columnar.settling import settling
from kenri.compiled.column_forms import Told
from kenri.compiled.columns import ColumnForm, ReadingForm
from kenri.compiled.shape import DAYS, Shaped, UnshapedError
from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.kept import Kept
from kenri.model.plan import Figure
from kenri.model.problems import ProblemsError

_EXAMPLES: Final = 2_000
"""How many examples are kept."""


class _Asked(NamedTuple):
    """What is asked of a form: the values of rows, and the day of each or of all."""

    form: ColumnForm
    readings: ReadingForm | None
    """Tells what readings make of the answers, where that is asked."""
    rows: Ints
    values: Sequence[Any]
    days: Ints


@dataclass
class ByColumns:
    """Answers blocks of rows from their columns, with `RowByRow` for what these do not tell."""

    plan: AskablePlan
    asking: TableQuestion
    block: int = 1 << 16
    _examples: Kept[tuple[Any, ...], Example] = field(default_factory=lambda: Kept(_EXAMPLES), repr=False)

    @property
    def _tells(self) -> Told:
        return "numbers" if self.asking.days is not None else "readings" if self.asking.settle else "answer"

    @cached_property
    def _others(self) -> RowByRow:
        return RowByRow(self.plan, self.asking, has_forms=True)

    @cached_property
    def _words(self) -> KnownWords:
        return KnownWords(Layout(self.plan.plan, self.asking.action), self.plan.column_forms.looked_at)

    @property
    def schema(self) -> pa.Schema:
        """The columns of the answers."""
        return self._others.schema

    def judged(self, rows: Rows, only: Sequence[int] | None = None) -> Judged:
        """The answers about the rows of a block, or about `only` some of them."""
        if not len(rows):
            return self._others.judged(rows, only)
        try:
            coded = Coded(rows, self._words)
        except NotColumnsError:
            return self._others.judged(rows, only)
        wanted = np.ones(coded.rows, bool)
        if only is not None:
            wanted[:] = False
            wanted[list(only)] = True
        gathered = Gathered(coded.rows)
        parts: list[Judged] = []
        for group in groups(coded, wanted):
            asked = self._asked(rows, coded, group)
            if asked is None:
                continue
            if self.asking.days is None:
                self._gather(gathered, asked)
            else:
                parts += self._told_of_days(rows, asked, self.asking.days)
        done = gathered.done.copy()
        for part in parts:
            done[list(part.index)] = True
        if gathered.done.any():
            parts.append(self._told(rows, gathered))
        left = np.flatnonzero(wanted & ~done)
        if len(left) or not parts:
            parts.append(self._others.judged(rows, left.tolist()))
        return together(parts)

    def unfit(self, rows: Rows) -> tuple[BadRow, ...]:
        """The rows of a block that cannot be answered: of rows of one shape one is looked at."""
        left = np.ones(len(rows), bool)
        try:
            coded = Coded(rows, self._words)
        except NotColumnsError:
            pass
        else:
            for group in groups(coded, left.copy()):
                left[group.rows] = self._question(rows, int(group.rows[0])) is None
        return self._others.unfit(rows, np.flatnonzero(left).tolist())

    # --- one shape

    def _asked(self, rows: Rows, coded: Coded, group: Group) -> _Asked | None:
        """The form of a group, and what it is asked; None where there is none."""
        example = self._example_of(rows, coded, group)
        if example is None:
            return None
        if self.plan.has_hours:
            return None  # the time of a day is no column of a form
        if not self.plan.column_forms.are_worth_it(example.shaped.shape, self._tells, len(group.rows)):
            return None
        columns = OpenColumns(coded, group, example)
        keep = columns.are_in_order
        values = columns.all
        found = self._forms(example.shaped, values)
        if found is None:
            return None
        index, days = group.rows, values[0]
        if not keep.all():
            index = index[keep]
            values = [each if each.shape == (1,) else each[keep] for each in values]
            days = days if days.shape == (1,) else days[keep]
        return _Asked(*found, index, values, days)

    def _example_of(self, rows: Rows, coded: Coded, group: Group) -> Example | None:
        """What stands for the rows of a group; None where its first is refused, has no shape, or is read otherwise."""
        key = (str(rows.columns.schema), *key_of(coded, group))
        return learnt(self._examples, key, lambda: self._read(rows, coded, group))

    def _read(self, rows: Rows, coded: Coded, group: Group) -> Example | None:
        question = self._question(rows, int(group.rows[0]))
        if question is None:
            return None
        try:
            found = question.shaped(self.plan.column_forms.looked_at)
            example = example_of(found, question.known, question.grant, group.order(coded))
        except UnshapedError:
            return None
        values = OpenColumns(coded, group, example).all
        is_as_read = all(value[0] == own for value, own in zip(values, found.values, strict=True))
        return example if is_as_read else None

    def _question(self, rows: Rows, at: int) -> Question | None:
        """One row of a group as a question of its own; None where it is refused."""
        row = rows.row(at)
        try:
            life = life_of_row(row)
            asked = question_of_row(self.plan, self.asking, row, life)
            if self.asking.days is not None:
                asked["on"] = date.fromordinal(self.asking.days[0])
            return self.plan.question(life, self.asking.action, **asked)
        except ProblemsError:
            return None

    def _forms(self, example: Shaped, values: Sequence[Any]) -> tuple[ColumnForm, ReadingForm | None] | None:
        """The functions for a shape and for values within some range; None where there is not all that is needed."""
        if self.asking.days is not None:
            values = [np.array(self.asking.days), *values[1:]]
        found = reach_of(example.sorts, values)
        if found is None:
            return None
        days, reach = found
        forms, tells = self.plan.column_forms, self._tells
        if tells != "readings":
            form = forms.form(example.shape, tells, days, reach)
            return None if form is None else (form, None)
        readings = forms.readings(example.shape, days, reach)
        form = None if readings is None else forms.form(example.shape, "answer", days, reach)
        return None if form is None else (form, readings)

    # --- answers

    def _gather(self, gathered: Gathered, asked: _Asked) -> None:
        """What a form says of rows, but for those of which it does not know all that is told."""
        form, readings, at, values, days = asked
        found = form(values, len(at))

        def of(name: str) -> Any:
            return found[form.names[name]]

        def keep(some: Bools) -> None:
            nonlocal at, values, days, found
            if not some.all():
                at, found = at[some], [each[some] for each in found]
                values = [each if each.shape == (1,) else each[some] for each in values]
                days = days if days.shape == (1,) else days[some]

        keep((of("yes") == of("maybe")) & of("days is_known") & of("most is_known"))
        if not len(at):
            return
        if readings is not None:
            is_known, is_settled, turns = settling(readings, values, len(at))
            keep(is_known)
            if not len(at):
                return
            gathered.put_chosen("turns", at, [*turns], [each[is_known] for each in turns.values()])
            gathered.put("settled", at, is_settled[is_known])
        gathered.answered(at)
        gathered.put("on", at, days)
        gathered.put_chosen("rules", at, form.after("rule "), [of(f"rule {name}") for name in form.after("rule ")])
        for name in self._figures:
            place = form.names[f"figure {name} value"]
            gathered.put_number(f"figure.{name}", at, found[place], form.denominators[place])
            gathered.put(f"{name} is_known", at, of(f"figure {name} is_known"))
        gathered.put_number("most", at, of("most value"), form.denominators[form.names["most value"]])
        for name in ("yes", "most is_unlimited", "days first", "days last", "days next_day"):
            gathered.put(name, at, of(name))

    def _told(self, rows: Rows, gathered: Gathered) -> Judged:
        """What was gathered of the rows of a block, as columns."""
        index: Sequence[int] = range(len(rows)) if gathered.done.all() else np.flatnonzero(gathered.done).tolist()
        yes = gathered.flags("yes")
        first, last, coming = (gathered.whole(f"days {name}") for name in ("first", "last", "next_day"))
        ids = pc.cast(rows.columns.column("id"), pa.string())
        number, is_settling = len(index), self.asking.settle
        columns = {
            **_of_all(number, yes),
            **gathered.number("most", unlimited=gathered.flags("most is_unlimited")),
            "id": ids if number == len(rows) else ids.take(pa.array(index, pa.int64())),
            "on": dates(gathered.whole("on")),
            "rules": gathered.chosen("rules"),
            "clauses": gathered.chosen("rules", self._clauses),
            "window_first": dates(first, yes & (first > FIRST_DAY)),
            "window_last": dates(last, yes & (last < NEVER - 1)),
            "next_day": dates(coming, coming < NEVER),
            "turns_on": gathered.chosen("turns") if is_settling else pa.nulls(number, pa.list_(pa.string())),
            "settled": pa.array(gathered.flags("settled")) if is_settling else pa.nulls(number, pa.bool_()),
        }
        for name, figure in self._figures.items():
            known = gathered.flags(f"{name} is_known") & yes
            if figure.day is None:
                columns |= gathered.number(f"figure.{name}", known)
            else:  # told as the days since the first one there is
                columns[f"figure.{name}"] = dates(gathered.whole(f"figure.{name}") + FIRST_DAY, known)
        return self._as_judged(index, columns)

    def _told_of_days(self, rows: Rows, asked: _Asked, days: tuple[Day, Day]) -> Iterator[Judged]:
        """The stretches of days with equal answers, of rows of which the form knows every day; none where there are
        none.
        """
        form, _, index, values, _ = asked
        rules = form.after("rule ")
        if len(rules) > MOST_RULES or not (DAYS[0] <= days[0] and days[1] <= DAYS[1]):
            return
        found, known = stretched(form, values, range(days[0], days[1] + 1), len(index))
        if not known.any():
            return
        found = found.of(known[found.row])
        at = index[found.row]
        flags = [(found.rules >> place & 1).astype(bool) for place in range(len(rules))]
        over = form.denominators[form.names["most value"]]
        columns = {
            **_of_all(len(at), found.yes),
            **number_columns("most", found.most, None, found.is_unlimited, over),
            "id": pc.cast(rows.columns.column("id"), pa.string()).take(pa.array(at)),
            "rules": chosen(rules, flags, len(at)),
            "clauses": chosen([self._clauses[name] for name in rules], flags, len(at)),
            "first": dates(found.first),
            "last": dates(found.last),
        }
        yield self._as_judged(at.tolist(), columns)

    @cached_property
    def _figures(self) -> Mapping[str, Figure]:
        return figures_of(self.plan.plan, self.asking.action)

    @cached_property
    def _clauses(self) -> Mapping[str, str]:
        return {name: rule.clause for name, rule in self.plan.plan.rules.items()}

    def _as_judged(self, index: Sequence[int], columns: Mapping[str, pa.Array]) -> Judged:
        """Columns of answers about rows, in the order and of the types that answers have."""
        told = self.schema
        arrays = [pc.cast(columns[each.name], each.type) for each in told]
        return Judged(index, pa.RecordBatch.from_arrays(arrays, schema=told), ())


def _of_all(number: int, yes: Bools) -> dict[str, pa.Array]:
    """What is told of a row on one day and over several alike."""
    missing, by = _same_of_all(number)
    return {"outcome": told_word(["denied", "allowed"], yes), "missing": missing, "answered_by": by}


@lru_cache(maxsize=2)
def _same_of_all(number: int) -> tuple[pa.Array, pa.Array]:
    """Nothing that is missing, and who answered, of so many rows."""
    nothing = pa.ListArray.from_arrays(pa.array(np.zeros(number + 1, np.int32)), pa.array([], pa.string()))
    return nothing, pa.repeat(COMPILED, number)


__all__ = ["ByColumns"]
