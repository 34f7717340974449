"""Forward-chaining rules as plain values: what a fact must be like, and what follows. No engine is known here.

A fact is a mapping of short field names to whole numbers. All patterns of a rule are matched by different names
(aliases); a test compares a field with a number or with a field of an earlier pattern.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

Operator: TypeAlias = Literal["==", "!=", ">=", "<=", ">", "<"]

Field: TypeAlias = str


class Other(NamedTuple):
    """A field of the fact that an earlier pattern matched."""

    alias: str
    field: Field


class Check(NamedTuple):
    """What a field of a fact must be."""

    field: Field
    operator: Operator
    to: int | Other


@dataclass(frozen=True, slots=True)
class Pattern:
    """A fact that there must be, or (`absent`) must not be, when the last positive pattern of the rule matches."""

    alias: str
    tests: tuple[Check, ...]
    absent: bool = False


@dataclass(frozen=True, slots=True)
class EngineRule:
    """Patterns that together make a rule fire; absent ones come last."""

    name: str
    patterns: tuple[Pattern, ...]


class Match(NamedTuple):
    """A rule that fired, by its place in the rule set, and the places of the facts that its patterns matched."""

    rule: int
    facts: Mapping[str, int]
