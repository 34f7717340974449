"""Days in cells, worked out by hand: serial numbers of both epochs, eras, and orders that a column decides."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.importing.days_in_cells import DayOrder, DayStyle, day_in, order_told_by
from kenri.importing.read_cell import CellValue, Misread, Read

PLAIN = DayStyle()
DMY, MDY = DayStyle("day-month-year"), DayStyle("month-day-year")


def read(cell: CellValue, style: DayStyle = PLAIN) -> Any:
    """The day as ISO text, None, or the code of what is wrong; with the code of what was cautioned after it."""
    found = day_in(cell, style)
    if isinstance(found, Misread):
        return found.sentence.code
    day = found.value and found.value.isoformat()
    return day if found.caution is None else (day, found.caution.code)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2025, 6, 25), "2025-06-25"),
        (datetime(2025, 6, 25), "2025-06-25"),
        ("2025-06-25", "2025-06-25"),
        ("2025/6/25", "2025-06-25"),
        ("2025.6.25", "2025-06-25"),
        ("２０２５年６月２５日", "2025-06-25"),
        ("2025年6月25日（水）", "2025-06-25"),
        ("20250625", "2025-06-25"),
        (20250625, "2025-06-25"),
        ("2025-06-25 00:00:00", "2025-06-25"),
        ("2025-06-25T00:00", "2025-06-25"),
        ("25 Jun 2025", "2025-06-25"),
        ("25-Jun-2025", "2025-06-25"),
        ("June 25, 2025", "2025-06-25"),
        ("1899-12-31", "1899-12-31"),
        # eras
        ("令和7年6月25日", "2025-06-25"),
        ("R7.6.25", "2025-06-25"),
        ("R07/06/25", "2025-06-25"),
        ("r7-6-25", "2025-06-25"),
        ("㋿7年6月25日", "2025-06-25"),
        ("令和元年5月1日", "2019-05-01"),
        ("平成31年4月30日", "2019-04-30"),
        ("平成元年1月8日", "1989-01-08"),
        ("昭和64年1月7日", "1989-01-07"),
        ("昭和元年12月25日", "1926-12-25"),
        ("大正15年12月25日", "1926-12-25"),
        ("明治45年7月30日", "1912-07-30"),
        ("大正元年7月30日", "1912-07-30"),
        ("明治6年1月1日", "1873-01-01"),
        # a day that is not in the era it names
        ("平成31年5月1日", ("2019-05-01", "day-outside-era")),
        ("平成35年4月1日", ("2023-04-01", "day-outside-era")),
        ("令和元年4月30日", ("2019-04-30", "day-outside-era")),
        # nothing
        (None, None),
        ("", None),
        ("―", None),
        ("-", None),
        ("なし", None),
        ("3000-01-01", None),
        ("01/01/3000", None),
        (date(3000, 1, 1), None),
        # serial numbers
        (45833, ("2025-06-25", "serial-taken-for-day")),
        (32874, ("1990-01-01", "serial-taken-for-day")),
        (32873, "number-is-no-day"),
        (73415, ("2100-12-31", "serial-taken-for-day")),
        (73416, "number-is-no-day"),
        (59, "number-is-no-day"),
        (60, "number-is-no-day"),
        (Decimal("45833.5"), "day-with-time"),
        # what is no day
        (datetime(2025, 6, 25, 9, 30), "day-with-time"),
        ("2025-06-25 09:30", "day-with-time"),
        ("2025-06-25T00:00:00Z", "day-with-time"),
        ("2025-06-25 12:00 AM", "day-with-time"),
        (date(1900, 2, 28), "day-before-march-1900"),
        ("2025-02-29", "no-such-day-cell"),
        ("令和7年2月29日", "no-such-day-cell"),
        ("令和0年5月1日", "no-such-day-cell"),
        ("明治5年12月31日", "no-such-day-cell"),
        ("2025年6月25日(木)", "other-weekday"),
        ("25/6/25", "two-digit-year"),
        ("25年6月25日", "two-digit-year"),
        ("06/05/2025", "day-or-month-first"),
        ("soon", "cell-is-no-day"),
        ("6月25日", "cell-is-no-day"),
        (True, "cell-is-no-day"),
        (time(9, 0), "cell-is-no-day"),
        (timedelta(days=1), "cell-is-no-day"),
    ],
)
def test_a_cell_of_a_column_of_days(cell: CellValue, day: Any) -> None:
    assert read(cell) == day


def test_days_of_1904_are_1462_days_later() -> None:
    style = DayStyle(is_from_1904=True)
    # 1904-01-01 is day 0 there and day 1462 otherwise: 45833 − 1462 = 44371 is 25 June 2025.
    assert read(44371, style) == ("2025-06-25", "serial-taken-for-day")
    assert read(31412, style) == ("1990-01-01", "serial-taken-for-day")
    assert read(31411, style) == "number-is-no-day"


def test_a_column_says_whether_the_day_or_the_month_comes_first() -> None:
    assert read("06/05/2025", DMY) == "2025-05-06"
    assert read("06/05/2025", MDY) == "2025-06-05"
    assert read("6.5.2025", DMY) == "2025-05-06"
    assert read("05/05/2025") == "2025-05-05"  # either way
    assert read("25/06/2025", MDY) == "no-such-day-cell"


@pytest.mark.parametrize(
    ("cell", "order"),
    [
        ("13/01/2025", "day-month-year"),
        ("01/13/2025", "month-day-year"),
        ("12/12/2025", None),
        ("32/01/2025", None),
        ("2025-01-13", None),
        (45833, None),
    ],
)
def test_one_value_that_can_be_read_in_one_way_settles_it(cell: CellValue, order: DayOrder | None) -> None:
    assert order_told_by(cell) == order


@given(st.dates(date(1873, 1, 1), date(2200, 12, 31)))
def test_every_day_is_read_back_as_people_write_it(day: date) -> None:
    for text in (f"{day:%Y-%m-%d}", f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日"):
        assert read(text) == day.isoformat()
    assert read(f"{day.day}/{day.month}/{day.year}", DMY) == day.isoformat()
    assert read(f"{day.month}/{day.day}/{day.year}", MDY) == day.isoformat()


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.booleans())
def test_every_serial_number_is_read_back(day: date, is_from_1904: bool) -> None:
    epoch = date(1904, 1, 1) if is_from_1904 else date(1899, 12, 30)
    found = day_in((day - epoch).days, DayStyle(is_from_1904=is_from_1904))
    assert isinstance(found, Read)
    assert found.value == day


@given(st.dates(date(2019, 5, 1), date(2099, 12, 31)))
def test_every_day_of_reiwa_is_read_back(day: date) -> None:
    year = day.year - 2018
    for text in (
        f"令和{year if year > 1 else '元'}年{day.month}月{day.day}日",
        f"R{year:02}/{day.month:02}/{day.day:02}",
    ):
        assert read(text) == day.isoformat()


CELLS = st.one_of(
    st.text(max_size=30),
    st.text("0123456789/-.年月日令和平成RHST元 :", max_size=14),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(),
    st.booleans(),
    st.none(),
)


@given(CELLS, st.sampled_from([DayStyle(), DMY, MDY, DayStyle(is_from_1904=True)]))
def test_any_cell_is_a_day_or_refused_with_a_sentence(cell: CellValue, style: DayStyle) -> None:
    found = day_in(cell, style)
    said = found.sentence if isinstance(found, Misread) else found.caution
    if said is not None:
        assert said.text("en")
        assert said.text("ja")
