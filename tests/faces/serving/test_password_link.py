"""A link by which somebody sets another password: who makes one, and what it tells of whom."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("argon2")

from kenri.faces.inputs.registers import now
from kenri.faces.serving.answered import Answered, status_of
from kenri.faces.serving.openid_settings import NO_OPENID
from kenri.faces.serving.signing import signed
from kenri.model.problems import ProblemsError
from kenri.service.sessions import session_of
from kenri.service.signing_in import sign_in
from tests.faces.pages.reading import page
from tests.faces.serving.asking import Asking, filled
from tests.faces.serving.signed_in import Given, SignedIn
from tests.hostile import run

NEW = "another long password"
HOSTILE = "<script>alert(1)</script>"


GIVEN = {
    "hr": [Given("administrator")], "of-all": [Given("administrator", None)], "eve": [Given("auditor")],
    HOSTILE: [Given("auditor")], "both": [Given("auditor"), Given("plan_author", "Bolt")],
    "every": [Given("auditor", None)], "other": [Given("auditor", "Bolt")],
}  # fmt: skip


class People(SignedIn):
    """A register of two issuers: administrators of one and of both, and people of one, of both and of the other."""

    def made(self, who: str, name: str, operation: str = "people/password") -> Answered:
        return self(operation, who, name=name, issuer="Acme")

    def link(self, name: str = "eve", who: str = "hr") -> str:
        answered = self.made(who, name)
        assert answered.status == 200, answered.body.decode()
        return str(json.loads(answered.body)["path"]).removeprefix("/password/")

    def opened(self, secret: str, **fields: str) -> Answered:
        header: dict[str, Any] = {
            "operation": "password", "method": "POST" if fields else "GET", "lang": "en", "secret": secret,
            "page": f"/password/{secret}", "fields": fields, "session": None,
        }  # fmt: skip
        return signed(self.database, NO_OPENID, header, now())

    def nowhere(self, secret: str, **fields: str) -> str:
        """What is said of a link that leads nowhere."""
        with pytest.raises(ProblemsError) as error:
            self.opened(secret, **fields)
        (problem,) = error.value.problems
        assert status_of(problem) == 404
        return problem.text("en")


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> People:
    monkeypatch.chdir(tmp_path)
    return People(Asking(filled("register.db", tmp_path, ("Acme", "Bolt"))), GIVEN)


def test_whoever_has_the_link_sets_a_password_once_and_is_not_signed_in(people: People) -> None:
    secret = people.link()
    found = people.opened(secret)
    assert found.headers["cache-control"] == "no-store"
    form = page(found.body).one("form", method="post")
    assert form.attributes["action"] == f"/password/{secret}"
    refused = people.opened(secret, new="short")
    assert refused.status == 422
    assert "short" not in page(refused.body).one("input", id="new").attributes.get("value", "")
    done = people.opened(secret, new=NEW)
    assert "eve has another password" in page(done.body).one("p", role="status").text
    assert "set-cookie" not in done.headers
    assert secret not in done.body.decode()
    with people.database.reading() as connection:
        assert session_of(connection, people.sessions["eve"], now()) is None
    assert sign_in(people.database, "eve", NEW, address="", now=now())
    assert people.nowhere(secret) == people.nowhere(secret, new="yet another password")
    assert sign_in(people.database, "eve", NEW, address="", now=now())


def test_a_link_that_leads_nowhere_tells_of_nobody(people: People) -> None:
    used = people.link()
    people.opened(used, new=NEW)
    former, last = people.link("both", "of-all"), people.link("both", "of-all")
    said = {people.nowhere(each) for each in (used, former, "none", "eve", "", "\0", "%", "x" * 10_000)}
    said |= {people.nowhere(each, new=NEW) for each in (used, former, "none")}
    assert len(said) == 1
    assert not re.search("eve|both|none", said.pop())
    assert people.opened(last).status == 200


def test_who_makes_a_link_could_give_all_that_it_lets_do(people: People) -> None:
    """Else an administrator of one issuer could sign in as who has a role of another."""
    for name in ("both", "every", "of-all"):
        answered = people.made("hr", name)
        assert answered.status == 403
        assert [each["code"] for each in json.loads(answered.body)["problems"]] == ["person-of-others"]
        assert "Bolt" not in answered.body.decode()
    for name in ("other", "no one"):  # of whom an administrator of Acme knows nothing
        answered = people.made("hr", name)
        assert [each["code"] for each in json.loads(answered.body)["problems"]] == ["no-such-person"]
    for name in ("both", "every", "eve"):
        assert people.link(name, "of-all")
    assert people.made("eve", "eve").status == 403
    with people.database.reading() as connection:
        for name in people.sessions:
            assert session_of(connection, people.sessions[name], now()) is not None  # a link alone ends nothing


def test_names_are_text_and_the_link_is_shown_once(people: People) -> None:
    shown = people.made("hr", HOSTILE, "page/people/password")
    assert "<script>alert" not in shown.body.decode()
    link = page(shown.body).one("div", role="status").one("code").text
    body = people.opened(link.removeprefix("/password/")).body.decode()
    assert "<script>alert" not in body
    assert HOSTILE in page(body.encode()).text
    again = people.ask("page/people", session=people.sessions["hr"], method="GET", is_local=False, issuer="Acme")
    assert link not in again.body.decode()


def test_the_terminal_makes_the_same(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    told = json.loads(run(monkeypatch, ["user", "password", "register.db", "eve", "--link", "--json"]).out)
    made = json.loads(people.made("hr", "eve").body)
    assert told.keys() == made.keys()
    assert people.nowhere(told["path"].removeprefix("/password/"))  # the later one counts
    shown = run(monkeypatch, ["user", "password", "register.db", "eve", "--link", "--url", "https://r.example/k"])
    secret = shown.out.split("https://r.example/k/password/")[1].strip()
    assert people.opened(secret).status == 200
    assert run(monkeypatch, ["user", "password", "register.db", "nobody", "--link"]).code == 2
