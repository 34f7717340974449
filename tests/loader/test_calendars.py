"""Named calendars against days known from the gazette, the exchanges' notices and the central bank."""

import json
import pickle
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.loader.calendars import CALENDARS, business_days, made_from
from kenri.model.days import NEVER, day, iso
from kenri.model.periods import BeyondCalendarError, BusinessDays, Counting, add_business_days, last_day
from tests.loader import holiday_table


def closed_weekdays(name: str, year: int) -> list[str]:
    calendar = business_days(name)
    days = range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    return [iso(d)[5:] for d in days if date.fromordinal(d).weekday() < 5 and not calendar.is_business_day(d)]


@pytest.mark.parametrize("name", CALENDARS)
def test_every_calendar_closes_on_weekends_and_says_what_it_is(name: str) -> None:
    calendar = business_days(name)
    assert calendar.name == name
    assert calendar is business_days(name)
    assert pickle.loads(pickle.dumps(calendar)) is calendar
    assert repr(calendar) == f"business_days('{name}')"
    assert CALENDARS[name].endswith(".")
    week = range(day("2024-06-03"), day("2024-06-10"))
    assert [calendar.is_business_day(d) for d in week] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("name", "year", "closed"),
    [
        ("weekdays", 2024, ""),
        # Substitutes for Sundays: 12 February, 6 May, 12 August, 23 September, 4 November.
        (
            "japan",
            2024,
            "01-01 01-08 02-12 02-23 03-20 04-29 05-03 05-06 07-15 08-12 09-16 09-23 10-14 11-04",
        ),
        # The ten days of May and the enthronement, each by a law for that year only.
        (
            "japan",
            2019,
            "01-01 01-14 02-11 03-21 04-29 04-30 05-01 05-02 05-03 05-06 07-15 08-12 09-16 09-23 10-14 10-22 11-04",
        ),
        (
            "tokyo-stock-exchange",
            2024,
            "01-01 01-02 01-03 01-08 02-12 02-23 03-20 04-29 05-03 05-06 07-15 08-12 09-16 09-23 10-14 11-04 12-31",
        ),
        # New Year's Day 2022 is a Saturday: federal offices close on the Friday, the exchange does not.
        (
            "united-states",
            2021,
            "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
        ),
        ("new-york-stock-exchange", 2021, "01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24"),
        # Hurricane Sandy closed the exchange on 29 and 30 October.
        ("new-york-stock-exchange", 2012, "01-02 01-16 02-20 04-06 05-28 07-04 09-03 10-29 10-30 11-22 12-25"),
        # The early May bank holiday moved to the 8th; Boxing Day, a Saturday, is kept on Monday.
        ("united-kingdom", 2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
        ("target", 2024, "01-01 03-29 04-01 05-01 12-25 12-26"),
        ("nasdaq", 2025, "01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25"),
        # Family Day, Victoria Day, Canada Day and the Civic Holiday; Boxing Day, a Sunday, is kept on Tuesday the 28th.
        ("toronto-stock-exchange", 2021, "01-01 02-15 04-02 05-24 07-01 08-02 09-06 10-11 12-27 12-28"),
        # The Queen's funeral, and two days for her jubilee.
        ("london-stock-exchange", 2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        ("euronext", 2024, "01-01 03-29 04-01 05-01 12-25 12-26"),
        # Christmas Eve and New Year's Eve too; Whit Monday no longer since 2022.
        ("xetra", 2021, "01-01 04-02 04-05 05-24 12-24 12-31"),
        ("xetra", 2024, "01-01 03-29 04-01 05-01 12-24 12-25 12-26 12-31"),
        ("six-swiss-exchange", 2024, "01-01 01-02 03-29 04-01 05-01 05-09 05-20 08-01 12-24 12-25 12-26 12-31"),
        # Two typhoons and a rainstorm closed it: 17 July, 1 and 8 September.
        (
            "hong-kong-stock-exchange",
            2023,
            "01-02 01-23 01-24 01-25 04-05 04-07 04-10 05-01 05-26 06-22 07-17 09-01 09-08 10-02 10-23 12-25 12-26",
        ),
        ("singapore-exchange", 2024, "01-01 02-12 03-29 04-10 05-01 05-22 06-17 08-09 10-31 12-25"),
        # The day of mourning for the Queen, a Thursday in September.
        ("australian-securities-exchange", 2022, "01-03 01-26 04-15 04-18 04-25 06-13 09-22 12-26 12-27"),
        (
            "national-stock-exchange-of-india",
            2024,
            "01-22 01-26 03-08 03-25 03-29 04-11 04-17 05-01 05-20 06-17 07-17 08-15 10-02 11-01 11-15 11-20 12-25",
        ),
        # Emancipation Day, a Saturday in 2022, is kept on Friday the 15th; Inauguration Day comes every fourth year.
        ("district-of-columbia", 2022, "01-17 02-21 04-15 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26"),
        (
            "district-of-columbia",
            2021,
            "01-01 01-18 01-20 02-15 04-16 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
        ),
    ],
)
def test_weekdays_on_which_a_calendar_is_closed(name: str, year: int, closed: str) -> None:
    assert closed_weekdays(name, year) == closed.split()


@pytest.mark.parametrize(
    ("on", "japan", "tokyo"),
    [
        ("2013-07-15", False, False),
        ("2024-04-29", False, False),
        ("2024-12-30", True, True),
        ("2024-12-31", True, False),
        ("2025-01-01", False, False),
        ("2025-01-02", True, False),
        ("2025-01-03", True, False),
        ("2025-01-06", True, True),
    ],
)
def test_the_exchange_closes_over_the_new_year_when_japan_does_not(on: str, *, japan: bool, tokyo: bool) -> None:
    assert business_days("japan").is_business_day(day(on)) is japan
    assert business_days("tokyo-stock-exchange").is_business_day(day(on)) is tokyo


@pytest.mark.parametrize(("priced", "fifth"), [(10, 18), (11, 19), (12, 22), (16, 23), (17, 24)])
def test_fifth_business_day_after_pricing_in_july_2013(priced: int, fifth: int) -> None:
    japan = business_days("japan")
    assert add_business_days(day(f"2013-07-{priced}"), 5, japan) == day(f"2013-07-{fifth}")


def test_a_period_that_ends_in_golden_week_rolls_past_it() -> None:
    counting = Counting("month-end", "excluded", "forward", business_days("japan"))
    assert iso(last_day(day("2019-04-17"), 10, "days", counting)) == "2019-05-07"


@pytest.mark.parametrize(
    ("name", "outside", "inside"),
    [
        ("japan", "1989-12-31", "1990-01-01"),
        ("new-york-stock-exchange", "2100-01-01", "2099-12-31"),
        ("target", "1998-12-31", "1999-01-01"),
        ("singapore-exchange", "2027-01-04", "2026-12-31"),
    ],
)
def test_a_calendar_does_not_guess_outside_its_years(name: str, outside: str, inside: str) -> None:
    business_days(name).is_business_day(day(inside))
    with pytest.raises(ValueError, match=rf"`{name}` knows the years \d+ to \d+; .* {outside} is a business day"):
        business_days(name).is_business_day(day(outside))


@pytest.mark.parametrize("name", sorted(CALENDARS.keys() - {"weekdays"}))
def test_every_year_promised_has_holidays(name: str) -> None:
    assert all(closed_weekdays(name, year) for year in business_days(name).years)


@pytest.mark.parametrize("name", sorted(holiday_table.SOURCES))
def test_a_table_is_what_the_installed_package_says(name: str) -> None:
    source = holiday_table.SOURCES[name]
    assert business_days(name).years == (source.first, source.last)
    written = json.loads((holiday_table.FOLDER / f"{name}.json").read_text(encoding="utf-8"))["years"]
    assert written == holiday_table.table()[name], "run `make calendars`, and read the difference like code"
    assert all(written.values()), "a year without a holiday is one that the package does not cover"


def test_every_shipped_calendar_has_a_table_and_says_what_it_is_made_from() -> None:
    assert {path.stem for path in holiday_table.FOLDER.glob("*.json")} == set(CALENDARS) - {"weekdays"}
    assert all(made_from(name).startswith("holidays ") for name in holiday_table.SOURCES)


def test_every_day_that_was_decided_is_in_its_table() -> None:
    for each in holiday_table.DECIDED:
        assert business_days(each.calendar).is_business_day(each.day.toordinal()) is each.is_open, each


def test_weekdays_knows_all_days() -> None:
    assert business_days("weekdays").is_business_day(1)
    assert business_days("weekdays").is_business_day(NEVER - 1)


def test_an_unknown_name_is_told_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"no calendar `tokyo-stock-exchang`; did you mean `tokyo-stock-exchange`\?"):
        business_days("tokyo-stock-exchang")
    with pytest.raises(ValueError, match=r"no calendar `x`; known are `weekdays`, `japan`, .*`target`"):
        business_days("x")


def test_business_days_need_no_package_of_holidays() -> None:
    program = (
        "import sys; from kenri.loader.calendars import business_days; business_days('japan').is_business_day(738000);"
        "assert 'holidays' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


class _OneByOne:
    """The same business days, counted one after the other."""

    def __init__(self, name: str) -> None:
        self.name = name

    def is_business_day(self, day: int) -> bool:
        return business_days(self.name).is_business_day(day)


def _nth(day: int, n: int, calendar: BusinessDays) -> int | str:
    try:
        return add_business_days(day, n, calendar)
    except BeyondCalendarError as error:
        return error.calendar


@pytest.mark.parametrize("name", CALENDARS)
@given(st.data())
def test_the_nth_business_day_is_where_counting_one_by_one_comes_to(name: str, data: st.DataObject) -> None:
    first, last = business_days(name).years if name != "weekdays" else (1990, 2099)
    known = date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()
    edges = (1, 2, 3, *known, known[0] - 1, known[1] + 1, NEVER - 1, NEVER - 2, NEVER - 3)
    near = st.sampled_from(edges).flatmap(lambda edge: st.integers(max(edge - 9, 1), min(edge + 9, NEVER - 1)))
    day = data.draw(near | st.integers(*known), label="day")
    n = data.draw(st.integers(-40, 40), label="n")
    assert _nth(day, n, business_days(name)) == _nth(day, n, _OneByOne(name))


def test_a_weekday_far_away_is_found_without_counting_to_it() -> None:
    # 5 weekdays a week: 500,000 of them are 100,000 weeks.
    monday = date(2024, 1, 1).toordinal()
    assert add_business_days(monday, 500_000, business_days("weekdays")) == monday + 700_000
    assert add_business_days(monday, 10**12, business_days("weekdays")) == NEVER
    assert add_business_days(monday, -(10**12), business_days("weekdays")) == 1
