"""What comes in a span of days as plain data, ready for JSON and for tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from kenri.faces.contracts.plain import day_or_null, exact
from kenri.faces.words import said
from kenri.faces.words.advice import lacking_words
from kenri.model.hours import clock
from kenri.model.sentences import Language
from kenri.simulation.due import Coming

__all__ = ["DUE_COLUMNS", "due_data", "due_row"]

DUE_COLUMNS: Mapping[str, Literal["text", "number", "day", "flag"]] = {
    "day": "day",
    "hour": "text",
    "zone": "text",
    "holder": "text",
    "kind": "text",
    "what": "text",
    "by": "text",
    "grant": "text",
    "plan": "text",
    "number": "number",
    "to": "text",
    "until": "day",
    "clause": "text",
    "sentence": "text",
    "missing": "text",
    "settled": "flag",
}
"""The columns of a table of what comes."""


def due_data(holder: str, plan: str, each: Coming, lang: Language) -> dict[str, Any]:
    """One thing that comes: `day`, `hour` and `zone`, `holder`, `kind`, `what`, `by`, `grant`, `plan`, `number`, `to`,
    `until`, `clause`, `sentence`, `missing`, and `settled`: whether it is so however clauses are read.
    """
    return {
        "day": day_or_null(each.day),
        "hour": None if each.hour is None else clock(each.hour),
        "zone": each.zone or None,
        "holder": holder,
        "kind": each.kind,
        "what": each.what,
        "by": each.by or None,
        "grant": each.grant or None,
        "plan": plan,
        "number": exact(each.number),
        "to": each.to or None,
        "until": day_or_null(each.until),
        "clause": each.clause,
        "sentence": said(each.says, lang),
        "missing": list(each.missing),
        "settled": each.is_settled,
    }


def due_row(holder: str, plan: str, each: Coming, lang: Language) -> dict[str, Any]:
    """The same as a row of a table: days are dates, and what is missing is told in words."""
    row = due_data(holder, plan, each, lang)
    row["day"] = date.fromordinal(each.day)
    row["until"] = None if each.until is None else date.fromordinal(each.until)
    row["missing"] = lacking_words(each.missing, lang)
    return row
