"""Lists written as CSV, Excel and Parquet are read back as they were, whatever stands in a cell."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest

from kenri.faces.writing.table_files import ColumnKind, TableCell, table_file
from kenri.model.problems import ProblemsError

COLUMNS: dict[str, ColumnKind] = {"who": "text", "day": "day", "number": "number", "sure": "flag"}
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "権利 髙﨑", 'a "b", c', "two\nlines", "'quoted", "", "\x00\x0b"]
ROWS: list[dict[str, TableCell]] = [
    {"who": text, "day": date(2025, 6, 25), "number": number, "sure": True}
    for text, number in zip(HOSTILE, [1, "unlimited", "1/3", None, 0, 10**18, 7, 8, 9, 10, 11], strict=True)
] + [{"who": None, "day": None, "number": None, "sure": None}]


def test_csv_is_read_back_and_no_cell_is_a_formula() -> None:
    text = table_file(Path("a.csv"), COLUMNS, ROWS).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text, newline="")))
    assert [row["who"].removeprefix("'") for row in rows] == [(row["who"] or "").removeprefix("'") for row in _texts()]
    assert not [row for row in rows if row["who"].startswith(("=", "+", "-", "@", "\t"))]
    assert [row["number"] for row in rows] == ["" if row["number"] is None else str(row["number"]) for row in ROWS]
    assert {row["day"] for row in rows} == {"2025-06-25", ""}


def _texts() -> list[dict[str, Any]]:
    return [{**row} for row in ROWS]


def test_excel_has_days_numbers_and_texts_and_no_formula() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(BytesIO(table_file(Path("a.XLSX"), COLUMNS, ROWS))).worksheets[0]
    head, *rows = sheet.iter_rows()
    assert [cell.value for cell in head] == list(COLUMNS)
    assert {cell.data_type for row in rows for cell in row} <= {"s", "inlineStr", "n", "d", "b"}
    assert [row[0].value for row in rows[:4]] == HOSTILE[:4]
    assert [row[2].value for row in rows[:4]] == [1, "unlimited", "1/3", None]
    assert rows[0][1].value.date() == date(2025, 6, 25)
    assert rows[10][0].value == "��"


def test_parquet_has_the_same_types_whatever_the_rows_are() -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    whole, none = (pq.read_table(BytesIO(table_file(Path("a.parquet"), COLUMNS, rows))) for rows in (ROWS, []))
    assert whole.schema == none.schema
    assert whole.schema.types == [pa.string(), pa.date32(), pa.string(), pa.bool_()]
    assert whole["number"].to_pylist()[:4] == ["1", "unlimited", "1/3", None]
    assert whole["who"].to_pylist() == [row["who"] for row in ROWS]


def test_another_ending_is_refused() -> None:
    with pytest.raises(ProblemsError) as raised:
        table_file(Path("a.pdf"), COLUMNS, ROWS)
    assert [each.code for each in raised.value.problems] == ["no-table-form"]
