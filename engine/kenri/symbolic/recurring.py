"""How many recurring days have come, by arithmetic: where terms are made into functions, each day would be a term."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kenri import terms
from kenri.model.expressions import Every, Moments
from kenri.model.periods import Counting, Unit
from kenri.symbolic import tables
from kenri.terms import add, conj, disj, eq, floor, ge, ite, maximum, minimum, neg, sub

if TYPE_CHECKING:
    from kenri.symbolic.case import SymbolicCase
    from kenri.symbolic.moments import SymbolicHappening
    from kenri.symbolic.world import Slot


def come_by_arithmetic(case: SymbolicCase, node: Moments, day: terms.Number, slot: Slot | None) -> terms.Number | None:
    """How many of some days have come by a day; None where they are to be gone through one by one.

    That is so where they are not counted from days that are open, move with a suspension, or roll to business days.
    """
    if not terms.are_as_functions():
        return None
    while isinstance(node, str) and node in case.plan.dates:
        node, slot = case.plan.dates[node].is_, None
    if not isinstance(node, Every) or node.paused is not None:
        return None
    counting = case.counting(node.counting)
    several = tables.lengths(case, node.every, day)
    often = tables.times(case, node.times, day)
    if len(several) > 1 or len(often) > 1:
        return None
    ((holds, number, unit),), ((also_holds, times),) = several, often
    if not (holds is also_holds is True) or not number or times is None or not _is_straight(unit, counting):
        return None
    start = case.moments(node.from_, day, slot)
    if start.perhaps or all(terms.is_known(each.day) for each in start.all):
        return None
    several_come = []
    for each in start.all:
        key = ("place-in-line", each.day, number, unit, counting, times)
        places = case.keep(key, partial(_places, each.day, number, unit, counting, times))
        come = places.get(day)
        several_come.append(
            _of(each, number, unit, counting, times, day) if come is None else ite(each.happens, come, 0)
        )
    return terms.total(several_come)


def _places(start: terms.Number, number: int, unit: Unit, counting: Counting, times: int) -> dict[terms.Number, int]:
    """Which of the recurring days each is: on the day of a part it is plain how many have come, whatever day it is."""
    if terms.is_known(start):
        return {}
    days = (tables.recurring(start, index * number, unit, counting)[0] for index in range(1, times + 1))
    return {day: index for index, day in enumerate(days, 1) if not terms.is_known(day)}


def _is_straight(unit: Unit, counting: Counting) -> bool:
    if counting.roll != "none" or unit == "business-days":
        return False
    return unit in ("days", "weeks") or counting.day_of_month is not None or counting.months != "next-day"


def _of(
    start: SymbolicHappening, number: int, unit: Unit, counting: Counting, times: int, day: terms.Number
) -> terms.Number:
    day_0 = add(start.day, -1) if counting.first_day == "included" else start.day
    if unit in ("days", "weeks"):
        passed, length = sub(day, day_0), number * (7 if unit == "weeks" else 1)
    else:
        passed, length = _months_between(day_0, day, counting), number * (12 if unit == "years" else 1)
    whole = floor(terms.divide(passed, length))
    return ite(start.happens, minimum(maximum(whole, 0), times), 0)


def _months_between(day_0: terms.Number, day: terms.Number, counting: Counting) -> terms.Number:
    """The periods of a month from one day that have ended by another; below one where none has."""
    begun = tables.month_index(day_0)
    if counting.day_of_month is not None:
        return sub(tables.month_reaching(counting.day_of_month, day), begun)
    in_month = sub(day, tables.first_of("month", day, 1)[0])
    is_last = eq(day, tables.last_of("month", day, 1)[0])
    reached = ge(in_month, sub(day_0, tables.first_of("month", day_0, 1)[0]))
    if counting.months == "month-end":
        reached = conj(reached, neg(eq(day_0, tables.last_of("month", day_0, 1)[0])))
    return sub(sub(tables.month_index(day), begun), ite(disj(reached, is_last), 0, 1))
