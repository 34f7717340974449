"""The answers as columns: what each is called, of which type it is, and what a ruling puts into it.

A number has two columns: a decimal, where it can be held as one exactly, and its text, which is always exact and may be
a fraction or a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pyarrow as pa

from kenri.model.days import as_date
from kenri.model.exact import as_decimal
from kenri.model.plan import Figure, Plan
from kenri.model.ruling import Exact, Most, Ruling

__all__ = [
    "EXACT",
    "NUMBER",
    "answer",
    "figures_of",
    "number_fields",
    "numbers",
    "schema",
    "stretch",
    "stretches_schema",
]

NUMBER: Final = pa.decimal128(38, 12)
EXACT: Final = "_exact"
"""What the name of the column with the exact text ends in."""

_NAMES: Final = pa.list_(pa.string())
_BOUND: Final = 10**26


def figures_of(plan: Plan, action: str) -> dict[str, Figure]:
    """The figures that a ruling about an action shows."""
    return {name: each for name, each in plan.figures.items() if action in each.of}


def schema(plan: Plan, action: str) -> pa.Schema:
    """The columns of answers about one day."""
    fields = [
        pa.field("id", pa.string(), nullable=False),
        pa.field("on", pa.date32(), nullable=False),
        pa.field("outcome", pa.string(), nullable=False),
        pa.field("rules", _NAMES, nullable=False),
        pa.field("clauses", _NAMES, nullable=False),
        *number_fields("most"),
        *(field for name, each in figures_of(plan, action).items() for field in _figure_fields(name, each)),
        pa.field("window_first", pa.date32()),
        pa.field("window_last", pa.date32()),
        pa.field("next_day", pa.date32()),
        pa.field("missing", _NAMES, nullable=False),
        pa.field("turns_on", _NAMES),
        pa.field("settled", pa.bool_()),
        pa.field("answered_by", pa.string(), nullable=False),
    ]
    return pa.schema(fields)


def stretches_schema() -> pa.Schema:
    """The columns of answers about every day of a range: one row for each stretch of days with equal answers."""
    return pa.schema(
        [
            pa.field("id", pa.string(), nullable=False),
            pa.field("first", pa.date32(), nullable=False),
            pa.field("last", pa.date32(), nullable=False),
            pa.field("outcome", pa.string(), nullable=False),
            pa.field("rules", _NAMES, nullable=False),
            pa.field("clauses", _NAMES, nullable=False),
            *number_fields("most"),
            pa.field("missing", _NAMES, nullable=False),
            pa.field("answered_by", pa.string(), nullable=False),
        ]
    )


def answer(ruling: Ruling, id_: str, by: str, figures: Mapping[str, Figure], *, settled: bool) -> dict[str, Any]:
    """The answers that a ruling gives, by the names of their columns."""
    window = ruling.window
    found = {
        **_common(ruling, id_, by),
        "on": ruling.date,
        "window_first": as_date(window.first) if window is not None else None,
        "window_last": as_date(window.last) if window is not None else None,
        "next_day": ruling.next_date,
        "turns_on": [turn.reading for turn in ruling.turns_on] if settled else None,
        "settled": ruling.is_settled,
    }
    values = {each.name: each for each in ruling.figures}
    for name, declared in figures.items():
        each = values.get(name)
        if declared.day is None:
            found |= numbers(f"figure.{name}", None if each is None else each.value)
        else:
            found[f"figure.{name}"] = None if each is None else each.day
    return found


def stretch(ruling: Ruling, id_: str, by: str) -> dict[str, Any]:
    """The answers of one day that stay the same over a stretch of days."""
    return _common(ruling, id_, by)


def numbers(column: str, value: Most | None) -> dict[str, Any]:
    """The two columns of a number."""
    return {column: _decimal(value), f"{column}{EXACT}": None if value is None else str(value)}


def _common(ruling: Ruling, id_: str, by: str) -> dict[str, Any]:
    return {
        "id": id_,
        "outcome": ruling.outcome,
        "rules": list(ruling.rules),
        "clauses": list(dict.fromkeys(finding.clause for finding in ruling.findings)),
        **numbers("most", ruling.most),
        "missing": list(ruling.missing),
        "answered_by": by,
    }


def _decimal(value: Exact | str | None) -> Decimal | None:
    if value is None or isinstance(value, str) or not -_BOUND < value < _BOUND:
        return None
    return as_decimal(Fraction(value))


def _figure_fields(name: str, figure: Figure) -> tuple[pa.Field, ...]:
    """The types of the columns of a figure: two of a number, or one of a day."""
    column = f"figure.{name}"
    return number_fields(column) if figure.day is None else (pa.field(column, pa.date32()),)


def number_fields(column: str) -> tuple[pa.Field, pa.Field]:
    """The types of the two columns of a number."""
    return pa.field(column, NUMBER), pa.field(f"{column}{EXACT}", pa.string())
