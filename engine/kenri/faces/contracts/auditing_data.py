"""The audit of a register as plain data, ready for JSON and for tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Literal, assert_never

from kenri.auditing.acts import ActFinding, AuditFinding, DutyFinding, ShortFinding, SumFinding, UnruledFinding
from kenri.faces.contracts.plain import day_or_null, exact
from kenri.faces.contracts.turning_data import turning_data
from kenri.faces.words import said
from kenri.faces.words.advice import lacking_words, supply_for
from kenri.faces.words.turning import changed
from kenri.model.judgement import Decider, Judgement
from kenri.model.known_records import KnownRecord
from kenri.model.life import Instant
from kenri.model.ruling import Finding, Outcome
from kenri.model.sentences import Language
from kenri.register.answers_again import AnswerAgain
from kenri.register.records import MICROSECONDS

__all__ = ["AUDITING_COLUMNS", "auditing_data", "auditing_row", "instant_data", "recording_data"]

AUDITING_COLUMNS: Mapping[str, Literal["text", "number", "day", "flag"]] = {
    "day": "day",
    "holder": "text",
    "plan": "text",
    "grant": "text",
    "what": "text",
    "kind": "text",
    "event": "text",
    "record": "text",
    "recorded": "text",
    "by": "text",
    "action": "text",
    "number": "number",
    "then": "text",
    "now": "text",
    "rules": "text",
    "clauses": "text",
    "sentences": "text",
    "rules_then": "text",
    "clauses_then": "text",
    "settled": "flag",
    "readings": "text",
    "missing": "text",
    "ask": "text",
    "turned_at": "text",
    "turned_by": "text",
}
"""The columns of a table of what an audit found."""

VERDICTS: Mapping[Outcome, str] = {
    "allowed": "permitted",
    "denied": "not-permitted",
    "unknown": "cannot-be-judged",
}


def auditing_data(found: AuditFinding | AnswerAgain, lang: Language) -> dict[str, Any]:
    """One finding: `what` it is about (`act`, `movement`, `sum`, `duty`, `answer`, or `version` where none was used on
    the day), its `kind`, whose, of which plan and grant, when, and:

    of an act the verdicts `then` and `now`, the `record` that told of it, the deciding `rules`, and `rules_then`,
    whether it is `settled` and the `ways` of reading that make it another, the names that are `missing` and what to do
    about each (`ask`), and where the two verdicts differ `turned_at` and `turned_by`: what became known when it
    became what it is now.
    """
    if isinstance(found, AnswerAgain):
        return _answer(found, lang)
    about: dict[str, Any] = {"holder": found.holder, "plan": found.plan.id}
    match found:
        case ActFinding():
            return {**about, **_act(found, lang)}
        case ShortFinding():
            line = found.line
            return {
                **about,
                "what": "movement",
                "kind": "short",
                "grant": found.grant.id or None,
                "day": day_or_null(line.day),
                "event": line.id,
                "number": exact(line.asked),
                "moved": exact(line.number),
                "rules": [{"rule": line.effect, "clause": line.clause, "says": said(line.says, lang)}],
            }
        case SumFinding():
            return {
                **about,
                "what": "sum",
                "kind": "unbalanced",
                "grant": found.grant.id or None,
                "day": day_or_null(found.until),
                "number": exact(found.granted),
                "closing": {name: exact(value) for name, value in found.closing.items()},
            }
        case DutyFinding():
            owed = found.owed
            return {
                **about,
                "what": "duty",
                "kind": owed.standing,
                "grant": owed.grant or None,
                "day": day_or_null(owed.last),
                "event": owed.event or None,
                "by": owed.by,
                "action": owed.duty,
                "rules": [{"rule": owed.duty, "clause": owed.clause, "says": said(owed.says, lang)}],
                **_missing(found, owed.missing, "", lang),
            }
        case UnruledFinding():
            event = found.event
            return {
                **about,
                "what": "version",
                "kind": "unknown",
                "grant": event.grant,
                "day": day_or_null(event.on),
                "event": event.id,
                "recorded": instant_data(event.recorded),
                "by": event.who,
                "action": found.plan.events[event.kind].act if event.kind in found.plan.events else None,
            }
        case _:
            assert_never(found)


def _answer(found: AnswerAgain, lang: Language) -> dict[str, Any]:
    given, now = found.given, found.again
    return {
        "holder": given.holder,
        "plan": given.plan,
        "what": "answer",
        "kind": "other",
        "grant": given.grant or None,
        "day": day_or_null(found.day),
        "event": given.event or None,
        "key": given.key,
        "sequence": found.record.sequence,
        "recorded": instant_data(found.record.recorded // MICROSECONDS),
        "by": given.by,
        "action": given.action,
        "number": given.asked.get("rights"),
        "then": given.outcome,
        "now": None if now is None else now.outcome,
        "most_then": given.most,
        "most": None if now is None else exact(now.most),
        "rules": [] if now is None else _found(now.findings, lang),
        "rules_then": [{"rule": rule, "clause": clause, "says": ""} for rule, clause in given.rules],
        "missing": [] if now is None else list(now.missing),
        "ask": []
        if now is None
        else [supply_for(now.plan, given.action, name, lang, of_register=True) for name in now.missing],
        "turned_at": None if found.turned_at is None else instant_data(found.turned_at // MICROSECONDS),
        "turned_by": [recording_data(each) for each in found.turned_by],
    }


def _act(found: ActFinding, lang: Language) -> dict[str, Any]:
    act, judgement = found.act, found.act.judgement
    return {
        "what": "act",
        "kind": found.kind,
        "grant": found.grant.id or None,
        "day": day_or_null(act.event.on),
        "event": act.event.id,
        "recorded": instant_data(act.event.recorded),
        "by": judgement.by or None,
        "action": judgement.action,
        "number": exact(judgement.number),
        "then": None if found.verdict_then is None else VERDICTS[found.verdict_then],
        "now": VERDICTS[found.verdict],
        "short": act.is_short,
        "most": exact(judgement.most),
        "rules": _rules(judgement, lang),
        "rules_then": _rules(found.judgement_then, lang),
        **turning_data(act.turns, "now", VERDICTS.__getitem__),
        **_missing(found, judgement.missing, judgement.action, lang),
        "turned_at": None if found.turned_at is None else instant_data(found.turned_at),
        "turned_by": [recording_data(each) for each in found.turned_by],
        "record": None if found.record is None else recording_data(found.record),
        "place": None if act.event.place is None else str(act.event.place),
    }


def _rules(judgement: Judgement | None, lang: Language) -> list[dict[str, str]]:
    return [] if judgement is None else _found(judgement.findings, lang)


def _found(several: Iterable[Decider | Finding], lang: Language) -> list[dict[str, str]]:
    return [{"rule": each.rule, "clause": each.clause, "says": said(each.says, lang)} for each in several]


def _missing(found: AuditFinding, names: Sequence[str], action: str, lang: Language) -> dict[str, Any]:
    return {
        "missing": list(names),
        "ask": [supply_for(found.plan, action, name, lang, of_register=True) for name in names],
    }


def recording_data(each: KnownRecord) -> dict[str, Any]:
    """A recording: its `sequence` in the register (null for an amendment of the plan), `kind` and `key`, by whom and
    from which source, and whether it took something back.
    """
    return {
        "sequence": each.sequence,
        "kind": each.kind,
        "key": each.key,
        "by": each.author or None,
        "source": each.source or None,
        "cancelled": each.is_cancelled,
    }


def instant_data(instant: Instant) -> str:
    """An instant as text, to the second, in UTC.

    >>> instant_data(0)
    '1970-01-01T00:00:00Z'
    """
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def auditing_row(found: AuditFinding | AnswerAgain, lang: Language) -> dict[str, Any]:
    """The same as a row of a table: days are dates, several things stand in one cell."""
    data = auditing_data(found, lang)
    rules, rules_then = data.get("rules", ()), data.get("rules_then", ())
    readings = [changed(way["readings"], lang) for way in data.get("ways", ())]
    row = {name: data.get(name) for name in AUDITING_COLUMNS}
    return {
        **row,
        "day": _date(data["day"]),
        "record": None if data.get("record") is None else _told(data["record"]),
        "rules": _lines(each["rule"] for each in rules),
        "clauses": _lines(each["clause"] for each in rules),
        "sentences": _lines(each["says"] for each in rules),
        "rules_then": _lines(each["rule"] for each in rules_then),
        "clauses_then": _lines(each["clause"] for each in rules_then),
        "readings": _lines(readings),
        "missing": lacking_words(data.get("missing", ()), lang),
        "ask": _lines(data.get("ask", ())),
        "turned_by": _lines(_told(each) for each in data.get("turned_by", ())),
    }


def _date(day: str | None) -> date | None:
    return None if day is None else date.fromisoformat(day)


def _lines(several: Any) -> str:
    return "\n".join(dict.fromkeys(several))


def _told(each: Mapping[str, Any]) -> str:
    number = "" if each["sequence"] is None else f"#{each['sequence']} "
    source = f" ({each['source']})" if each["source"] else ""
    return f"{number}{each['kind']} {each['key']}{source}"
