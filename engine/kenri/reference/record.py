"""The events of a life as one grant sees them, by kind; and the records that there were as they became known.

Records that were made of one another share what is the same in them, so that it is told at a glance, by identity,
whether anything that depends on some kinds of events may differ between two of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TypeAlias

from kenri.model.alike import alike, beginning
from kenri.model.days import FIRST_DAY, Day
from kenri.model.life import Event, Grant, Instant, Life, as_it_stands, corrected_by, standing_events
from kenri.reference.occurrences import Occurrence


class OfKind:
    """The events of one kind, each on its day, in the order of their days and then of the record. Two are the same only
    by identity.
    """

    def __init__(self, occurrences: tuple[Occurrence, ...], count: int | None = None) -> None:
        self._whole = occurrences
        self._count = len(occurrences) if count is None else count

    @cached_property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """Each of them: the first so many of all there ever are, taken from those where somebody looks at them."""
        return beginning(self._whole, self._count)

    @property
    def events(self) -> tuple[Event, ...]:
        """Each event."""
        return tuple(map(_event, self.occurrences))

    @cached_property
    def _by_party(self) -> Mapping[str, tuple[Occurrence, ...]]:
        found: dict[str, list[Occurrence]] = {}
        for occurrence in self.occurrences:
            found.setdefault(_event(occurrence).who, []).append(occurrence)
        return {who: tuple(several) for who, several in found.items()}

    @cached_property
    def by_name(self) -> Mapping[str, Event]:
        """Each by every id that means it: its own, and those of the recordings in whose place it stands."""
        return {id_: event for event in self.events for id_ in (*event.stands_for, event.id)}

    def of_party(self, who: str) -> tuple[Occurrence, ...]:
        """Those of one party: what many grants share is not gone through for each of their holders."""
        return self._by_party.get(who, ())

    def since(self, day: Day, rank: int, ranks: Mapping[str, int]) -> slice:
        """The places of those of a day that do not come before a place in the record, as `ranks` tells."""
        start = bisect_left(self._whole, day, hi=self._count, key=_DAY)
        stop = bisect_right(self._whole, day, start, self._count, key=_DAY)
        return slice(bisect_left(self._whole, rank, start, stop, key=lambda each: ranks[_event(each).id]), stop)

    def beside(self, other: OfKind) -> tuple[list[Event], list[Event]]:
        """Those that are not in another, and those of the other that are not here. Both are made of the same events:
        each is the same object wherever it is.
        """
        same = alike(self.occurrences, other.occurrences)
        ours, theirs = ({id(_event(each)): _event(each) for each in of.occurrences[same:]} for of in (self, other))
        here = [event for key, event in ours.items() if key not in theirs]
        return here, [event for key, event in theirs.items() if key not in ours]

    def at(self, places: slice) -> tuple[Event, ...]:
        """Those at some places."""
        return tuple(map(_event, self._whole[places]))

    def first(self, count: int) -> OfKind:
        """The first so many."""
        return OfKind(self._whole, count)

    def without(self, places: slice) -> OfKind:
        """The same without those at some places."""
        rest = self._whole[places.stop : self._count]
        return OfKind(self._whole[: places.start] + rest) if rest else self.first(places.start)

    def is_same(self, other: OfKind) -> bool:
        """Whether another one has the same events in the same order."""
        if self._whole is other._whole:
            return self._count == other._count
        return self._count == other._count == alike(self.occurrences, other.occurrences)


def _of(events: Iterable[Event]) -> OfKind:
    return OfKind(tuple(Occurrence(event.on, event) for event in events))


def _event(occurrence: Occurrence) -> Event:
    assert occurrence.event is not None, "an event on its day is always of an event"
    return occurrence.event


NO_EVENTS = OfKind(())


class RecordedEvents:
    """The events of a life about one grant, as known: by kind, each with its place in the record.

    `hours` are the ids of those that are recorded with an hour.
    """

    def __init__(
        self,
        kinds: Mapping[str, OfKind],
        ranks: Mapping[str, int],
        hours: tuple[str, ...],
        elsewhere: Callable[[], Elsewhere] | None = None,
    ) -> None:
        self.kinds = kinds
        self.ranks = ranks
        self.hours = hours
        self._make_elsewhere = elsewhere
        self.looked_until: Day = FIRST_DAY
        """The last day on which somebody looked at how rights moved by it, as far as that is told day by day."""
        self._of: dict[tuple[str, ...], tuple[OfKind, ...]] = {}

    @classmethod
    def of(cls, life: Life, grant: Grant) -> RecordedEvents:
        """The record of a life in which no event corrects another."""
        ours = [event for event in life.events if event.grant is None or event.grant == grant.id]
        found: dict[str, list[Event]] = {}
        for event in sorted(ours, key=_day):
            found.setdefault(event.kind, []).append(event)
        return cls(
            {kind: _of(events) for kind, events in found.items()},
            {event.id: index for index, event in enumerate(life.events)},
            tuple(event.id for event in ours if event.has_hour),
            lambda: Elsewhere(life.events),
        )

    @cached_property
    def _elsewhere(self) -> Elsewhere:
        return Elsewhere(self.in_order) if self._make_elsewhere is None else self._make_elsewhere()

    def elsewhere(self, grant: Grant) -> RecordedEvents:
        """The record of another grant of the same life, as known when this one is."""
        return self._elsewhere.of(grant)

    def of_kind(self, kind: str) -> OfKind:
        """The events of one kind."""
        return self.kinds.get(kind, NO_EVENTS)

    def named(self, id_: str, kinds: Collection[str]) -> Event | None:
        """The event of some kinds that an id means, as corrected; None where none stands."""
        several = (self.of_kind(kind).by_name.get(id_) for kind in kinds)
        return next((event for event in several if event is not None), None)

    def of_kinds(self, kinds: tuple[str, ...]) -> tuple[OfKind, ...]:
        """Those of each of several kinds: what depends on no other events is the same where these are the same."""
        found = self._of.get(kinds)
        if found is None:
            found = self._of[kinds] = tuple(self.kinds.get(kind, NO_EVENTS) for kind in kinds)
        return found

    def is_made_of(self, other: RecordedEvents) -> bool:
        """Whether it has the same events as another, of every kind and in the same order."""
        kinds = self.kinds.keys() | other.kinds.keys()
        pairs = ((self.of_kind(kind), other.of_kind(kind)) for kind in kinds)
        return self.hours == other.hours and all(a.is_same(b) for a, b in pairs)

    def differing(self, other: RecordedEvents) -> frozenset[str]:
        """The kinds of which it need not have the events of another: of all others they are the very same."""
        return frozenset(kind for kind, _ in self.kinds.items() ^ other.kinds.items())

    @property
    def in_order(self) -> tuple[Event, ...]:
        """All events in the order of the record."""
        events = (event for kind in self.kinds.values() for event in kind.events)
        return tuple(sorted(events, key=lambda event: self.ranks[event.id]))

    def before(self, event: Event, firsts: Collection[str]) -> RecordedEvents:
        """The record without an event, and without what was recorded after it for the same day, about any grant, but
        for events of the kinds in `firsts`, which come before the acts of their day.
        """
        rank = self.ranks[event.id]
        places = self.of_kind(event.kind).since(event.on, rank, self.ranks)
        own = slice(places.start, min(places.start + 1, places.stop))
        if event.id not in (each.id for each in self.of_kind(event.kind).at(own)):
            return self
        gone = {kind: each.since(event.on, rank, self.ranks) for kind, each in self.kinds.items() if kind not in firsts}
        gone[event.kind] = places if event.kind not in firsts else own
        changed = {kind: self.kinds[kind].without(there) for kind, there in gone.items() if there.start < there.stop}
        hours = self.hours
        if hours:
            ids = {each.id for kind, there in gone.items() for each in self.kinds[kind].at(there)}
            hours = tuple(id_ for id_ in hours if id_ not in ids)
        return RecordedEvents(
            {**self.kinds, **changed}, self.ranks, hours, lambda: self._elsewhere.before(event, self.ranks, firsts)
        )


def is_seen(later: Event, act: Event, firsts: Collection[str]) -> bool:
    """Whether what stands in the record from an act on, for the same day, came before it all the same."""
    return later.id != act.id and later.kind in firsts


class Elsewhere:
    """The events of a life as known, told apart by the grant that they are about; what is about none is shared."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._events = events
        self._ranks = {event.id: index for index, event in enumerate(events)}
        shared: dict[str, list[Occurrence]] = {}
        self._own: dict[str, dict[str, list[Occurrence]]] = {}
        for event in sorted(events, key=_day):
            of = shared if event.grant is None else self._own.setdefault(event.grant, {})
            of.setdefault(event.kind, []).append(Occurrence(event.on, event))
        self._shared = {kind: OfKind(tuple(several)) for kind, several in shared.items()}

    def of(self, grant: Grant) -> RecordedEvents:
        """The record of a grant."""
        kinds = dict(self._shared)
        for kind, own in self._own.get(grant.id, {}).items():
            several = own
            if kind in kinds:
                several = sorted([*kinds[kind].occurrences, *own], key=self._place)
            kinds[kind] = OfKind(tuple(several))
        return RecordedEvents(kinds, self._ranks, (), lambda: self)

    def _place(self, occurrence: Occurrence) -> tuple[Day, int]:
        return occurrence.day, self._ranks[_event(occurrence).id]

    def before(self, event: Event, ranks: Mapping[str, int], firsts: Collection[str]) -> Elsewhere:
        """The same without what was recorded for the day of an event at its place or later, as `ranks` tells."""
        place = ranks[event.id]

        def stays(each: Event) -> bool:
            return each.on != event.on or ranks[each.id] < place or is_seen(each, event, firsts)

        return Elsewhere([each for each in self._events if stays(each)])


class Log:
    """All that is recorded in a life about one grant, corrections with what they correct, as it becomes known.

    `known_from` tells from when on each event is known; by default since the instant at which it was recorded.
    """

    def __init__(self, life: Life, grant: Grant, known_from: Mapping[str, Instant] | None = None) -> None:
        at = {event.id: event.recorded for event in life.events} if known_from is None else known_from
        ours = [event for event in life.events if event.grant is None or event.grant == grant.id]
        self._ranks = {event.id: index for index, event in enumerate(life.events)}
        self._hours = [(event.id, event.kind) for event in ours if event.has_hour]
        spans = self._spans = _spans(life.events, at)
        self._all = life.events
        kinds: dict[str, list[Event]] = {}
        for event in sorted(ours, key=_day):
            kinds.setdefault(event.kind, []).append(event)
        before = self._before = corrected_by(life.events)
        self._kinds = {kind: _Kind(events, spans, before) for kind, events in kinds.items()}

    def at(self, instant: Instant | None) -> RecordedEvents:
        """What is known at an instant (None: all), with corrections applied, as by `Life.known_at`."""
        kinds = {kind: each.at(instant) for kind, each in self._kinds.items()}
        hours: tuple[str, ...] = ()
        if self._hours:
            known = {kind: {event.id for event in kinds[kind].events} for _, kind in self._hours}
            hours = tuple(id_ for id_, kind in self._hours if id_ in known[kind])
        return RecordedEvents(kinds, self._ranks, hours, lambda: self._elsewhere(instant))

    def _elsewhere(self, instant: Instant | None) -> Elsewhere:
        """What is known at an instant about all grants."""

        def is_known(event: Event) -> bool:
            spans = self._spans[event.id]
            if instant is None:
                return bool(spans) and spans[-1][1] is None
            return any(_covers(span, instant) for span in spans)

        known = filter(is_known, self._all)
        return Elsewhere([as_it_stands(event, self._before) for event in known])


_Span: TypeAlias = tuple[Instant, Instant | None]
"""From an instant on, until another (None: for good)."""


def _spans(events: Sequence[Event], at: Mapping[str, Instant]) -> Mapping[str, Sequence[_Span]]:
    """For each event from when until when it stands. What corrects what decides that, and no other event does."""
    chains: dict[str, list[Event]] = {}
    first: dict[str, str] = {}
    for event in events:  # what corrects an event comes after it in the record
        first[event.id] = event.id if event.corrects is None else first.get(event.corrects, event.corrects)
        chains.setdefault(first[event.id], []).append(event)
    found: dict[str, list[_Span]] = {event.id: [] for event in events}
    for chain in chains.values():
        turns = sorted({at[event.id] for event in chain})
        for since, until in zip(turns, [*turns[1:], None], strict=True):
            for event in standing_events([event for event in chain if at[event.id] <= since]):
                spans = found[event.id]
                if spans and spans[-1][1] == since:
                    since_then, _ = spans.pop()
                    spans.append((since_then, until))
                else:
                    spans.append((since, until))
    return found


class _Kind:
    """The events of one kind as they become known; what was worked out for the last instant serves the next."""

    def __init__(
        self, events: list[Event], spans: Mapping[str, Sequence[_Span]], before: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._there = _of(as_it_stands(event, before) for event in events).occurrences
        self._spans = [spans[event.id] for event in events]
        known = [span[0][0] for span in self._spans if span]
        ends = [until for span in self._spans for _, until in span if until is not None]
        self._turns = sorted([*(since for span in self._spans for since, _ in span), *ends])
        self._in_order = not ends and len(known) == len(events) and known == self._turns
        self._last: tuple[int, OfKind] | None = None

    @cached_property
    def _all(self) -> OfKind:
        there = zip(self._there, self._spans, strict=True)
        return OfKind(tuple(each for each, spans in there if spans and spans[-1][1] is None))

    def at(self, instant: Instant | None) -> OfKind:
        """Those known at an instant."""
        turned = len(self._turns) if instant is None else bisect_right(self._turns, instant)
        if turned == len(self._turns):
            return self._all
        if self._last is None or self._last[0] != turned:
            self._last = turned, self._at(turned, instant)
        return self._last[1]

    def _at(self, turned: int, instant: Instant | None) -> OfKind:
        if self._in_order:
            return self._all.first(turned)
        assert instant is not None  # at which all is known is told before
        there = zip(self._there, self._spans, strict=True)
        return OfKind(tuple(each for each, spans in there if any(_covers(span, instant) for span in spans)))


def _covers(span: _Span, instant: Instant) -> bool:
    since, until = span
    return since <= instant and (until is None or instant < until)


_DAY = attrgetter("day")


def _day(event: Event) -> Day:
    return event.on
