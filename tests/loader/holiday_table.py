"""The tables of holidays that `kenri.loader.calendars` reads, made from the `holidays` package.

Run as a script to write them; a test compares them with what the installed package says. Where that package and a
second one differ (`tests.loader.holiday_check`), `DECIDED` says what is so and by whose word.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from holidays import country_holidays, financial_holidays

FOLDER = Path(__file__).parents[2] / "engine" / "kenri" / "loader" / "holidays"

LAST_YEAR = 2099
"""Of calendars that go by rules; one whose holidays a moon or a yearly notice sets ends earlier."""


class Source(NamedTuple):
    """Where a calendar comes from, and the years that are taken of it."""

    of: str
    first: int
    holidays: Callable[[int], Iterable[date]]
    last: int = LAST_YEAR


def _country(code: str, subdivision: str | None = None) -> Callable[[int], Iterable[date]]:
    return lambda year: country_holidays(code, subdiv=subdivision, years=year, expand=False)


def _market(code: str) -> Callable[[int], Iterable[date]]:
    return lambda year: financial_holidays(code, years=year, expand=False)


def _tokyo_stock_exchange(year: int) -> Iterable[date]:
    """The national holidays and the year-end closing from 31 December to 3 January."""
    return [*_country("JP")(year), date(year, 1, 1), date(year, 1, 2), date(year, 1, 3), date(year, 12, 31)]


SOURCES: Mapping[str, Source] = {
    "japan": Source("Japan", 1990, _country("JP")),
    "tokyo-stock-exchange": Source("Japan, with 31 December to 3 January", 1990, _tokyo_stock_exchange),
    "united-states": Source("United States", 1990, _country("US")),
    "district-of-columbia": Source("United States, DC", 2007, _country("US", "DC")),
    "new-york-stock-exchange": Source("NYSE", 1990, _market("NYSE")),
    "nasdaq": Source("XNAS", 2000, _market("XNAS")),
    "toronto-stock-exchange": Source("XTSE", 2002, _market("XTSE")),
    "united-kingdom": Source("United Kingdom, England", 1990, _country("GB", "ENG")),
    "london-stock-exchange": Source("XLON", 2000, _market("XLON")),
    "target": Source("ECB", 1999, _market("ECB")),
    "euronext": Source("ECB, whose days are those of Euronext since 2002", 2002, _market("ECB")),
    "xetra": Source("XETR", 2016, _market("XETR")),
    "six-swiss-exchange": Source("XSWX", 2000, _market("XSWX")),
    "hong-kong-stock-exchange": Source("XHKG", 2014, _market("XHKG"), 2032),
    "singapore-exchange": Source("XSES", 2010, _market("XSES"), 2026),
    "australian-securities-exchange": Source("XASX", 2000, _market("XASX")),
    "national-stock-exchange-of-india": Source("XNSE", 2014, _market("XNSE"), 2026),
}
"""For a year it does not cover the package gives no holidays and no error, so the first and last year are set here."""


class Decided(NamedTuple):
    """A day of which the package and others say different things, and what is so."""

    calendar: str
    day: date
    is_open: bool
    by: str


DECIDED = (
    # Elections and a funeral of state closed the exchange at short notice; its circulars say so, the package does not.
    Decided("national-stock-exchange-of-india", date(2014, 4, 24), False, "closed for the election in Mumbai"),
    Decided("national-stock-exchange-of-india", date(2014, 10, 15), False, "closed for the election in Maharashtra"),
    Decided("national-stock-exchange-of-india", date(2015, 10, 23), True, "Muharram was kept on Saturday the 24th"),
    Decided("national-stock-exchange-of-india", date(2019, 4, 29), False, "closed for the election in Mumbai"),
    Decided("national-stock-exchange-of-india", date(2019, 10, 21), False, "closed for the election in Maharashtra"),
    Decided("national-stock-exchange-of-india", date(2023, 6, 28), True, "Bakri Id was moved to the 29th"),
    Decided("national-stock-exchange-of-india", date(2023, 6, 29), False, "Bakri Id was moved to the 29th"),
    Decided("national-stock-exchange-of-india", date(2024, 1, 22), False, "closed by public holiday in Maharashtra"),
    Decided("national-stock-exchange-of-india", date(2024, 5, 20), False, "closed for the election in Mumbai"),
    Decided("national-stock-exchange-of-india", date(2024, 11, 20), False, "closed for the election in Maharashtra"),
    Decided("national-stock-exchange-of-india", date(2026, 1, 15), False, "closed for the election in Mumbai"),
    # The exchange opened and its system failed: a day of business on which little or nothing was traded.
    Decided("toronto-stock-exchange", date(2008, 12, 17), True, "a failure of the system is no holiday"),
)


def table() -> dict[str, dict[str, list[str]]]:
    """Holidays from Monday to Friday as `MMDD`, by calendar and year."""
    return {name: _years(name, source) for name, source in SOURCES.items()}


def _years(name: str, source: Source) -> dict[str, list[str]]:
    decided = {each.day: each.is_open for each in DECIDED if each.calendar == name}
    found = {}
    for year in range(source.first, source.last + 1):
        days = {day for day in source.holidays(year) if day.weekday() < 5 and decided.get(day) is not True}
        days |= {day for day, is_open in decided.items() if day.year == year and not is_open}
        found[str(year)] = sorted(f"{day:%m%d}" for day in days)
    return found


def written(name: str) -> str:
    """The file of a calendar: where it comes from, and a line for each year."""
    years = ",\n".join(f'"{year}": {json.dumps(days)}' for year, days in _years(name, SOURCES[name]).items())
    made = json.dumps(f"holidays {version('holidays')}: {SOURCES[name].of}")
    return f'{{\n"made_from": {made},\n"years": {{\n{years}\n}}\n}}\n'


if __name__ == "__main__":
    for name in SOURCES:
        (FOLDER / f"{name}.json").write_text(written(name), encoding="utf-8")
