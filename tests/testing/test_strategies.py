"""What the public strategies make: accepted, refused, and near the days that matter."""

from __future__ import annotations

import contextlib
from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import kenri
from kenri.api import LoadedPlan
from kenri.loader.library import Library
from kenri.loader.lives import life_in, life_of
from kenri.loader.tree import read
from kenri.loader.written_lives import life_data as data_of
from kenri.loader.written_lives import life_text
from kenri.model.life import Life
from kenri.model.problems import ProblemsError, Report
from kenri.testing import laws, strategies
from tests.effort import examples

PLANS = Library().ids("plan")


@cache
def loaded(name: str) -> LoadedPlan:
    return kenri.load(name)


@pytest.mark.parametrize("name", PLANS)
def test_a_life_is_the_same_when_it_is_written_and_read(name: str) -> None:
    plan = loaded(name)

    @examples(15)
    @given(strategies.logs(plan))
    def law(life: Life) -> None:
        report = Report()
        (tree,) = read("life.yaml", life_text(data_of(life, plan.plan)), report=report)
        again = life_in(tree, (), plan.plan, report)
        report.raise_if_any()
        assert data_of(again, plan.plan) == data_of(life, plan.plan)

    law()


@pytest.mark.parametrize("name", PLANS)
def test_what_is_ill_formed_is_refused(name: str) -> None:
    plan = loaded(name)

    @examples(25)
    @given(strategies.ill_formed(plan))
    def law(slip: strategies.Slip) -> None:
        with pytest.raises(ProblemsError):
            life_of(slip.data, plan.plan)

    law()


@examples(150)
@given(strategies.life_data(loaded("iij/2015-5th-series")))
def test_what_must_come_before_does(data: dict[str, Any]) -> None:
    deaths = [event["on"] for event in data.get("events", ()) if event["event"] == "dies"]
    for event in data.get("events", ()):
        if event["event"] == "inherits":
            assert min(deaths) <= event["on"]


class MetError(Exception):
    """All that was looked for has been met."""


def test_every_kind_of_event_and_the_days_beside_a_period_are_met() -> None:
    plan = loaded("iij/2015-5th-series")
    kinds: Counter[str] = Counter()
    apart: set[int] = set()
    beside = {0, 1, 9, 10, 11}  # the ten days of clause 2(11)2, a day more and a day less

    # Fewer lives, as quick runs would try, need not meet all kinds.
    @settings(examples(400), max_examples=400, phases=[Phase.generate])
    @given(strategies.lives(plan))
    def collect(life: Life) -> None:
        kinds.update(event.kind for event in life.events)
        days = [event.on for event in life.events]
        apart.update(b - a for a in days for b in days)
        if set(plan.plan.events) == set(kinds) and beside <= apart:
            raise MetError

    with contextlib.suppress(MetError):  # further lives would show nothing more
        collect()
    assert set(plan.plan.events) == set(kinds)
    assert beside <= apart


@examples(60)
@given(st.data())
def test_questions_can_be_asked(data: st.DataObject) -> None:
    plan = loaded(data.draw(st.sampled_from(PLANS)))
    life = data.draw(strategies.lives(plan))
    question = data.draw(strategies.questions(plan, life))
    assert question.ask(plan, life).outcome in ("allowed", "denied", "unknown")
    assert date(1990, 1, 1) <= question.on <= date(2099, 12, 31)


@pytest.mark.parametrize("law", laws.LAWS)
@pytest.mark.parametrize("name", ["iij/2015-5th-series", "plans/emi-good-bad-leaver", "plans/blackout-extension"])
def test_laws_hold_of_shipped_plans(name: str, law: str) -> None:
    laws.check_law(loaded(name), law, max_examples=examples(10).max_examples)


@pytest.mark.parametrize("name", ["plans/saye-statutory", "plans/blackout-extension"])
def test_a_law_that_is_broken_tells_one_story(name: str) -> None:
    """A window that is not one: the law is tried on a plan whose answers are made to disagree with its windows.

    Of the second plan they disagree in two ways.
    """
    plan = loaded(name)

    class Wrong(LoadedPlan):
        def windows(self, *args: Any, **more: Any) -> Any:
            found = super().windows(*args, **more)
            return tuple(
                type(each)(first=each.first and each.first + 1, last=each.last, status=each.status) for each in found
            )

    wrong = Wrong(plan.plan, plan.id, Library())
    with pytest.raises(AssertionError) as failed:
        laws.check_law(wrong, "windows_agree_with_answers", max_examples=200)
    assert "grants:" in "".join(getattr(failed.value, "__notes__", []))
