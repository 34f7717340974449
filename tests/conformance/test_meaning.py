"""The reference evaluator against the pointwise oracle: the same value on every day, for every construct."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kenri.model.expressions import CONDITIONS, MOMENTS, QUANTITIES, BlackScholes, May
from kenri.model.life import Life
from kenri.model.plan import Plan
from kenri.reference.steps import Unknown
from kenri.testing.random_plans import MADE, conditions, moments, plans, quantities, situations
from kenri.testing.toy_lives import Situation, asked_facts, askers, court, lives, readings
from kenri.testing.toy_words import ASKED_DAYS
from tests.conformance.oracle import Oracle, OutsideError
from tests.effort import examples


def oracle(situation: Situation) -> Oracle:
    return Oracle(
        plan=situation.plan,
        life=situation.life,
        grant=situation.life.grants["g"],
        asker=situation.life.parties[situation.asker],
        readings=situation.readings,
        action="exercise",
        question=situation.question,
    )


def assert_same_moments(situation: Situation, node: Any) -> None:
    found, dumb = situation.case.moments(node), oracle(situation)
    for day in ASKED_DAYS:
        expected = dumb.moments(node, day)
        several = found.seen_from(day)
        is_known = all(one.is_known for one in several)  # from another day it may be less: chosen by what holds then
        seen = [(one.day, one.event and one.event.id) for one in several] if is_known else None
        assert seen == (None if expected is None else [(d, event and event.id) for d, event in expected]), day


def assert_same_days(situation: Situation, node: Any) -> None:
    found, dumb = situation.case.condition(node), oracle(situation)
    for day in ASKED_DAYS:
        assert found.on(day) == dumb.holds(node, day), day
    assert (found.missing == frozenset()) == (found.yes == found.maybe)


def assert_same_numbers(situation: Situation, node: Any) -> None:
    found, dumb = situation.case.quantity(node), oracle(situation)
    for day in ASKED_DAYS:
        value = found.on(day)
        assert (None if isinstance(value, Unknown) else value) == dumb.number(node, day), day
        assert not isinstance(value, Unknown) or value.missing, day


SORTS: Any = {
    "moments": (moments, assert_same_moments),
    "conditions": (conditions, assert_same_days),
    "quantities": (quantities, assert_same_numbers),
}


@pytest.mark.parametrize("sort", SORTS)
def test_an_expression_has_the_value_its_docstring_says_on_every_day(sort: str) -> None:
    expressions, assert_same = SORTS[sort]

    @examples(110)
    @given(situations(), expressions(2))
    def law(situation: Situation, node: Any) -> None:
        try:
            assert_same(situation, node)
        except OutsideError:
            assume(False)

    law()


CONSTRUCTS: Any = {
    construct: sort
    for sort, constructs in zip(SORTS, (MOMENTS, CONDITIONS, QUANTITIES), strict=True)
    for construct in constructs
    if construct not in (BlackScholes, May)  # a formula with an oracle of its own, and what only claims may say
}


@pytest.mark.takes_turns(3)
@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda construct: construct.__name__)
def test_a_construct_means_what_its_docstring_says(construct: type) -> None:
    expressions, assert_same = SORTS[CONSTRUCTS[construct]]
    expressions(2)  # so that all strategies there are have been made

    @examples(10)
    @given(situations(known=True), st.one_of(MADE[construct]))
    def law(situation: Situation, node: Any) -> None:
        try:
            assert_same(situation, node)
        except OutsideError:
            assume(False)

    law()


def test_an_action_is_allowed_as_its_rules_say() -> None:
    @examples(150)
    @given(plans(), lives(), askers, readings, asked_facts, st.integers(0, 8))
    def law(plan: Plan, life: Life, asker: str, chosen: Any, facts: Any, number: int) -> None:
        party = life.parties[asker]
        question = tuple(sorted(facts.items()))
        standing = court(plan, life).standing("exercise", party, chosen, question, number)
        dumb = oracle(Situation(plan, life, asker, chosen, {**facts, "number": number}))
        words: Any = {True: "allowed", False: "denied", None: "unknown"}
        try:
            for day in ASKED_DAYS[::3]:
                assert standing.outcome(day, number) == words[dumb.allowed(number, day)], day
        except OutsideError:
            assume(False)

    law()
