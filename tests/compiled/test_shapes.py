"""Shapes: lives that differ in days, numbers and what the plan does not look at have one; all others have their own."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.compiled.shape import DAYS, LookedAt, Shaped, UnshapedError
from kenri.loader.library import Library
from kenri.model.life import Event, Life
from kenri.model.plan import kept_apart
from kenri.testing.random_lives import EvaluatorQuestion, alike, asked
from tests.conformance.evaluators import CompiledPlan
from tests.effort import examples

PLANS = [name for name in Library().ids("plan") if not kept_apart(load(name).plan)]
"""All but those in which events name others, whose lives have no shape."""


@cache
def forms(name: str) -> tuple[LoadedPlan, CompiledPlan]:
    plan = load(name)
    return plan, CompiledPlan(plan.plan, plan.calendars)


def shape(name: str, each: EvaluatorQuestion) -> Shaped:
    return forms(name)[1].shaped(each)


def one(name: str, seed: int, most_events: int = 9) -> EvaluatorQuestion:
    found = asked(Random(seed), forms(name)[0].plan, most_events=most_events)
    try:
        shape(name, found)
    except UnshapedError:
        assume(False)
    return found


def known_numbers(name: str, each: EvaluatorQuestion) -> list[Any]:
    """What of a life a plan must know though it is a number."""
    names = LookedAt.by(forms(name)[0].plan).numbers
    life = each.life
    several = [each.question, each.grant.attributes, life.facts, *(party.attributes for party in life.parties.values())]
    several += [event.attributes for event in life.events]
    found = [values.get(key) for values in several for key in sorted(names)]
    return [*found, each.number if "number" in names else None, each.grant.number if "number" in names else None]


@pytest.mark.parametrize("name", PLANS)
def test_days_and_numbers_are_left_open(name: str) -> None:
    @examples(30)
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        each = one(name, seed)
        other = alike(Random(seed), forms(name)[0].plan, each)
        own, its = shape(name, each), shape(name, other)
        if known_numbers(name, each) == known_numbers(name, other):
            whole = isinstance(each.number, int) == isinstance(other.number, int)
            assert (own.shape == its.shape) == whole
            if whole:
                assert hash(own.shape) == hash(its.shape)
                assert (own.sorts, own.places) == (its.sorts, its.places)

    law()


@pytest.mark.parametrize("name", PLANS)
def test_what_the_plan_does_not_look_at_makes_no_difference(name: str) -> None:
    plan = forms(name)[0].plan
    looked_at = LookedAt.by(plan)
    unseen = sorted(plan.events.keys() - set(looked_at.kinds))

    @examples(20)
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        each = one(name, seed)
        own = shape(name, each)
        assert shape(name, each) == own
        assert shape(name, renamed(each)) == own
        more = [Event(id="more", kind=kind, on=each.day, recorded=0, who="") for kind in unseen]
        more += [replace(event, id=f"{event.id}'", grant="another") for event in each.life.events]
        assert shape(name, with_events(each, (*each.life.events, *more))) == own
        later = tuple(replace(event, id=f"{event.id}'", recorded=event.recorded + 7) for event in each.life.events)
        assert shape(name, with_events(each, later)) == own

    law()


def renamed(each: EvaluatorQuestion) -> EvaluatorQuestion:
    """The same with other names for all parties and the grant."""
    names = {name: f"somebody called {name}" for name in each.life.parties}

    def facts(values: Any) -> dict[str, Any]:
        return {key: names.get(value, value) if isinstance(value, str) else value for key, value in values.items()}

    parties = {
        names[key]: replace(party, id=names[key], attributes=facts(party.attributes))
        for key, party in each.life.parties.items()
    }
    grant = replace(
        each.grant, id="another g", grantee=names[each.grant.grantee], attributes=facts(each.grant.attributes)
    )
    events = tuple(
        replace(
            event,
            who=names.get(event.who, event.who),
            grant=None if event.grant is None else f"another {event.grant}",
            attributes=facts(event.attributes),
        )
        for event in each.life.events
    )
    life = Life(parties=parties, grants={grant.id: grant}, events=events, facts=each.life.facts)
    return replace(each, life=life, grant=grant, asker=parties[names[each.asker.id]], question=facts(each.question))


def with_events(each: EvaluatorQuestion, events: tuple[Event, ...]) -> EvaluatorQuestion:
    return replace(each, life=replace(each.life, events=events))


@pytest.mark.parametrize("name", PLANS)
def test_the_order_of_the_record_counts_within_a_day_alone(name: str) -> None:
    @examples(20)
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        each = one(name, seed)
        apart = tuple(replace(event, on=each.day + 3 * at) for at, event in enumerate(each.life.events))
        mixed = list(apart)
        Random(seed).shuffle(mixed)
        own, its = shape(name, with_events(each, apart)), shape(name, with_events(each, tuple(mixed)))
        assert own.shape.slots == tuple(sorted(own.shape.slots, key=lambda slot: slot.rank))
        assert [slot.kind for slot in own.shape.slots] == [slot.kind for slot in its.shape.slots]
        alone = [slot.kind for slot in own.shape.slots]
        if len(set(alone)) == len(alone):
            assert own.shape == its.shape

    law()


@pytest.mark.parametrize("name", PLANS)
def test_what_the_plan_looks_at_has_a_shape_of_its_own(name: str) -> None:
    plan = forms(name)[0].plan
    looked_at = LookedAt.by(plan)
    kind = min(looked_at.kinds)

    @examples(20)
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        each = one(name, seed)
        own = shape(name, each).shape
        others = [
            with_events(each, (*each.life.events, Event(id="more", kind=kind, on=each.day, recorded=0, who=""))),
            replace(each, asker=replace(each.asker, roles=(*each.asker.roles, "more"))),
            replace(each, number=None if each.number is not None else 3),
        ]
        others += [replace(each, action=action) for action in plan.actions if action != each.action][:1]
        if each.life.facts.keys() & looked_at.facts.keys():
            others.append(replace(each, life=replace(each.life, facts={})))
        for reading, declared in plan.readings.items():
            now = each.readings.get(reading, declared.default)
            option = next(option for option in declared.options if option != now)
            others.append(replace(each, readings={**each.readings, reading: option}))
        for other in others:
            assert shape(name, other).shape != own

    law()


def test_a_day_that_is_far_away_has_no_shape() -> None:
    name = PLANS[0]
    each = one(name, 1, most_events=0)
    for day in DAYS:
        shape(name, replace(each, day=day))
    for day in (DAYS[0] - 1, DAYS[1] + 1, 1):
        with pytest.raises(UnshapedError, match="far away"):
            shape(name, replace(each, day=day))


def test_a_compared_word_that_names_a_party_has_no_shape() -> None:
    name = next(name for name in PLANS if any(LookedAt.by(forms(name)[0].plan).words.values()))
    plan = forms(name)[0].plan
    words = LookedAt.by(plan).words
    own = next(key for declared in (plan.grant_attributes, plan.party_attributes) for key in declared if words.get(key))
    word = min(words[own])
    each = one(name, 1, most_events=0)
    attributes = {own: word}
    of_grant = own in plan.grant_attributes
    party = replace(each.asker, id=word, attributes={} if of_grant else attributes)
    grant = replace(each.grant, attributes=attributes if of_grant else {})
    life = replace(each.life, parties={**each.life.parties, word: party}, grants={grant.id: grant})
    with pytest.raises(UnshapedError, match="name of a party"):
        shape(name, replace(each, life=life, grant=grant))
