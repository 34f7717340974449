"""What the host tells of conditions that rest on days and numbers: periods, turns and signs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from kenri.forward.gates import Covered, Leaf, Measured, Supplied, Turned
from kenri.forward.happenings import length, suspended, view_of
from kenri.forward.selecting import named_by
from kenri.forward.supply import lacking
from kenri.forward.trace import Known
from kenri.forward.values import NOTHING, EngineFact, Happening, Lacking, Names, Period, TruthOnDay, lacked
from kenri.model import hours, periods
from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.model.expressions import AskerIs, AskerNamed, At, Condition, Held, Moments, On, Span, Through, Within
from kenri.model.lacking import lacks
from kenri.reference.occurrences import Passed

if TYPE_CHECKING:
    from kenri.forward.evaluation import Evaluation

LAST_DAY = NEVER - 1

ENOUGH = 50
"""Periods over one day that are told at most, unless one more lacks something else."""


def anchors(of: Condition) -> tuple[Moments, ...]:
    """The moments that periods or turns are made from."""
    match of:
        case Span():
            several = (of.from_, of.after, of.until, of.before)
        case Within():
            several = (of.after, of.from_, of.before, None)
        case On(on=moments) | Through(of=moments) | At(at=moments):
            return (moments,)
        case AskerIs(asker=AskerNamed(of=moments)):
            return (moments,)
        case Held():
            return (of.begins, of.ends)
        case _:
            raise TypeError(of)
    return tuple(one for one in several if one is not None)


def turns(at: Evaluation, of: Condition) -> list[Day]:
    """The days from which other periods or turns are seen."""
    days = [day for one in anchors(of) for day in at.moments_turn(one)]
    if isinstance(of, Within):
        days += at.number_turns(of.within.given()[1])
        if of.extended is not None:
            days += at.number_turns(of.extended.by.given()[1])
    return days


def periods_of(at: Evaluation, gate: Covered, day: Day) -> list[Period]:
    """The periods that a condition covers, surely or perhaps, as seen from a day."""
    of = gate.of
    if isinstance(of, tuple):  # from one day to another, both given
        return [Period(*of)]
    anchor = getattr(of, gate.side) if gate.side else anchors(of)[0]
    seen = at.moments(anchor, day)
    match of:
        case Span():
            is_over = gate.side in ("after", "until")
            cut = hours.cut(at.plan, of.hour, is_over=is_over) or _itself
            return [one for item in seen.all for one in _since(item, cut, is_over, seen.missing)]
        case On():
            return [one for item in seen.all for one in _on(item, seen.missing)]
        case Through(through=name):
            cut = hours.cut(at.plan, of.hour, is_over=True) or _itself
            return [one for item in seen.all for one in _through(at, item, name, cut, seen.missing)]
        case At(holds=other):
            truths = iter(at.by_days.truths(other, [item.day for item in seen.known]))
            held = [next(truths) if item.is_known else _at(at.by_days, item, other, seen.missing) for item in seen.all]
            return [Period(FIRST_DAY, LAST_DAY, *truth) for truth in held if truth.value]
        case AskerIs(asker=AskerNamed(named=name)):
            truth = named_by(at, seen, name, at.supply.asker.id)
            return [Period(FIRST_DAY, LAST_DAY, *truth)] if truth.value else []
        case Within():
            return [one for item in seen.all for one in _within(at, of, item, day, seen.missing)]
        case _:
            raise TypeError(of)


def _itself(day: Day) -> Day:
    return day


def _since(item: Happening, cut: Callable[[Day], Day], later: int, missing: Names) -> list[Period]:
    """All days from so many after a day on: perhaps from the first that it can be, surely from the last."""
    if item.is_known:
        return [Period(cut(item.day) + later, LAST_DAY)]
    first = FIRST_DAY if item.day == FIRST_DAY and item.days is not None else cut(item.day) + later
    surely = cut(item.last) + later if item.surely else NEVER
    return [Period(first, min(surely, NEVER) - 1, 1, missing), Period(surely, LAST_DAY)]


def _on(item: Happening, missing: Names) -> list[Period]:
    if item.surely and item.day == item.last:
        return [Period(item.day, item.day)]
    return [Period(first, until - 1, 1, missing) for first, until in item.span]


def _through(at: Evaluation, item: Happening, name: str, cut: Callable[[Day], Day], missing: Names) -> list[Period]:
    """From a day to the last day that its event tells."""
    last = at.supply.recorded(item.event, name)
    if last is None:
        # The period has begun and its end is not known: its first day is certain, the rest is not.
        if item.event is not None or item.is_known:
            missing = missing | {lacking(item.event, name)}
        is_sure = item.surely and item.day == item.last
        begun = [Period(item.day, item.day)] if is_sure else []
        return [*begun, Period(item.day + is_sure, LAST_DAY, 1, missing)]
    surely = item.last if item.surely else NEVER
    last = min(cut(last), LAST_DAY)
    return [Period(item.day, min(last, surely - 1), 1, missing), Period(surely, last)]


def _at(at: Evaluation, item: Happening, other: Condition, missing: Names) -> TruthOnDay:
    """Whether a condition holds on a day that is not known."""
    yes, maybe, lacking_ = at.timeline(other)
    if item.surely and not item.span - yes:
        return TruthOnDay(2)
    return TruthOnDay(1, missing | lacking_) if item.span & maybe else TruthOnDay(0)


def _within(at: Evaluation, of: Within, item: Happening, day: Day, missing: Names) -> list[Period]:
    """The window of one moment; anything on its side of the moment where it cannot be told how long it is."""
    number, unit = length(at, of.within, day)
    is_since_always = item.day == FIRST_DAY and item.days is not None
    begins = item.day if of.from_ is not None or is_since_always else item.day + 1
    side = (FIRST_DAY, item.last - 1) if of.before is not None else (begins, LAST_DAY)
    if isinstance(number, Lacking):
        return [Period(*side, 1, number.names | missing)]
    try:
        if item.is_known:
            return _window(at, of, (item.day, item.day), begins, number, unit, day)
        return _perhaps(at, of, item, number, unit, day, missing)
    except periods.BeyondCalendarError as error:
        return [Period(*side, 1, frozenset({lacks("calendar", calendar=error.calendar)}) | missing)]


def _perhaps(
    at: Evaluation, of: Within, item: Happening, number: int, unit: periods.Unit, day: Day, missing: Names
) -> list[Period]:
    """The window of a moment that is not known: perhaps wherever it may be, surely where it is in any case.

    The later the moment is, the later its window begins and ends.
    """

    def window(first: Day, last: Day) -> list[Period]:
        is_since_always = first == FIRST_DAY and item.days is not None
        return _window(
            at, of, (first, last), first if of.from_ is not None or is_since_always else first + 1, number, unit, day
        )

    found: list[Period] = []
    if item.surely:
        found += [period for period in window(item.last, item.day) if period.value == 2]
    for first, until in item.span:
        found += [
            period._replace(value=1, missing=period.missing | missing)
            for period in window(first, until - 1 if until < NEVER else NEVER)
        ]
    return found


def _window(
    at: Evaluation, of: Within, anchor: tuple[Day, Day], first: Day, number: int, unit: periods.Unit, day: Day
) -> list[Period]:
    """The window that begins as it does at one day, and ends as it does at another."""
    counting = at.convention(of.counting)
    if of.before is not None:
        return [Period(periods.first_day_before(anchor[0], number, unit, counting), anchor[1] - 1)]
    if anchor[1] >= LAST_DAY and anchor[0] != anchor[1]:
        return [Period(first, LAST_DAY)]
    last = periods.last_day(anchor[1], number, unit, counting)
    surely = perhaps = last
    missing: Names = NOTHING
    if of.tolled is not None:
        yes, maybe, missing = at.timeline(of.tolled)
        surely, perhaps = (suspended(anchor[0], last, barred, counting) for barred in (yes, maybe))
    if of.extended is not None:
        yes, maybe, lacks = at.timeline(of.extended.while_)
        by, unit = length(at, of.extended.by, day)
        missing |= lacks | (by.names if isinstance(by, Lacking) else NOTHING)

        def longer(end: Day, barred: DaySet, otherwise: Day) -> Day:
            """The bars that meet the window, or what others made of it, each give a new period from their end."""
            longest = end
            for start, free in barred:
                if free > first and max(start, first) <= longest:
                    reach = otherwise if isinstance(by, Lacking) else periods.last_day(free, by, unit, counting)
                    longest = max(longest, reach)
            return longest

        surely, perhaps = longer(surely, yes, FIRST_DAY), longer(perhaps, maybe, NEVER)
    cut = hours.cut(at.plan, of.hour, is_over=True) or _itself
    surely, perhaps = cut(surely), cut(perhaps)
    found = [Period(first, min(surely, LAST_DAY))]
    if perhaps > surely:
        found.append(Period(max(first, surely + 1), min(perhaps, LAST_DAY), 1, missing))
    return found


def prepare(at: Evaluation, leaf: Leaf, days: Sequence[Day]) -> None:
    """Compute all that a leaf needs on some days, so that no other rules need to fire while it is told."""
    match leaf:
        case Covered(of=of):
            views = [FIRST_DAY, *_turns(at, of)]
            for view in {view_of(views, day) for day in days}:
                at.periods(leaf, view)
        case Turned(of=of):
            turned = [FIRST_DAY, *at.cover_turns(of)]
            for view in {view_of(turned, day) for day in days}:
                at.moments(of.begins, view)
                at.moments(of.ends, view)
            at.by_days.truth(of.initially, FIRST_DAY)
        case Measured(of=of, side=side):
            for day in days:
                at.number(of.quantity, day)
                at.number(getattr(of, side), day)
        case Supplied():
            pass


def tell(
    at: Evaluation, number: int, leaf: Leaf, days: Sequence[Day], facts: list[EngineFact], triggers: list[EngineFact]
) -> None:
    """The facts of a leaf for some days, and those that make its rules look at them, which must come last."""

    def ask(day: Day, view: int) -> None:
        triggers.append(EngineFact({f"t{number}": 1, "d": day, "g": view}, Known("asked", name_of(leaf), day)))

    match leaf:
        case Covered(of=of):
            views = [FIRST_DAY, *_turns(at, of)]
            told: dict[Day, bool] = {}
            for day in days:
                view = view_of(views, day)
                found = at.periods(leaf, view)
                ask(day, 1)
                if view not in told:
                    told[view] = True
                    until = next((later for later in views if later > view), NEVER)
                    for period in found:
                        _tell_period(number, leaf, period, view, until, (min(days), max(days)), facts)
        case Turned(of=of):
            _tell_turns(at, number, leaf, days, facts, ask)
        case Measured(of=of, side=side):
            for day in days:
                a, b = at.number(of.quantity, day), at.number(getattr(of, side), day)
                if isinstance(a, Lacking) or isinstance(b, Lacking):
                    known = Known("condition", name_of(leaf), day, 1)
                    facts.append(EngineFact({f"n{number}": 1, "d": day}, known, lacked(a, b)))
                else:
                    sign = (a > b) - (a < b)
                    facts.append(EngineFact({f"s{number}": sign, "d": day}, Known("sign", side, day, sign)))
        case Supplied():
            raise TypeError(leaf)


def _turns(at: Evaluation, of: object) -> list[Day]:
    return [] if isinstance(of, tuple) else at.cover_turns(of)  # type: ignore[arg-type]  # else it is a condition


def _tell_period(
    number: int, leaf: Leaf, period: Period, view: Day, until: Day, asked: tuple[Day, Day], facts: list[EngineFact]
) -> None:
    first, last = max(period.first, view), min(period.last, until - 1)
    if first > last or last < asked[0] or first > asked[1]:
        return
    fact = {f"w{number}": first, "u": last, "v": period.value}
    if asked[0] == asked[1] and _is_enough(fact, period, facts):
        return
    facts.append(EngineFact(fact, Known("period", name_of(leaf), first, period.value, last), period.missing))


def _is_enough(fact: dict[str, int], period: Period, facts: list[EngineFact]) -> bool:
    """Whether so many periods that cover the one day asked about have been told that one more tells nothing new."""
    alike = [each for each in facts if each.fact.keys() == fact.keys() and each.fact["v"] == period.value]
    return len(alike) >= ENOUGH and period.missing <= NOTHING.union(*(each.missing for each in alike))


def _tell_turns(
    at: Evaluation,
    number: int,
    leaf: Turned,
    days: Sequence[Day],
    facts: list[EngineFact],
    ask: Callable[[Day, int], None],
) -> None:
    of: Held = leaf.of
    views = [FIRST_DAY, *at.cover_turns(of)]
    told: dict[Day, int] = {}
    passed: dict[Day, tuple[Passed, Passed]] = {}
    before_any = False
    for day in days:
        view = view_of(views, day)
        begins, ends = at.moments(of.begins, view), at.moments(of.ends, view)
        if begins.missing or ends.missing:
            if view not in passed:
                passed[view] = Passed(begins.all), Passed(ends.all)
            truth = _turned(at, of, *passed[view], begins.missing | ends.missing, day)
            known = Known("condition", name_of(leaf), day, truth.value)
            facts.append(EngineFact({f"n{number}": truth.value, "d": day}, known, truth.missing))
            continue
        if view not in told:
            told[view] = len(told)
            last = of.same_day == "begins"
            in_order = sorted(
                [(item.day, last, 1) for item in begins.all] + [(item.day, not last, 0) for item in ends.all]
            )
            # The last turn by the first day asked about, and what follows up to the last: no other can matter.
            since = max(bisect_right(in_order, min(days), key=itemgetter(0)) - 1, 0)
            until = bisect_right(in_order, max(days), key=itemgetter(0))
            for order, (turn, _, begun) in enumerate(in_order[since:until], since):
                fact = {f"h{number}": order, "b": begun, "y": turn, "g": told[view]}
                facts.append(EngineFact(fact, Known("turn", "begins" if begun else "ends", turn, order)))
        before_any = before_any or not any(item.day <= day for item in (*begins.all, *ends.all))
        ask(day, told[view])
    if before_any:
        at_first = at.by_days.truth(of.initially, FIRST_DAY)
        known = Known("condition", "initially", FIRST_DAY, at_first.value)
        facts.append(EngineFact({f"i{number}": at_first.value}, known, at_first.missing))


def _turned(at: Evaluation, of: Held, begun: Passed, ended: Passed, missing: Names, day: Day) -> TruthOnDay:
    """Whether a state holds where some turn is not known: surely if what surely began it came after all that may have
    ended it, and perhaps if what may have begun it came after all that surely ended it.
    """
    at_first = at.by_days.truth(of.initially, FIRST_DAY)

    def holds(began: Day | None, finished: Day | None, initially: bool) -> bool:
        if began is None:
            return finished is None and initially
        return finished is None or began > finished or (began == finished and of.same_day == "begins")

    if holds(begun.surely(day), ended.perhaps(day), at_first.value == 2):
        return TruthOnDay(2)
    if holds(begun.perhaps(day), ended.surely(day), at_first.value >= 1):
        return TruthOnDay(1, missing | at_first.missing)
    return TruthOnDay(0)


def name_of(leaf: Leaf) -> str:
    """The key by which a leaf is known in a rule file."""
    side = getattr(leaf, "side", "")
    key = getattr(leaf.of, "key", "in_force")
    return side.removesuffix("_") or str(key)
