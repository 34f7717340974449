"""A life as far as it is recorded at one time: everything that a step compares with the time before."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeVar

from kenri.asking.askable import AskablePlan
from kenri.asking.duties import in_order, owed_about
from kenri.asking.in_hours import joined
from kenri.audit import asked
from kenri.model.alike import alike
from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.model.dependence import MOVEMENTS
from kenri.model.duty import OwedDuty
from kenri.model.life import Event, Grant, Instant, Life, Party
from kenri.model.ruling import Exact, Most, Outcome, Ruling, Window, best, best_of
from kenri.reference.balances import Movement
from kenri.reference.court import Court
from kenri.reference.duties import Owed
from kenri.reference.record import NO_EVENTS, Log
from kenri.reference.standing import Standing
from kenri.reference.steps import Steps, exact_or_none
from kenri.simulation.answers import Answers, Given, in_time
from kenri.simulation.answers import Key as ActKey
from kenri.simulation.steps import Deadline, JudgedAct, Moved, StateSpan, Track

T = TypeVar("T")

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
        self.known_from = known_from
        self._grant = question.grant
        self._logs: dict[str, Log] = {}
        self._courts: dict[tuple[int, str], tuple[AskablePlan, Court]] = {}

    def courts(self, plan: AskablePlan, count: int, earlier: Mapping[str, Court]) -> tuple[Court, ...]:
        """The courts of a plan after so many recordings, one for each grant; `earlier` are those after one less."""
        names = plan.grants_asked(self._life) if self._grant is None else (self._grant,)
        courts = {name: self._court(plan, name) for name in names}
        return tuple(court.following(self._logs[name].at(count), earlier.get(name)) for name, court in courts.items())

    def _court(self, plan: AskablePlan, name: str) -> Court:
        key = id(plan), name
        if key not in self._courts:
            court = plan.court(self._life, name, None)
            log = self._logs.setdefault(name, Log(self._life, court.grant, self.known_from))
            self._courts[key] = plan, court.anew(log.at(None))
        return self._courts[key][1]


def recorded(life: Life, known_from: Mapping[str, int], count: int) -> Life:
    """The life as far as it is recorded after so many recordings, its events in the order of the record."""
    return replace(life, events=tuple(event for event in life.events if known_from[event.id] <= count))


class LifeView:
    """What follows from the recordings in `life`, by the plan as known at an instant (None: all amendments).

    Corrections stand in `life` with what they correct. Where the life is one that is played, `logs` has the courts
    after `count` recordings of it, and `earlier` is what followed from one recording less: what depends on no event
    that differs is the same object in both.
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
        self._earlier = earlier if earlier is not None and earlier.plan is self.plan else None
        self._tracks: dict[Key, Track] = {}
        self._figures: dict[Key, Mapping[str, Steps]] = {}
        self._in_parts: dict[Key, tuple[tuple[Court, Standing], ...]] = {}
        self._ruled: dict[Key, Ruling] = {}
        self._moved: dict[str, tuple[tuple[Movement, ...], tuple[Moved, ...]]] = {}
        self._judged: dict[ActKey, JudgedAct] = {}
        self.chosen = {name: option for name, option in question.readings.items() if name in known}

    def forget_earlier(self) -> None:
        """Let go of what followed from one recording less, so that not all that ever followed is kept."""
        self._earlier = None
        for court in self.courts:
            court.follow_no_more()

    @cached_property
    def courts(self) -> tuple[Court, ...]:
        """One for each grant."""
        if self._logs is not None:
            earlier = {} if self._earlier is None else self._earlier.court_of
            return self._logs.courts(self.plan, self._count, earlier)
        grants = self.plan.grants_asked(self.life) if self.question.grant is None else (self.question.grant,)
        return tuple(self.plan.court(self.life, grant, None) for grant in grants)

    @cached_property
    def court_of(self) -> Mapping[str, Court]:
        """The court for each grant, by its id."""
        return {court.grant.id: court for court in self.courts}

    def _as_before(self, court: Court, kinds: tuple[str, ...]) -> LifeView | None:
        """The earlier view, where all that depends on some kinds of events about a grant is as it was in it."""
        then = None if self._earlier is None else self._earlier.court_of.get(court.grant.id)
        if self.plan.dependence.across:
            return None  # what happens to other grants may change it as well
        if then is None or then.record.hours != court.record.hours:
            return None
        return self._earlier if then.record.of_kinds(kinds) == court.record.of_kinds(kinds) else None

    @cached_property
    def _asked(self) -> Mapping[Key, Party]:
        """Who asks about each action and grant: the same after all recordings."""
        if self._earlier is not None:
            return self._earlier._asked
        action, by = self.question.action, self.question.by
        names = self.life.parties if by is None else (by,)
        found: dict[Key, Party] = {}
        for court in self.courts:
            grant = court.grant
            for each in self.plan.plan.actions if action is None else (action,):
                if self.plan.concerns(self.life, each, grant.id):
                    parties = [self.plan.party(self.life, name, grant) for name in names]
                    found |= {(grant.id, each, party.id): party for party in parties}
        return found

    @cached_property
    def standings(self) -> Mapping[Key, tuple[Court, Party, Standing]]:
        """How every action stands for every party."""
        found: dict[Key, tuple[Court, Party, Standing]] = {}
        behind = self.plan.dependence.kinds_behind
        for key, party in self._asked.items():
            court = self.court_of[key[0]]
            then = self._as_before(court, behind[key[1]])
            kept = None if then is None else then.standings.get(key)
            found[key] = kept or self._standing(key, court, party)
        return found

    def _standing(self, key: Key, court: Court, party: Party) -> tuple[Court, Party, Standing]:
        """How an action stands for a party: as before, where all that it is made of came to the same."""
        readings = court.readings(self.chosen)
        then = None if self._earlier is None else self._earlier.standings.get(key)
        if then is not None and not self.plan.has_hours and court.still_standing(party, readings, then[2]):
            return then
        return court, party, court.standing(key[1], party, readings)

    def _still(self, key: Key) -> LifeView | None:
        """The earlier view, where an action stands as it did in it."""
        earlier = self._earlier
        if earlier is None or key not in earlier.standings:
            return None
        return earlier if earlier.standings[key][2] is self.standings[key][2] else None

    @cached_property
    def tracks(self) -> tuple[Track, ...]:
        """The windows of everybody who has any."""
        tracks = tuple(track for track in map(self._track, self.standings) if track.windows)
        return _as_it_was(tracks, () if self._earlier is None else self._earlier.tracks)

    def _track(self, key: Key) -> Track:
        if key not in self._tracks:
            then = self._still(key)
            self._tracks[key] = self._own_track(key) if then is None else then._track(key)
        return self._tracks[key]

    def _own_track(self, key: Key) -> Track:
        grant, action, by = key
        several = [court.windows(standing, None) for court, standing in self.in_parts(key)]
        is_one = len(several) == 1
        windows = several[0] if is_one else joined(several, self.plan.parts_of_day, self.plan.plan.zone)
        return Track(grant=grant, action=action, by=by, windows=windows)

    def in_parts(self, key: Key) -> tuple[tuple[Court, Standing], ...]:
        """How an action stands in each part of the day, and by which court; one is all where the plan has no hours."""
        court, party, standing = self.standings[key]
        if not self.plan.has_hours:
            return ((court, standing),)
        if key not in self._in_parts:
            courts = [court.looked_at(each.plan) for each in self.plan.in_parts()]
            self._in_parts[key] = tuple(
                (each, each.standing(key[1], party, each.readings(self.chosen))) for each in courts
            )
        return self._in_parts[key]

    def outcome(self, key: Key, day: Day) -> Outcome:
        """Whether an action is allowed on a day, at the time of it that is best."""
        return best(standing.outcome(day, None) for _, standing in self.in_parts(key))

    def figures(self, key: Key) -> Mapping[str, Steps]:
        """What doing one of it brings about, on each day."""
        if key not in self._figures:
            then = self._still(key)
            self._figures[key] = self._own_figures(key) if then is None else then.figures(key)
        return self._figures[key]

    def _own_figures(self, key: Key) -> Mapping[str, Steps]:
        court, _, standing = self.standings[key]
        case = court.case_of(standing, (), 1)
        figures = self.plan.plan.figures.items()
        names = [name for name, figure in figures if standing.action in figure.of]
        return {name: case.figure(name) for name in names}

    def ruling(self, key: Key, day: Day) -> Ruling:
        """The answer on a day, about any number."""
        court, party = self.court_of[key[0]], self.standings[key][1]
        dependence = self.plan.dependence
        kinds = {*dependence.needs("movements", MOVEMENTS).kinds, *dependence.kinds_behind[key[1]]}
        then = self._still(key) if self._as_before(court, tuple(sorted(kinds))) is not None else None
        found = self._ruled.get(key) or (None if then is None else then._ruled.get(key))
        if found is None or found.on != day:
            found = court.rule(key[1], party, day, chosen=self.chosen, settle=False)
        self._ruled[key] = found
        return found

    def deadline(self, day: Day) -> Deadline | None:
        """The next last day of a window, on the day or later."""
        coming = [
            Deadline(
                day=window.last,
                action=track.action,
                by=track.by,
                grant=track.grant,
                most=_last_number(window),
                closes=window.closes,
                zone=window.zone,
            )
            for track in self.tracks
            for window in track.windows
            if window.last is not None and window.last >= day
        ]
        return min(coming, key=lambda deadline: deadline.day, default=None)

    @cached_property
    def states(self) -> Spans:
        """The days on which each state that does not depend on the question holds."""
        names = [name for name in self.plan.plan.states if not self.plan.dependence.needs("states", name).asked]
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
        moved: list[Moved] = []
        for court in self.courts:
            moved += self._movements(court)
        return _as_it_was(tuple(moved), () if self._earlier is None else self._earlier.movements)

    def _movements(self, court: Court) -> tuple[Moved, ...]:
        grant = court.grant.id
        case = court.case(_holder(self.life, court.grant), court.readings(self.chosen))
        made_then, moved_then = ((), ()) if self._earlier is None else self._earlier._moved.get(grant, ((), ()))
        made = case.movements.all
        same = alike(made, made_then)
        moved = moved_then[:same] + tuple(self._told(movement, grant) for movement in made[same:])
        self._moved[grant] = made, moved
        return moved

    def _told(self, movement: Movement, grant: str) -> Moved:
        effect = self.plan.plan.effects[movement.effect]
        return Moved(
            grant=grant,
            day=movement.made,
            effect=movement.effect,
            clause=effect.clause,
            says=effect.says,
            event=movement.event.id if movement.event is not None else "",
            from_=movement.from_,
            to=movement.to or "",
            number=exact_or_none(movement.number),
            asked=exact_or_none(movement.asked),
        )

    def duties(self, day: Day) -> tuple[OwedDuty, ...]:
        """What must be done, as it stands on a day."""
        plan = self.plan.plan
        if not plan.duties:
            return ()
        last = self.plan.in_parts()[-1]
        found: list[Owed] = []
        for court in self.courts:
            end = court.looked_at(last.plan) if self.plan.has_hours else court
            readings = court.readings(self.chosen)
            found += owed_about(plan, self.life, court, end, day, by=self.question.by, readings=readings)
        return in_order(found)

    @property
    def balances(self) -> Mapping[str, Mapping[str, Exact | None]]:
        """Where the rights of each grant stand after all movements that are known to come."""
        found: dict[str, Mapping[str, Exact | None]] = {}
        for court in self.courts:
            made = court.case(_holder(self.life, court.grant), court.readings(self.chosen)).movements
            found[court.grant.id] = {name: exact_or_none(steps.on(NEVER - 1)) for name, steps in made.balances.items()}
        return found

    @property
    def acts(self) -> Mapping[ActKey, Event]:
        """The acts that stand, each with each grant it is about: in the order of the record, then of the grants.

        Those of the earlier view are no longer told apart from these.
        """
        return self._acts.standing

    def acts_since(self, before: LifeView) -> list[ActKey]:
        """The acts that stand and did not in another view, in their order."""
        if before is self._earlier:
            return self.in_order(self._acts.come)
        return self.in_order(self.acts.keys() - before.acts.keys())

    @cached_property
    def _acts(self) -> _Acts:
        acting = {name: kind.act for name, kind in self.plan.plan.events.items() if kind.act is not None}
        kinds = tuple(acting)
        if self._earlier is not None and all(self._as_before(court, kinds) is not None for court in self.courts):
            return _Acts(self._earlier._acts.standing, {}, ())
        # It hands over all it has: to copy that for each recording takes the longer the more.
        found = {} if self._earlier is None else self._earlier._acts.standing
        come: dict[ActKey, Event] = {}
        gone: list[ActKey] = []
        for court in self.courts:
            then = None if self._earlier is None else self._earlier.court_of[court.grant.id]
            for kind, act in acting.items():
                if not self.plan.concerns(self.life, act, court.grant.id):
                    continue
                now, before = court.record.of_kind(kind), NO_EVENTS if then is None else then.record.of_kind(kind)
                new, old = now.beside(before)
                gone += [(event.id, court.grant.id) for event in old]
                come |= {(event.id, court.grant.id): event for event in new}
        for key in gone:
            del found[key]
        last = self._place(next(reversed(found))) if found else (-1, 0)
        found |= {key: come[key] for key in self.in_order(come)}
        is_in_order = all(self._place(key) > last for key in come)
        return _Acts(found if is_in_order else {key: found[key] for key in self.in_order(found)}, come, gone)

    def in_order(self, acts: Iterable[ActKey]) -> list[ActKey]:
        """Acts in the order of the record, then of the grants."""
        return sorted(acts, key=self._place)

    def _place(self, act: ActKey) -> tuple[int, int]:
        event, grant = act
        return self.court_of[grant].record.ranks[event], [*self.court_of].index(grant)

    def answered_anew(self, before: LifeView) -> Mapping[ActKey, tuple[Given, Given]]:
        """The answers of another view on acts that stand in both, with those of now, where they were looked at anew."""
        if before is self._earlier:
            return {key: (then, self.answers[key]) for key, then in self.answers.replaced.items()}
        return {key: (before.answers[key], self.answers[key]) for key in self.acts if key in before.acts}

    @cached_property
    def answers(self) -> Answers:
        """The answers on the acts that stand; those of the earlier view are no longer there."""
        earlier = None if self._earlier is None else self._earlier.answers
        return Answers(
            self.plan,
            self.life,
            self.acts,
            self.court_of,
            self.chosen,
            earlier=earlier,
            come=self._acts.come,
            gone=self._acts.gone,
            ruled={key: self._judged[key].ruling for key in self._acts.come if key in self._judged},
        )

    def before(self, event: Event, court: Court) -> Court:
        """The court by which an act is judged: for what is recorded before it."""
        record = court.record.before(event, self.plan.dependence.kinds_first)
        then = None if self._earlier is None else self._earlier.court_of.get(court.grant.id)
        if then is not None and not self.plan.dependence.across and record.is_made_of(then.record):
            return then
        origin = court if court.origin is None else court.origin
        return origin.seeing(record)

    def judged(self, key: ActKey) -> JudgedAct:
        """The ruling on an act that stands."""
        if key not in self._judged:
            event, court = self.acts[key], self.court_of[key[1]]
            act = asked(self.plan.plan, self.life, court.grant, event, self.chosen)
            there = self.before(event, court)
            rulings = (
                each.rule(
                    act.action,
                    act.by,
                    act.on,
                    number=act.number,
                    question=act.question,
                    chosen=act.chosen,
                    settle=False,
                )
                for each in in_time(self.plan, there, event)
            )
            ruling = best_of(rulings, lambda each: each.outcome)
            self._judged[key] = JudgedAct(event=event, grant=court.grant.id, ruling=ruling)
        return self._judged[key]


class _Acts(NamedTuple):
    """The acts that stand, and those of them that did not in the earlier view, with those that did and do not."""

    standing: dict[ActKey, Event]
    come: Mapping[ActKey, Event]
    gone: Sequence[ActKey]


def _as_it_was(now: tuple[T, ...], then: tuple[T, ...]) -> tuple[T, ...]:
    """What there is now; where it is made of the same as before, what there was, so that it is kept but once."""
    return then if len(now) == len(then) and all(map(operator.is_, now, then)) else now


def _holder(life: Life, grant: Grant) -> Party:
    return life.parties.get(grant.grantee) or Party(id="", roles=())


def _last_number(window: Window) -> Most:
    return window.steps[-1][1] if window.most is None else window.most
