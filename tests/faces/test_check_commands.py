"""`kenri check`, `kenri diff` and `kenri mutate` as a user meets them."""

from __future__ import annotations

import gc
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from kenri.faces import main
from tests.checking.small_plan import PLAN, write


class Answer(NamedTuple):
    code: int
    out: str
    err: str


Kenri = Callable[..., Answer]


@pytest.fixture
def kenri(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Kenri]:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("KENRI_LANG", raising=False)
    threshold = gc.get_threshold()

    def run(*args: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["kenri", *map(str, args)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        capsys.readouterr()
        code = 0
        try:
            main.run()
        except SystemExit as exit_:
            code = exit_.code if isinstance(exit_.code, int) else 0
        printed = capsys.readouterr()
        return Answer(code, printed.out, printed.err)

    yield run
    gc.set_threshold(*threshold)


def test_findings_are_told_with_clause_and_story(kenri: Kenri, tmp_path: Path) -> None:
    answer = kenri("check", write(tmp_path))
    assert answer.code == 1
    assert "refuted  not-on-the-tenth-day [c2]: Nobody exercises on the tenth day." in answer.out
    assert "leaves" in answer.out
    assert "Looked at: every life of one grant" in answer.out
    assert "undecided" in answer.out  # the column, in which there is nothing


def test_what_holds_exits_with_nought(kenri: Kenri, tmp_path: Path) -> None:
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
    assert {each["status"] for each in told["results"]} == {"proved", "refuted"}
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


@pytest.mark.parametrize("name", ["iij/2015-5th-series", "iij/2013-offering", "plans/canon-stock-type"])
def test_saved_stories_of_shipped_plans_pass_as_scenarios(kenri: Kenri, tmp_path: Path, name: str) -> None:
    kinds = [option for kind in ("claim", "shadowed", "dead-zone", "cut-short", "lapse") for option in ("--only", kind)]
    kenri("check", name, "--save", tmp_path, *kinds)
    saved = sorted(tmp_path.glob("*.yaml"))
    if saved:
        answer = kenri("test", *saved)
        assert (answer.code, answer.err) == (0, ""), answer.out


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


def test_two_versions_differ_in_one_direction(kenri: Kenri, tmp_path: Path) -> None:
    before = write(tmp_path / "a")
    after = write(tmp_path / "b", PLAN.replace("{clause: c2, value: 10}", "{clause: c2, value: 30}"))
    answer = kenri("diff", before, after, "--save", tmp_path / "found")
    assert answer.code == 1
    assert "exercise: newly allowed" in answer.out
    assert "window [c2]" in answer.out
    assert "terms  days  changed" in answer.out
    assert "proved the same: exercise (newly denied)" in answer.out
    saved = sorted((tmp_path / "found").glob("*.yaml"))
    assert kenri("test", *saved).code == 0
    assert kenri("diff", before, before).code == 0
    assert json.loads(kenri("diff", before, after, "--json").out)["differences"][0]["status"] == "refuted"


def test_an_amendment_is_compared_with_the_plan_before_it(kenri: Kenri, tmp_path: Path) -> None:
    amendment = (
        "amendments:\n  longer: {from: 2026-04-01, clause: resolution, says: More days.,"
        " terms: {days: {clause: c2, value: 12}}}\n"
    )
    answer = kenri("diff", write(tmp_path, PLAN + amendment), "--amendment", "longer", "--action", "exercise")
    assert answer.code == 1
    assert "newly allowed" in answer.out
    story = next(line for line in answer.out.splitlines() if "? grantee: exercise" in line)
    assert story.strip() >= "2026-04-01"


def test_slips_that_nobody_notices_come_with_scenarios(kenri: Kenri, tmp_path: Path) -> None:
    path = write(tmp_path)
    told = write(
        tmp_path,
        "plan: acme.yaml\nclause: c2\n"
        "life: {parties: {ann: {role: grantee}}, grants: [{grantee: ann, on: 2024-01-01, number: 5}]}\n"
        "scenarios:\n  some:\n    because: x\n    life: {events: [{on: 2025-03-01, event: leaves}]}\n"
        "    asks: [{on: 2025-03-05, rights: 1, expect: allowed}]\n",
        "told.yaml",
    )
    answer = kenri("mutate", path, "--scenarios", told, "--only", "days")
    assert answer.code == 1
    assert "11 for 10" in answer.out
    assert "scenarios:" in answer.out
    reasons = write(
        tmp_path,
        'acme/options:\n  "terms.days.value: 11 for 10": The eleventh day.\n'
        '  "terms.days.value: 9 for 10": The tenth.\n',
        "reasons.yaml",
    )
    assert kenri("mutate", path, "--scenarios", told, "--only", "days", "--explained", reasons).code == 0
    quick = kenri("mutate", path, "--scenarios", told, "--only", "days", "--no-proof", "--json")
    assert json.loads(quick.out)["survivors"][0]["scenario"] is None


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
