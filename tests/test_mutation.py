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
from kenri.loader.library import Library
from kenri.model.problems import Report
from kenri.model.scenario import Told
from kenri.scenarios import Scenarios, scenario_files

EQUIVALENT = Path(__file__).parent.parent / "scenarios" / "equivalent-slips.yml"
"""Document -> slip (section, name, path and change) -> why it changes no answer."""


@cache
def plans() -> dict[str, LoadedPlan]:
    return {name: load(name) for name in Library().ids("plan")}


@cache
def slips() -> dict[tuple[str, str], list[tuple[str, Mutant]]]:
    """The mutants of every plan, each with the plan it is of, by the document and the section they are in."""
    found: dict[tuple[str, str], list[tuple[str, Mutant]]] = defaultdict(list)
    for name, plan in plans().items():
        for mutant in mutants(plan.plan):
            found[mutant.document, mutant.section].append((name, mutant))
    return found


@cache
def scenarios() -> dict[str, list[Told]]:
    report = Report()
    told: dict[str, list[Told]] = defaultdict(list)
    for each in Scenarios(plans=plans()).read(scenario_files(), report):
        told[each.plan].append(each)
    report.raise_if_any()
    return told


@cache
def jury(name: str) -> Jury:
    return Jury(plans()[name], scenarios()[name])


def equivalent() -> dict[str, dict[str, str]]:
    listed: dict[str, dict[str, str]] = yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8")) or {}
    return listed


def slip(mutant: Mutant) -> str:
    return mutant.id.removeprefix(f"{mutant.document}: ")


@pytest.mark.parametrize(("document", "section"), sorted(slips()))
def test_every_slip_is_noticed(document: str, section: str) -> None:
    alive: set[str] = set()
    caught: set[str] = set()
    for name, mutant in slips()[document, section]:
        if slip(mutant) not in caught:
            (caught if jury(name).catches(mutant) else alive).add(slip(mutant))
    alive -= caught
    listed = {each for each in equivalent().get(document, {}) if each.startswith(f"{section}.")}
    unnoticed = sorted(alive - listed)
    assert not unnoticed, f"{len(unnoticed)} slips in {document} are noticed by no scenario:\n" + "\n".join(unnoticed)
    stale = sorted(listed - alive)
    assert not stale, f"listed as meaning the same, and yet noticed or gone, in {document}:\n" + "\n".join(stale)


def test_equivalent_mutants_are_listed_with_reasons() -> None:
    known = {(document, section) for document, section in slips()}
    assert {(document, each.partition(".")[0]) for document, listed in equivalent().items() for each in listed} <= known
    assert all(len(reason) > 10 for each in equivalent().values() for reason in each.values())
