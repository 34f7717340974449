"""What the forward evaluator cannot express, told by name when a plan is compiled."""

from __future__ import annotations

from typing import NamedTuple

from kenri.forward.action_rules import action_rules
from kenri.forward.adapter import LimitError, checked
from kenri.forward.compiled import SECTIONS, compiled, moving
from kenri.forward.conditions import gate
from kenri.forward.gates import written
from kenri.model.expressions import CONDITIONS, MOMENTS, QUANTITIES, Node
from kenri.model.plan import Plan
from kenri.model.sentences import Sentence
from kenri.model.walk import everything


class Refusal(NamedTuple):
    """An entry of a plan, the construct in it, and why it cannot be expressed."""

    section: str
    name: str
    construct: str
    reason: Sentence

    def __str__(self) -> str:
        return f"{self.section}.{self.name}: `{self.construct}` {self.reason.text()}"


PARTS = (*CONDITIONS, *MOMENTS, *QUANTITIES)


def refused(plan: Plan) -> tuple[Refusal, ...]:
    """Everything in a plan that cannot be expressed; nothing, when it can be compiled."""
    found: list[Refusal] = []
    for section in SECTIONS:
        for name, entry in getattr(plan, section).items():
            for part in everything(entry):
                node = part.value
                if part.sort is not None and isinstance(node, Node) and type(node) not in PARTS:
                    found.append(Refusal(section, name, node.key or type(node).__name__, Sentence("forward-unknown")))
                elif part.sort == "condition" and type(node) in CONDITIONS:
                    found += _too_large(section, name, node)
    found += _rules_too_large(plan)
    return tuple(found)


def _too_large(section: str, name: str, node: Node) -> list[Refusal]:
    try:
        checked(written(name, gate(node)).rules)  # type: ignore[arg-type]  # a node of that sort is a condition
    except LimitError as error:
        return [Refusal(section, name, node.key, Sentence("forward-too-large", limit=error.sentence))]
    except (TypeError, AssertionError):  # an inner construct that is refused by its own name
        return []
    return []


def _rules_too_large(plan: Plan) -> list[Refusal]:
    found: list[Refusal] = []
    for index, (rules, _) in enumerate(compiled(plan).selecting):
        try:
            checked(rules)
        except LimitError as error:
            found.append(
                Refusal("events", f"selectors {index}", "event", Sentence("forward-too-many", limit=error.sentence))
            )
    try:
        checked(moving(list(plan.effects)))
    except LimitError as error:
        found.append(Refusal("effects", "all", "effects", Sentence("forward-too-many", limit=error.sentence)))
    for action in plan.actions:
        try:
            for numbered in (True, False):
                made = action_rules(plan, action, numbered=numbered)
                checked(made.sheet.rules)
                checked(made.deciding)
        except LimitError as error:
            found.append(Refusal("actions", action, "rules", Sentence("forward-too-many", limit=error.sentence)))
    return found
