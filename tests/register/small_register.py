"""A small plan and entries about its holders, for tests of registers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kenri.loader.tree import read
from kenri.model.entries import EntrySource, RegisterEntry
from kenri.model.problems import Report
from kenri.register.life_entries import life_entries
from kenri.register.records import Microsecond
from kenri.register.register import Register, microseconds

PLAN = """\
plan: acme/options
extends: vocabulary/equity
events: {leaves: {personal: true}, meets: {}}
party_attributes: {rank: {type: text, optional: true}}
grant_attributes: {price: {type: number, optional: true}}
terms: {board_date: {unknown: The board sets it., type: day}}
rules:
  holder: {clause: "1", says: Holders., permit: exercise, by: grantee}
  after: {clause: "2", says: Not 30 days after leaving., forbid: exercise, when: {from: {plus: {days: 30}, to: {event: leaves}}}}
"""  # noqa: E501  # one rule on one line

ANN = """\
parties: {ann: {role: grantee, rank: chief}}
grants: [{id: a1, grantee: ann, on: 2024-01-01, number: 100, price: 12.50}]
events:
  - {on: 2025-03-01, event: leaves, id: left, recorded: "2025-03-05T09:00:00Z"}
  - {on: 2025-02-01, event: exercises, rights: 10}
"""

BOARD = """\
plan: acme/board
extends: vocabulary/equity
terms: {consent: {unknown: the day is set by the board, type: day, clause: "4"}}
rules:
  holder: {clause: "1", says: Holders., permit: exercise, by: grantee}
  board: {clause: "4", says: Not before a day of the board., forbid: exercise, unless: {from: consent}}
"""
"""Nobody knows whether an exercise is permitted until the day of the board is known (clause 4)."""


def at(day: str) -> Microsecond:
    """Noon of a day, as registers keep it."""
    return microseconds(datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC))


def source(row: int = 1, file: str = "grants.csv") -> EntrySource:
    return EntrySource(file, row=row)


def entry(kind: Any, key: str, data: Any, *, row: int = 1, **more: Any) -> RegisterEntry:
    return RegisterEntry(kind=kind, key=key, data=data, source=source(row), **more)


def written_life(text: str, plan: str = "", file: str = "ann.yaml") -> list[RegisterEntry]:
    """The entries of a life as it is written in a file."""
    report = Report()
    trees = read(file, text, report=report)
    report.raise_if_any()
    return list(life_entries(trees[0], plan))


def company(holders: tuple[str, ...] = ("ann", "bob")) -> list[RegisterEntry]:
    """Entries of an issuer whose holders have a grant of 100 each."""
    return [
        *(entry("party", name, {"role": "grantee"}, row=row) for row, name in enumerate(holders, 1)),
        *(
            entry("grant", f"{name}-1", {"grantee": name, "on": "2024-01-01", "number": 100}, row=row)
            for row, name in enumerate(holders, 1)
        ),
    ]


def made(address: str, folder: Path, now: str = "2026-01-01") -> Register:
    """A new register with the small plan."""
    path = folder / "options.yaml"
    path.write_text(PLAN, encoding="utf-8")
    register = Register.create(address, "Acme")
    register.add_plan(str(path), author="ann", now=at(now))
    return register


def codes(problems: Any) -> list[str]:
    return [each.code for each in problems]
