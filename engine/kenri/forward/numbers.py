"""Quantities on one day: an exact number, or what is missing to know it."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, assert_never

from kenri.forward.supply import number as as_number
from kenri.forward.values import NOTHING, UNLIMITED, Exact, Happening, Lacking, Number, Seen, exact, lacked
from kenri.forward.vesting import vested, vested_unless_skipped
from kenri.model import periods
from kenri.model.days import FIRST_DAY, Day
from kenri.model.expressions import (
    AskedNumber,
    AttributeNumber,
    Balance,
    BlackScholes,
    BlackScholesInputs,
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
from kenri.model.lacking import lacks
from kenri.model.numbers import rounded
from kenri.reference.occurrences import Passed, earliest

if TYPE_CHECKING:
    from kenri.forward.evaluation import Evaluation


def quantity(at: Evaluation, node: Quantity, day: Day) -> Number:
    """The number an expression has on a day."""

    def folded(operation: Callable[..., Exact], several: tuple[Quantity, ...]) -> Number:
        def fold(first: Exact, *others: Exact) -> Number:
            value: Number = first
            for other in others:
                value = value if isinstance(value, Lacking) else exact(operation(value, other))
            return value

        return of_numbers(fold, *(at.number(one, day) for one in several))

    match node:
        case str():
            return at.named_number(node, day)
        case int():
            return node
        case Decimal():
            return exact(Fraction(node))
        case AskedNumber(asked=name):
            return as_number(at.supply.asked(name), name)
        case GrantNumber(grant="number"):
            return at.granted(day)
        case GrantNumber(grant=name):
            return as_number(at.supply.granted(name), name)
        case PartyNumber(party=name, of=whose):
            return as_number(at.supply.personal(name, whose), name)
        case EventNumber(of_event=name):
            return at.supply.recorded_number(at.event, name)
        case Balance(balance=name, for_=fact):
            return at.balances(day).get(name, 0) if fact is None else at.balance_for(name, fact, day)
        case AttributeNumber(attribute=name, of=of):
            return _attribute(at, name, of, day)
        case Sum(sum=several):
            return folded(operator.add, several)
        case Difference(subtract=several):
            return folded(operator.sub, several)
        case Product(multiply=several):
            return folded(operator.mul, several)
        case Least(least=several):
            return folded(min, several)
        case Greatest(greatest=several):
            return folded(max, several)
        case Quotient(divide=(dividend, divisor)):
            return of_numbers(divided, at.number(dividend, day), at.number(divisor, day))
        case Round(round=mode, of=of, to=unit):
            return of_numbers(partial(_rounded, mode), at.number(of, day), at.number(unit, day))
        case Cases(cases=lines, otherwise=otherwise):
            return _cases(at, lines, otherwise, day)
        case Count(count=of):
            return _counted(at, of, day)
        case Vests(on=of, skipped=None):
            return vested(at, node, _counted(at, of, day), day)
        case Vests():
            return vested_unless_skipped(at, node, day)
        case Running():
            return _running(at.by_days, node, day)
        case Total():
            return _total(at, node, day)
        case OverGrants():
            return at.grants.sum(at, node, day)
        case Take(at=when, take=other):
            return _taken(at.by_days, at.moments(when, day), other)
        case DaysBetween(days_between=(first, second)):
            return _days_between(at, first, second, day)
        case BlackScholes(black_scholes=inputs):
            return _price(at, inputs, day)
        case QuantityChoice(reading=reading, choices=choices):
            return at.number(choices[at.readings[reading]], day)
        case _:
            assert_never(node)


def of_numbers(function: Callable[..., Number], *values: Number) -> Number:
    """A function of numbers; not known when one of them is not."""
    missing = lacked(*values)
    if missing:
        return Lacking(missing)
    found = function(*values)
    return found if isinstance(found, Lacking) else exact(found)


def _rounded(mode: Rounding, value: Exact, unit: Exact) -> Number:
    if unit <= 0 or unit == UNLIMITED:
        return Lacking(frozenset({lacks("unit")}))
    return rounded(value, mode, unit)


def divided(dividend: Exact, divisor: Exact) -> Number:
    """An exact quotient; not known for a divisor of zero."""
    if divisor == 0:
        return Lacking(frozenset({lacks("divisor")}))
    if isinstance(dividend, float) or isinstance(divisor, float):
        return dividend / divisor
    return Fraction(dividend) / divisor


def either(truth: int, missing: frozenset[str], then: Callable[[], Number], otherwise: Callable[[], Number]) -> Number:
    """One number or the other as a truth says; when it is unknown, what they have in common."""
    if truth == 2:
        return then()
    if truth == 0:
        return otherwise()
    a, b = then(), otherwise()
    return a if a == b else Lacking(missing | lacked(a, b))


def _cases(at: Evaluation, lines: tuple[object, ...], otherwise: Quantity, day: Day) -> Number:
    from kenri.model.expressions import CaseLine

    if not lines:
        return at.number(otherwise, day)
    line = lines[0]
    assert isinstance(line, CaseLine)
    truth = at.truth(line.when, day)
    return either(
        truth.value,
        truth.missing,
        lambda: at.number(line.is_, day),
        lambda: _cases(at, lines[1:], otherwise, day),
    )


def _counted(at: Evaluation, of: Moments, day: Day) -> Number:
    found = at.moments(of, day)
    least, most = Passed(found.all).number(day)
    return least if least == most else Lacking(found.missing)


def _attribute(at: Evaluation, name: str, of: Moments, day: Day) -> Number:
    found = at.moments(of, day)
    if not found.missing:
        come = [item for item in found.all if item.day <= day]
        return at.supply.recorded_number(come[-1].event if come else None, name)
    several, surely = Passed(found.all).last(day)
    if not several:
        return at.supply.recorded_number(None, name)
    numbers = [at.supply.recorded_number(item.event, name) for item in several if item.event or item.is_known]
    is_one = surely and len(numbers) == len(several) and all(number == numbers[0] for number in numbers)
    return numbers[0] if is_one else Lacking(found.missing | lacked(*numbers))


def _taken(at: Evaluation, found: Seen, other: Quantity) -> Number:
    """A number on the earliest of some days; zero when there is none, and what is the same wherever that day can be."""
    first = next(iter(earliest(found.all)), None)
    if first is None:
        return 0
    if first.is_known:
        return at.number(other, first.day)
    turns = at.number_turns(other)
    days = {day for since, until in first.span for day in (since, *(turn for turn in turns if since < turn < until))}
    numbers = [*(at.number(other, day) for day in sorted(days)), *(() if first.surely else (0,))]
    same = all(number == numbers[0] for number in numbers)
    return numbers[0] if same else Lacking(found.missing | lacked(*numbers))


def _running(at: Evaluation, node: Running, day: Day) -> Number:
    seen = [at.moments(change.on, day) for change in node.changes]
    missing = NOTHING.union(*(found.missing for found in seen))
    turns = sorted(
        ((item.day, at.supply.rank(item.event), index, item) for index, found in enumerate(seen) for item in found.all),
        key=lambda turn: turn[:3],
    )
    turns = [turn for turn in turns if turn[0] <= day]
    value = at.number(node.running, turns[0][0] if turns else day)
    unsure_until = FIRST_DAY
    for when, _, index, item in turns:
        change = node.changes[index]
        if not item.is_known:  # from then on it is not known, until it is set by what surely comes after
            value = Lacking(missing)
            unsure_until = unsure_until if item.days is None else max(unsure_until, item.last)
        elif change.set is None or when > unsure_until:
            value = _changed(at, value, change, item)
    return value


def _changed(at: Evaluation, value: Number, change: Change, item: Happening) -> Number:
    there = at.at_event(item.event)
    ways: dict[str, Callable[[Exact, Exact], Number]] = {
        "add": operator.add,
        "subtract": operator.sub,
        "multiply": operator.mul,
        "divide": divided,
    }
    if change.set is not None:
        changed = of_numbers(lambda one: one, there.number(change.set, item.day))
    else:
        name = next(name for name in ways if getattr(change, name) is not None)
        operand = there.number(getattr(change, name), item.day)
        # What a change lacks is what is missing from then on.
        changed = operand if isinstance(operand, Lacking) else of_numbers(ways[name], value, operand)
    if change.round is None or isinstance(changed, Lacking):
        return changed
    return of_numbers(
        partial(_rounded, change.round), changed, there.number(1 if change.to is None else change.to, item.day)
    )


def _total(at: Evaluation, node: Total, day: Day) -> Number:
    found = at.moments(node.of, day)
    since = periods.first_of(node.per, day, node.year_starts) if node.per is not None else 0
    total: Number = 0
    for item in found.all:
        if not item.is_known:
            if any(since < until and first <= day for first, until in item.span):
                return Lacking(found.missing)
        elif since <= item.day <= day:
            number = at.supply.recorded_number(item.event, node.total)
            total = number if isinstance(number, Lacking) else of_numbers(operator.add, total, number)
    return total


def _days_between(at: Evaluation, first: Moments, second: Moments, day: Day) -> Number:
    one, other = (at.moments(each, day) for each in (first, second))
    a, b = (next(iter(earliest(found.all)), None) for found in (one, other))
    if a is None or b is None:
        return Lacking(frozenset({lacks("day-to-come")}))
    return b.day - a.day if a.is_known and b.is_known else Lacking(one.missing | other.missing)


def _price(at: Evaluation, inputs: BlackScholesInputs, day: Day) -> Number:
    def price(*values: Exact) -> Number:
        from kenri.model.black_scholes import exact_price

        found = exact_price(*values)
        return Lacking(frozenset({found})) if isinstance(found, str) else found

    several = (
        inputs.share_price,
        inputs.exercise_price,
        inputs.years,
        inputs.volatility,
        inputs.interest,
        inputs.dividend_yield,
    )
    return of_numbers(price, *(at.number(one, day) for one in several))
