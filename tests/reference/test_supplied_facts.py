"""Supplying a fact that was missing never contradicts what was told as certain without it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kenri.model.combinations import OPEN
from kenri.model.days import DaySet
from kenri.reference.case import Case
from kenri.reference.steps import Unknown
from kenri.testing.random_plans import conditions, moments, quantities, situations
from kenri.testing.toy_lives import OF_QUESTIONS, Situation, less_known, without
from kenri.testing.toy_words import ASKED_DAYS
from tests.effort import examples


@st.composite
def with_less(draw: st.DrawFn) -> tuple[Case, Case]:
    """A situation, and the same with some facts missing and some readings left open."""
    situation: Situation = draw(situations())
    left_open = draw(st.sets(st.sampled_from(tuple(situation.readings))))
    less = replace(
        situation,
        life=draw(less_known(situation.life)),
        question=draw(without(situation.question, OF_QUESTIONS)),
        readings={**situation.readings, **dict.fromkeys(left_open, OPEN)},
    )
    return situation.case, less.case


@examples(300)
@given(with_less(), conditions(2))
def test_of_conditions(both: tuple[Case, Case], node: Any) -> None:
    more, less = (case.condition(node) for case in both)
    assert not less.yes - more.yes & SHOWN
    assert not more.maybe - less.maybe & SHOWN


SHOWN = DaySet.between(ASKED_DAYS[0], ASKED_DAYS[-1] + 1)


@examples(200)
@given(with_less(), quantities(2))
def test_of_numbers(both: tuple[Case, Case], node: Any) -> None:
    more, less = (case.quantity(node) for case in both)
    for day in ASKED_DAYS:
        assert isinstance(less.on(day), Unknown) or less.on(day) == more.on(day)


@examples(200)
@given(with_less(), moments(2))
def test_of_days(both: tuple[Case, Case], node: Any) -> None:
    more, less = (case.moments(node) for case in both)
    for day in ASKED_DAYS[::7]:
        there, perhaps = more.seen_from(day), less.seen_from(day)
        days = [item.day for item in there if item.is_known]
        assert all(item.day in days for item in perhaps if item.is_known)
        possible = DaySet.of(interval for item in perhaps for interval in item.span)
        assert not DaySet.of(interval for item in there for interval in item.span) - possible
        for item in perhaps:
            assert not item.surely or any(each.surely and not each.span - item.span for each in there)


@examples(200)
@given(with_less())
def test_of_balances(both: tuple[Case, Case]) -> None:
    more, less = (case.movements for case in both)
    for name, balance in {**less.balances, "granted": less.granted}.items():
        other = more.granted if name == "granted" else more.balance(name)
        for day in ASKED_DAYS:
            assert isinstance(balance.on(day), Unknown) or balance.on(day) == other.on(day)
