"""Who may ask what: each operation, by each kind of caller, of each issuer."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest

from kenri.faces.inputs.registers import now
from kenri.faces.serving.operations import OPERATIONS
from kenri.register.records import MICROSECONDS
from kenri.service.access import SCOPES
from kenri.service.revoking import revoke
from kenri.service.tokens import make_token
from tests.faces.serving.asking import Asking, filled

ISSUERS = ("Acme", "Bolt")
OF_NO_TOKEN = {"manage_people", "make_tokens", "remind"}
SCOPE_OF = {name: "" if each.act_for(None) in OF_NO_TOKEN else each.scope for name, each in OPERATIONS.items()}
"""What a token needs for each; no scope gives what only people may do."""
OF_ANY_SCOPE = {name for name, each in OPERATIONS.items() if each.act_for(None) == "know_issuer"}
"""What a token is told of itself, whatever else it may do."""


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asking:
    """A register of two issuers, without a token."""
    monkeypatch.chdir(tmp_path)
    return Asking(filled("register.db", tmp_path, ISSUERS))


def token(ask: Asking, name: str, *scopes: str, issuers: tuple[str, ...] = (), ends: int | None = None) -> str:
    with ask.answering._database.writing() as connection:
        secret = f"{name}-" + "0" * 40
        return make_token(connection, name, scopes, issuers, secret=secret, now=now(), ends=ends)


def is_let_in(ask: Asking, operation: str, **asked: object) -> bool:
    """Whether a request gets as far as what it asks: most of these lack what they must say, and are refused for it."""
    given = {"body": b""} if OPERATIONS[operation].body == "entries" else {}
    status = ask(operation, **given, **asked).status  # type: ignore[arg-type]  # what is asked is of any type
    assert status not in (404, 500)
    return status not in (401, 403)


def test_without_a_token_everybody_on_the_machine_may_do_everything_and_nobody_else_anything(two: Asking) -> None:
    for name in OPERATIONS:
        assert is_let_in(two, name, issuer="Acme")
        assert two.refused(name, issuer="Acme", is_local=False, body=b"") == (401, ["not-signed-in"])
    assert two.data("issuers") == {"issuers": ["Acme", "Bolt"]}


def test_once_there_is_a_token_nobody_is_served_without_one(two: Asking) -> None:
    token(two, "hr", "read")
    for name in (*OPERATIONS, "issuers", "metrics"):
        assert two.refused(name, body=b"") == (401, ["not-signed-in"])
    with two.answering._database.writing() as connection:
        revoke(connection, "token", "hr", now(), issuer=0)
    assert two.data("issuers") == {"issuers": ["Acme", "Bolt"]}


@pytest.mark.parametrize("scope", SCOPES)
def test_each_operation_needs_its_scope_and_its_issuer(scope: str, two: Asking) -> None:
    of_one = token(two, "one", scope, issuers=("Acme",))
    for name, issuer in product(OPERATIONS, ISSUERS):
        if SCOPE_OF[name] != scope and name not in OF_ANY_SCOPE:
            assert two.refused(name, issuer=issuer, token=of_one, body=b"") == (403, ["not-permitted"])
        elif issuer == "Acme":
            assert is_let_in(two, name, issuer=issuer, token=of_one)
        else:  # of an issuer that is none of its own a token learns not even that it is there
            for other in ("Bolt", "None"):
                told = two.refused(name, token=of_one, issuer=other, body=b"", **_needed(name))
                assert told == (404, ["no-such-issuer"])


def _needed(name: str) -> dict[str, str]:
    return {each.name: "2025-01-01" for each in OPERATIONS[name].parameters if each.is_required}


def test_nothing_of_another_issuer_is_in_what_a_token_reads(two: Asking) -> None:
    of_one = token(two, "one", "read", issuers=("Bolt",))
    assert two.data("issuers", token=of_one) == {"issuers": ["Bolt"]}
    assert two.data("head", token=of_one)["issuer"] == "Bolt"  # it need not say which
    assert two.refused("head") == (401, ["not-signed-in"])


def test_a_token_that_has_ended_was_taken_back_or_never_was_is_told_alike(two: Asking) -> None:
    ended = token(two, "ended", "read", ends=now() - MICROSECONDS)
    back = token(two, "back", "read")
    with two.answering._database.writing() as connection:
        revoke(connection, "token", "back", now(), issuer=0)
    for each in (ended, back, "kenri_nothing", "", "\udc80", "x" * 10_000):
        assert two.refused("head", token=each) == (401, ["token-not-known"])


def test_a_token_is_kept_as_a_hash_alone(two: Asking) -> None:
    text = token(two, "hr", "read")
    for file in Path().glob("register.db*"):
        assert text.encode() not in file.read_bytes()


def test_what_a_token_writes_is_recorded_as_written_by_it(two: Asking) -> None:
    text = token(two, "payroll", "read", "write")
    data = {"kind": "party", "key": "eve", "data": {"role": "grantee"}}
    body = json.dumps({"entries": [data]}).encode()
    two.data("entries/append", body=body, token=text, issuer="Acme")
    last = two.data("records", token=text, issuer="Acme", limit=1000)[-1]
    assert (last["key"], last["by"]) == ("eve", "token payroll")
