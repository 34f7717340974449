"""JSON Schemas of the answers to all questions besides `kenri ask`, which `kenri.faces.contracts.answers` describes.

Every object is closed: it has the keys that are named here and no other, so that what comes to be told and is not
described is found by whoever holds answers to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias, get_args

from kenri.auditing.roll_forward import RollGroup, RollKind
from kenri.checking.verdict import Grade, Kind, Status
from kenri.model.schedule import Fate
from kenri.simulation.comparison import Asked
from kenri.simulation.due import ComingKind
from kenri.simulation.steps import Change

__all__ = ["ANSWERS", "PARTS", "JsonSchema"]

JsonSchema: TypeAlias = dict[str, Any]

TEXT: JsonSchema = {"type": "string"}
FLAG: JsonSchema = {"type": "boolean"}
COUNT: JsonSchema = {"type": "integer", "minimum": 0}
DAY: JsonSchema = {"type": "string", "format": "date"}
INSTANT: JsonSchema = {"type": "string", "format": "date-time"}
ANYTHING: JsonSchema = {}
"""What a life or a record holds: its plan says what that may be."""


def _ref(name: str) -> JsonSchema:
    return {"$ref": f"#/$defs/{name}"}


def _or_null(schema: JsonSchema) -> JsonSchema:
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _list(schema: JsonSchema, **more: Any) -> JsonSchema:
    return {"type": "array", "items": schema, **more}


def _by_name(schema: JsonSchema) -> JsonSchema:
    return {"type": "object", "additionalProperties": schema}


def _one_of(literal: Any) -> JsonSchema:
    return {"enum": list(get_args(literal))}


def _object(says: str = "", perhaps: Mapping[str, JsonSchema] | None = None, /, **properties: JsonSchema) -> JsonSchema:
    """A closed object: all keys are there, but those that are only perhaps. `from_` is the key `from`."""
    named = {name.rstrip("_"): each for name, each in properties.items()}
    found: JsonSchema = {
        "type": "object",
        "required": list(named),
        "additionalProperties": False,
        "properties": {**named, **(perhaps or {})},
    }
    return {"description": says, **found} if says else found


EXACT: JsonSchema = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^-?\d+/\d+$"}]}
"""An exact number: whole, or a fraction as text."""

_NUMBER = {"anyOf": [*EXACT["anyOf"], {"type": "null"}]}
"""The same; null where it is not known."""

_MOST = {"anyOf": [*EXACT["anyOf"], {"enum": ["unlimited", "no-largest", "unknown"]}, {"type": "null"}]}
"""The largest number allowed, as in a ruling."""

_OUTCOME = _one_of(Literal["allowed", "denied", "unknown"])
_VERDICT = _one_of(Literal["permitted", "not-permitted", "cannot-be-judged"])
_VALUE = {"anyOf": [{"type": ["integer", "string", "boolean", "null"]}]}
_TEXTS = _list(TEXT)
_HEAD = _object(sequence=COUNT, hash=TEXT)
_STATE = Literal["waiting", "begun", "done", "cancelled"]
_READINGS = _by_name(TEXT)
_WHO = {"action": TEXT, "by": TEXT, "grant": _or_null(TEXT)}
_CAUTIONS = _list(_ref("Caution"))
_DUTIES = _list(_ref("OwedDuty"))
_MOVEMENTS = _list(_ref("Movement"))
_PROBLEMS = _list(_ref("Problem"))
_BEYOND = {**_or_null(COUNT), "description": "How many combinations of readings were looked at, where there are more."}


def _turning(key: str, value: JsonSchema) -> dict[str, JsonSchema]:
    """Whether something is the same under every reading, and the smallest changes of readings that make it another."""
    return {"settled": _or_null(FLAG), "ways": _list(_object(**{"readings": _READINGS, key: value}))}


def _properties(name: str) -> dict[str, JsonSchema]:
    """The keys of a part that is described here, to be told among others."""
    found: dict[str, JsonSchema] = PARTS[name]["properties"]
    return found


# --- parts of several answers

_WINDOW: dict[str, JsonSchema] = {
    "first": _or_null(DAY),
    "last": _or_null(DAY),
    "status": _one_of(Literal["allowed", "unknown"]),
    "most": _MOST,
    "steps": _list(_object(from_=DAY, most=_MOST)),
}
_OF_HOURS: dict[str, JsonSchema] = {"opens": TEXT, "closes": TEXT, "zone": TEXT, "left_out": COUNT}
_WAYS_OF_WINDOWS = _turning("windows", _list(_ref("BareWindow")))
_RULE = _object(rule=TEXT, clause=TEXT, says=TEXT)

_LISTS_OF_STEP: dict[str, JsonSchema] = {
    "states_began": _list(_ref("StateSpan")),
    "states_ended": _list(_ref("StateSpan")),
    "states_withdrawn": _list(_ref("StateSpan")),
    "windows_changed": _list(_ref("WindowChange")),
    "movements": _MOVEMENTS,
    "movements_withdrawn": _MOVEMENTS,
    "reconsider": _list(
        {
            "anyOf": [
                _object(
                    act=TEXT, grant=_or_null(TEXT), place=_or_null(TEXT), then=_ref("RulingOfStep"),
                    now=_ref("RulingOfStep"),
                ),
                _object(**_WHO, first=DAY, last=DAY, then=_ref("AnswerOfDays"), now=_ref("AnswerOfDays")),
            ]
        }
    ),
}  # fmt: skip

_RULING: dict[str, JsonSchema] = {
    **_WHO,
    "on": DAY,
    "number": _NUMBER,
    "outcome": _OUTCOME,
    "rules": _list(
        _object(
            rule=TEXT, clause=TEXT, sentence=TEXT, verdict=_one_of(Literal["permit", "forbid", "limit"]),
            applies=_or_null(FLAG),
        )
    ),
    "missing": _TEXTS,
    "next_day": _or_null(DAY),
    "perhaps_day": _or_null(DAY),
    "perhaps_missing": _TEXTS,
    "most": _MOST,
    "figures": _by_name(_VALUE),
}  # fmt: skip

PARTS: dict[str, JsonSchema] = {
    "Work": _object(
        "Work that goes on after its question: how far it is, where that is known, and the status of its answer.",
        id=TEXT, operation=TEXT, asked=_list(_object(name=TEXT, value=TEXT)), state=_one_of(_STATE), made=INSTANT,
        begun=_or_null(INSTANT), ended=_or_null(INSTANT), done=COUNT, total=COUNT, status=_or_null(COUNT),
        kept_until=_or_null(INSTANT),
    ),
    "WindowOnTrack": _object(
        "An interval of days on which an action is allowed, or may be, and what that turns on.",
        {**_OF_HOURS, **_WAYS_OF_WINDOWS}, **_WINDOW,
    ),
    "WindowTrack": _object(
        "The windows of one action, party and grant.", {"left_out": COUNT}, **_WHO,
        windows=_list(_ref("WindowOnTrack")),
    ),
    "WindowChange": _object(
        "What became of a window.", **_WHO, how=_one_of(Change), before=_or_null(_ref("WindowOnTrack")),
        after=_or_null(_ref("WindowOnTrack")),
    ),
    "StateSpan": _object(
        "Days on which something is so.", state=TEXT, clause=TEXT, says=TEXT, grant=_or_null(TEXT),
        first=_or_null(DAY), last=_or_null(DAY),
    ),
    "Movement": _object(
        "Rights that move from one balance to another.", on=DAY, grant=_or_null(TEXT), effect=TEXT, clause=TEXT,
        says=TEXT, event=_or_null(TEXT), from_=TEXT, to=_or_null(TEXT), number=_NUMBER, asked=_NUMBER,
    ),
    "RulingOfStep": _object(
        "An answer, as a step of a simulation tells it.", {"fired": _list({"type": "object"})}, **_RULING
    ),
    "ActOfStep": _object("An act, and how it was judged.", **_RULING),
    "AnswerOfDays": _object(outcome=_OUTCOME, most=_MOST, figures=_by_name(_VALUE)),
    "Simulation": _object(
        "What each recorded event changes.", plan=TEXT, opening=_list(_ref("WindowTrack")),
        steps=_list(_ref("SimulationStep")), balances=_by_name(_by_name(_NUMBER)), cautions=_CAUTIONS,
    ),
    "SimulationStep": _object(
        "What one event, or an amendment of the plan, changes.",
        {f"{name}_left_out": COUNT for name in _LISTS_OF_STEP},
        **_LISTS_OF_STEP,
        event=_or_null(
            _object(
                id=TEXT, event=TEXT, on=DAY, recorded=INSTANT, who=_or_null(TEXT), grant=_or_null(TEXT),
                attributes=_by_name(ANYTHING), corrects=_or_null(TEXT), cancelled=FLAG, place=_or_null(TEXT),
            )
        ),
        amendment=_or_null(TEXT), day=DAY, known_at=INSTANT, windows_before=_list(_ref("WindowTrack")),
        windows_after=_list(_ref("WindowTrack")),
        acts=_list(_ref("ActOfStep")), rulings=_list(_ref("RulingOfStep")),
        next_deadline=_or_null(_object("", {"closes": TEXT, "zone": TEXT}, on=DAY, **_WHO, most=_MOST)),
        duties=_DUTIES, duties_withdrawn=_DUTIES,
    ),
    "Windows": _object(
        "The windows of a holder, action by action.",
        {"left_out": _list(_object(**_WHO, windows=COUNT))},
        plan=TEXT,
        windows=_list(_object("", {**_OF_HOURS, **_WAYS_OF_WINDOWS}, **_WHO, **_WINDOW, cautions=_TEXTS)),
        elsewhere=_list(_object(**_WHO, readings=_READINGS, windows=_list(_ref("BareWindow")))),
        cautions=_CAUTIONS,
    ),
    "ScheduleLine": _object(
        "A part that vests, or several on one day.", first=_or_null(DAY), last=_or_null(DAY),
        parts=_or_null(_list(COUNT, minItems=2, maxItems=2)), number=_NUMBER, scheduled=_NUMBER, adds=_NUMBER,
        in_all=_NUMBER, fate=_one_of(Fate), since=_or_null(DAY), missing=_TEXTS,
    ),
    "Schedule": _object(
        "Which part vests when.", plan=TEXT, name=TEXT, clause=TEXT, sentence=TEXT, unit=TEXT, grant=_or_null(TEXT),
        of=COUNT, missing=_TEXTS, on=_or_null(DAY), next=_or_null(COUNT), schedule=_list(_ref("ScheduleLine")),
        **_turning("schedule", _list(_ref("ScheduleLine"))), beyond=_BEYOND, cautions=_CAUTIONS,
    ),
    "AuditOfHolder": _object(
        "Whether everything that is recorded of one holder was permitted.", plan=TEXT, clean=FLAG, acts=COUNT,
        permitted=_TEXTS, violations=_TEXTS, unjudged=_TEXTS, turning=_TEXTS, not_done=_TEXTS, duties=_DUTIES,
        grants=_list(
            _object(
                grant=_or_null(TEXT), grantee=_or_null(TEXT), granted=_NUMBER, until=_or_null(DAY),
                acts=_list(
                    _object(
                        event=TEXT, on=DAY, who=TEXT, action=TEXT, number=_NUMBER, verdict=_VERDICT, outcome=_OUTCOME,
                        outcome_as_known_then=_or_null(_OUTCOME), **_turning("outcome", _OUTCOME), missing=_TEXTS,
                        cautions=_TEXTS, most=_MOST, rules=_list(_RULE), place=_or_null(TEXT),
                    )
                ),
                movements=_list(
                    _object(
                        on=DAY, effect=TEXT, clause=TEXT, says=TEXT, event=_or_null(TEXT), from_=TEXT,
                        to=_or_null(TEXT), number=_NUMBER, asked=_NUMBER, short=_or_null(FLAG),
                        balances=_by_name(_NUMBER),
                    )
                ),
                closing=_by_name(_NUMBER), closing_turns=_object(**_turning("value", _by_name(_NUMBER))),
                adds_up=_or_null(FLAG),
            )
        ),
        cautions=_CAUTIONS,
    ),
    "RecordTold": _object(
        "A record of the register. Holders are told no number, hash, author or source.", {"holder": TEXT},
        sequence=_or_null(COUNT), recorded=INSTANT, by=TEXT,
        kind=TEXT, key=TEXT, since=TEXT, corrects=_or_null(COUNT), cancelled=FLAG, data=ANYTHING,
        details=_by_name(TEXT), source=TEXT, hash=_or_null(TEXT),
    ),
    "GrantLine": _object(id=TEXT, number=_NUMBER, on=_or_null(DAY), plan=TEXT),
    "KnownRecord": _object(
        "What became known by a record.", sequence=_or_null(COUNT), kind=TEXT, key=TEXT, by=_or_null(TEXT),
        source=_or_null(TEXT), cancelled=FLAG,
    ),
    "AuditFinding": {
        "description": "What an audit of all found: an act, a movement, a sum, a duty, an answer that was given, or an"
        " act on a day when no version was used. The keys beside these depend on what it is.",
        "type": "object",
        "required": ["holder", "plan", "what", "kind", "grant", "day"],
        "additionalProperties": False,
        "properties": {
            "holder": TEXT, "plan": TEXT,
            "what": _one_of(Literal["act", "movement", "sum", "duty", "answer", "version"]), "kind": TEXT,
            "grant": _or_null(TEXT), "day": _or_null(DAY), "event": _or_null(TEXT), "key": TEXT, "sequence": COUNT,
            "recorded": INSTANT, "by": _or_null(TEXT), "action": _or_null(TEXT), "number": _NUMBER, "moved": _NUMBER,
            "then": {"anyOf": [_VERDICT, _OUTCOME, {"type": "null"}]},
            "now": {"anyOf": [_VERDICT, _OUTCOME, {"type": "null"}]},
            "short": _or_null(FLAG), "most": _MOST, "most_then": _or_null(TEXT), "rules": _list(_RULE),
            "rules_then": _list(_RULE), **_turning("now", _VERDICT), "missing": _TEXTS, "ask": _TEXTS,
            "turned_at": _or_null(INSTANT), "turned_by": _list(_ref("KnownRecord")),
            "record": _or_null(_ref("KnownRecord")), "place": _or_null(TEXT), "closing": _by_name(_NUMBER),
        },
    },
    "DueLine": _object(
        "One thing that comes.", day=DAY, hour=_or_null(TEXT), zone=_or_null(TEXT), holder=TEXT,
        kind=_one_of(ComingKind), what=TEXT, by=_or_null(TEXT), grant=_or_null(TEXT), plan=TEXT, number=_MOST,
        to=_or_null(TEXT), until=_or_null(DAY), clause=TEXT, sentence=TEXT, missing=_TEXTS, settled=_or_null(FLAG),
    ),
    "ImpactOnHolder": _object(
        "What becomes of the answers about a holder.", holder=TEXT, plan=TEXT, windows=_list(_ref("WindowChange")),
        movements=_MOVEMENTS, movements_withdrawn=_MOVEMENTS, duties=_DUTIES, duties_withdrawn=_DUTIES,
    ),
    "RollLine": _object(
        line=_one_of(RollKind), effect=_or_null(TEXT), clause=_or_null(TEXT), says=_or_null(TEXT),
        numbers=_by_name(_NUMBER), total=_NUMBER, count=COUNT,
    ),
    "Roll": _object(
        "How rights moved.", plan=TEXT, holder=_or_null(TEXT), grant=_or_null(TEXT), grants=COUNT, balances=_TEXTS,
        lines=_list(_ref("RollLine")), adds_up=_or_null(FLAG),
        unknown=_or_null(
            _object(
                count=COUNT, grants=_list(_object(holder=TEXT, grant=TEXT)), granted=_NUMBER,
                opening=_by_name(_object(low=_NUMBER, high=_NUMBER)),
                closing=_by_name(_object(low=_NUMBER, high=_NUMBER)), missing=_TEXTS, ask=_TEXTS,
            )
        ),
        changed=_or_null(_list(_ref("RollLine"))),
    ),
    "ChangesTold": _object(
        "What is recorded, or would be.", {"known_now": FLAG}, applied=FLAG,
        counts=_object(new=COUNT, corrected=COUNT, cancelled=COUNT, same=COUNT),
        changes=_list(
            _object(
                act=_one_of(Literal["new", "corrected", "cancelled"]), kind=TEXT, life=TEXT, key=TEXT, since=TEXT,
                before=ANYTHING, after=ANYTHING, details_before=_by_name(TEXT), details_after=_by_name(TEXT),
                source=TEXT,
            )
        ),
        untold=_or_null(_list(_object(kind=TEXT, life=TEXT, key=TEXT))), head=_or_null(_HEAD), warnings=_PROBLEMS,
    ),
    "KeptAnswer": {
        "description": "An answer as the register keeps it; what says nothing is left out.",
        "type": "object",
        "required": ["key", "holder", "plan"],
        "properties": {"key": TEXT, "holder": TEXT, "plan": TEXT},
    },
    "PlanEntry": _object(
        "A thing that a plan declares.", section=TEXT, id=TEXT, clause=TEXT, sentence=TEXT, words=_TEXTS, origin=TEXT
    ),
    "CheckMark": _object(
        "What somebody has marked as meant.", name=TEXT, kind=TEXT, subject=TEXT, clause=TEXT,
        says=_object(en=TEXT, ja=TEXT), file=_or_null(TEXT), line=_or_null(COUNT),
    ),
    "CheckStory": _object(
        "A life that shows what a check found.", {"grant": TEXT, "time": TEXT}, life={"type": "object"}, action=TEXT,
        by=TEXT, on=DAY, rights=_NUMBER, with_=_by_name(ANYTHING), readings=_READINGS, outcome=_or_null(_OUTCOME),
        otherwise=_or_null(_OUTCOME),
    ),
}  # fmt: skip
"""The parts of answers by name, beside those of an answer to `kenri ask`."""


_PLANS = _object(
    "The plans of the register, each with the days from which its versions are used; empty: since always.",
    plans=_by_name(_TEXTS), taken=_list(_object(plan=TEXT, new=FLAG)),
)  # fmt: skip

_ACT = _object(
    "What became of a request to act.", outcome=_OUTCOME, recorded=FLAG, kept=FLAG, again=FLAG, key=TEXT,
    event=_or_null({"type": "object"}), short=FLAG, violates=_TEXTS, ruling=_or_null(_ref("Answer")),
    answer=_ref("KeptAnswer"), head=_HEAD,
)  # fmt: skip

_REQUEST = _object(
    "A request of which nothing was recorded when it was made, and what became of it. Holders are told no author.",
    key=TEXT, holder=TEXT, plan=TEXT, grant=_or_null(TEXT), action=TEXT, by=TEXT, on=TEXT, number=_NUMBER,
    outcome=_OUTCOME, missing=_TEXTS, recorded=INSTANT, author=_or_null(TEXT),
    state=_one_of(Literal["waits", "not-permitted", "recorded", "withdrawn", "refused"]), ended=_or_null(INSTANT),
    ended_by=_or_null(TEXT), reason=_or_null(TEXT),
)  # fmt: skip

_IMPACT = _object(
    "Whose answers change, and how.", register=TEXT, on=DAY, holders=COUNT, impact=_list(_ref("ImpactOnHolder"))
)

_HOLDER_LINE = _object(holder=TEXT, grants=_list(_ref("GrantLine")))

_GIVEN = _object(
    "What somebody was given.", role=TEXT, issuer=_or_null(TEXT), holder=_or_null(TEXT), from_=DAY, until=_or_null(DAY),
    recorded=INSTANT, by=TEXT,
)  # fmt: skip
_PERSON = _object(
    "Somebody who signs in.", name=TEXT, signs_in_by=_list(TEXT), openid=_list(_object(issuer=TEXT, subject=TEXT)),
    given=_list(_GIVEN),
)  # fmt: skip
_LINKED = _object(
    "By what name another service means somebody, and whether that lets them sign in.", name=TEXT, issuer=TEXT,
    subject=TEXT, linked=FLAG,
)  # fmt: skip
_TOKEN = _object(
    "A token, which itself is told no more.", name=TEXT, person=_or_null(TEXT), scopes=_TEXTS, issuers=_or_null(_TEXTS),
    made=INSTANT, ends=_or_null(INSTANT), used=_or_null(INSTANT), revoked=_or_null(INSTANT), mine=FLAG, can_end=FLAG,
)  # fmt: skip
_TOLD: dict[str, JsonSchema] = {
    "name": TEXT, "holder": _or_null(TEXT), "zone": TEXT, "told_in": TEXT, "made": INSTANT,
    "revoked": _or_null(INSTANT),
}  # fmt: skip
_FEED = _object("A calendar.", **_TOLD)
_SUBSCRIPTION = _object(
    "Who is told, where, of what and when.", **_TOLD, channel={"enum": ["mail", "webhook"]}, target=TEXT,
    before=_list(COUNT), kinds={"anyOf": [_list(TEXT), {"type": "null"}]}, hour=COUNT, private=FLAG,
)  # fmt: skip

ANSWERS: dict[str, JsonSchema] = {
    "ask": _ref("Answer"),
    "windows": _ref("Windows"),
    "figure": _object(
        "What numbers the plan gives.", plan=TEXT, on=_or_null(DAY),
        figures=_list(
            _object(
                figure=TEXT, clause=TEXT, sentence=TEXT, value=_VALUE, unit=TEXT, missing=_TEXTS,
                **_turning("value", _VALUE), beyond=_BEYOND, sums=_list(_ref("SumOverGrants")), cautions=_CAUTIONS,
                of=_TEXTS, stated=_VALUE, discrepant=FLAG,
            )
        ),
    ),
    "schedule": _ref("Schedule"),
    "duties": _object(
        "Who must do what.", plan=TEXT, on=DAY, duties=_DUTIES, **_turning("duties", _DUTIES), beyond=_BEYOND,
        cautions=_CAUTIONS,
    ),
    "audit": _ref("AuditOfHolder"),
    "simulate": _object(
        "What each event changes, with branches in which something else happens, side by side.",
        **_properties("Simulation"), branches=_by_name(_ref("Simulation")),
        comparison=_list(
            _object(
                "", {"left_out": _by_name(COUNT)}, asked=_one_of(Asked), grant=_or_null(TEXT), action=_or_null(TEXT),
                by=_or_null(TEXT), on=_or_null(DAY), balance=_or_null(TEXT), differs=FLAG,
                answers=_by_name({"anyOf": [_list(_ref("WindowOnTrack")), {"type": ["string", "integer", "null"]}]}),
            )
        ),
    ),
    "sweep": _object(
        "The same question for every day of a range.", plan=TEXT, action=TEXT, by=TEXT, grant=_or_null(TEXT),
        rights=_NUMBER, event=_or_null(_object(id=TEXT, event=TEXT, on=DAY)), asked=_object(first=DAY, last=DAY),
        zones=_list(_object(first=DAY, last=DAY, trend=TEXT, says=TEXT)),
        cliffs=_list(_object(first=DAY, second=DAY, before=ANYTHING, after=ANYTHING)),
        rows=_list(
            _object(
                "", {"windows_left_out": COUNT}, event_on=_or_null(DAY), windows=_list(_ref("WindowOnTrack")),
                runs=_list(_object(first=DAY, last=DAY, outcome=_OUTCOME)),
            )
        ),
        cautions=_CAUTIONS,
    ),
    "holder": _object(
        "One holder under each plan, and what was recorded.", holder=TEXT, details=_by_name(TEXT),
        plans=_list(
            _object(
                plan=TEXT, on=_or_null(DAY), audit=_or_null(_ref("AuditOfHolder")), windows=_ref("Windows"),
                schedules=_list(_ref("Schedule")), life={"type": "object"},
            )
        ),
        history=_list(_ref("RecordTold")),
    ),
    "holders": _list(_HOLDER_LINE),
    "grants": _list(_object(id=TEXT, holder=TEXT, number=_NUMBER, on=_or_null(DAY), plan=TEXT)),
    "records": _list(_ref("RecordTold")),
    "due": _object(
        "What comes, a page of it.", register=TEXT, first=_or_null(DAY), last=_or_null(DAY), holders=COUNT,
        due=_list(_ref("DueLine")),
    ),
    "audit/all": _object(
        "What an audit of all found, a page of it.", register=TEXT, plans=_TEXTS, until=_or_null(DAY), holders=COUNT,
        by_columns=COUNT, acts=COUNT, counts=_by_name(COUNT), turning=COUNT,
        unknown_sums=COUNT, answers=_or_null(COUNT), findings=_list(_ref("AuditFinding")),
    ),
    "roll-forward": _object(
        "How rights moved between two days.", register=TEXT, first=_or_null(DAY), last=_or_null(DAY),
        by=_one_of(RollGroup), rolls=_list(_ref("Roll")),
    ),
    "export/losses": _object(
        "How much an export holds, and what it cannot say.", form=TEXT, counts=_by_name(COUNT), not_said=_PROBLEMS
    ),
    "print": _object(
        "The register of stock acquisition rights, or what is said of one holder.", issuer=TEXT, on=DAY,
        known_at=_or_null(TEXT), head=TEXT,
        holder=_or_null(_object(key=TEXT, name=_or_null(TEXT), address=_or_null(TEXT))),
        contents=_list(_object(plan=TEXT, title=TEXT, document=TEXT, terms=_by_name(ANYTHING))),
        lines=_list(
            _object(
                holder=TEXT, name=_or_null(TEXT), address=_or_null(TEXT), content=COUNT,
                attributes=_by_name(ANYTHING), grant=TEXT, number=_NUMBER, acquired=_or_null(DAY),
                certificate=_or_null(TEXT), lacks=_list(_one_of(Literal["name", "address", "number", "acquired"])),
            )
        ),
        left_out=COUNT,
    ),
    "impact": _IMPACT,
    "impact/files": _IMPACT,
    "works": _object("The work for which somebody asked.", works=_list(_ref("Work"))),
    "work": _ref("Work"),
    "works/cancel": _ref("Work"),
    "works/result": {
        "type": "object", "description": "The answer of what was asked, as the operation of the work gives it.",
        "properties": {},
    },
    "head": _object("The last record.", issuer=TEXT, head=_HEAD),
    "verify": _object(
        "Whether every record is as it was written.", issuer=TEXT, records=COUNT, head=_HEAD, whole=FLAG,
        problems=_PROBLEMS,
    ),
    "plans": _PLANS,
    "plan/text": _object("The rule files of a plan by their paths.", plan=TEXT, files=_by_name(TEXT)),
    "plan/explain": _object(
        "A plan in plain words beside its clauses.", plan=TEXT, title=TEXT,
        source=_or_null(
            _object(document=TEXT, issuer=TEXT, date=_or_null(DAY), address=_or_null(TEXT), note=TEXT)
        ),
        zone=TEXT, counting=_TEXTS, entries=_list(_ref("PlanEntry")), words=_list(_ref("PlanEntry")),
        discrepancies=_list(_object(figure=TEXT, clause=TEXT, stated=_VALUE, computed=_VALUE)),
    ),
    "plan/check": _object(
        "What a check found.", plan=TEXT,
        bound=_object(
            first=DAY, last=DAY, granted_on=DAY, rights=_NUMBER, events=_by_name(COUNT), askers=_TEXTS, notes=_TEXTS
        ),
        results=_list(
            _object(
                kind=_one_of(Kind), subject=TEXT, clause=TEXT, claim=TEXT, status=_one_of(Status), grade=_one_of(Grade),
                note=TEXT, meant=_or_null(_ref("CheckMark")), story=_or_null(_ref("CheckStory")),
                scenario=_or_null(TEXT),
            )
        ),
        not_checked=_TEXTS, marks_nothing=_list(_ref("CheckMark")),
    ),
    "import/preview": _ref("ChangesTold"),
    "import/apply": _ref("ChangesTold"),
    "act": _ACT,
    "exercise": _ACT,
    "requests": _list(_REQUEST),
    "requests/record": _ACT,
    "requests/withdraw": _REQUEST,
    "requests/refuse": _REQUEST,
    "entries/append": _ref("ChangesTold"),
    "entries/correct": _ref("ChangesTold"),
    "entries/cancel": _ref("ChangesTold"),
    "plans/take": _PLANS,
    "people": _list(_PERSON),
    "people/add": _object("Somebody new.", name=TEXT, given=_GIVEN, password=TEXT),
    "people/give": _object("What was given.", name=TEXT, given=_GIVEN),
    "people/password": _object(
        "A link by which somebody sets another password.", name=TEXT, path=TEXT, url=_or_null(TEXT), ends=INSTANT
    ),
    "people/totp/end": _object("Of whom no code is wanted any more.", name=TEXT, code_wanted=FLAG),
    "people/shut-out": _object("Who was shut out.", name=TEXT, revoked=FLAG),
    "people/openid": _LINKED,
    "people/openid/end": _LINKED,
    "people/end": _object("How much ended.", name=TEXT, ended=COUNT),
    "tokens": _list(_TOKEN),
    "tokens/make": _object("A token that was made.", token=TEXT, name=TEXT),
    "tokens/end": _object("What was taken back.", name=TEXT, revoked=FLAG),
    "reminders": _object("Who is told of deadlines.", feeds=_list(_FEED), subscriptions=_list(_SUBSCRIPTION)),
    "reminders/feed": _object(
        "A calendar, with its address.", name=TEXT, path=TEXT, url=_or_null(TEXT), webcal=_or_null(TEXT)
    ),
    "reminders/mail": _object("Who is told by mail.", name=TEXT, target=TEXT),
    "reminders/webhook": _object("A webhook, and its secret.", name=TEXT, target=TEXT, secret=TEXT),
    "reminders/revoke": _object("What was taken back.", name=TEXT, revoked=FLAG),
}  # fmt: skip
"""By the name of an operation the schema of its answer as JSON. That of `ask/keep` is the answer with `kept`, which
closes what is described elsewhere: whoever puts the two together does so."""
