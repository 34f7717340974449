"""Hours of the day by the clocks of two places, against the table of zones itself."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kenri.model.hours import A_DAY, clock, instant, on_clock, placed, second, times

ZONES = ("America/New_York", "Europe/London", "Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Apia", "UTC")

zones = st.sampled_from(ZONES)
days = st.dates(date(1975, 1, 1), date(2095, 12, 31)).map(date.toordinal)
seconds = st.integers(0, A_DAY - 1)
instants = st.integers(5 * 365 * A_DAY, 125 * 365 * A_DAY).map(lambda each: datetime.fromtimestamp(each, UTC))


@given(seconds)
def test_a_time_is_read_as_it_is_written(of: int) -> None:
    assert second(clock(of)) == of


def test_five_in_new_york_is_the_next_morning_in_tokyo() -> None:
    day = date(2026, 3, 31).toordinal()
    assert placed(day, second("17:00"), "America/New_York", "Asia/Tokyo") == (day + 1, second("06:00"))
    assert placed(day - 60, second("17:00"), "America/New_York", "Asia/Tokyo") == (day - 59, second("07:00"))  # winter


@given(instants, zones)
def test_a_clock_shows_what_the_table_says_unless_it_shows_it_for_the_second_time(at: datetime, zone: str) -> None:
    shown = at.astimezone(ZoneInfo(zone))
    day, of = on_clock(at, ZoneInfo(zone))
    if shown.fold == 0:
        assert (day, clock(of)) == (shown.toordinal(), clock(second(f"{shown:%H:%M:%S}")))


@given(instants, st.integers(0, 3 * A_DAY), zones)
@example(datetime(2026, 11, 1, 5, 59, 59, tzinfo=UTC), 1, "America/New_York")
@example(datetime(2026, 3, 8, 6, 59, 59, tzinfo=UTC), 1, "America/New_York")
def test_a_clock_never_goes_back(at: datetime, later: int, zone: str) -> None:
    assert on_clock(at, ZoneInfo(zone)) <= on_clock(at + timedelta(seconds=later), ZoneInfo(zone))


@given(days, days, seconds, zones, zones)
def test_no_hour_goes_back_as_days_go_on(one: int, other: int, of: int, zone: str, among: str) -> None:
    first, later = sorted((one, other))
    assert placed(first, of, zone, among) <= placed(later, of, zone, among)


@given(days, seconds, zones, zones)
def test_an_hour_shows_only_times_that_are_told(day: int, of: int, zone: str, among: str) -> None:
    hours = of // 1800 * 1800
    assert placed(day, hours, zone, among)[1] in times(hours, zone, among)


def test_an_hour_that_is_shown_twice_is_over_when_it_has_come_once() -> None:
    """In the night to 1 November 2026 clocks in New York go from 02:00 back to 01:00."""
    zone = ZoneInfo("America/New_York")
    day = date(2026, 11, 1).toordinal()
    assert on_clock(datetime(2026, 11, 1, 5, 30, tzinfo=UTC), zone) == (day, second("01:30"))
    assert on_clock(datetime(2026, 11, 1, 6, 30, tzinfo=UTC), zone) == (day, second("01:59:59"))
    assert on_clock(datetime(2026, 11, 1, 7, 0, tzinfo=UTC), zone) == (day, second("02:00"))


def test_an_hour_that_is_skipped_has_come_with_the_last_second_before() -> None:
    """In the night to 8 March 2026 clocks in New York go from 02:00 on to 03:00."""
    day = date(2026, 3, 8).toordinal()
    assert instant(day, second("02:30"), "America/New_York").isoformat() == "2026-03-08T01:59:59-05:00"
    assert placed(day, second("02:30"), "America/New_York", "UTC") == (day, second("06:59:59"))


@pytest.mark.parametrize("year", [1, 1800, 2500, 9998])
def test_years_beyond_the_table_are_as_its_first_and_last(year: int) -> None:
    day = date(year, 7, 1).toordinal()
    assert placed(day, second("17:00"), "America/New_York", "UTC")[0] == day


@given(days, seconds, zones)
def test_an_instant_is_at_the_time_it_was_made_of(day: int, of: int, zone: str) -> None:
    assert on_clock(instant(day, of, zone), ZoneInfo(zone)) <= (day, of)
    noon = second("12:00")
    assert on_clock(instant(day, noon, "UTC"), ZoneInfo("UTC")) == (day, noon)
