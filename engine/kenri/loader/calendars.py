"""Business-day calendars by name.

Holidays are those of the `holidays` package, kept in a table beside this file so that a question need not wait for the
package (`make calendars` writes the table anew, and a test compares the two). Years ahead follow the law as the package
knows it; a Japanese equinox is official only once it is gazetted, in February of the year before.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, final

from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet, iso
from kenri.model.periods import BeyondCalendarError, BusinessDays, Calendar

# Saturdays are closed throughout, so no calendar goes back beyond 1990: Japan's banks and its exchange still opened on
# Saturdays until February 1989.
_SAYS: Final = {
    "japan": "Monday to Friday, less Japan's national and substitute holidays.",
    "tokyo-stock-exchange": "As `japan`, less 31 December to 3 January: the days the Tokyo Stock Exchange trades.",
    "united-states": "Monday to Friday, less United States federal holidays.",
    "new-york-stock-exchange": "The days the New York Stock Exchange trades, those that close early included.",
    "united-kingdom": "Monday to Friday, less the bank holidays of England.",
    "target": "The days the euro area's payment system TARGET settles.",
}

CALENDARS: Final[Mapping[str, str]] = MappingProxyType(
    {"weekdays": "Monday to Friday, whatever is celebrated."} | _SAYS
)
"""The calendars there are, in one sentence each. `target` knows the years 1999-2099, others 1990-2099.

`weekdays` counts and rolls in every year, and as a condition (`business_day`) knows those of `WEEKDAYS_REACH`.
"""

WEEKDAYS_REACH: Final = (1900, 2199)
"""The first and the last year, both included."""


def years_of(name: str) -> tuple[int, int]:
    """The first and the last year of which a calendar knows the business days."""
    if name == "weekdays":
        return date.min.year, date.max.year
    return int(min(_table()[name])), int(max(_table()[name]))


def business_days(name: str) -> Calendar:
    """The calendar of that name, the same object each time.

    Its `is_business_day` raises `BeyondCalendarError` for a day in a year it does not know. Raises `ValueError` for a
    name that is not among `CALENDARS`.
    """
    if name in CALENDARS:
        return _calendar(name)
    near = get_close_matches(name, CALENDARS, n=1)
    help_text = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(f'`{known}`' for known in CALENDARS)}"
    raise ValueError(f"there is no calendar `{name}`; {help_text}")


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    """The holidays that fall on no weekend, as month and day in four digits, by calendar and year."""
    table: dict[str, dict[str, list[str]]] = json.loads((files("kenri.loader") / "holidays.json").read_text("utf-8"))
    return table


@cache
def _business_days(calendar: BusinessDays, first_year: int, last_year: int) -> DaySet:
    days = range(date(first_year, 1, 1).toordinal(), date(last_year, 12, 31).toordinal() + 1)
    return DaySet.of((day, day + 1) for day in days if calendar.is_business_day(day))


@cache
def _calendar(name: str) -> Calendar:
    return _Weekdays() if name == "weekdays" else _Holidays(name)


@cache
def _open_days(calendar: Calendar) -> tuple[Day, ...]:
    return tuple(day for first, until in calendar.days()[0] for day in range(first, until))


def _weekdays_until(day: int) -> int:
    """How many weekdays there are from the first day there is to a day, it included."""
    weeks, in_week = divmod(day, 7)  # day 1 is a Monday
    return 5 * weeks + min(in_week, 5)


def _is_weekend(day: Day) -> bool:
    return day % 7 in (6, 0)  # day 1, 1 January of year 1, is a Monday


@final
class _Weekdays:
    name = "weekdays"

    def is_business_day(self, day: Day) -> bool:
        return not _is_weekend(day)

    def nth(self, day: Day, n: int) -> Day:
        # Of all weekdays since the first day there is, in weeks of five.
        place = _weekdays_until(day) + n if n > 0 else _weekdays_until(day - 1) + n + 1
        weeks, in_week = divmod(place - 1, 5)
        return 7 * weeks + in_week + 1

    def days(self) -> tuple[DaySet, DaySet]:
        """Its days as a set reach over the years that a plan is about: a set of 9,999 years would be slow to use."""
        first, last = WEEKDAYS_REACH
        reach = DaySet.between(date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal() + 1)
        return _business_days(self, first, last), reach

    def __repr__(self) -> str:
        return f"business_days({self.name!r})"

    def __reduce__(self) -> tuple[Callable[[str], Calendar], tuple[str]]:
        return business_days, (self.name,)


@final
class _Holidays:
    """Monday to Friday less holidays, which are read from the table at the first question and kept."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._by_year: dict[int, frozenset[Day]] = {}

    def is_business_day(self, day: Day) -> bool:
        year = date.fromordinal(day).year
        holidays = self._by_year.get(year)
        if holidays is None:
            listed = _table()[self.name]
            if str(year) not in listed:
                raise BeyondCalendarError(
                    self.name,
                    f"calendar `{self.name}` knows the years {min(listed)} to {max(listed)}; "
                    f"it cannot say whether {iso(day)} is a business day",
                )
            holidays = self._by_year[year] = frozenset(
                date(year, int(text[:2]), int(text[2:])).toordinal() for text in listed[str(year)]
            )
        return not _is_weekend(day) and day not in holidays

    def nth(self, day: Day, n: int) -> Day:
        open_ = _open_days(self)
        step = 1 if n > 0 else -1
        if not FIRST_DAY <= day + step < NEVER:
            return day + step
        self.is_business_day(day + step)  # raises where it is in a year that is not known
        place = bisect_right(open_, day) + n - 1 if n > 0 else bisect_left(open_, day) + n
        if not 0 <= place < len(open_):
            reach = self.days()[1].bounds
            self.is_business_day(reach[1] if n > 0 else reach[0] - 1)  # raises likewise
        return open_[place]

    def days(self) -> tuple[DaySet, DaySet]:
        first, last = years_of(self.name)
        reach = DaySet.between(date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal() + 1)
        return _business_days(self, first, last), reach

    def __repr__(self) -> str:
        return f"business_days({self.name!r})"

    def __reduce__(self) -> tuple[Callable[[str], Calendar], tuple[str]]:
        return business_days, (self.name,)
