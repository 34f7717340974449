"""What a ruling about a whole day turns on, where hours matter: each way of reading the clauses is asked as well."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.model import expressions as e
from kenri.model.plan import Plan, Reading, Rule
from kenri.model.ruling import Ruling
from kenri.model.turning import Turning
from tests.effort import examples

LIFE = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 100}]}
TEXT = "plan: acme/parts\nextends: vocabulary/equity\nzone: UTC\nterms: {said: {unknown: not said, type: flag}}\n"
READINGS = {name: Reading(question="?", options={"a": "A.", "b": "B."}, default="a") for name in ("one", "other")}
EVERY_WAY = [dict(zip(READINGS, options, strict=True)) for options in product("ab", repeat=len(READINGS))]
DAY = date(2026, 3, 31)
MORNING = e.Span(before=DAY, hour="12:00")
EVENING = e.All(all=(e.Span(from_=DAY, hour="18:00"), e.Span(until=DAY)))
BOTH = e.AnyOf(any=(MORNING, EVENING))


def choice(reading: str, a: Any, b: Any) -> Any:
    return e.ConditionChoice(reading=reading, choices={"a": a, "b": b})


def permit(when: Any) -> Rule:
    return Rule(permit=("exercise",), clause="1", says="It may.", when=when)


def limit(most: Any) -> Rule:
    return Rule(limit=("exercise",), clause="2", says="So many.", at_most=most)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    path: Path = tmp_path_factory.mktemp("parts") / "plan.yaml"
    path.write_text(TEXT, "utf-8")
    return load(path)


def with_rules(base: LoadedPlan, *rules: Rule) -> LoadedPlan:
    plan: Plan = replace(base.plan, readings=READINGS, rules={f"r{index}": rule for index, rule in enumerate(rules)})
    return base.with_plan(plan)


def ask(plan: LoadedPlan, readings: dict[str, str] | None = None, **asked: Any) -> Ruling:
    return plan.ask(LIFE, on=DAY, readings=readings or {}, **asked)


def test_another_part_of_the_day_takes_the_place_of_one(base: LoadedPlan) -> None:
    """In the morning as one reads it, in the evening as the other does: on the day it may be done either way."""
    ruling = ask(with_rules(base, permit(choice("one", MORNING, EVENING))))
    assert (ruling.outcome, ruling.turns_on, ruling.turning["outcome"].is_settled) == ("allowed", (), True)


def test_each_part_may_turn_on_a_reading_of_its_own(base: LoadedPlan) -> None:
    """Nothing as both are read; the one opens the morning, the other the evening."""
    rules = permit(choice("one", "never", MORNING)), permit(choice("other", "never", EVENING))
    ruling = ask(with_rules(base, *rules))
    assert ruling.outcome == "denied"
    assert [turn.reading for turn in ruling.turns_on] == ["one", "other"]
    assert [dict(turn.outcomes) for turn in ruling.turns_on] == [{"a": "denied", "b": "allowed"}] * 2


def test_only_both_together_close_the_day(base: LoadedPlan) -> None:
    rules = permit(choice("one", MORNING, "never")), permit(choice("other", EVENING, "never"))
    ruling = ask(with_rules(base, *rules))
    assert ruling.outcome == "allowed"
    (way,) = ruling.turning["outcome"].ways
    assert (dict(way.readings), way.value) == ({"one": "b", "other": "b"}, "denied")
    assert [turn.reading for turn in ruling.turns_on] == ["one", "other"]


def test_how_many_turns_on_what_part_is_told(base: LoadedPlan) -> None:
    """Five in the morning; where it is not open then, as one reads it, seven in the evening."""
    five = e.Cases(cases=(e.CaseLine(when=MORNING, is_=5),), otherwise=7)
    ruling = ask(with_rules(base, permit(choice("one", BOTH, EVENING)), limit(five)))
    assert (ruling.outcome, ruling.most, ruling.turns_on) == ("allowed", 5, ())
    (way,) = ruling.turning["most"].ways
    assert (dict(way.readings), way.value) == ({"one": "b"}, 7)
    assert ruling.is_settled is False


def test_an_act_of_a_day_turns_on_what_the_day_does(base: LoadedPlan) -> None:
    life = {**LIFE, "events": [{"on": "2026-03-31", "event": "exercises", "rights": 1}]}
    morning_or_evening = with_rules(base, permit(choice("one", MORNING, EVENING)))
    (act,) = [act for grant in morning_or_evening.audit(life).grants for act in grant.acts]
    assert (act.judgement.outcome, act.judgement.turns) == ("allowed", Turning())
    rules = permit(choice("one", "never", MORNING)), permit(choice("other", "never", EVENING))
    (act,) = [act for grant in with_rules(base, *rules).audit(life).grants for act in grant.acts]
    assert act.judgement.outcome == "denied"
    assert act.judgement.turns is not None
    assert [dict(way.readings) for way in act.judgement.turns.ways] == [{"one": "b"}, {"other": "b"}]


hours = st.sampled_from(["12:00", "18:00"])
some_days = st.sampled_from([date(2026, 3, 30), DAY, DAY, DAY, date(2026, 4, 1)])
spans = st.builds(
    lambda bound, on, hour: e.Span(**{bound: on, "hour": hour}),
    st.sampled_from(["until", "before", "from_", "after"]),
    some_days,
    hours,
)
parts: st.SearchStrategy[Any] = st.sampled_from(["never", MORNING, EVENING, BOTH])
plain = parts | spans | st.sampled_from(["always", "said"])
read: st.SearchStrategy[Any] = st.builds(choice, st.sampled_from(sorted(READINGS)), parts | plain, parts | plain)
conditions = read | plain | st.tuples(read, plain).map(lambda both: e.All(all=both))
most = st.builds(
    lambda when, few, many: e.Cases(cases=(e.CaseLine(when=when, is_=few),), otherwise=many),
    conditions,
    st.integers(0, 9),
    st.integers(0, 9),
)
rules = st.builds(permit, conditions) | st.builds(limit, most)
rules |= st.builds(lambda when: Rule(forbid=("exercise",), clause="3", says="No.", when=when), conditions)


def test_what_a_day_turns_on_is_what_asking_in_every_way_shows(base: LoadedPlan) -> None:
    @examples(40)
    @given(
        st.lists(st.builds(permit, read), min_size=1, max_size=3),
        st.lists(rules, max_size=2),
        st.sampled_from([None, 1, 6]),
        st.sampled_from(EVERY_WAY),
    )
    def law(permits: list[Rule], more: list[Rule], number: int | None, chosen: dict[str, str]) -> None:
        plan = with_rules(base, *permits, *more)
        told = {tuple(way.values()): ask(plan, way, rights=number) for way in EVERY_WAY}
        ruling = told[tuple(chosen.values())]
        for part in ("outcome", "most", "least"):
            if part == "outcome" or ruling.outcome == "allowed":
                _holds(ruling, part, chosen, told)

    law()


def _holds(ruling: Ruling, part: str, chosen: dict[str, str], told: dict[tuple[str, ...], Ruling]) -> None:
    """Each way that is told gives another value, and each combination that gives another one contains a way."""
    turning = ruling.turning[part]
    assert turning.beyond is None
    for way in turning.ways:
        there = told[tuple({**chosen, **way.readings}.values())]
        assert getattr(there, part) == way.value != getattr(ruling, part)
    for options, other in told.items():
        if getattr(other, part) != getattr(ruling, part) and (part == "outcome" or other.outcome == ruling.outcome):
            combination = dict(zip(READINGS, options, strict=True))
            assert any(way.readings.items() <= combination.items() for way in turning.ways), (part, combination)
    if part == "outcome":
        in_ways = {name for way in turning.ways if len(way.readings) == 1 for name in way.readings}
        assert {turn.reading for turn in ruling.turns_on} == in_ways or not in_ways
        for turn in ruling.turns_on:
            for option, outcome in turn.outcomes.items():
                assert told[tuple({**chosen, turn.reading: option}.values())].outcome == outcome
