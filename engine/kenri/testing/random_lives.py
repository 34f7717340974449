"""Random lives and questions from a seed, in the words of a plan: what a plan declares is all that they are made of.

For campaigns of many; what hypothesis shrinks is made by `kenri.testing.strategies`. Days are drawn close to those that
matter: the plan's own, the grant's, and those of earlier events, so that windows open, close, overlap and are just
missed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any

from kenri.loader.declarations import attributes_of
from kenri.model.across import overs_in
from kenri.model.days import Day
from kenri.model.dependence import Dependence, dependence
from kenri.model.expressions import EventMoments
from kenri.model.life import Event, Fact, Grant, Life, Party, Period
from kenri.model.plan import Attribute, AttributeUse, Plan
from kenri.model.supplied import Calendars
from kenri.model.walk import everything
from kenri.reference.court import Court

STEPS = (0, 0, 1, 1, 2, 7, 9, 10, 11, 14, 15, 30, 31, 61, 89, 90, 91, 122, 181, 184, 365, 366, 730, 1461)
"""How far from a day that matters the next one lies."""

YEARS = (1461, 3653, 10958)

NUMBERS = (0, 1, 2, 3, 4, 10, 12, 48, 100, 1000)
GRANTED = (1, 5, 10, 100, 1000, 2499)
ASKED = (1, 2, 4, 10, 100)


@dataclass(frozen=True, slots=True)
class EvaluatorQuestion:
    """A question about a life, as an evaluator takes it."""

    life: Life
    grant: Grant
    action: str
    asker: Party
    day: Day
    number: int | Fraction | None
    question: dict[str, Fact]
    readings: dict[str, str]


def asked(rng: Random, plan: Plan, *, most_events: int = 9, several: bool = False) -> EvaluatorQuestion:
    """A life and a question about it; with `several` one of further grants too, for a plan that goes over them."""
    return _Maker(rng, plan, several=several and any(True for _ in overs_in(plan))).asked(most_events)


def at_an_edge(
    rng: Random, plan: Plan, each: EvaluatorQuestion, calendars: Calendars, depends: Dependence | None = None
) -> EvaluatorQuestion:
    """The same question on a day on which the reference's answer changes, or next to one, where there is such a day.

    `depends` is the dependence of the plan, if it is there already.
    """
    court = Court(plan, each.life, each.grant, calendars=calendars, dependence=depends or dependence(plan))
    question = tuple(sorted(each.question.items()))
    standing = court.standing(each.action, each.asker, court.readings(each.readings), question, each.number)
    days = [day for window in court.windows(standing, each.number) for day in (window.first, window.last) if day]
    return replace(each, day=rng.choice(days) + rng.choice((-1, 0, 0, 1))) if days else each


def alike(rng: Random, plan: Plan, each: EvaluatorQuestion) -> EvaluatorQuestion:
    """The same life and question but for days and numbers, as a register holds many: events come in the same order."""

    def moved(day: Day) -> Day:
        return max(700_000, day + rng.choice((0, 0, 1, -1)) * rng.choice(STEPS))

    def fact(value: Any, kind: str | None) -> Any:
        match value:
            case tuple():
                return value[0], max(value[0], moved(value[1]))
            case bool():
                return rng.random() < 0.5
            case int() if kind == "day":
                return moved(value)
            case int() if kind == "number":
                return rng.choice((value, value, *NUMBERS))
            case _:
                return value

    def facts(values: Mapping[str, Any], declared: Mapping[str, AttributeUse]) -> dict[str, Any]:
        kinds = {name: attribute.type for name, attribute in attributes_of(declared).items()}
        return {name: fact(value, kinds.get(name)) for name, value in values.items()}

    life = each.life
    days: dict[Day, Day] = {}
    before = None
    for day in sorted({event.on for event in life.events}):
        days[day] = moved(day) if before is None else days[before] + rng.choice((day - before, *STEPS[2:]))
        before = day

    def like(grant: Grant) -> Grant:
        return replace(
            grant,
            on=moved(grant.on),
            number=rng.choice(GRANTED),
            attributes=facts(grant.attributes, plan.grant_attributes),
        )

    grants = {name: like(grant) for name, grant in life.grants.items()}
    parties = {
        name: replace(party, attributes=facts(party.attributes, plan.party_attributes))
        for name, party in life.parties.items()
    }
    events = tuple(
        replace(event, on=days[event.on], attributes=facts(event.attributes, plan.events[event.kind].attributes))
        for event in life.events
    )
    known = {name: fact(value, plan.terms[name].type) for name, value in life.facts.items()}
    return replace(
        each,
        life=replace(life, parties=parties, grants=grants, events=events, facts=known),
        grant=grants.get(each.grant.id, each.grant),
        asker=parties.get(each.asker.id, each.asker),  # one who asks by a role need not be named
        day=moved(each.day),
        number=each.number if each.number is None else rng.choice((each.number, *ASKED)),
        question=facts(each.question, plan.actions[each.action].attributes),
    )


class _Maker:
    def __init__(self, rng: Random, plan: Plan, *, several: bool) -> None:
        self.rng = rng
        self.plan = plan
        self.several = several
        self.days: list[Day] = sorted(_days_of(plan)) or [datetime.date(2020, 1, 6).toordinal()]
        self.parties: dict[str, Party] = {}

    def asked(self, most_events: int) -> EvaluatorQuestion:
        rng, plan = self.rng, self.plan
        for role in plan.roles:
            if role == "grantee" or rng.random() < 0.7:
                self._party(role, (role,))
        first = self.parties.get("grantee") or self._party("first", tuple(sorted(plan.roles)[:1]))
        on = self._day()
        self.days += [on] * 3
        grant = Grant(
            id="g",
            grantee=first.id,
            on=on,
            number=rng.choice(GRANTED),
            attributes=self._attributes(attributes_of(plan.grant_attributes), 0.9),
        )
        grants = {each.id: each for each in (*self._further(first, on), grant, *self._further(first, on))}
        kinds = self._kinds() if rng.random() < 0.85 else sorted(plan.events)
        favourites = rng.sample(kinds, min(len(kinds), rng.choice((1, 2, 4, 8))))
        events = [self._event(index, rng.choice(favourites)) for index in range(rng.randint(0, most_events))]
        rng.shuffle(events)
        events = list(self._naming(events))
        facts = {
            name: self._fact(term.type) for name, term in plan.terms.items() if term.is_unknown and rng.random() < 0.7
        }
        life = Life(parties=self.parties, grants=grants, events=tuple(events), facts=facts)
        action, asker = self._question(first)
        wanted = attributes_of(plan.actions[action].attributes)
        return EvaluatorQuestion(
            life=life,
            grant=grant,
            action=action,
            asker=asker,
            day=self._day(),
            number=rng.choice((None, None, 1, 1, 1, 2, 4, 10, 100, Fraction(1, 2), grant.number)),
            question={**self._attributes(wanted, 0.6), **self._named(wanted, events)},
            readings={
                name: rng.choice(sorted(reading.options))
                for name, reading in plan.readings.items()
                if rng.random() < 0.3
            },
        )

    def _further(self, first: Party, on: Day) -> Iterator[Grant]:
        """Further grants of the same holder, or of somebody else, before or after another in the record."""
        rng = self.rng
        for name in ("other", "third") if self.several else ():
            if rng.random() < 0.4:
                second = self.parties.get("second") or self._party("second", first.roles)
                yield Grant(
                    id=name,
                    grantee=rng.choice((first.id, first.id, second.id)),
                    on=rng.choice((on, self._day())),
                    number=rng.choice(GRANTED),
                    attributes=self._attributes(attributes_of(self.plan.grant_attributes), 0.9),
                )

    def _question(self, first: Party) -> tuple[str, Party]:
        """An action and who asks: mostly what some rule permits to somebody of the life in that role."""
        rng, plan = self.rng, self.plan
        everybody = [first, first, *self.parties.values()]
        permits = [rule for rule in plan.rules.values() if rule.permit]
        if not permits or rng.random() < 0.1:
            return rng.choice(sorted(plan.actions)), rng.choice(everybody)
        rule = rng.choice(permits)
        action = rng.choice(rule.permit)
        fitting = [party for party in everybody if not rule.by or not set(rule.by).isdisjoint(party.roles)]
        return action, rng.choice(fitting if fitting and rng.random() < 0.9 else everybody)

    def _kinds(self) -> list[str]:
        """The kinds of event that the plan's entries speak of."""
        found = {
            kind
            for section in ("dates", "states", "amounts", "rules", "effects")
            for entry in getattr(self.plan, section).values()
            for part in everything(entry)
            if isinstance(part.value, EventMoments)
            for kind in part.value.event
        }
        return sorted(found) or sorted(self.plan.events)

    def _party(self, name: str, roles: tuple[str, ...]) -> Party:
        attributes = self._attributes(attributes_of(self.plan.party_attributes), 0.7)
        party = self.parties[name] = Party(id=name, roles=roles, attributes=attributes)
        return party

    def _event(self, index: int, kind: str) -> Event:
        rng = self.rng
        on = self._day()
        self.days.append(on)
        return Event(
            id=f"e{index}",
            kind=kind,
            on=on,
            recorded=index,
            who=rng.choice(["grantee" if "grantee" in self.parties else next(iter(self.parties)), *self.parties]),
            grant=rng.choice((None, None, "g", "other", *(["third"] if self.several else []))),
            attributes=self._attributes(attributes_of(self.plan.events[kind].attributes), 0.95),
        )

    def _attributes(self, declared: dict[str, Attribute], often: float) -> dict[str, Fact]:
        found: dict[str, Fact] = {}
        for name, attribute in declared.items():
            if attribute.type == "event":
                continue  # which there are is told when all are there
            supplied = 0.4 if attribute.optional or attribute.default is not None else often
            if self.rng.random() < supplied:
                found[name] = self._fact(attribute.type, attribute.one_of)  # type: ignore[assignment]  # no period here
        return found

    def _naming(self, events: Sequence[Event]) -> Iterator[Event]:
        """The events in order, each that names others with such before it; those for which there are none are left
        out.
        """
        before: list[Event] = []
        for event in events:
            declared = attributes_of(self.plan.events[event.kind].attributes)
            named = self._named(declared, before)
            if all(attribute.type != "event" or name in named for name, attribute in declared.items()):
                before.append(replace(event, attributes={**event.attributes, **named}))
                yield before[-1]

    def _named(self, declared: Mapping[str, Attribute], events: Sequence[Event]) -> dict[str, Fact]:
        """For each attribute that names an event some of those that it may."""
        several = {
            name: [event.id for event in events if event.kind in attribute.of]
            for name, attribute in declared.items()
            if attribute.type == "event"
        }
        return {name: self.rng.choice(ids) for name, ids in several.items() if ids}

    def _fact(self, kind: str | None, words: tuple[str, ...] = ()) -> Fact | Period:
        rng = self.rng
        match kind:
            case "number":
                return rng.choice(NUMBERS)
            case "ratio":
                return rng.choice((2, 3, Fraction(1, 2), Fraction(1, 10), Fraction(3, 2), 1))
            case "day":
                return self._day()
            case "period":
                first = self._day()
                return first, first + rng.choice(YEARS)
            case "flag":
                return rng.random() < 0.5
            case "party":
                return rng.choice(sorted(self.parties) or ["nobody"])
            case _:
                return rng.choice(words) if words else "text"

    def _day(self) -> Day:
        rng = self.rng
        return max(700_000, rng.choice(self.days) + rng.choice((1, 1, 1, -1)) * rng.choice(STEPS))


def _days_of(plan: Plan) -> set[Day]:
    """The days that a plan states."""
    found: set[Day] = set()
    for term in plan.terms.values():
        several: tuple[Any, ...] = (term, *term.dated)
        for each in several:
            for value in (each.value, each.first, each.last):
                if isinstance(value, datetime.date):
                    found.add(value.toordinal())
    for rule in plan.rules.values():
        found |= {day.toordinal() for day in (rule.from_, rule.until) if day is not None}
    return found
