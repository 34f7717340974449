"""*My rights* tells in plain words what `kenri ask` tells of today, and records what is asked for once, or keeps it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kenri.faces.inputs.registers import now
from kenri.register.register import Register
from kenri.service.sessions import csrf_token
from tests.faces.pages.reading import Element, page
from tests.faces.serving.asking import PLAN, Asking, entries
from tests.faces.serving.signed_in import Given, session_of_new
from tests.register.small_register import at, written_life

TODAY = date.today()  # noqa: DTZ011  the day on which what is asked about today is asked


@pytest.fixture
def eve(ask: Asking) -> str:
    """A holder of 30 rights who left yesterday: the ninth day after is the last (clause 2)."""
    left = {"id": "eve-left", "event": "leaves", "on": (TODAY - timedelta(days=1)).isoformat()}
    grant = {"id": "eve-1", "grantee": "eve", "on": "2024-01-01", "number": 30}
    ask.data("entries/append", body=entries(
        {"kind": "party", "key": "eve", "of": "eve", "data": {"role": "grantee"}},
        {"kind": "grant", "key": "eve-1", "of": "eve", "plan": "acme/options", "data": grant},
        {"kind": "event", "key": "eve-left", "of": "eve", "data": left},
    ))  # fmt: skip
    return "eve"


def requested(ask: Asking, **fields: Any) -> Element:
    answered = ask("page/request", holder="eve", **fields)
    assert answered.status == 200, answered.body.decode()
    return page(answered.body)


def test_whose_rights_is_asked_where_there_are_several(ask: Asking) -> None:
    found = page(ask("page/mine").body).one("ul", class_="choices")
    assert [each.attributes["href"] for each in found.all("a")][:2] == ["/mine/ann", "/mine/bob"]


def test_the_last_day_is_told_in_plain_words(eve: str, ask: Asking) -> None:
    """She left a day ago; from the tenth day after that on it is forbidden, so the ninth is the last."""
    found = page(ask("page/my-rights", holder=eve).body)
    last = TODAY - timedelta(days=1) + timedelta(days=9)
    (may,) = found.all("div", class_="may")
    assert f"up to 30. The last day is {last.isoformat()}" in may.one("p", class_="said").text
    assert "You hold 30." in found.text


def test_who_may_no_more_is_told_why(ask: Asking) -> None:
    """Ann left on 1 March 2025: 10 March was the last day (clause 2), if the days are read as the plan has them."""
    (may,) = page(ask("page/my-rights", holder="ann").body).all("div", class_="may")
    assert may.one("span", class_="badge").text == "denied"
    assert "Clause 2" in may.text
    assert not may.all("form")


def test_a_request_that_is_permitted_is_recorded_once(eve: str, ask: Asking) -> None:
    form = {"action": "exercise", "rights": "12", "key": "mine-1", "plan": "acme/options", "grant": "eve-1"}
    first = requested(ask, **form)
    assert first.one("section", class_="result").one("p", class_="said").text == "Recorded: exercise rights, 12."
    assert "You hold 18." in first.text
    again = requested(ask, **form)
    assert again.one("section", class_="result").text == first.one("section", class_="result").text
    assert "You hold 18." in again.text
    (one,) = [each for each in ask.data("records", holder="eve", kind="event") if each["data"]["event"] == "exercises"]
    assert one["data"]["rights"] == 12


def test_a_request_for_more_than_there_is_is_kept_and_nothing_recorded(eve: str, ask: Asking) -> None:
    found = requested(ask, action="exercise", rights="31", key="mine-2", grant="eve-1")
    assert "This is not permitted." in found.one("section", class_="result").text
    assert "You hold 30." in found.text
    kinds = [each["kind"] for each in ask.data("holder", holder="eve")["history"]]
    assert kinds.count("ruling") == 1
    assert kinds.count("event") == 1


def test_nothing_of_anybody_else_is_told(eve: str, ask: Asking) -> None:
    text = page(ask("page/my-rights", holder=eve).body).one("main").text
    assert not [name for name in ("ann", "bob", "花子") if name in text.split()]
    assert "1-opening" not in text


PAID = """\
plan: acme/paid
extends: vocabulary/equity
actions: {pay: {says: pay for rights}}
events: {pays: {says: pays for rights, personal: true, act: pay}}
terms: {payment_day: {value: 2024-02-01, clause: "5"}}
rules:
  holder: {clause: "1", says: Holders., permit: exercise, by: grantee}
  payer: {clause: "5", says: Rights are paid for on one day., permit: pay, by: grantee, when: {on: payment_day}}
"""


def test_who_has_paid_is_told_so_and_not_that_it_is_denied(ask: Asking, tmp_path: Path) -> None:
    """1 February 2024 is the one day of payment (clause 5): she paid on it, he did not."""
    (tmp_path / "paid.yaml").write_text(PAID, encoding="utf-8")
    register = Register.open("register.db")
    register.add_plan(str(tmp_path / "paid.yaml"), author="ann", now=at("2025-04-03"))
    for name, events in (("kim", "events: [{on: 2024-02-01, event: pays, id: kim-paid}]\n"), ("lee", "")):
        life = f"""\
parties: {{{name}: {{role: grantee}}}}
grants: [{{id: {name}-1, grantee: {name}, on: 2024-01-01, number: 5}}]
{events}"""
        register.apply(written_life(life, "acme/paid", f"{name}.yaml"), author="ann", now=at("2025-04-04"))
    for name, badge, said in (
        ("kim", "done", "It was done on 2024-02-01 (Thu)."),
        ("lee", "over", "The last day for it was 2024-02-01 (Thu)."),
    ):
        found = page(ask("page/my-rights", holder=name).body).all("div", class_="may")
        (may,) = [each for each in found if each.one("h3").text.startswith("pay for rights")]
        assert (may.one("span", class_="badge").text, may.one("p", class_="said").text) == (badge, said)


def test_an_heir_has_own_and_inherited_rights_and_nobody_elses(ask: Asking) -> None:
    """Hal died a week ago, and Ann was fixed as the heir three days later: nobody gave her access to his rights. Under
    this plan heirs exercise as holders do.
    """
    Path("options.yaml").write_text(
        PLAN.replace("by: grantee}\n  after", "by: [grantee, heir]}\n  after"), encoding="utf-8"
    )
    Register.open("register.db").add_plan("options.yaml", author="ann", now=now())
    died, fixed = (TODAY - timedelta(days=each) for each in (7, 4))
    ask.data("entries/append", body=entries(
        {"kind": "party", "key": "hal", "of": "hal", "data": {"role": "grantee"}},
        {"kind": "party", "key": "ann", "of": "hal", "data": {"role": "heir"}},
        {"kind": "grant", "key": "hal-1", "of": "hal", "plan": "acme/options",
         "data": {"id": "hal-1", "grantee": "hal", "on": "2024-01-01", "number": 30}},
        {"kind": "event", "key": "died", "of": "hal", "data": {"id": "died", "event": "dies", "on": died.isoformat()}},
        {"kind": "event", "key": "fixed", "of": "hal",
         "data": {"id": "fixed", "event": "inherits", "on": fixed.isoformat(), "who": "ann"}},
    ))  # fmt: skip
    with ask.answering._database.writing() as connection:
        session = session_of_new(connection, "ann", [Given("holder", holder="ann", since=fixed)])
    told: dict[str, Any] = {"session": session, "csrf": csrf_token(session), "is_local": False}
    found = page(ask("page/mine", method="GET", **told).body).one("ul", class_="choices")
    assert [each.attributes["href"] for each in found.all("a")] == ["/mine/ann", "/mine/hal"]
    inherited = page(ask("page/my-rights", method="GET", holder="hal", **told).body)
    assert inherited.one("p", class_="lead").text.startswith("ann")
    assert "up to 30" in inherited.one("div", class_="may").text
    for text in (inherited.text, page(ask("page/my-rights", method="GET", holder="ann", **told).body).text):
        assert not any(other in text for other in ("bob", "花子"))
    assert ask.refused("page/my-rights", method="GET", holder="bob", **told) == (403, ["not-permitted"])
    form: dict[str, Any] = {"action": "exercise", "rights": "12", "plan": "acme/options", "grant": "hal-1"}
    assert ask("page/request", method="POST", holder="hal", key="heir-1", **form, **told).status == 200
    register = Register.open("register.db")
    last = register.life("hal", register.plan()).events[-1]
    assert (last.kind, last.who) == ("exercises", "ann")
