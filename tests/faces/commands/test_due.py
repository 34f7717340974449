"""`kenri due`: what comes for everybody in a register, on the terminal, as data, as tables and as calendars."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from kenri.faces.commands.due import _file_names
from tests.faces.commands.made_registers import REGISTER, made_register
from tests.faces.commands.running import Kenri

pytest.importorskip("sqlalchemy")
pytest.importorskip("alembic")

PLAN = "iij/2015-5th-series"
SATO = """\
parties: {sato: {role: grantee}}
grants: [{id: s1, grantee: sato, on: 2015-07-13, number: 10, position: director}]
events: [{id: left, on: 2025-06-25, event: leaves_position, position: director, recorded: 2025-06-26}]
"""
ITO = """\
parties: {ito: {role: grantee}}
grants: [{id: i1, grantee: ito, on: 2015-07-13, number: 4, position: director}]
"""
SPAN = ["--on", "2025-06-26", "--within", "10"]


@pytest.fixture
def kept(kenri: Kenri, project: Path) -> Kenri:
    """The commands in a folder with a register of two holders, one of whom has left."""
    for name, text in (("sato", SATO), ("ito", ITO)):
        (project / f"{name}.yaml").write_text(text, encoding="utf-8")
    made_register(kenri, PLAN, "sato.yaml", "ito.yaml")
    return kenri


def test_it_tells_what_comes_for_whom_and_under_which_clause(kept: Kenri) -> None:
    """The ten days from the day after he left: 26 June to 5 July."""
    shown = kept("due", REGISTER, *SPAN)
    assert shown.code == 0
    for part in ("2025-06-26 (Thu)", "2025-07-05 (Sat)", "2025-07-06 (Sun)", "sato", "2(11)2", "2 holders looked at"):
        assert part in shown.out
    assert "ito" not in shown.out
    data = kept("due", REGISTER, *SPAN, "--json").data
    assert (data["first"], data["last"], data["holders"]) == ("2025-06-26", "2025-07-06", 2)
    assert [(each["day"], each["kind"], each["holder"], each["number"]) for each in data["due"]] == [
        ("2025-06-26", "opens", "sato", 10),
        ("2025-07-05", "closes", "sato", 10),
        ("2025-07-06", "moves", "sato", 10),
    ]


def test_in_japanese_what_moves_by_itself_is_told_by_its_sentence_and_once(kept: Kenri, project: Path) -> None:
    """Effects have English names, which nobody knows who reads the plan in Japanese."""
    shown = kept("due", REGISTER, *SPAN, "--lang", "ja", "--ics", "due.ics").out
    assert "lapse-after-ten-days" not in shown
    assert "10日" in shown
    calendar = (project / "due.ics").read_text(encoding="utf-8").replace("\n ", "")
    (told,) = (line for line in calendar.splitlines() if line.startswith("SUMMARY") and "消滅へ" in line)
    sentence = told.split("sato：")[1].split("：")[0]
    assert told.count(sentence) == 1
    assert "2(11)2" in told


def test_nothing_comes_where_nothing_does(kept: Kenri) -> None:
    assert "Nothing comes." in kept("due", REGISTER, "--on", "2025-07-07").out
    assert kept("due", REGISTER, *SPAN, "--holder", "ito", "--json").data["due"] == []
    assert kept("due", REGISTER, *SPAN, "--known-at", "2025-06-25", "--json").data["due"] == []


def test_a_register_without_plans_has_nothing_to_come(kenri: Kenri, project: Path) -> None:
    assert kenri("register", "create", REGISTER, "--issuer", "Acme").code == 0
    shown = kenri("due", REGISTER)
    assert (shown.code, "Nothing comes." in shown.out) == (0, True)
    assert kenri("due", REGISTER, "--json").data["due"] == []


def test_it_is_written_as_a_table_and_as_calendars(kept: Kenri, project: Path) -> None:
    for name in ("due.csv", "due.xlsx", "due.parquet"):
        assert kept("due", REGISTER, *SPAN, "--out", name).code == 0
    rows = list(csv.DictReader(StringIO((project / "due.csv").read_text(encoding="utf-8-sig"))))
    assert [(row["day"], row["kind"], row["number"], row["until"]) for row in rows] == [
        ("2025-06-26", "opens", "10", "2025-07-05"),
        ("2025-07-05", "closes", "10", ""),
        ("2025-07-06", "moves", "10", ""),
    ]
    assert kept("due", REGISTER, *SPAN, "--ics", "all.ics", "--ics-each", "each").code == 0
    calendar = (project / "all.ics").read_text(encoding="utf-8")
    assert calendar.count("BEGIN:VEVENT") == 3
    assert [each.name for each in (project / "each").iterdir()] == ["sato.ics"]


def test_no_two_holders_share_a_file() -> None:
    names = _file_names(["a/b", "a_b", "A_b", "", "..", "髙﨑"])
    assert list(names.values()) == ["a_b", "a_b-2", "A_b-3", "_", "_-2", "髙﨑"]


@pytest.mark.parametrize("option", [["--ics", f"{REGISTER}-wal"], ["--ics", REGISTER], ["--ics-each", "."]])
def test_no_file_of_a_register_is_written_over(option: list[str], kept: Kenri) -> None:
    register = REGISTER if option[0] == "--ics" else "sato.ics"
    if register != REGISTER:
        Path(REGISTER).rename(register)
    before = Path(register).read_bytes()
    found = kept("due", register, *SPAN, *option)
    assert (found.code, "written-over-read" in found.err) == (2, True)
    assert Path(register).read_bytes() == before


def test_a_calendar_may_be_standard_output_which_then_holds_nothing_else(kept: Kenri) -> None:
    shown = kept("due", REGISTER, *SPAN, "--ics", "-")
    assert shown.code == 0
    assert shown.out.startswith("BEGIN:VCALENDAR")
    assert shown.out.rstrip().endswith("END:VCALENDAR")
    assert kept("due", REGISTER, *SPAN, "--ics", "-", "--json").code == 2


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--on", "2025-13-01"], "no-such-day"),
        (["--plan", "nothing"], "no-such-plan-in-register"),
        (["--holder", "nobody"], "no-such-holder"),
        (["--out", "due.pdf"], "no-table-form"),
        (["--out", REGISTER], "written-over-read"),
        (["--reading", "none=such"], "no-such-reading"),
        (["--ics-each", REGISTER], "folder-not-made"),
    ],
)
def test_what_means_nothing_is_told_and_nothing_is_written(options: list[str], code: str, kept: Kenri) -> None:
    before = Path(REGISTER).read_bytes()
    found = kept("due", REGISTER, *options, "--json")
    assert found.code == 2, found.out + found.err
    assert code in [each["code"] for each in found.data["problems"]]
    assert Path(REGISTER).read_bytes() == before


def test_the_last_day_of_the_calendar_ends_every_span(kept: Kenri) -> None:
    data = kept("due", REGISTER, "--on", "9999-12-30", "--within", "30", "--json").data
    assert data["last"] == "9999-12-31"
