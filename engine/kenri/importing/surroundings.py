"""What stands around a cell of a table: its row with those beside it, under their headings, as its file has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import islice
from pathlib import Path

from kenri.importing.headings import headings_of
from kenri.importing.mapping_file import TableMapping
from kenri.importing.read_cell import CellValue, Faulty
from kenri.importing.sheet import Row, TableSheet
from kenri.importing.tables import sheets_of
from kenri.importing.targets import Targets
from kenri.model.plan import Plan
from kenri.model.problems import Report

__all__ = ["CellAt", "Surroundings", "surroundings_in"]

CellAt = tuple[str, int, int]
"""A cell by its sheet (empty in a text), its row and its column, from 1; a column of 0 stands for the whole row."""

_BESIDE = 2
"""So many rows and columns on each side."""

_LONGEST = 80
"""Characters of a cell that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """A part of a sheet around one cell."""

    columns: tuple[int, ...]
    """The numbers of the columns that are shown, from 1."""
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Each row by its number, from 1, with the text of its cells in these columns."""
    headings: tuple[str, ...] = ()
    """What these columns are called; nothing where the sheet has no headings that are known, or they are shown."""


def surroundings_in(
    path: Path, wanted: Iterable[CellAt], plans: Mapping[str, Plan], mapping: TableMapping | None = None
) -> dict[CellAt, Surroundings]:
    """The surroundings of cells of one file, of those that are there; nothing of a file that cannot be read.

    A sheet is gone through once, however many of its cells are wanted.
    """
    by_sheet: dict[str, set[CellAt]] = {}
    for each in wanted:
        if each[1]:
            by_sheet.setdefault(each[0], set()).add(each)
    if not by_sheet:
        return {}
    found: dict[CellAt, Surroundings] = {}
    known = mapping or TableMapping()
    for sheet in sheets_of(path, Report(), with_hidden=True):
        cells = by_sheet.get(sheet.name)
        if cells:
            found |= _in_sheet(sheet, cells, _headings(sheet, plans, known))
    return found


def _headings(sheet: TableSheet, plans: Mapping[str, Plan], mapping: TableMapping) -> tuple[int, Mapping[int, str]]:
    """After which row the rows of a sheet begin, and its headings by their columns from 1; 0 where none are known."""
    found = headings_of(sheet, Targets(plans), mapping, Report())
    return (0, {}) if found is None else (found.last_row, {index + 1: name for index, name in found.at.items()})


def _in_sheet(
    sheet: TableSheet, wanted: Iterable[CellAt], headings: tuple[int, Mapping[int, str]]
) -> dict[CellAt, Surroundings]:
    numbered = {each: index for index, each in enumerate(number for number, _ in sheet.rows())}
    near: dict[CellAt, range] = {}
    for cell in wanted:
        at = numbered.get(cell[1])
        if at is not None:
            near[cell] = range(max(0, at - _BESIDE), at + _BESIDE + 1)
    needed = {index for each in near.values() for index in each}
    numbers = islice(enumerate(sheet.rows()), max(needed, default=-1) + 1)
    rows: dict[int, Row] = {index: row for index, row in numbers if index in needed}
    return {cell: _around(cell, [rows[each] for each in near[cell] if each in rows], headings) for cell in near}


def _around(cell: CellAt, rows: list[Row], headings: tuple[int, Mapping[int, str]]) -> Surroundings:
    column = cell[2] or 1
    widest = max((len(cells) for _, cells in rows), default=0)
    last = max(column, min(widest, column + _BESIDE if cell[2] else 2 * _BESIDE + 1))
    columns = tuple(sorted({1, *range(max(1, column - _BESIDE), last + 1)}))  # the first tells most often of whom
    last_row, names = headings
    is_below = bool(names) and all(number > last_row for number, _ in rows)
    return Surroundings(
        columns=columns,
        rows=tuple((number, tuple(_text(cells, each) for each in columns)) for number, cells in rows),
        headings=tuple(names.get(each, "") for each in columns) if is_below else (),
    )


def _text(cells: Iterable[CellValue], column: int) -> str:
    cell = next(islice(cells, column - 1, None), None)
    match cell:
        case None | Faulty():
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case date() | time():
            return cell.isoformat()
        case _:
            text = str(cell)
            return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
