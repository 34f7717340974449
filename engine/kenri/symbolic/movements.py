"""How rights move between balances, in terms.

Rights that enter a balance and leave it are like work that arrives and is done: of what is called for, no more moves
than is there. What stands in a balance is therefore the most that has come in less what was called for since, counted
from the beginning or from any arrival, and nothing where all that is there was called for in between. No order of the
movements need be known to say so; only where rights are scaled, or may come back to where they were, are they put in
order.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from kenri import terms
from kenri.model.days import FIRST_DAY
from kenri.model.expressions import EventNumber, Greatest, Quantity, Rounding
from kenri.model.plan import HELD, START_OF_DAY, Effect, kept_apart, outstanding, scaling
from kenri.symbolic import apart, quantities, turns
from kenri.symbolic.case import SymbolicNumber
from kenri.symbolic.moments import SymbolicHappening, stands_before
from kenri.symbolic.perhaps import LAST_DAY, SymbolicPossible, least
from kenri.terms import conj, disj, eq, le, lt, neg

if TYPE_CHECKING:
    from kenri.symbolic.case import SymbolicCase
    from kenri.symbolic.world import Slot


class SymbolicMovement(NamedTuple):
    """A movement that may take place: by which effect, when, and how many rights are called for (None: all)."""

    effect: Effect
    happens: terms.Flag
    place: tuple[terms.Number, ...]
    """The day from which it is seen, its rank on that day, its place among the effects, and of one effect its own."""
    called: SymbolicNumber | None
    factor: SymbolicNumber | None
    is_sure: terms.Flag = True
    """Whether it surely takes place, on its day."""
    has_one_day: terms.Flag = True
    """Whether it is on its day if it takes place at all: where nothing is to be moved on that day, nothing is."""
    slot: Slot | None = None
    """The event that makes it; None where none does."""

    @property
    def made(self) -> terms.Number:
        """The day on which it is made: the eve of that from which it is seen, where that is as a day ends."""
        return terms.sub(self.place[0], self.effect.later)


class SymbolicMovements(NamedTuple):
    """All movements that there may be."""

    turns: tuple[SymbolicMovement, ...]


def movements(case: SymbolicCase) -> SymbolicMovements:
    """The movements that the effects of the plan may make."""
    if (by_days := case.by_days) is not case:
        return movements(by_days)
    return case.keep(("movements",), lambda: _movements(case, case.plan.effects))


def scalings(case: SymbolicCase) -> SymbolicMovements:
    """Those of them that scale the rights, which no balance is needed to know."""
    if (by_days := case.by_days) is not case:
        return scalings(by_days)
    return case.keep(("scalings",), lambda: _movements(case, scaling(case.plan)))


def _movements(case: SymbolicCase, effects: Mapping[str, Effect]) -> SymbolicMovements:
    found: list[SymbolicMovement] = []
    for index, effect in enumerate(effects.values()):
        happening, perhaps = _on(case, effect)
        for number, each in enumerate(happening):
            happens = conj(each.happens, le(case.world.granted_on, each.day))
            if happens is not False:
                found.append(_turn(case, effect, index, number, each._replace(happens=happens)))
        for number, (one, there) in enumerate(perhaps, len(happening)):
            found.append(_perhaps(case, effect, index, number, one, there))
    return SymbolicMovements(tuple(found))


def _perhaps(
    case: SymbolicCase, effect: Effect, index: int, number: int, one: SymbolicPossible, there: SymbolicPossible
) -> SymbolicMovement:
    """A movement that may take place, on the first of those days `there` on which it can: from then on it is not known
    what it moved.
    """
    first = there.first
    # What may be for ever has no one day; that is much cheaper than to ask what would move on the last day there is.
    has_one_day = eq(first, one.last) if any(span.last is not LAST_DAY for span in one.spans) else False
    if has_one_day is False:
        rank = effect.rank(one.slot.rank if one.slot is not None else START_OF_DAY)
        none, place = SymbolicNumber(0), (terms.add(first, effect.later), rank, index, number)
        called, factor = (none, None) if effect.scales is None else (None, none)
        return SymbolicMovement(effect, there.may, place, called, factor, False, False, one.slot)
    turn = _turn(case, effect, index, number, SymbolicHappening(there.may, first, one.slot))
    return turn._replace(is_sure=False, has_one_day=has_one_day)


def _on(
    case: SymbolicCase, effect: Effect
) -> tuple[list[SymbolicHappening], list[tuple[SymbolicPossible, SymbolicPossible]]]:
    """When an effect takes place. Rights move on the day itself: what is seen from another day counts for nothing.

    What may be comes with the same on the days, from the grant on, from which it is seen so.
    """
    if case.is_timeless(effect.on):
        found = case.moments(effect.on, FIRST_DAY)
        return list(found.all), [(one, one.within(case.world.granted_on, LAST_DAY)) for one in found.perhaps]
    happening: list[SymbolicHappening] = []
    days: list[terms.Number] = []
    for day in turns.days_of(case, effect.on):
        seen = case.moments(effect.on, day)
        is_new = neg(disj(*(eq(day, other) for other in days)))
        happening += [each._replace(happens=conj(is_new, each.happens, eq(each.day, day))) for each in seen.all]
        days.append(day)
    perhaps: list[tuple[SymbolicPossible, SymbolicPossible]] = []
    views: list[terms.Number] = [FIRST_DAY, *turns.of_view(case, effect.on)]
    for since in views:
        if several := case.moments(effect.on, since).perhaps:
            last = terms.add(least((lt(since, other), other) for other in views), -1)
            begins = terms.maximum(since, case.world.granted_on)
            perhaps += [(one, one.within(begins, last)) for one in several]
    return happening, perhaps


def _turn(case: SymbolicCase, effect: Effect, index: int, number: int, each: SymbolicHappening) -> SymbolicMovement:
    rank = effect.rank(each.slot.rank if each.slot is not None else START_OF_DAY)
    seen = terms.add(each.day, effect.later)
    called = factor = None
    if effect.scales is not None:
        factor = _number(case, effect.scales, each)
    elif effect.moves != "all":
        called = _number(case, effect.moves or 0, each)
    return SymbolicMovement(effect, each.happens, (seen, rank, index, number), called, factor, slot=each.slot)


def _number(case: SymbolicCase, number: Quantity, each: SymbolicHappening) -> SymbolicNumber:
    """How many rights an effect calls for, or what it scales by: not known where it comes out below zero.

    What an event states of it is above zero in every life, and nothing that is at least zero is below it: neither
    is asked about.
    """
    amount = case.number(number, each.day, each.slot)
    if isinstance(number, EventNumber) or (isinstance(number, Greatest) and 0 in number.greatest):
        return amount
    return amount._replace(is_known=conj(amount.is_known, disj(amount.is_unlimited, le(0, amount.value))))


def days_of_movements(case: SymbolicCase) -> list[terms.Number]:
    """The days on which a balance may change."""
    return [case.world.granted_on, *(each.place[0] for each in movements(case).turns)]


def days_of_scalings(case: SymbolicCase) -> list[terms.Number]:
    """The days on which the number granted may change."""
    return [case.world.granted_on, *(each.place[0] for each in scalings(case).turns)] if scaling(case.plan) else []


def number_granted(case: SymbolicCase, day: terms.Number) -> SymbolicNumber:
    """How many rights were granted, as scaled by the end of a day."""
    if not scaling(case.plan):
        return SymbolicNumber(case.world.number)
    found = scalings(case)
    begin: dict[str | apart.PartOfBalance, SymbolicNumber] = {HELD: SymbolicNumber(case.world.number)}
    return _in_order(case, found, begin, day, {HELD}, apart.RightsApart((), ()))[HELD]


def balance(case: SymbolicCase, name: str, day: terms.Number) -> SymbolicNumber:
    """What stands in a balance at the end of a day."""
    found = movements(case)
    granted = le(case.world.granted_on, day)
    if granted is False:
        return SymbolicNumber(0)
    is_scaled = any(each.effect.scales is not None for each in found.turns)
    if is_scaled or may_come_back(found.turns) or kept_apart(case.plan):
        amount = _standing_in_order(case, found, day).get(name, SymbolicNumber(0))
    else:
        amount = _standing(case, found, name, (day, _LAST))
    return quantities.chosen_of(granted, amount, SymbolicNumber(0))


def balance_for(case: SymbolicCase, name: str, fact: str, day: terms.Number) -> SymbolicNumber:
    """What stands in a balance at the end of a day that is of the event which a fact of the question names."""
    found, named = movements(case), case.asked_fact(fact)
    standing = _standing_in_order(case, found, day)
    number: terms.Number = 0
    is_known: terms.Flag = True
    for slot in apart.apart(case, found.turns).events:
        there = standing.get(apart.part(name, slot), SymbolicNumber(0))
        is_meant = conj(le(case.world.granted_on, day), slot.happens, case.names_event(named, slot))
        number = terms.ite(is_meant, there.value, number)
        is_known = conj(is_known, disj(neg(is_meant), there.is_known))
    return SymbolicNumber(number, conj(named.is_known, is_known))


def _standing_in_order(
    case: SymbolicCase, found: SymbolicMovements, day: terms.Number
) -> dict[str | apart.PartOfBalance, SymbolicNumber]:
    """What stands in each balance, and each part of one, at the end of a day, with the movements put in order."""

    def standing() -> dict[str | apart.PartOfBalance, SymbolicNumber]:
        there = apart.apart(case, found.turns)
        names = (HELD, *(other for other in case.plan.balances if other != HELD))
        begin: dict[str | apart.PartOfBalance, SymbolicNumber] = {
            each: SymbolicNumber(case.world.number if each == HELD else 0) for each in names
        }
        begin |= {each: SymbolicNumber(0) for balance in there.balances for each in there.parts(balance)}
        return _in_order(case, found, begin, day, outstanding(case.plan), there)

    return case.keep(("standing in order", day), standing)


def may_come_back(found: Sequence[SymbolicMovement]) -> bool:
    """Whether rights that have left a balance may enter it again: what stands in it then hangs on itself."""
    leads = {(each.effect.from_, each.effect.to) for each in found if each.effect.to != each.effect.from_}
    while leads:
        ends = {end for _, end in leads} - {start for start, _ in leads}
        if not ends:
            return True
        leads = {(start, end) for start, end in leads if end not in ends}
    return False


_LAST = 1 << 30
"""Later in the record than any event."""


def _standing(
    case: SymbolicCase, found: SymbolicMovements, name: str, place: tuple[terms.Number, ...]
) -> SymbolicNumber:
    """What stands in a balance before a place in the order of movements."""
    return SymbolicNumber(_amount(case, found, name, place), _is_amount_known(case, found, name, place))


def moved(case: SymbolicCase, found: SymbolicMovements, each: SymbolicMovement) -> SymbolicNumber:
    """How many rights a movement moves: what is called for, as far as it is there."""
    there = _standing(case, found, each.effect.from_, each.place)
    return SymbolicNumber(_moved(case, found, each), conj(there.is_known, _is_call_known(case, found, each)))


def is_made(each: SymbolicMovement, number: SymbolicNumber) -> terms.Flag:
    """Whether a movement is recorded: rights move, or are called for in vain."""
    called = False if each.called is None else disj(each.called.is_unlimited, neg(eq(each.called.value, 0)))
    return disj(lt(0, number.value), conj(each.is_sure, called))


class _Turns(NamedTuple):
    """The movements into a balance and out of it that may stand before a place, and whether each does."""

    incoming: list[SymbolicMovement]
    outgoing: list[SymbolicMovement]
    inside: dict[int, terms.Flag]


def _turns_before(case: SymbolicCase, found: SymbolicMovements, name: str, place: tuple[terms.Number, ...]) -> _Turns:
    def turns_before() -> _Turns:
        incoming = [each for each in found.turns if each.effect.to == name and each.effect.from_ != name]
        outgoing = [each for each in found.turns if each.effect.from_ == name and each.effect.to != name]
        inside = {id(each): conj(each.happens, stands_before(each.place, place)) for each in (*incoming, *outgoing)}
        incoming, outgoing = (
            [each for each in several if inside[id(each)] is not False] for several in (incoming, outgoing)
        )
        return _Turns(incoming, outgoing, inside)

    return case.keep(("turns before", name, tuple(place)), turns_before)


def _amount(case: SymbolicCase, found: SymbolicMovements, name: str, place: tuple[terms.Number, ...]) -> terms.Number:
    """What stands there if what is not surely made moves nothing."""
    return case.keep(("amount", name, tuple(place)), lambda: _amount_of(case, found, name, place))


def _amount_of(
    case: SymbolicCase, found: SymbolicMovements, name: str, place: tuple[terms.Number, ...]
) -> terms.Number:
    every_incoming, every_outgoing, inside = _turns_before(case, found, name, place)
    incoming = [each for each in every_incoming if each.is_sure]
    outgoing = [each for each in every_outgoing if each.is_sure]
    arrived = {id(each): _moved(case, found, each) for each in incoming}

    def since(start: SymbolicMovement | None, begins_with: terms.Number, if_at_all: terms.Flag) -> terms.Number:
        """What came in less what was called for from a place on; nothing where all was called for since."""

        def counts(each: SymbolicMovement) -> terms.Flag:
            later = True if start is None or each is start else stands_before(start.place, each.place)
            return conj(inside[id(each)], later)

        plus = [terms.ite(counts(each), arrived[id(each)], 0) for each in incoming if each is not start]
        minus = [
            terms.ite(counts(each), terms.maximum(each.called.value, 0), 0)
            for each in outgoing
            if each.called is not None
        ]
        emptied = disj(
            *(conj(counts(each), True if each.called is None else each.called.is_unlimited) for each in outgoing)
        )
        net = terms.sub(terms.add(begins_with, terms.total(plus)), terms.total(minus))
        return terms.ite(conj(if_at_all, neg(emptied)), net, 0)

    begins_with = case.world.number if name == HELD else 0
    if not outgoing:  # nothing leaves it: all that came in is there
        came = (terms.ite(inside[id(each)], arrived[id(each)], 0) for each in incoming)
        return terms.add(begins_with, terms.total(came))
    most: terms.Number = 0
    if name == HELD:
        most = terms.maximum(0, since(None, begins_with, True))
    for each in incoming:
        most = terms.maximum(most, since(each, arrived[id(each)], inside[id(each)]))
    return most


def _moved(case: SymbolicCase, found: SymbolicMovements, each: SymbolicMovement) -> terms.Number:
    """How many rights a movement moves if what is not surely made moves nothing."""
    there = _amount(case, found, each.effect.from_, each.place)
    if each.called is None:
        return there
    called = terms.ite(each.called.is_unlimited, there, terms.maximum(each.called.value, 0))
    return terms.minimum(called, there)


def _is_amount_known(
    case: SymbolicCase, found: SymbolicMovements, name: str, place: tuple[terms.Number, ...]
) -> terms.Flag:
    def is_known() -> terms.Flag:
        incoming, outgoing, inside = _turns_before(case, found, name, place)
        return conj(
            *(disj(neg(inside[id(each)]), moved(case, found, each).is_known) for each in incoming),
            *(disj(neg(inside[id(each)]), _is_call_known(case, found, each)) for each in outgoing),
        )

    return case.keep(("is amount known", name, tuple(place)), is_known)


def _is_call_known(case: SymbolicCase, found: SymbolicMovements, each: SymbolicMovement) -> terms.Flag:
    """Whether it is known how many rights leave by a movement. What is not surely made must move nothing: then what
    stands there is as if it were not, so that none of these need be known of another.
    """
    is_known = True if each.called is None else each.called.is_known
    if each.is_sure:
        return is_known
    return conj(each.has_one_day, is_known, eq(_moved(case, found, each), 0))


def _in_order(
    case: SymbolicCase,
    found: SymbolicMovements,
    begin: dict[str | apart.PartOfBalance, SymbolicNumber],
    day: terms.Number,
    rounds: Collection[str],
    there: apart.RightsApart,
) -> dict[str | apart.PartOfBalance, SymbolicNumber]:
    """What stands in each balance with the movements put in order, where some scale: `rounds` are those they round."""
    current = dict(begin)
    inside = [conj(each.happens, le(each.place[0], day)) for each in found.turns]
    places = [
        terms.total(
            terms.ite(conj(here, stands_before(other.place, each.place)), 1, 0)
            for other, here in zip(found.turns, inside, strict=True)
            if other is not each
        )
        for each in found.turns
    ]
    for place in range(len(found.turns)):
        before = dict(current)
        for each, here, own in zip(found.turns, inside, places, strict=True):
            chosen = conj(here, terms.eq(own, place))
            if chosen is False:
                continue
            for name, after in _after(case, each, before, rounds, there).items():
                current[name] = quantities.chosen_of(chosen, after, current[name])
    return current


def _after(
    case: SymbolicCase,
    each: SymbolicMovement,
    before: dict[str | apart.PartOfBalance, SymbolicNumber],
    rounds: Collection[str],
    standing: apart.RightsApart,
) -> dict[str | apart.PartOfBalance, SymbolicNumber]:
    if each.factor is not None:
        return _after_scaling(each, before, rounds, standing)
    if each.effect.for_ is not None:
        return apart.for_one(case, each, before, standing)
    there = before[each.effect.from_]
    assert each.effect.to is not None, "a movement has somewhere to go"
    called = there if each.called is None else each.called
    wanted = terms.ite(called.is_unlimited, there.value, called.value)
    number = terms.maximum(0, terms.minimum(wanted, there.value))
    is_known = conj(there.is_known, called.is_known)
    if not each.is_sure:
        is_known = conj(is_known, each.has_one_day, eq(number, 0))
    if each.effect.to == each.effect.from_:
        return {}
    target = before[each.effect.to]
    return {
        **apart.beside(each, before, standing, number, is_known),
        each.effect.from_: SymbolicNumber(terms.sub(there.value, number), is_known),
        each.effect.to: SymbolicNumber(terms.add(target.value, number), conj(target.is_known, is_known)),
    }


def _after_scaling(
    each: SymbolicMovement,
    before: dict[str | apart.PartOfBalance, SymbolicNumber],
    rounds: Collection[str],
    standing: apart.RightsApart,
) -> dict[str | apart.PartOfBalance, SymbolicNumber]:
    found: dict[str | apart.PartOfBalance, SymbolicNumber] = {}
    for name, there in before.items():
        rounding = (each.effect.round or "down") if name in rounds else None
        if not isinstance(name, str):
            continue
        if name in standing.balances:
            surely = each._replace(is_sure=True)
            found |= apart.scaled(each, before, standing, name, partial(_scaled, surely, rounding=rounding))
        else:
            found[name] = _scaled(each, there, rounding)
    return found


def _scaled(each: SymbolicMovement, there: SymbolicNumber, rounding: Rounding | None) -> SymbolicNumber:
    """Rights in the units of after a scaling: whole where they are rounded. Of nothing nothing comes."""
    assert each.factor is not None, "only effects that scale have a factor"
    scaled = terms.mul(there.value, each.factor.value)
    if rounding is not None:
        scaled = quantities.to_whole(scaled, rounding)
    scaled = terms.maximum(0, scaled)
    is_nothing = eq(there.value, 0)
    is_known = conj(there.is_known, disj(is_nothing, conj(each.factor.is_known, neg(each.factor.is_unlimited))))
    if not each.is_sure:
        is_known = conj(is_known, each.has_one_day, disj(is_nothing, eq(scaled, there.value)))
    return SymbolicNumber(scaled, is_known)
