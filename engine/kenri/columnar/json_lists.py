"""Lists of parties, grants and events that a column holds as texts of JSON, as lists of structs.

So a table that came as CSV is read as columns like any other. A text that is not plainly such a list, or holds anything
else than words, days, whole numbers and flags where these are meant, is left to the strict loader.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pyarrow as pa

from kenri.columnar.layout import Kinds
from kenri.columnar.many import Bools
from kenri.columnar.plain_texts import number_in
from kenri.columnar.values import NotJsonError, from_json

__all__ = ["listed"]

_NUMBERS: Final = ("number", "ratio")

_HELD: Final[Mapping[str, tuple[type, pa.DataType]]] = {
    **dict.fromkeys(("day", "word", "name", "asker", "instant"), (str, pa.string())),
    **dict.fromkeys(_NUMBERS, (int, pa.int64())),
    "flag": (bool, pa.bool_()),
}
"""For each type of value what JSON has for it, and what a column."""

_WIDE: Final = 2**62
"""A whole number of a column is nearer to zero."""

_DIGITS: Final = 20
"""Digits that one written with a point has at most; the loader refuses far longer ones."""


def listed(column: pa.Array, kinds: Kinds) -> tuple[pa.Array, Bools]:
    """A column of texts as one of lists, whose items say what is in `kinds`; and which cells say the same there, or
    are null in both.
    """
    plain = np.ones(len(column), bool)
    items: list[dict[str, Any]] = []
    starts: list[int | None] = []
    for at, text in enumerate(column.to_pylist()):
        starts.append(None if text is None else len(items))
        if text is not None:
            own = _items(text, kinds)
            plain[at] = own is not None
            items += own or ()
    fields = sorted({name for item in items for name in item}) or [next(iter(kinds))]
    children = [pa.array([item.get(name) for item in items], _HELD[kinds[name]][1]) for name in fields]
    structs = pa.StructArray.from_arrays(children, fields)
    return pa.ListArray.from_arrays(pa.array([*starts, len(items)], pa.int32()), structs), plain


def _items(text: str, kinds: Kinds) -> list[dict[str, Any]] | None:
    """What the items of a list say; None where it is for the strict loader."""
    try:
        several = from_json(text)
    except NotJsonError:
        return None
    if type(several) is not list or not all(type(item) is dict for item in several):
        return None
    found = [_said(item, kinds) for item in several]
    return None if None in found else found  # type: ignore[return-value]


def _said(item: Mapping[str, Any], kinds: Kinds) -> dict[str, Any] | None:
    found = {}
    for name, value in item.items():
        if value is None:
            continue
        kind = kinds.get(name, "")
        if kind in _NUMBERS:
            value = _whole(value)
        held = _HELD.get(kind)
        if held is None or type(value) is not held[0] or not _fits(value):
            return None
        found[name] = value
    return found or None


def _whole(value: Any) -> Any:
    """The whole number that is told by a text, or with a point, as other programs write one where some are missing."""
    match value:
        case str():
            return number_in(value)
        case Decimal() if -_WIDE < value < _WIDE and len(value.as_tuple().digits) <= _DIGITS and value == int(value):
            return int(value)
        case _:
            return value


def _fits(value: Any) -> bool:
    """Whether a column holds it: a text without what cannot be seen, among it halves of characters; a number."""
    return value.isprintable() if isinstance(value, str) else -_WIDE < value < _WIDE
