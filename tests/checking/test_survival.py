"""Whom a jury asks first is for speed alone: in the end, what any scenario would notice is noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from kenri.api import LoadedPlan, load
from kenri.checking.mutants import Mutant, mutants
from kenri.checking.survival import Juror, Jury
from kenri.checking.touched import touches
from kenri.faces.inputs.scenarios_of import scenarios_of
from kenri.model.scenario import ExpectedRuling, LoadedScenario
from kenri.scenarios import Scenarios
from tests.effort import has_turn

PLANS = ("iij/2018-dividend", "plans/ocf-sample-windows", "plans/saye-statutory", "iij/2015-5th-series")


@cache
def plan(name: str) -> LoadedPlan:
    return load(name)


@cache
def scenarios(name: str) -> list[LoadedScenario]:
    return scenarios_of(name, plan(name), None)


@cache
def jury(name: str) -> Jury:
    return Jury(plan(name), scenarios(name))


def noticed(name: str, mutant: Mutant) -> bool:
    """Whether any scenario at all gives another answer, asked one after the other, in full."""
    changed = plan(name).by_reference().with_plan(mutant.plan)
    for each in scenarios(name):
        try:
            if Scenarios(plans={each.plan: changed}).examine(each):
                return True
        except (ValueError, LookupError, AssertionError):
            return True
    return False


def some(name: str, most: int) -> list[Mutant]:
    """Slips whose turn it is, of each section some."""
    found = [each for each in mutants(plan(name).plan) if has_turn(each.id)]
    return found[:: max(1, len(found) // most)][:most]


def some_and_others(name: str, most: int, is_enough: Callable[[], bool]) -> Iterator[Mutant]:
    """Slips whose turn it is, and others until one does what a test is about: on some days none of the first does."""
    yield from some(name, most)
    for other in mutants(plan(name).plan):
        if is_enough():
            break
        yield other


@pytest.mark.parametrize("name", PLANS[:3])  # asking all scenarios of the last takes long
def test_a_jury_notices_what_any_of_it_would(name: str) -> None:
    for mutant in some(name, 8):
        assert jury(name).catches(mutant) == noticed(name, mutant), mutant.id


@pytest.mark.parametrize("name", ["iij/2018-dividend", "iij/2015-5th-series"])
def test_what_is_not_compared_makes_no_difference(name: str) -> None:
    told = [each for each in scenarios(name) if any(isinstance(ask.expected, ExpectedRuling) for ask in each.asks)][::9]
    for mutant in some(name, 3):
        changed = plan(name).by_reference().with_plan(mutant.plan)
        for each in told:
            whole = Scenarios(plans={each.plan: changed})
            less = Scenarios(plans={each.plan: changed}, only_compared=True)
            assert outcome_of(less, each) == outcome_of(whole, each), (mutant.id, each.name)


def outcome_of(asked: Scenarios, scenario: LoadedScenario) -> object:
    """What is unmet, or that the plan is so broken that it cannot be asked."""
    try:
        return asked.examine(scenario)
    except (ValueError, LookupError, AssertionError) as error:
        return type(error)


@pytest.mark.parametrize("name", PLANS)
def test_everybody_who_may_notice_a_slip_is_asked_in_full_once(name: str) -> None:
    for mutant in some(name, 20):
        in_full = [juror for juror, notices in jury(name)._likeliest_first(mutant) if notices == juror.notices]
        assert len(in_full) == len(set(in_full)), mutant.id
        assert set(in_full) == {juror for juror in jury(name)._jurors if juror.may_notice(mutant)}, mutant.id


def test_another_outcome_is_one_that_a_scenario_notices() -> None:
    name = "plans/saye-statutory"
    told: list[str] = []
    for mutant in some_and_others(name, 10, lambda: bool(told)):
        changed = plan(name).by_reference().with_plan(mutant.plan)
        for juror in jury(name)._jurors:
            if juror.has_other_outcome(changed):
                told.append(mutant.id)
                assert juror.notices(changed), (mutant.id, juror.scenario.name)
    assert told, "no slip alters an outcome"


def test_a_slip_touches_the_lives_in_which_a_value_is_another() -> None:
    """What a value is made of stays as it was, so that it differs just where the mutant's own value does."""
    name = "iij/2015-5th-series"
    seen = set[bool]()
    for mutant in some_and_others(name, 40, lambda: True in seen):
        if mutant.section not in ("dates", "states", "amounts"):
            continue
        before, after = (getattr(each, mutant.section)[mutant.name] for each in (plan(name).plan, mutant.plan))
        changed = plan(name).by_reference().with_plan(mutant.plan)
        for juror in asked_about(jury(name))[:10]:
            (case, *_) = (each.standing.case for each in juror.questions if each.action)
            (own, *_) = (
                Scenarios(plans={juror.scenario.plan: changed}).question(juror.scenario, ask.expected).standing.case
                for ask in juror.scenario.asks
                if isinstance(ask.expected, ExpectedRuling)
            )
            named = {"dates": "named_moments", "states": "named_condition", "amounts": "named_quantity"}
            values = [getattr(each, named[mutant.section])(mutant.name) for each in (case, own)]
            assert touches(case, before, after) == (values[0] != values[1]), (mutant.id, juror.scenario.name)
            seen.add(values[0] != values[1])
    assert True in seen


def asked_about(several: Jury) -> list[Juror]:
    return [each for each in several._jurors if any(question.action for question in each.questions)]
