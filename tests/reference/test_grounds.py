"""The days behind the facts of a ruling: named dates and events, as the readings are chosen."""

from typing import Any

import pytest

from kenri.api import LoadedPlan, load
from kenri.model.days import day
from kenri.model.ruling import Ground, Ruling

LIFE: dict[str, Any] = {
    "parties": {"sato": {"role": "grantee"}},
    "grants": [{"id": "g1", "grantee": "sato", "on": "2015-07-13", "number": 10, "position": "both"}],
    "events": [
        {"id": "e1", "event": "leaves_position", "on": "2020-06-25", "who": "sato", "position": "director"},
        {"id": "e2", "event": "leaves_position", "on": "2025-06-25", "who": "sato", "position": "executive_officer"},
    ],
}


@pytest.fixture(scope="module")
def plan() -> LoadedPlan:
    return load("iij/2015-5th-series")


def grounds_of(ruling: Ruling, rule: str) -> tuple[Ground, ...]:
    (finding,) = (finding for finding in ruling.findings if finding.rule == rule)
    return finding.because[0].grounds


def test_a_date_stands_before_the_events_it_comes_from(plan: LoadedPlan) -> None:
    ruling = plan.ask(LIFE, on="2025-07-05")
    date, *events = grounds_of(ruling, "ten-days-after-leaving")
    assert date == Ground(name="loss_of_position", sort="date", days=(day("2025-06-25"),))
    days = (day("2020-06-25"), day("2025-06-25"))
    assert events == [Ground(name="leaves_position", sort="event", days=days, events=("e1", "e2"))]


def test_a_reading_changes_the_days_behind_a_fact(plan: LoadedPlan) -> None:
    ruling = plan.ask(LIFE, on="2025-07-05", readings={"which-position": "either"})
    date, *_ = grounds_of(ruling, "ten-days-after-leaving")
    assert date.days == (day("2020-06-25"),)


def test_grounds_do_not_depend_on_the_day(plan: LoadedPlan) -> None:
    life = plan.life(LIFE)
    early, late = plan.ask(life, on="2024-01-01"), plan.ask(life, on="2030-01-01")
    assert grounds_of(early, "ten-days-after-leaving") == grounds_of(late, "ten-days-after-leaving")


def test_a_date_that_does_not_come_has_no_days(plan: LoadedPlan) -> None:
    ruling = plan.ask({**LIFE, "events": []}, on="2025-07-05")
    assert grounds_of(ruling, "ten-days-after-leaving") == (Ground(name="loss_of_position", sort="date", days=()),)
