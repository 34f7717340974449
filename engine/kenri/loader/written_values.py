"""Values as they are written in a file: the inverse of reading them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kenri.loader.scalars import meaning
from kenri.model.exact import as_decimal

_PLAIN = re.compile(r"[A-Za-z_./][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*")


def flow(value: Any) -> str:
    """A value on one line of YAML, as the strict loader reads it back."""
    match value:
        case Mapping():
            return "{" + ", ".join(f"{flow(key)}: {flow(each)}" for key, each in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(flow, value)) + "]"
        case bool():
            return "true" if value else "false"
        case datetime() | date():
            return value.isoformat()
        case int() | Decimal():
            return str(value)
        case Fraction():
            decimal = as_decimal(value)
            return f"{value}" if decimal is None else f"{decimal:f}"
        case _:
            text = str(value)
            is_plain = _PLAIN.fullmatch(text) is not None and meaning(text) == text
            return text if is_plain else json.dumps(text, ensure_ascii=False)
