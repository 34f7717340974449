"""*Plan*: what the document says beside what the rules say, its readings, findings, versions, what changes turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from kenri.faces.pages.frame import PageFrame
from kenri.faces.pages.plan_words import PlansInWords
from kenri.faces.pages.templating import rendered
from kenri.faces.words.values import said
from kenri.model.plan import Plan

__all__ = ["ImpactFacts", "PlanFacts", "VersionsFacts", "checks_page", "impact_page", "plan_page", "plans_page",
           "versions_page"]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """What *Plan* tells of one."""

    plan: Plan
    explained: Mapping[str, Any]
    """As `kenri explain --json`."""
    versions: Sequence[str]
    """The days from which its versions are used; empty: since always."""
    used_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactFacts:
    """Whose answers change."""

    plan: Plan
    told: Mapping[str, Any]
    """As `kenri impact --json`."""
    of: str
    """Under which reading, or by which files."""
    count: int
    """How many holders in all."""
    further: str | None = None
    asked: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionsFacts:
    """The versions of a plan, and how two of them differ."""

    plan: Plan
    versions: Sequence[str]
    before: str = ""
    after: str = ""
    lines: Sequence[tuple[str, str]] = ()
    """Of their text: a sign (` `, `+`, `-`, `@`) and what stands there."""
    compared: Mapping[str, Any] | None = None
    """As `kenri diff --json`, where that was asked for."""
    entries: Sequence[Mapping[str, str]] = ()
    """What is written otherwise."""


def plans_page(frame: PageFrame, plans: Mapping[str, Plan], versions: Mapping[str, Sequence[str]]) -> bytes:
    """All plans of a register."""
    return rendered("plans.html", frame, plans=plans, versions=versions, words=PlansInWords(plans, frame.lang))


def plan_page(frame: PageFrame, facts: PlanFacts) -> bytes:
    """One plan, clause by clause."""
    plan, lang = facts.plan, frame.lang
    entries = facts.explained["entries"]
    readings = [
        {
            "id": name,
            "clause": each.clause,
            "question": said(each.question, lang),
            "default": each.default,
            "options": [(option, said(text, lang)) for option, text in each.options.items()],
        }
        for name, each in plan.readings.items()
    ]
    clauses = [(clause, list(group)) for clause, group in groupby(entries, key=lambda each: str(each["clause"]))]
    return rendered(
        "plan.html", frame, facts=facts, told=facts.explained, clauses=clauses, readings=readings,
        words=PlansInWords({plan.id: plan}, lang),
    )  # fmt: skip


def impact_page(frame: PageFrame, facts: ImpactFacts) -> bytes:
    """Whose answers change under another reading, or by a change of the plan."""
    words = PlansInWords({facts.plan.id: facts.plan}, frame.lang)
    return rendered("plan_impact.html", frame, facts=facts, told=facts.told, plan=facts.plan, words=words)


def checks_page(frame: PageFrame, plan: Plan, report: Mapping[str, Any]) -> bytes:
    """The findings of the checks; those to be looked at first."""
    words = PlansInWords({plan.id: plan}, frame.lang)
    order = ("refuted", "undecided", "proved")
    results = sorted(report["results"], key=lambda each: order.index(each["status"]) if each["status"] in order else 0)
    return rendered("plan_checks.html", frame, plan=plan, report=report, results=results, words=words)


def versions_page(frame: PageFrame, facts: VersionsFacts) -> bytes:
    """The versions of a plan, and how two of them differ."""
    words = PlansInWords({facts.plan.id: facts.plan}, frame.lang)
    return rendered("plan_versions.html", frame, facts=facts, plan=facts.plan, words=words)
