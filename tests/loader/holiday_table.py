"""The table of holidays that `kenri.loader.calendars` reads, made from the `holidays` package.

Run as a script to write it; a test compares it with what the installed package says.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from holidays import country_holidays, financial_holidays

FILE = Path(__file__).parents[2] / "engine" / "kenri" / "loader" / "holidays.json"

LAST_YEAR = 2099


def _country(code: str, subdivision: str | None = None) -> Callable[[int], Iterable[date]]:
    return lambda year: country_holidays(code, subdiv=subdivision, years=year, expand=False)


def _market(code: str) -> Callable[[int], Iterable[date]]:
    return lambda year: financial_holidays(code, years=year, expand=False)


def _tokyo_stock_exchange(year: int) -> Iterable[date]:
    """The national holidays and the year-end closing from 31 December to 3 January."""
    return [*_country("JP")(year), date(year, 1, 1), date(year, 1, 2), date(year, 1, 3), date(year, 12, 31)]


SOURCES: dict[str, tuple[int, Callable[[int], Iterable[date]]]] = {
    "japan": (1990, _country("JP")),
    "tokyo-stock-exchange": (1990, _tokyo_stock_exchange),
    "united-states": (1990, _country("US")),
    "new-york-stock-exchange": (1990, _market("NYSE")),
    "united-kingdom": (1990, _country("GB", "ENG")),
    "target": (1999, _market("ECB")),
}
"""First year and holidays of each calendar. For a year it does not cover the package gives none, not an error."""


def table() -> dict[str, dict[str, list[str]]]:
    """Holidays from Monday to Friday as `MMDD`, by calendar and year."""
    return {
        name: {str(year): _weekdays(holidays(year)) for year in range(first, LAST_YEAR + 1)}
        for name, (first, holidays) in SOURCES.items()
    }


def _weekdays(holidays: Iterable[date]) -> list[str]:
    return sorted({f"{day:%m%d}" for day in holidays if day.weekday() < 5})


if __name__ == "__main__":
    lines = ",\n".join(
        f'"{name}": {{\n' + ",\n".join(f'"{year}": {json.dumps(days)}' for year, days in years.items()) + "\n}"
        for name, years in table().items()
    )
    FILE.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
