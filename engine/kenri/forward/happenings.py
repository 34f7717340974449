"""Moments as seen from one day: which days, and by which events."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NoReturn, assert_never

from kenri.forward.supply import day_of, lacking
from kenri.forward.values import NOTHING, Happening, Lacking, Names, Seen, TruthOnDay
from kenri.model import periods
from kenri.model.days import ALWAYS, FIRST_DAY, NEVER, Day, DaySet
from kenri.model.expressions import (
    AskedDay,
    AttributeDay,
    Condition,
    CountingUse,
    DayCases,
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
from kenri.reference.occurrences import (
    earliest,
    later,
    latest,
    moved,
    no_earlier,
    nth,
    occurrences,
    one_way,
    preferred,
)

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
            return occurrences(nth(found.all, n), found.missing)
        case Latest(latest=of):
            found = at.moments(of, day)
            if not found.missing:
                return Seen(tuple([item for item in found.all if item.day <= day][-1:]))
            turns = at.moments_turn(node)  # until the next of which the same is seen
            until = next(iter(turns[bisect_right(turns, day) :]), NEVER)
            return occurrences((one for *_, some in latest(found.all, day, until) for one in some), found.missing)
        case StartOf(start_of=condition):
            return _edges(at, condition, 2)
        case EndOf(end_of=condition):
            return _edges(at, condition, 0)
        case LastDayOf(last_day_of=condition):
            return _mapped(_edges(at, condition, 0), lambda one: one - 1)
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
            together = sorted((item for found in each for item in found.all), key=_day)
            return _of(each, earliest(together))
        case LaterOf(later_of=several):
            each = [at.moments(one, day) for one in several]
            return _of(each, later([found.all for found in each]))
        case Prefer(prefer=several):
            each = [at.moments(one, day) for one in several]
            return _of(each, preferred([found.all for found in each]))
        case DayCases():
            return _cases(at, node, day)
        case EachOf(each_of=several):
            each = [at.moments(one, day) for one in several]
            return _of(each, [item for found in each for item in found.all])
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


def _cases(at: Evaluation, node: DayCases, day: Day) -> Seen:
    """The days of the first line that holds; from one that may hold on, of one of several lines."""
    ways: list[Seen] = []
    missing = NOTHING
    for line in node.cases:
        truth = at.truth(line.when, day)
        if truth.value:
            ways.append(at.moments(line.is_, day))
            missing |= truth.missing
        if truth.value == 2:
            break
    else:
        ways.append(at.moments(node.otherwise, day))
    if len(ways) == 1:
        return ways[0]
    found = _of(ways, one_way([way.all for way in ways]))
    return occurrences(found.all, found.missing | missing)


def bounded(days: int) -> None:
    """Refuse where an expression stands for more days than are worked with."""
    if days > OCCURRENCES.most:
        decline()


def decline() -> NoReturn:
    """Refuse a question in which an expression stands for more days than are worked with."""
    raise ProblemsError([Problem(None, Sentence("forward-declines", limit=OCCURRENCES.sentence))])


def _day(item: Happening) -> Day:
    return item.day


def _of(parts: Iterable[Seen], items: Iterable[Happening]) -> Seen:
    return occurrences(items, NOTHING.union(*(part.missing for part in parts)))


def _mapped(found: Seen, change: Callable[[Day], Day]) -> Seen:
    return occurrences((moved(item, change) for item in found.all), found.missing)


def _first(at: Evaluation, of: Moments, after: Moments | None, on_or_after: Moments | None, day: Day) -> Seen:
    parts = [at.moments(of, day)]
    items: Sequence[Happening] = parts[0].all
    for bound, least in ((after, 1), (on_or_after, 0)):
        if bound is not None:
            parts.append(at.moments(bound, day))
            items = no_earlier(items, parts[-1].all, least)
    return _of(parts, earliest(items))


def _edges(at: Evaluation, condition: Condition, begun: int) -> Seen:
    """The days on which a condition begins to be so: it is looked at on every day on which it may change.

    Where it is not known for a while, it may begin on any day of it; it surely does where it was not so before and is
    afterwards.
    """
    days = at.turning_days(condition)
    truths = at.truths(condition, days)
    missing = NOTHING.union(*(truth.missing for truth in truths))
    stretches: list[tuple[Day, int]] = []
    for day, truth in zip(days, truths, strict=True):
        if not stretches or stretches[-1][1] != truth.value:
            stretches.append((day, truth.value))
    found: list[Happening] = []
    before: int | None = None
    for (day, value), (until, after) in zip(stretches, [*stretches[1:], (NEVER, None)], strict=True):
        if value == begun and before == 2 - begun:
            found.append(Happening(day))
        elif value == 1:
            first = day + 1 if before == begun else day
            last = until if after == begun else until - 1
            if first <= last:
                surely = before == 2 - begun and after == begun
                span = DaySet.between(first, last + 1)
                found.append(Happening(first, days=span, surely=surely, many=last > first + 1))
        before = value
    return occurrences(found, missing)


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
    items: list[Happening] = []
    for item in found.all:
        reached = near(item.day) if item.days is None else None
        if reached is not None and reached[1].value == 2:
            items.append(item._replace(day=reached[0]))
        elif item.days is not None or reached is not None:
            there, lacks_ = _among_nearest(at, condition, item, step)
            items.append(there)
            missing |= lacks_
    return occurrences(items, missing)


def _among_nearest(at: Evaluation, condition: Condition, item: Happening, step: int) -> tuple[Happening, Names]:
    """The nearest to a day that is not known: between those to the first and to the last that it can be."""
    yes, maybe, missing = at.timeline(condition)
    if step > 0:
        return moved(item, maybe.next_on_or_after, yes.next_on_or_after), missing
    is_sure = item.surely and yes.previous_on_or_before(item.day) is not None
    return moved(
        item._replace(surely=is_sure),
        lambda day: yes.previous_on_or_before(day) or FIRST_DAY,
        lambda day: maybe.previous_on_or_before(day) or FIRST_DAY - 1,
    ), missing


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
    number, unit = length(at, duration, day)
    convention = at.convention(use)
    if not isinstance(number, Lacking):
        whole = number
        return _mapped(found, lambda one: end(one, whole, unit, convention))

    # However long it is, it ends no earlier than one of no length, or begins no later.
    def at_once(one: Day) -> Day:
        return end(one, 0, unit, convention)

    first, last = (at_once, _never) if end is periods.last_day else (_always, at_once)
    return occurrences((moved(item, first, last) for item in found.all), found.missing | number.names)


def _never(_: Day) -> Day:
    return NEVER


def _always(_: Day) -> Day:
    return FIRST_DAY


def _every(at: Evaluation, node: Every, day: Day) -> Seen:
    start = at.moments(node.from_, day)
    never = DaySet.never()
    barred = at.timeline(node.paused) if node.paused is not None else (never, never, NOTHING)
    number, unit = length(at, node.every, day)
    times = node.times
    turns = times if isinstance(times, int) else _whole(at, times, day, TIMES.most, "fewer-times")
    missing = start.missing.union(*(one.names for one in (number, turns) if isinstance(one, Lacking)))
    convention = at.convention(node.counting)
    found: list[Happening] = []
    for item in start.all if turns != 0 else ():
        if isinstance(number, Lacking) or isinstance(turns, Lacking):
            # The first of them is the earliest; there may be any number, or none.
            is_since_always = item.day == FIRST_DAY and item.days is not None
            least = 0 if isinstance(number, Lacking) else number
            end = FIRST_DAY if is_since_always else periods.last_day(item.day, least, unit, convention)
            found.append(item._replace(day=end, days=DaySet.from_(end), surely=False, many=True))
            continue
        for multiple in range(1, turns + 1):
            one, lacks_ = _recurring(item, multiple * number, unit, convention, barred)
            if one.day >= NEVER:
                break
            missing |= lacks_
            found.append(one)
            bounded(len(found))
    return occurrences((item for item in found if item.day < NEVER), missing)


def _recurring(
    item: Happening,
    number: int,
    unit: periods.Unit,
    convention: periods.Counting,
    barred: tuple[DaySet, DaySet, Names],
) -> tuple[Happening, Names]:
    """A recurring day, between where it is by what surely bars days, and where it is by what may."""
    surely, perhaps, unsure = barred

    def end(day: Day) -> Day:
        return periods.last_day(day, number, unit, convention)

    if item.days is None:
        there = end(item.day)
        if there >= NEVER:
            return item._replace(day=NEVER), NOTHING
        lower = suspended(item.day, there, surely, convention)
        upper = suspended(item.day, there, perhaps, convention) if unsure else lower
        if lower == upper:
            return item._replace(day=lower), NOTHING
    else:
        first, last = item.day, item.last
        lower = suspended(last, end(first), surely, convention) if first > FIRST_DAY else FIRST_DAY
        upper = suspended(first, end(last), perhaps, convention) if last < NEVER - 1 else NEVER
    days = DaySet.between(lower, upper + 1)
    return item._replace(day=lower, days=days, surely=item.surely and upper < NEVER), unsure


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
    found = at.moments(of, day)
    items: list[Happening] = []
    missing = found.missing
    for item in found.all:
        when = at.supply.recorded(item.event, name) if item.event is not None else None
        if when is not None:
            items.append(item._replace(day=when, days=DaySet.on(when) if item.many else None))
            continue
        if item.event is not None or item.is_known:
            missing |= {lacking(item.event, name)}
        items.append(item._replace(day=FIRST_DAY, days=ALWAYS, surely=False))
    return occurrences(items, missing)


def view_of(days: list[Day], day: Day) -> Day:
    """The first day from which the same is seen as from a day, where other days are seen from each of `days`."""
    index = bisect_right(days, day)
    return days[index - 1] if index else FIRST_DAY
