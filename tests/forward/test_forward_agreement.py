"""The forward evaluator says what the reference says: on every scenario, and on random lives, questions and plans."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kenri
from benchmarks.agreement import at_an_edge, both, court_of, differences
from benchmarks.random_lives import Asked, asked
from kenri.api import LoadedPlan
from kenri.forward import ForwardScenarios, compile_plan, forward_plan
from kenri.loader.library import Library
from kenri.model.life import Event, Grant, Life, Party
from kenri.model.problems import Report
from kenri.model.scenario import ExpectedRuling
from kenri.scenarios import scenario_files
from tests.reference.effort import examples
from tests.reference.strategies import (
    ASKED_DAYS,
    asked_facts,
    askers,
    chosen_readings,
    court,
    lives,
    numbers,
    plans,
)
from tests.reference.toy_calendar import calendars

PLANS = Library().ids()
FOLDERS = [list(files) for _, files in groupby(scenario_files(), key=lambda path: path.parent)]


@cache
def loaded(name: str) -> LoadedPlan:
    return kenri.load(name)


@cache
def scenarios() -> ForwardScenarios:
    return ForwardScenarios()


@pytest.mark.parametrize("paths", FOLDERS, ids=lambda paths: paths[0].parent.name)
def test_every_scenario_is_answered_as_expected(paths: list[Path]) -> None:
    report = Report()
    told = scenarios().read(paths, report)
    report.raise_if_any()
    found = [difference for each in told for difference in scenarios().examine(each)]
    assert not [f"{d.place}: {d.asked}: {d.what}: {d.expected}, got {d.got}" for d in found]
    asks = [ask.expected for each in told for ask in each.asks]
    assert sum(scenarios().unchecked.values()) or all(isinstance(ask, ExpectedRuling) for ask in asks)


@pytest.mark.parametrize("name", PLANS)
def test_random_lives_of_a_shipped_plan_are_judged_alike(name: str) -> None:
    @examples(15)
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        rng = Random(seed)
        plan = loaded(name)
        each = asked(rng, plan.plan)
        reference = court_of(plan, each)
        if rng.random() < 0.6:
            each = at_an_edge(rng, reference, each)
        assert not differences(*both(plan, reference, each))

    law()


@examples(40)
@given(st.data())
def test_random_plans_are_judged_alike(data: st.DataObject) -> None:
    plan, life = data.draw(plans()), data.draw(lives()).known_at(None)
    asker, readings = life.parties[data.draw(askers)], data.draw(chosen_readings)
    question = data.draw(asked_facts)
    number = data.draw(st.none() | numbers.filter(lambda number: number > 0))
    day = data.draw(st.sampled_from(ASKED_DAYS))
    asked_so: dict[str, Any] = {"number": number}
    ruling = court(plan, life).rule(
        "exercise", asker, day, **asked_so, question=tuple(sorted(question.items())), chosen=readings, settle=False
    )
    forward = compile_plan(plan, calendars)
    try:
        grant = life.grants["g"]
        decision = forward.decide(life, grant, "exercise", asker, day, **asked_so, question=question, readings=readings)
    finally:
        forward.close()
    assert not differences(decision, ruling)


def shuffled(life: Life, rng: Random) -> Life:
    """The same life, its events in another order of the record; those of one day keep theirs, which has a meaning."""
    days: dict[int, list[Any]] = {}
    for event in life.events:
        days.setdefault(event.on, []).append(event)
    order = sorted(days)
    rng.shuffle(order)
    return replace(life, events=tuple(event for day in order for event in days[day]))


@examples(30)
@given(st.integers(0, 2**32))
def test_the_order_in_which_events_are_told_changes_nothing(seed: int) -> None:
    rng = Random(seed)
    plan = loaded("iij/2015-5th-series")
    each = asked(rng, plan.plan, most_events=12)
    other = replace(each, life=shuffled(each.life, rng))
    first, second = (both(plan, court_of(plan, one), one)[0] for one in (each, other))
    assert replace(first, trace=()) == replace(second, trace=())


def test_a_life_of_more_events_than_the_engine_takes_at_once() -> None:
    plan = loaded("iij/2015-5th-series")
    kinds = ("leaves_position", "takes_position", "exercises", "consolidates_shares")
    words: Any = ({"position": "director"}, {"position": "director"}, {"rights": 1}, {"ratio": 1})
    first = date(2016, 1, 4).toordinal()
    events = tuple(
        Event(id=f"e{n}", kind=kinds[n % 4], on=first + 2 * n, recorded=n, who="a", attributes=words[n % 4])
        for n in range(1050)
    )
    life = Life(
        parties={"a": Party(id="a", roles=("grantee",))},
        grants={"g": Grant(id="g", grantee="a", on=first - 9, number=2000, attributes={"position": "director"})},
        events=events,
    )
    each = Asked(life, life.grants["g"], "exercise", life.parties["a"], first + 1601, 3, {}, {"reappointment": "yes"})
    assert not differences(*both(plan, court_of(plan, each), each))


def test_threads_take_turns() -> None:
    rng = Random(7)
    plan = loaded("iij/2015-5th-series")
    questions = [asked(rng, plan.plan) for _ in range(60)]
    courts = [court_of(plan, each) for each in questions]
    alone = [both(plan, court, each)[0] for court, each in zip(courts, questions, strict=True)]
    forward_plan(plan)
    with ThreadPoolExecutor(6) as pool:
        together = pool.map(lambda each: both(plan, court_of(plan, each), each)[0], questions)
        for one, other in zip(alone, together, strict=True):
            assert replace(one, trace=()) == replace(other, trace=())
