"""The report of a check as plain data, ready for JSON."""

from __future__ import annotations

from typing import Any, TypeAlias

from kenri.api import LoadedPlan
from kenri.checking.verdict import CheckReport, Mark
from kenri.faces.contracts.story_data import bound_data, story_data
from kenri.faces.words import said
from kenri.model.sentences import Language

Stories: TypeAlias = dict[int, str]
"""For the place of a result in the report, the text of the scenario that shows it."""


def report_data(
    plan: LoadedPlan, report: CheckReport, stories: Stories, lang: Language = "en", *, timings: bool = False
) -> dict[str, Any]:
    """The report as data; it is the same from run to run, but for the seconds that `timings` adds, by kind of check."""
    taken: dict[str, float] = {}
    for each in report.results:
        taken[each.kind] = taken.get(each.kind, 0.0) + each.seconds
    return {
        "plan": report.plan,
        "bound": bound_data(report.bound, lang),
        "results": [
            {
                "kind": each.kind,
                "subject": each.subject,
                "clause": each.clause,
                "claim": said(each.says, lang),
                "status": each.status,
                "grade": each.grade,
                "note": each.note_text(lang),
                "meant": _mark_data(each.mark) if each.mark is not None else None,
                "story": story_data(plan, each.story) if each.story is not None else None,
                "scenario": stories.get(index),
            }
            for index, each in enumerate(report.results)
        ],
        "not_checked": [note.text(lang) for note in report.refused],
        "marks_nothing": [_mark_data(mark) for mark in report.stale],
        **({"seconds": taken} if timings else {}),
    }


def _mark_data(mark: Mark) -> dict[str, Any]:
    return {
        "name": mark.name,
        "kind": mark.kind,
        "subject": mark.subject,
        "clause": mark.clause,
        "says": {"en": said(mark.says, "en"), "ja": said(mark.says, "ja")},
        "file": mark.place.file if mark.place is not None else None,
        "line": mark.place.line if mark.place is not None else None,
    }
