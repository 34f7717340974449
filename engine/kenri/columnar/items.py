"""Lists of structs in a column, as the columns of their items."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kenri.columnar.many import Ints

__all__ = ["ListItems"]


class ListItems:
    """The items of a list column, one after another, each with its row."""

    def __init__(self, column: pa.Array | None, rows: int) -> None:
        if column is None or pa.types.is_null(column.type):
            self.lengths: Ints = np.zeros(rows, np.int64)
            self.structs: pa.StructArray | None = None
        else:
            self.lengths = pc.fill_null(pc.list_value_length(column), 0).to_numpy(zero_copy_only=False).astype(np.int64)
            self.structs = column.flatten()
        self._columns: dict[str, pa.Array] = {}
        self.starts: Ints = np.zeros(rows + 1, np.int64)
        """Where those of each row begin, and at last where they end."""
        np.cumsum(self.lengths, out=self.starts[1:])
        self.count = int(self.starts[-1])

    @cached_property
    def row(self) -> Ints:
        """The row of each item."""
        return np.repeat(np.arange(len(self.lengths), dtype=np.int64), self.lengths)

    def rows_of(self, at: Ints) -> Ints:
        """The rows of some items."""
        if 8 * len(at) > self.count:
            return self.row[at]
        found: Ints = np.searchsorted(self.starts, at, "right") - 1
        return found

    @property
    def fields(self) -> Sequence[pa.Field]:
        """What is said of an item."""
        return list(self.structs.type) if self.structs is not None and self.count else []

    def column(self, name: str) -> pa.Array:
        """One thing that is said of all items; null where it is not."""
        assert self.structs is not None
        if name not in self._columns:
            is_there = name in self.structs.type.names
            self._columns[name] = pc.struct_field(self.structs, name) if is_there else pa.nulls(self.count, pa.string())
        return self._columns[name]
