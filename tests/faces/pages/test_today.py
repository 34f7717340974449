"""*Today* tells what `kenri due` and `kenri audit --all` tell, and of each what hangs on it."""

from __future__ import annotations

from typing import Any

import pytest

from kenri.register.acts import ActRequest
from kenri.register.register import Register
from tests.faces.pages.reading import page
from tests.faces.serving.asking import Asking, entries
from tests.register.small_register import at


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
    now = at("2025-04-03")
    opened.answer("acme/options", "bob", on="2025-03-05", now=now, author="ann", rights=90)
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


def test_where_there_are_several_issuers_one_is_asked_for(tmp_path: object, register: str, ask: Asking) -> None:
    Register.create(register, "Other & Co")
    found = page(ask("page/today").body)
    links = [each.attributes["href"] for each in found.one("main").all("a")]
    assert links == ["/?issuer=Acme", "/?issuer=Other+%26+Co"]
