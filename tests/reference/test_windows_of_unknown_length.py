"""A window whose length is not known is unknown only where it can be: on its own side of the day it is counted from."""

from pathlib import Path

import pytest

from kenri.api import load

PLAN = """
plan: windows
extends: vocabulary/equity
zone: UTC
events:
  leaves: {personal: true}
terms:
  length: {unknown: the document does not say, type: number}
rules:
  window:
    clause: "1"
    says: Rights are exercised in a window of some length.
    permit: exercise
    when: {within: {days: length}, SIDE: {event: leaves}}
"""

LIFE = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "number": 1}]}
LEAVING = {"on": "2024-05-10", "event": "leaves"}


def outcome(path: Path, side: str, day: str, *events: dict[str, str]) -> str:
    (path / "windows.yaml").write_text(PLAN.replace("SIDE", side), encoding="utf-8")
    return load("windows", rules=path).ask({**LIFE, "events": list(events)}, on=day, rights=1).outcome


@pytest.mark.parametrize("side", ["after", "from", "before"])
def test_without_the_day_it_is_counted_from_there_is_no_window(tmp_path: Path, side: str) -> None:
    assert outcome(tmp_path, side, "2024-05-10") == "denied"


@pytest.mark.parametrize(
    ("side", "day", "expected"),
    [
        ("after", "2024-05-10", "denied"),
        ("after", "2024-05-11", "unknown"),
        ("from", "2024-05-09", "denied"),
        ("from", "2024-05-10", "unknown"),
        ("before", "2024-05-09", "unknown"),
        ("before", "2024-05-10", "denied"),
    ],
)
def test_the_window_may_be_on_its_own_side_only(tmp_path: Path, side: str, day: str, expected: str) -> None:
    assert outcome(tmp_path, side, day, LEAVING) == expected
