"""What has vested by a schedule in parts: how a total is divided among them, and how much of it the first ones are."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial
from itertools import accumulate
from math import lcm
from typing import TYPE_CHECKING

from kenri.model.expressions import Allocation, Vests
from kenri.model.lacking import lacks
from kenri.model.limits import TIMES
from kenri.model.numbers import Number
from kenri.reference.steps import ZERO, Steps, Unknown, Value, constant, pointwise

if TYPE_CHECKING:
    from kenri.reference.case import Case


def vested(case: Case, node: Vests, so_far: Steps) -> Steps:
    """How many have vested on each day, when so many of the days of the parts have come."""
    parts = constant(len(node.portions or ())) if node.parts is None else case.quantity(node.parts)
    cliff = ZERO if node.cliff is None else case.quantity(node.cliff)
    operands = (case.quantity(node.vests), so_far, parts, cliff)
    return pointwise(partial(vested_after, node), operands, case.last_time(node))


def vested_after(node: Vests, total: Number, so_far: Number, parts: Number, cliff: Number) -> Value:
    """How many have vested when so many of the days of the parts have come."""
    lacking = _lacking(total, parts, cliff)
    if lacking is not None:
        return Unknown(frozenset({lacking}))
    assert not isinstance(total, float), "what lacks a limit lacks something"
    parts, cliff = int(parts), int(cliff)
    come = int(min(so_far, parts))
    if come < cliff:
        return 0
    joined = max(cliff, 1) if node.at_cliff == "as-one" else 1
    return after_each(node.allocation, total, node.portions or parts, joined)[max(come - joined + 1, 0)]


def _lacking(total: Number, parts: Number, cliff: Number) -> str | None:
    """What is missing to know how a total is divided; None where nothing is."""
    for name, number, least in (("parts", parts, 1), ("cliff", cliff, 0)):
        if isinstance(number, float) or number % 1 or number < least:  # without limit, or in part
            return lacks("whole-number", name=name)
    if parts > TIMES.most:
        return lacks("fewer-times", name="parts")
    return lacks("limit") if isinstance(total, float) else None


@lru_cache(maxsize=1024)
def after_each(
    allocation: Allocation, total: int | Fraction, portions: int | tuple[int | Decimal, ...], joined: int
) -> tuple[int | Fraction, ...]:
    """What has vested before the first part of a schedule and after each; its first `joined` ones are one part.

    `portions`: how many equal parts there are, or how large each is beside the others.

    >>> after_each("cumulative-rounding", 18, 4, 1), after_each("back-loaded", 18, 4, 2)
    ((0, 5, 9, 14, 18), (0, 9, 13, 18))
    """
    sums = _sums(portions)
    sums = (0, *sums[joined:])
    if allocation == "fractional":
        return tuple(Fraction(total) * each / sums[-1] for each in sums)
    return tuple(_rounded(allocation, int(total // 1), sums))


def _sums(portions: int | tuple[int | Decimal, ...]) -> tuple[int, ...]:
    """How large the first parts are together, in whole numbers."""
    if isinstance(portions, int):
        return (*range(portions + 1),)
    sizes = [Fraction(each) for each in portions]
    to_whole = lcm(*(each.denominator for each in sizes))
    return tuple(accumulate((int(each * to_whole) for each in sizes), initial=0))


def _rounded(allocation: Allocation, total: int, sums: tuple[int, ...]) -> Iterator[int]:
    """What has vested before the first part and after each, given how large the first parts are together."""
    unit, last = sums[-1], len(sums) - 1
    if allocation == "cumulative-rounding":
        yield from ((2 * total * each + unit) // (2 * unit) for each in sums)
        return
    if allocation == "cumulative-round-down":
        yield from (total * each // unit for each in sums)
        return
    alone = [*accumulate((total * (sums[n] - sums[n - 1]) // unit for n in range(1, last + 1)), initial=0)]
    over = total - alone[-1]
    if allocation == "front-loaded":
        yield from (each + min(over, come) for come, each in enumerate(alone))
    elif allocation == "back-loaded":
        yield from (each + max(over - (last - come), 0) for come, each in enumerate(alone))
    elif allocation == "front-loaded-to-single-tranche":
        yield from (each + (over if come else 0) for come, each in enumerate(alone))
    else:
        yield from (each + (0 if come < last else over) for come, each in enumerate(alone))
