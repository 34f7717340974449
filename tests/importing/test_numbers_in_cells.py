"""Numbers in cells: exact, or refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.importing.numbers_in_cells import CellNumber, DecimalMark, mark_told_by, number_in
from kenri.importing.read_cell import CellValue, Misread


def read(cell: CellValue, mark: DecimalMark | None = "point") -> Any:
    found = number_in(cell, mark)
    if isinstance(found, Misread):
        return found.sentence.code
    return None if found.value is None else found.value.number


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (10, 10),
        (Decimal("10.0"), 10),
        (Decimal("2.50"), Decimal("2.5")),
        ("10", 10),
        ("１，０００", 1000),
        ("1,000", 1000),
        ("1,234,567.89", Decimal("1234567.89")),
        ("10個", 10),
        ("10 個", 10),
        ("1,000株", 1000),
        ("500円", 500),
        ("¥1", 1),
        ("￥1,200", 1200),
        ("$2.50", Decimal("2.5")),
        ("2.50 USD", Decimal("2.5")),
        ("△3", -3),
        ("▲3", -3),
        ("-3", -3),
        ("+3", 3),
        ("¥-3", -3),
        ("0.10", Decimal("0.1")),
        ("-", None),
        ("―", None),
        ("", None),
        (None, None),
        ("1,00", "cell-is-no-number"),
        ("1,0000", "cell-is-no-number"),
        ("1.2.3", "cell-is-no-number"),
        ("1 000", "cell-is-no-number"),
        ("10人", "cell-is-no-number"),
        ("$1円", "cell-is-no-number"),
        ("(3)", "cell-is-no-number"),
        ("17(注)", "cell-is-no-number"),
        ("10%", "cell-is-no-number"),
        ("5千", "number-with-size"),
        ("5k", "number-with-size"),
        ("100万円", "cell-is-no-number"),
        ("ten", "cell-is-no-number"),
        (True, "cell-is-no-number"),
        ("9" * 101, "cell-is-no-number"),
        (Decimal("1e300"), "cell-is-no-number"),
    ],
)
def test_a_cell_of_a_column_of_numbers(cell: CellValue, number: Any) -> None:
    assert read(cell) == number


def test_a_unit_stays_beside_its_number() -> None:
    assert number_in("¥1,200") == number_in("1200円")
    found = number_in("2.50 USD")
    assert not isinstance(found, Misread)
    assert found.value == CellNumber(Decimal("2.5"), "USD")


@pytest.mark.parametrize(
    ("cell", "mark", "number"),
    [
        ("1.234,5", "comma", Decimal("1234.5")),
        ("12,5", "comma", Decimal("12.5")),
        ("1.234", "comma", 1234),
        ("1,234", "comma", Decimal("1.234")),
        ("1,234", "point", 1234),
        ("1.234", "point", Decimal("1.234")),
        ("1,234", None, "comma-or-point"),
        ("1.234", None, "comma-or-point"),
        ("12,5", None, Decimal("12.5")),
        ("12.50", None, Decimal("12.5")),
        ("1234", None, 1234),
        ("12.50", "comma", "cell-is-no-number"),
    ],
)
def test_which_mark_is_before_decimals(cell: str, mark: DecimalMark | None, number: Any) -> None:
    assert read(cell, mark) == number


@pytest.mark.parametrize(
    ("cell", "mark"),
    [("12,5", "comma"), ("1.000,5", "comma"), ("12.5", "point"), ("1,000", None), ("1.000", None), (1, None)],
)
def test_one_value_that_can_be_read_in_one_way_settles_the_mark(cell: CellValue, mark: DecimalMark | None) -> None:
    assert mark_told_by(cell) == mark


def test_a_text_in_a_workbook_may_have_points_between_thousands() -> None:
    """A number of a workbook is a number; a text `1.000` may come from where points divide thousands."""
    found = number_in("1.000", "perhaps-point")
    assert isinstance(found, Misread)
    assert found.sentence.code == "comma-or-point"
    for cell in ("1,000", "1.5", "1,000.5", 1000):
        assert not isinstance(number_in(cell, "perhaps-point"), Misread)


@given(st.integers(-(10**30), 10**30), st.sampled_from(["{:,}", "{}", "{:,}個", "¥{}"]))
def test_every_whole_number_is_read_back(number: int, form: str) -> None:
    assert read(form.format(number)) == number


@given(st.decimals(min_value=0, max_value=10**12, places=4))
def test_every_decimal_is_read_back_in_both_ways(number: Decimal) -> None:
    text = f"{number:,.4f}"
    assert read(text, "point") == number
    assert read(text.translate(str.maketrans(",.", ".,")), "comma") == number


@given(st.one_of(st.text(max_size=40), st.text("0123456789,.'△-¥個円 %()", max_size=16)))
def test_any_text_is_an_exact_number_or_refused(text: str) -> None:
    marks: tuple[DecimalMark | None, ...] = ("point", "comma", None)
    for mark in marks:
        found = number_in(text, mark)
        if isinstance(found, Misread):
            assert found.sentence.text("ja")
        elif found.value is not None:
            assert isinstance(found.value.number, int | Decimal)
