"""What has vested by a schedule, against tables of its parts that were worked out by hand."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, get_args

import pytest

from kenri.model import expressions as e
from kenri.reference.steps import Unknown
from tests.reference.toy_case import case, on, table

FOUR_DAYS = e.Every(every=e.Duration(days=1), from_=on("2024-03-01"), times=4)
"""2 to 5 March 2024."""

ALLOCATIONS: tuple[e.Allocation, ...] = get_args(e.Allocation)


def after_each(node: e.Vests) -> list[Any]:
    """What has vested on 1 March, before the first part, and on each of the days after it, to 6 March."""
    found = case().quantity(node)
    days = [found.on(on(f"2024-03-0{n}").toordinal()) for n in range(1, 7)]
    return ["?" if isinstance(each, Unknown) else each for each in days]


def test_eighteen_in_four_parts() -> None:
    """The tables of Open Cap Format: 18 shares in 4 tranches."""
    parts: dict[e.Allocation, list[Any]] = {
        "cumulative-rounding": [5, 4, 5, 4],
        "cumulative-round-down": [4, 5, 4, 5],
        "front-loaded": [5, 5, 4, 4],
        "back-loaded": [4, 4, 5, 5],
        "front-loaded-to-single-tranche": [6, 4, 4, 4],
        "back-loaded-to-single-tranche": [4, 4, 4, 6],
        "fractional": [Fraction(9, 2)] * 4,
    }
    assert set(parts) == set(ALLOCATIONS)
    for allocation, each in parts.items():
        found = after_each(e.Vests(vests=18, on=FOUR_DAYS, parts=4, allocation=allocation))
        assert [after - before for before, after in pairwise(found)] == [*each, 0], allocation


def test_ten_in_four_parts_is_rounded_half_up() -> None:
    """2.5, 5, 7.5 and 10: half-even would give 2, 5, 8."""
    found = after_each(e.Vests(vests=10, on=FOUR_DAYS, parts=4, allocation="cumulative-rounding"))
    assert found == [0, 3, 5, 8, 10, 10]


@pytest.mark.parametrize(
    ("allocation", "together", "as_one"),
    [
        # A cliff at the second of four: 18 x 2/4 are 9, and the other two are 4.5 each.
        ("cumulative-rounding", [9, 14, 18], [9, 14, 18]),
        ("cumulative-round-down", [9, 13, 18], [9, 13, 18]),
        ("front-loaded", [10, 14, 18], [10, 14, 18]),  # 5 + 5; or 9, 4, 4 and the one that is over with the first
        ("back-loaded", [8, 13, 18], [9, 13, 18]),  # 4 + 4; or 9, 4, 4 and the one that is over with the last
        ("front-loaded-to-single-tranche", [10, 14, 18], [10, 14, 18]),  # 6 + 4
        ("back-loaded-to-single-tranche", [8, 12, 18], [9, 13, 18]),
        ("fractional", [9, Fraction(27, 2), 18], [9, Fraction(27, 2), 18]),
    ],
)
def test_a_cliff_at_the_second_part(allocation: e.Allocation, together: list[Any], as_one: list[Any]) -> None:
    schedule = e.Vests(vests=18, on=FOUR_DAYS, parts=4, allocation=allocation, cliff=2)
    assert after_each(schedule) == [0, 0, *together, 18]
    schedule = e.Vests(vests=18, on=FOUR_DAYS, parts=4, allocation=allocation, cliff=2, at_cliff="as-one")
    assert after_each(schedule) == [0, 0, *as_one, 18]


@pytest.mark.parametrize(
    ("allocation", "sums"),
    [
        # Ten in the proportion 1 : 2 : 1, which is 2.5, 5 and 2.5.
        ("cumulative-rounding", [3, 8, 10]),
        ("cumulative-round-down", [2, 7, 10]),
        ("front-loaded", [3, 8, 10]),
        ("back-loaded", [2, 7, 10]),
        ("front-loaded-to-single-tranche", [3, 8, 10]),
        ("back-loaded-to-single-tranche", [2, 7, 10]),
        ("fractional", [Fraction(5, 2), Fraction(15, 2), 10]),
    ],
)
def test_parts_that_are_not_equal(allocation: e.Allocation, sums: list[Any]) -> None:
    found = after_each(e.Vests(vests=10, on=FOUR_DAYS, portions=(1, 2, 1), allocation=allocation))
    assert found == [0, *sums, 10, 10]  # the fourth day brings nothing more
    halves = (Decimal("0.5"), 1, Decimal("0.5"))
    assert found == after_each(e.Vests(vests=10, on=FOUR_DAYS, portions=halves, allocation=allocation))


@pytest.mark.parametrize("allocation", ALLOCATIONS)
def test_fewer_than_parts_and_less_than_none(allocation: e.Allocation) -> None:
    """Three among four: the rounded ones give one each to some; and what is taken away is divided like the rest."""
    found = after_each(e.Vests(vests=3, on=FOUR_DAYS, parts=4, allocation=allocation))
    assert (found[0], *found[-2:]) == (0, 3, 3)
    assert after_each(e.Vests(vests=0, on=FOUR_DAYS, parts=4, allocation=allocation)) == [0] * 6
    assert after_each(e.Vests(vests=-4, on=FOUR_DAYS, parts=4, allocation=allocation)) == [0, -1, -2, -3, -4, -4]


def test_of_a_total_with_a_fraction_the_whole_ones_vest() -> None:
    for allocation in ALLOCATIONS:
        found = after_each(e.Vests(vests=Decimal("18.75"), on=FOUR_DAYS, parts=4, allocation=allocation))
        assert found[-1] == (Fraction(75, 4) if allocation == "fractional" else 18)


def test_a_schedule_without_enough_days_stays_where_it_is() -> None:
    assert after_each(e.Vests(vests=18, on=FOUR_DAYS, parts=6, allocation="fractional"))[-1] == 12
    assert after_each(e.Vests(vests=18, on=FOUR_DAYS, parts=6, allocation="fractional", cliff=5)) == [0] * 6


@pytest.mark.parametrize(
    ("schedule", "missing"),
    [
        (e.Vests(vests=18, on=FOUR_DAYS, parts=0, allocation="front-loaded"), "a whole number in parts"),
        (e.Vests(vests=18, on=FOUR_DAYS, parts=Decimal("1.5"), allocation="fractional"), "a whole number in parts"),
        (e.Vests(vests=18, on=FOUR_DAYS, parts="unlimited", allocation="fractional"), "a whole number in parts"),
        (e.Vests(vests=18, on=FOUR_DAYS, parts=4, cliff=-1, allocation="fractional"), "a whole number in cliff"),
        (
            e.Vests(vests=18, on=FOUR_DAYS, parts=1201, allocation="fractional"),
            "a number of at most 1,200 times in parts",
        ),
        (e.Vests(vests="unlimited", on=FOUR_DAYS, parts=4, allocation="fractional"), "a number that has a limit"),
        (e.Vests(vests="unsaid", on=FOUR_DAYS, parts=4, allocation="fractional"), "unsaid"),
    ],
)
def test_what_is_no_schedule_is_unknown(schedule: e.Vests, missing: str) -> None:
    assert table(case().quantity(schedule)) == {"": "?"}
    assert case().quantity(schedule).on(1) == Unknown(frozenset({missing}))


@pytest.mark.parametrize(("told", "vested"), [(Fraction(4, 1), [0, 5, 9, 14, 18, 18]), (Fraction(9, 2), ["?"] * 6)])
def test_a_whole_number_of_parts_is_whole_however_it_is_kept(told: Fraction, vested: list[Any]) -> None:
    """An event may tell how many parts there are, as `4.0`."""
    parts = e.AttributeNumber(attribute="amount", of=e.EventMoments(event=("joins",)))
    found = case(("joins", "2024-02-01", {"amount": told})).quantity(
        e.Vests(vests=18, on=FOUR_DAYS, parts=parts, allocation="cumulative-rounding")
    )
    days = [found.on(on(f"2024-03-0{n}").toordinal()) for n in range(1, 7)]
    assert ["?" if isinstance(each, Unknown) else each for each in days] == vested
