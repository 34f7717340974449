"""Rows of a block that have one shape, and the values that the shape leaves open, as columns."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np

from kenri.columnar.coded import WIDE, Coded
from kenri.columnar.lifted import OTHER
from kenri.columnar.many import MOST_EVENTS, Bools, Groups, Ints, Several, ValueSource, grouped, mixed, taken
from kenri.compiled.shape import DAYS, OF_OTHERS, Shaped, Sort, UnshapedError, ValuePlace
from kenri.model.days import Day
from kenri.model.kept import Kept
from kenri.model.life import Grant, Life

__all__ = ["PAIRS", "Example", "Group", "OpenColumns", "example_of", "groups", "key_of", "learnt", "reach_of"]

T = TypeVar("T")

_USUAL: Final = (date(1950, 1, 1).toordinal(), date(2149, 12, 31).toordinal())
"""Where days mostly lie: the fewer there are, the sooner a form is made, and the faster it is."""

_WIDTHS: Final = (2**20, 2**24, WIDE)
"""How far from zero the whole numbers of a form may be: the nearer, the more is shown to fit in 64 bits."""

PAIRS: Final = tuple((a, b) for b in range(MOST_EVENTS) for a in range(b))
"""The events of a row two by two, by their places when they are sorted."""


class Group(NamedTuple):
    """Rows of a block that have one shape."""

    rows: Ints
    of: Groups

    def order(self, coded: Coded) -> list[int]:
        """Which of the events of its first row stands where, when they are sorted."""
        first, last = coded.events.starts[self.rows[0] : self.rows[0] + 2].tolist()
        found: list[int] = self.of.order[first:last].tolist()
        return found


class Example(NamedTuple):
    """One row as a question of its own, which stands for all rows that have its shape, of whatever block."""

    shaped: Shaped
    position: Mapping[int, int]
    """Where among the sorted events of a row the event stands that the example has at some place."""
    grantee: int
    """The place of the grantee among the parties of the example; -1 where there is none."""

    def party(self, place: int) -> int:
        """Where the party that the example has at some place stands: among the other parties of a row, or -1 for its
        grantee.
        """
        return -1 if place == self.grantee else place - (0 <= self.grantee < place)


def example_of(shaped: Shaped, life: Life, grant: Grant, order: Sequence[int], *, several: bool = False) -> Example:
    """A row as a question about a life and a grant; `order` tells which of its events stands where.

    Raises `UnshapedError` where it opens the values of other grants, unless `several` columns hold those of a
    row.
    """
    if not several and any(where in OF_OTHERS for where, _, _ in shaped.places):
        raise UnshapedError("values of another grant")
    parties = [*life.parties]
    grantee = parties.index(grant.grantee) if grant.grantee in life.parties else -1
    return Example(shaped, {place: position for position, place in enumerate(order)}, grantee)


class OpenColumns:
    """The values that the shape of a group leaves open, as columns."""

    def __init__(self, coded: Coded, group: Group, example: Example) -> None:
        self._coded = coded
        self._group = group
        self._example = example.shaped
        self._position = example.position
        self._party = example.party

    @property
    def all(self) -> list[Ints]:
        """A column for each value, or the value by itself where it is the same for all rows."""
        sources = [self._source(place) for place in self._example.places]
        columns = iter(taken(self._group.rows, [source for source in sources if source is not None]))
        return [
            np.array([own]) if source is None else self._typed(own, next(columns))
            for own, source in zip(self._example.values, sources, strict=True)
        ]

    @cached_property
    def are_in_order(self) -> Bools:
        """Whether events of one day come in the order that the shape has them in."""
        group, coded = self._group, self._coded
        found = np.ones(len(group.rows), bool)
        matters = np.flatnonzero(group.of.have_one_day[group.rows])
        if not len(matters):
            return found
        slots = [index for of, index, _ in self._example.places if of == "event-day"]
        rank = {self._position[index]: rank for rank, index in enumerate(slots)}
        first = coded.events.starts[group.rows[matters]][:, None]
        places = group.of.order[first + np.arange(len(self._position))]
        days = coded.event["on"].values[first + places]
        for a, b in PAIRS:
            if a in rank and b in rank:
                before = (places[:, a] < places[:, b]) == (rank[a] < rank[b])
                found[matters] &= before | (days[:, a] != days[:, b])
        return found

    def _source(self, place: ValuePlace) -> ValueSource | None:
        """Where a value stands; nowhere where it is taken by default, or is the same for the whole run."""
        where, number, name = place
        coded = self._coded
        of: Callable[[Any], ValueSource] = ValueSource
        match where:
            case "default":
                return None
            case "day":
                cells = coded.own.get("on")
            case "number":
                cells = coded.own.get("rights")
            case "granted-on":
                cells = coded.own.get("grant.on")
            case "granted":
                cells = coded.own.get("grant.number")
            case "other-granted-on":
                cells = coded.own.get(f"{OTHER}.{number}.on")
            case "other-granted":
                cells = coded.own.get(f"{OTHER}.{number}.number")
            case "other-grant":
                cells = coded.own.get(f"{OTHER}.{number}.{name}")
            case "grant" | "asked" | "fact":
                cells = coded.own.get(f"{where}.{name}")
            case "party" if self._party(number) < 0:
                cells = coded.own.get(f"grantee.{name}")
            case "party":
                cells = coded.party.get(name)
                of = partial(ValueSource, starts=coded.parties.starts, place=self._party(number))
            case "event" | "event-day":
                cells = coded.event.get("on" if where == "event-day" else name)
                order = self._group.of.order
                of = partial(ValueSource, starts=coded.events.starts, place=self._position[number], order=order)
            case _:
                raise LookupError(f"a value `{where}` stands in no column")
        if cells is None or not of(cells.given).of(self._group.rows[0]):
            return None
        return of(cells.values)

    def _typed(self, own: Any, values: Any) -> Any:
        """Values as the variable has them."""
        return values.astype(bool) if isinstance(own, bool) else values


def groups(coded: Coded, wanted: Bools) -> Iterator[Group]:
    """The plain rows of a block by what of them belongs to a shape."""
    if not coded.rows:
        return
    events, parties = coded.events, coded.parties
    days = coded.event["on"].values if "on" in coded.event else np.zeros(events.count, np.int32)
    found = grouped(
        wanted & coded.plain,
        mixed((each.code for each in coded.own.values()), coded.rows),
        Several(events.starts, mixed((each.code for each in coded.event.values()), events.count)),
        days,
        coded.have_ids,
        Several(parties.starts, mixed((each.code for each in coded.party.values()), parties.count)),
    )
    for first, last in itertools.pairwise(found.bounds.tolist()):
        yield Group(found.rows[first:last], found)


def key_of(coded: Coded, group: Group) -> Iterator[Any]:
    """What of the rows of a group belongs to a shape, and is said alike in every block."""
    row = int(group.rows[0])
    first, (other, last) = int(coded.events.starts[row]), coded.parties.starts[row : row + 2].tolist()
    events = [first + place for place in group.order(coded)]
    for cells, at in ((coded.own, [row]), (coded.event, events), (coded.party, range(other, last))):
        for name, each in cells.items():
            yield name, *(int(each.code[place]) for place in at)


def learnt(kept: Kept[tuple[Any, ...], T], key: tuple[Any, ...], read: Callable[[], T | None]) -> T | None:
    """What stands for the rows of a key, as it was read before or is now. One that is refused is not kept: it may be so
    for a number or a day of its own.
    """
    found = kept.get(key)
    if found is None and (found := read()) is not None:
        kept[key] = found
    return found


def reach_of(sorts: Sequence[Sort], values: Sequence[Any]) -> tuple[tuple[Day, Day], int] | None:
    """Between which days the days of values lie, and how far from zero the whole numbers are at most, as forms tell
    that apart; None for numbers that no form takes.
    """
    days, widest = _USUAL, 0
    for sort, each in zip(sorts, values, strict=True):
        if sort == "day" and not (days[0] <= int(each.min()) and int(each.max()) <= days[1]):
            days = DAYS
        if sort == "whole":
            widest = max(widest, int(np.abs(each).max()))
    return None if widest > WIDE else (days, next(each for each in _WIDTHS if widest <= each))
