"""A number recorded with the grant that says how long a period is: checks look at lives with some of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.api import load
from kenri.checking.plan_check import check

PLAN = """\
plan: acme/windows
extends: vocabulary/equity
events: {leaves: {personal: true, once: true}}
grant_attributes: {window: OPTIONAL, fee: number}
amounts: {window: {is: {grant: window}}}
rules:
  window:
    clause: "1"
    says: As many days as the grant gives.
    permit: exercise
    by: grantee
    when: {within: {days: window}, after: {event: leaves, who: grantee}}
claims:
  not-long-after:
    clause: "1"
    says: Nobody exercises more than so many days after leaving.
    by: grantee
    never: {may: exercise}
    when: {after: {plus: {days: DAYS}, to: {event: leaves, who: grantee}}}
"""


@pytest.mark.parametrize("attribute", ["number", "{type: number, optional: true}"])
@pytest.mark.parametrize(("days", "status"), [(365, "proved"), (364, "refuted"), (10, "refuted")])
def test_lives_with_some_lengths_are_looked_at(tmp_path: Path, attribute: str, days: int, status: str) -> None:
    """The lengths are 10, 30, 90, 180 and 365 days."""
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN.replace("OPTIONAL", attribute).replace("DAYS", str(days)), encoding="utf-8")
    report = check(load(path), kinds=frozenset({"claim", "reachable"}))
    found = {each.subject: each for each in report.results}
    assert found["not-long-after"].status == status
    assert found["window"].status == "proved"
    assert "window: one of 10, 30, 90, 180, 365" in " ".join(note.text() for note in report.bound.notes)
