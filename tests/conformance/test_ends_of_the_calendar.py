"""The first and the last days of the calendar, on which a day before or after does not exist, are judged alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.api import load
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


BEYOND = """\
plan: acme/beyond
extends: vocabulary/equity
zone: Asia/Tokyo
counting: {calendar: japan}
events: {set: {attributes: {d: day}}}
dates: {each: {is: {every: {business_days: 3}, from: {attribute: d, of: {latest: {event: set}}}, times: 2}}}
rules:
  until: {clause: '1', says: s, permit: exercise, when: {until: {first: each}}}
  on: {clause: '1', says: s, permit: exercise, when: {on: each}}
  several: {clause: '1', says: s, forbid: exercise, when: {quantity: {count: each}, more_than: 1}}
"""


@pytest.mark.parametrize("second", ["2150-01-01", "2099-12-28", "2099-12-21"])
def test_what_recurs_beyond_its_calendar_is_judged_alike(tmp_path: Path, second: str, of_any_plan: Evaluator) -> None:
    """The calendar knows no day after 2099: of the second day both that recur are beyond it, or one, or none."""
    path = tmp_path / "plan.yaml"
    path.write_text(BEYOND, encoding="utf-8")
    plan = load(path)
    sets = [{"on": "2024-01-10", "event": "set", "d": "2024-02-01"}, {"on": "2025-01-10", "event": "set", "d": second}]
    grants = [{"id": "g1", "grantee": "ann", "on": "2024-01-01", "number": 100}]
    life = plan.life({"parties": {"ann": {"role": "grantee"}}, "grants": grants, "events": sets}).known_at(None)
    for on in ("2024-01-20", "2024-02-06", "2024-02-07", "2024-02-09", "2025-01-09", "2025-01-10", "2099-12-24"):
        question = Question(
            plan.plan, EvaluatorQuestion(life, life.grants["g1"], "exercise", life.parties["ann"], day(on), 6, {}, {})
        )
        assert not differences(of_any_plan, question, REFERENCE.answer(question)), on
