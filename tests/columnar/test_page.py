"""`docs/batch.md`: its commands print what it shows, and its tables name the columns that there are."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import kenri
from kenri.columnar.answers import schema
from kenri.columnar.layout import Layout
from tests.docs.language_examples import DOCS
from tests.hostile import run
from tests.readme_commands import commands

PAGE = (DOCS / "batch.md").read_text(encoding="utf-8")


def test_the_commands_of_the_page_print_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    found = list(commands(PAGE))
    assert len(found) > 3
    for command in found:
        first, *rest = command.text.split("\n")
        words = shlex.split(re.split(r" [|>] ", first)[0])
        match words[0]:
            case "cat":
                words = shlex.split(first)
                Path(words[2]).write_text("\n".join(rest[:-1]) + "\n", encoding="utf-8")
                continue
            case "cut":
                lines = Path(words[-1]).read_text(encoding="utf-8").splitlines()
                code, printed = 0, "\n".join(",".join(line.split(",")[:4]) for line in lines)
            case "python":
                ran = subprocess.run([sys.executable, *words[1:]], capture_output=True, text=True, check=False)
                code, printed = ran.returncode, ran.stdout + ran.stderr
            case _:
                done = run(monkeypatch, words[1:])
                code = done.code
                told = "" if " > " in first else done.out
                printed = "\n".join(line for line in told.splitlines() if "second" not in line) + done.err
        assert command.shortfall(code, printed) is None, printed


def named(section: str) -> set[str]:
    """The columns in the first column of the table of a section."""
    text = PAGE.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    return {name for row in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE) for name in re.findall("`([^`]+)`", row)}


def test_the_tables_of_the_page_name_all_columns() -> None:
    plan = kenri.load("iij/2015-5th-series").plan
    declared = {
        "grant": plan.grant_attributes,
        "grantee": plan.party_attributes,
        "fact": plan.terms,
        "asked": plan.actions["exercise"].attributes,
        "figure": plan.figures,
    }

    def general(column: str) -> str:
        of, _, name = column.partition(".")
        bare = name.removesuffix("_exact")
        return column.replace(bare, "NAME") if bare and bare in declared.get(of, ()) else column

    columns = {general(name) for name in Layout(plan, "exercise").columns}
    assert columns - named("Columns") == set()
    assert named("Columns") - columns <= {"asked.NAME", "fact.NAME", "grantee.NAME"}  # where a plan declares some
    assert {general(name) for name in schema(plan, "exercise").names} == named("Answers")
