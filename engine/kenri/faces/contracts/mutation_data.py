"""Which slips would be noticed as plain data, ready for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kenri.checking.mutation_run import MutationReport
from kenri.model.sentences import Language


def mutation_data(report: MutationReport, scenarios: Mapping[str, str], lang: Language = "en") -> dict[str, Any]:
    """The report; `scenarios` are the texts of those that would notice a slip, by the slip.

    `scenarios_left_out` are those that the plan itself does not meet.
    """
    return {
        "plan": report.plan,
        "slips": report.slips,
        "caught": report.caught,
        "scenarios_left_out": [f"{each.file}: {each.name}" for each in report.unfit],
        "survivors": [
            {
                "slip": each.slip,
                "fate": each.fate,
                "reason": each.reason_text(lang),
                "scenario": scenarios.get(each.slip),
            }
            for each in report.survivors
        ],
    }
