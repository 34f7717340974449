"""A comparison of two plans as plain data, ready for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kenri.api import LoadedPlan
from kenri.checking.edits import Edit
from kenri.checking.verdict import PlanComparison
from kenri.faces.contracts.report_data import Stories
from kenri.faces.contracts.story_data import bound_data, story_data
from kenri.model.sentences import Language


def comparison_data(
    before: LoadedPlan, compared: PlanComparison, changed: Sequence[Edit], stories: Stories, lang: Language = "en"
) -> dict[str, Any]:
    """The comparison as data."""
    return {
        "before": compared.before,
        "after": compared.after,
        "bound": bound_data(compared.bound, lang),
        "entries": [{"section": section, "name": name, "edit": edit} for section, name, edit in changed],
        "differences": [
            {
                "action": each.action,
                "direction": each.direction,
                "status": each.status,
                "note": each.note_text(lang),
                "rules": [{"rule": name, "clause": clause} for name, clause in each.rules],
                "story": story_data(before, each.story) if each.story is not None else None,
                "scenario": stories.get(index),
            }
            for index, each in enumerate(compared.differences)
        ],
    }
