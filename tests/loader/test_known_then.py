"""A plan as it was known earlier: with what was changed of it in memory, and as its files were when it was loaded."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kenri.api import LoadedPlan, load
from kenri.model.plan import Rule

TEXT = """\
plan: acme/amended
extends: [acme/shared, vocabulary/equity]
zone: UTC
terms: {days: {value: 30, dated: [{from: 2024-06-01, value: 40}], clause: "3"}}
rules:
  few: {clause: "2", says: Ten at most., limit: exercise, at_most: 10}
  while: {clause: "3", says: Some days only., forbid: exercise, unless: {within: {days: days}, after: 2024-05-01}}
amendments:
  more:
    from: 2024-08-01
    clause: "9"
    says: Twenty.
    rules: {few: {clause: "2", says: Twenty at most., limit: exercise, at_most: 20}}
  longer: {from: 2024-09-01, clause: "9", says: Two hundred days., terms: {days: {value: 200, clause: "9"}}}
"""
SHARED = """\
family: acme/shared
extends: vocabulary/equity
rules: {may: {clause: "1", says: Holders may., permit: exercise}}
"""
LIFE = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 100}]}
THEN = "2024-07-01"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "amended.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "acme" / "shared.yaml").write_text(SHARED, encoding="utf-8")
    return tmp_path


def most(plan: LoadedPlan, on: str, known_at: str | None = None) -> Any:
    return plan.ask(LIFE, on=on, known_at=known_at).most


def changed(plan: LoadedPlan, **sections: dict[str, Any]) -> LoadedPlan:
    found: dict[str, Any] = {name: {**getattr(plan.plan, name), **new} for name, new in sections.items()}
    return plan.with_plan(replace(plan.plan, **found))


def test_before_any_amendment_it_is_the_plan_of_then(folder: Path) -> None:
    plan = load("acme/amended", rules=folder)
    assert (most(plan, "2024-05-15"), most(plan, "2024-08-15"), most(plan, "2024-08-15", THEN)) == (10, 0, 0)
    assert (most(plan, "2024-09-15"), most(plan, "2024-09-15", "2024-08-15")) == (20, 0)


def test_what_was_changed_is_changed_then_too(folder: Path) -> None:
    plan = load("acme/amended", rules=folder)
    few = replace(plan.plan.rules["few"], at_most=7)
    fewer = changed(plan, rules={"few": few})
    assert (most(fewer, "2024-05-15"), most(fewer, "2024-05-15", THEN)) == (7, 7)
    assert fewer.as_known_at(fewer.instant(THEN)).plan.rules["few"].until is None, "nothing had ended it then"
    shorter = changed(plan, terms={"days": replace(plan.plan.terms["days"], value=10)})
    assert [most(each, "2024-05-15", THEN) for each in (plan, shorter)] == [10, 0], "thirty days from 1 May, or ten"
    last = replace(plan.plan.terms["days"].dated[0], value=70)
    later = changed(
        plan, terms={"days": replace(plan.plan.terms["days"], dated=(last, *plan.plan.terms["days"].dated[1:]))}
    )
    assert [most(each, "2024-07-10", THEN) for each in (plan, later)] == [0, 10], "forty days, or seventy"
    assert most(later, "2024-09-15") == 20, "what the amendment says stays"


def test_what_was_added_and_what_was_left_out_is_so_then_too(folder: Path) -> None:
    plan = load("acme/amended", rules=folder)
    never = Rule(forbid=("exercise",), clause="4", says="Never.")
    assert most(changed(plan, rules={"never": never}), "2024-05-15", THEN) == 0
    without = plan.with_plan(
        replace(plan.plan, rules={name: each for name, each in plan.plan.rules.items() if name != "few"})
    )
    assert most(without, "2024-05-15", THEN) == 100


def test_an_amendment_that_is_not_applied_is_not_applied_then(folder: Path) -> None:
    plan = load("acme/amended", rules=folder, without=["more"])
    assert (most(plan, "2024-09-15"), most(plan, "2024-05-15", "2024-08-15")) == (10, 10)
    assert "few@more" not in plan.as_known_at(plan.instant("2024-08-15")).plan.rules


@pytest.mark.parametrize("travels", [False, True], ids=["here", "in another process"])
@pytest.mark.parametrize("how", ["written anew", "gone", "another goes before it"])
def test_files_that_change_meanwhile_are_not_looked_at(folder: Path, how: str, travels: bool) -> None:
    plan = load("acme/amended", rules=folder)
    if travels:
        plan = pickle.loads(pickle.dumps(plan))
    for path in (folder / "acme" / "amended.yaml", folder / "acme" / "shared.yaml"):
        if how == "written anew":
            path.write_text(path.read_text(encoding="utf-8").replace("at_most: 10", "at_most: 3"), encoding="utf-8")
        else:
            path.unlink()
    if how == "another goes before it":
        (folder / "vocabulary").mkdir()
        (folder / "vocabulary" / "equity.yaml").write_text("vocabulary: vocabulary/equity\n", encoding="utf-8")
    assert most(plan, "2024-05-15", THEN) == 10
