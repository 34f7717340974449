"""Entries that are gone through several times, kind by kind, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kenri.importing.rows_by_name import RowsByName
from kenri.model.entries import KINDS, EntryKind, EntryName, RegisterEntry

__all__ = ["KeptEntries"]

_IN_MEMORY = 2_000
"""So many of each kind stay in memory, all others are in a file."""


class KeptEntries:
    """Entries in their order, kind by kind, and by name; what is handed over again stands in the place of the first."""

    def __init__(self, entries: Iterable[RegisterEntry]) -> None:
        self._by_kind = {kind: RowsByName[RegisterEntry](_IN_MEMORY) for kind in KINDS}
        for entry in entries:
            self._by_kind[entry.kind][entry.name] = entry

    @classmethod
    def of(cls, entries: Iterable[RegisterEntry]) -> KeptEntries:
        """The same, if they are kept already."""
        return entries if isinstance(entries, cls) else cls(entries)

    def __iter__(self) -> Iterator[RegisterEntry]:
        for kind in KINDS:
            yield from self.of_kind(kind)

    def of_kind(self, kind: EntryKind) -> Iterator[RegisterEntry]:
        """Those of a kind, in their order."""
        return self._by_kind[kind].values()

    def get(self, name: EntryName) -> RegisterEntry | None:
        """The entry of a name; None where there is none."""
        return self._by_kind[name[1]].get(name)
