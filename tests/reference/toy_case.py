"""A case over the small vocabulary, written out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

from kenri.model.days import day, iso
from kenri.model.life import Event, Fact, Grant, Life, Party
from kenri.model.plan import Effect, Plan
from kenri.reference.case import Case
from kenri.reference.occurrences import Occurrences
from kenri.reference.steps import Steps, Unknown
from kenri.reference.truth import Truth
from kenri.testing.toy_lives import Situation
from kenri.testing.toy_words import EMPTY_PLAN, READINGS

Told: TypeAlias = tuple[str, str] | tuple[str, str, Mapping[str, Fact]]
"""An event as its kind, its day and its attributes."""


def events(*told: Told) -> tuple[Event, ...]:
    """Events about ann, in the order of the record."""
    return tuple(
        Event(
            id=f"e{index}",
            kind=kind,
            on=day(when),
            recorded=index,
            who="ann",
            attributes=attributes[0] if attributes else {},
        )
        for index, (kind, when, *attributes) in enumerate(told)
    )


def life(*told: Told, granted: str = "2024-01-10", number: int = 100, facts: Mapping[str, Any] | None = None) -> Life:
    """A life with a grant to ann."""
    return Life(
        parties={"ann": Party(id="ann", roles=("holder",)), "bob": Party(id="bob", roles=("successor",))},
        grants={"g": Grant(id="g", grantee="ann", on=day(granted), number=number)},
        events=events(*told),
        facts=facts or {},
    )


def case(
    *told: Told,
    plan: Plan = EMPTY_PLAN,
    effects: Mapping[str, Effect] | None = None,
    question: Mapping[str, Fact] | None = None,
    readings: Mapping[str, str] | None = None,
    **of_life: Any,
) -> Case:
    """What is asked by ann, under default readings unless others are given."""
    return Situation(
        plan=replace(plan, effects=effects or {}),
        life=life(*told, **of_life),
        asker="ann",
        readings={**{name: reading.default for name, reading in READINGS.items()}, **(readings or {})},
        question=question or {},
    ).case


def on(text: str) -> date:
    return date.fromisoformat(text)


def shown(found: Occurrences, *, seen_from: str = "2024-06-01") -> list[str]:
    """The days of moments, as seen from a day."""
    assert not found.missing
    return [iso(item.day) for item in found.seen_from(day(seen_from))]


def days_of(found: Truth) -> str:
    """The days on which a condition holds, and after a question mark those on which it may."""
    return str(found.yes) if not found.missing else f"{found.yes} ? {found.maybe - found.yes}"


def table(found: Steps) -> dict[str, Any]:
    """The value from each day on; `?` where it is unknown. The first day there is is left out of the keys."""
    return {
        "" if start == 1 else iso(start): "?" if isinstance(value, Unknown) else value
        for start, value in zip(found.starts, found.values, strict=True)
    }
