"""Parts of a schedule that are skipped, by hand: their number is gone, or they come later."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.model.problems import ProblemsError
from kenri.model.schedule import Schedule
from tests.conformance.gaps import agreed_outcomes

PLAN = """\
plan: acme/skips
extends: vocabulary/equity
events: {starts_leave: {personal: true}, ends_leave: {personal: true}}
terms: {holiday: {unknown: The board sets it., type: period}}
states: {on-leave: {is: {begins: {event: starts_leave}, ends: {event: ends_leave}}}}
dates:
  months: {is: {every: {months: 1}, from: {grant: on}, times: 4}}
  more-months: {is: {every: {months: 1}, from: {grant: on}, times: 48}}
amounts:
  whole: {is: {vests: {grant: number}, on: months, parts: 4, allocation: cumulative-rounding}}
  gone: {is: {vests: {grant: number}, on: months, parts: 4, skipped: on-leave, allocation: cumulative-rounding}}
  later:
    is:
      vests: {grant: number}
      on: more-months
      parts: 4
      skipped: on-leave
      skipped_parts: later
      allocation: cumulative-rounding
  cliff: {is: {vests: {grant: number}, on: months, parts: 4, cliff: 3, skipped: on-leave, allocation: back-loaded}}
  graded: {is: {vests: 50, on: months, portions: [10, 20, 70], skipped: on-leave, allocation: fractional}}
  unsaid: {is: {vests: {grant: number}, on: months, parts: 4, skipped: holiday, allocation: fractional}}
rules:
  holder: {clause: "1", says: The holder., permit: exercise, by: grantee}
  vested: {clause: "2", says: What has vested., limit: exercise, at_most: AMOUNT}
figures:
  FIGURES
"""
NAMES = ("whole", "gone", "later", "cliff", "graded", "unsaid")
FIGURES = "\n  ".join(f'{name}-figure: {{clause: "2", says: So many., is: {name}}}' for name in NAMES)


def loaded(path: Path, amount: str = "gone") -> LoadedPlan:
    path.write_text(PLAN.replace("FIGURES", FIGURES).replace("AMOUNT", amount), encoding="utf-8")
    return load(path)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    return loaded(tmp_path_factory.mktemp("skips") / "plan.yaml")


def leave(first: str, back: str) -> dict[str, Any]:
    """18 granted on 31 January 2024, and leave from one day to the day before another."""
    return {
        "grants": [{"grantee": "ann", "on": "2024-01-31", "number": 18}],
        "events": [{"on": first, "event": "starts_leave"}, {"on": back, "event": "ends_leave"}],
    }


MARCH = leave("2024-03-15", "2024-04-15")
"""Of the days 29 February, 31 March, 30 April and 31 May it takes the second."""


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        # 18 in four, sums rounded: 5, 4, 5, 4.
        ("gone", {"02-28": 0, "02-29": 5, "03-30": 5, "03-31": 5, "04-29": 5, "04-30": 10, "05-30": 10, "05-31": 14}),
        ("later", {"02-29": 5, "03-31": 5, "04-30": 9, "05-31": 14, "06-29": 14, "06-30": 18, "07-31": 18}),
        # Each part rounded down, what is over with the last: 4, 4, 5, 5; of the three until the cliff one is gone.
        ("cliff", {"02-29": 0, "03-31": 0, "04-29": 0, "04-30": 9, "05-31": 14}),
        # 10, 20 and 70 of 100 parts of 50 are 5, 10 and 35.
        ("graded", {"02-29": 5, "03-31": 5, "04-30": 40, "05-31": 40}),
    ],
)
def test_a_part_whose_day_falls_into_the_leave_is_skipped(plan: LoadedPlan, name: str, numbers: dict[str, int]) -> None:
    found = {on: plan.figure(MARCH, f"{name}-figure", on=f"2024-{on}").value for on in numbers}
    assert found == numbers


@pytest.mark.parametrize(
    ("first", "back", "number"),
    [
        ("2024-03-31", "2024-04-01", 14),
        ("2024-03-01", "2024-03-31", 18),
        ("2024-04-01", "2024-04-30", 18),
        ("2024-04-01", "2024-05-01", 13),
        ("2024-03-31", "2024-05-01", 9),
        ("2024-02-01", "2025-01-01", 0),
    ],
)
def test_the_first_day_of_leave_counts_and_the_day_of_return_does_not(
    plan: LoadedPlan, first: str, back: str, number: int
) -> None:
    """The parts are 5, 4, 5 and 4: without the second 14, without the third 13, without both 9."""
    assert plan.figure(leave(first, back), "gone-figure", on="2024-06-30").value == number


def test_what_is_not_known_of_a_day_is_not_known_from_it_on(plan: LoadedPlan) -> None:
    life = {"grants": MARCH["grants"]}
    assert plan.figure(life, "unsaid-figure", on="2024-02-28").value == 0
    assert plan.figure(life, "unsaid-figure", on="2024-02-29").missing == ("holiday",)
    told = {**life, "facts": {"holiday": {"first": "2024-03-31", "last": "2024-04-29"}}}
    assert plan.figure(told, "unsaid-figure", on="2024-05-31").value == 18 - 4.5


@pytest.mark.parametrize(
    ("amount", "on", "rights", "outcome"),
    [
        ("gone", "2024-03-31", 6, "denied"),
        ("gone", "2024-03-31", 5, "allowed"),
        ("gone", "2024-04-29", 6, "denied"),
        ("gone", "2024-04-30", 10, "allowed"),
        ("gone", "2024-04-30", 11, "denied"),
        ("later", "2024-04-29", 6, "denied"),
        ("later", "2024-04-30", 9, "allowed"),
        ("later", "2024-04-30", 10, "denied"),
        ("later", "2024-06-29", 15, "denied"),
        ("later", "2024-06-30", 18, "allowed"),
        ("cliff", "2024-04-29", 1, "denied"),
        ("cliff", "2024-04-30", 9, "allowed"),
        ("cliff", "2024-04-30", 10, "denied"),
    ],
)
def test_every_evaluator_answers_as_by_hand(tmp_path: Path, amount: str, on: str, rights: int, outcome: str) -> None:
    assert agreed_outcomes(loaded(tmp_path / "plan.yaml", amount), MARCH, on, rights) == {outcome}


def lines(found: Schedule) -> list[tuple[Any, ...]]:
    return [(str(each.first_date), each.parts, each.number, each.adds, each.in_all, each.fate) for each in found.parts]


def test_the_table_has_the_part_that_is_gone(plan: LoadedPlan) -> None:
    assert lines(plan.schedule(MARCH, "gone")) == [
        ("2024-02-29", (1, 1), 5, 5, 5, "vests"),
        ("2024-03-31", (2, 2), 4, 0, 5, "lapses"),
        ("2024-04-30", (3, 3), 5, 5, 10, "vests"),
        ("2024-05-31", (4, 4), 4, 4, 14, "vests"),
    ]
    assert lines(plan.schedule(MARCH, "cliff")) == [
        ("2024-04-30", (1, 3), 13, 9, 9, "in-part"),
        ("2024-05-31", (4, 4), 5, 5, 14, "vests"),
    ]


def test_the_table_has_a_part_that_comes_later_on_its_day(plan: LoadedPlan) -> None:
    assert lines(plan.schedule(MARCH, "later")) == [
        ("2024-02-29", (1, 1), 5, 5, 5, "vests"),
        ("2024-04-30", (2, 2), 4, 4, 9, "vests"),
        ("2024-05-31", (3, 3), 5, 5, 14, "vests"),
        ("2024-06-30", (4, 4), 4, 4, 18, "vests"),
    ]


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ("cliff: 2, at_cliff: as-one, skipped: on-leave", "keys-exclude"),
        ("skipped_parts: later", "key-needs-another"),
        ("skipped: off-leave", "nothing-called"),
    ],
)
def test_what_does_not_go_together_is_refused(tmp_path: Path, keys: str, code: str) -> None:
    path = tmp_path / "plan.yaml"
    text = PLAN.replace("FIGURES", FIGURES).replace("AMOUNT", "gone")
    path.write_text(text.replace("parts: 4, skipped: on-leave", f"parts: 4, {keys}"), encoding="utf-8")
    with pytest.raises(ProblemsError) as raised:
        load(path)
    assert code in {each.code for each in raised.value.problems}


def vested(plan: LoadedPlan, life: dict[str, Any], name: str, on: date) -> Any:
    return plan.figure(life, f"{name}-figure", on=on).value


@given(first=st.integers(0, 200), length=st.integers(1, 200), after=st.integers(0, 250), number=st.integers(0, 50))
def test_what_is_gone_is_what_its_parts_are(plan: LoadedPlan, first: int, length: int, after: int, number: int) -> None:
    """What vests with leave and what the parts of its days are come to the whole; what comes later is never more."""
    granted = date(2024, 1, 31)
    begins = granted + timedelta(days=first)
    life = leave(begins.isoformat(), (begins + timedelta(days=length)).isoformat())
    life["grants"][0]["number"] = number
    on = granted + timedelta(days=after)
    whole, gone, later = (vested(plan, life, name, on) for name in ("whole", "gone", "later"))
    days = (date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31))
    sums = [(2 * number * place + 4) // 8 for place in range(5)]
    lost = [
        sums[place + 1] - sums[place]
        for place, day in enumerate(days)
        if day <= on and begins <= day < begins + timedelta(days=length)
    ]
    assert gone == whole - sum(lost)
    assert later <= whole
