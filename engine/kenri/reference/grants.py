"""The grants of a life as a case goes over them: each with a case of its own, made once and shared."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, reduce
from typing import TYPE_CHECKING, NamedTuple

from kenri.model.across import is_told_by, needs_of, relevant
from kenri.model.days import FIRST_DAY, Day, DaySet
from kenri.model.dependence import Dependence, dependence_of
from kenri.model.expressions import Bounds, OverGrants
from kenri.model.kept import Kept
from kenri.model.lacking import lacks
from kenri.model.life import Fact, Grant, Life, Party
from kenri.model.numbers import COMPARISONS, UNLIMITED
from kenri.model.plan import Plan
from kenri.model.supplied import Calendars, Missing, default_of
from kenri.reference.steps import ByDay, Steps, Unknown, Value, constant, finite, holds, steps, where
from kenri.reference.truth import FALSE, TRUE, Truth, known, unknown

if TYPE_CHECKING:
    from kenri.reference.case import Case
    from kenri.reference.record import RecordedEvents

_READING = "reading "

_SUMS = 1_000
"""How many sums are kept: of each construct, for each holder, grant before which they end, and way of reading."""


class Contribution(NamedTuple):
    """A grant that is gone over, and the number that it adds on each day."""

    grant: Grant
    number: Steps


class Grants:
    """The grants of one life as known, for the cases that go over them.

    The case of a grant is that of its holder. There is one for each choice of those readings that the number depends
    on, whoever asks and about whichever grant.
    """

    def __init__(
        self,
        plan: Plan,
        life: Life,
        *,
        record: RecordedEvents,
        calendars: Calendars,
        dependence: Dependence,
        consulted: set[tuple[str, str]],
    ) -> None:
        self._plan = plan
        self._life = life
        self._record = record
        self._calendars = calendars
        self._dependence = dependence
        self._consulted = consulted
        self._bearing: dict[tuple[int, str], tuple[OverGrants, frozenset[str]]] = {}
        self._cases: dict[object, Case] = {}
        self._contributions: Kept[object, tuple[Contribution, ...]] = Kept(_SUMS)
        self._sums: Kept[object, Steps] = Kept(_SUMS)

    @cached_property
    def _all(self) -> tuple[Grant, ...]:
        return tuple(sorted(self._life.grants.values(), key=lambda grant: grant.on))  # else in the order of the record

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {grant.id: place for place, grant in enumerate(self._all)}

    @cached_property
    def _of(self) -> Mapping[str, Sequence[Grant]]:
        found: dict[str, list[Grant]] = {}
        for grant in self._all:
            found.setdefault(grant.grantee, []).append(grant)
        return found

    def sum(self, case: Case, node: OverGrants) -> Steps:
        """The sum over the grants that a construct chooses, as the case of one of them sees it."""
        key = self._key(case, node)
        if key is None:
            return summed(each.number for each in self.contributions(case, node))
        found = self._sums.get(key)
        if found is None:
            found = self._sums[key] = summed(each.number for each in self.contributions(case, node))
        return found

    def contributions(self, case: Case, node: OverGrants) -> tuple[Contribution, ...]:
        """Each grant that a construct chooses with what it adds, in the order of grant."""
        key = self._key(case, node)
        found = None if key is None else self._contributions.get(key)
        if found is None:
            found = tuple(self._made(case, node))
            if key is not None:
                self._contributions[key] = found
        return found

    def _key(self, case: Case, node: OverGrants) -> object:
        """Under which a sum is kept; None for one that also depends on what its own case bounds it by."""
        if any(isinstance(wanted, Bounds) for wanted in node.where.values()):
            return None
        holder = case.grant.grantee if node.of == "holder" else None
        before = case.grant.id if node.granted == "before" else None
        bearing = self._readings_of(node, case.plan)
        chosen = tuple(option for name, option in case.readings.items() if name in bearing)
        return id(node), holder, before, case.plan.id, case.plan.time, chosen

    def _readings_of(self, node: OverGrants, plan: Plan) -> frozenset[str]:
        """The readings that a sum depends on; the construct is kept with them: its id is not given to another."""
        found = self._bearing.get((id(node), plan.id))
        if found is None:
            plans = (self._plan, *self._life.plans.values())
            names = frozenset(name for each in plans for name in needs_of(self._dependence_of(each), node.sum))
            found = self._bearing[id(node), plan.id] = node, names
        return found[1]

    def _dependence_of(self, plan: Plan) -> Dependence:
        return self._dependence if plan is self._plan else dependence_of(plan)

    def _made(self, case: Case, node: OverGrants) -> Iterator[Contribution]:
        for grant in self.chosen(node, case.grant):
            fits = self._fits(case, node, grant)
            if fits != FALSE:
                number = self._number(case, node, grant)
                number = where(fits, number, _NOTHING) if fits != TRUE else number
                yield Contribution(grant, _since(grant.on, number))

    def chosen(self, node: OverGrants, own: Grant) -> Sequence[Grant]:
        """The grants that a construct goes over before it looks at their attributes, in the order of grant."""
        several: Sequence[Grant] = self._all if node.of == "all" else self._of.get(own.grantee, ())
        if node.granted == "before":
            place = self._place.get(own.id, 0)
            several = several[: bisect_left(several, place, key=lambda grant: self._place[grant.id])]
        if node.plan:
            several = [grant for grant in several if self.plan_of(grant) in node.plan]
        return several

    def plan_of(self, grant: Grant) -> str:
        """The id of the plan that a grant is under."""
        return grant.plan or self._plan.id

    def _fits(self, case: Case, node: OverGrants, grant: Grant) -> Truth:
        truths = (self._is_as(case, grant, name, wanted) for name, wanted in node.where.items())
        return reduce(lambda one, other: one & other, truths, TRUE)

    def _is_as(self, case: Case, grant: Grant, name: str, wanted: object) -> Truth:
        fact = self._fact(grant, name)
        if isinstance(fact, Missing):
            return unknown(frozenset({lacks("in-grant", what=fact.name, grant=grant.id)}))
        if not isinstance(wanted, Bounds):
            return TRUE if case.matches(fact, wanted) else FALSE  # type: ignore[arg-type]  # a value, or several
        number = constant(case.number_fact(fact))
        bounds = ((test, getattr(wanted, key, None)) for key, test in COMPARISONS.items())
        truths = (holds(test, number, case.quantity(bound)) for test, bound in bounds if bound is not None)
        return reduce(lambda one, other: one & other, truths, TRUE)

    def _fact(self, grant: Grant, name: str) -> Fact | Missing:
        if name in ("number", "on"):
            return grant.number if name == "number" else grant.on
        supplied = grant.attributes.get(name)
        return supplied if supplied is not None else default_of(self._known(grant).grant_attributes.get(name), name)

    def _known(self, grant: Grant) -> Plan:
        return self._life.plans.get(grant.plan, self._plan)

    def _number(self, case: Case, node: OverGrants, grant: Grant) -> Steps:
        """The number in one grant, in the words of its plan."""
        plan = self._known(grant)
        if plan.id != case.plan.id and (lacking := is_told_by(plan, node.sum)) is not None:
            return constant(Unknown(frozenset({lacks("of-plan", what=lacking, plan=plan.id)})))
        number = self._case(case, plan, node, grant).quantity(node.sum)
        return _in_grant(number, grant.id)

    def _case(self, case: Case, plan: Plan, node: OverGrants, grant: Grant) -> Case:
        from kenri.reference.case import Case  # which goes over grants itself

        dependence = self._dependence_of(plan)
        readings = relevant(dependence, plan, node.sum, case.plan, case.readings)
        key = grant.id, tuple(readings.values())
        found = self._cases.get(key)
        if found is None:
            found = self._cases[key] = Case(
                plan,
                self._life,
                grant=grant,
                asker=self._life.parties.get(grant.grantee) or Party(id=grant.grantee, roles=()),
                readings=readings,
                calendars=self._calendars if plan is self._plan else self._calendars.of(plan),
                dependence=dependence,
                record=self._record.elsewhere(grant),
                grants=self,
                consulted=self._consulted if plan is self._plan else None,
            )
        return found.by_days if case.plan.time is None else found


_NOTHING = constant(0)


def _since(day: Day, number: Steps) -> Steps:
    """Nothing before a day, and from then on a number."""
    return number if day <= FIRST_DAY else where(known(DaySet.from_(day)), number, _NOTHING)


def _in_grant(number: Steps, grant: str) -> Steps:
    """The same number, where what is missing is named with the grant in which it is."""

    def named(value: Value) -> Value:
        if not isinstance(value, Unknown):
            return value
        return Unknown(frozenset(in_grant(name, grant) for name in value.missing))

    def all_days() -> Steps:
        return steps(zip(number.starts, map(named, number.values), strict=True))

    if isinstance(number, ByDay):
        return ByDay(lambda day: named(number.on(day)), all_days)
    return all_days() if any(isinstance(value, Unknown) for value in number.values) else number


def in_grant(name: str, grant: str) -> str:
    """What is missing in a grant; the reading of a clause that is left open is that of all of them."""
    return name if name.startswith(_READING) else lacks("in-grant", what=name, grant=grant)


def summed(numbers: Iterable[Steps]) -> Steps:
    """The sum of several numbers on each day, in time that grows with how often they change."""
    several = tuple(numbers)

    def on(day: Day) -> Value:
        total = _Total()
        for number in several:
            total.add(number.on(day))
        return total.value

    def all_days() -> Steps:
        total = _Total()
        changes = sorted(
            (start, index, place) for index, number in enumerate(several) for place, start in enumerate(number.starts)
        )
        points: list[tuple[Day, Value]] = [(FIRST_DAY, 0)]
        for position, (start, index, place) in enumerate(changes):
            values = several[index].values
            if place:
                total.take(values[place - 1])
            total.add(values[place])
            if position + 1 == len(changes) or changes[position + 1][0] > start:
                points.append((start, total.value))
        return steps(points)

    return ByDay(on, all_days) if several else _NOTHING


class _Total:
    """A sum to which numbers are added and from which they are taken again."""

    def __init__(self) -> None:
        self._finite: Value = 0
        self._unlimited = 0
        self._missing = Counter[str]()

    def add(self, value: Value, sign: int = 1) -> None:
        if isinstance(value, Unknown):
            self._missing.update(dict.fromkeys(value.missing, sign))
        elif value == UNLIMITED:
            self._unlimited += sign
        elif value:
            assert not isinstance(self._finite, Unknown)
            self._finite += sign * value

    def take(self, value: Value) -> None:
        self.add(value, -1)

    @property
    def value(self) -> Value:
        missing = frozenset(name for name, count in self._missing.items() if count)
        if missing:
            return Unknown(missing)
        return UNLIMITED if self._unlimited else finite(self._finite)
