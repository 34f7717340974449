"""What has vested by a schedule in parts, in terms: sums of parts that are rounded, without going through the parts."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from kenri import terms
from kenri.model.expressions import Condition, Vests
from kenri.model.limits import TIMES
from kenri.model.sentences import Sentence
from kenri.symbolic.case import UNKNOWN, InexpressibleError, SymbolicNumber
from kenri.terms import conj, disj, floor, ge, ite, le, mul, neg, sub

if TYPE_CHECKING:
    from kenri.symbolic.case import SymbolicCase
    from kenri.symbolic.world import Slot


def vested(
    case: SymbolicCase, node: Vests, so_far: SymbolicNumber, day: terms.Number, slot: Slot | None
) -> SymbolicNumber:
    """How many have vested on a day, when so many of the days of the parts have come."""
    total = case.number(node.vests, day, slot)
    parts = SymbolicNumber(len(node.portions or ())) if node.parts is None else case.number(node.parts, day, slot)
    cliff = SymbolicNumber(0) if node.cliff is None else case.number(node.cliff, day, slot)
    is_known = conj(
        *(each.is_known for each in (total, so_far, parts, cliff)),
        *(neg(each.is_unlimited) for each in (total, parts, cliff)),
        *(terms.is_whole(each.value) for each in (parts, cliff)),
        ge(parts.value, 1),
        le(parts.value, TIMES.most),
        ge(cliff.value, 0),
    )
    if is_known is False:
        return UNKNOWN
    come = terms.minimum(so_far.value, parts.value)
    portions = _Portions(node, parts.value)
    joined = terms.maximum(cliff.value, 1) if node.at_cliff == "as-one" else 1
    value = _parts_of(node, total.value, come, portions, joined)
    return SymbolicNumber(ite(ge(come, cliff.value), value, 0), is_known)


def come_unskipped(
    case: SymbolicCase, node: Vests, skipped: Condition, day: terms.Number, slot: Slot | None
) -> SymbolicNumber:
    """How many of the days of the parts have come, without those whose part is skipped and comes later."""
    if node.skipped_parts != "later":
        raise InexpressibleError(Sentence("parts-gone"))
    found = case.moments(node.on, day, slot)
    number: list[terms.Number] = []
    are_known = [neg(conj(each.may, le(each.first, day))) for each in found.perhaps]
    for each in found.all:
        has_come = conj(each.happens, le(each.day, day))
        is_skipped = case.by_days.holds(skipped, each.day, slot)
        number.append(ite(conj(has_come, neg(is_skipped.yes)), 1, 0))
        are_known.append(disj(neg(has_come), is_skipped.is_known))
    return SymbolicNumber(terms.total(number), conj(*are_known))


class _Portions:
    """How large the first parts are beside all of them, in whole numbers."""

    def __init__(self, node: Vests, parts: terms.Number) -> None:
        self.parts = parts
        self._sizes: tuple[int, ...] = ()
        if node.portions is not None:
            sizes = [Fraction(each) for each in node.portions]
            to_whole = math.lcm(*(each.denominator for each in sizes))
            self._sizes = tuple(int(each * to_whole) for each in sizes)
        self.all = self.first(parts)

    def first(self, come: terms.Number) -> terms.Number:
        """How large the first parts are together."""
        return _at(come, self._sizes) if self._sizes else come

    def each(self, come: terms.Number) -> list[tuple[int, terms.Number]]:
        """Every size that there is, with how many of the first parts have it."""
        if not self._sizes:
            return [(1, come)]
        return [(size, _at(come, tuple(int(each == size) for each in self._sizes))) for size in Counter(self._sizes)]


def _at(come: terms.Number, each: tuple[int, ...]) -> terms.Number:
    """The sum of the first of some numbers."""
    sums = [*accumulate(each, initial=0)]
    table = terms.Table(tuple(terms.Piece(n, 0, one) for n, one in enumerate(sums)), (0, sums[-1]))
    return terms.looked_up(come, table)[0]


def _parts_of(
    node: Vests, total: terms.Number, come: terms.Number, portions: _Portions, joined: terms.Number
) -> terms.Number:
    if node.allocation == "fractional":
        return terms.divide(mul(total, portions.first(come)), portions.all)
    whole = floor(total)
    match node.allocation:
        case "cumulative-rounding":
            exact = terms.divide(mul(whole, portions.first(come)), portions.all)
            return floor(terms.add(exact, Fraction(1, 2)))
        case "cumulative-round-down":
            return floor(terms.divide(mul(whole, portions.first(come)), portions.all))
        case _:
            return _loaded(node, whole, come, portions, joined)


def _loaded(
    node: Vests, whole: terms.Number, come: terms.Number, portions: _Portions, joined: terms.Number
) -> terms.Number:
    """Parts that are rounded down, and what is over with some of them."""
    size_of_all = portions.all
    each = {size: floor(terms.divide(mul(whole, size), size_of_all)) for size, _ in portions.each(0)}

    def alone(number: terms.Number) -> terms.Number:
        return terms.total(mul(each[size], count) for size, count in portions.each(number))

    def so_far(number: terms.Number) -> terms.Number:
        if joined == 1 and terms.is_known(joined):
            return alone(number)
        first = floor(terms.divide(mul(whole, portions.first(joined)), size_of_all))
        return ite(ge(number, joined), terms.add(first, sub(alone(number), alone(joined))), 0)

    over = sub(whole, so_far(portions.parts))
    tranches = terms.maximum(terms.add(sub(come, joined), 1), 0)
    to_come = sub(portions.parts, come)
    match node.allocation:
        case "front-loaded":
            added = terms.minimum(over, tranches)
        case "back-loaded":
            added = terms.maximum(sub(over, to_come), 0)
        case "front-loaded-to-single-tranche":
            added = ite(ge(tranches, 1), over, 0)
        case _:
            added = ite(le(to_come, 0), over, 0)
    return terms.add(so_far(come), added)
