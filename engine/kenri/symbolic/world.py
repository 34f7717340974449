"""What a case is about, in terms: parties, a grant, facts, and events that may happen, each known or open.

The same shape holds one recorded life, every value of which is plain, or all lives within a bound (`lives`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from kenri import terms
from kenri.model.days import NEVER
from kenri.model.life import Fact, Grant, Life, Party
from kenri.model.plan import AttributeUse, Plan, kept_apart
from kenri.model.supplied import Missing, default_of


class SymbolicValue(NamedTuple):
    """The value of an attribute as a term, and whether it is supplied (or has a default) at all.

    A day is an ordinal, `NEVER` among them; a word or a party is the number that `WordNumbers` gives it; a period is a
    pair of days. Of a number without limit, only `is_unlimited` counts.
    """

    value: Any
    is_known: terms.Flag = True
    is_unlimited: terms.Flag = False


NOT_SUPPLIED = SymbolicValue(0, False)


class WordNumbers:
    """A number for each word, so that words can be compared as numbers are."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._words: list[str] = []

    def number(self, word: str) -> int:
        """The number of a word, the same every time."""
        found = self._numbers.get(word)
        if found is None:
            found = self._numbers[word] = len(self._words)
            self._words.append(word)
        return found

    def word(self, number: int) -> str:
        """The word that a number stands for."""
        return self._words[number]


ABOUT_ALL = -1
"""Stands for the number of the grant of an event that is about all of them."""


@dataclass(eq=False, slots=True, kw_only=True)
class Slot:
    """An event that may happen: of a kind, whether it does, on which day, to whom, and its place in the record."""

    kind: str
    index: int
    happens: terms.Flag
    day: terms.Number
    who: terms.Number
    rank: terms.Number
    attributes: Mapping[str, SymbolicValue]
    grant: terms.Number = ABOUT_ALL
    """The number of the grant that it is about, where several may be told apart; `ABOUT_ALL` for any."""
    names: tuple[int, ...] = ()
    """The numbers of the words by which others name it: its id, and those of the recordings in whose place it stands.
    """


@dataclass(slots=True, kw_only=True)
class Person:
    """A party: who it is and what it is in the plan are known, its attributes may be open."""

    id: str
    roles: tuple[str, ...]
    attributes: Mapping[str, SymbolicValue] = field(default_factory=dict)


class World:
    """Everything that a case may be about. Parties are numbered in their order."""

    def __init__(
        self,
        plan: Plan,
        *,
        people: Sequence[Person],
        grantee: int,
        granted_on: terms.Number,
        number: terms.Number,
        grant: Mapping[str, SymbolicValue],
        facts: Mapping[str, SymbolicValue],
        slots: Mapping[str, Sequence[Slot]],
        words: WordNumbers,
        grants: Callable[[], Sequence[World]] | None = None,
        id: str = "",  # noqa: A002  # as everything is called that a record names
        place: terms.Number = 0,
        exists: terms.Flag = True,
    ) -> None:
        self.id = id
        self.plan = plan
        self.people = tuple(people)
        self.grantee = grantee
        self.granted_on = granted_on
        self.number = number
        self.grant = grant
        self.facts = facts
        self.words = words
        self._slots = slots
        self._grants = grants
        self.place = place
        """The place of the grant in the record: before all that have a greater one."""
        self.exists = exists
        """Whether there is the grant."""
        self.has_other_plans = True
        """Whether grants under other plans are among those that are told."""

    @cached_property
    def grants(self) -> Sequence[World] | None:
        """The same seen for each grant that there may be, in the order of the record; None where they are not told."""
        return None if self._grants is None else self._grants()

    def slots(self, kind: str) -> Sequence[Slot]:
        """The events of a kind that may happen."""
        return self._slots.get(kind, ())


def supplied(fact: Any, words: WordNumbers) -> SymbolicValue:
    """A recorded fact as a term."""
    match fact:
        case str():
            return SymbolicValue(words.number(fact))
        case float():
            return SymbolicValue(0, True, True)
        case _:
            return SymbolicValue(fact)


def recorded(plan: Plan, life: Life, grant: Grant, words: WordNumbers | None = None) -> World:
    """One life as it is recorded, seen for one of its grants."""
    words = words or WordNumbers()
    found: list[World] = []

    def grants() -> Sequence[World]:
        if not found:
            for place, each in enumerate(life.grants.values()):
                own = life.plans.get(each.plan, plan)
                found.append(_recorded(own, life, each, words, grants, place))
        return found

    place = next((index for index, each in enumerate(life.grants) if each == grant.id), 0)
    return _recorded(plan, life, grant, words, grants, place)


def _recorded(
    plan: Plan, life: Life, grant: Grant, words: WordNumbers, grants: Callable[[], Sequence[World]], place: int
) -> World:
    order = {party: index for index, party in enumerate(life.parties)}

    def facts(values: Mapping[str, Any]) -> dict[str, SymbolicValue]:
        return {name: supplied(value, words) for name, value in values.items()}

    def of_event(kind: str, values: Mapping[str, Fact]) -> dict[str, SymbolicValue]:
        declared = plan.events[kind].attributes
        return facts({**defaults_of(declared), **values})

    slots: dict[str, list[Slot]] = {}
    is_named = bool(kept_apart(plan))
    for rank, event in enumerate(life.events):
        if event.kind in plan.events and (event.grant is None or event.grant == grant.id):
            slots.setdefault(event.kind, []).append(
                Slot(
                    kind=event.kind,
                    index=len(slots.get(event.kind, ())),
                    happens=True,
                    day=event.on,
                    who=order.get(event.who, -1),
                    rank=rank,
                    attributes=of_event(event.kind, event.attributes),
                    names=tuple(map(words.number, (event.id, *event.stands_for))) if is_named else (),
                )
            )
    return World(
        plan,
        people=[
            Person(
                id=party.id,
                roles=party.roles,
                attributes=facts({**defaults_of(plan.party_attributes), **party.attributes}),
            )
            for party in life.parties.values()
        ],
        grantee=order.get(grant.grantee, -1),
        granted_on=grant.on,
        number=grant.number,
        grant=facts({**defaults_of(plan.grant_attributes), **grant.attributes}),
        facts=facts(life.facts),
        slots=slots,
        words=words,
        grants=grants,
        id=grant.id,
        place=place,
    )


def defaults_of(declared: Mapping[str, AttributeUse]) -> dict[str, Any]:
    """The declared defaults of some attributes."""
    found = {name: default_of(attribute, name) for name, attribute in declared.items()}
    return {name: value for name, value in found.items() if not isinstance(value, Missing)}


def number_of(world: World, party: Party) -> int:
    """The number of a party; -1 for one that the life does not name."""
    return next((index for index, each in enumerate(world.people) if each.id == party.id), -1)


__all__ = [
    "ABOUT_ALL",
    "NEVER",
    "NOT_SUPPLIED",
    "Person",
    "Slot",
    "SymbolicValue",
    "WordNumbers",
    "World",
    "number_of",
    "recorded",
    "supplied",
]
