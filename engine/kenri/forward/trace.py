"""How an answer came about: which rule fired when, on which facts, and what it derived. Data, in no language."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from kenri.model.days import Day

Exact: TypeAlias = int | Fraction | float
"""An exact number; the only float there is is one without limit."""

Sort: TypeAlias = Literal[
    "event", "selected", "reading", "condition", "period", "turn", "sign", "asked", "effect", "step", "moved", "rule",
    "decides", "outcome",
]  # fmt: skip


class Known(NamedTuple):
    """One fact: of which sort, about what, on which day, and its value.

    A condition's value is 0 (false), 1 (unknown) or 2 (true). An event is known by its id. A period goes from `day`
    to `last`; a step and an effect's turn are numbered in order.
    """

    sort: Sort
    name: str
    day: Day | None = None
    value: Exact | str | None = None
    last: Day | None = None


class Firing(NamedTuple):
    """A rule that fired: in which chapter, by which name, on which facts, and what followed (None: nothing new)."""

    chapter: str
    rule: str
    on: tuple[Known, ...]
    derived: Known | None


Trace: TypeAlias = tuple[Firing, ...]
"""Steps in the order in which rules fired."""
