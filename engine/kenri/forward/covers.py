"""What the host tells of conditions that rest on days and numbers: periods, turns and signs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from kenri.forward.gates import Covered, Leaf, Measured, Supplied, Turned
from kenri.forward.happenings import decline, length, suspended, view_of
from kenri.forward.supply import lacking
from kenri.forward.trace import Known
from kenri.forward.values import NOTHING, EngineFact, Lacking, Names, Period, lacked
from kenri.model import periods
from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.model.expressions import AskerIs, AskerNamed, At, Condition, Held, Moments, On, Span, Through, Within
from kenri.model.lacking import lacks

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


def periods_of(at: Evaluation, gate: Covered, day: Day) -> list[Period] | Names:
    """The periods that a condition covers, as seen from a day, or what is missing to know them."""
    of = gate.of
    if isinstance(of, tuple):  # from one day to another, both given
        return [Period(*of)]
    anchor = getattr(of, gate.side) if gate.side else anchors(of)[0]
    seen = at.moments(anchor, day)
    if seen.missing:
        if isinstance(of, At):
            decline()
        return seen.missing
    match of:
        case Span():
            later = 1 if gate.side in ("after", "until") else 0
            return [Period(item.day + later, LAST_DAY) for item in seen.all]
        case On():
            return [Period(item.day, item.day) for item in seen.all]
        case Through(through=name):
            found = []
            for item in seen.all:
                last = at.supply.recorded(item.event, name)
                if last is None:
                    # The period has begun and its end is not known: its first day is certain, the rest is not.
                    names = frozenset({lacking(item.event, name)})
                    found += [Period(item.day, item.day), Period(item.day + 1, LAST_DAY, 1, names)]
                else:
                    found.append(Period(item.day, min(last, LAST_DAY)))
            return found
        case At(holds=other):
            truths = at.truths(other, [item.day for item in seen.all])
            return [Period(FIRST_DAY, LAST_DAY, *truth) for truth in truths if truth.value]
        case AskerIs(asker=AskerNamed(named=name)):
            asker = at.supply.asker.id
            named = [item for item in seen.all if item.event and at.names(item.event, name) == asker]
            return [Period(FIRST_DAY, LAST_DAY)] if named else []
        case Within():
            return [one for item in seen.all for one in _within(at, of, item.day, day)]
        case _:
            raise TypeError(of)


def _within(at: Evaluation, of: Within, anchor: Day, day: Day) -> list[Period]:
    """The window of one moment; anything on its side of the moment where it cannot be told how long it is."""
    number, unit = length(at, of.within, day)
    first = anchor if of.from_ is not None else anchor + 1
    side = (FIRST_DAY, anchor - 1) if of.before is not None else (first, LAST_DAY)
    if isinstance(number, Lacking):
        return [Period(*side, 1, number.names)]
    try:
        return _window(at, of, anchor, first, number, unit, day)
    except periods.BeyondCalendarError as error:
        return [Period(*side, 1, frozenset({lacks("calendar", calendar=error.calendar)}))]


def _window(
    at: Evaluation, of: Within, anchor: Day, first: Day, number: int, unit: periods.Unit, day: Day
) -> list[Period]:
    counting = at.convention(of.counting)
    if of.before is not None:
        return [Period(periods.first_day_before(anchor, number, unit, counting), anchor - 1)]
    last = periods.last_day(anchor, number, unit, counting)
    surely = perhaps = last
    missing: Names = NOTHING
    if of.tolled is not None:
        yes, maybe, missing = at.timeline(of.tolled)
        surely, perhaps = (suspended(anchor, last, barred, counting) for barred in (yes, maybe))
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
            at.truth(of.initially, FIRST_DAY)
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

    def open_(day: Day, missing: Names) -> None:
        facts.append(EngineFact({f"n{number}": 1, "d": day}, Known("condition", name_of(leaf), day, 1), missing))

    def ask(day: Day, view: int) -> None:
        triggers.append(EngineFact({f"t{number}": 1, "d": day, "g": view}, Known("asked", name_of(leaf), day)))

    match leaf:
        case Covered(of=of):
            views = [FIRST_DAY, *_turns(at, of)]
            told: dict[Day, bool] = {}
            for day in days:
                view = view_of(views, day)
                found = at.periods(leaf, view)
                if not isinstance(found, list):
                    open_(day, found)
                    continue
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
                    open_(day, lacked(a, b))
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
    before_any = False
    for day in days:
        view = view_of(views, day)
        begins, ends = at.moments(of.begins, view), at.moments(of.ends, view)
        if begins.missing or ends.missing:
            decline()
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
        passed = any(item.day <= day for item in (*begins.all, *ends.all))
        before_any = before_any or not passed
        ask(day, told[view])
    if before_any:
        at_first = at.truth(of.initially, FIRST_DAY)
        known = Known("condition", "initially", FIRST_DAY, at_first.value)
        facts.append(EngineFact({f"i{number}": at_first.value}, known, at_first.missing))


def name_of(leaf: Leaf) -> str:
    """The key by which a leaf is known in a rule file."""
    side = getattr(leaf, "side", "")
    key = getattr(leaf.of, "key", "in_force")
    return side.removesuffix("_") or str(key)
