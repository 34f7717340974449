"""What the host works with: happenings, exact numbers and truths, each with the names of what is missing to know it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from kenri.forward.trace import Exact, Known
from kenri.model.days import Day
from kenri.model.lacking import lacks
from kenri.model.limits import is_too_long
from kenri.reference.occurrences import Occurrence, Occurrences

Names: TypeAlias = frozenset[str]
NOTHING: Names = frozenset()

UNLIMITED = float("inf")
"""More than any number; it is compared, and never told to an engine."""


class Lacking(NamedTuple):
    """A number or a fact that is not known, and the names of what is missing."""

    names: Names


Number: TypeAlias = Exact | Lacking


Happening: TypeAlias = Occurrence
"""A day on which something happens, and the event that makes it if there is one."""

Seen: TypeAlias = Occurrences
"""What happens, as seen from a day, in the order of days, with the bounds of what is not known."""


class TruthOnDay(NamedTuple):
    """False (0), unknown (1) or true (2) on a day; `missing` names what would settle an unknown one."""

    value: int
    missing: Names = NOTHING


class EngineFact(NamedTuple):
    """A fact for the engine, what it stands for, and what is missing to know better."""

    fact: Mapping[str, int]
    known: Known
    missing: Names = NOTHING


class Period(NamedTuple):
    """Days from `first` to `last`, both included, that are covered: surely (2) or perhaps (1)."""

    first: Day
    last: Day
    value: int = 2
    missing: Names = NOTHING


def exact(number: Exact) -> Number:
    """A number in its normal form; not known when it is less than no limit and yet no number, or too long."""
    if isinstance(number, float) and number != UNLIMITED:
        return Lacking(frozenset({lacks("limit")}))
    if is_too_long(number):
        return Lacking(frozenset({lacks("fewer-digits")}))
    return number.numerator if isinstance(number, Fraction) and number.denominator == 1 else number


def lacked(*numbers: Number) -> Names:
    """The names of everything that is missing among some numbers."""
    return NOTHING.union(*(number.names for number in numbers if isinstance(number, Lacking)))


__all__ = [
    "NOTHING",
    "UNLIMITED",
    "EngineFact",
    "Exact",
    "Happening",
    "Lacking",
    "Names",
    "Number",
    "Period",
    "Seen",
    "TruthOnDay",
    "exact",
    "lacked",
]  # fmt: skip
