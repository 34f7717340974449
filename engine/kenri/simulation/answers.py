"""The answers on recorded acts, carried over from one recording to the next where nothing can have changed them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kenri.asking.askable import AskablePlan
from kenri.audit import asked, before
from kenri.model.days import NEVER, Day
from kenri.model.dependence import MOVEMENTS
from kenri.model.judgement import ActQuestion
from kenri.model.life import Event, Life
from kenri.model.ruling import Exact, Outcome
from kenri.reference.balances import first_difference
from kenri.reference.court import Court
from kenri.reference.record import OfKind


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered on an act: the outcome, and the figures of what it brings about."""

    outcome: Outcome
    figures: Mapping[str, Exact | None]
    act: ActQuestion
    event: Event
    until: Day | None
    """The day up to which alone it depends on how rights moved; None where it may depend on all days."""


class Answers:
    """The answers on the acts that stand, after one recording.

    An answer holds on while nothing differs that it depends on: see `Needs.kinds`; what was recorded after the act for
    its day is no part of that. Where more rights have moved it
    still does if it looked at no balance after its day, and the same rights moved until then.
    """

    def __init__(
        self,
        plan: AskablePlan,
        life: Life,
        acts: Mapping[tuple[str, str], tuple[Event, Court]],
        chosen: Mapping[str, str],
        earlier: Answers | None,
    ) -> None:
        self._plan = plan
        self._needs = plan.dependence
        self._courts = {court.grant.id: court for _, court in acts.values()}
        self._earlier_courts = earlier._courts if earlier is not None and earlier._plan is plan else {}
        self._alike: dict[tuple[str, str, tuple[str, ...]], Day] = {}
        self._changed: dict[tuple[str, tuple[str, ...]], list[Event]] = {}
        self._same: dict[tuple[str, tuple[str, ...]], bool] = {}
        self.found: dict[tuple[str, str], Given] = {}
        for key, (event, court) in acts.items():
            given = earlier.found.get(key) if earlier is not None else None
            if given is None or given.event != event or not self._holds(given, court):
                given = self._given(life, event, court, chosen)
            self.found[key] = given

    def __getitem__(self, key: tuple[str, str]) -> Given:
        return self.found[key]

    def _holds(self, given: Given, court: Court) -> bool:
        """Whether what was answered before the recording is right after it."""
        if court.grant.id not in self._earlier_courts:
            return False
        needs = self._needs.of_actions[given.act.action]
        if self._is_same(court, needs.kinds) or self._comes_after(given, court, needs.kinds):
            return True
        if given.until is None or not self._is_same(court, needs.beside):
            return False
        return self._is_same(court, self._needs.kinds_moved_by) and given.until < self._moved_alike_until(given, court)

    def _is_same(self, court: Court, kinds: tuple[str, ...]) -> bool:
        """Whether the events of some kinds are those of before."""
        key = court.grant.id, kinds
        if key not in self._same:
            earlier = self._earlier_courts[court.grant.id].record
            self._same[key] = court.record.of_kinds(kinds) == earlier.of_kinds(kinds)
        return self._same[key]

    def _comes_after(self, given: Given, court: Court, kinds: tuple[str, ...]) -> bool:
        """Whether all that is not as before was recorded after the act for its day: it was answered without that."""
        record, event = court.record, given.event
        earlier = self._earlier_courts[court.grant.id].record
        if not record.has(event) or not earlier.has(event):
            return False
        return all(
            each.on == event.on and each.id in record.ranks and record.ranks[each.id] > record.ranks[event.id]
            for each in self._differing(court, kinds)
        )

    def _differing(self, court: Court, kinds: tuple[str, ...]) -> list[Event]:
        """The events of some kinds that are not those of before, and those that were."""
        key = court.grant.id, kinds
        found = self._changed.get(key)
        if found is None:
            earlier = self._earlier_courts[court.grant.id].record
            pairs = zip(court.record.of_kinds(kinds), earlier.of_kinds(kinds), strict=True)
            both = [(_by_identity(now), _by_identity(then)) for now, then in pairs if now is not then]
            found = self._changed[key] = [
                event
                for now, then in both
                for one, other in ((now, then), (then, now))
                for identity, event in one.items()
                if identity not in other
            ]
        return found

    def _moved_alike_until(self, given: Given, court: Court) -> Day:
        """The first day on which other rights may have moved than were known to move before."""
        by = given.act.by
        key = court.grant.id, by.id, by.roles
        if key not in self._alike:
            both = (court, self._earlier_courts[court.grant.id])
            now, then = (each.case(by, each.readings(given.act.chosen)).movements for each in both)
            self._alike[key] = first_difference(now, then)
        return self._alike[key]

    def _given(self, life: Life, event: Event, court: Court, chosen: Mapping[str, str]) -> Given:
        act = asked(self._plan.plan, life, event, chosen)
        origin = court if court.origin is None else court.origin
        there = origin.seeing(before(court.record, event))
        outcome, figures = there.answer(
            act.action, act.by, act.on, number=act.number, question=act.question, chosen=act.chosen
        )
        moves = self._needs.needs("movements", MOVEMENTS)
        until = max(event.on, there.record.looked_until)
        # Where the act itself moves no rights, its record may share what looks at all days with other records.
        is_bounded = (
            until < NEVER and event.kind in moves.kinds and not moves.asked and there.record is not court.record
        )
        return Given(outcome, figures, act, event, until if is_bounded else None)


def _by_identity(several: OfKind) -> dict[int, Event]:
    return {id(event): event for event in several.events}
