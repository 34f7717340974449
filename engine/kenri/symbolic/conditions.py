"""Conditions in terms: whether each holds on a day, itself a term."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, assert_never

from kenri import terms
from kenri.model import periods
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
from kenri.symbolic.moments import SymbolicHappening, SymbolicHappenings, names_party
from kenri.symbolic.perhaps import LAST_DAY, SymbolicPossible, SymbolicSpan, not_followed
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
            return _reached(
                found, lambda when: eq(when, day), lambda span: conj(le(span.first, day), le(day, span.last))
            )
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
            named, perhaps = names_party(case, found, name, case.asker)
            return known(named) if perhaps is False else SymbolicTruth(named, disj(named, perhaps))
        case AskerIs(asker=asker):
            return known(asker in case.roles)
        case At(at=when, holds=other):
            return _at(case.by_days, case.moments(when, day, slot), other, slot)
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


def _reached(
    found: SymbolicHappenings,
    test: Callable[[terms.Number], terms.Flag],
    perhaps: Callable[[SymbolicSpan], terms.Flag] | None = None,
) -> SymbolicTruth:
    """Whether a test holds of the day of something that happens; `perhaps` where it may of some day of a span.

    Without `perhaps` it is a test that an earlier day passes where a later one does.
    """
    yes = disj(*(conj(each.happens, test(each.day)) for each in found.all))
    if not found.perhaps:
        return known(yes)
    is_sure = (
        conj(each.surely, test(each.last), True if perhaps is None else eq(each.first, each.last))
        for each in found.perhaps
    )
    may = (
        conj(span.may, disj(_is_always(span.first), test(span.first)) if perhaps is None else perhaps(span))
        for each in found.perhaps
        for span in each.spans
    )
    yes = disj(yes, *is_sure)
    return SymbolicTruth(yes, disj(yes, *may))


def _is_always(day: terms.Number) -> terms.Flag:
    """Whether something is since always: it was so on the first day that there is."""
    return eq(day, FIRST_DAY)


def _at(case: SymbolicCase, found: SymbolicHappenings, other: Condition, slot: Slot | None) -> SymbolicTruth:
    truths: list[SymbolicTruth] = []
    for each in found.all:
        truth = case.holds(other, each.day, slot)
        yes = conj(each.happens, truth.yes)
        truths.append(known(yes) if truth.yes is truth.maybe else SymbolicTruth(yes, conj(each.happens, truth.maybe)))
    for one in found.perhaps:
        if not one.on_a_day:
            not_followed()
        (span,) = one.spans
        truth = case.holds(other, span.first, slot)
        truths.append(SymbolicTruth(conj(one.surely, truth.yes), conj(span.may, truth.maybe)))
    return any_of(truths)


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
    def come(when: terms.Number) -> terms.Flag:
        return le(cut(case, node.hour, when, is_over=False), day)

    def over(when: terms.Number) -> terms.Flag:
        return lt(cut(case, node.hour, when, is_over=True), day)

    bounds = ((node.from_, come, True), (node.after, over, True), (node.until, over, False), (node.before, come, False))
    truths = []
    for of, passed, positive in bounds:
        if of is not None:
            reached = _reached(case.moments(of, day, slot), passed)
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
    for one in found.perhaps:
        last = case.attribute(one.slot, node.through)
        end = last.value if last.is_known is False else cut(case, node.hour, last.value, is_over=True)
        begun = disj(*(conj(span.may, le(span.first, day)) for span in one.spans))
        ends = conj(last.is_known, le(day, end)) if last.is_known is not False else False
        yes = conj(
            one.surely,
            disj(conj(le(one.last, day), ends), conj(neg(last.is_known), eq(one.first, day), eq(one.last, day))),
        )
        truths.append(SymbolicTruth(yes, conj(begun, disj(neg(last.is_known), ends))))
    return any_of(truths)


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
        truths += [_perhaps(case, node, one, number, unit, counting, day, here) for one in found.perhaps]
    return any_of(truths)


def _perhaps(
    case: SymbolicCase,
    node: Within,
    one: SymbolicPossible,
    number: int | None,
    unit: periods.Unit,
    counting: periods.Counting,
    day: terms.Number,
    here: terms.Flag,
) -> SymbolicTruth:
    """Whether a day is in the window at something that is not known: wherever it is, and wherever it may be."""
    if node.tolled is not None or node.extended is not None:
        not_followed()

    def is_in(first: terms.Number, last: terms.Number) -> tuple[terms.Flag, terms.Flag]:
        """Whether it is in the window that begins as at one day and ends as at another, and whether that is known."""
        assert number is not None, "a length that is not known is told first"
        if node.before is not None:
            opens, is_known = tables.shifted(first, number, unit, counting, -1)
            return le(opens, day), is_known
        is_for_ever = le(LAST_DAY, last)
        if is_for_ever is True:
            return True, True
        end, is_known = tables.shifted(last, number, unit, counting, 1)
        return disj(is_for_ever, le(day, cut(case, node.hour, end, is_over=True))), disj(is_for_ever, is_known)

    def is_beside(first: terms.Number, last: terms.Number) -> terms.Flag:
        if node.before is not None:
            return lt(day, last)
        return disj(le(first, day) if node.from_ is not None else lt(first, day), _is_always(first))

    if number is None:
        return SymbolicTruth(False, conj(here, one.may, is_beside(one.first, one.last)))

    def told(first: terms.Number, last: terms.Number, side: terms.Flag, counts: terms.Flag) -> SymbolicTruth:
        inside, is_known = is_in(first, last)
        counts = conj(here, counts, side)
        return SymbolicTruth(conj(counts, is_known, inside), conj(counts, disj(neg(is_known), inside)))

    at_latest = lt(day, one.first) if node.before is not None else is_beside(one.last, one.first)
    surely = told(one.last, one.first, at_latest, one.surely)
    each = [told(span.first, span.last, is_beside(span.first, span.last), span.may) for span in one.spans]
    return SymbolicTruth(surely.yes, disj(surely.yes, *(truth.maybe for truth in each)))


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
    initially = case.by_days.holds(node.initially, FIRST_DAY, slot)
    if not (begins.perhaps or ends.perhaps):
        begun, ended = _surely_come(begins, day), _surely_come(ends, day)
        yes, never_ended = _since_begun(node, begun, ended)
        if initially.yes is initially.maybe:
            return known(disj(yes, conj(never_ended, initially.yes)))
        return SymbolicTruth(*(disj(yes, conj(never_ended, each)) for each in initially))
    yes, never_ended = _since_begun(node, _surely_come(begins, day), _perhaps_come(ends, day))
    maybe, not_surely_ended = _since_begun(node, _perhaps_come(begins, day), _surely_come(ends, day))
    return SymbolicTruth(
        disj(yes, conj(never_ended, initially.yes)), disj(maybe, conj(not_surely_ended, initially.maybe))
    )


Come = list[tuple[terms.Number, terms.Flag]]
"""Days, each with whether something has come on it."""


def _surely_come(found: SymbolicHappenings, day: terms.Number) -> Come:
    """What has come by a day: of what is not known, on the first day that it can have been."""
    known_ = [(each.day, conj(each.happens, le(each.day, day))) for each in found.all]
    return [*known_, *((one.first, conj(one.surely, le(one.last, day))) for one in found.perhaps)]


def _perhaps_come(found: SymbolicHappenings, day: terms.Number) -> Come:
    """What may have come by a day: of what is not known, on the last day that it can have been."""
    known_ = [(each.day, conj(each.happens, le(each.day, day))) for each in found.all]
    spans = (span for one in found.perhaps for span in one.spans)
    return [*known_, *((terms.minimum(span.last, day), conj(span.may, le(span.first, day))) for span in spans)]


def _since_begun(node: Held, come: Come, gone: Come) -> tuple[terms.Flag, terms.Flag]:
    """Whether a state has begun and not ended since, and whether it has never ended."""

    def undone(start: terms.Number, end: terms.Number) -> terms.Flag:
        return lt(start, end) if node.same_day == "begins" else le(start, end)

    begun = (conj(is_so, *(neg(conj(ended, undone(start, end))) for end, ended in gone)) for start, is_so in come)
    return disj(*begun), conj(*(neg(ended) for _, ended in gone))


def _fact_is(case: SymbolicCase, fact: SymbolicValue, wanted: Value | tuple[Value, ...]) -> SymbolicTruth:
    if fact.is_known is False:
        return SymbolicTruth(False, True)
    return if_known(case.is_one_of(fact, wanted), fact.is_known)


__all__ = ["NEVER", "holds"]
