"""From records to a life, as data shaped like a life file: the state at an instant, of which the evaluators are asked.

A party, a grant or a fact is as it was last recorded. An event that was recorded again is written as a life file has
it: the first recording, and after it each correction with the instant at which it became known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from heapq import heappop, heappush
from typing import Any
from zoneinfo import ZoneInfo

from kenri.loader import instants
from kenri.loader.documents import Path
from kenri.model.entries import KINDS
from kenri.model.life import Instant
from kenri.model.problems import Place, quote, refused
from kenri.model.sentences import Sentence
from kenri.register.records import MICROSECONDS, RecordKind, RecordName, RegisterRecord

__all__ = ["FoldedLife", "Moment", "folded", "known_since", "may_be_parties", "standing", "standing_by_name"]


@dataclass(frozen=True, slots=True)
class Moment:
    """As of when a life is folded: the day of the world (None: whenever), and what was known (None: all)."""

    zone: ZoneInfo
    day: date | None = None
    known_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class FoldedLife:
    """A life as data, with the source of every part of it: what `kenri.loader.lives.life_in` reads."""

    value: Mapping[str, Any]
    name: str
    sources: Mapping[Path, Place]

    def place(self, path: Path = (), key: bool = False) -> Place:  # noqa: ARG002  # as trees have it
        """Where the part came from that holds what is at a path."""
        for length in range(len(path), 0, -1):
            if (found := self.sources.get(tuple(path[:length]))) is not None:
                return found
        return Place(self.name, 0, 0)

    def is_refused(self, _path: Path = (), /) -> bool:
        """Nothing of it was refused before it is looked at."""
        return False


def folded(records: Iterable[RegisterRecord], plan: str, moment: Moment, name: str) -> FoldedLife:
    """The life that records, in the order of their sequence, come to for a plan.

    Grants under another plan say so. Raises `ProblemsError` for a party or fact that changes over time, where no day is
    named and it is not the same on all.
    """
    versions: dict[RecordName, list[RegisterRecord]] = {}
    for record in records:
        if record.kind != "plan":
            versions.setdefault(record.name, []).append(record)
    parties: dict[str, Any] = {}
    grants: list[Any] = []
    facts: dict[str, Any] = {}
    events: list[Any] = []
    sources: dict[Path, Place] = {}
    dated: dict[tuple[str, str], list[list[RegisterRecord]]] = {}
    for (life, kind, key, _), several in versions.items():
        if kind in ("party", "fact"):
            of_one = dated.setdefault((str(kind), key), [])
            if of_one and of_one[0][0].life != life:
                if not life:
                    continue  # what is said of one life goes before what is said of all
                of_one.clear()
            of_one.append(several)
        elif kind == "grant":
            last = _known(several, moment)
            if last is not None and not last.cancelled:
                sources["grants", len(grants)] = last.origin.place
                grants.append(_grant(last, plan))
    there = {grant["id"] for grant in grants}
    happened = [
        several
        for (_, kind, _, _), several in versions.items()
        if kind == "event" and not _is_gone(several, there, moment)
    ]
    named = {text for (_, kind, _, _), several in versions.items() if kind == "event" for text in _texts(several)}
    put_right = _put_right(happened)
    known: dict[str, Instant] = {}
    for several in happened:
        for record, written in _event(several, moment.zone, named, put_right, known):
            sources["events", len(events)] = record.origin.place
            events.append(written)
    for (which, key), of_one in dated.items():
        last = _on_the_day(of_one, moment, key)
        if last is not None:
            into, section = (parties, "parties") if which == "party" else (facts, "facts")
            into[key] = last.data
            sources[section, key] = last.origin.place
    whole = {"parties": parties, "grants": grants, "facts": facts, "events": events}
    return FoldedLife({section: value for section, value in whole.items() if value}, name, sources)


def standing(records: Iterable[RegisterRecord], moment: Moment) -> list[RegisterRecord]:
    """What stands of records that are in order: of each name the last recording that was known, unless it was taken
    back, in the order of the first ones. An event was known from when it says so.
    """
    found: dict[RecordName, RegisterRecord] = {}
    for record in records:
        if moment.known_at is None or known_since(record, moment.zone) <= moment.known_at:
            found[record.name] = record
    return [record for record in found.values() if not record.cancelled]


_PLACE: Mapping[RecordKind, int] = {kind: place for place, kind in enumerate(KINDS)}


def standing_by_name(names: Iterable[Sequence[RegisterRecord]], moment: Moment) -> Iterator[RegisterRecord]:
    """The same, in bounded memory and kind by kind, of all recordings of each name as `Ledger.by_name` has them."""
    waiting: list[tuple[int, int, RegisterRecord]] = []  # few: what was known later than it was recorded first
    for several in names:
        place = _PLACE[several[0].kind]
        while waiting and waiting[0] < (place, several[0].sequence):
            yield heappop(waiting)[-1]
        known = [
            each for each in several if moment.known_at is None or known_since(each, moment.zone) <= moment.known_at
        ]
        if known and not known[-1].cancelled:
            heappush(waiting, (place, known[0].sequence, known[-1]))
    while waiting:
        yield heappop(waiting)[-1]


_NO_PARTY = frozenset({"on", "event", "grant", "id", "number", "recorded", "corrects"})
"""Keys of grants and events under which no party is named."""


def may_be_parties(data: Any) -> Iterator[str]:
    """The texts in a grant or an event, any of which may be the name of a party."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            if isinstance(value, str) and name not in _NO_PARTY:
                yield value


def _known(versions: Sequence[RegisterRecord], moment: Moment) -> RegisterRecord | None:
    """The last recording that was known; one that does not say since when was always, or from its day."""
    found = None
    for record in versions:
        if moment.known_at is None or _since(record, moment.zone) <= moment.known_at:
            found = record
    return found


def known_since(record: RegisterRecord, zone: ZoneInfo) -> Instant:
    """The instant from which a record was known, by the clocks of a plan."""
    if record.kind == "ruling":
        return record.recorded // MICROSECONDS
    if record.kind != "event":
        return _since(record, zone)
    if record.known is not None and (record.corrects is not None or "recorded" not in record.data):
        return record.known
    return _recorded(record.data, zone)


def _since(record: RegisterRecord, zone: ZoneInfo) -> Instant:
    if record.known is not None:
        return record.known
    return instants.beginning(date.fromisoformat(record.since) if record.since else date.min, zone)


def _on_the_day(of_one: Iterable[Sequence[RegisterRecord]], moment: Moment, key: str) -> RegisterRecord | None:
    """What holds of a party or a fact on the day: that which is so from the latest day on."""
    known = [last for several in of_one if (last := _known(several, moment)) is not None and not last.cancelled]
    known.sort(key=lambda each: each.since)
    if moment.day is None:
        if len({each.body for each in known}) > 1 and any(each.data != known[0].data for each in known):
            raise refused(Sentence("changes-over-time", name=quote(key), day=known[-1].since or known[0].since))
        return known[-1] if known else None
    day = moment.day.isoformat()
    return next((each for each in reversed(known) if each.since <= day), None)


def _grant(record: RegisterRecord, plan: str) -> Mapping[str, Any]:
    written = {"id": record.key, **record.data}
    return {**written, "plan": record.plan} if record.plan not in ("", plan) else written


def _is_gone(versions: Sequence[RegisterRecord], grants: Collection[str], moment: Moment) -> bool:
    """Whether an event was taken back with its grant, or was not known when its grant was not: it says nothing then."""
    grant = versions[-1].data.get("grant")
    if grant is None or grant in grants:
        return False
    first = versions[0].known
    is_unknown = moment.known_at is not None and first is not None and first > moment.known_at
    return versions[-1].cancelled or is_unknown


def _texts(versions: Iterable[RegisterRecord]) -> Iterator[str]:
    """The texts in an event, any of which may be the id of another."""
    for record in versions:
        yield from (value for value in record.data.values() if isinstance(value, str))


def _put_right(happened: Sequence[Sequence[RegisterRecord]]) -> Mapping[str, Instant]:
    """By the names of events: an instant at which they were recorded already, as something was in their place."""
    found: dict[str, Instant] = {}
    for first, *later in reversed(happened):  # what corrects an event was recorded after it
        name = str(first.data.get("id", first.key))
        by = [record.known for record in (first, *later) if record.known is not None]
        if name in found:
            by.append(found[name])
        if not by:
            continue
        found[name] = min(by)
        corrected = first.data.get("corrects")
        if isinstance(corrected, str) and "recorded" not in first.data:
            found[corrected] = min(by) if corrected not in found else min(found[corrected], *by)
    return found


def _event(
    versions: Sequence[RegisterRecord],
    zone: ZoneInfo,
    named: Collection[str],
    put_right: Mapping[str, Instant],
    known: dict[str, Instant],
) -> Iterator[tuple[RegisterRecord, Mapping[str, Any]]]:
    """An event as a life file has it, and after it what was recorded in its place.

    One without an id gets its key for one where it was recorded again, or where its key is `named` by another. One that
    does not say when it was known was known with its day, and before it if it was `put_right` by then. `known` has from
    when on each event so far was known, before which nothing is known in its place, and takes up those of this one.
    """
    first, *later = versions
    written = dict(first.data)
    if later or first.key in named:
        written.setdefault("id", first.key)
    id_ = str(written.get("id", first.key))
    of_itself = first.known if first.known is not None and "recorded" not in written else _recorded(written, zone)
    since = of_itself if "recorded" in written else min(of_itself, put_right.get(id_, of_itself))
    since = max(since, known.get(str(written.get("corrects")), since))
    if "recorded" not in written and (first.known is not None or since < of_itself):
        written["recorded"] = _instant(since)
    known[id_] = since
    yield first, written
    for at, record in enumerate(later, start=2):
        corrects, id_ = id_, f"{written['id']} ({at})"
        data = {name: value for name, value in record.data.items() if name not in ("id", "recorded", "corrects")}
        if record.cancelled:
            data = {name: data[name] for name in ("event", "on", "who", "grant") if name in data} | {"cancelled": True}
        data |= {"id": id_, "corrects": corrects}
        known[id_] = known[corrects]
        if record.known is not None:
            known[id_] = max(known[corrects], record.known)
            data["recorded"] = _instant(known[id_])
        yield record, data


def _recorded(written: Mapping[str, Any], zone: ZoneInfo) -> Instant:
    """When an event was known first, as near as it can be told here; whoever reads the life tells what is wrong."""
    said = written.get("recorded", written.get("on"))
    try:
        moment = said if isinstance(said, date) else instants.parse(str(said), zone.key)
        return instants.beginning(moment, zone)
    except (instants.NoMomentError, ValueError, OverflowError):
        return 0


def _instant(known: Instant) -> datetime:
    return datetime.fromtimestamp(known, UTC)
