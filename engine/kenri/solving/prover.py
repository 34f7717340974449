"""Asks the solver about all lives within a frame, and gives what it finds as a life and a question about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace

from kenri import terms
from kenri.loader.calendars import calendars_of
from kenri.loader.declarations import attributes_of
from kenri.model.days import Day
from kenri.model.dependence import dependence_of
from kenri.model.hours import A_DAY, Second, periods
from kenri.model.life import Fact, Life
from kenri.model.plan import Plan
from kenri.model.ruling import Exact
from kenri.model.supplied import Calendars
from kenri.solving.effort import Effort
from kenri.solving.found_lives import FoundLife
from kenri.solving.open_lives import Frame, SymbolicLife
from kenri.solving.seen_grants import SeenGrant
from kenri.solving.solver import EFFORT, Answer, Model, Solver
from kenri.symbolic.case import SymbolicCase, SymbolicNumber
from kenri.symbolic.standing import SymbolicStanding, standing
from kenri.symbolic.world import Slot, SymbolicValue, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A life in which what was asked for is so, and the question it is so of."""

    life: Life
    grant: str
    """The id of the grant that is asked about; empty where the company asks."""
    asker: str
    action: str
    on: Day
    time: Second | None
    """The time of that day, where a plan looks at hours."""
    times: tuple[Second, ...]
    """Where the parts of the day begin within which such plans say the same; none where no plan looks at hours."""
    number: Exact
    facts: Mapping[str, Fact]
    events: int
    """How many events it has; fewer would not do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What came of a search: something found, nothing there is, or neither (`undecided`)."""

    found: Found | None = None
    undecided: bool = False
    """Whether the steps that are allowed were too few to tell."""
    stopped: bool = False
    """Whether the clock ran out before they were taken: that says nothing."""

    @property
    def is_open(self) -> bool:
        """Whether nobody knows if there is such a life."""
        return self.undecided or self.stopped


def recorded_of(
    life: SymbolicLife, slots: Iterable[Slot], further: Iterable[SeenGrant]
) -> tuple[list[terms.Number], list[terms.Number]]:
    """The days that the grant, some further grants and some events record, and the other whole numbers, words among
    them.
    """
    recorded = [(life.grant, attributes_of(life.plan.grant_attributes))]
    days: list[terms.Number] = []
    numbers: list[terms.Number] = []
    for grant in further:
        days.append(grant.granted_on)
        numbers += [grant.number, grant.place]
        recorded.append((grant.grant, attributes_of(grant.plan.grant_attributes)))
    for slot in slots:
        recorded.append((slot.attributes, attributes_of(life.declared(slot.kind).attributes)))
        numbers += [slot.grant] if life.further else []
    for facts, declared in recorded:
        for name in sorted(facts):
            value = facts[name].value
            if declared[name].type == "day":
                days.append(value)
            elif declared[name].type not in ("flag", "ratio") and terms.is_integral(value):
                numbers.append(value)
    return days, numbers


class Prover:
    """One frame, one solver, and the terms that have been built so far.

    `asked_on` is the day that is asked about, `rights` how many, both open; so is the time of the day, for plans that
    look at hours.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.symbolic_life = SymbolicLife(frame)
        self.asked_on = self.symbolic_life.day("asked_on")
        self.rights = terms.whole("rights", 1)
        self.symbolic_life.always.append(terms.in_range(self.rights))
        self._solver = Solver()
        self._calendars: dict[int, tuple[Plan, Calendars]] = {}
        self._cases: dict[object, SymbolicCase] = {}
        self._stated = 0
        self._asked_at: terms.Number | None = None
        self._times: set[Second] = set()
        self._hours: dict[int, tuple[Plan, frozenset[tuple[str, bool]]]] = {}

    def case(
        self,
        asker: str,
        action: str,
        readings: Mapping[str, str],
        plan: Plan | None = None,
        hours: frozenset[tuple[str, bool]] = frozenset(),
    ) -> SymbolicCase:
        """The case of an asker, who is known by a role; actions about which the same can be supplied share one.

        `hours` are looked at besides those of the plan.
        """
        plan = plan or self.frame.plan
        seen = self._seen(action)
        key = (asker, id(plan), tuple(readings.values()), self._like(action), hours, seen.id)
        if key not in self._cases:
            self._cases[key] = SymbolicCase(
                seen,
                asker=next(index for index, each in enumerate(self.symbolic_life.people) if each.id == asker),
                action=action,
                asked={**self.symbolic_life.asked(self._like(action)), "number": SymbolicValue(self.rights)},
                readings=readings,
                calendars=self._calendars_of(plan),
                plan=plan,
                parts=self._parts(plan, hours),
            )
        return self._cases[key]

    def _calendars_of(self, plan: Plan) -> Calendars:
        """The calendars of a plan, which may be other ones than those of the plan that lives are opened for."""
        if id(plan) not in self._calendars:
            self._calendars[id(plan)] = plan, calendars_of(plan)
        return self._calendars[id(plan)][1]

    def _parts(self, plan: Plan, hours: frozenset[tuple[str, bool]]) -> tuple[tuple[terms.Flag, Plan], ...]:
        """The plan in each part of the day, where its time is open: asked about is the first that is not over."""
        if plan.time is not None:
            return ()
        if id(plan) not in self._hours:
            self._hours[id(plan)] = plan, dependence_of(plan).hours
        looked_at = self._hours[id(plan)][1] | hours
        if not looked_at:
            return ()
        if self._asked_at is None:
            self._asked_at = terms.whole("asked_at", 0, A_DAY - 1)
            self.symbolic_life.always.append(terms.in_range(self._asked_at))
        parts = periods(plan, looked_at)
        self._times.update(first for first, _ in parts)
        asked_at = self._asked_at
        return tuple((terms.le(asked_at, last), replace(plan, time=first)) for first, last in parts)

    def _seen(self, action: str) -> World:
        """The lives as they are seen for the grant, or for the company where an action is about that."""
        declared = self.frame.plan.actions.get(action)
        is_about_company = declared is not None and declared.about == "company"
        return self.symbolic_life.company if is_about_company else self.symbolic_life

    def _like(self, action: str) -> str:
        """The first action about which just the same can be supplied."""
        actions = self.frame.plan.actions
        own = attributes_of(actions[action].attributes) if action in actions else {}
        return next((other for other, each in actions.items() if attributes_of(each.attributes) == own), action)

    def standing(
        self, asker: str, action: str, readings: Mapping[str, str], plan: Plan | None = None
    ) -> SymbolicStanding:
        """How an action stands for an asker."""
        return standing(self.case(asker, action, readings, plan), action)

    def plainly_asked(self, action: str) -> list[terms.Flag]:
        """That a question about an action supplies no fact which has a default."""
        return self.symbolic_life.is_question(self._like(action))

    @property
    def number(self) -> SymbolicNumber:
        """The number of rights that is asked about."""
        return SymbolicNumber(self.rights)

    def search(
        self,
        asker: str,
        action: str,
        *flags: terms.Flag,
        effort: Effort,
        number: terms.Number | None = None,
        least: bool = False,
    ) -> Search:
        """A life in which all of these are so, or none.

        As few events and further grants as will do are in it; with `least` on the earliest days and with the smallest
        numbers, whatever the solver finds first. `number` is the one that is asked about, where it is not `rights`.
        """
        asked = self.rights if number is None else number
        self._state()
        happens = self._what_may_be()
        with self._solver.supposing(*flags):
            answer, model = self._solver.can(effort=effort)
            if model is None:
                return Search(undecided=answer == "undecided", stopped=answer == "stopped")
            many = sum(bool(model.value(each)) for each in happens)
            while many > 0:
                _, fewer = self._solver.can(terms.at_most_of(happens, many - 1), effort=effort)
                if fewer is None:
                    break
                model, many = fewer, sum(bool(fewer.value(each)) for each in happens)
            if least:
                model = self._least_of(model, terms.at_most_of(happens, many), asked, effort)
        return Search(found=self._found(model, asker, action, asked))

    def _least_of(self, model: Model, few: terms.Flag, asked: terms.Number, effort: Effort) -> Model:
        """The least of the lives with so few events: by what happens, then its days, then the numbers recorded."""
        life = self.symbolic_life
        with ExitStack() as supposed:
            supposed.enter_context(self._solver.supposing(few))
            for is_so in self._what_may_be():
                if model.value(is_so):
                    _, without = self._solver.can(terms.neg(is_so), effort=effort)
                    model = without or model
                supposed.enter_context(self._solver.supposing(is_so if model.value(is_so) else terms.neg(is_so)))
            slots = [slot for slot in life.all_events() if model.value(slot.happens)]
            days, numbers = recorded_of(life, slots, (each for each in life.further if model.value(each.exists)))
            for number in (*(slot.day for slot in slots), self.asked_on, *days, asked, *numbers):
                model = self._with_least(number, model, effort)
                supposed.enter_context(self._solver.supposing(terms.eq(number, model.value(number))))
        return model

    def _what_may_be(self) -> list[terms.Flag]:
        """Of each event that it happens, and of each further grant that it is made."""
        life = self.symbolic_life
        return [*(slot.happens for slot in life.all_events()), *(each.exists for each in life.further)]

    def model(self, *flags: terms.Flag, effort: Effort = EFFORT) -> tuple[Answer, Model | None]:
        """A way in which all of these are so, as the solver finds it first."""
        self._state()
        return self._solver.can(*flags, effort=effort)

    def least(self, *flags: terms.Flag, numbers: Iterable[terms.Number], effort: Effort) -> tuple[Answer, Model | None]:
        """A way in which all of these are so, with some numbers, one after another, as small as they can be: what it is
        does not hang on what the solver finds first.
        """
        self._state()
        with ExitStack() as supposed:
            supposed.enter_context(self._solver.supposing(*flags))
            answer, model = self._solver.can(effort=effort)
            if model is None:
                return answer, None
            for number in numbers:
                model = self._with_least(number, model, effort)
                supposed.enter_context(self._solver.supposing(terms.eq(number, model.value(number))))
        return answer, model

    def _with_least(self, number: terms.Number, model: Model, effort: Effort) -> Model:
        """A model with the least that a number can be; the one there is where its range has no bound."""
        low, _ = terms.range_of(number)
        while low is not None and low < model.value(number):
            middle = (int(low) + int(model.value(number))) // 2
            _, smaller = self._solver.can(terms.le(number, middle), effort=effort)
            low, model = (middle + 1, model) if smaller is None else (low, smaller)
        return model

    def found_in(self, model: Model, asker: str, action: str) -> Found:
        """A model as a life and a question."""
        return self._found(model, asker, action, self.rights)

    def _time(self, model: Model) -> Second | None:
        """The beginning of the part of the day that is asked about."""
        if self._asked_at is None:
            return None
        asked_at = model.value(self._asked_at)
        return max(first for first in self._times if first <= asked_at)

    def _state(self) -> None:
        always = self.symbolic_life.always
        self._solver.state(*always[self._stated :])
        self._stated = len(always)

    def _found(self, model: Model, asker: str, action: str, number: terms.Number) -> Found:
        found = FoundLife(self.symbolic_life, model)
        life = found.life
        return Found(
            life=life,
            grant=self._seen(action).id,
            asker=asker,
            action=action,
            on=model.value(self.asked_on),
            time=self._time(model),
            times=tuple(sorted(self._times)),
            number=model.value(number),
            facts=found.question(self._like(action)),
            events=len(life.events),
        )
