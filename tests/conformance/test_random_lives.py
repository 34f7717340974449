"""Every evaluator judges random lives of every shipped plan as the reference does, at edges above all."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.loader.calendars import calendars_of
from kenri.loader.library import Library
from kenri.testing.random_lives import asked, at_an_edge
from tests.conformance.evaluators import REFERENCE, Evaluator, Question
from tests.conformance.gaps import differences
from tests.effort import examples

EDGES = 0.6
"""How often a question is about a day on which the answer changes, or next to one."""

EXAMPLES = {"forward": 15, "terms": 60, "compiled": 40}
"""How many lives of each plan, as far as an answer is dear."""


@cache
def loaded(name: str) -> LoadedPlan:
    return load(name)


@pytest.mark.takes_turns(5)
@pytest.mark.parametrize("name", Library().ids("plan"))
def test_a_random_life_is_judged_alike(name: str, of_any_plan: Evaluator) -> None:
    plan = loaded(name).plan

    @examples(EXAMPLES[of_any_plan.name])
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        rng = Random(seed)
        each = asked(rng, plan, several=True)
        if rng.random() < EDGES:
            each = at_an_edge(rng, plan, each, calendars_of(plan))
        question = Question(plan, each)
        assert not differences(of_any_plan, question, REFERENCE.answer(question))

    law()
