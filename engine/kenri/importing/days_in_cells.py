"""Days as tables have them: days of Excel and their bare serial numbers, ISO, Japanese eras, and days whose order of
day and month a whole column decides.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from kenri.importing.eras import era_day
from kenri.importing.read_cell import CellValue, Faulty, Misread, Read, is_nothing, plain_text, shown
from kenri.model.problems import quote
from kenri.model.sentences import Sentence

__all__ = ["DayOrder", "DayStyle", "day_in", "order_told_by"]

DayOrder: TypeAlias = Literal["day-month-year", "month-day-year"]

FIRST_SERIAL_DAY, LAST_SERIAL_DAY = date(1990, 1, 1), date(2100, 12, 31)
"""Between which days a bare number is taken for the serial number of one."""

_TRUSTED_SINCE = date(1900, 3, 1)
"""Excel has a 29 February 1900, which was none: what it says of earlier days cannot be trusted."""

_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_NO_DAY = date(3000, 1, 1)
"""Stands for none in exports of some personnel systems."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = ("uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember")
_MONTH_NAMES = {
    name: number
    for number, (short, rest) in enumerate(zip(_MONTHS, _LONG, strict=True), 1)
    for name in (short, short + rest, *(("sept",) if short == "sep" else ()))
}
_WEEKDAYS = {
    **{name: index for index, name in enumerate("月火水木金土日")},
    **{name: index for index, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
}

_YEAR_FIRST = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|\s?年\s?([0-9]{1,2})\s?月\s?([0-9]{1,2})\s?日)"
)
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_TWO_DIGITS = re.compile(r"'?[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日")
_NAMED = re.compile(r"(?:([0-9]{1,2})[- .]([a-z]+)\.?[- ,.]+|([a-z]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? )([0-9]{4})")
_TIME = re.compile(r"[t ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[ap]m)?(?:z|[+-][0-9]{2}:?[0-9]{2})?$")
_MIDNIGHT = re.compile(r"[t ]0?0:00(?::00(?:\.0+)?)?$")
_WEEKDAY = re.compile(r" ?\(([月火水木金土日]|mon|tue|wed|thu|fri|sat|sun)(?:曜日?)?\)$")


class DayStyle(NamedTuple):
    """How the days of a column are written: the order of its texts, if they need one, and the epoch of bare numbers."""

    order: DayOrder | None = None
    is_from_1904: bool = False


def order_told_by(cell: CellValue) -> DayOrder | None:
    """The order of day and month that a cell tells by itself, for all of its column; None where it tells none.

    >>> order_told_by("25/02/2025"), order_told_by("02/25/2025"), order_told_by("01/02/2025")
    ('day-month-year', 'month-day-year', None)
    """
    if not isinstance(cell, str) or (match := _YEAR_LAST.fullmatch(_bare(cell))) is None:
        return None
    first, second = int(match[1]), int(match[3])
    if 12 < first <= 31 and 1 <= second <= 12:
        return "day-month-year"
    return "month-day-year" if 12 < second <= 31 and 1 <= first <= 12 else None


def day_in(cell: CellValue, style: DayStyle) -> Read[date | None] | Misread:
    """The day that a cell of a column of days stands for; None where it says that there is none.

    >>> day_in("令和7年6月25日", DayStyle()).value.isoformat(), day_in(45833, DayStyle()).value.isoformat()
    ('2025-06-25', '2025-06-25')
    """
    if is_nothing(cell):
        return Read(None)
    match cell:
        case Faulty():
            return Misread(cell.sentence)
        case datetime():
            if cell.time() != time():
                return Misread(Sentence("day-with-time", found=shown(cell)))
            return _trusted(cell.date(), cell)
        case date():
            return _trusted(cell, cell)
        case bool() | time() | timedelta():
            return _no_day(cell)
        case int() | Decimal():
            return _by_number(cell, style)
        case _:
            assert isinstance(cell, str)  # the one kind that is left
            return _in_text(cell, style)


def _trusted(day: date, cell: CellValue) -> Read[date | None] | Misread:
    if day == _NO_DAY:
        return Read(None)
    return Read(day) if day >= _TRUSTED_SINCE else Misread(Sentence("day-before-march-1900", found=shown(cell)))


def _by_number(cell: int | Decimal, style: DayStyle) -> Read[date | None] | Misread:
    """The day of a bare number, be it a serial number of Excel or eight digits."""
    if cell != int(cell):
        return Misread(Sentence("day-with-time", found=shown(cell)))
    whole = int(cell)
    if (match := _DIGITS.fullmatch(str(whole))) is not None:
        return _made(int(match[1]), int(match[2]), int(match[3]), cell)
    epoch = _EPOCH_1904 if style.is_from_1904 else _EPOCH_1900
    if not (FIRST_SERIAL_DAY - epoch).days <= whole <= (LAST_SERIAL_DAY - epoch).days:
        return Misread(Sentence("number-is-no-day", found=shown(cell)))
    day = epoch + timedelta(days=whole)
    return Read(day, Sentence("serial-taken-for-day", found=shown(cell), day=quote(day.isoformat())))


def _bare(text: str) -> str:
    """The text of a day in normal form, without a time that is midnight and without a day of the week."""
    return _WEEKDAY.sub("", _MIDNIGHT.sub("", plain_text(text).lower()))


def _in_text(cell: str, style: DayStyle) -> Read[date | None] | Misread:
    normal = plain_text(cell).lower()
    if _TIME.search(normal) is not None and _MIDNIGHT.search(normal) is None:
        return Misread(Sentence("day-with-time", found=shown(cell)))
    found = _written(_bare(cell), cell, style)
    weekday = _WEEKDAY.search(normal)
    if weekday is None or isinstance(found, Misread) or found.value is None:
        return found
    if _WEEKDAYS[weekday[1]] != found.value.weekday():
        return Misread(Sentence("other-weekday", found=shown(cell), day=quote(found.value.isoformat())))
    return found


def _written(text: str, cell: str, style: DayStyle) -> Read[date | None] | Misread:
    if (match := _YEAR_FIRST.fullmatch(text)) is not None:
        return _made(int(match[1]), int(match[3] or match[5]), int(match[4] or match[6]), cell)
    if (match := _DIGITS.fullmatch(text)) is not None:
        return _made(int(match[1]), int(match[2]), int(match[3]), cell)
    if (match := _YEAR_LAST.fullmatch(text)) is not None:
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if first == second:
            return _made(year, first, first, cell)
        match style.order:
            case "day-month-year":
                return _made(year, second, first, cell)
            case "month-day-year":
                return _made(year, first, second, cell)
            case None:
                return Misread(Sentence("day-or-month-first", found=shown(cell)))
    if (era := era_day(text)) is not None:
        named, day = era
        if day is None:
            return Misread(Sentence("no-such-day-cell", found=shown(cell)))
        if named.holds(day):
            return Read(day)
        said = Sentence("day-outside-era", found=shown(cell), day=quote(day.isoformat()), era=quote(named.name))
        return Read(day, said)
    if _TWO_DIGITS.fullmatch(text) is not None:
        return Misread(Sentence("two-digit-year", found=shown(cell)))
    if (match := _NAMED.fullmatch(text)) is not None and (month := _MONTH_NAMES.get(match[2] or match[3])):
        return _made(int(match[5]), month, int(match[1] or match[4]), cell)
    return _no_day(cell)


def _made(year: int, month: int, day: int, cell: CellValue) -> Read[date | None] | Misread:
    try:
        found = date(year, month, day)
    except ValueError:
        return Misread(Sentence("no-such-day-cell", found=shown(cell)))
    return Read(None) if found == _NO_DAY else Read(found)


def _no_day(cell: CellValue) -> Misread:
    return Misread(Sentence("cell-is-no-day", found=shown(cell)))
