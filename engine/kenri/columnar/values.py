"""One value of a table as a life file would have it: what an exact reader needs to know of how tables hold values.

Everything else is left to the loader, which refuses what does not fit in the words it has for files.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from kenri.loader.scalars import meaning

__all__ = ["NotJsonError", "from_json", "plain"]

_INTERPRETED = frozenset({"number", "ratio", "flag"})
"""Types whose values a text stands for, as it would in a file without quotes."""

_EXACT_FLOATS = 2**53
"""Beyond it a float that is whole may have been another number."""


def plain(value: Any, kind: str) -> Any:
    """A value that is there, as a life file would have it.

    A number that is whole is one, even where the column holds floats; a timestamp at midnight without a zone is a day;
    a whole number may be a name.
    """
    match value:
        case str() if kind in _INTERPRETED:
            return meaning(value)
        case str() if kind == "period":
            return _period(value)
        case bool():
            return value
        case float() if value.is_integer() and abs(value) < _EXACT_FLOATS and kind not in ("word", "name"):
            return int(value)
        case int() if kind == "name":
            return str(value)
        case Decimal() if value.is_finite() and value == value.to_integral_value() and kind == "name":
            return str(int(value))
        case datetime() if value.tzinfo is None and value.time() == time.min:
            return value.date()
        case Mapping():
            return {name: plain(each, "day") for name, each in value.items()}
        case _:
            return value


def _period(text: str) -> Any:
    try:
        return from_json(text)
    except NotJsonError:
        return text


class NotJsonError(ValueError):
    """A text that is not JSON as it is taken here."""


def from_json(text: str) -> Any:
    """The value of a JSON text: every number exact, no key twice, nothing that JSON does not have."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_none, object_pairs_hook=_once)
    except (ValueError, RecursionError, InvalidOperation) as error:  # the last of an exponent beyond all decimals
        raise NotJsonError(str(error)) from None


def _none(word: str) -> Any:
    raise ValueError(word)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice")
    return found
