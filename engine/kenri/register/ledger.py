"""The records of one issuer in a transaction: found by name and by holder, and added to the end of their chain."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, case, func, or_, select

from kenri.model.entries import EVERYBODY, KINDS, EntrySource
from kenri.model.life import Instant
from kenri.register.canonical import canonical
from kenri.register.records import Microsecond, RecordKind, RecordName, RegisterRecord, first_hash, hash_of_said
from kenri.register.rows_put import put
from kenri.register.tables import ISSUERS, RECORDS

__all__ = ["Ledger"]

T = TypeVar("T")

_BUFFERED = 1000
_ANALYZED = 5000
"""Of so many records added PostgreSQL is told within the transaction: else it takes the table for the small one that
it was, and goes through all of it to find a name.
"""

_NAMED = 500
"""Names in one query: a database takes only so many."""

_STREAMED = 2000
_FIELDS = tuple(field.name for field in fields(RegisterRecord))
_VALUES = attrgetter(*_FIELDS)
_COLUMNS = [RECORDS.c[name] for name in _FIELDS]
_WRITTEN = ("issuer", *_FIELDS)
_CANCELLED = _WRITTEN.index("cancelled")
_OF_SOURCE = tuple(field.name for field in fields(EntrySource))


class Ledger:
    """The records of an issuer, as a connection sees them."""

    def __init__(self, connection: Connection, issuer: str, number: int, *, at: Microsecond | None = None) -> None:
        """`at` leaves out what was recorded later."""
        self.connection = connection
        self.issuer = issuer
        self.number = number
        self.at = at
        self.author = ""
        self._added: list[RegisterRecord] = []
        self._unseen = 0
        last = connection.execute(self._select().order_by(RECORDS.c.sequence.desc()).limit(1)).first()
        end = None if last is None else _as_it_stands(last)
        self.sequence = 0 if end is None else end.sequence
        self.head = first_hash(issuer) if end is None else end.hash
        self.recorded: Microsecond = 0 if end is None else end.recorded

    def write_as(self, author: str, now: Microsecond) -> None:
        """Say who records, and when: never before what was recorded last, whatever a clock says."""
        self.author = author
        self.recorded = max(self.recorded, now)

    # --- added

    def add(self, *, source: EntrySource, **said: Any) -> RegisterRecord:
        """Put a record at the end of the chain."""
        said = {
            "sequence": self.sequence + 1,
            "recorded": self.recorded,
            "author": self.author,
            "source": canonical({name: getattr(source, name) for name in _OF_SOURCE}),
            **said,
        }
        record = RegisterRecord(**said, hash=hash_of_said(said, self.issuer, self.head))
        self._added.append(record)
        self.sequence, self.head = record.sequence, record.hash
        if len(self._added) >= _BUFFERED:
            self.flush()
        return record

    def append(
        self, record: RegisterRecord, *, cancelled: bool, known: Instant | None, source: EntrySource
    ) -> RegisterRecord:
        """Put a record in the place of another of the same name and words."""
        return self.add(
            kind=record.kind,
            life=record.life,
            key=record.key,
            since=record.since,
            reach=record.reach,
            plan=record.plan,
            known=known,
            corrects=record.sequence,
            cancelled=cancelled,
            body=record.body,
            source=source,
        )

    def flush(self) -> None:
        """Hand what was added to the database."""
        if self._added:
            put(self.connection, RECORDS, _WRITTEN, map(self._row, self._added))
            self._unseen += len(self._added)
            self._added = []
            if self._unseen >= max(_ANALYZED, self.sequence // 2) and self.connection.dialect.name == "postgresql":
                self.connection.exec_driver_sql(f"ANALYZE {RECORDS.name}")
                self._unseen = 0

    def _row(self, record: RegisterRecord) -> list[str | int | None]:
        values = [self.number, *_VALUES(record)]
        values[_CANCELLED] = int(record.cancelled)
        return values

    # --- found

    def all(self) -> Iterator[RegisterRecord]:
        """Every record, in order, as it stands there: also one that was made impossible, for whoever verifies."""
        return self._streamed(self._select().order_by(RECORDS.c.sequence), _as_it_stands)

    def by_name(self) -> Iterator[list[RegisterRecord]]:
        """All that is recorded of lives, name by name, in bounded memory: kind by kind, in the order in which the names
        were recorded first, and of each name in order.
        """
        name = RECORDS.c.life, RECORDS.c.kind, RECORDS.c.key, RECORDS.c.since
        first = func.min(RECORDS.c.sequence).over(partition_by=name)
        place = case({kind: at for at, kind in enumerate(KINDS)}, value=RECORDS.c.kind)
        query = self._select().where(RECORDS.c.kind.in_(KINDS)).order_by(place, first, RECORDS.c.sequence)
        for _, several in groupby(self._streamed(query), attrgetter("name")):
            yield [*several]

    def current(self, kind: RecordKind, names: Iterable[tuple[str, str]]) -> dict[RecordName, RegisterRecord]:
        """The last record of each name, given as the life and the key."""
        by_life: dict[str, list[str]] = {}
        for life, key in names:
            by_life.setdefault(life, []).append(key)
        found: dict[RecordName, RegisterRecord] = {}
        for life, keys in by_life.items():
            for some in _some(keys):
                query = self._select().where(RECORDS.c.life == life, RECORDS.c.kind == kind, RECORDS.c.key.in_(some))
                for record in sorted(self._rows(query), key=attrgetter("sequence")):  # SQLite would go through all
                    found[record.name] = record
        return found

    def grantees(self, grants: Collection[str]) -> dict[str, str]:
        """Who holds grants of the issuer, by their ids."""
        found = self.current("grant", ((EVERYBODY, each) for each in grants))
        return {record.key: record.reach for record in found.values() if not record.cancelled}

    def holders_among(self, names: Collection[str]) -> set[str]:
        """Those of some names who hold or held a grant of the issuer."""
        found: set[str] = set()
        for some in _some(list(names)):
            query = (
                select(RECORDS.c.reach)
                .where(
                    RECORDS.c.issuer == self.number,
                    RECORDS.c.reach.in_(some),
                    RECORDS.c.kind == "grant",
                    RECORDS.c.life == EVERYBODY,
                )
                .distinct()
            )
            found.update(self.connection.execute(query).scalars())
        return found

    def is_holder(self, name: str) -> bool:
        """Whether somebody holds or held a grant, in whatever life."""
        query = select(RECORDS.c.sequence).where(
            RECORDS.c.issuer == self.number, RECORDS.c.reach == name, RECORDS.c.kind == "grant"
        )
        return self.connection.execute(query.limit(1)).first() is not None

    def reaching(self, holder: str) -> list[RegisterRecord]:
        """What counts in the life of a holder, in order."""
        return sorted([*self.of_everybody(), *self.of_holder(holder)], key=attrgetter("sequence"))

    def of_holder(self, holder: str) -> list[RegisterRecord]:
        """What counts in the life of a holder alone, in order."""
        query = self._select().where(RECORDS.c.reach == holder, RECORDS.c.kind.in_(KINDS))
        return list(self._rows(query.order_by(RECORDS.c.sequence)))

    def of_everybody(self) -> list[RegisterRecord]:
        """What counts in every life, in order."""
        query = self._select().where(RECORDS.c.reach == EVERYBODY, RECORDS.c.kind.in_(KINDS))
        return list(self._rows(query.order_by(RECORDS.c.sequence)))

    def by_holder(self, after: str = EVERYBODY) -> Iterator[tuple[str, list[RegisterRecord]]]:
        """What counts in the life of one holder alone, holder by holder, in bounded memory; those after a name."""
        query = self._select().where(RECORDS.c.reach > after, RECORDS.c.kind.in_(KINDS))
        holder, found = "", list[RegisterRecord]()
        for record in self._streamed(query.order_by(RECORDS.c.reach, RECORDS.c.sequence)):
            if record.reach != holder and found:
                yield holder, found
                found = []
            holder = record.reach
            found.append(record)
        if found:
            yield holder, found

    def parties(self, names: Collection[str]) -> list[RegisterRecord]:
        """What is recorded of parties of the issuer, in order."""
        found: list[RegisterRecord] = []
        for some in _some(list(names)):
            query = self._select().where(
                RECORDS.c.life == EVERYBODY, RECORDS.c.kind == "party", RECORDS.c.key.in_(some)
            )
            found += self._rows(query)
        return found

    def of_issuer(self) -> list[RegisterRecord]:
        """All that is of the issuer and not of one life, in order."""
        query = self._select().where(RECORDS.c.life == EVERYBODY, RECORDS.c.kind.in_(KINDS))
        return list(self._rows(query.order_by(RECORDS.c.sequence)))

    def rulings(self, holder: str | None = None) -> Iterator[RegisterRecord]:
        """The answers that were kept, in order: those of one holder, or (None) all."""
        query = self._select().where(RECORDS.c.life == EVERYBODY, RECORDS.c.kind == "ruling")
        if holder is not None:
            query = query.where(RECORDS.c.reach == holder)
        return self._streamed(query.order_by(RECORDS.c.sequence))

    def events(self, kinds: Collection[str], after: int) -> Iterator[RegisterRecord]:
        """What was recorded of events of some kinds after a number, in order, also what was taken back since.

        It goes through all records after the number.
        """
        marks = [canonical({"event": kind})[1:-1] for kind in sorted(kinds)]
        is_of_kind = or_(*(RECORDS.c.body.contains(mark, autoescape=True) for mark in marks))
        query = self._select().where(RECORDS.c.sequence > after, RECORDS.c.kind == "event", is_of_kind)
        for record in self._streamed(query.order_by(RECORDS.c.sequence)):
            if record.data.get("event") in kinds:
                yield record

    def hash_at(self, sequence: int) -> str:
        """The hash of the record of a number; empty where there is none."""
        query = select(RECORDS.c.hash).where(RECORDS.c.issuer == self.number, RECORDS.c.sequence == sequence)
        return str(self.connection.execute(query).scalar() or "")

    def lives(self) -> int:
        """How many lives stand by themselves."""
        query = select(func.count(RECORDS.c.life.distinct())).where(
            RECORDS.c.issuer == self.number, RECORDS.c.life != EVERYBODY
        )
        return int(self.connection.execute(query).scalar_one())

    def page(self, after: int, most: int, *, holder: str | None, kind: str | None) -> list[RegisterRecord]:
        """The first records after a number, in order: of one holder alone or of all, of one kind or of all."""
        query = self._select().where(RECORDS.c.sequence > after, RECORDS.c.kind != "ruling")
        if holder is not None:
            query = query.where(RECORDS.c.reach == holder)
        if kind is not None:
            query = query.where(RECORDS.c.kind == kind)
        return list(self._rows(query.order_by(RECORDS.c.sequence).limit(most)))

    def plans(self) -> list[RegisterRecord]:
        """The versions of plans, in order."""
        query = self._select().where(RECORDS.c.life == EVERYBODY, RECORDS.c.kind == "plan")
        return list(self._rows(query.order_by(RECORDS.c.sequence)))

    def holders(self, after: str = EVERYBODY) -> list[str]:
        """Everybody in whose life something counts alone: who holds a grant, or has a life that stands by itself; those
        after a name.
        """
        query = select(RECORDS.c.reach).where(
            RECORDS.c.issuer == self.number, RECORDS.c.reach != EVERYBODY, RECORDS.c.kind == "grant"
        )
        if self.at is not None:
            query = query.where(RECORDS.c.recorded <= self.at)
        return sorted(each for each in self.connection.execute(query.distinct()).scalars() if each > after)

    def standing_of(self, files: Collection[str]) -> Iterator[RegisterRecord]:
        """What of lives came from files and stands: neither corrected nor taken back."""
        marks = [canonical({"file": file})[1:-1] for file in files]
        later = RECORDS.alias()
        is_corrected = (
            select(later.c.sequence)
            .where(later.c.issuer == RECORDS.c.issuer, later.c.corrects == RECORDS.c.sequence)
            .exists()
        )
        query = self._select().where(RECORDS.c.cancelled == 0, ~is_corrected, RECORDS.c.kind.in_(KINDS))
        for record in self._streamed(query.order_by(RECORDS.c.sequence)):
            if any(mark in record.source for mark in marks):
                yield record

    def _select(self) -> Select[Any]:
        query = select(*_COLUMNS).where(RECORDS.c.issuer == self.number)
        return query if self.at is None else query.where(RECORDS.c.recorded <= self.at)

    def _rows(self, query: Select[Any]) -> Iterator[RegisterRecord]:
        """The records of a query that finds few."""
        return map(_record, self.connection.execute(query))

    def _streamed(
        self, query: Select[Any], read: Callable[[Row[Any]], RegisterRecord] | None = None
    ) -> Iterator[RegisterRecord]:
        """The records of a query that may find more than memory holds."""
        with self.connection.execute(query, execution_options={"yield_per": _STREAMED}) as found:
            yield from map(read or _record, found)


def _record(row: Row[Any]) -> RegisterRecord:
    record = _as_it_stands(row)
    record.must_be_possible()
    return record


def _as_it_stands(row: Row[Any]) -> RegisterRecord:
    values = dict(zip(_FIELDS, row, strict=True))
    values["cancelled"] = bool(values["cancelled"])
    return RegisterRecord(**values)


def _some(names: list[str]) -> Iterator[list[str]]:
    several = iter(names)
    while some := list(islice(several, _NAMED)):
        yield some


def issuers(connection: Connection) -> Mapping[str, int]:
    """The issuers of a register, by name."""
    return {row.name: row.id for row in connection.execute(select(ISSUERS.c.name, ISSUERS.c.id))}
