"""The answers on recorded acts, carried over from one recording to the next where nothing can have changed them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kenri.asking.askable import AskablePlan
from kenri.audit import asked
from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.dependence import MOVEMENTS
from kenri.model.judgement import ActQuestion
from kenri.model.life import Event, Life
from kenri.model.own_day import days_looked_at, looked_at_until
from kenri.model.ruling import Exact, Outcome, Ruling, best_of
from kenri.reference.balances import first_difference
from kenri.reference.court import Court

Key = tuple[str, str]
"""An event that records an act, and a grant it is about, by their ids."""

Asked = tuple[str, str, str, tuple[str, ...]]
"""A grant, an action, and who acted, in which roles: what answers on acts have in common that hold for like reasons."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered on an act: the outcome, and the figures of what it brings about."""

    outcome: Outcome
    figures: Mapping[str, Exact | date | None]
    act: ActQuestion
    event: Event
    asked: Asked
    until: Day
    """The day up to which alone it depends on how rights moved; `NEVER` where it may depend on all days."""


class Answers:
    """The answers on the acts that stand, after one recording.

    `earlier` are those after the recording before, by the same plan; `come` and `gone` are the acts that stand and did
    not then, and that did and do not. `ruled` has rulings on some of those that come, which need no answer besides.

    An answer holds on while nothing differs that it depends on: see `Needs.kinds`; what was recorded after the act for
    its day is no part of that. Where more rights have moved it still does if it looked at no balance after its day, and
    the same rights moved until then.
    """

    def __init__(
        self,
        plan: AskablePlan,
        life: Life,
        acts: Mapping[Key, Event],
        courts: Mapping[str, Court],
        chosen: Mapping[str, str],
        *,
        earlier: Answers | None,
        come: Iterable[Key],
        gone: Iterable[Key],
        ruled: Mapping[Key, Ruling],
    ) -> None:
        self._plan = plan
        self._needs = plan.dependence
        self._courts = courts
        self._earlier_courts = {} if earlier is None else earlier._courts
        self._differing: dict[tuple[str, tuple[str, ...]], tuple[Day, int] | None] = {}
        self._found: dict[Key, Given] = {}
        self._alike: dict[Asked, list[tuple[Day, Day, int, Key]]] = {}
        """The acts whose answers hold for like reasons, by the day up to which they depend on how rights moved, then by
        their own day and their place in the record.
        """
        self._last: dict[str, Court] = {} if earlier is None else earlier._last
        """The court by which the last act about each grant was answered: the next one's takes from it what it can."""
        self._days_looked_at: dict[str, frozenset[str] | None] = {} if earlier is None else earlier._days_looked_at
        """What `days_looked_at` told of each action."""
        if earlier is not None:  # it hands over all it has: to copy that for each recording takes the longer the more
            self._found, self._alike, earlier._found, earlier._alike = earlier._found, earlier._alike, {}, {}
        for key in gone:
            self._drop(key)
        stale = [key for asked in self._alike for key in self._stale(asked)]
        self.replaced = {key: self._drop(key) for key in stale}
        """The answers of before on acts that still stand, which did not hold on."""
        for key in (*come, *stale):
            given = self._found[key] = self._given(life, acts[key], courts[key[1]], chosen, ruled.get(key))
            insort(self._alike.setdefault(given.asked, []), (*self._place(given), key))

    def __getitem__(self, key: Key) -> Given:
        return self._found[key]

    def _drop(self, key: Key) -> Given:
        given = self._found.pop(key)
        several = self._alike[given.asked]
        del several[bisect_left(several, (*self._place(given), key))]
        return given

    def _place(self, given: Given) -> tuple[Day, Day, int]:
        return given.until, given.event.on, self._rank(given.asked[0], given.event)

    def _stale(self, asked: Asked) -> list[Key]:
        """The acts whose answers before the recording need not be right after it."""
        several = self._alike[asked]
        if not several:
            return []
        one = self._found[several[0][-1]]
        until = self._hold_until(one)
        rest = several[bisect_left(several, (until,)) :]
        first = self._first_differing_for(one) if rest else None
        if first is not None and first[0] == until:  # of acts of a day that depend on no other, those before it hold
            rest = [
                *rest[: bisect_left(rest, (until, until))],
                *rest[bisect_left(rest, (until, *first)) :],
            ]
        return [key for *_, key in rest if not self._comes_after(self._found[key])]

    def _hold_until(self, given: Given) -> Day:
        """The first day on which what is looked at when asked may differ; after all days if nothing differs."""
        grant = given.asked[0]
        if grant not in self._earlier_courts or self._needs.across:
            return FIRST_DAY
        needs = self._needs.of_actions[given.act.action]
        if self._is_same(grant, needs.kinds):
            return NEVER + 1
        if not self._is_same(grant, needs.beside) or not self._is_same(grant, self._needs.kinds_moved_by):
            return FIRST_DAY
        return self._moved_alike_until(given)

    def _is_same(self, grant: str, kinds: tuple[str, ...]) -> bool:
        """Whether the events of some kinds are those of before."""
        courts = self._courts[grant], self._earlier_courts[grant]
        return courts[0].record.of_kinds(kinds) == courts[1].record.of_kinds(kinds)

    def _comes_after(self, given: Given) -> bool:
        """Whether all that is not as before was recorded after the act for its day: it was answered without that."""
        first = self._first_differing_for(given)
        return first is not None and first[0] == given.event.on and first[1] > self._rank(given.asked[0], given.event)

    def _first_differing_for(self, given: Given) -> tuple[Day, int] | None:
        """The day of all that is not as before and the place of the first of it; None where that does not tell what
        came before an act.
        """
        grant = given.asked[0]
        if grant not in self._earlier_courts or self._needs.across:
            return None
        kinds = self._needs.of_actions[given.act.action].kinds
        if not self._needs.kinds_first.isdisjoint(kinds):
            return None  # some of it may come before the act wherever it is recorded
        if (grant, kinds) not in self._differing:
            self._differing[grant, kinds] = self._first_differing(grant, kinds)
        return self._differing[grant, kinds]

    def _first_differing(self, grant: str, kinds: tuple[str, ...]) -> tuple[Day, int] | None:
        """The day of the events that are not those of before, or were, and the place of the first; None for several."""
        courts = self._courts[grant], self._earlier_courts[grant]
        pairs = zip(*(court.record.of_kinds(kinds) for court in courts), strict=True)
        events = [event for now, then in pairs if now is not then for each in now.beside(then) for event in each]
        days = {event.on for event in events}
        return (days.pop(), min(self._rank(grant, event) for event in events)) if len(days) == 1 else None

    def _rank(self, grant: str, event: Event) -> int:
        return self._courts[grant].record.ranks[event.id]

    def _moved_alike_until(self, given: Given) -> Day:
        """The first day on which other rights may have moved than were known to move before."""
        grant = given.asked[0]
        by = given.act.by
        both = (self._courts[grant], self._earlier_courts[grant])
        now, then = (each.case(by, each.readings(given.act.chosen)).movements for each in both)
        return first_difference(now, then)

    def _given(self, life: Life, event: Event, court: Court, chosen: Mapping[str, str], ruling: Ruling | None) -> Given:
        act = asked(self._plan.plan, life, court.grant, event, chosen)
        about = court.grant.id, act.action, act.by.id, act.by.roles
        moves = self._needs.needs("movements", MOVEMENTS)
        # Where the act itself moves no rights, its record may share what looks at all days with other records.
        is_bounded = event.kind in moves.kinds and not moves.asked
        until = self._looked_at_until(act) if is_bounded else NEVER
        if ruling is not None and until is not None:
            figures = {each.name: each.value if each.day is None else each.day for each in ruling.figures}
            return Given(ruling.outcome, figures, act, event, about, until)
        origin = court if court.origin is None else court.origin
        there = origin.following(
            court.record.before(event, self._needs.kinds_first), self._last.get(court.grant.id), day_by_day=True
        )
        answers = (
            each.answer(act.action, act.by, act.on, number=act.number, question=act.question, chosen=act.chosen)
            for each in in_time(self._plan, there, event)
        )
        outcome, told = best_of(answers, lambda answer: answer[0])
        there.follow_no_more()
        self._last[court.grant.id] = there
        until = max(event.on, there.record.looked_until)
        is_bounded = is_bounded and until < NEVER and there.record is not court.record
        return Given(outcome, told, act, event, about, until if is_bounded else NEVER)

    def _looked_at_until(self, act: ActQuestion) -> Day | None:
        """The last day on which an answer looks at how rights stand; None where its rules do not tell that."""
        if act.action not in self._days_looked_at:
            self._days_looked_at[act.action] = days_looked_at(self._plan.plan, self._needs, act.action)
        named = self._days_looked_at[act.action]
        return None if named is None else looked_at_until(self._plan.plan, act, named)


def in_time(plan: AskablePlan, court: Court, event: Event) -> Iterator[Court]:
    """The court of a plan at the time of an act, or in each part of the day where only its day is recorded."""
    for each in plan.in_time(event.time):
        yield court if each is plan else court.looked_at(each.plan)
