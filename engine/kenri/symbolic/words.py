"""What a plan looks at in facts: the words that it compares them with, and the numbers that it must know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from kenri.model.expressions import (
    AskedNumber,
    AttributeNumber,
    Duration,
    EventMoments,
    EventNumber,
    Every,
    GrantNumber,
    Node,
    OverGrants,
    PartyNumber,
    Quantity,
)
from kenri.model.plan import Plan, Rule
from kenri.model.walk import everything

SECTIONS = ("dates", "states", "amounts", "rules", "effects", "figures")
"""The sections of a plan whose entries are expressions."""


def words_used(plan: Plan) -> dict[str, set[str]]:
    """The words that a plan compares each attribute with, by the attribute's name."""
    return words_in(entry for section in SECTIONS for entry in getattr(plan, section).values())


def words_in(entries: Iterable[Any]) -> dict[str, set[str]]:
    """The words that entries compare each attribute with, by the attribute's name."""
    found: dict[str, set[str]] = {}

    def use(name: str, wanted: Any) -> None:
        for each in wanted if isinstance(wanted, tuple) else (wanted,):
            if isinstance(each, str):
                found.setdefault(name, set()).add(each)

    for entry in entries:
        for part in everything(entry):
            node = part.value
            if isinstance(node, EventMoments):
                for where in (node.where, node.where_not):
                    for name, wanted in where.items():
                        use(name, wanted)
            elif isinstance(node, OverGrants):
                for name, wanted in node.where.items():
                    use(name, wanted)
            elif hasattr(node, "is_") and part.sort == "condition":
                name = next((getattr(node, key) for key in ("asked", "party", "grant") if hasattr(node, key)), "")
                use(name, node.is_)
    return found


def names_used(plan: Plan) -> frozenset[str]:
    """Every name and word that stands in the expressions of a plan: what none of them names makes no difference."""
    found: set[str] = set()
    waiting: list[Any] = [entry for section in SECTIONS for entry in getattr(plan, section).values()]
    while waiting:
        match waiting.pop():
            case str(word):
                found.add(word)
            case Mapping() as several:
                waiting += [*several, *several.values()]
            case tuple() as several:
                waiting += several
            case Node() as node:
                waiting += [getattr(node, each.name) for each in fields(node)]  # type: ignore[arg-type]  # every construct is a dataclass
            case _:
                pass
    return frozenset(found)


def numbers_to_know(plan: Plan) -> set[str]:
    """The facts whose number no term may leave open, by their names.

    They say how long a period is, how often something recurs, or which lots there are, directly or through an amount.
    """
    found: set[str] = set()
    seen: set[str] = set()
    waiting: list[Quantity] = [
        quantity
        for section in SECTIONS
        for entry in getattr(plan, section).values()
        for part in everything(entry)
        for quantity in _to_know(part.value)
    ]
    while waiting:
        for part in everything(waiting.pop()):
            match part.value:
                case AskedNumber(asked=name) | GrantNumber(grant=name) | PartyNumber(party=name):
                    found.add(name)
                case AttributeNumber(attribute=name) | EventNumber(of_event=name):
                    found.add(name)
                case str(name) if name in plan.amounts and name not in seen:
                    seen.add(name)
                    waiting.append(plan.amounts[name].is_)
                case str(name) if name in plan.terms:
                    found.add(name)
                case _:
                    pass
    return found


def _to_know(node: Any) -> tuple[Quantity, ...]:
    match node:
        case Duration():
            return (node.given()[1],)
        case Every(times=times):
            return (times,)
        case Rule(in_lots_of=lots) if lots is not None:
            return (lots,)
        case _:
            return ()
