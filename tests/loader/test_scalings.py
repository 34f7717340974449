"""What a plan that scales rights may not say: what would scale twice, go round in a circle, or mean two things."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.api import load
from kenri.model.problems import ProblemsError

PLAN = """\
plan: acme/scaled
extends: vocabulary/equity
events: {splits: {attributes: {ratio: ratio}}}
rules: {holder: {clause: "1", says: The holder may., permit: exercise, by: grantee}}
"""
SPLIT = 'effects: {split: {clause: "2", says: A split., on: {event: splits}, scales: {of_event: ratio}}}\n'
TWICE = "changes: [{on: {event: splits}, multiply: {of_event: ratio}}]"


def codes(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN + text, encoding="utf-8")
    try:
        load(path)
    except ProblemsError as error:
        return [problem.code for problem in error.problems]
    return []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"amounts: {{a: {{is: {{running: {{grant: number}}, {TWICE}}}}}}}", "already-scaled"),
        (
            f"amounts: {{b: {{is: {{multiply: [{{grant: number}}, 2]}}}}, a: {{is: {{running: b, {TWICE}}}}}}}",
            "already-scaled",
        ),
        ("states: {a: {is: {grant: number, is: 100}}}", "number-as-of-when"),
    ],
)
def test_what_is_scaled_already_is_not_scaled_again(tmp_path: Path, text: str, code: str) -> None:
    assert codes(tmp_path, SPLIT + text) == [code]
    assert codes(tmp_path, text) == []


def test_a_running_number_may_begin_with_the_number_as_granted(tmp_path: Path) -> None:
    text = f"amounts: {{a: {{is: {{running: {{at: {{grant: on}}, take: {{grant: number}}}}, {TWICE}}}}}}}"
    assert codes(tmp_path, SPLIT + text) == []


@pytest.mark.parametrize(
    "text",
    [
        'effects: {s: {clause: "2", says: A split., on: {event: splits}, scales: {grant: number}}}',
        (
            "amounts: {a: {is: {divide: [{grant: number}, 100]}}}\n"
            'effects: {s: {clause: "2", says: A split., on: {event: splits}, scales: a}}'
        ),
        (
            "states: {a: {is: {quantity: {grant: number}, at_least: 100}}}\n"
            'effects: {s: {clause: "2", says: A split., on: {start_of: a}, scales: 2}}'
        ),
        'effects: {s: {clause: "2", says: A split., on: {event: splits}, scales: {balance: held}}}',
    ],
)
def test_when_and_by_how_much_rights_are_scaled_does_not_hang_on_how_many_there_are(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, text) == ["circle-of-names"]


def test_what_an_effect_moves_may_be_a_part_of_the_number_granted(tmp_path: Path) -> None:
    moves = SPLIT.rstrip("}\n") + (
        '}}, lapse: {clause: "3", says: Half lapses., on: 2030-01-01,'
        " moves: {divide: [{grant: number}, 2]}, to: extinguished}}\n"
    )
    assert codes(tmp_path, moves) == []
