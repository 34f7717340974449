"""What of a register could not be written out, as it is listed and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from kenri.model.problems import Problem
    from kenri.model.sentences import Language

__all__ = ["ENTRIES_LOST", "LOST_COLUMNS", "listed", "lost_row"]

_LISTED = 40

ENTRIES_LOST = frozenset(("entry-not-said", "entry-not-said-as", "entry-said-otherwise"))
"""The codes of what is told of a party, a grant, a fact or an event that is not said whole."""

LOST_COLUMNS: Mapping[str, Literal["text"]] = {"code": "text", "what": "text", "help": "text"}
"""The columns of the table of what could not be said."""


def listed(problems: Sequence[Problem]) -> Sequence[Problem]:
    """Those that are told one by one."""
    return problems[:_LISTED]


def lost_row(problem: Problem, lang: Language) -> dict[str, str]:
    """One thing as a row."""
    return {"code": problem.code, "what": problem.text(lang), "help": problem.help_text(lang)}
