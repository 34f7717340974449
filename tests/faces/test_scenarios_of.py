"""Which scenarios are taken where a command names a plan, and what is read to find them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kenri.api import load
from kenri.faces.inputs.scenarios_of import scenarios_of
from kenri.scenarios import running
from tests.checking.small_plan import loaded


@pytest.fixture(autouse=True)
def no_other_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks about one plan does not wait until others are loaded."""

    def refuse(name: Any, **_: Any) -> Any:
        raise AssertionError(f"{name} is loaded")

    monkeypatch.setattr(running, "load", refuse)


def test_a_plan_of_ones_own_has_none_that_are_shipped(tmp_path: Path) -> None:
    assert scenarios_of(str(tmp_path / "acme.yaml"), loaded(tmp_path), None) == []


@pytest.mark.parametrize("name", ["iij/2018-dividend", "rules/iij/2018-dividend.yaml"])
def test_a_shipped_plan_has_its_own_also_by_its_path(name: str) -> None:
    told = scenarios_of(name, load("iij/2018-dividend"), None)
    assert {each.plan for each in told} == {"iij/2018-dividend"}


def test_scenarios_that_are_named_are_read_whatever_they_are_about(tmp_path: Path) -> None:
    (tmp_path / "told.yaml").write_text(
        "plan: acme/options\n"
        "life: {parties: {ann: {role: grantee}}, grants: [{grantee: ann, on: 2024-01-01, number: 5}]}\n"
        "scenarios: {one: {because: Ten days., clause: c2, asks: [{on: 2025-03-12, expect: denied}]}}\n"
    )
    plan = loaded(tmp_path)
    assert [each.name for each in scenarios_of("acme.yaml", plan, [tmp_path / "told.yaml"])] == ["one"]
