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
from kenri.model.problems import quote
from kenri.model.sentences import Sentence

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
    """An unquoted word with no safe meaning: why, and, where it may be meant as text, the word.

    `as_key` tells that the same word is safe as a key.
    """

    sentence: Sentence
    as_text: str = ""
    as_key: bool = False
    help_: Sentence | None = None

    @property
    def advice(self) -> Sentence | None:
        """What would be right, with quotes for a text; None where the sentence says all of it."""
        if not self.as_text:
            return self.help_
        return Sentence("or-quote", said=self.sentence, quoted=quote(f'"{self.as_text}"'))


def meaning(word: str) -> Scalar | Refused:
    """The value of an unquoted scalar, or why it is refused. Never a float and never None.

    >>> meaning("yes"), meaning("7(b)"), meaning("0.10")
    ('yes', '7(b)', Decimal('0.10'))
    >>> meaning("010").advice.text()
    'write `10`, or quote it if it is text: `"010"`'
    """
    if word[:1] in _NUMBER_STARTS:
        if _INTEGER.fullmatch(word):
            return _too_long() if is_too_long(word) else int(word)
        return _other_number(word)
    if word in _NOTHING:
        return Refused(Sentence("null-value", word=quote(word)) if word else Sentence("empty-value"))
    if len(word) in (4, 5) and (lower := word.lower()) in ("true", "false"):
        if word == lower:
            return word == "true"
        return Refused(Sentence("spelling-of-flag", word=quote(word), right=quote(lower)), word)
    return word


def _other_number(word: str) -> Scalar | Refused:
    if _DECIMAL.fullmatch(word):
        return _too_long() if is_too_long(word) else Decimal(word)
    if match := _DAY.fullmatch(word):
        year, month, day = map(int, match.groups())
        try:
            return date(year, month, day)
        except ValueError:
            return Refused(Sentence("no-such-day", word=quote(word)))
    if _LIKE_DAY.fullmatch(word):
        return Refused(Sentence("digits-of-day", word=quote(word), right=quote(_padded_day(word))), word)
    if _LIKE_INSTANT.fullmatch(word):
        return _instant(word)
    return _refused_number(word) or word


def _instant(word: str) -> datetime | Refused:
    match = _INSTANT.fullmatch(word)
    if match is None:
        return Refused(Sentence("form-of-instant", word=quote(word)), word)
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
        return Refused(Sentence("no-such-instant", word=quote(word)))
    if zone is None:
        return Refused(
            Sentence("instant-without-zone", word=quote(word), utc=quote(f"{word}Z"), offset=quote(f"{word}+09:00"))
        )
    return instant


def _refused_number(word: str) -> Refused | None:
    """Why a word that is none of the accepted numbers looks too much like one; None if it is plain text."""
    shown = quote(word)
    if _SIXTIES.fullmatch(word):
        if _PAIR.fullmatch(word):
            new, old = word.split(":")
            forth, back = quote(f"{new}/{old}"), quote(f"{old}/{new}")
            help_ = Sentence("quote-or-ratio", quoted=quote(f'"{word}"'), new=new, old=old, forth=forth, back=back)
            return Refused(Sentence("base-60", word=shown, quoted=quote(f'"{word}"')), help_=help_, as_key=True)
        return Refused(Sentence("base-60", word=shown, quoted=quote(f'"{word}"')), as_key=True)
    if _BASED.fullmatch(word):
        return Refused(Sentence("other-base", word=shown), word)
    if _EXPONENT.fullmatch(word):
        return Refused(Sentence("exponent", word=shown), word)
    if _UNDERSCORED.fullmatch(word):
        return Refused(Sentence("underscores", word=shown, right=quote(word.replace("_", ""))), word)
    if _NOT_A_NUMBER.fullmatch(word):
        return Refused(Sentence("not-finite", word=shown), word)
    if _PLUS.fullmatch(word):
        return Refused(Sentence("plus-sign", word=shown), word)
    if match := _LEADING_ZERO.fullmatch(word):
        right = match[1] + match[2] + (match[3] or "").rstrip(".")
        return Refused(Sentence("leading-zero", word=shown, right=quote(right)), word)
    if (match := _BARE_POINT.fullmatch(word)) and (match[2] or match[3]):
        right = f"{match[1]}{match[2] or '0'}.{match[3] or '0'}"
        return Refused(Sentence("bare-point", word=shown, right=quote(right)), word)
    return None


def _padded_day(word: str) -> str:
    year, month, day = word.split("-")
    return f"{year}-{month:0>2}-{day:0>2}"


def _too_long() -> Refused:
    return Refused(Sentence("number-too-long", most=NUMBER_LENGTH.most, limit=NUMBER_LENGTH.sentence))
