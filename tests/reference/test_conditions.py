"""Days on which conditions hold, worked out by hand."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.model import expressions as e
from kenri.model.combinations import OPEN
from kenri.model.days import Day, DaySet
from kenri.reference.conditions import Bars
from tests.reference.toy_case import case, days_of, on

JOINS, LEAVES, PAYS = (e.EventMoments(event=(kind,)) for kind in ("joins", "leaves", "pays"))
LEFT = on("2024-03-01")
DAYS = e.Duration


def barred(first: str, last: str) -> e.Condition:
    return e.Span(from_=on(first), until=on(last))


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (e.Span(from_=LEFT), "2024-03-01.."),
        (e.Span(after=LEFT), "2024-03-02.."),
        (e.Span(until=LEFT), "..2024-03-01"),
        (e.Span(before=LEFT), "..2024-02-29"),
        (e.Span(from_=LEFT, until=PAYS), "2024-03-01.."),
        (e.Span(after=PAYS), "never"),
        (e.On(on=LEFT), "2024-03-01"),
        (e.Within(within=DAYS(days=10), after=LEFT), "2024-03-02..2024-03-11"),
        (e.Within(within=DAYS(days=10), from_=LEFT), "2024-03-01..2024-03-11"),
        (e.Within(within=DAYS(days=10), from_=LEFT, counting="counted"), "2024-03-01..2024-03-10"),
        (e.Within(within=DAYS(days=10), before=LEFT), "2024-02-20..2024-02-29"),
        (e.Within(within=DAYS(days=0), after=LEFT), "never"),
        (e.Within(within=DAYS(months=6), from_=on("2024-08-31"), counting="civil"), "2024-08-31..2025-02-28"),
        (e.Within(within=DAYS(days=8), after=LEFT, counting="rolled"), "2024-03-02..2024-03-11"),
        (e.At(at=on("2024-03-05"), holds=e.Span(from_=LEFT)), "always"),
        (e.At(at=PAYS, holds="always"), "never"),
        ("period", "2024-02-21..2024-06-30"),
        ("shifted", "2024-02-11..2024-03-11, 2024-04-01..2024-06-10"),
    ],
)
def test_days(node: e.Condition, expected: str) -> None:
    assert days_of(case().condition(node)) == expected


def test_spans_of_several_moments_run_from_the_first_and_until_the_first() -> None:
    here = case(("joins", "2024-03-01"), ("joins", "2024-05-01"), ("leaves", "2024-04-01"), ("leaves", "2024-06-01"))
    assert days_of(here.condition(e.Span(from_=JOINS, before=LEAVES))) == "2024-03-01..2024-03-31"


def test_each_moment_opens_a_window_of_its_own() -> None:
    here = case(("leaves", "2024-03-01"), ("leaves", "2024-03-05"), ("leaves", "2024-04-01"))
    window = e.Within(within=DAYS(days=5), after=LEAVES)
    assert days_of(here.condition(window)) == "2024-03-02..2024-03-10, 2024-04-02..2024-04-06"


# --- windows that are suspended ---

TEN: dict[str, Any] = {"within": DAYS(days=10), "after": LEFT}


@pytest.mark.parametrize(
    ("bar", "expected"),
    [
        (barred("2024-03-05", "2024-03-07"), "2024-03-02..2024-03-14"),
        (barred("2024-03-11", "2024-03-11"), "2024-03-02..2024-03-12"),
        (barred("2024-03-12", "2024-03-20"), "2024-03-02..2024-03-11"),
        (barred("2024-02-01", "2024-03-01"), "2024-03-02..2024-03-11"),
        # Three days are made up for from the 12th on, and one of those is barred again.
        (
            e.AnyOf(any=(barred("2024-03-05", "2024-03-07"), barred("2024-03-13", "2024-03-13"))),
            "2024-03-02..2024-03-15",
        ),
        ("always", "2024-03-02.."),
        ("never", "2024-03-02..2024-03-11"),
        (
            e.All(all=(barred("2024-03-05", "2024-03-07"), "unsaid_flag")),
            "2024-03-02..2024-03-11 ? 2024-03-12..2024-03-14",
        ),
    ],
)
def test_a_tolled_window_is_longer_by_the_days_suspended(bar: e.Condition, expected: str) -> None:
    assert days_of(case().condition(e.Within(**TEN, tolled=bar))) == expected


def test_where_the_day_itself_counts_it_can_be_suspended_too() -> None:
    bar = barred("2024-03-01", "2024-03-02")
    counted = e.Within(within=DAYS(days=10), from_=LEFT, counting="counted", tolled=bar)
    assert days_of(case().condition(counted)) == "2024-03-01..2024-03-12"
    excluded = e.Within(within=DAYS(days=10), from_=LEFT, tolled=bar)
    assert days_of(case().condition(excluded)) == "2024-03-01..2024-03-12"


# --- windows that are extended ---


@pytest.mark.parametrize(
    ("bar", "expected"),
    [
        # Free again on the 16th; five days after that.
        (barred("2024-03-10", "2024-03-15"), "2024-03-02..2024-03-21"),
        (barred("2024-03-11", "2024-03-11"), "2024-03-02..2024-03-17"),
        # Free again so early that the extension gains nothing.
        (barred("2024-03-02", "2024-03-04"), "2024-03-02..2024-03-11"),
        # A bar before the window, or after it, does not meet it.
        (barred("2024-02-20", "2024-03-01"), "2024-03-02..2024-03-11"),
        (barred("2024-03-12", "2024-03-20"), "2024-03-02..2024-03-11"),
        # The second bar meets what the first has added.
        (
            e.AnyOf(any=(barred("2024-03-10", "2024-03-15"), barred("2024-03-21", "2024-03-22"))),
            "2024-03-02..2024-03-28",
        ),
        (e.Span(from_=on("2024-03-10")), "2024-03-02.."),
        (
            e.All(all=(barred("2024-03-10", "2024-03-15"), "unsaid_flag")),
            "2024-03-02..2024-03-11 ? 2024-03-12..2024-03-21",
        ),
    ],
)
def test_an_extended_window_runs_on_after_what_bars_it(bar: e.Condition, expected: str) -> None:
    extended = e.Extension(while_=bar, by=DAYS(days=5))
    assert days_of(case().condition(e.Within(**TEN, extended=extended))) == expected


def test_an_extension_of_unknown_length_leaves_open_what_it_adds() -> None:
    extended = e.Extension(while_=barred("2024-03-10", "2024-03-15"), by=DAYS(days="unsaid_length"))
    window = e.Within(**TEN, extended=extended)
    assert days_of(case().condition(window)) == "2024-03-02..2024-03-11 ? 2024-03-12.."
    assert days_of(case(facts={"unsaid_length": 2}).condition(window)) == "2024-03-02..2024-03-18"


def test_an_empty_window_is_met_by_no_bar() -> None:
    extended = e.Extension(while_=barred("2024-02-20", "2024-03-15"), by=DAYS(days=5))
    empty = e.Within(within=DAYS(days=0), after=LEFT, extended=extended)
    assert days_of(case().condition(empty)) == "never"


def test_a_window_of_unknown_length_is_unknown_on_its_own_side_only() -> None:
    after = e.Within(within=DAYS(days="unsaid_length"), after=LEFT)
    before = e.Within(within=DAYS(days="unsaid_length"), before=LEFT)
    assert days_of(case().condition(after)) == "never ? 2024-03-02.."
    assert days_of(case().condition(before)) == "never ? ..2024-02-29"


# --- states ---

HELD: dict[str, Any] = {"begins": JOINS, "ends": LEAVES}


def test_a_state_does_not_hold_on_the_day_that_ends_it() -> None:
    here = case(("joins", "2024-03-01"), ("leaves", "2024-03-10"))
    assert days_of(here.condition(e.Held(**HELD))) == "2024-03-01..2024-03-09"
    assert days_of(here.condition(e.Held(**HELD, initially="always"))) == "..2024-03-09"
    assert days_of(case().condition(e.Held(**HELD, initially="always"))) == "always"


@pytest.mark.parametrize("order", [1, -1])
def test_on_a_day_that_ends_and_begins_a_state_the_winner_decides_whatever_the_record(order: int) -> None:
    told = [("leaves", "2024-03-10"), ("joins", "2024-03-10")][::order]
    here = case(("joins", "2024-03-01"), *told)
    assert days_of(here.condition(e.Held(**HELD))) == "2024-03-01.."
    assert days_of(here.condition(e.Held(**HELD, same_day="ends"))) == "2024-03-01..2024-03-09"
    fresh = case(*told)
    assert days_of(fresh.condition(e.Held(**HELD))) == "2024-03-10.."
    assert days_of(fresh.condition(e.Held(**HELD, same_day="ends"))) == "never"


def test_an_unknown_beginning_matters_only_until_something_happens() -> None:
    here = case(("leaves", "2024-03-10"))
    assert days_of(here.condition(e.Held(**HELD, initially="unsaid_flag"))) == "never ? ..2024-03-09"


def test_a_state_is_what_its_moments_make_it_as_seen_from_the_asked_day() -> None:
    # Until 10 April 2024 `longer` is 5 days, then 14.
    held = e.Held(begins=e.Plus(plus=DAYS(days="longer"), to=on("2024-04-01")), ends="never")
    assert days_of(case().condition(held)) == "2024-04-06..2024-04-10, 2024-04-15.."


# --- what else there is ---


def test_a_period_through_a_day_that_is_not_recorded_has_begun() -> None:
    through = e.Through(through="when", of=PAYS)
    assert days_of(case(("pays", "2024-03-01")).condition(through)) == "2024-03-01 ? 2024-03-02.."


def test_an_open_reading_is_known_where_both_ways_agree() -> None:
    node = e.ConditionChoice(reading="way", choices={"a": e.Span(from_=LEFT), "b": e.Span(from_=on("2024-04-01"))})
    assert days_of(case(readings={"way": OPEN}).condition(node)) == "2024-04-01.. ? 2024-03-01..2024-03-31"
    assert case(readings={"way": OPEN}).condition(node).missing == {"reading way"}


def test_every_bound_of_a_comparison_must_hold() -> None:
    paid = e.Total(total="amount", of=PAYS)
    here = case(("pays", "2024-03-01", {"amount": 3}), ("pays", "2024-04-01", {"amount": 3}))
    assert days_of(here.condition(e.Compare(quantity=paid, at_least=3, less_than=6))) == "2024-03-01..2024-03-31"
    assert days_of(here.condition(e.Compare(quantity=paid, more_than=3))) == "2024-04-01.."
    assert days_of(here.condition(e.Compare(quantity=paid, equals=0))) == "..2024-02-29"
    assert days_of(here.condition(e.Compare(quantity=paid, at_most="unlimited"))) == "always"


stretches = st.lists(st.tuples(st.integers(1, 60), st.integers(1, 5)), max_size=8).map(
    lambda pairs: DaySet.of((first, first + days) for first, days in pairs)
)


@given(stretches, st.integers(0, 12), st.lists(st.tuples(st.integers(1, 60), st.integers(-2, 15)), max_size=8))
def test_bars_extend_each_window_as_if_it_were_the_only_one(
    bar: DaySet, days: int, windows: list[tuple[Day, int]]
) -> None:
    bars = Bars(bar, lambda free: free + days)
    for first, length in windows:
        longest = first + length
        for start, free in bar:
            if max(start, first) <= longest and free > first:
                longest = max(longest, free + days)
        assert bars.end(first, first + length) == longest
