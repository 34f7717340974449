"""What is called for below zero moves nothing in silence: on every evaluator balances are unknown from then on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kenri.api import LoadedPlan, load
from tests.conformance.gaps import agreed_outcomes

PLAN = """
plan: tried
extends: vocabulary/equity
events: {tells: {attributes: {a: number, b: number}}}
balances: {gone: {}}
rules: {a: {clause: "1", says: Any day., permit: exercise}}
"""
MOVES = "effects: {sale: {clause: '2', says: The rest goes., on: {event: tells}, moves: DIFFERENCE, to: gone}}\n"
SCALES = "effects: {sale: {clause: '2', says: It is scaled., on: {event: tells}, scales: DIFFERENCE}}\n"
DIFFERENCE = "{subtract: [{of_event: a}, {of_event: b}]}"


def plan_with(effect: str, folder: Path) -> LoadedPlan:
    path = folder / "tried.yaml"
    path.write_text(PLAN + effect.replace("DIFFERENCE", DIFFERENCE))
    return load(path)


def life_with(a: int, b: int) -> dict[str, Any]:
    return {
        "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 100}],
        "events": [{"on": "2024-05-01", "event": "tells", "a": a, "b": b}],
    }


@pytest.mark.parametrize(
    ("effect", "a", "b", "held"),
    [
        (MOVES, 30, 10, 80),
        (MOVES, 10, 10, 100),
        (MOVES, 10, 11, None),
        (MOVES, 0, 100, None),
        (SCALES, 3, 1, 200),
        (SCALES, 1, 1, 0),
        (SCALES, 1, 2, None),
    ],
)
def test_a_number_below_zero_leaves_balances_unknown(
    tmp_path: Path, effect: str, a: int, b: int, held: int | None
) -> None:
    """100 are held. On 1 May 2024 a - b of them move, or their number is multiplied by a - b."""
    plan, life = plan_with(effect, tmp_path), life_with(a, b)
    assert agreed_outcomes(plan, life, "2024-04-30", 100) == {"allowed"}
    ruling = plan.ask(life, on="2024-05-01", rights=1)
    assert ruling.balances["held"] == held
    if held is None:
        assert agreed_outcomes(plan, life, "2024-05-01", 1) == {"unknown"}
        assert ruling.missing == ("a number from 0 up in sale",)
    else:
        assert agreed_outcomes(plan, life, "2024-05-01", max(held, 1)) == {"allowed" if held else "denied"}
        assert agreed_outcomes(plan, life, "2024-05-01", held + 1) == {"denied"}


ROUNDED = """
rules:
  a: {clause: "1", says: Any day., permit: exercise}
  b: {clause: "2", says: Not more., limit: exercise, at_most: {round: down, of: 7, to: {subtract: [a, b]}}}
amounts: {a: {is: {attribute: a, of: {event: tells}}}, b: {is: {attribute: b, of: {event: tells}}}}
"""


@pytest.mark.parametrize(("unit", "most"), [(2, 6), (5, 5), (0, None), (-1, None), (-2, None)])
def test_a_unit_that_is_not_above_zero_rounds_to_nothing(tmp_path: Path, unit: int, most: int | None) -> None:
    """7 is brought down to a multiple of a - b: of less than zero, down would be up."""
    path = tmp_path / "tried.yaml"
    path.write_text(PLAN.partition("rules:")[0] + ROUNDED)
    plan, life = load(path), life_with(10 + unit, 10)
    if most is None:
        assert agreed_outcomes(plan, life, "2024-05-01", 1) == {"unknown"}
        assert plan.ask(life, on="2024-05-01", rights=1).missing == ("a unit to round to",)
    else:
        assert agreed_outcomes(plan, life, "2024-05-01", most) == {"allowed"}
        assert agreed_outcomes(plan, life, "2024-05-01", most + 1) == {"denied"}


LIMITED = PLAN.replace(
    "permit: exercise}}", "permit: exercise}, b: {clause: '2', says: So many., limit: exercise, LIMIT}}"
)


@pytest.mark.parametrize(
    ("limit", "allowed", "denied"),
    [
        # no number is a multiple of zero, and whole multiples of -10 are those of 10
        ("in_lots_of: {subtract: [1, 1]}", (), (1, 10, 100)),
        ("in_lots_of: {subtract: [1, 11]}", (10, 20, 100), (1, 15)),
        ("in_lots_of: {least: [unlimited, unlimited]}", (), (1, 100)),
        # no number is below zero, and each is above it
        ("at_most: {subtract: [1, 2]}", (), (1, 100)),
        ("at_least: {subtract: [1, 2]}", (1, 100), (101,)),
        ("at_least: {least: [unlimited, unlimited]}", (), (1, 100)),
    ],
)
def test_limits_that_come_out_at_zero_or_below_are_understood_alike(
    tmp_path: Path, limit: str, allowed: tuple[int, ...], denied: tuple[int, ...]
) -> None:
    path = tmp_path / "tried.yaml"
    held = ", c: {clause: '3', says: No more than there are., limit: exercise, at_most: {balance: held}}}}"
    path.write_text(LIMITED.replace("LIMIT}}", limit + "}" + held[:-1]))
    plan = load(path)
    for rights in allowed:
        assert agreed_outcomes(plan, life_with(1, 1), "2024-04-30", rights) == {"allowed"}
    for rights in denied:
        assert agreed_outcomes(plan, life_with(1, 1), "2024-04-30", rights) == {"denied"}
