"""A block of rows, and one row as the life and the question it stands for.

Turning a row into the data of a life is one function, `life_data`, for answering, for reporting and for showing it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import pyarrow as pa

from kenri.columnar.cell import Cell, part_named
from kenri.columnar.layout import LISTS, QUESTION, Kinds, Layout
from kenri.columnar.values import NotJsonError, from_json, plain
from kenri.loader.documents import Path
from kenri.loader.scalars import Refused
from kenri.loader.values import shown
from kenri.model.plan import Plan
from kenri.model.problems import Problem, quote
from kenri.model.sentences import Sentence

__all__ = ["CellOrigin", "Row", "Rows", "ids_in"]


class CellOrigin(NamedTuple):
    """Where a part of a row was written, if that is in another table than the row."""

    file: str
    line: int
    column: str = ""


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of a table that are judged together: `columns` as `Layout` names them, all of one length."""

    columns: pa.RecordBatch
    layout: Layout
    file: str
    first: int
    """How many rows of the table come before them."""
    lines: Sequence[int] = ()
    """The line on which each begins, in a file of lines."""
    origins: Mapping[str, Callable[[int], Sequence[CellOrigin]]] = field(default_factory=dict)
    """By column of `LISTS`, what tells of a row where each item was written; empty where that is in the row itself."""
    broken: Mapping[int, Problem] = field(default_factory=dict)
    """What is wrong with rows as they stand in the file, whatever they hold."""

    def __len__(self) -> int:
        return int(self.columns.num_rows)

    @property
    def ids(self) -> list[str]:
        """The id of each row, as `Row` has it."""
        return ids_in(self.columns.select(["id"]))

    @cached_property
    def _plain(self) -> list[dict[str, Any]]:
        return _plain_rows(self.columns)

    def read_all(self) -> None:
        """Take all rows out of their columns at once: less work than one by one where most are asked for."""
        self._plain  # noqa: B018  kept from now on

    def _cells(self, index: int) -> dict[str, Any]:
        if "_plain" in self.__dict__:
            return self._plain[index]
        return _plain_rows(self.columns.slice(index, 1))[0]

    def row(self, index: int) -> Row:
        """One of the rows."""
        line = self.lines[index] if self.lines else self.first + index + 1
        origins = {name: each(index) for name, each in self.origins.items()}
        row = Row(self._cells(index), self.layout, CellOrigin(self.file, line), origins)
        if index in self.broken:
            row.problems.insert(0, self.broken[index])
        return row


def ids_in(columns: pa.RecordBatch) -> list[str]:
    """The ids of rows, of which nothing else is read; empty where there is none."""
    return [name_in(row["id"]) for row in _plain_rows(columns)]


def name_in(cell: Any) -> str:
    """The name in a cell; empty where there is none."""
    value = plain(cell, "name")
    return value if isinstance(value, str) and value.strip() else ""


def _plain_rows(columns: pa.RecordBatch) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = columns.to_pylist()
    except (
        ValueError,
        OverflowError,
    ):  # a day beyond the calendar, a text that is none: only its cell has no value
        cells = {name: [*map(_plain_cell, columns.column(name))] for name in columns.schema.names}
        found = [{name: each[at] for name, each in cells.items()} for at in range(columns.num_rows)]
    return found


def _plain_cell(scalar: pa.Scalar) -> Any:
    try:
        return scalar.as_py()
    except (ValueError, OverflowError):
        return Refused(Sentence("cell-unreadable", type=quote(str(scalar.type))))


class Row:
    """One row as data shaped like a life file, of which every part knows its cell, and as a question."""

    def __init__(
        self, cells: Mapping[str, Any], layout: Layout, origin: CellOrigin, origins: Mapping[str, Sequence[CellOrigin]]
    ) -> None:
        self.problems: list[Problem] = []
        """What is wrong with the row before anybody reads the life."""
        self.origin = origin
        self._layout = layout
        self._origins = origins
        self._cells = {name: value for name, value in cells.items() if value is not None}
        self._whence: dict[Path, CellOrigin] = {}
        self.id = self._named("id")
        self.value = self._life_data()

    # --- as the loader sees what it reads

    def place(self, path: Path = (), key: bool = False) -> Cell:  # noqa: ARG002  # as trees have it
        """The cell of a part of the life."""
        for length in range(len(path), 0, -1):
            found = self._whence.get(path[:length])
            if found is not None:
                return Cell(found.file, found.line, 0, part_named(found.column, path[length:]))
        return self.cell("")

    @property
    def plan(self) -> Plan:
        """The plan whose words it is in."""
        return self._layout.plan

    def is_refused(self, _path: Path = (), /) -> bool:
        """Nothing of it was refused before it is looked at."""
        return False

    def cell(self, column: str) -> Cell:
        """The cell of a column of the row itself."""
        return Cell(self.origin.file, self.origin.line, 0, column)

    @property
    def readable(self) -> dict[str, Any]:
        """The life for somebody to read: what has no meaning is as it stands."""
        return {name: _readable(section) for name, section in self.value.items()}

    # --- the question

    @property
    def question(self) -> dict[str, Any]:
        """What the row says of the question, by the names that `ask` has; `on` among them."""
        found = {name: plain(self._cells[name], kind) for name, kind in QUESTION.items() if name in self._cells}
        facts = self._dotted("asked", self._layout.asked)
        return {**found, "facts": facts} if facts else found

    # --- the life

    def _life_data(self) -> dict[str, Any]:
        grants = self._grants()
        parties = self._parties(grants)
        facts = self._dotted("fact", self._layout.facts, into=("facts",))
        events = self._items("events", self._event)
        data = {"parties": parties, "grants": grants, "facts": facts, "events": events}
        return {name: section for name, section in data.items() if section}

    def _grants(self) -> list[Any]:
        if "grants" in self._cells:
            return self._items("grants", lambda body: _typed(body, self._layout.grant))
        own = self._dotted("grant", self._layout.grant, into=("grants", 0))
        if not own:
            return []
        self._whence[("grants", 0)] = self.origin._replace(column="grant")
        self._whence[("grants", 0, "grantee")] = self.origin._replace(column="grantee")
        return [{"grantee": self._named("grantee") or self.id, **own}]

    def _parties(self, grants: Sequence[Any]) -> dict[str, Any]:
        grantee = self._named("grantee") or (self.id if grants and "grants" not in self._cells else "")
        found: dict[str, Any] = {}
        own = self._dotted("grantee", self._layout.party, into=("parties", grantee))
        for index, body in enumerate(self._items("parties", lambda body: _typed(body, self._party))):
            if not isinstance(body, Mapping):
                self.problems.append(Problem(self.place(("parties", index)), Sentence("row-party", found=shown(body))))
                continue
            name = body.get("name")
            whence = self._whence.pop(("parties", index))
            cell = Cell(whence.file, whence.line, 0, part_named(whence.column, ("name",)))
            if not isinstance(name, str) or not name.strip():
                sentence = Sentence("must-be-name", what=Sentence("a-party"), found=shown(name))
                self.problems.append(Problem(cell, sentence))
            elif name in found or (name == grantee and own):
                self.problems.append(Problem(cell, Sentence("party-twice", name=quote(name))))
            else:
                found[name] = {key: each for key, each in body.items() if key != "name"}
                self._whence[("parties", name)] = whence
        if grantee and (own or (found and grantee not in found)):
            self._whence[("parties", grantee)] = self.origin._replace(column="grantee")
            found = {grantee: own, **found}
        return found

    @cached_property
    def _party(self) -> Kinds:
        return {"name": "name", **self._layout.party}

    def _event(self, body: Mapping[str, Any]) -> dict[str, Any]:
        kind = body.get("event")
        kinds = self._layout.events.get(kind, {}) if isinstance(kind, str) else {}
        return _typed(body, kinds)

    # --- cells

    def _named(self, column: str) -> str:
        """The name in a column; empty where there is none."""
        cell = self._cells.get(column)
        if name := name_in(cell):
            return name
        value = plain(cell, "name")
        if column == "id" or value is not None:
            what = Sentence("id-of-row" if column == "id" else "a-party")
            self.problems.append(Problem(self.cell(column), Sentence("must-be-name", what=what, found=shown(value))))
        return ""

    def _dotted(self, name: str, kinds: Kinds, *, into: Path | None = None) -> dict[str, Any]:
        """The values of the columns `name.…`."""
        found: dict[str, Any] = {}
        for key, kind in kinds.items():
            column = f"{name}.{key}"
            if column in self._cells:
                found[key] = plain(self._cells[column], kind)
                if into is not None:
                    self._whence[(*into, key)] = self.origin._replace(column=column)
        return found

    def _items(self, column: str, read: Any) -> list[Any]:
        """The items of a list, whichever way the table holds it; each remembers where it was written."""
        assert column in LISTS
        value = self._cells.get(column, [])
        if isinstance(value, str):
            try:
                value = from_json(value)
            except NotJsonError:
                value = None
            if not isinstance(value, list):
                self.problems.append(Problem(self.cell(column), Sentence("cell-not-list", name=quote(column))))
                value = []
        origins = self._origins.get(column)
        for index in range(len(value)):
            whence = origins[index] if origins else self.origin._replace(column=part_named(column, (index,)))
            self._whence[(column, index)] = whence
        return [read(_there(each)) if isinstance(each, Mapping) else each for each in value]


def _there(body: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of something: nothing is left out."""
    return {name: value for name, value in body.items() if value is not None}


def _typed(body: Mapping[str, Any], kinds: Kinds) -> dict[str, Any]:
    return {name: plain(value, kinds.get(name, "word")) for name, value in body.items()}


def _readable(value: Any) -> Any:
    match value:
        case Refused():
            return value.as_text or value.sentence.text()
        case Mapping():
            return {name: _readable(each) for name, each in value.items()}
        case list():
            return [_readable(each) for each in value]
        case _:
            return value
