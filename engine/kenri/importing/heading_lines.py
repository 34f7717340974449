"""Rows that may be those of the headings: one alone, or two, of which the upper one heads groups of columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kenri.importing.read_cell import CellValue, plain_text
from kenri.importing.sheet import Merged

__all__ = ["HeadingLines", "HeadingName", "heading_lines", "normal_heading"]

_IN_BRACKETS = re.compile(r"[(\[〔【（].*?[)\]〕】）]")


@dataclass(frozen=True, slots=True)
class HeadingName:
    """What stands above a column: one line, or that of its group with its own below."""

    own: str
    group: str = ""

    @property
    def text(self) -> str:
        """As a mapping file names it."""
        return f"{self.group} {self.own}" if self.group else self.own


@dataclass(frozen=True, slots=True)
class HeadingLines:
    """The rows from `first` to `last`, which are one or two, as headings by the index of their columns."""

    first: int
    last: int
    names: Mapping[int, HeadingName]


def heading_lines(merged: Sequence[Merged], rows: Sequence[tuple[int, Sequence[CellValue]]]) -> Iterator[HeadingLines]:
    """Every row with text, and every two rows of which the lower one has nothing else, as headings."""
    for position, (number, cells) in enumerate(rows):
        upper = _texts(cells)
        if not upper:
            continue
        yield HeadingLines(number, number, {index: HeadingName(text) for index, text in upper.items()})
        following = rows[position + 1] if position + 1 < len(rows) else (number, ())
        lower = _texts(following[1])
        if not lower or any(cell is not None and not isinstance(cell, str) for cell in following[1]):
            continue
        groups = _groups(number, upper, lower, merged)
        names = {}
        for index in sorted(upper.keys() | lower.keys()):
            own = lower.get(index, "")
            if own:
                names[index] = HeadingName(own, groups.get(index, ""))
            elif index in upper:
                names[index] = HeadingName(upper[index])
        yield HeadingLines(number, following[0], names)


def _texts(cells: Sequence[CellValue]) -> dict[int, str]:
    return {index: plain_text(cell) for index, cell in enumerate(cells) if isinstance(cell, str) and cell.strip()}


def _groups(
    number: int, upper: Mapping[int, str], lower: Mapping[int, str], merged: Sequence[Merged]
) -> dict[int, str]:
    """Which text of the upper line is above each column of the lower one: that of merged cells above all of them, and
    that of a cell that is not merged as far as the next text, since the cells beside it are left empty. A text with
    nothing below it is a heading of its own.
    """
    ends = {left - 1: right for top, left, _, right in merged if top == number}
    starts = sorted({*upper, *ends})
    found: dict[int, str] = {}
    for start, following in zip(starts, [*starts[1:], max(lower) + 1], strict=True):
        end = ends.get(start, following if start in lower else start)
        found |= dict.fromkeys(range(start, end), upper.get(start, ""))
    return found


def normal_heading(heading: str) -> str:
    """A heading in the form in which headings are compared: small letters, without blanks, marks and brackets."""
    text = _IN_BRACKETS.sub("", plain_text(heading).lower()) or plain_text(heading).lower()
    return re.sub(r"[\s_\-・:：.*※]+", "", text)
