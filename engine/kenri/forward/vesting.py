"""What has vested by a schedule in parts on one day: the parts are made one by one, and those that have come added."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from kenri.forward.values import UNLIMITED, Exact, Lacking, Number
from kenri.model.expressions import Allocation, Vests
from kenri.model.lacking import lacks
from kenri.model.limits import TIMES
from kenri.model.numbers import rounded

if TYPE_CHECKING:
    from kenri.forward.evaluation import Evaluation
    from kenri.model.days import Day


def vested(at: Evaluation, node: Vests, so_far: Number, day: Day, skipped: Collection[int] = ()) -> Number:
    """How many have vested on a day, when so many of the days of the parts have come; those at some places, counted
    from 0, are not there.
    """
    from kenri.forward.numbers import of_numbers  # of which this is one

    parts = len(node.portions or ()) if node.parts is None else at.number(node.parts, day)
    cliff = 0 if node.cliff is None else at.number(node.cliff, day)
    return of_numbers(partial(_vested, node, skipped), at.number(node.vests, day), so_far, parts, cliff)


def vested_unless_skipped(at: Evaluation, node: Vests, day: Day) -> Number:
    """How many have vested on a day by a schedule of which parts may be skipped."""
    found = at.moments(node.on, day)
    come = [item for item in found.all if item.day <= day]
    if not all(item.is_known for item in come):
        return Lacking(found.missing)
    truths = at.by_days.truths(node.skipped or "never", [item.day for item in come])
    missing = frozenset[str]().union(*(truth.missing for truth in truths if truth.value == _UNKNOWN))
    if any(truth.value == _UNKNOWN for truth in truths):
        return Lacking(missing)
    skipped = [place for place, truth in enumerate(truths) if truth.value]
    if node.skipped_parts == "later":
        return vested(at, node, len(come) - len(skipped), day)
    return vested(at, node, len(come), day, skipped)


_UNKNOWN = 1
"""What a truth is that is neither."""


def _vested(node: Vests, skipped: Collection[int], total: Exact, so_far: Exact, parts: Exact, cliff: Exact) -> Number:
    if not _is_whole(parts) or parts < 1:
        return Lacking(frozenset({lacks("whole-number", name="parts")}))
    if not _is_whole(cliff) or cliff < 0:
        return Lacking(frozenset({lacks("whole-number", name="cliff")}))
    if parts > TIMES.most:
        return Lacking(frozenset({lacks("fewer-times", name="parts")}))
    if total == UNLIMITED:
        return Lacking(frozenset({lacks("limit")}))
    parts, cliff = int(parts), int(cliff)
    come = min(so_far, parts)
    if come < cliff:
        return 0
    sizes = [Fraction(each) for each in node.portions or (1,) * parts]
    if node.at_cliff == "as-one" and cliff > 1:
        sizes, come = [sum(sizes[:cliff], Fraction(0)), *sizes[cliff:]], come - cliff + 1
    made = _divided(node.allocation, Fraction(total), sizes)[: int(come)]
    return sum((number for place, number in enumerate(made) if place not in skipped), Fraction(0))


def _is_whole(number: Exact) -> bool:
    return number != UNLIMITED and number % 1 == 0


def _divided(allocation: Allocation, total: Fraction, sizes: list[Fraction]) -> list[Fraction]:
    """What each part is of a total."""
    unit = sum(sizes, Fraction(0))
    if allocation == "fractional":
        return [total * size / unit for size in sizes]
    total = Fraction(total // 1)
    made: list[Fraction] = []
    if allocation in ("cumulative-rounding", "cumulative-round-down"):
        mode, reached, before = "half-up" if allocation == "cumulative-rounding" else "down", Fraction(0), Fraction(0)
        for size in sizes:
            reached += size
            until = Fraction(rounded(total * reached / unit, "half-up" if mode == "half-up" else "down"))
            made.append(until - before)
            before = until
        return made
    made = [Fraction(total * size // unit) for size in sizes]
    over = int(total - sum(made))
    if allocation == "front-loaded-to-single-tranche":
        made[0] += over
    elif allocation == "back-loaded-to-single-tranche":
        made[-1] += over
    else:
        for index in range(over):
            made[index if allocation == "front-loaded" else -1 - index] += 1
    return made
