"""Which slips the scenarios of a plan would not notice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kenri.api import LoadedPlan
from kenri.checking.mutants import Mutant
from kenri.model.dependence import MOVEMENTS
from kenri.model.scenario import ExpectedAudit, ExpectedFigure, ExpectedRuling, LoadedScenario
from kenri.scenarios import Scenarios

EVERYTHING = ("counting", "readings")
"""Sections that any answer may depend on."""


class _Witness(NamedTuple):
    """A scenario, what it expects by name, and the entries that its answers depend on; None for any."""

    scenario: LoadedScenario
    named: frozenset[str]
    consulted: set[str] | None


class Jury:
    """Examines mutants of one plan by its scenarios.

    Only scenarios whose answers depend on the mutated entry are asked, in an order in which a mutant is caught soon:
    the one that caught the last mutant of the entry, those that expect the rule or ask for the figure by its name, and
    then those that depend on little else.
    """

    def __init__(self, plan: LoadedPlan, scenarios: Sequence[LoadedScenario]) -> None:
        self._plan = plan
        witnesses = [_Witness(each, _named(each), self._consulted(each)) for each in scenarios]
        self._witnesses = sorted(witnesses, key=lambda each: len(each.consulted or ()))
        self._last: dict[str, _Witness] = {}

    def _consulted(self, scenario: LoadedScenario) -> set[str] | None:
        """The entries, as `section name`, that a scenario's answers depend on; None for any."""
        if any(isinstance(ask.expected, ExpectedAudit) for ask in scenario.asks):
            return None
        plan = self._plan.by_reference()
        Scenarios(plans={scenario.plan: plan}).examine(scenario)
        return {_entry(sort, name) for sort, name in plan.consulted()}

    def catches(self, mutant: Mutant) -> bool:
        """Whether some scenario gives another answer for the mutant than it expects, or none at all."""
        entry, may_widen = _entry(mutant.section, mutant.name), _may_widen(mutant)
        plan = self._plan.with_plan(mutant.plan)
        asked = [each for each in self._witnesses if may_widen or each.consulted is None or entry in each.consulted]
        last = self._last.get(entry)
        for each in sorted(asked, key=lambda each: (each is not last, mutant.name not in each.named)):
            if _notices(each.scenario, plan):
                self._last[entry] = each
                return True
        return False

    def survivors(self, mutants: Iterable[Mutant]) -> list[Mutant]:
        """The mutants that no scenario notices."""
        return [mutant for mutant in mutants if not self.catches(mutant)]


def _named(scenario: LoadedScenario) -> frozenset[str]:
    """The rules that a scenario expects or rules out, and the figures it asks for."""
    named: set[str] = set()
    for ask in scenario.asks:
        match ask.expected:
            case ExpectedRuling(rules=rules, not_rules=not_rules, figures=figures):
                named.update(rules, not_rules, figures)
            case ExpectedFigure(figure=figure):
                named.add(figure)
            case ExpectedAudit():
                pass
    return frozenset(named)


def _may_widen(mutant: Mutant) -> bool:
    """Whether answers that did not depend on the entry may do so after the slip: whom and what a rule is about."""
    about = ((), ("by",), ("permit",), ("forbid",), ("limit",))
    return mutant.section in EVERYTHING or (mutant.section == "rules" and mutant.path[:1] in about)


def _notices(scenario: LoadedScenario, plan: LoadedPlan) -> bool:
    try:
        return bool(Scenarios(plans={scenario.plan: plan}).examine(scenario))
    except (ValueError, LookupError, AssertionError):  # a plan so broken that it cannot be asked
        return True


def _entry(section: str, name: str) -> str:
    """One word for an entry, whether it is looked up as a rule, a movement, a figure, or by its name."""
    match section:
        case "rules" | "figures":
            return f"{section} {name}"
        case "effects" | "movements":
            return f"movements {MOVEMENTS}"
        case _:
            return name
