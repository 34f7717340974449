"""What a number summed over grants needs of the plans that they are under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kenri.model.circles import circles
from kenri.model.dependence import MOVEMENTS, NOTHING, SCALINGS, Dependence, named_in
from kenri.model.expressions import Balance, GrantNumber, Node, OverGrants, Quantity
from kenri.model.kept import Kept
from kenri.model.plan import HELD, Plan, scaling
from kenri.model.walk import everything


def is_told_by(plan: Plan, number: Quantity) -> str | None:
    """What a plan lacks to tell a number of its grants that another plan sums: None where it lacks nothing.

    A name means what the plan calls so. Anything else must mean the same in every plan: a plain number, a balance, a
    number recorded with the grant.
    """
    match number:
        case str():
            if number == "unlimited" or number in plan.amounts:
                return None
            term = plan.terms.get(number)
            is_number = term is not None and (
                term.type in ("number", "ratio") or (not isinstance(term.value, bool | str) and term.value is not None)
            )
            return None if is_number else number
        case Balance(balance=name):
            return None if name == HELD or name in plan.balances else name
        case GrantNumber(grant=name):
            return None if name == "number" or name in plan.grant_attributes else name
        case Node():
            return number.key
        case _:
            return None


def is_for_any_plan(number: Quantity) -> bool:
    """Whether a number is of a form that can be told in the words of another plan."""
    return not isinstance(number, Node) or isinstance(number, Balance | GrantNumber)


def relevant(
    dependence: Dependence, plan: Plan, number: Quantity, own: Plan, chosen: Mapping[str, str]
) -> dict[str, str]:
    """How the clauses of a plan are read for a number of one of its grants that another plan, or it itself, sums.

    Those that the number does not depend on are as by default. A reading that both plans have is as it is chosen, where
    that is not only the default of the plan that sums.
    """
    needed = set(needs_of(dependence, number))
    if plan.id == own.id:
        return {name: chosen[name] if name in needed else each.default for name, each in plan.readings.items()}
    return {
        name: _shared(name, each.default, each.options, own, chosen) if name in needed else each.default
        for name, each in plan.readings.items()
    }


def _shared(name: str, default: str, options: Iterable[str], own: Plan, chosen: Mapping[str, str]) -> str:
    if name not in own.readings or chosen[name] == own.readings[name].default:
        return default
    is_known = set(own.readings[name].options) == set(options)
    return chosen[name] if is_known else default


def needs_of(dependence: Dependence, number: Quantity) -> Sequence[str]:
    """The readings that a number depends on."""
    match number:
        case str():
            return dependence.of_names.get(number, NOTHING).readings
        case Node():
            return dependence.of_node(number).readings
        case _:
            return ()


def overs_in(plan: Plan) -> Iterator[OverGrants]:
    """The constructs of a plan that go over grants."""
    for section in ("dates", "states", "amounts", "rules", "duties", "effects", "figures", "claims"):
        for entry in getattr(plan, section).values():
            for part in everything(entry):
                if isinstance(part.value, OverGrants):
                    yield part.value


def circle_through_grants(plans: Mapping[str, Plan]) -> tuple[tuple[str, str], ...]:
    """Numbers of several plans, each by its plan and its name, that need one another by way of grants; else nothing.

    It is worked out once for the same plans: every life with grants under several asks for it.
    """
    several = tuple(plans.values())
    key = tuple(map(id, several))
    if (kept := _CIRCLES.get(key)) is None:
        _CIRCLES[key] = kept = several, _circle_through_grants(plans)
    return kept[1]


_CIRCLES = Kept[tuple[int, ...], tuple[tuple[Plan, ...], tuple[tuple[str, str], ...]]](32)
"""By the identities of the plans, which are kept as well, so that no other plan gets one of them."""


def _circle_through_grants(plans: Mapping[str, Plan]) -> tuple[tuple[str, str], ...]:
    uses: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for plan in plans.values():
        named: dict[str, Any] = {
            **plan.dates,
            **plan.states,
            **plan.amounts,
            MOVEMENTS: tuple(plan.effects.values()),
            SCALINGS: tuple(scaling(plan).values()),
        }
        for name, entry in named.items():
            found = uses[plan.id, name] = []
            for each in entry if isinstance(entry, tuple) else (entry,):
                found += [(plan.id, used) for used in named_in(each, plan.id) if used in named]
                for part in everything(each):
                    if isinstance(part.value, OverGrants):
                        found += _elsewhere(plan, part.value, plans)
    return next(circles(uses), ())


def _elsewhere(plan: Plan, node: OverGrants, plans: Mapping[str, Plan]) -> Iterator[tuple[str, str]]:
    for other in plans.values():
        if other.id != plan.id and (not node.plan or other.id in node.plan):
            if isinstance(node.sum, str):
                yield other.id, node.sum
            elif isinstance(node.sum, Balance):
                yield other.id, MOVEMENTS
            elif node.sum == GrantNumber(grant="number"):
                yield other.id, SCALINGS
