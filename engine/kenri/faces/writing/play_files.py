"""The files that a played life is saved as: the life itself, and a scenario with the answers it got."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kenri.loader import instants
from kenri.loader.declarations import attributes_of, term_type
from kenri.loader.scalars import meaning
from kenri.model.days import FIRST_DAY, Day
from kenri.model.life import UNNAMED, Event, Fact, Grant, Life, Party
from kenri.model.plan import Attribute, Plan
from kenri.model.ruling import Exact, Ruling

_PLAIN = re.compile(r"[A-Za-z_./][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*")
_NUMBERED = re.compile(r"event-\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that was asked; None and nothing are what `kenri ask` takes when an option is left out."""

    on: Day
    action: str
    by: str | None = None
    rights: Exact | None = None
    grant: str | None = None
    known_at: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


# --- lives


def life_data(life: Life, plan: Plan) -> dict[str, Any]:
    """The life as data shaped like a life file: what the loader would supply by itself is left out."""
    corrected = {event.corrects for event in life.events}
    data = {
        "parties": {party.id: _party(party, plan) for party in life.parties.values()},
        "grants": [_grant(grant, plan, is_only=len(life.grants) == 1) for grant in life.grants.values()],
        "facts": {name: _fact_of_term(name, value, plan) for name, value in life.facts.items()},
        "events": [_event(event, life, plan, is_corrected=event.id in corrected) for event in life.events],
    }
    return {name: section for name, section in data.items() if section}


def life_text(data: Mapping[str, Any], *, indent: int = 0) -> str:
    """The YAML of a life: one line for each party, grant, fact and event."""
    lines: list[str] = []
    for name, section in data.items():
        lines.append(f"{name}:")
        if isinstance(section, Mapping):
            lines += [f"  {_flow(key)}: {_flow(value)}" for key, value in section.items()]
        else:
            lines += [f"  - {_flow(value)}" for value in section]
    return "".join(f"{' ' * indent}{line}\n" for line in lines)


def _party(party: Party, plan: Plan) -> dict[str, Any]:
    roles: dict[str, Any] = {"role": party.roles[0]} if len(party.roles) == 1 else {"roles": [*party.roles]}
    return {**roles, **_attributes(party.attributes, attributes_of(plan.party_attributes))}


def _grant(grant: Grant, plan: Plan, *, is_only: bool) -> dict[str, Any]:
    found: dict[str, Any] = {} if is_only and grant.id == UNNAMED else {"id": grant.id}
    found["grantee"] = grant.grantee
    if grant.on > FIRST_DAY:
        found["on"] = date.fromordinal(grant.on)
    found["number"] = grant.number
    return {**found, **_attributes(grant.attributes, attributes_of(plan.grant_attributes))}


def _event(event: Event, life: Life, plan: Plan, *, is_corrected: bool) -> dict[str, Any]:
    zone = ZoneInfo(plan.zone)
    found: dict[str, Any] = {"on": date.fromordinal(event.on), "event": event.kind}
    if event.who and not event.is_who_assumed:
        found["who"] = event.who
    if event.grant is not None and len(life.grants) > 1:
        found["grant"] = event.grant
    found |= _attributes(event.attributes, attributes_of(plan.events[event.kind].attributes))
    if event.recorded != instants.beginning(date.fromordinal(event.on), zone):
        found["recorded"] = instants.local(event.recorded, zone)
    if is_corrected or not _NUMBERED.fullmatch(event.id):
        found["id"] = event.id
    if event.corrects is not None:
        found["corrects"] = event.corrects
    if event.cancelled:
        found["cancelled"] = True
    return found


def _attributes(values: Mapping[str, Fact], declared: Mapping[str, Attribute]) -> dict[str, Any]:
    return {name: _fact(value, declared[name].type if name in declared else None) for name, value in values.items()}


def _fact_of_term(name: str, value: Any, plan: Plan) -> Any:
    if isinstance(value, tuple):
        first, last = value
        return {"first": date.fromordinal(first), "last": date.fromordinal(last)}
    return _fact(value, term_type(plan.terms[name]))


def _fact(value: Fact, kind: str | None) -> Any:
    return date.fromordinal(value) if kind == "day" and isinstance(value, int) else value


# --- scenarios


def scenario_text(
    plan: str,
    name: str,
    data: Mapping[str, Any],
    answered: Sequence[tuple[Question, Ruling]],
    readings: Mapping[str, str],
    *,
    because: str,
) -> str:
    """A scenario file with one scenario: each question with its answer as what must be answered."""
    clauses = [finding.clause for _, ruling in answered for finding in ruling.findings if finding.clause]
    lines = [
        f"plan: {_flow(plan)}",
        f"clause: {json.dumps(clauses[0] if clauses else '-', ensure_ascii=False)}",
        "life:",
        life_text(data, indent=2).rstrip("\n") if data else "  parties: {}",
        "scenarios:",
        f"  {_flow(name)}:",
        f"    because: {json.dumps(because, ensure_ascii=False)}",
        "    asks:",
        *(f"      - {_flow(_expected(question, ruling, readings))}" for question, ruling in answered),
    ]
    return "\n".join(lines) + "\n"


def plan_from(plan: str, file: Path) -> str:
    """The plan as a scenario file names it: a path is one from the folder of the file."""
    if not plan.endswith((".yaml", ".yml")):
        return plan
    return Path(os.path.relpath(plan, file.parent)).as_posix()


def _expected(question: Question, ruling: Ruling, readings: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"on": date.fromordinal(question.on)}
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
        found["window"] = {key: date.fromordinal(day) for key, day in bounds if day is not None}
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
    return number is not None and _decimal(Fraction(number)) is not None


# --- text


def _flow(value: Any) -> str:
    """A value on one line of YAML, as the strict loader reads it back."""
    match value:
        case Mapping():
            return "{" + ", ".join(f"{_flow(key)}: {_flow(each)}" for key, each in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case bool():
            return "true" if value else "false"
        case datetime() | date():
            return value.isoformat()
        case int() | Decimal():
            return str(value)
        case Fraction():
            decimal = _decimal(value)
            return f"{value}" if decimal is None else f"{decimal:f}"
        case _:
            text = str(value)
            is_plain = _PLAIN.fullmatch(text) is not None and meaning(text) == text
            return text if is_plain else json.dumps(text, ensure_ascii=False)


def _decimal(number: Fraction) -> Decimal | None:
    """The number as a decimal, where that is exact in twelve places."""
    places = next((places for places in range(13) if 10**places % number.denominator == 0), None)
    return None if places is None else Decimal(number.numerator * 10**places // number.denominator).scaleb(-places)


def same_questions(questions: Iterable[Question]) -> tuple[Question, ...]:
    """The questions without repetitions, in the order in which they were first asked."""
    found: list[Question] = []
    for question in questions:
        if question not in found:
            found.append(question)
    return tuple(found)
