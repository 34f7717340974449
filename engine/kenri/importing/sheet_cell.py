"""Where in a table something stands, as people name it: file, sheet and cell."""

from __future__ import annotations

from dataclasses import dataclass

from kenri.model.problems import Place

__all__ = ["SheetCell", "column_letters"]


@dataclass(frozen=True, slots=True)
class SheetCell(Place):
    """A cell: `line` is its row and `column` its column, both from 1; either is 0 for all of them.

    >>> str(SheetCell("holders.xlsx", 17, 3, "原簿"))
    'holders.xlsx!原簿!C17'
    """

    sheet: str = ""

    def __str__(self) -> str:
        cell = (column_letters(self.column) if self.column else "") + (str(self.line) if self.line else "")
        return "!".join(part for part in (self.file, self.sheet, cell) if part)

    def __lt__(self, other: object) -> bool:
        return _order(self) < _order(other) if isinstance(other, Place) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return _order(self) > _order(other) if isinstance(other, Place) else NotImplemented


def _order(place: Place) -> tuple[str, str, int, int]:
    return place.file, place.sheet if isinstance(place, SheetCell) else "", place.line, place.column


def column_letters(column: int) -> str:
    """The letters of a column that is counted from 1.

    >>> column_letters(1), column_letters(26), column_letters(27), column_letters(16384)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
