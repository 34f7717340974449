"""`kenri demo`."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from kenri.faces.commands import demo
from tests.faces.commands.running import Kenri

for extra in ("sqlalchemy", "alembic", "python_calamine"):
    pytest.importorskip(extra)


def test_the_demonstration_runs_and_every_command_of_it_can_be_typed(kenri: Kenri, project: Path) -> None:
    answer = kenri("demo")
    assert answer.code == 0
    assert [line.split()[0] for line in answer.out.splitlines() if line.startswith(("ALLOWED", "DENIED"))] == [
        "DENIED",
        "ALLOWED",
        "DENIED",
        "ALLOWED",
    ]
    assert "first day" in answer.out.lower()
    commands = [line[2:] for line in answer.out.splitlines() if line.startswith("$ ")]
    assert len(commands) == 6 + 1 + 10
    for command in commands:
        typed = kenri(*shlex.split(command)[1:])
        assert typed.code == 0, command
        if command.startswith(("kenri due", "kenri impact")):
            assert typed.out in answer.out


def test_it_is_told_in_japanese(kenri: Kenri) -> None:
    shown = kenri("demo", "--lang", "ja").out
    for part in ("退任後10日目", "2021年3月15日(月)から", "40名を調べた", "40名中2名", "1009 野々村　香織"):
        assert part in shown


def test_it_is_data_for_programs(kenri: Kenri) -> None:
    data = kenri("demo", "--json").data
    assert [each["outcome"] for each in data["questions"]] == ["denied", "allowed", "denied", "allowed"]
    assert [each["command"][1] for each in data["year"]] == ["due", "impact", "due"]
    assert [each["answer"]["holders"] for each in data["year"]] == [28, 40, 40]


def test_the_files_of_the_year_and_its_register_are_written_for_whoever_tries(kenri: Kenri, project: Path) -> None:
    written = kenri("demo", "--to", "year", "--json").data["files"]
    assert {Path(each).name for each in written} == {each.name for each in (project / "year").iterdir()}
    assert len(kenri("holders", "year/register.db", "--json").data) == 40
    of_2018 = kenri("holders", "year/register.db", "--plan", "iij/2018-terms", "--json").data
    assert sum(grant["number"] for line in of_2018 for grant in line["grants"]) == 163
    assert {grant["plan"] for line in of_2018 for grant in line["grants"]} == {"iij/2018-terms"}
    listed = kenri("holders", "year/register.db").out.splitlines()
    assert next(line for line in listed if line.startswith("1002")).split() == [
        "1002", "榊原", "道夫", "iij/2015-5th-series", "1", "24",
    ]  # fmt: skip
    assert "file-is-there" in kenri("demo", "--to", "year").err
    Path("there").mkdir()
    Path("there/register.db").touch()
    refused = kenri("demo", "--to", "there")
    assert (refused.code, [each.name for each in Path("there").iterdir()]) == (2, ["register.db"])


def test_without_the_extras_the_year_is_left_out(kenri: Kenri, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "_NEEDED", ("no_such_package",))
    shown = kenri("demo")
    assert (shown.code, "kenri[register,tables]" in shown.out, "2020.db" in shown.out) == (0, True, False)
    assert kenri("demo", "--json").data["year"] == []
    kept = kenri("demo", "--to", "year")
    assert (kept.code, "kenri[register,tables]" in kept.out) == (0, True)
    assert not Path("year/register.db").exists()
