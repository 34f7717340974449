"""On which days a value may change: between two of them it is the same on every day. More days than needed do no harm.

For moments: the days from which another set of them is seen; where they lie is not a change of what is seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, assert_never

from kenri.forward.conditions import gate
from kenri.forward.gates import AllGates, AnyGate, Chosen, Covered, Gate, Measured, NegatedGate, Supplied, Turned
from kenri.model import expressions as e
from kenri.model import periods
from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.reference.occurrences import Passed

if TYPE_CHECKING:
    from kenri.forward.evaluation import Evaluation


def of_moments(at: Evaluation, node: e.Moments) -> Iterator[Day]:
    """The days from which other moments are seen."""
    match node:
        case str() if node in at.plan.dates:
            yield from at.base.moments_turn(at.plan.dates[node].is_)
        case str():
            yield from () if node == "never" else at.supply.term_days(node)
        case e.First(first=of, after=after, on_or_after=on_or_after):
            for one in (of, after, on_or_after):
                yield from () if one is None else at.moments_turn(one)
        case e.Nth(of=of) | e.FirstOf(containing=of) | e.LastOf(containing=of):
            yield from at.moments_turn(of)
        case e.AttributeDay(of=of) | e.Last(on_or_before=of) | e.Next(on_or_after=of):
            yield from at.moments_turn(of)
        case e.Latest(latest=of):
            yield from _days(at, of)
        case e.Plus(plus=duration, to=of) | e.Minus(minus=duration, from_=of):
            yield from at.moments_turn(of)
            yield from at.number_turns(duration.given()[1])
        case e.Every(every=duration, from_=of, times=times):
            yield from at.moments_turn(of)
            yield from at.number_turns(duration.given()[1])
            yield from at.number_turns(times)
        case (
            e.EarlierOf(earlier_of=several)
            | e.LaterOf(later_of=several)
            | e.Prefer(prefer=several)
            | e.EachOf(each_of=several)
        ):
            for one in several:
                yield from at.moments_turn(one)
        case e.DayCases(cases=lines, otherwise=otherwise):
            for line in lines:
                yield from at.condition_turns(line.when)
                yield from at.moments_turn(line.is_)
            yield from at.moments_turn(otherwise)
        case e.MomentsChoice(reading=reading, choices=choices):
            yield from at.moments_turn(choices[at.readings[reading]])
        case date() | e.EventMoments() | e.StartOf() | e.EndOf() | e.LastDayOf():
            return  # the same from wherever they are seen
        case e.GrantDay() | e.PartyDay() | e.AskedDay():
            return
        case _:
            assert_never(node)


def of_condition(at: Evaluation, node: e.Condition) -> Iterator[Day]:
    """The days on which a condition may change."""
    return _of_gate(at, gate(node))


def _of_gate(at: Evaluation, of_: Gate) -> Iterator[Day]:
    match of_:
        case Supplied(of=of):
            yield from _of_supplied(at, of)
        case Covered(of=of):
            yield from _of_cover(at, of_, of)
        case Turned(of=of):
            for one in (of.begins, of.ends):
                yield from _days(at, one)
        case Measured(of=of, side=side):
            yield from at.number_turns(of.quantity)
            yield from at.number_turns(getattr(of, side))
        case AllGates(gates=gates) | AnyGate(gates=gates):
            for one in gates:
                yield from _of_gate(at, one)
        case NegatedGate(gate=other):
            yield from _of_gate(at, other)
        case Chosen(reading=reading, options=options):
            yield from _of_gate(at, options[at.readings[reading]])


def _of_supplied(at: Evaluation, of: e.Condition) -> Iterator[Day]:
    match of:
        case str() if of in at.plan.states:
            yield from at.base.condition_turns(at.plan.states[of].is_)
        case str():
            if of in at.plan.terms:
                days = at.supply.term_days(of)
                yield from days
                for day in (FIRST_DAY, *days):
                    value = at.supply.term(of, day)
                    if isinstance(value, tuple):
                        yield from (value[0], value[1] + 1)
        case e.BusinessDay(business_day=name):
            days_, reach = at.calendar(None if name == "plan" else name).days()
            yield from days_.bounds
            yield from reach.bounds
        case e.AskedIs() | e.AskerIs() | e.PartyIs() | e.GrantIs():
            return
        case _:
            raise TypeError(f"`{type(of).__name__}` is not supplied")


def _of_cover(at: Evaluation, leaf: Covered, of: e.Condition) -> Iterator[Day]:
    views = at.cover_turns(of)
    yield from views
    for day in (FIRST_DAY, *views):
        for period in at.periods(leaf, day):
            yield from (period.first, min(period.last + 1, NEVER))


def of_number(at: Evaluation, node: e.Quantity) -> Iterator[Day]:
    """The days on which a number may change."""
    match node:
        case str() if node in at.plan.amounts:
            yield from at.base.number_turns(at.plan.amounts[node].is_)
        case str():
            yield from () if node == "unlimited" else at.supply.term_days(node)
        case e.Balance():
            yield from at.balance_turns()
        case e.AttributeNumber(of=of) | e.Count(count=of):
            yield from _days(at, of)
        case e.Total(of=of, per=per, year_starts=month):
            yield from _days(at, of)
            if per is not None:
                for _, found in at.views(of):
                    untils = (until for item in found.all for _, until in item.span if until < NEVER)
                    yield from (periods.last_of(per, until - 1, month) + 1 for until in untils)
        case (
            e.Sum(sum=several)
            | e.Difference(subtract=several)
            | e.Product(multiply=several)
            | e.Quotient(divide=several)
            | e.Least(least=several)
            | e.Greatest(greatest=several)
        ):
            for one in several:
                yield from at.number_turns(one)
        case e.Round(of=of_, to=to):
            yield from at.number_turns(of_)
            yield from at.number_turns(to)
        case e.Cases(cases=lines, otherwise=otherwise):
            for line in lines:
                yield from at.condition_turns(line.when)
                yield from at.number_turns(line.is_)
            yield from at.number_turns(otherwise)
        case e.Running(running=start, changes=changes):
            yield from at.number_turns(start)
            for change in changes:
                yield from _days(at, change.on)
        case e.Vests(vests=total, on=of, parts=parts, cliff=cliff):
            yield from _days(at, of)
            for number in (total, parts, cliff):
                yield from () if number is None else at.number_turns(number)
        case e.OverGrants(where=where):
            yield from at.grants.turns(at, node)
            for wanted in where.values():
                for bound in wanted.given if isinstance(wanted, e.Bounds) else ():
                    yield from at.number_turns(bound)
        case e.Take(at=when):
            yield from at.moments_turn(when)
        case e.DaysBetween(days_between=several_):
            for one_ in several_:
                yield from at.moments_turn(one_)
        case e.BlackScholes(black_scholes=i):
            for one in (i.share_price, i.exercise_price, i.years, i.volatility, i.interest, i.dividend_yield):
                yield from at.number_turns(one)
        case e.QuantityChoice(reading=reading, choices=choices):
            yield from at.number_turns(choices[at.readings[reading]])
        case e.GrantNumber(grant="number"):
            yield from at.number_granted.days
        case int() | Decimal() | e.AskedNumber() | e.GrantNumber() | e.PartyNumber() | e.EventNumber():
            return
        case _:
            assert_never(node)


def _days(at: Evaluation, of: e.Moments) -> Iterator[Day]:
    yield from at.moments_turn(of)
    for _, found in at.views(of):
        if found.missing:
            yield from (day for day in Passed(found.all).cuts() if FIRST_DAY < day < NEVER)
        else:
            yield from (item.day for item in found.all)
