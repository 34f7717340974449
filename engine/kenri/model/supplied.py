"""Facts as a plan states them: values as written, terms, and defaults of attributes; and how periods are counted."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, Protocol

from kenri.model.days import NEVER
from kenri.model.expressions import CountingRule, CountingUse, Value
from kenri.model.life import Fact, Period
from kenri.model.numbers import UNLIMITED, as_whole
from kenri.model.periods import Calendar, Counting
from kenri.model.plan import Attribute, AttributeUse, DatedValue, Plan, Term


class Calendars(Protocol):
    """Where the business-day calendars that a plan can name come from."""

    def __call__(self, name: str, /) -> Calendar:
        """The calendar of a name."""

    def of(self, plan: Plan, /) -> Calendars:
        """Where those that another plan can name come from."""


class Missing(NamedTuple):
    """A fact that nobody supplied, named."""

    name: str


def default_of(attribute: AttributeUse | None, name: str) -> Fact | Missing:
    """The declared default of an attribute; missing under its name where it has none."""
    default = attribute.default if isinstance(attribute, Attribute) else None
    match default:
        case None:
            return Missing(name)
        case "never" if isinstance(attribute, Attribute) and attribute.type == "day":
            return NEVER
        case "unlimited" if isinstance(attribute, Attribute) and attribute.type == "number":
            return UNLIMITED
        case _:
            return plain(default)


def plain(value: Value) -> Fact:
    """A value as written, as the fact it stands for: a day is an ordinal, a number exact."""
    match value:
        case datetime.date():
            return value.toordinal()
        case Decimal():
            return as_whole(Fraction(value))
        case _:
            return value


def term_value(term: Term | DatedValue) -> Fact | Period:
    """The value of a term that is stated; a period without a last day never ends."""
    if term.value is not None:
        return plain(term.value)
    assert term.first is not None, "the loader gives every known term a value or a first day"
    return term.first.toordinal(), term.last.toordinal() if term.last is not None else NEVER - 1


def counting_of(plan: Plan, use: CountingUse | None, calendars: Calendars) -> Counting:
    """The counting convention of a period: the plan's own, with what the period says otherwise."""
    own = plan.counting
    said = plan.countings[use] if isinstance(use, str) else use or CountingRule()
    calendar = said.calendar or own.calendar
    return Counting(
        months=said.months or own.months or "corresponding-day",
        first_day=said.first_day or own.first_day or "excluded",
        roll=said.roll or own.roll or "none",
        calendar=calendars(calendar) if calendar else None,
        day_of_month=said.day_of_month or (None if said.months else own.day_of_month),
    )
