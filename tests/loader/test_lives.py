"""Lives checked against a plan's vocabulary: what is refused, where, and what is inferred."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kenri.api import LoadedPlan, load
from kenri.loader.lives import life_in
from kenri.loader.tree import read
from kenri.model.days import day
from kenri.model.problems import ProblemsError, Report
from kenri.simulation.branching import branches

PARTIES = "parties: {sato: {role: grantee}, abe: {role: grantee}, hanako: {role: heir}}\n"
ONE_GRANT = "grants: [{grantee: sato, on: 2015-07-13, number: 10, position: director}]\n"
TWO_GRANTS = """grants:
  - {id: a, grantee: sato, on: 2015-07-13, number: 10, position: director}
  - {id: b, grantee: sato, on: 2016-07-13, number: 5, position: director}
  - {id: c, grantee: abe, on: 2016-07-13, number: 7, position: director}
"""


@pytest.fixture(scope="module")
def plan() -> LoadedPlan:
    return load("iij/2015-5th-series")


def problems(plan: LoadedPlan, text: str) -> tuple[list[str], list[str]]:
    """The problems of a life, and the text at the place of each."""
    report = Report()
    (tree,) = read("life.yaml", text, report=report)
    life_in(tree, (), plan.plan, report)
    lines = text.splitlines()
    shown = [each.render() for each in report.problems]
    underlined = [
        lines[each.place.line - 1][each.place.column - 1 :] if each.place is not None else ""
        for each in report.problems
    ]
    return shown, underlined


@pytest.mark.parametrize(
    ("text", "words", "underlined"),
    [
        (PARTIES + "grants: [{grantee: soto, number: 1, position: both}]\n", "no party `soto`", "soto"),
        (PARTIES + ONE_GRANT + "events: [{on: 2025-01-01, event: leave_position}]\n", "nearest known name is `leaves_position`", "leave_position"),
        (PARTIES + ONE_GRANT + "events: [{on: 2025-01-01, event: leaves_position, position: ceo}]\n", "cannot be `ceo`", "ceo"),
        (PARTIES + ONE_GRANT + "events: [{on: 2025-01-01, event: leaves_position}]\n", "the key `position` is missing", "{on"),
        (PARTIES + ONE_GRANT + "events: [{event: dies}]\n", "the key `on` is missing", "{event"),
        (PARTIES + ONE_GRANT + "events: [{on: 2025-01-01}]\n", "the key `event` is missing", "{on"),
        (PARTIES + ONE_GRANT + "events: [{on: soon, event: dies}]\n", "a day must be here, found `soon`", "soon"),
        (PARTIES + ONE_GRANT + "events: [{on: 2025-01-01, event: exercises, rights: many}]\n", "must be a number, found `many`", "many"),
        (PARTIES + ONE_GRANT + "events: [{on: 2025-01-01, event: dies, colour: red}]\n", "`colour` is no part of event `dies`", "colour"),
        (PARTIES + ONE_GRANT + "events: [{on: 2025-01-01, event: dies}, {on: 2025-01-01, event: dies}]\n", "recorded already, on line 3", "{on: 2025-01-01, event: dies}]"),
        (PARTIES + ONE_GRANT + "events: [{on: 2025-01-01, event: dies, corrects: e9}]\n", "no earlier event is called `e9`", "e9"),
        (PARTIES + ONE_GRANT + "facts: {exercise_period: {first: 2020-01-01, last: 2021-01-01}}\n", "stated by the plan", "exercise_period"),
        (PARTIES + ONE_GRANT + "facts: {closing_prize: 5}\n", "nearest known name is `closing_price`", "closing_prize"),
        ("parties: {sato: {role: boss}}\n", "there is no role `boss`", "boss"),
        ("parties: {sato: {}}\n", "`sato` has no role", "{}"),
        (PARTIES + "grants: [{grantee: sato, position: director}]\n", "the key `number` is missing", "{grantee"),
        (PARTIES + "grants: [{grantee: sato, number: -1, position: director}]\n", "number from 0 up, found `-1`", "-1"),
        (PARTIES + TWO_GRANTS + "events: [{on: 2025-01-01, event: dies}]\n", "whom it happened to is missing", "{on"),
        (PARTIES + TWO_GRANTS + "events: [{on: 2025-01-01, event: exercises, who: sato, rights: 1}]\n", "which grant it is about is missing", "{on"),
        (PARTIES + TWO_GRANTS + "events: [{on: 2025-01-01, event: exercises, who: hanako, rights: 1}]\n", "which grant it is about is missing", "{on"),
        (PARTIES + TWO_GRANTS + "events: [{on: 2025-01-01, event: dies, who: sato, grant: z}]\n", "there is no grant `z`", "z"),
        ("sons: 3\n", "`sons` is no part of a life", "sons"),
        ("plan: iij/2018-terms\n", "it belongs to `iij/2018-terms`", "iij/2018-terms"),
        ("plan: [iij/2015-5th-series]\n", "it belongs to", "["),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_where_it_is(plan: LoadedPlan, text: str, words: str, underlined: str) -> None:
    shown, at = problems(plan, text)
    assert len(shown) == 1, shown
    assert words in shown[0]
    assert at[0].startswith(underlined)


def test_a_life_of_another_plan_is_refused_however_it_is_given(plan: LoadedPlan, tmp_path: Path) -> None:
    data = {"parties": {"sato": {"role": "grantee"}}, "grants": [grant("a", "sato", 10)]}
    assert plan.life({**data, "plan": "iij/2015-5th-series"}) == plan.life(data)
    file = tmp_path / "branches.yaml"
    file.write_text("plan: iij/other\nbranches: {gone: [dies 2030-06-25]}\n", encoding="utf-8")
    life = plan.life(data)
    ways: list[Callable[[], object]] = [
        lambda: plan.life({**data, "plan": "iij/other"}),
        lambda: plan.ask({**data, "plan": "iij/other"}, on="2025-06-28"),
        lambda: branches(plan, life, (), [file]),
    ]
    for read_for in ways:
        with pytest.raises(ProblemsError) as raised:
            read_for()
        (problem,) = raised.value.problems
        assert problem.code == "of-another-plan"
        assert "`iij/other`" in problem.text("en")
        assert "`iij/other`" in problem.text("ja")


def test_all_mistakes_are_reported_together(plan: LoadedPlan) -> None:
    text = PARTIES + ONE_GRANT + "events: [{on: 2025-01-01, event: dyes}, {on: soon, event: dies}]\nsons: 3\n"
    assert len(problems(plan, text)[0]) == 3


def test_an_act_of_a_grantee_with_one_grant_is_about_that_grant(plan: LoadedPlan) -> None:
    life = plan.life(
        {
            "parties": {"sato": {"role": "grantee"}, "abe": {"role": "grantee"}},
            "grants": [grant("a", "sato", 10), grant("c", "abe", 7)],
            "events": [
                {"on": "2025-06-25", "event": "leaves_position", "who": "sato", "position": "all"},
                {"on": "2025-06-25", "event": "leaves_position", "who": "abe", "position": "all"},
                {"on": "2025-06-27", "event": "exercises", "who": "abe", "rights": 3},
            ],
        }
    )
    assert plan.ask(life, on="2025-06-28", grant="a").balances["held"] == 10
    assert plan.ask(life, on="2025-06-28", grant="c").balances["held"] == 4


def test_a_life_from_data_is_the_life_from_text(plan: LoadedPlan) -> None:
    life = plan.life({"parties": {"sato": {"role": "grantee"}}, "grants": [grant("a", "sato", 10)]})
    assert life.grants["a"].on == day("2015-07-13")
    assert life.grants["a"].grantee == "sato"


@pytest.mark.parametrize("rights", [0, -3, "0", "-1/2", "many"])
def test_a_question_is_about_some_rights(plan: LoadedPlan, rights: Any) -> None:
    life = plan.life({"parties": {"sato": {"role": "grantee"}}, "grants": [grant("a", "sato", 10)]})
    with pytest.raises(ProblemsError, match="rights"):
        plan.ask(life, on="2025-06-28", rights=rights)


def grant(id_: str, grantee: str, number: int) -> dict[str, Any]:
    return {"id": id_, "grantee": grantee, "on": "2015-07-13", "number": number, "position": "director"}


@pytest.mark.parametrize(
    ("words", "known_from"),
    [
        ("", "2025-06-26T00:00:00+09:00"),
        ("recorded: 2025-06-20", "2025-06-26T00:00:00+09:00"),
        ("recorded: 2025-06-25T12:00:00+09:00", "2025-06-26T00:00:00+09:00"),
        ("recorded: 2025-06-27T09:00:00+09:00", "2025-06-27T09:00:00+09:00"),
    ],
)
def test_an_event_that_counts_from_the_next_day_is_not_known_before_it(
    plan: LoadedPlan, words: str, known_from: str
) -> None:
    """2(3): the number applies from the day after the meeting closes, and then back to the record date."""
    extra = f", {words}" if words else ""
    split = f"{{on: 2025-06-25, event: conditional_split_is_approved, ratio: 2, record_date: 2025-06-24{extra}}}"
    assert known(plan, split) == {f"event-1 from {known_from}"}


def test_taking_such_an_event_back_is_known_at_once(plan: LoadedPlan) -> None:
    split = "{id: s, on: 2025-06-25, event: conditional_split_is_approved, ratio: 2, record_date: 2025-06-24}"
    back = "{id: b, on: 2025-06-25, event: conditional_split_is_approved, corrects: s, cancelled: true}"
    assert known(plan, split, back) == {"s from 2025-06-26T00:00:00+09:00", "b from 2025-06-25T00:00:00+09:00"}


def known(plan: LoadedPlan, *events: str) -> set[str]:
    """The events of a life, each with the instant from which it is known, in the zone of the plan."""
    report = Report()
    (tree,) = read("life.yaml", PARTIES + ONE_GRANT + f"events: [{', '.join(events)}]\n", report=report)
    found = life_in(tree, (), plan.plan, report)
    report.raise_if_any()
    zone = ZoneInfo(plan.plan.zone)
    return {f"{each.id} from {datetime.fromtimestamp(each.recorded, zone).isoformat()}" for each in found.events}


LEFT = "on: 2025-06-25, event: leaves_position, position: all"


@pytest.mark.parametrize(
    ("first", "second", "known_from"),
    [
        ("", "on: 2025-06-20", "2025-06-25T00:00:00+09:00"),
        ("", "on: 2025-06-28", "2025-06-28T00:00:00+09:00"),
        ("", "on: 2025-06-20, recorded: 2025-06-25", "2025-06-25T00:00:00+09:00"),
        (", recorded: 2025-07-01", "on: 2025-06-28", "2025-07-01T00:00:00+09:00"),
        # a day may mean any time of it
        (", recorded: 2025-07-01T09:00:00+09:00", "on: 2025-06-28, recorded: 2025-07-01", "2025-07-01T09:00:00+09:00"),
        (", recorded: 2025-01-05", "on: 2025-06-28, recorded: 2025-01-06", "2025-01-06T00:00:00+09:00"),
        (", recorded: 2025-07-01", "on: 2025-06-25, cancelled: true", "2025-07-01T00:00:00+09:00"),
    ],
)
def test_nothing_is_put_right_before_it_was_recorded(
    plan: LoadedPlan, first: str, second: str, known_from: str
) -> None:
    """As known in between, the correction would stand in the place of what nobody had recorded yet."""
    right = f"{{id: right, event: leaves_position, position: all, corrects: left, {second}}}"
    found = known(plan, f"{{id: left, {LEFT}{first}}}", right)
    assert f"right from {known_from}" in found


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", "2025-06-24"),
        (", recorded: 2025-07-01", "2025-06-30"),
        (", recorded: 2025-07-01T09:00:00+09:00", "2025-07-01T08:59:59+09:00"),
    ],
)
def test_a_correction_recorded_before_what_it_corrects_is_refused(plan: LoadedPlan, first: str, second: str) -> None:
    text = (
        PARTIES + ONE_GRANT + f"events:\n  - {{id: left, {LEFT}{first}}}\n"
        f"  - {{{LEFT}, id: right, corrects: left, recorded: {second}}}\n"
    )
    shown, underlined = problems(plan, text)
    assert len(shown) == 1
    assert "this is recorded before what it corrects, `left`, on line 4" in shown[0]
    assert underlined[0].startswith(second)


def test_what_counts_from_the_next_day_is_corrected_on_its_own(plan: LoadedPlan) -> None:
    """It was recorded on its day, though it is known from the next on: it can be taken back or put right at once."""
    split = "{id: s, on: 2025-06-25, event: conditional_split_is_approved, ratio: 2, record_date: 2025-06-24}"
    right = (
        "{id: b, on: 2025-06-25, event: conditional_split_is_approved, ratio: 3, record_date: 2025-06-24, corrects: s, "
        "recorded: 2025-06-25T12:00:00+09:00}"
    )
    assert known(plan, split, right) == {"s from 2025-06-26T00:00:00+09:00", "b from 2025-06-26T00:00:00+09:00"}


def test_what_counts_from_the_next_day_and_was_recorded_before_it_is_put_right_before_it(plan: LoadedPlan) -> None:
    """The meeting is to be on 25 June, recorded on 1 May, and by what is recorded on the 20th it is on 10 June."""
    split = (
        "{id: s, on: 2025-06-25, event: conditional_split_is_approved, ratio: 2, record_date: 2025-06-24, "
        "recorded: 2025-05-01}"
    )
    right = (
        "{id: b, on: 2025-06-10, event: conditional_split_is_approved, ratio: 2, record_date: 2025-06-09, corrects: s, "
        "recorded: 2025-05-20}"
    )
    assert known(plan, split, right) == {"s from 2025-06-26T00:00:00+09:00", "b from 2025-06-11T00:00:00+09:00"}
    with pytest.raises(ProblemsError):
        known(plan, split, right.replace("recorded: 2025-05-20", "recorded: 2025-04-30"))
