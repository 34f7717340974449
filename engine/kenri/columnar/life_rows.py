"""Lives as plain data, gathered into a block of rows: what columns hold of them, they hold exactly.

What a table cannot hold so, or would hold otherwise than a life file does, is not taken in: whoever has such a life
reads it by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, Final

import pyarrow as pa

from kenri.columnar.layout import Kinds, Layout
from kenri.columnar.rows import Rows
from kenri.model.plan import Plan

__all__ = ["LifeRows"]

_SOURCE: Final = "lives"
"""What stands for a file: lives that are wrong are read again where they come from."""

_TYPES: Final[Mapping[str, type]] = {
    "day": str,
    "instant": str,
    "name": str,
    "word": str,
    "number": int,
    "ratio": int,
    "flag": bool,
}
"""What plain data has of each kind, as columns take it."""

_ARROW: Final[Mapping[type, pa.DataType]] = {str: pa.string(), int: pa.int64(), bool: pa.bool_()}

_WIDEST: Final = 2**62


class LifeRows:
    """Gathers the lives of holders, each with its grants under one plan, as rows that are named after the holders."""

    def __init__(self, plan: Plan) -> None:
        self.layout = Layout(plan)
        self._own: dict[str, list[Any]] = {"id": [], "grantee": [], "grant": []}
        self._own_types: dict[str, type] = {"id": str, "grantee": str, "grant": str}
        self._parties = _Items({"name": "name", **self.layout.party})
        self._grants = _Items(self.layout.grant)
        self._events = _Items(self._kinds_of_events)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def _kinds_of_events(self) -> Kinds:
        """The kind of what is said of events, where it is the same for all of them."""
        found: dict[str, set[str]] = {}
        for each in self.layout.events.values():
            for name, kind in each.items():
                found.setdefault(name, set()).add(kind)
        return {name: next(iter(kinds)) for name, kinds in found.items() if len(kinds) == 1}

    def add(
        self,
        holder: str,
        *,
        parties: Mapping[str, Mapping[str, Any]],
        grants: Sequence[Mapping[str, Any]],
        facts: Mapping[str, Any],
        events: Sequence[Mapping[str, Any]],
    ) -> bool:
        """Take a life in, as it would be written; False, and nothing is, where columns do not hold it.

        Each grant has its id, and the holder for its grantee.
        """
        is_one_holder = all(each.get("grantee") == holder and "id" in each for each in grants)
        if not grants or not is_one_holder or (parties and not parties.get(holder)):
            return False
        own: dict[str, Any] = {"id": holder, "grantee": holder, "grant": grants[0]["id"]}
        others = [{"name": name, **each} for name, each in parties.items() if name != holder]
        for name, value in parties.get(holder, {}).items():
            if not _fits(value, self.layout.party.get(name)):
                return False
            own[f"grantee.{name}"] = value
        for name, value in facts.items():
            if not _fits(value, self.layout.facts.get(name)):
                return False
            own[f"fact.{name}"] = value
        if any("name" in each for each in parties.values()):
            return False
        lists = ((self._parties, others), (self._grants, grants), (self._events, events))
        if not all(into.takes(items) for into, items in lists):
            return False
        for into, items in lists:
            into.add(items)
        for name, value in own.items():
            if name not in self._own:
                self._own[name], self._own_types[name] = [], type(value)
            column = self._own[name]
            column.extend([None] * (self._count - len(column)))
            column.append(value)
        self._count += 1
        return True

    def rows(self) -> Rows:
        """All that were taken in, in their order."""
        columns: dict[str, pa.Array] = {}
        for name, values in self._own.items():
            told = values + [None] * (self._count - len(values))
            columns[name] = pa.array(told, _ARROW[self._own_types[name]])
        for name, items in (("parties", self._parties), ("grants", self._grants), ("events", self._events)):
            if items.count:
                columns[name] = items.column
        return Rows(pa.RecordBatch.from_pydict(columns), self.layout, _SOURCE, 0)


class _Items:
    """The items of a column of lists, one after another."""

    def __init__(self, kinds: Kinds) -> None:
        self._types = {name: _TYPES[kind] for name, kind in kinds.items() if kind in _TYPES}
        self._columns: dict[str, list[Any]] = {}
        self._ends = [0]
        self.count = 0

    def takes(self, items: Sequence[Mapping[str, Any]]) -> bool:
        """Whether columns hold all that is said of some items."""
        known = self._types
        for name, value in chain.from_iterable(each.items() for each in items):
            if type(value) is not known.get(name):
                return False
            if type(value) is int and not -_WIDEST < value < _WIDEST:
                return False
        return True

    def add(self, items: Sequence[Mapping[str, Any]]) -> None:
        """The items of the next row."""
        columns = self._columns
        for each in items:
            for name, value in each.items():
                column = columns.get(name)
                if column is None:
                    column = columns[name] = []
                if (missing := self.count - len(column)) > 0:
                    column.extend([None] * missing)
                column.append(value)
            self.count += 1
        self._ends.append(self.count)

    @property
    def column(self) -> pa.Array:
        """The lists of all rows."""
        told = [
            pa.array(values + [None] * (self.count - len(values)), _ARROW[self._types[name]])
            for name, values in self._columns.items()
        ]
        structs = pa.StructArray.from_arrays(told, [*self._columns])
        return pa.ListArray.from_arrays(pa.array(self._ends, pa.int32()), structs)


def _fits(value: Any, kind: str | None) -> bool:
    wanted = _TYPES.get(kind or "")
    return type(value) is wanted and not (type(value) is int and abs(value) >= _WIDEST)
