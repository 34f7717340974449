"""What people change of their own account: their password, and whether a code is wanted besides it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("argon2")
pytest.importorskip("pyotp")
pytest.importorskip("segno")

from pyotp import TOTP

from kenri.faces.inputs.registers import now
from kenri.faces.serving.accounts import account
from kenri.faces.serving.answered import Answered
from kenri.model.problems import ProblemsError
from kenri.register.database import Database
from kenri.register.records import MICROSECONDS
from kenri.register.register import Register
from kenri.service import credentials
from kenri.service.people import add_person
from kenri.service.sessions import begin_session, csrf_token, session_of
from kenri.service.signing_in import sign_in
from tests.faces.pages.reading import Element, page
from tests.register.small_register import codes

PASSWORD = "correct horse battery"


class Account:
    """Ann's, asked in this process."""

    def __init__(self, address: str) -> None:
        self.database = Database(address)
        with self.database.writing() as connection:
            self.person = add_person(connection, "ann", now=now(), author="local").id
            credentials.set_password(connection, self.person, PASSWORD, now())
        self.session = self.another_session()

    def another_session(self) -> str:
        with self.database.writing() as connection:
            return begin_session(connection, self.person, "password", now())

    def ask(self, **fields: str) -> Answered:
        header: dict[str, Any] = {
            "method": "POST" if fields else "GET", "lang": "en", "page": "/account", "session": self.session,
            "fields": {"csrf": csrf_token(self.session), **fields},
        }  # fmt: skip
        return account(self.database, header, now())

    def shown(self, **fields: str) -> Element:
        return page(self.ask(**fields).body)

    def counts(self, session: str) -> bool:
        with self.database.reading() as connection:
            return session_of(connection, session, now()) is not None


@pytest.fixture
def ann(tmp_path: Path) -> Account:
    Register.create(str(tmp_path / "register.db"), "Acme")
    return Account(str(tmp_path / "register.db"))


def offered(ann: Account) -> dict[str, str]:
    """The hidden fields of the form in which a secret is offered."""
    answered = ann.ask(act="totp-offer", password=PASSWORD)
    assert answered.headers["cache-control"] == "no-store"
    found = page(answered.body)
    assert len(found.one("div", class_="qr").all("svg")) == 1
    hidden = {each.attributes["name"]: each.attributes["value"] for each in found.all("input", type="hidden")}
    return {name: hidden[name] for name in ("secret", "sealed")} | {"act": "totp-confirm"}


def test_a_code_is_wanted_once_the_device_has_made_one(ann: Account) -> None:
    elsewhere = ann.another_session()
    fields = offered(ann)
    assert sign_in(ann.database, "ann", PASSWORD, address="", now=now())  # nothing is changed yet
    wrong = ann.shown(**fields, code="no code")
    assert "that is not the code of the moment" in wrong.text
    assert fields["secret"] in wrong.text
    code = TOTP(fields["secret"]).at(now() // MICROSECONDS)
    done = ann.shown(**fields, code=f"{code[:3]} {code[3:]}")
    spare = [each.text for each in done.one("ul", class_="codes").all("code")]
    assert len(spare) == credentials.RECOVERY_CODES
    assert ann.counts(ann.session)
    assert not ann.counts(elsewhere)
    for given in ("", code):  # the code with which it was confirmed counts no more
        with pytest.raises(ProblemsError) as error:
            sign_in(ann.database, "ann", PASSWORD, code=given, address="", now=now())
        assert codes(error.value.problems) == ["sign-in-refused" if given else "code-wanted"]
    assert sign_in(ann.database, "ann", PASSWORD, code=spare[0], address="", now=now())
    assert not ann.shown().all("ul", class_="codes")


def test_no_code_is_wanted_any_more_only_for_who_knows_the_password(ann: Account) -> None:
    with ann.database.writing() as connection:
        credentials.begin_totp(connection, ann.person, now())
    for act in ("totp-off", "totp-offer", "password"):
        refused = ann.ask(act=act, password="another one", new="another password")
        assert refused.status == 401
        assert "is wrong" in page(refused.body).one("div", role="alert").text
    assert "No code is wanted any more" in ann.shown(act="totp-off", password=PASSWORD).text
    assert sign_in(ann.database, "ann", PASSWORD, address="", now=now())


def test_a_secret_that_is_not_ours_is_not_taken(ann: Account) -> None:
    fields = offered(ann)
    mine = "A" * 32
    with pytest.raises(ProblemsError) as error:
        ann.ask(act="password", password=PASSWORD, csrf="")
    assert codes(error.value.problems) == ["form-not-ours"]
    for changed in ({"secret": mine}, {"sealed": "0" * 64}, {"sealed": ""}):
        answered = ann.ask(**{**fields, **changed}, code=TOTP(mine).at(now() // MICROSECONDS))
        assert answered.status == 403
    ann.session = ann.another_session()  # nor that of another session
    answered = ann.ask(
        **{**fields, "csrf": csrf_token(ann.session)}, code=TOTP(fields["secret"]).at(now() // MICROSECONDS)
    )
    assert answered.status == 403
    assert sign_in(ann.database, "ann", PASSWORD, address="", now=now())


def test_another_password_ends_the_other_sessions(ann: Account) -> None:
    elsewhere = ann.another_session()
    assert "The password is changed" in ann.shown(act="password", password=PASSWORD, new="battery horse correct").text
    assert ann.counts(ann.session)
    assert not ann.counts(elsewhere)


def test_a_link_to_another_service_is_ended_by_who_knows_the_password(ann: Account) -> None:
    there = {"provider": "https://login.acme.example", "subject": "<b>7"}
    with ann.database.writing() as connection:
        credentials.link_openid(connection, ann.person, there["provider"], there["subject"], now())
    elsewhere = ann.another_session()
    (form,) = [each for each in ann.shown().all("form") if each.all("input", value="openid-off")]
    sent = {each.attributes["name"]: each.attributes["value"] for each in form.all("input", type="hidden")}
    assert {name: sent[name] for name in there} == there
    assert ann.ask(act="openid-off", password="another one", **there).status == 401
    assert ann.ask(act="openid-off", password=PASSWORD, **{**there, "subject": "8"}).status == 422
    assert ann.counts(elsewhere)
    assert "sign in so no more" in ann.shown(act="openid-off", password=PASSWORD, **there).one("p", role="status").text
    with ann.database.reading() as connection:
        assert credentials.openid_links(connection, ann.person) == []
    assert (ann.counts(ann.session), ann.counts(elsewhere)) == (True, False)


def test_who_signs_in_by_another_service_alone_is_not_locked_out(ann: Account) -> None:
    with ann.database.writing() as connection:
        credentials.forget_credentials(connection, ann.person, now())
        credentials.link_openid(connection, ann.person, "https://login.acme.example", "7", now())
    assert "openid-off" not in ann.ask().body.decode()
    there = {"provider": "https://login.acme.example", "subject": "7"}
    assert ann.ask(act="openid-off", password="", **there).status == 401
    with ann.database.reading() as connection:
        assert credentials.openid_links(connection, ann.person)
