"""A question of some shape in terms: what the shape knows is plain, each value that it leaves open a variable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from kenri import terms
from kenri.compiled.shape import ComparedWord, Exactly, GrantShape, Part, Parts, PartyPlace, Shape
from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.plan import Plan
from kenri.model.supplied import Calendars
from kenri.symbolic.case import SymbolicCase
from kenri.symbolic.world import ABOUT_ALL, Person, Slot, SymbolicValue, WordNumbers, World


class Opened(NamedTuple):
    """A question in terms, and its variables in the order in which a shape leaves values open."""

    case: SymbolicCase
    day: terms.Number
    number: SymbolicValue | None
    variables: tuple[terms.TermNode, ...]

    def case_of(self, asked: Mapping[str, SymbolicValue]) -> SymbolicCase:
        """The same case, for other facts of the question."""
        case = self.case
        return SymbolicCase(
            case.world,
            asker=case.asker,
            action=case.action,
            asked=asked,
            readings=case.readings,
            calendars=case.calendars,
            roles=case.roles,
        )


class _OpenedGrant(NamedTuple):
    """A grant in terms."""

    grantee: int
    on: terms.Number
    number: terms.Number
    attributes: Mapping[str, SymbolicValue]


class _Opening:
    """Makes a variable for each value that is left open, in the order of `shaped`."""

    def __init__(self, words: WordNumbers, days: tuple[Day, Day], widest: int | None) -> None:
        self.words = words
        self.days = days
        self.bounds = (None, None) if widest is None else (-widest, widest)
        self.variables: list[terms.TermNode] = []

    def day(self) -> terms.Number:
        return self._kept(terms.whole(self._name(), *self.days))

    def _kept(self, variable: Any) -> Any:
        self.variables.append(variable)
        return variable

    def _name(self) -> str:
        return f"v{len(self.variables)}"

    def supplied(self, part: Part) -> SymbolicValue:
        match part:
            case "day":
                return SymbolicValue(self.day())
            case "whole":
                return SymbolicValue(self._kept(terms.whole(self._name(), *self.bounds)))
            case "number":
                return SymbolicValue(self._kept(terms.real(self._name())))
            case "flag":
                return SymbolicValue(self._kept(terms.flag(self._name())))
            case "never":
                return SymbolicValue(NEVER)
            case "unlimited":
                return SymbolicValue(0, True, True)
            case Exactly(number):
                return SymbolicValue(number)
            case ComparedWord(word):
                return SymbolicValue(self.words.number(OTHER_WORD if word is None else word))
            case PartyPlace(place=index):
                return SymbolicValue(self.words.number(party_id(index)))
            case _:
                return SymbolicValue((self.day(), self.day()))

    def grant(self, shape: GrantShape) -> _OpenedGrant:
        on = self.day() if shape.has_day else FIRST_DAY
        return _OpenedGrant(shape.grantee, on, self.supplied(shape.number).value, self.all(shape.attributes))

    def all(self, parts: Parts) -> dict[str, SymbolicValue]:
        return {name: self.supplied(part) for name, part in parts}


OTHER_WORD = "\0"
"""Stands for any word that the plan compares nothing with: no word of a plan has this character."""


def party_id(index: int) -> str:
    """What a party is called in terms: its name makes no difference."""
    return f"\0{index}"


def opened(
    plan: Plan,
    shape: Shape,
    *,
    readings: Mapping[str, Any],
    calendars: Calendars,
    days: tuple[Day, Day],
    widest: int | None,
) -> Opened:
    """A question of a shape, as clauses are read; days lie within `days`, and no whole number is further from zero than
    `widest`.
    """
    words = WordNumbers()
    opening = _Opening(words, days, widest)
    day = opening.day()
    number = None if shape.number is None else opening.supplied(shape.number)
    asked = opening.all(shape.asked)
    own, *others = (opening.grant(each) for each in (shape.grant, *shape.others))
    people = [
        Person(id=party_id(index), roles=party.roles, attributes=opening.all(party.attributes))
        for index, party in enumerate(shape.parties)
    ]
    facts = opening.all(shape.facts)
    slots: dict[str, list[Slot]] = {}
    for each in shape.slots:
        of_kind = slots.setdefault(each.kind, [])
        of_kind.append(
            Slot(
                kind=each.kind,
                index=len(of_kind),
                happens=True,
                day=opening.day(),
                who=each.who,
                rank=each.rank,
                attributes=opening.all(each.attributes),
                grant=each.grant,
            )
        )

    def world_of(grant: _OpenedGrant, place: int) -> World:
        return World(
            plan,
            people=people,
            grantee=grant.grantee,
            granted_on=grant.on,
            number=grant.number,
            grant=grant.attributes,
            facts=facts,
            slots={
                kind: [slot for slot in of_kind if slot.grant in (ABOUT_ALL, place)] for kind, of_kind in slots.items()
            },
            words=words,
            grants=lambda: grants,
            id=str(place),
            place=place,
        )

    world = world_of(own, shape.place)
    grants = [world_of(each, place + (0 <= shape.place <= place)) for place, each in enumerate(others)]
    if shape.place != ABOUT_ALL:
        grants.insert(shape.place, world)
    if number is not None:
        asked["number"] = number
    case = SymbolicCase(
        world,
        asker=shape.asker,
        action=shape.action,
        asked=asked,
        readings=readings,
        calendars=calendars,
        roles=shape.roles,
    )
    return Opened(case, day, number, tuple(opening.variables))
