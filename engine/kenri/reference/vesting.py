"""What has vested by a schedule in parts: how a total is divided among them, and how much of it the first ones are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial
from itertools import accumulate, pairwise
from math import lcm
from typing import TYPE_CHECKING, TypeAlias

from kenri.model.days import FIRST_DAY, Day
from kenri.model.expressions import Allocation, Vests
from kenri.model.lacking import lacks
from kenri.model.limits import TIMES
from kenri.model.numbers import Number
from kenri.reference.occurrences import views
from kenri.reference.steps import ZERO, Steps, Unknown, Value, constant, pointwise, spliced, steps

if TYPE_CHECKING:
    from kenri.reference.case import Case


def vested(case: Case, node: Vests, so_far: Steps) -> Steps:
    """How many have vested on each day, when so many of the days of the parts have come."""
    total, parts, cliff = _operands(case, node)
    return pointwise(partial(vested_after, node), (total, so_far, parts, cliff), case.last_time(node))


def _operands(case: Case, node: Vests) -> tuple[Steps, Steps, Steps]:
    """The total, how many parts there are, and the cliff."""
    parts = constant(len(node.portions or ())) if node.parts is None else case.quantity(node.parts)
    return case.quantity(node.vests), parts, ZERO if node.cliff is None else case.quantity(node.cliff)


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


def vested_unless_skipped(case: Case, node: Vests) -> Steps:
    """How many have vested on each day by a schedule of which parts may be skipped."""
    total, parts, cliff = _operands(case, node)
    found, missing = skipping(case, node)

    def of(items: tuple[tuple[Day, bool | None], ...]) -> Steps:
        so_far = steps([(FIRST_DAY, 0), *((day, number) for number, (day, _) in enumerate(items, 1))])
        are_skipped = tuple(is_skipped for _, is_skipped in items)
        after = partial(_vested_unless, node, are_skipped, missing)
        return pointwise(after, (total, so_far, parts, cliff))

    return spliced((since, until, of(items)) for since, until, items in found)


Skipping: TypeAlias = Sequence[tuple[Day, Day, tuple[tuple[Day, "bool | None"], ...]]]
"""The asked days [since, until) from which some days of parts are seen, and of each whether its part is skipped."""


def skipping(case: Case, node: Vests) -> tuple[Skipping, frozenset[str]]:
    """Whether the part of each day is skipped; None where that is not known, or the day is not; and what is missing."""
    on = case.moments(node.on)
    skipped = case.by_days.condition(node.skipped or "never")
    found = [
        (since, until, tuple((item.day, skipped.on(item.day) if item.is_known else None) for item in items))
        for since, until, (items,) in views(on)
    ]
    return found, on.missing | skipped.missing


def _vested_unless(
    node: Vests,
    are_skipped: tuple[bool | None, ...],
    missing: frozenset[str],
    total: Number,
    so_far: Number,
    parts: Number,
    cliff: Number,
) -> Value:
    come = are_skipped[: int(so_far)]
    if None in come:
        return Unknown(missing)
    return vested_without(node, total, tuple(map(bool, come)), parts, cliff)


def vested_without(node: Vests, total: Number, come: Sequence[bool], parts: Number, cliff: Number) -> Value:
    """How many have vested when some of the days of the parts have come, of each of which it is told whether its part
    is skipped.
    """
    if node.skipped_parts == "later":
        return vested_after(node, total, come.count(False), parts, cliff)
    value = vested_after(node, total, len(come), parts, cliff)
    if isinstance(value, Unknown) or len(come) < cliff:
        return value
    each = after_each(node.allocation, total, node.portions or int(parts), 1)
    gone = (after - before for is_skipped, (before, after) in zip(come, pairwise(each), strict=False) if is_skipped)
    return value - sum(gone)


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
