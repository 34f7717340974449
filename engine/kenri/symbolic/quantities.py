"""Quantities in terms: an exact number on a day, itself a term."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any, assert_never

from kenri import terms
from kenri.model.expressions import (
    AskedNumber,
    AttributeNumber,
    Balance,
    BlackScholes,
    Cases,
    Change,
    Count,
    DaysBetween,
    Difference,
    EventNumber,
    GrantNumber,
    Greatest,
    Least,
    Moments,
    OverGrants,
    PartyNumber,
    Product,
    Quantity,
    QuantityChoice,
    Quotient,
    Round,
    Rounding,
    Running,
    Sum,
    Take,
    Total,
    Vests,
)
from kenri.model.sentences import Sentence
from kenri.model.supplied import plain
from kenri.symbolic import tables
from kenri.symbolic.case import UNKNOWN, UNLIMITED, SymbolicNumber, SymbolicTruth, if_known
from kenri.symbolic.moments import SymbolicHappening, SymbolicHappenings, first, precedes
from kenri.symbolic.perhaps import must_be_known, not_followed
from kenri.symbolic.recurring import come_by_arithmetic
from kenri.symbolic.world import Slot, SymbolicValue
from kenri.terms import conj, disj, le, neg

if TYPE_CHECKING:
    from kenri.symbolic.case import SymbolicCase

Test = Callable[[SymbolicNumber, SymbolicNumber], terms.Flag]


def at_least(a: SymbolicNumber, b: SymbolicNumber) -> terms.Flag:
    """Whether a number is at least another, neither being unknown."""
    return disj(a.is_unlimited, conj(neg(b.is_unlimited), le(b.value, a.value)))


TESTS: Mapping[str, Test] = {
    "at_least": at_least,
    "more_than": lambda a, b: neg(at_least(b, a)),
    "at_most": lambda a, b: at_least(b, a),
    "less_than": lambda a, b: neg(at_least(a, b)),
    "equals": lambda a, b: conj(at_least(a, b), at_least(b, a)),
}
"""The comparisons of the rule language by their keys."""


def compared(test: Test, a: SymbolicNumber, b: SymbolicNumber) -> SymbolicTruth:
    """Whether two numbers stand to each other as a test says; unknown where one of them is."""
    return if_known(test(a, b), conj(a.is_known, b.is_known))


def of_fact(fact: SymbolicValue) -> SymbolicNumber:
    """A fact as a number."""
    return SymbolicNumber(fact.value, fact.is_known, fact.is_unlimited)


def number(case: SymbolicCase, node: Quantity, day: terms.Number, slot: Slot | None) -> SymbolicNumber:
    """The number an expression has on a day; `slot` is the event whose attributes can be read."""

    def of(inner: Quantity) -> SymbolicNumber:
        return case.number(inner, day, slot)

    def finite(operation: Callable[[Any, Any], Any], several: tuple[Quantity, ...]) -> SymbolicNumber:
        return reduce(lambda a, b: _finite(operation, a, b), map(of, several))

    match node:
        case str():
            return _named(case, node, day)
        case int() | Decimal():
            return SymbolicNumber(plain(node))
        case AskedNumber(asked=name):
            return of_fact(case.asked_fact(name))
        case GrantNumber(grant="number"):
            from kenri.symbolic.movements import number_granted

            return number_granted(case, day)
        case GrantNumber(grant=name):
            return of_fact(case.grant_fact(name))
        case PartyNumber(party=name, of=whose):
            return of_fact(case.party_fact(name, whose))
        case Balance(balance=name, for_=fact):
            from kenri.symbolic.movements import balance, balance_for

            return balance(case, name, day) if fact is None else balance_for(case, name, fact, day)
        case AttributeNumber(attribute=name, of=of_):
            return _attribute(case, name, case.moments(of_, day, slot), day)
        case Sum(sum=several):
            return reduce(summed, map(of, several))
        case Difference(subtract=several):
            return finite(terms.sub, several)
        case Product(multiply=several):
            return _product(list(map(of, several)))
        case Quotient(divide=(dividend, divisor)):
            return divided(of(dividend), of(divisor))
        case Round(round=mode, of=inner, to=unit):
            return rounded(of(inner), mode, of(unit))
        case Least(least=several):
            return reduce(least, map(of, several))
        case Greatest(greatest=several):
            return reduce(greatest, map(of, several))
        case Cases(cases=lines, otherwise=otherwise):
            value = of(otherwise)
            for line in reversed(lines):
                value = where(case.holds(line.when, day, slot), of(line.is_), value)
            return value
        case Count(count=inner_moments):
            return _come(case, inner_moments, day, slot)
        case EventNumber(of_event=name):
            return of_fact(case.attribute(slot, name))
        case Running():
            from kenri.symbolic.running import running

            return running(case.by_days, node, day, slot)
        case Total():
            return _total(case, node, day, slot)
        case Vests(on=inner_moments):
            from kenri.symbolic.vesting import come_unskipped, vested

            if node.skipped is not None:
                return vested(case, node, come_unskipped(case, node, node.skipped, day, slot), day, slot)
            return vested(case, node, _come(case, inner_moments, day, slot), day, slot)
        case OverGrants():
            from kenri.symbolic.grants import over_grants

            return over_grants(case, node, day, slot)
        case Take(at=when, take=other):
            return _take(case.by_days, case.moments(when, day, slot), other, slot)
        case DaysBetween(days_between=several):
            a, b = (_first(earliest_of(case.moments(one, day, slot))) for one in several)
            return SymbolicNumber(terms.sub(b.value, a.value), conj(a.is_known, b.is_known))
        case BlackScholes():
            from kenri.symbolic.case import InexpressibleError

            raise InexpressibleError(Sentence("black-scholes"))
        case QuantityChoice(reading=reading, choices=choices):
            *others, (_, last) = [(chosen, of(choice)) for chosen, choice in case.ways(reading, choices)]
            return reduce(lambda rest, way: chosen_of(way[0], way[1], rest), reversed(others), last)
        case _:
            assert_never(node)


# --- arithmetic on numbers that may be unknown or without limit


def chosen_of(test: terms.Flag, then: SymbolicNumber, otherwise: SymbolicNumber) -> SymbolicNumber:
    """One of two numbers."""
    return SymbolicNumber(*(terms.ite(test, a, b) for a, b in zip(then, otherwise, strict=True)))


def where(truth: SymbolicTruth, then: SymbolicNumber, otherwise: SymbolicNumber) -> SymbolicNumber:
    """One of two numbers; where it is unknown which, the number if both are the same."""
    if truth.yes is truth.maybe:
        return chosen_of(truth.yes, then, otherwise)
    surely_not = neg(truth.maybe)
    agree = conj(
        then.is_known,
        otherwise.is_known,
        terms.same(then.is_unlimited, otherwise.is_unlimited),
        disj(then.is_unlimited, terms.eq(then.value, otherwise.value)),
    )
    picked = chosen_of(surely_not, otherwise, then)
    is_known = disj(conj(truth.yes, then.is_known), conj(surely_not, otherwise.is_known), agree)
    return picked._replace(is_known=is_known)


def _finite(operation: Callable[[Any, Any], Any], a: SymbolicNumber, b: SymbolicNumber) -> SymbolicNumber:
    """A sum or difference: no limit stays none, and nothing is taken from no limit by no limit."""
    is_difference = operation is terms.sub
    is_known = conj(a.is_known, b.is_known, neg(b.is_unlimited) if is_difference else True)
    return SymbolicNumber(
        operation(a.value, b.value), is_known, a.is_unlimited if is_difference else disj(a.is_unlimited, b.is_unlimited)
    )


def summed(a: SymbolicNumber, b: SymbolicNumber) -> SymbolicNumber:
    """The sum of two; without limit where one is."""
    return _finite(terms.add, a, b)


def _product(several: list[SymbolicNumber]) -> SymbolicNumber:
    value = reduce(terms.mul, (each.value for each in several))
    is_known = conj(*(each.is_known for each in several))
    unlimited = disj(*(each.is_unlimited for each in several))
    if unlimited is False:
        return SymbolicNumber(value, is_known)
    # Without limit times a positive number is without limit; times zero or less it is no number.
    positive = conj(*(disj(each.is_unlimited, terms.gt(each.value, 0)) for each in several))
    return SymbolicNumber(value, conj(is_known, disj(neg(unlimited), positive)), unlimited)


def divided(a: SymbolicNumber, b: SymbolicNumber) -> SymbolicNumber:
    """The quotient; unknown when the divisor is zero or without limit and cannot be told."""
    is_known = conj(a.is_known, b.is_known, neg(terms.eq(b.value, 0)), neg(conj(a.is_unlimited, b.is_unlimited)))
    if b.is_unlimited is not False:
        value = terms.ite(b.is_unlimited, 0, terms.divide(a.value, b.value))
        is_known = conj(
            a.is_known,
            b.is_known,
            disj(b.is_unlimited, neg(terms.eq(b.value, 0))),
            neg(conj(a.is_unlimited, b.is_unlimited)),
        )
        return SymbolicNumber(value, is_known, a.is_unlimited)
    if a.is_unlimited is not False:
        is_known = conj(is_known, disj(neg(a.is_unlimited), terms.gt(b.value, 0)))
    return SymbolicNumber(terms.divide(a.value, b.value), is_known, a.is_unlimited)


def least(a: SymbolicNumber, b: SymbolicNumber) -> SymbolicNumber:
    """The lesser of two."""
    if a.is_unlimited is True:
        return SymbolicNumber(b.value, conj(a.is_known, b.is_known), b.is_unlimited)
    if b.is_unlimited is True:
        return SymbolicNumber(a.value, conj(a.is_known, b.is_known), a.is_unlimited)
    take_b = disj(a.is_unlimited, conj(neg(b.is_unlimited), le(b.value, a.value)))
    return SymbolicNumber(
        terms.ite(take_b, b.value, a.value), conj(a.is_known, b.is_known), conj(a.is_unlimited, b.is_unlimited)
    )


def greatest(a: SymbolicNumber, b: SymbolicNumber) -> SymbolicNumber:
    """The greater of two."""
    return SymbolicNumber(
        terms.maximum(a.value, b.value), conj(a.is_known, b.is_known), disj(a.is_unlimited, b.is_unlimited)
    )


def rounded(number: SymbolicNumber, mode: Rounding, unit: SymbolicNumber) -> SymbolicNumber:
    """A number rounded to a whole multiple of a unit."""
    is_known = conj(number.is_known, unit.is_known, terms.gt(unit.value, 0), neg(unit.is_unlimited))
    if is_known is False:
        return UNKNOWN
    count = number.value if unit.value == 1 and terms.is_known(unit.value) else terms.divide(number.value, unit.value)
    whole = to_whole(count, mode)
    return SymbolicNumber(terms.mul(whole, unit.value), is_known, number.is_unlimited)


def to_whole(count: terms.Number, mode: Rounding) -> terms.Number:
    """The whole number that a rounding mode picks."""
    if terms.is_integral(count):
        return count
    below = terms.floor(count)
    rest = terms.sub(count, below)
    half = Fraction(1, 2)
    match mode:
        case "down":
            return below
        case "up":
            up = terms.gt(rest, 0)
        case "half-up":
            up = terms.ge(rest, half)
        case "half-down":
            up = terms.gt(rest, half)
        case "half-even":
            up = disj(terms.gt(rest, half), conj(terms.eq(rest, half), terms.eq(terms.modulo(below, 2), 1)))
        case _:
            assert_never(mode)
    return terms.add(below, terms.ite(up, 1, 0))


# --- numbers that events make


def _named(case: SymbolicCase, name: str, day: terms.Number) -> SymbolicNumber:
    if name == "unlimited":
        return UNLIMITED
    amount = case.plan.amounts.get(name)
    if amount is not None:
        return case.number(amount.is_, day)
    found = case.term(name)
    if isinstance(found, SymbolicValue):
        return of_fact(found)
    *later, (value, _, _) = reversed(found)
    number = SymbolicNumber(value)
    for value, since, _ in reversed(later):
        number = chosen_of(le(since, day), SymbolicNumber(value), number)
    return number


def _come(case: SymbolicCase, node: Moments, day: terms.Number, slot: Slot | None) -> SymbolicNumber:
    """How many of some days have come."""
    number = come_by_arithmetic(case, node, day, slot)
    if number is not None:
        return SymbolicNumber(number)
    found = case.moments(node, day, slot)
    return SymbolicNumber(_counted(found, day), _is_count_known(found, day))


def _counted(found: SymbolicHappenings, day: terms.Number) -> terms.Number:
    """How many have happened: those on plain days by one function of the day, the others one by one."""
    plain_days = sorted(each.day for each in found.all if each.happens is True and terms.is_known(each.day))
    rest = [
        terms.ite(conj(each.happens, le(each.day, day)), 1, 0)
        for each in found.all
        if not (each.happens is True and terms.is_known(each.day))
    ]
    steps = (terms.Piece(each, 0, index) for index, each in enumerate(plain_days, 1))
    table = terms.Table((terms.Piece(0, 0, 0), *steps), (0, len(plain_days)))
    return terms.add(terms.looked_up(day, table)[0], terms.total(rest))


def _is_count_known(found: SymbolicHappenings, day: terms.Number) -> terms.Flag:
    """Whether it is known how many have come: what is not known surely has, and is one, or cannot have."""
    return conj(
        *(
            disj(neg(conj(one.may, le(one.first, day))), conj(one.surely, le(one.last, day), neg(one.many)))
            for one in found.perhaps
        )
    )


def _attribute(case: SymbolicCase, name: str, found: SymbolicHappenings, day: terms.Number) -> SymbolicNumber:
    """The number in the latest event that has come."""
    come = [each._replace(happens=conj(each.happens, le(each.day, day))) for each in found.all]
    value = UNKNOWN
    for each in come:
        is_latest = conj(
            each.happens,
            *(neg(conj(other.happens, precedes(each, other))) for other in come if other is not each),
        )
        value = chosen_of(is_latest, of_fact(case.attribute(each.slot, name)), value)
    if not found.perhaps:
        return value
    # One that may be is out of the way where something known surely came after it.
    for one in found.perhaps:
        if not one.on_a_day:
            must_be_known(found.perhaps)
        may = conj(one.may, le(one.first, day))
        mark = SymbolicHappening(True, one.first, one.slot, one.order)
        passed = disj(*(conj(each.happens, precedes(mark, each)) for each in come))
        fact = of_fact(case.attribute(one.slot, name))
        same = conj(
            disj(*(each.happens for each in come)),
            fact.is_known,
            terms.same(fact.is_unlimited, value.is_unlimited),
            disj(fact.is_unlimited, terms.eq(fact.value, value.value)),
        )
        value = value._replace(is_known=conj(value.is_known, disj(neg(may), passed, same)))
    return value


def _total(case: SymbolicCase, node: Total, day: terms.Number, slot: Slot | None) -> SymbolicNumber:
    found = case.moments(node.of, day, slot)
    opens = None if node.per is None else tables.first_of(node.per, day, node.year_starts)[0]
    added: list[terms.Number] = []
    is_known: list[terms.Flag] = []
    for one in found.perhaps:
        # What may be added counts from its first day to the end of the period of its last.
        counts = (
            conj(span.may, le(span.first, day), True if opens is None else le(opens, span.last)) for span in one.spans
        )
        is_known.append(neg(disj(*counts)))
    for each in found.all:
        counts = conj(each.happens, le(each.day, day), True if opens is None else le(opens, each.day))
        fact = case.attribute(each.slot, node.total)
        is_known.append(disj(neg(counts), conj(fact.is_known, neg(fact.is_unlimited))))
        added.append(terms.ite(counts, fact.value, 0))
    return SymbolicNumber(terms.total(added), conj(*is_known))


def _first(found: SymbolicHappenings) -> SymbolicNumber:
    """The day of the earliest as a number."""
    value: terms.Number = 0
    come: terms.Flag = False
    for each in found.all:
        sooner = conj(each.happens, disj(neg(come), terms.lt(each.day, value)))
        value = terms.ite(sooner, each.day, value)
        come = disj(come, each.happens)
    return SymbolicNumber(value, conj(found.is_known, come))


def earliest_of(found: SymbolicHappenings) -> SymbolicHappenings:
    """The same where all is known; else the earliest, or what is known of it."""
    return first(found, (), may_merge=False) if found.perhaps else found


def _take(case: SymbolicCase, found: SymbolicHappenings, other: Quantity, slot: Slot | None) -> SymbolicNumber:
    """The number on the earliest of some days; zero when there is none."""
    value = SymbolicNumber(0)
    found = earliest_of(found)
    for each in found.all:
        is_first = conj(
            each.happens,
            *(neg(conj(one.happens, _sooner(one, each))) for one in found.all if one is not each),
        )
        value = chosen_of(is_first, case.number(other, each.day, slot), value)
    for one in found.perhaps:
        if not one.on_a_day:
            not_followed()
        there = case.number(other, one.first, slot)
        is_zero = conj(neg(there.is_unlimited), terms.eq(there.value, 0))
        picked = there._replace(is_known=conj(there.is_known, disj(one.surely, is_zero)))
        value = chosen_of(one.may, picked, value)
    return value


def _sooner(one: SymbolicHappening, each: SymbolicHappening) -> terms.Flag:
    """Earlier; of one day the number is the same, so that any may stand for it."""
    return terms.lt(one.day, each.day)


def changed(value: SymbolicNumber, change: Change, operand: SymbolicNumber, unit: SymbolicNumber) -> SymbolicNumber:
    """What one change makes of a running number; `unit` is what it is rounded to, if it is."""
    if change.set is not None:
        result = operand
    elif change.add is not None:
        result = _finite(terms.add, value, operand)
    elif change.subtract is not None:
        result = _finite(terms.sub, value, operand)
    elif change.multiply is not None:
        result = _product([value, operand])
    else:
        result = divided(value, operand)
    return result if change.round is None else rounded(result, change.round, unit)
