"""A small register of one issuer with people who have signed in: an administrator, an auditor, and holders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kenri.faces.inputs.registers import now
from kenri.register.database import Database
from kenri.register.register import Register
from kenri.service.appointments import appoint
from kenri.service.credentials import set_password
from kenri.service.people import add_person, find_person
from kenri.service.sessions import begin_session, end_sessions
from tests.register.small_register import at, written_life

PASSWORD = "correct horse battery"

PLAN = """\
plan: acme/options
extends: vocabulary/equity
title: Options of Acme
zone: UTC
events: {leaves: {says: leaves the company, personal: true}}
terms: {consent: {unknown: the day is set by the board, type: day, clause: "4"}}
dates: {too_late: {is: {plus: {days: 10}, to: {event: leaves}}}}
states: {left: {is: {from: {event: leaves}}}}
figures:
  price: {clause: "3", says: What is to be paid, of: exercise, unit: JPY, is: {multiply: [500, {asked: number}]}}
rules:
  holder: {clause: "1", says: Holders may exercise., permit: exercise, by: [grantee, heir]}
  after: {clause: "2", says: Not from the tenth day after leaving on., forbid: exercise, when: {from: too_late}}
  board: {clause: "4", says: "Who has left, not before a day of the board.", forbid: exercise, when: left, unless: {from: consent}}
"""  # noqa: E501  # one rule on one line

TODAY = datetime.now(UTC).date()

LEFT: Mapping[str, str] = {
    "hana": "",
    "leo": f"events: [{{on: {TODAY - timedelta(days=1)}, event: leaves, id: leo-left}}]\n",
    "max": "events: [{on: 2025-03-01, event: leaves, id: max-left}]\n",
}
"""Holders of 100 rights: one who is there, one who left yesterday, one who left long ago."""


@dataclass(frozen=True, slots=True)
class Company:
    """Where the register is, and who is in it."""

    database: Database

    def session(self, name: str) -> str:
        """The text of a new session of somebody."""
        with self.database.writing() as connection:
            return begin_session(connection, find_person(connection, name).id, "password", now())

    def end(self, name: str) -> None:
        """End every session of somebody."""
        with self.database.writing() as connection:
            end_sessions(connection, find_person(connection, name).id, now())


def company(folder: Path) -> Company:
    """The register in a folder, as `register.db`: ann and otto sign in by a password, holders by their own names."""
    plan = folder / "options.yaml"
    plan.write_text(PLAN, encoding="utf-8")
    address = str(folder / "register.db")
    register = Register.create(address, "Acme")
    register.add_plan(str(plan), author="ann", now=at("2025-04-01"))
    for name, events in LEFT.items():
        life = f"""\
parties: {{{name}: {{role: grantee}}}}
grants: [{{id: {name}-1, grantee: {name}, on: 2024-01-01, number: 100}}]
{events}"""
        register.apply(written_life(life, "acme/options", f"{name}.yaml"), author="ann", now=at("2025-04-02"))
    found = Company(Database(address))
    with found.database.writing() as connection:
        for name, role in {"ann": "administrator", "otto": "auditor", **dict.fromkeys(LEFT, "holder")}.items():
            person = add_person(connection, name, now=now(), author="local").id
            if role != "holder":
                set_password(connection, person, PASSWORD, now())
            appoint(
                connection, person, role, issuer="Acme", holder=name if role == "holder" else "", since=TODAY,
                until=None, now=now(), author="local",
            )  # fmt: skip
    return found
