"""Records: what a register holds, each with its place in the chain of its issuer.

A record is never changed. What was wrong is set right by a further record of the same name, which `corrects` it; the
hash of each covers all it says and the hash of the one before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from typing import Any, Literal, NoReturn, TypeAlias

from kenri.model.entries import KINDS, EntryKind, EntrySource
from kenri.model.life import Instant
from kenri.model.problems import refused
from kenri.model.sentences import Sentence
from kenri.register.canonical import canonical, value_in

__all__ = [
    "MICROSECONDS",
    "Microsecond",
    "RecordKind",
    "RecordName",
    "RegisterRecord",
    "first_hash",
    "hash_of",
    "hash_of_said",
]

RecordKind: TypeAlias = EntryKind | Literal["plan", "ruling"]
"""What was handed over of lives; a version of a plan; an answer that was given (`kenri.register.kept_rulings`)."""

Microsecond: TypeAlias = int
"""Microseconds since 1970-01-01T00:00:00Z: when something was recorded."""

RecordName: TypeAlias = tuple[str, RecordKind, str, str]
"""What tells a record from others of its issuer: in whose life, the kind, the key, and from which day."""

MICROSECONDS = 1_000_000
"""In a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRecord:
    """One thing recorded of an issuer.

    `sequence` counts the records of the issuer from 1, without gaps. `life` is in whose life alone it is, empty where
    it is of the issuer; `reach` is the one holder in whose life it counts, empty where it counts in every life. `known`
    is the instant from which it was known, where that is not as a life file has it. `corrects` is the sequence of the
    record of the same name in whose place it stands. `body` and `source` are canonical texts.
    """

    sequence: int
    recorded: Microsecond
    author: str
    kind: RecordKind
    life: str
    key: str
    since: str
    reach: str
    plan: str
    known: Instant | None
    corrects: int | None
    cancelled: bool
    body: str
    source: str
    hash: str

    @property
    def name(self) -> RecordName:
        return self.life, self.kind, self.key, self.since

    @property
    def data(self) -> Any:
        """What is recorded, as it is written in a life file; of a plan, its files by their paths.

        Raises `ProblemsError` where that is nothing that a register writes.
        """
        found = self._kept(self.body).get("data")
        if self.kind == "fact":
            return found if found is not None else self.changed()
        if not isinstance(found, Mapping) or (self.kind == "plan" and not _is_texts(found.get("files"))):
            self.changed()
        return found

    @property
    def details(self) -> Mapping[str, str]:
        """What is kept besides, and decides no right. Raises `ProblemsError` as `data` does."""
        found: Mapping[str, str] = self._kept(self.body).get("details", {})
        return found if _is_texts(found) else self.changed()

    @property
    def origin(self) -> EntrySource:
        """Where it came from. Raises `ProblemsError` as `data` does."""
        found = self._kept(self.source)
        is_written = found.keys() == _ORIGIN.keys() and all(type(found[name]) is _ORIGIN[name] for name in found)
        return EntrySource(**found) if is_written else self.changed()

    def must_be_possible(self) -> None:
        """Raise `ProblemsError` for a kind that there is not, or a day or an instant outside the calendar."""
        instants = self.recorded // MICROSECONDS, self.known or 0
        if self.kind not in _KINDS or not all(_FIRST <= each <= _LAST for each in instants):
            self.changed()
        if self.since:
            try:
                date.fromisoformat(self.since)
            except ValueError:
                self.changed()

    def _kept(self, text: str) -> Mapping[str, Any]:
        try:
            found = value_in(text)
        except (ValueError, RecursionError):
            found = None
        return found if isinstance(found, Mapping) else self.changed()

    def changed(self) -> NoReturn:
        """Whoever changes a database by its own means may leave in it what kenri never wrote."""
        raise refused(Sentence("record-changed", sequence=self.sequence))


def _is_texts(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(each, str) for each in value.values())


_KINDS = frozenset({*KINDS, "plan", "ruling"})
_ORIGIN: Mapping[str, type] = {"file": str, "sheet": str, "row": int, "part": str, "column": int}
_FIRST, _LAST = -62_135_596_800, 253_402_300_799
"""The first and the last second of the calendar, in UTC."""


_HASHED = tuple(field.name for field in fields(RegisterRecord) if field.name != "hash")


def hash_of(record: RegisterRecord, issuer: str, before: str) -> str:
    """The hash of a record of an issuer after one of the hash `before`, in 64 hexadecimal digits."""
    return hash_of_said({name: getattr(record, name) for name in _HASHED}, issuer, before)


def hash_of_said(said: Mapping[str, str | int | bool | None], issuer: str, before: str) -> str:
    """The same of all that a record says, by the names of its fields."""
    hashed = {name: "" if value is None else value for name, value in said.items()}
    return sha256(canonical({**hashed, "issuer": issuer, "before": before}).encode()).hexdigest()


def first_hash(issuer: str) -> str:
    """What stands for the hash before the first record of an issuer."""
    return sha256(canonical({"issuer": issuer}).encode()).hexdigest()
