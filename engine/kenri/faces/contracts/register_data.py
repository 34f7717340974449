"""What programs read about registers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from kenri.faces.contracts.plain import day_or_null, exact, plain
from kenri.faces.contracts.problem_data import problems_data

if TYPE_CHECKING:
    from kenri.model.life import Life
    from kenri.model.problems import Problem
    from kenri.model.sentences import Language
    from kenri.register.chain import VerifiedChain
    from kenri.register.changes import Changes
    from kenri.register.records import RegisterRecord

__all__ = ["Granted", "chain_data", "changes_data", "granted_to", "history_data", "holder_line"]


def changes_data(changes: Changes, warnings: Iterable[Problem], lang: Language, *, applied: bool) -> dict[str, Any]:
    """What an import changed, or would change."""
    return {
        "applied": applied,
        "counts": changes.counts,
        "changes": [
            {
                "act": each.act,
                "kind": each.kind,
                "life": each.life,
                "key": each.key,
                "since": each.since,
                "before": plain(each.before),
                "after": plain(each.after),
                "details_before": dict(each.details_before),
                "details_after": dict(each.details_after),
                "source": str(each.source),
            }
            for each in changes.listed
        ],
        "untold": None
        if changes.untold is None
        else [{"kind": kind, "life": life, "key": key} for kind, life, key in changes.untold],
        "head": {"sequence": changes.sequence, "hash": changes.head} if applied else None,
        "warnings": problems_data(list(warnings), lang),
    }


def chain_data(issuer: str, chain: VerifiedChain, lang: Language) -> dict[str, Any]:
    """Whether a chain is whole, and its head."""
    return {
        "issuer": issuer,
        "records": chain.records,
        "head": {"sequence": chain.records, "hash": chain.head},
        "whole": not chain.problems,
        "problems": problems_data((*chain.problems, *chain.warnings), lang),
    }


def history_data(records: Iterable[RegisterRecord], sources: Iterable[str]) -> list[dict[str, Any]]:
    """All that was recorded of a holder, in the order in which it was."""
    return [
        {
            "sequence": record.sequence,
            "recorded": datetime.fromtimestamp(record.recorded // 1_000_000, UTC).isoformat(),
            "by": record.author,
            "kind": record.kind,
            "key": record.key,
            "since": record.since,
            "corrects": record.corrects,
            "cancelled": record.cancelled,
            "data": plain(record.data),
            "details": dict(record.details),
            "source": source,
            "hash": record.hash,
        }
        for record, source in zip(records, sources, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Granted:
    """What was granted to a holder under a plan: how many grants, and what they come to."""

    plan: str
    grants: int
    number: Fraction


def granted_to(holder: str, life: Life, plan: str, *, only: str | None = None) -> Iterator[Granted]:
    """What was granted to a holder under each plan, or under one `only`; of a life with no grant of their own all.

    `plan` is the one in whose words the life is.
    """
    own = [grant for grant in life.grants.values() if grant.grantee == holder] or [*life.grants.values()]
    under: dict[str, list[Fraction]] = {}
    for grant in own:
        under.setdefault(grant.plan or plan, []).append(Fraction(grant.number))
    for id_, numbers in sorted(under.items()):
        if only in (None, id_):
            yield Granted(id_, len(numbers), sum(numbers, start=Fraction()))


def holder_line(holder: str, life: Life, plan: str, *, only: str | None = None) -> dict[str, Any]:
    """One of all holders: the name, and what was granted, each grant with its plan, or under one plan `only`.

    `plan` is the one in whose words the life is.
    """
    return {
        "holder": holder,
        "grants": [
            {"id": each.id, "number": exact(each.number), "on": day_or_null(each.on), "plan": each.plan or plan}
            for each in life.grants.values()
            if each.grantee == holder and only in (None, each.plan or plan)
        ],
    }
