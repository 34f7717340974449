"""No ruling that is certain is contradicted when a fact is supplied that was missing, whoever gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.model.plan import Rule
from kenri.model.ruling import Most, Ruling, Window
from kenri.reference.court import Court
from kenri.testing.random_lives import EvaluatorQuestion
from kenri.testing.random_plans import plans, worded
from kenri.testing.toy_calendar import calendars
from kenri.testing.toy_lives import (
    OF_QUESTIONS,
    asked_facts,
    askers,
    chosen_readings,
    court,
    days,
    less_known,
    lives,
    numbers,
    whole,
    without,
)
from kenri.testing.toy_words import ASKED_DAYS
from tests.conformance.evaluators import Evaluator, Question
from tests.conformance.gaps import answer, parts
from tests.conformance.test_partly_known import on_unknown_days, unknown_days
from tests.effort import examples

EXAMPLES = {"forward": 30, "terms": 100, "compiled": 60, "pointwise": 60}
SHOWN = DaySet.between(ASKED_DAYS[0], ASKED_DAYS[-1] + 1)
UNKNOWN = ("unknown", None)


@st.composite
def asked_twice(draw: st.DrawFn) -> tuple[Question, Question]:
    """A question, and the same where less is known of the life and with the question itself."""
    if draw(st.integers(0, 3)):  # what hangs on days which lives often lack, and on little else
        plan = draw(worded())
        effects = {name: replace(effect, on=draw(unknown_days())) for name, effect in plan.effects.items()}
        rule = Rule(permit=("exercise",), clause="1", says="May.", when=draw(on_unknown_days()))
        plan = replace(plan, rules={"may": rule}, effects=effects if draw(st.booleans()) else {})
    else:
        plan = draw(plans())
    drawn = draw(lives(known=True)).known_at(None)
    said = st.fixed_dictionaries({"amount": whole, "times": whole, "due": days, "when": days})
    events = tuple(replace(each, attributes={**draw(said), **each.attributes}) for each in drawn.events)
    life = replace(drawn, events=events)
    asker, facts = draw(askers), draw(asked_facts)
    more = EvaluatorQuestion(
        life=life,
        grant=life.grants["g"],
        action="exercise",
        asker=life.parties[asker],
        day=draw(st.sampled_from(ASKED_DAYS)),
        number=draw(st.none() | numbers.filter(lambda number: number > 0)),
        question=facts,
        readings=draw(chosen_readings),
    )
    bare = draw(less_known(life))
    less = replace(
        more,
        life=bare,
        grant=bare.grants["g"],
        asker=bare.parties[asker],
        question=draw(without(facts, OF_QUESTIONS)),
    )
    return Question(plan, more, calendars), Question(plan, less, calendars)


def ruling_on(question: Question) -> Ruling:
    asked = question.asked
    there: Court = court(question.plan, asked.life)
    return there.rule(
        asked.action,
        asked.asker,
        asked.day,
        number=asked.number,
        question=tuple(sorted(asked.question.items())),
        chosen=asked.readings,
        settle=False,
    )


def days_of(windows: tuple[Window, ...], *statuses: str) -> DaySet:
    return DaySet.of(each.days for each in windows if each.status in statuses)


def most_on(ruling: Ruling, day: Day) -> Most | None:
    """The largest number that windows tell for a day; outside them zero, or None where they are those of a number: that
    number may be too small, or no whole lots, where others are not.
    """
    for window in ruling.windows:
        if window.holds_on(day):
            steps = window.steps or ((FIRST_DAY, window.most),)
            return [most for since, most in steps if since <= day or since == steps[0][0]][-1] or 0
    return 0 if ruling.number is None else None


@examples(500)
@given(asked_twice())
def test_no_part_of_a_ruling_is_contradicted(both: tuple[Question, Question]) -> None:
    more, less = map(ruling_on, both)
    for part in ("outcome", "most", "least", "lot"):
        certain = getattr(less, part)
        assert certain == "unknown" or certain == getattr(more, part), part
    assert less.outcome == "unknown" or less.outcome == more.outcome
    assert less.lapsed_on in (None, more.lapsed_on)
    assert not _contradicted(less.balances, more.balances)


@examples(500)
@given(asked_twice())
def test_no_day_of_a_ruling_is_contradicted(both: tuple[Question, Question]) -> None:
    more, less = map(ruling_on, both)
    allowed, perhaps = (days_of(less.windows, *several) for several in (("allowed",), ("allowed", "unknown")))
    assert not allowed - days_of(more.windows, "allowed") & SHOWN
    assert not days_of(more.windows, "allowed", "unknown") - perhaps & SHOWN
    for day in ASKED_DAYS[::5]:
        most, then = most_on(less, day), most_on(more, day)
        assert None in (most, then) or most in ("unknown", then)
    if less.next_day is not None and less.next_day in SHOWN:
        assert (more.next_day or NEVER) <= less.next_day
    first = min(less.next_day or NEVER, less.perhaps_day or NEVER)
    assert more.next_day is None or more.next_day >= first or more.next_day not in SHOWN


def _contradicted(less: Mapping[str, Any], more: Mapping[str, Any]) -> list[str]:
    return [name for name, certain in less.items() if certain not in UNKNOWN and certain != more[name]]


def test_no_answer_is_contradicted_by_another_evaluator(evaluator: Evaluator) -> None:
    told = [part for part in parts(evaluator) if part in ("outcome", "most", "balances")]
    if not told:
        pytest.skip("it tells nothing of a day")

    @examples(EXAMPLES[evaluator.name])
    @given(asked_twice())
    def law(both: tuple[Question, Question]) -> None:
        more, less = (_answer(evaluator, question) for question in both)
        if more is None or less is None:
            return
        for part in told:
            certain, known = less[part], more[part]
            if isinstance(certain, Mapping):
                assert not _contradicted(certain, known)
            else:
                assert certain in UNKNOWN or certain == known, part

    law()


def _answer(evaluator: Evaluator, question: Question) -> Mapping[str, Any] | None:
    if evaluator.name == "pointwise" and question.asked.number is None:
        return None
    return answer(evaluator, question)
