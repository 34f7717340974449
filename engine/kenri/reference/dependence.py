"""What the named expressions of a plan depend on, so that one computation serves every question it is the same for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kenri.model.expressions import AskedDay, AskedIs, AskedNumber
from kenri.model.plan import Amount, Date, Plan, State
from kenri.model.walk import everything


@dataclass(frozen=True, slots=True)
class Dependence:
    """Names of dates, states and amounts that depend on the question; actions whose rules depend on its number."""

    on_question: frozenset[str]
    actions_on_number: frozenset[str]


def dependence(plan: Plan) -> Dependence:
    """Which names and actions depend on the question, directly or through other names."""
    named: dict[str, Date | State | Amount] = {**plan.dates, **plan.states, **plan.amounts}
    direct = {name: _asked(node) for name, node in named.items()}
    uses = {name: {word for word in _names(node) if word in named} for name, node in named.items()}

    def asked(name: str, seen: frozenset[str] = frozenset()) -> set[str]:
        found = set(direct[name])
        for used in uses[name] - seen:
            found |= asked(used, seen | {name})
        return found

    by_name = {name: asked(name) for name in named}

    def asked_in(node: Any) -> set[str]:
        return _asked(node).union(*(by_name[word] for word in _names(node) if word in named))

    on_number = {
        action
        for rule in plan.rules.values()
        for verb in (rule.permit, rule.forbid, rule.limit)
        if verb is not None and "number" in asked_in(rule)
        for action in ((verb,) if isinstance(verb, str) else verb)
    }
    return Dependence(frozenset(name for name, found in by_name.items() if found), frozenset(on_number))


def _asked(node: Any) -> set[str]:
    return {part.value.asked for part in everything(node) if isinstance(part.value, AskedDay | AskedIs | AskedNumber)}


def _names(node: Any) -> Iterator[str]:
    return (part.value for part in everything(node) if part.sort is not None and isinstance(part.value, str))
