"""What is dear to work out is worked out once: the report on a shipped plan, for all tests and all workers of a run."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from kenri.api import load
from kenri.checking.plan_check import check
from kenri.checking.verdict import CheckReport
from kenri.model.problems import Report
from kenri.scenarios import Scenarios, scenario_files

ReportOn: TypeAlias = Callable[[str], CheckReport]
"""The report on a shipped plan with the lives of its scenarios."""


@pytest.fixture(scope="session")
def report_on(tmp_path_factory: pytest.TempPathFactory) -> ReportOn:
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    kept: dict[str, CheckReport] = {}

    def report_on(name: str) -> CheckReport:
        if name not in kept:
            kept[name] = _read_or_made(shared / f"report-{name.replace('/', '-')}", name)
        return kept[name]

    return report_on


def _read_or_made(path: Path, name: str) -> CheckReport:
    """Two workers that need the same report at the same time both make it: neither waits, and both are the same."""
    if path.exists():
        found: CheckReport = pickle.loads(path.read_bytes())
        return found
    plan = load(name)
    told = [each for each in Scenarios(plans={name: plan}).read(scenario_files(), Report()) if each.plan == name]
    made = check(plan, scenarios=told)
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(pickle.dumps(made))
    unfinished.replace(path)
    return made
