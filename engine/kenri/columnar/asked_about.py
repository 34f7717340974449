"""The rows of a block once for each grant of a life, as questions about it; and for each party that may ask."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from kenri.columnar.items import ListItems
from kenri.columnar.many import Ints
from kenri.columnar.rows import Rows

__all__ = ["asked_about"]


def asked_about(rows: Rows, *, with_parties: bool) -> tuple[Rows, Ints]:
    """A row for each grant of each life, and, `with_parties`, for each party of it; and of which life each is.

    The rows have a list of `grants`, each with its id, and `grantee`, who holds them all.
    """
    columns = rows.columns
    grants = ListItems(columns.column("grants"), len(rows))
    parties = None
    if with_parties and "parties" in columns.schema.names:
        parties = ListItems(columns.column("parties"), len(rows))
    by, about = columns.column("grantee").to_pylist(), grants.column("id").to_pylist()
    at: Ints = np.arange(len(rows))
    if grants.count > len(rows) or parties is not None:
        others = parties.column("name").to_pylist() if parties is not None else []
        asked: list[tuple[int, str, str]] = []
        for row, holder in enumerate(by):
            names = [holder]
            if parties is not None:
                names += others[parties.starts[row] : parties.starts[row + 1]]
            own = about[grants.starts[row] : grants.starts[row + 1]]
            asked += [(row, name, grant) for grant in own for name in names]
        at = np.array([row for row, _, _ in asked])
        by, about = [name for _, name, _ in asked], [grant for _, _, grant in asked]
        columns = columns.take(pa.array(at))
    told = {name: columns.column(name) for name in columns.schema.names}
    told["grant"] = pa.array(about, pa.string())
    if with_parties:
        told["by"] = pa.array(by, pa.string())
    return Rows(pa.RecordBatch.from_pydict(told), rows.layout, rows.file, rows.first), at
