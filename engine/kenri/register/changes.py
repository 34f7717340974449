"""What entries change in a register: worked out in the transaction that writes it, so that a preview tells it.

Entries are told from what is there by their names. The same again changes nothing; other data under the same name is a
correction; what is not told any more stays. What is written is checked as the lives it comes to, by the strict reader
of lives, before anything is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from kenri.model.entries import (
    EVERYBODY,
    NAMES,
    EntriesByKind,
    EntryKind,
    EntrySource,
    Plain,
    RegisterEntry,
    roles_written,
)
from kenri.model.life import GRANTEE
from kenri.model.problems import Problem, Report, quote
from kenri.model.sentences import Sentence
from kenri.register.canonical import NotPlainError, canonical, plain, value_in
from kenri.register.records import MICROSECONDS, RecordName, RegisterRecord

if TYPE_CHECKING:
    from kenri.register.ledger import Ledger

__all__ = ["Changes", "EntryChange", "Undated", "take"]

Undated: TypeAlias = Literal["with-its-day", "when-recorded"]
"""Since when something is known of which nobody says so: as in a life file, or since it was recorded."""

LISTED = 1000
"""Changes that are listed; all are counted."""

MOST_COMPARED = 200_000
"""Of more entries it is not worked out what is there and was not handed over again."""

_BY_DAY = re.compile(r"(.+):[0-9]{4}-[0-9]{2}-[0-9]{2}(?::[0-9]+)?")
"""The name of an event of a table that has none: its kind, its grant or holder, and its day."""

_CHUNK = 500
_LONGEST = 400
"""Characters of the longest name that is kept: an index holds it."""

_LOOKED_UP = ("who", "grant", "corrects")
"""What is asked of the database by what an entry says: no database takes every text."""

_ORDER: tuple[EntryKind, ...] = ("grant", "party", "fact", "event")
"""Grants first: they tell who is a holder."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One thing that is new, or other than it was, or taken back."""

    act: Literal["new", "corrected", "cancelled"]
    kind: EntryKind
    life: str
    key: str
    since: str
    before: Plain | None
    after: Plain | None
    source: EntrySource
    details_before: Mapping[str, str] = field(default_factory=dict)
    details_after: Mapping[str, str] = field(default_factory=dict)
    """What is kept of it and decides no right, as a name."""


@dataclass(slots=True)
class Changes:
    """What entries change: how much of each, the first changes, and what is there but was not told again.

    `untold` is None where there were too many entries to work it out.
    """

    counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "corrected": 0, "cancelled": 0, "same": 0})
    listed: list[EntryChange] = field(default_factory=list)
    untold: list[tuple[EntryKind, str, str]] | None = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    """In whose lives something changes; the empty name stands for every life."""
    watched: list[RegisterRecord] = field(default_factory=list)
    """Records of kinds of event that were to be watched for."""
    stand_beside: tuple[Problem, ...] = ()
    """A warning for each new event that goes by its day and stands beside one of another day that was not told again:
    whoever puts the day of a leaver right in a list means one, and has recorded two."""
    sequence: int = 0
    head: str = ""

    @property
    def number(self) -> int:
        """How many changes there are."""
        return sum(number for act, number in self.counts.items() if act != "same")


def take(
    entries: Iterable[RegisterEntry],
    ledger: Ledger,
    undated: Undated,
    report: Report,
    *,
    watched: Container[str] = (),
) -> Changes:
    """Write entries as further records, with everything wrong in them in the report; the caller keeps or drops all.

    `entries` is gone through once for each kind. Of `watched` kinds of event the records are handed back.
    """
    if iter(entries) is entries:
        entries = list(entries)
    return _Taking(ledger, undated, report, watched).take(entries)


class _Taking:
    def __init__(self, ledger: Ledger, undated: Undated, report: Report, watched: Container[str]) -> None:
        self.ledger = ledger
        self.watched = watched
        self.undated = undated
        self.report = report
        self.changes = Changes()
        self.began_after = ledger.sequence
        plans = {record.key for record in ledger.plans()}
        self.only_plan = next(iter(plans)) if len(plans) == 1 else ""
        self.told: set[int] | None = set()
        self.told_of: Counter[tuple[str, bool]] = Counter()
        """Of what is there and was told again: how much came from each file, parties apart from all else."""
        self.files: set[str] = set()
        self.named_otherwise: set[tuple[str, str]] = set()
        """Of events that are new: the lives and the ids of those whose key is not their id."""

    def take(self, entries: Iterable[RegisterEntry]) -> Changes:
        for kind in _ORDER:
            of_kind = _of_kind(entries, kind)
            while chunk := list(islice(of_kind, _CHUNK)):
                self.chunk(kind, chunk)
        self.ledger.flush()
        self.look_for_untold()
        self.changes.sequence, self.changes.head = self.ledger.sequence, self.ledger.head
        return self.changes

    def chunk(self, kind: EntryKind, entries: Sequence[RegisterEntry]) -> None:
        self.ledger.flush()
        bodies = [(each, body) for each in entries if (body := self.body(each)) is not None]
        chunk = [entry for entry, _ in bodies]
        current = self.ledger.current(kind, {name for each in chunk for name in _looked_up(each)})
        holders: Mapping[str, str] = {}
        if kind == "event":
            named = {str(each.data.get("grant")) for each in chunk if isinstance(each.data, Mapping)}
            holders = self.ledger.grantees(named)
        asked = {str(_of(each.data, "who")) for each in chunk} | {each.key for each in chunk}
        known = self.ledger.holders_among(asked) if kind in ("event", "party") else set()
        for entry, body in self.made_whole(bodies, current):
            self.entry(entry, body, entry.of or _reach(entry, holders, known), current)

    def made_whole(
        self, bodies: Iterable[tuple[RegisterEntry, str]], current: Mapping[RecordName, RegisterRecord]
    ) -> Iterator[tuple[RegisterEntry, str]]:
        """Entries with what stays as it was before their day, each made when those before it are recorded."""
        days: dict[tuple[str, str], set[str]] = {}
        for life, _, key, since in current:
            days.setdefault((life, key), set()).add(since)
        for entry, body in bodies:
            known = days.setdefault((entry.of, entry.key), set())
            earlier = sorted((since for since in known if since < entry.since), reverse=True)
            known.add(entry.since)
            if not entry.stays or not isinstance(entry.data, Mapping):
                yield entry, body
                continue
            before = (current.get((entry.of, entry.kind, entry.key, since)) for since in earlier)
            last = next((record for record in before if record is not None and not record.cancelled), None)
            stays = {"role", "roles", *entry.stays} if "role" in entry.stays else entry.stays
            if last is None:
                data = {"role": GRANTEE, **entry.data} if "role" in entry.stays else entry.data
                whole = replace(entry, data=data)
            else:
                data = {name: value for name, value in last.data.items() if name in stays} | dict(entry.data)
                details = {name: value for name, value in last.details.items() if name in stays} | dict(entry.details)
                whole = replace(entry, data=data, details=details)
            if (made := self.body(whole)) is not None:
                yield whole, made

    def body(self, entry: RegisterEntry) -> str | None:
        """What is kept of an entry, as canonical text; None with a problem where it cannot be."""
        for text in (entry.key, entry.of):
            if len(text) > _LONGEST or "\0" in text or not text.isprintable():
                self.wrong(entry, Sentence("name-not-kept", name=quote(text), most=_LONGEST))
                return None
        for text in (_of(entry.data, name) for name in _LOOKED_UP):
            if isinstance(text, str) and any(each == "\0" or "\ud800" <= each <= "\udfff" for each in text):
                self.wrong(entry, Sentence("name-not-kept", name=quote(text), most=_LONGEST))
                return None
        if not entry.key:
            self.wrong(entry, Sentence("name-not-kept", name=quote(""), most=_LONGEST))
            return None
        if entry.since and not _is_day(entry.since):
            self.wrong(entry, Sentence("no-day-since", found=quote(entry.since)))
            return None
        if entry.since and entry.kind not in ("party", "fact"):
            self.wrong(entry, Sentence("no-since", found=quote(entry.since)))
            return None
        if not isinstance(entry.data, Mapping) and entry.kind != "fact":
            self.wrong(entry, Sentence("value-not-kept", name=quote(entry.key), found=quote(repr(entry.data))))
            return None
        try:
            data = plain(entry.data)
        except NotPlainError as error:
            self.wrong(entry, Sentence("value-not-kept", name=quote(entry.key), found=quote(repr(error.args[0]))))
            return None
        return canonical({"data": data, "details": dict(entry.details)} if entry.details else {"data": data})

    def entry(self, entry: RegisterEntry, body: str, reach: str, current: dict[RecordName, RegisterRecord]) -> None:
        self.files.add(entry.source.file)
        last = current.get(entry.name)
        if last is not None and last.sequence > self.began_after:
            if (last.body, last.cancelled) != (body, entry.cancelled):
                where = quote(str(last.origin), limit=4096)
                self.wrong(entry, Sentence("entry-again", name=quote(entry.key), where=where))
            else:
                self.changes.counts["same"] += 1
            return
        if entry.cancelled and last is None:
            self.wrong(entry, Sentence("nothing-to-cancel", name=quote(entry.key)))
            return
        if last is not None and self.told is not None:
            self.told.add(last.sequence)
            self.told_of[last.origin.file, last.kind == "party"] += 1
        if entry.is_mention and last is not None and not last.cancelled:
            self.must_be_named_so(entry, last)
            self.changes.counts["same"] += 1
            return
        plan = self.plan_of(entry, last)
        if last is not None and last.cancelled == entry.cancelled:
            moved = (last.reach, last.plan) != (reach, plan)
            if entry.cancelled or (_says_the_same(last, body, plan) and not moved):
                self.changes.counts["same"] += 1
                return
        act: Literal["new", "corrected", "cancelled"] = "new"
        if last is not None and not last.cancelled:
            act = "cancelled" if entry.cancelled else "corrected"
        if act != "new" and last is not None and entry.kind == "event" and "corrects" in last.data:
            self.wrong(entry, Sentence("correction-changed", name=quote(entry.key)))
            return
        before = None if last is None or last.cancelled else last
        if (
            before is not None
            and entry.kind == "grant"
            and not entry.cancelled
            and self.is_another(entry, before, plan)
        ):
            return
        now = self.ledger.recorded // MICROSECONDS
        is_first = last is None and not self.corrects_one_before(entry, current)
        known = None if is_first and self.undated == "with-its-day" else now
        corrects = None if last is None else last.sequence
        if before is not None and before.reach != reach and not entry.cancelled:
            taken_back = self.ledger.append(before, cancelled=True, known=now, source=entry.source)
            self.changes.touched.add(before.reach)
            corrects = taken_back.sequence
        record = self.ledger.add(
            kind=entry.kind,
            life=entry.of,
            key=entry.key,
            since=entry.since,
            reach=before.reach if entry.cancelled and before is not None else reach,
            plan=plan,
            known=known,
            corrects=corrects,
            cancelled=entry.cancelled,
            body=before.body if entry.cancelled and before is not None else body,
            source=entry.source,
        )
        current[entry.name] = record
        if entry.kind == "event" and (id_ := _of(entry.data, "id")) not in ("", entry.key):
            self.named_otherwise.add((entry.of, str(id_)))
        self.changes.touched.add(record.reach)
        if entry.kind == "event" and not record.cancelled and record.data.get("event") in self.watched:
            self.changes.watched.append(record)
        if self.told is not None:
            self.told.add(record.sequence)
            if len(self.told) > MOST_COMPARED:
                self.told = None
        self.changes.counts[act] += 1
        if len(self.changes.listed) < LISTED:
            was = None if before is None else before.data
            will = None if entry.cancelled else record.data
            self.changes.listed.append(
                EntryChange(
                    act, entry.kind, entry.of, entry.key, entry.since, was, will, entry.source,
                    details_before={} if before is None else before.details,
                    details_after={} if entry.cancelled else record.details,
                )
            )  # fmt: skip

    def corrects_one_before(self, entry: RegisterEntry, current: Mapping[RecordName, RegisterRecord]) -> bool:
        """Whether an event corrects one that was there before all that is told now: it is a further recording.

        One that is not told now was there, be it under a name that its recordings got (`left (2)`), or there is none,
        which is refused with the life.
        """
        corrected = [*_corrected(entry)]
        there = [record for of, key in corrected if (record := current.get((of, "event", key, ""))) is not None]
        is_told_now = any(record.sequence > self.began_after for record in there)
        return bool(corrected) and not is_told_now and self.named_otherwise.isdisjoint(corrected)

    def must_be_named_so(self, entry: RegisterEntry, last: RegisterRecord) -> None:
        """Somebody who is named beside a grant or an event, by a number and a name, must be who has both here."""
        for name, value in entry.details.items():
            if name in NAMES and last.details.get(name, value) != value:
                where = Sentence("at-place", place=quote(str(last.origin), limit=4096)[1:-1])
                self.wrong(entry, Sentence("party-differs", key=quote(entry.key), name=quote(name), where=where))

    def plan_of(self, entry: RegisterEntry, last: RegisterRecord | None) -> str:
        """The plan that a grant is under: where it does not say, that of before, or the only one there is.

        So it stays under it when the register gets another.
        """
        if entry.kind != "grant" or entry.plan:
            return entry.plan
        if last is not None:
            return last.plan
        return self.only_plan

    def is_another(self, entry: RegisterEntry, before: RegisterRecord, plan: str) -> bool:
        """Whether a grant only has the name of one that is there, with the problem reported.

        It is under another plan, or it has no id and comes from another file: it is hardly the same grant.
        """
        unnamed = "id" not in before.data and entry.of != EVERYBODY
        elsewhere = PurePath(before.origin.file).name != PurePath(entry.source.file).name
        if (before.plan and before.plan != plan) or (unnamed and elsewhere):
            where = quote(str(before.origin), limit=4096)
            self.wrong(entry, Sentence("another-grant", name=quote(entry.key), where=where))
            return True
        return False

    def look_for_untold(self) -> None:
        if self.told is None:
            self.changes.untold = None
            return
        untold: dict[str, list[RegisterRecord]] = {}
        for record in self.ledger.standing_of({*self.files, *(file for file, _ in self.told_of)}):
            if record.sequence not in self.told:
                untold.setdefault(record.origin.file, []).append(record)
        left = sorted(
            (record for file, several in untold.items() if self._is_edition(file, several) for record in several),
            key=lambda record: record.sequence,
        )
        self.changes.untold = [
            (record.kind, record.life, record.key)
            for record in left
            if record.kind != "plan" and record.kind != "ruling"  # as mypy wants it
        ]
        self.changes.stand_beside = tuple(self._standing_beside(left))

    def _standing_beside(self, left: Iterable[RegisterRecord]) -> Iterator[Problem]:
        stays: dict[tuple[str, str], RegisterRecord] = {}
        for record in left:
            if record.kind == "event" and (named := _BY_DAY.fullmatch(record.key)) is not None:
                stays.setdefault((record.life, named[1]), record)
        if not stays:
            return
        for record in self.ledger.events({str(each.data.get("event")) for each in stays.values()}, self.began_after):
            named = _BY_DAY.fullmatch(record.key)
            other = None if named is None else stays.get((record.life, named[1]))
            if other is not None and record.corrects is None and "corrects" not in record.data:
                said = Sentence("stands-beside", name=quote(record.key), other=quote(other.key))
                yield Problem(record.origin.place, said, severity="warning")

    def _is_edition(self, file: str, untold: Sequence[RegisterRecord]) -> bool:
        """Whether what was handed over is a file anew of which some is `untold`: the one of that name, or under another
        name one that tells at least half of what that told. Holders are looked at only of a file that told nothing
        else, as every list names them.
        """
        if file in self.files:
            return True
        others = sum(record.kind != "party" for record in untold)
        told = self.told_of[file, False]
        if told or others:
            return told > 0 and told >= others
        return self.told_of[file, True] >= len(untold)

    def wrong(self, entry: RegisterEntry, sentence: Sentence) -> None:
        self.report.add(Problem(entry.source.place, sentence))


def _of_kind(entries: Iterable[RegisterEntry], kind: EntryKind) -> Iterator[RegisterEntry]:
    if isinstance(entries, EntriesByKind):
        return entries.of_kind(kind)
    return (each for each in entries if each.kind == kind)


def _looked_up(entry: RegisterEntry) -> Iterator[tuple[str, str]]:
    """The lives and keys of what an entry may be a further recording of."""
    yield entry.of, entry.key
    yield from _corrected(entry)


def _corrected(entry: RegisterEntry) -> Iterator[tuple[str, str]]:
    corrected = _of(entry.data, "corrects") if entry.kind == "event" else ""
    if isinstance(corrected, str) and corrected:
        yield from ((of, corrected) for of in {entry.of, EVERYBODY})


def _says_the_same(last: RegisterRecord, body: str, plan: str) -> bool:
    """Whether what is handed over says what was recorded. A grant may repeat its id, and the plan it is under; of an
    event it need not be said again what it corrects, as in a list that has the right day from then on.
    """
    if last.body == body or last.kind not in ("grant", "event"):
        return last.body == body
    if last.kind == "event":
        kept, again = (dict(value_in(text)) for text in (last.body, body))
        corrects = {name: value for name, value in kept["data"].items() if name == "corrects"}
        return bool(corrects) and kept == {**again, "data": {**corrects, **again["data"]}}
    repeated = {"id": last.key, "plan": plan}
    ours, theirs = (dict(value_in(text)) for text in (last.body, body))
    for each in (ours, theirs):
        each["data"] = {name: value for name, value in each["data"].items() if repeated.get(name) != value}
    return ours == theirs


def _of(data: Plain, name: str) -> Any:
    return data.get(name, "") if isinstance(data, Mapping) else ""


def _reach(entry: RegisterEntry, holders: Mapping[str, str], known: set[str]) -> str:
    """In whose life alone something of the issuer counts; empty where it counts in every life."""
    data: Any = entry.data
    match entry.kind:
        case "grant":
            return str(_of(data, "grantee"))
        case "fact":
            return EVERYBODY
        case "party":
            is_holder = entry.key in known or GRANTEE in roles_written(data)
            return entry.key if is_holder else EVERYBODY
        case "event":
            if "grant" in data:
                return holders.get(str(data["grant"]), EVERYBODY)
            who = str(data.get("who", ""))
            return who if who in known else EVERYBODY


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
