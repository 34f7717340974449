"""*Audit*: what auditors ask one after another, on one page."""

from __future__ import annotations

from typing import Any

from kenri.faces.serving import of_everybody
from kenri.faces.serving.answered import Answered, html_answer
from kenri.faces.serving.asked import ALL, Asked
from kenri.faces.serving.of_files import EXPORTS

__all__ = ["audit_page_of"]

_MOST_ROLLS = 50
_MOST_HOLDERS = 200


def audit_page_of(asked: Asked) -> Answered:
    """Acts that were not permitted, answers that would be others, how rights moved, and whether the chain holds."""
    from kenri.faces.pages.audits import AuditFacts, audit_page
    from kenri.faces.serving.pages_served import frame_of

    whole: dict[str, Any] = {"as": "json", "after": None, "limit": ALL, "reading": []}
    audit = asked.worked("audit", of_everybody.audit_all, **whole)
    roll = asked.worked("roll", of_everybody.roll_forward, **whole, to=asked["until"])
    first = roll["first"]
    within = [each for each in audit["findings"] if first is None or each["day"] is None or each["day"] >= first]
    shown = asked.placed([each for each in within if each["what"] != "answer"])
    holders = asked.register.holders()
    facts = AuditFacts(
        audit=audit,
        findings=shown,
        answers=[each for each in within if each["what"] == "answer"],
        left_out=len(audit["findings"]) - len(within),
        roll={**roll, "rolls": roll["rolls"][:_MOST_ROLLS]},
        more_rolls=max(0, len(roll["rolls"]) - _MOST_ROLLS),
        chain=asked.worked("chain", of_everybody.verify, head=None),
        asked=asked.values,
        plans={id_: asked.register.plan(id_).plan for id_ in asked.register.plans()},
        holders=holders if len(holders) <= _MOST_HOLDERS else (),
        forms=EXPORTS if asked.may("export") else (),
        further=asked.links.pop("after", None),
    )
    named = [each[name] for each in (*shown, *facts.answers) for name in ("holder", "by")]
    parties = [*named, *(each["holder"] for each in facts.roll["rolls"]), *facts.holders]
    return html_answer(audit_page(frame_of(asked, parties), facts))
