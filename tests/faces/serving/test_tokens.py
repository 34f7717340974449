"""Tokens that people make for themselves: they do what both may do, and are seen and ended by whom they concern."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kenri.faces.inputs.registers import now
from kenri.register.records import MICROSECONDS
from kenri.service.appointments import appointments_of, end_appointments
from kenri.service.people import find_person, shut_out
from kenri.service.tokens import make_token, note_use, token_sent, tokens
from tests.faces.pages.reading import page
from tests.faces.serving.asking import Asking, entries, filled
from tests.faces.serving.signed_in import TODAY, Given, SignedIn, give, session_of_new
from tests.hostile import run

GIVEN = {
    "hr": [Given("administrator")], "otto": [Given("auditor")], "law": [Given("plan_author")],
    "ann": [Given("holder", holder="ann")], "bolt": [Given("administrator", "Bolt")], "nobody": [],
}  # fmt: skip
EVE = entries({"kind": "party", "key": "eve", "data": {"role": "grantee"}})


class People(SignedIn):
    """A register of two issuers with people who have signed in, and make tokens."""

    def made(self, who: str, *scopes: str, name: str = "laptop") -> str:
        return str(self.data("tokens/make", who, name=name, scope=list(scopes))["token"])

    def by(self, token: str, operation: str, **query: Any) -> int:
        return self.ask(operation, token=token, is_local=False, **query).status


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> People:
    monkeypatch.chdir(tmp_path)
    return People(Asking(filled("register.db", tmp_path, ("Acme", "Bolt"))), GIVEN)


def test_a_token_does_what_its_scopes_say_and_its_person_may(people: People) -> None:
    """Of each what both may do: to read is more than a holder may, to record more than an auditor may."""
    reads = {who: people.made(who, "read") for who in ("hr", "otto", "ann")}
    assert {who: people.by(text, "holders") for who, text in reads.items()} == {"hr": 200, "otto": 200, "ann": 403}
    assert people.by(reads["ann"], "ask", holder="ann", on="2025-03-05") == 200
    assert people.by(reads["ann"], "ask", holder="bob", on="2025-03-05") == 403
    assert people.by(reads["ann"], "head") == 403
    writes = {who: people.made(who, "write", name="w") for who in ("hr", "otto", "ann", "law")}
    recorded = {who: people.by(text, "entries/append", body=EVE) for who, text in writes.items()}
    assert recorded == {"hr": 200, "otto": 403, "ann": 403, "law": 403}
    assert people.by(writes["hr"], "holders") == 403
    (last,) = [each for each in people.data("records", "hr", method="GET", limit=1000) if each["key"] == "eve"]
    assert last["by"] == "token hr/w"
    for who in ("hr", "otto"):  # what only people do, no token does
        assert people.by(reads[who], "people") == people.by(reads[who], "tokens") == 403
        assert people.by(writes["hr"], "tokens/make", name="more") == 403


def test_a_token_ends_with_what_its_person_was_given(people: People) -> None:
    text = people.made("otto", "read")
    assert people.by(text, "holders") == 200
    with people.database.writing() as connection:
        otto = find_person(connection, "otto")
        given = appointments_of(connection, otto.id)
        end_appointments(connection, otto.id, given, today=TODAY, now=now(), author="local")
    assert people.by(text, "holders") in (403, 404)
    with people.database.writing() as connection:
        shut_out(connection, otto, today=TODAY, now=now(), author="local")
        give(connection, "otto", Given("auditor"))
    assert people.by(text, "holders") == 401  # being shut out has ended it for good


def test_a_token_is_of_the_issuer_alone_for_which_it_was_made(people: People) -> None:
    with people.database.writing() as connection:
        give(connection, "hr", Given("administrator", "Bolt"))
    text = people.data("tokens/make", "hr", name="a", issuer="Acme")["token"]
    assert people.by(text, "holders", issuer="Acme") == 200
    assert people.by(text, "holders", issuer="Bolt") == 404


def test_each_sees_and_ends_their_own_and_administrators_those_of_the_issuer(people: People) -> None:
    text, bolt = people.made("ann", "read"), people.made("bolt", "read")
    with people.database.writing() as connection:
        make_token(connection, "payroll", ["read"], [], secret="p" * 43, now=now(), ends=None)
    listed = {who: people.data("tokens", who, method="GET") for who in ("ann", "hr", "otto")}
    names = {who: [each["name"] for each in told] for who, told in listed.items()}
    assert names == {"ann": ["ann/laptop"], "hr": ["ann/laptop", "payroll"], "otto": []}
    assert [each["can_end"] for each in listed["hr"]] == [True, False]  # that of all issuers is also Bolt's
    assert (listed["ann"][0]["mine"], listed["ann"][0]["person"], listed["hr"][0]["mine"]) == (True, "ann", False)
    assert text not in json.dumps(listed)
    for who, name in (("ann", "bolt/laptop"), ("ann", "payroll"), ("otto", "ann/laptop"), ("hr", "bolt/laptop")):
        assert people.refused("tokens/end", who, name=name) == (422, ["no-such-token"])
    assert people.refused("tokens/end", "hr", name="payroll") == (403, ["token-of-others"])
    assert people.refused("tokens", "nobody", method="GET", issuer="Acme")[0] == 403
    people.data("tokens/end", "hr", name="ann/laptop")
    assert (people.by(text, "plans"), people.by(bolt, "holders")) == (401, 200)
    assert people.refused("tokens/end", "ann", name="ann/laptop") == (422, ["no-such-token"])
    assert people.refused("tokens/make", "ann", name="laptop") == (422, ["token-there"])  # no name is given again
    assert people.made("hr", "read")  # of that name each has one


def test_last_use_is_told_within_an_hour(people: People) -> None:
    text = people.made("ann", "read")
    assert people.data("tokens", "ann", method="GET")[0]["used"] is None
    people.by(text, "plans")
    (told,) = people.data("tokens", "ann", method="GET")
    first = datetime.fromisoformat(told["used"])
    assert abs(datetime.now(UTC) - first) < timedelta(minutes=10)
    people.by(text, "plans")
    assert people.data("tokens", "ann", method="GET") == [told]
    with people.database.writing() as connection:
        note_use(connection, token_sent(connection, text, now()), now() - 3_601 * MICROSECONDS)
    people.by(text, "plans")
    assert datetime.fromisoformat(people.data("tokens", "ann", method="GET")[0]["used"]) >= first


def test_what_is_made_is_what_was_asked(people: People) -> None:
    people.data("tokens/make", "ann", name="a", days=7)
    (told,) = people.data("tokens", "ann", method="GET")
    made, ends = (datetime.fromisoformat(told[each]) for each in ("made", "ends"))
    assert (told["scopes"], told["issuers"], ends - made) == (["read"], ["Acme"], timedelta(days=7))
    for wrong, code in (
        ({"scope": ["everything"]}, "parameter-not-among"), ({"days": 0}, "parameter-not-whole"),
        ({"name": "x" * 101}, "name-not-kept"), ({"name": "a\nb"}, "parameter-not-text"),
        ({"name": "a/b"}, "token-name-in-parts"),
    ):  # fmt: skip
        assert people.refused("tokens/make", "ann", **{"name": "b", **wrong})[1] == [code]
    assert len(people.data("tokens", "ann", method="GET")) == 1


def test_whoever_has_the_longest_name_names_tokens_as_everybody_does(people: People) -> None:
    longest = "n" * 100
    with people.database.writing() as connection:
        people.sessions[longest] = session_of_new(connection, longest, [Given("auditor")])
    text = people.made(longest, "read", name="t" * 100)
    assert people.by(text, "holders") == 200
    shown = people.shown("page/tokens", longest, method="GET")
    assert f"{longest}/{'t' * 100}" in shown.text
    assert people.data("tokens/end", longest, name=f"{longest}/{'t' * 100}")["revoked"] is True


def test_the_page_shows_a_token_once_and_ends_it(people: People) -> None:
    hostile = "<b onclick=alert(1)>"
    done = page(people("page/tokens/make", "ann", name=hostile, scope=["read", "write"], days=9).body)
    text = done.one("div", role="status").one("code").text
    assert people.by(text, "plans") == 200
    shown = people("page/tokens", "ann", method="GET").body.decode()
    assert text not in shown
    assert "<b onclick" not in shown
    form = page(shown.encode()).one("form", action="/tokens/end")
    sent = {each.attributes["name"]: each.attributes["value"] for each in form.all("input")}
    assert sent["name"] == f"ann/{hostile}"
    ended = page(people("page/tokens/end", "ann", name=sent["name"]).body)
    assert "is taken back" in ended.one("div", role="status").text
    assert not ended.all("form", action="/tokens/end")
    assert people.by(text, "plans") == 401
    wrong = page(people("page/tokens/make", "ann", name=hostile, scope=["write"]).body)
    assert "there is a token" in wrong.one("div", role="alert").text
    boxes = [each.attributes for each in wrong.all("input", type="checkbox")]
    checked = [each["value"] for each in boxes if "checked" in each]
    assert checked == ["write"]


def test_the_terminal_lists_the_same(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    people.by(people.made("ann", "read"), "plans")
    (told,) = json.loads(run(monkeypatch, ["token", "list", "register.db", "--json"]).out)
    (listed,) = people.data("tokens", "ann", method="GET")
    assert told == {name: value for name, value in listed.items() if name not in ("mine", "can_end")}
    assert ", used " in run(monkeypatch, ["token", "list", "register.db"]).out


def test_on_the_machine_itself_one_is_nobody_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ask = Asking(filled("register.db", tmp_path))
    assert "nobody on this machine is served without" in page(ask("page/tokens").body).text
    made = ask.data("tokens/make", name="payroll")
    assert made["name"] == "payroll"
    assert ask.refused("head") == (401, ["not-signed-in"])
    assert ask.data("head", token=made["token"])["issuer"] == "Acme"
    with ask.answering._database.reading() as connection:
        assert [each.person for each in tokens(connection)] == [None]
