"""Conditions in terms: whether each holds on a day, itself a term."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, assert_never

from kenri import terms
from kenri.model.days import FIRST_DAY, NEVER
from kenri.model.expressions import (
    All,
    AnyOf,
    AskedIs,
    AskerIs,
    AskerNamed,
    At,
    BusinessDay,
    Compare,
    Condition,
    ConditionChoice,
    GrantIs,
    Held,
    May,
    Not,
    On,
    PartyIs,
    Span,
    Through,
    Value,
    Within,
)
from kenri.symbolic import tables
from kenri.symbolic.case import SymbolicTruth, all_of, any_of, if_known, known
from kenri.symbolic.hours import cut
from kenri.symbolic.moments import SymbolicHappening, SymbolicHappenings
from kenri.symbolic.quantities import TESTS, compared
from kenri.symbolic.world import Slot, SymbolicValue
from kenri.terms import conj, disj, eq, le, lt, neg

if TYPE_CHECKING:
    from kenri.symbolic.case import SymbolicCase

TRUE, FALSE = known(True), known(False)


def holds(case: SymbolicCase, node: Condition, day: terms.Number, slot: Slot | None) -> SymbolicTruth:
    """Whether a condition holds on a day; `slot` is the event whose attributes can be read."""
    match node:
        case str():
            return _named(case, node, day)
        case Span():
            return _span(case, node, day, slot)
        case On(on=of):
            found = case.moments(of, day, slot)
            return _some(found, lambda each: eq(each.day, day))
        case Through(of=of):
            return _through(case, node, case.moments(of, day, slot), day)
        case Within():
            return _within(case, node, day, slot)
        case Held():
            return _held(case, node, day, slot)
        case All(all=several):
            return all_of(case.holds(one, day, slot) for one in several)
        case AnyOf(any=several):
            return any_of(case.holds(one, day, slot) for one in several)
        case Not(not_=other):
            return ~case.holds(other, day, slot)
        case Compare():
            measured = case.number(node.quantity, day, slot)
            bounds = ((test, getattr(node, key)) for key, test in TESTS.items())
            return all_of(compared(test, measured, case.number(of, day, slot)) for test, of in bounds if of is not None)
        case AskedIs(asked=name, is_=wanted):
            return _fact_is(case, case.asked_fact(name), wanted)
        case PartyIs(party=name, of=whose, is_=wanted):
            return _fact_is(case, case.party_fact(name, whose), wanted)
        case GrantIs(grant=name, is_=wanted):
            return _fact_is(case, case.grant_fact(name), wanted)
        case AskerIs(asker=AskerNamed(named=name, of=of)):
            found = case.moments(of, day, slot)
            return _some(found, lambda each: each.slot is not None and case.names(each.slot, name, case.asker))
        case AskerIs(asker=asker):
            return known(asker in case.roles)
        case At(at=when, holds=other):
            found = case.moments(when, day, slot)
            truths = []
            for each in found.all:
                truth = case.by_days.holds(other, each.day, slot)
                yes = conj(each.happens, truth.yes)
                truths.append(
                    known(yes) if truth.yes is truth.maybe else SymbolicTruth(yes, conj(each.happens, truth.maybe))
                )
            return _unless_unknown(any_of(truths), found.is_known)
        case BusinessDay(business_day=name):
            return if_known(*tables.is_business_day(day, case.calendar(None if name == "plan" else name)))
        case ConditionChoice(reading=reading, choices=choices):
            *others, (_, last) = [
                (chosen, case.holds(choice, day, slot)) for chosen, choice in case.ways(reading, choices)
            ]
            yes, maybe = last
            for chosen, truth in reversed(others):
                yes, maybe = terms.ite(chosen, truth.yes, yes), terms.ite(chosen, truth.maybe, maybe)
            return known(yes) if yes is maybe else SymbolicTruth(yes, maybe)
        case May(may=action, number=number):
            from kenri.symbolic.standing import standing

            asked = None if number is None else case.number(number, day, slot)
            return standing(case, action).allowed(day, asked)
        case _:
            assert_never(node)


def _unless_unknown(truth: SymbolicTruth, is_known: terms.Flag) -> SymbolicTruth:
    if is_known is True:
        return truth
    return SymbolicTruth(conj(is_known, truth.yes), disj(neg(is_known), truth.maybe))


def _some(found: SymbolicHappenings, test: Callable[[SymbolicHappening], terms.Flag]) -> SymbolicTruth:
    return if_known(disj(*(conj(each.happens, test(each)) for each in found.all)), found.is_known)


def _named(case: SymbolicCase, name: str, day: terms.Number) -> SymbolicTruth:
    if name in ("always", "never"):
        return known(name == "always")
    state = case.plan.states.get(name)
    if state is not None:
        return case.holds(state.is_, day)
    found = case.term(name)
    if isinstance(found, SymbolicValue):
        value = found.value
        holding = conj(le(value[0], day), le(day, value[1])) if isinstance(value, tuple) else value
        return if_known(holding if found.is_known is not False else False, found.is_known)
    flags = []
    for value, since, until in found:
        in_force = conj(le(since, day), lt(day, until))
        match value:
            case (first, last):
                flags.append(conj(in_force, le(first, day), le(day, last)))
            case True:
                flags.append(in_force)
            case _:
                pass
    return known(disj(*flags))


def _span(case: SymbolicCase, node: Span, day: terms.Number, slot: Slot | None) -> SymbolicTruth:
    def come(each: SymbolicHappening) -> terms.Flag:
        return le(cut(case, node.hour, each.day, is_over=False), day)

    def over(each: SymbolicHappening) -> terms.Flag:
        return lt(cut(case, node.hour, each.day, is_over=True), day)

    bounds = ((node.from_, come, True), (node.after, over, True), (node.until, over, False), (node.before, come, False))
    truths = []
    for of, passed, positive in bounds:
        if of is not None:
            reached = _some(case.moments(of, day, slot), passed)
            truths.append(reached if positive else ~reached)
    return all_of(truths)


def _through(case: SymbolicCase, node: Through, found: SymbolicHappenings, day: terms.Number) -> SymbolicTruth:
    truths = []
    for each in found.all:
        last = case.attribute(each.slot, node.through)
        end = last.value if last.is_known is False else cut(case, node.hour, last.value, is_over=True)
        yes = disj(conj(last.is_known, le(each.day, day), le(day, end)), conj(neg(last.is_known), eq(each.day, day)))
        if last.is_known is True:
            truths.append(known(conj(each.happens, yes)))
        else:
            # The period has begun and its end is not known: its first day is certain, the rest is not.
            maybe = disj(yes, conj(neg(last.is_known), le(each.day, day)))
            truths.append(SymbolicTruth(conj(each.happens, yes), conj(each.happens, maybe)))
    return _unless_unknown(any_of(truths), found.is_known)


def _within(case: SymbolicCase, node: Within, day: terms.Number, slot: Slot | None) -> SymbolicTruth:
    anchor = next(one for one in (node.after, node.from_, node.before) if one is not None)
    found = case.moments(anchor, day, slot)
    counting = case.counting(node.counting)
    truths = []
    for here, number, unit in tables.lengths(case, node.within, day):
        for each in found.all:
            first = each.day if node.from_ is not None else terms.add(each.day, 1)
            side = lt(day, each.day) if node.before is not None else le(first, day)
            happens = conj(here, each.happens, side)
            if happens is False:
                continue
            if number is None:
                truths.append(SymbolicTruth(False, happens))
                continue
            end, is_known = tables.shifted(each.day, number, unit, counting, -1 if node.before is not None else 1)
            if node.before is not None:
                truths.append(if_within(happens, le(end, day), is_known))
            elif node.tolled is None and node.extended is None:
                truths.append(if_within(happens, le(day, cut(case, node.hour, end, is_over=True)), is_known))
            else:
                truths.append(_lengthened(case, node, each, end, day, slot, happens, is_known))
    return _unless_unknown(any_of(truths), found.is_known)


def if_within(happens: terms.Flag, inside: terms.Flag, is_known: terms.Flag) -> SymbolicTruth:
    """Whether a day lies in a window whose end may be unknown."""
    if is_known is True:
        return known(conj(happens, inside))
    return SymbolicTruth(conj(happens, is_known, inside), conj(happens, disj(neg(is_known), inside)))


def _lengthened(
    case: SymbolicCase,
    node: Within,
    each: SymbolicHappening,
    end: terms.Number,
    day: terms.Number,
    slot: Slot | None,
    happens: terms.Flag,
    is_known: terms.Flag,
) -> SymbolicTruth:
    from kenri.symbolic.stretches import PERHAPS, SURELY, ends_of

    sure, perhaps = (
        disj(
            *(
                conj(holds, le(day, cut(case, node.hour, last, is_over=True)))
                for holds, last in ends_of(case.by_days, node, each.day, end, day, slot, way)
            )
        )
        for way in (SURELY, PERHAPS)
    )
    if is_known is True and sure == perhaps:
        return known(conj(happens, sure))
    return SymbolicTruth(conj(happens, is_known, sure), conj(happens, disj(neg(is_known), perhaps)))


def _held(case: SymbolicCase, node: Held, day: terms.Number, slot: Slot | None) -> SymbolicTruth:
    begins, ends = case.moments(node.begins, day, slot), case.moments(node.ends, day, slot)
    come = [(each.day, conj(each.happens, le(each.day, day))) for each in begins.all]
    gone = [(each.day, conj(each.happens, le(each.day, day))) for each in ends.all]
    wins = node.same_day == "begins"

    def undone(start: terms.Number, end: terms.Number) -> terms.Flag:
        return lt(start, end) if wins else le(start, end)

    begun = disj(
        *(conj(happens, *(neg(conj(ended, undone(start, end))) for end, ended in gone)) for start, happens in come)
    )
    never_ended = conj(*(neg(ended) for _, ended in gone))
    initially = case.by_days.holds(node.initially, FIRST_DAY, slot)
    yes = disj(begun, conj(never_ended, initially.yes))
    truth = (
        known(yes)
        if initially.yes is initially.maybe
        else SymbolicTruth(yes, disj(begun, conj(never_ended, initially.maybe)))
    )
    return _unless_unknown(truth, conj(begins.is_known, ends.is_known))


def _fact_is(case: SymbolicCase, fact: SymbolicValue, wanted: Value | tuple[Value, ...]) -> SymbolicTruth:
    if fact.is_known is False:
        return SymbolicTruth(False, True)
    return if_known(case.is_one_of(fact, wanted), fact.is_known)


__all__ = ["NEVER", "holds"]
