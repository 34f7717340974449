"""The case that terms are built in: the world, the plan, who asks what, and how clauses are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias, TypeVar

from kenri import terms
from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.expressions import Condition, CountingUse, Moments, Quantity, Value
from kenri.model.limits import NUMBER_DIGITS, NUMBER_LENGTH, SOLVER_DAYS, is_too_long
from kenri.model.periods import Calendar, Counting
from kenri.model.plan import Plan
from kenri.model.sentences import Sentence
from kenri.model.supplied import Calendars, counting_of, plain, term_value
from kenri.symbolic import moments
from kenri.symbolic.world import NOT_SUPPLIED, Slot, SymbolicValue, World
from kenri.terms import conj, disj, neg

T = TypeVar("T")

Reading: TypeAlias = "str | Mapping[str, terms.Flag]"
"""The option that is chosen, or for each option whether it is."""


class InexpressibleError(Exception):
    """A construct cannot be expressed in terms; `what` names it and says why."""

    def __init__(self, what: Sentence) -> None:
        self.what = what
        super().__init__(what)

    def __str__(self) -> str:
        return self.what.text()


def few_enough(found: moments.SymbolicHappenings) -> moments.SymbolicHappenings:
    """What may happen, unless it is more than the solver is given. Raises `InexpressibleError`."""
    must_be_few(len(found.all))
    return found


def must_be_few(days: int) -> None:
    """Raise `InexpressibleError` where an expression stands for more days than the solver is given."""
    if days > SOLVER_DAYS.most:
        raise InexpressibleError(Sentence("so-many-days", limit=SOLVER_DAYS.sentence))


_MOST_OPEN_DIGITS = 8 * NUMBER_DIGITS.most
"""Of a number that is not known yet, counting all the digits that may be written for what is multiplied in it. Numbers
that people write have some ten, so that fewer come of it than are computed with."""


def short_enough(found: SymbolicNumber) -> SymbolicNumber:
    """A number, which is unknown where it has more digits than are computed with, as the reference has it.

    Raises `InexpressibleError` where it is not known yet and so much is multiplied in it that what is made of it would
    grow and grow.
    """
    if terms.is_known(found.value):
        return UNKNOWN if is_too_long(found.value) else found
    if terms.most_digits(found.value, NUMBER_LENGTH.most) > _MOST_OPEN_DIGITS:
        raise InexpressibleError(Sentence("so-many-digits", limit=NUMBER_DIGITS.sentence))
    return found


class SymbolicTruth(NamedTuple):
    """Whether a condition is surely so on a day, and whether it may be; the same term where it is known."""

    yes: terms.Flag
    maybe: terms.Flag

    @property
    def is_known(self) -> terms.Flag:
        """Whether it is true or false, and not unknown."""
        return True if self.yes is self.maybe else terms.same(self.yes, self.maybe)

    def __invert__(self) -> SymbolicTruth:
        no = neg(self.yes)
        return SymbolicTruth(no if self.maybe is self.yes else neg(self.maybe), no)


def known(flag: terms.Flag) -> SymbolicTruth:
    """A condition of which nothing is missing."""
    return SymbolicTruth(flag, flag)


def if_known(flag: terms.Flag, is_known: terms.Flag) -> SymbolicTruth:
    """A condition that is unknown unless something is known."""
    return known(flag) if is_known is True else SymbolicTruth(conj(is_known, flag), disj(neg(is_known), flag))


def all_of(truths: Iterable[SymbolicTruth]) -> SymbolicTruth:
    """Whether all are true."""
    several = list(truths)
    yes = conj(*(each.yes for each in several))
    return (
        known(yes)
        if all(each.yes is each.maybe for each in several)
        else SymbolicTruth(yes, conj(*(e.maybe for e in several)))
    )


def any_of(truths: Iterable[SymbolicTruth]) -> SymbolicTruth:
    """Whether at least one is true."""
    several = list(truths)
    yes = disj(*(each.yes for each in several))
    return (
        known(yes)
        if all(each.yes is each.maybe for each in several)
        else SymbolicTruth(yes, disj(*(e.maybe for e in several)))
    )


class SymbolicNumber(NamedTuple):
    """A number on a day: its value, whether it is known, and whether it is without limit instead."""

    value: terms.Number
    is_known: terms.Flag = True
    is_unlimited: terms.Flag = False


UNKNOWN = SymbolicNumber(0, False)
UNLIMITED = SymbolicNumber(0, True, True)


class SymbolicCase:
    """Builds the terms of one plan for one world and one asker; what was built once serves again.

    `asked` holds the facts of the question, `number` among them where one is asked about. `readings` chooses for each
    reading. `plan` is the one that is read, where it is not the one whose words the world is made of; `roles` are those
    in which the asker asks, where they are not all that the world names. Where the time of the day is open, `parts`
    has the plan as looked at in each part of the day, and whether it is that part that is asked about.
    """

    def __init__(
        self,
        world: World,
        *,
        asker: int,
        action: str,
        asked: Mapping[str, SymbolicValue],
        readings: Mapping[str, Reading],
        calendars: Calendars,
        plan: Plan | None = None,
        roles: tuple[str, ...] | None = None,
        parts: tuple[tuple[terms.Flag, Plan], ...] = (),
    ) -> None:
        self.world = world
        self.plan: Plan = world.plan if plan is None else plan
        self.asker = asker
        if roles is None:
            roles = world.people[asker].roles if asker >= 0 else ()
        self.roles = roles
        self.action = action
        self.asked = asked
        self.readings = readings
        self.calendars = calendars
        self.parts = parts
        self.kept: dict[Any, Any] = {}
        self._alive: dict[int, Any] = {}

    def keep(self, key: Any, build: Callable[[], T]) -> T:
        """What was built under a key, or what is built now."""
        found = self.kept.get(key)
        if found is None:
            found = self.kept[key] = build()
        return found

    def key_of(self, node: Any) -> Any:
        """What an expression is kept under: a bare name or number itself, another by its identity.

        It is kept alive, as another of the same identity would be taken for it: not every one stands in a plan.
        """
        if isinstance(node, str | int | Fraction):
            return node
        self._alive[id(node)] = node
        return id(node)

    @property
    def by_days(self) -> SymbolicCase:
        """The same case in whole days: at a time of the day only what is asked of that day itself is looked at."""
        if self.plan.time is None and not self.parts:
            return self
        return self.keep(
            ("whole days",),
            lambda: SymbolicCase(
                self.world,
                asker=self.asker,
                action=self.action,
                asked=self.asked,
                readings=self.readings,
                calendars=self.calendars,
                plan=replace(self.plan, time=None),
                roles=self.roles,
            ),
        )

    # --- expressions

    def moments(self, node: Moments, day: terms.Number, slot: Slot | None = None) -> moments.SymbolicHappenings:
        """What happens, as seen from a day."""
        if (by_days := self.by_days) is not self:
            return by_days.moments(node, day, slot)
        seen = None if self.is_timeless(node) else day
        return self.keep(
            ("moments", self.key_of(node), seen, _slot_key(slot)),
            lambda: few_enough(moments.happenings(self, node, day, slot)),
        )

    def holds(self, node: Condition, day: terms.Number, slot: Slot | None = None) -> SymbolicTruth:
        """Whether a condition holds on a day."""
        from kenri.symbolic import conditions

        return self.keep(
            ("holds", self.key_of(node), day, _slot_key(slot)),
            lambda: conditions.holds(self, node, day, slot),
        )

    def number(self, node: Quantity, day: terms.Number, slot: Slot | None = None) -> SymbolicNumber:
        """The number on a day."""
        from kenri.symbolic import quantities

        if isinstance(node, int):
            return SymbolicNumber(node)
        return self.keep(
            ("number", self.key_of(node), day, _slot_key(slot)),
            lambda: short_enough(quantities.number(self, node, day, slot)),
        )

    def is_timeless(self, node: Moments) -> bool:
        """Whether the same happens whatever day it is seen from."""
        from kenri.symbolic import turns

        if (by_days := self.by_days) is not self:
            return by_days.is_timeless(node)
        timeless: tuple[bool] = self.keep(("timeless", self.key_of(node)), lambda: (not turns.of_view(self, node),))
        return timeless[0]

    # --- names

    def term(self, name: str) -> list[tuple[Any, Day, Day]] | SymbolicValue:
        """The values of a term with the days [since, until) on which each is in force, or what a life supplies."""
        term = self.plan.terms[name]
        if term.is_unknown:
            supplied: SymbolicValue = self.world.facts.get(name, NOT_SUPPLIED)
            return supplied
        values = [(term_value(term), FIRST_DAY), *((term_value(each), each.from_.toordinal()) for each in term.dated)]
        untils = [since for _, since in values[1:]] + [NEVER]
        return [(value, since, until) for (value, since), until in zip(values, untils, strict=True)]

    def ways(self, reading: str, choices: Mapping[str, T]) -> list[tuple[terms.Flag, T]]:
        """What a reading decides, each with whether it is chosen."""
        chosen = self.readings[reading]
        if isinstance(chosen, str):
            return [(True, choices[chosen])]
        return [(chosen[option], choice) for option, choice in choices.items() if chosen[option] is not False]

    # --- facts

    def asked_fact(self, name: str) -> SymbolicValue:
        """A fact of the question, or its default."""
        return self.asked.get(name, NOT_SUPPLIED)

    def grant_fact(self, name: str) -> SymbolicValue:
        """A fact recorded with the grant."""
        if name == "number":
            return SymbolicValue(self.world.number)
        if name == "on":
            return SymbolicValue(self.world.granted_on)
        return self.world.grant.get(name, NOT_SUPPLIED)

    def party_fact(self, name: str, whose: str) -> SymbolicValue:
        """A fact recorded with the grantee or the asker."""
        index = self.asker if whose == "asker" else self.world.grantee
        return self.world.people[index].attributes.get(name, NOT_SUPPLIED) if index >= 0 else NOT_SUPPLIED

    def attribute(self, slot: Slot | None, name: str) -> SymbolicValue:
        """An attribute of an event."""
        return NOT_SUPPLIED if slot is None else slot.attributes.get(name, NOT_SUPPLIED)

    def is_one_of(self, fact: SymbolicValue, wanted: Value | tuple[Value, ...]) -> terms.Flag:
        """Whether a fact that is supplied has a value, or one of several."""
        if fact.is_known is False:
            return False
        several = wanted if isinstance(wanted, tuple) else (wanted,)
        return disj(*(terms.eq(fact.value, self.plain(each)) for each in several))

    def plain(self, value: Value) -> Any:
        """A value as written, as a term."""
        exact = plain(value)
        return self.world.words.number(exact) if isinstance(exact, str) else exact

    def is_who(self, who: terms.Number, wanted: str) -> terms.Flag:
        """Whether a party is the asker, the grantee, any but the asker, or has a role."""
        match wanted:
            case "asker":
                return terms.eq(who, self.asker)
            case "grantee":
                return terms.eq(who, self.world.grantee)
            case "others":
                return neg(terms.eq(who, self.asker))
            case role:
                having = [index for index, each in enumerate(self.world.people) if role in each.roles]
                return disj(*(terms.eq(who, index) for index in having))

    def names(self, slot: Slot, attribute: str, party: terms.Number) -> terms.Flag:
        """Whether an attribute of an event names a party; `who` is whom the event is about."""
        if attribute == "who":
            return terms.eq(slot.who, party)
        fact = self.attribute(slot, attribute)
        people = [self.world.words.number(each.id) for each in self.world.people]
        return conj(
            fact.is_known,
            disj(*(conj(terms.eq(party, index), terms.eq(fact.value, word)) for index, word in enumerate(people))),
        )

    def names_event(self, fact: SymbolicValue, slot: Slot) -> terms.Flag:
        """Whether a fact that names an event means one."""
        return conj(fact.is_known, disj(*(terms.eq(fact.value, name) for name in slot.names)))

    # --- counting

    def counting(self, use: CountingUse | None) -> Counting:
        """The counting convention of a period: the plan's own, with what the period says otherwise."""
        return self.keep(
            ("counting", use if isinstance(use, str) else repr(use)),
            lambda: counting_of(self.plan, use, self.calendars),
        )

    def calendar(self, name: str | None) -> Calendar:
        """A business-day calendar, by default the plan's."""
        return self.calendars(name or self.plan.counting.calendar or "")


def _slot_key(slot: Slot | None) -> int | None:
    return None if slot is None else id(slot)
