"""Unbroken stretches of days on which a condition holds, in terms, and the windows that they suspend or lengthen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from kenri import terms
from kenri.model import periods
from kenri.model.days import FIRST_DAY, NEVER
from kenri.model.expressions import Condition, Within
from kenri.symbolic import tables, turns
from kenri.symbolic.world import Slot
from kenri.terms import conj, disj, eq, le, lt, neg

if TYPE_CHECKING:
    from kenri.symbolic.case import SymbolicCase


Way: TypeAlias = Literal[0, 1]

SURELY: Way = 0
PERHAPS: Way = 1
"""Whether what is unknown counts: the place of each in a `SymbolicTruth`."""


class SymbolicStretch(NamedTuple):
    """Days [start, end) on which a condition holds without a break, if it is one at all."""

    is_one: terms.Flag
    start: terms.Number
    end: terms.Number


class Stretches(NamedTuple):
    """All stretches that there may be, and whether they are known."""

    all: tuple[SymbolicStretch, ...]
    is_known: terms.Flag


def stretches(case: SymbolicCase, node: Condition, slot: Slot | None, *, way: Way = SURELY) -> Stretches:
    """The stretches on which a condition surely holds, or on which it may."""
    key = ("stretches", case.key_of(node), id(slot), way)
    return case.keep(key, lambda: _sought(case, node, slot, way))


def _sought(case: SymbolicCase, node: Condition, slot: Slot | None, way: Way) -> Stretches:
    days = turns.of_condition(case, node, slot)
    edges: list[tuple[Any, terms.Flag, terms.Flag]] = []
    is_known: list[terms.Flag] = []
    for day in days:
        before, on = case.holds(node, terms.add(day, -1), slot), case.holds(node, day, slot)
        is_known += [before.is_known, on.is_known]
        edges.append((day, conj(on[way], neg(before[way])), conj(before[way], neg(on[way]))))
    if not days:
        is_known.append(case.holds(node, FIRST_DAY, slot).is_known)
    found: list[SymbolicStretch] = []
    starts: list[tuple[terms.Flag, terms.Number]] = [(case.holds(node, FIRST_DAY, slot)[way], FIRST_DAY)]
    for index, (day, begins, _) in enumerate(edges):
        again = disj(*(conj(other[1], eq(other[0], day)) for other in edges[:index]))
        starts.append((conj(begins, neg(again)), day))
    for is_one, start in starts:
        if is_one is False:
            continue
        end: Any = NEVER
        for day, _, ends in edges:
            end = terms.ite(conj(ends, lt(start, day), lt(day, end)), day, end)
        found.append(SymbolicStretch(is_one, start, end))
    return Stretches(tuple(found), conj(*is_known))


def tolled(anchor: terms.Number, end: terms.Number, suspended: Stretches, counting: periods.Counting) -> terms.Number:
    """The last day of a period counted from `anchor` that would end on `end`, when days of some stretches do not count.

    A stretch that begins by the end so far moves the end by as many days as it has from the first that counts; as many
    rounds as there are stretches reach the last of them.
    """
    first = anchor if counting.first_day == "included" else terms.add(anchor, 1)
    reached = end
    for _ in suspended.all:
        moved: list[terms.Number] = []
        for each in suspended.all:
            start = terms.maximum(each.start, first)
            counts = conj(each.is_one, le(start, reached), lt(start, each.end))
            moved.append(terms.ite(counts, terms.sub(each.end, start), 0))
        reached = terms.minimum(terms.add(end, terms.total(moved)), NEVER)
    return reached


def ends_of(
    case: SymbolicCase,
    node: Within,
    anchor: terms.Number,
    end: terms.Number,
    day: terms.Number | None,
    slot: Slot | None,
    way: Way,
) -> list[tuple[terms.Flag, terms.Number]]:
    """The last day of a window, tolled and then extended, as seen from a day (None: from any).

    There is one for each length of the extension, with when it is so. The more days bar a window, the longer it is, so
    that what surely bars it gives the day to which it surely lasts, and what may bar it the day to which it may.
    """
    counting = case.counting(node.counting)
    if node.tolled is not None:
        end = tolled(anchor, end, stretches(case, node.tolled, slot, way=way), counting)
    if node.extended is None:
        return [(True, end)]
    first = anchor if node.from_ is not None else terms.add(anchor, 1)
    bars = stretches(case, node.extended.while_, slot, way=way)
    return [
        (holds, end if number is None and way == SURELY else _extended(first, end, bars, number, unit, counting))
        for holds, number, unit in tables.lengths(case, node.extended.by, day)
    ]


def _extended(
    first: terms.Number,
    end: terms.Number,
    bars: Stretches,
    number: int | None,
    unit: periods.Unit,
    counting: periods.Counting,
) -> terms.Number:
    longest = end
    for _ in bars.all:
        for each in bars.all:
            meets = conj(each.is_one, le(terms.maximum(each.start, first), longest), lt(first, each.end))
            if number is None or (terms.is_known(each.end) and each.end == NEVER):
                longest = terms.ite(meets, NEVER, longest)
                continue
            freed, _ = tables.shifted(terms.minimum(each.end, _last_of(each.end)), number, unit, counting, 1)
            lasts = terms.ite(lt(each.end, NEVER), freed, NEVER)
            longest = terms.ite(meets, terms.maximum(longest, lasts), longest)
    return longest


def _last_of(day: terms.Number) -> terms.Number:
    """The greatest day that a table can be asked about; a bar that is never lifted is told apart by its end."""
    _, most = terms.range_of(day)
    return min(most, NEVER - 1) if most is not None else NEVER - 1
