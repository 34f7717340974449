"""Days of which a form cannot tell beforehand whether a calendar reaches them are known all the same where it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kenri.api import load
from kenri.testing.random_lives import EvaluatorQuestion
from tests.conformance.evaluators import REFERENCE, Evaluator, Question
from tests.conformance.gaps import answer, differences

PLAN = """\
plan: acme/later
extends: vocabulary/equity
zone: Asia/Tokyo
counting: {{months: month-end, first_day: excluded, roll: none, calendar: japan}}
events: {{leaves: {{personal: true}}}}
rules: {{exercise: {{clause: "1", says: May., permit: exercise, when: {when}}}}}
"""
LIFE: dict[str, Any] = {
    "parties": {"ann": {"role": "grantee"}},
    "grants": [{"grantee": "ann", "on": "2013-01-31", "number": 5}],
    "events": [{"on": "2014-03-01", "event": "leaves", "who": "ann"}],
}
TWO_YEARS = "{plus: {years: 2}, to: {grant: on}}"  # 31 January 2015
# The first day of exercise, by hand.
FIRST = {
    f"{{after: {{later_of: [{TWO_YEARS}, {{event: leaves}}]}}}}": "2015-02-01",
    f"{{after: {{later_of: [{TWO_YEARS}, {{plus: {{years: 1}}, to: {{event: leaves}}}}]}}}}": "2015-03-02",
    f"{{from: {{earlier_of: [{TWO_YEARS}, {{plus: {{years: 1}}, to: {{event: leaves}}}}]}}}}": "2015-01-31",
    f"{{from: {{latest: {{each_of: [{TWO_YEARS}, 2015-02-28]}}}}}}": "2015-01-31",
    f"{{from: {{nth: 2, of: {{each_of: [{TWO_YEARS}, {{event: leaves}}]}}}}}}": "2015-01-31",
    f"{{from: {{prefer: [{TWO_YEARS}, {{event: leaves}}]}}}}": "2015-01-31",
    f"{{from: {{cases: [{{when: {{after: {{event: leaves}}}}, is: {TWO_YEARS}}}]}}}}": "2015-01-31",
    f"{{from: {{cases: [{{when: {{from: {TWO_YEARS}}}, is: 2014-03-01}}], otherwise: {TWO_YEARS}}}}}": "2015-01-31",
    f"{{from: {{first: {{event: leaves}}, after: {{minus: {{years: 1}}, from: {TWO_YEARS}}}}}}}": "2014-03-01",
}
DAYS = ("2013-02-01", "2014-02-28", "2014-03-01", "2014-03-02", "2015-01-30", "2015-01-31", "2015-02-01", "2015-02-28",
        "2015-03-01", "2015-03-02", "2016-01-01")  # fmt: skip


@pytest.mark.parametrize("when", FIRST)
def test_an_evaluator_answers_as_by_hand(tmp_path: Path, of_any_plan: Evaluator, when: str) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN.format(when=when), encoding="utf-8")
    plan = load(tmp_path / "plan.yaml")
    for on in DAYS:
        expected = "allowed" if on >= FIRST[when] else "denied"
        asked = plan.question(plan.life(LIFE), "exercise", on=on, by="ann", rights=1)
        each = EvaluatorQuestion(asked.court.life, asked.court.grant, "exercise", asked.asker, asked.on, 1, {}, {})
        question = Question(plan.plan, each)
        reference = REFERENCE.answer(question)
        assert reference["outcome"] == expected
        assert not differences(of_any_plan, question, reference)
        assert (answer(of_any_plan, question) or {"outcome": expected})["outcome"] == expected


@pytest.mark.parametrize("when", FIRST)
def test_it_is_answered_so_however_often_it_is_asked(tmp_path: Path, when: str) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN.format(when=when), encoding="utf-8")
    plan = load(tmp_path / "plan.yaml")
    for on in DAYS * 3:
        assert plan.ask(LIFE, "exercise", on=on, by="ann").outcome == ("allowed" if on >= FIRST[when] else "denied")
