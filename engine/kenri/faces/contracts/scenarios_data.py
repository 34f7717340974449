"""What came of running scenarios as plain data, ready for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kenri.faces.contracts.problem_data import problems_data
from kenri.model.problems import Place, Problem
from kenri.model.scenario import LoadedScenario
from kenri.model.sentences import Language
from kenri.scenarios import UnmetExpectation


def scenarios_data(
    scenarios: Sequence[LoadedScenario],
    differences: Sequence[UnmetExpectation],
    problems: Iterable[Problem],
    lang: Language,
    *,
    unchecked: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """How much was asked, what was answered otherwise than expected, and what could not be asked.

    `unchecked` counts what another evaluator than the reference has no answer to, by its key.
    """
    return {
        "scenarios": len(scenarios),
        "questions": sum(len(each.asks) for each in scenarios),
        "failed": len(failures(differences)),
        "differences": [_difference(each) for each in differences],
        "problems": problems_data(problems, lang),
        **({} if unchecked is None else {"unchecked": dict(sorted(unchecked.items()))}),
    }


def failures(differences: Iterable[UnmetExpectation]) -> set[Place]:
    """The scenarios that failed, by their places: one that differs in many things failed once."""
    return {each.scenario.place for each in differences}


def _difference(difference: UnmetExpectation) -> dict[str, Any]:
    place = difference.place
    return {
        "scenario": difference.scenario.name,
        "plan": difference.scenario.plan,
        "clause": difference.scenario.clause,
        "because": difference.scenario.because,
        "asked": difference.asked,
        "what": difference.what,
        "expected": difference.expected,
        "got": difference.got,
        "file": place.file,
        "line": place.line,
        "column": place.column,
    }
