"""People and reminders over HTTP: what the commands do, and secrets told once."""

from __future__ import annotations

import json
from typing import Any

import pytest

pytest.importorskip("argon2")

from kenri.faces.inputs.registers import now
from kenri.faces.serving.openid_settings import OpenIdSettings
from kenri.service.feeds import feed_of
from kenri.service.openid import OpenIdProvider
from kenri.service.people import find_person
from kenri.service.sessions import begin_session, csrf_token, session_of
from kenri.service.signing_in import sign_in
from tests.faces.pages.reading import Element, page
from tests.faces.serving.asking import Asking
from tests.hostile import run


class Managing:
    """An administrator of all issuers, who asks."""

    def __init__(self, ask: Asking) -> None:
        self.ask = ask
        self.first = ask.data("people/add", name="Ann", role="administrator")
        with ask.answering._database.writing() as connection:
            self.text = begin_session(connection, find_person(connection, "ann").id, "password", now())

    def data(self, operation: str, **query: Any) -> Any:
        return self.ask.data(operation, **query, session=self.text, csrf=csrf_token(self.text), method="POST")

    def refused(self, operation: str, **query: Any) -> tuple[int, list[str]]:
        return self.ask.refused(operation, **query, session=self.text, csrf=csrf_token(self.text), method="POST")


@pytest.fixture
def ann(ask: Asking) -> Managing:
    return Managing(ask)


def test_the_first_password_is_told_once_and_signs_in(ann: Managing) -> None:
    assert ann.ask.refused("people") == (401, ["not-signed-in"])  # now that there is somebody
    assert sign_in(ann.ask.answering._database, "ann", ann.first["password"], address="", now=now())
    told = ann.data("people")
    assert [(each["name"], each["signs_in_by"]) for each in told] == [("ann", ["password"])]
    assert ann.first["password"] not in json.dumps(told)
    again = {"name": "eve", "role": "auditor", "key": "k1"}
    assert ann.data("people/add", **again)["password"]
    assert ann.refused("people/add", **again) == (422, ["person-there"])  # no answer with a secret is kept


def test_what_is_given_and_ended_is_what_the_command_lists(ann: Managing, monkeypatch: pytest.MonkeyPatch) -> None:
    ann.data("people/add", name="hr", role="auditor", until="2099-12-31")
    ann.data("people/give", name="hr", role="holder", holder="bob", **{"from": "2026-01-01"})
    assert ann.data("people/end", name="hr", role="auditor") == {"name": "hr", "ended": 1}
    listed = json.loads(run(monkeypatch, ["user", "list", "register.db", "--json"]).out)
    assert ann.data("people") == listed
    (hr,) = [each for each in listed if each["name"] == "hr"]
    assert [(each["role"], each["holder"], each["from"]) for each in hr["given"]] == [
        ("holder", "bob", "2026-01-01"),
        ("auditor", None, ann.data("people", known_at="2099-01-01")[1]["given"][1]["from"]),
    ]
    assert ann.data("people", known_at="2020-01-01") == []


@pytest.mark.parametrize(("form", "sent"), [
    ("people/add", {"name": "eve", "role": "administrator"}), ("tokens/make", {"name": "payroll"}),
])  # fmt: skip
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_what_ends_serving_without_signing_in_is_confirmed(
    lang: str, form: str, sent: dict[str, Any], ask: Asking
) -> None:
    """On the machine itself, where a click by mistake would shut everybody out."""
    box = page(ask(f"page/{form.partition('/')[0]}", lang=lang).body).one("form", action=f"/{form}")
    assert "required" in box.one("input", type="checkbox", value="true").attributes
    values: tuple[dict[str, Any], ...] = ({}, {"understood": "false"})
    for value in values:
        refused = ask(f"page/{form}", lang=lang, **sent, **value)
        assert refused.status == 422
        assert "nobody is served" in page(refused.body).one("div", role="alert").text or lang == "ja"
        assert ask.data("people") == ask.data("tokens") == []  # and everybody there is served as before
    done = ask(f"page/{form}", lang=lang, **sent, understood="true")
    assert sent["name"] in page(done.body).one("div", role="status").text
    assert ask.refused("people") == (401, ["not-signed-in"])


def test_who_has_signed_in_confirms_nothing(ann: Managing) -> None:
    told: dict[str, Any] = {"session": ann.text, "csrf": csrf_token(ann.text)}
    assert not page(ann.ask("page/people", method="GET", **told).body).all("div", class_="warned")
    assert ann.ask("page/people/add", method="POST", name="hr", role="auditor", **told).status == 200


@pytest.mark.parametrize(("query", "code"), [
    ({"role": "king"}, "parameter-not-among"), ({"role": "holder"}, "parameter-not-among"),
    ({"role": "holder", "holder": "nan"}, "no-such-holder"), ({"role": "auditor", "from": "soon"}, "option-no-day"),
    ({"role": "auditor", "from": "2026-02-01", "until": "2026-01-01"}, "appointment-ends-early"),
])  # fmt: skip
def test_what_cannot_be_given_is_told_and_nobody_made(query: dict[str, str], code: str, ann: Managing) -> None:
    assert ann.refused("people/add", name="eve", **query)[1] == [code]
    assert [each["name"] for each in ann.data("people")] == ["ann"]


def test_reminders_are_what_the_commands_make(ann: Managing, monkeypatch: pytest.MonkeyPatch) -> None:
    made = ann.data("reminders/feed", name="board", holder="bob", told_in="ja", zone="Asia/Tokyo")
    secret = made["path"].removeprefix("/feeds/").removesuffix(".ics")
    ann.data("reminders/mail", name="sato", address="sato@acme.example", before=["5", "1"], kind=["closes"], hour=9)
    assert ann.data("reminders/webhook", name="hook", url="https://acme.example/hook")["secret"].startswith("whsec_")
    told = ann.data("reminders")
    for command, kind in (("feed", "feeds"), ("subscribe", "subscriptions")):
        assert told[kind] == json.loads(run(monkeypatch, [command, "list", "register.db", "--json"]).out)
    assert secret not in json.dumps(told)
    assert "whsec_" not in json.dumps(told)
    database = ann.ask.answering._database
    with database.reading() as connection:
        assert feed_of(connection, secret) is not None
    ann.data("reminders/revoke", what="feed", name="board")
    ann.data("reminders/revoke", what="subscription", name="hook")
    with database.reading() as connection:
        assert feed_of(connection, secret) is None
    assert ann.refused("reminders/revoke", what="feed", name="board")[1] == ["no-such-feed"]
    assert ann.refused("reminders/revoke", what="subscription", name="hook")[1] == ["no-such-subscription"]


@pytest.mark.parametrize("url", ["http://acme.example/hook", "https://user:secret@acme.example/", "file:///etc/passwd"])
def test_a_webhook_leads_to_a_public_address_by_tls(url: str, ann: Managing) -> None:
    assert ann.refused("reminders/webhook", name="hook", url=url)[1] == ["no-webhook-address"]


ELSEWHERE = {"provider": "https://login.acme.example", "subject": "248289761001"}


def test_a_link_to_another_service_is_made_and_ended_as_at_the_terminal(
    ann: Managing, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann.data("people/add", name="hr", role="auditor")
    made = ann.data("people/openid", name="hr", **ELSEWHERE)
    command = ["user", "openid", "register.db", "hr", *ELSEWHERE.values(), "--json"]
    assert json.loads(run(monkeypatch, [*command, "--off"]).out) == {**made, "linked": False}
    assert json.loads(run(monkeypatch, command).out) == made
    (hr,) = [each for each in ann.data("people") if each["name"] == "hr"]
    assert hr["openid"] == [{"issuer": ELSEWHERE["provider"], "subject": ELSEWHERE["subject"]}]
    assert ann.refused("people/openid", name="ann", **ELSEWHERE)[1] == ["subject-linked"]
    database = ann.ask.answering._database
    with database.writing() as connection:
        text = begin_session(connection, find_person(connection, "hr").id, "openid", now())
    assert ann.data("people/openid/end", name="hr", **ELSEWHERE)["linked"] is False
    with database.reading() as connection:
        assert session_of(connection, text, now()) is None
    assert ann.refused("people/openid/end", name="hr", **ELSEWHERE)[1] == ["not-linked"]


@pytest.mark.parametrize(("changed", "code"), [
    ({"provider": "http://login.acme.example"}, "issuer-address-not-taken"), ({"subject": "\0"}, "body-not-so"),
    ({"provider": "https://a.example/?x"}, "issuer-address-not-taken"), ({"subject": "x" * 256}, "subject-not-taken"),
    ({"name": "nobody"}, "no-such-person"),
])  # fmt: skip
def test_what_cannot_be_linked_is_told(changed: dict[str, str], code: str, ann: Managing) -> None:
    assert ann.refused("people/openid", **{"name": "ann", **ELSEWHERE, **changed})[1] == [code]
    assert ann.data("people")[0]["openid"] == []


def test_the_page_tells_of_other_services_only_where_there_are_some(ann: Managing) -> None:
    def shown() -> Element:
        return page(ann.ask("page/people", session=ann.text, method="GET").body)

    assert not shown().all("form", action="/people/openid")
    provider = OpenIdProvider(key="a", name="<b>Acme", issuer=ELSEWHERE["provider"], client="kenri", secret="s" * 9)
    ann.ask.answering._openid = OpenIdSettings("https://rights.acme.example", [provider])
    (option,) = shown().one("form", action="/people/openid").all("select")[-1].all("option")
    assert (option.attributes["value"], option.text) == (ELSEWHERE["provider"], "<b>Acme")
    ann.data("people/openid", name="ann", **{**ELSEWHERE, "subject": "<script>alert(1)</script>"})
    form = shown().one("form", action="/people/openid/end")
    sent: dict[str, Any] = {each.attributes["name"]: each.attributes["value"] for each in form.all("input")}
    done = ann.ask("page/people/openid/end", session=ann.text, method="POST", **sent)
    assert done.status == 200  # the session that ended it has ended with it
    assert "Every session has ended." in page(done.body).one("div", role="status").text
