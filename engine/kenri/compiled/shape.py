"""Shapes: what is known of a life and a question before its days and numbers are, and the values left open.

Lives of one shape are judged by one compiled form. A shape tells the parties and their roles, which facts are given,
every word and party that a fact names as far as the plan looks at it, and the kinds of events, each with its place
among those of one day. What is left open are days, numbers and flags, in one order.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from kenri.model.across import overs_in
from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.life import Fact, Grant, Life, Party, Period
from kenri.model.plan import Attribute, AttributeUse, Plan, kept_apart
from kenri.model.supplied import Missing, default_of
from kenri.symbolic.words import names_used, numbers_to_know, words_used
from kenri.symbolic.world import ABOUT_ALL

Sort: TypeAlias = Literal["day", "whole", "number", "flag"]
"""Of a value that is left open: a day, a whole number, any exact number, true or false."""


class ComparedWord(NamedTuple):
    """A word, by itself where the plan compares facts with it; all other words are one (None)."""

    word: str | None


class PartyPlace(NamedTuple):
    """A party of the life, by its place among them."""

    place: int


class Exactly(NamedTuple):
    """A number that a plan must know: a length, how often something recurs, or a lot. Or what is taken by default."""

    number: int | Fraction | bool


Known: TypeAlias = ComparedWord | PartyPlace | Exactly | Literal["never", "unlimited"]


Declared: TypeAlias = tuple[tuple[str, str | None, Fact | Missing], ...]
"""Attributes by their names in order, each with its type and its default."""


class LookedAt(NamedTuple):
    """What a plan looks at in a life and a question: nothing else makes a difference."""

    words: Mapping[str, Collection[str]]
    """The words that it compares each with."""
    numbers: Collection[str]
    """Those whose number it must know."""
    kinds: Collection[str]
    """The kinds of events that it speaks of."""
    asked: Mapping[str, Declared]
    """Of each action, the facts of a question that it speaks of; and so on for other facts."""
    grant: Declared
    party: Declared
    events: Mapping[str, Declared]
    facts: Mapping[str, str | None]
    across: Literal["holder", "all"] | None
    """Whose other grants it looks at, where it goes over any."""
    names_events: bool
    """Whether it looks at which event another one names."""

    @classmethod
    def by(cls, plan: Plan) -> LookedAt:
        """What one plan looks at."""
        names = names_used(plan)

        def declared(attributes: Mapping[str, AttributeUse]) -> Declared:
            return tuple(
                (name, _kind(attributes[name]), default_of(attributes[name], name))
                for name in sorted(attributes)
                if name in names
            )

        return cls(
            words_used(plan),
            frozenset(numbers_to_know(plan)),
            names.intersection(plan.events),
            {name: declared(action.attributes) for name, action in plan.actions.items()},
            declared(plan.grant_attributes),
            declared(plan.party_attributes),
            {name: declared(event.attributes) for name, event in plan.events.items()},
            {name: term.type for name, term in plan.terms.items() if term.is_unknown and name in names},
            _across(plan),
            bool(kept_apart(plan)),
        )


Part: TypeAlias = "Sort | Known | tuple[Sort, Sort]"
"""What is known of a fact: all of it, or only of which sort it is. A period is a pair of days."""

Parts: TypeAlias = tuple[tuple[str, Part], ...]
"""Facts by their names, those that are given."""


class SlotShape(NamedTuple):
    """An event of the life but for its day and numbers. `rank` is its place among the events of one day, `grant` that
    of its grant among those that are looked at, or `ABOUT_ALL`.
    """

    kind: str
    who: int
    rank: int
    attributes: Parts
    grant: int = ABOUT_ALL


class GrantShape(NamedTuple):
    """A grant but for its name, its day and its numbers: whose it is, and whether it is told when it was made."""

    grantee: int
    has_day: bool
    number: Part
    attributes: Parts


class PartyShape(NamedTuple):
    """A party but for its name, its days and its numbers."""

    roles: tuple[str, ...]
    attributes: Parts


class Shape(NamedTuple):
    """What is known of a question about a life before its days and numbers are."""

    action: str
    asker: int
    roles: tuple[str, ...]
    """Of the asker."""
    number: Part | None
    """Of the number asked about; None where it is any."""
    asked: Parts
    parties: tuple[PartyShape, ...]
    grant: GrantShape
    """The one that is asked about; nobody's where there is none."""
    place: int
    """Its place among the grants that are looked at; `ABOUT_ALL` for nobody's."""
    others: tuple[GrantShape, ...]
    """The other grants that are looked at, in the order of the record."""
    facts: Parts
    slots: tuple[SlotShape, ...]
    readings: tuple[tuple[str, str], ...]


ValuePlace: TypeAlias = tuple[str, int, str]
"""Where a value that is left open stands: `day`, `number`, `asked`, `granted-on`, `granted`, `grant`, `party`, `fact`,
`event-day` or `event`, and of other grants `other-granted-on`, `other-granted` and `other-grant`; which party, event or
other grant, or which end of a period; and the name of the fact.
"""

OF_OTHERS: Final = ("other-granted-on", "other-granted", "other-grant")
"""Those of other grants."""


class Shaped(NamedTuple):
    """A question about a life as its shape and the values left open, each with its place and sort."""

    shape: Shape
    values: tuple[Any, ...]
    places: tuple[ValuePlace, ...]
    sorts: tuple[Sort, ...]


class UnshapedError(Exception):
    """A life has no shape; the message says why."""


DAYS: tuple[Day, Day] = (date(1800, 1, 1).toordinal(), date(2499, 12, 31).toordinal())
"""The first and the last day that may be left open: what is counted from them stays within the calendar."""


class _Walk:
    """Takes the values out of a life in one order."""

    def __init__(self, looked_at: LookedAt, order: Mapping[str, int]) -> None:
        self.looked_at = looked_at
        self.order = order
        self.values: list[Any] = []
        self.places: list[ValuePlace] = []
        self.sorts: list[Sort] = []

    def open(self, sort: Sort, value: Any, of: str, index: int = 0, name: str = "") -> None:
        self.sorts.append(sort)
        self.values.append(value)
        self.places.append((of, index, name))

    def part(self, name: str, fact: Fact | Period, kind: str | None, of: str, index: int = 0) -> Part:
        """What is known of a fact; what is left open of it is taken out."""
        match fact:
            case bool():
                self.open("flag", fact, of, index, name)
                return "flag"
            case str():
                return self._word(name, fact)
            case tuple():
                for end, day in enumerate(fact):
                    self.open("day", _day(day), of, end, name)
                return ("day", "day")
            case float():
                return "unlimited"
            case int() if kind == "day":
                if fact == NEVER:
                    return "never"
                self.open("day", _day(fact), of, index, name)
                return "day"
            case int() | Fraction() if name in self.looked_at.numbers:
                return Exactly(fact)
            case int():
                self.open("whole", fact, of, index, name)
                return "whole"
            case _:
                self.open("number", fact, of, index, name)
                return "number"

    def _word(self, name: str, word: str) -> Known:
        is_compared, index = word in self.looked_at.words.get(name, ()), self.order.get(word)
        if index is None:
            return ComparedWord(word if is_compared else None)
        if is_compared:
            raise UnshapedError("a word that is also the name of a party")
        return PartyPlace(index)

    def parts(self, values: Mapping[str, Any], declared: Declared, of: str, index: int = 0) -> Parts:
        """What is known of some facts, in the order of their names, with what is taken by default."""
        found: list[tuple[str, Part]] = []
        for name, kind, default in declared:
            if name in values:
                found.append((name, self.part(name, values[name], kind, of, index)))
            elif not isinstance(default, Missing):
                found.append((name, self.default(name, default, kind)))
        return tuple(found)

    def grant(self, grant: Grant, of: str = "", index: int = 0) -> GrantShape:
        """What is known of a grant: the one asked about, or of some other."""
        if grant.on != FIRST_DAY:
            self.open("day", _day(grant.on), f"{of}granted-on", index)
        number = self.part("number", grant.number, None, f"{of}granted", index)
        attributes = self.parts(grant.attributes, self.looked_at.grant, f"{of}grant", index)
        return GrantShape(self.order.get(grant.grantee, -1), grant.on != FIRST_DAY, number, attributes)

    def default(self, name: str, fact: Fact, kind: str | None) -> Part:
        """What is taken where nothing is said, which is known."""
        if isinstance(fact, bool | Fraction) or (isinstance(fact, int) and not (kind == "day" and fact == NEVER)):
            return Exactly(fact)
        return self.part(name, fact, kind, "default")


def shaped(
    life: Life,
    grant: Grant,
    action: str,
    asker: Party,
    day: Day,
    *,
    number: int | Fraction | None,
    asked: Mapping[str, Fact],
    readings: Mapping[str, str],
    looked_at: LookedAt,
) -> Shaped:
    """The shape of a question about a life as it is known, and the values left open.

    `readings` names every reading that the plan has, `looked_at` what the plan looks at. Raises `UnshapedError` for a
    life that has no shape: a day is too far away, a word has two meanings, there are many parties, rules go over grants
    and there are many, or some under other plans, or rights stand apart by the events which others name.
    """
    if looked_at.names_events:
        raise UnshapedError("events that name others")
    if len(life.parties) > _MOST_PARTIES:
        raise UnshapedError("so many parties")
    several = _grants(life, grant, looked_at)
    order = {party: index for index, party in enumerate(life.parties)}
    walk = _Walk(looked_at, order)
    walk.open("day", _day(day), "day")
    of_number = None if number is None else walk.part("number", number, None, "number")
    of_asked = walk.parts(asked, looked_at.asked[action], "asked")
    of_grant = walk.grant(grant)
    others = tuple(
        walk.grant(each, "other-", index) for index, each in enumerate(each for each in several if each.id != grant.id)
    )
    parties = tuple(
        PartyShape(party.roles, walk.parts(party.attributes, looked_at.party, "party", index))
        for index, party in enumerate(life.parties.values())
    )
    facts = tuple(
        (name, walk.part(name, life.facts[name], kind, "fact"))
        for name, kind in looked_at.facts.items()
        if name in life.facts
    )
    slots: list[SlotShape] = []
    places = {each.id: place for place, each in enumerate(several)}
    about = {None, *places, grant.id}
    for rank, index in enumerate(_in_order(life, about, looked_at.kinds)):
        event = life.events[index]
        walk.open("day", _day(event.on), "event-day", index)
        attributes = walk.parts(event.attributes, looked_at.events[event.kind], "event", index)
        # Where there is one grant, what is about it is about all.
        seen_by = ABOUT_ALL if event.grant is None or not others else places.get(event.grant, ABOUT_ALL)
        slots.append(SlotShape(event.kind, order.get(event.who, -1), rank, attributes, seen_by))
    shape = Shape(
        action=action,
        asker=order.get(asker.id, -1),
        roles=asker.roles,
        number=of_number,
        asked=of_asked,
        parties=parties,
        grant=of_grant,
        place=places.get(grant.id, ABOUT_ALL),
        others=others,
        facts=facts,
        slots=tuple(slots),
        readings=tuple(readings.items()),
    )
    return Shaped(shape, tuple(walk.values), tuple(walk.places), tuple(walk.sorts))


def _across(plan: Plan) -> Literal["holder", "all"] | None:
    of = {node.of for node in overs_in(plan)}
    return "all" if "all" in of else "holder" if of else None


_MOST_PARTIES = 100
"""To find the shape of a life with more takes longer than the reference takes, which looks at those concerned alone."""

_MOST_GRANTS = 12
"""A form that goes over more grants is not made: the reference sums them in the time that its terms take alone."""


def _grants(life: Life, grant: Grant, looked_at: LookedAt) -> Sequence[Grant]:
    """The grants of a life that make a difference, in the order of the record. Raises `UnshapedError`."""
    if looked_at.across is None:
        return (grant,)
    is_all = looked_at.across == "all"
    found = [each for each in life.grants.values() if is_all or each.grantee == grant.grantee or each.id == grant.id]
    if len(found) > _MOST_GRANTS:
        raise UnshapedError("so many grants where rules go over them")
    if any(each.plan in life.plans for each in found if each.id != grant.id):
        raise UnshapedError("a grant under another plan where rules go over grants")
    return found


def _in_order(life: Life, about: Collection[str | None], kinds: Collection[str]) -> Sequence[int]:
    """The events about some grants, or all, one kind after another where no two kinds share a day: then their order is
    nothing.
    """
    own = [index for index, event in enumerate(life.events) if event.kind in kinds and event.grant in about]
    by_kind = sorted(own, key=lambda index: (life.events[index].kind, life.events[index].on, index))
    place = {index: number for number, index in enumerate(by_kind)}
    days: dict[Day, int] = {}
    for index in own:  # in the order of the record
        day = life.events[index].on
        if place[index] < days.get(day, -1):
            return own
        days[day] = place[index]
    return by_kind


def _day(day: Day) -> Day:
    """A day that may be left open."""
    if not DAYS[0] <= day <= DAYS[1]:
        raise UnshapedError("a day that is far away")
    return day


def _kind(declared: AttributeUse) -> str | None:
    return declared.type if isinstance(declared, Attribute) else declared
