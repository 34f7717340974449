"""The grants of a list, and the grantee among the parties, as columns of the row itself.

So a life of one grant is read as columns in whichever of the ways it is written, and one of several grants of a holder
too, where the row names the one that is asked about. What would be read otherwise then is not lifted: such a row is not
plain, and the strict loader reads it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kenri.columnar import many
from kenri.columnar.items import ListItems
from kenri.columnar.layout import is_text
from kenri.columnar.many import Bools, Ints

__all__ = ["OTHER", "PLACE", "lifted"]

_Columns = dict[str, pa.Array]


OTHER: Final = "other"
"""What the columns of other grants than the one that is asked about begin with, before the number of the grant."""

PLACE: Final = "place"
"""The column with the place of the grant that is asked about among several."""

MOST_GRANTS: Final = 12
"""Of a row with more grants no form is made."""


def lifted(columns: _Columns, rows: int, *, several: bool = False) -> tuple[_Columns, Bools]:
    """The columns without `grants`, and with no grantee in `parties`; and of which rows they say the same.

    With `several`, the grants beside the one asked about have columns of their own, in the order of the list.
    """
    found = {name: column for name, column in columns.items() if name != "grants"}
    plain = np.ones(rows, bool)
    if "grants" in columns:
        plain &= _lift_grant(found, columns["grants"], rows, several=several)
    if "parties" in found and "grantee" in found and not any(name.startswith("grantee.") for name in found):
        plain &= _lift_grantee(found, rows)
    return found, plain


def _lift_grant(columns: _Columns, grants: pa.Array, rows: int, *, several: bool) -> Bools:
    given = many.are_given(grants)
    items = ListItems(grants, rows)
    if not items.count or any(name.startswith("grant.") for name in columns):
        return ~given
    place = _asked_about(columns, items) if several else np.where(items.lengths == 1, 0, -1)
    there = place >= 0
    at = _places(items.starts[:-1] + place, there)
    own = {field.name: _taken(items.column(field.name), at) for field in items.fields}
    grantee = own.pop("grantee", None)
    if not there.any() or grantee is None or not is_text(grantee.type):
        return ~given
    columns |= {f"grant.{name}": column for name, column in own.items()}
    if "grantee" not in columns:
        columns["grantee"] = grantee
    is_said = _flags(_are_same(columns["grantee"], grantee))
    if (most := int(items.lengths[there].max(initial=0))) > 1:
        is_said &= _lift_others(columns, items, place, most)
    found: Bools = ~given | (there & is_said)
    return found


def _asked_about(columns: _Columns, items: ListItems) -> Ints:
    """The place in its list of the grant that each row asks about, by its id; -1 where there is none such."""
    found = np.where(items.lengths == 1, 0, -1)
    if "grant" not in columns or "id" not in {field.name for field in items.fields}:
        return found
    named = _taken(columns["grant"], pa.array(items.row))
    at = np.flatnonzero(_flags(_are_same(items.column("id"), named)) & (items.lengths <= MOST_GRANTS)[items.row])
    found[items.row[at]] = at - items.starts[items.row[at]]
    return found


def _lift_others(columns: _Columns, items: ListItems, place: Ints, most: int) -> Bools:
    """The grants beside those asked about, as columns; and of which rows all are of one holder, each with an id."""
    are_several = (items.lengths > 1) & (place >= 0)
    columns[PLACE] = pa.array(place.astype(np.int32), mask=~are_several)
    ids = [columns["grant.id"]]
    found = np.ones(len(place), bool)
    for number in range(most - 1):
        there = are_several & (number + 1 < items.lengths)
        at = _places(items.starts[:-1] + number + (number >= place), there)
        for field in items.fields:
            column = _taken(items.column(field.name), at)
            if field.name == "grantee":
                found &= ~there | _flags(_are_same(column, columns["grantee"]))
            else:
                columns[f"{OTHER}.{number}.{field.name}"] = column
        own = columns[f"{OTHER}.{number}.id"]
        found &= ~there | many.are_given(own)
        for each in ids:
            found &= ~_flags(_are_same(own, each))
        ids.append(own)
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
