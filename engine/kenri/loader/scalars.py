"""What an unquoted YAML word means: text, a whole number, a decimal, true or false, a day or an instant.

Closer to YAML 1.2 than to 1.1: `on`, `off`, `yes`, `no` are text. Spellings that readers and parsers understand
differently (`010`, `12:30`, `1e3`, `True`) are refused instead of guessed.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TypeAlias

from kenri.model.exact import is_too_long
from kenri.model.limits import NUMBER_LENGTH

Scalar: TypeAlias = str | int | Decimal | bool | date
"""`datetime`, always with a zone, is among these too: it is a kind of `date` in Python."""

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_INSTANT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?"
    r"(?:(Z)|([+-])([0-9]{2}):([0-9]{2}))?"
)
_LIKE_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
_LIKE_INSTANT = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:.*")
_SIXTIES = re.compile(r"[-+]?[0-9][0-9_]*(:[0-9]{1,2})+(\.[0-9_]*)?")
_PAIR = re.compile(r"[0-9]{1,2}:[0-9]{1,2}")
_BASED = re.compile(r"[-+]?0[xXoObB][0-9a-fA-F_]+")
_UNDERSCORED = re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*(\.[0-9_]*)?")
_EXPONENT = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)[eE][-+]?[0-9]+")
_PLUS = re.compile(r"\+([0-9]+\.?[0-9]*|\.[0-9]+)")
_LEADING_ZERO = re.compile(r"(-?)0+([0-9]+)(\.[0-9]*)?")
_BARE_POINT = re.compile(r"(-?)([0-9]*)\.([0-9]*)")
_NOT_A_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|NaN|-?Infinity")
_NUMBER_STARTS = frozenset("0123456789+-.NI")
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Refused:
    """An unquoted word with no safe meaning. `as_key` tells that the same word is safe as a key."""

    message: str
    help: str
    as_key: bool = False


def meaning(word: str) -> Scalar | Refused:
    """The value of an unquoted scalar, or why it is refused. Never a float and never None.

    >>> meaning("yes"), meaning("7(b)"), meaning("0.10")
    ('yes', '7(b)', Decimal('0.10'))
    >>> meaning("010").help
    'write `10`, or quote it if it is text: `"010"`'
    """
    if word[:1] in _NUMBER_STARTS:
        if _INTEGER.fullmatch(word):
            return _too_long() if is_too_long(word) else int(word)
        return _other_number(word)
    if word in _NOTHING:
        return Refused(
            "an empty value says nothing" if not word else f"`{word}` says nothing",
            "leave out the key or item that holds it",
        )
    if len(word) in (4, 5) and (lower := word.lower()) in ("true", "false"):
        if word == lower:
            return word == "true"
        return Refused(f"`{word}` is not a way to write `{lower}`", f"write `{lower}`{_or_quote(word)}")
    return word


def _other_number(word: str) -> Scalar | Refused:
    if _DECIMAL.fullmatch(word):
        return _too_long() if is_too_long(word) else Decimal(word)
    if match := _DAY.fullmatch(word):
        year, month, day = map(int, match.groups())
        try:
            return date(year, month, day)
        except ValueError:
            return Refused(f"there is no day `{word}`", "write a day of the calendar, as in `2024-02-29`")
    if _LIKE_DAY.fullmatch(word):
        return Refused(
            f"the day `{word}` must have a month and a day of two digits",
            f"write it as `{_padded_day(word)}`{_or_quote(word)}",
        )
    if _LIKE_INSTANT.fullmatch(word):
        return _instant(word)
    return _refused_number(word) or word


def _instant(word: str) -> datetime | Refused:
    match = _INSTANT.fullmatch(word)
    if match is None:
        return Refused(
            f"the instant `{word}` is not written in the one accepted way",
            f"write it like `2025-07-07T14:59:59Z` or `2025-07-07T23:59:59+09:00`{_or_quote(word)}",
        )
    year, month, day, hour, minute = (int(match[group]) for group in range(1, 6))
    second, microsecond = int(match[6] or 0), int((match[7] or "").ljust(6, "0"))
    zone: timezone | None = None
    try:
        if match[8]:
            zone = UTC
        elif match[9]:
            if int(match[11]) > 59:
                raise ValueError(word)
            shift = timedelta(hours=int(match[10]), minutes=int(match[11]))
            zone = timezone(-shift if match[9] == "-" else shift)
        instant = datetime(year, month, day, hour, minute, second, microsecond, zone)
        instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return Refused(f"there is no instant `{word}`", "write an instant such as `2025-07-07T23:59:59+09:00`")
    if zone is None:
        return Refused(
            f"the instant `{word}` does not say in which zone it is",
            f"add `Z` for UTC or an offset: `{word}Z`, `{word}+09:00`",
        )
    return instant


def _refused_number(word: str) -> Refused | None:
    """Why a word that is none of the accepted numbers looks too much like one; None if it is plain text."""
    quote = _or_quote(word)
    if _SIXTIES.fullmatch(word):
        help_ = f'quote it: `"{word}"`'
        if _PAIR.fullmatch(word):
            help_ += f"; a ratio is written with a stroke: `{word.replace(':', '/')}`"
        return Refused(f"`{word}` means a number in base 60 to some YAML readers", help_, as_key=True)
    if _BASED.fullmatch(word):
        return Refused(f"`{word}` is a number in another base than ten", f"write it in base ten{quote}")
    if _EXPONENT.fullmatch(word):
        return Refused(f"`{word}` is a number with an exponent", f"write all its digits{quote}")
    if _UNDERSCORED.fullmatch(word):
        return Refused(f"`{word}` is a number with underscores", f"write `{word.replace('_', '')}`{quote}")
    if _NOT_A_NUMBER.fullmatch(word):
        return Refused(f"`{word}` is not a finite number", f"write a number with digits{quote}")
    if _PLUS.fullmatch(word):
        return Refused(f"the number `{word}` has a plus sign", f"write it without the sign{quote}")
    if match := _LEADING_ZERO.fullmatch(word):
        right = match[1] + match[2] + (match[3] or "").rstrip(".")
        return Refused(f"the number `{word}` starts with a zero", f"write `{right}`{quote}")
    if (match := _BARE_POINT.fullmatch(word)) and (match[2] or match[3]):
        right = f"{match[1]}{match[2] or '0'}.{match[3] or '0'}"
        return Refused(f"the number `{word}` has no digit on one side of its point", f"write `{right}`{quote}")
    return None


def _padded_day(word: str) -> str:
    year, month, day = word.split("-")
    return f"{year}-{month:0>2}-{day:0>2}"


def _too_long() -> Refused:
    most = NUMBER_LENGTH.most
    return Refused(f"a number of more than {most} digits is too long: {NUMBER_LENGTH}", "quote it if it is text")


def _or_quote(word: str) -> str:
    return f', or quote it if it is text: `"{word}"`'
