"""What is peculiar to forward chaining: scenarios examined by it, the order of facts, many of them, and threads.

That it answers as the reference does is tested with all evaluators in `tests/conformance`.
"""

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
from kenri.api import LoadedPlan
from kenri.forward import Decision, ForwardScenarios, forward_plan
from kenri.model.life import Event, Grant, Life, Party
from kenri.model.problems import Report
from kenri.model.scenario import ExpectedRuling
from kenri.scenarios import scenario_files
from kenri.testing.random_lives import EvaluatorQuestion, asked
from tests.conformance.evaluators import REFERENCE, Forward, Question
from tests.conformance.gaps import differences
from tests.effort import examples, those_with_a_turn

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
    told = those_with_a_turn([*scenarios().read(paths, report)], 6)
    report.raise_if_any()
    found = [difference for each in told for difference in scenarios().examine(each)]
    assert not [f"{d.place}: {d.asked}: {d.what}: {d.expected}, got {d.got}" for d in found]
    asks = [ask.expected for each in told for ask in each.asks]
    assert sum(scenarios().unchecked.values()) or all(isinstance(ask, ExpectedRuling) for ask in asks)


def decided(plan: LoadedPlan, each: EvaluatorQuestion) -> Decision:
    """What forward chaining answers, without how it came about."""
    decision = forward_plan(plan).decide(
        each.life,
        each.grant,
        each.action,
        each.asker,
        each.day,
        number=each.number,
        question=each.question,
        readings=each.readings,
    )
    return replace(decision, trace=())


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
    assert decided(plan, each) == decided(plan, other)


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
    each = EvaluatorQuestion(
        life, life.grants["g"], "exercise", life.parties["a"], first + 1601, 3, {}, {"reappointment": "yes"}
    )
    question = Question(plan.plan, each)
    assert not differences(Forward(), question, REFERENCE.answer(question))


def test_threads_take_turns() -> None:
    rng = Random(7)
    plan = loaded("iij/2015-5th-series")
    questions = [asked(rng, plan.plan) for _ in range(60)]
    alone = [decided(plan, each) for each in questions]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(lambda each: decided(plan, each), questions)) == alone
