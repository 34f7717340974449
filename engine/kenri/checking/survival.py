"""Which slips the scenarios of a plan would not notice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kenri.api import LoadedPlan
from kenri.checking.mutants import Mutant
from kenri.model.scenario import Told
from kenri.scenario_run import Scenarios


class Jury:
    """Examines mutants of one plan by its scenarios; the scenario that caught the last mutant is asked first."""

    def __init__(self, plan: LoadedPlan, told: Sequence[Told]) -> None:
        self._plan = plan
        self._told = list(told)

    def catches(self, mutant: Mutant) -> bool:
        """Whether some scenario gives another answer for the mutant than it expects, or none at all."""
        scenarios = Scenarios(plans={each.plan: self._plan.with_plan(mutant.plan) for each in self._told})
        for index, told in enumerate(self._told):
            if _notices(scenarios, told):
                self._told.insert(0, self._told.pop(index))
                return True
        return False

    def survivors(self, mutants: Iterable[Mutant]) -> list[Mutant]:
        """The mutants that no scenario notices."""
        return [mutant for mutant in mutants if not self.catches(mutant)]


def _notices(scenarios: Scenarios, told: Told) -> bool:
    try:
        return bool(scenarios.examine(told))
    except (ValueError, LookupError, AssertionError):  # a plan so broken that it cannot be asked
        return True
