"""One cell of a table, as its file has it, and what becomes of it: a value, or why there is none."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from kenri.model.problems import quote
from kenri.model.sentences import Sentence

__all__ = ["NOTHING", "CellValue", "Misread", "Read", "is_nothing", "plain_text", "shown"]

CellValue: TypeAlias = "str | int | Decimal | bool | date | datetime | time | timedelta | Faulty | None"
"""What a file has in a cell. A number is exact; none is a float."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Faulty:
    """A cell whose file has no value for it: an error, or a formula nobody has worked out."""

    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What a cell means, and what whoever wrote it should see of how it was understood."""

    value: T
    caution: Sentence | None = None


class Misread(NamedTuple):
    """Why a cell means nothing that can be taken, and what would be right where the catalogue does not say it."""

    sentence: Sentence
    advice: Sentence | None = None


NOTHING = frozenset({"", "-", "--", "―", "—", "–", "ー", "─", "なし", "無し", "該当なし", "n/a", "na", "none", "null"})
"""Text that says, once normal and in small letters, that there is nothing."""


def plain_text(text: str) -> str:
    """Text in its normal form: full-width digits and letters as ASCII, half-width kana full, blanks single.

    >>> plain_text("　１，０００　個 ")
    '1,000 個'
    """
    if text.isascii() and text.isalnum():
        return text
    return " ".join(unicodedata.normalize("NFKC", text).split())


def is_nothing(cell: CellValue) -> bool:
    """Whether a cell says that there is nothing."""
    return cell is None or (isinstance(cell, str) and plain_text(cell).lower() in NOTHING)


def shown(cell: CellValue) -> str:
    """A cell as it is shown in what is said of it."""
    match cell:
        case None:
            return quote("")
        case bool():
            return quote("TRUE" if cell else "FALSE")
        case date() | time():
            return quote(cell.isoformat())
        case Faulty():
            return quote("")
        case _:
            return quote(str(cell))
