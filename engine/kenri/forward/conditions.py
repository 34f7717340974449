"""Conditions of the rule language as gates: which of them patterns can join, and what the host must supply."""

from __future__ import annotations

from typing import assert_never

from kenri.forward.gates import (
    SIGNS,
    AllGates,
    AnyGate,
    Chosen,
    Covered,
    Gate,
    Measured,
    NegatedGate,
    Supplied,
    Turned,
)
from kenri.model.expressions import (
    All,
    AskedIs,
    AskerIs,
    At,
    BusinessDay,
    Compare,
    Condition,
    ConditionChoice,
    GrantIs,
    Held,
    May,
    Not,
    On,
    PartyIs,
    Span,
    Through,
    Within,
)
from kenri.model.expressions import (
    AnyOf as SomeOf,
)


def gate(node: Condition) -> Gate:
    """The gate of a condition; names and facts are supplied."""
    match node:
        case str() | AskedIs() | PartyIs() | GrantIs() | BusinessDay():
            return Supplied(node)
        case AskerIs(asker=asker):
            return Supplied(node) if isinstance(asker, str) else Covered(node)
        case Span():
            sides: list[Gate] = [Covered(node, side) for side in ("from_", "after") if getattr(node, side) is not None]
            sides += [
                NegatedGate(Covered(node, side)) for side in ("until", "before") if getattr(node, side) is not None
            ]
            return sides[0] if len(sides) == 1 else AllGates(tuple(sides))
        case On() | Through() | Within() | At():
            return Covered(node)
        case Held():
            return Turned(node)
        case All(all=several):
            return AllGates(tuple(map(gate, several))) if several else Supplied("always")
        case SomeOf(any=several):
            return AnyGate(tuple(map(gate, several))) if several else Supplied("never")
        case Not(not_=other):
            return NegatedGate(gate(other))
        case Compare():
            bounds = tuple(Measured(node, side) for side in SIGNS if getattr(node, side) is not None)
            return bounds[0] if len(bounds) == 1 else AllGates(bounds)
        case ConditionChoice(reading=reading, choices=choices):
            return Chosen(reading, {option: gate(choice) for option, choice in choices.items()})
        case May():
            raise TypeError("`may` stands only in claims, and no claim is compiled")
        case _:
            assert_never(node)
