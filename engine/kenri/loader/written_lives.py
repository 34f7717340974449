"""Lives as they are written in a file: the inverse of reading them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from kenri.loader import instants
from kenri.loader.declarations import attributes_of, term_type
from kenri.loader.vocabulary import vocabulary
from kenri.loader.written_values import flow
from kenri.model.days import FIRST_DAY
from kenri.model.hours import instant
from kenri.model.life import UNNAMED, Event, Fact, Grant, Life, Party, listed_id
from kenri.model.plan import Attribute, Plan

_NUMBERED = re.compile(r"event-\d+")


def life_data(life: Life, plan: Plan) -> dict[str, Any]:
    """The life as data shaped like a life file: what the loader would supply by itself is left out."""
    corrected = {event.corrects for event in life.events}
    plans = (plan, *life.plans.values())
    data = {
        "parties": {party.id: _party(party, plans) for party in life.parties.values()},
        "grants": [
            {
                **_grant(grant, life.plans.get(grant.plan, plan), is_only=len(life.grants) == 1),
                **_lists(grant, life, life.plans.get(grant.plan, plan), corrected),
            }
            for grant in life.grants.values()
        ],
        "facts": {name: _fact_of_term(name, value, plans) for name, value in life.facts.items()},
        "events": [
            _event(event, life, plan, is_corrected=event.id in corrected)
            for event in life.events
            if not event.is_listed
        ],
    }
    return {name: section for name, section in data.items() if section}


def life_text(data: Mapping[str, Any], *, indent: int = 0) -> str:
    """The YAML of a life: one line for each party, grant, fact and event."""
    lines: list[str] = []
    for name, section in data.items():
        lines.append(f"{name}:")
        if isinstance(section, Mapping):
            lines += [f"  {flow(key)}: {flow(value)}" for key, value in section.items()]
        else:
            lines += [f"  - {flow(value)}" for value in section]
    return "".join(f"{' ' * indent}{line}\n" for line in lines)


def _party(party: Party, plans: Sequence[Plan]) -> dict[str, Any]:
    roles: dict[str, Any] = {"role": party.roles[0]} if len(party.roles) == 1 else {"roles": [*party.roles]}
    declared = {name: each for plan in reversed(plans) for name, each in attributes_of(plan.party_attributes).items()}
    return {**roles, **_attributes(party.attributes, declared)}


def _grant(grant: Grant, plan: Plan, *, is_only: bool) -> dict[str, Any]:
    found: dict[str, Any] = {} if is_only and grant.id == UNNAMED else {"id": grant.id}
    found["grantee"] = grant.grantee
    if grant.on > FIRST_DAY:
        found["on"] = date.fromordinal(grant.on)
    found["number"] = grant.number
    if grant.plan:
        found["plan"] = grant.plan
    return {**found, **_attributes(grant.attributes, attributes_of(plan.grant_attributes))}


def _lists(grant: Grant, life: Life, plan: Plan, corrected: Collection[str | None]) -> dict[str, Any]:
    """The events that a grant lists, by the keys under which it does."""
    found: dict[str, Any] = {}
    for name, kind in plan.events.items():
        own = [event for event in life.events if event.is_listed and event.kind == name and event.grant == grant.id]
        if (key := kind.with_grant) is None or not own:
            continue
        found[key] = []
        for place, event in enumerate(sorted(own, key=attrgetter("on"))):
            line = {"on": date.fromordinal(event.on), **_attributes(event.attributes, attributes_of(kind.attributes))}
            if event.id in corrected or event.id != listed_id(grant, key, place):
                line["id"] = event.id
            found[key].append(line)
    return found


def _event(event: Event, life: Life, plan: Plan, *, is_corrected: bool) -> dict[str, Any]:
    zone = ZoneInfo(plan.zone)
    on = date.fromordinal(event.on) if event.time is None else instant(event.on, event.time, plan.zone)
    found: dict[str, Any] = {"on": on, "event": event.kind}
    if event.who and not event.is_who_assumed:
        found["who"] = event.who
    if event.grant is not None and not _is_grant_assumed(event, life, plan):
        found["grant"] = event.grant
    found |= _attributes(event.attributes, _of_event(event, life, plan))
    if event.recorded != instants.beginning(date.fromordinal(event.on), zone):
        found["recorded"] = instants.local(event.recorded, zone)
    if is_corrected or not _NUMBERED.fullmatch(event.id):
        found["id"] = event.id
    if event.corrects is not None:
        found["corrects"] = event.corrects
    if event.cancelled:
        found["cancelled"] = True
    return found


def _is_grant_assumed(event: Event, life: Life, plan: Plan) -> bool:
    """Whether a reader takes an event without a grant for one about its grant: the only one, whose rights it moves."""
    if len(life.grants) != 1:
        return False
    (only,) = life.grants.values()
    return event.kind in vocabulary(life.plans.get(only.plan, plan)).moving


def _of_event(event: Event, life: Life, plan: Plan) -> dict[str, Attribute]:
    """What each plan that may read an event declares of its kind."""
    plans = (plan, *life.plans.values())
    kinds = [each.events[event.kind] for each in reversed(plans) if event.kind in each.events]
    return {name: each for kind in kinds for name, each in attributes_of(kind.attributes).items()}


def _attributes(values: Mapping[str, Fact], declared: Mapping[str, Attribute]) -> dict[str, Any]:
    return {name: _fact(value, declared[name].type if name in declared else None) for name, value in values.items()}


def _fact_of_term(name: str, value: Any, plans: Sequence[Plan]) -> Any:
    if isinstance(value, tuple):
        first, last = value
        return {"first": date.fromordinal(first), "last": date.fromordinal(last)}
    return _fact(value, next(term_type(plan.terms[name]) for plan in plans if name in plan.terms))


def _fact(value: Fact, kind: str | None) -> Any:
    return date.fromordinal(value) if kind == "day" and isinstance(value, int) else value
