"""A day that is not known is bounded by what is: answers are certain wherever the missing fact cannot matter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kenri.api import LoadedPlan, load
from kenri.model.days import iso

LIFE: dict[str, Any] = {
    "parties": {"ann": {"role": "grantee"}},
    "grants": [{"id": "g1", "grantee": "ann", "on": "2024-01-01", "number": 100}],
}


def plan_of(text: str, folder: Path) -> LoadedPlan:
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def told(plan: LoadedPlan, life: dict[str, Any], action: str = "exercise") -> list[tuple[str, str, str]]:
    """The windows of an action: each with its first day, its last, and whether it is certain."""
    windows = plan.windows(life, action)
    return [
        ("" if each.first is None else iso(each.first), "" if each.last is None else iso(each.last), each.status)
        for each in windows
    ]


BOUNDED = """\
plan: acme/bounded
extends: vocabulary/equity
terms:
  days: {{unknown: nobody said, type: number}}
  day: {{unknown: nobody said, type: day}}
  flag: {{unknown: nobody said, type: flag}}
events: {{leaves: {{personal: true}}}}
rules:
  exercise: {{clause: "1", says: The holder may exercise., permit: exercise, by: grantee, when: {when}}}
"""


@pytest.mark.parametrize(
    ("when", "windows"),
    [
        ("{from: {plus: {days: days}, to: 2030-01-01}}", [("2030-01-01", "", "unknown")]),
        (
            "{until: {minus: {days: days}, from: 2030-01-01}}",
            [("2024-01-01", "2030-01-01", "unknown")],
        ),
        (
            "{from: {first: {every: {months: 1}, from: 2030-01-01, times: days}}}",
            [("2030-02-01", "", "unknown")],
        ),
        ("{until: {earlier_of: [day, 2030-01-01]}}", [("2024-01-01", "2030-01-01", "unknown")]),
        ("{from: {later_of: [day, 2030-01-01]}}", [("2030-01-01", "", "unknown")]),
        ("{from: {first: day, after: 2030-01-01}}", [("2030-01-02", "", "unknown")]),
        ("{within: {days: 9}, after: {later_of: [day, 2030-01-01]}}", [("2030-01-02", "", "unknown")]),
        ("{from: {next: flag, on_or_after: 2030-01-01}}", [("2030-01-01", "", "unknown")]),
        ("{until: {last: flag, on_or_before: 2030-01-01}}", [("2024-01-01", "", "unknown")]),
        (
            "{until: {last: {any: [flag, {until: 2029-12-01}]}, on_or_before: 2030-01-01}}",
            [("2024-01-01", "2029-12-01", "allowed"), ("2029-12-02", "2030-01-01", "unknown")],
        ),
        (
            "{from: {next: {any: [flag, {from: 2030-02-01}]}, on_or_after: 2030-01-01}}",
            [("2030-01-01", "2030-01-31", "unknown"), ("2030-02-01", "", "allowed")],
        ),
        ("{from: day}", [("2024-01-01", "", "unknown")]),
        ("{until: {plus: {days: 3}, to: day}}", [("2024-01-01", "", "unknown")]),
    ],
)
def test_a_known_day_bounds_an_unknown_one(tmp_path: Path, when: str, windows: list[tuple[str, str, str]]) -> None:
    """The day that is known says from when, or until when, the other can matter; nothing else bounds it."""
    assert told(plan_of(BOUNDED.format(when=when), tmp_path), LIFE) == windows


EVENTS = """\
plan: acme/events
extends: vocabulary/equity
terms: {{sold: {{unknown: nobody said, type: flag}}}}
events: {{pays: {{personal: true, attributes: {{amount: {{type: number, optional: true}}}}}}}}
rules:
  exercise: {{clause: "1", says: The holder may exercise., permit: exercise, by: grantee, when: {when}}}
"""
PAYS = {"on": "2030-03-01", "event": "pays"}


@pytest.mark.parametrize(
    ("when", "windows"),
    [
        # An event whose number is missing counts on its own day or not at all.
        (
            "{before: {event: pays, where: {amount: {at_least: 5}}}}",
            [("2024-01-01", "2030-02-28", "allowed"), ("2030-03-01", "", "unknown")],
        ),
        # So does one that may have been in a state.
        (
            "{before: {event: pays, during: sold}}",
            [("2024-01-01", "2030-02-28", "allowed"), ("2030-03-01", "", "unknown")],
        ),
        ("{within: {days: 5}, after: {event: pays, during: sold}}", [("2030-03-02", "2030-03-06", "unknown")]),
        ("{on: {event: pays, during: sold}}", [("2030-03-01", "2030-03-01", "unknown")]),
        # The state may begin in March 2030 and on no other day.
        (
            "{before: {first: {start_of: {all: [{from: 2030-03-01, until: 2030-03-31}, sold]}}}}",
            [("2024-01-01", "2030-02-28", "allowed"), ("2030-03-01", "", "unknown")],
        ),
        # It is over by the last of March whichever way.
        (
            "{before: {earlier_of: [{event: pays, during: sold}, 2030-03-31]}}",
            [("2024-01-01", "2030-02-28", "allowed"), ("2030-03-01", "2030-03-30", "unknown")],
        ),
        # It is begun by 1 March at the latest and not before 1 February.
        (
            "{from: {first: {start_of: {any: [{from: 2030-03-01}, {all: [sold, {from: 2030-02-01}]}]}}}}",
            [("2030-02-01", "2030-02-28", "unknown"), ("2030-03-01", "", "allowed")],
        ),
    ],
)
def test_an_event_that_may_not_count_is_bounded_by_its_own_day(
    tmp_path: Path, when: str, windows: list[tuple[str, str, str]]
) -> None:
    assert told(plan_of(EVENTS.format(when=when), tmp_path), {**LIFE, "events": [PAYS]}) == windows


KEPT = """\
plan: acme/kept
extends: vocabulary/equity
zone: UTC
events: {closes: {attributes: {usd: number}}}
actions: {keep: {says: keep}}
effects:
  by-itself:
    clause: "1"
    says: What is left is exercised by itself.
    on: {first: {start_of: reached}}
    moves: all
    to: exercised
states:
  reached: {is: {all: [{from: 2027-01-01, until: 2027-12-31}, {quantity: {attribute: usd, of: {event: closes}}, at_least: 500}]}}
rules:
  keep: {clause: "1", says: Until the price is reached., permit: keep, when: {before: {first: {start_of: reached}}}}
  exercise: {clause: "2", says: The holder may exercise., permit: exercise, by: grantee}
"""  # noqa: E501  # one state on one line


def test_a_price_of_2027_ends_nothing_in_2026(tmp_path: Path) -> None:
    """Case G07, and the same of balances: no price of 2027 can be reached before 1 January 2027."""
    plan = plan_of(KEPT, tmp_path)
    assert told(plan, LIFE, "keep") == [("", "2026-12-31", "allowed"), ("2027-01-01", "", "unknown")]
    assert told(plan, LIFE) == [("2024-01-01", "2026-12-31", "allowed"), ("2027-01-01", "", "unknown")]
    before, after = (plan.ask(LIFE, "keep", on=day) for day in ("2026-11-28", "2027-06-01"))
    assert (before.outcome, before.balances["held"]) == ("allowed", 100)
    assert (after.outcome, after.missing, after.balances["held"]) == ("unknown", ("usd of an event",), None)


@pytest.mark.parametrize(
    "until",
    [
        "{plus: {business_days: 3}, to: {attribute: d, of: {latest: {event: set}}}}",
        "{first: {every: {business_days: 3}, from: {attribute: d, of: {latest: {event: set}}}, times: 2}}",
        "{first: {every: {business_days: 3}, from: {attribute: d, of: {latest: {event: set}}}, times: 2, paused: p}}",
    ],
    ids=["a period", "the first that recurs", "paused never"],
)
def test_a_period_beyond_its_calendar_is_unknown_from_where_it_is_seen(tmp_path: Path, until: str) -> None:
    """Three days of business in Japan after Thursday 1 February 2024: Friday, Monday, Tuesday the 6th. The calendar
    knows no day after 2099; that matters once the later day is the latest, on 10 January 2025, and not before.
    """
    text = """\
plan: acme/beyond
extends: vocabulary/equity
counting: {calendar: japan}
events: {set: {attributes: {d: day}}}
states: {p: {is: never}}
rules:
  exercise:
    clause: "1"
    says: The holder may exercise.
    permit: exercise
    by: grantee
    when: {until: UNTIL}
"""
    sets = [
        {"on": "2024-01-10", "event": "set", "d": "2024-02-01"},
        {"on": "2025-01-10", "event": "set", "d": "2150-01-01"},
    ]
    expected = [("2024-01-01", "2024-02-06", "allowed"), ("2025-01-10", "", "unknown")]
    assert told(plan_of(text.replace("UNTIL", until), tmp_path), {**LIFE, "events": sets}) == expected
