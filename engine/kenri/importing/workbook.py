"""Workbooks: xlsx, xls and ods, read by python-calamine, which this file alone meets.

Seen with version 0.9.1: it gives every number as a float, an empty cell as an empty text, errors and formulas that
nobody has worked out as empty too (so `workbook_scan` looks for them), and rows without the empty columns before the
first that is used; what it raises is no `OSError`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from kenri.importing.read_cell import CellValue, Faulty
from kenri.importing.sheet import Row, TableSheet
from kenri.importing.workbook_scan import NoWorkbookError, Scan, scanned
from kenri.loader.system_reason import system_reason
from kenri.model.limits import SHEET_CELLS, WORKBOOK_SIZE
from kenri.model.problems import Place, Problem, Report, quote
from kenri.model.sentences import Sentence

__all__ = ["SUFFIXES", "workbook_sheets"]

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")

_DIGITS = 15
"""Decimal digits that a spreadsheet shows and keeps of a number."""


def workbook_sheets(path: Path, report: Report, *, with_hidden: bool = False) -> list[TableSheet]:
    """The sheets of a workbook, hidden ones only if asked for; problems and what was passed over go to the report."""
    name = str(path)
    try:
        import python_calamine
    except ImportError:
        report.add(Problem(None, Sentence("spreadsheets-missing")))
        return []
    try:
        if path.stat().st_size > WORKBOOK_SIZE.most:
            raise NoWorkbookError(Sentence("workbook-too-large", limit=WORKBOOK_SIZE.sentence))
        scan = Scan() if path.suffix.lower() == ".xls" else scanned(path)
        with python_calamine.load_workbook(path) as book:
            return [*_sheets(book, name, scan, report, with_hidden=with_hidden)]
    except NoWorkbookError as error:
        report.add(Problem(Place(name, 0, 0), error.sentence))
    except python_calamine.PasswordError:
        report.add(Problem(Place(name, 0, 0), Sentence("workbook-with-password")))
    except (python_calamine.CalamineError, IndexError, ValueError):
        report.add(Problem(Place(name, 0, 0), Sentence("no-workbook")))
    except OSError as error:
        report.add(
            Problem(None, Sentence("unreadable-file", file=quote(name, limit=4096), reason=system_reason(error)))
        )
    except BaseException as error:  # its Rust panics are no kind of Exception
        if type(error).__name__ != "PanicException":
            raise
        report.add(Problem(Place(name, 0, 0), Sentence("no-workbook")))
    return []


def _sheets(book: Any, name: str, scan: Scan, report: Report, *, with_hidden: bool) -> Iterator[TableSheet]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    for index, described in enumerate(book.sheets_metadata):
        if described.typ != SheetTypeEnum.WorkSheet:
            continue
        grid = book.get_sheet_by_index(index)
        merged = tuple(
            (top + 1, left + 1, low + 1, right + 1) for (top, left), (low, right) in grid.merged_cell_ranges or ()
        )
        found = TableSheet(
            file=name,
            name=described.name,
            rows=partial(_rows, grid, scan.faulty.get(described.name, {})),
            merged=merged,
            is_from_1904=scan.is_from_1904,
        )
        if grid.start is None or grid.total_height * grid.total_width > SHEET_CELLS.most:
            if grid.start is not None:
                limit = SHEET_CELLS.sentence
                raise NoWorkbookError(Sentence("sheet-too-large", sheet=quote(described.name), limit=limit))
            continue
        if described.visible != SheetVisibleEnum.Visible and not with_hidden:
            report.add(Problem(found.place(), Sentence("hidden-sheet"), severity="warning"))
            continue
        yield found


def _rows(grid: Any, faulty: Mapping[tuple[int, int], Faulty]) -> Iterator[Row]:
    before = grid.start[1]
    rows_with_fault = {row for row, _ in faulty}
    for number, row in enumerate(grid.iter_rows(), 1):
        cells = [None] * before + [_value(cell) for cell in row]
        if number in rows_with_fault:
            for (at, column), fault in faulty.items():
                if at == number:
                    cells += [None] * (column - len(cells))
                    cells[column - 1] = fault
        yield number, cells


def _value(cell: object) -> CellValue:
    match cell:
        case "" | None:
            return None
        case bool() | str() | datetime() | date() | time() | timedelta():
            return cell
        case int():
            return cell
        case float():
            return _exact(cell)
        case _:
            return Faulty(Sentence("cell-with-error"))


def _exact(number: float) -> CellValue:
    """The number that a spreadsheet shows for a float of its own."""
    if number != number or number in (float("inf"), float("-inf")):
        return Faulty(Sentence("cell-with-error"))
    found = Decimal(repr(number))
    digits = len(found.normalize().as_tuple().digits)
    if digits > _DIGITS:
        return Faulty(Sentence("number-not-exact", found=quote(repr(number))))
    whole = int(found) if found == found.to_integral_value() else None
    return found if whole is None else whole
