"""The judge that answers most rows of a block from their columns, shape by shape, and hands the others on.

Of each shape one row is read by the strict loader and asked about as a question of its own; the rest are judged by the
form that is compiled for it. What a form does not know exactly it does not say: such rows go to the reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property, partial
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kenri.asking.askable import AskablePlan
from kenri.columnar.answers import EXACT, NUMBER, figures_of, numbers
from kenri.columnar.by_days import MOST_RULES, stretched
from kenri.columnar.coded import EPOCH, WIDE, Bools, Coded, Ints, NotColumnsError, firsts, packed
from kenri.columnar.judge import BadRow, Judged, RowByRow, TableQuestion, life_of_row, question_of_row, together
from kenri.columnar.rows import Rows
from kenri.compiled import roots
from kenri.compiled.columns import ColumnForm, column_form
from kenri.compiled.shape import DAYS, LookedAt, Shape, Shaped, UnshapedError, ValuePlace, shaped
from kenri.loader.calendars import business_days
from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.kept import Kept
from kenri.model.numbers import as_whole
from kenri.model.problems import ProblemsError

COMPILED: Final = "compiled"
"""Who answered, in the column `answered_by`."""

_MOST_EVENTS: Final = 12
"""Of a row with more events no form is made: it would be large, and shared by few."""

_WORTH_IT: Final = 4
"""So many rows of a shape take the reference longer than it takes to make the form."""

_USUAL: Final = (date(1950, 1, 1).toordinal(), date(2149, 12, 31).toordinal())
"""Where days mostly lie: the fewer there are, the sooner a form is made, and the faster it is."""

_SHAPES: Final = 2_000
"""How many forms are kept."""

_WIDTHS: Final = (2**20, 2**24, WIDE)
"""How far from zero the whole numbers of a form may be: the nearer, the more is shown to fit in 64 bits."""

_PAIRS: Final = tuple((a, b) for b in range(_MOST_EVENTS) for a in range(b))


class _Group(NamedTuple):
    """Rows of a block that have one shape, and the items of each: their events and other parties, sorted alike."""

    rows: Ints
    events: Ints
    """For each row and place the number of the event among all events of the block."""
    parties: Ints


@dataclass
class ByColumns:
    """Answers blocks of rows from their columns, with `RowByRow` for what these do not tell."""

    plan: AskablePlan
    asking: TableQuestion
    block: int = 1 << 16
    _forms: Kept[tuple[Shape, tuple[Day, Day], int], ColumnForm | None] = field(
        default_factory=lambda: Kept(_SHAPES), repr=False
    )
    _seen: Kept[Shape, int] = field(default_factory=lambda: Kept(_SHAPES), repr=False)

    @cached_property
    def _others(self) -> RowByRow:
        return RowByRow(self.plan, self.asking)

    @cached_property
    def _looked_at(self) -> LookedAt:
        return LookedAt.by(self.plan.plan)

    @property
    def schema(self) -> pa.Schema:
        """The columns of the answers."""
        return self._others.schema

    def judged(self, rows: Rows, only: Sequence[int] | None = None) -> Judged:
        """The answers about the rows of a block, or about `only` some of them."""
        if not len(rows):
            return self._others.judged(rows, only)
        try:
            coded = Coded(rows, self._looked_at)
        except NotColumnsError:
            return self._others.judged(rows, only)
        wanted = np.ones(coded.rows, bool)
        if only is not None:
            wanted[:] = False
            wanted[list(only)] = True
        parts = [part for group in _groups(coded, wanted) if (part := self._answered(rows, coded, group)) is not None]
        done = np.zeros(coded.rows, bool)
        for part in parts:
            done[list(part.index)] = True
        left = np.flatnonzero(wanted & ~done)
        if len(left) or not parts:
            parts.append(self._others.judged(rows, left.tolist()))
        return together(parts)

    def unfit(self, rows: Rows) -> tuple[BadRow, ...]:
        """The rows of a block that cannot be answered: of rows of one shape one is looked at."""
        left = np.ones(len(rows), bool)
        try:
            coded = Coded(rows, self._looked_at)
        except NotColumnsError:
            pass
        else:
            for group in _groups(coded, left.copy()):
                left[group.rows] = self._example(rows, int(group.rows[0])) is None
        return self._others.unfit(rows, np.flatnonzero(left).tolist())

    # --- one shape

    def _answered(self, rows: Rows, coded: Coded, group: _Group) -> Judged | None:
        """The answers about the rows of a group that its form knows exactly; None where there are none."""
        example = self._example(rows, int(group.rows[0]))
        if example is None:
            return None
        seen = self._seen[example.shape] = self._seen.get(example.shape, 0) + len(group.rows)
        if seen < _WORTH_IT:
            return None
        columns = _Columns(coded, group, example)
        keep = columns.are_in_order
        values = [columns.of(index, place) for index, place in enumerate(example.places)]
        for value, own in zip(values, example.values, strict=True):
            if value[0] != own:
                return None  # what columns say of the example is not what the loader read
        form = self._form(example, values)
        if form is None:
            return None
        group = group._replace(rows=group.rows[keep], events=group.events[keep], parties=group.parties[keep])
        values = [each if each.shape == (1,) else each[keep] for each in values]
        if self.asking.days is not None:
            return self._told_of_days(rows, form, group.rows, values, self.asking.days)
        found = form(values, len(group.rows))
        return self._told(rows, form, group.rows, found, columns.days(keep))

    def _example(self, rows: Rows, at: int) -> Shaped | None:
        """One row of a group as a question of its own; None where it is refused, or has no shape."""
        row = rows.row(at)
        try:
            life = life_of_row(row)
            asked = question_of_row(self.plan, self.asking, row, life)
            if self.asking.days is not None:
                asked["on"] = date.fromordinal(self.asking.days[0])
            question = self.plan.question(life, self.asking.action, **asked)
            return shaped(
                question.court.life,
                question.court.grant,
                question.action,
                question.asker,
                question.on,
                number=question.number,
                asked=dict(question.facts),
                readings=question.readings,
                looked_at=self._looked_at,
            )
        except (ProblemsError, UnshapedError):
            return None

    def _form(self, example: Shaped, values: Sequence[Any]) -> ColumnForm | None:
        """The function for a shape and for values within some range."""
        days, widest = _USUAL, 0
        if self.asking.days is not None:
            values = [np.array(self.asking.days), *values[1:]]
        for sort, each in zip(example.sorts, values, strict=True):
            if sort == "day" and not (days[0] <= int(each.min()) and int(each.max()) <= days[1]):
                days = DAYS
            if sort == "whole":
                widest = max(widest, int(np.abs(each).max()))
        if widest > WIDE:
            return None
        key = (example.shape, days, next(each for each in _WIDTHS if widest <= each))
        if key not in self._forms:
            self._forms[key] = self._made(*key)
        return self._forms[key]

    def _made(self, shape: Shape, days: tuple[Day, Day], widest: int) -> ColumnForm | None:
        plan = self.plan
        question = roots.ShapeQuestion(plan.plan, shape, business_days, plan.dependence, days, widest)
        if self.asking.days is not None:
            return column_form(question, roots.numbers)
        return column_form(question, partial(roots.answer, settle=self.asking.settle))

    # --- answers

    def _told(self, rows: Rows, form: ColumnForm, index: Ints, found: Sequence[Any], days: Any) -> Judged | None:
        """The answers of a form, but for rows of which it does not know all that is told."""

        def of(name: str) -> Any:
            return found[form.names[name]]

        yes, maybe = of("yes"), of("maybe")
        exact = (yes == maybe) & of("days is_known") & of("most is_known")
        if self.asking.settle:
            exact &= of("settling-is-known")
        if not exact.any():
            return None
        index, yes = index[exact], yes[exact]
        number = len(index)
        rules = [of(f"rule {name}")[exact] for name in form.after("rule ")]
        columns = self._of_a_day(rows, form, index, yes, rules, of("most value")[exact], of("most is_unlimited")[exact])
        columns["on"] = _dates(np.broadcast_to(days, exact.shape)[exact])
        for name in figures_of(self.plan.plan, self.asking.action):
            place = form.names[f"figure {name} value"]
            known = of(f"figure {name} is_known")[exact] & yes
            columns |= _numbers(f"figure.{name}", found[place][exact], known, None, form.denominators[place])
        first, last = of("days first")[exact], of("days last")[exact]
        columns["window_first"] = _dates(first, yes & (first > FIRST_DAY))
        columns["window_last"] = _dates(last, yes & (last < NEVER - 1))
        coming = of("days next_day")[exact]
        columns["next_day"] = _dates(coming, coming < NEVER)
        if self.asking.settle:
            flags = [of(f"turns {name}")[exact] for name in form.after("turns ")]
            columns["turns_on"] = _chosen(form.after("turns "), flags, number)
            columns["settled"] = pa.array(np.broadcast_to(of("settled"), exact.shape)[exact])
        else:
            columns["turns_on"] = pa.nulls(number, pa.list_(pa.string()))
            columns["settled"] = pa.nulls(number, pa.bool_())
        return self._as_judged(index, columns)

    def _told_of_days(
        self, rows: Rows, form: ColumnForm, index: Ints, values: Sequence[Any], days: tuple[Day, Day]
    ) -> Judged | None:
        """The stretches of days with equal answers, of rows of which the form knows every day."""
        if len(form.after("rule ")) > MOST_RULES or not (DAYS[0] <= days[0] and days[1] <= DAYS[1]):
            return None
        found, known = stretched(form, values, range(days[0], days[1] + 1), len(index))
        if not known.any():
            return None
        found = found.of(known[found.row])
        at = index[found.row]
        flags = [(found.rules >> place & 1).astype(bool) for place in range(len(form.after("rule ")))]
        columns = self._of_a_day(rows, form, at, found.yes, flags, found.most, found.is_unlimited)
        columns |= {"first": _dates(found.first), "last": _dates(found.last)}
        return self._as_judged(at, columns)

    def _of_a_day(
        self,
        rows: Rows,
        form: ColumnForm,
        index: Ints,
        yes: Bools,
        flags: Sequence[Bools],
        most: Ints,
        is_unlimited: Bools,
    ) -> dict[str, pa.Array]:
        """What is told of a row on one day and over several alike; `flags` are those of the rules that decide."""
        number = len(index)
        rules = form.after("rule ")
        once = pa.array(np.zeros(number, np.int64))
        over = form.denominators[form.names["most value"]]
        return {
            "id": pc.cast(rows.columns.column("id"), pa.string()).take(pa.array(index)),
            "outcome": pc.if_else(pa.array(yes), "allowed", "denied"),
            "rules": _chosen(rules, flags, number),
            "clauses": _chosen([self.plan.plan.rules[name].clause for name in rules], flags, number),
            **_numbers("most", most, None, is_unlimited, over),
            "missing": pa.array([[]], pa.list_(pa.string())).take(once),
            "answered_by": pa.array([COMPILED]).take(once),
        }

    def _as_judged(self, index: Ints, columns: Mapping[str, pa.Array]) -> Judged:
        """Columns of answers about rows, in the order and of the types that answers have."""
        told = self.schema
        arrays = [pc.cast(columns[each.name], each.type) for each in told]
        return Judged(tuple(index.tolist()), pa.RecordBatch.from_arrays(arrays, schema=told), ())


class _Columns:
    """The values that the shape of a group leaves open, as columns."""

    def __init__(self, coded: Coded, group: _Group, example: Shaped) -> None:
        self._coded = coded
        self._group = group
        self._example = example
        order = coded.events.place[group.events[0]] if group.events.shape[1] else np.zeros(0, np.int64)
        self._position = {int(place): position for position, place in enumerate(order)}
        """Where among the sorted events of a row the event stands that the example has at some place."""

    @cached_property
    def are_in_order(self) -> Bools:
        """Whether events of one day come in the order that the shape has them in."""
        group, coded = self._group, self._coded
        found = np.ones(len(group.rows), bool)
        slots = [index for of, index, _ in self._example.places if of == "event-day"]
        rank = {self._position[index]: rank for rank, index in enumerate(slots)}
        places, days = coded.events.place[group.events], self._days_of_events
        for a, b in _PAIRS:
            if a in rank and b in rank:
                before = (places[:, a] < places[:, b]) == (rank[a] < rank[b])
                found &= before | (days[:, a] != days[:, b])
        return found

    @cached_property
    def _days_of_events(self) -> Ints:
        on = self._coded.event.get("on")
        return np.zeros(self._group.events.shape, np.int64) if on is None else on.values[self._group.events]

    def days(self, keep: Bools) -> Ints:
        """The asked day of each row."""
        found = self.of(0, ("day", 0, ""))
        return found if found.shape == (1,) else found[keep]

    def of(self, index: int, place: ValuePlace) -> Ints:
        """The column of a value, or the value by itself where it is the same for all rows."""
        where, number, name = place
        coded, group = self._coded, self._group
        match where:
            case "day":
                return self._own(index, "on")
            case "number":
                return self._own(index, "rights")
            case "granted-on":
                return self._own(index, "grant.on")
            case "granted":
                return self._own(index, "grant.number")
            case "grant" | "asked" | "fact":
                return self._own(index, f"{where}.{name}")
            case "party" if number == 0:
                return self._own(index, f"grantee.{name}")
            case "party":
                return self._item(index, coded.party.get(name), group.parties[:, number - 1])
            case "event-day":
                return self._item(index, coded.event.get("on"), group.events[:, self._position[number]])
            case _:
                return self._item(index, coded.event.get(name), group.events[:, self._position[number]])

    def _own(self, index: int, column: str) -> Ints:
        cells = self._coded.own.get(column)
        at = self._group.rows
        if cells is None or not cells.given[at[0]]:
            return self._same(index)
        found: Ints = self._typed(index, cells.values[at])
        return found

    def _item(self, index: int, cells: Any, at: Ints) -> Ints:
        if cells is None or not cells.given[at[0]]:
            return self._same(index)
        found: Ints = self._typed(index, cells.values[at])
        return found

    def _typed(self, index: int, values: Ints) -> Any:
        """Values as the variable has them."""
        return values.astype(bool) if isinstance(self._example.values[index], bool) else values

    def _same(self, index: int) -> Ints:
        """What is taken by default, or is the same for the whole run."""
        return np.array([self._example.values[index]])


def _groups(coded: Coded, wanted: Bools) -> Iterator[_Group]:
    """The plain rows of a block by what of them belongs to a shape."""
    events, parties = coded.events, coded.parties
    event_code = packed(_codes(coded.event), events.count)
    party_code = packed(_codes(coded.party), parties.count)
    own_code = packed(_codes(coded.own), coded.rows)
    event_key = event_code << 32 | coded.event["on"].values if events.count else event_code
    here = wanted & coded.plain & (events.lengths <= _MOST_EVENTS)
    there = np.flatnonzero(here)
    size = packed([events.lengths[there], parties.lengths[there]], len(there))
    for number, first in enumerate(there[firsts(size)].tolist()):
        rows, many, others = there[size == number], int(events.lengths[first]), int(parties.lengths[first])
        of_parties = parties.starts[rows][:, None] + np.arange(others)
        if many:
            key = _sorted([event_key[events.starts[rows] + place] << 8 | place for place in range(many)])
            # One that is recorded twice is for the loader to tell from two that are alike.
            is_once = (key[1:] >> 8 != key[:-1] >> 8).all(axis=0)
            if not is_once.all():
                rows, key, of_parties = rows[is_once], key[:, is_once], of_parties[is_once]
            of_events = (events.starts[rows] + (key & 0xFF)).T
        else:
            of_events = np.zeros((len(rows), 0), np.int64)
        if not len(rows):
            continue
        columns = [own_code[rows], *event_code[of_events].T, *party_code[of_parties].T]
        code = packed(columns, len(rows))
        narrow = code.astype(np.uint16) if code.max(initial=0) < 1 << 16 else code  # which is sorted in steps with it
        order = np.argsort(narrow, kind="stable")
        bounds = np.cumsum(np.bincount(code))[:-1]
        for some in np.split(order, bounds):
            yield _Group(rows[some], of_events[some], of_parties[some])


def _sorted(columns: list[Ints]) -> Ints:
    """The numbers of each row in ascending order, given and told by columns: there are few, and many rows."""
    for end in range(len(columns) - 1, 0, -1):
        for at in range(end):
            a, b = columns[at], columns[at + 1]
            columns[at], columns[at + 1] = np.minimum(a, b), np.maximum(a, b)
    return np.stack(columns)


def _codes(cells: Mapping[str, Any]) -> Iterator[Ints]:
    for each in cells.values():
        yield each.code
        yield each.given


# --- columns of answers


def _dates(days: Ints, given: Bools | None = None) -> pa.Array:
    found = np.where(True if given is None else given, days - EPOCH, 0).astype(np.int32)
    return pa.array(found, mask=None if given is None else ~given).cast(pa.date32())


def _chosen(names: Sequence[str], flags: Sequence[Bools], number: int) -> pa.Array:
    """For each row the names whose flags hold, each once."""
    code = packed(flags, number)
    lists = [
        list(dict.fromkeys(name for name, flag in zip(names, flags, strict=True) if flag[at]))
        for at in firsts(code).tolist()
    ]
    return pa.array(lists, pa.list_(pa.string())).take(pa.array(code))


def _numbers(name: str, values: Ints, known: Bools | None, unlimited: Bools | None, over: int) -> dict[str, pa.Array]:
    """The two columns of a number, given as numerators over a denominator."""
    if over == 1:
        found = {name: pa.array(values).cast(NUMBER), f"{name}{EXACT}": pc.cast(pa.array(values), pa.string())}
    else:
        several, index = np.unique(values, return_inverse=True)
        each = [numbers(name, as_whole(Fraction(value, over))) for value in several.tolist()]
        own = pa.RecordBatch.from_pylist(each, pa.schema([(name, NUMBER), (f"{name}{EXACT}", pa.string())]))
        found = {key: own.column(key).take(pa.array(index)) for key in (name, f"{name}{EXACT}")}
    if unlimited is not None and unlimited.any():
        is_unlimited = pa.array(unlimited)
        found[name] = pc.if_else(is_unlimited, pa.scalar(None, NUMBER), found[name])
        found[f"{name}{EXACT}"] = pc.if_else(is_unlimited, "unlimited", found[f"{name}{EXACT}"])
    if known is not None:
        found = {
            key: pc.if_else(pa.array(known), column, pa.scalar(None, column.type)) for key, column in found.items()
        }
    return found


__all__ = ["ByColumns"]
