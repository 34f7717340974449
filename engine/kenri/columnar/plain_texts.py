"""Days, instants, whole numbers and flags that a column holds as texts, as every column of a CSV file does.

Only texts of the one usual form are read here, which mean the same wherever they stand. Whatever is written otherwise
is for the strict loader to read, or to refuse.
"""

from __future__ import annotations

import re
from datetime import date, datetime

__all__ = ["day_in", "flag_in", "instant_in", "number_in"]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])")
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}")
_FLAGS = {"false": 0, "true": 1}


def day_in(text: str) -> int | None:
    """The ordinal of the day of a text; None for what is none, or is another way to write one.

    >>> day_in("1970-01-01"), day_in("2025-02-30"), day_in("2025-7-5")
    (719163, None, None)
    """
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None


def instant_in(text: str) -> int | None:
    """The seconds since 1970 of the instant of a text; None for what is none, or is another way to write one.

    >>> instant_in("1970-01-02T09:00:00+09:00"), instant_in("1970-01-02"), instant_in("1970-01-02T09:00")
    (86400, None, None)
    """
    if not _INSTANT.fullmatch(text):
        return None
    try:
        return int(datetime.fromisoformat(text).timestamp())
    except ValueError:
        return None


def number_in(text: str) -> int | None:
    """The whole number of a text; None for what is none, or is another way to write one.

    >>> number_in("10"), number_in("-3"), number_in("010"), number_in("2.0"), number_in("-0")
    (10, -3, None, None, None)
    """
    return int(text) if _WHOLE.fullmatch(text) else None


def flag_in(text: str) -> int | None:
    """1 for `true`, 0 for `false`, None for any other text.

    >>> flag_in("true"), flag_in("True")
    (1, None)
    """
    return _FLAGS.get(text)
