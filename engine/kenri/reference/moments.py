"""What moments mean: the days on which things happen."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar, assert_never

from kenri.model import periods
from kenri.model.alike import alike
from kenri.model.days import ALWAYS, FIRST_DAY, NEVER, Day, DaySet
from kenri.model.expressions import (
    AskedDay,
    AskerNamed,
    AttributeDay,
    Bounds,
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
    Value,
)
from kenri.model.lacking import lacks
from kenri.model.life import Event
from kenri.model.limits import BUSINESS_DAYS, TIMES
from kenri.model.numbers import COMPARISONS
from kenri.model.plan import THIS_EVENT
from kenri.reference.occurrences import (
    NONE,
    Occurrence,
    Occurrences,
    add,
    earliest,
    later,
    latest,
    moved,
    no_earlier,
    nth,
    occurrences,
    one_way,
    preferred,
    seen,
    views,
)
from kenri.reference.steps import ByDay, LastTime, Steps, Unknown, constant
from kenri.reference.truth import FALSE, NOTHING, Truth

if TYPE_CHECKING:
    from kenri.reference.case import Case


T = TypeVar("T")

Lengths: TypeAlias = list[tuple[int | Unknown, periods.Unit, Day, Day]]
"""Numbers of units, each with the asked days [since, until) for which it is so."""


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
            return _pick((case.moments(of),), lambda items: items[n - 1 : n], lambda items: nth(items, n))
        case Latest(latest=of):
            return _latest(case.moments(of))
        case StartOf(start_of=condition):
            return _edges(case, node, case.condition(condition))
        case EndOf(end_of=condition):
            return _edges(case, node, ~case.condition(condition))
        case LastDayOf(last_day_of=condition):
            return _mapped(_edges(case, node, ~case.condition(condition)), lambda day: day - 1)
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
                tuple(map(case.moments, several)),
                lambda *each: _earliest([i for items in each for i in items]),
                lambda *each: earliest(sorted((i for items in each for i in items), key=_DAY)),
            )
        case LaterOf(later_of=several):
            return _pick(
                tuple(map(case.moments, several)),
                lambda *each: [max((items[0] for items in each), key=_DAY)] if all(each) else [],
                lambda *each: later(each),
            )
        case Prefer(prefer=several):
            return _pick(
                tuple(map(case.moments, several)),
                lambda *each: next(filter(None, each), ()),
                lambda *each: preferred(each),
            )
        case DayCases():
            return _cases(case, node)
        case EachOf(each_of=several):
            parts = [case.moments(one) for one in several]
            return occurrences(chain.from_iterable(part.all for part in parts), _missing(parts))
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
            return _either_way([case.moments(choice) for choice in choices.values()], case.reading_name(reading))
        case _:
            assert_never(node)


def _events(case: Case, node: EventMoments) -> Occurrences:
    if node.who is None and not node.where and not node.where_not and node.during is node.just_before is None:
        return Occurrences(case.occurrences_of(node.event))
    there = Occurrences(case.occurrences_of(node.event, node.who))
    last = _last_events(case, node) if there.all else None
    found, since = ((), FIRST_DAY) if last is None else last.before(there)
    come: list[Occurrence] = []
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
            lacking = NOTHING.union(*(fit for fit in fits if not isinstance(fit, bool)))
            come.append(item._replace(surely=False) if lacking else item)
            missing |= lacking
    fitting = found + tuple(come)
    if missing:
        return occurrences(fitting, missing)
    if last is not None:
        last.keep(there, fitting)
    return Occurrences(fitting)


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
    named = False
    for item in naming.seen_from(event.on):
        if names_party(case, item, who.named, event.who):
            if item.is_known:
                return True
            named = True
    return naming.missing if named else False


def names_party(case: Case, item: Occurrence, attribute: str, party: str) -> bool:
    """Whether the event of an occurrence names a party; one that is not known may."""
    if item.event is None:
        return not item.is_known
    return case.names(item.event, attribute, party)


def _held_on(truth: Truth, day: Day) -> bool | frozenset[str]:
    held = truth.on(day)
    return truth.missing if held is None else held


def _fits(case: Case, event: Event, name: str, wanted: Value | tuple[Value, ...] | Bounds) -> bool | frozenset[str]:
    """Whether an attribute of an event is as wanted, or the names of what is missing to know."""
    if wanted == THIS_EVENT and case.names_an_event(event, name):
        return case.is_this_event(case.named_by(event, name))
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
        since = max((limit[0].day + least for limit, (_, least) in zip(limits, bounds, strict=True)), default=0)
        return _earliest([item for item in items if item.day >= since])

    def bounded(items: Sequence[Occurrence], *limits: Sequence[Occurrence]) -> Sequence[Occurrence]:
        for limit, (_, least) in zip(limits, bounds, strict=True):
            items = no_earlier(items, limit, least)
        return earliest(items)

    there, *limits = values = (case.moments(of), *(case.moments(bound) for bound, _ in bounds))
    if not any(value.missing for value in values):
        if not all(value.all for value in values):
            return NONE  # from wherever it is seen
        floors = [limit.first_always() for limit in limits]
        days = [day.day + least for day, (_, least) in zip(floors, bounds, strict=True) if day is not None]
        found = there.first_always(max(days, default=0)) if len(days) == len(limits) else None
        if found is not None:
            return Occurrences((found,))
    return _pick(values, choose, bounded)


def _earliest(items: Sequence[Occurrence]) -> Sequence[Occurrence]:
    return [min(items, key=_DAY)] if items else []


_DAY = attrgetter("day")


def _missing(values: Iterable[Occurrences]) -> frozenset[str]:
    return NOTHING.union(*(value.missing for value in values))


def _pick(
    values: tuple[Occurrences, ...],
    choose: Callable[..., Sequence[Occurrence]],
    bounded: Callable[..., Sequence[Occurrence]],
) -> Occurrences:
    """Choose among occurrences as they are seen from each asked day; `bounded` where some are not known."""
    missing = _missing(values)
    pick = bounded if missing else choose
    return seen(((since, until, pick(*items)) for since, until, items in views(*values)), missing)


def _latest(value: Occurrences) -> Occurrences:
    """Each occurrence is the latest one from its own day until the next one's, as far as both are seen."""

    def reigns() -> Iterator[tuple[Day, Day, Sequence[Occurrence]]]:
        for since, until, (items,) in views(value):
            if value.missing:
                yield from latest(items, since, until)
                continue
            days = [*(max(item.day, since) for item in items), NEVER]
            for item, first, following in zip(items, days, days[1:], strict=False):
                if first < min(following, until):
                    yield first, min(following, until), (item,)

    return seen(reigns(), value.missing)


def _either_way(ways: Sequence[Occurrences], reading: str) -> Occurrences:
    """What happens however a clause is read, and what may."""
    first, *others = ways
    if all(way == first for way in others):
        return first
    # One way may have a day twice, and another once.
    always = [item for item in first.all if item.is_known]
    for way in others:
        left = [*way.all]
        always = [item for item in always if _taken_from(left, item)]
    perhaps: list[Occurrence] = []
    for way in ways:
        left = [*always]
        perhaps += [item._replace(surely=False) for item in way.all if not _taken_from(left, item)]
    by = max(way.latest for way in ways)
    if not always and by < NEVER and perhaps:
        days = DaySet.of(interval for item in perhaps for interval in item.span)
        perhaps = [Occurrence(days.first, days=days, many=True)]
    return occurrences([*always, *perhaps], _missing(ways) | {reading})


def _taken_from(left: list[Occurrence], item: Occurrence) -> bool:
    """Whether an occurrence is among some; then it is no longer."""
    if item in left:
        left.remove(item)
        return True
    return False


def _cases(case: Case, node: DayCases) -> Occurrences:
    """Those of the line that counts on the asked day; where it is not known which, what is known of one of several."""
    truths = [case.condition(line.when) for line in node.cases]
    values = [*(case.moments(line.is_) for line in node.cases), case.moments(node.otherwise)]
    held = [_seen_while(truth.yes) for truth in truths]
    may_hold = [_seen_while(truth.maybe) for truth in truths]
    missing: set[str] = set()
    chosen: list[tuple[Day, Day, Sequence[Occurrence]]] = []
    for since, until, items in views(*values, *held, *may_hold):
        ways: list[Sequence[Occurrence]] = []
        for place, value in enumerate(values):
            surely, perhaps = (
                place == len(truths) or bool(items[len(values) + offset + place]) for offset in (0, len(truths))
            )
            if perhaps:
                ways.append(items[place])
                missing |= value.missing if surely else value.missing | truths[place].missing
            if surely:
                break
        chosen.append((since, until, ways[0] if len(ways) == 1 else one_way(ways)))
    return seen(chosen, frozenset(missing))


def _seen_while(days: DaySet) -> Occurrences:
    """Something that is seen from some days alone."""
    return Occurrences(tuple(Occurrence(FIRST_DAY, since=since, until=until) for since, until in days))


def _edges(case: Case, node: StartOf | EndOf | LastDayOf, truth: Truth) -> Occurrences:
    """The days on which something begins to hold; what held since always does not begin."""
    if truth.missing:
        return occurrences(_begins(truth), truth.missing)
    days = truth.yes.starts()
    last = case.last_time(node)
    before, then = ((), ()) if last is None else last.before(())[0] or ((), ())
    same = alike(days, before)
    found = (*then[:same], *map(Occurrence, days[same:]))
    return Occurrences(found if last is None else last.keep((), (days, found))[1])


def _begins(truth: Truth) -> Iterator[Occurrence]:
    yield from (Occurrence(day) for day in truth.yes.starts() if day - 1 not in truth.maybe)
    for since, until in truth.maybe - truth.yes:
        is_before, is_after = since - 1 in truth.yes, until in truth.yes
        first, last = since + 1 if is_before else since, until if is_after else until - 1
        if first <= last:
            surely = is_after and not is_before and since > FIRST_DAY
            yield Occurrence(first, days=DaySet.between(first, last + 1), surely=surely, many=last - first > 1)


def _mapped(value: Occurrences, change: Callable[[Day], Day]) -> Occurrences:
    return occurrences((moved(item, change) for item in value.all), value.missing)


def _nearest(truth: Truth, value: Occurrences, nearest: Callable[[DaySet, Day], Day | None]) -> Occurrences:
    """Each day moved to the nearest on which a condition holds; what is unknown of the condition matters if nearer."""
    missing = value.missing
    found: list[Occurrence] = []
    back = nearest is DaySet.previous_on_or_before
    sooner, later_ = (truth.yes, truth.maybe) if back else (truth.maybe, truth.yes)
    for item in value.all:
        day = nearest(truth.yes, item.day)
        if item.days is None and (not truth.missing or day == nearest(truth.maybe, item.day)):
            if day is not None:
                found.append(item._replace(day=day))
            continue
        missing |= truth.missing
        there = moved(
            item._replace(surely=item.surely and day is not None),
            lambda day: nearest(sooner, day) or FIRST_DAY,
            lambda day: nearest(later_, day) or FIRST_DAY - 1,
        )
        found.append(there)
    return occurrences(found, missing)


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
    missing = value.missing.union(*(number.missing for number, *_ in several if isinstance(number, Unknown)))
    kept: LastTime[Any] | None = case.last_time(node) if len(several) == 1 and not missing else None
    then, there = after_last_time(kept, several, value.all)
    shifted: list[Occurrence] = [*then] if then else []
    beyond: list[tuple[Day, Day]] = []
    for number, unit, since, until in several:
        first, last = _ends(end, number, unit, convention)
        for item in there:
            seen_since, seen_until = max(item.since, since), min(item.until, until)
            if seen_since >= seen_until:
                continue
            try:
                add(shifted, moved(item, first, last)._replace(since=seen_since, until=seen_until))
            except periods.BeyondCalendarError as error:
                beyond.append((seen_since, seen_until))
                missing |= {case.beyond(error)}
    if beyond:
        return occurrences(_unless_beyond(shifted, DaySet.of(beyond)), missing)
    if kept is not None:
        kept.keep((), (several, value.all, shifted))
    return occurrences(shifted, missing)


def _unless_beyond(items: Iterable[Occurrence], beyond: DaySet) -> Iterator[Occurrence]:
    """Occurrences, but for the asked days from which one is seen beyond a calendar: of these nothing is known."""
    for since, until in beyond:
        yield Occurrence(FIRST_DAY, since=since, until=until, days=ALWAYS, surely=False)
    for item in items:
        for since, until in DaySet.between(item.since, item.until) - beyond:
            yield item._replace(since=since, until=until)


def _ends(
    end: Callable[[Day, int, periods.Unit, periods.Counting], Day],
    number: int | Unknown,
    unit: periods.Unit,
    counting: periods.Counting,
) -> tuple[Callable[[Day], Day], Callable[[Day], Day] | None]:
    """Where a period ends that begins or ends with a day, at the earliest and at the latest."""
    if isinstance(number, int):
        return lambda day: end(day, number, unit, counting), None
    at_once: Callable[[Day], Day] = lambda day: end(day, 0, unit, counting)  # noqa: E731  # one of two
    return (at_once, lambda _: NEVER) if end is periods.last_day else (lambda _: FIRST_DAY, at_once)


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
    beyond: list[tuple[Day, Day]] = []
    for number, unit, since, until in lengths(case, node.every):
        for first, value, following in times.pieces(since, until):
            turns = case.whole(value, str(node.times))
            if isinstance(turns, int) and turns > TIMES.most:
                turns = Unknown(frozenset({lacks("fewer-times", name=str(node.times))}))
            missing = missing.union(*(each.missing for each in (number, turns) if isinstance(each, Unknown)))
            for item in start.all:
                seen_so = item._replace(since=max(item.since, first), until=min(item.until, following))
                if seen_so.since >= seen_so.until or turns == 0:
                    continue
                try:
                    recurring, lacking = _each_recurring(seen_so, number, turns, unit, convention, paused)
                except periods.BeyondCalendarError as error:
                    beyond.append((seen_so.since, seen_so.until))
                    missing |= {case.beyond(error)}
                    continue
                missing |= lacking
                for each in recurring:
                    add(found, each)
    return occurrences(_unless_beyond(found, DaySet.of(beyond)) if beyond else found, missing)


def _each_recurring(
    item: Occurrence,
    number: int | Unknown,
    turns: int | Unknown,
    unit: periods.Unit,
    counting: periods.Counting,
    paused: Truth,
) -> tuple[list[Occurrence], frozenset[str]]:
    """What recurs from one occurrence on, as long as it is in the calendar, and what of a suspension is missing."""
    if isinstance(number, Unknown) or isinstance(turns, Unknown):
        # The first of them is the earliest; there may be any number, or none.
        least = 0 if isinstance(number, Unknown) else number
        end = periods.last_day(item.day, least, unit, counting)
        days = DaySet.from_(FIRST_DAY if item.day == FIRST_DAY and item.days is not None else end)
        return [item._replace(day=days.first, days=days, surely=False, many=True)], NOTHING
    found: list[Occurrence] = []
    missing = NOTHING
    for multiple in range(1, turns + 1):
        recurring, lacking = _recurring(item, multiple * number, unit, counting, paused)
        if recurring.day >= NEVER:
            break
        missing |= lacking
        add(found, recurring)
    return found, missing


def _recurring(
    item: Occurrence, number: int, unit: periods.Unit, counting: periods.Counting, paused: Truth
) -> tuple[Occurrence, frozenset[str]]:
    """The day so many units after an occurrence, and what of a suspension is missing to know it."""

    def end(day: Day) -> Day:
        return periods.last_day(day, number, unit, counting)

    if item.days is not None:
        # The later it is counted from, the fewer days of a suspension move it.
        first, last = item.day, item.last
        lower = tolled_end(last, end(first), paused.yes, counting) if first > FIRST_DAY else FIRST_DAY
        upper = tolled_end(first, end(last), paused.maybe, counting) if last < NEVER - 1 else NEVER
    else:
        last_day = end(item.day)
        lower = tolled_end(item.day, last_day, paused.yes, counting)
        # What is unknown of the suspension matters where it would move the day.
        upper = tolled_end(item.day, last_day, paused.maybe, counting) if paused.missing else lower
        if lower == upper:
            return item._replace(day=lower), NOTHING
    days = DaySet.between(lower, upper + 1)
    return item._replace(day=days.first, days=days, surely=item.surely and upper < NEVER), paused.missing


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
    missing = value.missing
    for item in value.all:
        day = case.event_day(item.event, name)
        if day is None:
            if item.event is not None or item.is_known:
                missing |= {case.lacking(item.event, name)}
            found.append(item._replace(day=FIRST_DAY, days=ALWAYS, surely=False))
        else:
            found.append(item._replace(day=day, days=DaySet.on(day) if item.many else None))
    return occurrences(found, missing)
