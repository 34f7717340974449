"""Windows of what recurs, by forms: however often, however long apart, and whatever pauses it, seen from each day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kenri.model import expressions as e
from kenri.model.days import day
from kenri.model.life import Grant, Life, Party
from kenri.model.plan import Amount, DatedValue, Plan, Rule, Term
from kenri.testing.random_lives import EvaluatorQuestion, asked
from kenri.testing.random_plans import conditions, counting, drawn_as, durations, moments
from kenri.testing.toy_calendar import calendars
from kenri.testing.toy_words import EMPTY_PLAN
from tests.compiled.by_forms import ByForms
from tests.effort import examples

ANN = Party(id="ann", roles=("holder",))
GRANT = Grant(id="g", grantee="ann", on=day("2024-01-01"), number=5)
LIFE = Life(parties={"ann": ANN}, grants={"g": GRANT})
JUNE = e.Span(from_=date(2024, 6, 1))
TERMS = {
    **EMPTY_PLAN.terms,
    "start": Term(value=date(2024, 5, 1), dated=(DatedValue(from_=date(2024, 5, 20), value=date(2024, 5, 11)),)),
    "often": Term(value=1, dated=(DatedValue(from_=date(2024, 5, 5), value=3),)),
    "break": Term(first=date(2024, 5, 13), last=date(2024, 5, 17)),
}
LONGER_FROM_JUNE = Amount(is_=e.Cases(cases=(e.CaseLine(when=JUNE, is_=10),), otherwise=5))

TEN_DAYS = e.Duration(days=10)

CASES: list[tuple[str, Any, list[tuple[str, str]]]] = [
    # Ten days from 1 May, or as seen from 20 May on from 11 May: the 11th; five days of break make the 21st the 26th.
    (
        "paused, seen from a changed start",
        e.On(on=e.Every(every=TEN_DAYS, from_="start", times=1, paused="break")),
        [("2024-05-11", "2024-05-11"), ("2024-05-26", "2024-05-26")],
    ),
    # Once until 4 May, three times from then on: the 11th, the 21st and the 31st.
    (
        "more often from a day on",
        e.On(on=e.Every(every=TEN_DAYS, from_=date(2024, 5, 1), times="often")),
        [("2024-05-11", "2024-05-11"), ("2024-05-21", "2024-05-21"), ("2024-05-31", "2024-05-31")],
    ),
    # After 28 May, five days until 31 May is over, and ten from June on.
    (
        "a length that is another from a day on",
        e.Within(within=e.Duration(days="days"), after=date(2024, 5, 28)),
        [("2024-05-29", "2024-06-07")],
    ),
]


@pytest.mark.parametrize(("when", "windows"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_windows_worked_out_by_hand(when: Any, windows: list[tuple[str, str]]) -> None:
    forms = ByForms(plan_of(when), calendars)
    question = EvaluatorQuestion(LIFE, GRANT, "exercise", ANN, day("2024-05-01"), None, {}, {})
    assert forms.agree(question), forms.refused
    ruling = forms.ruling(question)
    assert [(each.first, each.last) for each in ruling.windows] == [(day(a), day(b)) for a, b in windows]


def plan_of(when: Any) -> Plan:
    rules = {"may": Rule(permit=("exercise",), clause="1", says="It may.", when=when)}
    return replace(EMPTY_PLAN, rules=rules, terms=TERMS, amounts={**EMPTY_PLAN.amounts, "days": LONGER_FROM_JUNE})


every = drawn_as(
    e.Every,
    every=drawn_as(e.Duration, days=st.integers(1, 20) | st.sampled_from(("length", "longer", "days")))
    | drawn_as(e.Duration, months=st.integers(1, 2)),
    from_=st.sampled_from(("moved", "a_day")) | moments(1),
    times=st.integers(1, 4) | st.sampled_from(("some", "length", "longer", "days")),
    paused=[conditions(1)],
    counting=counting,
)
seen = st.one_of(
    drawn_as(e.On, on=every),
    drawn_as(e.Span, from_=every, until=[moments(0)]),
    drawn_as(e.Span, until=every),
    drawn_as(e.On, on=drawn_as(e.First, first=every)),
    drawn_as(e.On, on=drawn_as(e.Plus, plus=durations, to=every)),
    drawn_as(e.Within, after=every, within=durations),
    drawn_as(e.Within, before=every, within=durations),
    drawn_as(e.Held, begins=every, ends=moments(0)),
    drawn_as(e.Compare, quantity=drawn_as(e.Count, count=every), at_least=st.integers(0, 3)),
).filter(lambda when: "Choice" not in repr(when))
"""Of readings, other tests tell which windows there are in other ways."""


def test_windows_of_what_recurs_are_those_of_the_reference() -> None:
    answered: list[bool] = []

    @examples(40)
    @given(seen, st.integers(0, 2**32))
    @example(e.On(on=e.Every(every=e.Duration(days=1), from_="moved", times=1, paused="period")), 0)
    def law(when: Any, seed: int) -> None:
        plan, rng = plan_of(when), Random(seed)
        forms = ByForms(plan, calendars)
        answered.extend(forms.agree(asked(rng, plan, most_events=4)) for _ in range(2))
        assert not any("times" in each or "length" in each for each in forms.refused)

    law()
    assert sum(answered) > len(answered) / 2
