"""Workbooks as they are written, by openpyxl, which this file alone meets.

Seen with version 3.1.5: a text that begins with `=` becomes a formula unless its cell is told to be text, and a text
with a control character is refused. What is cut off while it writes, as by a full disk, it goes on to write when it is
let go, and tells on standard error that it cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import SEEK_CUR, SEEK_END, SEEK_SET, BytesIO, FileIO
from pathlib import Path
from typing import Any, TypeAlias
from unicodedata import east_asian_width

from kenri.model.problems import refused
from kenri.model.sentences import Sentence

__all__ = ["WrittenCell", "WrittenColumn", "WrittenSheet", "width_of", "workbook_bytes", "write_workbook"]

WrittenCell: TypeAlias = str | int | Decimal | bool | date | None

_ROWS = 1000
"""So many rows of a sheet have lists to choose from."""

_LIST = 255
"""The longest list to choose from, in characters, that stands in a sheet itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenColumn:
    """A column: its heading, how wide it is in characters, and what helps whoever fills it in."""

    heading: str
    width: int
    is_marked: bool = False
    note: str = ""
    is_day: bool = False
    choices: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSheet:
    """A sheet: rows of cells below a row of headings. A text is a text, whatever it looks like."""

    title: str
    columns: Sequence[WrittenColumn]
    rows: Iterable[Sequence[WrittenCell]]
    are_examples: bool = False
    """Whether the rows are there to be replaced."""


def workbook_bytes(sheets: Iterable[WrittenSheet]) -> bytes:
    """A workbook as an xlsx file has it. Raises `ProblemsError` without openpyxl."""
    written = BytesIO()
    write_workbook(written, sheets)
    return written.getvalue()


def write_workbook(file: Path | BytesIO, sheets: Iterable[WrittenSheet]) -> None:
    """Write a workbook, row after row, in bounded memory.

    Raises `ProblemsError` without openpyxl, and `OSError` where nothing can be written.
    """
    try:
        from openpyxl import Workbook
    except ImportError:
        raise refused(Sentence("spreadsheets-missing")) from None
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book.create_sheet(sheet.title), sheet)
    if isinstance(file, BytesIO):
        book.save(file)
        return
    with file.open("wb", buffering=0) as opened:
        written = _ToTheEnd(opened)
        book.save(written)
    if written.error is not None:
        raise written.error


class _ToTheEnd:
    """A file for whoever must not be told in between that nothing can be written: what was wrong first stands here."""

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self._place = self._end = 0
        self.error: OSError | None = None

    def write(self, data: Any) -> int:
        if self.error is None:
            try:
                left = memoryview(data).cast("B")
                while left:
                    left = left[self._file.write(left) :]
            except OSError as error:
                self.error = error
        self._place += len(data)
        self._end = max(self._end, self._place)
        return len(data)

    def tell(self) -> int:
        return self._place

    def seekable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = SEEK_SET) -> int:
        self._place = {SEEK_SET: 0, SEEK_CUR: self._place, SEEK_END: self._end}[whence] + place
        if self.error is None:
            try:
                self._file.seek(self._place)
            except OSError as error:
                self.error = error
        return self._place

    def flush(self) -> None:
        """Nothing is held back."""


def width_of(text: str) -> int:
    """How wide a text is in a spreadsheet, in characters of its usual font: those of Japanese are two.

    >>> width_of("kenri"), width_of("権利")
    (5, 4)
    """
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _write(sheet: Any, made: WrittenSheet) -> None:
    from openpyxl.styles import Font

    sheet.freeze_panes = "A2"
    sheet.append([_head(sheet, place, column) for place, column in enumerate(made.columns, start=1)])
    font = Font(italic=True, color="808080") if made.are_examples else None
    try:
        for row in made.rows:
            cells = [_cell(sheet, value) for value in row]
            if font is not None:
                for cell in cells:
                    cell.font = font
            sheet.append(cells)
    finally:
        sheet.close()


def _head(sheet: Any, place: int, column: WrittenColumn) -> Any:
    """The cell of a heading. What is so of its whole column must be told before any row is written."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = get_column_letter(place)
    head = _cell(sheet, column.heading)
    head.font = Font(bold=True)
    if column.is_marked:
        head.fill = PatternFill("solid", start_color="FFE699")
    if column.note:
        head.comment = Comment(column.note, "kenri")
    sheet.column_dimensions[letter].width = column.width
    if column.is_day:
        sheet.column_dimensions[letter].number_format = "yyyy-mm-dd"
    listed = ",".join(column.choices)
    if column.choices and len(listed) <= _LIST and not any("," in word or '"' in word for word in column.choices):
        choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        choice.add(f"{letter}3:{letter}{_ROWS + 2}")
        sheet.data_validations.append(choice)
    return head


def _cell(sheet: Any, value: WrittenCell) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)
        cell.data_type = "s"
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
    return cell
