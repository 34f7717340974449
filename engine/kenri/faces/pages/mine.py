"""*My rights*: what somebody may do with their rights today and until when, in plain words; nothing of anybody else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kenri.faces.pages.frame import PageFrame
from kenri.faces.pages.holder import GrantFacts, grants_of
from kenri.faces.pages.plan_words import PlansInWords
from kenri.faces.pages.templating import rendered
from kenri.model.plan import Plan

__all__ = ["MyRights", "mine_page", "whose_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MyRights:
    """What is told to who looks at rights as their own."""

    holder: Mapping[str, Any]
    """As `kenri holder --json`; of it only what `by` may do is shown."""
    by: str
    """The party in whose name."""
    rulings: Mapping[tuple[str, str, str], Mapping[str, Any]]
    """By plan, grant and action, as `kenri ask --json` has it today."""
    answer: Mapping[str, Any] | None
    """What became of a request, as `kenri act --json`."""
    key: str
    """What the next request is called, so that it is recorded once."""
    plans: Mapping[str, Plan] = field(default_factory=dict)
    may_request: bool = True
    requests: Sequence[Mapping[str, Any]] = ()
    """Those about these rights, the last first, as `kenri request list --json` tells of them."""
    may_withdraw: bool = False
    withdrawn: Mapping[str, Any] | None = None
    """The request that was withdrawn just now."""
    problems: Sequence[Mapping[str, Any]] = ()
    names: Collection[str] | None = None
    """The parties in whose names whoever looks may ask for something; None: of all."""
    is_own: bool = False
    """Whether whoever looks is the holder, and nobody else is spoken of."""


def mine_page(frame: PageFrame, facts: MyRights) -> bytes:
    """The page."""
    holder = facts.holder["holder"]
    under = [(each, grants_of(each, holder, is_own=True)) for each in facts.holder["plans"]]
    others = [each["by"] for _, grants in under for grant in grants for each in grant.windows if not facts.is_own]
    parties = [
        each for each in dict.fromkeys([holder, facts.by, *others]) if facts.names is None or each in facts.names
    ]
    return rendered(
        "mine.html", frame, facts=facts, under=under, words=PlansInWords(facts.plans, frame.lang), parties=parties,
        past=lambda grant, action, ruling: _past(facts, grant, action, ruling),
        of=lambda plan, grant: [(key[2], each) for key, each in facts.rulings.items() if key[:2] == (plan, grant)],
    )  # fmt: skip


def _past(facts: MyRights, grant: GrantFacts, action: str, ruling: Mapping[str, Any]) -> tuple[str, str] | None:
    """Of what may be done no more: `done` with the day, where it was and nothing of it is left; else `over` with its
    last day. None where it may be done, perhaps or some day, or never could.
    """
    windows = [each for each in grant.windows if each["action"] == action and each["by"] == facts.by]
    lasts = [each["last"] for each in windows]
    is_known = all(each["status"] == "allowed" and each["settled"] is True for each in windows)
    if ruling["outcome"] != "denied" or ruling.get("next_day") or not lasts or None in lasts or not is_known:
        return None
    done = [
        each["on"]
        for each in grant.acts.values()
        if each["action"] == action and each["verdict"] == "permitted" and each["number"] is None
    ]
    return ("done", max(done)) if done else ("over", max(lasts))


def whose_page(frame: PageFrame, holders: Sequence[str]) -> bytes:
    """Whose rights are meant, of those that whoever looks may see."""
    return rendered("whose.html", frame, holders=holders)
