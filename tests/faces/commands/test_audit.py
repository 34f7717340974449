"""`kenri audit`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faces.commands.running import LIFE, PLAN, Kenri


def test_an_audit_that_finds_nothing(kenri: Kenri, project: Path) -> None:
    answer = kenri("audit", PLAN, LIFE)
    assert answer.code == 0
    assert "100 granted = 25 held + 50 exercised + 25 extinguished" in answer.out
    assert kenri("audit", PLAN, LIFE, "--json").data["clean"] is True
    assert "割当100" in kenri("audit", PLAN, LIFE, "--lang", "ja").out


def test_an_audit_that_finds_a_violation_fails(kenri: Kenri, project: Path) -> None:
    with (project / LIFE).open("a", encoding="utf-8") as file:
        file.write("  - {on: 2029-06-30, event: exercises, rights: 60, id: late}\n")
    answer = kenri("audit", PLAN, LIFE)
    assert answer.code == 1
    assert "NOT PERMITTED" in answer.out
    assert f"{LIFE}:12" in answer.out
    assert "ninety-days-after-leaving" in answer.out
    # Of 100, 50 were exercised, 25 had not vested and lapsed on 31 March, and the rest lapsed when 30 June began.
    assert "asked for 60, and only 0 were there" in " ".join(answer.out.split())
    assert "1 not permitted: late" in answer.out
    data = kenri("audit", PLAN, LIFE, "--json")
    assert data.code == 1
    assert data.data["violations"] == ["late"]
    assert kenri("audit", PLAN, LIFE, "--until", "2029-06-29").code == 0
    assert kenri("audit", PLAN, LIFE, "--known-at", "2029-06-29").code == 0


COMPANY = """\
plan: acme/company
extends: vocabulary/equity
actions: {buy: {says: buy rights}, sell: {}}
events: {buys: {act: buy}, sells: {act: sell}}
rules:
  never: {clause: "1", says: Never., forbid: buy, by: company}
  buy: {clause: "2", says: Buys., permit: buy, by: company}
"""


def test_an_audit_says_why_an_act_that_no_rule_decides_is_not_permitted(
    kenri: Kenri, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(COMPANY, encoding="utf-8")
    life = {
        "parties": {"ann": {"role": "grantee"}},
        "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 5}],
        "events": [{"on": "2024-02-01", "event": "buys", "who": "ann"}, {"on": "2024-02-02", "event": "buys"}],
    }
    answer = kenri("audit", "plan.yaml", "-", stdin=json.dumps(life))
    assert answer.code == 1
    assert "Grant of ann: 5" in answer.out
    assert "no rule of the plan permits ann to do this" in answer.out
    assert "The plan permits it to: the company that granted the rights." in answer.out
    assert "company: buy rights" in answer.out
    assert "1 never: Never." in answer.out


def test_the_days_of_an_audit_stay_in_one_piece(kenri: Kenri, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert "  2026-01-15  " in kenri("audit", PLAN, LIFE).out
