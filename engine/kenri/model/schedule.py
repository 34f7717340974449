"""A vesting schedule as a table: its parts in the order of their days, and what comes of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from kenri.model.cautions import Caution
from kenri.model.dated import OverDays
from kenri.model.days import Day
from kenri.model.plan import Said
from kenri.model.ruling import Exact
from kenri.model.showing import drawn
from kenri.model.turning import Turning

Fate: TypeAlias = Literal["vests", "brought-forward", "later", "in-part", "lapses", "beside", "unknown"]
"""What comes of a part: it vests on its day; it had vested before (`since`) or vests later (`since`); some of it vests
and the rest never does; it never vests. `beside` is a change on a day on which no part of the schedule falls."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SchedulePart(OverDays):
    """One line of a schedule: a part, the parts that vest together, or a change beside the schedule.

    Its day is not known where `first` and `last` differ: it is one of those days, both included; None where there is
    no such bound, and without `last` it may never come.
    """

    first: Day | None
    last: Day | None
    parts: tuple[int, int | None] | None
    """The first and the last part, counted from 1; None beside the schedule, and a last of None where the number of
    parts is not known."""
    number: Exact | None
    """How many the schedule gives for it; None where that is not known, and beside the schedule."""
    scheduled: Exact | None
    """How many by the schedule with it and all parts before it."""
    adds: Exact | None
    """By how many what has vested goes up that day; below zero where it goes down."""
    in_all: Exact | None
    """How many have vested on that day, of its days on the last."""
    fate: Fate
    since: Day | None = None
    """The day on which it vested before, or vests later."""
    missing: tuple[str, ...] = ()
    """The names of what is missing to know the rest."""

    @property
    def day(self) -> Day | None:
        """Its day; None where that is not known."""
        return self.first if self.first == self.last else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What a figure or an amount says of a schedule in one life, for one grant."""

    name: str
    clause: str
    says: Said
    unit: str
    grant: str
    of: int | None
    """How many parts there are; None where that is not known."""
    parts: tuple[SchedulePart, ...]
    """In the order of their days."""
    missing: tuple[str, ...] = ()
    """What is missing to know by which schedule it is; there are then no parts."""
    cautions: tuple[Caution, ...] = ()
    """What was not looked at and might matter."""
    turns: Turning[tuple[SchedulePart, ...]] | None = field(default=None, hash=False)
    """Which readings give other parts; None when that was not asked."""

    def _repr_html_(self) -> str | None:
        return drawn(self)

    def next_part(self, on: Day | date) -> SchedulePart | None:
        """The first line after a day that adds something, or may; None where nothing more is to come."""
        day = on.toordinal() if isinstance(on, date) else on
        return next((each for each in self.parts if _may_come_after(each, day) and _may_add(each)), None)


def _may_come_after(part: SchedulePart, day: Day) -> bool:
    return part.last is None or part.last > day


def _may_add(part: SchedulePart) -> bool:
    return part.adds is None or part.adds > 0
