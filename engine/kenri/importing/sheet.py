"""A sheet of a table file: its rows, which can be gone through again and again, and what its file says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kenri.importing.numbers_in_cells import MarkOfFile
from kenri.importing.read_cell import CellValue
from kenri.importing.sheet_cell import SheetCell, column_letters
from kenri.model.entries import EntrySource
from kenri.model.problems import Place

__all__ = ["Merged", "Row", "TableSheet"]

Row: TypeAlias = "tuple[int, Sequence[CellValue]]"
"""The number of a row, counted from 1 (of text, the line on which it begins), and its cells from column A on."""

Merged: TypeAlias = "tuple[int, int, int, int]"
"""Cells that are merged: first row, first column, last row, last column, each counted from 1 and included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSheet:
    """One sheet of a file; a text with separators has a single one, without a name."""

    file: str
    name: str = ""
    rows: Callable[[], Iterator[Row]]
    merged: tuple[Merged, ...] = ()
    is_from_1904: bool = False
    """Whether its bare serial numbers of days count from 1904, as those of some old workbooks do."""
    mark: MarkOfFile = "perhaps-point"
    """The mark before decimals in text, where nothing else tells it."""

    def place(self, row: int = 0, column: int = 0) -> Place:
        """The place of a cell, a row or, without either, of the sheet as a whole."""
        if self.name:
            return SheetCell(self.file, row, column, self.name)
        return Place(self.file, row, column)

    def source(self, row: int, column: int) -> EntrySource:
        """The same as where an entry came from."""
        if self.name:
            return EntrySource(self.file, self.name, row, f"{column_letters(column)}{row}", column)
        return EntrySource(self.file, row=row, column=column)
