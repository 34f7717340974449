"""Numbers of more digits than are computed with: unknown by every evaluator, and to a solver not given at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kenri.api import LoadedPlan, load
from kenri.checking.plan_check import check
from tests.conformance.gaps import agreed_outcomes


def plan_of_squares(folder: Path, squares: int, test: str = "at_least", of: str = "{grant: number}") -> LoadedPlan:
    """A plan that compares with three what is left of a number that is squared so many times, one after the other."""
    path = folder / "squares.yaml"
    lines = [f"  a{n}: {{is: {{multiply: [a{n - 1}, a{n - 1}]}}}}" for n in range(1, squares + 1)]
    path.write_text(
        "\n".join(
            [
                "plan: squares",
                "extends: vocabulary/equity",
                "amounts:",
                f"  a0: {{is: {of}}}",
                *lines,
                "rules:",
                f"  a: {{clause: '1', says: Large., permit: exercise, when: {{quantity: a{squares}, {test}: 3}}}}",
                "",
            ]
        )
    )
    return load(path)


def life_of(number: int) -> dict[str, Any]:
    return {"grants": [{"grantee": "ann", "on": "2024-01-01", "number": number}]}


@pytest.mark.parametrize(
    ("squares", "number", "outcome"),
    [
        (11, 2, "allowed"),  # 2^2048 has 617 digits
        (12, 2, "unknown"),  # 2^4096 has 1,234
        (12, 1, "denied"),
        (30, 1, "denied"),
        (30, 2, "unknown"),  # would be 2^(2^30), of 323 million digits
    ],
)
def test_a_number_of_too_many_digits_is_unknown_by_every_evaluator(
    squares: int, number: int, outcome: str, tmp_path: Path
) -> None:
    assert agreed_outcomes(plan_of_squares(tmp_path, squares), life_of(number), "2025-01-01", 1) == {outcome}


@pytest.mark.parametrize(("number", "outcome"), [(2, "unknown"), (1, "denied")])
def test_so_is_what_has_so_many_below_the_line_of_a_fraction(number: int, outcome: str, tmp_path: Path) -> None:
    plan = plan_of_squares(tmp_path, 12, test="more_than", of="{divide: [1, {grant: number}]}")
    assert agreed_outcomes(plan, life_of(number), "2025-01-01", 1) == {outcome}


def test_checks_of_what_may_have_so_many_are_refused_by_name(tmp_path: Path) -> None:
    """What the person asks for is open to the solver: its squares were made ever longer, and the check did not end."""
    report = check(plan_of_squares(tmp_path, 30, of="{asked: number}"))
    assert {each.note_text() for each in report.results if each.status == "not-checked"} == {
        "the solver cannot express a number of so many digits: the limit `number-digits` is 1,000 digits"
    }
