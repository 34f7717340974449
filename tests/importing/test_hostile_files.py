"""Files that nobody meant well are read, or refused with their problems: never with an exception of another kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.importing.mapping_file import TableMapping, read_mapping
from kenri.importing.ocf_package import read_package
from kenri.importing.tables import read_tables
from kenri.model.entries import RegisterEntry
from kenri.model.problems import Problem, ProblemsError, Report
from kenri.register.register import Register
from tests.effort import part_in_turn
from tests.fuzz import tables
from tests.fuzz.choices import Seeded
from tests.importing.small_tables import plan_of
from tests.register.small_register import PLAN, at, made

SEEDS = 36 * 60
"""So many are tried; in a quick run 60, others in each rotation."""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder = tmp_path_factory.mktemp("register")
    return made(str(folder / "a.db"), folder)


def test_hostile_files_are_read_or_refused(register: Register, tmp_path: Path) -> None:
    for seed in part_in_turn(SEEDS, 36):
        try:
            met(seed, register, tmp_path)
        except Exception as error:
            error.add_note(f"tests.fuzz.tables.given(Seeded({seed}), …)")
            raise


def met(seed: int, register: Register, folder: Path) -> None:
    """Read what a seed makes; where it is usable, look at what it would change."""
    paths, text = tables.given(Seeded(seed), folder)
    try:
        entries, problems = _read(paths, text)
        told(problems)
        if not any(each.severity == "error" for each in problems):
            register.preview(entries, now=at("2250-01-01"))
    except ProblemsError as error:
        told(error.problems)


def _read(paths: list[Path], text: str | None) -> tuple[list[RegisterEntry], tuple[Problem, ...]]:
    report = Report()
    mapping = TableMapping() if text is None else read_mapping("mapping.yaml", report, text)
    report.raise_if_any()
    plan = plan_of(PLAN)
    if paths[0].name.endswith(".zip"):
        package = read_package(paths[0])
        return list(package.entries), package.problems
    found = read_tables(paths, {plan.id: plan}, mapping)
    return list(found.entries), found.problems


def told(problems: object) -> None:
    for each in problems:  # type: ignore[attr-defined]  # either a tuple or what an error has
        assert each.render("en").isprintable() or "\n" in each.render("en")
        assert each.render("ja")
