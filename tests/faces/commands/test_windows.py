"""`kenri windows`."""

from __future__ import annotations

from pathlib import Path

from tests.faces.commands.running import Kenri


def test_windows_are_drawn_for_every_party_that_has_any(kenri: Kenri) -> None:
    answer = kenri("windows", "iij/2015-5th-series", "heir", "--action", "exercise")
    assert answer.code == 0
    assert "hanako (heir)" in answer.out
    assert "sato (grantee)" not in answer.out
    assert "2025-03-03 (Mon)" in answer.out
    assert "2025-09-03 (Wed)" in answer.out
    assert "hanako: inherits" in answer.out


def test_of_several_grants_each_mark_says_which_it_is_about(kenri: Kenri, tmp_path: Path) -> None:
    life = tmp_path / "two.yaml"
    life.write_text(
        "parties: {sato: {role: grantee}}\n"
        "grants:\n"
        "  - {id: a, grantee: sato, on: 2015-07-13, number: 10, position: director}\n"
        "  - {id: b, grantee: sato, on: 2015-07-13, number: 4, position: director}\n"
        "events:\n"
        "  - {on: 2025-06-25, event: leaves_position, position: director}\n"
        "  - {on: 2025-06-27, event: exercises, rights: 3, grant: b}\n",
        encoding="utf-8",
    )
    shown = kenri("windows", "iij/2015-5th-series", life, "--action", "exercise", "--grant", "a").out
    for part in ("granted 10 [a]", "granted 4 [b]", "exercises (rights: 3) [b]", "leaves position (director)\n"):
        assert part in shown


def test_windows_in_json(kenri: Kenri) -> None:
    data = kenri("windows", "iij/2015-5th-series", "leaver", "--action", "exercise", "--json").data
    steps = [{"from": "2025-06-26", "most": 10}, {"from": "2025-06-29", "most": 6}]
    exact = {"first": "2025-06-26", "last": "2025-07-05", "status": "allowed", "most": None, "steps": steps}
    monday = {**exact, "last": "2025-07-07"}  # 5 July 2025 is a Saturday
    turns = {"settled": False, "ways": [{"readings": {"holiday-roll": "yes"}, "windows": [monday]}]}
    assert data == {
        "plan": "iij/2015-5th-series",
        "windows": [{"action": "exercise", "by": "sato", "grant": "grant", **exact, **turns, "cautions": []}],
        "elsewhere": [],
        "cautions": [],
    }
    rolled = kenri("windows", "iij/2015-5th-series", "leaver", "--reading", "holiday-roll=yes", "--json").data
    assert "2025-07-07" in [window["last"] for window in rolled["windows"]]


def test_windows_as_a_picture_and_as_a_calendar(kenri: Kenri, tmp_path: Path) -> None:
    svg, ics = tmp_path / "windows.svg", tmp_path / "windows.ics"
    args = ("windows", "iij/2015-5th-series", "leaver", "--action", "exercise")
    answer = kenri(*args, "--svg", str(svg), "--ics", str(ics), "--lang", "ja")
    assert answer.code == 0
    assert svg.read_text(encoding="utf-8").startswith("<svg")
    text = ics.read_text(encoding="utf-8")
    assert text.startswith("BEGIN:VCALENDAR")
    assert "DTSTART;VALUE=DATE:20250705" in text
    assert "BEGIN:VALARM" in text


def test_no_window_is_said(kenri: Kenri) -> None:
    answer = kenri("windows", "iij/2015-5th-series", "in-office", "--action", "exercise")
    assert answer.code == 0
    assert "No window" in answer.out


def test_windows_of_a_life_without_a_day_are_listed_and_not_drawn(kenri: Kenri, tmp_path: Path) -> None:
    company, picture = "parties: {iij: {role: company}}", tmp_path / "windows.svg"
    answer = kenri("windows", "iij/2013-offering", "-", stdin=company)
    assert answer.code == 0
    assert "iij (company)" in answer.out
    answer = kenri("windows", "iij/2013-offering", "-", "--svg", str(picture), stdin=company)
    assert answer.code == 2
    assert "there is no day to draw" in answer.err
    assert not picture.exists()
