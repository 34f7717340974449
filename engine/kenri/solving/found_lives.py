"""A model of open lives as one of them, with the facts of a question about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from kenri.loader import instants
from kenri.loader.declarations import attributes_of, for_party, term_type
from kenri.model.days import Day
from kenri.model.life import Event, Fact, Grant, Life, Party
from kenri.model.plan import Attribute
from kenri.solving.open_lives import SymbolicLife
from kenri.solving.seen_grants import SeenGrant
from kenri.solving.solver import Model
from kenri.symbolic.world import Slot, SymbolicValue, World, defaults_of

NO_EVENT = "no-such-event"
"""What a question names that is about an event which does not happen: nothing is true of it."""


def _id(number: int) -> str:
    return f"event-{number}"


class FoundLife:
    """Reads a model: only what happens in it, and what a record may not leave out."""

    def __init__(self, open_lives: SymbolicLife, model: Model) -> None:
        self._open = open_lives
        self._value = model.value
        self._plan = open_lives.plan

    @property
    def life(self) -> Life:
        """The life, with its grants and events in the order of the record."""
        people = {
            each.id: Party(
                id=each.id,
                roles=each.roles,
                attributes=self._facts_of(each.attributes, for_party(self._open.party_attributes, each.roles)),
            )
            for each in self._open.people
        }
        made: list[World] = [self._open, *(each for each in self._open.further if self._value(each.exists))]
        made.sort(key=lambda each: int(self._value(each.place)))
        grants = {each.id: self._grant(each) for each in made}
        facts = {name: self._fact_of_term(name, fact) for name, fact in self._open.facts.items()}
        under = {grant.plan: self._open.plans[grant.plan] for grant in grants.values() if grant.plan}
        return Life(parties=people, grants=grants, events=tuple(self._events(grants)), facts=facts, plans=under)

    def question(self, action: str) -> dict[str, Fact]:
        """The facts of a question about an action."""
        return self._facts_of(self._open.asked(action), attributes_of(self._plan.actions[action].attributes))

    def _grant(self, seen: World) -> Grant:
        return Grant(
            id=seen.id,
            grantee=self._open.ids[seen.grantee],
            on=self._value(seen.granted_on),
            number=self._value(seen.number),
            attributes=self._facts_of(seen.grant, attributes_of(seen.plan.grant_attributes)),
            plan=seen.under if isinstance(seen, SeenGrant) else "",
        )

    @cached_property
    def _happened(self) -> Sequence[tuple[Day, Slot]]:
        """What happens in it, each with its day, in the order of the record."""
        found = [
            (self._value(slot.day), self._value(slot.rank), slot)
            for slot in self._open.all_events()
            if self._value(slot.happens)
        ]
        return [(day, slot) for day, _, slot in sorted(found, key=lambda each: each[:2])]

    @cached_property
    def _ids(self) -> Mapping[str, str]:
        """The ids of the events, by what each is called where another one names it."""
        words = self._open.words
        return {words.word(slot.names[0]): _id(number) for number, (_, slot) in enumerate(self._happened, 1)}

    def _events(self, grants: Mapping[str, Grant]) -> Iterator[Event]:
        zone = ZoneInfo(self._plan.zone)
        named = {0: self._open.id, **{each.about: each.id for each in self._open.further}}
        for number, (day, slot) in enumerate(self._happened, 1):
            who = self._open.ids[self._value(slot.who)]
            # What is about the only grant there is need not name it.
            grant = named.get(self._value(slot.grant)) if len(grants) > 1 else None
            holders = {each.grantee for each in grants.values() if grant in (None, each.id)}
            yield Event(
                id=_id(number),
                kind=slot.kind,
                on=day,
                recorded=instants.beginning(date.fromordinal(day), zone),
                who=who,
                grant=grant,
                attributes=self._facts_of(slot.attributes, attributes_of(self._open.declared(slot.kind).attributes)),
                is_who_assumed=holders == {who},
            )

    def _facts_of(self, values: Mapping[str, SymbolicValue], declared: Mapping[str, Attribute]) -> dict[str, Fact]:
        """Attributes as recorded; those that are what a record may leave out are left out."""
        return dict(self._recorded(values, declared))

    def _recorded(
        self, values: Mapping[str, SymbolicValue], declared: Mapping[str, Attribute]
    ) -> Iterator[tuple[str, Fact]]:
        defaults = defaults_of(declared)
        for name, fact_term in values.items():
            if not self._value(fact_term.is_known):
                continue
            if self._value(fact_term.is_unlimited):
                continue  # only a default is without limit
            fact = self._plain(fact_term, declared[name].type, declared[name].one_of)
            if not (name in defaults and defaults[name] == fact):
                yield name, fact

    def _plain(self, fact: SymbolicValue, kind: str | None, one_of: Sequence[str]) -> Fact:
        value: Any = self._value(fact.value)
        if kind == "event":
            return self._ids.get(self._open.words.word(value), NO_EVENT)
        is_word = one_of or kind in ("text", "party")
        return self._open.words.word(value) if is_word else value

    def _fact_of_term(self, name: str, fact: SymbolicValue) -> Any:
        if isinstance(fact.value, tuple):
            first, last = fact.value
            return self._value(first), self._value(last)
        term = next(plan.terms[name] for plan in self._open.plans.values() if name in plan.terms)
        return self._plain(fact, term_type(term), ())
