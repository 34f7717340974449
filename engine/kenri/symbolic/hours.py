"""Hours of the day in terms: the day that a day with an hour on it comes to at the time that is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kenri import terms
from kenri.model import hours
from kenri.model.plan import Plan
from kenri.symbolic import tables

if TYPE_CHECKING:
    from kenri.symbolic.case import SymbolicCase


def cut(case: SymbolicCase, hour: str | None, day: terms.Number, *, is_over: bool) -> terms.Number:
    """The last day on which an hour of a day is not over, with `is_over`; else the first on which it has come."""
    if hour is None:
        return day
    if not case.parts:
        return _cut(case.plan, hour, day, is_over)
    *others, (_, last) = case.parts
    found = _cut(last, hour, day, is_over)
    for is_asked, plan in reversed(others):
        found = terms.ite(is_asked, _cut(plan, hour, day, is_over), found)
    return found


def _cut(plan: Plan, hour: str, day: terms.Number, is_over: bool) -> terms.Number:
    day_of = hours.cut(plan, hour, is_over=is_over)
    assert day_of is not None
    _, zone = named = hours.hour_of(plan, hour)
    if zone == plan.zone:  # all days are moved alike
        return terms.add(day, day_of(1) - 1)
    return tables.at_hour((*named, plan.zone, plan.time, is_over), day, day_of)


__all__ = ["cut"]
