"""Every evaluator judges by a plan's own calendar as the reference does, and by no other of the same name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kenri.model.days import day, iso
from kenri.testing.random_lives import EvaluatorQuestion
from tests.conformance.evaluators import REFERENCE, Evaluator, Question
from tests.conformance.gaps import answer, differences
from tests.loader.test_own_calendars import LIFE, PLAN, written

CALENDARS = {
    "like": "like: japan, closed: [2024-05-02], open: [2024-05-06], first_year: 2024, last_year: 2024",
    "week": "weekend: [friday, saturday], closed: [2024-05-05], first_year: 2024, last_year: 2024",
}

LIVES: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "nothing happens": ("2024-05-01", []),
    "in the year": ("2024-05-01", []),
    "the company closes": (
        "2024-05-01",
        [
            {"on": "2024-04-01", "event": "company_holiday", "date": "2024-05-13"},
            {"on": "2024-04-01", "event": "company_holiday", "date": "2024-04-26"},
        ],
    ),
    "near the end of what is known": ("2024-12-26", []),
    "near its beginning": ("2024-01-02", []),
    "beyond": ("2025-06-02", []),
}


@pytest.mark.parametrize("life", LIVES)
@pytest.mark.parametrize("calendar", CALENDARS)
def test_days_are_judged_alike(tmp_path: Path, of_any_plan: Evaluator, life: str, calendar: str) -> None:
    plan = written(tmp_path, PLAN.format(calendar=CALENDARS[calendar]))
    about, events = LIVES[life]
    leaves = [] if life == "nothing happens" else [{"on": about, "event": "leaves"}]
    read = plan.life({**LIFE, "events": leaves + events})
    (grant,) = read.grants.values()
    for on in range(day(about) - 8, day(about) + 20):
        each = EvaluatorQuestion(read, grant, "exercise", read.parties["ann"], on, 1, {}, {})
        question = Question(plan.plan, each)
        assert answer(of_any_plan, question) is not None
        assert not differences(of_any_plan, question, REFERENCE.answer(question)), iso(on)
