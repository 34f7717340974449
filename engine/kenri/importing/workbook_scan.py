"""What a workbook says of its cells that the reader of its values does not tell, found before that reads it.

The reader makes a full grid of the corners that are used: a lone cell far away would ask for all the memory there is.
It gives errors, and formulas that nobody has worked out, as empty cells. So the XML is looked through first, in blocks.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.parsers import expat

from kenri.importing.read_cell import Faulty
from kenri.model.limits import SHEET_CELLS, WORKBOOK_SIZE
from kenri.model.problems import quote
from kenri.model.sentences import Sentence

__all__ = ["NoWorkbookError", "Scan", "scanned"]

_BLOCK = 1 << 16
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NOT_READ = (
    *(zipfile.BadZipFile, expat.ExpatError, KeyError, NotImplementedError, RuntimeError, EOFError),
    *(ValueError, StopIteration, zlib.error),
)
"""What opening and parsing raise for what is no workbook."""

_FAULTS = 1000
"""So many faulty cells of a sheet are told apart; a sheet with more is no table."""


class NoWorkbookError(ValueError):
    """A file that is no workbook, or one that is not taken; `sentence` says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(slots=True)
class Scan:
    """What the XML of a workbook tells: the faulty cells of each sheet, and from when its days count."""

    is_from_1904: bool = False
    faulty: dict[str, dict[tuple[int, int], Faulty]] = field(default_factory=dict)
    """By sheet, by row and column counted from 1."""


def scanned(path: Path) -> Scan:
    """What an xlsx or ods file tells. Raises `NoWorkbookError` for one that is not taken, `OSError` as files do."""
    try:
        with zipfile.ZipFile(path) as archive:
            _must_be_small(archive)
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return _spreadsheet(archive, names)
            _open_document(archive)
            return Scan()
    except NoWorkbookError:
        raise
    except _NOT_READ:
        raise NoWorkbookError(Sentence("no-workbook")) from None


def _must_be_small(archive: zipfile.ZipFile) -> None:
    """An archive that is read in one way by everybody, and unpacks to no more than is taken."""
    files = archive.infolist()
    packed = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if (
        len({each.filename.lower() for each in files}) < len(files)
        or not {each.compress_type for each in files} <= packed
    ):
        raise NoWorkbookError(Sentence("no-workbook"))
    if sum(each.file_size for each in archive.infolist()) > WORKBOOK_SIZE.most:
        raise NoWorkbookError(Sentence("workbook-too-large", limit=WORKBOOK_SIZE.sentence))


def _parsed(file: IO[bytes], parser: expat.XMLParserType) -> None:
    """The whole of an XML file, which must declare no document type: entities could make much of little."""

    def refuse(*_: object) -> None:
        raise NoWorkbookError(Sentence("no-workbook"))

    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    read = 0
    while block := file.read(_BLOCK):
        read += len(block)
        if read > WORKBOOK_SIZE.most:  # the table of contents may say less than there is
            raise NoWorkbookError(Sentence("workbook-too-large", limit=WORKBOOK_SIZE.sentence))
        parser.Parse(block, False)
    parser.Parse(b"", True)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _spreadsheet(archive: zipfile.ZipFile, names: set[str]) -> Scan:
    scan = Scan()
    sheets: dict[str, str] = {}
    targets: dict[str, str] = {}

    def workbook(tag: str, given: dict[str, str]) -> None:
        if _local(tag) == "workbookPr":
            scan.is_from_1904 = given.get("date1904", "0").lower() in ("1", "true", "on")
        elif _local(tag) == "sheet":
            sheets[given["name"]] = next(value for key, value in given.items() if key.endswith(" id"))

    def relation(tag: str, given: dict[str, str]) -> None:
        if _local(tag) == "Relationship":
            targets[given["Id"]] = given["Target"]

    for name, handler in (("xl/workbook.xml", workbook), ("xl/_rels/workbook.xml.rels", relation)):
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = handler
        with archive.open(name) as file:
            _parsed(file, parser)
    for sheet, id_ in sheets.items():
        target = targets.get(id_, "")
        inside = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if inside in names:
            with archive.open(inside) as file:
                scan.faulty[sheet] = _Cells(sheet).found(file)
    return scan


class _Cells:
    """The cells of one sheet: how far they reach, and which of them have no value."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.row = self.column = 0
        self.lowest = self.rightmost = 0
        self.is_error = self.has_formula = self.has_value = False
        self.is_in_value = False
        self.faulty: dict[tuple[int, int], Faulty] = {}

    def found(self, file: IO[bytes]) -> dict[tuple[int, int], Faulty]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        _parsed(file, parser)
        return self.faulty

    def start(self, tag: str, given: dict[str, str]) -> None:
        match tag.rpartition(" ")[2]:
            case "row":
                self.row = int(given.get("r", self.row + 1))
                self.column = 0
            case "c":
                self.at(given.get("r"))
                self.is_error, self.has_formula, self.has_value = given.get("t") == "e", False, False
                self.is_in_value = False
            case "f":
                self.has_formula = True
            case "v" | "is":
                self.is_in_value = True
            case _:
                pass

    def characters(self, _text: str) -> None:
        self.has_value = self.has_value or self.is_in_value

    def end(self, tag: str) -> None:
        if tag.endswith((" v", " is")):
            self.is_in_value = False
        if not tag.endswith(" c") or not (self.is_error or (self.has_formula and not self.has_value)):
            return
        said = Sentence("cell-with-error") if self.is_error else Sentence("formula-without-value")
        self.faulty[self.row, self.column] = Faulty(said)
        if len(self.faulty) > _FAULTS:
            raise NoWorkbookError(Sentence("too-many-faulty-cells", sheet=quote(self.sheet), number=_FAULTS))

    def at(self, reference: str | None) -> None:
        self.column += 1
        if reference is not None:
            match = _REFERENCE.fullmatch(reference)
            if match is None:
                raise NoWorkbookError(Sentence("no-workbook"))
            self.column, self.row = 0, int(match[2])
            for letter in match[1]:
                self.column = self.column * 26 + ord(letter) - ord("A") + 1
        self.lowest, self.rightmost = max(self.lowest, self.row), max(self.rightmost, self.column)
        if self.lowest * self.rightmost > SHEET_CELLS.most:
            raise NoWorkbookError(Sentence("sheet-too-large", sheet=quote(self.sheet), limit=SHEET_CELLS.sentence))


def _open_document(archive: zipfile.ZipFile) -> None:
    """Every cell of an ods that holds something, with how often it is repeated."""
    sheet, rows, cells, used = "", 1, 0, 0

    def start(tag: str, given: dict[str, str]) -> None:
        nonlocal sheet, rows, cells, used
        by_name = {key.rpartition(" ")[2]: value for key, value in given.items()}
        match _local(tag):
            case "table":
                sheet, used = by_name.get("name", ""), 0
            case "table-row":
                rows, cells = int(by_name.get("number-rows-repeated", "1")), 0
            case "table-cell" | "covered-table-cell":
                cells += int(by_name.get("number-columns-repeated", "1"))
                if "value-type" in by_name or "formula" in by_name:
                    used += rows * cells
                    if used > SHEET_CELLS.most:
                        raise NoWorkbookError(
                            Sentence("sheet-too-large", sheet=quote(sheet), limit=SHEET_CELLS.sentence)
                        )
            case _:
                pass

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    with archive.open("content.xml") as file:
        _parsed(file, parser)
