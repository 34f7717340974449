"""Values as JSON can carry them without loss: numbers as they are or as text, days as text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kenri.model.days import Day, iso
from kenri.model.ruling import Least, Most


def exact(value: Most | Least) -> int | str | None:
    """A number as JSON can carry it without loss; a word in its place stays as it is.

    >>> exact(4), exact(Fraction(1, 3)), exact(Fraction(4, 1)), exact(None)
    (4, '1/3', 4, None)
    """
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    return value


def plain(value: Any) -> Any:
    """Numbers and days, by name or in lists, likewise.

    >>> plain({"on": date(2025, 7, 5), "numbers": (1, Fraction(1, 3), Decimal("2.50"), True)})
    {'on': '2025-07-05', 'numbers': [1, '1/3', '2.50', True]}
    """
    match value:
        case Fraction():
            return exact(value)
        case Decimal():
            return str(value)
        case Mapping():
            return {name: plain(each) for name, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case date():
            return value.isoformat()
        case _:
            return value


def day_or_null(day: Day | None) -> str | None:
    """A day as text; null where there is none."""
    return None if day is None else iso(day)
