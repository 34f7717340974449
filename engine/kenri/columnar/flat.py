"""Three flat tables, `grants`, `parties` and `events`, joined by holder and grant: one row for each grant.

A row is the whole life of its grant's holder, asked about that grant. Names, and the numbers of rows, are held in
memory; all else is taken from the tables block by block. An event belongs to the holder of the `grant` it names, or
else to its `grantee`, or else to the holder that `who` names or whose party that is; what names nobody's is
everybody's, such as what the company decides.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kenri.columnar.cell import Cell
from kenri.columnar.files import SUFFIXES, read_table
from kenri.columnar.kept import KeptRows
from kenri.columnar.layout import Layout, misnamed
from kenri.columnar.rows import CellOrigin, Rows
from kenri.loader.source import is_there
from kenri.loader.unknown_names import unknown_name
from kenri.model.across import overs_in
from kenri.model.problems import Problem, ProblemsError, quote, refused
from kenri.model.sentences import Sentence

__all__ = ["FlatTables"]

_NONE, _LOST = -1, -2
"""The holder of what is everybody's, and of what names one that is not there."""


class FlatTables:
    """The rows of a folder. Raises `ProblemsError` for tables that cannot be those of a plan."""

    can_be_read_again = True

    def __init__(self, folder: Path, layout: Layout) -> None:
        self._layout = layout
        if any(node.of == "all" for node in overs_in(layout.plan)):
            raise refused(Sentence("holders-apart", plan=quote(layout.plan.id)))
        dotted = {*(f"fact.{name}" for name in layout.facts), *(f"asked.{name}" for name in layout.asked)}
        known = {
            "grants": ({*layout.grant, *dotted}, ("id", "grantee")),
            "parties": ({"name", "grantee", *layout.party}, ("name",)),
            "events": ({"grantee", *layout.event}, ("event",)),
        }
        found = {name: _file(folder, name) for name in known}
        if found["grants"] is None:
            raise refused(Sentence("folder-without-grants", folder=quote(str(folder), limit=4096)))
        self._tables = {name: _whole(path) for name, path in found.items() if path is not None}
        self.files = tuple(path for path in found.values() if path is not None)
        problems = [
            problem
            for name, table in self._tables.items()
            for problem in misnamed(table.rows.schema, *known[name], table.file)
        ]
        if problems:
            raise ProblemsError(problems)
        self._grants = self._tables["grants"]
        self.total = self._grants.rows.num_rows
        self._said = [field for field in self._grants.rows.schema if field.name.startswith(("fact.", "asked."))]
        self._join()

    def _join(self) -> None:
        grants = self._grants
        grantee = grants.names("grantee")
        self._names = {"id": grants.names("id"), "grantee": grantee}
        self._holders = pc.unique(grantee.drop_null())
        self._holder = _codes(grantee, self._holders)
        self._shares = {"grants": _Shares(grants, self._holder)}
        self._stray: list[Problem] = []
        names, of_party = pa.array([], pa.string()), np.empty(0, np.int32)
        if (parties := self._tables.get("parties")) is not None:
            names = parties.names("name")
            own, said = _codes(names, self._holders), parties.names("grantee")
            of_party = np.where(own >= 0, own, _said(said, self._holders))
            self._stray += parties.stray(of_party, "grantee", "party", said)
            self._shares["parties"] = _Shares(parties, of_party, {"grantee"})
        if (events := self._tables.get("events")) is not None:
            self._shares["events"] = _Shares(events, self._of_events(events, names, of_party), {"grantee"})
        self.stray = tuple(self._stray)

    def _of_events(self, events: _Table, parties: pa.Array, of_party: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """The holder of each event, by the first of three columns that says something."""

        def by_grant(grants: pa.Array) -> np.ndarray[Any, Any]:
            at = _said(grants, self._names["id"])
            return np.where(at >= 0, np.append(self._holder, _NONE)[at], at)

        def by_who(who: pa.Array) -> np.ndarray[Any, Any]:
            holder = _said(who, self._holders)
            if not len(parties):
                return holder
            party = _codes(who, parties)
            return np.where((holder == _LOST) & (party >= 0), of_party[party], holder)

        found = np.full(events.rows.num_rows, _NONE, np.int32)
        for column, what, holders in (
            ("grant", "grant", by_grant),
            ("grantee", "party", lambda said: _said(said, self._holders)),
            ("who", "party", by_who),
        ):
            names = events.names(column)
            decided = np.where(found == _NONE, holders(names), _NONE)
            self._stray += events.stray(decided, column, what, names)
            found = np.where(found == _NONE, decided, found)
        return found

    @property
    def schema(self) -> pa.Schema:
        """The columns of its rows but the lists; the day of a grant is none of them, and no row says when it asks."""
        return pa.schema([*((name, pa.string()) for name in (*self._names, "grant")), *self._said])

    def blocks(self, size: int) -> Iterator[Rows]:
        grants = self._grants
        for first in range(0, self.total, size):
            holders = self._holder[first : first + size]
            columns = {name: each.slice(first, size) for name, each in self._names.items()}
            columns["grant"] = columns["id"]
            asked = [field.name for field in self._said]
            own = grants.rows.take(np.arange(first, first + len(holders)), asked)
            columns |= {name: own.column(name) for name in asked}
            origins: dict[str, Callable[[int], list[CellOrigin]]] = {}
            for name, share in self._shares.items():
                alone = range(first, first + len(holders)) if name == "grants" else None
                columns[name], origins[name] = share.of(holders, alone)
            lines = grants.lines[first : first + size]
            batch = pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))
            broken = {at - first: each for at, each in grants.broken.items() if first <= at < first + size}
            yield Rows(batch, self._layout, grants.file, first, lines, origins, broken)


@dataclass(frozen=True)
class _Table:
    rows: KeptRows
    lines: Sequence[int]
    broken: dict[int, Problem]
    file: str

    def names(self, column: str) -> pa.Array:
        """A column of names as texts; nothing where there is no such column."""
        if column not in self.rows.schema.names:
            return pa.nulls(self.rows.num_rows, pa.string())
        return self.rows.column(column, pa.string())

    def line(self, at: int) -> int:
        return self.lines[at] if self.lines else at + 1

    def stray(self, holder: np.ndarray[Any, Any], column: str, what: str, names: pa.Array) -> Iterator[Problem]:
        """The rows that name what is not there."""
        for at in np.flatnonzero(holder == _LOST).tolist():
            if names[at].is_valid:
                place = Cell(self.file, self.line(at), 0, column)
                yield Problem(place, unknown_name(what, quote(names[at].as_py())), Sentence("name-in-grants"))


class _Shares:
    """The rows of a table by the holder whose they are, in their order; those of nobody are everybody's."""

    def __init__(self, table: _Table, holder: np.ndarray[Any, Any], apart: Collection[str] = ()) -> None:
        self._table = table
        self._order = np.argsort(holder, kind="stable").astype(np.int32 if len(holder) < 1 << 31 else np.int64)
        self._sorted = holder[self._order]
        self._all = np.flatnonzero(holder == _NONE)
        names = table.rows.schema.names
        self._held = [name for name in names if name not in apart and not name.startswith(("fact.", "asked."))]

    def of(
        self, holders: np.ndarray[Any, Any], alone: Sequence[int] | None
    ) -> tuple[pa.Array, Callable[[int], list[CellOrigin]]]:
        """The list of each holder, and where its items were written; `alone` is what one that names none has."""
        first = np.searchsorted(self._sorted, holders, "left")
        last = np.searchsorted(self._sorted, holders, "right")
        lists: list[np.ndarray[Any, Any]] = []
        for at, (begin, end) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
            own = self._order[begin:end]
            if alone is not None:
                lists.append(own if holders[at] >= 0 else np.array([alone[at]]))
            else:
                lists.append(np.union1d(own, self._all) if len(self._all) else own)
        offsets = np.concatenate([[0], np.cumsum([len(each) for each in lists])]).astype(np.int32)
        taken = np.concatenate(lists) if lists else np.empty(0, np.int64)
        items = self._table.rows.take(taken, self._held).to_struct_array()
        return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), items), partial(self._whence, lists)

    def _whence(self, lists: Sequence[np.ndarray[Any, Any]], row: int) -> list[CellOrigin]:
        return [CellOrigin(self._table.file, self._table.line(at)) for at in lists[row].tolist()]


def _codes(names: pa.Array, known: pa.Array) -> np.ndarray[Any, Any]:
    """The place of each name among the known ones; `_NONE` where it is none of them."""
    at = pc.fill_null(pc.index_in(names, value_set=known), _NONE)
    found: np.ndarray[Any, Any] = at.to_numpy(zero_copy_only=False).astype(np.int32)
    return found


def _said(names: pa.Array, known: pa.Array) -> np.ndarray[Any, Any]:
    """The same, but `_LOST` where a name is said that is none of them."""
    at, said = _codes(names, known), names.is_valid().to_numpy(zero_copy_only=False)
    return np.where(said & (at < 0), _LOST, at)


def _file(folder: Path, name: str) -> Path | None:
    there = [path for suffix in SUFFIXES if is_there(path := folder / f"{name}{suffix}")]
    if len(there) > 1:
        raise refused(Sentence("tables-twice", files=tuple(quote(str(path), limit=4096) for path in there)))
    return there[0] if there else None


_BLOCK = 1 << 16


def _whole(path: Path) -> _Table:
    table = read_table(path)
    lines = array("q")
    broken: dict[int, Problem] = {}

    def batches() -> Iterator[pa.RecordBatch]:
        first = 0
        for block in table.blocks(_BLOCK):
            lines.extend(block.lines)
            broken.update((first + at, problem) for at, problem in block.broken.items())
            first += block.rows.num_rows
            yield block.rows

    given = batches()
    begun = next(given, None)
    schema = table.schema if begun is None else begun.schema
    rows = KeptRows(schema, () if begun is None else chain([begun], given))
    return _Table(rows, lines, broken, str(path))
