"""The scenarios of one plan: those a user names, or those that are shipped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kenri.api import LoadedPlan
    from kenri.model.scenario import LoadedScenario


def scenarios_of(name: str, plan: LoadedPlan, paths: list[Path] | None) -> list[LoadedScenario]:
    """The scenarios about a plan in some files or folders; of a shipped plan, when none are named, the shipped ones.

    Raises `ProblemsError` for a file that cannot be read.
    """
    from kenri.loader.library import shipped
    from kenri.loader.source import is_folder
    from kenri.model.problems import Report
    from kenri.scenarios import Scenarios, scenario_files

    if not paths:  # those of other plans are not read, for that would load the plans as well
        own = shipped("scenarios") / plan.id
        paths = [own] if is_folder(own) else []
    report = Report()
    found = Scenarios(plans={name: plan, plan.id: plan}).read(scenario_files(paths) if paths else (), report)
    report.raise_if_any()
    return [scenario for scenario in found if scenario.plan in (name, plan.id)]
