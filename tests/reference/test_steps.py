"""Acts in several steps, by hand: events that name others, rights of one event, and duties that see their own event."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kenri.api import LoadedPlan, load
from kenri.model.problems import ProblemsError

PLAN = """
plan: stepped
extends: vocabulary/equity
zone: Asia/Tokyo
events:
  asks: {act: exercise, number: rights, attributes: {rights: number}}
  pays: {act: pay, attributes: {request: {type: event, of: asks}, rights: {type: number, default: unlimited}}}
  sends: {attributes: {request: {type: event, of: asks}, yen: number}}
  starts: {personal: true}
actions: {pay: {attributes: {request: {type: event, of: asks}}}}
balances: {asked: {}}
rules:
  open: {clause: "1", says: Any day., permit: exercise, by: grantee}
  of-it:
    clause: "2"
    says: While it is open.
    permit: pay
    when: {quantity: {balance: asked, for: request}, more_than: 0}
effects:
  asking: {clause: "1", says: It is asked for., on: {event: asks}, moves: {of_event: rights}, to: asked}
  payment:
    clause: "2"
    says: It is paid.
    on: {event: pays}
    for: request
    from: asked
    moves: {of_event: rights}
    to: exercised
duties:
  price:
    clause: "3"
    says: 100 yen are sent for each right.
    by: grantee
    until: {plus: {days: 10}, to: {event: asks}}
    done:
      quantity: {total: yen, of: {event: sends, where: {request: this_event}}}
      at_least: {multiply: [100, {of_event: rights}]}
"""
A = {"id": "a", "on": "2024-03-01", "event": "asks", "rights": 40}
B = {"id": "b", "on": "2024-03-02", "event": "asks", "rights": 30}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    path = tmp_path_factory.mktemp("steps") / "stepped.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return load(path)


def life(*events: dict[str, Any]) -> dict[str, Any]:
    return {"grants": [{"grantee": "ann", "on": "2024-01-01", "number": 100}], "events": [*events]}


def balances(plan: LoadedPlan, *events: dict[str, Any], on: str = "2024-05-01", **asked: Any) -> tuple[Any, ...]:
    found = plan.ask(life(*events), on=on, **asked).balances
    return found["held"], found["asked"], found["exercised"]


def pays(request: str, **others: Any) -> dict[str, Any]:
    return {"on": "2024-03-05", "event": "pays", "request": request, **others}


def test_of_two_requests_the_one_that_is_named_is_paid(plan: LoadedPlan) -> None:
    assert balances(plan, A, B, pays("b")) == (30, 40, 30)


def test_a_ruling_tells_which_requests_are_open(plan: LoadedPlan) -> None:
    def told(*events: dict[str, Any], on: str) -> list[tuple[str, str, Any]]:
        ruling = plan.ask(life(*events), on=on)
        return [(each.balance, each.event, each.number) for each in ruling.of_events]

    assert told(A, B, pays("b", rights=10), on="2024-02-29") == []
    assert told(A, B, pays("b", rights=10), on="2024-03-04") == [("asked", "a", 40), ("asked", "b", 30)]
    assert told(A, B, pays("b", rights=10), on="2024-03-05") == [("asked", "a", 40), ("asked", "b", 20)]
    assert told(A, B, pays("a"), pays("b"), on="2024-03-05") == []


def test_a_request_is_paid_once(plan: LoadedPlan) -> None:
    """What is paid again takes nothing from the other request."""
    assert balances(plan, A, B, pays("b"), pays("b", on="2024-03-06")) == (30, 40, 30)


def test_a_request_is_paid_in_parts(plan: LoadedPlan) -> None:
    assert balances(plan, A, B, pays("b", rights=10)) == (30, 60, 10)
    assert balances(plan, A, B, pays("b", rights=10), pays("b", rights=25, on="2024-03-06")) == (30, 40, 30)


def test_what_is_corrected_is_meant_by_each_of_its_recordings(plan: LoadedPlan) -> None:
    """30 were written down as 20, and then as 25; who names any of the three means what stands."""
    second = {**B, "rights": 20, "id": "b2", "corrects": "b", "recorded": "2024-03-03"}
    third = {**B, "rights": 25, "id": "b3", "corrects": "b2", "recorded": "2024-03-10"}
    for name in ("b", "b2", "b3"):
        assert balances(plan, A, B, second, third, pays(name)) == (35, 40, 25)
    assert balances(plan, A, B, second, third, pays("b"), known_at="2024-03-09") == (40, 40, 20)
    ruling = plan.ask(life(A, B, second, third), "pay", on="2024-03-05", facts={"request": "b2"})
    assert ruling.outcome == "allowed"


def test_of_what_is_taken_back_nothing_is_paid(plan: LoadedPlan) -> None:
    back = {**B, "id": "c", "corrects": "b", "cancelled": True, "recorded": "2024-03-20"}
    assert balances(plan, A, B, pays("b"), back) == (60, 40, 0)
    assert balances(plan, A, B, pays("b"), back, known_at="2024-03-19") == (30, 40, 30)


def test_within_a_day_the_record_orders_the_steps(plan: LoadedPlan) -> None:
    late = {"id": "d", "on": "2024-03-05", "event": "asks", "rights": 5}
    assert balances(plan, late, pays("d")) == (95, 0, 5)


def test_an_audit_judges_a_step_by_what_was_open_then(plan: LoadedPlan) -> None:
    report = plan.audit(life(A, B, pays("b"), pays("b", on="2024-03-06", id="again")))
    assert list(report.violating) == ["again"]
    assert not report.unjudged


def test_a_question_names_what_is_missing_and_refuses_what_is_none(plan: LoadedPlan) -> None:
    recorded = life(A, B, pays("b"))
    assert plan.ask(recorded, "pay", on="2024-03-06").missing == ("request",)
    assert plan.ask(recorded, "pay", on="2024-03-06", facts={"request": "a"}).outcome == "allowed"
    assert plan.ask(recorded, "pay", on="2024-03-06", facts={"request": "b"}).outcome == "denied"
    for name, code in (
        ("x", "no-earlier-event"),
        ("event-3", "names-other-kind"),
        (3, "not-of-type"),
        ("", "not-of-type"),
    ):
        with pytest.raises(ProblemsError) as raised:
            plan.ask(recorded, "pay", on="2024-03-06", facts={"request": name})
        assert [problem.code for problem in raised.value.problems] == [code]


@pytest.mark.parametrize(
    ("events", "code", "help_"),
    [
        ([pays("b"), A, B], "no-earlier-event", None),
        ([A, pays("aa")], "no-earlier-event", "the nearest known name is `a`"),
        ([A, {"id": "s", "on": "2024-03-02", "event": "starts"}, pays("s")], "names-other-kind", None),
        ([A, pays("a", on="2024-02-29")], "names-later-event", None),
        ([A, {"on": "2024-03-05", "event": "pays"}], "missing-key", None),
        ([A, pays(7)], "not-of-type", None),  # type: ignore[arg-type]  # as somebody may write it
        ([A, pays(["a"])], "not-of-type", None),  # type: ignore[arg-type]
        (
            [A, {**A, "id": "c", "corrects": "a", "cancelled": True}, pays("c")],
            "no-earlier-event",
            None,
        ),
    ],
    ids=["not yet", "nothing", "other kind", "earlier day", "no name", "a number", "a list", "a cancellation"],
)
def test_a_life_that_names_wrongly_is_refused(
    plan: LoadedPlan, events: list[dict[str, Any]], code: str, help_: str | None
) -> None:
    with pytest.raises(ProblemsError) as raised:
        plan.life(life(*events))
    assert [problem.code for problem in raised.value.problems] == [code]
    assert help_ is None or help_ in str(raised.value)


def test_events_about_two_grants_do_not_name_each_other(plan: LoadedPlan) -> None:
    grants = [{"id": id_, "grantee": "ann", "on": "2024-01-01", "number": 100} for id_ in ("g", "h")]
    events = [{**A, "grant": "g"}, pays("a", grant="h")]
    with pytest.raises(ProblemsError) as raised:
        plan.life({"grants": grants, "events": events})
    assert [problem.code for problem in raised.value.problems] == ["names-event-elsewhere"]
    right = plan.life({"grants": grants, "events": [{**A, "grant": "g"}, {**B, "grant": "h"}, pays("b", grant="h")]})
    assert plan.ask(right, on="2024-04-01", grant="g").balances["asked"] == 40
    assert plan.ask(right, on="2024-04-01", grant="h").balances["exercised"] == 30


def test_a_duty_is_done_by_what_names_its_own_event(plan: LoadedPlan) -> None:
    """Of two open demands 40 and 30 rights, 3,000 yen answer the second, and what is sent in two parts the first."""
    sent = [
        {"on": "2024-03-04", "event": "sends", "request": "b", "yen": 3000},
        {"on": "2024-03-04", "event": "sends", "request": "a", "yen": 3000},
    ]
    rest = {"on": "2024-03-11", "event": "sends", "request": "a", "yen": 1000}

    def standing(*events: dict[str, Any], on: str = "2024-03-12") -> list[str]:
        return [each.standing for each in plan.duties(life(A, B, *events), on=on).owed]

    assert standing(on="2024-03-11") == ["open", "open"]
    assert standing() == ["not-done", "open"]
    assert standing(*sent) == ["not-done", "done"]
    assert standing(*sent, rest) == ["done", "done"]
    assert standing(*sent, {**rest, "on": "2024-03-12"}) == ["not-done", "done"]
    assert standing(*sent, {**rest, "yen": 999}) == ["not-done", "done"]


def test_an_unknown_number_leaves_other_requests_known(tmp_path: Path) -> None:
    """Nobody wrote down how many are asked for in `b`: of `a`, which was asked for before, that is known."""
    path = tmp_path / "stepped.yaml"
    path.write_text(
        PLAN.replace(
            "asks: {act: exercise, number: rights, attributes: {rights: number}}",
            "asks: {attributes: {rights: {type: number, optional: true}}}",
        ),
        encoding="utf-8",
    )
    plan = load(path)
    unknown = {key: value for key, value in B.items() if key != "rights"}
    recorded = life(A, unknown, pays("a"))
    ruling = plan.ask(recorded, on="2024-03-05")
    assert (ruling.balances["held"], ruling.balances["asked"], ruling.balances["exercised"]) == (None, None, 40)
    assert plan.ask(recorded, "pay", on="2024-03-03", facts={"request": "a"}).outcome == "allowed"
    assert plan.ask(recorded, "pay", on="2024-03-05", facts={"request": "a"}).outcome == "denied"
    assert plan.ask(recorded, "pay", on="2024-03-05", facts={"request": "b"}).outcome == "unknown"
