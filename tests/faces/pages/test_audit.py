"""*Audit* tells what `kenri audit --all`, `roll-forward` and `register verify` tell."""

from __future__ import annotations

from typing import Any

import pytest

from kenri.register.register import Register
from tests.faces.pages.reading import page
from tests.faces.serving.asking import Asking, entries, exercise
from tests.register.small_register import at

LATE = exercise("ann", "too-late", number=4, on="2025-03-20")
"""Ann left on 1 March, so that she may exercise until the 10th (clause 2)."""


def test_an_act_that_was_not_permitted_is_told_with_its_clause_and_record(ask: Asking) -> None:
    ask.data("entries/append", body=entries(LATE))
    told = ask.data("audit/all", until="2025-04-01")
    found = page(ask("page/audit", until="2025-04-01").body)
    section = found.one("section", **{"aria-labelledby": "acts"})
    acts = [each for each in section.all("li", class_="event") if "exercise" in each.text]
    assert len(acts) == len([each for each in told["findings"] if each["what"] == "act"]) == 1
    (act,) = acts
    assert act.one("time").attributes["datetime"] == "2025-03-20"
    assert [each.text for each in act.all("span", class_="badge")] == ["not permitted", "permitted"]
    assert "days: long" in act.text
    assert "Not long after leaving." in act.text
    assert "event too-late" in act.text
    assert act.one("p", class_="many").text.endswith("4")


def test_every_finding_is_told_once(ask: Asking) -> None:
    ask.data("entries/append", body=entries(LATE))
    told = ask.data("audit/all", until="2025-04-01", limit=1000)["findings"]
    lines = page(ask("page/audit", until="2025-04-01", limit=1000).body).one("section", **{"aria-labelledby": "acts"})
    assert len(lines.all("li", class_="event")) == len([each for each in told if each["what"] != "answer"])


def test_what_is_of_days_before_is_left_out_and_counted(ask: Asking) -> None:
    ask.data("entries/append", body=entries(LATE))
    every = ask.data("audit/all", until="2025-04-01", limit=1000)["findings"]
    before = [each for each in every if each["day"] is not None and each["day"] < "2025-03-21"]
    asked: dict[str, Any] = {"from": "2025-03-21", "until": "2025-04-01", "limit": 1000}
    found = page(ask("page/audit", **asked).body)
    assert "too-late" not in found.text
    assert f"{len(before)} finding" in found.one("section", **{"aria-labelledby": "acts"}).text


def test_rights_move_as_roll_forward_tells(ask: Asking) -> None:
    """Of three grants of 100 each, 10 were exercised on 1 February."""
    asked: dict[str, Any] = {"from": "2025-01-01", "until": "2025-02-15"}
    rolled = ask.data("roll-forward", **{"from": "2025-01-01", "to": "2025-02-15"})["rolls"][0]
    section = page(ask("page/audit", **asked).body).one("section", **{"aria-labelledby": "roll"})
    rows = [[cell.text for cell in each.all("td")] for each in section.one("tbody").all("tr")]
    assert rows[0][:2] == ["300", "0"]
    assert rows[-1][:2] == ["270", "30"]
    assert len(rows) == len(rolled["lines"])
    assert section.one("span", class_="badge").text == "adds up"


def test_an_answer_that_would_be_another_is_told_with_what_turned_it(register: str, ask: Asking) -> None:
    now = at("2025-04-03")
    Register.open(register).answer("acme/options", "bob", on="2025-03-05", now=now, author="ann", rights=90)
    change = {"id": "bob-left", "event": "leaves", "on": "2025-02-01"}
    ask.data("entries/correct", body=entries({"kind": "event", "key": "bob-left", "of": "bob", "data": change}))
    section = page(ask("page/audit").body).one("section", **{"aria-labelledby": "answers"})
    assert [each.text for each in section.all("span", class_="badge")] == ["allowed", "denied"]
    assert "event bob-left" in section.text


def test_the_chain_is_verified(ask: Asking) -> None:
    head = ask.data("verify")["head"]
    section = page(ask("page/audit").body).one("section", **{"aria-labelledby": "chain"})
    assert f"{head['sequence']}:{head['hash']}" in section.text
    assert section.one("span", class_="badge").text == "as it was written"


def test_a_file_is_led_to_with_what_was_asked_for(ask: Asking) -> None:
    section = page(ask("page/audit", holder="ann", until="2025-04-01").body).one(
        "section", **{"aria-labelledby": "take-out"}
    )
    links = [each.attributes["href"] for each in section.all("a")]
    assert "/api/v1/audit/all?as=xlsx&until=2025-04-01&holder=ann" in links
    assert {each.partition("?")[0] for each in links} == {
        f"/api/v1/{name}" for name in ("audit/all", "roll-forward", "export", "print")
    }


def test_days_the_wrong_way_round_are_refused(ask: Asking) -> None:
    asked: dict[str, Any] = {"from": "2025-05-01", "until": "2025-04-01"}
    answered = ask("page/audit", **asked)
    assert answered.status == 422


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>"])
def test_names_are_text_and_nothing_else(name: str, ask: Asking) -> None:
    grant = {"id": "g-9", "grantee": name, "on": "2024-01-01", "number": 3}
    ask.data("entries/append", body=entries(
        {"kind": "party", "key": name, "of": name, "data": {"role": "grantee"}},
        {"kind": "grant", "key": "g-9", "of": name, "plan": "acme/options", "data": grant},
        {"kind": "event", "key": "l-9", "of": name, "data": {"id": "l-9", "event": "leaves", "on": "2025-03-01"}},
        {**exercise(name, "<b>x", number=1, on="2025-03-20")},
    ))  # fmt: skip
    body = ask("page/audit", by="grant", until="2025-06-01").body.decode()
    assert "<script>alert" not in body
    assert "<img src=x" not in body
    assert "<b>x" not in body
    page(body.encode())
