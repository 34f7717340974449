"""A life: the parties, the grants, the facts supplied, and the log of events, as checked against a plan's vocabulary.

Days are ordinals here; instants are whole seconds since 1970-01-01T00:00:00Z. Numbers are exact. Nothing in a life can
change: what was worked out about one holds for as long as it is there.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeAlias

from kenri.model.days import Day, iso
from kenri.model.frozen import frozen, taken
from kenri.model.hours import Second
from kenri.model.limits import EVENTS, PARTIES
from kenri.model.plan import EventKind, Plan
from kenri.model.problems import Place

Instant: TypeAlias = int
"""Seconds since the Unix epoch."""

Fact: TypeAlias = int | Fraction | bool | str | float
"""The value of an attribute; days are ordinals, so their meaning is in the attribute's declared type.

The one float there is, infinity, is the default `unlimited`; no number that a life supplies is ever a float.
"""

UNNAMED = "grant"
"""The id of a grant that the record gives none, where it is the first."""

Period: TypeAlias = tuple[Day, Day]
"""First day and last day, both included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody with rights, duties or a say in them."""

    id: str
    roles: tuple[str, ...]
    attributes: Mapping[str, Fact] = field(default_factory=dict)
    place: Place | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "roles", taken(self.roles, PARTIES))
        object.__setattr__(self, "attributes", frozen(self.attributes))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Grant:
    """Rights granted to a party on a day."""

    id: str
    grantee: str
    on: Day
    number: int | Fraction
    attributes: Mapping[str, Fact] = field(default_factory=dict)
    plan: str = ""
    """The id of the plan that it is under; empty where the record does not say: whichever is asked."""
    has_hour: bool = field(default=False, compare=False, repr=False)
    """Whether a day in it is recorded with an hour: that is not looked at, only the day."""
    place: Place | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "attributes", frozen(self.attributes))

    def __repr__(self) -> str:
        return f"Grant({self.id}: {self.number} of {self.grantee} on {iso(self.on)}{_shown(self.attributes)})"

    def is_under(self, plan: Plan) -> bool:
        """Whether it is a grant of a plan."""
        return not self.plan or self.plan == plan.id

    @property
    def date(self) -> datetime.date:
        """The day of the grant as a date."""
        return datetime.date.fromordinal(self.on)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Event:
    """Something that took effect on a day and became known at an instant.

    `who` is the party it happened to or who did it. `corrects` names an earlier recording that this one stands in the
    place of, from the instant it was recorded; with `cancelled` it only takes the earlier one back: see
    `standing_events`.
    """

    id: str
    kind: str
    on: Day
    recorded: Instant
    who: str
    grant: str | None = None
    attributes: Mapping[str, Fact] = field(default_factory=dict)
    corrects: str | None = None
    cancelled: bool = False
    stands_for: tuple[str, ...] = field(default=(), compare=False, repr=False)
    """The ids of the recordings in whose place it stands, once corrections are applied: who names one of them means it.
    """
    is_who_assumed: bool = field(default=False, compare=False, repr=False)
    """Whether the record names nobody, so that `who` is the only grantee there is."""
    time: Second | None = field(default=None, compare=False, repr=False)
    """The time of its day, by the clocks of the plan, at which an audit judges an act; None where only the day is
    recorded."""
    has_hour: bool = field(default=False, compare=False, repr=False)
    """Whether a day in it is recorded with an hour: that is not looked at, only the day."""
    is_listed: bool = field(default=False, compare=False, repr=False)
    """Whether it stands in a list of its grant."""
    place: Place | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "attributes", frozen(self.attributes))

    def __repr__(self) -> str:
        corrected = f", {'cancels' if self.cancelled else 'corrects'} {self.corrects}" if self.corrects else ""
        return f"Event({self.id}: {self.kind} of {self.who} on {iso(self.on)}{_shown(self.attributes)}{corrected})"

    @property
    def date(self) -> datetime.date:
        """The day it took effect, as a date."""
        return datetime.date.fromordinal(self.on)


def _shown(attributes: Mapping[str, Fact]) -> str:
    """Attributes as they are kept: which of them is a day is in the words of the plan."""
    return f", {dict(attributes)}" if attributes else ""


def listed_id(grant: Grant, key: str, place: int) -> str:
    """What the event is called that a grant lists under a key, at a place counted from 0, where it has no other name.

    >>> listed_id(Grant(id="g1", grantee="ann", on=1, number=10), "vestings", 0)
    'g1-vestings-1'
    """
    return f"{grant.id}-{key}-{place + 1}"


def standing_events(events: Sequence[Event]) -> tuple[Event, ...]:
    """Of some events, which are in the order of the record, those that stand: no other is in their place.

    What is taken back did not happen, whatever it corrected. A cancellation that is itself taken back changes nothing,
    so that what it took back stands again; one in whose place another event stands does not bring anything back.
    """
    aside: set[str] = set()
    taken_back: set[str] = set()
    for event in reversed(events):  # what corrects an event comes after it in the record
        if event.corrects is None or (event.cancelled and event.id in taken_back):
            continue
        if event.cancelled and event.id not in aside:
            taken_back.add(event.corrects)
        aside.add(event.corrects)
    return tuple(event for event in events if not event.cancelled and event.id not in aside)


def corrected_by(events: Sequence[Event]) -> Mapping[str, tuple[str, ...]]:
    """The ids of the recordings in whose place each correction stands, the first of them first; by its own id."""
    found: dict[str, tuple[str, ...]] = {}
    for event in events:  # what corrects an event comes after it in the record
        if event.corrects is not None:
            found[event.id] = (*found.get(event.corrects, ()), event.corrects)
    return found


def as_it_stands(event: Event, before: Mapping[str, tuple[str, ...]]) -> Event:
    """An event that stands, as no correction any more; `before` is what `corrected_by` tells of all recordings."""
    return replace(event, corrects=None, stands_for=before.get(event.id, ())) if event.corrects else event


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """Everything recorded about the parties of a plan; `events` are in the order of the record.

    `plans` are those, besides the one it was read for, that some of its grants are under.
    """

    parties: Mapping[str, Party]
    grants: Mapping[str, Grant]
    events: tuple[Event, ...] = ()
    facts: Mapping[str, Fact | Period] = field(default_factory=dict)
    plans: Mapping[str, Plan] = field(default_factory=dict, compare=False, repr=False)
    checked_for: str | None = field(default=None, compare=False, repr=False)
    """For which words it was checked, as `kenri.loader.vocabulary` tells them; None where nobody checked it."""

    def __post_init__(self) -> None:
        for name in ("parties", "grants", "facts", "plans"):
            object.__setattr__(self, name, frozen(getattr(self, name)))
        object.__setattr__(self, "events", taken(self.events, EVENTS))

    def grants_under(self, plan: Plan) -> Mapping[str, Grant]:
        """The grants under a plan, by their ids in the order of the record."""
        if not any(grant.plan for grant in self.grants.values()):
            return self.grants
        return {id_: grant for id_, grant in self.grants.items() if grant.is_under(plan)}

    def plan_telling(self, event: Event, plan: Plan) -> Plan:
        """In whose words an event is told: those of the plan of the grant it is about, or else of the first of `plan`
        and those of other grants that know its kind.
        """
        grant = self.grants.get(event.grant or "")
        own = plan if grant is None else self.plans.get(grant.plan, plan)
        plans: tuple[Plan, ...] = (own, plan, *self.plans.values())
        return next(each for each in plans if event.kind in each.events)

    def kind_of(self, event: Event, plan: Plan) -> EventKind:
        """The kind of an event as the plan declares it that tells it."""
        return self.plan_telling(event, plan).events[event.kind]

    def known_at(self, instant: Instant | None) -> Life:
        """The life as known at an instant (None: all that is recorded), with corrections applied.

        A correction that is not yet known changes nothing; one that is known removes what it corrects, so that the
        result holds no correction any more.
        """
        if not any(
            event.corrects or event.cancelled or (instant is not None and event.recorded > instant)
            for event in self.events
        ):
            return self
        known = [event for event in self.events if instant is None or event.recorded <= instant]
        before = corrected_by(self.events)
        return replace(self, events=tuple(as_it_stands(event, before) for event in standing_events(known)))

    def with_events(self, *events: Event) -> Life:
        """The same life with more events recorded after the others."""
        return replace(self, events=self.events + events)

    def without(self, *ids: str) -> Life:
        """The same life without the events of these ids."""
        return replace(self, events=tuple(event for event in self.events if event.id not in ids))


GRANTEE = "grantee"
"""The role of whoever holds a grant, in questions about that grant."""


def asking_about(grant: Grant, party: Party) -> Party:
    """A party as it asks about a grant: who holds another is no grantee there."""
    if GRANTEE not in party.roles or grant.grantee in ("", party.id):
        return party
    return replace(party, roles=tuple(role for role in party.roles if role != GRANTEE))


COMPANY = "company"
"""The role that asks about the grants of all: what it may do can depend on any of them."""


def other_grants(life: Life, grant: Grant, asker: Party) -> tuple[str, ...]:
    """The other grants that an answer about one could turn on: of its holder; of everybody where the company asks."""
    is_company = COMPANY in asker.roles
    return tuple(
        each.id
        for each in life.grants.values()
        if each.id != grant.id and (is_company or each.grantee == grant.grantee)
    )
