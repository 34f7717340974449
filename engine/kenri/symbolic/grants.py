"""Numbers over grants, in terms: each grant that there may be is a world of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kenri import terms
from kenri.model.across import is_told_by
from kenri.model.expressions import Bounds, OverGrants
from kenri.model.problems import quote
from kenri.model.sentences import Sentence
from kenri.symbolic import quantities
from kenri.symbolic.case import (
    UNKNOWN,
    InexpressibleError,
    Reading,
    SymbolicCase,
    SymbolicNumber,
    SymbolicTruth,
    all_of,
    if_known,
    known,
)
from kenri.symbolic.world import NOT_SUPPLIED, SymbolicValue
from kenri.terms import conj, disj, eq, le, lt

if TYPE_CHECKING:
    from kenri.model.plan import Plan
    from kenri.symbolic.world import Slot, World

_ZERO = SymbolicNumber(0)


def over_grants(case: SymbolicCase, node: OverGrants, day: terms.Number, slot: Slot | None) -> SymbolicNumber:
    """The sum over the grants that a construct chooses, on a day."""
    total = _ZERO
    for world in _chosen(case, node):
        counts = conj(_is_meant(case, node, world), le(world.granted_on, day))
        if counts is False:
            continue
        fits = [_fits(case, world, name, wanted, day, slot) for name, wanted in node.where.items()]
        number = quantities.where(all_of([known(counts), *fits]), _number(case, world, node, day), _ZERO)
        total = quantities.summed(total, number)
    return total


def turns_of_grants(case: SymbolicCase, node: OverGrants) -> Iterator[terms.Number]:
    """The days on which the sum over grants may change, but for the bounds of what it chooses them by."""
    from kenri.symbolic import turns

    for world in _chosen(case, node):
        if _is_meant(case, node, world) is not False:
            yield world.granted_on
            if _plan_of(case, world).id == case.plan.id or is_told_by(world.plan, node.sum) is None:
                yield from turns.of_number(_case(case, world), node.sum)


def _chosen(case: SymbolicCase, node: OverGrants) -> Iterator[World]:
    """The grants that there may be under the plans of a construct."""
    grants = case.world.grants
    if grants is None:
        raise InexpressibleError(Sentence("over-other-grants"))
    if node.plan and not case.world.has_other_plans:
        told = {case.plan.id, *(_plan_of(case, world).id for world in grants)}
        if untold := [each for each in node.plan if each not in told]:
            raise InexpressibleError(Sentence("over-grants-of-plans", names=tuple(map(quote, untold))))
    for world in grants:
        if not node.plan or _plan_of(case, world).id in node.plan:
            yield world


def _plan_of(case: SymbolicCase, world: World) -> Plan:
    """The plan that a grant is under: the one that is read stands for the one whose words the world is made of."""
    return case.plan if world.plan is case.world.plan else world.plan


def _is_meant(case: SymbolicCase, node: OverGrants, world: World) -> terms.Flag:
    """Whether a grant that there may be is one of those meant, whatever its attributes."""
    own = case.world
    is_of = True if node.of == "all" else eq(world.grantee, own.grantee)
    comes_before: terms.Flag = True
    if node.granted == "before":
        is_same_day = eq(world.granted_on, own.granted_on)
        is_placed_before = lt(world.place, own.place)
        comes_before = disj(lt(world.granted_on, own.granted_on), conj(is_same_day, is_placed_before))
        comes_before = conj(comes_before, world.id != own.id)
    return conj(world.exists, is_of, comes_before)


def _fits(
    case: SymbolicCase, world: World, name: str, wanted: object, day: terms.Number, slot: Slot | None
) -> SymbolicTruth:
    """Whether an attribute of a grant is as wanted."""
    fact = _fact(world, name)
    if not isinstance(wanted, Bounds):
        return if_known(case.is_one_of(fact, wanted), fact.is_known)  # type: ignore[arg-type]  # a value, or several
    number = quantities.of_fact(fact)
    bounds = ((test, getattr(wanted, key, None)) for key, test in quantities.TESTS.items())
    return all_of(
        quantities.compared(test, number, case.number(bound, day, slot)) for test, bound in bounds if bound is not None
    )


def _fact(world: World, name: str) -> SymbolicValue:
    if name in ("number", "on"):
        return SymbolicValue(world.number if name == "number" else world.granted_on)
    return world.grant.get(name, NOT_SUPPLIED)


def _number(case: SymbolicCase, world: World, node: OverGrants, day: terms.Number) -> SymbolicNumber:
    if _plan_of(case, world).id != case.plan.id and is_told_by(world.plan, node.sum) is not None:
        return UNKNOWN
    return _case(case, world).number(node.sum, day)


def _case(case: SymbolicCase, world: World) -> SymbolicCase:
    """The case of a grant, as its holder sees it."""
    plan = _plan_of(case, world)
    return case.keep(
        ("grant", id(world)),
        lambda: SymbolicCase(
            world,
            asker=world.grantee,
            action="",
            asked={},
            readings=case.readings if plan.id == case.plan.id else _readings(case, plan),
            calendars=case.calendars if plan is case.plan else case.calendars.of(plan),
            plan=plan,
            parts=case.parts if plan.id == case.plan.id else (),
        ),
    )


def _readings(case: SymbolicCase, plan: Plan) -> Mapping[str, Reading]:
    """How the clauses of another plan are read: as `kenri.model.across.relevant` says."""
    return {name: _reading(case, name, plan) for name in plan.readings}


def _reading(case: SymbolicCase, name: str, plan: Plan) -> Reading:
    declared, own = plan.readings[name], case.plan.readings.get(name)
    if own is None or set(own.options) != set(declared.options):
        return declared.default
    chosen = case.readings[name]
    if isinstance(chosen, str):
        return declared.default if chosen == own.default else chosen
    ways = {option: [flag] for option, flag in chosen.items() if option != own.default}
    ways.setdefault(declared.default, []).append(chosen[own.default])
    return {option: disj(*ways.get(option, [False])) for option in declared.options}
