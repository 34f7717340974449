"""Where no reading bears on the answers of a shape, they are told without looking at any, and are the same."""

from __future__ import annotations

from random import Random

import pytest

from kenri.api import load
from kenri.asking.settled import settled_ruling
from kenri.compiled import forms
from kenri.loader.calendars import business_days
from kenri.loader.library import Library
from kenri.model.ruling import Ruling
from kenri.reference.court import Court
from kenri.testing.random_lives import EvaluatorQuestion, asked, at_an_edge

LIVES = 12
"""Of each plan."""


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What else is looked for after some questions of a shape is looked for with the first."""
    monkeypatch.setattr(forms, "_WORTH_IT", 1)


@pytest.mark.takes_turns(3)
@pytest.mark.parametrize("name", Library().ids("plan"))
def test_a_settled_shape_has_the_ruling_that_looks_at_every_reading(name: str) -> None:
    plan = load(name)
    found = forms.Forms(plan.plan, calendars=business_days, dependence=plan.dependence)

    def ruling(each: EvaluatorQuestion, *, settle: bool) -> Ruling:
        court = Court(plan.plan, each.life, each.grant, calendars=business_days, dependence=plan.dependence)
        return court.rule(
            each.action,
            each.asker,
            each.day,
            number=each.number,
            question=tuple(sorted(each.question.items())),
            chosen=each.readings,
            settle=settle,
        )

    for seed in range(LIVES):
        rng = Random(seed)
        each = at_an_edge(rng, plan.plan, asked(rng, plan.plan), business_days)
        is_settled = found.is_settled(
            each.life,
            each.grant,
            each.action,
            each.asker,
            each.day,
            number=each.number,
            asked=each.question,
            readings={**{name: reading.default for name, reading in plan.plan.readings.items()}, **each.readings},
        )
        if is_settled:
            full, told = ruling(each, settle=True), settled_ruling(ruling(each, settle=False))
            assert told == full
            assert told.turning == full.turning
            assert [window.turns for window in told.windows] == [window.turns for window in full.windows]
            assert [figure.turns for figure in told.figures] == [figure.turns for figure in full.figures]


def test_the_same_is_answered_before_and_after_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "_WORTH_IT", 3)
    plan = load("iij/2015-5th-series")
    life = {"grants": [{"grantee": "ann", "on": "2015-07-13", "number": 10, "position": "director"}]}
    answers = [plan.ask(plan.life(life), on="2020-01-06") for _ in range(5)]
    assert all(each == answers[0] and each.turning == answers[0].turning for each in answers)
    windows = [plan.windows(plan.life(life)) for _ in range(5)]
    assert all(each == windows[0] for each in windows)
    assert [[window.turns for window in each] for each in windows] == [[window.turns for window in windows[0]]] * 5
