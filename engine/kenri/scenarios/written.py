"""Scenarios as they are written in a file: questions, each with the answer it got as what must be answered."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from kenri.loader.scalars import meaning
from kenri.loader.written_lives import life_text
from kenri.loader.written_values import flow
from kenri.model.days import Day
from kenri.model.exact import as_decimal
from kenri.model.hours import Second, clock, instant
from kenri.model.ruling import Exact, Ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenQuestion:
    """A question that was asked; None and nothing are what `kenri ask` takes when an option is left out."""

    on: Day
    time: Second | None = None
    """The time of that day by the clocks of the plan, where it was asked at one."""
    action: str
    by: str | None = None
    rights: Exact | None = None
    grant: str | None = None
    known_at: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    def asked_on(self, zone: str) -> date:
        """The day, or the instant with its offset in the zone of the plan."""
        return date.fromordinal(self.on) if self.time is None else instant(self.on, self.time, zone)


def same_questions(questions: Iterable[WrittenQuestion]) -> tuple[WrittenQuestion, ...]:
    """The questions without repetitions, in the order in which they were first asked."""
    found: list[WrittenQuestion] = []
    for question in questions:
        if question not in found:
            found.append(question)
    return tuple(found)


def scenario_text(
    plan: str,
    name: str,
    data: Mapping[str, Any],
    answered: Sequence[tuple[WrittenQuestion, Ruling]],
    readings: Mapping[str, str],
    *,
    because: str,
) -> str:
    """A scenario file with one scenario: each question with its answer as what must be answered."""
    clauses = [finding.clause for _, ruling in answered for finding in ruling.findings if finding.clause]
    lines = [
        f"plan: {flow(plan)}",
        f"clause: {json.dumps(clauses[0] if clauses else '-', ensure_ascii=False)}",
        "life:",
        life_text(data, indent=2).rstrip("\n") if data else "  parties: {}",
        "scenarios:",
        f"  {flow(name)}:",
        f"    because: {json.dumps(because, ensure_ascii=False)}",
        "    asks:",
        *(f"      - {flow(_expected(question, ruling, readings))}" for question, ruling in answered),
    ]
    return "\n".join(lines) + "\n"


def plan_from(plan: str, file: Path) -> str:
    """The plan as a scenario file names it: a path is one from the folder of the file."""
    if not plan.endswith((".yaml", ".yml")):
        return plan
    return Path(os.path.relpath(plan, file.parent)).as_posix()


def _expected(question: WrittenQuestion, ruling: Ruling, readings: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"on": question.asked_on(ruling.plan.zone)}
    if question.action != "exercise":
        found["action"] = question.action
    given = (("by", question.by), ("rights", question.rights), ("grant", question.grant), ("with", question.facts))
    found |= {key: value for key, value in (*given, ("readings", readings)) if value}
    if question.known_at is not None:
        found["known_at"] = meaning(question.known_at)
    found["expect"] = ruling.outcome
    if ruling.rules:
        found["rules"] = [*ruling.rules]
    if ruling.window is not None and (ruling.window.first or ruling.window.last):
        bounds = (("first", ruling.window.first), ("last", ruling.window.last))
        hours = (("opens", ruling.window.opens), ("closes", ruling.window.closes))
        found["window"] = {key: date.fromordinal(day) for key, day in bounds if day is not None}
        found["window"] |= {key: clock(hour) for key, hour in hours if hour is not None}
    if ruling.outcome == "allowed" and (isinstance(ruling.most, str) or _is_decimal(ruling.most)):
        found["most"] = ruling.most
    if ruling.outcome == "denied":
        found["next_day"] = "never" if ruling.next_day is None else date.fromordinal(ruling.next_day)
        if ruling.next_day is None and ruling.perhaps_day is not None:
            found["next_day"] = "unknown"
        if ruling.perhaps_day is not None:
            found["perhaps_day"] = date.fromordinal(ruling.perhaps_day)
    if ruling.outcome == "unknown":
        found["missing"] = [*ruling.missing]
    return found


def _is_decimal(number: Exact | None) -> bool:
    """Whether a number can be written in a file as a number."""
    return number is not None and as_decimal(Fraction(number)) is not None
