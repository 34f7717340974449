"""Rulings by the compiled form are the reference's, part by part: what they turn on, reasons and cautions among it."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.asking import askable
from kenri.compiled import forms
from kenri.compiled.roots import ShapeQuestion
from kenri.compiled.whole import WholeForm
from kenri.loader.calendars import calendars_of
from kenri.loader.library import Library
from kenri.model.problems import Report
from kenri.model.ruling import Ruling
from kenri.model.sentences import Sentence
from kenri.scenarios import Scenarios, scenario_files
from kenri.testing.random_lives import EvaluatorQuestion, alike, asked, at_an_edge
from kenri.testing.random_plans import plans
from kenri.testing.toy_calendar import calendars
from kenri.testing.toy_lives import asked_facts, askers, chosen_readings, lives, numbers
from kenri.testing.toy_words import ASKED_DAYS
from tests.compiled.by_forms import ByForms, same, turns_of
from tests.conformance.evaluators import asked_of
from tests.conformance.scenario_questions import questions_in_turn
from tests.effort import examples, those_with_a_turn

PLANS = Library().ids("plan")

LIFE: dict[str, Any] = {
    "grants": [{"grantee": "ann", "on": "2015-07-13", "number": 10, "position": "director"}],
    "events": [{"on": "2025-06-25", "event": "leaves_position", "position": "director"}],
}


LIKE_EACH = 4
"""So many lives of the shape of each scenario's."""


REFUSED = {
    "rights are scaled",
    "so many terms",
    *(Sentence(code).text() for code in ("partly-known-days", "business-day-turns", "too-many-terms")),
}
"""Why all questions of a plan's scenarios may be left to the reference."""


@pytest.mark.parametrize("name", PLANS)
def test_rulings_on_scenarios_and_lives_like_them_are_the_references(name: str) -> None:
    by: dict[int, ByForms] = {}
    answered = 0
    for _, _, question in questions_in_turn(name, 24):
        plan, each = question.plan, asked_of(question)
        forms_of = by.setdefault(id(plan), ByForms(plan.plan))
        rng = Random(each.day)
        answered += forms_of.agree(each)
        for _ in range(LIKE_EACH):
            other = at_an_edge(rng, plan.plan, alike(rng, plan.plan, each), plan.calendars, plan.dependence)
            answered += forms_of.agree(other)
    refused = {reason for forms_of in by.values() for reason in forms_of.refused}
    assert answered or not by or refused <= REFUSED


@pytest.mark.parametrize("name", PLANS)
def test_rulings_on_random_lives_are_the_references(name: str) -> None:
    by = ByForms(load(name).plan)
    answered = 0
    for seed in those_with_a_turn(range(24), 4):
        rng = Random(seed)
        answered += by.agree(at_an_edge(rng, by.plan, asked(rng, by.plan), calendars_of(by.plan)))
    assert answered or by.refused <= REFUSED


@examples(60)
@given(st.data())
def test_rulings_by_random_plans_are_the_references(data: st.DataObject) -> None:
    """Of plans that are made of every construct of the language."""
    life = data.draw(lives()).known_at(None)
    by = ByForms(data.draw(plans()), calendars)
    by.agree(
        EvaluatorQuestion(
            life=life,
            grant=life.grants["g"],
            action="exercise",
            asker=life.parties[data.draw(askers)],
            day=data.draw(st.sampled_from(ASKED_DAYS)),
            number=data.draw(st.none() | numbers.filter(lambda number: number > 0)),
            question=data.draw(asked_facts),
            readings=data.draw(chosen_readings),
        )
    )


# --- the plan asks forms by itself


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made after some questions is made with the first."""
    monkeypatch.setattr(askable, "_FEW", 0)
    monkeypatch.setattr(forms, "_WORTH_IT", 1)


def answers(plan: LoadedPlan, life: Mapping[str, Any], **asked: Any) -> Ruling:
    return plan.ask(plan.life(life), on="2025-07-05", **asked)


def test_the_same_is_answered_before_and_after_a_form_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(askable, "_FEW", 2)
    monkeypatch.setattr(forms, "_WORTH_IT", 2)
    plan = load("iij/2015-5th-series")
    rulings = [answers(plan, LIFE) for _ in range(5)]
    for each in rulings[1:]:
        same(each, rulings[0])
    several = [plan.windows(plan.life(LIFE)) for _ in range(5)]
    assert all(each == several[0] for each in several)
    assert [list(map(turns_of, each)) for each in several] == [list(map(turns_of, several[0]))] * 5
    assert plan.windows_elsewhere(plan.life(LIFE)) == rulings[0].elsewhere


@pytest.mark.usefixtures("at_once")
def test_by_reference_no_form_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = load("iij/2015-5th-series")
    same(answers(plan.by_reference(), LIFE), answers(plan, LIFE))
    monkeypatch.delattr(askable.AskablePlan, "_forms")
    assert answers(plan.by_reference(), LIFE).outcome == "allowed"
    assert plan.by_reference().consulted() == set()


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("name", PLANS)
def test_acts_are_judged_by_forms_as_by_the_reference(name: str) -> None:
    scenarios = Scenarios()
    told = [each for each in scenarios.read(scenario_files([name]), Report()) if each.life.events]
    lives = [(scenarios.plan(each.plan), each.life) for each in those_with_a_turn(told, 12)]
    for plan, life in lives:
        found, reference = plan.audit(life), plan.by_reference().audit(life)
        assert found == reference
        for ours, theirs in zip(found.grants, reference.grants, strict=True):
            for act, other in zip(ours.acts, theirs.acts, strict=True):
                assert act.judgement == other.judgement
                assert act.judgement_then == other.judgement_then


@pytest.mark.usefixtures("at_once")
def test_hours_and_other_grants_are_told_beside_an_answer_of_a_form() -> None:
    plan = load("iij/2015-5th-series")
    second = {**LIFE["grants"][0], "id": "other"}
    life = {**LIFE, "grants": [{**LIFE["grants"][0], "id": "one"}, second]}
    found, reference = (each.ask(plan.life(life), on="2025-07-05", grant="one") for each in (plan, plan.by_reference()))
    same(found, reference)
    assert [each.code for each in found.cautions] == ["other-grants"]
    assert all(each.cautions == found.cautions for each in found.windows)


@pytest.mark.usefixtures("at_once")
def test_a_ruling_is_whole_for_whoever_copies_or_keeps_it() -> None:
    plan = load("iij/2015-5th-series")
    found = answers(plan, LIFE)
    reference = answers(plan.by_reference(), LIFE)
    for other in (
        copy.copy(found),
        copy.deepcopy(answers(plan, LIFE)),
        pickle.loads(pickle.dumps(answers(plan, LIFE))),
    ):
        assert other == reference
        assert repr(other) == repr(reference)
    assert [repr(each) for each in answers(plan, LIFE).findings] == [repr(each) for each in reference.findings]
    assert list(map(hash, plan.windows(plan.life(LIFE)))) == list(map(hash, reference.windows))
    with pytest.raises(AttributeError, match="no attribute 'becuase'"):
        found.findings[0].becuase  # noqa: B018  # what is asked about
    with pytest.raises(AttributeError):
        found.windows[0].first = 1  # type: ignore[misc]  # it cannot be changed


@pytest.mark.usefixtures("at_once")
def test_reasons_are_those_of_the_question_however_often_the_plan_was_asked_since() -> None:
    plan = load("iij/2015-5th-series")
    early = answers(plan, LIFE, rights=3)
    for rights in range(1, 9):
        answers(plan, LIFE, rights=rights)
    assert early.findings == answers(plan.by_reference(), LIFE, rights=3).findings


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[ShapeQuestion]:
    """What forms of whole answers were made of, each after two questions."""
    monkeypatch.setattr(askable, "_FEW", 0)
    monkeypatch.setattr(forms, "_WORTH_IT", 2)
    found: list[ShapeQuestion] = []

    class Counted(WholeForm):
        def __init__(self, asking: ShapeQuestion) -> None:
            found.append(asking)
            super().__init__(asking)

    monkeypatch.setattr(forms, "WholeForm", Counted)
    return found


def two_lives_are_answered_alike(plan: LoadedPlan) -> None:
    lives = (LIFE, {**LIFE, "events": []})
    expected = [answers(plan.by_reference(), life) for life in lives]
    for _ in range(12):
        for life, reference in zip(lives, expected, strict=True):
            same(answers(plan, life), reference)


def test_forms_are_given_up_where_they_would_be_too_large_together(
    monkeypatch: pytest.MonkeyPatch, made: list[ShapeQuestion]
) -> None:
    """The answers are the same, and one that was given up is not made anew with each question."""
    monkeypatch.setattr(forms, "_LINES", 1)
    monkeypatch.setattr(forms, "_SAVED_UP", 10**6)
    plan = load("iij/2015-5th-series")
    two_lives_are_answered_alike(plan)
    assert len(plan._forms._wholes) == 1
    assert len(made) == 3  # one of them again after eight questions


def test_forms_are_made_no_faster_than_questions_come(
    monkeypatch: pytest.MonkeyPatch, made: list[ShapeQuestion]
) -> None:
    """Of many holders the shapes come to be asked about often all at once: one question would wait for all forms."""
    monkeypatch.setattr(forms, "_SAVED_UP", 1)
    monkeypatch.setattr(forms, "_SAVED", 1)
    two_lives_are_answered_alike(load("iij/2015-5th-series"))
    assert len(made) == 1
    monkeypatch.setattr(forms, "_SAVED", 10**6)
    two_lives_are_answered_alike(load("iij/2015-5th-series"))
    assert len(made) == 3


@pytest.mark.usefixtures("at_once")
def test_threads_share_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "_LINES", 1)  # so that forms are given up all the time
    plan = load("iij/2015-5th-series")
    short = {**LIFE, "events": []}
    expected = {life_id: answers(plan.by_reference(), life) for life_id, life in enumerate((LIFE, short))}

    def asked_again(_: int) -> bool:
        return all(answers(plan, life) == expected[number] for number, life in enumerate((LIFE, short)))

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(asked_again, range(12)))


def test_what_an_answer_turns_on_is_compiled_when_it_is_first_asked(made: list[ShapeQuestion]) -> None:
    """Once for all threads that ask at once."""
    plan = load("iij/2015-5th-series")
    found = [answers(plan, LIFE, settle=False) for _ in range(4)]
    (form,) = plan._forms._wholes.values()
    assert (bool(form.bearing), form._trace) == (True, None)
    assert {each.outcome for each in found} == {answers(plan.by_reference(), LIFE, settle=False).outcome}
    with ThreadPoolExecutor(4) as threads:
        several = [*threads.map(lambda _: answers(plan, LIFE, settle=True), range(8))]
    assert (form._trace is None, form._written) == (False, None)
    for each in several:
        same(each, answers(plan.by_reference(), LIFE, settle=True))


def test_where_no_reading_bears_nothing_is_written_to_tell_what_an_answer_turns_on(made: list[ShapeQuestion]) -> None:
    plan = load("plans/splits-in-steps")
    assert not plan.plan.readings
    asked: dict[str, Any] = {"on": "2024-06-01", "settle": True}
    life = {"grants": [{"grantee": "ann", "on": "2024-01-01", "number": 10}]}
    for _ in range(4):
        same(plan.ask(plan.life(life), **asked), plan.by_reference().ask(plan.life(life), **asked))
    assert {(form.bearing, form._written, form._trace) for form in plan._forms._wholes.values()} == {((), None, None)}
