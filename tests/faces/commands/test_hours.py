"""Every command shows the hours of a window, of an answer and of a question, with the zone of the clocks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faces.commands.running import Kenri

PLAN = "plans/notice-by-five"
LIFE = """\
parties: {ken: {role: grantee}}
grants: [{grantee: ken, on: 2021-04-01, number: 100, last_day: 2026-03-31}]
"""
LATE = "2026-03-31T17:30-04:00"


@pytest.fixture
def life(tmp_path: Path) -> str:
    path = tmp_path / "life.yaml"
    path.write_text(LIFE, "utf-8")
    return str(path)


def plain(text: str) -> str:
    return " ".join(text.split())


def test_an_answer_at_a_time(kenri: Kenri, life: str) -> None:
    answer = kenri("ask", PLAN, life, "--on", LATE, "--rights", "1")
    assert answer.code == 0
    assert "DENIED" in answer.out
    assert "2026-03-31 (Tue) 17:30 (America/New_York)" in plain(answer.out)
    assert "Hours: from 17:00:01 on (America/New_York)" in plain(answer.out)
    data = kenri("ask", PLAN, life, "--on", LATE, "--rights", "1", "--json").data
    hours = {"first": "17:00:01", "last": "23:59:59"}
    assert (data["on"], data["time"], data["hours"], data["zone"]) == ("2026-03-31", "17:30", hours, "America/New_York")
    assert data["cautions"] == []


def test_an_answer_about_a_day_tells_until_which_hour(kenri: Kenri, life: str) -> None:
    assert "Hours: up to 17:00 (America/New_York)" in plain(kenri("ask", PLAN, life, "--on", "2026-03-31").out)
    assert "17:00まで（America/New_York）" in plain(kenri("ask", PLAN, life, "--on", "2026-03-31", "--lang", "ja").out)
    data = kenri("ask", PLAN, life, "--on", "2026-03-30", "--json").data
    assert not {"time", "hours", "zone"} & data.keys()
    assert (data["window"]["last"], data["window"]["closes"]) == ("2026-03-31", "17:00")


def test_forward_chaining_says_the_same(kenri: Kenri, life: str) -> None:
    pytest.importorskip("durable")
    for on, outcome in ((LATE, "denied"), ("2026-03-31", "allowed"), ("2026-03-31T17:00-04:00", "allowed")):
        data = kenri("ask", PLAN, life, "--on", on, "--engine", "forward", "--json").data
        assert data["outcome"] == outcome


def test_windows_pictures_and_calendars(kenri: Kenri, life: str, tmp_path: Path) -> None:
    svg, ics = tmp_path / "o.svg", tmp_path / "o.ics"
    answer = kenri("windows", PLAN, life, "--svg", str(svg), "--ics", str(ics))
    assert "2026-03-31 (Tue) 17:00" in plain(answer.out)
    assert "(America/New_York)" in answer.out
    assert "until 17:00 (America/New_York)" in svg.read_text("utf-8")
    first, last = (
        line for line in ics.read_text("utf-8").replace("\n ", "").splitlines() if line.startswith("SUMMARY")
    )
    assert "17:00" not in first
    assert last.endswith("until 17:00 (America/New_York)")


def test_what_if_somebody_is_late(kenri: Kenri, life: str) -> None:
    for time, said in (("17:00", "ALLOWED"), ("17:30", "DENIED")):
        answer = plain(kenri("simulate", PLAN, life, "--what-if", f"exercises rights=10 2026-03-31T{time}-04:00").out)
        assert f"exercise rights 10 {said}" in answer
        assert "2026-03-31 (Tue) 17:00 (America/New_York)" in answer
        assert "hours recorded" not in answer


def test_a_question_at_a_time_is_saved_as_one(kenri: Kenri, life: str, tmp_path: Path) -> None:
    saved = tmp_path / "saved.yaml"
    lines = f"ask {LATE} 1\nask 2026-03-31T17:00-04:00 1\nsave scenario {saved} late\nquit\n"
    assert kenri("play", PLAN, life, stdin=lines).code == 0
    text = saved.read_text("utf-8")
    assert "on: 2026-03-31T17:30:00-04:00" in text
    assert 'closes: "17:00"' in text
    assert kenri("test", str(saved)).code == 0


def test_a_plan_without_hours_says_that_the_hour_was_not_looked_at(kenri: Kenri) -> None:
    data = kenri("ask", "iij/2015-5th-series", "leaver", "--on", "2025-07-05T16:30+09:00", "--json").data
    assert "hour-of-question" in [each["code"] for each in data["cautions"]]
    assert not {"time", "hours", "zone"} & data.keys()
