"""An administrator ends somebody's second factor, or shuts them out: who may, what it ends, and who is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("argon2")
pytest.importorskip("pyotp")

from pyotp import TOTP

from kenri.faces.inputs.registers import now
from kenri.faces.serving.answered import Answered
from kenri.faces.serving.openid_settings import NO_OPENID
from kenri.faces.serving.signing import signed
from kenri.model.problems import ProblemsError
from kenri.service import credentials
from kenri.service.attempts import MOST_OF
from kenri.service.people import find_person
from kenri.service.sessions import session_of
from kenri.service.signing_in import sign_in
from kenri.service.tokens import make_token
from tests.faces.pages.reading import Element, page
from tests.faces.serving.asking import Asking, filled
from tests.faces.serving.signed_in import Given, SignedIn, give, session_of_new
from tests.hostile import run
from tests.register.small_register import codes

PASSWORD = "correct horse battery"
FORMS = ("people/totp/end", "people/shut-out")
GIVEN = {
    "hr": [Given("administrator")], "of-all": [Given("administrator", None)], "eve": [Given("auditor")],
    "both": [Given("auditor"), Given("plan_author", "Bolt")], "other": [Given("auditor", "Bolt")],
}  # fmt: skip


class People(SignedIn):
    """A register of two issuers, with people who sign in by a password; Eve and Both by a code besides."""

    def __init__(self, ask: Asking) -> None:
        super().__init__(ask, GIVEN)
        self.secrets: dict[str, str] = {}
        with self.database.writing() as connection:
            for name in ("hr", "of-all", "eve", "both"):
                person = find_person(connection, name).id
                credentials.set_password(connection, person, PASSWORD, now())
                if name in ("eve", "both"):
                    self.secrets[name] = credentials.begin_totp(connection, person, now()).secret

    def done(self, operation: str, who: str, name: str, **more: Any) -> Answered:
        return self(operation, who, **{"name": name, "issuer": "Acme", "password": PASSWORD, **more})

    def codes(self, operation: str, who: str, name: str, **more: Any) -> tuple[int, list[str]]:
        answered = self.done(operation, who, name, **more)
        return answered.status, [each["code"] for each in json.loads(answered.body)["problems"]]

    def ways(self, name: str) -> tuple[str, ...]:
        with self.database.reading() as connection:
            return credentials.ways_to_sign_in(connection, find_person(connection, name).id)

    def asked_of_sign_in(self, operation: str, **more: Any) -> Answered:
        header: dict[str, Any] = {
            "operation": operation, "method": "POST" if operation == "sign-in" else "GET", "lang": "en",
            "page": f"/{operation}", "fields": {}, "session": None, "is_secure": False, "address": "", **more,
        }  # fmt: skip
        return signed(self.database, NO_OPENID, header, now())

    def account(self, name: str, **fields: str) -> tuple[str, Element]:
        """To where somebody is led who signs in, and their account as they see it."""
        led = self.asked_of_sign_in("sign-in", fields={"name": name, "password": PASSWORD, "back": "/audit"})
        assert led.status == 303
        text = led.headers["set-cookie"].partition("=")[2].partition(";")[0]
        return led.headers["location"], page(self.asked_of_sign_in("account", session=text, fields=fields).body)


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> People:
    monkeypatch.chdir(tmp_path)
    return People(Asking(filled("register.db", tmp_path, ("Acme", "Bolt"))))


def test_a_lost_device_is_no_longer_asked_for_and_its_owner_is_told_once_at_the_next_sign_in(people: People) -> None:
    assert people.done("people/totp/end", "hr", "eve").status == 200
    assert people.ways("eve") == ("password",)
    with people.database.reading() as connection:
        assert session_of(connection, people.sessions["eve"], now()) is None
    where, shown = people.account("eve", back="/audit")
    assert where == "/account?back=%2Faudit"
    assert "person hr ended your second factor" in shown.one("p", class_="warned").text
    assert "/audit" in {each.attributes["href"] for each in shown.all("a")}
    where, shown = people.account("eve", back="https://evil.example")
    assert where == "/audit"
    assert len(shown.all("p", class_="warned")) == 1  # it stays to be read
    assert not [each for each in shown.all("a") if "evil" in each.attributes["href"]]
    assert people.codes("people/totp/end", "hr", "eve") == (422, ["no-code-of-theirs"])


def test_who_is_shut_out_has_nothing_left_and_is_told_should_they_be_let_in_again(people: People) -> None:
    with people.database.writing() as connection:
        eve = find_person(connection, "eve").id
        text = make_token(connection, "eve/a", ["read"], ["Acme"], secret="e" * 43, now=now(), ends=None, person=eve)
        credentials.link_openid(connection, eve, "https://login.acme.example", "7", now())
    assert people.ask("head", token=text, issuer="Acme").status == 200
    assert people.data("people/shut-out", "hr", name="eve", issuer="Acme", password=PASSWORD)["revoked"] is True
    assert people.ways("eve") == ()
    assert people.ask("head", token=text, issuer="Acme").status == 401
    assert people("head", "eve", "GET", issuer="Acme").status == 401
    with pytest.raises(ProblemsError) as error:
        sign_in(people.database, "eve", PASSWORD, code=TOTP(people.secrets["eve"]).now(), address="", now=now())
    assert codes(error.value.problems) == ["sign-in-refused"]
    (told,) = [each for each in people.data("people", "hr", issuer="Acme") if each["name"] == "eve"]
    assert told["given"][0]["until"] < told["given"][0]["from"]  # it stays on record
    with people.database.writing() as connection:
        give(connection, "eve", Given("auditor"))
        credentials.set_password(connection, eve, PASSWORD, now())
    where, shown = people.account("eve")
    assert where == "/account?back=%2Faudit"
    assert "person hr shut you out" in shown.one("p", class_="warned").text


@pytest.mark.parametrize("form", FORMS)
def test_who_asks_shows_again_who_they_are(form: str, people: People) -> None:
    for wrong in ("another password", "000000", people.secrets["eve"], TOTP(people.secrets["eve"]).now()):
        answered = people.done(form, "hr", "eve", password=wrong)
        assert [each["code"] for each in json.loads(answered.body)["problems"]] == ["not-shown-again"]
        assert wrong not in answered.body.decode()
    assert people.codes(form, "hr", "eve", password="") == (400, ["parameter-not-text"])
    assert people.ask.refused(form, session=people.sessions["hr"], csrf="", name="eve", method="POST")[0] == 403
    assert people.ways("eve") == ("password", "totp")
    with people.database.writing() as connection:
        secret = credentials.begin_totp(connection, find_person(connection, "hr").id, now()).secret
    code = TOTP(secret).now()
    assert people.done(form, "hr", "eve", password=code).status == 200
    assert people.codes(form, "hr", "both", password=code)[1] == ["not-shown-again"]  # a code counts once


def test_what_is_typed_is_not_tried_for_ever_nor_kept(people: People) -> None:
    for _ in range(MOST_OF):
        people.done("people/shut-out", "hr", "eve", password="wrong", key="k1")
    assert people.codes("people/shut-out", "hr", "eve") == (429, ["too-many-attempts"])
    assert people.ways("eve") == ("password", "totp")
    assert people.done("people/shut-out", "of-all", "eve", key="k2").status == 200
    again = people.done("people/shut-out", "of-all", "eve", key="k2")
    assert "idempotency-replayed" not in again.headers  # by what is kept for a key a password could be tried


@pytest.mark.parametrize("form", FORMS)
def test_it_crosses_to_no_other_issuer(form: str, people: People) -> None:
    assert people.codes(form, "hr", "both") == (403, ["person-of-others"])
    assert people.codes(form, "hr", "of-all") == (403, ["person-of-others"])
    for name in ("other", "no one"):
        assert people.codes(form, "hr", name) == (422, ["no-such-person"])
    assert people.codes(form, "eve", "hr") == (403, ["not-permitted"])
    assert people.ways("both") == ("password", "totp")
    assert people.done(form, "of-all", "both").status == 200


def test_nobody_ends_the_last_way_to_manage_people(people: People) -> None:
    """By whichever form: shut out, a role ended, or one given that lets nobody change anything (clause 4)."""
    last = (409, ["last-administrator"])
    assert people.codes("people/shut-out", "of-all", "of-all") == last
    assert people.refused("people/end", "of-all", name="of-all", issuer="Acme") == last
    assert people.done("people/shut-out", "of-all", "hr").status == 200
    assert people.refused("people/give", "of-all", name="of-all", role="auditor", issuer="Acme") == last
    with people.database.writing() as connection:
        session_of_new(connection, "second", [Given("administrator", None)])
    assert people.codes("people/shut-out", "of-all", "of-all") == last  # who cannot sign in manages nobody
    with people.database.writing() as connection:
        credentials.set_password(connection, find_person(connection, "second").id, PASSWORD, now())
    assert people.done("people/shut-out", "of-all", "of-all").status == 200


def test_ones_own_second_factor_ends_on_the_account(people: People) -> None:
    with people.database.writing() as connection:
        credentials.begin_totp(connection, find_person(connection, "hr").id, now())
    assert people.codes("people/totp/end", "hr", "hr") == (422, ["own-code-on-account"])
    assert people.ways("hr") == ("password", "totp")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_page_does_it_and_shows_no_password(lang: str, form: str, people: People) -> None:
    sent = people("page/people", "hr", "GET", issuer="Acme", lang=lang)
    assert "required" in page(sent.body).one("form", action=f"/{form}").one("input", type="password").attributes
    wrong = people.done(f"page/{form}", "hr", "eve", password="a wrong password", lang=lang)
    assert wrong.status == 422
    assert "a wrong password" not in wrong.body.decode()
    chosen = page(wrong.body).one("form", action=f"/{form}").all("option", selected="")
    assert [each.text for each in chosen] == ["eve"]
    done = people.done(f"page/{form}", "hr", "eve", lang=lang)
    assert done.status == 200
    assert "eve" in page(done.body).one("div", role="status").text


def test_the_terminal_tells_them_too(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, ["user", "totp", "register.db", "eve", "--off"]).code == 0
    where, shown = people.account("eve")
    assert where.startswith("/account")
    assert "local ended your second factor" in shown.one("p", class_="warned").text
