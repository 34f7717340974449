"""JSON Schema of life files and scenario files; of one plan, so that an editor completes its events and attributes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kenri.faces.contracts.schema import Schema, schema_of
from kenri.faces.words import said
from kenri.loader.declarations import attributes_of
from kenri.loader.vocabulary import may_be_zero, vocabulary
from kenri.model.plan import Attribute, AttributeUse, EventKind, Plan
from kenri.model.scenario import ScenarioFile

__all__ = ["life_schema", "scenario_schema"]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"

_DAY: Schema = {
    "type": "string",
    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}.*)?$",
    "description": "A day, such as 2025-06-25; an instant is the day it falls on in the plan's zone.",
}

_FRACTION = "-?[0-9]+ ?/ ?0*[1-9][0-9]*"
_NEW_FOR_OLD = r"[0-9]+(\.[0-9]+)? +new +for +[0-9]+(\.[0-9]+)? +old"

_TYPES: Mapping[str, Schema] = {
    "number": {"type": ["number", "string"], "pattern": f"^{_FRACTION}$"},
    "ratio": {"type": ["number", "string"], "pattern": f"^({_FRACTION}|{_NEW_FOR_OLD})$"},
    "day": _DAY,
    "text": {"type": "string"},
    "party": {"type": "string", "description": "One of the parties."},
    "flag": {"type": "boolean"},
    "event": {"type": "string", "description": "The id of an event that is recorded before."},
}


def life_schema(plan: Plan | None = None) -> Schema:
    """The schema of a life file: of any plan, or of one, with its roles, events and attributes by name."""
    title = "kenri life" if plan is None else f"kenri life of {plan.id}"
    return {"$schema": _DRAFT, "title": title, **_life(plan)}


def scenario_schema(plan: Plan | None = None) -> Schema:
    """The schema of a scenario file; with a plan, of scenarios about it."""
    schema = schema_of(ScenarioFile, title="kenri scenarios" if plan is None else f"kenri scenarios of {plan.id}")
    life = {**_life(plan), "required": []}
    for name in ("ScenarioFile", "Scenario"):
        properties = schema["$defs"][name]["properties"]
        properties["life"] = {"$ref": "#/$defs/life", "description": properties["life"].get("description", "")}
    schema["$defs"]["life"] = life
    return schema


def _life(plan: Plan | None) -> Schema:
    return {
        "type": "object",
        "description": "Parties, grants, facts and the log of events.",
        "properties": {
            "plan": {"type": "string", "description": "The plan this life belongs to; another refuses it."},
            "title": {"type": "string"},
            "parties": {
                "type": "object",
                "description": "Parties by name.",
                "additionalProperties": _party(plan),
            },
            "grants": {"type": "array", "description": "Rights granted to a party.", "items": _grant(plan)},
            "facts": _facts(plan),
            "events": {
                "type": "array",
                "description": "What happened, in the order in which it was recorded.",
                "items": _event(plan),
            },
        },
        "additionalProperties": False,
    }


def _party(plan: Plan | None) -> Schema:
    """A party; no role is required, because whoever holds a grant has that of a grantee."""
    role: Schema = {"type": "string"} if plan is None else {"enum": list(plan.roles)}
    own = {
        "role": role,
        "roles": {"type": "array", "items": role},
    }
    return _object(own, None if plan is None else plan.party_attributes, required=(), says="A party and its role.")


_OF_PLAN = "The plan that it is under; the one that is asked, if left out."


def _grant(plan: Plan | None) -> Schema:
    own = {
        "id": {"type": "string"},
        "grantee": {"type": "string", "description": "One of the parties."},
        "on": {**_DAY, "description": "The day of the grant."},
        "number": {"type": "number", "minimum": 0, "description": "How many rights."},
    }
    if plan is None:
        own["plan"] = {"type": "string", "description": _OF_PLAN}
        return _object(own, None, required=("grantee", "number"), says="Rights granted to a party.")
    lists = {kind.with_grant: _lines(kind) for kind in plan.events.values() if kind.with_grant is not None}
    under = {**lists, "plan": {"const": plan.id, "description": _OF_PLAN}}
    elsewhere = {"type": "string", "not": {"const": plan.id}, "description": _OF_PLAN}
    return {
        "anyOf": [
            _object(
                own | under, plan.grant_attributes, required=("grantee", "number"), says="Rights granted to a party."
            ),
            {
                "type": "object",
                "description": "Rights granted under another plan, in the words of that one.",
                "properties": own | {"plan": elsewhere},
                "required": ["grantee", "number", "plan"],
            },
        ]
    }


def _lines(kind: EventKind) -> Schema:
    """What a grant lists of a kind of event; the number of each line is above zero."""
    own = {"on": {**_DAY, "description": "The day on which it takes effect."}, "id": {"type": "string"}}
    line = _object(own, kind.attributes, required=("on",), says=said(kind.says, "en"))
    if kind.number is not None:
        line["properties"][kind.number]["exclusiveMinimum"] = 0
    return {"type": "array", "description": said(kind.says, "en"), "items": line}


def _facts(plan: Plan | None) -> Schema:
    says = "What the document leaves unknown, by the names of its terms."
    if plan is None:
        return {"type": "object", "description": says}
    unknown = {name: term for name, term in plan.terms.items() if term.is_unknown}
    properties: dict[str, Schema] = {}
    for name, term in unknown.items():
        kind: Schema = (
            {
                "type": "object",
                "properties": {"first": _DAY, "last": _DAY},
                "required": ["first", "last"],
                "additionalProperties": False,
            }
            if term.type == "period"
            else _TYPES[term.type or "text"]
        )
        properties[name] = {**kind, "description": said(term.says or term.unknown, "en")}
    return {"type": "object", "description": says, "properties": properties, "additionalProperties": False}


def _event(plan: Plan | None) -> Schema:
    own: dict[str, Schema] = {
        "event": {"type": "string"},
        "on": {**_DAY, "description": "The day on which it takes effect."},
        "who": {"type": "string", "description": "The party it happened to or who did it; the grantee if left out."},
        "grant": {"type": "string", "description": "The grant it is about; all of them if left out."},
        "id": {"type": "string", "description": "A name for it, so that it can be corrected or spoken of."},
        "recorded": {**_DAY, "description": "When it became known; the beginning of its day if left out."},
        "corrects": {"type": "string", "description": "The earlier event that this one stands in the place of."},
        "cancelled": {"type": "boolean", "description": "With `corrects`: the earlier event is only taken back."},
    }
    if plan is None:
        return _object(own, None, required=("event", "on"), says="Something that happened.")
    if not plan.events:
        return _object(own, {}, required=("event", "on"), says="Something that happened.")
    above_zero = vocabulary(plan).above_zero
    kinds = [_kind(name, kind, own) for name, kind in plan.events.items()]
    for name, schema in zip(plan.events, kinds, strict=True):
        for number in above_zero.get(name, ()):
            declared = attributes_of(plan.events[name].attributes)[number]
            schema["properties"][number]["minimum" if may_be_zero(declared) else "exclusiveMinimum"] = 0
    return {"oneOf": kinds}


def _kind(name: str, kind: EventKind, own: Mapping[str, Schema]) -> Schema:
    own = {**own, "event": {"const": name, "description": said(kind.says, "en")}}
    attributes = attributes_of(kind.attributes)
    # What a cancelled event would have said may be left out, which `required` cannot tell from an omission.
    schema = _object(own, attributes, required=("event", "on"), says=said(kind.says, "en"))
    needed = [key for key, attribute in attributes.items() if not attribute.optional and attribute.default is None]
    if needed:
        taken_back = {"required": ["cancelled", "corrects"], "properties": {"cancelled": {"const": True}}}
        schema["anyOf"] = [{"required": needed}, taken_back]
    return schema


def _object(
    own: Mapping[str, Schema], attributes: Mapping[str, AttributeUse] | None, *, required: tuple[str, ...], says: str
) -> Schema:
    """A mapping with its own keys and the declared attributes; without a plan any attribute may stand there."""
    declared = attributes_of(attributes or {})
    schema: dict[str, Any] = {
        "type": "object",
        "description": says,
        "properties": {**own, **{name: _attribute(each) for name, each in declared.items() if name not in own}},
    }
    # What only some roles must give is left to loading, which knows who holds a grant.
    needed = [name for name, each in declared.items() if not each.optional and each.default is None and not each.for_]
    if required or (needed and "event" not in own):
        schema["required"] = [*required, *([] if "event" in own else needed)]
    if attributes is not None:
        schema["additionalProperties"] = False
    return schema


def _attribute(attribute: Attribute) -> Schema:
    kind: Schema = {"enum": list(attribute.one_of)} if attribute.one_of else _TYPES[attribute.type or "text"]
    schema = {**kind}
    if text := said(attribute.says, "en"):
        schema["description"] = text
    return schema
