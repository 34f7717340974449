"""What has vested by a schedule in parts: how a total is divided among them, and how much of it the first ones are."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache, partial
from itertools import accumulate
from typing import TYPE_CHECKING, assert_never

from kenri.model.expressions import Allocation, Vests
from kenri.model.lacking import lacks
from kenri.model.limits import TIMES
from kenri.model.numbers import Number, rounded
from kenri.reference.steps import ZERO, Steps, Unknown, Value, constant, pointwise

if TYPE_CHECKING:
    from kenri.reference.case import Case


def vested(case: Case, node: Vests, so_far: Steps) -> Steps:
    """How many have vested on each day, when so many of the days of the parts have come."""
    parts = constant(len(node.portions or ())) if node.parts is None else case.quantity(node.parts)
    cliff = ZERO if node.cliff is None else case.quantity(node.cliff)
    operands = (case.quantity(node.vests), so_far, parts, cliff)
    return pointwise(partial(_vested, node), operands, case.last_time(node))


def _vested(node: Vests, total: Number, so_far: Number, parts: Number, cliff: Number) -> Value:
    lacking = _lacking(total, parts, cliff)
    if lacking is not None:
        return Unknown(frozenset({lacking}))
    assert isinstance(total, int | Fraction), "what lacks a limit lacks something"
    parts, cliff = int(parts), int(cliff)
    come = int(min(so_far, parts))
    if come < cliff:
        return 0
    joined = max(cliff, 1) if node.at_cliff == "as-one" else 1
    return parts_of(node.allocation, total, come, _portions(node, parts), min(joined, parts))


def _lacking(total: Number, parts: Number, cliff: Number) -> str | None:
    """What is missing to know how a total is divided; None where nothing is."""
    for name, number, least in (("parts", parts, 1), ("cliff", cliff, 0)):
        if not isinstance(number, int) or number < least:
            return lacks("whole-number", name=name)
    if parts > TIMES.most:
        return lacks("fewer-times", name="parts")
    return lacks("limit") if isinstance(total, float) else None


def _portions(node: Vests, parts: int) -> tuple[Fraction, ...]:
    return (Fraction(1),) * parts if node.portions is None else tuple(map(Fraction, node.portions))


def parts_of(
    allocation: Allocation, total: int | Fraction, come: int, portions: tuple[Fraction, ...], joined: int
) -> int | Fraction:
    """So many of a total as the first parts of it are, the first `joined` of which are one part.

    >>> [parts_of("cumulative-rounding", 18, come, (Fraction(1),) * 4, 1) for come in range(5)]
    [0, 5, 9, 14, 18]
    """
    so_far = _sums(portions)
    if allocation == "fractional":
        return total * so_far[come] / so_far[-1]
    whole = total // 1
    exact = whole * so_far[come] / so_far[-1]
    if allocation == "cumulative-rounding":
        return int(rounded(exact, "half-up"))
    if allocation == "cumulative-round-down":
        return int(rounded(exact, "down"))
    tranches = _rounded_down(whole, portions, joined)
    number, over, to_come = max(come - joined + 1, 0), whole - tranches[-1], len(portions) - come
    match allocation:
        case "front-loaded":
            added = min(over, number)
        case "back-loaded":
            added = max(over - to_come, 0)
        case "front-loaded-to-single-tranche":
            added = over if number else 0
        case "back-loaded-to-single-tranche":
            added = 0 if to_come else over
        case _:
            assert_never(allocation)
    return tranches[number] + added


@lru_cache(maxsize=256)
def _sums(portions: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    return tuple(accumulate(portions, initial=Fraction(0)))


@lru_cache(maxsize=256)
def _rounded_down(whole: int, portions: tuple[Fraction, ...], joined: int) -> tuple[int, ...]:
    """The sums of the first parts, each rounded down by itself."""
    each = (sum(portions[:joined], Fraction(0)), *portions[joined:])
    all_ = sum(portions, Fraction(0))
    return tuple(accumulate((int(whole * one // all_) for one in each), initial=0))
