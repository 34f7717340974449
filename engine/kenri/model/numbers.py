"""Exact numbers in the form in which evaluators compute with them: how they compare, and how they are rounded."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias, assert_never

from kenri.model.expressions import Rounding
from kenri.model.ruling import Exact

UNLIMITED = math.inf
"""More than any number. It is only ever compared, never computed with."""


Number: TypeAlias = int | Fraction | float
"""An exact number; the only float there is is `UNLIMITED`."""

COMPARISONS: dict[str, Callable[[Number, Number], bool]] = {
    "at_least": operator.ge,
    "more_than": operator.gt,
    "at_most": operator.le,
    "less_than": operator.lt,
    "equals": operator.eq,
}
"""The comparisons of the rule language by their keys."""


def as_whole(value: int | Fraction) -> int | Fraction:
    """An exact number as an int where it is whole."""
    return value.numerator if value.denominator == 1 else value


def rounded(value: Number, mode: Rounding, unit: Number = 1) -> Number:
    """The whole multiple of `unit` that a rounding mode picks; `down` and `up` are towards less and more.

    >>> rounded(Fraction(7, 2), "half-even"), rounded(Fraction(-7, 2), "down"), rounded(2083, "down", 100)
    (4, -4, 2000)
    """
    if math.isinf(value):
        return value
    count = Fraction(value) / Fraction(unit)
    whole, rest = divmod(count, 1)
    match mode:
        case "down":
            up = False
        case "up":
            up = rest > 0
        case "half-up":
            up = rest >= Fraction(1, 2)
        case "half-down":
            up = rest > Fraction(1, 2)
        case "half-even":
            up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1)
        case _:
            assert_never(mode)
    if unit == 1:
        return whole + up
    return as_whole(Fraction(unit) * (whole + up))


def common_multiple(a: Exact, b: Exact) -> Exact:
    """The least positive number that is a multiple of both; zero where there is none."""
    if a == b:
        return a
    x, y = Fraction(a), Fraction(b)
    denominator = math.lcm(x.denominator, y.denominator)
    return as_whole(Fraction(math.lcm(int(x * denominator), int(y * denominator)), denominator))
