"""*Today*: what comes soon, what is not known, which answers have become others, and who waits for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from kenri.faces.pages.frame import PageFrame
from kenri.faces.pages.templating import rendered
from kenri.faces.words.advice import supply_for
from kenri.faces.words.names import PlanNames
from kenri.faces.words.values import said
from kenri.model.plan import Plan

__all__ = ["LackingFacts", "TodayFacts", "today_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayFacts:
    """What *Today* tells."""

    due: Mapping[str, Any]
    """As `kenri due --json`."""
    others: Sequence[Mapping[str, Any]]
    """Kept answers that would be others now, as `kenri audit --all --json` tells of them."""
    waiting: Sequence[Mapping[str, Any]]
    """Requests to act of which it was not known whether they are permitted, and nothing was recorded."""
    plans: Mapping[str, Plan] = field(default_factory=dict)
    asked: Mapping[str, Any] = field(default_factory=dict)
    """What was asked for: `on`, `within`, `plan`."""
    further: str | None = None
    """Where the next page of what comes begins."""


def today_page(frame: PageFrame, facts: TodayFacts) -> bytes:
    """The page."""
    names = {id_: PlanNames(plan, frame.lang) for id_, plan in facts.plans.items()}

    def what(line: Mapping[str, Any], key: str) -> str:
        known = names.get(line["plan"])
        name = line[key] or ""
        if known is None:
            return name
        return known.action(name) if name in known.plan.actions else known.bare(name)

    due = facts.due["due"]
    known = [each for each in due if each["kind"] != "unknown"]
    return rendered(
        "today.html",
        frame,
        facts=facts,
        due=facts.due,
        late=[each for each in known if each["kind"] == "late"],
        days=_by_day(each for each in known if each["kind"] != "late"),
        unknown=_lacking(frame, facts.plans, [each for each in due if each["kind"] == "unknown"]),
        what=what,
        balance=lambda line: names[line["plan"]].balance(line["to"]) if line["plan"] in names else line["to"],
        title_of=lambda id_: _title(frame, facts.plans, id_),
    )


def _by_day(lines: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    return [(day, list(group)) for day, group in groupby(lines, key=lambda each: str(each["day"]))]


@dataclass(frozen=True, slots=True)
class LackingFacts:
    """What nobody has told of one grant: what hangs on it, and what to do about it."""

    first: Mapping[str, Any]
    lines: Sequence[Mapping[str, Any]]
    supplies: Sequence[str]


def _lacking(frame: PageFrame, plans: Mapping[str, Plan], lines: Sequence[Mapping[str, Any]]) -> list[LackingFacts]:
    """Lines about one holder and grant that lack the same, as one."""
    found: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for each in lines:
        found.setdefault((each["holder"], each["plan"], each["grant"], tuple(each["missing"])), []).append(each)
    told = []
    for several in found.values():
        first = several[0]
        plan = plans.get(first["plan"])
        supplies = [name if plan is None else supply_for(plan, first["what"], name, frame.lang)
                    for name in first["missing"]]  # fmt: skip
        told.append(LackingFacts(first, several, supplies))
    return told


def _title(frame: PageFrame, plans: Mapping[str, Plan], id_: str) -> str:
    """What a plan calls itself, else its id."""
    plan = plans.get(id_)
    return id_ if plan is None else said(plan.title, frame.lang) or id_
