"""The first and the last days of the calendar, on which a day before or after does not exist, are judged alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.model.days import day
from kenri.testing.random_lives import EvaluatorQuestion
from tests.conformance.ends_of_the_calendar import DAYS, RULES
from tests.conformance.evaluators import REFERENCE, Evaluator, Question
from tests.conformance.gaps import differences
from tests.hostile import LIFE_DATA, loaded


@pytest.mark.parametrize("left", DAYS)
def test_a_life_at_an_end_of_the_calendar_is_judged_alike(tmp_path: Path, left: str, of_any_plan: Evaluator) -> None:
    plan = loaded(tmp_path, RULES)
    data = {**LIFE_DATA, "events": [{"event": "leaves", "on": left}]}
    data["grants"] = [{**LIFE_DATA["grants"][0], "on": "0001-01-01"}]
    life = plan.life(data).known_at(None)
    grant = next(iter(life.grants.values()))
    for on in DAYS:
        question = Question(
            plan.plan, EvaluatorQuestion(life, grant, "exercise", life.parties["ann"], day(on), 6, {}, {})
        )
        assert not differences(of_any_plan, question, REFERENCE.answer(question)), on


def test_nothing_held_on_the_eve_of_the_first_day(tmp_path: Path) -> None:
    # "Only events on the eve of which this held": the first day has no eve.
    plan = loaded(tmp_path, RULES)
    life = {**LIFE_DATA, "events": [{"event": "leaves", "on": "0001-01-01"}]}
    assert not {"eve", "eve-not"} & {*plan.ask(life, on="0001-01-01").rules}
