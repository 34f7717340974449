"""Lives as one table that is asked about in columns: a row for each grant, in the words of `kenri.columnar.layout`.

The inverse of reading a row: a life that is written here and read again is the life that it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from kenri.columnar.files import PARQUET, writer
from kenri.columnar.layout import Layout
from kenri.loader.written_lives import life_data
from kenri.model.exact import as_decimal
from kenri.model.life import Life
from kenri.model.plan import Plan

__all__ = ["write_lives"]

_BLOCK = 4096
"""Rows that are held at once."""

_COLUMNS = {"day": pa.date32(), "flag": pa.bool_()}
_PERIOD = pa.struct([("first", pa.string()), ("last", pa.string())])


def write_lives(path: Path, plan: Plan, lives: Iterable[tuple[str, Life]], known_at: str | None = None) -> int:
    """Write the grants under a plan as a Parquet file, in bounded memory; how many there are.

    `lives` are those of holders by name; `known_at` is that of the question that each row then asks. Raises `OSError`
    where the file cannot be written.
    """
    schema = _schema(plan, has_known_at=known_at is not None)
    rows = _rows(plan, lives, known_at)
    count = 0
    with writer(path, PARQUET[0], schema) as table:
        while several := list(islice(rows, _BLOCK)):
            columns = [pa.array([row.get(field.name) for row in several], field.type) for field in schema]
            table.write(pa.RecordBatch.from_arrays(columns, schema=schema))
            count += len(several)
    return count


def _schema(plan: Plan, *, has_known_at: bool) -> pa.Schema:
    layout = Layout(plan, next(iter(plan.actions), ""))
    typed: list[tuple[str, pa.DataType]] = [("id", pa.string()), ("grantee", pa.string()), ("grant", pa.string())]
    if has_known_at:
        typed.append(("known_at", pa.string()))
    for of, kinds in (("grantee", layout.party), ("grant", layout.grant)):
        for name, kind in kinds.items():
            if (of, name) not in (("grant", "grantee"), ("grantee", "roles")):
                typed.append((f"{of}.{name}", _COLUMNS.get(kind, pa.string())))
    typed += [
        (f"fact.{name}", _PERIOD if kind == "period" else _COLUMNS.get(kind, pa.string()))
        for name, kind in layout.facts.items()
    ]
    typed += [(name, pa.string()) for name in ("grants", "parties", "events")]
    return pa.schema(typed)


def _rows(plan: Plan, lives: Iterable[tuple[str, Life]], known_at: str | None) -> Iterator[dict[str, Any]]:
    """A row for each grant under the plan; its id is the holder's name, with the grant's where there are several."""
    layout = Layout(plan, next(iter(plan.actions), ""))
    taken: set[str] = set()
    for holder, life in lives:
        own = [
            grant for grant in life.grants_under(plan).values() if grant.grantee == holder or len(_grantees(life)) == 1
        ]
        if not own:
            continue
        common = _common(life_data(life, plan), layout)
        for grant in own:
            id_ = holder if len(own) == 1 else f"{holder}#{grant.id}"
            while id_ in taken:  # a holder may be called as another's grant is
                id_ += "#"
            taken.add(id_)
            row = {**common, "id": id_}
            if len(life.grants) > 1:
                row["grant"] = grant.id
            if known_at is not None:
                row["known_at"] = known_at
            yield row


def _grantees(life: Life) -> set[str]:
    return {grant.grantee for grant in life.grants.values()}


def _common(data: Mapping[str, Any], layout: Layout) -> dict[str, Any]:
    """What all rows of a life have: the one grant and its holder in columns, whatever there are several of in lists."""
    row: dict[str, Any] = {}
    grants: Sequence[Mapping[str, Any]] = data["grants"]
    parties: dict[str, Any] = {**data.get("parties", {})}
    if len(grants) == 1 and grants[0].keys() <= layout.grant.keys():
        (grant,) = grants
        row["grantee"] = grant["grantee"]
        row |= {f"grant.{name}": _cell(value, layout.grant[name]) for name, value in grant.items() if name != "grantee"}
        own = parties.get(grant["grantee"], {"roles": []})
        if own and "roles" not in own:
            row |= {f"grantee.{name}": _cell(value, layout.party[name]) for name, value in own.items()}
            del parties[grant["grantee"]]
    else:
        row["grants"] = _list(grants)
    row |= {f"fact.{name}": _cell(value, layout.facts[name]) for name, value in data.get("facts", {}).items()}
    if parties:
        row["parties"] = _list([{"name": name, **party} for name, party in parties.items()])
    if data.get("events"):
        row["events"] = _list(data["events"])
    return row


def _cell(value: Any, kind: str) -> Any:
    """A value in a column of its kind: days and flags as they are, all else as text of a life file."""
    plain = _plain(value)
    if kind in ("flag", "period"):
        return plain
    if kind == "day":
        return date.fromisoformat(str(plain)[:10])
    return plain if isinstance(plain, str) else str(plain)


def _list(items: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps([_plain(each) for each in items], ensure_ascii=False)


def _plain(value: Any) -> Any:
    """A value of a life file as JSON has it; a number that is not whole is exact text."""
    match value:
        case Mapping():
            return {name: _plain(each) for name, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case bool() | int() | str():
            return value
        case date():
            return value.isoformat()
        case Fraction():
            if value.denominator == 1:
                return value.numerator
            decimal = as_decimal(value)
            return f"{value.numerator}/{value.denominator}" if decimal is None else f"{decimal:f}"
        case _:
            return str(value)
