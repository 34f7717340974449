"""Days by cases, worked out by hand: which line counts is told day by day, and may be unknown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kenri.api import LoadedPlan
from kenri.model import expressions as e
from kenri.model.combinations import OPEN
from kenri.model.days import iso
from kenri.reference.steps import Unknown
from tests.reference.day_cases_by_hand import BY_HAND, LIFE, plan_of
from tests.reference.toy_case import case, on, shown


def told(plan: LoadedPlan, life: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The windows of exercise: each with its first day, its last, and whether it is certain."""
    windows = plan.windows(life, "exercise")
    return [
        ("" if each.first is None else iso(each.first), "" if each.last is None else iso(each.last), each.status)
        for each in windows
    ]


@pytest.mark.parametrize("when", BY_HAND)
def test_windows_by_hand(tmp_path: Path, when: str) -> None:
    assert told(plan_of(when, tmp_path), LIFE) == BY_HAND[when]


@pytest.mark.parametrize("when", BY_HAND)
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
