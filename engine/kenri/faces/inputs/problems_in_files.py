"""Problems where they stand in files that were handed over: a cell with those beside it, a line with those around."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kenri.model.problems import Place, Problem, Report

if TYPE_CHECKING:
    from kenri.importing.surroundings import CellAt, Surroundings
    from kenri.model.plan import Plan

__all__ = ["ProblemInFile", "problems_in_files"]

_MOST_SHOWN = 300
"""Of more problems what is around is not shown."""

_LINES = 2
_LONGEST_LINE = 200
_LONGEST_TEXT = 1 << 22
"""Bytes of the longest text of which lines are shown."""

_CELL = re.compile(r"([A-Z]{1,3})?([0-9]{1,7})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemInFile:
    """A problem, with what its reader would see of it in the file."""

    problem: Problem
    file: str
    """Which file it is in, as it was named; empty where it is in none."""
    sheet: str = ""
    row: int = 0
    column: int = 0
    """Of a cell or a character, from 1; 0 where it is not known."""
    around: Surroundings | None = None
    lines: Sequence[tuple[int, str]] = ()

    @property
    def where(self) -> str:
        """As it is told at a terminal."""
        return "" if self.problem.place is None else str(self.problem.place)


def problems_in_files(
    problems: Iterable[Problem], files: Sequence[Path], plans: Mapping[str, Plan], mapping: Path | None
) -> list[ProblemInFile]:
    """Each problem in the file it is in, of those that were handed over."""
    from kenri.importing.mapping_file import read_mapping
    from kenri.importing.surroundings import surroundings_in
    from kenri.importing.tables import is_table

    by_name = {str(each): each for each in files}
    placed = [(problem, *_placed(problem.place, by_name)) for problem in problems]
    wanted: dict[str, set[CellAt]] = {}
    for _, file, cell in placed[:_MOST_SHOWN]:
        if file in by_name and cell[1]:
            wanted.setdefault(file, set()).add(cell)
    known = None if mapping is None else read_mapping(mapping, Report())
    tables: dict[str, dict[CellAt, Surroundings]] = {}
    texts: dict[str, list[str]] = {}
    for name, cells in wanted.items():
        if is_table(by_name[name]):
            tables[name] = surroundings_in(by_name[name], cells, plans, known)
        else:
            texts[name] = _text(by_name[name])
    return [
        ProblemInFile(
            problem=problem,
            file=file,
            sheet=cell[0],
            row=cell[1],
            column=cell[2],
            around=tables.get(file, {}).get(cell) if at < _MOST_SHOWN else None,
            lines=_around(texts.get(file, []), cell[1]) if at < _MOST_SHOWN else (),
        )
        for at, (problem, file, cell) in enumerate(placed)
    ]


def _placed(place: Place | None, files: Iterable[str]) -> tuple[str, CellAt]:
    """Which of the files a place is in, and where in it. What is recorded names cells as people do."""
    if place is None:
        return "", ("", 0, 0)
    sheet = getattr(place, "sheet", "")
    if place.line or sheet:
        return place.file, (sheet, place.line, place.column)
    for name in files:
        if place.file.startswith(f"{name}!"):
            sheet, _, last = place.file[len(name) + 1 :].rpartition("!")
            cell = _CELL.fullmatch(last)
            if sheet and cell is not None:
                return name, (sheet, int(cell[2] or 0), _number(cell[1] or ""))
            return name, ("", 0, 0)
        rest = place.file[len(name) + 1 :] if place.file.startswith(f"{name}:") else ""
        numbers = rest.split(":")
        if rest and len(numbers) <= 2 and all(each.isdecimal() and len(each) < 10 for each in numbers):
            return name, ("", int(numbers[0]), int(numbers[1]) if numbers[1:] else 0)
        if place.file == name or place.file.startswith((f"{name}#", f"{name}/")):
            return name, ("", 0, 0)
    return "", ("", 0, 0)


def _number(letters: str) -> int:
    found = 0
    for each in letters:
        found = found * 26 + ord(each) - ord("A") + 1
    return found


def _text(path: Path) -> list[str]:
    try:
        if path.stat().st_size > _LONGEST_TEXT:
            return []
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError):
        return []


def _around(lines: Sequence[str], number: int) -> tuple[tuple[int, str], ...]:
    if not 1 <= number <= len(lines):
        return ()
    first, last = max(1, number - _LINES), min(len(lines), number + _LINES)
    return tuple((each, lines[each - 1][:_LONGEST_LINE]) for each in range(first, last + 1))
