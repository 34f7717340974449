"""What a sweep shows, in words: stretches of days of the event that have the same kind of windows, and the cliffs.

Moving the event moves some ends of windows along and leaves others where they are: ten days after leaving move with the
leaving, until the last day of the plan cuts them short and then leaves none. A zone is a range of days of the event
over which each end does one of the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from kenri.model.days import FIRST_DAY, Day
from kenri.model.ruling import Window
from kenri.simulation.sweep import SweepRow

Trend: TypeAlias = Literal["none", "steady", "shrinks", "grows"]

Span: TypeAlias = tuple[Day | None, Day | None, Literal["allowed", "unknown"]]


class Edge(NamedTuple):
    """The first or the last day of a window over a zone; it moves along with the event, or stays.

    `days` is how long after the event it is, before it if negative, on the first day of the zone; `day` is the day it
    is then, None where the window is without beginning or end.
    """

    moves: bool
    days: int
    day: Day | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneWindow:
    """A window over a zone."""

    status: Literal["allowed", "unknown"]
    first: Edge
    last: Edge

    @property
    def change(self) -> int:
        """How many days longer it becomes with each day of the event; shorter if negative."""
        if self.first.day is None or self.last.day is None:
            return 0
        return int(self.last.moves) - int(self.first.moves)

    @property
    def length(self) -> int | None:
        """How many days it has on the first day of the zone; None without beginning or end."""
        if self.first.day is None or self.last.day is None:
            return None
        return self.last.day - self.first.day + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Days of the event, both included, over which the windows are of one kind.

    Windows that are the same whenever the event happens are left out: the event does not bear on them.
    """

    first: Day
    last: Day
    stretches: tuple[ZoneWindow, ...]

    @property
    def trend(self) -> Trend:
        """Whether there is no window, and whether all become shorter or longer with each day of the event."""
        if not self.stretches:
            return "none"
        change = sum(stretch.change for stretch in self.stretches) if self.last > self.first else 0
        return "shrinks" if change < 0 else "grows" if change > 0 else "steady"

    @property
    def lengths(self) -> tuple[int | None, int | None]:
        """How many days the windows have in all on the first and on the last day of the zone; None without end."""
        lengths = [stretch.length for stretch in self.stretches]
        if None in lengths:
            return None, None
        start = sum(length or 0 for length in lengths)
        return start, start + (self.last - self.first) * sum(stretch.change for stretch in self.stretches)


class Cliff(NamedTuple):
    """Two days of the event, one after the other, between which most of the days are lost or won.

    `before` and `after` are how many days the windows have in all; None without end.
    """

    first: Day
    second: Day
    before: int | None
    after: int | None


def common(rows: Sequence[SweepRow]) -> tuple[Window, ...]:
    """The windows that are on the same days whenever the event happens; none where no event is varied."""
    if not rows or rows[0].event_on is None:
        return ()
    shared = set.intersection(*({_span(window) for window in row.windows} for row in rows))
    return tuple(window for window in rows[0].windows if _span(window) in shared)


def zones(rows: Sequence[SweepRow]) -> tuple[Zone, ...]:
    """The rows as few zones; none where no event is varied."""
    shared = {_span(window) for window in common(rows)}
    found: list[_Open] = []
    for row in rows:
        if row.event_on is None:
            return ()
        spans = tuple(span for window in row.windows if (span := _span(window)) not in shared)
        if not found or not found[-1].takes(row.event_on, spans):
            found.append(_Open(row.event_on, spans))
    return tuple(each.closed() for each in found)


def cliffs(rows: Sequence[SweepRow]) -> Iterator[Cliff]:
    """Where one day's difference of the event loses or wins more than half of the days, and more than one day."""
    shared = {_span(window) for window in common(rows)}
    for row, after in pairwise(rows):
        if row.event_on is None or after.event_on is None:
            return
        here, there = (_length(each, shared) for each in (row, after))
        if _is_steep(here, there):
            yield Cliff(row.event_on, after.event_on, here, there)


def _length(row: SweepRow, shared: set[Span]) -> int | None:
    spans = [span for window in row.windows if (span := _span(window)) not in shared]
    if any(first is None or last is None for first, last, _ in spans):
        return None
    return sum((last or 0) - (first or 0) + 1 for first, last, _ in spans)


def _is_steep(here: int | None, there: int | None) -> bool:
    if here is None or there is None:
        return here is not there
    less, more = sorted((here, there))
    return more - less > 1 and more > 2 * less


def _span(window: Window) -> Span:
    return window.first, window.last, window.status


class _Open:
    """A zone that is being made longer; for each end of each window, whether it may still move, and may still stay."""

    def __init__(self, day: Day, spans: tuple[Span, ...]) -> None:
        self.day = self.last = day
        self.spans = spans
        self.may = [(bound is not None, True) for span in spans for bound in span[:2]]

    def takes(self, day: Day, spans: tuple[Span, ...]) -> bool:
        """Make the zone longer by a day, if its windows on that day are of the same kind."""
        if [span[2] for span in spans] != [span[2] for span in self.spans]:
            return False
        may = []
        bounds = zip(_bounds(self.spans), _bounds(spans), self.may, strict=True)
        for was, is_, (moves, stays) in bounds:
            if was is None or is_ is None:
                moves, stays = False, stays and was is is_
            else:
                moves, stays = moves and is_ - was == day - self.day, stays and is_ == was
            if not (moves or stays):
                return False
            may.append((moves, stays))
        self.last, self.may = day, may
        return True

    def closed(self) -> Zone:
        edges = [
            Edge(moves and not (stays and _is_far(bound, self.day)), (bound or FIRST_DAY) - self.day, bound)
            for bound, (moves, stays) in zip(_bounds(self.spans), self.may, strict=True)
        ]
        stretches = (
            ZoneWindow(status=span[2], first=edges[2 * place], last=edges[2 * place + 1])
            for place, span in enumerate(self.spans)
        )
        return Zone(first=self.day, last=self.last, stretches=tuple(stretches))


def _bounds(spans: tuple[Span, ...]) -> list[Day | None]:
    return [bound for span in spans for bound in span[:2]]


def _is_far(bound: Day | None, day: Day) -> bool:
    """Whether an end that could be told either way, on a zone of one day, is better told by its date."""
    return bound is None or abs(bound - day) > 31
