"""Rights of single events that stand apart in a balance, in terms: what a movement makes of each part.

Each part is that of an event which may bring rights to such a balance. A movement `for` one event draws on the part of
the event that is named, whichever that is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kenri import terms
from kenri.model.plan import THIS_EVENT, kept_apart
from kenri.symbolic.case import SymbolicNumber
from kenri.terms import conj, disj, eq, neg

if TYPE_CHECKING:
    from kenri.symbolic.case import SymbolicCase
    from kenri.symbolic.movements import SymbolicMovement
    from kenri.symbolic.world import Slot


class PartOfBalance(NamedTuple):
    """The rights of one event in a balance: the balance, and the kind and the place of the event among those of it."""

    balance: str
    kind: str
    place: int


Standing: TypeAlias = Mapping["str | PartOfBalance", SymbolicNumber]
"""What stands in each balance as a whole, and in each part of one."""


class RightsApart(NamedTuple):
    """The balances in which the rights of each event stand apart, and the events that may bring rights to one."""

    balances: Collection[str]
    events: tuple[Slot, ...]

    def parts(self, balance: str) -> Iterator[PartOfBalance]:
        """The parts that a balance may have; none where rights do not stand apart in it."""
        if balance in self.balances:
            yield from (part(balance, slot) for slot in self.events)


def part(balance: str, slot: Slot) -> PartOfBalance:
    """The part of a balance that is of an event."""
    return PartOfBalance(balance, slot.kind, slot.index)


def apart(case: SymbolicCase, found: Collection[SymbolicMovement]) -> RightsApart:
    """Which rights stand apart by the movements that there may be."""
    balances = kept_apart(case.plan)
    bringing = {
        (each.slot.kind, each.slot.index): each.slot
        for each in found
        if each.slot is not None and each.effect.to in balances and each.effect.for_ is None
    }
    return RightsApart(balances, tuple(bringing.values()))


def for_one(
    case: SymbolicCase, each: SymbolicMovement, before: Standing, there: RightsApart
) -> dict[str | PartOfBalance, SymbolicNumber]:
    """What a movement that draws on the rights of one event leaves behind."""
    source, to, attribute = each.effect.from_, each.effect.to, each.effect.for_
    assert to is not None, "a movement has somewhere to go"
    assert attribute is not None, "it says which event it is for"
    is_called = True if each.called is None else each.called.is_known
    drawn: list[tuple[Slot, terms.Flag, terms.Number]] = []
    for slot in there.events:
        is_meant = _is_meant(case, each, attribute, slot)
        if is_meant is not False:
            drawn.append((slot, is_meant, terms.ite(is_meant, _drawn(each, before[part(source, slot)]), 0)))
    number = terms.total(some for _, _, some in drawn)
    is_made = _is_made(each, number)
    found: dict[str | PartOfBalance, SymbolicNumber] = {}
    is_known: terms.Flag = is_made
    for slot, is_meant, some in drawn:
        stood = before[part(source, slot)]
        own = disj(neg(is_meant), conj(stood.is_known, disj(eq(stood.value, 0), is_called)))
        is_known = conj(is_known, own)
        here = conj(own, disj(neg(is_meant), is_made))
        _move(found, before, part(source, slot), part(to, slot) if to in there.balances else None, some, here)
    _move(found, before, source, to, number, is_known)
    return found


def _is_meant(case: SymbolicCase, each: SymbolicMovement, attribute: str, slot: Slot) -> terms.Flag:
    """Whether a movement is for an event."""
    if each.slot is None:
        return False
    if attribute == THIS_EVENT:
        return (each.slot.kind, each.slot.index) == (slot.kind, slot.index)
    return conj(slot.happens, case.names_event(case.attribute(each.slot, attribute), slot))


def _drawn(each: SymbolicMovement, there: SymbolicNumber) -> terms.Number:
    if each.called is None:
        return there.value
    wanted = terms.ite(each.called.is_unlimited, there.value, each.called.value)
    return terms.maximum(0, terms.minimum(wanted, there.value))


def _is_made(each: SymbolicMovement, number: terms.Number) -> terms.Flag:
    """Whether it is known what a movement makes: of what may be only where there is nothing to move."""
    return True if each.is_sure else conj(each.has_one_day, eq(number, 0))


def _move(
    found: dict[str | PartOfBalance, SymbolicNumber],
    before: Standing,
    source: str | PartOfBalance,
    to: str | PartOfBalance | None,
    number: terms.Number,
    is_known: terms.Flag,
) -> None:
    if source == to:
        return
    stood = before[source]
    found[source] = SymbolicNumber(terms.sub(stood.value, number), conj(stood.is_known, is_known))
    if to is not None:
        target = before[to]
        found[to] = SymbolicNumber(terms.add(target.value, number), conj(target.is_known, is_known))


def beside(
    each: SymbolicMovement, before: Standing, there: RightsApart, number: terms.Number, is_known: terms.Flag
) -> dict[str | PartOfBalance, SymbolicNumber]:
    """What becomes of the parts where a movement draws on all that is in a balance, or brings rights to it."""
    source, to = each.effect.from_, each.effect.to
    found: dict[str | PartOfBalance, SymbolicNumber] = {}
    assert to is not None, "a movement has somewhere to go"
    if source in there.balances:
        is_made = _is_made(each, number)
        for slot in there.events:
            stood = before[part(source, slot)]
            own = conj(stood.is_known, disj(eq(stood.value, 0), is_made))
            _move(found, before, part(source, slot), part(to, slot) if to in there.balances else None, stood.value, own)
    elif to in there.balances and each.slot is not None:
        own_part = part(to, each.slot)
        stood = before[own_part]
        found[own_part] = SymbolicNumber(terms.add(stood.value, number), conj(stood.is_known, is_known))
    return found


def scaled(
    each: SymbolicMovement,
    before: Standing,
    there: RightsApart,
    balance: str,
    scale: Callable[[SymbolicNumber], SymbolicNumber],
) -> dict[str | PartOfBalance, SymbolicNumber]:
    """What a scaling makes of a balance in which rights stand apart: each part is scaled, and rounded, by itself."""
    parts = [*there.parts(balance)]
    total = before[balance]
    rest = SymbolicNumber(
        terms.sub(total.value, terms.total(before[each_part].value for each_part in parts)),
        conj(total.is_known, *(before[each_part].is_known for each_part in parts)),
    )
    after: dict[str | PartOfBalance, SymbolicNumber] = {each_part: scale(before[each_part]) for each_part in parts}
    sum_ = terms.add(terms.total(one.value for one in after.values()), (left := scale(rest)).value)
    is_known = conj(total.is_known, left.is_known, *(one.is_known for one in after.values()))
    if each.is_sure:
        return {balance: SymbolicNumber(sum_, is_known), **after}
    is_nothing = conj(each.has_one_day, eq(sum_, total.value))
    return {
        balance: SymbolicNumber(sum_, conj(is_known, disj(eq(total.value, 0), is_nothing))),
        **{
            one: SymbolicNumber(
                before[one].value, conj(before[one].is_known, disj(eq(before[one].value, 0), is_nothing))
            )
            for one in parts
        },
    }
