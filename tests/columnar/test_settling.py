"""What readings make of the answers about rows is told by forms, whichever readings turn them, alone or together."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from kenri.api import LoadedPlan, load
from kenri.columnar.judge import RowByRow
from kenri.lowering import every_way

PLAN = """\
plan: acme/turning
zone: Asia/Tokyo
roles: {grantee: {}, company: {}}
actions: {exercise: {}, sell: {}}
events: {leaves: {personal: true}}
readings:
  counted: {clause: "1", question: From when?, options: {now: At once., later: A month later., last: After two.}, default: now}
  waiting: {clause: "2", question: Is there a wait?, options: {"no": "No.", "yes": "Yes."}, default: "no"}
  waived: {clause: "3", question: Is it waived?, options: {"no": "No.", "yes": "Yes."}, default: "yes"}
  capped: {clause: "4", question: How many?, options: {few: Five., many: Ten.}, default: few}
  smallest: {clause: "6", question: How many at least?, options: {one: One., two: Two.}, default: one}
rules:
  open:
    clause: "1"
    says: After leaving.
    permit: exercise
    when:
      reading: counted
      choices:
        now: {from: {first: {event: leaves}}}
        later: {from: {plus: {months: 1}, to: {first: {event: leaves}}}}
        last: {from: {plus: {months: 2}, to: {first: {event: leaves}}}}
  wait:
    clause: "2"
    says: There is a wait until 2026.
    forbid: exercise
    when:
      all:
        - {before: 2026-01-01}
        - {reading: waiting, choices: {"no": never, "yes": always}}
        - {reading: waived, choices: {"no": always, "yes": never}}
  cap: {clause: "4", says: So many., limit: exercise, at_most: {reading: capped, choices: {few: 5, many: 10}}}
  sale: {clause: "5", says: May sell., permit: sell}
  least: {clause: "6", says: So many at least., limit: sell, at_least: {reading: smallest, choices: {one: 1, two: 2}}}
  most: {clause: "7", says: So many at most., limit: sell, at_most: 9}
"""  # noqa: E501  # one entry on one line


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    path: Path = tmp_path_factory.mktemp("plans") / "turning.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return load(path)


EARLY, LATE = date(2025, 6, 1), date(2027, 1, 1)
"""Before the wait would end, and after."""

TOLD: dict[str, tuple[date, date, int, str, bool, list[str]]] = {
    "never-yet": (date(2024, 6, 15), date(2024, 6, 1), 3, "denied", True, []),
    "too-many-anyway": (date(2024, 1, 15), LATE, 11, "denied", False, []),
    "numbers-alone": (date(2024, 1, 15), LATE, 3, "allowed", False, []),
    "only-both": (date(2024, 1, 15), EARLY, 3, "allowed", False, ["waiting", "waived"]),
    "second-month": (date(2027, 1, 15), date(2027, 2, 20), 3, "allowed", False, ["counted"]),
    "more-than-five": (date(2024, 1, 15), LATE, 7, "denied", False, ["capped"]),
    "alone-before-both": (date(2025, 1, 15), date(2025, 2, 20), 3, "allowed", False, ["counted"]),
    "just-five": (date(2027, 1, 15), date(2027, 2, 20), 5, "allowed", False, ["counted"]),
    "more-than-five-early": (date(2025, 4, 15), EARLY, 7, "denied", False, ["capped"]),
}
"""The day of leaving, the asked day, the number; the outcome, whether it is settled, and what it turns on."""


def answers(plan: LoadedPlan) -> dict[str, tuple[Any, ...]]:
    rows = [
        {
            "id": name,
            "grant.on": date(2020, 1, 1),
            "grant.number": 20,
            "events": [{"event": "leaves", "on": left}],
            "on": on,
            "rights": rights,
        }
        for name, (left, on, rights, *_) in TOLD.items()
    ]
    found = plan.batch(pa.Table.from_pylist(rows)).to_pylist()
    return {each["id"]: (each["outcome"], each["settled"], each["turns_on"]) for each in found}


EXPECTED = {name: tuple(rest) for name, (_, _, _, *rest) in TOLD.items()}


def test_it_is_told_what_turns_alone_and_what_only_together(plan: LoadedPlan, monkeypatch: pytest.MonkeyPatch) -> None:
    def judged(*_: Any) -> None:
        raise AssertionError("left to be asked by itself")

    monkeypatch.setattr(RowByRow, "_answers", judged)
    assert answers(plan) == EXPECTED


def test_rows_with_more_ways_than_are_looked_at_are_asked_one_by_one(
    plan: LoadedPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(every_way, "MOST_WAYS", 1)
    assert answers(plan) == EXPECTED


def test_what_turns_the_smallest_number_alone_is_no_settled_answer(plan: LoadedPlan) -> None:
    """No column tells it, and so these rows are asked one by one."""
    rows = [{"id": f"r{at}", "grant.on": date(2020, 1, 1), "grant.number": 20, "on": LATE} for at in range(9)]
    found = plan.batch(pa.Table.from_pylist(rows), "sell", rights=5).to_pylist()
    assert {(each["outcome"], each["most_exact"], each["settled"], *each["turns_on"]) for each in found} == {
        ("allowed", "9", False)
    }


UNTIL_A_DAY = """
plan: until
extends: vocabulary/equity
calendars: {office: {weekend: [sunday], first_year: 2025, last_year: 2026}}
counting: {months: corresponding-day, first_day: excluded, roll: forward, calendar: office}
readings: {last-day: {question: Does it roll?, options: {stays: no, moves: yes}, default: stays}}
rules:
  open:
    clause: "1"
    says: Ten years from the grant.
    permit: exercise
    when:
      until:
        reading: last-day
        choices:
          stays: {plus: {years: 10}, to: {grant: on}, counting: {roll: none}}
          moves: {plus: {years: 10}, to: {grant: on}}
"""


def test_what_is_not_known_in_some_ways_alone_is_not_said_to_turn(tmp_path: Path) -> None:
    """Before the grant nothing is held, so that the answer is one, though no calendar tells on which day it ends."""
    path = tmp_path / "until.yaml"
    path.write_text(UNTIL_A_DAY, "utf-8")
    plan = load(path)
    rows = [{"id": f"r{at}", "grant.on": date(2020, 4, 5 + at), "grant.number": 20} for at in range(12)]
    found = plan.batch(pa.Table.from_pylist(rows), on=date(2020, 1, 6), rights=4).to_pylist()
    life = {"parties": {"a": {"role": "grantee"}}, "grants": [{"grantee": "a", "on": "2020-04-05", "number": 20}]}
    asked = plan.ask(life, on="2020-01-06", rights=4)
    assert (asked.outcome, asked.is_settled) == ("denied", True)
    assert {(each["outcome"], each["settled"]) for each in found} == {("denied", True)}
