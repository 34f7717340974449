"""Records: what a register holds, each with its place in the chain of its issuer.

A record is never changed. What was wrong is set right by a further record of the same name, which `corrects` it; the
hash of each covers all it says and the hash of the one before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any, Literal, TypeAlias

from kenri.model.entries import EntryKind
from kenri.model.life import Instant
from kenri.register.canonical import canonical, value_in

__all__ = [
    "MICROSECONDS",
    "Microsecond",
    "RecordKind",
    "RecordName",
    "RegisterRecord",
    "first_hash",
    "hash_of",
]

RecordKind: TypeAlias = EntryKind | Literal["plan"]

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
        """What is recorded, as it is written in a life file; of a plan, its files."""
        return value_in(self.body)["data"]

    @property
    def details(self) -> Mapping[str, str]:
        """What is kept besides, and decides no right."""
        found: Mapping[str, str] = value_in(self.body).get("details", {})
        return found


_HASHED = tuple(field.name for field in fields(RegisterRecord) if field.name != "hash")


def hash_of(record: RegisterRecord, issuer: str, before: str) -> str:
    """The hash of a record of an issuer after one of the hash `before`, in 64 hexadecimal digits."""
    said: dict[str, str | int | bool] = {name: _said(getattr(record, name)) for name in _HASHED}
    return sha256(canonical({**said, "issuer": issuer, "before": before}).encode()).hexdigest()


def _said(value: str | int | bool | None) -> str | int | bool:
    return "" if value is None else value


def first_hash(issuer: str) -> str:
    """What stands for the hash before the first record of an issuer."""
    return sha256(canonical({"issuer": issuer}).encode()).hexdigest()
