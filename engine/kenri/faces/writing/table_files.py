"""Lists as files for spreadsheets and other programs: CSV, Excel, Parquet, by the ending of the name."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Literal, TypeAlias

from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence

__all__ = ["ColumnKind", "TableCell", "table_file", "table_form"]

TableCell: TypeAlias = str | int | bool | date | None

ColumnKind: TypeAlias = Literal["text", "number", "day", "flag"]
"""What is in a column. In one of numbers a word may stand where there is no number."""

_WIDEST = 60
"""Characters of a column in a spreadsheet, at most."""

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""A cell of CSV that begins so is worked out by spreadsheet programs."""


def table_file(path: Path, columns: Mapping[str, ColumnKind], rows: Sequence[Mapping[str, TableCell]]) -> bytes:
    """The bytes of a file of that name: a row for each mapping, a column for each name, with a heading.

    Raises `ProblemsError` for another ending, and where what writes it is not installed.
    """
    return _WRITERS[table_form(path)](columns, rows)


def table_form(path: Path) -> str:
    """The ending of a file's name that says what is written into it. Raises `ProblemsError` for another one."""
    ending = path.suffix.lower()
    if ending not in _WRITERS:
        raise refused(Sentence("no-table-form", file=quote(str(path), limit=4096), names=tuple(map(quote, _WRITERS))))
    return ending


def _csv(columns: Mapping[str, ColumnKind], rows: Sequence[Mapping[str, TableCell]]) -> bytes:
    """UTF-8 with a mark in front, without which spreadsheet programs take it for another encoding."""
    text = StringIO(newline="")
    written = csv.writer(text, lineterminator="\n")
    written.writerow(columns)
    written.writerows([_harmless(row.get(column)) for column in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: TableCell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case str() if cell.startswith(_FORMULAS):
            return f"'{cell}"
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _xlsx(columns: Mapping[str, ColumnKind], rows: Sequence[Mapping[str, TableCell]]) -> bytes:
    from kenri.importing.written_workbook import WrittenColumn, WrittenSheet, workbook_bytes

    def width(column: str) -> int:
        return min(max([len(column), *(len(_harmless(row.get(column))) for row in rows)]) + 2, _WIDEST)

    heads = tuple(WrittenColumn(heading=column, width=width(column)) for column in columns)
    cells = ([row.get(column) for column in columns] for row in rows)
    return workbook_bytes([WrittenSheet(title="kenri", columns=heads, rows=cells)])


def _parquet(columns: Mapping[str, ColumnKind], rows: Sequence[Mapping[str, TableCell]]) -> bytes:
    """Numbers are text, exact, for a word may stand in the place of one."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise refused(Sentence("batch-missing")) from None
    kinds = {"day": pa.date32(), "flag": pa.bool_(), "text": pa.string(), "number": pa.string()}
    arrays = {}
    for column, kind in columns.items():
        cells = [row.get(column) for row in rows]
        if kind == "number":
            cells = [None if cell is None else str(cell) for cell in cells]
        arrays[column] = pa.array(cells, kinds[kind])
    written = BytesIO()
    pq.write_table(pa.table(arrays), written)
    return written.getvalue()


_WRITERS: Mapping[str, Callable[[Mapping[str, ColumnKind], Sequence[Mapping[str, TableCell]]], bytes]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".parquet": _parquet,
}
