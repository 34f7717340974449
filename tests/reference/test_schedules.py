"""Vesting schedules as tables, against tables that were worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.model import expressions as e
from kenri.model.combinations import OPEN
from kenri.model.days import FIRST_DAY, NEVER
from kenri.model.plan import Amount
from kenri.model.problems import ProblemsError
from kenri.model.schedule import Schedule, SchedulePart
from kenri.reference.case import Case
from kenri.reference.schedules import reached, schedule
from kenri.reference.steps import exact_or_none
from kenri.testing.random_plans import conditions, moments, quantities, situations
from tests.effort import examples
from tests.hostile import written
from tests.reference.toy_case import on

MONTHLY = load("plans/ocf-monthly-vesting")
TUTORIAL = load("plans/ocf-tutorial-option")
STARTUP = load("plans/iso-startup")


def monthly(*events: dict[str, Any], allocation: str = "CUMULATIVE_ROUND_DOWN") -> dict[str, Any]:
    """29 options in 8 instalments with a cliff at the third, from 10 October 2023, on the 30th of each month."""
    return {
        "parties": {"ann": {"role": "grantee"}},
        "grants": [{"grantee": "ann", "on": "2023-10-10", "number": 29, "allocation": allocation}],
        "events": [{"on": "2023-10-10", "event": "vesting_starts"}, *events],
    }


def line(part: SchedulePart) -> tuple[Any, ...]:
    """The day, the parts, how many by the schedule, how many vest, how many in all, and what comes of it."""
    return str(part.first_date), part.parts, part.number, part.adds, part.in_all, part.fate


def lines(found: Schedule) -> list[tuple[Any, ...]]:
    assert all(each.first == each.last and not each.missing for each in found.parts)
    return [line(each) for each in found.parts]


def test_the_parts_of_a_schedule_with_a_cliff() -> None:
    """An eighth of 29 is 3.625: running sums 10.875, 14.5, 18.125, 21.75, 25.375 and 29, rounded down."""
    found = MONTHLY.schedule(monthly())
    assert (found.name, found.clause, found.of, found.unit, found.grant) == ("vested", "c3", 8, "options", "grant")
    assert lines(found) == [
        ("2024-01-30", (1, 3), 10, 10, 10, "vests"),
        ("2024-02-29", (4, 4), 4, 4, 14, "vests"),
        ("2024-03-30", (5, 5), 4, 4, 18, "vests"),
        ("2024-04-30", (6, 6), 3, 3, 21, "vests"),
        ("2024-05-30", (7, 7), 4, 4, 25, "vests"),
        ("2024-06-30", (8, 8), 4, 4, 29, "vests"),
    ]
    assert [each.scheduled for each in found.parts] == [10, 14, 18, 21, 25, 29]


def issued_with(*lines: tuple[str, int], **others: Any) -> dict[str, Any]:
    """29 options whose issuance gives days and amounts."""
    vestings = [{"on": day, "amount": amount} for day, amount in lines]
    grant = {"grantee": "ann", "on": "2023-10-10", "number": 29, "vestings": vestings}
    return {"grants": [grant], **others}


def test_the_days_and_amounts_that_an_issuance_gives() -> None:
    found = MONTHLY.schedule(issued_with(("2024-01-15", 10), ("2024-03-01", 19)))
    assert (found.name, found.of) == ("vested", 2)
    assert lines(found) == [
        ("2024-01-15", (1, 1), 10, 10, 10, "vests"),
        ("2024-03-01", (2, 2), 19, 19, 29, "vests"),
    ]


def test_an_amount_that_is_given_is_brought_forward() -> None:
    """Six more on 1 February are the next six of the 19: 16, until 1 March brings 22; seven vest on no day."""
    accelerated = {"on": "2024-02-01", "event": "vesting_accelerates", "quantity": 6}
    found = MONTHLY.schedule(issued_with(("2024-01-15", 10), ("2024-03-01", 12), events=[accelerated]))
    assert lines(found) == [
        ("2024-01-15", (1, 1), 10, 10, 10, "vests"),
        ("2024-02-01", None, None, 6, 16, "beside"),
        ("2024-03-01", (2, 2), 12, 6, 22, "vests"),
    ]
    late = {"on": "2024-02-01", "event": "vesting_accelerates", "quantity": 15}
    found = MONTHLY.schedule(issued_with(("2024-01-15", 10), ("2024-03-01", 12), events=[late]))
    assert lines(found)[-1] == ("2024-03-01", (2, 2), 12, 0, 25, "brought-forward")
    assert found.parts[-1].since == date(2024, 2, 1).toordinal()


def test_without_amounts_that_are_given_the_terms_are_the_schedule() -> None:
    assert MONTHLY.schedule(monthly()).of == 8
    with pytest.raises(ProblemsError) as raised:
        MONTHLY.schedule(issued_with())
    assert [each.code for each in raised.value.problems] == ["no-schedule-in-plan"]


def test_the_next_part_is_the_first_after_the_day() -> None:
    found = MONTHLY.schedule(monthly())

    def coming(day: str) -> str | None:
        part = found.next_part(date.fromisoformat(day))
        return None if part is None else str(part.first_date)

    assert coming("2023-01-01") == "2024-01-30"
    assert coming("2024-01-29") == "2024-01-30"
    assert coming("2024-01-30") == "2024-02-29"  # what vests today is not to come
    assert coming("2024-06-29") == "2024-06-30"
    assert coming("2024-06-30") is None


def test_what_is_accelerated_is_a_line_of_its_own_and_what_it_brings_forward_adds_nothing_more() -> None:
    """`acceleration.yaml`: 10, and 6 more on 10 February are 16; then the schedule has 14, and 18, 21, 25 and 29."""
    accelerated = {"on": "2024-02-10", "event": "vesting_accelerates", "quantity": 6}
    found = MONTHLY.schedule(monthly(accelerated))
    assert lines(found) == [
        ("2024-01-30", (1, 3), 10, 10, 10, "vests"),
        ("2024-02-10", None, None, 6, 16, "beside"),
        ("2024-02-29", (4, 4), 4, 0, 16, "brought-forward"),
        ("2024-03-30", (5, 5), 4, 2, 18, "vests"),
        ("2024-04-30", (6, 6), 3, 3, 21, "vests"),
        ("2024-05-30", (7, 7), 4, 4, 25, "vests"),
        ("2024-06-30", (8, 8), 4, 4, 29, "vests"),
    ]
    assert found.parts[2].since == date(2024, 2, 10).toordinal()
    coming = found.next_part(date(2024, 2, 10))
    assert coming is not None
    assert line(coming) == ("2024-03-30", (5, 5), 4, 2, 18, "vests")
    assert found.turns is not None
    assert found.turns.readings == ("accelerated-shares",)
    # read as the last ones: 10, 16, 20, 24, 27, 29, 29; read pro rata: 10, 16, 18, 21, 23, 26, 29
    others = {way.readings["accelerated-shares"]: [each.in_all for each in way.value] for way in found.turns.ways}
    assert others == {"last": [10, 16, 20, 24, 27, 29, 29], "pro-rata": [10, 16, 18, 21, 23, 26, 29]}
    assert MONTHLY.schedule(monthly(accelerated), "by-schedule").parts == MONTHLY.schedule(monthly()).parts


def test_of_the_parts_after_leaving_nothing_vests() -> None:
    """13/48 of 100,000 are 27,083.33, 14/48 are 29,166.67; service ends between the two."""
    left = {"on": "2024-02-10", "event": "terminates", "reason": "INVOLUNTARY_WITH_CAUSE"}
    life = {
        "parties": {"ann": {"role": "grantee"}},
        "grants": [{"grantee": "ann", "on": "2022-12-31", "number": 100_000}],
        "events": [left],
    }
    found = TUTORIAL.schedule(life)
    assert (found.of, len(found.parts)) == (48, 37)
    assert [line(each) for each in found.parts[:3]] == [
        ("2023-12-31", (1, 12), 25_000, 25_000, 25_000, "vests"),
        ("2024-01-31", (13, 13), 2_083, 2_083, 27_083, "vests"),
        ("2024-02-29", (14, 14), 2_084, 0, 27_083, "lapses"),
    ]
    assert {each.fate for each in found.parts[2:]} == {"lapses"}
    assert found.next_part(date(2024, 1, 31)) is None
    by_calendar = TUTORIAL.schedule(life, readings={"vesting-after-service": "yes"})
    assert {each.fate for each in by_calendar.parts} == {"vests"}
    assert by_calendar.parts[-1].in_all == 100_000


def test_on_which_day_nothing_is_known_of_the_schedule() -> None:
    """Of a day that may be any nothing is told, and the day of one part of two may be one of several."""
    plan = plan_of(
        """\
terms: {start: {unknown: It is not told., type: day}}
dates: {months: {is: {every: {months: 1}, from: start, times: 4}}}
amounts: {vested: {is: {vests: {grant: number}, on: months, parts: 4, allocation: front-loaded}}}
"""
    )
    (only,) = plan.schedule(GRANT).parts
    assert (only.first, only.last, only.day, only.parts, only.fate) == (None, None, None, (1, 4), "unknown")
    assert (only.number, only.adds, only.in_all, only.missing) == (None, None, None, ("start",))
    found = plan.schedule({**GRANT, "facts": {"start": "2024-01-31"}})
    # 18 in four parts, front-loaded: 5, 5, 4, 4
    assert lines(found) == [
        ("2024-02-29", (1, 1), 5, 5, 5, "vests"),
        ("2024-03-31", (2, 2), 5, 5, 10, "vests"),
        ("2024-04-30", (3, 3), 4, 4, 14, "vests"),
        ("2024-05-31", (4, 4), 4, 4, 18, "vests"),
    ]


def test_of_an_unknown_total_the_days_are_known() -> None:
    plan = plan_of(
        """\
terms: {total: {unknown: It is not told., type: number}}
dates: {months: {is: {every: {months: 1}, from: {grant: on}, times: 2}}}
amounts: {vested: {is: {vests: total, on: months, parts: 2, allocation: front-loaded}}}
"""
    )
    found = plan.schedule(GRANT)
    assert [(str(each.first_date), each.parts, each.in_all, each.fate, each.missing) for each in found.parts] == [
        ("2024-02-29", (1, 1), None, "unknown", ("total",)),
        ("2024-03-31", (2, 2), None, "unknown", ("total",)),
    ]
    coming = found.next_part(date(2024, 2, 29))
    assert coming is not None
    assert (str(coming.first_date), coming.adds) == ("2024-03-31", None)


def test_of_a_part_that_may_come_later_it_is_told_what_is_missing_to_know_of_its_schedule() -> None:
    """Nothing vests so far; how large the parts are is not told from 10 April on: two parts may have come by then."""
    plan = plan_of(
        """\
terms: {total: {unknown: It is not told., type: number}}
dates: {months: {is: {every: {months: 1}, from: {grant: on}, times: 2}}}
amounts:
  options: {is: {cases: [{when: {from: 2024-04-10}, is: total}], otherwise: 10}}
  by-schedule: {is: {vests: options, on: months, parts: 2, allocation: front-loaded}}
  vested: {is: {cases: [{when: {from: 2024-02-01}, is: 0}], otherwise: by-schedule}}
"""
    )
    found = plan.schedule(GRANT, "vested")
    assert [(*line(each)[:2], each.fate, each.in_all, each.missing) for each in found.parts] == [
        ("2024-02-29", (1, 1), "unknown", 0, ("total",)),
        ("2024-03-31", (2, 2), "unknown", 0, ("total",)),
    ]


def test_after_a_split_parts_are_told_in_the_units_of_their_day() -> None:
    """18 in four parts are 5, 5, 4, 4; of 36 they are 9 each, and after the first 9 have vested where 5 had."""
    plan = plan_of(
        """\
events: {splits: {attributes: {ratio: {type: number}}}}
effects: {split: {clause: "2", says: Rights are split., on: {event: splits}, scales: {of_event: ratio}}}
dates: {months: {is: {every: {months: 1}, from: {grant: on}, times: 4}}}
amounts: {vested: {is: {vests: {grant: number}, on: months, parts: 4, allocation: front-loaded}}}
"""
    )
    assert lines(plan.schedule({**GRANT, "events": [{"event": "splits", "on": "2024-03-10", "ratio": 2}]})) == [
        ("2024-02-29", (1, 1), 5, 5, 5, "vests"),
        ("2024-03-10", None, None, 4, 9, "beside"),
        ("2024-03-31", (2, 2), 9, 9, 18, "vests"),
        ("2024-04-30", (3, 3), 9, 9, 27, "vests"),
        ("2024-05-31", (4, 4), 9, 9, 36, "vests"),
    ]


def test_a_part_whose_day_is_one_of_several() -> None:
    """The second of three parts comes on 10 March or on 20 March, by a fact that is not told."""
    plan = plan_of(
        """\
terms: {late: {unknown: It is not told., type: flag}}
dates:
  days: {is: {each_of: [2024-03-01, second, 2024-04-01]}}
  second: {is: {cases: [{when: late, is: 2024-03-20}], otherwise: 2024-03-10}}
amounts: {vested: {is: {vests: {grant: number}, on: days, parts: 3, allocation: front-loaded}}}
"""
    )
    first, second, third = plan.schedule(GRANT).parts
    assert line(first) == ("2024-03-01", (1, 1), 6, 6, 6, "vests")
    assert (str(second.first_date), str(second.last_date), second.day) == ("2024-03-10", "2024-03-20", None)
    assert (second.parts, second.number, second.adds, second.in_all) == ((2, 2), 6, 6, 12)
    assert second.missing == ("late",)
    assert line(third) == ("2024-04-01", (3, 3), 6, 6, 18, "vests")


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        # of 18, 6 on each of 29 February, 31 March and 30 April
        ("{cases: [{when: {from: 2024-04-10}, is: by-schedule}]}",
         [("later", 0), ("later", 0), ("beside", 12), ("vests", 6)]),
        ("{least: [by-schedule, 8]}", [("vests", 6), ("in-part", 2), ("lapses", 0)]),
        ("{greatest: [by-schedule, 6]}", [("brought-forward", 0), ("vests", 6), ("vests", 6)]),
        ("{cases: [{when: {from: 2024-03-01}, is: {grant: number}}], otherwise: by-schedule}",
         [("vests", 6), ("beside", 12), ("brought-forward", 0), ("brought-forward", 0)]),
        ("{at: 2024-03-31, take: by-schedule}", [("brought-forward", 0), ("brought-forward", 0), ("lapses", 0)]),
    ],
)  # fmt: skip
def test_what_comes_of_a_part(amount: str, expected: list[tuple[str, int]]) -> None:
    plan = plan_of(
        f"""\
dates: {{months: {{is: {{every: {{months: 1}}, from: {{grant: on}}, times: 3}}}}}}
amounts:
  by-schedule: {{is: {{vests: {{grant: number}}, on: months, parts: 3, allocation: front-loaded}}}}
  vested: {{is: {amount}}}
"""
    )
    found = plan.schedule(GRANT, "vested")
    assert [(each.fate, each.adds) for each in found.parts] == expected


CASES = [
    (MONTHLY, monthly(*events, allocation=allocation), "vested")
    for allocation in ("CUMULATIVE_ROUNDING", "FRONT_LOADED", "BACK_LOADED", "FRACTIONAL")
    for events in ([], [{"on": "2024-02-10", "event": "vesting_accelerates", "quantity": 6}])
]


@pytest.mark.parametrize(("plan", "life", "name"), CASES)
def test_a_line_says_what_the_figure_is_on_its_day(plan: LoadedPlan, life: dict[str, Any], name: str) -> None:
    """However clauses are read: each number in all is the figure of its day, and the lines add up to it."""
    options = {each: [*plan.plan.readings[each].options] for each in ("accelerated-shares", "cliff-amount")}
    for chosen in product(*options.values()):
        readings = dict(zip(options, chosen, strict=True))
        total: Any = 0
        for each in plan.schedule(life, name, readings=readings, settle=False).parts:
            assert each.day is not None
            total += each.adds
            figure = plan.figure(life, name, on=date.fromordinal(each.day), readings=readings, settle=False)
            assert each.in_all == total == figure.value
        assert total == 29


@pytest.mark.parametrize(
    ("plan", "name", "code"),
    [
        (STARTUP, None, "which-schedule"),
        (STARTUP, "first-exercisable", "no-schedule"),
        (STARTUP, "nothing", "no-such-figure-or-amount"),
        (load("iij/2015-5th-series"), None, "no-schedule-in-plan"),
    ],
)
def test_a_name_that_is_no_schedule_is_refused(plan: LoadedPlan, name: str | None, code: str) -> None:
    life = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "on": "2024-01-15", "number": 10}]}
    if plan is STARTUP:
        life["grants"] = [dict(life["grants"][0], price=5, fair_value=5, vests_from="2024-01-15")]  # type: ignore[index]
    else:
        life["grants"] = [dict(life["grants"][0], position="director")]  # type: ignore[index]
    with pytest.raises(ProblemsError) as refused:
        plan.schedule(life, name)
    assert [each.code for each in refused.value.problems] == [code]


def test_a_number_of_two_schedules_is_refused_and_of_one_of_two_it_is_told_what_is_missing() -> None:
    plan = plan_of(
        """\
terms: {late: {unknown: It is not told., type: flag}}
dates: {months: {is: {every: {months: 1}, from: {grant: on}, times: 3}}}
amounts:
  slow: {is: {vests: {grant: number}, on: months, parts: 3, allocation: front-loaded}}
  fast: {is: {vests: {grant: number}, on: months, parts: 2, allocation: front-loaded}}
  both: {is: {greatest: [slow, fast]}}
  one: {is: {cases: [{when: late, is: slow}], otherwise: fast}}
"""
    )
    with pytest.raises(ProblemsError) as refused:
        plan.schedule(GRANT, "both")
    assert [each.code for each in refused.value.problems] == ["several-schedules"]
    found = plan.schedule(GRANT, "one")
    assert (found.parts, found.of, found.missing) == ((), None, ("late",))
    assert [each.parts for each in plan.schedule({**GRANT, "facts": {"late": False}}, "one").parts] == [(1, 1), (2, 2)]


GRANT: dict[str, Any] = {
    "parties": {"ann": {"role": "grantee"}},
    "grants": [{"grantee": "ann", "on": "2024-01-31", "number": 18}],
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def plan_of(text: str) -> LoadedPlan:
    """A plan that has this in it."""
    head = "plan: acme/scheduled\nextends: vocabulary/equity\n"
    rule = 'rules: {may: {clause: "1", says: Holders may., permit: exercise, by: grantee}}\n'
    return load(written(Path(), head + rule + text, "plan.yaml"))


# --- of any schedule


some_days = st.builds(
    lambda start, months: e.Every(every=e.Duration(months=months), from_=on(start), times=4),
    st.sampled_from(("2023-12-31", "2024-01-10", "2024-02-29")),
    st.integers(1, 2),
)


@st.composite
def scheduled(draw: st.DrawFn) -> Case:
    """A case in which `vested` comes down to the schedule `planned`."""
    said = draw(situations())
    planned = e.Vests(
        vests=draw(st.integers(1, 20) | quantities(1)),
        on=draw(some_days | st.builds(lambda *two: e.EachOf(each_of=two), some_days, moments(1)) | moments(2)),
        parts=draw(st.integers(1, 4) | quantities(0)),
        cliff=draw(st.none() | st.none() | st.integers(1, 3) | quantities(0)),
        allocation=draw(st.sampled_from(get_args(e.Allocation))),
    )
    vested = draw(
        st.sampled_from(["planned"])
        | st.builds(lambda each: e.Greatest(greatest=("planned", each)), quantities(0))
        | st.builds(lambda each: e.Least(least=("planned", each)), quantities(0))
        | st.builds(lambda day: e.Take(at=day, take="planned"), moments(0))
        | st.builds(
            lambda when, other: e.Cases(cases=(e.CaseLine(when=when, is_="planned"),), otherwise=other),
            conditions(1),
            quantities(0),
        )
    )
    amounts = {**said.plan.amounts, "planned": Amount(is_=planned), "vested": Amount(is_=vested)}
    return replace(said, plan=replace(said.plan, amounts=amounts)).case


@given(scheduled())
@examples(300)
def test_the_lines_tell_of_each_day_what_has_vested_and_leave_no_change_out(case: Case) -> None:
    found, vested = schedule(case, "vested"), case.named_quantity("vested")
    for each in found.parts:
        if each.last is None:
            assert (each.fate, each.in_all, each.adds) == ("unknown", None, None)
            continue
        assert each.in_all == exact_or_none(vested.on(each.last))
        if each.fate in ("vests", "brought-forward") and each.number:
            assert each.in_all is not None
            assert each.scheduled is not None
            assert each.in_all >= each.scheduled
        if each.fate in ("later", "in-part", "lapses"):
            assert each.in_all is not None
            assert each.scheduled is not None
            assert each.in_all < each.scheduled
        if each.fate == "unknown" and OPEN not in case.readings.values():
            assert each.missing
    if len(reached(case, "vested").schedules) == 1:
        spans = [(each.first or FIRST_DAY, NEVER if each.last is None else each.last) for each in found.parts]
        assert all(any(first <= day <= last for first, last in spans) for day in vested.starts[1:])
