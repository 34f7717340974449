"""The tables of holidays that come with kenri, held against those of other packages than the one they are made from.

    pip install exchange_calendars==4.13.2 workalendar==17.0.0
    python -m tests.loader.holiday_check

It is run by hand, in an environment of its own, when the tables are made anew. Each weekday on which two packages
differ is printed, unless it is listed: in `DECIDED` of `tests.loader.holiday_table` where the table had to change, and
in `KNOWN` where it is right as it is, with whose word that is.
"""

import sys
from collections.abc import Iterator, Mapping
from datetime import date

from kenri.loader.calendars import business_days

EXCHANGES: Mapping[str, str] = {
    "tokyo-stock-exchange": "XTKS",
    "new-york-stock-exchange": "XNYS",
    "nasdaq": "XNYS",
    "toronto-stock-exchange": "XTSE",
    "london-stock-exchange": "XLON",
    "euronext": "XPAR",
    "xetra": "XETR",
    "six-swiss-exchange": "XSWX",
    "hong-kong-stock-exchange": "XHKG",
    "singapore-exchange": "XSES",
    "australian-securities-exchange": "XASX",
    "national-stock-exchange-of-india": "XBOM",
}
"""In `exchange_calendars`. Two exchanges of New York keep the same holidays, and so do two of Mumbai. `japan` is that
of Tokyo but for the turn of the year."""

PLACES: Mapping[str, str] = {
    "united-states": "US",
    "district-of-columbia": "US-DC",
    "united-kingdom": "GB",
    "target": "ECB",
}
"""In `workalendar`, which has moved holidays of Japan of some years only."""

FIRST_YEAR_OF_PLACES = 2000
LAST_YEAR = 2040
"""How far back and ahead rules are compared."""

_JUNETEENTH = "Juneteenth is a holiday by Public Law 117-17 of 2021, which the second package does not know"

KNOWN: Mapping[tuple[str, date], str] = {
    ("tokyo-stock-exchange", date(1998, 5, 6)): "no holiday by the Act on National Holidays: 3 May was kept on the 4th",
    ("tokyo-stock-exchange", date(2020, 10, 1)): "the exchange opened and its system failed, which makes no holiday",
    ("hong-kong-stock-exchange", date(2023, 9, 1)): "closed for a typhoon, by notice of the exchange",
    ("hong-kong-stock-exchange", date(2023, 9, 8)): "closed for a rainstorm, by notice of the exchange",
    ("hong-kong-stock-exchange", date(2029, 9, 24)): "the day after Mid-Autumn is a Sunday, and kept on Monday",
    ("united-kingdom", date(2023, 5, 8)): "the coronation, by royal proclamation",
    ("target", date(2001, 12, 31)): "closed for the change to euro cash, by decision of the European Central Bank",
    ("district-of-columbia", date(2029, 1, 19)): "D.C. Code 28-2701 moves an inauguration on a Saturday nowhere",
} | {
    (name, date(year, 6, day)): _JUNETEENTH
    for name in ("united-states", "district-of-columbia")
    for year in range(2021, LAST_YEAR + 1)
    for day in (18, 19, 20)
}


def of_exchange(name: str) -> tuple[date, date, set[date]]:
    """The first and last day on which both packages know an exchange, and its sessions as the second has them."""
    from exchange_calendars import calendar_utils  # type: ignore[import-not-found, unused-ignore]  # in no lock file

    first, last = _reach(name)
    theirs = calendar_utils._default_calendar_factories[EXCHANGES[name]]
    if theirs.bound_min() is not None:
        first = max(first, theirs.bound_min().date())
    if theirs.bound_max() is not None:
        last = min(last, theirs.bound_max().date())
    return first, last, {session.date() for session in theirs(start=str(first), end=str(last)).sessions}


def of_place(name: str) -> tuple[date, date, set[date]]:
    """The same of a country or a system of payment."""
    from workalendar.europe import EuropeanCentralBank  # type: ignore[import-untyped, unused-ignore]  # likewise
    from workalendar.registry import registry  # type: ignore[import-untyped, unused-ignore]  # likewise

    first, last = _reach(name)
    first = max(first, date(FIRST_YEAR_OF_PLACES, 1, 1))
    place = EuropeanCentralBank() if PLACES[name] == "ECB" else registry.get(PLACES[name])()
    # A New Year's Day on a Saturday may be kept in the year before.
    holidays = {day for year in range(first.year, last.year + 2) for day, _ in place.holidays(year)}
    return first, last, {day for day in _days(first, last) if day not in holidays}


def differences(name: str) -> Iterator[date]:
    """The weekdays that one of the two takes for a business day and the other does not."""
    first, last, theirs = of_exchange(name) if name in EXCHANGES else of_place(name)
    for day in _days(first, last):
        if day.weekday() < 5 and business_days(name).is_business_day(day.toordinal()) != (day in theirs):
            yield day


def main() -> int:
    """Print what differs and is not known to; 1 if anything does."""
    found = [(name, day) for name in (*EXCHANGES, *PLACES) for day in differences(name)]
    new = [each for each in found if each not in KNOWN]
    for name, day in new:
        is_open = business_days(name).is_business_day(day.toordinal())
        print(f"{name} {day} {day:%a}: {'open' if is_open else 'closed'} here")
    print(f"{len(found)} days differ, {len(new)} of them for no known reason")
    return int(bool(new))


def _reach(name: str) -> tuple[date, date]:
    first, last = business_days(name).years
    return date(first, 1, 1), date(min(last, LAST_YEAR), 12, 31)


def _days(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


if __name__ == "__main__":
    sys.exit(main())
