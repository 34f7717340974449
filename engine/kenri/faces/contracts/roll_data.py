"""How rights moved between two days as plain data, ready for JSON and for tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from kenri.auditing.roll_forward import NumberBounds, RollForward, RollLine, UnknownRights
from kenri.faces.contracts.plain import exact
from kenri.faces.words import said
from kenri.faces.words.advice import lacking_words, supply_for
from kenri.model.sentences import Language

__all__ = ["ROLL_COLUMNS", "roll_data", "roll_rows"]

ROLL_COLUMNS: Mapping[str, Literal["text", "number", "day", "flag"]] = {
    "plan": "text",
    "holder": "text",
    "grant": "text",
    "line": "text",
    "effect": "text",
    "clause": "text",
    "sentence": "text",
    "balance": "text",
    "number": "number",
    "low": "number",
    "high": "number",
    "count": "number",
    "missing": "text",
}
"""The columns of a table of how rights moved: a row for each line and balance."""


def roll_data(found: RollForward, changed: Sequence[RollLine] | None, lang: Language) -> dict[str, Any]:
    """How rights moved: of which `plan`, `holder` and `grant`, the `lines`, each with the `numbers` by balance, whether
    it `adds_up`, the grants of which something is `unknown`, with bounds, and where it was compared by how much each
    line `changed`.
    """
    return {
        "plan": found.plan.id,
        "holder": found.holder or None,
        "grant": found.grant or None,
        "grants": found.grants,
        "balances": list(found.balances),
        "lines": [_line(line, lang) for line in found.lines],
        "adds_up": found.adds_up,
        "unknown": None if found.unknown is None else _unknown(found, found.unknown, lang),
        "changed": None if changed is None else [_line(line, lang) for line in changed],
    }


def _line(line: RollLine, lang: Language) -> dict[str, Any]:
    return {
        "line": line.kind,
        "effect": line.effect or None,
        "clause": line.clause or None,
        "says": said(line.says, lang) or None,
        "numbers": {name: exact(number) for name, number in line.numbers.items()},
        "total": exact(line.total),
        "count": line.count,
    }


def _unknown(found: RollForward, unknown: UnknownRights, lang: Language) -> dict[str, Any]:
    def bounds(several: Mapping[str, NumberBounds]) -> dict[str, Any]:
        return {name: {"low": exact(each.low), "high": exact(each.high)} for name, each in several.items()}

    return {
        "count": unknown.count,
        "grants": [{"holder": holder, "grant": grant} for holder, grant in unknown.grants],
        "granted": exact(unknown.granted),
        "opening": bounds(unknown.opening),
        "closing": bounds(unknown.closing),
        "missing": list(unknown.missing),
        "ask": [supply_for(found.plan, "", name, lang, of_register=True) for name in unknown.missing],
    }


def roll_rows(found: RollForward, changed: Sequence[RollLine] | None, lang: Language) -> Iterator[dict[str, Any]]:
    """The same as rows of a table; the lines of what changed have `changed` in front of their names."""
    about = {"plan": found.plan.id, "holder": found.holder, "grant": found.grant}
    for before, lines in (("", found.lines), ("changed ", changed or ())):
        for line in lines:
            told = {"line": before + line.kind, "effect": line.effect, "clause": line.clause, "count": line.count}
            balances = found.balances if line.kind in ("opening", "closing") and not before else line.numbers
            for balance in balances:
                number = exact(line.numbers.get(balance, 0))
                yield {**about, **told, "sentence": said(line.says, lang), "balance": balance, "number": number}
    if found.unknown is not None:
        missing = lacking_words(found.unknown.missing, lang)
        for name, several in (("opening", found.unknown.opening), ("closing", found.unknown.closing)):
            for balance, (low, high) in several.items():
                told = {"line": f"unknown {name}", "count": found.unknown.count, "missing": missing}
                yield {**about, **told, "balance": balance, "low": exact(low), "high": exact(high)}
