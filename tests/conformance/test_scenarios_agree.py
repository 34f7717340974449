"""Every question of every shipped scenario has the answer that is expected, whoever is asked.

Expected outcomes are set beside each evaluator's; the other parts beside those of the reference, which
`tests/test_scenarios.py` holds to what the scenarios expect of them. In a quick run questions take turns.
"""

from __future__ import annotations

from functools import cache

import pytest

from kenri.loader.library import Library
from kenri.model.problems import Report
from kenri.model.scenario import ExpectedRuling
from kenri.scenarios import Scenarios, scenario_files
from kenri.testing.random_lives import EvaluatorQuestion
from tests.conformance.evaluators import REFERENCE, Answer, Evaluator, Question
from tests.conformance.gaps import answer, differences
from tests.effort import those_with_a_turn

PLANS = Library().ids("plan")


@cache
def questions(name: str) -> list[tuple[str, str, Question, Answer]]:
    """The questions in turn of a plan's scenarios: where each stands, the outcome expected, the reference's answer."""
    scenarios = Scenarios()
    found: list[tuple[str, str, Question, Answer]] = []
    asks = [
        (told, ask.expected)
        for told in scenarios.read(scenario_files([name]), Report())
        for ask in told.asks
        if isinstance(ask.expected, ExpectedRuling)
    ]
    for told, expected in those_with_a_turn(asks, 18):
        plan = scenarios.plan(told.plan)
        asked = plan.question(
            told.life,
            expected.action,
            on=expected.on,
            rights=str(expected.rights) if expected.rights is not None else None,
            by=expected.by,
            grant=expected.grant,
            known_at=expected.known_at,
            readings=expected.readings,
            facts=expected.with_,
        )
        question = Question(
            asked.plan.plan,
            EvaluatorQuestion(
                life=asked.court.life,
                grant=asked.court.grant,
                action=asked.action,
                asker=asked.asker,
                day=asked.on,
                number=asked.number,
                question=dict(asked.facts),
                readings=dict(asked.chosen),
            ),
        )
        found.append((f"{told.name} on {expected.on}", expected.expect, question, REFERENCE.answer(question)))
    return found


@pytest.mark.parametrize("name", PLANS)
def test_every_question_of_a_scenario_is_answered_as_expected(name: str, of_any_plan: Evaluator) -> None:
    wrong = []
    for place, expected, question, reference in questions(name):
        found = answer(of_any_plan, question)
        if found is not None and found["outcome"] != expected:
            wrong.append(f"{place}: {found['outcome']}, expected {expected}")
        wrong += [f"{place}: {each}" for each in differences(of_any_plan, question, reference)]
    assert not wrong
    assert questions(name)


@pytest.mark.parametrize("name", PLANS)
def test_the_reference_gives_the_outcomes_that_are_expected(name: str) -> None:
    assert not [place for place, expected, _, reference in questions(name) if reference["outcome"] != expected]
