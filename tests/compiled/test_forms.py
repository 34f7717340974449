"""Forms that are made on the way answer as was answered before; few are kept, and several threads may ask."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.asking.parts import NOBODY
from kenri.compiled import forms as forms_module
from kenri.compiled.forms import Forms
from kenri.loader.library import Library
from kenri.loader.vocabulary import vocabulary
from kenri.model.ruling import Outcome
from kenri.reference.court import Court
from kenri.testing.random_lives import EvaluatorQuestion, alike, asked, at_an_edge
from tests.effort import examples

PLANS = Library().ids("plan")
LIVES = 12
"""More than it takes until a form is made."""


@cache
def loaded(name: str) -> LoadedPlan:
    return load(name)


def several(name: str, seed: int, most_events: int = 5) -> list[EvaluatorQuestion]:
    """Questions of one shape, without facts, by default readings."""
    rng, plan = Random(seed), loaded(name)
    first = asked(rng, plan.plan, most_events=most_events)
    found = [first, *(alike(rng, plan.plan, first) for _ in range(LIVES - 1))]
    at_edges = (at_an_edge(rng, plan.plan, each, plan.calendars, plan.dependence) for each in found)
    # They lack facts that none lacks which was read: as if checked, evaluators are compared on more lives.
    return [replace(each, life=replace(each.life, checked_for=vocabulary(plan.plan).id)) for each in at_edges]


def by_reference(plan: LoadedPlan, each: EvaluatorQuestion) -> tuple[Outcome, tuple[str, ...]]:
    grant = NOBODY if plan.is_about_company(each.action) else each.grant
    court = Court(plan.plan, each.life, grant, calendars=plan.calendars, dependence=plan.dependence)
    return court.decide(each.action, each.asker, each.day, each.number)


@pytest.mark.parametrize("name", PLANS)
def test_a_form_decides_as_was_decided_before_it_was_made(name: str) -> None:
    plan = loaded(name)

    @examples(6)
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        for each in several(name, seed):
            for day in (each.day, each.day + 1, each.day - 1, each.day + 365, 1, 3_652_059):
                expected = by_reference(plan, replace(each, day=day))
                for _ in range(2):  # a life that was not asked about before, and one that was
                    found = plan.decide(each.life, each.action, on=day, rights=each.number, by=each.asker)
                    assert found == expected

    law()


def decided(forms: Forms, each: EvaluatorQuestion) -> object:
    of = (each.action, each.day, each.number, each.asker)
    return forms.decide(each.life, *of) or forms.decide_first(each.life, each.grant, *of, each.asker)


SEEDS = range(2, 9)
"""Lives of several shapes: some have no form, for want of a fact or because they look at hours."""


@pytest.mark.parametrize("name", PLANS[::4])
def test_a_form_is_made_when_enough_have_asked(name: str) -> None:
    """One life is asked about again and again: others have other shapes where a number says how long a period is."""
    plan = loaded(name)
    made = forms_module._WORTH_IT - 1
    answers = []
    for seed in SEEDS:
        forms = Forms(plan.plan, calendars=plan.calendars, dependence=plan.dependence)
        found = [decided(forms, each) for each in [several(name, seed, most_events=1)[0]] * LIVES]
        assert found[:made] == [None] * made
        answers += found[made:]
    assert any(answers)


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms_module, "_SHAPES", 3)
    monkeypatch.setattr(forms_module, "_LIVES", 5)
    monkeypatch.setattr(forms_module, "_WORTH_IT", 1)
    plan = loaded(PLANS[0])
    forms = Forms(plan.plan, calendars=plan.calendars, dependence=plan.dependence)
    held = [several(PLANS[0], seed, most_events=2)[0] for seed in range(20)]
    sizes = []
    for each in held:
        found = decided(forms, each)
        assert found is None or found == by_reference(plan, each)
        sizes.append((len(forms._forms), len(forms._questions), len(forms._asked)))
    assert max(forms for forms, _, _ in sizes) == 3
    assert max(questions for _, questions, _ in sizes) <= 3
    assert 1 < max(lives for _, _, lives in sizes) <= 5


def test_several_threads_may_ask_at_once() -> None:
    name = PLANS[0]
    plan = load(name)  # nobody has asked it yet
    lives = [each for seed in range(3) for each in several(name, seed, most_events=2)]
    expected = [by_reference(plan, each) for each in lives]

    def ask(turn: int) -> list[object]:
        order = Random(turn).sample(range(len(lives)), len(lives))
        found: dict[int, object] = {}
        for at in order:
            each = lives[at]
            found[at] = plan.decide(each.life, each.action, on=each.day, rights=each.number, by=each.asker)
        return [found[at] for at in range(len(lives))]

    with ThreadPoolExecutor(4) as pool:
        for answers in pool.map(ask, range(8)):
            assert answers == expected
