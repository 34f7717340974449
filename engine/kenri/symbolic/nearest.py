"""The nearest day on which a condition holds, in terms.

What holds of the calendar alone is the same in every life: the nearest of those days is a look-up. Whatever else is
asked for holds in stretches, and the nearest day of each is that look-up from its near end. Where it only leaves out
some days, such as holidays that a company announced, these are fewer than the days that are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from kenri import terms
from kenri.model.days import ALWAYS, EMPTY, FIRST_DAY, NEVER, Day, DaySet
from kenri.model.expressions import All, AnyOf, BusinessDay, Condition, Last, Next, Not, On
from kenri.symbolic import stretches, tables
from kenri.symbolic.moments import SymbolicHappening, SymbolicHappenings, may_be
from kenri.symbolic.perhaps import LAST_DAY, SymbolicPossible, possible
from kenri.symbolic.world import Slot
from kenri.terms import conj, disj, eq, le, lt, neg

if TYPE_CHECKING:
    from kenri.symbolic.case import SymbolicCase

Fixed: TypeAlias = tuple[Any, ...]
"""What holds on the same days in every life: the name of an operation, and what it is about."""


class Near(NamedTuple):
    """A day, and whether there is one at all."""

    exists: terms.Flag
    day: terms.Number


def nearest(case: SymbolicCase, node: Last | Next, found: SymbolicHappenings, slot: Slot | None) -> SymbolicHappenings:
    """Each day moved to the nearest on which a condition holds; what is unknown of the condition matters if nearer."""
    moved: list[SymbolicHappening] = []
    perhaps: list[SymbolicPossible] = []
    for each in found.all:
        near, is_known = near_day(case, node, each.day, slot), _is_known(case, node, each.day, slot)
        happens = conj(each.happens, is_known, near.exists)
        if happens is not False:
            moved.append(each._replace(happens=happens, day=near.day, order=(each.day, *each.order)))
        if is_known is not True:
            unsure = conj(each.happens, neg(is_known))
            perhaps.append(_on_one_of(case, node, may_be(each, unsure)._replace(surely=unsure), slot))
    for one in found.perhaps:
        if one.ends == (FIRST_DAY, LAST_DAY):  # of any day nothing more is known
            perhaps.append(one)
            continue
        if not one.on_a_day:
            perhaps.append(_on_one_of(case, node, one, slot))
            continue
        (span,) = one.spans
        near, is_known = near_day(case, node, span.first, slot), _is_known(case, node, span.first, slot)
        there = one.only(conj(is_known, near.exists))
        spans = tuple(each._replace(first=near.day, last=near.day) for each in there.spans)
        perhaps.append(there._replace(spans=spans, order=(span.first, *one.order)))
        if is_known is not True:
            perhaps.append(_on_one_of(case, node, one.only(neg(is_known)), slot))
    return SymbolicHappenings(tuple(moved), possible(perhaps))


def _on_one_of(case: SymbolicCase, node: Last | Next, one: SymbolicPossible, slot: Slot | None) -> SymbolicPossible:
    """What may be on one of some days, or is moved to one of some: the later the day, the later the nearest."""
    back = isinstance(node, Last)
    sooner, later = (stretches.SURELY, stretches.PERHAPS) if back else (stretches.PERHAPS, stretches.SURELY)

    def moved(way: stretches.Way, otherwise: Day) -> Callable[[terms.Number], terms.Number]:
        def near(day: terms.Number) -> terms.Number:
            found = _near(case, node, day, slot, way)
            return terms.ite(found.exists, found.day, otherwise)

        return near

    first, last = moved(sooner, FIRST_DAY if back else NEVER), moved(later, FIRST_DAY - 1 if back else NEVER)
    found = one._replace(on_a_day=False).moved(first, last).within(FIRST_DAY, LAST_DAY)
    if not back:
        return found
    return found._replace(surely=conj(found.surely, near_day(case, node, one.first, slot).exists))


def near_day(case: SymbolicCase, node: Last | Next, day: terms.Number, slot: Slot | None) -> Near:
    """The nearest day on which the condition surely holds."""
    return _near(case, node, day, slot, stretches.SURELY)


def _is_known(case: SymbolicCase, node: Last | Next, day: terms.Number, slot: Slot | None) -> terms.Flag:
    sure, perhaps = (_near(case, node, day, slot, way) for way in (stretches.SURELY, stretches.PERHAPS))
    if sure == perhaps:
        return True
    return disj(conj(sure.exists, perhaps.exists, eq(sure.day, perhaps.day)), neg(perhaps.exists))


def _near(case: SymbolicCase, node: Last | Next, day: terms.Number, slot: Slot | None, way: stretches.Way) -> Near:
    fixed, rest = case.keep(
        ("parts", case.key_of(node)), lambda: _parts(case, node.last if isinstance(node, Last) else node.next)
    )
    back = isinstance(node, Last)
    if rest is None:
        return _looked_up(fixed, day, way, back=back)
    left_out = _days_left_out(case, rest, slot) if terms.is_known(day) else None
    if left_out is not None:
        return _one_by_one(case, fixed, rest, day, slot, way, left_out + 1, back=back)
    found = Near(False, day)
    for each in stretches.stretches(case, rest, slot, way=way).all:
        start, end = each.start, each.end
        if back:
            reaches, from_ = le(start, day), terms.minimum(day, terms.sub(end, 1))
        else:
            reaches, from_ = lt(day, end), terms.maximum(day, start)
        near = _looked_up(fixed, from_, way, back=back)
        inside = le(start, near.day) if back else lt(near.day, end)
        there = conj(each.is_one, reaches, near.exists, inside)
        nearer = lt(found.day, near.day) if back else lt(near.day, found.day)
        found = Near(
            disj(found.exists, there),
            terms.ite(conj(there, disj(neg(found.exists), nearer)), near.day, found.day),
        )
    return found


def _looked_up(fixed: Fixed, day: terms.Number, way: stretches.Way, *, back: bool) -> Near:
    if fixed == ("all",):
        return Near(True, day)
    days = _days(fixed)[way]
    if terms.is_known(day):
        near = days.previous_on_or_before(day) if back else days.next_on_or_after(day)
        return Near(near is not None and near < NEVER, day if near is None else near)

    if way == stretches.PERHAPS and _are_alike(fixed, day, back=back):
        days, way = _days(fixed)[stretches.SURELY], stretches.SURELY

    def of(each: int) -> int:
        if back:
            return days.previous_on_or_before(each) or FIRST_DAY - 1
        return days.next_on_or_after(each)

    near = tables.nearest(("nearest", back, way, fixed), day, of)
    return Near(le(FIRST_DAY, near) if back else lt(near, NEVER), near)


def _one_by_one(
    case: SymbolicCase, fixed: Fixed, rest: Condition, day: Day, slot: Slot | None, way: stretches.Way, most: int, *,
    back: bool,
) -> Near:  # fmt: skip
    """The nearest of so many days of the calendar on which the rest holds, too."""
    days = _days(fixed)[way]
    candidates: list[Day] = []
    each: Day | None = day
    while each is not None and len(candidates) < most:
        each = days.previous_on_or_before(each) if back else days.next_on_or_after(each)
        if each is not None and each >= NEVER:
            break
        if each is not None:
            candidates.append(each)
            each += -1 if back else 1
    found = Near(False, day)
    for one in reversed(candidates):
        holds = case.holds(rest, one, slot)[way]
        found = Near(disj(holds, found.exists), terms.ite(holds, one, found.day))
    return found


def _days_left_out(case: SymbolicCase, node: Condition, slot: Slot | None) -> int | None:
    """On how many days at most a condition does not hold, where that is told by its form."""
    match node:
        case str() if node in case.plan.states:
            return _days_left_out(case, case.plan.states[node].is_, slot)
        case All(all=several):
            found = [_days_left_out(case, each, slot) for each in several]
            return None if None in found else sum(each for each in found if each is not None)
        case Not(not_=other):
            while isinstance(other, str) and other in case.plan.states:
                other = case.plan.states[other].is_
            if isinstance(other, On) and case.is_timeless(other.on):
                return len(case.moments(other.on, FIRST_DAY, slot).all)
            return None
        case _:
            return None


def _are_alike(fixed: Fixed, day: terms.Number, *, back: bool) -> bool:
    """Whether the nearest day is the same surely and perhaps, from every day that a term can be."""
    least, most = (None if each is None else int(each) for each in terms.range_of(day))
    if least is None or most is None:
        return False
    yes, maybe = _days(fixed)
    if back:
        least = maybe.previous_on_or_before(least) or FIRST_DAY
    else:
        most = maybe.next_on_or_after(most)
    return not (maybe - yes) & DaySet.between(least, most + 1)


# --- which part of a condition is fixed


def _parts(case: SymbolicCase, node: Condition) -> tuple[Fixed, Condition | None]:
    """What must hold of the calendar, and what else must."""
    fixed: list[Fixed] = []
    rest: list[Condition] = []
    for each in _conjuncts(case, node):
        said = _fixed(case, each)
        if said is None:
            rest.append(each)
        else:
            fixed.append(said)
    return ("all", *fixed), None if not rest else rest[0] if len(rest) == 1 else All(all=tuple(rest))


def _conjuncts(case: SymbolicCase, node: Condition) -> list[Condition]:
    if isinstance(node, All):
        return [each for one in node.all for each in _conjuncts(case, one)]
    if isinstance(node, str) and node in case.plan.states:
        inner = case.plan.states[node].is_
        return _conjuncts(case, inner) if isinstance(inner, str | All | BusinessDay) else [node]
    return [node]


def _fixed(case: SymbolicCase, node: Condition) -> Fixed | None:
    match node:
        case "always":
            return ("all",)
        case "never":
            return ("any",)
        case str() if node in case.plan.states:
            return _fixed(case, case.plan.states[node].is_)
        case BusinessDay(business_day=name):
            return ("open", case.calendar(None if name == "plan" else name))
        case Not(not_=other):
            said = _fixed(case, other)
            return None if said is None else ("not", said)
        case All(all=several) | AnyOf(any=several):
            parts = [_fixed(case, each) for each in several]
            return None if None in parts else ("all" if isinstance(node, All) else "any", *parts)
        case _:
            return None


@lru_cache(maxsize=64)
def _days(fixed: Fixed) -> tuple[DaySet, DaySet]:
    """The days on which it surely holds, and those on which it may: a calendar does not know all years."""
    match fixed:
        case ("open", calendar):
            days, reach = calendar.days()
            return days, days | ~reach
        case ("not", other):
            yes, maybe = _days(other)
            return ~maybe, ~yes
        case ("all", *several):
            yes = maybe = ALWAYS
            for each in several:
                yes, maybe = yes & _days(each)[0], maybe & _days(each)[1]
            return yes, maybe
        case ("any", *several):
            yes = maybe = EMPTY
            for each in several:
                yes, maybe = yes | _days(each)[0], maybe | _days(each)[1]
            return yes, maybe
        case _:
            raise TypeError(fixed)
