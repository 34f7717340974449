"""What must be done: when a duty falls due, who owes it, and whether it was done, by hand and in every life."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.model.days import day
from kenri.model.duty import OwedDuty
from kenri.model.problems import ProblemsError

PLAN = """
plan: owed
extends: vocabulary/equity
zone: Asia/Tokyo
roles: {agent: {}}
events:
  moves: {attributes: {by_then: {type: day, optional: true}}}
  notifies: {personal: true, act: notify}
  asks_back: {personal: true}
actions: {notify: {says: notify}}
terms:
  deadline: {unknown: The board sets it., type: day}
  is_waived: {unknown: The board may waive it., type: flag}
readings:
  counted: {question: Is the day counted?, options: {out: no, in: yes}, default: out}
rules:
  open: {clause: "1", says: Open., permit: [exercise, notify]}
duties:
  notice:
    clause: "2"
    says: Whoever moves gives notice within ten days.
    by: [grantee, agent]
    of: notify
    until:
      reading: counted
      choices:
        out: {plus: {days: 10}, to: {event: moves}}
        in: {plus: {days: 10}, to: {event: moves}, counting: {first_day: included}}
    done: {on: {event: notifies, who: asker}}
  by-attribute:
    clause: "3"
    says: By the day named.
    by: grantee
    until: {attribute: by_then, of: {event: moves}}
    done: {on: {event: notifies}}
  by-board: {clause: "4", says: By the day set., by: grantee, until: deadline, done: {on: {event: notifies}}}
  unless-waived:
    clause: "5"
    says: Unless waived.
    by: grantee
    until: 2024-06-30
    done: {any: [is_waived, {on: {event: notifies}}]}
  report:
    clause: "6"
    says: A report in each April.
    by: grantee
    from: {each_of: [2024-04-01, 2025-04-01]}
    until: {each_of: [2024-04-30, 2025-04-30]}
    done: {on: {event: notifies}}
  backwards: {clause: "7", says: Nothing., by: grantee, from: 2024-05-02, until: 2024-05-01, done: always}
  before: {clause: "8", says: Nothing., by: grantee, until: 2023-12-31, done: never}
"""

GRANT = {"grantee": "ann", "on": "2024-01-10", "number": 10}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    path = tmp_path_factory.mktemp("owed") / "owed.yaml"
    path.write_text(PLAN, "utf-8")
    return load(path)


def life(*events: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"parties": {"ann": {"role": "grantee"}}, "grants": [GRANT], "events": [*events], **more}


def owed(plan: LoadedPlan, told: dict[str, Any], on: str, duty: str = "notice", **asked: Any) -> list[OwedDuty]:
    found = plan.duties(told, on=on, **{"by": "ann", **asked})
    return [each for each in found.owed if each.duty == duty]


MOVES = {"on": "2024-03-01", "event": "moves"}


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        ("2024-02-29", "coming"),  # the day before the move
        ("2024-03-01", "open"),  # the day of the move is the first
        ("2024-03-11", "open"),  # ten days after it, and the last
        ("2024-03-12", "not-done"),
    ],
)
def test_it_stands_open_from_the_event_through_the_last_day(plan: LoadedPlan, on: str, standing: str) -> None:
    (found,) = owed(plan, life(MOVES), on)
    assert (found.standing, found.first_date, found.last_date) == (standing, date(2024, 3, 1), date(2024, 3, 11))
    assert found.done_on is None
    assert found.done_date is None


@pytest.mark.parametrize(
    ("done", "standings"),
    [
        ("2024-02-29", ("open", "not-done")),  # too early: nothing was due
        ("2024-03-01", ("done", "done")),
        ("2024-03-11", ("done", "done")),
        ("2024-03-12", ("open", "not-done")),  # too late
    ],
)
def test_it_is_done_by_what_happens_in_time(plan: LoadedPlan, done: str, standings: tuple[str, str]) -> None:
    told = life(MOVES, {"on": done, "event": "notifies", "who": "ann"})
    assert tuple(owed(plan, told, on)[0].standing for on in ("2024-03-11", "2024-03-20")) == standings


def test_nothing_is_done_before_its_day(plan: LoadedPlan) -> None:
    told = life(MOVES, {"on": "2024-03-09", "event": "notifies", "who": "ann"})
    before, then = owed(plan, told, "2024-03-08")[0], owed(plan, told, "2024-03-09")[0]
    assert (before.standing, before.done_on) == ("open", None)
    assert (then.standing, then.done_date) == ("done", date(2024, 3, 9))


def test_each_event_brings_about_one_of_its_own(plan: LoadedPlan) -> None:
    told = life(MOVES, {"on": "2024-03-05", "event": "moves"}, {"on": "2024-03-13", "event": "notifies", "who": "ann"})
    first, second = owed(plan, told, "2024-03-13")
    assert (first.last_date, first.standing) == (date(2024, 3, 11), "not-done")
    assert (second.last_date, second.standing) == (date(2024, 3, 15), "done")
    assert first.event != second.event


def test_who_owes_it(plan: LoadedPlan) -> None:
    told = life(MOVES, {"on": "2024-03-02", "event": "notifies", "who": "ann"})
    found = [each for each in plan.duties(told, on="2024-03-20").owed if each.duty == "notice"]
    assert [(each.by, each.is_role, each.standing) for each in found] == [
        ("ann", False, "done"), ("agent", True, "not-done"),  # nobody is the agent: the role owes it
    ]  # fmt: skip
    both = {**told, "parties": {"ann": {"roles": ["grantee", "agent"]}}}
    assert [each.by for each in plan.duties(both, on="2024-03-20").owed if each.duty == "notice"] == ["ann"]
    assert {each.by for each in plan.duties(told, on="2024-03-20", by="agent").owed} == {"agent"}
    with pytest.raises(ProblemsError):
        plan.duties(told, on="2024-03-20", by="nobody")


def test_holders_owe_what_is_about_their_own_grants(plan: LoadedPlan) -> None:
    told = life(MOVES, parties={"ann": {"role": "grantee"}, "bob": {"role": "grantee"}})
    told["grants"] = [{**GRANT, "id": "a"}, {**GRANT, "id": "b", "grantee": "bob"}]
    found = [each for each in plan.duties(told, on="2024-03-20").owed if each.duty == "notice" and not each.is_role]
    assert [(each.grant, each.by) for each in found] == [("a", "ann"), ("b", "bob")]
    assert {each.grant for each in plan.duties(told, on="2024-03-20", grant="b").owed} == {"b"}


def test_a_day_that_nobody_told_leaves_it_unknown(plan: LoadedPlan) -> None:
    (told,) = owed(plan, life({**MOVES, "by_then": "2024-03-05"}), "2024-03-06", "by-attribute")
    assert (told.standing, told.last_date) == ("not-done", date(2024, 3, 5))
    (found,) = owed(plan, life(MOVES), "2024-03-06", "by-attribute")
    assert (found.standing, found.last, found.missing) == ("unknown", None, ("by_then of moves",))


def test_a_fact_that_is_missing_is_named_and_settles_it(plan: LoadedPlan) -> None:
    (found,) = owed(plan, life(), "2024-07-01", "by-board")
    assert (found.standing, found.missing) == ("unknown", ("deadline",))
    (found,) = owed(plan, life(facts={"deadline": "2024-06-01"}), "2024-07-01", "by-board")
    assert (found.standing, found.last_date) == ("not-done", date(2024, 6, 1))
    (found,) = owed(plan, life(), "2024-07-01", "unless-waived")
    assert (found.standing, found.missing, found.last_date) == ("unknown", ("is_waived",), date(2024, 6, 30))
    for is_waived, standing in ((True, "done"), (False, "not-done")):
        (found,) = owed(plan, life(facts={"is_waived": is_waived}), "2024-07-01", "unless-waived")
        assert found.standing == standing
    # Whether it was waived does not matter to who has done it.
    told = life({"on": "2024-02-01", "event": "notifies", "who": "ann"})
    assert owed(plan, told, "2024-07-01", "unless-waived")[0].standing == "done"


def test_first_days_of_their_own_go_with_the_next_last_day(plan: LoadedPlan) -> None:
    told = life({"on": "2024-03-31", "event": "notifies", "who": "ann"})
    first, second = owed(plan, told, "2024-05-01", "report")
    assert [each.first_date for each in (first, second)] == [date(2024, 4, 1), date(2025, 4, 1)]
    assert [each.standing for each in (first, second)] == ["not-done", "coming"]


def test_what_has_no_day_is_not_owed(plan: LoadedPlan) -> None:
    names = {each.duty for each in plan.duties(life(), on="2024-07-01").owed}
    assert not names & {"backwards", "before"}


def test_readings_that_give_others_are_told(plan: LoadedPlan) -> None:
    found = plan.duties(life(MOVES), on="2024-03-11", by="ann")
    assert found.turns is not None
    assert found.turns.readings == ("counted",)
    (way,) = found.turns.ways
    assert [each.standing for each in way.value if each.duty == "notice"] == ["not-done"]  # the tenth day is the 10th
    assert owed(plan, life(MOVES), "2024-03-11", readings={"counted": "in"})[0].last_date == date(2024, 3, 10)


def test_what_was_recorded_later_is_left_out(plan: LoadedPlan) -> None:
    told = life({**MOVES, "recorded": "2024-03-06"})
    assert owed(plan, told, "2024-03-08", known_at="2024-03-05") == []
    assert len(owed(plan, told, "2024-03-08", known_at="2024-03-06")) == 1


def test_a_ruling_tells_what_is_not_done_yet(plan: LoadedPlan) -> None:
    told = life(MOVES)
    assert [each.duty for each in plan.ask(told, "notify", on="2024-03-05").duties] == ["notice"]
    assert plan.ask(told, "exercise", on="2024-03-05").duties == ()
    done = life(MOVES, {"on": "2024-03-02", "event": "notifies", "who": "ann"})
    assert plan.ask(done, "notify", on="2024-03-05").duties == ()


def test_an_audit_reports_what_was_not_done(plan: LoadedPlan) -> None:
    facts = {"deadline": "2030-01-01", "is_waived": True}
    moved = {**MOVES, "by_then": "2024-03-30"}
    done = {"on": "2024-03-11", "event": "notifies", "who": "ann"}
    party = {"ann": {"roles": ["grantee", "agent"]}}
    late = plan.audit(life(moved, facts=facts, parties=party), until="2024-03-12")
    assert (late.not_done, late.is_clean) == (("notice",), False)
    in_time = plan.audit(life(moved, done, facts=facts, parties=party), until="2024-03-12")
    assert (in_time.not_done, in_time.duties, in_time.is_clean) == ((), (), True)
    unknown = plan.audit(life(MOVES, done, facts=facts, parties=party), until="2024-03-12")
    assert ([each.duty for each in unknown.duties], unknown.not_done) == (["by-attribute"], ())
    assert not unknown.is_clean


days = st.integers(0, 40)


@given(moves=st.lists(days, max_size=3, unique=True), notices=st.lists(days, max_size=3, unique=True), on=days)
def test_in_every_life_it_stands_as_its_days_say(
    plan: LoadedPlan, moves: list[int], notices: list[int], on: int
) -> None:
    start = date(2024, 2, 1)

    def at(offset: int) -> str:
        return (start + timedelta(days=offset)).isoformat()

    told = life(
        *({"on": at(each), "event": "moves"} for each in moves),
        *({"on": at(each), "event": "notifies", "who": "ann"} for each in notices),
    )
    found = owed(plan, told, at(on))
    assert [each.first for each in found] == sorted(day(at(each)) for each in moves)
    for each in found:
        assert each.first is not None
        assert each.last == each.first + 10
        first = (each.first_date or start) - start
        in_time = [notice for notice in notices if first.days <= notice <= min(first.days + 10, on)]
        if in_time:
            assert (each.standing, each.done_on) == ("done", day(at(min(in_time))))
        else:
            open_, late = first.days <= on, first.days + 10 < on
            assert each.standing == ("not-done" if late else "open" if open_ else "coming")


@given(offset=days, is_told=st.booleans())
def test_what_is_supplied_contradicts_nothing_that_was_certain(plan: LoadedPlan, offset: int, is_told: bool) -> None:
    on = (date(2024, 2, 20) + timedelta(days=offset)).isoformat()
    told = life(MOVES, *([{"on": "2024-03-03", "event": "notifies", "who": "ann"}] if is_told else []))
    (before,) = owed(plan, told, on, "by-attribute")
    for named in ("2024-03-02", "2024-03-03", "2024-03-20"):
        events = [{**each, "by_then": named} if each["event"] == "moves" else each for each in told["events"]]
        (after,) = owed(plan, {**told, "events": events}, on, "by-attribute")
        assert before.standing in ("unknown", after.standing)


def test_at_the_end_of_a_day_that_has_hours(tmp_path: Path) -> None:
    path = tmp_path / "hours.yaml"
    text = PLAN.replace("plan: owed", "plan: hours").replace(
        "done: {on: {event: notifies, who: asker}}", 'done: {after: 2024-03-11, hour: "17:00"}'
    )
    path.write_text(text, "utf-8")
    plan = load(path)
    assert plan.has_hours
    (found,) = owed(plan, life(MOVES), "2024-03-11")
    assert (found.standing, found.done_date) == ("done", date(2024, 3, 11))  # it holds when the day is over


def test_a_simulation_tells_what_each_recording_makes_of_them(plan: LoadedPlan) -> None:
    told = life(
        {**MOVES, "id": "move"},
        {"on": "2024-03-08", "event": "notifies", "who": "ann"},
        {"on": "2024-03-01", "event": "moves", "corrects": "move", "cancelled": True, "recorded": "2024-03-20"},
    )
    moved, notified, cancelled = plan.simulate(told, by="ann")

    def of(several: tuple[OwedDuty, ...]) -> list[tuple[str, str]]:
        return [(each.duty, each.standing) for each in several if each.duty == "notice"]

    assert of(moved.duties) == [("notice", "open")]
    assert of(notified.duties) == [("notice", "done")]
    assert (of(cancelled.duties), of(cancelled.duties_withdrawn)) == ([], [("notice", "done")])
    assert not any(step.duties_withdrawn for step in (moved, notified))


def test_duties_are_equal_as_values(plan: LoadedPlan) -> None:
    one, other = (plan.duties(life(MOVES), on="2024-03-05") for _ in range(2))
    assert one == other
    assert replace(one.owed[0], by="x") != one.owed[0]
    assert "first=2024-03-01" in repr(owed(plan, life(MOVES), "2024-03-05")[0])
    assert [each.duty for each in one.open] == [each.duty for each in one.owed if each.standing == "open"]
    assert one.current("nothing") is None
