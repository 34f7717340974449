"""A life as far as it is recorded at one time: everything that a step compares with the time before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kenri.asking.askable import AskablePlan
from kenri.audit import asked, before
from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.model.life import Event, Grant, Instant, Life, Party
from kenri.model.ruling import Exact, Most, Ruling, Window
from kenri.reference.court import Court
from kenri.reference.record import Log
from kenri.reference.standing import Standing
from kenri.reference.steps import Steps, exact_or_none
from kenri.simulation.answers import Answers
from kenri.simulation.steps import Deadline, JudgedAct, Moved, StateSpan, Track

Key = tuple[str, str, str]
"""A grant, an action and a party."""

Spans = Mapping[tuple[str, str], DaySet]
"""The days on which a state holds, by state and grant."""


@dataclass(frozen=True, kw_only=True)
class SimulationScope:
    """What is looked at all along: which action, party and grant (None: each there is), by which readings."""

    action: str | None = None
    by: str | None = None
    grant: str | None = None
    readings: Mapping[str, str]


class Logs:
    """What is known of a life after each of its recordings, and the courts for it; each serves the next.

    `known_from` tells for each event after how many recordings it is known.
    """

    def __init__(self, life: Life, question: SimulationScope, known_from: Mapping[str, int]) -> None:
        self._life = life
        self._known_from = known_from
        self._names = tuple(life.grants) or (None,) if question.grant is None else (question.grant,)
        self._logs: dict[str | None, Log] = {}
        self._courts: dict[tuple[int, str | None], tuple[AskablePlan, Court]] = {}

    def courts(self, plan: AskablePlan, count: int) -> tuple[Court, ...]:
        """The courts of a plan after so many recordings, one for each grant."""
        return tuple(self._court(plan, name).seeing(self._logs[name].at(count)) for name in self._names)

    def _court(self, plan: AskablePlan, name: str | None) -> Court:
        key = id(plan), name
        if key not in self._courts:
            court = plan.court(self._life, name, None)
            log = self._logs.setdefault(name, Log(self._life, court.grant, self._known_from))
            self._courts[key] = plan, court.anew(log.at(None))
        return self._courts[key][1]


class LifeView:
    """What follows from the recordings in `life`, by the plan as known at an instant (None: all amendments).

    Corrections stand in `life` with what they correct. Where the life is one that is played, `logs` has the courts
    after `count` recordings, and `earlier` is what followed from one recording less.
    """

    def __init__(
        self,
        plan: AskablePlan,
        life: Life,
        question: SimulationScope,
        instant: Instant | None,
        *,
        logs: Logs | None = None,
        count: int = 0,
        earlier: LifeView | None = None,
    ) -> None:
        self.plan = plan.as_known_at(instant)
        self.life = life
        self.question = question
        known = self.plan.plan.readings
        self._logs = logs
        self._count = count
        self._earlier = earlier
        self._judged: dict[tuple[str, str], JudgedAct] = {}
        self.chosen = {name: option for name, option in question.readings.items() if name in known}

    @cached_property
    def known(self) -> Life:
        """The life without corrections, which have taken effect."""
        return self.life.known_at(None)

    @cached_property
    def courts(self) -> tuple[Court, ...]:
        """One for each grant."""
        if self._logs is not None:
            return self._logs.courts(self.plan, self._count)
        grants = tuple(self.life.grants) or (None,) if self.question.grant is None else (self.question.grant,)
        return tuple(self.plan.court(self.life, grant, None) for grant in grants)

    @cached_property
    def standings(self) -> Mapping[Key, tuple[Court, Party, Standing]]:
        """How every action stands for every party."""
        found: dict[Key, tuple[Court, Party, Standing]] = {}
        action, by = self.question.action, self.question.by
        for court in self.courts:
            for each in self.plan.plan.actions if action is None else (action,):
                for name in self.life.parties if by is None else (by,):
                    party = self.plan.party(self.life, name, court.grant)
                    standing = court.standing(each, party, court.readings(self.chosen))
                    found[court.grant.id, each, party.id] = court, party, standing
        return found

    @cached_property
    def tracks(self) -> tuple[Track, ...]:
        """The windows of everybody who has any."""
        tracks = (
            Track(grant=grant, action=action, by=by, windows=court.windows(standing, None))
            for (grant, action, by), (court, _, standing) in self.standings.items()
        )
        return tuple(track for track in tracks if track.windows)

    def figures(self, key: Key) -> Mapping[str, Steps]:
        """What doing one of it brings about, on each day."""
        standing = self.standings[key][2]
        case = standing.case.asking(standing.action, {"number": 1})
        figures = self.plan.plan.figures.items()
        names = [name for name, figure in figures if standing.action in figure.of]
        return {name: case.figure(name) for name in names}

    def ruling(self, key: Key, day: Day) -> Ruling:
        """The answer on a day, about any number."""
        court, party, _ = self.standings[key]
        return court.rule(key[1], party, day, chosen=self.chosen, settle=False)

    def deadline(self, day: Day) -> Deadline | None:
        """The next last day of a window, on the day or later."""
        coming = [
            Deadline(day=window.last, action=track.action, by=track.by, grant=track.grant, most=_last_number(window))
            for track in self.tracks
            for window in track.windows
            if window.last is not None and window.last >= day
        ]
        return min(coming, key=lambda deadline: deadline.day, default=None)

    @cached_property
    def states(self) -> Spans:
        """The days on which each state that does not depend on the question holds."""
        needs = self.plan.dependence
        names = [name for name in self.plan.plan.states if not needs.needs("states", name).asked]
        found: dict[tuple[str, str], DaySet] = {}
        for court in self.courts:
            case = court.case(_holder(self.life, court.grant), court.readings(self.chosen))
            found |= {(name, court.grant.id): case.named_condition(name).yes for name in names}
        return found

    def span(self, state: str, grant: str, first: Day, until: Day) -> StateSpan:
        """Days from `first` to `until`, which is excluded, as a span of a state."""
        declared = self.plan.plan.states[state]
        return StateSpan(
            state=state,
            clause=declared.clause,
            says=declared.says,
            grant=grant,
            first=first if first > FIRST_DAY else None,
            last=until - 1 if until < NEVER else None,
        )

    @cached_property
    def movements(self) -> tuple[Moved, ...]:
        """Every movement of rights, of one grant after the other, in the order of days."""
        return tuple(moved for court in self.courts for moved in self._movements(court))

    def _movements(self, court: Court) -> Iterator[Moved]:
        case = court.case(_holder(self.life, court.grant), court.readings(self.chosen))
        for movement in case.movements.all:
            effect = self.plan.plan.effects[movement.effect]
            yield Moved(
                grant=court.grant.id,
                day=movement.day,
                effect=movement.effect,
                clause=effect.clause,
                says=effect.says,
                event=movement.event.id if movement.event is not None else "",
                from_=movement.from_,
                to=movement.to or "",
                number=exact_or_none(movement.number),
                asked=exact_or_none(movement.asked),
            )

    @property
    def balances(self) -> Mapping[str, Mapping[str, Exact | None]]:
        """Where the rights of each grant stand after all movements that are known to come."""
        found: dict[str, Mapping[str, Exact | None]] = {}
        for court in self.courts:
            made = court.case(_holder(self.life, court.grant), court.readings(self.chosen)).movements
            found[court.grant.id] = {name: exact_or_none(steps.on(NEVER - 1)) for name, steps in made.balances.items()}
        return found

    @cached_property
    def acts(self) -> Mapping[tuple[str, str], tuple[Event, Court]]:
        """The acts that stand, by the event and the grant, each with the court of each grant it is about."""
        return {
            (event.id, court.grant.id): (event, court)
            for event in self.known.events
            if self.plan.plan.events[event.kind].act is not None
            for court in self.courts
            if event.grant in (None, court.grant.id)
        }

    @cached_property
    def answers(self) -> Answers:
        """The answers on the acts that stand."""
        earlier, self._earlier = self._earlier, None  # which is not kept for what comes after
        return Answers(self.plan, self.life, self.acts, self.chosen, earlier.answers if earlier is not None else None)

    def before(self, event: Event, court: Court) -> Court:
        """The court by which an act is judged: for what is recorded before it."""
        origin = court if court.origin is None else court.origin
        return origin.seeing(before(court.record, event))

    def judged(self, key: tuple[str, str]) -> JudgedAct:
        """The ruling on an act that stands."""
        if key not in self._judged:
            event, court = self.acts[key]
            act = asked(self.plan.plan, self.life, event, self.chosen)
            ruling = self.before(event, court).rule(
                act.action,
                act.by,
                act.on,
                number=act.number,
                question=act.question,
                chosen=act.chosen,
                settle=False,
            )
            self._judged[key] = JudgedAct(event=event, grant=court.grant.id, ruling=ruling)
        return self._judged[key]


def _holder(life: Life, grant: Grant) -> Party:
    return life.parties.get(grant.grantee) or Party(id="", roles=())


def _last_number(window: Window) -> Most:
    return window.numbers[-1]
