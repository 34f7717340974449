"""Acts on a register: a request to act is judged by what is recorded, and recorded with its ruling, or refused.

All of it is one transaction of one who writes alone for the issuer: what a request is judged on is what it is recorded
after. Of two that come at once the second is judged on a record that holds the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from importlib.metadata import version
from typing import Any
from zoneinfo import ZoneInfo

from kenri.audit import Audit
from kenri.loader import instants, values
from kenri.loader.values import Misfit
from kenri.model.entries import EVERYBODY, EntrySource
from kenri.model.frozen import frozen
from kenri.model.life import Event, Grant, Life
from kenri.model.problems import Problem, ProblemsError, Report, quote, refused
from kenri.model.ruling import Outcome, Ruling
from kenri.model.sentences import Sentence, did_you_mean
from kenri.register.act_events import event_of, home, plain_mapping, said_of, with_actor
from kenri.register.canonical import NotPlainError, canonical, plain
from kenri.register.kept_rulings import RECORDED, KeptRuling, keep, new_key
from kenri.register.open_register import OpenRegister
from kenri.register.plan_versions import KeptPlan
from kenri.register.records import MICROSECONDS, RegisterRecord

__all__ = ["ActAnswer", "ActRequest", "Acting", "asked_again"]

_BEST: tuple[Outcome, ...] = ("allowed", "unknown", "denied")
_LONGEST = 400
"""Characters of the longest key: an index holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRequest:
    """What somebody asks to do, and what is to become of it."""

    action: str
    """Of the plan, such as `exercise`."""
    on: date | str | None = None
    """The day of the act, or an instant, which has come when it is recorded; left out, the day of that."""
    holder: str | None = None
    """Whose rights; None for an act that is about no grant: of the company, or where nobody has any."""
    plan: str | None = None
    """Under which plan, where the holder has grants under several."""
    grant: str | None = None
    """Which grant, where the holder has several."""
    rights: int | Fraction | Decimal | str | None = None
    """How many, where the act has a number."""
    by: str | None = None
    """Who acts, a party or a role; left out, the grantee, or whom alone the plan permits what is no grantee's act."""
    event: str | None = None
    """The kind of event that records it, where there are several."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """What else the event says, and what the action may be told besides, by the names that the plan declares."""
    readings: Mapping[str, str] = field(default_factory=dict)
    """How clauses are read; the plan's own choice for those that are not named."""
    even_if: Outcome = "allowed"
    """It is recorded if it is allowed; with `unknown` also if that is not known; with `denied` in any case, and is then
    what an audit finds."""
    keeps_refusal: bool = False
    """Whether a refusal is kept as an answer that was given; else nothing is written."""
    key: str | None = None
    """A name of the request, the same when it is made again by the same author: it is then recorded once, and the first
    answer given again. Left out, each is another."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", frozen(self.fields))
        object.__setattr__(self, "readings", frozen(self.readings))

    @property
    def said(self) -> Mapping[str, Any]:
        """All that it says of the act, as plain data; what it leaves out is not there."""
        found: dict[str, Any] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if each.name in ("key", "keeps_refusal", "even_if") or value is None or value == {}:
                continue
            try:
                read = values.rights(value) if each.name == "rights" else value
                found[each.name] = plain(value if isinstance(read, Misfit) else read)
            except NotPlainError:  # whoever reads the field says what is wrong with it
                found[each.name] = repr(value)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ActAnswer:
    """What became of a request."""

    kept: KeptRuling
    """The answer as the register keeps it, or would."""
    ruling: Ruling | None
    """All of it; None where it was given before, and is only given again."""
    outcome: Outcome
    """The worst of what the ruling says, and of what becomes of other acts: by this it is recorded or not."""
    event: Mapping[str, Any]
    """The event that records it, as it is written in a life file."""
    is_recorded: bool
    is_kept: bool
    """Whether the register holds the answer."""
    is_again: bool
    """Whether the same request was answered before."""
    is_short: bool
    """Whether it asks for more rights to move than there are."""
    sequence: int
    head: str
    """The end of the chain."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """A request with all that was found out about it."""

    event: Event
    data: Mapping[str, Any]
    record: Mapping[str, Any]
    """What the record of the event would say."""
    ruling: Ruling
    asked: Mapping[str, Any]
    since: str
    outcome: Outcome
    is_short: bool
    violates: tuple[str, ...]


class Acting:
    """Judges and records requests to act."""

    def __init__(self, opened: OpenRegister, source: EntrySource) -> None:
        self._opened = opened
        self._ledger = opened.ledger
        self._source = source

    def act(self, request: ActRequest, *, only_tell: bool) -> ActAnswer:
        """The answer to a request; with `only_tell` as it would be, and nothing is written."""
        said = request.said
        if request.key is not None and (given := self._given(request.key, said)) is not None:
            return given
        judged = self._judged(request)
        key = judged.event.id
        is_recorded = _BEST.index(judged.outcome) <= _BEST.index(request.even_if)
        kept = KeptRuling.of(
            judged.ruling,
            key=key,
            holder=request.holder or EVERYBODY,
            since=judged.since,
            on=str(judged.data["on"]),
            asked=judged.asked,
            became="event" if is_recorded else "nothing",
            request=said,
            event=key if is_recorded else "",
            life=judged.record["life"] if is_recorded else EVERYBODY,
            verdict=judged.outcome,
            violates=judged.violates,
            sequence=self._ledger.sequence,
            head=self._ledger.head,
            kenri=version("kenri"),
        )
        is_kept = not only_tell and (is_recorded or request.keeps_refusal)
        if is_kept:
            if is_recorded:
                self._ledger.add(source=self._source, **judged.record)
            keep(self._ledger, kept, self._source)
            self._ledger.flush()
        return ActAnswer(
            kept=kept,
            ruling=judged.ruling,
            outcome=judged.outcome,
            event=judged.data,
            is_recorded=is_recorded and not only_tell,
            is_kept=is_kept,
            is_again=False,
            is_short=judged.is_short,
            sequence=self._ledger.sequence,
            head=self._ledger.head,
        )

    # --- the key of a request

    def _given(self, key: str, said: Mapping[str, Any]) -> ActAnswer | None:
        """The answer that a request of this key was given before. Raises `ProblemsError` if that was another."""
        if len(key) > _LONGEST:
            return None
        record = self._ledger.current("ruling", [(EVERYBODY, key)]).get((EVERYBODY, "ruling", key, ""))
        if record is None:
            return None
        kept = KeptRuling.in_record(record)
        if record.author != self._ledger.author or canonical(plain(kept.request)) != canonical(said):
            raise refused(Sentence("key-of-another-request", key=quote(key), sequence=record.sequence))
        event: Mapping[str, Any] = {}
        if kept.event:
            (record,) = self._ledger.current("event", [(kept.life, kept.event)]).values()
            event = record.data
        return ActAnswer(
            kept=kept,
            ruling=None,
            outcome=kept.verdict,
            event=event,
            is_recorded=bool(kept.event),
            is_kept=True,
            is_again=True,
            is_short=kept.key in kept.violates and kept.outcome != "denied",
            sequence=self._ledger.sequence,
            head=self._ledger.head,
        )

    # --- judged

    def _judged(self, request: ActRequest) -> _Judged:
        """Raises `ProblemsError` with everything that is wrong with the request: what can be looked at without a part
        that is wrong is looked at all the same.
        """
        report = Report()
        wanted = None if request.key is None else report.tried(lambda: _key(request.key or "", request.keeps_refusal))
        if request.rights is not None and isinstance(number := values.rights(request.rights), Misfit):
            report.add(Problem(None, number.sentence, number.advice))
        records = [] if request.holder is None else report.tried(lambda: self._opened.records(request.holder))
        # Of whom nobody knows anything, nobody knows the plan either, unless there is one alone.
        of_plan = Report() if records is None and request.plan is None else report
        newest = of_plan.tried(lambda: self._opened.versions(None).of(self._plan_id(request, records or [])))
        if newest is None:
            raise ProblemsError(report.errors)
        id_, zone = newest.id, ZoneInfo(newest.plan.zone)
        action = report.tried(lambda: newest.action(request.action))
        if request.holder is None and action is not None:
            if not newest.is_about_company(action) and self._ledger.holders():
                report.add(Problem(None, Sentence("whose-act", action=quote(action))))
                records = None
            else:
                records = self._opened.records(None)
        known = self._ledger.recorded // MICROSECONDS
        today = datetime.fromtimestamp(known, zone).date()
        on = today if request.on is None else request.on
        ordinal = report.tried(lambda: newest.day(on))
        day = today if ordinal is None else date.fromordinal(ordinal)
        versions = self._opened.versions(day)
        plan = report.tried(lambda: versions.of(id_)) or newest
        moment = today if ordinal is None else _moment(plan, on)
        if instants.beginning(moment, zone) > known:
            report.add(Problem(None, Sentence("act-not-yet", day=moment.isoformat(), today=today.isoformat())))
        chosen = report.tried(lambda: plan.readings(request.readings)) or {}
        action = None if action is None else report.tried(lambda: plan.action(request.action))
        kind = None if action is None else report.tried(lambda: event_of(plan, action, request.event))
        if action is None or kind is None or records is None:
            raise ProblemsError(report.errors)
        said, told = said_of(plan, action, kind, rights=request.rights, given=request.fields, report=report)
        there = records
        before = report.tried(lambda: self._opened.life(there, request.holder, plan, day))
        grant = None if before is None else report.tried(lambda: self._grant(plan, before, action, request, there))
        if before is None or grant is None:
            raise ProblemsError(report.errors)
        facts = report.tried(lambda: plan.facts(action, told, before))
        ids = [each.id for each in before.events]
        life, reach = home(grant, request.holder, records)
        given = None if wanted is None else report.tried(lambda: self._new(life, wanted))
        key = given or new_key(self._ledger, "act", {*ids, *(each.key for each in records)})
        data = {"id": key, "event": kind, "on": moment, **said}
        if grant.id:
            data["grant"] = grant.id
        made = report.tried(lambda: with_actor(plan, before, grant, data, request.by, chosen, known))
        if made is None or facts is None or report.errors:
            raise ProblemsError(report.errors)
        data, event, act = made
        written = plain_mapping({name: value for name, value in data.items() if name != "recorded"})
        record = {
            "kind": "event", "life": life, "key": key, "since": "", "reach": reach, "plan": "", "known": known,
            "corrects": None, "cancelled": False, "body": canonical({"data": written}),
        }  # fmt: skip
        added = self._provisional(record)
        for problem in self._opened.problems([*records, added], request.holder, versions, plan.id):
            report.add(problem)
        report.raise_if_any()
        of_event = {name: data[name] for name in plan.plan.actions[action].attributes if name in data}
        question: dict[str, Any] = {
            "rights": act.number,
            "by": act.by.id or None,
            "grant": grant.id or None,
            "facts": {**of_event, **told},
            "readings": chosen,
        }
        question = {name: value for name, value in question.items() if value not in (None, {})}
        ruling, _ = plan.told(plan.question(before, action, on=moment, needs_asker=False, **question))
        after = before.with_events(event)
        was, will = plan.audit(before, readings=chosen), plan.audit(after, readings=chosen)
        is_short = any(act.is_short for each in will.grants for act in each.acts if act.event.id == event.id)
        worse = dict(_worse(was, will))
        outcome = max(ruling.outcome, will.verdicts.get(event.id, ruling.outcome), *worse.values(), key=_BEST.index)
        violates = [id_ for id_, verdict in will.verdicts.items() if id_ == event.id and verdict == "denied"]
        return _Judged(
            event=event,
            data=written,
            record=record,
            ruling=ruling,
            asked=plain_mapping(question),
            since=versions.since(plan.id),
            outcome=outcome,
            is_short=is_short,
            violates=(*violates, *worse),
        )

    def _plan_id(self, request: ActRequest, records: list[RegisterRecord]) -> str | None:
        """The plan that it is under: that of the grants it can be about, where all are under one."""
        if request.plan is not None or request.holder is None:
            return request.plan
        own = {
            record.key: record.plan
            for record in records
            if record.kind == "grant" and record.reach == request.holder and request.grant in (None, record.key)
        }
        return next(iter(own.values())) or None if len(set(own.values())) == 1 else None

    def _grant(
        self, plan: KeptPlan, life: Life, action: str, request: ActRequest, records: list[RegisterRecord]
    ) -> Grant:
        """The grant that it is about, which its holder holds; nobody's for an act of the company."""
        if plan.is_about_company(action):
            if request.holder is not None and not any(each.life == request.holder for each in records):
                raise refused(Sentence("not-of-a-holder", action=quote(action)))
            return plan.grant_asked(life, action, request.grant)
        if request.holder is None:
            if life.grants_under(plan.plan):
                raise refused(Sentence("whose-act", action=quote(action)))
            return plan.grant(life, request.grant)
        own = [each for each in life.grants_under(plan.plan).values() if each.grantee == request.holder]
        if request.grant is None and len(own) > 1:
            raise refused(Sentence("which-grant", names=tuple(quote(each.id) for each in own)))
        if request.grant is None and own:
            return own[0]
        found = plan.grant(life, request.grant)
        if found.grantee != request.holder:
            sentence = Sentence("grant-of-another", grant=quote(found.id or "–"), holder=quote(request.holder))
            raise refused(sentence, did_you_mean("", [each.id for each in own]))
        return found

    # --- the event

    def _new(self, life: str, key: str) -> str:
        """The key. Raises `ProblemsError` where an event was recorded under it, be it that it was taken back."""
        for record in self._ledger.current("event", [(life, key)]).values():
            raise refused(Sentence("key-of-an-event", key=quote(key), sequence=record.sequence))
        return key

    def _provisional(self, record: Mapping[str, Any]) -> RegisterRecord:
        """The record of the event, as it would stand at the end of the chain."""
        return RegisterRecord(
            sequence=self._ledger.sequence + 1,
            recorded=self._ledger.recorded,
            author=self._ledger.author,
            source=canonical(asdict(self._source)),
            hash="",
            **record,
        )


def asked_again(error: ProblemsError, answer: ActAnswer) -> ProblemsError:
    """What is said of an act that was judged, and of which nobody knows whether it is kept: how to ask for it again."""
    way_out = Sentence("ask-again-by-key", option=quote(f"--key {answer.kept.key}", limit=_LONGEST + 10))
    return ProblemsError(
        replace(each, advice=way_out) if each.code == "perhaps-written" and answer.is_kept else each
        for each in error.problems
    )


def _key(key: str, may_wait: bool) -> str:
    """The name of a request; of one that may wait, so long that it can be recorded later too. Raises `ProblemsError`
    for what is none.
    """
    most = _LONGEST - len(RECORDED) if may_wait else _LONGEST
    if not key or len(key) > most or not key.isprintable():
        raise refused(Sentence("name-not-kept", name=quote(key), most=most))
    return key


def _moment(plan: KeptPlan, on: date | str) -> date:
    """The day or the instant of an act, which the plan has taken for one."""
    return instants.parse(on, plan.plan.zone) if isinstance(on, str) else on


def _worse(was: Audit, will: Audit) -> Iterator[tuple[str, Outcome]]:
    """The other acts and movements that stand worse after an act than before, with their verdicts."""
    for id_, verdict in will.verdicts.items():
        if id_ in was.verdicts and _BEST.index(verdict) > _BEST.index(was.verdicts[id_]):
            yield id_, verdict
    for id_ in will.short:
        if id_ not in was.short:
            yield id_, "denied"
