"""What quantities mean: an exact number on each day."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, assert_never

from kenri.model import periods
from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
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
    Node,
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
from kenri.model.life import Event
from kenri.model.limits import is_too_long
from kenri.model.numbers import Number, rounded
from kenri.reference.occurrences import Occurrence, Occurrences, Passed, earliest, views
from kenri.reference.steps import (
    ByDay,
    Steps,
    Unknown,
    Value,
    constant,
    finite,
    normal,
    pointwise,
    spliced,
    steps,
    where,
)
from kenri.reference.truth import NOTHING, known
from kenri.reference.vesting import vested, vested_unless_skipped

if TYPE_CHECKING:
    from kenri.reference.case import Case


def quantity(case: Case, node: Quantity) -> Steps:
    """The number an expression has on each day."""
    match node:
        case str():
            return case.named_quantity(node)
        case int():
            return constant(node)
        case Decimal():
            return constant(normal(Fraction(node)))
        case AskedNumber(asked=name):
            return constant(case.number_fact(case.asked_fact(name)))
        case GrantNumber(grant="number"):
            return case.granted
        case GrantNumber(grant=name):
            return constant(case.number_fact(case.grant_fact(name)))
        case PartyNumber(party=name, of=whose):
            return constant(case.number_fact(case.party_fact(name, whose)))
        case Balance(balance=name, for_=fact):
            return case.balance(name, fact)
        case AttributeNumber(attribute=name, of=of):
            return _attribute(case, name, case.moments(of))
        case Sum(sum=several):
            return _folded(case, node, operator.add, several)
        case Difference(subtract=several):
            return _folded(case, node, operator.sub, several)
        case Product(multiply=several):
            return _folded(case, node, operator.mul, several)
        case Quotient(divide=(dividend, divisor)):
            return pointwise(divided, (case.quantity(dividend), case.quantity(divisor)), case.last_time(node))
        case Round(round=mode, of=of, to=unit):
            return pointwise(partial(_rounded, mode), (case.quantity(of), case.quantity(unit)), case.last_time(node))
        case Least(least=several):
            return _folded(case, node, min, several)
        case Greatest(greatest=several):
            return _folded(case, node, max, several)
        case Cases(cases=lines, otherwise=otherwise):
            value = case.quantity(otherwise)
            for place, line in reversed([*enumerate(lines)]):
                last = case.last_time(node, place)
                value = where(case.condition(line.when), case.quantity(line.is_), value, last)
            return value
        case Count(count=of):
            return _count(case.moments(of))
        case EventNumber(of_event=name):
            return constant(case.event_number(name))
        case Running():
            return _running(case.by_days, node)
        case Total():
            return _total(case, node)
        case Vests(on=of, skipped=None):
            return vested(case, node, _count(case.moments(of)))
        case Vests():
            return vested_unless_skipped(case, node)
        case OverGrants():
            return case.grants.sum(case, node)
        case Take(at=when, take=other):
            return taken(case.moments(when), case.by_days.quantity(other))
        case DaysBetween(days_between=(first, second)):
            return _days_between(case.moments(first), case.moments(second))
        case BlackScholes(black_scholes=inputs):
            return _black_scholes(
                *(
                    case.quantity(value)
                    for value in (
                        inputs.share_price,
                        inputs.exercise_price,
                        inputs.years,
                        inputs.volatility,
                        inputs.interest,
                        inputs.dividend_yield,
                    )
                )
            )
        case QuantityChoice(reading=reading, choices=choices):
            chosen = case.chosen(reading, choices)
            if chosen is not None:
                return case.quantity(chosen)
            return _either_way([case.quantity(choice) for choice in choices.values()], case.reading_name(reading))
        case _:
            assert_never(node)


def _rounded(mode: Rounding, value: Number, unit: Number) -> Value:
    if unit <= 0 or isinstance(unit, float):  # of less than zero, down would be up
        return Unknown(frozenset({lacks("unit")}))
    return rounded(value, mode, unit)


def _folded(case: Case, node: Node, operation: Callable[..., Number], several: tuple[Quantity, ...]) -> Steps:
    def folded(first: Number, *others: Number) -> Value:
        value = first
        for other in others:  # looked at after each: the product of many would grow before it is found too long
            value = operation(value, other)
            if is_too_long(value):
                return Unknown(frozenset({lacks("fewer-digits")}))
        return value

    return pointwise(folded, tuple(map(case.quantity, several)), case.last_time(node))


def divided(dividend: Number, divisor: Number) -> Value:
    """The exact quotient; unknown where the divisor is zero."""
    if divisor == 0:
        return Unknown(frozenset({lacks("divisor")}))
    if isinstance(dividend, float) or isinstance(divisor, float):
        return dividend / divisor  # of no limit: the caller keeps what is still without one
    return Fraction(dividend) / Fraction(divisor)


def _either_way(ways: list[Steps], name: str) -> Steps:
    def value(day: Day) -> Value:
        values = [way.on(day) for way in ways]
        if all(each == values[0] for each in values):
            return values[0]
        return Unknown(frozenset({name}).union(*(each.missing for each in values if isinstance(each, Unknown))))

    def all_days() -> Steps:
        return steps((day, value(day)) for day in sorted({day for way in ways for day in way.starts}))

    return ByDay(value, all_days) if any(isinstance(way, ByDay) for way in ways) else all_days()


def _attribute(case: Case, name: str, value: Occurrences) -> Steps:
    none_yet = Unknown(frozenset({lacks("of-any-event", attribute=name)}))

    def of(items: tuple[Occurrence, ...]) -> Steps:
        if value.missing:
            passed = Passed(items)
            return steps((day, last(*passed.last(day))) for day in passed.days())
        points: list[tuple[Day, Value]] = [(FIRST_DAY, none_yet)]
        points += [(item.day, case.attribute_number(item.event, name)) for item in items]
        return steps(points)

    def last(several: Sequence[Occurrence], surely: bool) -> Value:
        if not several:
            return none_yet
        numbers = [case.attribute_number(item.event, name) for item in several if item.event or item.is_known]
        if surely and len(numbers) == len(several) and all(number == numbers[0] for number in numbers):
            return numbers[0]
        return Unknown(value.missing.union(*(each.missing for each in numbers if isinstance(each, Unknown))))

    return spliced((since, until, of(items)) for since, until, (items,) in views(value))


def _count(value: Occurrences) -> Steps:
    def of(items: tuple[Occurrence, ...]) -> Steps:
        if value.missing:
            passed = Passed(items)
            return steps((day, number(*passed.number(day))) for day in passed.days())
        return steps([(FIRST_DAY, 0), *((item.day, number) for number, item in enumerate(items, 1))])

    def number(least: int, most: int | None) -> Value:
        return least if least == most else Unknown(value.missing)

    return spliced((since, until, of(items)) for since, until, (items,) in views(value))


def _running(case: Case, node: Running) -> Steps:
    moments = [case.moments(change.on) for change in node.changes]
    missing = NOTHING.union(*(on.missing for on in moments))
    start = case.quantity(node.running)

    def of(each: tuple[tuple[Occurrence, ...], ...]) -> Steps:
        turns = [
            (item.day, case.rank(item.event), index, node.changes[index], item)
            for index, items in enumerate(each)
            for item in items
        ]
        return steps(_run(case, start, sorted(turns, key=lambda turn: turn[:3]), missing))

    return spliced((since, until, of(each)) for since, until, each in views(*moments))


def _run(
    case: Case, start: Steps, turns: list[tuple[Day, int, int, Change, Occurrence]], missing: frozenset[str]
) -> Iterator[tuple[Day, Value]]:
    """The start value until the first change; from then on that of the day of the first change, changed in order.

    From a change on that may come it is unknown, until it is set by one that surely comes after it.
    """
    first = turns[0][0] if turns else NEVER
    for day, value in zip(start.starts, start.values, strict=True):
        if day < first:
            yield day, value
    value = start.on(first) if turns else 0
    unsure_until = FIRST_DAY
    for day, _, _, change, item in turns:
        if not item.is_known:
            value = Unknown(missing)
            if item.days is not None:
                unsure_until = max(unsure_until, item.last)
        elif change.set is None or day > unsure_until:
            value = _changed(case, value, change, item.event, day)
        yield day, value


def _changed(case: Case, value: Value, change: Change, event: Event | None, day: Day) -> Value:
    at_event = case.at_event(event)
    operands = {
        name: at_event.quantity(operand).on(day)
        for name in ("set", "add", "subtract", "multiply", "divide")
        if (operand := getattr(change, name)) is not None
    }
    ((name, operand),) = operands.items()
    if isinstance(operand, Unknown) or (name == "set"):
        changed: Value = operand
    elif isinstance(value, Unknown):
        return value
    else:
        match name:
            case "add":
                changed = value + operand
            case "subtract":
                changed = value - operand
            case "multiply":
                changed = value * operand
            case _:
                changed = divided(value, operand)
    changed = finite(changed)
    if isinstance(changed, Unknown) or change.round is None:
        return changed
    unit = at_event.quantity(1 if change.to is None else change.to).on(day)
    return unit if isinstance(unit, Unknown) else finite(_rounded(change.round, changed, unit))


def _total(case: Case, node: Total) -> Steps:
    of = case.moments(node.of)

    def totalled(items: tuple[Occurrence, ...]) -> Steps:
        if not of.missing:
            return steps(_totalled(case, node, items))
        found = steps(_totalled(case, node, tuple(item for item in items if item.is_known)))
        unsure = (interval for item in items if not item.is_known for interval in item.span)
        return where(
            known(DaySet.of(_until_anew(node, *each) for each in unsure)), constant(Unknown(of.missing)), found
        )

    return spliced((since, until, totalled(items)) for since, until, (items,) in views(of))


def _until_anew(node: Total, first: Day, until: Day) -> tuple[Day, Day]:
    """The days from the first of some on which something may be added, to the last of the period of the last."""
    if node.per is None or until == NEVER:
        return first, NEVER
    return first, periods.last_of(node.per, until - 1, node.year_starts) + 1


def _totalled(case: Case, node: Total, items: tuple[Occurrence, ...]) -> Iterator[tuple[Day, Value]]:
    yield FIRST_DAY, 0
    total: Value = 0
    until = NEVER
    for item in items:
        if item.day >= until:
            yield until, 0
            total = 0
        number = case.attribute_number(item.event, node.total)
        if isinstance(total, Unknown) or isinstance(number, Unknown):
            total = number if isinstance(number, Unknown) else total
        else:
            total = finite(total + number)
        yield item.day, total
        if node.per is not None:
            until = periods.last_of(node.per, item.day, node.year_starts) + 1
    if until < NEVER:
        yield until, 0


def taken(value: Occurrences, of: Steps) -> Steps:
    """The value of a quantity on another day, as seen from each day; zero where that day never comes."""

    def there(items: Sequence[Occurrence]) -> Value:
        if not value.missing or not items:
            return of.on(items[0].day) if items else 0
        (first,) = earliest(items)
        if first.is_known:
            return of.on(first.day)
        numbers = [number for days in first.span for _, number, _ in of.pieces(*days)]
        if not first.surely:
            numbers.append(0)
        lacking = (each.missing for each in numbers if isinstance(each, Unknown))
        same = all(number == numbers[0] for number in numbers)
        return numbers[0] if same else Unknown(value.missing.union(*lacking))

    return spliced((since, until, constant(there(items))) for since, until, (items,) in views(value))


def _days_between(first: Occurrences, second: Occurrences) -> Steps:
    missing = first.missing | second.missing

    def of(a: Sequence[Occurrence], b: Sequence[Occurrence]) -> Value:
        if missing and a and b:
            a, b = earliest(a), earliest(b)
            if not (a[0].is_known and b[0].is_known):
                return Unknown(missing)
        return b[0].day - a[0].day if a and b else Unknown(frozenset({lacks("day-to-come")}))

    return spliced((since, until, constant(of(*each))) for since, until, each in views(first, second))


def _black_scholes(*inputs: Steps) -> Steps:
    def price(*values: Number) -> Value:
        from kenri.model.black_scholes import exact_price  # only plans that price options need decimals at work

        found = exact_price(*values)
        return Unknown(frozenset({found})) if isinstance(found, str) else found

    return pointwise(price, inputs)
