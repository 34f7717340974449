"""All lives within a bound as one world of terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from kenri import terms
from kenri.loader.declarations import attributes_of, for_party, term_type
from kenri.loader.vocabulary import may_be_zero, vocabulary
from kenri.model.days import NEVER, Day
from kenri.model.expressions import Duration, GrantNumber
from kenri.model.life import UNNAMED, Event, Fact
from kenri.model.plan import Attribute, EventKind, Plan
from kenri.model.sentences import Sentence
from kenri.model.walk import everything
from kenri.solving.seen_grants import SeenGrant, concerning
from kenri.symbolic.words import SECTIONS, words_used
from kenri.symbolic.world import (
    ABOUT_ALL,
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


class FurtherGrant(NamedTuple):
    """A grant that there may be beside the one asked about."""

    holder: str
    """The grantee, or somebody else, by the id of that party."""
    plan: str = ""
    """The id of the plan that it is under, where that is another one."""


class OtherPlan(NamedTuple):
    """A plan that further grants may be under."""

    plan: Plan
    recorded: Mapping[str, Fact]
    """What is recorded with each of its grants, as far as that is not left open."""


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
    """What is recorded with each grant, as far as that is not left open."""
    further: tuple[FurtherGrant, ...] = ()
    """The further grants that there may be."""
    others: Mapping[str, OtherPlan] = field(default_factory=dict)
    """The other plans that they are under, by their ids."""
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Words that attributes may be beside those that the plan itself compares them with."""
    note: Sentence | None = None
    """How the grant was chosen, where no scenario shows one."""


@dataclass(slots=True, kw_only=True)
class _Built:
    """What holds of every life, as it grows with what is asked about."""

    always: list[terms.Flag] = field(default_factory=list)
    events: dict[str, tuple[Slot, ...]] = field(default_factory=dict)
    """Of each kind, whichever grant they are about."""
    seen: dict[str, tuple[Slot, ...]] = field(default_factory=dict)
    """The same as they are seen for the grant asked about."""


class SymbolicLife(World):
    """Every life within a frame, seen for the grant that is asked about. Events of a kind are made when somebody asks
    about the kind, so that what does not matter is not searched; `always` then says what holds of all of them.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._built = _Built()
        plan = self.plan = frame.plan
        self.plans: Mapping[str, Plan] = {"": plan, **{id_: each.plan for id_, each in frame.others.items()}}
        """The plans that grants may be under, by the ids by which these name them."""
        words = WordNumbers()
        used: dict[str, set[str]] = {}
        for each in self.plans.values():
            for name, several in words_used(each).items():
                used.setdefault(name, set()).update(several)
        self._words_used = {name: {*used.get(name, ()), *frame.words.get(name, ())} for name in {**used, **frame.words}}
        others = dict.fromkeys(role for each in self.plans.values() for role in each.roles if role != frame.grantee)
        roles = [frame.grantee, *others]
        holders = dict.fromkeys(each.holder for each in frame.further if each.holder not in roles)
        of_parties = {
            name: use for each in reversed([*self.plans.values()]) for name, use in each.party_attributes.items()
        }
        self.ids = (*roles, *holders)
        for id_ in self.ids:
            words.number(id_)
        super().__init__(
            plan,
            people=[
                Person(
                    id=id_,
                    roles=(role,),
                    attributes=self._open(f"{id_}.", for_party(of_parties, (role,)), words),
                )
                for id_, role in [*zip(roles, roles, strict=True), *((each, frame.grantee) for each in holders)]
            ],
            grantee=0,
            granted_on=frame.granted_on,
            number=frame.number,
            grant=self._recorded_with("grant", words, plan, frame.recorded),
            facts=self._facts(words),
            slots={},
            words=words,
            grants=self._all_grants if frame.further else None,
            id=UNNAMED,
        )
        self.has_other_plans = False
        self.party_attributes = of_parties
        """What may be told of parties, in the words of all plans."""
        self._asked: dict[str, dict[str, SymbolicValue]] = {}
        self.further: Sequence[SeenGrant] = self._further_grants()
        """The grants that there may be beside the one asked about."""
        self.company: World = self if not self.further else self._seen_by_nobody()

    @property
    def always(self) -> list[terms.Flag]:
        """What holds of every life, as far as it has been asked about."""
        return self._built.always

    def slots(self, kind: str) -> Sequence[Slot]:
        if not self.frame.further:
            return self.events(kind)
        found = self._built.seen.get(kind)
        if found is None:
            found = self._built.seen[kind] = tuple(concerning(slot, 0) for slot in self.events(kind))
        return found

    def events(self, kind: str) -> Sequence[Slot]:
        """The events of a kind that may happen, whichever grant they are about."""
        found = self._built.events.get(kind)
        if found is None:
            found = self._built.events[kind] = self._made(kind)
            self._before_its_cause(kind, found)
            self._after_what_it_names(kind, found)
            self._in_record_order(found)
        return found

    def all_events(self) -> Iterator[Slot]:
        """All events that have been asked about, in the order of their kinds."""
        for kind in self.kinds():
            yield from self._built.events[kind]

    def kinds(self) -> Mapping[str, int]:
        """How many times each kind of event that matters may occur."""
        return {kind: len(slots) for kind, slots in sorted(self._built.events.items()) if slots}

    def declared(self, kind: str) -> EventKind:
        """A kind of event, as each of the plans has it that knows it."""
        return next(plan.events[kind] for plan in self.plans.values() if kind in plan.events)

    def asked(self, action: str) -> Mapping[str, SymbolicValue]:
        """The facts of a question about an action, besides its number."""
        if action not in self._asked:
            declared = attributes_of(self.plan.actions[action].attributes)
            self._asked[action] = self._open(f"{ASKED}.{action}.", declared, self.words)
        return self._asked[action]

    def day(self, name: str) -> terms.Number:
        """A day of the frame that is open."""
        return self._stated(terms.whole(name, self.frame.first, self.frame.last))

    def is_event(
        self, slot: Slot, event: Event, *, on_its_day: bool = True, named: Mapping[str, str] | None = None
    ) -> list[terms.Flag]:
        """That an event which may happen is one that did, with all it records, or the same on some other day.

        `named` has what each event that did is called here where another one names it (`slot_name`), by its id.
        """
        declared = attributes_of(self.declared(slot.kind).attributes)
        flags = [slot.happens, eq(slot.who, self.ids.index(event.who))]
        if self.further:
            grants = [self.id, *(each.id for each in self.further)]
            about = self._least_about(event.kind) if event.grant is None else grants.index(event.grant)
            flags.append(eq(slot.grant, about))
        if on_its_day:
            flags.append(eq(slot.day, event.on))
        own = {
            name: (named or {}).get(str(value), value) if declared[name].type == "event" else value
            for name, value in event.attributes.items()
        }
        return [*flags, *self._are(slot.attributes, own, declared)]

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
        declared = self.declared(kind)
        attributes = attributes_of(declared.attributes)
        above_zero = {name for plan in self.plans.values() for name in vocabulary(plan).above_zero.get(kind, ())}
        if kind in self.frame.without:
            return ()
        made: list[Slot] = []
        for index in range(self.frame.often.get(kind, self.frame.events)):
            name = f"{kind}.{index}"
            who = self._stated(terms.whole(f"{name}.who", 0, len(self.ids) - 1)) if declared.personal else 0
            slot = Slot(
                kind=kind,
                index=index,
                happens=terms.flag(f"{name}.happens"),
                day=self.day(f"{name}.on"),
                who=who,
                rank=self._stated(terms.whole(f"{name}.rank", 0, 999)),
                attributes=self._open(f"{name}.", attributes, self.words),
                grant=self._grant_of(kind, name),
                names=(self.words.number(slot_name(kind, index)),),
            )
            for each in self.further:
                self._built.always.append(implies(conj(slot.happens, eq(slot.grant, each.about)), each.exists))
            self._built.always += self._told_by_a_plan(kind, slot)
            for number in sorted(above_zero):
                stated = slot.attributes.get(number, NOT_SUPPLIED)
                if stated is not NOT_SUPPLIED:
                    least = le if may_be_zero(attributes.get(number)) else lt
                    self._built.always.append(least(0, stated.value))
            for other in made:
                # Events of a kind are all alike, so that they may as well come in the order of their days.
                earlier = disj(lt(other.day, slot.day), conj(eq(other.day, slot.day), lt(other.rank, slot.rank)))
                self._built.always.append(implies(slot.happens, conj(other.happens, earlier)))
                if declared.once:
                    self._built.always.append(implies(slot.happens, terms.neg(eq(other.who, slot.who))))
            made.append(slot)
        return tuple(made)

    def _before_its_cause(self, kind: str, made: Sequence[Slot]) -> None:
        causes = self.declared(kind).requires
        for slot in made if causes else ():
            earlier = (
                conj(other.happens, le(other.day, slot.day), self._is_about_the_same(other, slot))
                for cause in causes
                for other in self.events(cause)
            )
            self._built.always.append(implies(slot.happens, disj(*earlier)))

    def _after_what_it_names(self, kind: str, made: Sequence[Slot]) -> None:
        """An event that names another one comes after it in the record, and on no earlier day."""
        for name, declared in attributes_of(self.declared(kind).attributes).items():
            for slot in made if declared.type == "event" else ():
                named = (
                    conj(
                        eq(slot.attributes[name].value, other.names[0]),
                        other.happens,
                        disj(lt(other.day, slot.day), conj(eq(other.day, slot.day), lt(other.rank, slot.rank))),
                        self._is_about_the_same(other, slot),
                    )
                    for named_kind in declared.of
                    for other in self.events(named_kind)
                )
                self._built.always.append(implies(slot.happens, disj(*named)))

    def _is_about_the_same(self, one: Slot, other: Slot) -> terms.Flag:
        """Whether two events may be about one grant."""
        if not self.further:
            return True
        return disj(eq(one.grant, ABOUT_ALL), eq(other.grant, ABOUT_ALL), eq(one.grant, other.grant))

    def _in_record_order(self, made: Sequence[Slot]) -> None:
        """No two events of a day stand at one place of the record."""
        others = [
            slot for kind, slots in self._built.events.items() for slot in slots if not made or kind != made[0].kind
        ]
        for slot in made:
            for other in others:
                self._built.always.append(
                    disj(terms.neg(eq(slot.day, other.day)), terms.neg(eq(slot.rank, other.rank)))
                )

    def _grant_of(self, kind: str, name: str) -> terms.Number:
        """Which grant an event is about; one that moves a number of rights is about a single one."""
        if not self.further:
            return ABOUT_ALL
        return self._stated(terms.whole(f"{name}.grant", self._least_about(kind), len(self.further)))

    def _least_about(self, kind: str) -> int:
        """What an event is about that names no grant: the only one there is, where it moves rights, or else all."""
        return 0 if any(kind in vocabulary(plan).moving for plan in self.plans.values()) else ABOUT_ALL

    def _told_by_a_plan(self, kind: str, slot: Slot) -> Iterator[terms.Flag]:
        """That an event is about no grant whose plan does not know its kind, and that there is one whose plan does."""
        if kind not in self.plan.events:
            yield terms.neg(eq(slot.grant, 0))
            yield implies(slot.happens, disj(*(each.exists for each in self.further if kind in each.plan.events)))
        for each in self.further:
            if kind not in each.plan.events:
                yield terms.neg(eq(slot.grant, each.about))

    def _further_grants(self) -> tuple[SeenGrant, ...]:
        """Further grants of any number on any day, each before or after the others in the record."""
        many = len(self.frame.further)
        made: list[SeenGrant] = []
        for about, (holder, under) in enumerate(self.frame.further, 1):
            name = f"{UNNAMED}-{about + 1}"
            recorded = self.frame.others[under].recorded if under else self.frame.recorded
            grant = SeenGrant(
                self,
                self.events,
                about=about,
                id=name,
                grants=self._all_grants,
                grantee=self.ids.index(holder),
                granted_on=self.day(f"{name}.on"),
                number=self._stated(terms.whole(f"{name}.number", 1)),
                grant=self._recorded_with(name, self.words, self.plans[under], recorded),
                under=under,
                plan=self.plans[under],
                place=self._stated(terms.whole(f"{name}.place", -many, many)),
                exists=terms.flag(f"{name}.exists"),
            )
            self._built.always += [terms.neg(eq(grant.place, other.place)) for other in (self, *made)]
            made.append(grant)
        return tuple(made)

    def _seen_by_nobody(self) -> SeenGrant:
        return SeenGrant(self, self.events, about=ABOUT_ALL, id="", grants=self._all_grants)

    def _all_grants(self) -> Sequence[World]:
        return (self, *self.further)

    def _recorded_with(
        self, grant: str, words: WordNumbers, plan: Plan, recorded: Mapping[str, Fact]
    ) -> dict[str, SymbolicValue]:
        """What may be recorded with a grant."""
        return {
            **self._open(f"{grant}.", attributes_of(plan.grant_attributes), words),
            **self._lengths(grant, plan),
            **{name: supplied(value, words) for name, value in recorded.items()},
        }

    def _lengths(self, grant: str, plan: Plan) -> dict[str, SymbolicValue]:
        """The numbers recorded with a grant that say how long a period is: one of a few, if they are given."""
        found: dict[str, SymbolicValue] = {}
        for name in sorted(recorded_lengths(plan)):
            variable, declared = f"{grant}.{name}.length", plan.grant_attributes[name]
            is_known = terms.flag(f"{variable}.given") if declared.optional and declared.default is None else True
            found[name] = SymbolicValue(self._chosen(variable, LENGTHS), is_known)
        return found

    def _open(self, prefix: str, declared: Mapping[str, Attribute], words: WordNumbers) -> dict[str, SymbolicValue]:
        return {name: self._attribute(prefix + name, name, each, words) for name, each in declared.items()}

    def _attribute(self, variable: str, name: str, declared: Attribute, words: WordNumbers) -> SymbolicValue:
        if declared.type == "event":
            return self._named(variable, declared)
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
                return SymbolicValue(self._chosen(variable, [words.number(each) for each in self.ids]))
            case _:
                return SymbolicValue(self._stated(terms.whole(variable, 0)))

    def _named(self, variable: str, declared: Attribute) -> SymbolicValue:
        """Any of the events that there may be of the kinds that an attribute names."""
        names = [
            self.words.number(slot_name(kind, index))
            for kind in declared.of
            if kind not in self.frame.without
            for index in range(self.frame.often.get(kind, self.frame.events))
        ]
        return SymbolicValue(self._chosen(variable, names)) if names else NOT_SUPPLIED

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
        lengths = {name for plan in self.plans.values() for name in lengths_of(plan)}
        for name, term in ((name, term) for plan in self.plans.values() for name, term in plan.terms.items()):
            if not term.is_unknown or name in found:
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


def slot_name(kind: str, index: int) -> str:
    """What an event that may happen is called where another one names it: no id of a record has this character."""
    return f"\0{kind}.{index}"


def recorded_lengths(plan: Plan) -> set[str]:
    """The numbers recorded with a grant that say how long a period is, through amounts."""
    amounts = [plan.amounts[name] for name in sorted(lengths_of(plan)) if name in plan.amounts]
    found = {part.value.grant for each in amounts for part in everything(each) if isinstance(part.value, GrantNumber)}
    return {name for name in found if name in plan.grant_attributes}


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
