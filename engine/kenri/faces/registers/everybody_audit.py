"""The audit of everybody in a register: each plan, each holder in turn, and each answer that was kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from kenri.auditing.acts import ActFinding, ActKind, AuditFinding, DutyFinding, ShortFinding, SumFinding, audited
from kenri.faces.contracts.auditing_data import auditing_data
from kenri.faces.inputs.registers import readings_among, versions_of
from kenri.faces.registers.dossiers_told import DossiersTold
from kenri.model.days import NEVER, Day, iso
from kenri.model.sentences import Language
from kenri.register.answers_again import AnswerAgain, answers_again

if TYPE_CHECKING:
    from kenri.register.register import Register

__all__ = ["EverybodyAudit", "RegisterFinding", "audit_of", "everybody_audit_data", "found_on"]

RegisterFinding: TypeAlias = AuditFinding | AnswerAgain


@dataclass
class EverybodyAudit:
    """What the audit of a register came to; the findings by their days."""

    plans: list[str] = field(default_factory=list)
    until: Day | None = None
    """The last day looked at, by the clocks that are furthest on; None where no plan is used yet."""
    holders: int = 0
    by_columns: int = 0
    """Of how many of them compiled columns told, under some plan, that there is nothing to find."""
    counts: Counter[ActKind] = field(default_factory=Counter)
    turning: int = 0
    """How many acts turn on how clauses are read."""
    unknown_sums: int = 0
    """Of how many grants it is not known where all rights stand."""
    answers: int = 0
    """How many answers are kept."""
    findings: list[RegisterFinding] = field(default_factory=list)


def audit_of(
    opened: Register,
    *,
    plan: str | None,
    holder: str | None,
    until: str,
    known_at: str | None,
    readings: Mapping[str, str],
    tell: Callable[[str, int, int], None],
) -> EverybodyAudit:
    """The audit of everybody, or of one holder, under every plan that is used by the last day, or under one.

    Answers are asked again by all that is recorded, and not where it is asked what was known at an instant. Raises
    `ProblemsError` for what means nothing.
    """
    several = versions_of(opened, plan, until)
    chosen = readings_among(readings, (used for _, used, _ in several))
    found = EverybodyAudit(plans=[history.id for history, _, _ in several])
    total = len(several) * (len(opened.holders()) if holder is None else 1)
    holders: set[str] = set()
    by_columns: set[str] = set()
    told = DossiersTold(tell, opened.issuer, total)

    for history, used, last in several:
        found.until = last if found.until is None else max(found.until, last)
        permitted = None
        if holder is None and known_at is None:
            permitted = opened.permitted_holders(history, last, chosen)
        kept = told.each(opened.dossiers(used, holder, permitted=permitted))
        for each in audited(history, kept, last, instant=used.instant(known_at), readings=chosen):
            holders.add(each.holder)
            if each.is_by_columns:
                by_columns.add(each.holder)
            found.counts.update(each.counts)
            found.turning += each.turning
            found.unknown_sums += each.unknown_sums
            found.findings += each.findings
    if known_at is None:
        for answer in answers_again(opened, holder, plan):
            found.answers += 1
            if answer.is_other:
                found.findings.append(answer)
    found.holders, found.by_columns = len(holders), len(by_columns)
    found.findings.sort(key=_place)
    return found


def everybody_audit_data(issuer: str, found: EverybodyAudit, lang: Language) -> dict[str, Any]:
    """The audit of a register as plain data."""
    return {
        "register": issuer,
        "plans": found.plans,
        "until": None if found.until is None else iso(found.until),
        "holders": found.holders,
        "by_columns": found.by_columns,
        "acts": found.counts.total(),
        "counts": dict(found.counts),
        "turning": found.turning,
        "unknown_sums": found.unknown_sums,
        "answers": found.answers,
        "findings": [auditing_data(each, lang) for each in found.findings],
    }


def found_on(found: RegisterFinding) -> Day | None:
    """The day of what was found; None where there is none."""
    match found:
        case ActFinding():
            return found.act.event.on
        case ShortFinding():
            return found.line.day
        case SumFinding():
            return found.until
        case DutyFinding():
            return found.owed.last
        case AnswerAgain():
            return found.day
        case _:
            return found.event.on


def _place(found: RegisterFinding) -> tuple[Day, str]:
    day = found_on(found)
    return NEVER if day is None else day, found.given.holder if isinstance(found, AnswerAgain) else found.holder
