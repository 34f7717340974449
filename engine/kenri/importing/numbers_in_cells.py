"""Numbers as tables have them: full-width digits, groups of thousands, units and currencies, △ for less than zero.

A number is exact or refused. Which of comma and point divides groups is decided by a whole column where the file leaves
it open.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from kenri.importing.read_cell import CellValue, Faulty, Misread, Read, is_nothing, plain_text, shown
from kenri.model.exact import DIGITS_LIMIT, is_too_long
from kenri.model.sentences import Sentence

__all__ = ["SHARES", "CellNumber", "DecimalMark", "MarkOfFile", "mark_told_by", "number_in"]

DecimalMark: TypeAlias = Literal["point", "comma"]

MarkOfFile: TypeAlias = Literal["point", "perhaps-point"] | None
"""The mark before decimals where neither a column nor a mapping tells it: a point, as commas separate cells; a point,
but `1.000` may be a thousand; or either."""


class CellNumber(NamedTuple):
    """A number, and the unit or currency that stands beside it; empty where none does."""

    number: int | Decimal
    unit: str = ""


SHARES = "株"
"""The unit of shares, where rights are counted in another (個)."""

UNITS = {
    **dict.fromkeys(("個", "ケ", "コ"), "個"),
    **dict.fromkeys(("株",), SHARES),
    **dict.fromkeys(("円", "¥", "\\", "jpy"), "JPY"),
    **dict.fromkeys(("$", "us$", "usd"), "USD"),
    **dict.fromkeys(("€", "eur"), "EUR"),
    **dict.fromkeys(("£", "gbp"), "GBP"),
    **dict.fromkeys(("shares", "share", "shs"), "shares"),
    **dict.fromkeys(("options", "option", "rights", "right", "units", "unit"), "個"),
}
"""Units that may stand beside a number, in normal form and small letters."""

_SIZES = ("千", "万", "百万", "億", "k", "m", "mm", "thousand", "million")
_PARTS = re.compile(r"(?P<before>[^0-9.,]*?)\s?(?P<digits>[0-9][0-9.,' ]*|[.,][0-9]+)\s?(?P<after>[^0-9]*)")
_POINT = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_COMMA = re.compile(r"(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?")


def mark_told_by(cell: CellValue) -> DecimalMark | None:
    """The mark before decimals that a text tells by itself, for all of its column; None where it tells none.

    >>> mark_told_by("1,000.50"), mark_told_by("12,5"), mark_told_by("1,000"), mark_told_by("10")
    ('point', 'comma', None, None)
    """
    if not isinstance(cell, str) or cell.isalnum() or (parts := _PARTS.fullmatch(plain_text(cell).lower())) is None:
        return None
    by_point, by_comma = _POINT.fullmatch(parts["digits"]), _COMMA.fullmatch(parts["digits"])
    if (by_point is None) == (by_comma is None):
        return None
    return "comma" if by_point is None else "point"


def number_in(cell: CellValue, mark: DecimalMark | MarkOfFile = "point") -> Read[CellNumber | None] | Misread:
    """The number in a cell; None where it says that there is none. Without a mark, what turns on it is refused.

    >>> number_in("１，０００個").value, number_in("△3").value, number_in("¥1").value
    (CellNumber(number=1000, unit='個'), CellNumber(number=-3, unit=''), CellNumber(number=1, unit='JPY'))
    """
    if is_nothing(cell):
        return Read(None)
    match cell:
        case Faulty():
            return Misread(cell.sentence)
        case bool() | date() | time() | timedelta():
            return _no_number(cell)
        case int() | Decimal():
            return _of_limit(CellNumber(cell), cell)
        case _:
            assert isinstance(cell, str)  # the one kind that is left
            return _in_text(cell, mark)


def _in_text(cell: str, mark: DecimalMark | MarkOfFile) -> Read[CellNumber | None] | Misread:
    if cell.isascii() and cell.isdigit() and len(cell) <= DIGITS_LIMIT:
        return Read(CellNumber(int(cell)))
    text = plain_text(cell).lower()
    parts = _PARTS.fullmatch(text) if len(text) <= 4 * DIGITS_LIMIT else None
    if parts is None:
        return _no_number(cell)
    sign, before = _sign(parts["before"])
    after = parts["after"].strip(" .")
    digits = parts["digits"].rstrip(" .,") if not after else parts["digits"].strip(" ")
    if after in _SIZES or before in _SIZES:
        return Misread(Sentence("number-with-size", found=shown(cell)))
    units = {UNITS.get(each, "?") for each in (before, after) if each}
    if "?" in units or len(units) > 1:
        return _no_number(cell)
    by_point, by_comma = _POINT.fullmatch(digits) is not None, _COMMA.fullmatch(digits) is not None
    open_marks = "" if mark in ("point", "comma") else "." if mark == "perhaps-point" else ".,"
    if by_point and by_comma and any(each in digits for each in open_marks):
        return Misread(Sentence("comma-or-point", found=shown(cell)))
    if mark == "comma" and by_comma:
        digits = digits.replace(".", "").replace(",", ".")
    elif by_point and mark != "comma":
        digits = digits.replace(",", "")
    elif by_comma and mark is None:
        digits = digits.replace(".", "").replace(",", ".")
    else:
        return _no_number(cell)
    signed = f"-{digits}" if sign < 0 else digits  # arithmetic on decimals would round a long one
    return _of_limit(CellNumber(Decimal(signed) if "." in digits else int(signed), next(iter(units), "")), cell)


def _sign(before: str) -> tuple[int, str]:
    """Whether what stands before the digits says less than zero, and what of it does not."""
    for minus in ("△", "▲", "-", "−", "‐", "–"):
        if before.startswith(minus) or before.endswith(minus):
            return -1, before.strip(minus).strip()
    return 1, before.strip().removeprefix("+")


def _of_limit(found: CellNumber, cell: CellValue) -> Read[CellNumber | None] | Misread:
    number = found.number
    if isinstance(number, Decimal):
        if not number.is_finite() or is_too_long(number):
            return _no_number(cell)
        whole = int(number)
        number = whole if whole == number else number
    if is_too_long(number):
        return _no_number(cell)
    return Read(CellNumber(number, found.unit))


def _no_number(cell: CellValue) -> Misread:
    return Misread(Sentence("cell-is-no-number", found=shown(cell)))
