"""Moments as seen from one day: which days, and by which events."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, assert_never

from kenri.forward.supply import day_of, lacking
from kenri.forward.values import NOTHING, Happening, Lacking, Names, Seen, TruthOnDay
from kenri.model import periods
from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.model.expressions import (
    AskedDay,
    AttributeDay,
    Condition,
    CountingUse,
    Duration,
    EachOf,
    EarlierOf,
    EndOf,
    EventMoments,
    Every,
    First,
    FirstOf,
    GrantDay,
    Last,
    LastDayOf,
    LastOf,
    LaterOf,
    Latest,
    Minus,
    Moments,
    MomentsChoice,
    Next,
    Nth,
    PartyDay,
    Plus,
    Prefer,
    StartOf,
)
from kenri.model.lacking import Kind, lacks
from kenri.model.limits import BUSINESS_DAYS, OCCURRENCES, TIMES
from kenri.model.problems import Problem, ProblemsError
from kenri.model.sentences import Sentence

if TYPE_CHECKING:
    from kenri.forward.evaluation import Evaluation


def moments(at: Evaluation, node: Moments, day: Day) -> Seen:
    """What happens, as seen from a day."""
    match node:
        case datetime.date():
            return Seen((Happening(node.toordinal()),))
        case str():
            return at.named_moments(node, day)
        case EventMoments():
            return at.selected(node)
        case First(first=of, after=after, on_or_after=on_or_after):
            return _first(at, of, after, on_or_after, day)
        case Nth(nth=n, of=of):
            found = at.moments(of, day)
            return Seen(found.all[n - 1 : n], found.missing)
        case Latest(latest=of):
            found = at.moments(of, day)
            passed = [item for item in found.all if item.day <= day]
            return Seen(tuple(passed[-1:]), found.missing)
        case StartOf(start_of=condition):
            return _edges(at, condition, (0, 2), 0)
        case EndOf(end_of=condition):
            return _edges(at, condition, (2, 0), 0)
        case LastDayOf(last_day_of=condition):
            return _edges(at, condition, (2, 0), -1)
        case Plus(plus=duration, to=of, counting=use):
            return _shifted(at, of, duration, use, day, periods.last_day)
        case Minus(minus=duration, from_=of, counting=use):
            return _shifted(at, of, duration, use, day, periods.first_day_before)
        case Every():
            return _every(at, node, day)
        case AttributeDay(attribute=name, of=of):
            return _attribute(at, name, of, day)
        case EarlierOf(earlier_of=several):
            each = [at.moments(one, day) for one in several]
            together = [item for found in each for item in found.all]
            return _known(each, [min(together, key=_day)] if together else [])
        case LaterOf(later_of=several):
            each = [at.moments(one, day) for one in several]
            come = all(found.all for found in each)
            return _known(each, [max((found.all[0] for found in each), key=_day)] if come else [])
        case Prefer(prefer=several):
            each = [at.moments(one, day) for one in several]
            return _known(each, next((found.all for found in each if found.all), ()))
        case EachOf(each_of=several):
            each = [at.moments(one, day) for one in several]
            return _known(each, [item for found in each for item in found.all])
        case FirstOf(first_of=unit, containing=of, year_starts=month):
            return _mapped(at.moments(of, day), lambda one: periods.first_of(unit, one, month))
        case LastOf(last_of=unit, containing=of, year_starts=month):
            return _mapped(at.moments(of, day), lambda one: periods.last_of(unit, one, month))
        case Last(last=condition, on_or_before=of):
            return _nearest(at, condition, of, day, -1)
        case Next(next=condition, on_or_after=of):
            return _nearest(at, condition, of, day, 1)
        case GrantDay(grant=name):
            return day_of(at.supply.granted(name), name)
        case PartyDay(party=name, of=whose):
            return day_of(at.supply.personal(name, whose), name)
        case AskedDay(asked=name):
            return day_of(at.supply.asked(name), name)
        case MomentsChoice(reading=reading, choices=choices):
            return at.moments(choices[at.readings[reading]], day)
        case _:
            assert_never(node)


def bounded(days: int) -> None:
    """Refuse where an expression stands for more days than are worked with."""
    if days > OCCURRENCES.most:
        raise ProblemsError([Problem(None, Sentence("forward-declines", limit=OCCURRENCES.sentence))])


def _day(item: Happening) -> Day:
    return item.day


def _in_order(items: Iterable[Happening], missing: Names = NOTHING) -> Seen:
    if missing:
        return Seen((), missing)
    return Seen(tuple(sorted((item for item in items if item.day < NEVER), key=_day)))


def _known(parts: Iterable[Seen], items: Iterable[Happening]) -> Seen:
    return _in_order(items, NOTHING.union(*(part.missing for part in parts)))


def _mapped(found: Seen, change: Callable[[Day], Day]) -> Seen:
    return _in_order([item._replace(day=change(item.day)) for item in found.all], found.missing)


def _first(at: Evaluation, of: Moments, after: Moments | None, on_or_after: Moments | None, day: Day) -> Seen:
    found = at.moments(of, day)
    items = list(found.all)
    parts = [found]
    for bound, least in ((after, 1), (on_or_after, 0)):
        if bound is not None:
            limit = at.moments(bound, day)
            parts.append(limit)
            items = [item for item in items if limit.all and item.day >= limit.all[0].day + least]
    return _known(parts, items[:1])


def _edges(at: Evaluation, condition: Condition, change: tuple[int, int], move: int) -> Seen:
    """The days on which a condition changes so: it is looked at on every day on which it may change."""
    days = at.turning_days(condition)
    truths = at.truths(condition, days)
    missing = NOTHING.union(*(truth.missing for truth in truths))
    pairs = zip(days[1:], truths, truths[1:], strict=False)
    return _in_order([Happening(day + move) for day, a, b in pairs if (a.value, b.value) == change], missing)


def _nearest(at: Evaluation, condition: Condition, of: Moments, day: Day, step: int) -> Seen:
    """Each day moved on, or back, to a day on which a condition holds: it is looked at wherever it may change."""
    found = at.moments(of, day)
    turning = at.turning_days(condition)

    def near(day: Day) -> tuple[Day, TruthOnDay] | None:
        truth, place = at.truth(condition, day), bisect_right(turning, day)
        while not truth.value and (place < len(turning) if step > 0 else turning[place - 1] > FIRST_DAY):
            place += min(step, 0)
            day = turning[place] if step > 0 else turning[place] - 1
            place += max(step, 0)
            truth = at.truth(condition, day)
        return (day, truth) if truth.value else None

    missing = found.missing
    # A day that is not known leaves the whole unknown, from wherever it would be seen.
    for day in {item.day: None for _, seen in at.views(of) for item in seen.all}:
        reached = near(day)
        if reached is not None and reached[1].value == 1:
            missing |= reached[1].missing
    if missing:
        return Seen((), missing)
    moved = ((item, near(item.day)) for item in found.all)
    return _in_order(item._replace(day=reached[0]) for item, reached in moved if reached is not None)


def length(at: Evaluation, duration: Duration, day: Day) -> tuple[int | Lacking, periods.Unit]:
    """The number of a duration on a day, whole and not negative, and its unit."""
    unit, number = duration.given()
    if isinstance(number, int):
        return number, unit
    most = BUSINESS_DAYS.most if unit == "business-days" else None
    return _whole(at, number, day, most, "fewer-business-days"), unit


def _whole(
    at: Evaluation, name: str, day: Day, most: int | None, beyond: Kind
) -> int | Lacking:  # fmt: skip
    value = at.number(name, day)
    if isinstance(value, int) and value >= 0:
        return value if most is None or value <= most else Lacking(frozenset({lacks(beyond, name=name)}))
    return value if isinstance(value, Lacking) else Lacking(frozenset({lacks("whole-number", name=name)}))


def _shifted(
    at: Evaluation,
    of: Moments,
    duration: Duration,
    use: CountingUse | None,
    day: Day,
    end: Callable[[Day, int, periods.Unit, periods.Counting], Day],
) -> Seen:
    found = at.moments(of, day)
    # A length that is unknown on some day leaves the whole unknown, from wherever it is seen.
    for each in at.views_of_number(duration.given()[1]):
        number, _ = length(at, duration, each)
        if isinstance(number, Lacking):
            return Seen((), found.missing | number.names)
    number, unit = length(at, duration, day)
    assert isinstance(number, int)
    convention = at.convention(use)
    whole = number
    return _mapped(found, lambda one: end(one, whole, unit, convention))


def _every(at: Evaluation, node: Every, day: Day) -> Seen:
    start = at.moments(node.from_, day)
    never = DaySet.never()
    paused, perhaps, unsure = at.timeline(node.paused) if node.paused is not None else (never, never, NOTHING)
    missing = start.missing
    times = node.times
    for each in sorted({*at.views_of_number(node.every.given()[1]), *at.views_of_number(times)}):
        number, _ = length(at, node.every, each)
        turns = times if isinstance(times, int) else _whole(at, times, each, TIMES.most, "fewer-times")
        missing = missing.union(*(one.names for one in (number, turns) if isinstance(one, Lacking)))
    if missing:
        return Seen((), missing)
    found = _recurring(at, node, day, paused)
    # What is unknown of the suspension matters where it would move a day, from wherever that is seen.
    for view in (FIRST_DAY, *at.moments_turn(node)) if unsure else ():
        if _recurring(at, node, view, paused) != _recurring(at, node, view, perhaps):
            return Seen((), unsure)
    return _in_order(found)


def _recurring(at: Evaluation, node: Every, day: Day, paused: DaySet) -> list[Happening]:
    """The recurring days as seen from a day, when those of `paused` do not count; those that never come too."""
    number, unit = length(at, node.every, day)
    turns = node.times if isinstance(node.times, int) else _whole(at, node.times, day, TIMES.most, "fewer-times")
    assert isinstance(number, int)
    assert isinstance(turns, int)
    convention = at.convention(node.counting)
    found = []
    for item in at.moments(node.from_, day).all:
        for multiple in range(1, turns + 1):
            end = periods.last_day(item.day, multiple * number, unit, convention)
            if end >= NEVER:
                break
            found.append(item._replace(day=suspended(item.day, end, paused, convention)))
            bounded(len(found))
    return found


def suspended(anchor: Day, end: Day, barred: DaySet, counting: periods.Counting) -> Day:
    """Where a period from `anchor` to `end` ends when days that are barred do not count: walk the days that do."""
    day = anchor if counting.first_day == "included" else anchor + 1
    left = end - day + 1
    free_days = (~barred).bounds
    for index in range(bisect_right(free_days, day) // 2 * 2, len(free_days), 2):
        first, until = free_days[index : index + 2]
        if left <= 0:
            break
        free = until - max(first, day)
        if free <= 0:
            continue
        if free >= left:
            return max(max(first, day) + left - 1, end)
        left -= free
    else:
        return end if left <= 0 else NEVER
    return end


def _attribute(at: Evaluation, name: str, of: Moments, day: Day) -> Seen:
    # A day that is not recorded leaves the whole unknown, from wherever it would be seen.
    for item in sorted((item for _, found in at.views(of) for item in found.all), key=_day):
        if at.supply.recorded(item.event, name) is None:
            return Seen((), frozenset({lacking(item.event, name)}))
    return _mapped_events(at, name, at.moments(of, day))


def _mapped_events(at: Evaluation, name: str, found: Seen) -> Seen:
    items = [item._replace(day=at.supply.recorded(item.event, name)) for item in found.all]
    return _in_order(items, found.missing)


def view_of(days: list[Day], day: Day) -> Day:
    """The first day from which the same is seen as from a day, where other days are seen from each of `days`."""
    index = bisect_right(days, day)
    return days[index - 1] if index else FIRST_DAY
