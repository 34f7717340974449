"""Requests that wait, on pages: their holders withdraw them, administrators refuse them with a reason that is shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kenri.register.register import Register
from tests.faces.pages.reading import Element, page
from tests.faces.serving.asking import Asking
from tests.faces.serving.signed_in import Given, SignedIn
from tests.hostile import run
from tests.register.small_register import BOARD, at, written_life

HOSTILE = "<script>alert(1)</script>{{ 70007*70007 }}"


GIVEN = {
    "hr": [Given("administrator")], "leo": [Given("holder", holder="leo")], "mia": [Given("holder", holder="mia")],
}  # fmt: skip


class Waiting(SignedIn):
    """A register in which requests of Leo and of Mia wait, and some people."""

    def __init__(self, ask: Asking, folder: Path) -> None:
        super().__init__(ask, GIVEN)
        (folder / "board.yaml").write_text(BOARD, encoding="utf-8")
        register = Register.open("register.db")
        register.add_plan(str(folder / "board.yaml"), author="ann", now=at("2025-04-03"))
        for name in ("leo", "mia"):
            life = f"parties: {{{name}: {{role: grantee}}}}\ngrants: [{{id: {name}-1, grantee: {name}, number: 9}}]\n"
            register.apply(written_life(life, "acme/board", f"{name}.yaml"), author="ann", now=at("2025-04-04"))
            form: dict[str, Any] = {"action": "exercise", "rights": 5, "plan": "acme/board", "holder": name}
            assert self("page/request", name, **form).status == 200
        self.of = {each["holder"]: each["key"] for each in self.data("requests", "hr")}


@pytest.fixture
def waiting(ask: Asking, tmp_path: Path) -> Waiting:
    return Waiting(ask, tmp_path)


def own(found: Element) -> Element:
    """The requests on *My rights*."""
    return found.one("section", **{"aria-labelledby": "requests"})


def test_a_holder_withdraws_a_request(waiting: Waiting) -> None:
    listed = own(waiting.shown("page/my-rights", "leo", holder="leo", method="GET"))
    form = listed.one("form", action="/requests/withdraw")
    sent = {each.attributes["name"]: each.attributes["value"] for each in form.all("input")}
    assert (sent["holder"], sent["request"]) == ("leo", waiting.of["leo"])
    found = waiting.shown("page/requests/withdraw", "leo", holder="leo", request=sent["request"])
    assert found.one("p", role="status").text == "Withdrawn: exercise rights."
    assert own(found).one("span", class_="badge").text == "withdrawn"
    assert not own(found).all("form")
    assert all(each.attributes["action"] == "/mine/leo" for each in found.all("form", class_="request"))
    (told,) = [each for each in waiting.data("requests", "hr") if each["holder"] == "leo"]
    assert (told["state"], told["ended_by"]) == ("withdrawn", "person leo")
    again = waiting("page/requests/withdraw", "leo", holder="leo", request=sent["request"])
    assert again.status == 422
    assert "waits no more" in page(again.body).one("div", role="alert").text


def test_what_is_mistyped_is_told_above_the_form(waiting: Waiting) -> None:
    answered = waiting("page/request", "leo", action="exercise", rights="two", plan="acme/board", holder="leo")
    found = page(answered.body)
    assert (answered.status, answered.codes) == (422, ("no-number-of-rights",))
    assert "two" in found.one("div", role="alert").text
    assert found.all("form", class_="request")


def test_a_number_may_be_typed_in_wide_digits(waiting: Waiting) -> None:
    form: dict[str, Any] = {"action": "exercise", "rights": "３", "plan": "acme/board", "holder": "leo"}
    waiting.shown("page/request", "leo", **form)
    assert waiting.data("requests", "leo", holder="leo", method="GET")[-1]["number"] == 3


def test_an_administrator_refuses_a_request_and_its_holder_reads_why(waiting: Waiting) -> None:
    section = waiting.shown("page/today", "hr", method="GET").one("section", **{"aria-labelledby": "waiting"})
    assert len(section.all("form", action="/requests/refuse")) == 2
    found = waiting.shown("page/requests/refuse", "hr", request=waiting.of["leo"], reason=HOSTILE)
    assert found.one("p", role="status").text.startswith("Refused: exercise rights")
    assert HOSTILE in found.one("section", **{"aria-labelledby": "aside"}).text
    assert len(found.all("form", action="/requests/refuse")) == 1
    mine = own(waiting.shown("page/my-rights", "leo", holder="leo", method="GET"))
    assert HOSTILE in mine.text
    assert "hr" not in mine.text.split()  # who refused it is not told
    assert "refused" in mine.one("span", class_="badge").text
    body = waiting("page/my-rights", "leo", holder="leo", method="GET").body.decode()
    assert "<script>alert" not in body
    assert "4900980049" not in body


def test_nobody_decides_on_requests_but_whom_the_rules_let(waiting: Waiting) -> None:
    of = waiting.of
    for operation in ("requests/refuse", "requests/record"):
        said = {"reason": "No."} if operation.endswith("refuse") else {}
        assert waiting.refused(operation, "leo", request=of["leo"], **said) == (403, ["not-permitted"])
    assert waiting.refused("requests", "leo", method="GET") == (403, ["not-permitted"])
    assert waiting.refused("requests", "leo", holder="mia", method="GET") == (403, ["not-permitted"])
    assert waiting.refused("requests/withdraw", "leo", holder="mia", request=of["mia"]) == (403, ["not-permitted"])
    for request in (of["mia"], "none"):  # as if there were none of that name
        assert waiting.refused("requests/withdraw", "leo", holder="leo", request=request) == (422, ["no-such-request"])
    assert {each["state"] for each in waiting.data("requests", "hr")} == {"waits"}


def test_a_holder_is_told_of_own_requests_and_of_no_author_nor_number(waiting: Waiting) -> None:
    (told,) = waiting.data("requests", "leo", holder="leo", method="GET")
    assert (told["holder"], told["author"], told["state"]) == ("leo", None, "waits")
    head = waiting.data("head", "hr", method="GET")["head"]["sequence"]
    assert all(str(number) not in told["key"].split("-") for number in range(1, head + 2))


def test_it_is_set_aside_once_under_its_key(waiting: Waiting) -> None:
    said = {"request": waiting.of["leo"], "reason": "No."}
    first = waiting.data("requests/refuse", "hr", key="k1", **said)
    assert waiting.data("requests/refuse", "hr", key="k1", **said) == first
    assert waiting.refused("requests/refuse", "hr", key="k2", **said) == (422, ["request-over"])
    assert waiting.refused("requests/refuse", "hr", request=waiting.of["mia"]) == (400, ["parameter-missing"])


def test_the_terminal_does_the_same(waiting: Waiting, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = run(monkeypatch, ["request", "list", "register.db", "--json"])
    assert json.loads(listed.out) == waiting.data("requests", "hr")
    assert run(monkeypatch, ["request", "record", "register.db", waiting.of["leo"]]).code == 1
    for lang, said in (("en", "waits"), ("ja", "待機中")):
        shown = run(monkeypatch, ["request", "list", "register.db", "--holder", "leo", "--lang", lang])
        assert waiting.of["leo"] in shown.out
        assert said in shown.out
    refused = run(monkeypatch, ["request", "refuse", "register.db", waiting.of["leo"], "--reason", "No.", "--json"])
    assert json.loads(refused.out) == next(each for each in waiting.data("requests", "hr") if each["holder"] == "leo")
    withdrawn = run(monkeypatch, ["request", "withdraw", "register.db", waiting.of["mia"]])
    assert (withdrawn.code, "withdrawn" in withdrawn.out) == (0, True)
    for words in (["withdraw", waiting.of["mia"]], ["refuse", waiting.of["mia"], "--reason", ""]):
        assert run(monkeypatch, ["request", words[0], "register.db", *words[1:]]).code == 2
    assert run(monkeypatch, ["request", "list", "register.db", "--holder", "nobody"]).code == 2


CALL = """\
plan: acme/call
extends: vocabulary/equity
actions: {acquire: {counts: rights, says: The company takes rights back.}}
events: {acquires: {act: acquire, number: rights, attributes: {rights: {type: number}}}}
rules:
  holder: {clause: "1", says: Holders and heirs., permit: exercise, by: [grantee, heir]}
  call: {clause: "2", says: The company., permit: acquire, by: company}
"""


_LIVES = (
    "parties: {leo: {role: grantee}, kk: {role: company}}",
    "parties: {leo: {roles: [grantee, heir]}, kk: {roles: [company, heir]}}",
)


@pytest.mark.parametrize("parties", _LIVES)
@pytest.mark.parametrize("who", ["rep", "leo"])
def test_what_the_company_alone_may_do_is_done_by_nobody_who_sees_one_holder(
    who: str, parties: str, ask: Asking, tmp_path: Path
) -> None:
    """Who acts for a holder says in whose name; that is never the company, also where nobody is named."""
    (tmp_path / "call.yaml").write_text(CALL, encoding="utf-8")
    register = Register.open("register.db")
    register.add_plan(str(tmp_path / "call.yaml"), author="ann", now=at("2025-04-03"))
    life = f"{parties}\ngrants: [{{id: l1, grantee: leo, number: 9}}]\n"
    register.apply(written_life(life, "acme/call", "leo.yaml"), author="ann", now=at("2025-04-04"))
    people = SignedIn(ask, {
        "rep": [Given("representative", holder="leo")], "leo": [Given("holder", holder="leo")],
        "hr": [Given("administrator")],
    })  # fmt: skip
    form: dict[str, Any] = {"action": "acquire", "rights": 2, "plan": "acme/call", "holder": "leo"}
    for by in ({}, {"by": "company"}, {"by": "kk"}):
        answered = people("page/request", who, **form, **by)
        if answered.status == 403:
            assert "in the name of" in page(answered.body).one("div", role="alert").text
        else:
            assert len(page(answered.body).all("section", class_="denied")) == 1
    assert not [each for each in people.data("records", "hr", method="GET", holder="leo") if each["kind"] == "event"]
    shown = people.shown("page/my-rights", who, holder="leo", method="GET")
    assert not {"company", "kk"} & {each.attributes["value"] for each in shown.all("option")}
    assert people.refused("page/my-rights", "rep", holder="leo", by="company", method="GET")[1] == ["not-in-their-name"]
    done = people.shown("page/request", who, **{**form, "action": "exercise"})
    assert "Recorded" in done.one("section", class_="result").text


LATE = """\
plan: acme/late
extends: vocabulary/equity
rules:
  holder: {clause: "1", says: Holders., permit: exercise, by: grantee}
  late: {clause: "2", says: Of what was requested in time., forbid: exercise, unless: {from: {asked: requested_on}}}
"""


def test_nobody_says_of_their_own_request_what_it_is_judged_by(ask: Asking, tmp_path: Path) -> None:
    """That it was made in time, say: the form of the page tells nothing of the kind, and no other is taken."""
    (tmp_path / "late.yaml").write_text(LATE, encoding="utf-8")
    register = Register.open("register.db")
    register.add_plan(str(tmp_path / "late.yaml"), author="ann", now=at("2025-04-03"))
    life = "parties: {leo: {role: grantee}}\ngrants: [{id: l1, grantee: leo, number: 9}]\n"
    register.apply(written_life(life, "acme/late", "leo.yaml"), author="ann", now=at("2025-04-04"))
    people = SignedIn(ask, {"leo": [Given("holder", holder="leo")], "hr": [Given("administrator")]})
    form = {"action": "exercise", "rights": 2, "plan": "acme/late", "holder": "leo"}
    said: dict[str, Any] = {"with": ["requested_on=2025-01-01"]}
    assert people.refused("page/request", "leo", **form, **said) == (400, ["parameter-unknown"])
    assert len(people.shown("page/request", "leo", **form).all("section", class_="denied")) == 1
    assert people.data("exercise", "hr", holder="leo", rights=2, **said)["recorded"] is True  # who records may say it
