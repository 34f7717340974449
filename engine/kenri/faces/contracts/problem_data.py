"""Problems as data: the same shape whatever command prints it, and its JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kenri.model.problems import Problem
from kenri.model.sentences import Language

__all__ = ["problems_data", "problems_schema"]


def problems_data(problems: Iterable[Problem], lang: Language) -> list[dict[str, Any]]:
    """Each problem with its words in a language; what is not known of it is null."""
    return [_data(problem, lang) for problem in problems]


def _data(problem: Problem, lang: Language) -> dict[str, Any]:
    place = problem.place
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": place.file if place is not None else None,
        "sheet": getattr(place, "sheet", "") or None,  # of a cell of a workbook
        "line": place.line or None if place is not None else None,
        "column": place.column or None if place is not None else None,
        "subject": problem.subject_text(lang) or None,
        "clause": problem.clause or None,
        "message": problem.text(lang),
        "help": problem.help_text(lang) or None,
    }


def problems_schema() -> dict[str, Any]:
    """The JSON Schema of what a command with `--json` prints for bad input, with exit code 2.

    `lint` and `test` print `problems` beside what they looked at, in the same shape.
    """
    from kenri.model.catalogue import PROBLEMS  # every kind of problem in both languages: seldom needed as a whole

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kenri problems",
        "description": "What is wrong with the input. `lint` and `test` say beside it what they looked at.",
        "type": "object",
        "required": ["problems"],
        "properties": {"problems": {"type": "array", "items": {"$ref": "#/$defs/Problem"}}},
        "$defs": {
            "Problem": {
                "type": "object",
                "description": "One mistake: where it is, what is wrong, and what would be right.",
                "required": list(_DESCRIBED),
                "additionalProperties": False,
                "properties": {
                    key: {**schema, "enum": list(PROBLEMS)} if key == "code" else schema
                    for key, schema in _DESCRIBED.items()
                },
            }
        },
    }


def _maybe(kind: str, description: str) -> dict[str, Any]:
    return {"type": [kind, "null"], "description": description}


_DESCRIBED: dict[str, dict[str, Any]] = {
    "code": {"type": "string", "description": "The kind of problem: stable, with a section in `docs/problems.md`."},
    "severity": {"enum": ["error", "warning"]},
    "file": _maybe("string", "The file as the user named it; null where the problem is in no text."),
    "sheet": _maybe("string", "The sheet of a workbook; null of all else."),
    "line": _maybe("integer", "Counted from 1; null in what is no text, such as data handed over in Python."),
    "column": _maybe("integer", "In characters, from 1; in a table, its column, from 1."),
    "subject": _maybe("string", "What it is about, such as a rule by its name, in the language asked for."),
    "clause": _maybe("string", "The clause of the document."),
    "message": {"type": "string", "description": "What is wrong, in the language asked for."},
    "help": _maybe("string", "What would be right."),
}
"""The keys of a problem, in their order."""
