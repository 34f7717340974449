"""`kenri impact`: whose answers change, worked out by hand from the clauses; and nothing is written."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from kenri.simulation.impact import impact
from tests.faces.commands.made_registers import REGISTER, made_register
from tests.faces.commands.running import Kenri

pytest.importorskip("sqlalchemy")
pytest.importorskip("alembic")

PLAN = """\
plan: acme/opts
extends: vocabulary/equity
readings: {start: {question: Is the day of leaving in?, clause: "2", options: {no: No., yes: Yes.}, default: no}}
events: {leaves: {personal: true}}
dates: {left: {clause: "2", is: {first: {event: leaves, who: grantee}}}}
states:
  window:
    clause: "2"
    is:
      reading: start
      choices: {no: {within: {days: 10}, after: left}, yes: {within: {days: 9}, from: left}}
rules:
  after-leaving: {clause: "2", says: Within ten days after leaving., permit: exercise, by: grantee, when: window}
"""
LIFE = """\
parties: {ann: {role: grantee}, bob: {role: grantee}}
grants: [{id: a, grantee: ann, on: 2024-01-01, number: 100}, {id: b, grantee: bob, on: 2024-01-01, number: 40}]
events: [{id: l1, event: leaves, who: ann, on: 2025-03-01, recorded: 2025-03-01}]
"""
ON = ["--on", "2025-03-02"]


@pytest.fixture
def kept(kenri: Kenri, project: Path) -> Kenri:
    """The commands in a folder with a register of two holders, one of whom has left."""
    (project / "opts.yaml").write_text(PLAN, encoding="utf-8")
    (project / "life.yaml").write_text(LIFE, encoding="utf-8")
    made_register(kenri, "opts.yaml", "life.yaml")
    return kenri


def changed(kenri: Kenri, *options: str) -> list[tuple[Any, ...]]:
    """Of each window that becomes another one: whose, how, and its days before and after."""
    head = kenri("register", "verify", REGISTER, "--json").data["head"]
    data = kenri("impact", REGISTER, *options, "--json").data
    assert kenri("register", "verify", REGISTER, "--json").data["head"] == head
    return [
        (each["holder"], window["how"], _days(window["before"]), _days(window["after"]))
        for each in data["impact"]
        for window in each["windows"]
    ]


def _days(window: dict[str, Any] | None) -> tuple[str, str] | None:
    return None if window is None else (window["first"][5:], window["last"][5:])


def test_a_correction_moves_the_days(kept: Kenri, project: Path) -> None:
    """Ten days after 1 March are 2 to 11 March, and after 27 February 28 February to 9 March. Bob is not touched."""
    (project / "life.yaml").write_text(LIFE.replace("2025-03-01,", "2025-02-27,"), encoding="utf-8")
    assert changed(kept, "life.yaml", *ON) == [("ann", "moved", ("03-02", "03-11"), ("02-28", "03-09"))]
    assert changed(kept, "life.yaml", "--on", "2025-03-12") == []


def test_another_reading_moves_the_days(kept: Kenri) -> None:
    """Nine days counted from 1 March as day 0 are 1 to 10 March."""
    assert changed(kept, "--reading", "start=yes", *ON) == [("ann", "moved", ("03-02", "03-11"), ("03-01", "03-10"))]
    assert changed(kept, "--reading", "start=no", *ON) == []


def test_a_new_version_cuts_the_days(kept: Kenri, project: Path) -> None:
    (project / "new.yaml").write_text(PLAN.replace("days: 10", "days: 8"), encoding="utf-8")
    assert changed(kept, "--becomes", "new.yaml", *ON) == [("ann", "cut", ("03-02", "03-11"), ("03-02", "03-09"))]
    assert changed(kept, "--becomes", "opts.yaml", *ON) == []


def test_who_was_not_there_before_is_told(kept: Kenri, project: Path) -> None:
    text = LIFE.replace("ann", "cat").replace("bob", "dan").replace("{id: a", "{id: c").replace("{id: b", "{id: d")
    (project / "more.yaml").write_text(text.replace("l1", "l2"), encoding="utf-8")
    assert changed(kept, "more.yaml", *ON) == [("cat", "opened", None, ("03-02", "03-11"))]


def test_others_write_while_answers_are_compared(kept: Kenri, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bringing files in is supposed in a transaction of one who writes alone, which is over once all lives are read."""
    locks: list[int] = []

    def watched(*sides: Any) -> Any:
        with sqlite3.connect(REGISTER, timeout=0, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        locks.append(1)
        return impact(*sides)

    monkeypatch.setattr("kenri.faces.registers.everybody_impact.impact", watched)
    (project / "life.yaml").write_text(LIFE.replace("2025-03-01,", "2025-02-27,"), encoding="utf-8")
    assert changed(kept, "life.yaml", *ON)
    assert locks


def test_it_is_told_in_words(kept: Kenri) -> None:
    shown = kept("impact", REGISTER, "--reading", "start=yes", *ON)
    assert shown.code == 0
    for part in ("ann", "moves", "2025-03-01", "2025-03-10", "1 of 2 holders"):
        assert part in shown.out
    assert "2名中1名" in kept("impact", REGISTER, "--reading", "start=yes", *ON, "--lang", "ja").out
    assert "No answer changes." in kept("impact", REGISTER, "--reading", "start=no", *ON).out


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], "nothing-supposed"),
        (["--reading", "none=yes"], "no-such-reading"),
        (["--reading", "start=perhaps"], "no-such-option"),
        (["--becomes", "plans/forced-exercise"], "no-such-plan-in-register"),
        (["--becomes", "none.yaml"], "no-such-file"),
        (["--plan", "none", "--reading", "start=yes"], "no-such-plan-in-register"),
        (["none.yaml"], "no-such-file"),
        (["--mapping", "m.yaml", "--reading", "start=yes"], "option-needs-another"),
        (["--rules", ".", "--reading", "start=yes"], "option-needs-another"),
        (["--on", "2025-02-29", "--reading", "start=yes"], "no-such-day"),
    ],
)
def test_what_means_nothing_is_told(options: list[str], code: str, kept: Kenri) -> None:
    found = kept("impact", REGISTER, *options, "--json")
    assert found.code == 2, found.out + found.err
    assert code in [each["code"] for each in found.data["problems"]]
