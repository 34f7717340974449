"""Days by cases that were worked out by hand, judged so by every evaluator, and in tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from kenri.testing.random_lives import EvaluatorQuestion
from tests.conformance.evaluators import REFERENCE, Evaluator, Question
from tests.conformance.gaps import answer, differences
from tests.reference.day_cases_by_hand import BY_HAND, LIFE, plan_of

DAYS = tuple(
    f"{year}-{rest}"
    for year in (2024, 2025, 2026, 2027, 2029, 2030, 2031)
    for rest in ("01-01", "01-02", "01-03", "01-11", "02-01", "03-01", "05-01", "06-01", "06-30", "07-01", "12-31")
)
"""First and last days of the windows, and days beside them."""


def by_hand(when: str, on: str) -> str:
    """What the windows say of a day."""
    for first, last, status in BY_HAND[when]:
        if first <= on and (not last or on <= last):
            return status
    return "denied"


@pytest.mark.parametrize("when", BY_HAND)
def test_an_evaluator_answers_as_by_hand(tmp_path: Path, of_any_plan: Evaluator, when: str) -> None:
    plan = plan_of(when, tmp_path)
    for on in DAYS[:: 1 if of_any_plan.name != "forward" else 5]:
        asked = plan.question(plan.life(LIFE), "exercise", on=on, by="ann", rights=1)
        each = EvaluatorQuestion(asked.court.life, asked.court.grant, "exercise", asked.asker, asked.on, 1, {}, {})
        question = Question(plan.plan, each)
        reference = REFERENCE.answer(question)
        assert reference["outcome"] == by_hand(when, on)
        assert not differences(of_any_plan, question, reference)
        found = answer(of_any_plan, question)
        assert found is None or found["outcome"] in (None, by_hand(when, on))


@pytest.mark.parametrize("when", BY_HAND)
def test_a_table_is_answered_as_by_hand(tmp_path: Path, when: str) -> None:
    plan = plan_of(when, tmp_path)
    rows = [{"id": on, "grant.on": date(2024, 1, 1), "grant.number": 100, "on": date.fromisoformat(on)} for on in DAYS]
    found = plan.batch(pa.Table.from_pylist(rows), "exercise", by="grantee", rights=1, verify=1)
    assert found.column("outcome").to_pylist() == [by_hand(when, on) for on in DAYS]
