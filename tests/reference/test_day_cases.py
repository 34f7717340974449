"""Days by cases, worked out by hand: which line counts is told day by day, and may be unknown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kenri.api import LoadedPlan, load
from kenri.model import expressions as e
from kenri.model.combinations import OPEN
from kenri.model.days import iso
from kenri.reference.steps import Unknown
from tests.reference.toy_case import case, on, shown

LIFE: dict[str, Any] = {
    "parties": {"ann": {"role": "grantee"}},
    "grants": [{"id": "g1", "grantee": "ann", "on": "2024-01-01", "number": 100}],
}
PLAN = """\
plan: acme/by-cases
extends: vocabulary/equity
counting: {{calendar: japan}}
zone: Asia/Tokyo
terms:
  day: {{unknown: nobody said, type: day}}
  flag: {{unknown: nobody said, type: flag}}
  other: {{unknown: nobody said, type: flag}}
dates:
  either: {{is: {{cases: [{{when: flag, is: 2030-01-01}}], otherwise: 2031-01-01}}}}
  earlier_or_later: {{is: {{cases: [{{when: flag, is: 2029-01-01}}], otherwise: 2031-01-01}}}}
rules:
  exercise: {{clause: "1", says: The holder may exercise., permit: exercise, by: grantee, when: {when}}}
"""


def plan_of(when: str, folder: Path) -> LoadedPlan:
    path = folder / "plan.yaml"
    path.write_text(PLAN.format(when=when), encoding="utf-8")
    return load(path)


def told(plan: LoadedPlan, life: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The windows of exercise: each with its first day, its last, and whether it is certain."""
    windows = plan.windows(life, "exercise")
    return [
        ("" if each.first is None else iso(each.first), "" if each.last is None else iso(each.last), each.status)
        for each in windows
    ]


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


@pytest.mark.parametrize("when", BY_HAND)
def test_windows_by_hand(tmp_path: Path, when: str) -> None:
    assert told(plan_of(when, tmp_path), LIFE) == BY_HAND[when]


@pytest.mark.parametrize("when", [when for when in BY_HAND if "flag" in when or "either" in when])
@pytest.mark.parametrize("flag", [True, False])
def test_what_is_certain_stays_so_once_the_condition_is_known(tmp_path: Path, when: str, flag: bool) -> None:
    plan = plan_of(when, tmp_path)
    days = ("2024-01-01", "2029-06-01", "2030-01-01", "2030-06-01", "2031-01-01", "2031-05-01", "2035-01-01")
    for day in days:
        before = plan.ask(LIFE, "exercise", on=day, by="ann").outcome
        after = plan.ask({**LIFE, "facts": {"flag": flag, "other": flag}}, "exercise", on=day, by="ann").outcome
        assert before in ("unknown", after)


def test_a_ruling_names_the_condition_that_is_missing(tmp_path: Path) -> None:
    ruling = plan_of("{from: either}", tmp_path).ask(LIFE, "exercise", on="2030-06-01", by="ann")
    assert (ruling.outcome, set(ruling.missing)) == ("unknown", {"flag"})


def test_what_is_the_same_in_each_way_is_known_as_often_as_it_is_in_each() -> None:
    # Ann joined on 1 March and left on 20 March. With the flag only the first counts, without it both do.
    joins, leaves = (e.EventMoments(event=(kind,)) for kind in ("joins", "leaves"))
    here = case(("joins", "2024-03-01"), ("leaves", "2024-03-20"))
    one_or_both = e.DayCases(
        cases=(e.DayCaseLine(when="unsaid_flag", is_=joins),), otherwise=e.EachOf(each_of=(joins, leaves))
    )
    found = here.moments(one_or_both)
    assert [iso(item.day) for item in found.known] == ["2024-03-01"]
    assert [(item.event and item.event.id, item.surely) for item in found.unknown] == [("e1", False)]
    assert found.missing == {"unsaid_flag"}


@pytest.mark.parametrize("several", ["joins", "2024-03-01"])
def test_once_in_one_way_and_twice_in_another_is_not_known_to_be_either(several: str) -> None:
    once = e.EventMoments(event=("joins",)) if several == "joins" else on(several)
    twice = e.EachOf(each_of=(once, once))
    here = case(("joins", "2024-03-01"), readings={"way": OPEN})
    for choices in ({"a": once, "b": twice}, {"a": twice, "b": once}):
        by_reading = e.MomentsChoice(reading="way", choices=choices)
        by_cases = e.DayCases(cases=(e.DayCaseLine(when="unsaid_flag", is_=choices["a"]),), otherwise=choices["b"])
        for node in (by_reading, by_cases):
            number = here.quantity(e.Count(count=node)).on(on("2024-04-01").toordinal())
            assert isinstance(number, Unknown)
            first = here.moments(e.First(first=node))
            assert shown(first) == ["2024-03-01"]


def test_which_line_counts_is_told_for_the_whole_day(tmp_path: Path) -> None:
    # From noon of 1 January 2026 on is, for whole days, from that day on: at nine of it 1 December 2025 counts.
    line = "{when: {from: 2026-01-01, hour: '12:00'}, is: 2025-12-01}"
    plan = plan_of(f"{{before: {{cases: [{line}], otherwise: 2027-01-01}}}}", tmp_path)
    for at, outcome in (("2025-12-31T23:00+09:00", "allowed"), ("2026-01-01T09:00+09:00", "denied")):
        assert plan.ask(LIFE, "exercise", on=at, by="ann").outcome == outcome
