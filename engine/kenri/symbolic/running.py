"""Numbers that events change one after another, in terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kenri import terms
from kenri.model.expressions import Change, Running
from kenri.model.plan import START_OF_DAY
from kenri.symbolic import quantities
from kenri.symbolic.case import SymbolicNumber
from kenri.symbolic.moments import SymbolicHappening, precedes, stands_before
from kenri.symbolic.perhaps import SymbolicPossible
from kenri.symbolic.world import Slot
from kenri.terms import conj, disj, le, neg

if TYPE_CHECKING:
    from kenri.symbolic.case import SymbolicCase

OPERANDS = ("set", "add", "subtract", "multiply", "divide")


def running(case: SymbolicCase, node: Running, day: terms.Number, slot: Slot | None) -> SymbolicNumber:
    """The number on a day: the changes up to it, in the order of their days and of the record.

    For each place in that order the change that stands there is chosen among all, so that no order need be known.
    """
    turns: list[tuple[SymbolicHappening, Change]] = []
    perhaps: list[SymbolicPossible] = []
    for index, change in enumerate(node.changes):
        found = case.moments(change.on, day, slot)
        for one in found.perhaps:
            rank = one.slot.rank if one.slot is not None else START_OF_DAY
            perhaps.append(one._replace(order=(rank, index, *one.order)))
        for each in found.all:
            # What no event makes comes first on its day, and of one event the changes as they are written.
            rank = each.slot.rank if each.slot is not None else START_OF_DAY
            come = each._replace(happens=conj(each.happens, le(each.day, day)), order=(rank, index, *each.order))
            if come.happens is not False:
                turns.append((come, change))
    start = case.number(node.running, day, slot)
    is_known = conj(*(_matters_no_more(one, turns, day) for one in perhaps))
    if not turns:
        return start._replace(is_known=conj(start.is_known, is_known))
    begun = disj(*(each.happens for each, _ in turns))
    at_first = start
    for each, _ in turns:
        is_first = conj(
            each.happens, *(neg(conj(o.happens, terms.lt(o.day, each.day))) for o, _ in turns if o is not each)
        )
        at_first = quantities.chosen_of(is_first, case.number(node.running, each.day, slot), at_first)
    value = _folded(case, at_first, turns)
    number = quantities.chosen_of(begun, value, start)
    return number._replace(is_known=conj(number.is_known, is_known))


def _matters_no_more(
    one: SymbolicPossible, turns: Sequence[tuple[SymbolicHappening, Change]], day: terms.Number
) -> terms.Flag:
    """Whether what may change the number cannot have come by a day, or the number was surely set after it."""
    set_since = [
        conj(
            each.happens,
            stands_before((one.first, *one.order), (each.day, *each.order))
            if one.on_a_day
            else terms.lt(one.last, each.day),
        )
        for each, change in turns
        if change.set is not None
    ]
    return disj(neg(conj(one.may, le(one.first, day))), *set_since)


def _folded(case: SymbolicCase, value: SymbolicNumber, turns: list[tuple[SymbolicHappening, Change]]) -> SymbolicNumber:
    operands = [(_operand(case, each, change), _unit(case, each, change)) for each, change in turns]
    kinds = {name for _, change in turns for name in OPERANDS if getattr(change, name) is not None}
    in_order = len(turns) == 1 or (kinds <= {"add", "subtract"} and all(change.round is None for _, change in turns))
    if in_order:  # the same in whatever order
        for (each, change), operand in zip(turns, operands, strict=True):
            value = quantities.chosen_of(each.happens, quantities.changed(value, change, *operand), value)
        return value
    places = [
        terms.total(
            terms.ite(conj(other.happens, precedes(other, each)), 1, 0) for other, _ in turns if other is not each
        )
        for each, _ in turns
    ]
    for place in range(len(turns)):
        before = value
        for (each, change), operand, own in zip(turns, operands, places, strict=True):
            here = conj(each.happens, terms.eq(own, place))
            if here is not False:
                value = quantities.chosen_of(here, quantities.changed(before, change, *operand), value)
    return value


def _operand(case: SymbolicCase, each: SymbolicHappening, change: Change) -> SymbolicNumber:
    node = next(operand for name in OPERANDS if (operand := getattr(change, name)) is not None)
    return case.number(node, each.day, each.slot)


def _unit(case: SymbolicCase, each: SymbolicHappening, change: Change) -> SymbolicNumber:
    return SymbolicNumber(1) if change.to is None else case.number(change.to, each.day, each.slot)
