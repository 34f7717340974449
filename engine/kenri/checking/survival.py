"""Which slips the scenarios of a plan would not notice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kenri.api import LoadedPlan
from kenri.checking.mutants import Mutant
from kenri.model.dependence import MOVEMENTS
from kenri.model.scenario import ExpectedAudit, LoadedScenario
from kenri.scenarios import Scenarios

EVERYTHING = ("counting", "readings")
"""Sections that any answer may depend on."""


class Jury:
    """Examines mutants of one plan by its scenarios.

    Only scenarios whose answers depend on the mutated entry are asked, the one that caught the last mutant first.
    """

    def __init__(self, plan: LoadedPlan, scenarios: Sequence[LoadedScenario]) -> None:
        self._plan = plan
        self._scenarios = [(each, self._consulted(each)) for each in scenarios]

    def _consulted(self, scenario: LoadedScenario) -> set[str] | None:
        """The entries, as `section name`, that a scenario's answers depend on; None for any."""
        if any(isinstance(ask.expected, ExpectedAudit) for ask in scenario.asks):
            return None
        plan = self._plan.by_reference()
        Scenarios(plans={scenario.plan: plan}).examine(scenario)
        return {_entry(sort, name) for sort, name in plan.consulted()}

    def catches(self, mutant: Mutant) -> bool:
        """Whether some scenario gives another answer for the mutant than it expects, or none at all."""
        entry = None if _may_widen(mutant) else _entry(mutant.section, mutant.name)
        plan = self._plan.with_plan(mutant.plan)
        for index, (scenario, consulted) in enumerate(self._scenarios):
            if entry is not None and consulted is not None and entry not in consulted:
                continue
            if _notices(scenario, plan):
                self._scenarios.insert(0, self._scenarios.pop(index))
                return True
        return False

    def survivors(self, mutants: Iterable[Mutant]) -> list[Mutant]:
        """The mutants that no scenario notices."""
        return [mutant for mutant in mutants if not self.catches(mutant)]


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
