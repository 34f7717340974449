"""Which of two effects comes first where both stand at one place of a day, and for which pairs a plan must say so."""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Iterator, Mapping
from typing import NamedTuple, assert_never

from kenri.model import expressions as e
from kenri.model.plan import Effect, Plan


def in_order(effects: Mapping[str, Effect]) -> dict[str, Effect]:
    """Effects as they are written, but each after those that it says it follows, which do not go round in a circle."""
    if not any(effect.follows for effect in effects.values()):
        return dict(effects)
    places = {name: place for place, name in enumerate(effects)}
    waits = {name: {each for each in effect.follows if each in places} for name, effect in effects.items()}
    followed: dict[str, list[str]] = {name: [] for name in effects}
    for name, others in waits.items():
        for other in others:
            followed[other].append(name)
    ready = [places[name] for name, others in waits.items() if not others]
    names, found = [*effects], dict[str, Effect]()
    while ready:
        name = names[heapq.heappop(ready)]
        found[name] = effects[name]
        for other in followed[name]:
            waits[other].discard(name)
            if not waits[other]:
                heapq.heappush(ready, places[other])
    return {**found, **effects}  # what goes round in a circle, which is reported, stays as it is written


def unordered(plan: Plan) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Effects, each with those before it in the file that it may meet at one place of a day, where something else is
    left behind as either comes first, and which it does not say that it follows.
    """
    days = Days(plan)
    several = [*plan.effects.items()]
    for place, (name, effect) in enumerate(several):
        before = tuple(
            other
            for other, earlier in several[:place]
            if _order_matters(earlier, effect) and not _follows(plan, name, other) and days.meet(earlier, effect)
        )
        if before:
            yield name, before


def _order_matters(one: Effect, other: Effect) -> bool:
    """Whether two effects at one place of a day may leave something else behind as either comes first."""
    if one.scales is not None or other.scales is not None:
        return True  # what is called for is counted in the units of before, or in those of after
    if one.to == other.from_ or one.from_ == other.to:
        return True
    return one.from_ == other.from_ and one.to != other.to


def _follows(plan: Plan, name: str, other: str) -> bool:
    """Whether an effect says, itself or through others, that it follows another; the plan has them in order."""
    waiting, seen = [name], set[str]()
    while waiting:
        for each in plan.effects[waiting.pop()].follows:
            if each == other:
                return True
            if each in plan.effects and each not in seen:
                seen.add(each)
                waiting.append(each)
    return False


class Maker(NamedTuple):
    """What makes a day: events, or what stands by itself; and by what the day is moved from there."""

    base: e.Moments
    moved: tuple[object, ...] = ()

    @property
    def event(self) -> e.EventMoments | None:
        """The events that make it, if any do."""
        return self.base if isinstance(self.base, e.EventMoments) else None


class Days:
    """When effects of a plan may meet, told from how their days are written."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def meet(self, one: Effect, other: Effect) -> bool:
        """Whether two effects may stand at one place of one day, as far as the form of their days tells."""
        if (one.at == "end_of_day") != (other.at == "end_of_day") or self._never_meet(one.on, other.on):
            return False
        ours, theirs = [*self._makers(one.on)], [*self._makers(other.on)]
        return any(self._at_one_place(one, a, other, b) and not _are_apart(a, b) for a in ours for b in theirs)

    @staticmethod
    def _at_one_place(one: Effect, a: Maker, other: Effect, b: Maker) -> bool:
        """Whether no place in the record keeps them apart: both stand by themselves, or may be of one event."""
        alone = [effect.at is not None or maker.event is None for effect, maker in ((one, a), (other, b))]
        if all(alone):
            return True
        return not any(alone) and _may_be_one(a.event, b.event)

    def _never_meet(self, one: e.Moments, other: e.Moments) -> bool:
        """Whether both are days that the plan itself states, and not the same."""
        a, b = self._stated(one), self._stated(other)
        return a is not None and b is not None and a != b

    def _stated(self, on: e.Moments) -> object:
        on = self._meant(on)
        if isinstance(on, str):
            term = self._plan.terms.get(on)
            return None if term is None or term.is_unknown or term.dated else term.value
        return None if isinstance(on, e.Node) else on

    def _meant(self, on: e.Moments) -> e.Moments:
        while isinstance(on, str) and on in self._plan.dates:
            on = self._plan.dates[on].is_
        return on

    def _makers(self, on: e.Moments, moved: tuple[object, ...] = ()) -> Iterator[Maker]:
        on = self._meant(on)
        match on:
            case "never":
                return
            case e.First(first=of) | e.Nth(of=of) | e.Latest(latest=of):
                yield from self._makers(of, moved)
            case (
                e.EarlierOf(earlier_of=several)
                | e.LaterOf(later_of=several)
                | e.Prefer(prefer=several)
                | e.EachOf(each_of=several)
            ):
                for each in several:
                    yield from self._makers(each, moved)
            case e.Plus(plus=length, to=of, counting=counting):
                yield from self._makers(of, (*moved, (length, counting)))
            case e.Minus(minus=length, from_=of, counting=counting):
                yield from self._makers(of, (*moved, ("back", length, counting)))
            case (
                e.Every(from_=of)
                | e.AttributeDay(of=of)
                | e.FirstOf(containing=of)
                | e.LastOf(containing=of)
                | e.Last(on_or_before=of)
                | e.Next(on_or_after=of)
            ):
                yield from self._makers(of, (*moved, on))
            case e.DayCases(cases=lines, otherwise=otherwise):
                for each in (*(line.is_ for line in lines), otherwise):
                    yield from self._makers(each, moved)
            case e.MomentsChoice(choices=choices):
                for each in choices.values():
                    yield from self._makers(each, moved)
            case (
                e.EventMoments()
                | e.StartOf()
                | e.EndOf()
                | e.LastDayOf()
                | e.GrantDay()
                | e.PartyDay()
                | e.AskedDay()
                | str()
                | datetime.date()
            ):
                yield Maker(on, moved)
            case _:
                assert_never(on)


def _are_apart(a: Maker, b: Maker) -> bool:
    """Whether both come of the same, on days that are taken not to be: one is a while from it, the other on it."""
    return a.moved != b.moved and (a.base == b.base or _may_be_one(a.event, b.event))


def _may_be_one(a: e.EventMoments | None, b: e.EventMoments | None) -> bool:
    """Whether one event may be meant by both."""
    if a is None or b is None or not set(a.event) & set(b.event):
        return False
    for name in a.where.keys() & b.where.keys():
        values = [one if isinstance(one, tuple) else (one,) for one in (a.where[name], b.where[name])]
        is_plain = not any(isinstance(each, e.Node) for several in values for each in several)
        if is_plain and not set(values[0]) & set(values[1]):
            return False
    return not any(_rules_out(one, other) for one, other in ((a, b), (b, a)))


def _rules_out(one: e.EventMoments, other: e.EventMoments) -> bool:
    return any(name in one.where and one.where[name] == unwanted for name, unwanted in other.where_not.items())
