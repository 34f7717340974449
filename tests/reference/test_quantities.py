"""Numbers from day to day, worked out by hand."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kenri.model import expressions as e
from kenri.model.combinations import OPEN
from kenri.model.days import day
from kenri.reference.steps import Unknown
from tests.reference.toy_case import Told, case, on, table

PAYS, JOINS = (e.EventMoments(event=(kind,)) for kind in ("pays", "joins"))
THREE: tuple[Told, ...] = (
    ("pays", "2024-03-10", {"amount": 3, "times": 2}),
    ("pays", "2024-03-31", {"amount": 4, "times": Fraction(1, 2)}),
    ("pays", "2024-04-02", {"amount": 10, "times": 3}),
)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (e.Difference(subtract=(10, 3, 9)), -2),
        (e.Quotient(divide=(1, 3)), Fraction(1, 3)),
        (e.Quotient(divide=(1, 0)), "?"),
        (e.Product(multiply=(Decimal("0.1"), 3)), Fraction(3, 10)),
        (e.Least(least=(3, "unlimited")), 3),
        (e.Difference(subtract=("unlimited", "unlimited")), "?"),
        (e.Quotient(divide=(3, "unlimited")), "?"),
        (e.Round(round="down", of=2083, to=100), 2000),
        (e.Round(round="up", of=Decimal("2.0"), to=1), 2),
        (e.Round(round="half-even", of=Decimal("2.5")), 2),
        (e.Round(round="half-up", of=Decimal("2.5")), 3),
        (e.Round(round="half-down", of=Decimal("2.5")), 2),
        (e.Round(round="down", of=7, to=0), "?"),
        (e.Round(round="down", of=7, to="unlimited"), "?"),
        (e.Take(at=PAYS, take=5), 0),
        (e.DaysBetween(days_between=(on("2024-02-28"), on("2024-03-01"))), 2),
        (e.DaysBetween(days_between=(on("2024-02-28"), PAYS)), "?"),
        (e.AttributeNumber(attribute="amount", of=PAYS), "?"),
        (e.EventNumber(of_event="amount"), "?"),
    ],
)
def test_numbers(node: e.Quantity, expected: Any) -> None:
    assert table(case().quantity(node)) == {"": expected}


def test_the_most_recent_event_gives_the_number() -> None:
    found = case(*THREE).quantity(e.AttributeNumber(attribute="amount", of=PAYS))
    assert table(found) == {"": "?", "2024-03-10": 3, "2024-03-31": 4, "2024-04-02": 10}
    assert found.on(day("2024-01-01")) == Unknown(frozenset({"amount of an event"}))


def test_a_total_is_of_all_time_or_of_the_unit_the_day_is_in() -> None:
    here = case(*THREE)
    total = e.Total(total="amount", of=PAYS)
    assert table(here.quantity(total)) == {"": 0, "2024-03-10": 3, "2024-03-31": 7, "2024-04-02": 17}
    monthly = e.Total(total="amount", of=PAYS, per="month")
    assert table(here.quantity(monthly)) == {
        "": 0,
        "2024-03-10": 3,
        "2024-03-31": 7,
        "2024-04-01": 0,
        "2024-04-02": 10,
        "2024-05-01": 0,
    }
    fiscal = e.Total(total="amount", of=PAYS, per="year", year_starts=4)
    assert table(here.quantity(fiscal)) == {
        "": 0,
        "2024-03-10": 3,
        "2024-03-31": 7,
        "2024-04-01": 0,
        "2024-04-02": 10,
        "2025-04-01": 0,
    }


def test_an_event_on_the_first_day_of_a_unit_is_of_that_unit() -> None:
    here = case(("pays", "2024-03-31", {"amount": 3}), ("pays", "2024-04-01", {"amount": 5}))
    monthly = e.Total(total="amount", of=PAYS, per="month")
    assert table(here.quantity(monthly)) == {"": 0, "2024-03-31": 3, "2024-04-01": 5, "2024-05-01": 0}


def test_a_number_that_is_missing_is_missing_for_its_unit_only() -> None:
    here = case(("pays", "2024-03-10"), ("pays", "2024-03-20", {"amount": 4}), ("pays", "2024-04-02", {"amount": 5}))
    assert table(here.quantity(e.Total(total="amount", of=PAYS, per="month"))) == {
        "": 0,
        "2024-03-10": "?",
        "2024-04-01": 0,
        "2024-04-02": 5,
        "2024-05-01": 0,
    }


def test_a_running_number_is_changed_in_the_order_of_days_then_of_the_record_then_of_the_changes() -> None:
    here = case(
        ("pays", "2024-03-10", {"times": 2}),
        ("joins", "2024-03-10"),
        ("pays", "2024-03-20", {"times": Fraction(1, 3)}),
    )
    node = e.Running(
        running=10,
        changes=(
            e.Change(on=JOINS, add=1),
            e.Change(on=PAYS, multiply=e.EventNumber(of_event="times"), round="down"),
            e.Change(on=on("2024-03-20"), subtract=1),
        ),
    )
    # 10 doubled, and one more; then on the 20th what no event makes comes first: 20, a third of it, rounded.
    assert table(here.quantity(node)) == {"": 10, "2024-03-10": 21, "2024-03-20": 6}


def test_setting_makes_a_running_number_known_again() -> None:
    node = e.Running(
        running=10,
        changes=(e.Change(on=on("2024-03-10"), divide=0), e.Change(on=on("2024-03-20"), set=7)),
    )
    assert table(case().quantity(node)) == {"": 10, "2024-03-10": "?", "2024-03-20": 7}


def test_a_running_number_starts_from_what_it_is_on_the_day_of_the_first_change() -> None:
    # `raised` is 2, and 6.5 from 1 May 2024 on; what is changed before that is no longer the term.
    before = e.Running(running="raised", changes=(e.Change(on=on("2024-04-01"), add=1),))
    assert table(case().quantity(before)) == {"": 2, "2024-04-01": 3}
    after = e.Running(running="raised", changes=(e.Change(on=on("2024-06-01"), add=1),))
    assert table(case().quantity(after)) == {"": 2, "2024-05-01": Fraction(13, 2), "2024-06-01": Fraction(15, 2)}


def test_the_first_case_that_holds_gives_the_number() -> None:
    node = e.Cases(
        cases=(
            e.CaseLine(when=e.Span(from_=on("2024-04-01")), is_=3),
            e.CaseLine(when=e.Span(from_=on("2024-03-01")), is_=2),
        ),
        otherwise=1,
    )
    assert table(case().quantity(node)) == {"": 1, "2024-03-01": 2, "2024-04-01": 3}


def test_a_case_that_is_unknown_does_not_matter_where_the_rest_agrees() -> None:
    node = e.Cases(cases=(e.CaseLine(when="unsaid_flag", is_=3),), otherwise="some")
    assert table(case().quantity(node)) == {"": 3}
    other = e.Cases(cases=(e.CaseLine(when="unsaid_flag", is_=4),), otherwise="unsaid")
    assert case().quantity(other).on(1) == Unknown(frozenset({"unsaid_flag", "unsaid"}))


def test_counting_so_far() -> None:
    assert table(case(*THREE).quantity(e.Count(count=PAYS))) == {
        "": 0,
        "2024-03-10": 1,
        "2024-03-31": 2,
        "2024-04-02": 3,
    }
    assert table(case(*THREE).quantity(e.Count(count=e.Latest(latest=PAYS)))) == {"": 0, "2024-03-10": 1}


def test_the_value_on_another_day() -> None:
    total = e.Total(total="amount", of=PAYS)
    assert table(case(*THREE).quantity(e.Take(at=on("2024-03-31"), take=total))) == {"": 7}
    assert table(case(*THREE).quantity(e.Take(at=e.Latest(latest=PAYS), take=total))) == {
        "": 0,
        "2024-03-10": 3,
        "2024-03-31": 7,
        "2024-04-02": 17,
    }


def test_an_open_reading_is_known_where_both_numbers_are_the_same() -> None:
    node = e.QuantityChoice(reading="way", choices={"a": "raised", "b": 2})
    assert table(case(readings={"way": OPEN}).quantity(node)) == {"": 2, "2024-05-01": "?"}
    assert table(case(readings={"way": "a"}).quantity(node)) == {"": 2, "2024-05-01": Fraction(13, 2)}


def test_the_price_of_a_call_is_unknown_where_the_formula_has_none() -> None:
    def price(share: int, years: Any) -> e.BlackScholes:
        inputs = e.BlackScholesInputs(
            share_price=share,
            exercise_price=40,
            years=years,
            volatility=Decimal("0.2"),
            interest=Decimal("0.1"),
            dividend_yield=0,
        )
        return e.BlackScholes(black_scholes=inputs)

    found = case().quantity(price(42, Decimal("0.5"))).on(1)
    assert isinstance(found, Fraction)
    assert round(found, 9) == Fraction("4.759422393")
    assert isinstance(case().quantity(price(0, Decimal("0.5"))).on(1), Unknown)
    assert isinstance(case().quantity(price(42, e.Difference(subtract=(0, 1)))).on(1), Unknown)
