"""Plain data as text of which there is one for each value: what is hashed, and what is compared.

It is JSON with sorted keys and no blanks; a number has every digit it had, and none besides, so that 12.50 is 12.5.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kenri.model.entries import Plain
from kenri.model.exact import exact
from kenri.model.frozen import frozen

__all__ = ["NotPlainError", "canonical", "plain", "value_in"]

_SHORT = 2**53
"""Whole numbers this near to zero need not be looked at for how long they are."""

_LONE = re.compile("[\ud800-\udfff]")
_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_DECODE = json.JSONDecoder(parse_float=Decimal).decode


class NotPlainError(ValueError):
    """A value that no register keeps: a float, nothing at all, a number with too many digits; it is the argument."""


def plain(value: object) -> Plain:
    """A value of a life file as a register keeps it: days as ISO text, numbers exact, a fraction as text.

    Raises `NotPlainError`.

    >>> plain({"on": date(2025, 3, 1), "price": Decimal("12.50"), "ratio": Fraction(1, 3)})
    {'on': '2025-03-01', 'price': Decimal('12.5'), 'ratio': '1/3'}
    """
    match value:
        case bool() | str():
            return value
        case int() if -_SHORT < value < _SHORT:
            return value
        case int() | Decimal() | Fraction():
            return _number(value)
        case date():
            return value.isoformat()
        case dict() | Mapping():
            if not all(isinstance(key, str) for key in value):
                raise NotPlainError(value)
            return frozen({str(key): plain(each) for key, each in value.items()})
        case list() | tuple():
            return tuple(plain(each) for each in value)
        case _:
            raise NotPlainError(value)


def _number(value: int | Decimal | Fraction) -> int | Decimal | str:
    number = exact(value)
    if number is None:
        raise NotPlainError(value)
    if isinstance(number, int):
        return number
    if isinstance(value, Decimal):
        return Decimal(format(value, "f").rstrip("0"))
    return f"{number.numerator}/{number.denominator}"


def canonical(value: Plain) -> str:
    """The one text of a plain value.

    >>> canonical({"b": Decimal("0.5"), "a": [True, "権利"]})
    '{"a":[true,"権利"],"b":0.5}'
    """
    try:
        text = _ENCODE(value)
    except TypeError:  # it holds a decimal, which the encoder does not know
        text = _text(value)
    return text if text.isascii() else _LONE.sub(lambda each: f"\\u{ord(each[0]):04x}", text)


def _text(value: Plain) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case int():
            return str(value)
        case Decimal():
            return format(value, "f")
        case Mapping():
            return f"{{{','.join(f'{_text(key)}:{_text(value[key])}' for key in sorted(value))}}}"
        case Sequence():
            return f"[{','.join(map(_text, value))}]"


def value_in(text: str) -> Any:
    """The plain value of such a text. Raises `ValueError` for text that is no JSON."""
    return _DECODE(text)
