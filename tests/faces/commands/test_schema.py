"""`kenri schema`: the schemas fit what is shipped, and find mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.loader.library import shipped
from tests.faces.commands.running import Kenri
from tests.faces.commands.schemas import checked


def test_schemas_fit_what_is_shipped(kenri: Kenri) -> None:
    lives = kenri("schema", "life", "iij/2015-5th-series").data
    general = kenri("schema", "life").data
    for path in sorted((shipped("scenarios") / "lives").glob("*.yaml")):
        assert not checked(lives, path)
        assert not checked(general, path)
    scenario = kenri("schema", "scenario").data
    own = kenri("schema", "scenario", "iij/2015-5th-series").data
    for path in sorted((shipped("scenarios") / "iij" / "2015-5th-series").glob("*.yaml")):
        assert not checked(scenario, path)
        assert not checked(own, path)


def test_the_schema_of_scenarios_takes_an_empty_list_where_it_means_none(kenri: Kenri, tmp_path: Path) -> None:
    schema, path = kenri("schema", "scenario").data, tmp_path / "scenarios.yaml"
    ask = "{on: 2024-01-01, expect: denied, windows: [], missing: [], turns_on: []}, {audit: true, violations: []}"
    text = f"plan: acme\nscenarios: {{one: {{because: so, asks: [{ask}]}}}}\n"
    path.write_text(text, encoding="utf-8")
    assert not checked(schema, path)
    path.write_text(text.replace("missing", "rules"), encoding="utf-8")
    assert checked(schema, path)


@pytest.mark.parametrize(
    "life",
    [
        "events: [{on: 2025-06-25, event: leave_position}]",
        "events: [{on: 2025-06-25, event: leaves_position}]",
        "events: [{on: 2025-06-25, event: leaves_position, position: chair}]",
        "events: [{on: 2025-06-25, event: dies, position: director}]",
        "parties: {sato: {role: boss}}",
        "grants: [{grantee: sato, number: 10}]",
        "facts: {colour: blue}",
        "event: []",
    ],
)
def test_the_schema_of_a_plan_finds_mistakes(kenri: Kenri, tmp_path: Path, life: str) -> None:
    path = tmp_path / "life.yaml"
    path.write_text(life, encoding="utf-8")
    assert checked(kenri("schema", "life", "iij/2015-5th-series").data, path)
