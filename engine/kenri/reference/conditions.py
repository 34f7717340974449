"""What conditions mean: the days on which they hold."""

from __future__ import annotations

import operator
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

from kenri.model import hours, periods
from kenri.model.days import EMPTY, FIRST_DAY, NEVER, Day, DaySet
from kenri.model.expressions import (
    All,
    AnyOf,
    AskedIs,
    AskerIs,
    AskerNamed,
    At,
    BusinessDay,
    Compare,
    Condition,
    ConditionChoice,
    GrantIs,
    Held,
    May,
    Moments,
    Not,
    On,
    PartyIs,
    Quantity,
    Span,
    Through,
    Within,
)
from kenri.model.numbers import COMPARISONS
from kenri.reference.moments import after_last_time, lengths, names_party, tolled_end
from kenri.reference.occurrences import Occurrence, Occurrences, Passed, views
from kenri.reference.steps import LastTime, Unknown, combined, holds
from kenri.reference.truth import FALSE, NOTHING, TRUE, Truth, any_of, between, either_way, known, unknown

if TYPE_CHECKING:
    from kenri.reference.case import Case


def condition(case: Case, node: Condition) -> Truth:
    """The days on which a condition holds, and those on which that is unknown."""
    match node:
        case str():
            return case.named_condition(node)
        case Span():
            return _span(case, node)
        case On(on=of):
            return _cover(case.moments(of), None, case.last_time(node))
        case Through(of=of):
            return _through(case, node, case.moments(of))
        case Within():
            return _within(case, node)
        case Held():
            return _held(case, node)
        case All(all=several):
            return combined(operator.and_, map(case.condition, several), TRUE, case.last_time(node))
        case AnyOf(any=several):
            return combined(operator.or_, map(case.condition, several), FALSE, case.last_time(node))
        case Not(not_=other):
            return ~case.condition(other)
        case Compare():
            return _compare(case, node)
        case AskedIs(asked=name, is_=wanted):
            return case.fact_is(case.asked_fact(name), wanted)
        case PartyIs(party=name, of=whose, is_=wanted):
            return case.fact_is(case.party_fact(name, whose), wanted)
        case GrantIs(grant=name, is_=wanted):
            return case.fact_is(case.grant_fact(name), wanted)
        case AskerIs(asker=asker):
            return _asker(case, asker)
        case At(at=when, holds=other):
            return _at(case.moments(when), case.by_days.condition(other))
        case BusinessDay(business_day=name):
            return case.business_days(name)
        case May(may=action, number=number):
            return _may(case, action, number)
        case ConditionChoice(reading=reading, choices=choices):
            chosen = case.chosen(reading, choices)
            if chosen is not None:
                return case.condition(chosen)
            return either_way(map(case.condition, choices.values()), frozenset({case.reading_name(reading)}))
        case _:
            assert_never(node)


def _may(case: Case, action: str, number: Quantity | None) -> Truth:
    """The days on which the asker may take an action, for a number that may change from day to day."""
    from kenri.reference.standing import Standing  # it evaluates the conditions of rules, which hold no `may`

    if number is None:
        return Standing(case, action, case.question).allowed(None)
    truth = FALSE
    for first, value, until in case.quantity(number).pieces(FIRST_DAY, NEVER):
        here = DaySet.between(first, until)
        if isinstance(value, Unknown):
            truth |= unknown(value.missing, here)
        elif not isinstance(value, float):
            facts = {**case.question, "number": value}
            truth |= Standing(case, action, facts).allowed(value) & known(here)
    return truth


def _cover(value: Occurrences, days: Callable[[Day], DaySet] | None, last: LastTime[Any] | None) -> Truth:
    """For each asked day, whether it is among those that some occurrence, as seen from it, covers: its own day, or all
    from one on that its day tells.

    `last` keeps what came of it for other occurrences.
    """
    if value.missing:
        yes = DaySet.of(interval for item in value.known for interval in _covered(item, item.day, days))
        sure = (item for item in value.unknown if item.surely)
        yes |= DaySet.of(interval for item in sure for interval in _covered(item, item.last, days, surely=True))
        perhaps = (interval for item in value.unknown for interval in _covered(item, item.day, days))
        return between(yes, yes | DaySet.of(perhaps), value.missing)
    then, there = after_last_time(last, days, value.all)
    covered = (then or EMPTY) | DaySet.of(interval for item in there for interval in _covered(item, item.day, days))
    return known(covered if last is None else last.keep((), (days, value.all, covered))[2])


def _covered(item: Occurrence, day: Day, days: Callable[[Day], DaySet] | None, *, surely: bool = False) -> DaySet:
    """The asked days that an occurrence covers where it is on a day, as far as it is seen from them."""
    if days is not None:
        covered = days(day)
        if day == FIRST_DAY and item.days is not None:
            covered = DaySet.from_(FIRST_DAY)
    elif surely:
        covered = item.span if item.day == item.last else DaySet.never()
    else:
        covered = item.span
    return covered & DaySet.between(item.since, item.until)


def _asker(case: Case, asker: str | AskerNamed) -> Truth:
    if isinstance(asker, str):
        return TRUE if asker in case.asker.roles else FALSE
    value = case.moments(asker.of)
    named = [item for item in value.all if names_party(case, item, asker.named, case.asker.id)]
    yes, maybe = (
        DaySet.of((item.since, item.until) for item in several)
        for several in ((item for item in named if item.is_known), named)
    )
    return between(yes, maybe, value.missing)


def _span(case: Case, node: Span) -> Truth:
    bounds: list[tuple[Moments | None, Callable[[Day], DaySet], bool]] = [
        (node.from_, DaySet.from_, True),
        (node.after, _after, True),
        (node.until, _after, False),
        (node.before, DaySet.from_, False),
    ]
    truth = TRUE
    for place, (moments, days, positive) in enumerate(bounds):
        if moments is not None:
            cut = hours.cut(case.plan, node.hour, is_over=days is _after)
            reached = _cover(
                case.moments(moments),
                days if cut is None else partial(_from_cut, days, cut),
                case.last_time(node, place),
            )
            truth &= reached if positive else ~reached
    return truth


def _from_cut(days: Callable[[Day], DaySet], cut: Callable[[Day], Day], day: Day) -> DaySet:
    return days(cut(day))


def _after(day: Day) -> DaySet:
    return DaySet.from_(day + 1)


def _through(case: Case, node: Through, value: Occurrences) -> Truth:
    cut = hours.cut(case.plan, node.hour, is_over=True) or _itself
    return any_of(_through_one(case, node.through, item, cut, value.missing) for item in value.all)


def _itself(day: Day) -> Day:
    return day


def _through_one(
    case: Case, attribute: str, item: Occurrence, cut: Callable[[Day], Day], missing: frozenset[str]
) -> Truth:
    seen = DaySet.between(item.since, item.until)
    last = case.event_day(item.event, attribute)
    if last is not None and item.is_known:
        return known(DaySet.between(item.day, cut(last) + 1) & seen)
    if last is None:
        # The period has begun and its end is not known: its first day is certain, the rest is not.
        yes = DaySet.on(item.day) if item.day == item.last else DaySet.never()
        maybe = DaySet.from_(item.day)
        if item.event is not None or item.is_known:
            missing |= {case.lacking(item.event, attribute)}
    else:
        yes, maybe = (DaySet.between(day, cut(last) + 1) for day in (item.last, item.day))
    return between(yes & seen if item.surely else DaySet.never(), maybe & seen, missing)


def _within(case: Case, node: Within) -> Truth:
    anchor = next(moments for moments in (node.after, node.from_, node.before) if moments is not None)
    return any_of(_windows(case, node, case.moments(anchor)))


def _windows(case: Case, node: Within, value: Occurrences) -> Iterator[Truth]:
    """The window at each of the days, on the asked days from which it is seen so."""
    counting = case.counting(node.counting)
    extensions = _extensions(case, node, counting)
    for number, unit, since, until in lengths(case, node.within):
        for item in value.all:
            here = DaySet.between(max(since, item.since), min(until, item.until))
            side = _side(node, item)
            if isinstance(number, Unknown):
                yield unknown(number.missing | value.missing, side & here)
                continue
            try:
                if not item.is_known:
                    yield _perhaps(case, node, item, number, unit, counting, extensions, value.missing) & known(here)
                elif node.before is not None:
                    opens = periods.first_day_before(item.day, number, unit, counting)
                    yield known(DaySet.between(opens, item.day) & here)
                else:
                    first = item.day if node.from_ is not None else item.day + 1
                    last = periods.last_day(item.day, number, unit, counting)
                    yield _window(case, node, item.day, first, last, counting, extensions) & known(here)
            except periods.BeyondCalendarError as error:
                yield unknown(frozenset({case.beyond(error)}) | value.missing, side & here)


def _side(node: Within, item: Occurrence) -> DaySet:
    """The days on that side of an occurrence on which its window is."""
    if node.before is not None:
        return DaySet.before(item.last)
    is_since_always = item.day == FIRST_DAY and item.days is not None
    return DaySet.from_(item.day if node.from_ is not None or is_since_always else item.day + 1)


def _perhaps(
    case: Case,
    node: Within,
    item: Occurrence,
    number: int,
    unit: periods.Unit,
    counting: periods.Counting,
    extensions: Sequence[ExtendedWindows],
    missing: frozenset[str],
) -> Truth:
    """The days in the window at an occurrence that is not known: wherever its day is, and wherever it may be.

    The later a day is, the later its window begins and ends; of a day since always or for ever, so does the window.
    """

    def window(first: Day, last: Day) -> Truth:
        """The window that begins as it does at one day, and ends as it does at another."""
        if node.before is not None:
            opens = periods.first_day_before(first, number, unit, counting)
            return known(DaySet.between(opens, last))
        begins = first if node.from_ is not None or (first == FIRST_DAY and item.days is not None) else first + 1
        if last >= NEVER - 1:
            return known(DaySet.from_(begins))
        end = periods.last_day(last, number, unit, counting)
        return _window(case, node, first, begins, end, counting, extensions)

    surely = window(item.last, item.day).yes if item.surely else DaySet.never()
    each = [window(first, until - 1 if until < NEVER else NEVER) for first, until in item.span]
    maybe = DaySet.of(interval for one in each for interval in one.maybe)
    return between(surely, surely | maybe, missing.union(*(one.missing for one in each)))


def _window(
    case: Case,
    node: Within,
    anchor: Day,
    first: Day,
    last: Day,
    counting: periods.Counting,
    extensions: Sequence[ExtendedWindows],
) -> Truth:
    """The window [first, last], tolled and extended; the more days bar it, the longer it is, so bounds stay bounds."""
    cut = hours.cut(case.plan, node.hour, is_over=True) or _itself
    yes = maybe = last
    missing: frozenset[str] = frozenset()
    if node.tolled is not None:
        bar = case.by_days.condition(node.tolled)
        yes = tolled_end(anchor, last, bar.yes, counting)
        maybe = tolled_end(anchor, last, bar.maybe, counting)
        missing = bar.missing
    if node.extended is None:
        return between(DaySet.between(first, cut(yes) + 1), DaySet.between(first, cut(maybe) + 1), missing)
    truth = FALSE
    for surely, perhaps, lacking, here in extensions:
        window = between(
            DaySet.between(first, cut(surely.end(first, yes)) + 1),
            DaySet.between(first, cut(perhaps.end(first, maybe)) + 1),
            missing | lacking,
        )
        truth |= window & known(here)
    return truth


def _extensions(case: Case, node: Within, counting: periods.Counting) -> list[ExtendedWindows]:
    if node.extended is None:
        return []
    bar = case.by_days.condition(node.extended.while_)
    found: list[ExtendedWindows] = []
    for number, unit, since, until in lengths(case, node.extended.by):
        if isinstance(number, Unknown):
            surely, perhaps = Bars(bar.yes, lambda _: FIRST_DAY), Bars(bar.maybe, lambda _: NEVER)
            lacking = bar.missing | number.missing
        else:
            end = partial(_last_day, number=number, unit=unit, counting=counting)
            surely, perhaps, lacking = Bars(bar.yes, end), Bars(bar.maybe, end), bar.missing
        found.append(ExtendedWindows(surely, perhaps, lacking, DaySet.between(since, until)))
    return found


def _last_day(free: Day, *, number: int, unit: periods.Unit, counting: periods.Counting) -> Day:
    return periods.last_day(free, number, unit, counting)


class Bars:
    """Days that bar windows, each stretch of which gives a period from the first day free of it."""

    def __init__(self, bar: DaySet, end: Callable[[Day], Day]) -> None:
        self._bounds = bar.bounds
        self._end = end
        self._reached: dict[Day, Day] = {}
        """The last day of every window that was extended last by the bar which a day is free of."""

    def end(self, first: Day, last: Day) -> Day:
        """The latest of `last` and the period given by each bar that meets the window so far."""
        longest = last
        extended: list[Day] = []
        for index in range(bisect_right(self._bounds, first) // 2 * 2, len(self._bounds), 2):
            start, free = self._bounds[index : index + 2]
            if max(start, first) > longest:
                break
            end = self._end(free)
            if end < longest:
                continue
            if free in self._reached:  # from here on it goes as it went before
                longest = self._reached[free]
                break
            longest = end
            extended.append(free)
        self._reached.update(dict.fromkeys(extended, longest))
        return longest


class ExtendedWindows(NamedTuple):
    """How windows are extended, as seen from some asked days: surely and perhaps, and what is missing to know."""

    surely: Bars
    perhaps: Bars
    missing: frozenset[str]
    seen: DaySet


def _held(case: Case, node: Held) -> Truth:
    begins, ends = case.moments(node.begins), case.moments(node.ends)
    initially = case.by_days.condition(node.initially)
    held = initially.on(FIRST_DAY)
    missing = begins.missing | ends.missing

    last = case.last_time(node)
    if last is not None and held is not None and not missing:
        days = _held_since(node, begins, ends, held, last)
        if days is not None:
            return known(days)

    def seen(starts: Sequence[Occurrence], stops: Sequence[Occurrence]) -> Truth:
        if missing:
            found = _bounded(node, starts, stops, held)
            return between(*found, missing | (initially.missing if held is None else NOTHING))
        turns = _turns(node, starts, stops)
        ways = [known(DaySet.of(_stretches(turns, way))) for way in (True, False) if held in (way, None)]
        return either_way(ways, initially.missing if held is None else NOTHING)

    return any_of(seen(*each) & known(DaySet.between(since, until)) for since, until, each in views(begins, ends))


def _held_since(
    node: Held, begins: Occurrences, ends: Occurrences, initially: bool, last: LastTime[Any]
) -> DaySet | None:
    """The days on which a state holds, told anew only from the first day on which it begins or ends otherwise; None
    where what begins or ends it is not seen so from every day, of which nothing is kept.
    """
    then, since, is_held = last.before(())[0], FIRST_DAY, initially
    before = EMPTY
    if then is not None and then[0] == initially:
        _, begins_then, ends_then, days = then
        since = min(begins.first_apart(begins_then), ends.first_apart(ends_then))
        before = days & DaySet.before(since)
        is_held = since - 1 in days if since > FIRST_DAY else initially
    starts, stops = begins.since(since), ends.since(since)
    if not all(item.is_seen_always for item in (*starts, *stops)):
        return None
    found = before | DaySet.of(_stretches(_turns(node, starts, stops), is_held, since))
    last.keep((), (initially, begins, ends, found))
    return found


def _bounded(
    node: Held, starts: Sequence[Occurrence], stops: Sequence[Occurrence], initially: bool | None
) -> tuple[DaySet, DaySet]:
    """The days on which a state surely holds, and those on which it may, where some that begins or ends it is unknown.

    It surely holds where what surely began it came after all that may have ended it, and may where what may have begun
    it came after all that surely ended it.
    """
    begun, ended = Passed(starts), Passed(stops)
    cuts = sorted({day for each in (begun, ended) for day in each.cuts() if FIRST_DAY < day < NEVER} | {FIRST_DAY})

    def holds(began: Day | None, finished: Day | None, at_first: bool) -> bool:
        if began is None:
            return finished is None and at_first
        return finished is None or began > finished or (began == finished and node.same_day == "begins")

    found: tuple[list[tuple[Day, Day]], list[tuple[Day, Day]]] = [], []
    for day, until in pairwise([*cuts, NEVER]):
        if holds(begun.surely(day), ended.perhaps(day), initially is True):
            found[0].append((day, until))
        if holds(begun.perhaps(day), ended.surely(day), initially is not False):
            found[1].append((day, until))
    return DaySet.of(found[0]), DaySet.of(found[1])


def _turns(node: Held, begins: Iterable[Occurrence], ends: Iterable[Occurrence]) -> list[tuple[Day, bool, bool]]:
    """The days on which the state begins (true) or ends, in order; of one day, the one that wins comes last."""
    wins = node.same_day == "begins"
    return sorted([(item.day, wins, True) for item in begins] + [(item.day, not wins, False) for item in ends])


def _stretches(
    turns: list[tuple[Day, bool, bool]], initially: bool, since: Day = FIRST_DAY
) -> Iterator[tuple[Day, Day]]:
    """From `since` on, the days [first, until) on which a state holds; before, it does as `initially` says."""
    holding_since = since if initially else None
    for day, _, begins in turns:
        if begins and holding_since is None:
            holding_since = day
        elif not begins and holding_since is not None:
            yield holding_since, day
            holding_since = None
    if holding_since is not None:
        yield holding_since, NEVER


def _compare(case: Case, node: Compare) -> Truth:
    measured = case.quantity(node.quantity)
    truth = TRUE
    for key, test in COMPARISONS.items():
        bound: Quantity | None = getattr(node, key)
        if bound is not None:
            truth &= holds(test, measured, case.quantity(bound), last=case.last_time(node, key))
    return truth


def _at(value: Occurrences, truth: Truth) -> Truth:
    def seen(item: Occurrence) -> Truth:
        days = DaySet.between(item.since, item.until)
        if item.is_known:
            held = truth.on(item.day)
            return FALSE if held is False else known(days) if held else unknown(truth.missing, days)
        surely = days if item.surely and not item.span - truth.yes else DaySet.never()
        maybe = days if item.span & truth.maybe else DaySet.never()
        return between(surely, maybe, value.missing | truth.missing)

    return any_of(map(seen, value.all))
