"""All lives within a bound as one world of terms, and a model of them as a life again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from kenri import terms
from kenri.loader import instants
from kenri.loader.declarations import attributes_of, for_party, term_type
from kenri.loader.vocabulary import vocabulary
from kenri.model.days import NEVER, Day
from kenri.model.expressions import Duration
from kenri.model.life import UNNAMED, Event, Fact, Grant, Life, Party
from kenri.model.plan import Attribute, Plan
from kenri.model.sentences import Sentence
from kenri.model.walk import everything
from kenri.solving.solver import Model
from kenri.symbolic.words import SECTIONS, words_used
from kenri.symbolic.world import (
    NOT_SUPPLIED,
    Person,
    Slot,
    SymbolicValue,
    WordNumbers,
    World,
    defaults_of,
    supplied,
)
from kenri.terms import conj, disj, eq, implies, le, lt

RATIOS: tuple[int | Fraction, ...] = (2, 1, Fraction(1, 2), Fraction(3, 2), Fraction(1, 10))
"""What a ratio may be: numbers that a solver can multiply by."""

LENGTHS = (10, 30, 90, 180, 365)
"""What the number of a period may be that a document leaves to be settled later."""

ASKED = "asked"
"""Stands for the question among the names of variables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is fixed for all the lives looked at: see `checking.frames` for how it is chosen."""

    plan: Plan
    first: Day
    last: Day
    granted_on: Day
    number: int | Fraction
    events: int
    """How many times each kind of event occurs at most."""
    often: Mapping[str, int] = field(default_factory=dict)
    """Kinds that occur more often, with how many times."""
    without: frozenset[str] = frozenset()
    """Kinds of event that do not occur."""
    grantee: str = "grantee"
    recorded: Mapping[str, Fact] = field(default_factory=dict)
    """What is recorded with the grant, as far as that is not left open."""
    note: Sentence | None = None
    """How the grant was chosen, where no scenario shows one."""


@dataclass(slots=True, kw_only=True)
class _Built:
    """What holds of every life, as it grows with what is asked about."""

    always: list[terms.Flag] = field(default_factory=list)
    slots: dict[str, tuple[Slot, ...]] = field(default_factory=dict)


class SymbolicLife(World):
    """Every life within a frame. Events of a kind are made when somebody asks about the kind, so that what does not
    matter is not searched; `always` then says what holds of all of them.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._built = _Built()
        plan = self.plan = frame.plan
        words = WordNumbers()
        self._words_used = words_used(plan)
        roles = [frame.grantee, *(role for role in plan.roles if role != frame.grantee)]
        self._ids = tuple(roles)
        for role in roles:
            words.number(role)
        super().__init__(
            plan,
            people=[
                Person(
                    id=role,
                    roles=(role,),
                    attributes=self._open(f"{role}.", for_party(plan.party_attributes, (role,)), words),
                )
                for role in roles
            ],
            grantee=0,
            granted_on=frame.granted_on,
            number=frame.number,
            grant={
                **self._open("grant.", attributes_of(plan.grant_attributes), words),
                **{name: supplied(value, words) for name, value in frame.recorded.items()},
            },
            facts=self._facts(words),
            slots={},
            words=words,
        )
        self._asked: dict[str, dict[str, SymbolicValue]] = {}

    @property
    def always(self) -> list[terms.Flag]:
        """What holds of every life, as far as it has been asked about."""
        return self._built.always

    def slots(self, kind: str) -> Sequence[Slot]:
        found = self._built.slots.get(kind)
        if found is None:
            found = self._built.slots[kind] = self._made(kind)
            self._before_its_cause(kind, found)
            self._in_record_order(found)
        return found

    def kinds(self) -> Mapping[str, int]:
        """How many times each kind of event that matters may occur."""
        return {kind: len(slots) for kind, slots in sorted(self._built.slots.items()) if slots}

    def asked(self, action: str) -> Mapping[str, SymbolicValue]:
        """The facts of a question about an action, besides its number."""
        if action not in self._asked:
            declared = attributes_of(self.plan.actions[action].attributes)
            self._asked[action] = self._open(f"{ASKED}.{action}.", declared, self.words)
        return self._asked[action]

    def day(self, name: str) -> terms.Number:
        """A day of the frame that is open."""
        return self._stated(terms.whole(name, self.frame.first, self.frame.last))

    def is_event(self, slot: Slot, event: Event, *, on_its_day: bool = True) -> list[terms.Flag]:
        """That an event which may happen is one that did, with all it records, or the same on some other day."""
        declared = attributes_of(self.plan.events[slot.kind].attributes)
        flags = [slot.happens, eq(slot.who, self._ids.index(event.who))]
        if on_its_day:
            flags.append(eq(slot.day, event.on))
        return [*flags, *self._are(slot.attributes, event.attributes, declared)]

    def is_grant(self, grant: Grant) -> list[terms.Flag]:
        """That what is recorded with the grant is what was recorded with one."""
        return list(self._are(self.grant, grant.attributes, attributes_of(self.plan.grant_attributes)))

    def is_question(self, action: str) -> list[terms.Flag]:
        """That a question about an action supplies no fact, so that each is what is taken by default."""
        declared = attributes_of(self.plan.actions[action].attributes)
        open_ones = {name for name, each in declared.items() if each.default is None}
        facts = {name: fact for name, fact in self.asked(action).items() if name not in open_ones}
        return list(self._are(facts, {}, declared))

    def _are(
        self, facts: Mapping[str, SymbolicValue], values: Mapping[str, Fact], declared: Mapping[str, Attribute]
    ) -> Iterator[terms.Flag]:
        recorded = {**defaults_of(declared), **values}
        for name, fact in facts.items():
            if name not in recorded:
                yield terms.neg(fact.is_known)
                continue
            value = supplied(recorded[name], self.words)
            yield fact.is_known
            yield terms.same(fact.is_unlimited, value.is_unlimited)
            if value.is_unlimited is False:
                yield eq(fact.value, value.value)

    # --- what is open

    def _stated(self, term: terms.Number) -> terms.Number:
        self._built.always.append(terms.in_range(term))
        return term

    def _made(self, kind: str) -> tuple[Slot, ...]:
        declared = self.plan.events[kind]
        if kind in self.frame.without:
            return ()
        made: list[Slot] = []
        for index in range(self.frame.often.get(kind, self.frame.events)):
            name = f"{kind}.{index}"
            who = self._stated(terms.whole(f"{name}.who", 0, len(self._ids) - 1)) if declared.personal else 0
            slot = Slot(
                kind=kind,
                index=index,
                happens=terms.flag(f"{name}.happens"),
                day=self.day(f"{name}.on"),
                who=who,
                rank=self._stated(terms.whole(f"{name}.rank", 0, 999)),
                attributes=self._open(f"{name}.", attributes_of(declared.attributes), self.words),
            )
            for number in sorted(vocabulary(self.plan).above_zero.get(kind, ())):
                stated = slot.attributes.get(number, NOT_SUPPLIED)
                if stated is not NOT_SUPPLIED:
                    self._built.always.append(lt(0, stated.value))
            for other in made:
                # Events of a kind are all alike, so that they may as well come in the order of their days.
                earlier = disj(lt(other.day, slot.day), conj(eq(other.day, slot.day), lt(other.rank, slot.rank)))
                self._built.always.append(implies(slot.happens, conj(other.happens, earlier)))
                if declared.once:
                    self._built.always.append(implies(slot.happens, terms.neg(eq(other.who, slot.who))))
            made.append(slot)
        return tuple(made)

    def _before_its_cause(self, kind: str, made: Sequence[Slot]) -> None:
        causes = self.plan.events[kind].requires
        for slot in made if causes else ():
            earlier = (conj(other.happens, le(other.day, slot.day)) for cause in causes for other in self.slots(cause))
            self._built.always.append(implies(slot.happens, disj(*earlier)))

    def _in_record_order(self, made: Sequence[Slot]) -> None:
        """No two events of a day stand at one place of the record."""
        others = [
            slot for kind, slots in self._built.slots.items() for slot in slots if not made or kind != made[0].kind
        ]
        for slot in made:
            for other in others:
                self._built.always.append(
                    disj(terms.neg(eq(slot.day, other.day)), terms.neg(eq(slot.rank, other.rank)))
                )

    def _open(self, prefix: str, declared: Mapping[str, Attribute], words: WordNumbers) -> dict[str, SymbolicValue]:
        return {name: self._attribute(prefix + name, name, each, words) for name, each in declared.items()}

    def _attribute(self, variable: str, name: str, declared: Attribute, words: WordNumbers) -> SymbolicValue:
        value = self._value(variable, name, declared.type, declared.one_of, words)
        if value is NOT_SUPPLIED:
            return value
        if declared.type == "day" and declared.default == "never":
            return SymbolicValue(terms.ite(terms.flag(f"{variable}.never"), NEVER, value.value))
        if declared.type == "number" and declared.default == "unlimited":
            return SymbolicValue(value.value, True, terms.flag(f"{variable}.unlimited"))
        is_known = terms.flag(f"{variable}.given") if declared.optional and declared.default is None else True
        return value._replace(is_known=is_known)

    def _value(
        self, variable: str, name: str, kind: str | None, one_of: Sequence[str], words: WordNumbers
    ) -> SymbolicValue:
        if kind == "text" or one_of:
            choices = one_of or [*sorted(self._words_used.get(name, ())), f"another {name}"]
            return SymbolicValue(self._chosen(variable, [words.number(word) for word in choices]))
        match kind:
            case "flag":
                return SymbolicValue(terms.flag(variable))
            case "day":
                return SymbolicValue(self.day(variable))
            case "ratio":
                return SymbolicValue(self._chosen(variable, RATIOS))
            case "party":
                return SymbolicValue(self._chosen(variable, [words.number(each) for each in self._ids]))
            case _:
                return SymbolicValue(self._stated(terms.whole(variable, 0)))

    def _chosen(self, variable: str, values: Sequence[int | Fraction]) -> terms.Number:
        """One of some values, by the place of a variable among them."""
        place = self._stated(terms.whole(variable, 0, len(values) - 1))
        chosen: terms.Number = values[-1]
        for index in reversed(range(len(values) - 1)):
            chosen = terms.ite(eq(place, index), values[index], chosen)
        return chosen

    def _facts(self, words: WordNumbers) -> dict[str, SymbolicValue]:
        """What a life supplies for the terms that the document does not state."""
        found: dict[str, SymbolicValue] = {}
        lengths = lengths_of(self.plan)
        for name, term in self.plan.terms.items():
            if not term.is_unknown:
                continue
            if term.type == "period":
                first, last = self.day(f"fact.{name}.first"), self.day(f"fact.{name}.last")
                self._built.always.append(le(first, last))
                found[name] = SymbolicValue((first, last))
            elif name in lengths:
                found[name] = SymbolicValue(self._chosen(f"fact.{name}", LENGTHS))
            else:
                found[name] = self._value(f"fact.{name}", name, term_type(term), (), words)
        return found

    # --- a model as a life

    def life(self, model: Model) -> Life:
        """The life of a model: only what happens in it, in the order of the record."""
        plan, ids = self.plan, self._ids
        happened = [
            (model.value(slot.day), model.value(slot.rank), slot)
            for slots in self._built.slots.values()
            for slot in slots
            if model.value(slot.happens)
        ]
        zone = ZoneInfo(plan.zone)
        events = []
        for number, (day, _, slot) in enumerate(sorted(happened, key=lambda each: each[:2]), 1):
            declared = attributes_of(plan.events[slot.kind].attributes)
            who = model.value(slot.who)
            events.append(
                Event(
                    id=f"event-{number}",
                    kind=slot.kind,
                    on=day,
                    recorded=instants.beginning(date.fromordinal(day), zone),
                    who=ids[who],
                    attributes=self._facts_of(model, slot.attributes, declared),
                    is_who_assumed=who == 0,
                )
            )
        people = {
            each.id: Party(
                id=each.id,
                roles=each.roles,
                attributes=self._facts_of(model, each.attributes, for_party(plan.party_attributes, each.roles)),
            )
            for each in self.people
        }
        grant = Grant(
            id=UNNAMED,
            grantee=ids[0],
            on=self.granted_on,
            number=self.number,
            attributes=self._facts_of(model, self.grant, attributes_of(plan.grant_attributes)),
        )
        facts = {name: self._fact_of_term(model, name, fact) for name, fact in self.facts.items()}
        return Life(parties=people, grants={grant.id: grant}, events=tuple(events), facts=facts)

    def question(self, model: Model, action: str) -> dict[str, Fact]:
        """The facts of a question as they are in a model."""
        declared = attributes_of(self.plan.actions[action].attributes)
        return self._facts_of(model, self.asked(action), declared)

    def _facts_of(
        self, model: Model, values: Mapping[str, SymbolicValue], declared: Mapping[str, Attribute]
    ) -> dict[str, Fact]:
        """Attributes as recorded; those that are what a record may leave out are left out."""
        return dict(self._recorded(model, values, declared))

    def _recorded(
        self, model: Model, values: Mapping[str, SymbolicValue], declared: Mapping[str, Attribute]
    ) -> Iterator[tuple[str, Fact]]:
        defaults = defaults_of(declared)
        for name, fact_term in values.items():
            if not model.value(fact_term.is_known):
                continue
            if model.value(fact_term.is_unlimited):
                continue  # only a default is without limit
            fact = self._plain(model, fact_term, declared[name].type, declared[name].one_of)
            if not (name in defaults and defaults[name] == fact):
                yield name, fact

    def _plain(self, model: Model, fact: SymbolicValue, kind: str | None, one_of: Sequence[str]) -> Fact:
        value = model.value(fact.value)
        is_word = one_of or kind in ("text", "party")
        return self.words.word(value) if is_word else value

    def _fact_of_term(self, model: Model, name: str, fact: SymbolicValue) -> Any:
        if isinstance(fact.value, tuple):
            first, last = fact.value
            return model.value(first), model.value(last)
        return self._plain(model, fact, term_type(self.plan.terms[name]), ())


def lengths_of(plan: Plan) -> set[str]:
    """The terms that say how long a period is, directly or through an amount."""
    found: set[str] = set()
    waiting = [
        number
        for section in SECTIONS
        for entry in getattr(plan, section).values()
        for part in everything(entry)
        if isinstance(part.value, Duration) and isinstance(number := part.value.given()[1], str)
    ]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            if name in plan.amounts:
                parts = everything(plan.amounts[name])
                waiting += [part.value for part in parts if part.sort == "quantity" and isinstance(part.value, str)]
    return found
