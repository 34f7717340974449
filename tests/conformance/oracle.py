"""A second, deliberately dumb evaluator: the value of an expression on one day, read off the language's own docstrings.

Everything is asked day by day over a small universe of days and found by looking: no intervals, no step functions, no
sharing of thought with `kenri.reference`. Only the arithmetic of the calendar (`kenri.model.periods`) is taken as
given, because it has its own oracle. Unknown is None throughout; a case in which something would happen outside the
universe is refused with `OutsideError`, so that what is outside never changes.
"""

from __future__ import annotations

import datetime
import itertools
import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from typing import Any, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from kenri.model import expressions as e
from kenri.model import periods
from kenri.model.days import NEVER, Day
from kenri.model.life import Event, Fact, Grant, Life, Party
from kenri.model.plan import Attribute, Effect, Plan, Term
from kenri.testing.toy_calendar import TOY

Happening: TypeAlias = tuple[Day, Event | None]
Moments: TypeAlias = tuple[Happening, ...] | None
Kleene: TypeAlias = bool | None
T = TypeVar("T")
Number: TypeAlias = int | Fraction | float | None

BEGINNING = datetime.date(2023, 6, 1).toordinal()
END = datetime.date(2025, 9, 1).toordinal()
UNIVERSE = range(BEGINNING, END)


class OutsideError(Exception):
    """Something would happen outside the universe."""


class PartlyKnownError(OutsideError):
    """Something is missing to know a day, of which yet more is known than that it may be any."""


@dataclass
class Oracle:
    plan: Plan
    life: Life
    grant: Grant
    asker: Party
    readings: Mapping[str, str]
    """The option of each reading; `?` leaves it open."""
    action: str = ""
    question: Mapping[str, Fact] = field(default_factory=dict)
    seen: dict[tuple[object, ...], Any] = field(default_factory=dict)

    # --- hours of the day: only what is asked of a day itself is asked at a time of it

    @cached_property
    def by_days(self) -> Oracle:
        if self.plan.time is None:
            return self
        return replace(self, plan=replace(self.plan, time=None), seen={})

    def compared(self, day: Day, when: float, hour: str | None) -> int:
        """Whether a day, at the time that is asked about, is before (-1), at (0) or after (1) an hour of another."""
        if hour is None or not math.isfinite(when):
            return (day > when) - (day < when)
        declared = self.plan.hours.get(hour)
        clock = datetime.time.fromisoformat(hour if declared is None else declared.at)
        zone = ZoneInfo(self.plan.zone if declared is None else declared.zone)
        here = ZoneInfo(self.plan.zone)
        cut = datetime.datetime.combine(datetime.date.fromordinal(int(when)), clock, zone).astimezone(here)
        if self.plan.time is None:
            return self.compared(day, cut.toordinal(), None)
        midnight = datetime.datetime.combine(datetime.date.fromordinal(day), datetime.time(), here)
        asked = midnight + datetime.timedelta(seconds=self.plan.time)
        return (asked > cut) - (asked < cut)

    # --- moments: what happens, as seen from a day

    def moments(self, node: e.Moments, day: Day, event: Event | None = None) -> Moments:
        if self.plan.time is not None:
            return self.by_days.moments(node, day, event)
        key = ("moments", id(node), day, event.id if event else None)
        if key not in self.seen:
            found = self._moments(node, day, event)
            if found is not None:
                for when, _ in found:
                    inside(when)
                found = tuple(sorted(found, key=lambda one: one[0]))
            self.seen[key] = (found, node)
        result: Moments = self.seen[key][0]
        return result

    def _moments(self, node: e.Moments, day: Day, event: Event | None) -> Moments:
        match node:
            case datetime.date():
                return ((node.toordinal(), None),)
            case "never":
                return ()
            case str() if node in self.plan.dates:
                return self.moments(self.plan.dates[node].is_, day)
            case str():
                value = self.term(node, day)
                return None if value is None else ((value, None),)
            case e.EventMoments():
                return self.events(node)
            case e.First(first=of, after=after, on_or_after=on_or_after):
                found = self.known(of, day, event)
                for bound, late in ((after, operator.gt), (on_or_after, operator.ge)):
                    if bound is not None:
                        limits = self.known(bound, day, event)
                        found = tuple(one for one in found if limits and late(one[0], limits[0][0]))
                return found[:1]
            case e.Nth(nth=n, of=of):
                return self.known(of, day, event)[n - 1 : n]
            case e.Latest(latest=of):
                return tuple(one for one in self.known(of, day, event) if one[0] <= day)[-1:]
            case e.StartOf(start_of=condition):
                return self.edges(condition, event, lambda yesterday, today: today and not yesterday, 0)
            case e.EndOf(end_of=condition):
                return self.edges(condition, event, lambda yesterday, today: yesterday and not today, 0)
            case e.LastDayOf(last_day_of=condition):
                return self.edges(condition, event, lambda yesterday, today: yesterday and not today, -1)
            case e.Plus(plus=duration, to=of, counting=use):
                return self.shifted(of, duration, use, periods.last_day, day, event)
            case e.Minus(minus=duration, from_=of, counting=use):
                return self.shifted(of, duration, use, periods.first_day_before, day, event)
            case e.Every():
                return self.every(node, day, event)
            case e.AttributeDay(attribute=name, of=of):

                def is_lacking() -> bool:
                    seen = (one for when in UNIVERSE for _, one in self.known(of, when, event))
                    return any(one is None or self.attribute(one, name) is None for one in seen)

                if self.from_any_day(node, event, is_lacking):
                    raise PartlyKnownError
                found = self.known(of, day, event)
                return tuple((self.attribute(one, name), one) for _, one in found if self.attribute(one, name) != NEVER)
            case e.EarlierOf(earlier_of=several):
                first = [one[0] for one in (self.known(one, day, event) for one in several) if one]
                return (min(first, key=lambda one: one[0]),) if first else ()
            case e.LaterOf(later_of=several):
                parts = [self.known(one, day, event) for one in several]
                return (max((one[0] for one in parts), key=lambda one: one[0]),) if all(parts) else ()
            case e.Prefer(prefer=several):
                parts = [self.known(one, day, event) for one in several]
                return next((part for part in parts if part), ())
            case e.DayCases(cases=lines, otherwise=otherwise):
                # Where it hangs on what is unknown on any day, the bounds are left to examples that are worked out.
                way = self.way(lines, otherwise, day, event)
                if way is None or self.from_any_day(
                    node, event, lambda: any(self.way(lines, otherwise, when, event) is None for when in UNIVERSE)
                ):
                    raise PartlyKnownError
                return self.known(way, day, event)
            case e.EachOf(each_of=several):
                return tuple(a for one in several for a in self.known(one, day, event))
            case e.FirstOf(first_of=unit, containing=of, year_starts=month):
                return self.mapped(of, lambda when: periods.first_of(unit, when, month), day, event)
            case e.LastOf(last_of=unit, containing=of, year_starts=month):
                return self.mapped(of, lambda when: periods.last_of(unit, when, month), day, event)
            case e.Last(last=condition, on_or_before=of):
                return self.nearest(of, condition, -1, day, event)
            case e.Next(next=condition, on_or_after=of):
                return self.nearest(of, condition, 1, day, event)
            case e.GrantDay(grant=name):
                return single(self.granted(name))
            case e.PartyDay(party=name, of=whose):
                return single(self.personal(name, whose))
            case e.AskedDay(asked=name):
                return single(self.asked(name))
            case e.MomentsChoice(reading=reading, choices=choices):
                if self.readings[reading] != "?":
                    return self.moments(choices[self.readings[reading]], day, event)
                ways = [[self.moments(one, when, event) for when in UNIVERSE] for one in choices.values()]
                if any(way != ways[0] for way in ways):
                    raise PartlyKnownError
                return self.moments(next(iter(choices.values())), day, event)
            case _:
                raise TypeError(node)

    def from_any_day(self, node: Any, event: Event | None, look: Callable[[], T]) -> T:
        """What is the same from whichever day it is looked for, looked for once."""
        key = ("from any day", id(node), event.id if event else None)
        if key not in self.seen:
            self.seen[key] = (look(), node)
        found: T = self.seen[key][0]
        return found

    def known(self, node: e.Moments, day: Day, event: Event | None) -> tuple[Happening, ...]:
        """What happens, where nothing is missing to know it."""
        found = self.moments(node, day, event)
        if found is None:
            raise PartlyKnownError
        return found

    def way(
        self, lines: tuple[e.DayCaseLine, ...], otherwise: e.Moments, day: Day, event: Event | None
    ) -> e.Moments | None:
        """The days that count on a day; None where an unknown condition decides between days that are not the same."""
        possible: list[e.Moments] = []
        for line in lines:
            holds = self.by_days.holds(line.when, day, event)
            if holds is not False:
                possible.append(line.is_)
            if holds:
                break
        else:
            possible.append(otherwise)
        found = [self.moments(one, day, event) for one in possible]
        return possible[0] if all(one == found[0] for one in found) else None

    def events(self, node: e.EventMoments) -> Moments:
        found: list[Happening] = []
        for event in self.life.events:
            if event.kind not in node.event or event.grant not in (None, self.grant.id):
                continue
            fits: list[Kleene] = [self.has(event, name, wanted) for name, wanted in node.where.items()]
            fits += [no(self.has(event, name, wanted)) for name, wanted in node.where_not.items()]
            if isinstance(node.who, e.AskerNamed):
                naming = self.moments(node.who.of, event.on)
                named = [one and self.named(one, node.who.named) for _, one in naming or ()]
                fits.append(None if naming is None else event.who in named)
            elif node.who is not None:
                party = self.life.parties[event.who]
                fits.append(
                    {
                        "asker": event.who == self.asker.id,
                        "grantee": event.who == self.grant.grantee,
                        "others": event.who != self.asker.id,
                    }.get(node.who, node.who in party.roles)
                )
            if node.during is not None:
                fits.append(self.holds(node.during, event.on))
            if node.just_before is not None:
                fits.append(self.holds(node.just_before, event.on - 1))
            if both(fits) is None:
                raise PartlyKnownError
            if both(fits):
                found.append((event.on, event))
        return tuple(found)

    def has(self, event: Event, name: str, wanted: Any) -> Kleene:
        value = self.attribute(event, name)
        if not isinstance(wanted, e.Bounds):
            several = wanted if isinstance(wanted, tuple) else (wanted,)
            return value is not None and value in [exact(one) for one in several]
        tests = []
        for key, test in COMPARISONS.items():
            bound = getattr(wanted, key, None)
            if bound is not None:
                limit = self.number(bound, event.on)
                tests.append(None if value is None or limit is None else test(value, limit))
        return both(tests)

    def edges(
        self, condition: e.Condition, event: Event | None, fits: Callable[[Kleene, Kleene], Kleene], move: int
    ) -> Moments:
        surely, perhaps = self.by_days.days_of(condition, event)
        if surely != perhaps:
            raise PartlyKnownError
        return tuple((day + move, None) for day in UNIVERSE[1:] if fits(day - 1 in surely, day in surely))

    def shifted(
        self, of: e.Moments, duration: e.Duration, use: Any, end: Any, day: Day, event: Event | None
    ) -> Moments:
        found, number = self.moments(of, day, event), self.length(duration, day)
        if found is None:
            return None
        if number is None:
            raise PartlyKnownError
        return tuple((end(when, *number, self.counting(use)), each) for when, each in found)

    def mapped(self, of: e.Moments, change: Callable[[Day], Day], day: Day, event: Event | None) -> Moments:
        found = self.moments(of, day, event)
        return None if found is None else tuple((change(when), each) for when, each in found)

    def nearest(self, of: e.Moments, condition: e.Condition, step: int, day: Day, event: Event | None) -> Moments:
        @cache  # the same few days are seen from most days
        def near(when: Day) -> tuple[Day, Kleene]:
            for each in range(when, END if step > 0 else BEGINNING - 1, step):
                if (held := self.holds(condition, each, event)) is not False:
                    return each, held
            return when, False

        seen = [self.moments(of, one, event) for one in UNIVERSE]
        if None in seen:
            return None
        if any(near(when)[1] is None for found in seen for when, _ in found or ()):
            raise PartlyKnownError
        reached = [(*near(when), each) for when, each in self.moments(of, day, event) or ()]
        return tuple((when, each) for when, held, each in reached if held)

    def every(self, node: e.Every, day: Day, event: Event | None) -> Moments:
        found, number = self.moments(node.from_, day, event), self.length(node.every, day)
        times = self.number(node.times, day)
        paused = self.days_of(node.paused, event) if node.paused is not None else (set(), set())
        if found is None or number is None or times is None:
            raise PartlyKnownError
        # What is unknown of the suspension makes the whole unknown where it would move a day, wherever that is seen.
        if paused[0] != paused[1] and any(
            self.recurring(node, one, event, paused[0]) != self.recurring(node, one, event, paused[1])
            for one in UNIVERSE
        ):
            raise PartlyKnownError
        return self.recurring(node, day, event, paused[0])

    def recurring(self, node: e.Every, day: Day, event: Event | None, paused: set[Day]) -> Moments:
        found, number = self.moments(node.from_, day, event), self.length(node.every, day)
        times = self.number(node.times, day)
        if found is None or number is None or times is None:
            return None
        count, unit = number
        counting = self.counting(node.counting)
        recurring: list[Happening] = []
        for when, each in found:
            for multiple in range(1, int(times) + 1):
                end = periods.last_day(when, multiple * count, unit, counting)
                last = suspended(day_0(when, counting), end, paused)
                if last is not None:
                    recurring.append((last, each))
        return tuple(recurring)

    # --- conditions: true, false or unknown on a day

    def holds(self, node: e.Condition, day: Day, event: Event | None = None) -> Kleene:
        key = ("holds", id(node), day, event.id if event else None)
        if key not in self.seen:
            self.seen[key] = (self._holds(node, day, event), node)
        result: Kleene = self.seen[key][0]
        return result

    def _holds(self, node: e.Condition, day: Day, event: Event | None) -> Kleene:
        match node:
            case "always":
                return True
            case "never":
                return False
            case str() if node in self.plan.states:
                return self.holds(self.plan.states[node].is_, day)
            case str():
                value = self.term(node, day)
                return bool(value[0] <= day <= value[1]) if isinstance(value, tuple) else value
            case e.Span(from_=from_, after=after, until=until, before=before, hour=hour):
                tests: tuple[tuple[e.Moments | None, Callable[[Day], bool], bool], ...] = (
                    (from_, lambda when: self.compared(day, when, hour) >= 0, True),
                    (after, lambda when: self.compared(day, when, hour) > 0, True),
                    (until, lambda when: self.compared(day, when, hour) > 0, False),
                    (before, lambda when: self.compared(day, when, hour) >= 0, False),
                )
                kept = []
                for of, passed, wanted in tests:
                    if of is not None:
                        found = self.moments(of, day, event)
                        kept.append(None if found is None else any(passed(when) for when, _ in found) is wanted)
                return both(kept)
            case e.On(on=of):
                found = self.moments(of, day, event)
                return None if found is None else day in [when for when, _ in found]
            case e.Through(through=name, of=of):
                found = self.moments(of, day, event)
                if found is None:
                    return None
                covered: list[Kleene] = []
                for when, one in found:
                    last = self.attribute(one, name) if one else None
                    # A period whose last day is not recorded has begun: its first day is certain, the rest is not.
                    covered.append(
                        when <= day and self.compared(day, last, node.hour) <= 0
                        if last is not None
                        else when == day or (None if when < day else False)
                    )
                return no(both([no(one) for one in covered]))
            case e.Within():
                return self.within(node, day, event)
            case e.Held(begins=begins, ends=ends, initially=initially, same_day=winner):
                started, ended = self.known(begins, day, event), self.known(ends, day, event)
                turns = [(when, "begins") for when, _ in started if when <= day]
                turns += [(when, "ends") for when, _ in ended if when <= day]
                if not turns:
                    return self.by_days.holds(initially, BEGINNING, event)
                last = {kind for when, kind in turns if when == max(turns)[0]}
                return winner == "begins" if len(last) == 2 else last == {"begins"}
            case e.All(all=several):
                return both([self.holds(one, day, event) for one in several])
            case e.AnyOf(any=several):
                return no(both([no(self.holds(one, day, event)) for one in several]))
            case e.Not(not_=other):
                return no(self.holds(other, day, event))
            case e.Compare(quantity=measured):
                value = self.number(measured, day, event)
                tests_ = []
                for key, test in COMPARISONS.items():
                    bound = getattr(node, key)
                    if bound is not None:
                        limit = self.number(bound, day, event)
                        tests_.append(None if value is None or limit is None else test(value, limit))
                return both(tests_)
            case e.AskedIs(asked=name, is_=wanted):
                return is_one_of(self.asked(name), wanted)
            case e.PartyIs(party=name, of=whose, is_=wanted):
                return is_one_of(self.personal(name, whose), wanted)
            case e.GrantIs(grant=name, is_=wanted):
                return is_one_of(self.granted(name), wanted)
            case e.AskerIs(asker=str() as role):
                return role in self.asker.roles
            case e.AskerIs(asker=e.AskerNamed(named=name, of=of)):
                found = self.moments(of, day, event)
                if found is None:
                    return None
                return self.asker.id in [self.named(each, name) for _, each in found if each]
            case e.At(at=of, holds=other):
                found = self.known(of, day, event)
                return no(both([no(self.by_days.holds(other, when, event)) for when, _ in found]))
            case e.BusinessDay():
                return TOY.is_business_day(day)
            case e.May():
                raise TypeError("`may` stands only in claims")
            case e.ConditionChoice(reading=reading, choices=choices):
                if self.readings[reading] != "?":
                    return self.holds(choices[self.readings[reading]], day, event)
                ways = {self.holds(one, day, event) for one in choices.values()}
                return ways.pop() if len(ways) == 1 else None
            case _:
                raise TypeError(node)

    def within(self, node: e.Within, day: Day, event: Event | None) -> Kleene:
        anchor = node.after if node.after is not None else node.from_ if node.from_ is not None else node.before
        assert anchor is not None
        found, number = self.moments(anchor, day, event), self.length(node.within, day)
        if found is None:
            return None
        counting = self.counting(node.counting)
        inside_any: list[Kleene] = []
        for when, _ in found:
            first = when if node.from_ is not None else when + 1
            if node.before is not None:
                if number is None:
                    inside_any.append(None if day < when else False)
                else:
                    begin = periods.first_day_before(when, *number, counting)
                    inside(begin)
                    inside_any.append(begin <= day < when)
            elif day < first:
                inside_any.append(False)
            elif number is None:
                inside_any.append(None)
            else:
                end = periods.last_day(when, *number, counting)
                inside(end)
                sure, perhaps = self.lasts(node, when, first, end, day, event)
                is_in = [self.compared(day, last, node.hour) <= 0 for last in (sure, perhaps)]
                inside_any.append(True if is_in[0] else None if is_in[1] else False)
        return no(both([no(one) for one in inside_any]))

    def lasts(
        self, node: e.Within, when: Day, first: Day, end: Day, day: Day, event: Event | None
    ) -> tuple[float, float]:
        """The last day of a window, if what is unknown bars nothing, and if it bars all it may."""
        counting = self.counting(node.counting)
        last: list[float] = [end, end]
        if node.tolled is not None:
            for way, barred in enumerate(self.days_of(node.tolled, event)):
                moved = suspended(day_0(when, counting), end, barred)
                last[way] = math.inf if moved is None else moved
        if node.extended is not None:
            by = self.length(node.extended.by, day)
            for way, barred in enumerate(self.days_of(node.extended.while_, event)):
                while True:
                    longest = last[way]
                    for start, free in runs(barred):
                        if not any(first <= d <= last[way] for d in range(start, free)):
                            continue
                        if free >= END:
                            longest = math.inf
                        elif by is None:
                            longest = max(longest, math.inf if way else 0)
                        else:
                            extended = periods.last_day(free, *by, counting)
                            inside(extended)
                            longest = max(longest, extended)
                    if longest == last[way]:
                        break
                    last[way] = longest
        return last[0], last[1]

    def days_of(self, condition: e.Condition, event: Event | None) -> tuple[set[Day], set[Day]]:
        """The days on which a condition holds for certain, and those on which it may."""

        def look() -> tuple[set[Day], set[Day]]:
            values = {day: self.holds(condition, day, event) for day in UNIVERSE}
            return {d for d in UNIVERSE if values[d]}, {d for d in UNIVERSE if values[d] is not False}

        return self.from_any_day(condition, event, look)

    # --- quantities: a number on a day

    def number(self, node: e.Quantity, day: Day, event: Event | None = None) -> Number:
        key = ("number", id(node), day, event.id if event else None)
        if key not in self.seen or isinstance(node, int):
            self.seen[key] = (self._number(node, day, event), node)
        result: Number = self.seen[key][0]
        return result

    def _number(self, node: e.Quantity, day: Day, event: Event | None) -> Number:
        def each(several: tuple[e.Quantity, ...]) -> list[Any] | None:
            values = [self.number(one, day, event) for one in several]
            return None if None in values else values

        match node:
            case "unlimited":
                return math.inf
            case str() if node in self.plan.amounts:
                return self.number(self.plan.amounts[node].is_, day)
            case str():
                value: Number = self.term(node, day)
                return value
            case int() | Decimal():
                return exact(node)  # type: ignore[no-any-return]
            case e.AskedNumber(asked=name):
                return self.asked(name)  # type: ignore[no-any-return]
            case e.GrantNumber(grant="number"):
                return self.number_granted(day)
            case e.GrantNumber(grant=name):
                return self.granted(name)  # type: ignore[no-any-return]
            case e.PartyNumber(party=name, of=whose):
                return self.personal(name, whose)  # type: ignore[no-any-return]
            case e.Balance(balance=name):
                return self.by_days.balances(day)[name]
            case e.AttributeNumber(attribute=name, of=of):
                found = self.moments(of, day, event)
                last = [one for when, one in found or () if when <= day][-1:]
                return self.attribute(last[0], name) if last and last[0] else None
            case e.Sum(sum=several):
                return None if (v := each(several)) is None else limited(sum(v))
            case e.Difference(subtract=several):
                return None if (v := each(several)) is None else limited(v[0] - sum(v[1:]))
            case e.Product(multiply=several):
                return None if (v := each(several)) is None else limited(math.prod(v))
            case e.Quotient(divide=several):
                return None if (v := each(several)) is None else divided(v[0], v[1])
            case e.Round(round=mode, of=of, to=unit):
                v = each((of, unit))
                return None if v is None or v[1] <= 0 or v[1] == math.inf else to_whole(v[0], mode, v[1])
            case e.Least(least=several):
                return None if (v := each(several)) is None else min(v)
            case e.Greatest(greatest=several):
                return None if (v := each(several)) is None else max(v)
            case e.Cases(cases=lines, otherwise=otherwise):
                possible: list[Number] = []
                for line in lines:
                    holds = self.holds(line.when, day, event)
                    if holds is not False:
                        possible.append(self.number(line.is_, day, event))
                    if holds:
                        break
                else:
                    possible.append(self.number(otherwise, day, event))
                return possible[0] if all(one == possible[0] for one in possible) else None
            case e.Count(count=of):
                found = self.moments(of, day, event)
                return None if found is None else len([when for when, _ in found if when <= day])
            case e.EventNumber(of_event=name):
                return None if event is None else self.attribute(event, name)
            case e.Running():
                return self.by_days.running(node, day, event)
            case e.Total(total=name, of=of, per=per, year_starts=month):
                found = self.moments(of, day, event)
                if found is None:
                    return None
                total: Number = 0
                for when, one in found:
                    if per is not None:
                        inside(periods.last_of(per, when, month))
                    if when <= day and (per is None or when >= periods.first_of(per, day, month)):
                        number = None if one is None else self.attribute(one, name)
                        total = None if total is None or number is None else total + number
                return total
            case e.Vests():
                return self.vests(node, day, event)
            case e.OverGrants():
                return self.over_grants(node, day, event)
            case e.Take(at=of, take=other):
                found = self.known(of, day, event)
                return self.by_days.number(other, found[0][0], event) if found else 0
            case e.DaysBetween(days_between=(first, second)):
                a, b = self.moments(first, day, event), self.moments(second, day, event)
                return b[0][0] - a[0][0] if a and b else None
            case e.QuantityChoice(reading=reading, choices=choices):
                if self.readings[reading] != "?":
                    return self.number(choices[self.readings[reading]], day, event)
                ways = {self.number(one, day, event) for one in choices.values()}
                return ways.pop() if len(ways) == 1 else None
            case _:
                raise TypeError(node)

    def vests(self, node: e.Vests, day: Day, event: Event | None) -> Number:
        """A part after another, as a table of the schedule would have them."""
        total = self.number(node.vests, day, event)
        parts: Any = len(node.portions or ()) if node.parts is None else self.number(node.parts, day, event)
        cliff: Any = 0 if node.cliff is None else self.number(node.cliff, day, event)
        found = self.moments(node.on, day, event)
        if None in (total, parts, cliff) or found is None:
            return None
        if math.inf in (total, parts, cliff) or parts % 1 or cliff % 1 or not 1 <= parts <= 1200 or cliff < 0:
            return None
        if cliff > parts:
            return 0
        first = int(cliff)
        sizes = [Fraction(1)] * int(parts) if node.portions is None else [Fraction(each) for each in node.portions]
        coming = sorted(when for when, _ in found)
        skips = {when: self.by_days.holds(node.skipped, when, event) for when in coming} if node.skipped else {}
        if any(skips.get(when, False) is None for when in coming if when <= day):
            return None
        if node.skipped_parts == "later":
            coming = [when for when in coming if not skips.get(when)]
        days = [*coming, *[NEVER] * int(parts)][: int(parts)]
        gone = [node.skipped_parts == "gone" and skips.get(when) is True for when in days]
        if first:
            days[:first] = [days[first - 1]] * first
            if node.at_cliff == "as-one":
                sizes[:first], days[:first] = [sum(sizes[:first], Fraction(0))], days[:1]
        table = zip(days, tranches(node.allocation, Fraction(total or 0), sizes), gone, strict=False)
        return sum((number for when, number, is_gone in table if when <= day and not is_gone), Fraction(0))

    def over_grants(self, node: e.OverGrants, day: Day, event: Event | None) -> Number:
        ids = [*self.life.grants]
        total: Number = 0
        for grant in self.life.grants.values():
            own, place = (self.grant.on, ids.index(self.grant.id)), (grant.on, ids.index(grant.id))
            is_meant = node.of == "all" or grant.grantee == self.grant.grantee
            if grant.on > day or not is_meant or (node.granted == "before" and place >= own):
                continue
            each = replace(self, grant=grant, asker=self.life.parties[grant.grantee], action="", question={}, seen={})
            fits = [self.fits_in(each, name, wanted, day, event) for name, wanted in node.where.items()]
            number = each.number(node.sum, day)
            if False in fits or (None in fits and number == 0):
                continue
            total = None if total is None or number is None or None in fits else total + number
        return total

    def fits_in(self, each: Oracle, name: str, wanted: Any, day: Day, event: Event | None) -> Kleene:
        fact = each.granted(name)
        if fact is None or not isinstance(wanted, e.Bounds):
            return None if fact is None else is_one_of(fact, wanted)
        tests = {"at_least": operator.ge, "more_than": operator.gt, "at_most": operator.le, "less_than": operator.lt}
        found: list[Kleene] = []
        for key, test in tests.items():
            if (bound := getattr(wanted, key)) is not None:
                limit = self.number(bound, day, event)
                found.append(None if limit is None else test(fact, limit))
        return False if False in found else None if None in found else True

    def running(self, node: e.Running, day: Day, event: Event | None) -> Number:
        turns = []
        for index, change in enumerate(node.changes):
            found = self.moments(change.on, day, event)
            if found is None:
                return None
            turns += [(when, self.place(one), index, change, one) for when, one in found if when <= day]
        turns.sort(key=lambda turn: turn[:3])
        number = self.number(node.running, turns[0][0] if turns else day, event)
        for when, _, _, change, one in turns:
            number = self.changed(number, change, when, one)
        return number

    def changed(self, number: Any, change: e.Change, when: Day, event: Event | None) -> Number:
        ways: dict[str, Callable[[Any, Any], Number]] = {
            "set": lambda _, operand: operand,
            "add": lambda value, operand: limited(value + operand),
            "subtract": lambda value, operand: limited(value - operand),
            "multiply": lambda value, operand: limited(value * operand),
            "divide": divided,
        }
        for key, way in ways.items():
            if getattr(change, key) is not None:
                operand = self.number(getattr(change, key), when, event)
                if operand is None or (number is None and key != "set"):
                    return None
                result = way(number, operand)
                if change.round is None or result is None:
                    return result
                unit = 1 if change.to is None else self.number(change.to, when, event)
                return None if unit is None or not 0 < unit < math.inf else to_whole(result, change.round, unit)
        raise TypeError(change)

    # --- rules

    def allowed(self, number: int | Fraction, day: Day) -> Kleene:
        """Some permit applies, no forbid does, and the number is within every limit that does."""
        permitted: list[Kleene] = []
        bars: list[Kleene] = []
        for rule in self.plan.rules.values():
            about = rule.permit or rule.forbid or rule.limit
            if self.action not in about or (rule.by and not {*rule.by} & {*self.asker.roles}):
                continue
            in_force = (not rule.from_ or rule.from_.toordinal() <= day) and (
                not rule.until or day <= rule.until.toordinal()
            )
            applies = both([in_force, self.holds(rule.when, day), no(self.holds(rule.unless, day))])
            if rule.permit:
                permitted.append(no(applies))
            elif rule.forbid:
                bars.append(applies)
            else:
                kept: list[Kleene] = []
                tests: tuple[tuple[Any, Callable[[Any], bool]], ...] = (
                    (rule.at_most, lambda limit: number <= limit),
                    (rule.at_least, lambda limit: number >= limit),
                    (rule.in_lots_of, lambda limit: number == 0 if limit in (0, math.inf) else number % limit == 0),
                )
                for bound, fits in tests:
                    limit = None if bound is None else self.number(bound, day)
                    if bound is not None:
                        kept.append(None if limit is None else fits(limit))
                bars.append(both([applies, no(both(kept))]))
        return both([no(both(permitted)), *(no(bar) for bar in bars)])

    # --- balances

    def balances(self, day: Day) -> dict[str, Number]:
        """What stands in each balance at the end of a day, and under `granted` what was granted, scalings counted."""
        names = ("held", *self.plan.balances)
        turns = self.turns(day, list(self.plan.effects.values()))
        there: dict[str, Any] = dict.fromkeys((*names, "granted"), 0)
        if day >= self.grant.on:
            there["held"] = there["granted"] = self.grant.number
        for _, _, _, when, effect, one in turns:
            have = there[effect.from_]
            if effect.scales is None and effect.moves is None:
                unknown = (effect.from_, effect.to) if effect.to is not None else (*names, "granted")
                there.update(dict.fromkeys(unknown))
            elif effect.scales is not None:
                factor = self.number(effect.scales, when, one)
                for name in names:
                    after = self.scaled(there[name], factor, (effect.round or "down") if self.is_live(name) else None)
                    gain = None if after is None or there[name] is None else after - there[name]
                    there[name], there["granted"] = after, plus(there["granted"], gain)
            else:
                assert effect.to is not None
                moves = have if effect.moves == "all" else self.number(effect.moves or 0, when, one)
                number = None if have is None or moves is None or moves < 0 else min(have, moves)
                there[effect.from_] = plus(have, None if number is None else -number)
                there[effect.to] = plus(there[effect.to], number)
        return there

    def number_granted(self, day: Day) -> Number:
        """How many rights were granted, as scaled by the end of a day; before the grant as granted."""
        number: Number = self.grant.number
        effects = [each for each in self.plan.effects.values() if each.scales is not None]
        turns = self.turns(day, effects)
        for _, _, _, when, effect, one in turns:
            factor = None if effect.scales is None else self.number(effect.scales, when, one)
            number = self.scaled(number, factor, effect.round or "down")
        return number

    def is_live(self, balance: str) -> bool:
        """Whether rights in a balance are held, or may come to be so again, on some way."""
        ways = {(each.from_, each.to) for each in self.plan.effects.values() if each.to is not None}
        reached = {balance}
        for _ in ways:
            reached |= {to for from_, to in ways if from_ in reached}
        return "held" in reached

    def scaled(self, have: Number, factor: Number, rounding: str | None) -> Number:
        if have == 0:
            return 0
        if have is None or factor is None or factor == math.inf or factor < 0:
            return None
        return have * factor if rounding is None else to_whole(have * factor, rounding, 1)

    def turns(self, day: Day, effects: list[Effect]) -> list[tuple[Day, int, int, Day, Effect, Event | None]]:
        """What makes rights move as seen by the end of a day, in order; without `moves` and `scales` what may."""
        turns: list[tuple[Day, int, int, Day, Effect, Event | None]] = []
        for index, effect in enumerate(effects):
            for when in range(self.grant.on, day + 1):
                # Rights move on the day itself: what is seen then counts, whatever it looks like from a later day.
                found = self.moments(effect.on, when)
                # What is made as a day ends is seen on the next, before all that is made then.
                later = 1 if effect.at == "end_of_day" else 0
                place = {"end_of_day": -2, "start_of_day": -1}.get(effect.at or "")
                if when + later > day:
                    continue
                if found is None:  # before the grant nothing moves, and afterwards it may have been on any day
                    unknown = replace(effect, moves=None, scales=None)
                    turns.append((when + later, -1 if place is None else place, index, when, unknown, None))
                    break
                turns += [
                    (when + later, self.place(one) if place is None else place, index, when, effect, one)
                    for at, one in found
                    if at == when
                ]
        return sorted(turns, key=lambda turn: turn[:3])

    # --- facts

    def place(self, event: Event | None) -> int:
        """Where an event stands in the record; what no event makes comes first."""
        return -1 if event is None else [each.id for each in self.life.events].index(event.id)

    def term(self, name: str, day: Day) -> Any:
        term: Term = self.plan.terms[name]
        if term.is_unknown:
            return self.life.facts.get(name)
        value: Any = term
        for dated in term.dated:
            if dated.from_.toordinal() <= day:
                value = dated
        if value.first is None:
            return exact(value.value)
        return value.first.toordinal(), value.last.toordinal() if value.last else NEVER

    def attribute(self, event: Event | None, name: str) -> Any:
        assert event is not None
        declared = self.plan.events[event.kind].attributes.get(name)
        return event.attributes.get(name, default(declared))

    def named(self, event: Event, name: str) -> Any:
        return event.who if name == "who" else self.attribute(event, name)

    def asked(self, name: str) -> Any:
        action = self.plan.actions.get(self.action)
        return self.question.get(name, default(action.attributes.get(name) if action else None))

    def granted(self, name: str) -> Any:
        built_in = {"number": self.grant.number, "on": self.grant.on}
        return built_in.get(name, self.grant.attributes.get(name, default(self.plan.grant_attributes.get(name))))

    def personal(self, name: str, whose: str) -> Any:
        party = self.asker if whose == "asker" else self.life.parties[self.grant.grantee]
        return party.attributes.get(name, default(self.plan.party_attributes.get(name)))

    def length(self, duration: e.Duration, day: Day) -> tuple[int, periods.Unit] | None:
        unit, number = duration.given()
        value = self.number(number, day)
        return None if value is None else (int(value), unit)

    def counting(self, use: Any) -> periods.Counting:
        said = self.plan.countings[use] if isinstance(use, str) else use or e.CountingRule()
        own = self.plan.counting
        return periods.Counting(
            months=said.months or own.months or "corresponding-day",
            first_day=said.first_day or own.first_day or "excluded",
            roll=said.roll or own.roll or "none",
            calendar=TOY,
            day_of_month=said.day_of_month or (None if said.months else own.day_of_month),
        )


# --- small things


COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "at_least": operator.ge,
    "more_than": operator.gt,
    "at_most": operator.le,
    "less_than": operator.lt,
    "equals": operator.eq,
}


def both(values: list[Kleene]) -> Kleene:
    """Whether all hold: false as soon as one does not, else unknown as soon as one is."""
    return False if False in values else None if None in values else True


def no(value: Kleene) -> Kleene:
    return None if value is None else not value


def inside(day: Day) -> None:
    if not BEGINNING + 1 < day < END - 1:
        raise OutsideError(day)


def walk(day: Day, step: int) -> Iterator[Day]:
    while True:
        yield day
        day += step


def single(day: Day | None) -> Moments:
    return None if day is None else () if day == NEVER else ((day, None),)


def is_one_of(value: Any, wanted: Any) -> Kleene:
    several = wanted if isinstance(wanted, tuple) else (wanted,)
    return None if value is None else value in [exact(one) for one in several]


def exact(value: Any) -> Any:
    """A value as written, as the value it stands for."""
    if isinstance(value, datetime.date):
        return value.toordinal()
    return Fraction(value) if isinstance(value, Decimal) else value


def default(declared: Any) -> Any:
    if not isinstance(declared, Attribute) or declared.default is None:
        return None
    special = {("day", "never"): NEVER, ("number", "unlimited"): math.inf}
    return special.get((str(declared.type), str(declared.default)), exact(declared.default))


def tranches(allocation: e.Allocation, total: Fraction, sizes: list[Fraction]) -> list[Fraction]:
    shares = [total * size / sum(sizes) for size in sizes]
    if allocation == "fractional":
        return shares
    whole = Fraction(math.floor(total))
    shares = [whole * size / sum(sizes) for size in sizes]
    if allocation.startswith("cumulative"):
        half = Fraction(1, 2) if allocation == "cumulative-rounding" else Fraction(0)
        sums = [Fraction(math.floor(sum(shares[:n]) + half)) for n in range(len(shares) + 1)]
        return [after - before for before, after in itertools.pairwise(sums)]
    rounded = [Fraction(math.floor(share)) for share in shares]
    order = list(range(len(rounded)))
    if allocation.startswith("back"):
        order.reverse()
    over = int(whole - sum(rounded))
    for place in [order[0]] * over if allocation.endswith("single-tranche") else order[:over]:
        rounded[place] += 1
    return rounded


def day_0(anchor: Day, counting: periods.Counting) -> Day:
    """The day before the first that counts."""
    return anchor - 1 if counting.first_day == "included" else anchor


def suspended(start: Day, end: Day, barred: set[Day]) -> Day | None:
    """The last day of a period that would run from the day after `start` to `end`, were no day barred; None: never."""
    if not barred or end <= start:
        return end
    left = end - start
    day = start
    while left > 0:
        day += 1
        if day >= END and END - 1 in barred:
            return None
        inside(day)
        left -= day not in barred
    return day


def runs(days: set[Day]) -> list[tuple[Day, Day]]:
    """The unbroken stretches, each as its first day and the first day after it."""
    starts = [day for day in sorted(days) if day - 1 not in days]
    return [(start, next(day for day in walk(start, 1) if day not in days)) for start in starts]


def plus(a: Any, b: Any) -> Any:
    return None if a is None or b is None else a + b


def limited(value: Any) -> Any:
    """No limit is a number as long as nothing less than that comes out."""
    return None if isinstance(value, float) and value != math.inf else value


def divided(dividend: Any, divisor: Any) -> Number:
    if divisor == 0:
        return None
    if math.inf in (dividend, divisor):
        return limited(dividend / divisor)  # type: ignore[no-any-return]
    return Fraction(dividend) / Fraction(divisor)


def to_whole(value: Any, mode: str, unit: Any) -> Any:
    """The multiple of a unit below or above, whichever the mode says."""
    if value == math.inf:
        return value
    count = Fraction(value) / Fraction(unit)
    below = math.floor(count)
    half = count - below - Fraction(1, 2)
    above = {
        "down": False,
        "up": count > below,
        "half-up": half >= 0,
        "half-down": half > 0,
        "half-even": half > 0 or (half == 0 and below % 2 == 1),
    }[mode]
    return (below + above) * Fraction(unit)
