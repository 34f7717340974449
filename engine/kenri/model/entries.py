"""Entries: what somebody hands over to a register, one party, grant, fact or event each, and where it came from.

A reader of tables, of packages or of lives makes them; the register takes them in. What an entry says is written as
the item is in a life file, so that whatever reads a life checks it too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, Protocol, TypeAlias, get_args, runtime_checkable

from kenri.model.frozen import frozen
from kenri.model.problems import Place

__all__ = [
    "EVERYBODY",
    "KINDS",
    "NAMES",
    "EntriesByKind",
    "EntryKind",
    "EntryName",
    "EntrySource",
    "Plain",
    "RegisterEntry",
    "roles_written",
]

EntryKind: TypeAlias = Literal["party", "grant", "fact", "event"]

KINDS: tuple[EntryKind, ...] = get_args(EntryKind)
"""In the order in which they are handed over."""

EntryName: TypeAlias = tuple[str, EntryKind, str, str]
"""Whose an entry is, its kind, its key, and from which day: what tells it from every other one of its issuer."""

Plain: TypeAlias = "str | int | Decimal | bool | Sequence[Plain] | Mapping[str, Plain]"
"""What stands in a life file, as plain data: days and instants as ISO 8601 text, numbers whole or decimal and exact, a
fraction as text such as `1/3`. There is no float and no None in it."""

NAMES = ("name", "first_name", "last_name")
"""Of the details of a party, those by which people know who it is."""

EVERYBODY = ""
"""Whose an entry is that is not of one life alone."""


@dataclass(frozen=True, slots=True)
class EntrySource:
    """Where an entry came from: a file as the user named it, and the part of it.

    Rows and lines count from 1. `part` is a cell such as `C17`, the id of an object, or the steps to a part of a life.
    """

    file: str
    sheet: str = ""
    row: int = 0
    part: str = ""
    column: int = 0

    def __str__(self) -> str:
        """As it is shown: `book.xlsx!Grants!C17`, `grants.csv:17`, `ann.yaml:3:5`, `package/Transactions.json#tx-1`.

        >>> str(EntrySource("book.xlsx", "Grants", 17, "C17")), str(EntrySource("grants.csv", row=17, column=3))
        ('book.xlsx!Grants!C17', 'grants.csv:17:3')
        """
        if self.sheet:
            return f"{self.file}!{self.sheet}!{self.part or self.row}"
        if self.row:
            return f"{self.file}:{self.row}{f':{self.column}' if self.column else ''}"
        return f"{self.file}#{self.part}" if self.part else self.file

    @property
    def place(self) -> Place:
        """The same as the place of a problem."""
        if self.row and self.column and not self.sheet:
            return Place(self.file, self.row, self.column)
        return Place(str(self), 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """A party, a grant, a fact or an event, as it is known now.

    `key` is its name, the same each time it is handed over: the name of the party or of the term, the id of the grant,
    or what tells the event from all others of the life. What comes again under its key with other data is a correction.
    """

    kind: EntryKind
    key: str
    data: Plain
    """The item as it is written in a life file: `{role: …}` of a party, `{grantee: …, number: …}` of a grant, the value
    of a fact, `{event: …, on: …}` of an event. The id of a grant, and the name of a party, is the key and need not be
    repeated; the id of an event is in it where others name it (`corrects`)."""
    source: EntrySource
    of: str = EVERYBODY
    """In whose life it is, by the name of the holder: an heir, a fact of one agreement, the events of a life file that
    tells of one holder. Left empty it is of the issuer: a grant is then in the life of its grantee, an event in those
    of the grant or party it names, and all else in every life. Of entries of the issuer every event that is not about
    all holders names its `who` or its `grant`."""
    plan: str = ""
    """Of a grant: the id of the plan that it is under; empty where the issuer has one plan only."""
    since: str = ""
    """Of a party or a fact that changes over time: from which day (ISO) it is as said; empty: since always."""
    details: Mapping[str, str] = field(default_factory=dict)
    """What is kept of it and decides no right: a name, an address, a comment."""
    cancelled: bool = False
    """Whether it is taken back: what was recorded under the key was never so."""
    stays: frozenset[str] = frozenset()
    """Of a party since a day: which attributes and details are not told, and stay as they were before that day; with
    `role` among them, the roles."""
    is_mention: bool = False
    """Of a party: whether it is only named, beside a grant or an event of it. Who is there already stays as they are,
    and must have that name."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "details", frozen(self.details))
        if isinstance(self.data, Mapping):
            object.__setattr__(self, "data", frozen(self.data))

    @property
    def name(self) -> EntryName:
        """What tells it from every other entry of its issuer: whose it is, its kind, its key, and from which day."""
        return self.of, self.kind, self.key, self.since


@runtime_checkable
class EntriesByKind(Protocol):
    """Entries that can be gone through kind by kind, as often as wanted, without all of them being in memory."""

    def of_kind(self, kind: EntryKind) -> Iterator[RegisterEntry]:
        """Those of a kind, in order."""
        ...


def roles_written(party: Mapping[str, Any]) -> list[str]:
    """The roles of a party as it is written in a life file, in `role` or in `roles`; none where they are no such thing.

    >>> roles_written({"role": "grantee"}), roles_written({"roles": ["heir", "officer"]}), roles_written({"role": 5})
    (['grantee'], ['heir', 'officer'], [])
    """
    found = party.get("roles", party.get("role"))
    named = found if isinstance(found, list | tuple) else [found]
    return [each for each in named if isinstance(each, str)]
