"""A company whose holders are reminded: what is recorded, who subscribed, and runs at instants that are given."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kenri.faces.reminding.mail_server import mail_server_at
from kenri.faces.reminding.one_run import Reminded, Sending, remind
from kenri.register.addresses import is_address
from kenri.register.register import Register, microseconds
from kenri.service.outbox import Message, messages
from kenri.service.subscriptions import make_subscription
from tests.faces.reminding.own_servers import Hooks, MailBox
from tests.register.small_register import at, entry, written_life

PLAN = """\
plan: acme/options
extends: vocabulary/equity
zone: UTC
events: {leaves: {personal: true}, meets: {}}
rules:
  holder: {clause: "1", says: Holders., permit: exercise, by: grantee}
  after: {clause: "2", says: Not after 40 days., forbid: exercise, when: {from: {plus: {days: 41}, to: {event: leaves}}}}
duties:
  badge: {clause: "3", says: Badges come back., by: grantee, until: {plus: {days: 50}, to: {event: leaves}}, done: {on: {event: meets}}}
"""  # noqa: E501  # one rule on one line

LIFE = """\
parties: {{{name}: {{role: grantee}}}}
grants: [{{id: {name}-1, grantee: {name}, on: 2024-01-01, number: 100}}]
events: [{{on: {left}, event: leaves, id: {name}-left, recorded: {left}}}]
"""

SENDER = "kenri@acme.example"

_MADE: list[bytes] = []
"""The register, once it was made in a file."""


def instant(text: str) -> int:
    """An instant in UTC: a day stands for eight o'clock."""
    moment = datetime.fromisoformat(text if "T" in text else f"{text}T08:00:00")
    return microseconds(moment.replace(tzinfo=UTC))


@dataclass
class Company:
    """A register of Acme with servers around it."""

    register: Register
    mails: MailBox
    hooks: Hooks

    @classmethod
    def made(cls, address: str, folder: Path, mails: MailBox, hooks: Hooks) -> Company:
        """Ann left on 2025-03-01: she may exercise to 2025-04-10, and hands in her badge by 2025-04-20.

        The event of Bob is on 2025-06-01.
        """
        is_file = not is_address(address)
        if is_file and _MADE:
            Path(address).write_bytes(_MADE[0])
            return cls(Register.open(address), mails, hooks)
        plan = folder / "options.yaml"
        plan.write_text(PLAN, encoding="utf-8")
        register = Register.create(address, "Acme")
        register.add_plan(str(plan), author="ann", now=at("2025-01-01"))
        company = cls(register, mails, hooks)
        company.record("ann", "2025-03-01")
        company.record("bob", "2025-06-01")
        if is_file:
            _MADE.append(Path(address).read_bytes())
        return company

    def record(self, name: str, left: str) -> None:
        """A holder who leaves on a day: known at once, or in the place of what was recorded."""
        life = written_life(LIFE.format(name=name, left=left), "acme/options", f"{name}.yaml")
        self.register.apply(life, author="ann", now=at("2025-01-02"))

    def record_meeting(self, holder: str, on: str) -> None:
        """The badge of a holder comes back."""
        event = entry("event", f"{holder}-met", {"id": f"{holder}-met", "event": "meets", "on": on}, of=holder)
        self.register.apply([event], author="ann", now=at("2025-01-03"))

    @property
    def number(self) -> int:
        with self.register.reading() as ledger:
            return ledger.number

    def subscribe(self, name: str, channel: Any = "mail", target: str | None = None, **more: Any) -> None:
        where = target or (f"{name}@acme.example" if channel == "mail" else self.hooks.url)
        secret = "whsec_" + base64.b64encode(b"k" * 32).decode() if channel == "webhook" else f"secret-of-{name}"
        more = {"hour": 7, "is_private_allowed": channel == "webhook", **more}
        with self.register.database.writing() as connection:
            make_subscription(
                connection, self.number, name, channel, where, secret=secret, now=at("2025-01-04"), **more
            )

    def remind(self, when: str, *, service: str | None = None) -> Reminded:
        with mail_server_at(self.mails.url) as server:
            return remind(self.register, Sending(server, SENDER, service), lambda: instant(when))

    def queue(self) -> list[tuple[str, Message]]:
        with self.register.database.reading() as connection:
            return messages(connection, self.number, states=("waiting", "begun", "failed"))

    # --- what came

    def hooked(self) -> list[list[tuple[str, str, str, int]]]:
        """Of each webhook that came: the change, the kind, the day, and how many days are left."""
        return [
            [(each["change"], each["kind"], each["day"], each["days"]) for each in json.loads(body)["due"]]
            for _, body in self.hooks.came
        ]

    def said(self) -> list[str]:
        """The text of each mail that came."""
        return [_text(each) for each in self.mails.mails]


def _text(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content()).replace("\r\n", "\n")
