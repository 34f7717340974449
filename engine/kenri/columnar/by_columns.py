"""The judge that answers most rows of a block from their columns, shape by shape, and hands the others on.

Of each shape one row is read by the strict loader and asked about as a question of its own; the rest are judged by the
form that is compiled for it. What a form does not know exactly it does not say: such rows go to the reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kenri import terms
from kenri.asking.askable import AskablePlan
from kenri.columnar.answers import EXACT, NUMBER, figures_of, numbers, schema
from kenri.columnar.coded import EPOCH, WIDE, Bools, Coded, Ints, NotColumnsError, packed
from kenri.columnar.judge import Asking, BadRow, Judged, RowByRow, life_of_row, question_of_row, together
from kenri.columnar.rows import Rows
from kenri.compiled import roots
from kenri.compiled.shape import DAYS, LookedAt, Shape, Shaped, UnshapedError, ValuePlace, shaped
from kenri.loader.calendars import business_days
from kenri.lowering.columns import vectorised
from kenri.lowering.not_exact import NotExactError
from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.kept import Kept
from kenri.model.numbers import as_whole
from kenri.model.problems import ProblemsError
from kenri.symbolic.case import InexpressibleError

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


class _Kernel(NamedTuple):
    """The form of a shape as a function of columns, with what its answers are called."""

    run: Any
    names: Mapping[str, int]
    rules: tuple[str, ...]
    turns: tuple[str, ...]


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
    asking: Asking
    block: int = 1 << 16
    _kernels: Kept[tuple[Shape, tuple[Day, Day], int], _Kernel | None] = field(
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
        if self.asking.days is not None or not len(rows):
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
        columns = _Columns(coded, group, example, self.asking)
        keep = columns.are_in_order
        values = [columns.of(index, place) for index, place in enumerate(example.places)]
        for value, own in zip(values, example.values, strict=True):
            if value[0] != own:
                return None  # what columns say of the example is not what the loader read
        kernel = self._kernel(example, values)
        if kernel is None:
            return None
        group = group._replace(rows=group.rows[keep], events=group.events[keep], parties=group.parties[keep])
        values = [each if each.shape == (1,) else each[keep] for each in values]
        found = kernel.run(values, len(group.rows))
        return self._told(rows, kernel, group.rows, found, columns.days(keep))

    def _example(self, rows: Rows, at: int) -> Shaped | None:
        """One row of a group as a question of its own; None where it is refused, or has no shape."""
        row = rows.row(at)
        try:
            life = life_of_row(row)
            asked = question_of_row(self.plan, self.asking, row, life)
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

    def _kernel(self, example: Shaped, values: Sequence[Any]) -> _Kernel | None:
        """The function for a shape and for values within some range."""
        days, widest = _USUAL, 0
        for sort, each in zip(example.sorts, values, strict=True):
            if sort == "day" and not (days[0] <= int(each.min()) and int(each.max()) <= days[1]):
                days = DAYS
            if sort == "whole":
                widest = max(widest, int(np.abs(each).max()))
        if widest > WIDE:
            return None
        key = (example.shape, days, next(each for each in _WIDTHS if widest <= each))
        if key not in self._kernels:
            self._kernels[key] = self._made(*key)
        return self._kernels[key]

    def _made(self, shape: Shape, days: tuple[Day, Day], widest: int) -> _Kernel | None:
        plan = self.plan
        asking = roots.ShapeQuestion(plan.plan, shape, business_days, plan.dependence, days, widest)
        try:
            with terms.afresh(as_functions=True):
                found = roots.answer(asking, settle=self.asking.settle)
                run = vectorised(tuple(found.of.values()), found.variables)
        except (InexpressibleError, NotExactError):
            return None
        return _Kernel(
            run,
            {name: index for index, name in enumerate(found.of)},
            tuple(name.removeprefix("rule ") for name in found.of if name.startswith("rule ")),
            tuple(name.removeprefix("turns ") for name in found.of if name.startswith("turns ")),
        )

    # --- answers

    def _told(self, rows: Rows, kernel: _Kernel, index: Ints, found: Sequence[Any], days: Any) -> Judged | None:
        """The answers of a form, but for rows of which it does not know all that is told."""

        def of(name: str) -> Any:
            return found[kernel.names[name]]

        yes, maybe = of("yes"), of("maybe")
        exact = (yes == maybe) & of("days is_known") & of("most is_known")
        if self.asking.settle:
            exact &= of("settling-is-known")
        if not exact.any():
            return None
        index, yes = index[exact], yes[exact]
        number = len(index)
        ids = pc.cast(rows.columns.column("id"), pa.string()).take(pa.array(index))
        columns: dict[str, Any] = {
            "id": ids,
            "on": _dates(np.broadcast_to(days, exact.shape)[exact]),
            "outcome": pc.if_else(pa.array(yes), "allowed", "denied"),
            **self._deciding(kernel, [of(f"rule {name}")[exact] for name in kernel.rules], number),
            **_numbers(
                "most",
                of("most value")[exact],
                None,
                of("most is_unlimited")[exact],
                kernel.run.denominators[kernel.names["most value"]],
            ),
        }
        for name in figures_of(self.plan.plan, self.asking.action):
            place = kernel.names[f"figure {name} value"]
            known = of(f"figure {name} is_known")[exact] & yes
            columns |= _numbers(f"figure.{name}", found[place][exact], known, None, kernel.run.denominators[place])
        first, last = of("days first")[exact], of("days last")[exact]
        columns["window_first"] = _dates(first, yes & (first > FIRST_DAY))
        columns["window_last"] = _dates(last, yes & (last < NEVER - 1))
        coming = of("days next_day")[exact]
        columns["next_day"] = _dates(coming, coming < NEVER)
        columns["missing"] = pa.array([[]], pa.list_(pa.string())).take(pa.array(np.zeros(number, np.int64)))
        if self.asking.settle:
            flags = [of(f"turns {name}")[exact] for name in kernel.turns]
            columns["turns_on"] = _chosen(kernel.turns, flags, number)
            columns["settled"] = pa.array(np.broadcast_to(of("settled"), exact.shape)[exact])
        else:
            columns["turns_on"] = pa.nulls(number, pa.list_(pa.string()))
            columns["settled"] = pa.nulls(number, pa.bool_())
        columns["answered_by"] = pa.array([COMPILED]).take(pa.array(np.zeros(number, np.int64)))
        told = schema(self.plan.plan, self.asking.action)
        arrays = [pc.cast(columns[each.name], each.type) for each in told]
        return Judged(tuple(index.tolist()), pa.RecordBatch.from_arrays(arrays, schema=told), ())

    def _deciding(self, kernel: _Kernel, flags: Sequence[Bools], number: int) -> dict[str, pa.Array]:
        clauses = [self.plan.plan.rules[name].clause for name in kernel.rules]
        return {"rules": _chosen(kernel.rules, flags, number), "clauses": _chosen(clauses, flags, number)}


class _Columns:
    """The values that the shape of a group leaves open, as columns."""

    def __init__(self, coded: Coded, group: _Group, example: Shaped, asking: Asking) -> None:
        self._coded = coded
        self._group = group
        self._example = example
        self._asking = asking
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
    here = wanted & coded.plain & (events.lengths <= _MOST_EVENTS)
    sizes = np.stack([events.lengths, parties.lengths], axis=1)
    for many, others in np.unique(sizes[here], axis=0):
        rows = np.flatnonzero(here & (events.lengths == many) & (parties.lengths == others))
        of_events = events.starts[rows][:, None] + np.arange(many)
        of_parties = parties.starts[rows][:, None] + np.arange(others)
        if many:
            key = event_code[of_events] << 40 | coded.event["on"].values[of_events] << 8 | np.arange(many)
            key.sort(axis=1)
            # One that is recorded twice is for the loader to tell from two that are alike.
            is_once = (key[:, 1:] >> 8 != key[:, :-1] >> 8).all(axis=1)
            rows, key = rows[is_once], key[is_once]
            of_parties = of_parties[is_once]
            of_events = events.starts[rows][:, None] + (key & 0xFF)
        if not len(rows):
            continue
        columns = [own_code[rows], *event_code[of_events].T, *party_code[of_parties].T]
        code = packed(columns, len(rows))
        order = np.argsort(code, kind="stable")
        bounds = np.flatnonzero(np.diff(code[order])) + 1
        for some in np.split(order, bounds):
            yield _Group(rows[some], of_events[some], of_parties[some])


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
    _, first = np.unique(code, return_index=True)
    lists = [
        list(dict.fromkeys(name for name, flag in zip(names, flags, strict=True) if flag[at])) for at in first.tolist()
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
