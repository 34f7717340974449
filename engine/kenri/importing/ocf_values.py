"""Values of the Open Cap Format, exact: numbers are text, days ISO, ratios two numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kenri.model.entries import Plain
from kenri.model.exact import as_decimal

__all__ = ["day_of", "exact_number", "money_of", "plain_number", "ratio_of"]

_NUMERIC = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,10})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def exact_number(value: Any) -> Fraction | None:
    """A `Numeric`; None for anything else. A bare number of JSON is taken as well.

    >>> exact_number("+10000000.00"), exact_number("1e3"), exact_number(True)
    (Fraction(10000000, 1), None, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int) and abs(value) < 10**40:
        return Fraction(value)
    if isinstance(value, Decimal):
        value = f"{value:f}" if value.is_finite() and abs(value.adjusted()) < 40 else ""
    return Fraction(value) if isinstance(value, str) and _NUMERIC.fullmatch(value) else None


def plain_number(number: Fraction) -> Plain:
    """A number as a life file has it."""
    if number.denominator == 1:
        return number.numerator
    decimal = as_decimal(number)
    return decimal if decimal is not None else f"{number.numerator}/{number.denominator}"


def day_of(value: Any) -> date | None:
    """A `Date`; None for anything else."""
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def money_of(value: Any) -> tuple[Fraction, str] | None:
    """A `Monetary`: the amount and its currency; None for anything else."""
    if not isinstance(value, Mapping) or not isinstance(value.get("currency"), str):
        return None
    amount = exact_number(value.get("amount"))
    return None if amount is None else (amount, value["currency"])


def ratio_of(value: Any) -> Fraction | None:
    """A `Ratio`; None for anything else, and for one that is not above zero."""
    if not isinstance(value, Mapping):
        return None
    above, below = exact_number(value.get("numerator")), exact_number(value.get("denominator"))
    return above / below if above is not None and below and above / below > 0 else None
