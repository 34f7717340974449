"""Cells as values of the types that a plan declares: what a life file would have in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction

from kenri.importing.days_in_cells import DayStyle, day_in
from kenri.importing.headings import Column
from kenri.importing.numbers_in_cells import SHARES, DecimalMark, MarkOfFile, number_in
from kenri.importing.read_cell import CellValue, Faulty, Misread, Read, is_nothing, plain_text, shown
from kenri.model.entries import Plain
from kenri.model.exact import fraction_in
from kenri.model.limits import TEXT_LENGTH
from kenri.model.problems import quote
from kenri.model.sentences import Sentence

__all__ = ["ColumnStyle", "text_in", "typed"]

_PERCENT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?) ?%")
_FOR = re.compile(r"([0-9]+) ?(?::|対) ?([0-9]+)")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
"""A moment with its offset from UTC, as a life file has it: when an event happened, or was recorded."""

TRUE_WORDS = frozenset({"true", "yes", "y", "1", "○", "〇", "◯", "✓", "はい", "有", "あり", "済", "該当"})
FALSE_WORDS = frozenset({"false", "no", "n", "0", "×", "✗", "いいえ", "無", "未", "非該当"})


@dataclass(slots=True)
class ColumnStyle:
    """How the cells of a column are written, as all of them together tell, and what was met in it so far."""

    days: DayStyle = field(default_factory=DayStyle)
    mark: DecimalMark | MarkOfFile = "point"
    words: Mapping[str, str] = field(default_factory=dict)
    """Their words in normal form, and ours."""
    units: dict[str, str] = field(default_factory=dict)
    """The units that stood beside numbers, each with a cell that has it."""


def typed(cell: CellValue, column: Column, style: ColumnStyle) -> Read[Plain | None] | Misread:
    """What a cell means in its column, as a life file has it; None where it says nothing."""
    declared = column.target.declared
    if declared.one_of:
        return _word(cell, declared.one_of, style)
    match declared.type:
        case "day":
            if column.target.is_of_event and isinstance(cell, str) and _INSTANT.fullmatch(cell.strip()) is not None:
                return Read(cell.strip())
            found = day_in(cell, style.days)
            if isinstance(found, Misread) or found.value is None:
                return found if isinstance(found, Misread) else Read(None)
            return Read(found.value.isoformat(), found.caution)
        case "number" | "ratio":
            return _number(cell, style, is_ratio=declared.type == "ratio", of_rights=column.target.part == "number")
        case "flag":
            return _flag(cell, style)
        case _:
            return text_in(cell, is_key=declared.type in ("party", "event") or column.target.part in _KEYS)


_KEYS = ("key", "who", "grant", "id", "corrects", "plan", "email", "phone")


def text_in(cell: CellValue, *, is_key: bool = False) -> Read[Plain | None] | Misread:
    """The text of a cell; one that names something is taken in its normal form, as `１２３` and `123` name the same."""
    if is_nothing(cell):
        return Read(None)
    match cell:
        case Faulty():
            return Misread(cell.sentence)
        case bool() | date() | time() | timedelta():
            return Misread(Sentence("cell-is-no-text", found=shown(cell)))
        case int() | Decimal():
            return Read(str(cell))
        case _:
            text = plain_text(str(cell)) if is_key else str(cell).strip()
            if len(text) > TEXT_LENGTH.most:
                return Misread(Sentence("cell-too-long", limit=TEXT_LENGTH.sentence))
            return Read(text)


def _word(cell: CellValue, known: tuple[str, ...], style: ColumnStyle) -> Read[Plain | None] | Misread:
    found = text_in(cell, is_key=True)
    if isinstance(found, Misread) or found.value is None:
        return found
    theirs = str(found.value)
    ours = style.words.get(theirs)
    if ours is None:
        by_form = {_form(word): word for word in known}
        ours = by_form.get(_form(theirs))
    if ours is None or ours not in known:
        return Misread(Sentence("unknown-word", word=quote(theirs)))
    return Read(ours)


def _form(word: str) -> str:
    return re.sub(r"[\s_-]+", "", word.lower())


def _number(cell: CellValue, style: ColumnStyle, *, is_ratio: bool, of_rights: bool) -> Read[Plain | None] | Misread:
    if is_ratio and isinstance(cell, str):
        text = plain_text(cell)
        if (match := _PERCENT.fullmatch(text)) is not None:
            return Read(_plain(Fraction(Decimal(match[1])) / 100))
        if (over := fraction_in(text)) is not None:
            return Read(_plain(Fraction(over)))
        if _FOR.fullmatch(text) is not None:
            return Misread(Sentence("ratio-either-way", found=shown(cell)))
    found = number_in(cell, style.mark)
    if isinstance(found, Misread) or found.value is None:
        return found if isinstance(found, Misread) else Read(None)
    if of_rights and found.value.unit == SHARES:
        return Misread(Sentence("shares-not-rights", found=shown(cell)))
    if found.value.unit:
        style.units.setdefault(found.value.unit, str(cell))
        if len(style.units) > 1:
            return Misread(Sentence("units-differ", found=shown(cell), other=quote(next(iter(style.units.values())))))
    return Read(found.value.number, found.caution)


def _plain(number: Fraction) -> Plain:
    return number.numerator if number.denominator == 1 else f"{number.numerator}/{number.denominator}"


def _flag(cell: CellValue, style: ColumnStyle) -> Read[Plain | None] | Misread:
    if isinstance(cell, bool):
        return Read(cell)
    if is_nothing(cell):
        return Read(None)
    text = str(cell) if isinstance(cell, int) else plain_text(cell).lower() if isinstance(cell, str) else ""
    text = style.words.get(text, text)
    if text in TRUE_WORDS:
        return Read(True)
    if text in FALSE_WORDS:
        return Read(False)
    return Misread(cell.sentence if isinstance(cell, Faulty) else Sentence("cell-is-no-flag", found=shown(cell)))
