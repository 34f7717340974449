"""The days on which something may turn: where a condition can begin or cease to hold, or a number can change.

Between two neighbours among these days everything stays as it is. Each is a term, and a day on which nothing turns
after all may be among them; where a day that every day could be would be needed, the construct is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, assert_never

from kenri import terms
from kenri.model import expressions as e
from kenri.model.days import FIRST_DAY, NEVER
from kenri.model.sentences import Sentence
from kenri.symbolic import tables
from kenri.symbolic.hours import cut
from kenri.symbolic.moments import SymbolicHappening, paused
from kenri.symbolic.world import Slot, SymbolicValue

if TYPE_CHECKING:
    from kenri.symbolic.case import SymbolicCase

Days = list[terms.Number]


def of_condition(case: SymbolicCase, node: e.Condition, slot: Slot | None = None) -> Days:
    """The days on which a condition may turn: it differs from the day before only on these."""
    return case.keep(
        ("turns", "condition", case.key_of(node), id(slot)), lambda: _several(_of_condition(case, node, slot))
    )


def of_number(case: SymbolicCase, node: e.Quantity, slot: Slot | None = None) -> Days:
    """The days on which a number may change."""
    return case.keep(("turns", "number", case.key_of(node), id(slot)), lambda: _several(_of_number(case, node, slot)))


def of_view(case: SymbolicCase, node: e.Moments, slot: Slot | None = None) -> Days:
    """The days from which something else may be seen to happen than from the day before."""
    return case.keep(("turns", "view", case.key_of(node), id(slot)), lambda: _several(_of_view(case, node, slot)))


def _several(days: Iterable[terms.Number]) -> Days:
    found: dict[Any, terms.Number] = {}
    for day in days:
        if not (isinstance(day, int) and not FIRST_DAY < day < NEVER):
            found.setdefault(day, day)
    return list(found.values())


def days_of(case: SymbolicCase, node: e.Moments, slot: Slot | None = None) -> Days:
    """Every day on which something may happen, whatever day it is seen from."""
    return [each.day for each in candidates(case, node, slot)]


def candidates(case: SymbolicCase, node: e.Moments, slot: Slot | None = None) -> list[SymbolicHappening]:
    """All that may happen as seen from some day or other; when it does is left open."""
    if case.is_timeless(node):
        found = case.moments(node, FIRST_DAY, slot)
        return [*found.all, *(SymbolicHappening(one.may, day, one.slot) for one in found.perhaps for day in one.ends)]
    return case.keep(("candidates", case.key_of(node), id(slot)), lambda: _candidates(case, node, slot))


def _candidates(case: SymbolicCase, node: e.Moments, slot: Slot | None) -> list[SymbolicHappening]:
    def among(*several: e.Moments) -> list[SymbolicHappening]:
        return [each for one in several for each in candidates(case, one, slot)]

    def moved(of: e.Moments, change: Callable[[terms.Number], tables.Moved]) -> list[SymbolicHappening]:
        return [each._replace(day=change(each.day)[0]) for each in among(of)]

    match node:
        case str() if node in case.plan.dates:
            return among(case.plan.dates[node].is_)
        case str():
            found = case.term(node)
            assert isinstance(found, list), "what a life supplies is the same from any day"
            return [SymbolicHappening(True, value) for value, _, _ in found if value < NEVER]
        case e.First(first=of) | e.Nth(of=of) | e.Latest(latest=of):
            return among(of)
        case e.EarlierOf(earlier_of=several) | e.LaterOf(later_of=several) | e.Prefer(prefer=several):
            return among(*several)
        case e.EachOf(each_of=several):
            return among(*several)
        case e.DayCases(cases=lines, otherwise=otherwise):
            return among(*(line.is_ for line in lines), otherwise)
        case e.MomentsChoice(reading=reading, choices=choices):
            return among(*(choice for _, choice in case.ways(reading, choices)))
        case e.Plus(plus=duration, to=of, counting=use):
            return _shifted(case, among(of), duration, use, 1)
        case e.Minus(minus=duration, from_=of, counting=use):
            return _shifted(case, among(of), duration, use, -1)
        case e.Every():
            return list(_recurring(case, node, slot))
        case e.AttributeDay(attribute=name, of=of):
            return [each._replace(day=_in_calendar(case.attribute(each.slot, name).value)) for each in among(of)]
        case e.FirstOf(first_of=unit, containing=of, year_starts=month):
            return moved(of, lambda day: tables.first_of(unit, day, month))
        case e.LastOf(last_of=unit, containing=of, year_starts=month):
            return moved(of, lambda day: tables.last_of(unit, day, month))
        case e.Last(on_or_before=of) | e.Next(on_or_after=of):
            from kenri.symbolic.nearest import near_day

            return [each._replace(day=_in_calendar(near_day(case, node, each.day, slot).day)) for each in among(of)]
        case _:
            raise TypeError(f"`{type(node).__name__}` is the same from any day")


def _recurring(case: SymbolicCase, node: e.Every, slot: Slot | None) -> Iterator[SymbolicHappening]:
    """What recurs, however often and however long apart it does as seen from some day, moved back by what pauses it."""
    from kenri.symbolic.case import must_be_few  # a case evaluates moments

    counting = case.counting(node.counting)
    most = max((many for _, many in tables.times(case, node.times, None) if many is not None), default=0)
    lengths = {(number, unit) for _, number, unit in tables.lengths(case, node.every, None) if number is not None}
    must_be_few(most * len(lengths))
    for each in candidates(case, node.from_, slot):
        for number, unit in sorted(lengths):
            for multiple in range(1, most + 1):
                end, _ = tables.recurring(each.day, multiple * number, unit, counting)
                for day in dict.fromkeys(paused(case.by_days, node, each.day, end, slot)):
                    yield each._replace(day=day)


def _shifted(
    case: SymbolicCase, found: list[SymbolicHappening], duration: e.Duration, use: Any, direction: int
) -> list[SymbolicHappening]:
    return [
        each._replace(day=tables.shifted(each.day, number, unit, case.counting(use), direction)[0])
        for each in found
        for _, number, unit in tables.lengths(case, duration, None)
        if number is not None
    ]


def _after(days: Days, by: int = 1) -> Days:
    return [terms.add(day, by) for day in days]


def _of_condition(case: SymbolicCase, node: e.Condition, slot: Slot | None) -> Days:  # one case a construct
    def within(several: Iterable[e.Condition]) -> Days:
        return [day for one in several for day in of_condition(case, one, slot)]

    def views(*several: e.Moments | None) -> Days:
        return [day for one in several if one is not None for day in of_view(case, one, slot)]

    match node:
        case str():
            return _of_named(case, node, lambda: of_condition(case, case.plan.states[node].is_), case.plan.states)
        case e.Span(from_=from_, after=after, until=until, before=before):
            found = views(from_, after, until, before)
            for one, by in ((from_, 0), (before, 0), (after, 1), (until, 1)):
                if one is not None:
                    found += _after([cut(case, node.hour, day, is_over=by > 0) for day in days_of(case, one, slot)], by)
            return found
        case e.On(on=of):
            days = days_of(case, of, slot)
            return [*views(of), *days, *_after(days)]
        case e.Through(through=name, of=of):
            found = views(of)
            for each in candidates(case, of, slot):
                last = case.attribute(each.slot, name)
                end = last.value if last.is_known is False else cut(case, node.hour, last.value, is_over=True)
                found += [each.day, terms.add(each.day, 1), terms.add(end, 1)]
            return found
        case e.Within():
            return _of_within(case, node, slot)
        case e.Held(begins=begins, ends=ends):
            days = [*days_of(case, begins, slot), *days_of(case, ends, slot)]
            # Where one of them may be among several days, what may have come last turns on the day after, too.
            is_known = all(not case.moments(one, FIRST_DAY, slot).perhaps for one in (begins, ends))
            return [*views(begins, ends), *days, *(() if is_known else _after(days))]
        case e.All(all=several) | e.AnyOf(any=several):
            return within(several)
        case e.Not(not_=other):
            return of_condition(case, other, slot)
        case e.Compare(quantity=measured):
            bounds = (getattr(node, key) for key in ("at_least", "more_than", "at_most", "less_than", "equals"))
            return [day for one in (measured, *bounds) if one is not None for day in of_number(case, one, slot)]
        case e.AskedIs() | e.PartyIs() | e.GrantIs():
            return []
        case e.AskerIs(asker=asker):
            return views(asker.of) if isinstance(asker, e.AskerNamed) else []
        case e.At(at=when):
            return views(when)
        case e.BusinessDay():
            from kenri.symbolic.case import InexpressibleError

            raise InexpressibleError(Sentence("business-day-turns"))
        case e.ConditionChoice(reading=reading, choices=choices):
            return within(choice for _, choice in case.ways(reading, choices))
        case e.May(may=action):
            from kenri.symbolic.standing import turns_of

            return turns_of(case, action)
        case _:
            assert_never(node)


def _of_within(case: SymbolicCase, node: e.Within, slot: Slot | None) -> Days:
    anchor = next(one for one in (node.after, node.from_, node.before) if one is not None)
    counting = case.counting(node.counting)
    found = [*of_view(case, anchor, slot), *_of_length(case, node.within, slot)]
    for each in candidates(case, anchor, slot):
        found.append(each.day if node.after is None else terms.add(each.day, 1))
        for _, number, unit in tables.lengths(case, node.within, None):
            if number is None:
                continue
            end, _ = tables.shifted(each.day, number, unit, counting, -1 if node.before is not None else 1)
            found.append(end if node.before is not None else terms.add(cut(case, node.hour, end, is_over=True), 1))
            if node.tolled is not None or node.extended is not None:
                from kenri.symbolic.stretches import PERHAPS, SURELY, ends_of

                for way in (SURELY, PERHAPS):
                    ends = ends_of(case.by_days, node, each.day, end, None, slot, way)
                    found += _after([cut(case, node.hour, last, is_over=True) for _, last in ends])
    return found


def _of_length(case: SymbolicCase, duration: e.Duration, slot: Slot | None) -> Days:
    _, number = duration.given()
    return of_number(case, number, slot) if isinstance(number, str) else []


def _of_number(case: SymbolicCase, node: e.Quantity, slot: Slot | None) -> Days:  # one case a construct
    def within(several: Iterable[e.Quantity]) -> Days:
        return [day for one in several for day in of_number(case, one, slot)]

    match node:
        case str():
            return _of_named(case, node, lambda: of_number(case, case.plan.amounts[node].is_), case.plan.amounts)
        case e.Balance():
            from kenri.symbolic.movements import days_of_movements

            return days_of_movements(case)
        case e.AttributeNumber(of=of) | e.Count(count=of):
            return [*of_view(case, of, slot), *days_of(case, of, slot)]
        case e.Sum(sum=several) | e.Difference(subtract=several) | e.Product(multiply=several):
            return within(several)
        case e.Quotient(divide=several) | e.Least(least=several) | e.Greatest(greatest=several):
            return within(several)
        case e.Round(of=inner, to=unit):
            return within((inner, unit))
        case e.Cases(cases=lines, otherwise=otherwise):
            days = [day for line in lines for day in of_condition(case, line.when, slot)]
            return [*days, *within((otherwise, *(line.is_ for line in lines)))]
        case e.Running(running=start, changes=changes):
            days = [day for change in changes for day in days_of(case, change.on, slot)]
            return [*days, *of_number(case, start, slot), *(d for c in changes for d in of_view(case, c.on, slot))]
        case e.Total(of=of, per=per, year_starts=month):
            days = days_of(case, of, slot)
            ends = [] if per is None else [tables.last_of(per, day, month)[0] for day in days]
            return [*of_view(case, of, slot), *days, *_after(ends)]
        case e.Vests(vests=total, on=of, parts=parts, cliff=cliff):
            others = within(each for each in (total, parts, cliff) if each is not None)
            return [*of_view(case, of, slot), *days_of(case, of, slot), *others]
        case e.OverGrants(where=where):
            from kenri.symbolic.grants import turns_of_grants

            bounds = (bound for each in where.values() if isinstance(each, e.Bounds) for bound in each.given)
            return [*turns_of_grants(case, node), *within(bounds)]
        case e.Take(at=when):
            return of_view(case, when, slot)
        case e.DaysBetween(days_between=(first, second)):
            return [*of_view(case, first, slot), *of_view(case, second, slot)]
        case e.BlackScholes(black_scholes=inputs):
            return within(getattr(inputs, field.name) for field in fields(inputs))
        case e.QuantityChoice(reading=reading, choices=choices):
            return within(choice for _, choice in case.ways(reading, choices))
        case e.GrantNumber(grant="number"):
            from kenri.symbolic.movements import days_of_scalings

            return days_of_scalings(case)
        case int() | Decimal() | e.AskedNumber() | e.GrantNumber() | e.PartyNumber() | e.EventNumber():
            return []
        case _:
            assert_never(node)


def _of_view(case: SymbolicCase, node: e.Moments, slot: Slot | None) -> Days:
    def within(several: Iterable[e.Moments | None]) -> Days:
        return [day for one in several if one is not None for day in of_view(case, one, slot)]

    match node:
        case str():
            return _of_named(case, node, lambda: of_view(case, case.plan.dates[node].is_), case.plan.dates)
        case e.First(first=of, after=after, on_or_after=on_or_after):
            return within((of, after, on_or_after))
        case e.Nth(of=of) | e.AttributeDay(of=of) | e.Last(on_or_before=of) | e.Next(on_or_after=of):
            return within((of,))
        case e.Latest(latest=of):
            days = days_of(case, of, slot)
            # Of what may have come on one of some days, which is the latest turns on the days after its bounds, too.
            is_known = not case.moments(of, FIRST_DAY, slot).perhaps
            return [*days, *([] if is_known else [*_after(days), *_after(days, 2)]), *within((of,))]
        case e.Plus(plus=duration, to=of) | e.Minus(minus=duration, from_=of):
            return [*_of_length(case, duration, slot), *within((of,))]
        case e.Every(every=duration, from_=of, times=times):
            counted = of_number(case, times, slot) if isinstance(times, str) else []
            return [*_of_length(case, duration, slot), *counted, *within((of,))]
        case e.EarlierOf(earlier_of=several) | e.LaterOf(later_of=several) | e.Prefer(prefer=several):
            return within(several)
        case e.EachOf(each_of=several):
            return within(several)
        case e.FirstOf(containing=of) | e.LastOf(containing=of):
            return within((of,))
        case e.MomentsChoice(reading=reading, choices=choices):
            return within(choice for _, choice in case.ways(reading, choices))
        case e.DayCases(cases=lines, otherwise=otherwise):
            days = [day for line in lines for day in of_condition(case, line.when, slot)]
            return [*days, *within((*(line.is_ for line in lines), otherwise))]
        case date() | e.EventMoments() | e.StartOf() | e.EndOf() | e.LastDayOf():
            return []  # the same from wherever they are seen
        case e.GrantDay() | e.PartyDay() | e.AskedDay():
            return []
        case _:
            assert_never(node)


def _of_named(case: SymbolicCase, name: str, of_entry: Callable[[], Days], entries: Any) -> Days:
    if name in entries:
        return of_entry()
    if name not in case.plan.terms:
        return []
    found = case.term(name)
    if isinstance(found, SymbolicValue):
        return [found.value[0], terms.add(found.value[1], 1)] if isinstance(found.value, tuple) else []
    days: Days = []
    for value, since, _ in found:
        days.append(since)
        if isinstance(value, tuple):
            days += [value[0], value[1] + 1]
    return days


def _in_calendar(day: terms.Number) -> terms.Number:
    """A day that is not supplied is none, and any stands for it."""
    return max(day, FIRST_DAY) if isinstance(day, int) else day
