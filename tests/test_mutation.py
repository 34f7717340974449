"""Every slip in a shipped rule file is noticed by some scenario, or listed with the reason it means the same.

A quick run judges those slips whose turn it is, and that every listed one still exists; a whole run judges all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from zlib import crc32

import pytest
import yaml

from kenri.api import LoadedPlan, load
from kenri.checking.mutants import Mutant, mutants
from kenri.checking.survival import Jury
from kenri.loader.library import Library
from kenri.model.problems import Report
from kenri.model.scenario import LoadedScenario
from kenri.scenarios import Scenarios, scenario_files
from tests.effort import TURNS, has_turn

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
def scenarios() -> dict[str, list[LoadedScenario]]:
    report = Report()
    told: dict[str, list[LoadedScenario]] = defaultdict(list)
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


def listed_in(document: str, section: str) -> set[str]:
    return {each for each in equivalent().get(document, {}) if each.startswith(f"{section}.")}


def with_a_turn() -> list[tuple[str, str]]:
    """The documents and sections in which some slip is judged in this run."""
    return sorted(place for place, several in slips().items() if any(has_turn(mutant.id) for _, mutant in several))


@pytest.mark.parametrize(("document", "section"), with_a_turn())
def test_every_slip_is_noticed(document: str, section: str) -> None:
    alive: set[str] = set()
    caught: set[str] = set()
    for name, mutant in slips()[document, section]:
        if has_turn(mutant.id) and slip(mutant) not in caught:
            (caught if jury(name).catches(mutant) else alive).add(slip(mutant))
    alive -= caught
    listed = {each for each in listed_in(document, section) if has_turn(f"{document}: {each}")}
    unnoticed = sorted(alive - listed)
    assert not unnoticed, f"{len(unnoticed)} slips in {document} are noticed by no scenario:\n" + "\n".join(unnoticed)
    stale = sorted(listed - alive)
    assert not stale, f"listed as meaning the same, and yet noticed or gone, in {document}:\n" + "\n".join(stale)


def test_equivalent_mutants_exist_and_are_listed_with_reasons() -> None:
    known = {document: set[str]() for document, _ in slips()}
    for (document, _), several in slips().items():
        known[document] |= {slip(mutant) for _, mutant in several}
    for document, listed in equivalent().items():
        assert not sorted(listed.keys() - known.get(document, set())), document
    assert all(len(reason) > 10 for each in equivalent().values() for reason in each.values())


def test_every_slip_has_a_turn_and_each_turn_its_share() -> None:
    ids = [mutant.id for several in slips().values() for _, mutant in several]
    shares = Counter(crc32(each.encode()) % TURNS for each in ids)
    assert set(shares) == {*range(TURNS)}
    assert max(shares.values()) < 2 * min(shares.values())
