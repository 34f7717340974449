"""What moments mean: the days on which things happen."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar, assert_never

from kenri.model import periods
from kenri.model.alike import alike
from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.model.expressions import (
    AskedDay,
    AskerNamed,
    AttributeDay,
    Bounds,
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
    Value,
)
from kenri.model.lacking import lacks
from kenri.model.life import Event
from kenri.model.limits import BUSINESS_DAYS, OCCURRENCES, TIMES
from kenri.model.numbers import COMPARISONS
from kenri.reference.steps import ByDay, LastTime, Steps, Unknown, constant
from kenri.reference.truth import FALSE, NOTHING, Truth

if TYPE_CHECKING:
    from kenri.reference.case import Case


T = TypeVar("T")


class Occurrence(NamedTuple):
    """A day, the event that makes it if there is one, and the asked days [since, until) from which it is seen so."""

    day: Day
    event: Event | None = None
    since: Day = FIRST_DAY
    until: Day = NEVER

    @property
    def is_seen_always(self) -> bool:
        """Whether it is seen so from every day."""
        return self.since == FIRST_DAY and self.until == NEVER


_DAY, _SINCE, _UNTIL = attrgetter("day"), attrgetter("since"), attrgetter("until")


class Occurrences(NamedTuple):
    """Occurrences in the order of their days; when anything is missing they are not known."""

    all: tuple[Occurrence, ...] = ()
    missing: frozenset[str] = NOTHING

    def seen_from(self, day: Day) -> tuple[Occurrence, ...]:
        """Those that are seen so from an asked day."""
        return tuple(item for item in self.all if item.since <= day < item.until)

    @property
    def are_seen_always(self) -> bool:
        """Whether each is seen so from every day."""
        return {*map(_SINCE, self.all)} <= {FIRST_DAY} and {*map(_UNTIL, self.all)} <= {NEVER}

    def before(self, day: Day) -> tuple[Occurrence, ...]:
        """Those before a day."""
        return self.all[: bisect_left(self.all, day, key=_DAY)]

    def since(self, day: Day) -> tuple[Occurrence, ...]:
        """Those on a day or later."""
        return self.all[bisect_left(self.all, day, key=_DAY) :]

    def first_always(self, since: Day | None = None) -> Occurrence | None:
        """The first one, or the first on a day or later, where it is seen from every day."""
        place = 0 if since is None else bisect_left(self.all, since, key=_DAY)
        found = self.all[place] if place < len(self.all) else None
        return found if found is not None and found.is_seen_always else None

    def first_apart(self, other: Occurrences) -> Day:
        """The first day on which two differ; `NEVER` where they are the same."""
        one, two = self.all, other.all
        if one is two:
            return NEVER
        same = alike(one, two)
        return min((each[same].day for each in (one, two) if same < len(each)), default=NEVER)


NONE = Occurrences()


class TooManyDaysError(Exception):
    """An expression stands for more days than are worked with; they are unknown, whatever it is part of."""


Lengths: TypeAlias = list[tuple[int | Unknown, periods.Unit, Day, Day]]
"""Numbers of units, each with the asked days [since, until) for which it is so."""


def _sorted(items: Iterable[Occurrence], missing: frozenset[str] = NOTHING) -> Occurrences:
    if missing:
        return Occurrences((), missing)
    found = [item for item in items if item.day < NEVER]
    if len(found) > OCCURRENCES.most:
        raise TooManyDaysError
    return Occurrences(tuple(sorted(found, key=_DAY)))


def _add(found: list[Occurrence], item: Occurrence) -> None:
    if len(found) >= OCCURRENCES.most:
        raise TooManyDaysError
    found.append(item)


def moments(case: Case, node: Moments) -> Occurrences:
    """The occurrences an expression stands for."""
    match node:
        case datetime.date():
            return Occurrences((Occurrence(node.toordinal()),))
        case str():
            return case.named_moments(node)
        case EventMoments():
            return _events(case, node)
        case First(first=of):
            return _first(case, node, of)
        case Nth(nth=n, of=of):
            return _pick((case.moments(of),), lambda items: items[n - 1 : n])
        case Latest(latest=of):
            return _latest(case.moments(of))
        case StartOf(start_of=condition):
            return _edges(case, node, condition, DaySet.starts)
        case EndOf(end_of=condition):
            return _edges(case, node, condition, DaySet.ends)
        case LastDayOf(last_day_of=condition):
            return _edges(case, node, condition, lambda days: tuple(day - 1 for day in days.ends()))
        case Plus(plus=duration, to=to, counting=counting):
            return _shifted(case, node, case.moments(to), duration, counting, periods.last_day)
        case Minus(minus=duration, from_=from_, counting=counting):
            return _shifted(case, node, case.moments(from_), duration, counting, periods.first_day_before)
        case Every():
            return _every(case, node)
        case AttributeDay(attribute=name, of=of):
            return _attribute_days(case, name, case.moments(of))
        case EarlierOf(earlier_of=several):
            return _pick(
                tuple(map(case.moments, several)), lambda *each: _earliest([i for items in each for i in items])
            )
        case LaterOf(later_of=several):
            return _pick(
                tuple(map(case.moments, several)),
                lambda *each: [max((items[0] for items in each), key=lambda i: i.day)] if all(each) else [],
            )
        case Prefer(prefer=several):
            return _pick(tuple(map(case.moments, several)), lambda *each: next(filter(None, each), ()))
        case EachOf(each_of=several):
            parts = [case.moments(one) for one in several]
            return _sorted((item for part in parts for item in part.all), NOTHING.union(*(p.missing for p in parts)))
        case FirstOf(first_of=unit, containing=of, year_starts=month):
            return _mapped(case.moments(of), lambda day: periods.first_of(unit, day, month))
        case LastOf(last_of=unit, containing=of, year_starts=month):
            return _mapped(case.moments(of), lambda day: periods.last_of(unit, day, month))
        case Last(last=condition, on_or_before=of):
            return _nearest(case.condition(condition), case.moments(of), DaySet.previous_on_or_before)
        case Next(next=condition, on_or_after=of):
            return _nearest(case.condition(condition), case.moments(of), DaySet.next_on_or_after)
        case GrantDay(grant=name):
            return case.day_fact(case.grant_fact(name))
        case PartyDay(party=name, of=whose):
            return case.day_fact(case.party_fact(name, whose))
        case AskedDay(asked=name):
            return case.day_fact(case.asked_fact(name))
        case MomentsChoice(reading=reading, choices=choices):
            chosen = case.chosen(reading, choices)
            if chosen is not None:
                return case.moments(chosen)
            ways = [case.moments(choice) for choice in choices.values()]
            missing = NOTHING.union(*(way.missing for way in ways))
            same = all(way == ways[0] for way in ways)
            return ways[0] if same else Occurrences((), missing | {case.reading_name(reading)})
        case _:
            assert_never(node)


def _events(case: Case, node: EventMoments) -> Occurrences:
    if node.who is None and not node.where and not node.where_not and node.during is node.just_before is None:
        return Occurrences(case.occurrences_of(node.event))
    there = Occurrences(case.occurrences_of(node.event, node.who))
    last = _last_events(case, node) if there.all else None
    found, since = ((), FIRST_DAY) if last is None else last.before(there)
    fitting = [*found]
    missing = NOTHING
    for item in there.since(since):
        event = item.event
        assert event is not None
        fits = [_is_whose(case, event, node.who)]
        fits += [_fits(case, event, name, wanted) for name, wanted in node.where.items()]
        fits += [_not(_fits(case, event, name, wanted)) for name, wanted in node.where_not.items()]
        fits += [
            _held_on(case.condition(condition), day)
            for condition, day in ((node.during, event.on), (node.just_before, event.on - 1))
            if condition is not None
        ]
        if False not in fits:
            fitting.append(item)
            missing = missing.union(*(fit for fit in fits if not isinstance(fit, bool)))
    if missing:
        return Occurrences((), missing)
    if last is not None:
        last.keep(there, tuple(fitting))
    return Occurrences(tuple(fitting))


class _LastEvents(NamedTuple):
    """Which events fitted the last time, and what it hangs on whether one does besides what it says itself."""

    last: LastTime[tuple[Occurrences, Occurrences]]
    hangs_on: tuple[Steps | Truth, ...]

    def before(self, there: Occurrences) -> tuple[tuple[Occurrence, ...], Day]:
        """Those that fit now as they did then, before a day from which on it must be told anew."""
        then, since = self.last.before(self.hangs_on)
        if then is None:
            return (), FIRST_DAY
        looked_at, fitting = then
        since = min(since, there.first_apart(looked_at))
        return fitting.before(since), since

    def keep(self, there: Occurrences, fitting: tuple[Occurrence, ...]) -> None:
        """Keep which events fit."""
        self.last.keep(self.hangs_on, (there, Occurrences(fitting)))


def _last_events(case: Case, node: EventMoments) -> _LastEvents | None:
    last = case.last_time(node)
    if last is None or isinstance(node.who, AskerNamed):  # whom an event names is not told day by day
        return None
    bounds = (each for each in (*node.where.values(), *node.where_not.values()) if isinstance(each, Bounds))
    limits = (getattr(each, key, None) for each in bounds for key in COMPARISONS)
    numbers = [case.quantity(limit) for limit in limits if limit is not None]
    if any(isinstance(number, ByDay) for number in numbers):
        return None
    held = (case.condition(each) for each in (node.during, node.just_before) if each is not None)
    return _LastEvents(last, (*numbers, *held))


def _is_whose(case: Case, event: Event, who: str | AskerNamed | None) -> bool | frozenset[str]:
    """Whether an event is of the party meant, as seen from its day, or the names of what is missing to know."""
    if who is None or isinstance(who, str):
        return who is None or case.is_who(event.who, who)
    naming = case.moments(who.of)
    if naming.missing:
        return naming.missing
    return any(
        item.event is not None and case.names(item.event, who.named, event.who) for item in naming.seen_from(event.on)
    )


def _held_on(truth: Truth, day: Day) -> bool | frozenset[str]:
    held = truth.on(day)
    return truth.missing if held is None else held


def _fits(case: Case, event: Event, name: str, wanted: Value | tuple[Value, ...] | Bounds) -> bool | frozenset[str]:
    """Whether an attribute of an event is as wanted, or the names of what is missing to know."""
    if not isinstance(wanted, Bounds):
        return case.matches(case.event_fact(event, name), wanted)
    number = case.attribute_number(event, name)
    fits: bool | frozenset[str] = True
    for key, test in COMPARISONS.items():
        bound = getattr(wanted, key, None)
        if bound is None:
            continue
        limit = case.quantity(bound).on(event.on)
        lacking = [value.missing for value in (number, limit) if isinstance(value, Unknown)]
        if isinstance(number, Unknown) or isinstance(limit, Unknown):
            fits = NOTHING.union(*lacking) if fits is True else fits
        elif not test(number, limit):
            fits = False
    return fits


def _not(fits: bool | frozenset[str]) -> bool | frozenset[str]:
    return not fits if isinstance(fits, bool) else fits


def _first(case: Case, node: First, of: Moments) -> Occurrences:
    bounds = [(bound, least) for bound, least in ((node.after, 1), (node.on_or_after, 0)) if bound is not None]

    def choose(items: Sequence[Occurrence], *limits: Sequence[Occurrence]) -> Sequence[Occurrence]:
        if not all(limits):
            return []
        earliest = max((limit[0].day + least for limit, (_, least) in zip(limits, bounds, strict=True)), default=0)
        return _earliest([item for item in items if item.day >= earliest])

    there, *limits = values = (case.moments(of), *(case.moments(bound) for bound, _ in bounds))
    earliest = [limit.first_always() for limit in limits]
    if not any(value.missing for value in values) and None not in earliest:
        first = max((day.day + least for day, (_, least) in zip(earliest, bounds, strict=True) if day), default=0)
        if (found := there.first_always(first)) is not None:
            return Occurrences((found,))
    return _pick(values, choose)


def _earliest(items: Sequence[Occurrence]) -> Sequence[Occurrence]:
    return [min(items, key=lambda item: item.day)] if items else []


def views(*values: Occurrences) -> Iterator[tuple[Day, Day, tuple[tuple[Occurrence, ...], ...]]]:
    """The asked days [since, until) from which the same occurrences are seen, with those of each value."""
    cuts = {FIRST_DAY, NEVER}
    for value in values:
        cuts.update(map(_SINCE, value.all), map(_UNTIL, value.all))
    if len(cuts) == 2:
        yield FIRST_DAY, NEVER, tuple(value.all for value in values)
        return
    coming = [_by_appearance(value) for value in values]
    seen: list[dict[int, Occurrence]] = [{} for _ in values]
    for since, until in pairwise(sorted(cuts)):
        for here, items in zip(seen, coming, strict=True):
            for place in [place for place, item in here.items() if item.until <= since]:
                del here[place]
            while items and items[-1][1].since <= since:
                place, item = items.pop()
                if since < item.until:
                    here[place] = item
        yield since, until, tuple(tuple(here[place] for place in sorted(here)) for here in seen)


def _by_appearance(value: Occurrences) -> list[tuple[int, Occurrence]]:
    """Each occurrence with its place among all, those that are seen first standing last."""
    return sorted(enumerate(value.all), key=lambda placed: -placed[1].since)


def _pick(values: tuple[Occurrences, ...], choose: Callable[..., Sequence[Occurrence]]) -> Occurrences:
    """Choose among occurrences as they are seen from each asked day."""
    missing = NOTHING.union(*(value.missing for value in values))
    if missing:
        return Occurrences((), missing)
    return _seen((since, until, choose(*items)) for since, until, items in views(*values))


def _seen(chosen: Iterable[tuple[Day, Day, Sequence[Occurrence]]]) -> Occurrences:
    """Occurrences, each seen only from the asked days [since, until)."""
    seen: list[Occurrence] = []
    for since, until, items in chosen:
        for item in items:
            previous = seen[-1] if seen else None
            if previous and previous.until == since and previous[:2] == item[:2]:
                seen[-1] = previous._replace(until=until)
            else:
                _add(seen, item._replace(since=since, until=until))
    return _sorted(seen)


def _latest(value: Occurrences) -> Occurrences:
    """Each occurrence is the latest one from its own day until the next one's, as far as both are seen."""
    if value.missing:
        return value

    def reigns() -> Iterator[tuple[Day, Day, Sequence[Occurrence]]]:
        for since, until, (items,) in views(value):
            days = [*(max(item.day, since) for item in items), NEVER]
            for item, first, following in zip(items, days, days[1:], strict=False):
                if first < min(following, until):
                    yield first, min(following, until), (item,)

    return _seen(reigns())


def _edges(
    case: Case,
    node: StartOf | EndOf | LastDayOf,
    condition: Condition,
    edges: Callable[[DaySet], tuple[Day, ...]],
) -> Occurrences:
    truth: Truth = case.condition(condition)
    if truth.missing:
        return Occurrences((), truth.missing)
    days = edges(truth.yes)
    last = case.last_time(node)
    before, then = ((), ()) if last is None else last.before(())[0] or ((), ())
    same = alike(days, before)
    found = (*then[:same], *map(Occurrence, days[same:]))
    return Occurrences(found if last is None else last.keep((), (days, found))[1])


def _mapped(value: Occurrences, change: Callable[[Day], Day]) -> Occurrences:
    return _sorted((item._replace(day=change(item.day)) for item in value.all), value.missing)


def _nearest(truth: Truth, value: Occurrences, nearest: Callable[[DaySet, Day], Day | None]) -> Occurrences:
    """Each day moved to the nearest on which a condition holds; known where what is unknown of it is not nearer."""
    missing = value.missing
    found: list[Occurrence] = []
    for item in value.all:
        day = nearest(truth.yes, item.day)
        if truth.missing and day != nearest(truth.maybe, item.day):
            missing |= truth.missing
        elif day is not None:
            found.append(item._replace(day=day))
    return _sorted(found, missing)


def _shifted(
    case: Case,
    node: Plus | Minus,
    value: Occurrences,
    duration: Duration,
    counting: CountingUse | None,
    end: Callable[[Day, int, periods.Unit, periods.Counting], Day],
) -> Occurrences:
    convention = case.counting(counting)
    several = lengths(case, duration)
    kept: LastTime[Any] | None = case.last_time(node) if len(several) == 1 else None
    then, there = after_last_time(kept, several, value.all)
    shifted: list[Occurrence] = [*then] if then else []
    for number, unit, since, until in several:
        if isinstance(number, Unknown):
            return Occurrences((), value.missing | number.missing)
        for item in there:
            first, until_then = max(item.since, since), min(item.until, until)
            if first < until_then:
                _add(shifted, Occurrence(end(item.day, number, unit, convention), item.event, first, until_then))
    if kept is not None:
        kept.keep((), (several, value.all, shifted))
    return _sorted(shifted, value.missing)


def after_last_time(
    last: LastTime[tuple[object, tuple[Occurrence, ...], T]] | None, of: object, there: tuple[Occurrence, ...]
) -> tuple[T | None, tuple[Occurrence, ...]]:
    """What came of the same the last time for the first of some occurrences, and those after them.

    None and all of them where it came of another thing, or of occurrences that are not there any more.
    """
    kept = None if last is None else last.before(())[0]
    if kept is None or kept[0] != of or alike(kept[1], there) < len(kept[1]):
        return None, there
    return kept[2], there[len(kept[1]) :]


def lengths(case: Case, duration: Duration) -> Lengths:
    """The number and unit of a duration, with the asked days [since, until) for which it is so."""
    unit, number = duration.given()
    if isinstance(number, int):
        return [(number, unit, FIRST_DAY, NEVER)]
    named = case.quantity(number)
    untils = (*named.starts[1:], NEVER)
    return [
        (_countable(case.whole(value, number), unit, number), unit, since, until)
        for value, since, until in zip(named.values, named.starts, untils, strict=True)
    ]


def _countable(number: int | Unknown, unit: periods.Unit, name: str) -> int | Unknown:
    """A number of units, unknown where it is more business days than are counted."""
    if unit == "business-days" and isinstance(number, int) and number > BUSINESS_DAYS.most:
        return Unknown(frozenset({lacks("fewer-business-days", name=name)}))
    return number


def _every(case: Case, node: Every) -> Occurrences:
    start = case.moments(node.from_)
    paused = case.condition(node.paused) if node.paused is not None else FALSE
    times = constant(node.times) if isinstance(node.times, int) else case.quantity(node.times)
    convention = case.counting(node.counting)
    missing = start.missing
    found: list[Occurrence] = []
    for number, unit, since, until in lengths(case, node.every):
        for first, value, following in times.pieces(since, until):
            turns = case.whole(value, str(node.times))
            if isinstance(turns, int) and turns > TIMES.most:
                turns = Unknown(frozenset({lacks("fewer-times", name=str(node.times))}))
            if isinstance(number, Unknown) or isinstance(turns, Unknown):
                missing = missing.union(*(each.missing for each in (number, turns) if isinstance(each, Unknown)))
                continue
            for item in start.all:
                seen = item._replace(since=max(item.since, first), until=min(item.until, following))
                if seen.since >= seen.until:
                    continue
                for multiple in range(1, turns + 1):
                    end = periods.last_day(item.day, multiple * number, unit, convention)
                    if end >= NEVER:
                        break
                    day = tolled_end(item.day, end, paused.yes, convention)
                    # What is unknown of the suspension matters where it would move the day.
                    if paused.missing and day != tolled_end(item.day, end, paused.maybe, convention):
                        missing |= paused.missing
                        break
                    _add(found, seen._replace(day=day))
    return _sorted(found, missing)


def tolled_end(anchor: Day, end: Day, suspended: DaySet, counting: periods.Counting) -> Day:
    """The last day of a period counted from `anchor` that would end on `end`, when days of `suspended` do not count.

    Where D is the day before the first that counts: the first day E from `end` on with E less the suspended days in
    (D, E] at least `end`.
    """
    first = anchor if counting.first_day == "included" else anchor + 1
    bounds = suspended.bounds
    last = end
    # A suspension that begins by the last day moves it back by all of its days, past its own end; the next may follow.
    for index in range(bisect_right(bounds, first) // 2 * 2, len(bounds), 2):
        start, until = max(bounds[index], first), bounds[index + 1]
        if start > last or last >= NEVER:
            break
        last += max(until - start, 0)
    return min(last, NEVER)


def _attribute_days(case: Case, name: str, value: Occurrences) -> Occurrences:
    found = []
    for item in value.all:
        day = case.event_day(item.event, name)
        if day is None:
            return Occurrences((), value.missing | {case.lacking(item.event, name)})
        found.append(item._replace(day=day))
    return _sorted(found, value.missing)
