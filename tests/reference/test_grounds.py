"""The days behind the facts of a ruling: named dates and events, as the readings are chosen."""

from pathlib import Path
from typing import Any

import pytest

from kenri.api import LoadedPlan, load
from kenri.model.days import day
from kenri.model.ruling import Ground, Ruling

PLAN = """\
plan: acme/options
zone: Asia/Tokyo
readings:
  which: {question: Which post?, options: {both: all posts, main: the main post}, default: both}
roles: {holder: {}}
actions: {exercise: {}}
events:
  leaves: {personal: true, attributes: {post: {one_of: [main, side]}}}
states:
  main: {is: {before: {first: {event: leaves, where: {post: main}}}}}
  side: {is: {before: {first: {event: leaves, where: {post: side}}}}}
  posted: {is: {reading: which, choices: {both: {any: [main, side]}, main: main}}}
dates:
  loss: {is: {first: {end_of: posted}}}
rules:
  ten-days: {clause: "1", says: Ten days., permit: exercise, when: {within: {days: 10}, after: loss}}
"""
LIFE: dict[str, Any] = {
    "parties": {"sato": {"role": "holder"}},
    "grants": [{"id": "g1", "grantee": "sato", "on": "2015-07-13", "number": 10}],
    "events": [
        {"id": "e1", "event": "leaves", "on": "2020-06-25", "who": "sato", "post": "main"},
        {"id": "e2", "event": "leaves", "on": "2025-06-25", "who": "sato", "post": "side"},
    ],
}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    path: Path = tmp_path_factory.mktemp("plan") / "options.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return load(path)


def grounds_of(ruling: Ruling) -> tuple[Ground, ...]:
    (finding,) = ruling.findings
    return finding.because[0].grounds


def test_a_date_stands_before_the_events_it_comes_from(plan: LoadedPlan) -> None:
    date, *events = grounds_of(plan.ask(LIFE, on="2025-07-05"))
    assert date == Ground(name="loss", sort="date", days=(day("2025-06-25"),))
    days = (day("2020-06-25"), day("2025-06-25"))
    assert events == [Ground(name="leaves", sort="event", days=days, events=("e1", "e2"))]


def test_a_reading_changes_the_days_and_events_behind_a_fact(plan: LoadedPlan) -> None:
    date, event = grounds_of(plan.ask(LIFE, on="2025-07-05", readings={"which": "main"}))
    assert date.days == (day("2020-06-25"),)
    assert event.events == ("e1",)


def test_grounds_do_not_depend_on_the_day(plan: LoadedPlan) -> None:
    life = plan.life(LIFE)
    assert grounds_of(plan.ask(life, on="2024-01-01")) == grounds_of(plan.ask(life, on="2030-01-01"))


def test_a_date_that_does_not_come_has_no_days(plan: LoadedPlan) -> None:
    ruling = plan.ask({**LIFE, "events": []}, on="2025-07-05")
    assert grounds_of(ruling) == (Ground(name="loss", sort="date", days=()),)
