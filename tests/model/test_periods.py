"""Periods against the law written out with civil dates, against dateutil, and against facts counted by hand."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from kenri.model.days import FIRST_DAY, NEVER, Day, day, iso
from kenri.model.periods import (
    CalendarUnit,
    Counting,
    FirstDay,
    Months,
    Roll,
    Unit,
    YearStart,
    add_business_days,
    add_months,
    first_day_before,
    first_of,
    last_day,
    last_of,
    roll,
)

EVERY_DAY = [day("2013-01-01") + n for n in range(day("2047-01-01") - day("2013-01-01"))]
LENGTHS = (0, 1, 2, 3, 6, 12, 13, 24, 120)
ANY_DAY = st.integers(day("0102-01-01"), day("9898-12-31"))  # a century and a year inside what the oracles can write
RULES: tuple[Months, ...] = ("month-end", "corresponding-day", "next-day")


# --- months ---


def month_after(d: date, n: int) -> tuple[int, int]:
    years, month = divmod(d.year * 12 + d.month - 1 + n, 12)
    return years, month + 1


def corresponding_day(d: date, n: int) -> date | None:
    try:
        return date(*month_after(d, n), d.day)
    except ValueError:
        return None


def end_of_month_after(d: date, n: int) -> date:
    year, month = month_after(d, n)
    return date(year, month, calendar.monthrange(year, month)[1])


def by_the_next_day(d: date, n: int) -> date:
    """The corresponding day, or the day after the month that has none."""
    corresponding = corresponding_day(d, n)
    return end_of_month_after(d, n) + timedelta(days=1) if corresponding is None else corresponding


def by_article_143(d: date, n: int) -> date:
    """The day before the day corresponding to the first counted day, or the end of the last month if there is none."""
    first_counted = d + timedelta(days=1)
    corresponding = corresponding_day(first_counted, n)
    return end_of_month_after(first_counted, n) if corresponding is None else corresponding - timedelta(days=1)


def by_article_143_backwards(d: date, n: int) -> date:
    """Counting back starts at the end of the day before `d`.

    Where that is the end of a month, whole months are counted. Otherwise the period begins the day after the day
    corresponding to the first counted one, or after the month's end if that month is too short to have one.
    """
    first_counted = d - timedelta(days=1)
    if first_counted == end_of_month_after(first_counted, 0):
        return end_of_month_after(first_counted, -n) + timedelta(days=1)
    corresponding = corresponding_day(first_counted, -n)
    return (end_of_month_after(first_counted, -n) if corresponding is None else corresponding) + timedelta(days=1)


@pytest.mark.parametrize("n", LENGTHS)
def test_civil_code_months_are_article_143_on_every_day(n: int) -> None:
    wrong = [iso(d) for d in EVERY_DAY if add_months(d, n, "month-end") != day(by_article_143(date.fromordinal(d), n))]
    assert wrong == []


@pytest.mark.parametrize("n", LENGTHS[1:])
def test_civil_code_months_back_are_the_mirror_image_on_every_day(n: int) -> None:
    wrong = [
        iso(d)
        for d in EVERY_DAY
        if add_months(d, -n, "month-end") != day(by_article_143_backwards(date.fromordinal(d), n))
    ]
    assert wrong == []


@pytest.mark.parametrize("n", [*LENGTHS, *(-n for n in LENGTHS)])
def test_corresponding_day_months_are_those_of_dateutil_on_every_day(n: int) -> None:
    wrong = [
        iso(d)
        for d in EVERY_DAY
        if add_months(d, n, "corresponding-day") != day(date.fromordinal(d) + relativedelta(months=n))
    ]
    assert wrong == []


@given(ANY_DAY, st.integers(-1200, 1200))
def test_months_agree_with_their_oracles_in_any_century(d: Day, n: int) -> None:
    civil = by_article_143(date.fromordinal(d), n) if n >= 0 else by_article_143_backwards(date.fromordinal(d), -n)
    assert add_months(d, n, "month-end") == day(civil)
    assert add_months(d, n, "corresponding-day") == day(date.fromordinal(d) + relativedelta(months=n))
    assert add_months(d, n, "next-day") == day(by_the_next_day(date.fromordinal(d), n))


@pytest.mark.parametrize(
    ("inherited", "last"),
    [
        ("2023-02-28", "2023-08-31"),
        ("2024-02-29", "2024-08-31"),
        ("2023-04-30", "2023-10-31"),
        ("2023-06-30", "2023-12-31"),
        ("2023-09-30", "2024-03-31"),
        ("2023-11-30", "2024-05-31"),
    ],
)
def test_six_months_from_the_end_of_a_short_month_run_to_the_end_of_a_long_one(inherited: str, last: str) -> None:
    assert iso(add_months(day(inherited), 6, "month-end")) == last
    assert add_months(day(inherited), 6, "corresponding-day") < day(last)


def test_six_months_differ_between_the_rules_on_exactly_those_dates() -> None:
    differing = {
        iso(d)[5:] for d in EVERY_DAY if add_months(d, 6, "month-end") != add_months(d, 6, "corresponding-day")
    }
    assert differing == {"02-28", "02-29", "04-30", "06-30", "09-30", "11-30"}
    in_leap_years = [d for d in EVERY_DAY if iso(d).endswith("02-28") and date.fromordinal(d).year % 4 == 0]
    assert all(add_months(d, 6, "month-end") == add_months(d, 6, "corresponding-day") for d in in_leap_years)


@pytest.mark.parametrize(
    ("rule", "start", "n", "end"),
    [
        ("corresponding-day", "2024-05-31", 3, "2024-08-31"),
        ("corresponding-day", "2024-11-30", 3, "2025-02-28"),
        ("corresponding-day", "2024-03-31", -1, "2024-02-29"),
        ("next-day", "2000-02-29", 18 * 12, "2018-03-01"),
        ("next-day", "2000-02-29", 20 * 12, "2020-02-29"),
        ("next-day", "2024-01-31", 1, "2024-03-01"),
        ("next-day", "2024-08-31", 1, "2024-10-01"),
        ("next-day", "2024-03-31", -1, "2024-03-01"),
        ("month-end", "2015-02-28", 12, "2016-02-29"),  # Rev. Rul. 66-7
        ("month-end", "2024-11-30", 3, "2025-02-28"),
        ("month-end", "2024-12-30", 2, "2025-02-28"),  # counted from 31 December; February has no 31st
        ("month-end", "2024-01-15", 1, "2024-02-15"),
        ("month-end", "2024-03-01", -1, "2024-02-01"),  # the whole of February
        ("month-end", "2024-03-30", -1, "2024-03-01"),  # February has no 30th to begin on
        ("month-end", "2024-04-15", -1, "2024-03-15"),
    ],
)
def test_months_counted_by_hand(rule: Months, start: str, n: int, end: str) -> None:
    assert iso(add_months(day(start), n, rule)) == end


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("n", [-24, -6, -1, 0, 1, 6, 24])
def test_a_later_day_never_gives_an_earlier_end(rule: Months, n: int) -> None:
    ends = [add_months(d, n, rule) for d in EVERY_DAY]
    assert ends == sorted(ends)


@given(ANY_DAY, st.integers(-600, 600), st.sampled_from(RULES))
def test_a_longer_period_ends_later(d: Day, n: int, rule: Months) -> None:
    assert add_months(d, n, rule) < add_months(d, n + 1, rule)


@given(ANY_DAY, st.integers(0, 600))
def test_counting_back_undoes_counting_forward_where_every_month_has_the_day(d: Day, n: int) -> None:
    first_counted = first_of("month", d) + d % 28
    until = add_months(first_counted - 1, n, "month-end") + 1
    assert add_months(until, -n, "month-end") == first_counted


@pytest.mark.parametrize("rule", RULES)
def test_months_at_the_ends_of_the_calendar(rule: Months) -> None:
    assert add_months(NEVER, 6, rule) == add_months(NEVER, -6, rule) == NEVER
    assert add_months(NEVER - 1, 0, rule) == NEVER - 1
    assert add_months(NEVER - 1, 1, rule) == NEVER
    assert add_months(day("9999-06-15"), 6, rule) == day("9999-12-15")
    assert add_months(day("9999-06-15"), 7, rule) == NEVER
    assert add_months(FIRST_DAY, 12 * 9998, rule) == day("9999-01-01")
    assert add_months(day("0001-02-15"), -1, rule) == day("0001-01-15")
    assert add_months(day("0001-02-15"), -2, rule) == FIRST_DAY
    with pytest.raises(ValueError, match="`0` is before the first day"):
        add_months(0, 1, rule)


# --- business days ---


@dataclass(frozen=True)
class WeekdaysBut:
    """Monday to Friday except the holidays named: enough of a calendar to count by hand."""

    holidays: frozenset[Day]
    name: str = "weekdays-but"

    def is_business_day(self, day: Day) -> bool:
        return date.fromordinal(day).weekday() < 5 and day not in self.holidays


JULY_2013 = WeekdaysBut(frozenset({day("2013-07-15")}))  # Marine Day
NONE_OPEN = WeekdaysBut(frozenset(range(day("9990-01-01"), NEVER)))


@pytest.mark.parametrize(("priced", "fifth"), [(10, 18), (11, 19), (12, 22), (16, 23), (17, 24)])
def test_fifth_business_day_after_pricing_in_july_2013(priced: int, fifth: int) -> None:
    assert add_business_days(day(f"2013-07-{priced}"), 5, JULY_2013) == day(f"2013-07-{fifth}")
    assert add_business_days(day(f"2013-07-{fifth}"), -5, JULY_2013) == day(f"2013-07-{priced}")


def test_business_days_from_a_closed_day() -> None:
    saturday = day("2013-07-13")
    assert add_business_days(saturday, 0, JULY_2013) == saturday
    assert iso(add_business_days(saturday, 1, JULY_2013)) == "2013-07-16"
    assert iso(add_business_days(saturday, -1, JULY_2013)) == "2013-07-12"
    assert iso(roll(saturday, "forward", JULY_2013)) == "2013-07-16"
    assert iso(roll(saturday, "back", JULY_2013)) == "2013-07-12"
    assert roll(saturday, "none", JULY_2013) == saturday


@given(st.integers(day("2013-01-01"), day("2046-12-31")), st.integers(-30, 30))
def test_business_days_are_the_nth_of_those_listed(d: Day, n: int) -> None:
    if n > 0:
        expected = [e for e in range(d + 1, d + 60) if JULY_2013.is_business_day(e)][n - 1]
    else:
        expected = d if n == 0 else [e for e in range(d - 1, d - 60, -1) if JULY_2013.is_business_day(e)][-n - 1]
    assert add_business_days(d, n, JULY_2013) == expected


@pytest.mark.parametrize("direction", ["none", "forward", "back"])
def test_a_business_day_does_not_roll(direction: Roll) -> None:
    assert roll(day("2013-07-16"), direction, JULY_2013) == day("2013-07-16")
    assert roll(NEVER, direction, JULY_2013) == NEVER


def test_business_days_at_the_ends_of_the_calendar() -> None:
    assert add_business_days(NEVER, -1, JULY_2013) == add_business_days(NEVER, 3, JULY_2013) == NEVER
    assert add_business_days(day("9999-12-20"), 40, JULY_2013) == NEVER
    assert add_business_days(day("9990-06-01"), 1, NONE_OPEN) == roll(day("9990-06-01"), "forward", NONE_OPEN) == NEVER
    assert iso(roll(NEVER - 1, "back", NONE_OPEN)) == "9989-12-29"
    assert add_business_days(FIRST_DAY, -1, JULY_2013) == FIRST_DAY


# --- counting conventions ---


def counting(first_day: FirstDay, *, months: Months = "month-end", rolls: Roll = "none") -> Counting:
    return Counting(months=months, first_day=first_day, roll=rolls, calendar=JULY_2013)


@pytest.mark.parametrize(
    ("first_day", "count", "unit", "last"),
    [
        ("excluded", 10, "days", "2013-07-20"),
        ("included", 10, "days", "2013-07-19"),
        ("excluded", 2, "weeks", "2013-07-24"),
        ("included", 2, "weeks", "2013-07-23"),
        ("excluded", 3, "months", "2013-10-10"),
        ("included", 3, "months", "2013-10-09"),
        ("excluded", 2, "years", "2015-07-10"),
        ("included", 2, "years", "2015-07-09"),
        ("excluded", 5, "business-days", "2013-07-18"),
        ("included", 5, "business-days", "2013-07-17"),
        ("excluded", 0, "days", "2013-07-10"),
        ("excluded", 0, "business-days", "2013-07-10"),
    ],
)
def test_last_day_of_a_period_from_10_july_2013(first_day: FirstDay, count: int, unit: Unit, last: str) -> None:
    assert iso(last_day(day("2013-07-10"), count, unit, counting(first_day))) == last


@pytest.mark.parametrize(
    ("first_day", "count", "unit", "first"),
    [
        ("excluded", 10, "days", "2013-07-08"),
        ("included", 10, "days", "2013-07-09"),
        ("excluded", 2, "weeks", "2013-07-04"),
        ("excluded", 1, "months", "2013-06-18"),
        ("included", 1, "months", "2013-06-19"),
        ("excluded", 1, "years", "2012-07-18"),
        ("excluded", 5, "business-days", "2013-07-10"),
        ("included", 5, "business-days", "2013-07-11"),
        ("excluded", 0, "days", "2013-07-18"),
    ],
)
def test_first_day_of_a_period_before_18_july_2013(first_day: FirstDay, count: int, unit: Unit, first: str) -> None:
    assert iso(first_day_before(day("2013-07-18"), count, unit, counting(first_day))) == first


def test_an_included_first_day_at_a_month_boundary() -> None:
    # Counted from 1 June itself, three months are June, July and August.
    assert iso(last_day(day("2013-06-01"), 3, "months", counting("included"))) == "2013-08-31"
    assert iso(last_day(day("2013-05-31"), 3, "months", counting("excluded"))) == "2013-08-31"
    assert iso(first_day_before(day("2013-08-31"), 3, "months", counting("included"))) == "2013-06-01"


units: st.SearchStrategy[Unit] = st.sampled_from(["days", "weeks", "months", "years", "business-days"])


@given(ANY_DAY, st.integers(0, 40), units, st.sampled_from(RULES))
def test_an_included_first_day_is_an_excluded_day_before(d: Day, count: int, unit: Unit, months: Months) -> None:
    excluded, included = counting("excluded", months=months), counting("included", months=months)
    assert last_day(d, count, unit, included) == last_day(d - 1, count, unit, excluded)
    assert first_day_before(d, count, unit, included) == first_day_before(d + 1, count, unit, excluded)


@given(ANY_DAY, st.integers(0, 40), units)
def test_a_period_that_rolls_ends_on_a_business_day_no_business_day_away(d: Day, count: int, unit: Unit) -> None:
    end = last_day(d, count, unit, counting("excluded"))
    later = last_day(d, count, unit, counting("excluded", rolls="forward"))
    earlier = last_day(d, count, unit, counting("excluded", rolls="back"))
    assert earlier <= end <= later
    assert JULY_2013.is_business_day(earlier)
    assert JULY_2013.is_business_day(later)
    assert not any(JULY_2013.is_business_day(e) for e in range(earlier + 1, later) if e != end)


def test_rolls_keep_their_direction_when_counting_back() -> None:
    # Three days before Tuesday 16 July is Saturday the 13th.
    assert iso(first_day_before(day("2013-07-16"), 3, "days", counting("excluded", rolls="back"))) == "2013-07-12"
    assert iso(first_day_before(day("2013-07-16"), 3, "days", counting("excluded", rolls="forward"))) == "2013-07-16"


def test_periods_at_the_ends_of_the_calendar() -> None:
    for unit in ("days", "weeks", "months", "years", "business-days"):
        assert last_day(NEVER, 3, unit, counting("excluded")) == NEVER
        assert first_day_before(NEVER, 3, unit, counting("included")) == NEVER
        assert last_day(NEVER - 1, 40, unit, counting("excluded")) == NEVER
        assert first_day_before(FIRST_DAY, 1, unit, counting("excluded")) == FIRST_DAY
    assert iso(last_day(FIRST_DAY, 1, "months", counting("included"))) == "0001-01-31"
    assert iso(last_day(FIRST_DAY, 1, "business-days", counting("included"))) == "0001-01-01"
    assert iso(first_day_before(NEVER - 1, 1, "months", counting("included"))) == "9999-12-01"


def test_what_cannot_be_counted_is_refused() -> None:
    bare = Counting(months="month-end", first_day="excluded", roll="none")
    with pytest.raises(ValueError, match="business days needs a calendar"):
        last_day(day("2013-07-10"), 5, "business-days", bare)
    with pytest.raises(ValueError, match="business days needs a calendar"):
        first_day_before(day("2013-07-10"), 5, "business-days", bare)
    with pytest.raises(ValueError, match="cannot roll `forward`"):
        Counting(months="month-end", first_day="excluded", roll="forward")
    with pytest.raises(ValueError, match="found `-1` days"):
        last_day(day("2013-07-10"), -1, "days", bare)
    with pytest.raises(ValueError, match="before the first day"):
        last_day(0, 1, "days", bare)


# --- a day of the month ---


def on_day_of_month(number: int, *, first_day: FirstDay = "excluded", rolls: Roll = "none") -> Counting:
    return Counting("corresponding-day", first_day, rolls, JULY_2013, number)


@pytest.mark.parametrize("number", [1, 10, 28, 29, 30, 31])
@pytest.mark.parametrize("n", [1, 2, 12, 13])
def test_a_period_of_months_ends_on_a_day_of_the_month_reached(number: int, n: int) -> None:
    """By the calendar of the standard library: the month so many after that of the day, and its day or its last."""
    for start in (date(2023, 10, 10), date(2024, 1, 31), date(2023, 12, 1), date(2000, 2, 29)):
        years, month = divmod(start.year * 12 + start.month - 1 + n, 12)
        length = calendar.monthrange(years, month + 1)[1]
        expected = date(years, month + 1, min(number, length)).toordinal()
        assert last_day(start.toordinal(), n, "months", on_day_of_month(number)) == expected


@pytest.mark.parametrize(
    ("start", "n", "number", "end"),
    [
        # Case G13: from 10 October 2023 on the 30th or on the last day of the month; the fourth is 29 February.
        ("2023-10-10", 1, 30, "2023-11-30"),
        ("2023-10-10", 2, 30, "2023-12-30"),
        ("2023-10-10", 4, 30, "2024-02-29"),
        ("2023-10-10", 5, 30, "2024-03-30"),
        # Of two days of one month, both reach the same one.
        ("2023-10-31", 1, 30, "2023-11-30"),
        ("2023-10-31", 1, 5, "2023-11-05"),
    ],
)
def test_instalments_on_a_day_of_the_month(start: str, n: int, number: int, end: str) -> None:
    assert iso(last_day(day(start), n, "months", on_day_of_month(number))) == end


def test_years_go_back_and_a_period_of_nothing_stays() -> None:
    assert iso(last_day(day("2023-10-10"), 1, "years", on_day_of_month(30))) == "2024-10-30"
    assert iso(first_day_before(day("2024-03-10"), 1, "months", on_day_of_month(30))) == "2024-02-29"
    assert iso(last_day(day("2023-10-10"), 0, "months", on_day_of_month(30))) == "2023-10-10"
    assert iso(last_day(day("2023-10-10"), 20, "days", on_day_of_month(30))) == "2023-10-30"


def test_a_day_of_the_month_counts_from_the_eve_and_rolls_like_any_other() -> None:
    # The day counted from is day 1, so that day 0 is 31 October and the month reached is November.
    assert iso(last_day(day("2023-11-01"), 1, "months", on_day_of_month(30, first_day="included"))) == "2023-11-30"
    # 15 July 2013 is a holiday.
    assert iso(last_day(day("2013-06-20"), 1, "months", on_day_of_month(15, rolls="forward"))) == "2013-07-16"
    assert last_day(day("9999-12-10"), 1, "months", on_day_of_month(30)) == NEVER
    assert first_day_before(day("0001-01-10"), 1, "months", on_day_of_month(30)) == FIRST_DAY


# --- calendar periods ---


@pytest.mark.parametrize(
    ("unit", "around", "year_starts", "first", "last"),
    [
        ("month", "2024-02-29", 1, "2024-02-01", "2024-02-29"),
        ("month", "2024-02-29", 4, "2024-02-01", "2024-02-29"),
        ("quarter", "2024-02-29", 1, "2024-01-01", "2024-03-31"),
        ("quarter", "2024-02-29", 4, "2024-01-01", "2024-03-31"),
        ("quarter", "2024-02-29", 3, "2023-12-01", "2024-02-29"),
        ("half", "2024-02-29", 1, "2024-01-01", "2024-06-30"),
        ("half", "2024-02-29", 4, "2023-10-01", "2024-03-31"),
        ("year", "2024-02-29", 1, "2024-01-01", "2024-12-31"),
        ("year", "2024-03-31", 4, "2023-04-01", "2024-03-31"),
        ("year", "2024-04-01", 4, "2024-04-01", "2025-03-31"),
        ("year", "2000-12-31", 1, "2000-01-01", "2000-12-31"),
        ("year", "2001-01-01", 1, "2001-01-01", "2001-12-31"),
        ("year", "2001-01-01", 12, "2000-12-01", "2001-11-30"),
        ("year", "2024-04-05", "04-06", "2023-04-06", "2024-04-05"),
        ("year", "2024-04-06", "04-06", "2024-04-06", "2025-04-05"),
        ("half", "2024-04-05", "04-06", "2023-10-06", "2024-04-05"),
        ("quarter", "2024-04-05", "04-06", "2024-01-06", "2024-04-05"),
        ("month", "2024-03-05", "04-06", "2024-02-06", "2024-03-05"),
        ("month", "2024-03-27", "12-28", "2024-02-28", "2024-03-27"),
        ("year", "2024-02-29", "02-28", "2024-02-28", "2025-02-27"),
    ],
)
def test_calendar_periods_by_hand(
    unit: CalendarUnit, around: str, year_starts: YearStart, first: str, last: str
) -> None:
    assert iso(first_of(unit, day(around), year_starts)) == first
    assert iso(last_of(unit, day(around), year_starts)) == last


calendar_units: st.SearchStrategy[CalendarUnit] = st.sampled_from(["month", "quarter", "half", "year"])


year_starts = st.integers(1, 12) | st.builds("{:02}-{:02}".format, st.integers(1, 12), st.integers(1, 28))


@given(calendar_units, ANY_DAY, year_starts)
def test_calendar_periods_tile_the_days(unit: CalendarUnit, d: Day, year_starts: YearStart) -> None:
    first, last = first_of(unit, d, year_starts), last_of(unit, d, year_starts)
    assert first <= d <= last
    assert first_of(unit, last, year_starts) == first
    assert last_of(unit, first, year_starts) == last
    assert first_of(unit, last + 1, year_starts) == last + 1
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[unit]
    assert date.fromordinal(first) + relativedelta(months=months) == date.fromordinal(last + 1)
    month, opens = (year_starts, 1) if isinstance(year_starts, int) else map(int, year_starts.split("-"))
    assert (date.fromordinal(first).month - month) % months == 0
    assert date.fromordinal(first).day == opens


def test_calendar_periods_at_the_ends_of_the_calendar() -> None:
    assert first_of("year", FIRST_DAY, 4) == FIRST_DAY
    assert iso(last_of("year", FIRST_DAY, 4)) == "0001-03-31"
    assert last_of("year", NEVER - 1) == NEVER - 1
    assert last_of("year", NEVER - 1, 4) == NEVER
    assert first_of("month", NEVER) == last_of("month", NEVER) == NEVER


@pytest.mark.parametrize("year_starts", [0, 13, "02-29", "04-31", "13-01", "4-6", "04-00", "04-06-01", ""])
def test_a_year_starts_with_a_month_or_a_day_that_every_month_has(year_starts: YearStart) -> None:
    with pytest.raises(ValueError, match="a year starts with a month"):
        first_of("year", day("2024-01-01"), year_starts)
