"""*Audit*: what was not permitted, answers that would be others now, how rights moved, whether the chain holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kenri.faces.pages.frame import PageFrame
from kenri.faces.pages.plan_words import PlansInWords
from kenri.faces.pages.templating import rendered
from kenri.faces.words.values import number
from kenri.model.plan import Plan

__all__ = ["AuditFacts", "audit_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFacts:
    """What *Audit* tells."""

    audit: Mapping[str, Any]
    """As `kenri audit --all --json`."""
    findings: Sequence[Mapping[str, Any]]
    """Of its findings those of this page, answers left out."""
    answers: Sequence[Mapping[str, Any]]
    """Answers that would be others now."""
    left_out: int = 0
    """Findings of days before the first one asked for."""
    roll: Mapping[str, Any]
    """As `kenri roll-forward --json`."""
    more_rolls: int = 0
    chain: Mapping[str, Any]
    """As `kenri register verify --json`."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    plans: Mapping[str, Plan] = field(default_factory=dict)
    holders: Sequence[str] = ()
    """The holders among whom one may be chosen; nothing where they are too many."""
    forms: Sequence[str] = ()
    """As what the register may be taken out by whoever looks."""
    further: str | None = None


def audit_page(frame: PageFrame, facts: AuditFacts) -> bytes:
    """The page."""
    return rendered(
        "audit.html",
        frame,
        facts=facts,
        audit=facts.audit,
        words=PlansInWords(facts.plans, frame.lang),
        balances=_balances,
        signed=_signed,
    )


def _balances(roll: Mapping[str, Any]) -> list[str]:
    """The columns of a table: balances in which something stands or moves, also where it did only as known before."""
    lines = [*roll["lines"], *(roll["changed"] or ())]
    used = {name for each in lines for name, value in each["numbers"].items() if value != 0}
    names = dict.fromkeys([*roll["balances"], *(name for each in lines for name in each["numbers"])])
    return [name for name in names if name in used]


def _signed(value: Any) -> str:
    """A movement with its sign; nothing where nothing moved.

    >>> _signed(1200), _signed(-3), _signed(0), _signed("-1/3")
    ('+1,200', '−3', '', '−1/3')
    """
    if isinstance(value, int):
        return "" if value == 0 else f"+{number(value)}" if value > 0 else f"−{number(-value)}"
    text = str(value)
    return f"−{text[1:]}" if text.startswith("-") else f"+{text}"
