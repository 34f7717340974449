"""Calendars and the end of mails at secret addresses: without signing in, and nothing else by them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from icalendar import Calendar

pytest.importorskip("uvicorn")
pytest.importorskip("prometheus_client")

from kenri.faces.serving.answered import Answered, problem_answer
from kenri.faces.serving.answering import Answering
from kenri.model.problems import ProblemsError
from kenri.service.feeds import make_feed
from kenri.service.revoking import revoke
from kenri.service.subscriptions import subscriptions
from tests.faces.reminding.reminding import Company
from tests.faces.serving.running import Service, served
from tests.register.small_register import at

SECRET, OTHER = "a" * 43, "b" * 43


class Secretly:
    """Asks with a secret, in this process."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.answering = Answering(company.register.database.name)
        self.answering.begin()

    def feed(self, name: str, holder: str, secret: str, **more: Any) -> None:
        with self.company.register.database.writing() as connection:
            make_feed(
                connection, self.company.number, name, holder, secret=secret, now=at("2025-01-05"),
                **{"lang": "en", "zone": "UTC", **more},
            )  # fmt: skip

    def __call__(self, operation: str, secret: str, *, is_write: bool = False, tag: str | None = None) -> Answered:
        header = {
            "operation": operation, "request": str(uuid4()), "lang": "en", "secret": secret, "if_none_match": tag,
            "is_write": is_write,
        }  # fmt: skip
        try:
            return self.answering.answer(header, [])
        except ProblemsError as error:
            return problem_answer(error.problems, "en", "0")


@pytest.fixture
def secretly(company: Company) -> Secretly:
    """Ann and Bob leave in three days, so that something comes whenever this is run."""
    from datetime import UTC, datetime, timedelta

    soon = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    company.record("ann", soon)
    company.record("bob", soon)
    return Secretly(company)


def test_a_calendar_tells_one_holder_of_what_comes_and_of_nobody_else(secretly: Secretly) -> None:
    secretly.feed("ann", "ann", SECRET)
    secretly.feed("all", "", OTHER)
    own, everybody = secretly("feed", SECRET), secretly("feed", OTHER)
    assert (own.status, own.kind) == (200, "text/calendar; charset=utf-8")
    calendar = Calendar.from_ical(own.body)
    assert calendar["X-WR-CALNAME"] == "Acme: deadlines of ann"
    assert calendar["REFRESH-INTERVAL"].to_ical() == calendar["X-PUBLISHED-TTL"].to_ical() == b"PT6H"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in own.body
    summaries = [str(each["SUMMARY"]) for each in calendar.walk("VEVENT")]
    assert any("last day" in each for each in summaries)
    assert b"bob" not in own.body
    assert b"bob" in everybody.body
    assert b"ann" in everybody.body


def test_an_entry_keeps_its_uid_while_its_day_stays_and_is_told_from_all_others(secretly: Secretly) -> None:
    secretly.feed("all", "", SECRET)
    before = uids(secretly("feed", SECRET))
    assert len(before) == len(set(before.values())) > 3
    secretly.company.record("ann", "2025-03-01")  # what comes for her is another, and nothing of his
    after = uids(secretly("feed", SECRET))
    his = {name: uid for name, uid in before.items() if "bob" in name[0]}
    assert his
    assert his.items() <= after.items()
    assert not {uid for name, uid in before.items() if "ann" in name[0]} & {*after.values()}


def uids(answered: Answered) -> dict[tuple[str, str], str]:
    """By what an entry says and its day."""
    entries = Calendar.from_ical(answered.body).walk("VEVENT")
    return {(str(each["SUMMARY"]), str(each["DTSTART"].to_ical())): str(each["UID"]) for each in entries}


def test_what_was_not_changed_is_not_sent_again(secretly: Secretly) -> None:
    secretly.feed("ann", "ann", SECRET)
    tag = secretly("feed", SECRET).headers["etag"]
    assert secretly("feed", SECRET, tag=tag).status == 304
    assert secretly("feed", SECRET, tag='"another"').status == 200
    secretly.company.record_meeting("ann", "2025-04-05")
    assert secretly("feed", SECRET, tag=tag).status == 200


def test_one_that_was_taken_back_and_what_never_was_are_answered_alike(secretly: Secretly) -> None:
    secretly.feed("ann", "ann", SECRET)
    with secretly.company.register.database.writing() as connection:
        revoke(connection, "feed", "ann", at("2025-01-06"), issuer=secretly.company.number)
    answers = {
        (each.status, each.body, json.dumps(dict(each.headers)))
        for each in (secretly("feed", secret) for secret in (SECRET, OTHER, "", "a" * 42, "a" * 44, "%2e", "é" * 43))
    }
    assert len(answers) == 1
    ((status, body, _),) = answers
    assert status == 404
    assert b"a" * 42 not in body


def test_only_the_hash_of_a_secret_is_kept(secretly: Secretly) -> None:
    secretly.feed("ann", "ann", SECRET)
    file = secretly.company.register.database.file
    assert file is not None
    assert not any(SECRET.encode() in each.read_bytes() for each in file.parent.glob("register.db*"))


def test_whoever_has_a_mail_ends_it_with_one_click_after_being_asked(secretly: Secretly) -> None:
    company = secretly.company
    company.subscribe("hr")
    company.remind("2025-04-05", service="https://rights.acme.example")
    secret = "secret-of-hr"
    asked = secretly("unsubscribe", secret)
    assert (asked.status, asked.kind) == (200, "text/html; charset=utf-8")
    assert b'<form method="post">' in asked.body
    assert company_is_told(company)
    assert secretly("unsubscribe", "secret-of-h", is_write=True).status == 404
    assert secretly("unsubscribe", secret, is_write=True).status == 200
    assert not company_is_told(company)
    assert secretly("unsubscribe", secret).status == secretly("unsubscribe", secret, is_write=True).status == 404


def company_is_told(company: Company) -> bool:
    with company.register.database.reading() as connection:
        (found,) = subscriptions(connection, company.number)
    return found.revoked is None


def test_a_secret_of_a_webhook_ends_nothing(secretly: Secretly) -> None:
    secretly.company.subscribe("hook", "webhook")
    with secretly.company.register.database.reading() as connection:
        (found,) = subscriptions(connection, secretly.company.number)
    assert secretly("unsubscribe", found.secret, is_write=True).status == 404


@pytest.fixture
def service(secretly: Secretly, tmp_path: Path) -> Iterator[Service]:
    secretly.feed("ann", "ann", SECRET)
    secretly.company.subscribe("hr", hour=0)
    smtp = {"KENRI_SMTP": secretly.company.mails.url, "KENRI_MAIL_FROM": "kenri@acme.example"}
    with served(tmp_path, "--register", "register.db", "--remind", "60", **smtp) as running:
        yield running


def test_a_running_service_gives_calendars_to_anybody_and_reminds(service: Service, company: Company) -> None:
    """Also through a proxy and under its name, of which nothing else is served without a token."""
    service.ready()
    through = {"host": "rights.acme.example", "x-forwarded-for": "203.0.113.9"}
    found = service.ask(f"/feeds/{SECRET}.ics", headers=through)
    assert (found.status, found.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert found.headers["cache-control"].startswith("private")
    assert service.ask("holders", headers=through).status in (401, 403)
    assert service.ask(f"/feeds/{OTHER}.ics", headers=through).status == 404
    assert service.ask(f"/feeds/{SECRET}.ics", method="POST", headers=through).status == 405
    while not any(line["event"] == "reminded" for line in service.log):
        service.ask("/health")
    (told,) = (line for line in service.log if line["event"] == "reminded")
    assert told.get("fault") is None
    assert (told["sent"], told["waiting"], told["failed"]) == (1, 0, 0)
    assert len(company.mails.mails) == 1
    assert service.stop() in (0, -15)
    said = json.dumps(service.log)
    assert not re.search(f"{SECRET}|ann|hr@", said)
