"""An audit as plain data, ready for JSON."""

from __future__ import annotations

from typing import Any

from kenri.audit import Act, Audit, GrantAudit, RollForwardLine
from kenri.faces.contracts.cautions_data import cautions_data
from kenri.faces.contracts.duties_data import owed_data
from kenri.faces.contracts.plain import exact
from kenri.faces.contracts.turning_data import turning_data
from kenri.faces.words import said
from kenri.model.days import FIRST_DAY, iso
from kenri.model.plan import Plan
from kenri.model.ruling import Outcome
from kenri.model.sentences import Language

_VERDICTS: dict[Outcome, str] = {"allowed": "permitted", "denied": "not-permitted", "unknown": "cannot-be-judged"}


def audit_data(plan: Plan, audit: Audit, lang: Language) -> dict[str, Any]:
    """The audit as plain data: days as text, numbers that are not known as null.

    Of each act, and of the closing balances, `settled` says whether it is the same under every reading, and `ways` the
    smallest changes of readings that make it another. `turning` lists the acts that are not settled. `not_done` are the
    duties that were not done in time, and `duties` each of these times, and each of which that is not known.
    """
    return {
        "plan": plan.id,
        "clean": audit.is_clean,
        "acts": len(audit.verdicts),
        "permitted": [id_ for id_, verdict in audit.verdicts.items() if verdict == "allowed"],
        "violations": list(audit.violating),
        "unjudged": list(audit.unjudged),
        "turning": list(audit.turning),
        "not_done": list(audit.not_done),
        "duties": owed_data(audit.duties, lang),
        "grants": [_grant_data(each, lang) for each in audit.grants],
        "cautions": cautions_data(audit.cautions, lang),
    }


def _grant_data(audited: GrantAudit, lang: Language) -> dict[str, Any]:
    return {
        "grant": audited.grant.id or None,
        "grantee": audited.grant.grantee or None,
        "granted": exact(audited.granted),
        "until": iso(audited.until) if audited.until > FIRST_DAY else None,
        "acts": [_act_data(act, lang) for act in audited.acts],
        "movements": [_line_data(line, lang) for line in audited.lines],
        "closing": {name: exact(value) for name, value in audited.closing.items()},
        "closing_turns": turning_data(audited.closing_turns),
        "adds_up": audited.adds_up,
    }


def _act_data(act: Act, lang: Language) -> dict[str, Any]:
    place = act.event.place
    return {
        "event": act.event.id,
        "on": iso(act.event.on),
        "who": act.judgement.by,
        "action": act.judgement.action,
        "number": exact(act.judgement.number),
        "verdict": _VERDICTS[act.verdict],
        "outcome": act.judgement.outcome,
        "outcome_as_known_then": act.verdict_then,
        **turning_data(act.turns, "outcome"),
        "missing": list(act.judgement.missing),
        "cautions": [each.code for each in act.judgement.cautions],
        "most": exact(act.judgement.most),
        "rules": [
            {"rule": finding.rule, "clause": finding.clause, "says": said(finding.says, lang)}
            for finding in act.judgement.findings
        ],
        "place": str(place) if place is not None else None,
    }


def _line_data(line: RollForwardLine, lang: Language) -> dict[str, Any]:
    return {
        "on": iso(line.day),
        "effect": line.effect,
        "clause": line.clause,
        "says": said(line.says, lang),
        "event": line.event or None,
        "from": line.from_,
        "to": line.to or None,
        "number": exact(line.number),
        "asked": exact(line.asked),
        "short": line.is_short,
        "balances": {name: exact(value) for name, value in line.balances.items()},
    }
