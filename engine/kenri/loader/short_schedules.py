"""Vesting schedules whose days are fewer than their parts, so that what is left never vests."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, assert_never

from kenri.model.expressions import (
    AskedDay,
    AttributeDay,
    DayCases,
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
    Quantity,
    StartOf,
    Vests,
)
from kenri.model.plan import Plan
from kenri.model.supplied import term_value
from kenri.model.walk import everything

__all__ = ["ShortSchedule", "short_schedules"]

_SECTIONS = ("amounts", "figures", "rules", "effects", "states")


class ShortSchedule(NamedTuple):
    """An entry of a plan in which a schedule has so many parts, and at most so many days."""

    section: str
    name: str
    parts: int
    days: int
    comes_later: bool
    """Whether a part that is skipped needs one day more."""


def short_schedules(plan: Plan) -> Iterator[ShortSchedule]:
    """Schedules with fewer days than parts, or with no day left for a part that is skipped and comes later.

    Only where both are the same in every life.
    """
    for section in _SECTIONS:
        for name, entry in getattr(plan, section).items():
            for part in everything(entry):
                node = part.value
                if not isinstance(node, Vests):
                    continue
                parts = len(node.portions or ()) if node.parts is None else _whole(plan, node.parts)
                days = _most(plan, node.on)
                later = node.skipped is not None and node.skipped_parts == "later"
                if parts is not None and days is not None and days < parts + later:
                    yield ShortSchedule(section, name, parts, days, later and days == parts)


def _most(plan: Plan, moments: Moments) -> int | None:
    """How many days there are at most; None where a life decides."""
    match moments:
        case str():
            if moments in plan.dates:
                return _most(plan, plan.dates[moments].is_)
            return 1 if moments in plan.terms else None
        case datetime.date() | First() | Nth() | Latest() | EarlierOf() | LaterOf() | Prefer():
            return 1
        case GrantDay() | PartyDay() | AskedDay():
            return 1
        case EventMoments(event=kinds, who="grantee" | "asker"):
            return len(kinds) if all(plan.events[kind].once for kind in kinds) else None
        case Every(from_=of, times=times):
            often, starts = _whole(plan, times), _most(plan, of)
            return None if often is None or starts is None else often * starts
        case Plus(to=of) | Minus(from_=of) | FirstOf(containing=of) | LastOf(containing=of):
            return _most(plan, of)
        case EachOf(each_of=several):
            return _all(sum, (_most(plan, each) for each in several))
        case MomentsChoice(choices=choices):
            return _all(max, (_most(plan, each) for each in choices.values()))
        case DayCases(cases=lines, otherwise=otherwise):
            return _all(max, (_most(plan, each) for each in (*(line.is_ for line in lines), otherwise)))
        case StartOf() | EndOf() | LastDayOf() | AttributeDay() | Last() | Next() | EventMoments():
            return None
        case _:
            assert_never(moments)


def _all(of: Callable[[list[int]], int], several: Iterable[int | None]) -> int | None:
    found = [*several]
    known = [each for each in found if each is not None]
    return of(known) if len(known) == len(found) else None


def _whole(plan: Plan, number: Quantity) -> int | None:
    """A whole number that is the same in every life and on every day; None for any other."""
    value: object = number
    if isinstance(number, str) and number in plan.terms:
        term = plan.terms[number]
        value = None if term.is_unknown or term.dated else term_value(term)
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal) or value % 1:
        return None
    return int(value)
