"""The event that records a request to act: of which kind it is, what it says, who acted, and in whose life it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from kenri.audit import asked
from kenri.loader import record_keys, values
from kenri.loader.declarations import attributes_of
from kenri.loader.lives import events_of
from kenri.loader.values import Misfit
from kenri.loader.vocabulary import about
from kenri.model.entries import EVERYBODY
from kenri.model.frozen import frozen
from kenri.model.judgement import ActQuestion
from kenri.model.life import Event, Grant, Life
from kenri.model.plan import EventKind
from kenri.model.problems import Problem, ProblemsError, Report, quote, refused
from kenri.model.sentences import Sentence, did_you_mean
from kenri.register.canonical import plain
from kenri.register.plan_versions import KeptPlan
from kenri.register.records import RegisterRecord

__all__ = ["event_of", "home", "plain_mapping", "said_of", "with_actor"]


def home(grant: Grant, holder: str | None, records: list[RegisterRecord]) -> tuple[str, str]:
    """In whose life the event is, and in whose alone it counts: those of the grant; else of a life by itself."""
    grants = [each for each in records if each.kind == "grant" and each.key == grant.id]
    if grants:
        return grants[-1].life, grants[-1].reach
    is_alone = holder is not None and any(each.life == holder for each in records)
    return (holder, holder) if holder is not None and is_alone else (EVERYBODY, EVERYBODY)


def plain_mapping(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """A mapping as plain data."""
    found: Any = plain(value)
    return frozen(found)


def event_of(plan: KeptPlan, action: str, event: str | None) -> str:
    """The kind of event that records an action."""
    kinds = [name for name, kind in plan.plan.events.items() if kind.act == action]
    if not kinds:
        recordable = sorted({kind.act for kind in plan.plan.events.values() if kind.act is not None})
        command = f"kenri ask {plan.id} --register REGISTER --holder NAME --on DAY --action {action} --keep"
        advice = Sentence("keep-the-answer", hint=did_you_mean(action, recordable), command=quote(command, limit=1000))
        raise refused(Sentence("no-event-of-action", action=quote(action)), advice)
    if event is not None:
        if event not in kinds:
            raise refused(
                Sentence("event-of-another-action", event=quote(event), action=quote(action)),
                did_you_mean(event, kinds),
            )
        return event
    if len(kinds) > 1:
        raise refused(Sentence("which-event", action=quote(action), names=tuple(map(quote, kinds))))
    return kinds[0]


def said_of(
    plan: KeptPlan, action: str, kind: str, *, rights: object, given: Mapping[str, Any], report: Report
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was given with a request: what the event says, its number among it, and the facts of the action that no
    event has a place for; these are told to the rules, and kept with the ruling.

    What is wrong goes to the report; a number that is wrong or missing is then 1, so that the rest can be looked at.
    """
    declared, facts = plan.plan.events[kind], plan.plan.actions[action].attributes
    found: dict[str, Any] = {}
    told: dict[str, Any] = {}
    for name, value in given.items():
        if name in record_keys.EVENT or (rights is not None and name == declared.number):
            report.add(Problem(None, Sentence("field-of-record", name=quote(name))))
        elif name in declared.attributes:
            found[name] = value
        elif name in facts:
            told[name] = value
        else:
            sentence = Sentence("no-part-of", name=quote(name), of=about("event", kind))
            report.add(Problem(None, sentence, did_you_mean(name, [*declared.attributes, *facts])))
    if rights is not None and declared.number is None:
        report.add(Problem(None, Sentence("act-without-number", action=quote(action))))
    elif rights is not None and declared.number is not None:
        number = values.rights(rights)
        found[declared.number] = 1 if isinstance(number, Misfit) else number
        if isinstance(number, Misfit):
            report.add(Problem(None, number.sentence, number.advice))
    elif declared.number is not None and declared.number not in found and _must_be_told(declared, declared.number):
        report.add(Problem(None, Sentence("how-many", action=quote(action))))
        found[declared.number] = 1
    return found, told


def _must_be_told(kind: EventKind, name: str) -> bool:
    """Whether an event of a kind is none without an attribute."""
    declared = attributes_of(kind.attributes)[name]
    return not declared.optional and declared.default is None


def with_actor(
    plan: KeptPlan,
    before: Life,
    grant: Grant,
    data: dict[str, Any],
    by: str | None,
    chosen: Mapping[str, str],
    known: int,
) -> tuple[dict[str, Any], Event, ActQuestion]:
    """The event with who acted, as far as it must say so, and the question that it comes to.

    Raises `ProblemsError` with everything that is wrong with the event, and for an actor whom no record can name.
    """
    data = {**data, "recorded": datetime.fromtimestamp(known, UTC)}
    kind = plan.plan.events[data["event"]]
    wanted = None if by is None else plan.party(before, by, grant)
    if wanted is not None and kind.by is not None and kind.by not in wanted.roles:
        raise refused(Sentence("done-by-another", event=quote(data["event"]), role=quote(kind.by), by=quote(by or "")))
    ways: list[dict[str, Any]] = []
    if wanted is None or (kind.by is not None and grant.grantee):
        ways.append({**data, "who": grant.grantee} if kind.personal and grant.grantee else data)
    elif not kind.personal:
        ways.append(data)
    if wanted is not None and wanted.id in before.parties:
        ways.append({**data, "who": wanted.id})
    for way in ways:
        report = Report()
        events = events_of((way,), before, plan.plan, report)
        if report.errors:  # what was asked for stands in no file
            raise ProblemsError(replace(each, place=None) for each in report.errors)
        (event,) = events
        act = asked(plan.plan, before.with_events(event), grant, event, chosen)
        if wanted is None or act.by.id == wanted.id:
            return way, event, act
    raise refused(Sentence("nobody-of-role", role=quote(by or "")))
