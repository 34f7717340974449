"""A plan compiled for forward chaining: for each condition a sheet of rules, and the selection of its events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any, NamedTuple

from kenri.forward.adapter import MOST_RULES, RuleSet
from kenri.forward.conditions import gate
from kenri.forward.gates import Gate, Sheet, written
from kenri.forward.patterns import Check, EngineRule, Other, Pattern
from kenri.forward.supply import plain
from kenri.model.expressions import AskerNamed, Bounds, Condition, EventMoments, Node
from kenri.model.plan import Plan
from kenri.model.walk import everything, key_of

SELECTORS_IN_A_RULE_SET = 60
ABSENT, ANY_OTHER = -1, 0
"""Codes of attributes: of one that is not there, and of a value that no selector asks about."""


class Filter(NamedTuple):
    """An attribute of an event, and the value that a selector wants of it or wants it not to have."""

    field: str
    values: tuple[int, ...]
    wanted: bool


@dataclass(slots=True)
class Selection:
    """The selectors of a plan as rules over facts of events."""

    kinds: dict[str, int] = field(default_factory=dict)
    values: dict[Any, int] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    selectors: list[EventMoments] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def add(self, node: EventMoments, name: str) -> None:
        """Take in a selector."""
        self.selectors.append(node)
        self.names.append(name)

    def code(self, value: Any) -> int:
        """The number of a value that selectors ask about."""
        return self.values.setdefault(plain(value), len(self.values) + 1)

    def rules(self) -> Iterator[tuple[list[EngineRule], list[int]]]:
        """The rules of each rule set, with the selector that each rule stands for."""
        for start in range(0, len(self.selectors), SELECTORS_IN_A_RULE_SET):
            rules: list[EngineRule] = []
            whose: list[int] = []
            for index in range(start, min(start + SELECTORS_IN_A_RULE_SET, len(self.selectors))):
                for tests in islice(self._tests(self.selectors[index]), MOST_RULES + 1):
                    rules.append(EngineRule(self.names[index], (Pattern("e", tests),)))
                    whose.append(index)
            yield rules, whose

    def _tests(self, node: EventMoments) -> Iterator[tuple[Check, ...]]:
        kinds = tuple(dict.fromkeys(node.event))
        who: tuple[Check, ...] = ()
        if isinstance(node.who, str):
            who = (Check(self.who(node.who), "==", 0 if node.who == "others" else 1),)
        barred = tuple(
            Check(one.field, "!=", value) for one in self._filters(node, wanted=False) for value in one.values
        )
        wanted = [[Check(one.field, "==", value) for value in one.values] for one in self._filters(node, wanted=True)]
        for kind in kinds:
            first = Check("k", "==", self.kinds.setdefault(kind, len(self.kinds) + 1))
            for chosen in product(*wanted):
                yield (first, *chosen, *barred, *who)

    def _filters(self, node: EventMoments, *, wanted: bool) -> Iterator[Filter]:
        for name, value in (node.where if wanted else node.where_not).items():
            if not isinstance(value, Bounds):
                several = value if isinstance(value, tuple) else (value,)
                field_ = self.attributes.setdefault(name, f"x{len(self.attributes)}")
                yield Filter(field_, tuple(dict.fromkeys(self.code(one) for one in several)), wanted)

    def who(self, wanted: str) -> str:
        """The field that tells whether an event is of the asker, the grantee or a role."""
        fixed = {"asker": "wa", "others": "wa", "grantee": "wg"}
        return fixed.get(wanted) or self.roles.setdefault(wanted, f"r{len(self.roles)}")


def is_looked_into(node: EventMoments) -> bool:
    """Whether a selector wants more of an event than its own facts tell: truths on its day, numbers, other events."""
    bounds = any(isinstance(value, Bounds) for value in (*node.where.values(), *node.where_not.values()))
    return bounds or isinstance(node.who, AskerNamed) or node.during is not None or node.just_before is not None


CHOSEN = (
    EngineRule("chosen", (Pattern("e", (Check("c", "==", 2),)),)),
    EngineRule("perhaps", (Pattern("e", (Check("c", "==", 1),)),)),
)
"""The rules for a candidate of a selector that is looked into."""


def moving(effects: list[str]) -> list[EngineRule]:
    """The rules by which effects move rights, turn after turn."""
    return [
        EngineRule(
            name, (Pattern("s", (Check("s", ">=", 0),)), Pattern("t", (Check(f"e{index}", "==", Other("s", "s")),)))
        )
        for index, name in enumerate(effects)
    ]


@dataclass(slots=True)
class Compiled:
    """All that is made of a plan once; rule sets of the engine are made when first needed and kept."""

    plan: Plan
    titles: dict[int, str] = field(default_factory=dict)
    selection: Selection = field(default_factory=Selection)
    sheets: dict[int, Sheet] = field(default_factory=dict)
    action_rules: dict[object, Any] = field(default_factory=dict)
    rule_sets: dict[object, RuleSet] = field(default_factory=dict)
    selecting: list[tuple[list[EngineRule], list[int]]] = field(default_factory=list)

    def sheet(self, node: Condition) -> Sheet:
        """The sheet of a condition."""
        found = self.sheets.get(id(node))
        if found is None:
            found = self.sheet_of(id(node), self.titles.get(id(node), "condition"), gate(node))
        return found

    def sheet_of(self, key: int, title: str, of: Gate) -> Sheet:
        """The sheet of a gate, under a key."""
        found = self.sheets[key] = written(title, of)
        return found

    def rule_set(self, key: object, rules: list[EngineRule] | tuple[EngineRule, ...]) -> RuleSet:
        """The engine's rule set of some rules, under a key."""
        found = self.rule_sets.get(key)
        if found is None:
            found = self.rule_sets[key] = RuleSet(f"b{len(self.rule_sets)}", rules)
        return found

    def close(self) -> None:
        """Give the engine's memory back."""
        for rule_set in self.rule_sets.values():
            rule_set.close()
        self.rule_sets.clear()


SECTIONS = ("dates", "states", "amounts", "rules", "effects")


def compiled(plan: Plan) -> Compiled:
    """A plan with its conditions named and its selectors collected."""
    made = Compiled(plan)
    for section in SECTIONS:
        for name, entry in getattr(plan, section).items():
            for part in everything(entry):
                if isinstance(part.value, Node):
                    path = ".".join(str(step) for step in part.path if step != key_of("is_"))
                    made.titles[id(part.value)] = f"{name}.{path}" if path else name
                if isinstance(part.value, EventMoments):
                    made.selection.add(part.value, made.titles[id(part.value)])
    made.selecting = list(made.selection.rules())
    return made
