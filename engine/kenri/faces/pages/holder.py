"""*Holder*: the rights of somebody by grant, on a line of days and in figures; a question; what if; the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kenri.faces.pages.frame import PageFrame
from kenri.faces.pages.plan_words import PlansInWords
from kenri.faces.pages.templating import rendered
from kenri.faces.pages.time_line import TimeLine, time_line
from kenri.model.plan import Plan

__all__ = ["GrantFacts", "HolderFacts", "grants_of", "holder_page", "holders_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderFacts:
    """What is told of a holder; each as its command prints it with `--json`."""

    holder: Mapping[str, Any]
    ruling: Mapping[str, Any] | None = None
    """The answer to the question that was asked in place."""
    compared: Mapping[str, Any] | None = None
    """What would be, beside what is."""
    supposed: str = ""
    """What was supposed, in words of the plan: the name of the branch."""
    problems: Sequence[Mapping[str, Any]] = ()
    """Why a question, or what was supposed, could not be answered."""
    plans: Mapping[str, Plan] = field(default_factory=dict)
    asked: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantFacts:
    """What is told of one grant under a plan."""

    id: str
    grant: Mapping[str, Any]
    audit: Mapping[str, Any] | None
    windows: Sequence[Mapping[str, Any]]
    schedules: Sequence[Mapping[str, Any]]
    acts: Mapping[str, Mapping[str, Any]]
    """What the audit says of events, by their ids."""
    line: TimeLine | None


def holder_page(frame: PageFrame, facts: HolderFacts) -> bytes:
    """The page."""
    words = PlansInWords(facts.plans, frame.lang)
    under = [(each, grants_of(each, facts.holder["holder"])) for each in facts.holder["plans"]]
    differing = None
    if facts.compared is not None:
        rows = facts.compared["comparison"]
        differing = [each for each in rows if each["differs"]], [each for each in rows if not each["differs"]]
    return rendered("holder.html", frame, facts=facts, words=words, under=under, compared=differing)


def holders_page(frame: PageFrame, holders: Sequence[Mapping[str, Any]], further: str | None, find: str) -> bytes:
    """Everybody who holds rights, a page of them."""
    return rendered("holders.html", frame, holders=holders, further=further, find=find)


def grants_of(under: Mapping[str, Any], holder: str, *, is_own: bool = False) -> list[GrantFacts]:
    """What a holder has under a plan, grant by grant: their own, or of a life with none of their own all of it.

    With `is_own` their own alone.
    """
    life = under["life"]
    plan = under["plan"]
    grants = [each for each in life.get("grants", []) if each.get("plan", plan) == plan]
    own = [each for each in grants if each["grantee"] == holder] or ([] if is_own else grants)
    audits = {each["grant"]: each for each in (under["audit"] or {"grants": []})["grants"]}
    withdrawn = {each.get("corrects") for each in life.get("events", [])}
    events = [each for each in life.get("events", []) if each.get("id") not in withdrawn and not each.get("cancelled")]
    return [_grant(under, each, audits.get(each.get("id", "")), events, len(own) == 1) for each in own]


def _grant(
    under: Mapping[str, Any],
    grant: Mapping[str, Any],
    audit: Mapping[str, Any] | None,
    events: Sequence[Mapping[str, Any]],
    is_only: bool,
) -> GrantFacts:
    id_ = grant.get("id", "")
    windows = [each for each in under["windows"]["windows"] if each["grant"] in (id_, None)]
    schedules = [each for each in under["schedules"] if each["grant"] in (id_, None)]
    about = [each for each in events if each.get("grant", id_) == id_ or (is_only and "grant" not in each)]
    parts = [line for each in schedules[:1] for line in each["schedule"] if line["fate"] != "lapses"]
    return GrantFacts(
        id=id_,
        grant=grant,
        audit=audit,
        windows=windows,
        schedules=schedules,
        acts={each["event"]: each for each in (audit or {"acts": []})["acts"]},
        line=time_line(windows, about, parts, grant.get("on"), under["on"]),
    )
