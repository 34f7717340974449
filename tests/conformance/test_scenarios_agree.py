"""Every question of every shipped scenario has the answer that is expected, whoever is asked.

Expected outcomes are set beside each evaluator's; the other parts beside those of the reference, which
`tests/test_scenarios.py` holds to what the scenarios expect of them. In a quick run questions take turns.
"""

from __future__ import annotations

from functools import cache

import pytest

from kenri.loader.library import Library
from tests.conformance.evaluators import REFERENCE, Answer, Evaluator, Question, asked_of
from tests.conformance.gaps import answer, differing
from tests.conformance.scenario_questions import questions_in_turn

PLANS = Library().ids("plan")


@cache
def questions(name: str) -> list[tuple[str, str, Question, Answer]]:
    """The questions in turn of a plan's scenarios: where each stands, the outcome expected, the reference's answer."""
    found: list[tuple[str, str, Question, Answer]] = []
    for told, expected, asked in questions_in_turn(name, 18):
        question = Question(asked.timed.plan, asked_of(asked))
        found.append((f"{told.name} on {expected.on}", expected.expect, question, REFERENCE.answer(question)))
    return found


@pytest.mark.parametrize("name", PLANS)
def test_every_question_of_a_scenario_is_answered_as_expected(name: str, of_any_plan: Evaluator) -> None:
    wrong = []
    for place, expected, question, reference in questions(name):
        found = answer(of_any_plan, question)
        if found is None:
            continue
        if found["outcome"] != expected:
            wrong.append(f"{place}: {found['outcome']}, expected {expected}")
        wrong += [f"{place}: {each}" for each in differing(of_any_plan, found, reference)]
    assert not wrong
    assert questions(name)


@pytest.mark.parametrize("name", PLANS)
def test_the_reference_gives_the_outcomes_that_are_expected(name: str) -> None:
    assert not [place for place, expected, _, reference in questions(name) if reference["outcome"] != expected]
