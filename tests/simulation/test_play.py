"""Lives played in the order in which they were recorded; every expected value is worked out by hand from the plan."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest

from kenri.api import LoadedPlan, load
from kenri.loader.library import shipped
from kenri.loader.lives import before_their_cause
from kenri.model.days import day, iso
from kenri.model.problems import ProblemsError, Report
from kenri.scenarios import Scenarios, scenario_files
from kenri.simulation.steps import ActRevised, DaysRevised, Moved, Simulation, StateSpan, Step, WindowChange
from kenri.simulation.sweep import event_named

PARTIES = {"sato": {"role": "grantee"}, "hanako": {"role": "heir"}}
GRANT = {"grantee": "sato", "on": "2015-07-13", "number": 10, "position": "director"}


@pytest.fixture(scope="module")
def plan() -> LoadedPlan:
    return load("iij/2015-5th-series")


def played(plan: LoadedPlan, *events: dict[str, Any], **options: Any) -> Simulation:
    return plan.simulate({"parties": PARTIES, "grants": [GRANT], "events": list(events)}, **options)


def shipped_life(plan: LoadedPlan, name: str) -> Simulation:
    return plan.simulate(shipped("scenarios") / "lives" / f"{name}.yaml", action="exercise")


def states(spans: tuple[StateSpan, ...]) -> dict[str, tuple[str | None, str | None]]:
    return {
        each.state: (iso(each.first) if each.first else None, iso(each.last) if each.last else None) for each in spans
    }


def windows(changes: tuple[WindowChange, ...]) -> list[tuple[str, str, str]]:
    return [(each.by, each.how, f"{dated(each.before)} -> {dated(each.after)}") for each in changes]


def dated(window: Any) -> str:
    if window is None:
        return "none"
    most = window.steps[-1][1] if window.steps else window.most
    return f"{iso(window.first)}..{iso(window.last)} {most}"


def moved(movements: tuple[Moved, ...]) -> list[tuple[str, Any, str, str]]:
    return [(iso(each.day), each.number, each.to, each.effect) for each in movements]


# --- one step after the other


def test_leaving_begins_the_ten_days(plan: LoadedPlan) -> None:
    (step,) = played(plan, {"on": "2025-06-25", "event": "leaves_position", "position": "director"})
    assert states(step.states_began) == {
        "ten-days": ("2025-06-26", "2025-07-05"),
        "open-to-the-grantee": ("2025-06-26", "2025-07-05"),
        "ten-days-are-over": ("2025-07-06", None),
    }
    # The position ends with the day on which it is left, which is still held.
    assert states(step.states_ended) == {
        **dict.fromkeys(("a-director", "still-in-position"), (None, "2025-06-24")),
        **dict.fromkeys(("director", "in-position"), (None, "2025-06-25")),
    }
    assert step.states_withdrawn == ()
    assert windows(step.windows_changed) == [("sato", "opened", "none -> 2025-06-26..2025-07-05 10")]
    assert moved(step.movements) == [("2025-07-06", 10, "extinguished", "lapse-after-ten-days")]
    assert moved(step.movements_withdrawn) == [("2045-07-14", 10, "extinguished", "lapse-with-the-period")]
    assert step.next_deadline is not None
    assert (iso(step.next_deadline.day), step.next_deadline.by, step.next_deadline.most) == ("2025-07-05", "sato", 10)
    assert [(each.by, each.outcome, each.rules) for each in step.rulings] == [
        ("sato", "denied", ("ten-days-after-leaving",))
    ]
    assert (step.acts, step.reconsider) == ((), ())


def test_an_exercise_moves_rights_and_lessens_what_may_be_exercised(plan: LoadedPlan) -> None:
    simulation = shipped_life(plan, "leaver")
    step = simulation.steps[1]
    assert (step.id, iso(step.day)) == ("event-2", "2025-06-29")
    assert step.states_began == step.states_ended == step.states_withdrawn == ()
    assert windows(step.windows_changed) == [
        ("sato", "changed", "2025-06-26..2025-07-05 10 -> 2025-06-26..2025-07-05 6")
    ]
    assert moved(step.movements) == [
        ("2025-06-29", 4, "exercised", "exercise"),
        ("2025-07-06", 6, "extinguished", "lapse-after-ten-days"),
    ]
    assert moved(step.movements_withdrawn) == [("2025-07-06", 10, "extinguished", "lapse-after-ten-days")]
    assert [(act.event.id, act.ruling.outcome, act.ruling.number) for act in step.acts] == [("event-2", "allowed", 4)]
    assert simulation.balances["grant"] == {
        "held": 0, "exercised": 4, "extinguished": 6, "acquired": 0, "replaced": 0, "transferred": 0,
    }  # fmt: skip


def test_an_act_that_is_not_permitted_is_kept_and_judged(plan: LoadedPlan) -> None:
    (step,) = played(plan, {"on": "2025-06-25", "event": "exercises", "rights": 1})
    assert [(act.ruling.outcome, act.ruling.rules) for act in step.acts] == [("denied", ("ten-days-after-leaving",))]
    assert moved(step.movements)[0] == ("2025-06-25", 1, "exercised", "exercise")


def test_what_stands_before_anything_is_recorded(plan: LoadedPlan) -> None:
    simulation = played(plan)
    assert simulation.steps == ()
    assert [(each.action, each.by, dated(each.windows[0])) for each in simulation.opening] == [
        ("pay_for_rights", "sato", "2015-07-13..2015-07-13 unlimited")
    ]


def test_each_step_begins_where_the_last_one_ended(plan: LoadedPlan) -> None:
    simulation = shipped_life(plan, "death-known-late")
    before = simulation.opening
    for step in simulation:
        assert step.windows_before == before
        before = step.windows_after
    assert simulation.tracks == before


# --- the order of recording, and what was answered before


def test_the_order_is_that_of_recording_then_that_of_the_file(plan: LoadedPlan) -> None:
    simulation = played(
        plan,
        {"on": "2025-06-26", "event": "dies", "recorded": "2025-07-01", "id": "late"},
        {"on": "2025-06-27", "event": "exercises", "rights": 1, "id": "second"},
        {"on": "2025-06-20", "event": "leaves_position", "position": "all", "id": "first"},
        {"on": "2025-06-27", "event": "exercises", "rights": 2, "id": "third"},
    )
    assert [step.id for step in simulation] == ["first", "second", "third", "late"]


def test_a_correction_never_comes_before_what_it_corrects(plan: LoadedPlan) -> None:
    simulation = played(
        plan,
        {"on": "2025-06-25", "event": "leaves_position", "position": "all", "id": "left"},
        {"on": "2025-06-20", "event": "leaves_position", "position": "all", "id": "right", "corrects": "left"},
    )
    assert [step.id for step in simulation] == ["left", "right"]
    step = simulation.steps[1]
    assert windows(step.windows_changed) == [
        ("sato", "moved", "2025-06-26..2025-07-05 10 -> 2025-06-21..2025-06-30 10")
    ]
    assert states(step.states_withdrawn)["ten-days"] == ("2025-06-26", "2025-07-05")
    assert states(step.states_ended)["director"] == (None, "2025-06-20")
    assert states(step.states_began)["ten-days"] == ("2025-06-21", "2025-06-30")


def test_a_leaving_that_is_taken_back(plan: LoadedPlan) -> None:
    step = played(
        plan,
        {"on": "2025-06-25", "event": "leaves_position", "position": "director", "id": "left"},
        {
            "on": "2025-06-25", "event": "leaves_position", "corrects": "left", "cancelled": True,
            "recorded": "2025-06-28",
        },
    ).steps[1]  # fmt: skip
    assert windows(step.windows_changed) == [("sato", "closed", "2025-06-26..2025-07-05 10 -> none")]
    assert states(step.states_withdrawn)["in-position"] == (None, "2025-06-25")
    assert step.states_began == step.states_ended == ()
    assert moved(step.movements_withdrawn) == [("2025-07-06", 10, "extinguished", "lapse-after-ten-days")]
    assert [days(each) for each in step.reconsider] == [("2025-06-26", "2025-06-27", "allowed", "denied")]


def test_an_exercise_that_stands_again_is_told_alike_by_every_face(plan: LoadedPlan) -> None:
    """10 less 4 exercised; without it 10; and 6 again from the day on which the cancellation is taken back."""
    deed = {"on": "2025-06-27", "event": "exercises", "rights": 4}
    simulation = played(
        plan,
        {"on": "2025-06-25", "event": "leaves_position", "position": "director"},
        {**deed, "id": "deed"},
        {**deed, "id": "typo", "corrects": "deed", "cancelled": True, "recorded": "2025-06-28"},
        {**deed, "id": "no-typo", "corrects": "typo", "cancelled": True, "recorded": "2025-06-30"},
    )
    assert [(step.id, [act.event.id for act in step.acts]) for step in simulation] == [
        ("event-1", []), ("deed", ["deed"]), ("typo", []), ("no-typo", ["deed"]),
    ]  # fmt: skip
    assert [simulation.steps[n].windows_after[0].windows[0].steps[-1][1] for n in (1, 3)] == [6, 6]
    assert moved(simulation.steps[3].movements)[0][1] == 4
    for known_at, acts, most in (("2025-06-27", ("deed",), 6), ("2025-06-28", (), 10), ("2025-06-30", ("deed",), 6)):
        assert tuple(act.event.id for act in plan.audit(simulation.life, known_at=known_at).grants[0].acts) == acts
        assert plan.ask(simulation.life, on="2025-06-30", known_at=known_at).most == most
    assert event_named(simulation.life, "exercises").id == "deed"


def days(each: Any) -> tuple[str, str, str, str]:
    assert isinstance(each, DaysRevised)
    return iso(each.first), iso(each.last), each.then, each.now


def test_a_death_learned_of_after_an_exercise(plan: LoadedPlan) -> None:
    """Dead on 26 June, learned of on 1 July: the exercise of the 27th, and the answers from then on, were wrong."""
    step = by_id(shipped_life(plan, "death-known-late"), "death")
    assert (iso(step.day), windows(step.windows_changed)) == (
        "2025-07-01",
        [("sato", "cut", "2025-06-21..2025-06-30 6 -> 2025-06-21..2025-06-26 10")],
    )
    act, answers = step.reconsider
    assert isinstance(act, ActRevised)
    assert (act.event.id, act.then.outcome, act.now.outcome) == ("exercise", "allowed", "denied")
    assert act.now.rules == ("the-dead-exercise-nothing",)
    assert days(answers) == ("2025-06-27", "2025-06-30", "allowed", "denied")
    assert [each.outcome for each in step.rulings] == ["denied"]
    assert step.next_deadline is None


def test_a_conditional_split_reaches_back_over_an_exercise(plan: LoadedPlan) -> None:
    """2(3): the split counts from the day after the record date, 25 June, once the meeting of the 27th has closed."""
    step = by_id(shipped_life(plan, "split-known-late"), "split")
    act, *answers = step.reconsider
    assert isinstance(act, ActRevised)
    assert (act.event.id, act.then.outcome, act.now.outcome) == ("exercise", "allowed", "allowed")
    figures = [{each.name: each.value for each in ruling.figures} for ruling in (act.then, act.now)]
    assert [(each["shares"], each["payment"]) for each in figures] == [(200, 200), (400, 400)]
    assert [days(each)[:2] for each in answers] == [("2025-06-25", "2025-06-25"), ("2025-06-26", "2025-06-27")]
    for each in answers:
        assert isinstance(each, DaysRevised)
        assert (each.figures_then["shares"], each.figures_now["shares"]) == (200, 400)


def test_read_the_other_way_the_split_reaches_back_over_nothing(plan: LoadedPlan) -> None:
    life = shipped("scenarios") / "lives" / "split-known-late.yaml"
    simulation = plan.simulate(life, readings={"conditional-split": "after-meeting"})
    assert simulation.reconsider == ()


def test_what_is_recorded_in_time_puts_no_answer_in_doubt(plan: LoadedPlan) -> None:
    assert shipped_life(plan, "heir").reconsider == ()
    assert shipped_life(plan, "leaver").reconsider == ()


def test_answers_of_the_day_itself_are_wrong_if_it_was_known_at_noon(plan: LoadedPlan) -> None:
    """Left on the 24th, recorded at noon of the 26th: on the 25th, and on the 26th until noon, the answer was no."""
    (step,) = played(
        plan,
        {"on": "2025-06-24", "event": "leaves_position", "position": "all", "recorded": "2025-06-26T12:00:00+09:00"},
    )
    assert [days(each) for each in step.reconsider] == [("2025-06-25", "2025-06-26", "denied", "allowed")]
    assert step.day == day("2025-06-26")


def by_id(simulation: Simulation, name: str) -> Step:
    return next(step for step in simulation if step.id == name)


def test_every_life_of_the_scenarios_comes_out_where_it_is_known_to_stand(plan: LoadedPlan) -> None:
    """However a life is played, in the end its windows are those of all that is recorded."""
    examiner = Scenarios()
    told = examiner.read(scenario_files([shipped("scenarios") / "iij" / "2015-5th-series" / "heirs.yaml"]), Report())
    played_on = [each for each in told if not [*before_their_cause(each.life, plan.plan)]]
    assert len(played_on) == len(told) - 1  # one inherits from the living
    for each in played_on:
        simulation = plan.simulate(each.life, action="exercise")
        assert len(simulation) == len(each.life.events)
        for track in simulation.tracks:
            windows = plan.windows(each.life, track.action, by=track.by, grant=track.grant or None, settle=False)
            assert windows == track.windows


# --- questions


def test_the_action_the_party_and_the_grant_can_be_chosen(plan: LoadedPlan) -> None:
    leaving = {"on": "2025-06-25", "event": "leaves_position", "position": "director"}
    tracks = {(each.action, each.by) for each in played(plan, leaving).tracks}
    assert tracks == {("exercise", "sato"), ("pay_for_rights", "sato")}
    assert [each.by for each in played(plan, leaving, action="exercise", by="sato").tracks] == ["sato"]
    assert played(plan, leaving, action="exercise", by="hanako").tracks == ()


@pytest.mark.parametrize("options", [{"action": "excercise"}, {"by": "soto"}, {"grant": "z"}, {"readings": {"x": "y"}}])
def test_a_question_that_means_nothing_is_refused(plan: LoadedPlan, options: dict[str, Any]) -> None:
    with pytest.raises(ProblemsError):
        played(plan, **options)


def test_two_grants_are_looked_at_each_by_itself(plan: LoadedPlan) -> None:
    grants = [{**GRANT, "id": "a"}, {**GRANT, "id": "b", "number": 5}]
    events = [{"on": "2025-06-25", "event": "leaves_position", "position": "director"}]
    (step,) = plan.simulate({"parties": PARTIES, "grants": grants, "events": events}, action="exercise")
    assert [(each.grant, dated(each.after)) for each in step.windows_changed] == [
        ("a", "2025-06-26..2025-07-05 10"),
        ("b", "2025-06-26..2025-07-05 5"),
    ]
    assert {each.grant for each in step.states_began} == {""}


def test_an_amendment_that_becomes_known_is_a_step(tmp_path: Any) -> None:
    """Amended on 1 March, known on 10 March: what may be exercised falls from 10 to 3 for those who left on 5 March."""
    path = tmp_path / "plan.yaml"
    path.write_text(
        """plan: acme/amended
extends: vocabulary/equity
events: {leaves: {personal: true}}
terms: {days: {clause: "1", value: 10, type: number}}
rules:
  window:
    clause: "1"
    says: Some days.
    permit: exercise
    by: grantee
    when: {within: {days: days}, after: {first: {event: leaves}}}
amendments:
  shorter: {from: 2024-03-01, recorded: 2024-03-10, clause: "9", says: Three days., terms: {days: {value: 3}}}
"""
    )
    plan = load(path)
    life = {
        "parties": {"ann": {"role": "grantee"}},
        "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 8}],
        "events": [
            {"on": "2024-03-05", "event": "leaves", "id": "left"},
            {"on": "2024-03-12", "event": "exercises", "rights": 1, "id": "act"},
        ],
    }
    left, amended, act = plan.simulate(life)
    assert (left.id, amended.id, act.id) == ("left", "shorter", "act")
    assert (amended.event, amended.amendment) == (None, "shorter")
    assert windows(left.windows_changed) == [("ann", "opened", "none -> 2024-03-06..2024-03-15 8")]
    assert windows(amended.windows_changed) == [("ann", "cut", "2024-03-06..2024-03-15 8 -> 2024-03-06..2024-03-08 8")]
    assert [days(each) for each in amended.reconsider] == [("2024-03-09", "2024-03-09", "allowed", "denied")]
    assert act.acts[0].ruling.outcome == "denied"


# --- days as they are told, and what was not looked at


def test_nothing_of_a_played_life_is_told_with_a_bare_number_for_a_day(plan: LoadedPlan) -> None:
    simulation = played(
        plan,
        {"on": "2025-06-27", "event": "exercises", "rights": 4},
        {"on": "2025-06-25", "event": "leaves_position", "position": "director", "recorded": "2025-07-20"},
    )
    told = repr(simulation)
    assert re.findall(r"(?<![0-9])7[0-9]{5}(?![0-9])", told) == []
    for words in ("day=2025-07-20", "first=2025-06-26, last=2025-07-05", "DaysRevised(", "Moved(", "StateSpan("):
        assert words in told
    assert simulation.steps[1].date == datetime.date(2025, 7, 20)


def test_what_was_not_looked_at_is_said_of_a_played_life_as_of_an_audit(plan: LoadedPlan) -> None:
    grants = [{**GRANT, "id": "one"}, {**GRANT, "id": "two"}]
    events = [{"on": "2025-06-27T12:00:00+09:00", "event": "exercises", "rights": 4, "grant": "one", "id": "deed"}]
    life = plan.life({"parties": PARTIES, "grants": grants, "events": events})
    simulation, audit = plan.simulate(life), plan.audit(life)
    said = {each.code: each.names for each in simulation.cautions}
    assert said["other-grants"] == ("two",)  # of the other, nothing is answered: nobody in office has a window
    assert said["hours-of-record"] == ("deed",)
    assert {each.code for each in audit.cautions} <= said.keys()
