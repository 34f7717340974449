"""Entries as a workbook or as files of CSV, with what these cannot say: each is read back before it is handed out.

Rows are made as they are written, and so a register of any size takes bounded memory.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path

from kenri.exporting.kept_entries import KeptEntries
from kenri.exporting.lost import Lost, lost
from kenri.exporting.table_rows import EntrySheet, entry_sheets
from kenri.importing.sheet_cell import SheetCell
from kenri.importing.tables import Imported, read_tables
from kenri.importing.text_table import FORMULAS, NO_TEXT
from kenri.importing.written_workbook import WrittenCell, WrittenColumn, WrittenSheet, width_of, write_workbook
from kenri.model.entries import EntryKind, EntryName, RegisterEntry
from kenri.model.plan import Plan
from kenri.model.problems import ProblemsError
from kenri.model.sentences import Language, Sentence

__all__ = ["WrittenTables", "csv_tables", "workbook_table"]

_WIDEST = 40
_LOOKED_AT = 200
"""Rows that tell how wide a column is."""

_NAMES: Mapping[EntryKind, str] = {"party": "parties", "grant": "grants", "fact": "facts", "event": "events"}


@dataclass(frozen=True, slots=True)
class WrittenTables:
    """Files that were written, what they say in how many rows of each kind, and what they cannot say."""

    files: tuple[Path, ...]
    counts: Mapping[str, int]
    lost: tuple[Lost, ...]


def workbook_table(
    entries: Iterable[RegisterEntry], plans: Mapping[str, Plan], folder: Path, lang: Language = "en"
) -> WrittenTables:
    """One workbook with sheets for parties, grants, facts and events: `register.xlsx` in a folder.

    Raises `ProblemsError` without the packages for spreadsheets, and `OSError` where nothing can be written.
    """
    return _written(KeptEntries.of(entries), plans, folder, _workbook, lang)


def csv_tables(
    entries: Iterable[RegisterEntry], plans: Mapping[str, Plan], folder: Path, lang: Language = "en"
) -> WrittenTables:
    """The same sheets as `parties.csv`, `grants.csv`, `facts.csv` and `events.csv` in a folder, in bounded memory.

    Raises `OSError` where nothing can be written.
    """
    return _written(KeptEntries.of(entries), plans, folder, _csv_files, lang)


def _written(
    kept: KeptEntries,
    plans: Mapping[str, Plan],
    folder: Path,
    write: Callable[[Sequence[EntrySheet], Path], tuple[Path, ...]],
    lang: Language,
) -> WrittenTables:
    """Files that can be read back: a row that cannot be is left out, and told."""
    left_out: dict[EntryName, Lost] = {}
    while True:
        sheets = entry_sheets(kept, plans, lang, left_out)
        files = write(sheets, folder)
        found = read_tables(files, plans)
        wrong = {entry.name: Lost.whole(entry, why) for entry, why in _unreadable(sheets, found)}
        if not wrong:
            if not found.is_usable:
                raise ProblemsError(each for each in found.problems if each.severity == "error")
            break
        left_out |= wrong
    told = (entry for entry in kept if entry.name not in left_out)
    losses = {(each.of, each.kind, each.key, each.since): each for each in lost(told, found.entries)} | left_out
    ordered = (losses[entry.name] for entry in kept if entry.name in losses) if losses else ()
    return WrittenTables(files, {sheet.kind: sheet.number for sheet in sheets}, tuple(ordered))


def _unreadable(sheets: Sequence[EntrySheet], found: Imported) -> Iterator[tuple[RegisterEntry, Sentence]]:
    """The entries whose rows are read with a problem."""
    told: dict[tuple[str, int], list[Sentence]] = {}
    for problem in found.problems:
        place = problem.place
        if problem.severity == "error" and place is not None:
            of = place.sheet if isinstance(place, SheetCell) else Path(place.file).name
            told.setdefault((of, place.line), []).append(problem.sentence)
    for sheet in sheets if told else ():
        line = 2  # of a text: a cell of several lines makes its row longer
        for number, row in enumerate(sheet.rows, start=2):
            for at in ((sheet.title, number), (f"{_NAMES[sheet.kind]}.csv", line)):
                yield from ((row.entry, sentence) for sentence in told.get(at, ()))
            line += 1 + sum(_harmless(cell).count("\n") for cell in row.cells)


def _workbook(sheets: Sequence[EntrySheet], folder: Path) -> tuple[Path, ...]:
    path = folder / "register.xlsx"
    write_workbook(
        path,
        (
            WrittenSheet(
                title=sheet.title,
                columns=[
                    WrittenColumn(heading=column.heading, width=width, is_day=column.target.declared.type == "day")
                    for column, width in zip(sheet.columns, _widths(sheet), strict=True)
                ],
                rows=(row.cells for row in sheet.rows),
            )
            for sheet in sheets
        ),
    )
    return (path,)


def _widths(sheet: EntrySheet) -> Iterator[int]:
    """How wide each column is, as the first rows tell."""
    first = [row.cells for row in islice(sheet.rows, _LOOKED_AT)]
    for at, column in enumerate(sheet.columns):
        widest = max((width_of(_harmless(cells[at])) for cells in first), default=0)
        yield min(max(widest, width_of(column.heading)) + 2, _WIDEST)


def _csv_files(sheets: Sequence[EntrySheet], folder: Path) -> tuple[Path, ...]:
    return tuple(_csv(sheet, folder / f"{_NAMES[sheet.kind]}.csv") for sheet in sheets)


def _csv(sheet: EntrySheet, path: Path) -> Path:
    """UTF-8 with a mark in front, without which spreadsheet programs take it for another encoding."""
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        written = csv.writer(file, lineterminator="\n")
        written.writerow([column.heading for column in sheet.columns])
        written.writerows([_harmless(cell) for cell in row.cells] for row in sheet.rows)
    return path


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
