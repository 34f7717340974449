"""`kenri ask`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.faces.commands.running import LIFE, PLAN, Kenri


def test_ask_answers_with_the_ruling(kenri: Kenri, project: Path) -> None:
    answer = kenri("ask", PLAN, LIFE, "--on", "2029-06-29", "--rights", "25")
    assert answer.code == 0
    assert answer.err == ""
    assert answer.out.startswith("ALLOWED")
    assert "ninety-days-after-leaving" in answer.out
    denied = kenri("ask", PLAN, LIFE, "--on", "2029-06-30", "--rights", "25")
    assert denied.code == 0, "a denial is an answer"
    assert denied.out.startswith("DENIED")


def test_ask_in_json(kenri: Kenri, project: Path) -> None:
    data = kenri("ask", PLAN, LIFE, "--on", "2029-06-29", "--rights", "25", "--json").data
    assert data["outcome"] == "allowed"
    assert "ninety-days-after-leaving" in json.dumps(data)


def test_ask_in_japanese(kenri: Kenri, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    args = ("ask", PLAN, LIFE, "--on", "2025-12-31")
    assert "行使期間内に限り" in kenri(*args, "--lang", "ja").out
    monkeypatch.setenv("KENRI_LANG", "ja")
    assert "行使期間内に限り" in kenri(*args).out


def test_a_life_may_come_from_standard_input_and_as_json(kenri: Kenri, project: Path) -> None:
    data = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "on": "2026-01-15", "number": 100}]}
    args = ("--on", "2028-01-15", "--rights", "25")
    assert kenri("ask", PLAN, "-", *args, stdin=json.dumps(data)).out.startswith("ALLOWED")
    assert kenri("ask", PLAN, "-", *args, stdin=yaml.safe_dump(data)).out.startswith("ALLOWED")
    (project / "life.json").write_text(json.dumps(data), encoding="utf-8")
    assert kenri("ask", PLAN, "life.json", *args).out.startswith("ALLOWED")
    wrong = kenri("ask", PLAN, "-", *args, stdin=json.dumps(data | {"party": {}}))
    assert (wrong.code, wrong.out) == (2, "")
    assert "<stdin>:1:" in wrong.err


def test_options_reach_the_question(kenri: Kenri) -> None:
    ask = ("ask", "iij/2015-5th-series", "leaver", "--on", "2025-07-06", "--rights", "6")
    assert kenri(*ask).out.startswith("DENIED")
    assert kenri(*ask, "--reading", "holiday-roll=yes").out.startswith("ALLOWED")
    assert kenri(*ask, "--reading", "holiday-roll=yes", "--with", "paid_in_full=false").out.startswith("DENIED")
    day_ten = ("ask", "iij/2015-5th-series", "leaver", "--on", "2025-07-05")
    assert kenri(*day_ten, "--rights", "10").out.startswith("DENIED"), "four were exercised on 29 June"
    assert kenri(*day_ten, "--rights", "10", "--known-at", "2025-06-28").out.startswith("ALLOWED")
    heir = ("ask", "iij/2015-5th-series", "heir", "--on", "2025-09-03")
    assert kenri(*heir, "--by", "hanako").out.startswith("ALLOWED")
    assert kenri(*heir, "--by", "heir").out.startswith("ALLOWED")
    assert kenri(*heir).out.startswith("DENIED")


def test_today_is_a_day(kenri: Kenri, project: Path) -> None:
    assert kenri("ask", PLAN, LIFE, "--on", "today").code == 0
