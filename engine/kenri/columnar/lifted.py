"""The one grant of a list, and the grantee among the parties, as columns of the row itself.

So a life of one grant is read as columns in whichever of the ways it is written. What would be read otherwise then is
not lifted: such a row is not plain, and the strict loader reads it.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kenri.columnar import many
from kenri.columnar.items import ListItems
from kenri.columnar.layout import is_text
from kenri.columnar.many import Bools, Ints

__all__ = ["lifted"]

_Columns = dict[str, pa.Array]


def lifted(columns: _Columns, rows: int) -> tuple[_Columns, Bools]:
    """The columns without `grants`, and with no grantee in `parties`; and of which rows they say the same."""
    found = {name: column for name, column in columns.items() if name != "grants"}
    plain = np.ones(rows, bool)
    if "grants" in columns:
        plain &= _lift_grant(found, columns["grants"], rows)
    if "parties" in found and "grantee" in found and not any(name.startswith("grantee.") for name in found):
        plain &= _lift_grantee(found, rows)
    return found, plain


def _lift_grant(columns: _Columns, grants: pa.Array, rows: int) -> Bools:
    given = many.are_given(grants)
    items = ListItems(grants, rows)
    alone = items.lengths == 1
    if not alone.any() or any(name.startswith("grant.") for name in columns):
        return ~given
    at = _places(items.starts[:-1], alone)
    own = {field.name: _taken(items.column(field.name), at) for field in items.fields}
    grantee = own.pop("grantee", None)
    if grantee is None or not is_text(grantee.type):
        return ~given
    columns |= {f"grant.{name}": column for name, column in own.items()}
    if "grantee" not in columns:
        columns["grantee"] = grantee
    is_said = _are_same(columns["grantee"], grantee)
    found: Bools = ~given | (alone & _flags(is_said))
    return found


def _lift_grantee(columns: _Columns, rows: int) -> Bools:
    """The attributes of a grantee who stands among the parties once, and of whom something is said."""
    items = ListItems(columns["parties"], rows)
    if items.structs is None or not items.count:
        return np.ones(rows, bool)
    is_own = _flags(_are_same(items.column("name"), _taken(columns["grantee"], pa.array(items.row))))
    own = np.flatnonzero(is_own)
    row = items.row[own]
    once = np.bincount(row, minlength=rows) == 1
    place = np.zeros(rows, np.int64)
    place[row] = own
    at = _places(place, once)
    is_said = ~once
    for field in items.fields:
        if field.name != "name":
            columns[f"grantee.{field.name}"] = column = _taken(items.column(field.name), at)
            is_said |= _flags(column.is_valid())
    left = np.flatnonzero(~(is_own & once[items.row]))
    ends = np.concatenate([[0], np.cumsum(np.bincount(items.row[left], minlength=rows))]).astype(np.int32)
    names = [field.name for field in items.fields]
    kept = [_taken(items.column(name), pa.array(left)) for name in names]
    mask = pc.is_null(items.structs).take(pa.array(left))
    columns["parties"] = pa.ListArray.from_arrays(pa.array(ends), pa.StructArray.from_arrays(kept, names, mask=mask))
    found: Bools = is_said
    return found


def _places(places: Ints, there: Bools) -> pa.Array:
    return pa.array(places, mask=~there)


def _taken(column: pa.Array, places: pa.Array) -> pa.Array:
    """Some cells of a column; texts that are views, which Arrow does not take, as others."""
    return (column.cast(pa.string()) if pa.types.is_string_view(column.type) else column).take(places)


def _are_same(names: pa.Array, others: pa.Array) -> pa.Array:
    """Whether there are two names, both the same text; what is no text is read by the strict loader."""
    if not (is_text(names.type) and is_text(others.type)):
        return pa.array(np.zeros(len(names), bool))
    return pc.fill_null(pc.equal(names.cast(pa.string()), others.cast(pa.string())), False)


def _flags(flags: pa.Array) -> Bools:
    found: Bools = flags.to_numpy(zero_copy_only=False)
    return found
