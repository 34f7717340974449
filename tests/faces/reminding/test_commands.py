"""`kenri feed`, `kenri subscribe` and `kenri remind`, as they are typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kenri.service.feeds import feed_of
from tests.faces.commands.conftest import kenri  # noqa: F401  its fixture
from tests.faces.commands.running import Kenri
from tests.faces.reminding.reminding import Company

REGISTER = "register.db"


@pytest.fixture
def typed(company: Company, kenri: Kenri, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kenri:  # noqa: F811  a fixture
    for name in ("KENRI_SMTP", "KENRI_MAIL_FROM", "KENRI_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return kenri


def test_a_feed_is_shown_once_as_both_addresses(typed: Kenri, company: Company) -> None:
    made = typed(
        "feed", "create", REGISTER, "ann", "--holder", "ann", "--url", "https://rights.acme.example/k/", "--json"
    )
    path = made.data["path"]
    secret = re.fullmatch(r"/feeds/([\w-]{43})\.ics", path)
    assert secret is not None
    assert made.data["url"] == f"https://rights.acme.example/k{path}"
    assert made.data["webcal"] == f"webcal://rights.acme.example/k{path}"
    with company.register.database.reading() as connection:
        found = feed_of(connection, secret[1])
    assert found is not None
    assert (found.issuer, found.name, found.holder) == ("Acme", "ann", "ann")
    listed = typed("feed", "list", REGISTER)
    assert "ann: ann, UTC" in listed.out
    assert secret[1] not in listed.out + typed("feed", "list", REGISTER, "--json").out
    assert typed("feed", "revoke", REGISTER, "ann").code == 0
    with company.register.database.reading() as connection:
        assert feed_of(connection, secret[1]) is None
    assert typed("feed", "create", REGISTER, "ann").code == 2
    assert "there is a feed `ann` already" in typed("feed", "create", REGISTER, "ann").err


def test_a_secret_of_a_webhook_is_shown_once(typed: Kenri) -> None:
    made = typed("subscribe", "webhook", REGISTER, "hook", "https://acme.example/hook", "--json").data
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", made["secret"])
    assert made["secret"] not in typed("subscribe", "list", REGISTER, "--json").out


def test_what_waits_and_what_was_given_up_is_shown_in_both_languages(
    typed: Kenri, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Everything that was to be sent is sent." in typed("remind", REGISTER, "--status").out
    company.subscribe("hr")
    company.mails.at_rcpt = ["550 Nobody here"]
    company.remind("2025-04-05")
    shown = typed("remind", REGISTER, "--status")
    assert shown.code == 1
    assert "hr: of 2025-04-05, given up, tried 1 time (`550 Nobody here`)" in shown.out
    assert (
        "hr：2025-04-05分、断念、試行1回（`550 Nobody here`）"
        in typed("remind", REGISTER, "--status", "--lang", "ja").out
    )
    assert "1 message is put back." in typed("remind", REGISTER, "--again").out
    (waiting,) = typed("remind", REGISTER, "--status", "--json").data
    assert (waiting["subscription"], waiting["state"], waiting["attempts"]) == ("hr", "waiting", 0)


def test_a_run_without_a_server_says_so(typed: Kenri, company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    company.subscribe("hr")
    done = typed("remind", REGISTER)
    assert done.code == 1
    assert "set `KENRI_SMTP`" in done.err
    monkeypatch.setenv("KENRI_SMTP", company.mails.url)
    monkeypatch.setenv("KENRI_MAIL_FROM", "kenri@acme.example\nBcc: eve@evil.example")
    assert typed("remind", REGISTER).code == 2
    monkeypatch.setenv("KENRI_MAIL_FROM", "kenri@acme.example")
    assert typed("remind", REGISTER).code == 0


def test_all_that_is_wrong_is_refused(typed: Kenri) -> None:
    wrong = ("subscribe", "mail", REGISTER, "hr", "hr@", "--before", "400", "--kind", "some", "--json")
    done = typed(*wrong)
    assert done.code == 2
    assert [each["code"] for each in done.data["problems"]] == [
        "no-mail-address", "distances-not-so", "parameter-not-among",
    ]  # fmt: skip
    assert typed("subscribe", "mail", REGISTER, "hr", "hr@acme.example", "--zone", "Mars/Base").code == 2
    assert typed("subscribe", "mail", REGISTER, "hr", "hr@acme.example", "--holder", "an").code == 2
    assert typed("feed", "create", REGISTER, "x", "--zone", "../../etc/passwd").code == 2
    assert typed("subscribe", "list", REGISTER, "--json").data == []
