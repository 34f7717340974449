"""What is dear to work out is worked out once: the report on a shipped plan, for all tests and all workers of a run."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from kenri.api import LoadedPlan, load
from kenri.checking.plan_check import check, subjects
from kenri.checking.verdict import CheckReport
from kenri.model.problems import Report
from kenri.scenarios import Scenarios, scenario_files
from tests.effort import THIS_RUN, TURNS, has_turn, those_with_a_turn

ReportOn: TypeAlias = Callable[..., CheckReport]
"""The report on a shipped plan with the lives of its scenarios.

In a quick run it is on what has its turn, or, where a test names them, on one kind of finding about one subject.
"""


def looked_at(plan: LoadedPlan) -> frozenset[str] | None:
    """The rules, actions, readings and claims of a plan that are checked in this run; nothing where all are."""
    if THIS_RUN.is_all:
        return None
    # Where there are few turns the same names have theirs in all plans: what one inherits, another may bear out.
    by_name = frozenset[str]() if THIS_RUN.is_quick else {each for each in subjects(plan) if has_turn(each)}
    return frozenset(by_name or those_with_a_turn(sorted(subjects(plan)), TURNS))


@pytest.fixture(scope="session")
def report_on(tmp_path_factory: pytest.TempPathFactory) -> ReportOn:
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    kept: dict[str, CheckReport] = {}

    def report_on(name: str, kind: str = "", subject: str = "") -> CheckReport:
        just = () if THIS_RUN.is_all or not kind else (kind, subject)
        key = "-".join(("report", name.replace("/", "-"), *just))
        if key not in kept:
            kept[key] = _read_or_made(shared / key, name, *just)
        return kept[key]

    return report_on


def _read_or_made(path: Path, name: str, kind: str = "", subject: str = "") -> CheckReport:
    """Two workers that need the same report at the same time both make it: neither waits, and both are the same."""
    if path.exists():
        found: CheckReport = pickle.loads(path.read_bytes())
        return found
    plan = load(name)
    told = Scenarios(plans={name: plan}).read(scenario_files([name]), Report())
    kinds, names = (frozenset({kind}), frozenset({subject})) if kind else (None, looked_at(plan))
    made = check(plan, scenarios=told, kinds=kinds, names=names)
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(pickle.dumps(made))
    unfinished.replace(path)
    return made
