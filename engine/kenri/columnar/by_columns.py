"""The judge that answers most rows of a block from their columns, shape by shape, and hands the others on.

Of each shape one row is read by the strict loader and asked about as a question of its own; the rest are judged by the
form that is compiled for it. What a form does not know exactly it does not say: such rows go to the reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Final, Literal, NamedTuple

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
from kenri.columnar.in_hours import InPart, joined
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
from kenri.compiled.column_forms import ToldOnce
from kenri.compiled.columns import ColumnForm, ReadingForm
from kenri.compiled.shape import DAYS, Shaped, UnshapedError
from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.kept import Kept
from kenri.model.plan import Figure
from kenri.model.problems import ProblemsError

_EXAMPLES: Final = 2_000
"""How many examples are kept."""


class _Forms(NamedTuple):
    """What is known of a shape, of a plan as looked at at some time of the day."""

    form: ColumnForm
    readings: ReadingForm | None
    """Tells what readings make of the answers, where that is asked."""
    days: tuple[Day, Day]
    """Between which days it is known."""


class _Asked(NamedTuple):
    """What is asked of forms, one for each part of the day: the values of rows, and the day of each or of all."""

    parts: Sequence[_Forms]
    place: int | None
    """The part of the day that is asked about; None where the whole day is, or the plan looks at no hours."""
    rows: Ints
    values: Sequence[Any]
    days: Ints

    def of(self, some: Bools | Ints) -> _Asked:
        """The same of some of the rows."""
        values = [each if each.shape == (1,) else each[some] for each in self.values]
        days = self.days if self.days.shape == (1,) else self.days[some]
        return self._replace(rows=self.rows[some], values=values, days=days)

    def later(self, by: int) -> _Asked:
        """The same question so many days later."""
        return self._replace(values=[self.values[0] + by, *self.values[1:]], days=self.days + by)


@dataclass(frozen=True)
class _Said:
    """What a form says of rows, and which of them it knows all of that is told."""

    form: ColumnForm
    found: Sequence[Any]
    is_known: Bools
    is_settled: Bools | None = None
    turns: Mapping[str, Bools] = field(default_factory=dict)

    def told(self, name: str) -> Any:
        """An answer of all rows, by its name."""
        return self.found[self.form.names[name]]

    def of(self, some: Bools | Ints) -> _Said:
        """The same of some of the rows."""
        return _Said(
            self.form,
            [each[some] for each in self.found],
            self.is_known[some],
            None if self.is_settled is None else self.is_settled[some],
            {name: each[some] for name, each in self.turns.items()},
        )

    @property
    def in_part(self) -> InPart:
        """What is said of days, by the form of one part of the day."""
        return InPart(self.is_known, self.told("yes"), *(self.told(f"days {name}") for name in _BOUNDS))


@dataclass
class ByColumns:
    """Answers blocks of rows from their columns, with `RowByRow` for what these do not tell."""

    plan: AskablePlan
    asking: TableQuestion
    block: int = 1 << 16
    _examples: Kept[tuple[Any, ...], Example] = field(default_factory=lambda: Kept(_EXAMPLES), repr=False)

    @property
    def _tells(self) -> ToldOnce | Literal["readings"]:
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
            coded = Coded(rows, self._words, several=True)
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
            coded = Coded(rows, self._words, several=True)
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
        if self.plan.has_hours and self.asking.days is not None:
            return None  # which part of each day is best is not looked for
        if not self.plan.column_forms.are_worth_it(example.shaped.shape, self._tells, len(group.rows)):
            return None
        columns = OpenColumns(coded, group, example)
        keep = columns.are_in_order
        values = columns.all
        parts = []
        for plan in self.plan.in_parts():
            found = self._forms(plan, example.shaped, values)
            if found is None:
                return None
            parts.append(found)
        asked = _Asked(parts, self._place(coded, group), group.rows, values, values[0])
        return asked if keep.all() else asked.of(keep)

    def _place(self, coded: Coded, group: Group) -> int | None:
        """The part of the day that is asked about: a row that names a day names no time of it."""
        time = self.plan.time(self.asking.moment) if self.plan.has_hours else None
        if time is None or ("on" in coded.own and coded.own["on"].given[group.rows[0]]):
            return None
        return next(place for place, (_, last) in enumerate(self.plan.parts_of_day) if time <= last)

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
            example = example_of(found, question.known, question.grant, group.order(coded), several=True)
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

    def _forms(self, plan: AskablePlan, example: Shaped, values: Sequence[Any]) -> _Forms | None:
        """The functions for a shape and for values within some range; None where there is not all that is needed."""
        if self.asking.days is not None:
            values = [np.array(self.asking.days), *values[1:]]
        found = reach_of(example.sorts, values)
        if found is None:
            return None
        days, reach = found
        forms, tells = plan.column_forms, self._tells
        if tells != "readings":
            form = forms.form(example.shape, tells, days, reach)
            return None if form is None else _Forms(form, None, days)
        readings = forms.readings(example.shape, days, reach)
        form = None if readings is None else forms.form(example.shape, "answer", days, reach)
        return None if form is None else _Forms(form, readings, days)

    # --- answers

    def _gather(self, gathered: Gathered, asked: _Asked) -> None:
        """What forms say of rows, but for those of which they do not know all that is told."""
        if len(asked.parts) > 1:
            self._gather_in_hours(gathered, asked)
            return
        (said,) = self._said(asked)
        if not said.is_known.all():
            asked, said = asked.of(said.is_known), said.of(said.is_known)
        if len(asked.rows):
            self._put(gathered, asked, said)

    def _said(self, asked: _Asked, *, only_days: bool = False) -> Iterator[_Said]:
        """What the form of each part of the day says of rows; with `only_days`, not what readings make of it."""
        number = len(asked.rows)
        for form, readings, _ in asked.parts:
            said = _Said(form, form(asked.values, number), np.ones(number, bool))
            known = (said.told("yes") == said.told("maybe")) & said.told("days is_known") & said.told("most is_known")
            if readings is None or only_days or not known.any():
                yield replace(said, is_known=known)
                continue
            is_known, is_settled, turns = settling(readings, asked.values, number)
            yield replace(said, is_known=known & is_known, is_settled=is_settled, turns=turns)

    def _gather_in_hours(self, gathered: Gathered, asked: _Asked) -> None:
        """The same of a plan that looks at hours of the day: the answers of all parts of the day are joined."""
        several = [*self._said(asked)]
        days = np.broadcast_to(asked.days, (len(asked.rows),))

        low, high = asked.parts[0].days

        def near(at: Ints, by: int) -> Sequence[InPart]:
            other = asked.of(at).later(by)
            is_within = (other.days >= low) & (other.days <= high)
            parts = [said.in_part for said in self._said(other, only_days=True)]
            return [part._replace(is_known=part.is_known & is_within) for part in parts]

        parts = [said.in_part for said in several]
        if asked.place is None:  # it may turn on a reading in which part of the day it is best to ask
            parts = [
                part if said.is_settled is None else part._replace(is_known=part.is_known & said.is_settled)
                for part, said in zip(parts, several, strict=True)
            ]
        found = joined(parts, days, asked.place, near)
        for place, said in enumerate(several):
            (at,) = np.nonzero(found.is_known & (found.place == place))
            if len(at):
                bounds = (found.first[at], found.last[at], found.next_day[at])
                self._put(gathered, asked.of(at), said.of(at), bounds)

    def _put(
        self, gathered: Gathered, asked: _Asked, said: _Said, bounds: tuple[Ints, Ints, Ints] | None = None
    ) -> None:
        """What a form says of rows; with `bounds`, the first and the last day of each window, and the next day."""
        at, form = asked.rows, said.form
        if said.is_settled is not None:
            gathered.put_chosen("turns", at, [*said.turns], [*said.turns.values()])
            gathered.put("settled", at, said.is_settled)
        gathered.answered(at)
        gathered.put("on", at, asked.days)
        gathered.put_chosen(
            "rules", at, form.after("rule "), [said.told(f"rule {name}") for name in form.after("rule ")]
        )
        for name in self._figures:
            place = form.names[f"figure {name} value"]
            gathered.put_number(f"figure.{name}", at, said.found[place], form.denominators[place])
            gathered.put(f"{name} is_known", at, said.told(f"figure {name} is_known"))
        gathered.put_number("most", at, said.told("most value"), form.denominators[form.names["most value"]])
        for name in ("yes", "most is_unlimited"):
            gathered.put(name, at, said.told(name))
        told = [said.told(f"days {name}") for name in _BOUNDS] if bounds is None else bounds
        for name, values in zip(_BOUNDS, told, strict=True):
            gathered.put(f"days {name}", at, values)

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
        ((form, _, _),), index, values = asked.parts, asked.rows, asked.values
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


_BOUNDS: Final = ("first", "last", "next_day")
"""What is told of days: those of the window, and the next one."""


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
