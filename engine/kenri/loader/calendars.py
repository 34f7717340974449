"""Business-day calendars by name.

Holidays come from the `holidays` package, which is imported when a calendar first needs a year. Years ahead follow the
law as that package knows it; a Japanese equinox is official only once it is gazetted, in February of the year before.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import Final, final

from kenri.model.days import ALWAYS, Day, DaySet, iso
from kenri.model.periods import BusinessDays

_LAST_YEAR: Final = 2099


@dataclass(frozen=True, slots=True)
class _Kind:
    says: str
    first_year: int
    holidays: Callable[[int], Iterable[date]]


def _country(code: str, subdivision: str | None = None) -> Callable[[int], Iterable[date]]:
    def holidays_of(year: int) -> Iterable[date]:
        from holidays import country_holidays

        return _some(country_holidays(code, subdiv=subdivision, years=year, expand=False), code, year)

    return holidays_of


def _market(code: str) -> Callable[[int], Iterable[date]]:
    def holidays_of(year: int) -> Iterable[date]:
        from holidays import financial_holidays

        return _some(financial_holidays(code, years=year, expand=False), code, year)

    return holidays_of


def _some(holidays: Iterable[date], code: str, year: int) -> list[date]:
    """The holidays, of which there must be some: for a year it does not cover the package gives none, not an error."""
    found = list(holidays)
    if not found:
        raise ValueError(f"the installed `holidays` package knows no holidays of {code} in {year}")
    return found


def _tokyo_stock_exchange(year: int) -> Iterable[date]:
    """The national holidays and the year-end closing from 31 December to 3 January."""
    return [*_country("JP")(year), date(year, 1, 1), date(year, 1, 2), date(year, 1, 3), date(year, 12, 31)]


# Saturdays are closed throughout, so no calendar goes back beyond 1990: Japan's banks and its exchange still opened on
# Saturdays until February 1989.
_KINDS: Final[dict[str, _Kind]] = {
    "japan": _Kind("Monday to Friday, less Japan's national and substitute holidays.", 1990, _country("JP")),
    "tokyo-stock-exchange": _Kind(
        "As `japan`, less 31 December to 3 January: the days the Tokyo Stock Exchange trades.",
        1990,
        _tokyo_stock_exchange,
    ),
    "united-states": _Kind("Monday to Friday, less United States federal holidays.", 1990, _country("US")),
    "new-york-stock-exchange": _Kind(
        "The days the New York Stock Exchange trades, those that close early included.", 1990, _market("NYSE")
    ),
    "united-kingdom": _Kind("Monday to Friday, less the bank holidays of England.", 1990, _country("GB", "ENG")),
    "target": _Kind("The days the euro area's payment system TARGET settles.", 1999, _market("ECB")),
}

CALENDARS: Final[Mapping[str, str]] = MappingProxyType(
    {"weekdays": "Monday to Friday, whatever is celebrated."} | {name: kind.says for name, kind in _KINDS.items()}
)
"""The calendars there are, in one sentence each. `weekdays` knows every year, `target` 1999-2099, others 1990-2099."""


def business_days(name: str) -> BusinessDays:
    """The calendar of that name, the same object each time.

    Its `is_business_day` raises `ValueError` for a day in a year it does not know. Raises `ValueError` for a name that
    is not among `CALENDARS`.
    """
    if name in CALENDARS:
        return _calendar(name)
    near = get_close_matches(name, CALENDARS, n=1)
    help_text = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(f'`{known}`' for known in CALENDARS)}"
    raise ValueError(f"there is no calendar `{name}`; {help_text}")


@cache
def _business_days(calendar: BusinessDays, first_year: int, last_year: int) -> DaySet:
    days = range(date(first_year, 1, 1).toordinal(), date(last_year, 12, 31).toordinal() + 1)
    return DaySet.of((day, day + 1) for day in days if calendar.is_business_day(day))


@cache
def _calendar(name: str) -> BusinessDays:
    return _Weekdays() if name == "weekdays" else _Holidays(name, _KINDS[name])


def _is_weekend(day: Day) -> bool:
    return day % 7 in (6, 0)  # day 1, 1 January of year 1, is a Monday


@final
class _Weekdays:
    name = "weekdays"

    def is_business_day(self, day: Day) -> bool:
        return not _is_weekend(day)

    def days(self) -> tuple[DaySet, DaySet]:
        return _business_days(self, 1, 9999), ALWAYS

    def __repr__(self) -> str:
        return f"business_days({self.name!r})"

    def __reduce__(self) -> tuple[Callable[[str], BusinessDays], tuple[str]]:
        return business_days, (self.name,)


@final
class _Holidays:
    """Monday to Friday less holidays, which are asked for one year at a time and kept."""

    def __init__(self, name: str, kind: _Kind) -> None:
        self.name = name
        self._kind = kind
        self._by_year: dict[int, frozenset[Day]] = {}

    def is_business_day(self, day: Day) -> bool:
        year = date.fromordinal(day).year
        holidays = self._by_year.get(year)
        if holidays is None:
            if not self._kind.first_year <= year <= _LAST_YEAR:
                raise ValueError(
                    f"calendar `{self.name}` knows the years {self._kind.first_year} to {_LAST_YEAR}; "
                    f"it cannot say whether {iso(day)} is a business day"
                )
            holidays = self._by_year[year] = frozenset(holiday.toordinal() for holiday in self._kind.holidays(year))
        return not _is_weekend(day) and day not in holidays

    def days(self) -> tuple[DaySet, DaySet]:
        first, last = self._kind.first_year, _LAST_YEAR
        reach = DaySet.between(date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal() + 1)
        return _business_days(self, first, last), reach

    def __repr__(self) -> str:
        return f"business_days({self.name!r})"

    def __reduce__(self) -> tuple[Callable[[str], BusinessDays], tuple[str]]:
        return business_days, (self.name,)
