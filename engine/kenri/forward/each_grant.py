"""Numbers over grants on one day: the evaluation of each grant by the rules of its own plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kenri.forward.supply import Supply, is_one_of
from kenri.forward.supply import number as as_number
from kenri.forward.values import Lacking, Names, Number, exact, lacked
from kenri.model.across import is_told_by, relevant
from kenri.model.days import Day
from kenri.model.dependence import dependence_of
from kenri.model.expressions import Bounds, OverGrants
from kenri.model.lacking import lacks
from kenri.model.life import Grant, Party
from kenri.model.numbers import COMPARISONS
from kenri.model.plan import Plan

if TYPE_CHECKING:
    from kenri.forward.compiled import Compiled
    from kenri.forward.evaluation import Evaluation


class EachGrant:
    """The grants of the life that an evaluation is about, each with evaluations of its own."""

    def __init__(self, asked: Evaluation) -> None:
        self._asked = asked
        self._found: dict[object, Evaluation] = {}
        self._compiled: dict[str, Compiled] = {}

    def sum(self, at: Evaluation, node: OverGrants, day: Day) -> Number:
        """The sum over the grants that a construct chooses."""
        total: Number = 0
        for grant in self._chosen(at, node):
            if grant.on <= day:
                total = _added(total, self._counted(at, node, grant, day))
        return total

    def turns(self, at: Evaluation, node: OverGrants) -> Iterator[Day]:
        """The days on which the number may change that some grant adds."""
        for grant in self._chosen(at, node):
            yield grant.on
            if self._lacks(at, node, grant) is None:
                yield from self._of(at, node, grant).number_turns(node.sum)

    def _chosen(self, at: Evaluation, node: OverGrants) -> list[Grant]:
        life, own = at.supply.life, at.supply.grant
        ids = [*life.grants]

        def place(grant: Grant) -> tuple[Day, int]:
            return grant.on, ids.index(grant.id) if grant.id in life.grants else 0

        return [
            grant
            for grant in life.grants.values()
            if (node.of == "all" or grant.grantee == own.grantee)
            and (not node.plan or (grant.plan or self._asked.plan.id) in node.plan)
            and (node.granted == "any" or place(grant) < place(own))
        ]

    def _plan_of(self, grant: Grant) -> Plan:
        return self._asked.supply.life.plans.get(grant.plan, self._asked.plan)

    def _lacks(self, at: Evaluation, node: OverGrants, grant: Grant) -> str | None:
        plan = self._plan_of(grant)
        return None if plan.id == at.plan.id else is_told_by(plan, node.sum)

    def _counted(self, at: Evaluation, node: OverGrants, grant: Grant, day: Day) -> Number:
        """What a grant adds: nothing where its attributes are not as wanted."""
        missing: Names = frozenset()
        for name, wanted in node.where.items():
            fits = self._fits(at, grant, name, wanted, day)
            if fits is False:
                return 0
            if fits is not True:
                missing |= fits
        number = self._number(at, node, grant, day)
        if missing and number != 0:
            return Lacking(missing | lacked(number))
        return number

    def _fits(self, at: Evaluation, grant: Grant, name: str, wanted: object, day: Day) -> bool | Names:
        fact = Supply(
            self._plan_of(grant), at.supply.life, grant=grant, asker=_holder(at, grant), action="", question={}
        ).granted(name)
        if fact is None:
            return frozenset({lacks("in-grant", what=name, grant=grant.id)})
        if not isinstance(wanted, Bounds):
            return is_one_of(fact, wanted)
        found: bool | Names = True
        number = as_number(fact, name)
        for key, test in COMPARISONS.items():
            bound = getattr(wanted, key, None)
            if bound is not None:
                limit = at.number(bound, day)
                if isinstance(number, Lacking) or isinstance(limit, Lacking):
                    found = lacked(number, limit) if found is True else found
                elif not test(number, limit):
                    found = False
        return found

    def _number(self, at: Evaluation, node: OverGrants, grant: Grant, day: Day) -> Number:
        if (lacking := self._lacks(at, node, grant)) is not None:
            return Lacking(frozenset({lacks("of-plan", what=lacking, plan=self._plan_of(grant).id)}))
        number = self._of(at, node, grant).number(node.sum, day)
        if not isinstance(number, Lacking):
            return number
        return Lacking(frozenset(lacks("in-grant", what=name, grant=grant.id) for name in number.names))

    def _of(self, at: Evaluation, node: OverGrants, grant: Grant) -> Evaluation:
        """The evaluation of a grant, as its holder sees it."""
        from kenri.forward.evaluation import Evaluation

        plan = self._plan_of(grant)
        readings = relevant(dependence_of(plan), plan, node.sum, at.plan, at.readings)
        key = grant.id, tuple(readings.values())
        found = self._found.get(key)
        if found is None:
            supply = Supply(plan, at.supply.life, grant=grant, asker=_holder(at, grant), action="", question={})
            found = Evaluation(self._made(plan), supply, readings, at.calendars.of(plan), grants=self)
            found.steps = self._asked.steps
            self._found[key] = found
        return found.by_days if at.plan.time is None else found

    def _made(self, plan: Plan) -> Compiled:
        from kenri.forward.compiled import compiled
        from kenri.forward.plan import must_be_expressible

        if plan is self._asked.plan:
            return self._asked.compiled
        if plan.id not in self._compiled:
            must_be_expressible(plan)
            self._compiled[plan.id] = compiled(plan)
        return self._compiled[plan.id]


def _added(total: Number, number: Number) -> Number:
    if isinstance(total, Lacking) or isinstance(number, Lacking):
        return Lacking(lacked(total, number))
    return exact(total + number)


def _holder(at: Evaluation, grant: Grant) -> Party:
    return at.supply.life.parties.get(grant.grantee) or Party(id=grant.grantee, roles=())
