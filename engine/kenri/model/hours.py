"""Hours of the day: where an hour by the clocks of one place lies among the days of another.

A time of the day is in whole seconds by the clock. Within a day the clock never goes back here: while it shows an hour
for the second time, it counts as showing the last second of the first. So an hour is over when it has come once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias
from zoneinfo import ZoneInfo

from kenri.model.days import Day

if TYPE_CHECKING:
    from kenri.model.plan import Plan

Second: TypeAlias = int
"""Seconds since the beginning of a day, as the clock shows them."""

Hours: TypeAlias = tuple[Second, Second]
"""The first and the last second of a part of a day."""

CLOCK: Final = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"
"""The form of an hour as it is written."""

A_DAY: Final[Second] = 24 * 60 * 60

_FIRST_YEAR, _LAST_YEAR = 1970, 2100
"""The zones of the world are known from the first of these years; in all that follow the last one they are as in it."""


def second(clock: str) -> Second:
    """The time of the day that an hour as written stands for.

    >>> second("17:00"), second("17:00:30")
    (61200, 61230)
    """
    hours, minutes, *seconds = map(int, clock.split(":"))
    return (hours * 60 + minutes) * 60 + sum(seconds)


def clock(of: Second) -> str:
    """A time of the day as it is written.

    >>> clock(61200), clock(61230)
    ('17:00', '17:00:30')
    """
    minutes, seconds = divmod(of, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


def on_clock(instant: datetime, zone: ZoneInfo) -> tuple[Day, Second]:
    """The day and the time of the day that clocks of a zone show at an aware instant.

    >>> on_clock(datetime(2026, 3, 31, 20, 30, tzinfo=UTC), ZoneInfo("America/New_York"))[1] == second("16:30")
    True
    """
    shown = instant.astimezone(zone)
    if shown.fold:  # shown for the second time: the last second of the first time
        shown = (_change(zone, instant) - timedelta(seconds=1)).astimezone(zone)
    return shown.toordinal(), second(f"{shown:%H:%M:%S}")


def instant(day: Day, of: Second, zone: str) -> datetime:
    """The instant at which the clocks of a zone show a time on a day, by those clocks.

    >>> instant(date(2026, 3, 31).toordinal(), second("17:00"), "America/New_York").isoformat()
    '2026-03-31T17:00:00-04:00'
    """
    return _instant(date.fromordinal(day), of, ZoneInfo(zone)).astimezone(ZoneInfo(zone))


def _change(zone: ZoneInfo, before: datetime) -> datetime:
    """The instant of the last change of the clocks of a zone by an instant that is within a day of it."""
    end = before.astimezone(UTC).replace(microsecond=0)
    offset = end.astimezone(zone).utcoffset()
    after, by = A_DAY, 0  # seconds before the end
    while after - by > 1:
        middle = (after + by) // 2
        if (end - timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset:
            by = middle
        else:
            after = middle
    return end - timedelta(seconds=by)


def _instant(day: date, of: Second, zone: ZoneInfo) -> datetime:
    """The instant at which the clocks of a zone show a time; where they skip it, the last second before they do."""
    local = datetime.combine(day, time.fromisoformat(clock(of)), tzinfo=zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    return _change(zone, instant) - timedelta(seconds=1)


@lru_cache(maxsize=100_000)
def placed(day: Day, of: Second, zone: str, among: str) -> tuple[Day, Second]:
    """The day and the time of the day by the clocks of `among` when those of `zone` show a time on a day.

    >>> from kenri.model.days import day as ordinal
    >>> tokyo = placed(ordinal("2026-03-31"), second("17:00"), "America/New_York", "Asia/Tokyo")
    >>> tokyo == (ordinal("2026-04-01"), second("06:00"))
    True
    """
    if zone == among:
        return day, of
    here = date.fromordinal(min(max(day, 2), date.max.toordinal() - 1))
    year = min(max(here.year, _FIRST_YEAR), _LAST_YEAR)
    alike = here if here.year == year else here.replace(year=year, day=min(here.day, 28))
    shown, time_there = on_clock(_instant(alike, of, ZoneInfo(zone)), ZoneInfo(among))
    return day + shown - alike.toordinal(), time_there


@lru_cache(maxsize=1_000)
def times(of: Second, zone: str, among: str) -> frozenset[Second]:
    """All times of the day that clocks of `among` show when those of `zone` show one time."""
    if zone == among:
        return frozenset({of})
    # Of clocks that are changed on different days, those days are further apart than two.
    days = range(date(_FIRST_YEAR, 1, 1).toordinal(), date(_LAST_YEAR + 1, 1, 1).toordinal(), 2)
    return frozenset(placed.__wrapped__(day, of, zone, among)[1] for day in days)


def hour_of(plan: Plan, name: str) -> tuple[Second, str]:
    """The time of the day and the zone of an hour, written as such or by its name."""
    declared = plan.hours.get(name)
    return (second(name), plan.zone) if declared is None else (second(declared.at), declared.zone or plan.zone)


def cut(plan: Plan, name: str | None, *, is_over: bool) -> Callable[[Day], Day] | None:
    """For a day with an hour on it, which day it comes to at the time at which a plan is looked at.

    With `is_over` that is the last day on which the hour is not over at that time; else the first day on which it has
    come. None where that is the same day. In whole days it is the day on which the hour lies. No such day ever goes
    back as days go on.
    """
    if name is None:
        return None
    of, zone = hour_of(plan, name)
    now = plan.time

    def day_of(day: Day) -> Day:
        there, when = placed(day, of, zone, plan.zone)
        if now is None:
            return there
        return there - (now > when) if is_over else there + (now < when)

    return day_of


def periods(plan: Plan, used: Collection[tuple[str, bool]]) -> tuple[Hours, ...]:
    """The parts of the day within which the hours that a plan looks at make no difference; the whole day for none.

    Each hour comes with whether the second that it names is still in time.
    """
    turns = {0}
    for name, is_over in used:
        turns |= {(when + is_over) % A_DAY for when in times(*hour_of(plan, name), plan.zone)}
    starts = sorted(turns)
    return tuple(zip(starts, [*(each - 1 for each in starts[1:]), A_DAY - 1], strict=True))


__all__ = [
    "A_DAY",
    "CLOCK",
    "Hours",
    "Second",
    "clock",
    "cut",
    "hour_of",
    "instant",
    "on_clock",
    "periods",
    "placed",
    "second",
    "times",
]
