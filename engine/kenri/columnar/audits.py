"""The audit of every row of a table: each recorded act that was not surely permitted, and what was not done in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from kenri.asking.askable import AskablePlan
from kenri.asking.parts import NOBODY
from kenri.audit import Act, GrantAudit, RollForwardLine, audit
from kenri.columnar.answers import number_fields, numbers
from kenri.columnar.judge import REFERENCE, BadRow, Judged, each_row
from kenri.columnar.rows import Row, Rows
from kenri.model.days import Day
from kenri.model.duty import OwedDuty
from kenri.model.life import Instant, Life

__all__ = ["AuditRows"]

_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("grant", pa.string()),
        pa.field("duty", pa.string()),
        pa.field("event", pa.string(), nullable=False),
        pa.field("kind", pa.string()),
        pa.field("on", pa.date32(), nullable=False),
        pa.field("who", pa.string()),
        *number_fields("number"),
        pa.field("verdict", pa.string(), nullable=False),
        pa.field("rules", pa.list_(pa.string()), nullable=False),
        pa.field("clauses", pa.list_(pa.string()), nullable=False),
        pa.field("missing", pa.list_(pa.string()), nullable=False),
        pa.field("answered_by", pa.string(), nullable=False),
    ]
)


@dataclass(frozen=True)
class AuditRows:
    """The audit of one row's life at a time. `verdict` is `denied` or `unknown`; `short` for a movement of more rights
    than there were that is no act's; `unbalanced` for a grant whose balances do not add up; and of a duty `not-done`,
    or `unknown` where something is missing to know.
    """

    plan: AskablePlan
    instant: Instant | None = None
    until: Day | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    block: int = 1024

    @property
    def schema(self) -> pa.Schema:
        """The columns of what was found."""
        return _SCHEMA

    def judged(self, rows: Rows, only: Sequence[int] | None = None) -> Judged:
        """What was found in the rows of a block, or in `only` some of them."""
        return each_row(rows, only, self.schema, self._found)

    def unfit(self, rows: Rows, only: Sequence[int] | None = None) -> tuple[BadRow, ...]:
        """The rows of a block, or of `only` some of them, that are no lives."""
        return each_row(rows, only, self.schema, lambda _row, _life: ()).bad

    def _found(self, row: Row, life: Life) -> Iterator[dict[str, Any]]:
        named = row.question.get("grant")
        several = tuple(life.grants.get(id_, NOBODY) for id_ in self.plan.grants_audited(life))
        grants = several if named is None else (self.plan.grant(life, named),)
        found = audit(self.plan, life, grants, instant=self.instant, until=self.until, readings=self.readings)
        for each in found.grants:
            about = {"id": row.id, "grant": each.grant.id or None, "answered_by": REFERENCE}
            for told in _told(each, life):
                yield {**about, **told}
        if self.plan.plan.duties and found.grants:
            yield from self._not_done(row.id, life, named, found.grants[0].until)

    def _not_done(self, id_: str, life: Life, named: str | None, on: Day) -> Iterator[dict[str, Any]]:
        """What had to be done by a day and was not, or may not have been."""
        from kenri.asking.duties import duties  # few plans have any

        plan = self.plan.as_known_at(self.instant)
        ids = plan.grants_asked(life) if named is None else (named,)
        grants = [plan.court(life, each, self.instant).grant for each in ids]
        chosen = {**plan.default_readings, **self.readings}
        told = duties(plan, life, on, grants=grants, by=None, instant=self.instant, readings=chosen, settle=False)
        kinds = {event.id: event.kind for event in life.events}
        for each in told.owed:
            if each.standing in ("not-done", "unknown"):
                yield {"id": id_, "answered_by": REFERENCE, **_duty(each, kinds.get(each.event), on)}


def _told(found: GrantAudit, life: Life) -> Iterator[dict[str, Any]]:
    for act in found.acts:
        if act.verdict != "allowed":
            yield _act(act)
    acts = {act.event.id for act in found.acts}
    kinds = {event.id: event.kind for event in life.events}
    for line in found.short:
        if line.id not in acts:
            yield _short(line, kinds.get(line.event))
    if found.adds_up is False:
        told = {"event": "", "on": found.until_date, "verdict": "unbalanced"}
        yield {**told, **numbers("number", found.granted), "rules": [], "clauses": [], "missing": []}


def _act(act: Act) -> dict[str, Any]:
    judgement = act.judgement
    return {
        "event": act.event.id,
        "kind": act.event.kind,
        "on": act.date,
        "who": judgement.by or None,
        **numbers("number", judgement.number),
        "verdict": act.verdict,
        "rules": list(judgement.rules),
        "clauses": list(dict.fromkeys(finding.clause for finding in judgement.findings)),
        "missing": list(judgement.missing),
    }


def _duty(owed: OwedDuty, kind: str | None, on: Day) -> dict[str, Any]:
    return {
        "grant": owed.grant or None,
        "duty": owed.duty,
        "event": owed.event,
        "kind": kind,
        "on": date.fromordinal(on if owed.last is None else owed.last),
        "who": owed.by,
        **numbers("number", None),
        "verdict": owed.standing,
        "rules": [],
        "clauses": [owed.clause],
        "missing": list(owed.missing),
    }


def _short(line: RollForwardLine, kind: str | None) -> dict[str, Any]:
    return {
        "event": line.id,
        "kind": kind,
        "on": date.fromordinal(line.day),
        **numbers("number", line.asked),
        "verdict": "short",
        "rules": [],
        "clauses": [line.clause],
        "missing": [],
    }
