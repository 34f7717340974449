"""Facts as supplied: of the question, the grant, the parties, the events and the terms, or their declared defaults."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kenri.forward.values import UNLIMITED, Exact, Happening, Lacking, Number, Seen, exact
from kenri.model.days import NEVER, Day
from kenri.model.expressions import CountingRule, CountingUse
from kenri.model.lacking import lacks
from kenri.model.life import Event, Fact, Grant, Life, Party
from kenri.model.periods import Counting
from kenri.model.plan import START_OF_DAY, THIS_EVENT, Attribute, Plan
from kenri.reference.occurrences import of_unknown


class Supply:
    """Everything a life, a grant, an asker and a question tell, and what the plan takes where they do not."""

    def __init__(
        self, plan: Plan, life: Life, *, grant: Grant, asker: Party, action: str, question: Mapping[str, Fact]
    ) -> None:
        self.plan = plan
        self.life = life
        self.grant = grant
        self.asker = asker
        self.question = question
        self._asked = plan.actions[action].attributes if action in plan.actions else {}
        self.ranks = {event.id: index for index, event in enumerate(life.events)}

    def asked(self, name: str) -> Any:
        """A fact of the question; None when nobody supplied it."""
        return _first(self.question.get(name), self._asked.get(name))

    def granted(self, name: str) -> Any:
        """A fact recorded with the grant."""
        own = {"number": self.grant.number, "on": self.grant.on}.get(name)
        return own if own is not None else _first(self.grant.attributes.get(name), self.plan.grant_attributes.get(name))

    def personal(self, name: str, whose: str) -> Any:
        """A fact recorded with the asker or the grantee."""
        party = self.asker if whose == "asker" else self.life.parties.get(self.grant.grantee)
        if party is None:
            return None
        return _first(party.attributes.get(name), self.plan.party_attributes.get(name))

    def recorded(self, event: Event | None, name: str) -> Any:
        """The value of an attribute of an event."""
        if event is None:
            return None
        return _first(event.attributes.get(name), self.plan.events[event.kind].attributes.get(name))

    def recorded_number(self, event: Event | None, name: str) -> Number:
        """The number in an attribute of an event."""
        return number(self.recorded(event, name), lacking(event, name))

    def named_by(self, event: Event | None, attribute: str) -> Event | None:
        """The event that an attribute of another one names, or itself; None where none stands."""
        if event is None or attribute == THIS_EVENT:
            return event
        declared = self.plan.events[event.kind].attributes[attribute]
        return self.event_named(event.attributes[attribute], declared.of if isinstance(declared, Attribute) else ())

    def event_named(self, id_: Any, kinds: Collection[str]) -> Event | None:
        """The event of some kinds that an id means, be it that of a recording in whose place it stands."""
        about = (event for event in self.life.events if event.grant in (None, self.grant.id))
        return next((event for event in about if event.kind in kinds and id_ in (event.id, *event.stands_for)), None)

    def rank(self, event: Event | None) -> int:
        """The place of an event in the record; what no event makes comes before all."""
        return START_OF_DAY if event is None else self.ranks[event.id]

    def is_who(self, party: str, wanted: str) -> bool:
        """Whether a party is whom a selector means."""
        if wanted in ("asker", "others"):
            return (party == self.asker.id) == (wanted == "asker")
        if wanted == "grantee":
            return party == self.grant.grantee
        return party in self.life.parties and wanted in self.life.parties[party].roles

    def term(self, name: str, day: Day) -> Any:
        """The value of a term on a day: a (first, last) pair for a period; None when nobody supplied it."""
        term = self.plan.terms[name]
        if term.is_unknown:
            return self.life.facts.get(name)
        value: Any = term
        for dated in term.dated:
            if dated.from_.toordinal() <= day:
                value = dated
        if value.value is not None:
            return plain(value.value)
        return value.first.toordinal(), value.last.toordinal() if value.last is not None else NEVER - 1

    def term_days(self, name: str) -> frozenset[Day]:
        """The days from which a term has another value."""
        return frozenset(dated.from_.toordinal() for dated in self.plan.terms[name].dated)

    def convention(self, use: CountingUse | None, calendars: Any) -> Counting:
        """How a period is counted: as it says itself, else as the plan does."""
        said = self.plan.countings[use] if isinstance(use, str) else use or CountingRule()
        own = self.plan.counting
        calendar = said.calendar or own.calendar
        return Counting(
            months=said.months or own.months or "corresponding-day",
            first_day=said.first_day or own.first_day or "excluded",
            roll=said.roll or own.roll or "none",
            calendar=calendars(calendar) if calendar else None,
            day_of_month=said.day_of_month or (None if said.months else own.day_of_month),
        )


def lacking(event: Event | None, name: str) -> str:
    """How an attribute that an event lacks is named among what is missing."""
    if event is None:
        return lacks("of-any-event", attribute=name)
    return lacks("of-event", attribute=name, event=event.kind)


def number(fact: Any, name: str) -> Number:
    """A fact as a number."""
    return Lacking(frozenset({name})) if fact is None else _exact(fact)


def day_of(fact: Any, name: str) -> Seen:
    """A fact as a day."""
    if fact is None:
        return of_unknown(frozenset({name}))
    return Seen() if fact >= NEVER else Seen((Happening(int(fact)),))


def is_one_of(fact: Any, wanted: Any) -> bool:
    """Whether a fact has a value, or one of several."""
    several = wanted if isinstance(wanted, tuple) else (wanted,)
    return any(fact == plain(one) for one in several)


def plain(value: Any) -> Any:
    """A value of a rule file as a fact: days are ordinals, numbers exact."""
    match value:
        case datetime.date():
            return value.toordinal()
        case Decimal():
            return exact(Fraction(value))
        case _:
            return value


def _first(supplied: Any, declared: Any) -> Any:
    if supplied is not None or not isinstance(declared, Attribute) or declared.default is None:
        return supplied
    if declared.default == "never" and declared.type == "day":
        return NEVER
    if declared.default == "unlimited" and declared.type == "number":
        return UNLIMITED
    return plain(declared.default)


def _exact(fact: Any) -> Exact:
    assert isinstance(fact, int | Fraction | float), fact
    return fact


__all__ = ["Supply", "day_of", "is_one_of", "lacking", "number", "plain"]
