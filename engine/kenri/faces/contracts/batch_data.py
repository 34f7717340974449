"""What a run over a table came to, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kenri.faces.contracts.plain import plain

if TYPE_CHECKING:
    from kenri.columnar.runs import Summary


def batch_data(summary: Summary, *, head: bool) -> dict[str, Any]:
    """Counts, each by name; with `head` also the first answers, by the names of their columns."""
    found: dict[str, Any] = {
        "rows": summary.rows,
        "answered": summary.answered,
        "not_answered": summary.bad,
        "resumed": summary.resumed,
        "answers": summary.answers,
        "outcomes": dict(sorted(summary.outcomes.items())),
        "rules": dict(sorted(summary.rules.items())),
        "answered_by": dict(sorted(summary.answered_by.items())),
    }
    if summary.seed is not None:
        found["judged_again"] = {"seed": summary.seed, **dict(sorted(summary.again.items()))}
    return {**found, "first": [_row(row) for row in summary.head]} if head else found


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    """An answer with each number once: whole, or as text."""
    texts = {name.removesuffix(_EXACT) for name in row if name.endswith(_EXACT)}
    return {
        name: _number(row[name + _EXACT]) if name in texts else plain(value)
        for name, value in row.items()
        if name.removesuffix(_EXACT) not in texts or name in texts
    }


_EXACT = "_exact"


def _number(text: str | None) -> int | str | None:
    return int(text) if text is not None and text.removeprefix("-").isdigit() else text
