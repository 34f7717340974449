"""Entries as a workbook or as files of CSV, with what these cannot say: each is read back before it is handed out."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

from kenri.exporting.lost import Lost, lost
from kenri.exporting.read_back import passing_folder
from kenri.exporting.table_rows import EntrySheet, entry_sheets
from kenri.importing.sheet_cell import SheetCell
from kenri.importing.tables import Imported, read_tables
from kenri.importing.text_table import FORMULAS, NO_TEXT
from kenri.importing.written_workbook import WrittenCell, WrittenColumn, WrittenSheet, width_of, workbook_bytes
from kenri.model.entries import RegisterEntry
from kenri.model.plan import Plan
from kenri.model.problems import ProblemsError
from kenri.model.sentences import Language, Sentence

__all__ = ["WrittenTables", "csv_tables", "workbook_table"]

_WIDEST = 40
_LOOKED_AT = 200
"""Rows that tell how wide a column is."""

_NAMES: Mapping[str, str] = {"party": "parties", "grant": "grants", "fact": "facts", "event": "events"}


@dataclass(frozen=True, slots=True)
class WrittenTables:
    """Files by name, what they say in how many rows of each kind, and what they cannot say."""

    files: Mapping[str, bytes]
    counts: Mapping[str, int]
    lost: tuple[Lost, ...]


def workbook_table(entries: Sequence[RegisterEntry], plans: Mapping[str, Plan], lang: Language = "en") -> WrittenTables:
    """One workbook with sheets for parties, grants, facts and events; its name is `register.xlsx`.

    Raises `ProblemsError` without the packages for spreadsheets.
    """
    return _written(entries, plans, lambda sheets: {"register.xlsx": _workbook(sheets)}, lang)


def csv_tables(entries: Sequence[RegisterEntry], plans: Mapping[str, Plan], lang: Language = "en") -> WrittenTables:
    """The same sheets as `parties.csv`, `grants.csv`, `facts.csv` and `events.csv`."""
    return _written(entries, plans, lambda sheets: {f"{_NAMES[each.kind]}.csv": _csv(each) for each in sheets}, lang)


def _written(
    entries: Sequence[RegisterEntry],
    plans: Mapping[str, Plan],
    write: Callable[[list[EntrySheet]], Mapping[str, bytes]],
    lang: Language,
) -> WrittenTables:
    """Files that can be read back: a row that cannot be is left out, and told."""
    left_out: dict[int, Lost] = {}
    while True:
        told = [entry for entry in entries if id(entry) not in left_out]
        sheets = entry_sheets(told, plans, lang)
        files = write(sheets)
        found = _read(files, plans)
        wrong = {id(entry): Lost.whole(entry, why) for entry, why in _unreadable(sheets, found)}
        if not wrong:
            if not found.is_usable:
                raise ProblemsError(each for each in found.problems if each.severity == "error")
            break
        left_out |= wrong
    back = lost(told, found.entries)
    by_place = {(each.kind, each.of, each.key, each.since): each for each in (*back, *left_out.values())}
    ordered = [by_place[name] for entry in entries if (name := _name(entry)) in by_place]
    return WrittenTables(files, {sheet.kind: len(sheet.rows) for sheet in sheets}, tuple(ordered))


def _name(entry: RegisterEntry) -> tuple[str, str, str, str]:
    return entry.kind, entry.of, entry.key, entry.since


def _read(files: Mapping[str, bytes], plans: Mapping[str, Plan]) -> Imported:
    with passing_folder() as folder:
        paths = []
        for name, body in files.items():
            paths.append(folder / name)
            paths[-1].write_bytes(body)
        return read_tables(paths, plans)


def _unreadable(sheets: Sequence[EntrySheet], found: Imported) -> Iterator[tuple[RegisterEntry, Sentence]]:
    """The entries whose rows are read with a problem."""
    by_row: dict[tuple[str, int], RegisterEntry] = {}
    for sheet in sheets:
        line = 2  # of a text: a cell of several lines makes its row longer
        for number, row in enumerate(sheet.rows, start=2):
            by_row[sheet.title, number] = by_row[f"{_NAMES[sheet.kind]}.csv", line] = row.entry
            line += 1 + sum(_harmless(cell).count("\n") for cell in row.cells)
    for problem in found.problems:
        place = problem.place
        if problem.severity == "error" and place is not None:
            of = place.sheet if isinstance(place, SheetCell) else Path(place.file).name
            if (entry := by_row.get((of, place.line))) is not None:
                yield entry, problem.sentence


def _workbook(sheets: Sequence[EntrySheet]) -> bytes:
    return workbook_bytes(
        WrittenSheet(
            title=sheet.title,
            columns=[
                WrittenColumn(
                    heading=column.heading,
                    width=_width(sheet, at),
                    is_day=column.target.declared.type == "day",
                )
                for at, column in enumerate(sheet.columns)
            ],
            rows=(row.cells for row in sheet.rows),
        )
        for sheet in sheets
    )


def _width(sheet: EntrySheet, at: int) -> int:
    cells = (row.cells[at] for row in sheet.rows[:_LOOKED_AT])
    widest = max((width_of(_harmless(cell)) for cell in cells), default=0)
    return min(max(widest, width_of(sheet.columns[at].heading)) + 2, _WIDEST)


def _csv(sheet: EntrySheet) -> bytes:
    """UTF-8 with a mark in front, without which spreadsheet programs take it for another encoding."""
    text = StringIO(newline="")
    written = csv.writer(text, lineterminator="\n")
    written.writerow([column.heading for column in sheet.columns])
    written.writerows([_harmless(cell) for cell in row.cells] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _harmless(cell: WrittenCell) -> str:
    """A cell as text: one that a spreadsheet program would work out has a mark in front, which reading takes off."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case str():
            text = NO_TEXT.sub("\ufffd", cell)
            return f"'{text}" if text[:1] in FORMULAS else text
        case date():
            return cell.isoformat()
        case Decimal():
            return f"{cell:f}"
        case _:
            return str(cell)
