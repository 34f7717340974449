"""Auditing a life: was every recorded act permitted, and where did the rights go?

Each act is judged by the life without it, and without what was recorded after it for the same day: what an act itself
brought about, or what came after it, does not make it right or wrong. What an effect makes as the day begins came
before it, wherever the event behind it stands in the record.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate
from typing import Protocol

from kenri.model.cautions import Caution, together, without_hours_of
from kenri.model.collecting import seldom_collected
from kenri.model.dated import OnDay
from kenri.model.days import FIRST_DAY, Day, iso
from kenri.model.dependence import Dependence
from kenri.model.duty import OwedDuty
from kenri.model.hours import Second
from kenri.model.judgement import ActQuestion, Judgement
from kenri.model.life import Event, Grant, Instant, Life, Party, asking_about
from kenri.model.plan import HELD, Plan, Said
from kenri.model.ruling import Exact, Outcome, Ruling, best_of
from kenri.model.turning import Turning
from kenri.reference.balances import Movement, Movements
from kenri.reference.cautions import of_balances
from kenri.reference.court import Court
from kenri.reference.prospects import Prospects, StandingsUnder
from kenri.reference.record import Log, RecordedEvents, is_seen
from kenri.reference.standing import OneDay
from kenri.reference.steps import exact_or_none

__all__ = [
    "Act",
    "ActQuestion",
    "Audit",
    "Auditable",
    "Docket",
    "GrantAudit",
    "RollForwardLine",
    "asked",
    "audit",
    "is_act",
    "judged",
    "verdict_known_at",
]


class Auditable(Protocol):
    """What an audit asks of a plan: which it is, as known at some instant, and where its questions are answered."""

    @property
    def plan(self) -> Plan: ...

    @property
    def dependence(self) -> Dependence: ...

    def as_known_at(self, instant: Instant | None) -> Auditable: ...

    def concerns(self, life: Life, action: str, grant: str) -> bool:
        """Whether an action is about a grant, of which nobody's has no id."""
        ...

    def in_time(self, time: Second | None) -> Sequence[Auditable]:
        """The plan as looked at at a time of the day, or in each part of the day where the time is not told."""
        ...

    def court(self, life: Life, grant: str | None, instant: Instant | None) -> Court: ...

    def judged_by_form(self, life: Life, grant: Grant, act: ActQuestion, *, settle: bool) -> Judgement | None:
        """The judgement on an act by what remains of the plan for lives of one shape; None where the reference must
        give it. `life` is what was known before the act.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Act:
    """A recorded act, judged by all that is known, and by what was known when it was recorded."""

    event: Event
    judgement: Judgement
    """By all that is known."""
    judgement_then: Judgement
    """By what was known when it was recorded; what that turned on is not looked at."""
    is_short: bool = False
    """Whether it asked for more rights to move than there were."""
    is_short_then: bool = False
    """Whether it did by what was known when it was recorded."""
    whole: Callable[[], Ruling] = field(compare=False)
    """Works out the whole ruling that `judgement` is a part of."""
    whole_then: Callable[[], Ruling] = field(compare=False)

    def __repr__(self) -> str:
        return f"Act({self.event.id} on {iso(self.event.on)}: {self.judgement.action}, {self.verdict})"

    @property
    def ruling(self) -> Ruling:
        """The whole ruling by all that is known, worked out anew each time."""
        return self.whole()

    @property
    def then(self) -> Ruling:
        """The whole ruling by what was known when it was recorded, worked out anew each time."""
        return self.whole_then()

    @property
    def date(self) -> datetime.date:
        """The day of the act as a date."""
        return datetime.date.fromordinal(self.event.on)

    @property
    def verdict(self) -> Outcome:
        """The one verdict on the act. What cannot be judged is neither permitted nor not; what asks for more rights
        than there are is not permitted, even where no rule says so.
        """
        return _verdict(self.judgement, is_short=self.is_short)

    @property
    def verdict_then(self) -> Outcome:
        """The same by what was known when it was recorded."""
        return _verdict(self.judgement_then, is_short=self.is_short_then)

    @property
    def turns(self) -> Turning[Outcome]:
        """What the verdict by all that is known turns on."""
        assert self.judgement.turns is not None  # it is asked for where an act is judged by all that is known
        return self.judgement.turns


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RollForwardLine(OnDay):
    """One movement of the roll-forward, and what stands in each balance after it.

    `to` is empty for a scaling, whose `number` is added to what stands in `from_`. None is a number that is not known.
    """

    day: Day
    effect: str
    clause: str
    says: Said
    event: str
    from_: str
    to: str
    number: Exact | None
    asked: Exact | None
    balances: Mapping[str, Exact | None]

    def __repr__(self) -> str:
        way = f"{self.from_} to {self.to}" if self.to else f"{self.from_} scaled"
        return f"Line({self.effect} on {iso(self.day)}: {self.number} {way}, balances {dict(self.balances)})"

    @property
    def is_short(self) -> bool:
        """Whether there was less than the movement asked for."""
        return self.number is not None and self.asked is not None and self.number < self.asked

    @property
    def id(self) -> str:
        """The event behind it, or the effect where no event is."""
        return self.event or self.effect


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class GrantAudit:
    """One grant: its acts in the order of their days, and how its rights moved up to a day, included."""

    grant: Grant
    until: Day
    acts: tuple[Act, ...]
    lines: tuple[RollForwardLine, ...]
    granted: Exact | None
    """The number granted, scaled since."""
    closing: Mapping[str, Exact | None]
    closing_turns: Turning[Mapping[str, Exact | None]]
    """What the closing balances turn on."""
    cautions: tuple[Caution, ...] = ()
    """What was not looked at and might matter for its acts or its balances."""

    def __repr__(self) -> str:
        return f"GrantAudit({self.grant.id} up to {iso(self.until)}: {self.acts}, closing {dict(self.closing)})"

    @property
    def until_date(self) -> datetime.date:
        """The last day looked at, as a date."""
        return datetime.date.fromordinal(self.until)

    @property
    def adds_up(self) -> bool | None:
        """Whether held and all other balances make what was granted; None where a number is not known."""
        numbers = [self.granted, *self.closing.values()]
        if None in numbers:
            return None
        return self.granted == sum(number for number in self.closing.values() if number is not None)

    @property
    def not_permitted(self) -> tuple[Act, ...]:
        """The acts that were not permitted, by all that is known."""
        return tuple(act for act in self.acts if act.verdict == "denied")

    @property
    def unjudged(self) -> tuple[Act, ...]:
        """The acts that cannot be judged, because something is not known."""
        return tuple(act for act in self.acts if act.verdict == "unknown")

    @property
    def short(self) -> tuple[RollForwardLine, ...]:
        """The movements that asked for more than there was."""
        return tuple(line for line in self.lines if line.is_short)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """The audit of every grant of a life, or of one."""

    grants: tuple[GrantAudit, ...]
    duties: tuple[OwedDuty, ...] = ()
    """What had to be done by the last day looked at and was not, or was perhaps not; and what may have had to be."""

    @property
    def not_done(self) -> tuple[str, ...]:
        """The duties that surely were not done in time, each once, in the order of their last days."""
        return tuple(dict.fromkeys(each.duty for each in self.duties if each.standing == "not-done"))

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """What was not looked at and might matter."""
        return together(*(grant.cautions for grant in self.grants))

    @property
    def verdicts(self) -> Mapping[str, Outcome]:
        """The one verdict on each recorded act, by its id, in the order of their days.

        An act that concerns several grants is not permitted if it is not for one of them, and cannot be judged if it
        cannot for one of them.
        """
        found: dict[str, Outcome] = {}
        for act in sorted((act for grant in self.grants for act in grant.acts), key=lambda act: act.event.on):
            found[act.event.id] = min(found.get(act.event.id, "allowed"), act.verdict, key=_WORST.index)
        return found

    @property
    def short(self) -> tuple[str, ...]:
        """The ids of movements that asked for more than there was and are no act's: of other events, or effects."""
        acts = self.verdicts
        found = [(line.day, line.id) for grant in self.grants for line in grant.short if line.id not in acts]
        return tuple(dict.fromkeys(id_ for _, id_ in sorted(found, key=lambda item: item[0])))

    @property
    def violating(self) -> tuple[str, ...]:
        """The ids of the acts that were not permitted, and of other movements of more than there was, by their days."""
        days = {act.event.id: act.event.on for grant in self.grants for act in grant.acts}
        days |= {line.id: line.day for grant in self.grants for line in grant.short if line.id not in days}
        denied = [id_ for id_, verdict in self.verdicts.items() if verdict == "denied"]
        return tuple(sorted([*denied, *self.short], key=days.__getitem__))

    @property
    def unjudged(self) -> tuple[str, ...]:
        """The ids of the acts that cannot be judged."""
        return tuple(id_ for id_, verdict in self.verdicts.items() if verdict == "unknown")

    @property
    def turning(self) -> tuple[str, ...]:
        """The ids of the acts whose verdict is another, or may be, when clauses are read otherwise."""
        acts = (act for grant in self.grants for act in grant.acts)
        return tuple(dict.fromkeys(act.event.id for act in acts if act.turns.is_settled is not True))

    @property
    def is_clean(self) -> bool:
        """Whether every act was surely permitted and every duty done, as clauses were read, and all rights are
        accounted for, as far as is known where they stand.
        """
        sums = all(grant.adds_up is not False for grant in self.grants)
        return sums and not self.violating and not self.unjudged and not self.duties


def _verdict(judgement: Judgement, *, is_short: bool) -> Outcome:
    return "denied" if is_short and judgement.outcome == "allowed" else judgement.outcome


_FEW_EVENTS = 16
"""A life of more events has a shape of its own: no form of it serves another."""

_WORST: tuple[Outcome, ...] = ("denied", "unknown", "allowed")
"""The verdicts, of which the first is the one on an act that has several."""


@seldom_collected()
def audit(
    plan: Auditable,
    life: Life,
    grants: Iterable[Grant],
    *,
    instant: Instant | None = None,
    until: Day | None = None,
    readings: Mapping[str, str] | None = None,
) -> Audit:
    """The audit of some grants of a life as known at an instant (None: all that is recorded).

    The roll-forward goes up to `until`, included; without it, up to the last recorded event.
    """
    known = life.known_at(instant)
    last = max([event.on for event in known.events] + [grant.on for grant in life.grants.values()], default=1)
    return Audit(
        grants=tuple(
            _grant_audit(plan, life, known, grant, instant, last if until is None else until, readings or {})
            for grant in grants
        )
    )


def _grant_audit(
    plan: Auditable,
    life: Life,
    known: Life,
    grant: Grant,
    instant: Instant | None,
    until: Day,
    chosen: Mapping[str, str],
) -> GrantAudit:
    now = plan.as_known_at(instant)
    events = [
        event
        for event in known.events
        if event.on <= until and event.grant in (None, grant.id) and is_act(now, life, event, grant)
    ]
    docket = Docket(life, grant, instant)

    def act(event: Event) -> Act:
        then = plan.as_known_at(event.recorded)
        return Act(
            event=event,
            judgement=docket.judged(now, event, chosen),
            judgement_then=docket.judged(then, event, chosen, at=event.recorded, settle=False),
            whole=partial(judged, now, known, event, grant, chosen),
            whole_then=lambda: judged(then, life.known_at(event.recorded), event, grant, chosen, settle=False),
        )

    acts = [act(event) for event in sorted(events, key=lambda event: event.on)]
    court = docket.court(now)
    asker = _party(life, grant.grantee)
    case = court.case(asker, court.readings(chosen))
    made = case.movements
    standing, granted = made.closing(until)
    lines = tuple(_lines(now.plan, made, grant, until))
    short = {line.event for line in lines if line.is_short}

    def with_shortness(act: Act) -> Act:
        is_short, event = act.event.id in short, act.event
        then = plan.as_known_at(event.recorded)
        if then is now and not docket.has_later(event):
            is_short_then = is_short
        else:
            is_short_then = docket.is_short(then, event, chosen, at=event.recorded)
        return replace(act, is_short=is_short, is_short_then=is_short_then) if is_short or is_short_then else act

    return GrantAudit(
        grant=grant,
        until=until,
        acts=tuple(map(with_shortness, acts)),
        lines=lines,
        granted=exact_or_none(granted),
        closing={name: exact_or_none(value) for name, value in standing.items()},
        closing_turns=court.balances(asker, until, court.readings(chosen)),
        cautions=_cautions(now, acts, of_balances(case, until)),
    )


def is_act(plan: Auditable, life: Life, event: Event, grant: Grant) -> bool:
    """Whether an event records an act, of an action that is about a grant."""
    kind = plan.plan.events.get(event.kind)
    return kind is not None and kind.act is not None and plan.concerns(life, kind.act, grant.id)


def _cautions(plan: Auditable, acts: Sequence[Act], others: tuple[Caution, ...]) -> tuple[Caution, ...]:
    """What was not looked at, in the judgements and in the balances."""
    cautions = together(*(act.judgement.cautions for act in acts), others)
    timed = {act.event.id for act in acts if act.event.time is not None} if plan.dependence.hours else set[str]()
    return without_hours_of(timed, cautions)


class Docket:
    """The acts of one grant, one after the other: what is worked out for one act serves the next.

    An act is judged as `judged` does, by the record as known at an instant (None: all).
    """

    def __init__(self, life: Life, grant: Grant, instant: Instant | None) -> None:
        self._life = life
        self._grant = grant
        self._instant = instant
        self._log = Log(life, grant)
        self._record = self._log.at(instant)
        self._courts: dict[int, tuple[Auditable, Court]] = {}
        self._last: dict[tuple[int, bool], Court] = {}
        """The court by which the last act was judged, by what is known now and by what was known then: the next one's
        takes from it what it can."""
        self._latest: tuple[list[Day], list[Instant]] | None = None

    def court(self, plan: Auditable) -> Court:
        """The court of a plan for all that is known."""
        found = self._courts.get(id(plan))
        if found is None:
            court = plan.court(self._life, self._grant.id, self._instant).anew(self._record)
            found = self._courts[id(plan)] = plan, court
        return found[1]

    def judged(
        self,
        plan: Auditable,
        event: Event,
        chosen: Mapping[str, str],
        *,
        at: Instant | None = None,
        settle: bool = True,
    ) -> Judgement:
        """The judgement on an act by what was known at an instant; None: by all that is known to this audit.

        An act of which only the day is recorded is judged at the time of it that is best.
        """
        parts = plan.in_time(event.time)
        found = best_of(
            (self._judged(each, event, chosen, at=at, settle=settle) for each in parts),
            lambda judgement: judgement.outcome,
        )
        if not settle or len(parts) == 1 or not plan.plan.readings:
            return found
        act, record = asked(plan.plan, self._life, self._grant, event, chosen), self._before(plan, event, at)
        courts = [self.court(each).seeing(record) for each in parts]
        standings = _standings(courts, act)
        declared, readings = plan.plan.readings, courts[0].readings(chosen)
        turns = Prospects(standings, act.on, act.number, declared=declared, chosen=readings).outcome
        return replace(found, turns=turns)

    def _before(self, plan: Auditable, event: Event, at: Instant | None) -> RecordedEvents:
        """What was recorded before an act, as known at an instant."""
        record = self._record if at is None else self._log.at(at)
        return record.before(event, plan.dependence.kinds_first)

    def has_later(self, event: Event) -> bool:
        """Whether something of its day or of days before, or a correction, became known after an event was recorded."""
        if self._latest is None:
            of_days = sorted((FIRST_DAY if each.corrects else each.on, each.recorded) for each in self._life.events)
            latest = accumulate((recorded for _, recorded in of_days), max)
            self._latest = [day for day, _ in of_days], list(latest)
        days, latest_by = self._latest
        return latest_by[bisect_right(days, event.on) - 1] > event.recorded

    def is_short(self, plan: Auditable, event: Event, chosen: Mapping[str, str], *, at: Instant | None = None) -> bool:
        """Whether an event called for more rights to move on its day than there were, as known at an instant; None: by
        all that is known to this audit.
        """
        court = self.court(plan) if at is None else self.court(plan).seeing(self._log.at(at))
        made = court.case(_party(self._life, self._grant.grantee), court.readings(chosen)).movements
        asked_and_there = (
            (exact_or_none(each.asked), exact_or_none(each.number))
            for each in (*made.on(event.on), *made.on(event.on + 1))
            if each.made == event.on and each.event is not None and each.event.id == event.id
        )
        return any(asked is not None and there is not None and there < asked for asked, there in asked_and_there)

    def known_before(self, plan: Auditable, event: Event, at: Instant | None = None) -> Life:
        """The life by which an act is judged, as known at an instant; None: by all that is known to this audit."""
        return replace(self._life, events=self._before(plan, event, at).in_order)

    def _judged(
        self, plan: Auditable, event: Event, chosen: Mapping[str, str], *, at: Instant | None, settle: bool
    ) -> Judgement:
        record = self._before(plan, event, at)
        act = asked(plan.plan, self._life, self._grant, event, chosen)
        if len(self._life.events) <= _FEW_EVENTS:
            known = replace(self._life, events=record.in_order)
            found = plan.judged_by_form(known, self._grant, act, settle=settle)
            if found is not None:
                return found
        chain = id(plan), settle
        court = self.court(plan).following(record, self._last.get(chain), day_by_day=True)
        found = court.judge(
            act.action, act.by, act.on, number=act.number, question=act.question, chosen=act.chosen, settle=settle
        )
        court.follow_no_more()
        self._last[chain] = court
        return found


def verdict_known_at(
    plan: Auditable, life: Life, grant: Grant, act: Event, instant: Instant, readings: Mapping[str, str]
) -> tuple[Outcome, Judgement] | None:
    """The verdict on an act, and the judgement behind it, by what was known at an instant, of the whole record at it;
    None where it was not recorded by then.
    """
    names = {act.id, *act.stands_for}
    events = life.known_at(instant).events
    found = next((each for each in events if each.id in names), None)
    then = plan.as_known_at(instant)
    if found is None or not is_act(then, life, found, grant):
        return None
    docket = Docket(life, grant, instant)
    judgement = docket.judged(then, found, readings, settle=False)
    return _verdict(judgement, is_short=docket.is_short(then, found, readings)), judgement


def judged(
    plan: Auditable, known: Life, event: Event, grant: Grant, chosen: Mapping[str, str], *, settle: bool = True
) -> Ruling:
    """The ruling on an act, as if it were only asked about at its place in the record, and at its time.

    `known` holds no correction any more; without `settle` other readings are not looked at, and with it for the outcome
    alone, which is what an act is judged by.
    """
    ids, firsts = [each.id for each in known.events], plan.dependence.kinds_first
    later = known.events[ids.index(event.id) :] if event.id in ids else ()
    gone = (each for each in later if each.on == event.on and not is_seen(each, event, firsts))
    rest = known.without(*(each.id for each in gone))
    act = asked(plan.plan, known, grant, event, chosen)
    courts = [each.court(rest, grant.id, None) for each in plan.in_time(event.time)]
    ways = [
        court.rule(
            act.action,
            act.by,
            act.on,
            number=act.number,
            question=act.question,
            chosen=act.chosen,
            settle=settle,
            settle_windows=False,
            settle_numbers=False,
        )
        for court in courts
    ]
    found = best_of(ways, lambda ruling: ruling.outcome)
    if not settle or len(courts) == 1 or not plan.plan.readings:
        return found
    standings, told = _standings(courts, act), ways.index(found)
    return courts[told].turned(found, standings, act.question, told=told, numbers_too=False)


def _standings(courts: Sequence[Court], act: ActQuestion) -> StandingsUnder:
    """How the action of an act stands in each part of its day, under some readings."""
    return lambda readings: tuple(
        court.standing(act.action, act.by, readings, act.question, act.number, sort=OneDay) for court in courts
    )


def asked(plan: Plan, life: Life, grant: Grant, event: Event, chosen: Mapping[str, str]) -> ActQuestion:
    """The question that an act would have asked about a grant."""
    kind = plan.events[event.kind]
    action = kind.act or ""
    declared = plan.actions[action].attributes
    number = event.attributes.get(kind.number) if kind.number is not None else None
    return ActQuestion(
        action,
        asking_about(grant, _actor(plan, life, event)),
        event.on,
        number if not isinstance(number, str | float) else None,
        tuple(sorted((name, value) for name, value in event.attributes.items() if name in declared)),
        {name: option for name, option in chosen.items() if name in plan.readings},
    )


def _actor(plan: Plan, life: Life, event: Event) -> Party:
    """Who acted: whom the record names; else, where the kind of event is not about the grantee by nature, whoever has
    the one role to which the plan permits the action. Where the kind says by whom it is done, whoever has that role.
    """
    recorded = _party(life, event.who)
    kind = plan.events[event.kind]
    if kind.by is not None:
        return recorded if kind.by in recorded.roles else _of_role(life, kind.by)
    if kind.personal or not event.is_who_assumed:
        return recorded
    permits = [rule for rule in plan.rules.values() if kind.act in rule.permit]
    roles = {role for rule in permits for role in rule.by}
    if len(roles) != 1 or not all(rule.by for rule in permits) or not roles.isdisjoint(recorded.roles):
        return recorded
    return _of_role(life, *roles)


def _of_role(life: Life, role: str) -> Party:
    """Who has a role: the party that alone has it, or somebody who is nothing else."""
    having = [party for party in life.parties.values() if role in party.roles]
    return having[0] if len(having) == 1 else Party(id=role, roles=(role,))


def _lines(plan: Plan, made: Movements, grant: Grant, until: Day) -> Iterable[RollForwardLine]:
    balances: dict[str, Exact | None] = {**dict.fromkeys(made.balances, 0), HELD: grant.number}
    for movement in made.all:
        if movement.made > until:
            break
        number = exact_or_none(movement.number)
        balances = {**balances, **dict(_moved(balances, movement, number))}
        effect = plan.effects[movement.effect]
        yield RollForwardLine(
            day=movement.made,
            effect=movement.effect,
            clause=effect.clause,
            says=effect.says,
            event=movement.event.id if movement.event is not None else "",
            from_=movement.from_,
            to=movement.to or "",
            number=number,
            asked=exact_or_none(movement.asked),
            balances=balances,
        )


def _moved(
    balances: Mapping[str, Exact | None], movement: Movement, number: Exact | None
) -> Iterable[tuple[str, Exact | None]]:
    sides = [(movement.from_, -1), (movement.to, 1)] if movement.to is not None else [(movement.from_, 1)]
    for name, sign in sides:
        before = balances[name]
        yield name, None if before is None or number is None else before + sign * number


def _party(life: Life, name: str) -> Party:
    return life.parties.get(name) or Party(id=name, roles=())
