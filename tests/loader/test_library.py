"""What is found in folders, whatever folder a process is in when it looks."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kenri import load
from kenri.loader.library import Library
from kenri.model.problems import ProblemsError, Report

HERE = Path()


def test_what_is_in_a_folder_is_told_of_the_one_that_the_process_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that answers many goes to a folder for each; none is told what another has there."""
    own = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / f"{name}.yaml").write_text(f"plan: {name}\n", encoding="utf-8")
        monkeypatch.chdir(folder)
        own.append({*Library((HERE,)).ids()} - {*Library().ids()})
        assert f"`{name}`" in Library((HERE,)).hint(f"{name}x", "plan").text()
    assert own == [{"one"}, {"two"}]


PLAN = "plan: acme/options\nextends: [iij/stock-compensation-options]\n"
SHIPPED = "iij/stock-compensation-options"


def amended(path: Path) -> Path:
    """The shipped family with another number of days, in a file."""
    text = (Library().folders[-1] / f"{SHIPPED}.yaml").read_text(encoding="utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        text.replace("window_days:\n    clause: 2(11)2", "window_days:\n    clause: ours"), encoding="utf-8"
    )
    assert path.read_text(encoding="utf-8") != text
    return path


def options(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PLAN, encoding="utf-8")
    return str(path)


def days_of(name: str, rules: Path | None = None) -> str:
    return load(name, rules=rules).plan.terms["window_days"].clause


def test_what_a_plan_extends_is_found_from_where_its_own_id_leads_to_it(tmp_path: Path) -> None:
    """The shipped family was taken in silence for the amended one, which the ids of both lead to."""
    amended(tmp_path / f"{SHIPPED}.yaml")
    assert days_of(options(tmp_path / "acme" / "options.yaml")) == "ours"
    assert days_of(str(tmp_path / "acme" / "options.yaml"), tmp_path) == "ours"


@pytest.mark.parametrize(
    ("plan", "family"),
    [
        ("plans/mine.yaml", f"{SHIPPED}.yaml"),  # above it, where the id of the plan does not lead
        ("plans/deep/mine.yaml", f"plans/{SHIPPED}.yaml"),
        ("mine.yaml", "family.yaml"),  # beside it, under another name
    ],
)
def test_a_copy_that_is_not_looked_in_is_told(tmp_path: Path, plan: str, family: str) -> None:
    name = options(tmp_path / plan)
    assert days_of(name) == "2(11)2"
    path = amended(tmp_path / family)
    with pytest.raises(ProblemsError) as error:
        load(name)
    (problem,) = error.value.problems
    assert problem.code == "shipped-or-beside"
    assert str(path) in problem.text()
    assert problem.place is not None
    if family != "family.yaml":
        assert days_of(name, path.parent.parent) == "ours"
        assert f"--rules {path.parent.parent}" in problem.help_text()


def test_a_copy_that_says_the_same_is_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "family.yaml"
    path.write_bytes((Library().folders[-1] / f"{SHIPPED}.yaml").read_bytes())
    assert days_of(options(tmp_path / "mine.yaml")) == "2(11)2"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_a_pipe_is_told_and_never_waited_for(tmp_path: Path) -> None:
    """Neither where it is named itself, nor where it lies beside or above a file that is."""
    for pipe in (tmp_path / "pipe.yaml", tmp_path / "acme" / "pipe.yaml"):
        pipe.parent.mkdir(exist_ok=True)
        os.mkfifo(pipe)
        library = Library((tmp_path,))
        for look in (library.open, library.shared):
            assert look(str(pipe), report := Report()) is None
            assert {each.code for each in report.errors} <= {"no-ordinary-file"}
        library.around(str(pipe))
    assert load(options(tmp_path / "acme" / "options.yaml")).id == "acme/options"
