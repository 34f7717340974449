"""Tables in text: UTF-8 with or without a byte order mark, or else CP932; separated by comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import IO

from kenri.importing.numbers_in_cells import MarkOfFile
from kenri.importing.sheet import Row, TableSheet
from kenri.loader.system_reason import system_reason
from kenri.model.limits import CELL_LENGTH
from kenri.model.problems import Place, Problem, Report, quote
from kenri.model.sentences import Sentence

__all__ = ["text_sheet"]

_SEPARATORS = ",;\t"
_MARKS: Mapping[str, MarkOfFile] = {",": "point", ";": None, "\t": "perhaps-point"}
"""What each separator tells of the mark before decimals."""

NO_TEXT = re.compile("[\0\uf8f0-\uf8f3]")
"""No byte of a text is zero; and Python makes the last four of bytes that are none of CP932."""

_BLOCK = 1 << 20
_LOOKED_AT = 20
"""So many rows tell what separates their cells."""


def text_sheet(path: Path, report: Report) -> TableSheet | None:
    """The table in a text file; None, with the reason in the report, where it cannot be read as one.

    It is read anew each time its rows are gone through, so that a long one takes no memory.
    """
    name = str(path)
    try:
        encoding = _encoding(path)
        if encoding is None:
            report.add(Problem(Place(name, 0, 0), Sentence("neither-encoding")))
            return None
        separator = _separator(path, encoding)
    except OSError as error:
        report.add(
            Problem(None, Sentence("unreadable-file", file=quote(name, limit=4096), reason=system_reason(error)))
        )
        return None
    if encoding == "cp932":
        report.add(Problem(Place(name, 0, 0), Sentence("read-as-cp932"), severity="warning"))
    opened = partial(path.open, encoding=encoding, newline="")
    try:
        for _ in _rows(opened, separator):
            pass
    except _NoTableError as error:
        report.add(Problem(Place(name, error.line, 0), error.sentence))
        return None
    return TableSheet(file=name, rows=partial(_rows, opened, separator), mark=_MARKS[separator])


FORMULAS = frozenset("=+-@\t\r")
"""With these a cell begins that spreadsheet programs work out."""


class _NoTableError(ValueError):
    """A text that is no table, from a line on."""

    def __init__(self, line: int, sentence: Sentence) -> None:
        super().__init__(line, sentence)
        self.line = line
        self.sentence = sentence


def _encoding(path: Path) -> str | None:
    """In what a file is written; None where it is neither."""
    with path.open("rb") as file:
        start = file.read(2)
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16" if _decodes(path, "utf-16") else None
    return next((encoding for encoding in ("utf-8-sig", "cp932") if _decodes(path, encoding)), None)


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as file:
            while block := file.read(_BLOCK):
                if NO_TEXT.search(block) is not None:
                    return False
    except UnicodeError:
        return False
    return True


def _separator(path: Path, encoding: str) -> str:
    """Which of the separators makes most cells of the first rows, the same number in most of them."""

    def cells(separator: str) -> tuple[int, int]:
        rows: list[int] = []
        try:
            with path.open(encoding=encoding, newline="") as file:
                for row in csv.reader(file, delimiter=separator):
                    if any(cell.strip() for cell in row):
                        rows.append(len(row))
                    if len(rows) == _LOOKED_AT:
                        break
        except csv.Error:
            return 0, 0
        widths = sorted(rows)
        usual = widths[len(widths) // 2] if widths else 0
        return usual, rows.count(usual)

    return max(_SEPARATORS, key=cells)  # the first of equals: a comma


def _rows(opened: Callable[[], IO[str]], separator: str) -> Iterator[Row]:
    with opened() as file:
        reader = csv.reader(file, delimiter=separator, strict=True)
        line = 1
        try:
            for row in reader:
                if any(len(cell) > CELL_LENGTH.most for cell in row):
                    raise _NoTableError(line, Sentence("cell-too-long", limit=CELL_LENGTH.sentence))
                yield line, [_meant(cell) or None for cell in row]
                line = reader.line_num + 1
        except csv.Error:
            raise _NoTableError(line, Sentence("quotes-do-not-close")) from None


def _meant(cell: str) -> str:
    """A cell without the mark that keeps spreadsheet programs from working it out, as kenri itself writes it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULAS else cell
