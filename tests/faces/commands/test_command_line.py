"""The command itself: help, wrong usage, bad input to any command, and what it loads."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kenri import __version__
from kenri.faces import main
from tests.faces.commands.running import LIFE, PLAN, Kenri


def test_version_and_help(kenri: Kenri) -> None:
    assert kenri("--version") == (0, f"kenri {__version__}, rule language 1\n", "")
    answer = kenri("--help")
    assert answer.code == 0
    commands = (
        "ask",
        "figure",
        "schedule",
        "duties",
        "windows",
        "explain",
        "audit",
        "test",
        "lint",
        "new",
        "plans",
        "schema",
        "demo",
    )
    assert all(f"  {command} " in answer.out for command in commands)


@pytest.mark.parametrize(
    "args", [["fly"], ["ask"], ["ask", "plan", "life"], ["test", "--fast"], ["plans", "--lang", "fr"]]
)
def test_wrong_usage_is_bad_input(kenri: Kenri, args: list[str]) -> None:
    answer = kenri(*args)
    assert answer.code == 2
    assert "Usage: kenri" in answer.err


def test_every_command_speaks_json_and_both_languages(kenri: Kenri) -> None:
    for command in main.app.registered_commands:
        assert command.name is not None
        helped = kenri(command.name, "--help").out
        assert "--json" in helped, command.name
        assert "--lang <en|ja>" in helped or command.name == "schema", command.name


def loaded_by(*args: str) -> set[str]:
    code = f"import sys; sys.argv = {['kenri', *args]!r}\nfrom kenri.faces.main import run\n"
    code += "try:\n    run()\nexcept SystemExit:\n    pass\nprint('\\n' + ' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    return set(done.stdout.splitlines()[-1].split())


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    for args in (["--help"], ["--version"], ["ask", "--help"]):
        assert loaded_by(*args).isdisjoint({"yaml", "rich", "pydantic", "pendulum", "holidays", "kenri.api"}), args
    ask = ["ask", "iij/2015-5th-series", "leaver", "--on", "2025-07-05"]
    assert loaded_by(*ask).isdisjoint({"pydantic", "pendulum", "holidays", "icalendar", "rich.table"})
    assert loaded_by(*ask, "--json").isdisjoint({"pydantic", "pendulum", "holidays", "rich"})
    assert loaded_by("--help").isdisjoint({"kenri.model.plan"})


BAD = {
    "plan": (["ask", "iij/2015-5th", LIFE, "--on", "2025-07-05"], "there is no plan `iij/2015-5th`"),
    "plan path": (["ask", "nowhere.yaml", LIFE, "--on", "2025-07-05"], "there is no file `nowhere.yaml`"),
    "rules folder": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--rules", "nowhere"], "there is no folder `nowhere`"),
    "life": (["ask", PLAN, "leavr", "--on", "2025-07-05"], "the nearest known name is `leaver`"),
    "life path": (["ask", PLAN, "life.yaml", "--on", "2025-07-05"], "there is no file `life.yaml`"),
    "day": (["ask", PLAN, LIFE, "--on", "5 July"], "`5 July`"),
    "number": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--rights", "four"], "`four` is no number of rights"),
    "action": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--action", "exercize"], "no action `exercize`"),
    "party": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--by", "bob"], "there is no party and no role `bob`"),
    "grant": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--grant", "two"], "there is no grant `two`"),
    "instant": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--known-at", "noon"], "`noon`"),
    "reading": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--reading", "roll=yes"], "there is no reading `roll`"),
    "pair": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--reading", "roll"], "`--reading` takes a name and a value"),
    "pair twice": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--with", "a=1", "--with", "a=2"], "`a` is given twice"),
    "fact": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--with", "paid=true"], "`paid` is no fact of `exercise`"),
    "fact in a strange form": (["ask", PLAN, LIFE, "--on", "2025-07-05", "--with", "a=010"], "write `10`"),
    "windows by nobody": (["windows", PLAN, LIFE, "--by", "bob"], "there is no party and no role `bob`"),
    "windows to nowhere": (["windows", PLAN, LIFE, "--svg", "no/where.svg"], "`no/where.svg` cannot be written"),
    "rule": (["explain", PLAN, "vested-prt"], "vested-part"),
    "rule in json": (["explain", PLAN, "vested-prt", "--json"], "the nearest known name is `vested-part`"),
    "audit until": (["audit", PLAN, LIFE, "--until", "later"], "`later`"),
    "scenarios": (["test", "nowhere"], "there is no `nowhere`"),
    "lint": (["lint", "nowhere"], "there is no `nowhere`"),
    "id": (["new", "Acme Options"], "`plan` must be an id, found `Acme Options`"),
    "schema": (["schema", "rules", PLAN], "this schema is the same whatever the plan"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_reported_and_nothing_else_happens(kenri: Kenri, project: Path, what: str) -> None:
    args, words = BAD[what]
    answer = kenri(*args)
    assert answer.code == 2
    if "--json" in args:
        assert words in answer.out
        assert answer.err == ""
        assert len(answer.data["problems"]) == 1
    else:
        assert words in answer.err
        assert "Traceback" not in answer.err
        assert answer.err.rstrip().endswith("1 problem")


def test_all_problems_of_a_life_are_reported_with_their_places(kenri: Kenri, project: Path) -> None:
    (project / "life.yaml").write_text("parties: {ann: {role: grante}}\nevents: [{on: 2025-01-01, event: leave}]\n")
    answer = kenri("ask", PLAN, "life.yaml", "--on", "2025-07-05")
    assert answer.code == 2
    assert answer.err.splitlines()[0].startswith("life.yaml:1:23: there is no role `grante`")
    assert "life.yaml:2:" in answer.err
    assert answer.err.rstrip().endswith("2 problems")


def test_the_module_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "kenri", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"kenri {__version__}, rule language 1\n"


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{shlex.quote(sys.executable)} -m kenri schema | head -1"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""
