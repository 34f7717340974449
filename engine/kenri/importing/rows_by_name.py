"""Rows by name, in the order in which they were met: the first in memory, all further ones in a file without a name.

So tables of any length take bounded memory. The file is one of SQLite in the folder for temporary files, which no other
program can open and which is gone with the program, however it ends.
"""

from __future__ import annotations

import json
import pickle
import sqlite3
import weakref
from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence

__all__ = ["RowsByName"]

V = TypeVar("V")

_IN_MEMORY = 20_000
_READ = 1000


class RowsByName(Generic[V]):
    """A mapping from names, a few texts each, to values that can be pickled.

    A name gets its first value by `setdefault`; what is set again stays in its place.
    """

    def __init__(self, in_memory: int | None = None) -> None:
        """`in_memory` is how many stay in memory; a usual number if left out."""
        self._most = _IN_MEMORY if in_memory is None else in_memory
        self._first: dict[tuple[str, ...], V] = {}
        self._file: sqlite3.Connection | None = None
        self._further = 0

    def __len__(self) -> int:
        return len(self._first) + self._further

    def __setitem__(self, name: tuple[str, ...], value: V) -> None:
        if name in self._first or (len(self._first) < self._most and self._file is None):
            self._first[name] = value
            return
        packed = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        put = "INSERT INTO kept (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        self._do(put, _key(name), packed)

    def get(self, name: tuple[str, ...]) -> V | None:
        """The value of a name; None where there is none."""
        if (found := self._first.get(name)) is not None or self._file is None:
            return found
        rows = self._do("SELECT value FROM kept WHERE name = ?", _key(name))
        return _value(rows[0][0]) if rows else None

    def setdefault(self, name: tuple[str, ...], value: V) -> V:
        """The value that a name has; where it has none, this one from now on."""
        if (found := self.get(name)) is not None:
            return found
        self[name] = value
        self._further += name not in self._first
        return value

    def items(self) -> Iterator[tuple[tuple[str, ...], V]]:
        """All names with their values, in the order in which the names were met."""
        yield from self._first.items()
        last = 0
        while rows := self._do("SELECT id, name, value FROM kept WHERE id > ? ORDER BY id LIMIT ?", last, _READ):
            for _, name, value in rows:
                yield tuple(json.loads(name)), _value(value)
            last = rows[-1][0]

    def values(self) -> Iterator[V]:
        """All values, in the order in which their names were met."""
        return (value for _, value in self.items())

    def _do(self, statement: str, *values: Any) -> list[Any]:
        try:
            if self._file is None:
                if statement.startswith("SELECT"):
                    return []
                self._file = _opened()
                weakref.finalize(self, self._file.close)  # nobody says when the last row was asked for
            return self._file.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise refused(Sentence("no-room-for-rows", reason=quote(str(error)))) from None


def _key(name: tuple[str, ...]) -> str:
    return json.dumps(name)


def _value(packed: bytes) -> Any:
    return pickle.loads(packed)  # what this program packed itself, in a file that no other can open


def _opened() -> sqlite3.Connection:
    file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    for setting in ("journal_mode=OFF", "synchronous=OFF", "temp_store=FILE"):
        file.execute(f"PRAGMA {setting}")
    file.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, value BLOB NOT NULL)")
    file.execute("BEGIN")
    return file
