"""What a ruling names as missing is what is missing on the day asked about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kenri.api import LoadedPlan, load

PLAN = """
plan: beyond
extends: vocabulary/equity
zone: Asia/Tokyo
counting: {months: month-end, calendar: japan}
events: {closes: {attributes: {price: number}}}
rules:
  window:
    clause: "1"
    says: Within two business days after 2099-12-25.
    permit: exercise
    when: {within: {business_days: 9}, after: 2099-12-25}
  price:
    clause: "2"
    says: Only above 100.
    forbid: exercise
    when: {quantity: {attribute: price, of: {event: closes}}, at_most: 100}
  early:
    clause: "3"
    says: Until 2030.
    permit: exercise
    when: {until: 2030-12-31}
"""


@pytest.fixture
def plan(tmp_path: Path) -> LoadedPlan:
    file = tmp_path / "beyond.yaml"
    file.write_text(PLAN, encoding="utf-8")
    return load(file)


def life() -> dict[str, Any]:
    return {
        "parties": {"a": {"role": "grantee"}},
        "grants": [{"grantee": "a", "number": 10}],
        "events": [{"on": "2025-02-01", "event": "closes", "price": 150}],
    }


def test_a_number_is_missing_only_until_the_first_event_tells_it(plan: LoadedPlan) -> None:
    before = plan.ask(life(), on="2025-01-31")
    assert (before.outcome, before.missing) == ("unknown", ("price of an event",))
    assert plan.ask(life(), on="2025-02-01").outcome == "allowed"


def test_days_beyond_a_calendar_are_unknown_and_name_it(plan: LoadedPlan) -> None:
    ruling = plan.ask(life(), on="2100-01-04")
    assert (ruling.outcome, ruling.missing) == ("unknown", ("calendar japan",))
