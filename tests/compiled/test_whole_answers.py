"""Whole answers of compiled forms against the rulings of the reference, about random lives, at edges above all."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.columnar.settling import settling
from kenri.compiled.form import OUTCOMES
from kenri.compiled.shape import DAYS, UnshapedError
from kenri.loader.library import Library
from kenri.model.days import FIRST_DAY, NEVER
from kenri.model.ruling import Ruling
from kenri.reference.court import Court
from kenri.symbolic.case import InexpressibleError
from kenri.testing.random_lives import EvaluatorQuestion, alike, asked, at_an_edge
from tests.conformance.evaluators import CompiledPlan, named
from tests.effort import examples

pytestmark = pytest.mark.takes_turns(5)

WIDE = 1 << 23
"""Above the number of any day."""

PLANS = Library().ids("plan")


@cache
def loaded(name: str) -> tuple[LoadedPlan, CompiledPlan]:
    plan = load(name)
    return plan, CompiledPlan(plan.plan, plan.calendars)


def compare(name: str, each: EvaluatorQuestion, *, settle: bool) -> bool:
    """Whether a form tells the whole answer exactly; what it tells must be so."""
    plan, forms = loaded(name)
    try:
        told = forms.whole_answer(each)
    except (InexpressibleError, UnshapedError):
        return False
    court = Court(plan.plan, each.life, each.grant, calendars=plan.calendars, dependence=plan.dependence)
    question = tuple(sorted(each.question.items()))
    ruling = court.rule(
        each.action, each.asker, each.day, number=each.number, question=question, chosen=each.readings, settle=settle
    )
    assert OUTCOMES[told["yes"] + told["maybe"]] == ruling.outcome
    is_sure = told["yes"] == told["maybe"]
    if is_sure:
        assert named(told, "rule ") == ruling.rules
    if told["most is_known"]:
        assert ("unlimited" if told["most is_unlimited"] else told["most value"]) == ruling.most
    if told["days is_known"]:
        assert days(told) == days_of(ruling)
    is_exact = bool(is_sure and told["most is_known"] and told["days is_known"])
    if is_exact:
        assert ruling.missing == ()
    if is_exact and ruling.outcome == "allowed":
        for figure in ruling.figures:
            own = told[f"figure {figure.name} value"] if told[f"figure {figure.name} is_known"] else None
            assert plan.plan.figures[figure.name].shown(own) == (figure.value if figure.day is None else figure.day)
    if not settle:
        return is_exact
    return is_exact and are_settled_alike(name, each, ruling)


def are_settled_alike(name: str, each: EvaluatorQuestion, ruling: Ruling) -> bool:
    """Whether a form tells what readings make of an answer; what it tells must be so."""
    plan, forms = loaded(name)
    asked = forms.shaped(each)
    if not all(isinstance(value, int) and abs(value) <= WIDE for value in asked.values):
        return False  # no column has fractions
    form = plan.column_forms.readings(asked.shape, DAYS, WIDE)
    if form is None:
        return False
    told = settling(form, [np.array([value]) for value in asked.values], 1)
    if not told.is_known[0]:
        return False
    assert told.is_settled[0] == ruling.is_settled
    assert [name for name, turns in told.turns.items() if turns[0]] == [turn.reading for turn in ruling.turns_on]
    return True


def days(told: Any) -> tuple[Any, ...]:
    """The bounds of the window, None where it has none, and the next day."""
    first, last, coming = (told[f"days {name}"] for name in ("first", "last", "next_day"))
    is_allowed = told["yes"]
    return (
        first if is_allowed and first > FIRST_DAY else None,
        last if is_allowed and last < NEVER - 1 else None,
        coming if coming < NEVER else None,
    )


def days_of(ruling: Ruling) -> tuple[Any, ...]:
    window = ruling.window
    return (window.first if window else None, window.last if window else None, ruling.next_day)


@pytest.mark.parametrize("settle", [False, True], ids=["bare", "settled"])
@pytest.mark.parametrize("name", PLANS)
def test_a_form_tells_what_the_reference_does(name: str, settle: bool) -> None:
    exact = []

    @examples(4 if settle else 10)
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        rng, plan = Random(seed), loaded(name)[0]
        first = asked(rng, plan.plan, most_events=4 if settle else 7)
        for at in range(3 if settle else 6):
            each = alike(rng, plan.plan, first) if at else first
            if rng.random() < 0.7:
                each = at_an_edge(rng, plan.plan, each, plan.calendars, plan.dependence)
            exact.append(compare(name, each, settle=settle))

    law()
    assert exact


def test_most_answers_are_told_whole() -> None:
    rng = Random(4)
    found = [
        compare(name, asked(rng, loaded(name)[0].plan, most_events=3), settle=False) for name in PLANS for _ in range(6)
    ]
    assert sum(found) > len(found) / 2
