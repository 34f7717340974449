"""What remains of a plan for the questions of one shape, as functions of the days and numbers that it leaves open."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from kenri import terms
from kenri.compiled.roots import ShapeQuestion, decision
from kenri.lowering.python import compiled
from kenri.model.ruling import Outcome
from kenri.model.sentences import Sentence
from kenri.symbolic.case import InexpressibleError

MOST_NODES = 30_000
"""A form of more terms is not made: the reference is sooner at hand, and a function has its bounds."""

OUTCOMES: tuple[Outcome, ...] = ("denied", "unknown", "allowed")
"""Outcomes by how many of the two roots of a truth hold: surely, and perhaps."""

Decide = Callable[..., tuple[Outcome, tuple[str, ...] | None]]
"""Gives the outcome and the rules that decide it, from the values left open; of the unknown no rules are told."""


class Form:
    """The compiled form of a plan for the questions of one shape.

    Each of its parts raises `InexpressibleError` where the plan says something of such a question that has no terms.
    """

    def __init__(self, asking: ShapeQuestion) -> None:
        self.asking = asking

    @cached_property
    def decide(self) -> Decide:
        """The bare answer."""
        try:
            with terms.afresh(as_functions=True, most=MOST_NODES):
                roots = decision(self.asking)
                run = compiled(tuple(roots.of.values()), roots.variables)
        except terms.TooManyTermsError:
            raise InexpressibleError(Sentence("too-many-terms")) from None
        names = tuple(name.removeprefix("rule ") for name in roots.names[2:])
        cases: dict[tuple[bool, ...], tuple[Outcome, tuple[str, ...] | None]] = {}

        def told(found: tuple[bool, ...]) -> tuple[Outcome, tuple[str, ...] | None]:
            yes, maybe, *decides = found
            outcome = OUTCOMES[yes + maybe]
            rules = tuple(name for name, each in zip(names, decides, strict=True) if each)
            answer = cases[found] = outcome, None if outcome == "unknown" else rules
            return answer

        def decide(*values: Any) -> tuple[Outcome, tuple[str, ...] | None]:
            found = run(*values)
            try:
                return cases[found]
            except KeyError:
                return told(found)

        return decide
