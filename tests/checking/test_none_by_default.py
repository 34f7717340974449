"""A number that moves and is none where nothing is said: lives in which nothing moves are written, and looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kenri.api import LoadedPlan, load
from kenri.checking.plan_check import check
from kenri.model.problems import ProblemsError

PLAN = """\
plan: acme/withheld
extends: vocabulary/equity
events:
  pays: {personal: true, attributes: {withheld: {type: number, default: 0}}}
balances: {withheld: {}}
dates: {paying: {is: {first: {event: pays}}}}
rules: {open: {clause: "1", says: Holders., permit: exercise, by: grantee}}
effects:
  tax: {clause: "2", says: For tax., on: {event: pays}, from: held, moves: {of_event: withheld}, to: withheld}
claims:
  always-some:
    clause: "2"
    says: Something is withheld of whoever pays.
    by: grantee
    never: {quantity: {balance: withheld}, at_most: 0}
    when: {all: [{on: paying}, {quantity: {balance: held}, at_least: 1}]}
"""

LIFE: dict[str, Any] = {
    "parties": {"ann": {"role": "grantee"}},
    "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 100}],
}


@pytest.fixture
def plan(tmp_path: Path) -> LoadedPlan:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return load(path)


def paying(**said: Any) -> dict[str, Any]:
    return {**LIFE, "events": [{"on": "2024-02-01", "event": "pays", **said}]}


@pytest.mark.parametrize(("said", "held"), [({}, 100), ({"withheld": 0}, 100), ({"withheld": 30}, 70)])
def test_none_may_be_written_where_it_is_what_is_taken(plan: LoadedPlan, said: dict[str, int], held: int) -> None:
    assert plan.ask(paying(**said), on="2024-02-02").balances["held"] == held
    again = plan.life(paying(**said))  # and a life that was read is held to the same words
    assert plan.ask(again, on="2024-02-02").balances["held"] == held


def test_less_than_none_is_still_refused(plan: LoadedPlan) -> None:
    with pytest.raises(ProblemsError, match="withheld"):
        plan.life(paying(withheld=-1))


def test_a_check_looks_at_lives_in_which_nothing_moves(plan: LoadedPlan) -> None:
    (found,) = [each for each in check(plan, kinds=frozenset({"claim"})).results if each.subject == "always-some"]
    assert found.status == "refuted"
