"""Auditing a life: was every recorded act permitted, and where did the rights go?

Each act is judged by the life without it, and without what was recorded after it for the same day: what an act itself
brought about, or what came after it, does not make it right or wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from kenri.model.days import Day
from kenri.model.life import Event, Grant, Instant, Life, Party
from kenri.model.plan import Plan, Said
from kenri.model.ruling import Exact, Outcome, Ruling
from kenri.model.turning import Turning
from kenri.reference.balances import HELD, Movement, Movements
from kenri.reference.court import Court
from kenri.reference.steps import Unknown, Value

__all__ = ["Act", "Audit", "Bench", "GrantAudit", "Line", "audit", "judged"]


class Bench(Protocol):
    """What an audit asks of a loaded plan."""

    @property
    def plan(self) -> Plan: ...

    def as_known_at(self, instant: Instant | None) -> Bench: ...

    def court(self, life: Life, grant: str | None, instant: Instant | None) -> Court: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A recorded act, judged by all that is known, and by what was known when it was recorded."""

    event: Event
    ruling: Ruling
    then: Ruling

    @property
    def turns(self) -> Turning[Outcome]:
        """What the verdict by all that is known turns on."""
        return self.ruling.turning["outcome"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One movement of the roll-forward, and what stands in each balance after it.

    `to` is empty for a scaling, whose `number` is added to what is held. None is a number that is not known.
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

    @property
    def is_short(self) -> bool:
        """Whether there was less than the movement asked for."""
        return self.number is not None and self.asked is not None and self.number < self.asked

    @property
    def id(self) -> str:
        """The event behind it, or the effect where no event is."""
        return self.event or self.effect


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantAudit:
    """One grant: its acts in the order of their days, and how its rights moved up to a day, included."""

    grant: Grant
    until: Day
    acts: tuple[Act, ...]
    lines: tuple[Line, ...]
    granted: Exact | None
    """The number granted, scaled since."""
    closing: Mapping[str, Exact | None]
    closing_turns: Turning[Mapping[str, Exact | None]]
    """What the closing balances turn on."""

    @property
    def adds_up(self) -> bool | None:
        """Whether held and all other balances make what was granted; None where a number is not known."""
        numbers = [self.granted, *self.closing.values()]
        if None in numbers:
            return None
        return self.granted == sum(number for number in self.closing.values() if number is not None)

    @property
    def not_permitted(self) -> tuple[Act, ...]:
        """The acts that were denied, by all that is known."""
        return tuple(act for act in self.acts if act.ruling.outcome == "denied")

    @property
    def unjudged(self) -> tuple[Act, ...]:
        """The acts that cannot be judged, because something is not known."""
        return tuple(act for act in self.acts if act.ruling.outcome == "unknown")

    @property
    def short(self) -> tuple[Line, ...]:
        """The movements that asked for more than there was."""
        return tuple(line for line in self.lines if line.is_short)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """The audit of every grant of a life, or of one."""

    grants: tuple[GrantAudit, ...]

    @property
    def violating(self) -> tuple[str, ...]:
        """The ids of the events that were not permitted or moved more than there was, in the order of their days."""
        found = [(act.event.on, act.event.id) for grant in self.grants for act in grant.not_permitted]
        found += [(line.day, line.id) for grant in self.grants for line in grant.short]
        return tuple(dict.fromkeys(id_ for _, id_ in sorted(found, key=lambda item: item[0])))

    @property
    def unjudged(self) -> tuple[str, ...]:
        """The ids of the acts that cannot be judged."""
        return tuple(dict.fromkeys(act.event.id for grant in self.grants for act in grant.unjudged))

    @property
    def turning(self) -> tuple[str, ...]:
        """The ids of the acts whose verdict is another, or may be, when clauses are read otherwise."""
        acts = (act for grant in self.grants for act in grant.acts)
        return tuple(dict.fromkeys(act.event.id for act in acts if act.turns.is_settled is not True))

    @property
    def is_clean(self) -> bool:
        """Whether every act was surely permitted, as clauses were read, and all rights are accounted for."""
        sums = all(grant.adds_up is not False for grant in self.grants)
        return sums and not self.violating and not self.unjudged


def audit(
    bench: Bench,
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
            _grant_audit(bench, life, known, grant, instant, last if until is None else until, readings or {})
            for grant in grants
        )
    )


def _grant_audit(
    bench: Bench,
    life: Life,
    known: Life,
    grant: Grant,
    instant: Instant | None,
    until: Day,
    chosen: Mapping[str, str],
) -> GrantAudit:
    now = bench.as_known_at(instant)
    events = [
        event
        for event in known.events
        if now.plan.events[event.kind].act is not None and event.grant in (None, grant.id) and event.on <= until
    ]
    acts = [
        Act(
            event=event,
            ruling=judged(now, known, event, grant, chosen),
            then=judged(bench.as_known_at(event.recorded), life.known_at(event.recorded), event, grant, chosen),
        )
        for event in sorted(events, key=lambda event: event.on)
    ]
    court = now.court(life, grant.id or None, instant)
    asker = _party(life, grant.grantee)
    made = court.case(asker, court.readings(chosen)).movements
    return GrantAudit(
        grant=grant,
        until=until,
        acts=tuple(acts),
        lines=tuple(_lines(now.plan, made, grant, until)),
        granted=_exact(made.granted.on(until)),
        closing={name: _exact(steps.on(until)) for name, steps in made.balances.items()},
        closing_turns=court.balances(asker, until, court.readings(chosen)),
    )


def judged(
    bench: Bench, known: Life, event: Event, grant: Grant, chosen: Mapping[str, str], *, settle: bool = True
) -> Ruling:
    """The ruling on an act, as if it were only asked about at its place in the record.

    `known` holds no correction any more; without `settle` other readings are not looked at.
    """
    ids = [each.id for each in known.events]
    later = known.events[ids.index(event.id) :] if event.id in ids else ()
    before = known.without(*(each.id for each in later if each.on == event.on))
    court = bench.court(before, grant.id or None, None)
    kind = bench.plan.events[event.kind]
    action = kind.act or ""
    asked = bench.plan.actions[action].attributes
    number = event.attributes.get(kind.number) if kind.number is not None else None
    return court.rule(
        action,
        _actor(bench.plan, known, event),
        event.on,
        number=number if not isinstance(number, str | float) else None,
        question=tuple(sorted((name, value) for name, value in event.attributes.items() if name in asked)),
        chosen={name: option for name, option in chosen.items() if name in bench.plan.readings},
        settle=settle,
        settle_windows=False,
    )


def _actor(plan: Plan, life: Life, event: Event) -> Party:
    """Who acted: whom the record names; else, where the kind of event is not about the grantee by nature, whoever has
    the one role to which the plan permits the action.
    """
    recorded = _party(life, event.who)
    kind = plan.events[event.kind]
    if kind.personal or not event.is_who_assumed:
        return recorded
    permits = [rule for rule in plan.rules.values() if kind.act in _several(rule.permit)]
    roles = {role for rule in permits for role in _several(rule.by)}
    if len(roles) != 1 or any(rule.by is None for rule in permits) or not roles.isdisjoint(recorded.roles):
        return recorded
    (role,) = roles
    having = [party for party in life.parties.values() if role in party.roles]
    return having[0] if len(having) == 1 else Party(id=role, roles=(role,))


def _several(names: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return () if names is None else (names,) if isinstance(names, str) else names


def _lines(plan: Plan, made: Movements, grant: Grant, until: Day) -> Iterable[Line]:
    balances: dict[str, Exact | None] = {**dict.fromkeys(made.balances, 0), HELD: grant.number}
    for movement in made.all:
        if movement.day > until:
            break
        number = _exact(movement.number)
        balances = {**balances, **dict(_moved(balances, movement, number))}
        effect = plan.effects[movement.effect]
        yield Line(
            day=movement.day,
            effect=movement.effect,
            clause=effect.clause,
            says=effect.says,
            event=movement.event.id if movement.event is not None else "",
            from_=movement.from_,
            to=movement.to or "",
            number=number,
            asked=_exact(movement.asked),
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


def _exact(value: Value) -> Exact | None:
    return None if isinstance(value, Unknown | float) else value
