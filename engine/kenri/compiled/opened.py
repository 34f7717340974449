"""A question of some shape in terms: what the shape knows is plain, each value that it leaves open a variable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from kenri import terms
from kenri.compiled.shape import DAYS, Exactly, Part, Parts, PartyNumber, Shape, Word
from kenri.model.days import FIRST_DAY, NEVER
from kenri.model.periods import Calendar
from kenri.model.plan import Plan
from kenri.symbolic.case import Case
from kenri.symbolic.world import Person, Slot, Supplied, Words, World


class Opened(NamedTuple):
    """A question in terms, and its variables in the order in which a shape leaves values open."""

    case: Case
    day: terms.Number
    number: Supplied | None
    variables: tuple[terms.Node, ...]

    def case_of(self, asked: Mapping[str, Supplied]) -> Case:
        """The same case, for other facts of the question."""
        case = self.case
        return Case(
            case.world,
            asker=case.asker,
            action=case.action,
            asked=asked,
            readings=case.readings,
            calendars=case.calendars,
            roles=case.roles,
        )


class _Opening:
    """Makes a variable for each value that is left open, in the order of `shaped`."""

    def __init__(self, words: Words, widest: int | None) -> None:
        self.words = words
        self.bounds = (None, None) if widest is None else (-widest, widest)
        self.variables: list[terms.Node] = []

    def day(self) -> terms.Number:
        return self._kept(terms.whole(self._name(), *DAYS))

    def _kept(self, variable: Any) -> Any:
        self.variables.append(variable)
        return variable

    def _name(self) -> str:
        return f"v{len(self.variables)}"

    def supplied(self, part: Part) -> Supplied:
        match part:
            case "day":
                return Supplied(self.day())
            case "whole":
                return Supplied(self._kept(terms.whole(self._name(), *self.bounds)))
            case "number":
                return Supplied(self._kept(terms.real(self._name())))
            case "flag":
                return Supplied(self._kept(terms.flag(self._name())))
            case "never":
                return Supplied(NEVER)
            case "unlimited":
                return Supplied(0, True, True)
            case Exactly(number):
                return Supplied(number)
            case Word(word):
                return Supplied(self.words.number(OTHER_WORD if word is None else word))
            case PartyNumber(index):
                return Supplied(self.words.number(party_id(index)))
            case _:
                return Supplied((self.day(), self.day()))

    def all(self, parts: Parts) -> dict[str, Supplied]:
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
    calendars: Callable[[str], Calendar],
    widest: int | None,
) -> Opened:
    """A question of a shape, as clauses are read; of whole numbers none is further from zero than `widest`."""
    words = Words()
    opening = _Opening(words, widest)
    day = opening.day()
    number = None if shape.number is None else opening.supplied(shape.number)
    asked = opening.all(shape.asked)
    granted_on = opening.day() if shape.has_grant_day else FIRST_DAY
    granted = opening.supplied(shape.granted).value
    grant = opening.all(shape.grant)
    people = [
        Person(id=party_id(index), roles=party.roles, attributes=opening.all(party.attributes))
        for index, party in enumerate(shape.parties)
    ]
    facts = opening.all(shape.facts)
    slots: dict[str, list[Slot]] = {}
    for each in shape.slots:
        own = slots.setdefault(each.kind, [])
        own.append(
            Slot(
                kind=each.kind,
                index=len(own),
                happens=True,
                day=opening.day(),
                who=each.who,
                rank=each.rank,
                attributes=opening.all(each.attributes),
            )
        )
    world = World(
        plan,
        people=people,
        grantee=shape.grantee,
        granted_on=granted_on,
        number=granted,
        grant=grant,
        facts=facts,
        slots=slots,
        words=words,
    )
    if number is not None:
        asked["number"] = number
    case = Case(
        world,
        asker=shape.asker,
        action=shape.action,
        asked=asked,
        readings=readings,
        calendars=calendars,
        roles=shape.roles,
    )
    return Opened(case, day, number, tuple(opening.variables))
