"""Exact numbers as people supply them: whole, decimal, or a fraction; and how long a number may be.

A float is never among them: it is near to what was meant, and not the same.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from kenri.model.limits import NUMBER_LENGTH

DIGITS_LIMIT = NUMBER_LENGTH.most
"""Digits of the longest number taken, before and after its point, and on either side of a fraction's stroke."""

_BOUND = 10**DIGITS_LIMIT
_FRACTION = re.compile(r"(-?[0-9]+)\s*/\s*([0-9]*[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def exact(value: object) -> int | Fraction | None:
    """A whole or decimal number or a fraction as the engine's exact number; None for anything else, and if too long.

    >>> exact(Decimal("2.0")), exact(Fraction(1, 3)), exact(0.5)
    (2, Fraction(1, 3), None)
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction) or is_too_long(value):
        return None
    if isinstance(value, Decimal) and not value.is_finite():
        return None
    fraction = Fraction(value)
    return fraction.numerator if fraction.denominator == 1 else fraction


def fraction_in(text: str) -> int | Fraction | None:
    """The fraction in a text such as `1/3`; None where there is none, or one that is too long."""
    match = _FRACTION.fullmatch(text.strip()) if len(text) <= 4 * DIGITS_LIMIT else None
    if match is None or max(map(_digits, match.groups())) > DIGITS_LIMIT:
        return None
    return exact(Fraction(int(match[1]), int(match[2])))


def number_in(text: str) -> int | Fraction | None:
    """The number in a text such as `10`, `2.5` or `1/3`; None where there is none, or one that is too long.

    >>> number_in("2.50"), number_in("-1/3"), number_in("1e3")
    (Fraction(5, 2), Fraction(-1, 3), None)
    """
    if len(text) <= 4 * DIGITS_LIMIT and _DECIMAL.fullmatch(text) and _digits(text) <= DIGITS_LIMIT:
        return exact(Decimal(text)) if "." in text else int(text)
    return fraction_in(text)


def as_decimal(number: Fraction, most: int = 12) -> Decimal | None:
    """The number as a decimal, where that is exact in so many places; every digit of it is kept.

    >>> as_decimal(Fraction(5, 2)), as_decimal(Fraction(4)), as_decimal(Fraction(1, 3))
    (Decimal('2.5'), Decimal('4'), None)
    """
    places = next((places for places in range(most + 1) if pow(10, places, number.denominator) == 0), None)
    if places is None:
        return None
    # From text: arithmetic on decimals would round what is longer than the precision of the day.
    return Decimal(f"{number.numerator * 10**places // number.denominator}e-{places}")


def is_too_long(value: object) -> bool:
    """Whether something is a number of more digits than are taken, or the text of one."""
    match value:
        case bool():
            return False
        case int():
            return not -_BOUND < value < _BOUND
        case Fraction():
            return not (-_BOUND < value.numerator < _BOUND and value.denominator < _BOUND)
        case Decimal():
            return value.is_finite() and _length(value) > DIGITS_LIMIT
        case str():
            stripped = value.strip()
            if _DECIMAL.fullmatch(stripped):
                return _digits(stripped) > DIGITS_LIMIT
            match = _FRACTION.fullmatch(stripped)
            return match is not None and max(map(_digits, match.groups())) > DIGITS_LIMIT
        case _:
            return False


def _length(value: Decimal) -> int:
    """How many digits a decimal has when they are all written."""
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int), "a finite decimal has an exponent"
    return max(len(digits) + max(exponent, 0), 1 - exponent if exponent < 0 else 0)


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))
