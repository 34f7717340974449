"""`kenri check`, and what holds for all commands that search lives: `check`, `diff` and `mutate`."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kenri.faces.commands import progress
from tests.checking.small_plan import PLAN, write
from tests.faces.commands.running import Kenri


def test_findings_are_told_with_clause_and_story(kenri: Kenri, tmp_path: Path) -> None:
    answer = kenri("check", write(tmp_path))
    assert answer.code == 1
    assert "refuted  not-on-the-tenth-day [c2]: Nobody exercises on the tenth day." in answer.out
    assert "leaves" in answer.out
    assert "Looked at: every life of one grant" in answer.out
    assert "undecided" in answer.out  # the column, in which there is nothing


def test_a_new_plan_is_checked_and_nothing_is_left_to_mend(
    kenri: Kenri, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one begins from has no finding, and shows how one that the document means is marked."""
    monkeypatch.chdir(tmp_path)
    assert kenri("new", "acme/x").code == 0
    rules, scenarios = "rules/acme/x.yaml", "scenarios/acme/x.yaml"
    for beside in ((), ("--scenarios", scenarios)):
        answer = kenri("check", rules, "--strict", *beside)
        assert (answer.code, answer.err) == (0, ""), answer.out
        assert "the-period-ends-every-window [2]" in answer.out
    assert kenri("lint", rules, "--strict", "--scenarios", scenarios).code == 0
    assert kenri("test", scenarios).code == 0


def test_what_holds_exits_with_zero(kenri: Kenri, tmp_path: Path) -> None:
    answer = kenri("check", write(tmp_path), "--only", "only-in-the-period")
    assert (answer.code, answer.err) == (0, "")


def test_the_report_in_japanese(kenri: Kenri, tmp_path: Path) -> None:
    answer = kenri("check", write(tmp_path), "--only", "claim", "--lang", "ja")
    assert "反証" in answer.out
    assert "調べた範囲" in answer.out


def test_the_report_as_json_is_the_same_each_time(tmp_path: Path) -> None:
    """In processes of their own, each with another order of what has none."""
    path = write(tmp_path)
    command = [sys.executable, "-m", "kenri", "check", str(path), "--json"]
    first, second = (
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=False)
        for seed in ("1", "2")
    )
    assert first.stdout == second.stdout
    told = json.loads(first.stdout)
    assert {each["status"] for each in told["results"]} == {"proved", "refuted", "noted"}
    refuted = next(each for each in told["results"] if each["subject"] == "not-on-the-tenth-day")
    assert refuted["story"]["outcome"] == "allowed"
    assert refuted["scenario"].startswith("plan:")


def test_saved_stories_pass_as_scenarios(kenri: Kenri, tmp_path: Path) -> None:
    path = write(tmp_path)
    assert kenri("check", path, "--save", tmp_path / "found").code == 1
    saved = sorted((tmp_path / "found").glob("*.yaml"))
    assert len(saved) >= 5
    answer = kenri("test", *saved)
    assert (answer.code, answer.err) == (0, ""), answer.out
    again = kenri("check", path, "--save", tmp_path / "found")
    assert again.code == 2
    assert "is there already" in again.err


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["iij/2015-5th-series", "iij/2013-offering", "plans/canon-stock-type"])
def test_saved_stories_of_shipped_plans_pass_as_scenarios(kenri: Kenri, tmp_path: Path, name: str) -> None:
    kinds = [option for kind in ("claim", "shadowed", "dead-zone", "cut-short", "lapse") for option in ("--only", kind)]
    kenri("check", name, "--save", tmp_path, *kinds)
    saved = sorted(tmp_path.glob("*.yaml"))
    if saved:
        answer = kenri("test", *saved)
        assert (answer.code, answer.err) == (0, ""), answer.out


MEANT = (
    PLAN.partition("claims:\n")[0].replace("extends: ", "title: {en: Options, ja: 新株予約権}\nextends: ")
    + """\
means:
  ends: {clause: c1, says: {en: The period ends all., ja: 期間は当然に終わる。}, cut_short: in-the-period}
"""
)


def test_what_is_meant_is_listed_and_is_no_fault(kenri: Kenri, tmp_path: Path) -> None:
    path = write(tmp_path, MEANT)
    answer = kenri("check", path, "--only", "cut-short")
    assert (answer.code, answer.err) == (0, "")
    assert "meant  window / in-the-period [c2 / c1]" in answer.out
    assert "ends [c1]: The period ends all." in answer.out
    japanese = kenri("check", path, "--only", "cut-short", "--lang", "ja")
    assert "趣旨どおり  window / in-the-period" in japanese.out
    assert "期間は当然に終わる。" in japanese.out
    results = json.loads(kenri("check", path, "--only", "cut-short", "--json").out)["results"]
    told = next(each for each in results if each["subject"] == "window / in-the-period")
    assert (told["status"], told["grade"], told["scenario"]) == ("meant", "meant", None)
    assert told["meant"]["name"] == "ends"
    assert told["meant"]["says"] == {"en": "The period ends all.", "ja": "期間は当然に終わる。"}
    assert told["story"]["outcome"] == "denied"
    assert kenri("check", path).code == 1  # what is not marked is a finding as before


def test_a_mark_on_nothing_is_told_and_fails_a_strict_check(kenri: Kenri, tmp_path: Path) -> None:
    path = write(tmp_path, MEANT.replace("cut_short: in-the-period", "reachable: window"))
    answer = kenri("check", path, "--only", "reachable", "--only", "window")
    assert answer.code == 0
    assert "warning: `ends` marks nothing: no reachable of window is found" in answer.out
    assert kenri("check", path, "--only", "reachable", "--only", "window", "--strict").code == 1
    told = json.loads(kenri("check", path, "--only", "reachable", "--only", "window", "--json").out)
    assert [each["name"] for each in told["marks_nothing"]] == ["ends"]


def test_explain_says_what_is_meant(kenri: Kenri, tmp_path: Path) -> None:
    path = write(tmp_path, MEANT)
    answer = kenri("explain", path, "ends")
    assert answer.code == 0
    assert "that a window is closed before its end (`in-the-period`) is meant" in answer.out
    assert (
        "期間が途中で閉ざされること（`in-the-period`）は趣旨どおり"
        in kenri("explain", path, "ends", "--lang", "ja").out
    )


def test_too_few_steps_leave_questions_undecided(kenri: Kenri, tmp_path: Path) -> None:
    answer = kenri("check", write(tmp_path), "--only", "somebody-can", "--steps", "1")
    assert answer.code == 0
    assert "undecided after 1 step of the solver" in answer.out
    assert kenri("check", write(tmp_path), "--only", "somebody-can", "--steps", "1", "--strict").code == 1


def test_long_work_says_how_far_it_has_come(kenri: Kenri, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain line now and then where nobody watches a terminal; nothing beside JSON."""
    monkeypatch.setattr(progress, "EVERY", 0.0)
    path = write(tmp_path)
    longer = write(tmp_path / "b", PLAN.replace("{clause: c2, value: 10}", "{clause: c2, value: 11}"))
    commands = {
        "checking": ("check", path, "--only", "claim"),
        "comparing": ("diff", path, longer, "--steps", "1"),
        "mutating": ("mutate", path, "--only", "days", "--steps", "1"),
    }
    for word, command in commands.items():
        lines = kenri(*command).err.splitlines()
        assert lines, word
        assert all(re.match(rf"{word}: \d+/\d+  \S", line) for line in lines)
        assert kenri(*command, "--json").err == ""


@pytest.mark.parametrize("command", ["check", "diff", "mutate", "lint"])
def test_a_folder_of_rules_that_is_not_there_is_refused(kenri: Kenri, tmp_path: Path, command: str) -> None:
    plans = {"check": ["a/b"], "mutate": ["a/b"], "diff": ["a/b", "a/b"], "lint": []}[command]
    answer = kenri(command, *plans, "--rules", tmp_path / "none")
    assert (answer.code, answer.out) == (2, "")
    assert "there is no folder" in answer.err


def test_all_days_that_leave_no_time(kenri: Kenri, tmp_path: Path) -> None:
    answer = kenri("check", write(tmp_path), "--only", "dead-zone", "--all-days")
    assert "2030-12-31.." in answer.out


def test_claims_from_beside_the_plan(kenri: Kenri, tmp_path: Path) -> None:
    path = write(tmp_path)
    text = "claims_for: acme.yaml\nclaims:\n  no-heir: {clause: c3, says: No heir., by: heir, never: {may: exercise}}\n"
    beside = write(tmp_path, text, "claims.yaml")
    assert kenri("check", path, "--claims", beside, "--only", "no-heir").code == 0
    wrong = write(tmp_path, text.replace("exercise}", "excercise}"), "claims.yaml")
    answer = kenri("check", path, "--claims", wrong)
    assert answer.code == 2
    assert "claims.yaml:3" in answer.err
    assert "the nearest known name is `exercise`" in answer.err


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("check", "PLAN", "--only", "windo"), "there is nothing called `windo` to check"),
        (("diff", "PLAN"), "a plan is compared with another"),
        (("diff", "PLAN", "--amendment", "none"), "there is no amendment `none`"),
        (("diff", "PLAN", "PLAN", "--action", "exercize"), "there is no action `exercize`"),
        (("mutate", "PLAN", "--only", "nothing"), "there is nothing in `nothing` to change"),
        (("check", "no/such-plan"), "there is no plan `no/such-plan`"),
    ],
)
def test_what_is_asked_wrongly_is_refused(kenri: Kenri, tmp_path: Path, args: tuple[str, ...], message: str) -> None:
    path = str(write(tmp_path))
    answer = kenri(*(path if arg == "PLAN" else arg for arg in args))
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
    assert answer.err.count("\n1 problem") == 1


def test_without_the_solver_it_says_how_to_install_it(tmp_path: Path) -> None:
    """In a process in which Z3 cannot be imported."""
    code = (
        "import sys; sys.modules['z3'] = None\n"
        f"sys.argv = ['kenri', 'check', {str(write(tmp_path))!r}]\n"
        "from kenri.faces.main import run; run()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert 'pip install "kenri[proofs]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_help_and_import_need_no_solver() -> None:
    code = "import sys, kenri.faces.main, kenri; assert not {'z3', 'hypothesis', 'pytest'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
