"""*Today* tells what `kenri due` and `kenri audit --all` tell, and of each what hangs on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kenri.faces.inputs.registers import now
from kenri.register.acts import ActRequest
from kenri.register.records import MICROSECONDS
from kenri.register.register import Register
from tests.faces.pages.reading import page
from tests.faces.serving.asking import Asking, entries
from tests.register.small_register import at, written_life


def test_what_comes_is_what_due_tells(ask: Asking) -> None:
    query: dict[str, Any] = {"on": "2025-02-25", "within": 20}
    data = ask.data("due", **query)
    found = page(ask("page/today", **query).body)
    lines = [each for part in found.all("section", class_="of-day") for each in part.all("li", class_="event")]
    told = [(each.one("a", class_="holder").text, each.one("span", class_="badge").text) for each in lines]
    words = {"closes": "last day", "must": "must be done", "opens": "opens", "changes": "another number"}
    known = [each for each in data["due"] if each["kind"] in words]
    assert told == [(each["holder"], words[each["kind"]]) for each in known]
    assert len(known) >= 6
    days = [each.attributes["datetime"] for each in found.all("time")]
    assert days == sorted({each["day"] for each in known})


def test_what_opens_and_closes_is_told_with_its_clause_and_number(ask: Asking) -> None:
    """Ann leaves on 1 March: ten days later she may no more exercise, so that 10 March is the last day (clause 2)."""
    found = page(ask("page/today", on="2025-03-10", within=0, holder="ann").body)
    (line,) = [each for each in found.all("li", class_="event") if "last day" in each.text]
    assert found.one("time").text == "2025-03-10 (Mon)"
    assert line.one("p", class_="many").text.endswith("90")


def test_a_page_that_is_not_the_last_leads_on(ask: Asking) -> None:
    found = page(ask("page/today", on="2025-02-25", within=20, limit=2).body)
    assert found.one("a", rel="next").attributes["href"] == "/?after=2&on=2025-02-25&within=20"


BOARD = """\
plan: acme/board
extends: vocabulary/equity
events: {leaves: {personal: true}}
terms: {consent: {unknown: the day is set by the board, type: day, clause: "4"}}
states: {left: {is: {from: {event: leaves}}}}
rules:
  holder: {clause: "1", says: Holders., permit: exercise, by: grantee}
  board: {clause: "4", says: Not before a day of the board., forbid: exercise, when: left, unless: {from: consent}}
"""

LEO = """\
parties: {leo: {role: grantee}}
grants: [{id: leo-1, grantee: leo, on: 2024-01-01, number: 100}]
events: [{on: 2025-03-01, event: leaves, id: leo-left}]
"""

HOSTILE = ["<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "{{ 70007*70007 }}"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_text_and_nothing_else(name: str, register: str, ask: Asking) -> None:
    grant = {"id": "g-9", "grantee": name, "on": "2024-01-01", "number": 3}
    ask.data("entries/append", body=entries(
        {"kind": "party", "key": name, "of": name, "data": {"role": "grantee"},
         "details": {"name": f"{name}\u202eb"}},
        {"kind": "grant", "key": "g-9", "of": name, "plan": "acme/options", "data": grant},
        {"kind": "event", "key": "l-9", "of": name, "data": {"id": "l-9", "event": "leaves", "on": "2025-03-01"}},
    ))  # fmt: skip
    body = ask("page/today", on="2025-02-25", within=20).body.decode()
    assert "<script>alert" not in body
    assert "<img src=x" not in body
    assert "4900980049" not in body
    assert "\u202e" not in body
    page(body.encode())


def test_answers_that_turned_and_requests_that_wait_are_told(register: str, ask: Asking) -> None:
    """On 5 March Bob is told that he may exercise 90; then it comes out that he left on 1 February."""
    opened = Register.open(register)
    opened.answer("acme/options", "bob", on="2025-03-05", now=at("2025-04-03"), author="ann", rights=90)
    none = page(ask("page/today", on="2025-06-01").body)
    assert "Every answer that was given still stands." in none.text
    change = {"id": "bob-left", "event": "leaves", "on": "2025-02-01"}
    ask.data("entries/correct", body=entries({"kind": "event", "key": "bob-left", "of": "bob", "data": change}))
    found = page(ask("page/today", on="2025-06-01").body)
    section = found.one("section", **{"aria-labelledby": "others"})
    assert [each.text for each in section.all("span", class_="badge")] == ["allowed", "denied"]
    assert "bob" in section.text
    assert "Not long after leaving." in section.text


def test_a_request_that_was_denied_does_not_wait(register: str, ask: Asking) -> None:
    request = ActRequest(action="exercise", holder="ann", rights=5, on="2025-03-20", keeps_refusal=True)
    Register.open(register).act(request, now=at("2025-04-03"), author="ann")
    assert "Nobody waits for an answer." in page(ask("page/today", on="2025-06-01").body).text


def requests(ask: Asking, kind: str) -> list[str]:
    """The keys of the requests under a heading."""
    section = page(ask("page/today").body).one("section", **{"aria-labelledby": kind})
    return [each.one("p", class_="many").text for each in section.all("li", class_="event")]


def test_a_request_that_was_refused_is_told_of_for_thirty_days(register: str, ask: Asking) -> None:
    opened = Register.open(register)
    for key, days in (("late", 31), ("first", 29), ("last", 0)):
        request = ActRequest(action="exercise", holder="ann", rights=5, on="2025-03-20", keeps_refusal=True, key=key)
        opened.act(request, now=now() - days * 86_400 * MICROSECONDS, author="ann")
    assert requests(ask, "denied") == ["last", "first"]
    assert requests(ask, "waiting") == []


def test_what_was_requested_is_recorded_once_what_was_missing_is_known(ask: Asking, tmp_path: Path) -> None:
    """Who has left exercises from a day of the board on (clause 4): nobody knows it until it is 1 March 2025."""
    (tmp_path / "board.yaml").write_text(BOARD, encoding="utf-8")
    register = Register.open("register.db")
    register.add_plan(str(tmp_path / "board.yaml"), author="ann", now=at("2025-04-03"))
    register.apply(written_life(LEO, "acme/board", "leo.yaml"), author="ann", now=at("2025-04-04"))
    request = ActRequest(action="exercise", holder="leo", rights=5, on="2025-03-20", keeps_refusal=True, key="k1")
    register.act(request, now=now(), author="leo")
    assert requests(ask, "waiting") == ["k1"]
    ask.data("entries/append", body=entries({"kind": "fact", "key": "consent", "data": "2025-03-01"}))
    told = [page(ask("page/requests/record", request="k1", even_if="allowed").body) for _ in range(2)]
    assert [each.one("p", role="status").text for each in told] == ["Recorded: exercise rights (k1-recorded)."] * 2
    assert requests(ask, "waiting") == []
    (one,) = [each for each in ask.data("records", holder="leo", kind="event") if each["data"]["event"] == "exercises"]
    assert (one["data"]["rights"], one["data"]["on"]) == (5, "2025-03-20")


def test_what_was_no_request_is_not_recorded(ask: Asking) -> None:
    answered = ask("page/requests/record", request="none")
    assert answered.status == 422
    assert "no request waits under none" in page(answered.body).text


def test_where_there_are_several_issuers_one_is_asked_for(tmp_path: object, register: str, ask: Asking) -> None:
    Register.create(register, "Other & Co")
    found = page(ask("page/today").body)
    links = [each.attributes["href"] for each in found.one("main").all("a")]
    assert links == ["/?issuer=Acme", "/?issuer=Other+%26+Co"]
