"""Answers of a plan that looks at hours: what is said of a day, of its times, of acts and of windows."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.model.hours import A_DAY, instant, second
from kenri.model.problems import ProblemsError
from kenri.model.ruling import best

PLAN = """\
plan: acme/hours
extends: vocabulary/equity
zone: America/New_York
hours:
  there: {at: "09:00", zone: Asia/Tokyo}
readings:
  late: {question: Until when?, options: {five: at five, six: at six}, default: five, clause: c}
rules:
  open:
    clause: a
    says: From nine in Tokyo on the first day, until five or six on the last.
    permit: exercise
    by: grantee
    when:
      all:
        - {from: 2026-03-02, hour: there}
        - reading: late
          choices: {five: {until: 2026-03-31, hour: "17:00"}, six: {until: 2026-03-31, hour: "18:00"}}
  few:
    clause: b
    says: Ten at most from noon on 16 March.
    limit: exercise
    at_most: {cases: [{when: {from: 2026-03-16, hour: "12:00"}, is: 10}], otherwise: 100}
  pause:
    clause: c
    says: Nothing in the last hour of the 20th.
    forbid: exercise
    when: {all: [{on: 2026-03-20}, {after: 2026-03-20, hour: "23:00"}]}
effects:
  lapse: {clause: a, says: The rest lapses., on: 2026-03-31, at: end_of_day, moves: all, to: extinguished}
"""

LIFE = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 100}]}

asked_days = st.dates(date(2026, 2, 27), date(2026, 4, 3)).map(date.toordinal) | st.sampled_from(
    [date(2026, 3, day).toordinal() for day in (1, 2, 16, 20, 31)]
)
TURNS = [second(each) for each in ("00:00", "12:00", "17:00", "18:00", "19:00", "23:00")]
asked_times = st.integers(0, A_DAY - 1) | st.sampled_from(TURNS) | st.sampled_from([each + 1 for each in TURNS])
numbers = st.sampled_from([None, 1, 10, 11, 100, 101])


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    path = tmp_path_factory.mktemp("hours") / "plan.yaml"
    path.write_text(PLAN, "utf-8")
    return load(path)


def at(day: int, of: int) -> datetime:
    return instant(day, of, "America/New_York")


@given(day=asked_days, number=numbers, several=st.lists(asked_times, min_size=1, max_size=4))
def test_a_day_is_told_by_the_time_of_it_that_is_best(
    plan: LoadedPlan, day: int, number: int | None, several: list[int]
) -> None:
    whole = plan.ask(LIFE, on=date.fromordinal(day), rights=number)
    asked = [plan.ask(LIFE, on=at(day, of), rights=number) for of in [*TURNS, *(each + 1 for each in TURNS), *several]]
    outcomes = [each.outcome for each in asked]
    assert best([whole.outcome, *outcomes]) == whole.outcome
    assert whole.outcome in outcomes


@given(day=asked_days, number=numbers, of=asked_times, other=asked_times)
def test_the_hours_that_are_told_are_those_in_which_it_is_so(
    plan: LoadedPlan, day: int, number: int | None, of: int, other: int
) -> None:
    ruling = plan.ask(LIFE, on=at(day, of), rights=number)
    first, last = ruling.hours or (0, A_DAY - 1)
    assert first <= of <= last
    there = plan.ask(LIFE, on=at(day, other), rights=number)
    if first <= other <= last:
        assert (there.outcome, there.most, there.least) == (ruling.outcome, ruling.most, ruling.least)
    elif other == last + 1 or other == first - 1:
        assert (there.outcome, there.most, there.least) != (ruling.outcome, ruling.most, ruling.least)


@given(day=asked_days, number=numbers, of=asked_times)
def test_a_window_is_open_at_just_the_times_that_are_in_it(
    plan: LoadedPlan, day: int, number: int | None, of: int
) -> None:
    def holds(window: Any) -> bool:
        opens = (window.first or 0, window.opens or 0)
        closes = (window.last or 10**7, A_DAY - 1 if window.closes is None else window.closes)
        return opens <= (day, of) <= closes

    windows = plan.windows(LIFE, rights=number)
    ruling = plan.ask(LIFE, on=at(day, of), rights=number)
    assert any(map(holds, windows)) == (ruling.outcome == "allowed")
    assert tuple(windows) == tuple(each for each in ruling.windows)
    assert (ruling.window is not None) == (ruling.outcome == "allowed")


def test_the_windows_are_these(plan: LoadedPlan) -> None:
    """Worked out by hand: nine in Tokyo on 2 March is 19:00 in New York on 1 March."""
    told = [repr(each).removeprefix("Window(").partition(", ")[0] for each in plan.windows(LIFE)]
    assert told == ["2026-03-01 19:00..2026-03-20 23:00", "2026-03-21..2026-03-31 17:00"]


def test_a_ruling_turns_on_a_reading_of_an_hour(plan: LoadedPlan) -> None:
    ruling = plan.ask(LIFE, on="2026-03-31T17:30-04:00")
    assert ruling.outcome == "denied"
    assert [turn.reading for turn in ruling.turns_on] == ["late"]
    assert plan.ask(LIFE, on="2026-03-31T17:30-04:00", readings={"late": "six"}).outcome == "allowed"
    assert [turn.reading for turn in plan.ask(LIFE, on="2026-03-31T16:30-04:00").turns_on] == []


def test_the_fastest_ask_says_the_same(plan: LoadedPlan) -> None:
    for on in ("2026-03-31", "2026-03-31T17:00-04:00", "2026-03-31T17:00:01-04:00", "2026-03-20T23:30-04:00"):
        ruling = plan.ask(LIFE, on=on, rights=1)
        assert plan.decide(LIFE, "exercise", on=on, rights=1) == (ruling.outcome, ruling.rules)


def test_forms_give_what_the_reference_gives(plan: LoadedPlan) -> None:
    alone = plan.by_reference()
    for of in (second("16:00"), second("17:00"), second("17:00") + 1, second("18:30")):
        for day in (date(2026, 3, 1), date(2026, 3, 20), date(2026, 3, 31)):
            asked = [at(day.toordinal(), of)] * 6  # so often that a form is made
            answers = [plan.ask(LIFE, on=on, rights=1) for on in asked]
            assert {(each.outcome, each.hours, each.most) for each in answers} == {
                (each.outcome, each.hours, each.most) for each in [alone.ask(LIFE, on=asked[0], rights=1)]
            }


def test_an_act_is_judged_at_its_time_and_one_of_a_day_at_the_best(plan: LoadedPlan) -> None:
    life = {
        **LIFE,
        "events": [
            {"id": "early", "on": "2026-03-31T16:59-04:00", "event": "exercises", "rights": 1},
            {"id": "late", "on": "2026-03-31T17:01-04:00", "event": "exercises", "rights": 1},
            {"id": "from-tokyo", "on": "2026-04-01T06:00:01+09:00", "event": "exercises", "rights": 1},
            {"id": "some-time", "on": "2026-03-31", "event": "exercises", "rights": 1},
        ],
    }
    audit = plan.audit(life)
    assert [act.event.id for grant in audit.grants for act in grant.acts if act.judgement.outcome == "denied"] == [
        "late",
        "from-tokyo",
    ]
    assert [each.code for each in audit.cautions] == []


def test_an_hour_that_no_rule_looks_at_is_a_caution() -> None:
    plan = load("iij/2015-5th-series")
    life = {
        "parties": {"ann": {"role": "grantee"}},
        "grants": [{"grantee": "ann", "on": "2015-07-13", "number": 10, "position": "director"}],
    }
    ruling = plan.ask(life, on="2045-07-01T16:30+09:00")
    assert "hour-of-question" in [each.code for each in ruling.cautions]
    assert ruling.time is None


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('hour: "18:00"', 'hour: "25:00"', "wrong-form"),
        ('hour: "18:00"', "hour: 18", "wrong-type"),
        ('hour: "18:00"', "hour: evening", "no-such-hour"),
        ("zone: Asia/Tokyo", "zone: Asia/Tokio", "no-such-zone"),
        ('at: "09:00"', 'at: "9:00"', "wrong-form"),
        ("{after: 2026-03-20, hour", "{after: 2026-03-20, until: 2026-03-21, hour", "of-which-key"),
        ("{after: 2026-03-20, hour", "{hour", "wrong-type"),
    ],
)
def test_an_hour_that_is_none_is_told_once(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in PLAN
    (tmp_path / "plan.yaml").write_text(PLAN.replace(old, new), "utf-8")
    with pytest.raises(ProblemsError) as raised:
        load(tmp_path / "plan.yaml")
    assert len(raised.value.problems) == 1, [each.render() for each in raised.value.problems]
    assert raised.value.problems[0].code == code


def test_windows_turn_on_how_an_hour_is_read(plan: LoadedPlan) -> None:
    """Under the other reading the last window is open until six: told as a whole, and not part by part."""
    first, second_ = plan.windows(LIFE)
    assert first.turns is not None
    assert first.turns.is_settled
    assert second_.turns is not None
    (way,) = second_.turns.ways
    assert dict(way.readings) == {"late": "six"}
    (other,) = way.value
    assert (other.days, other.closes) == (second_.days, second("18:00"))
    assert plan.windows_elsewhere(LIFE) == ()


def test_the_next_day_turns_on_a_reading_only_if_no_time_of_it_is_left(plan: LoadedPlan) -> None:
    ruling = plan.ask(LIFE, on="2026-03-30T17:30-04:00")
    assert ruling.next_day == date(2026, 3, 31).toordinal()
    assert ruling.turning["next_day"].is_settled


def test_a_simulation_says_of_a_day_what_a_question_does(tmp_path: Path) -> None:
    """Before nine on the last day: in whole days the day is out, and at eight o'clock it is not."""
    text = """\
plan: acme/before-nine
extends: vocabulary/equity
rules:
  open: {clause: a, says: Before nine on the last day., permit: exercise, when: {before: 2026-03-31, hour: "09:00"}}
"""
    (tmp_path / "plan.yaml").write_text(text, "utf-8")
    plan = load(tmp_path / "plan.yaml")
    assert plan.ask(LIFE, on="2026-03-31").outcome == "allowed"
    simulation = plan.simulate({**LIFE, "events": [{"on": "2026-03-31T08:00Z", "event": "exercises", "rights": 1}]})
    (track,) = [each for each in simulation.tracks if each.by == "ann"]
    assert [(each.last, each.closes) for each in track.windows] == [
        (date(2026, 3, 31).toordinal(), second("08:59:59")),
    ]
    assert [act.ruling.outcome for step in simulation for act in step.acts] == ["allowed"]
    assert simulation.cautions == ()
