"""Business-day calendars by name: those that come with kenri, and those that a plan declares for itself.

Holidays are those of the `holidays` package, kept in a table for each calendar beside this file so that a question
need not wait for the package (`make calendars` writes the tables anew, and a test compares them). Years ahead follow
the law and the exchange's rules as the package knows them; a Japanese equinox is official only once it is gazetted, in
February of the year before.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Final, NamedTuple, TypedDict, final, get_args

from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet, iso
from kenri.model.periods import BeyondCalendarError, BusinessDays, Calendar
from kenri.model.plan import OwnCalendar, Plan, Weekday
from kenri.model.supplied import Calendars

# Saturdays are closed throughout, so no calendar goes back beyond 1990: Japan's banks and its exchange still opened on
# Saturdays until February 1989.
_SAYS: Final = {
    "japan": "Monday to Friday, less Japan's national and substitute holidays.",
    "tokyo-stock-exchange": "As `japan`, less 31 December to 3 January: the days the Tokyo Stock Exchange trades.",
    "united-states": "Monday to Friday, less United States federal holidays.",
    "district-of-columbia": "As `united-states`, less Emancipation Day and Inauguration Day (D.C. Code 28-2701).",
    "new-york-stock-exchange": "The days the New York Stock Exchange trades, those that close early included.",
    "nasdaq": "The days Nasdaq trades, those that close early included.",
    "toronto-stock-exchange": "The days the Toronto Stock Exchange trades, those that close early included.",
    "united-kingdom": "Monday to Friday, less the bank holidays of England.",
    "london-stock-exchange": "The days the London Stock Exchange trades, those that close early included.",
    "target": "The days the euro area's payment system TARGET settles.",
    "euronext": "The days Euronext trades in Paris, Amsterdam, Brussels and (from 2003) Lisbon.",
    "xetra": "The days the Frankfurt Stock Exchange trades, on Xetra and on its floor.",
    "six-swiss-exchange": "The days SIX Swiss Exchange trades.",
    "hong-kong-stock-exchange": "The days the Hong Kong exchange trades; one without trade for a storm is none.",
    "singapore-exchange": "The days Singapore Exchange trades, those that close early included.",
    "australian-securities-exchange": "The days the Australian Securities Exchange trades.",
    "national-stock-exchange-of-india": "Monday to Friday, less trading holidays of India's National Stock Exchange.",
}

CALENDARS: Final[Mapping[str, str]] = MappingProxyType(
    {"weekdays": "Monday to Friday, whatever is celebrated."} | _SAYS
)
"""The calendars there are, in one sentence each; `years` of a calendar tells which years it knows.

`weekdays` counts and rolls in every year, and as a condition (`business_day`) knows those of `WEEKDAYS_REACH`.
"""

WEEKDAYS_REACH: Final = (1900, 2199)
"""The first and the last year, both included."""

_WEEK: Final = get_args(Weekday)
_WEEKEND: Final = frozenset({6, 0})
"""Saturday and Sunday, as days modulo 7: day 1, 1 January of year 1, is a Monday."""


def business_days(name: str) -> Calendar:
    """The shipped calendar of that name, the same object each time.

    Its `is_business_day` raises `BeyondCalendarError` for a day in a year it does not know. Raises `ValueError` for a
    name that is not among `CALENDARS`.
    """
    if name in CALENDARS:
        return _calendar(name)
    near = get_close_matches(name, CALENDARS, n=1)
    help_text = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(f'`{known}`' for known in CALENDARS)}"
    raise ValueError(f"there is no calendar `{name}`; {help_text}")


def calendars_of(plan: Plan) -> Calendars:
    """The calendars that a plan can name: its own, and those that come with kenri."""
    return _OfPlan(plan.calendars)


def made_from(name: str) -> str:
    """The package, its version and the market or country that a shipped calendar's table is made from."""
    return "" if name == "weekdays" else _table(name)["made_from"]


class _Table(TypedDict):
    """The holidays of a calendar that fall on no weekend, as month and day in four digits, by year."""

    made_from: str
    years: dict[str, list[str]]


@cache
def _table(name: str) -> _Table:
    table: _Table = json.loads((files("kenri.loader") / "holidays" / f"{name}.json").read_text("utf-8"))
    return table


@cache
def _business_days(calendar: BusinessDays, first_year: int, last_year: int) -> tuple[DaySet, DaySet]:
    first, until = date(first_year, 1, 1).toordinal(), date(last_year, 12, 31).toordinal() + 1
    days = DaySet.of((day, day + 1) for day in range(first, until) if calendar.is_business_day(day))
    return days, DaySet.between(first, until)


@cache
def _calendar(name: str) -> Calendar:
    return _Weekdays() if name == "weekdays" else _Shipped(name)


@cache
def _open_days(calendar: Calendar) -> tuple[Day, ...]:
    return tuple(day for first, until in calendar.days()[0] for day in range(first, until))


def _weekdays_until(day: int) -> int:
    """How many weekdays there are from the first day there is to a day, it included."""
    weeks, in_week = divmod(day, 7)
    return 5 * weeks + min(in_week, 5)


@final
class _Weekdays:
    name = "weekdays"
    years = (date.min.year, date.max.year)

    def is_business_day(self, day: Day) -> bool:
        return day % 7 not in _WEEKEND

    def nth(self, day: Day, n: int) -> Day:
        # Of all weekdays since the first day there is, in weeks of five.
        place = _weekdays_until(day) + n if n > 0 else _weekdays_until(day - 1) + n + 1
        weeks, in_week = divmod(place - 1, 5)
        return 7 * weeks + in_week + 1

    def days(self) -> tuple[DaySet, DaySet]:
        """Its days as a set reach over the years that a plan is about: a set of 9,999 years would be slow to use."""
        return _business_days(self, *WEEKDAYS_REACH)

    def __repr__(self) -> str:
        return f"business_days({self.name!r})"

    def __reduce__(self) -> tuple[Callable[[str], Calendar], tuple[str]]:
        return business_days, (self.name,)


class _Listed:
    """A calendar that knows the business days of some years, and refuses days of others."""

    name: str
    years: tuple[int, int]

    def is_business_day(self, day: Day) -> bool:
        first, last = self.years
        year = date.fromordinal(day).year
        if not first <= year <= last:
            raise BeyondCalendarError(
                self.name,
                f"calendar `{self.name}` knows the years {first} to {last}; "
                f"it cannot say whether {iso(day)} is a business day",
            )
        return self._is_open(day, year)

    def _is_open(self, day: Day, year: int) -> bool:
        raise NotImplementedError

    def nth(self, day: Day, n: int) -> Day:
        open_ = _open_days(self)
        step = 1 if n > 0 else -1
        if not FIRST_DAY <= day + step < NEVER:
            return day + step
        self.is_business_day(day + step)  # raises where it is in a year that is not known
        place = bisect_right(open_, day) + n - 1 if n > 0 else bisect_left(open_, day) + n
        if not 0 <= place < len(open_):
            first, until = self.days()[1].bounds
            beyond = until if n > 0 else first - 1
            if not FIRST_DAY <= beyond < NEVER:
                return beyond
            self.is_business_day(beyond)  # raises likewise
        return open_[place]

    def days(self) -> tuple[DaySet, DaySet]:
        return _business_days(self, *self.years)


@final
class _Shipped(_Listed):
    """Monday to Friday less holidays, which are read from the table at the first question and kept."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._by_year: dict[int, frozenset[Day]] = {}

    @cached_property
    def years(self) -> tuple[int, int]:  # type: ignore[override]
        years = _table(self.name)["years"]
        return int(min(years)), int(max(years))

    def _is_open(self, day: Day, year: int) -> bool:
        holidays = self._by_year.get(year)
        if holidays is None:
            listed = _table(self.name)["years"][str(year)]
            holidays = self._by_year[year] = frozenset(
                date(year, int(text[:2]), int(text[2:])).toordinal() for text in listed
            )
        return day % 7 not in _WEEKEND and day not in holidays

    def __repr__(self) -> str:
        return f"business_days({self.name!r})"

    def __reduce__(self) -> tuple[Callable[[str], Calendar], tuple[str]]:
        return business_days, (self.name,)


# --- calendars of a plan's own


def years_of(declared: OwnCalendar) -> tuple[int | None, int | None]:
    """The first and the last year that a calendar of a plan knows; None where neither it nor what it is like says."""
    known = [business_days(name).years for name in declared.like if name != "weekdays"]
    first, last = declared.first_year, declared.last_year
    if first is None and known:
        first = max(each for each, _ in known)
    if last is None and known:
        last = min(each for _, each in known)
    return first, last


class _Own(NamedTuple):
    """What a plan says of a calendar, as far as it decides which days are business days."""

    name: str
    like: tuple[str, ...]
    weekend: frozenset[int]
    closed: frozenset[Day]
    open: frozenset[Day]
    years: tuple[int, int]


@final
class _OfPlan:
    """Calendars by name: those that a plan declares, and the shipped ones."""

    def __init__(self, declared: Mapping[str, OwnCalendar]) -> None:
        self._declared = declared
        self._made: dict[str, Calendar] = {}

    def __call__(self, name: str) -> Calendar:
        if name not in self._declared:
            return business_days(name)
        if name not in self._made:
            self._made[name] = _declared(_said(name, self._declared[name]))
        return self._made[name]

    def of(self, plan: Plan) -> Calendars:
        return calendars_of(plan)


def _said(name: str, declared: OwnCalendar) -> _Own:
    first, last = years_of(declared)
    assert first is not None, "the loader sees to it"
    assert last is not None, "likewise"
    return _Own(
        name,
        declared.like,
        frozenset((_WEEK.index(day) + 1) % 7 for day in declared.weekend),
        frozenset(day.toordinal() for day in declared.closed),
        frozenset(day.toordinal() for day in declared.open),
        (first, last),
    )


@cache
def _declared(own: _Own) -> Calendar:
    """The calendar that a plan declares, the same object for the same declaration."""
    return _Declared(own)


@final
class _Declared(_Listed):
    """Business days of all the calendars it is like, or of its week, less the days closed and with the days opened."""

    def __init__(self, own: _Own) -> None:
        self.name, self.years = own.name, own.years
        self._own = own
        self._like = tuple(map(business_days, own.like))

    def _is_open(self, day: Day, year: int) -> bool:
        own = self._own
        if day in own.open or day in own.closed:
            return day in own.open
        if not self._like:
            return day % 7 not in own.weekend
        return all(
            each.is_business_day(day) if each.years[0] <= year <= each.years[1] else day % 7 not in _WEEKEND
            for each in self._like
        )

    def __repr__(self) -> str:
        return f"<calendar {self.name!r} of a plan>"

    def __reduce__(self) -> tuple[Callable[[_Own], Calendar], tuple[_Own]]:
        return _declared, (self._own,)
