"""Conditions that hang on days by cases, with the windows that they give, worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kenri.api import LoadedPlan, load

LIFE: dict[str, Any] = {
    "parties": {"ann": {"role": "grantee"}},
    "grants": [{"id": "g1", "grantee": "ann", "on": "2024-01-01", "number": 100}],
}
PLAN = """\
plan: acme/by-cases
extends: vocabulary/equity
counting: {{calendar: japan}}
zone: Asia/Tokyo
readings: {{when: {{question: When?, clause: "1", options: {{soon: soon, late: late}}, default: soon}}}}
terms:
  day: {{unknown: nobody said, type: day}}
  flag: {{unknown: nobody said, type: flag}}
  other: {{unknown: nobody said, type: flag}}
dates:
  either: {{is: {{cases: [{{when: flag, is: 2030-01-01}}], otherwise: 2031-01-01}}}}
  earlier_or_later: {{is: {{cases: [{{when: flag, is: 2029-01-01}}], otherwise: 2031-01-01}}}}
  read_so: {{is: {{cases: [{{when: flag, is: soon}}], otherwise: 2031-01-01}}}}
  soon: {{is: {{reading: when, choices: {{soon: 2030-01-01, late: day}}}}}}
  from_2030: {{is: {{cases: [{{when: flag, is: {{later_of: [day, 2030-01-01]}}}}], otherwise: 2031-01-01}}}}
  by_2030: {{is: {{cases: [{{when: flag, is: {{earlier_of: [day, 2030-01-06]}}}}], otherwise: 2030-01-11}}}}
rules:
  exercise: {{clause: "1", says: The holder may exercise., permit: exercise, by: grantee, when: {when}}}
"""


def plan_of(when: str, folder: Path) -> LoadedPlan:
    path = folder / "plan.yaml"
    path.write_text(PLAN.format(when=when), encoding="utf-8")
    return load(path)


IN_2030 = [("2030-01-01", "2030-12-31", "unknown"), ("2031-01-01", "", "allowed")]
"""From 1 January 2030 or 2031 on, nobody knows from which of the two."""

BY_HAND = {
    # Until 2025 the end is 30 June 2025; from 2026 on it is 30 June 2027.
    "{until: {cases: [{when: {from: 2026-01-01}, is: 2027-06-30}], otherwise: 2025-06-30}}": [
        ("2024-01-01", "2025-06-30", "allowed"),
        ("2026-01-01", "2027-06-30", "allowed"),
    ],
    # The first line that holds counts, and where none does there is no such day.
    "{from: {cases: [{when: always, is: 2025-01-01}, {when: flag, is: 2024-06-01}]}}": [("2025-01-01", "", "allowed")],
    "{from: {cases: [{when: never, is: 2025-01-01}]}}": [],
    "{until: {cases: [{when: never, is: 2025-01-01}]}}": [("2024-01-01", "", "allowed")],
    # An unknown condition: one of two days, or a day or none.
    "{from: either}": IN_2030,
    "{on: either}": [("2030-01-01", "2030-01-01", "unknown"), ("2031-01-01", "2031-01-01", "unknown")],
    "{until: either}": [("2024-01-01", "2030-01-01", "allowed"), ("2030-01-02", "2031-01-01", "unknown")],
    "{from: {cases: [{when: flag, is: 2030-01-01}]}}": [("2030-01-01", "", "unknown")],
    "{until: {cases: [{when: flag, is: 2030-01-01}]}}": [
        ("2024-01-01", "2030-01-01", "allowed"),
        ("2030-01-02", "", "unknown"),
    ],
    # The same either way is known.
    "{until: {cases: [{when: flag, is: 2030-01-01}], otherwise: 2030-01-01}}": [
        ("2024-01-01", "2030-01-01", "allowed")
    ],
    # It is unknown only as long as it is seen so: what is left of 2030 is after both days.
    "{from: {cases: [{when: {all: [flag, {until: 2030-06-30}]}, is: 2024-01-01}], otherwise: 2025-01-01}}": [
        ("2024-01-01", "2024-12-31", "unknown"),
        ("2025-01-01", "", "allowed"),
    ],
    # Days made of it lie between what each of the two gives.
    "{from: {earlier_of: [either, 2030-06-01]}}": [
        ("2030-01-01", "2030-05-31", "unknown"),
        ("2030-06-01", "", "allowed"),
    ],
    "{from: {later_of: [either, 2030-06-01]}}": [
        ("2030-06-01", "2030-12-31", "unknown"),
        ("2031-01-01", "", "allowed"),
    ],
    "{from: {plus: {days: 10}, to: either}}": [("2030-01-11", "2031-01-10", "unknown"), ("2031-01-11", "", "allowed")],
    "{from: {plus: {months: 2}, to: either}}": [("2030-03-01", "2031-02-28", "unknown"), ("2031-03-01", "", "allowed")],
    # 1 January is a holiday: the second business day after Tuesday 1 January 2030 is Thursday the 3rd, that after
    # Wednesday 1 January 2031 is Friday the 3rd.
    "{from: {plus: {business_days: 2}, to: either}}": [
        ("2030-01-03", "2031-01-02", "unknown"),
        ("2031-01-03", "", "allowed"),
    ],
    "{from: {last_of: month, containing: either}}": [
        ("2030-01-31", "2031-01-30", "unknown"),
        ("2031-01-31", "", "allowed"),
    ],
    "{from: {next: {any: [{on: 2030-02-01}, {from: 2031-05-01}]}, on_or_after: either}}": [
        ("2030-02-01", "2031-04-30", "unknown"),
        ("2031-05-01", "", "allowed"),
    ],
    # With the flag these are 1 January 2029 and 2030, without it 2030 and 2031: the second is 2030 or 2031.
    "{from: {nth: 2, of: {each_of: [2030-01-01, earlier_or_later]}}}": IN_2030,
    "{from: {prefer: [{cases: [{when: flag, is: 2030-01-01}]}, 2031-01-01]}}": IN_2030,
    "{from: {first: {each_of: [2031-01-01, {cases: [{when: flag, is: 2030-01-01}]}]}}}": IN_2030,
    "{from: {latest: either}}": IN_2030,
    "{from: {cases: [{when: other, is: either}], otherwise: 2030-06-01}}": IN_2030,
    # A reading in a line: by default it is 1 January 2030, so that with the other line it is as above.
    "{from: read_so}": IN_2030,
    # What has come last: nothing, or the day of the one line and then that of the other.
    "{on: {latest: {each_of: [2030-06-01, either]}}}": [
        ("2030-01-01", "2030-01-01", "unknown"),
        ("2030-06-01", "2030-06-01", "allowed"),
        ("2031-01-01", "2031-01-01", "unknown"),
    ],
    # A line of which only a bound is known, beside one that is known: the first day on which it can be is that of both.
    "{from: from_2030}": [("2030-01-01", "", "unknown")],
    "{from: {earlier_of: [from_2030, 2032-01-01]}}": [
        ("2030-01-01", "2031-12-31", "unknown"),
        ("2032-01-01", "", "allowed"),
    ],
    # Five days before some day by 6 January is one by 1 January; five before the 11th is the 6th.
    "{until: {minus: {days: 5}, from: by_2030}}": [("2024-01-01", "2030-01-06", "unknown")],
    # A day that is not known at all, in a line that counts until 2029.
    "{from: {cases: [{when: {until: 2029-12-31}, is: day}], otherwise: 2031-01-01}}": [
        ("2024-01-01", "2029-12-31", "unknown"),
        ("2031-01-01", "", "allowed"),
    ],
    "{from: {cases: [{when: {until: 2029-12-31}, is: {later_of: [day, 2029-06-01]}}], otherwise: 2031-01-01}}": [
        ("2029-06-01", "2029-12-31", "unknown"),
        ("2031-01-01", "", "allowed"),
    ],
    # A line that a calendar does not reach matters where it may count, and nowhere else.
    "{until: {cases: [{when: flag, is: {plus: {business_days: 1}, to: 2400-01-01}}], otherwise: 2030-01-01}}": [
        ("2024-01-01", "", "unknown")
    ],
    "{until: {cases: [{when: never, is: {plus: {business_days: 1}, to: 2400-01-01}}], otherwise: 2030-01-01}}": [
        ("2024-01-01", "2030-01-01", "allowed")
    ],
}
