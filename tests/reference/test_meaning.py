"""The reference evaluator against the pointwise oracle: the same value on every day, for every construct."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kenri.model.expressions import CONDITIONS, MOMENTS, QUANTITIES, BlackScholes, May
from kenri.model.life import Life
from kenri.model.plan import Plan
from kenri.reference.steps import Unknown
from tests.reference.effort import examples
from tests.reference.oracle import Kleene, Oracle, OutsideError, both, no
from tests.reference.strategies import (
    ASKED_DAYS,
    MADE,
    Situation,
    asked_facts,
    askers,
    conditions,
    court,
    lives,
    moments,
    plans,
    quantities,
    readings,
    situations,
)


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
        seen = None if found.missing else [(one.day, one.event and one.event.id) for one in found.seen_from(day)]
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


def allowed(dumb: Oracle, roles: tuple[str, ...], number: int, day: int) -> Kleene:
    """Some permit applies, no forbid does, and the number is within every limit that does."""
    permitted: list[Kleene] = []
    bars: list[Kleene] = []
    for rule in dumb.plan.rules.values():
        by = (rule.by,) if isinstance(rule.by, str) else rule.by
        verb = rule.permit or rule.forbid or rule.limit or ()
        if "exercise" not in ((verb,) if isinstance(verb, str) else verb) or (by and not {*by} & {*roles}):
            continue
        in_force = (not rule.from_ or rule.from_.toordinal() <= day) and (
            not rule.until or day <= rule.until.toordinal()
        )
        applies = both([in_force, dumb.holds(rule.when, day), no(dumb.holds(rule.unless, day))])
        if rule.permit:
            permitted.append(no(applies))
        elif rule.forbid:
            bars.append(applies)
        else:
            kept: list[Kleene] = []
            tests: tuple[tuple[Any, Callable[[Any], bool]], ...] = (
                (rule.at_most, lambda limit: number <= limit),
                (rule.at_least, lambda limit: number >= limit),
                (rule.in_lots_of, lambda limit: number == 0 if limit in (0, math.inf) else number % limit == 0),
            )
            for bound, fits in tests:
                limit = None if bound is None else dumb.number(bound, day)
                if bound is not None:
                    kept.append(None if limit is None else fits(limit))
            bars.append(both([applies, no(both(kept))]))
    return both([no(both(permitted)), *(no(bar) for bar in bars)])


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
                assert standing.outcome(day, number) == words[allowed(dumb, party.roles, number, day)], day
        except OutsideError:
            assume(False)

    law()
