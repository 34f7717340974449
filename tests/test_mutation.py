"""Every slip in a shipped rule file is noticed by some scenario, or listed with the reason it means the same."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
import yaml

from kenri.api import LoadedPlan, load

from kenri.checking.mutants import Mutant, mutants
from kenri.checking.survival import Jury
from kenri.loader.library import Library, shipped
from kenri.model.problems import Report
from kenri.model.scenario import Told
from kenri.scenario_run import Scenarios, scenario_files

EQUIVALENT = Path(__file__).parent / "equivalent_mutants.yaml"
"""Document -> slip (section, name, path and change) -> why it changes no answer."""


@cache
def plans() -> dict[str, LoadedPlan]:
    return {name: load(name) for name in Library().ids("plan")}


@cache
def scenarios() -> dict[str, list[Told]]:
    report = Report()
    told: dict[str, list[Told]] = defaultdict(list)
    for each in Scenarios(plans=plans()).read(scenario_files(), report):
        told[each.plan].append(each)
    report.raise_if_any()
    return told


def documents() -> list[str]:
    """Every document of the shipped rules that anything asked about comes from."""
    return sorted({document for plan in plans().values() for document in plan.plan.origins.values()})


def equivalent(document: str) -> dict[str, str]:
    listed: dict[str, dict[str, str]] = yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8")) or {}
    return listed.get(document, {})


def slip(mutant: Mutant) -> str:
    return mutant.id.removeprefix(f"{mutant.document}: ")


@pytest.mark.parametrize("document", documents())
def test_every_slip_is_noticed(document: str) -> None:
    alive: dict[str, Mutant] = {}
    caught: set[str] = set()
    for name, plan in plans().items():
        jury = Jury(plan, scenarios()[name])
        for mutant in mutants(plan.plan):
            if mutant.document != document or slip(mutant) in caught:
                continue
            if jury.catches(mutant):
                caught.add(slip(mutant))
                alive.pop(slip(mutant), None)
            else:
                alive[slip(mutant)] = mutant
    excused = equivalent(document)
    unnoticed = sorted(alive.keys() - excused.keys())
    assert not unnoticed, f"{len(unnoticed)} slips in {document} are noticed by no scenario:\n" + "\n".join(unnoticed)
    stale = sorted(excused.keys() - alive.keys())
    assert not stale, f"listed as meaning the same, and yet noticed or gone, in {document}:\n" + "\n".join(stale)


def test_equivalent_mutants_are_listed_with_reasons() -> None:
    listed: dict[str, dict[str, str]] = yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8")) or {}
    assert set(listed) <= set(documents())
    assert all(isinstance(reason, str) and len(reason) > 10 for slips in listed.values() for reason in slips.values())


def test_the_shipped_rules_are_where_they_are_looked_for() -> None:
    assert shipped("rules").is_dir()
    assert documents()
