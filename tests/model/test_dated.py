"""Days of answers are dates for who reads them in Python, and ISO days where they are printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import kenri
from kenri.api import LoadedPlan

PLAN = """\
plan: acme/dated
extends: vocabulary/equity
zone: UTC
rules:
  may: {clause: "1", says: In March and May., permit: exercise, by: grantee, when: {any: [march, {from: 2024-05-01, until: 2024-05-31}]}}
states:
  march: {is: {from: 2024-03-01, until: 2024-03-31}}
effects:
  lapse: {clause: "2", says: The rest lapses., on: 2024-06-01, moves: all, to: extinguished}
"""  # noqa: E501  # one rule on one line

LIFE: dict[str, Any] = {
    "parties": {"ann": {"role": "grantee"}},
    "grants": [{"id": "g1", "grantee": "ann", "on": "2024-01-01", "number": 100}],
    "events": [{"id": "e1", "on": "2024-03-10", "event": "exercises", "rights": 10}],
}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    path: Path = tmp_path_factory.mktemp("plan") / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return kenri.load(path)


def test_a_ruling(plan: LoadedPlan) -> None:
    ruling = plan.ask(LIFE, on="2024-03-31")
    assert (ruling.date, ruling.next_date, ruling.last_date) == (date(2024, 3, 31), date(2024, 5, 1), date(2024, 3, 31))
    assert (ruling.perhaps_date, ruling.lapsed_date) == (None, None)
    assert plan.ask(LIFE, on="2024-07-01").lapsed_date == date(2024, 6, 1)
    first, second = ruling.windows
    assert (first.first_date, second.last_date) == (date(2024, 3, 1), date(2024, 5, 31))


def test_an_audit_and_a_simulation(plan: LoadedPlan) -> None:
    (grant,) = plan.audit(LIFE).grants
    assert [act.date for act in grant.acts] == [line.date for line in grant.lines] == [date(2024, 3, 10)]
    assert grant.until_date == date(2024, 3, 10)
    assert [step.date for step in plan.simulate(LIFE)] == [date(2024, 3, 10)]


def test_what_is_printed_has_no_bare_ordinals(plan: LoadedPlan) -> None:
    ruling, audit = plan.ask(LIFE, on="2024-03-31"), plan.audit(LIFE)
    for printed in (
        repr(ruling),
        str(ruling.windows),
        str(audit),
        str(audit.grants[0].acts),
        str(audit.grants[0].lines),
    ):
        assert "2024-03-" in printed
        assert "738" not in printed
    html = ruling._repr_html_() or ""
    assert "2024-03-31" in html
    assert "738" not in html.split("<svg")[0]
