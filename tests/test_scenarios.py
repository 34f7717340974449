"""Every file under scenarios/ is a test: each question gets the answer that was worked out by hand."""

from functools import cache
from pathlib import Path

import pytest

from kenri.loader.library import shipped
from kenri.model.problems import Report
from kenri.scenarios import Scenarios, scenario_files
from tests.committed_files import ROOT

FILES = scenario_files()


@cache
def scenarios() -> Scenarios:
    """Shared, so that each plan is loaded once."""
    return Scenarios()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(shipped("scenarios"))))
def test_answers_are_as_expected(path: Path) -> None:
    report = Report()
    told = scenarios().read([path], report)
    report.raise_if_any()
    assert told
    differences = [difference for each in told for difference in scenarios().examine(each)]
    if differences:
        lines = [f"{d.place}: {d.scenario.name}: {d.asked}: {d.what}: {d.expected}, got {d.got}" for d in differences]
        pytest.fail("\n" + "\n".join(lines), pytrace=False)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(shipped("scenarios"))))
def test_a_file_lies_in_the_folder_of_the_plan_it_is_about(path: Path) -> None:
    """There they are looked for, where a command names a plan and no scenarios."""
    about = next(line for line in path.read_text("utf-8").splitlines() if line.startswith("plan: "))
    assert path.is_relative_to(shipped("scenarios") / about.removeprefix("plan: "))


def test_every_file_is_run() -> None:
    below = {path for path in (ROOT / "scenarios").rglob("*.yaml") if {"lives", "demo"}.isdisjoint(path.parts)}
    assert {path.resolve() for path in FILES} == {path.resolve() for path in below}
    assert FILES
