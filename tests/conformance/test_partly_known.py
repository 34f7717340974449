"""Every evaluator judges what hangs on days that are not known, or of which only bounds are, as the reference does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kenri.model import expressions as e
from kenri.model.plan import Rule
from kenri.testing.random_lives import EvaluatorQuestion
from kenri.testing.random_plans import conditions, event_moments, moments, worded
from kenri.testing.toy_calendar import calendars
from kenri.testing.toy_lives import asked_facts, askers, chosen_readings, lives
from kenri.testing.toy_words import ASKED_DAYS
from tests.conformance.evaluators import REFERENCE, Evaluator, Question
from tests.conformance.gaps import differences
from tests.effort import examples

EXAMPLES = {"forward": 30, "terms": 250, "compiled": 100, "pointwise": 100}


def by_cases(when: Any, made: Any, other: Any) -> Any:
    return e.DayCases(cases=(e.DayCaseLine(when=when, is_=made),), otherwise=other)


@st.composite
def unknown_days(draw: st.DrawFn) -> Any:
    """Days that hang on what lives often lack."""
    pays: Any = e.EventMoments(event=("pays",), where={"amount": e.Bounds(at_least=draw(st.integers(0, 6)))})
    several = st.sampled_from(
        (
            "unsaid_day",
            pays,
            e.EventMoments(event=("pays", "leaves"), during="unsaid_flag"),
            e.StartOf(start_of="unsaid_period"),
            e.StartOf(start_of=e.All(all=("period", "unsaid_flag"))),
            e.EndOf(end_of=e.AnyOf(any=(e.Not(not_="shifted"), e.All(all=("flag", "unsaid_flag"))))),
            e.LastDayOf(last_day_of=e.All(all=("period", "unsaid_flag"))),
            e.Plus(plus=e.Duration(days="unsaid_length"), to="a_day"),
            e.Minus(minus=e.Duration(days="unsaid_length"), from_="a_day"),
            e.AttributeDay(attribute="when", of=pays),
            e.PartyDay(party="birthday", of="grantee"),
        )
    )
    made = draw(several)
    for _ in range(draw(st.integers(0, 2))):
        other = draw(moments(0) | several)
        made = draw(
            st.sampled_from(
                (
                    e.First(first=made),
                    e.First(first=made, after=other),
                    e.First(first=other, on_or_after=made),
                    e.EarlierOf(earlier_of=(made, other)),
                    e.EachOf(each_of=(other, made)),
                    e.Plus(plus=e.Duration(days=draw(st.integers(0, 20))), to=made),
                    e.Plus(plus=e.Duration(months=1), to=made),
                    e.Minus(minus=e.Duration(months=2), from_=made),
                    e.FirstOf(first_of="month", containing=made),
                    e.LastOf(last_of="quarter", containing=made),
                    e.Next(next=draw(conditions(0)), on_or_after=made),
                    e.Last(last=draw(conditions(0)), on_or_before=made),
                    e.Every(every=e.Duration(days=9), from_=made, times=3),
                    e.Nth(nth=draw(st.integers(1, 2)), of=made),
                    e.Latest(latest=made),
                    e.LaterOf(later_of=(made, other)),
                    e.Prefer(prefer=(made, other)),
                    by_cases(draw(conditions(0)), made, other),
                    by_cases("unsaid_flag", other, made),
                    by_cases("unsaid_period", draw(moments(0)), other),
                )
            )
        )
    return made


@st.composite
def on_unknown_days(draw: st.DrawFn) -> Any:
    """Conditions that look at such days."""
    day, other = draw(unknown_days()), draw(moments(0) | unknown_days())
    length = e.Duration(days=draw(st.integers(0, 30)))
    count: Any = draw(
        st.sampled_from(
            (
                e.Count(count=day),
                e.DaysBetween(days_between=(day, other)),
                e.Take(at=day, take="raised"),
                e.Total(total="times", of=day),
                e.Total(total="times", of=day, per="month"),
                e.AttributeNumber(attribute="times", of=day),
                e.AttributeNumber(attribute="amount", of=draw(event_moments(1))),
                e.Balance(balance="held"),
                e.Balance(balance="used"),
            )
        )
    )
    return draw(
        st.sampled_from(
            (
                e.On(on=day),
                e.Span(from_=day, before=other),
                e.Span(after=other, until=day),
                e.Within(within=length, after=day),
                e.Within(within=length, from_=day),
                e.Within(within=length, before=day),
                e.Held(begins=day, ends=other),
                e.Held(begins=other, ends=day, initially="always", same_day="begins"),
                e.At(at=day, holds=draw(conditions(0))),
                e.Through(through="due", of=day),
                e.AskerIs(asker=e.AskerNamed(named="who", of=day)),
                e.Compare(quantity=count, at_least=draw(st.integers(0, 4))),
            )
        )
    )


def test_what_hangs_on_unknown_days_is_judged_alike(evaluator: Evaluator) -> None:
    @examples(EXAMPLES[evaluator.name])
    @given(st.data())
    def law(data: st.DataObject) -> None:
        plan = data.draw(worded())
        effects = {
            name: replace(effect, on=data.draw(unknown_days())) if data.draw(st.booleans()) else effect
            for name, effect in plan.effects.items()
        }
        rule = Rule(permit=("exercise",), clause="1", says="May.", when=data.draw(on_unknown_days()))
        plan = replace(plan, effects=effects, rules={"may": rule})
        life = data.draw(lives()).known_at(None)
        asker, facts, chosen = data.draw(askers), data.draw(asked_facts), data.draw(chosen_readings)
        for day in data.draw(st.lists(st.sampled_from(ASKED_DAYS), min_size=3, max_size=6)):
            each = EvaluatorQuestion(
                life=life,
                grant=life.grants["g"],
                action="exercise",
                asker=life.parties[asker],
                day=day,
                number=1,
                question=facts,
                readings=chosen,
            )
            question = Question(plan, each, calendars)
            assert not differences(evaluator, question, REFERENCE.answer(question))

    law()
