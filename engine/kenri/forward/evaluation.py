"""The evaluation of one question: facts are posted, rules fire, and what they derive is kept for the rules to come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kenri.forward import covers, firing, happenings, moving, numbers, selecting, turning
from kenri.forward.compiled import Compiled
from kenri.forward.each_grant import EachGrant
from kenri.forward.gates import Covered, Sheet, Supplied
from kenri.forward.supply import Supply, is_one_of
from kenri.forward.supply import number as as_number
from kenri.forward.trace import Firing
from kenri.forward.values import (
    NOTHING,
    UNLIMITED,
    Happening,
    Lacking,
    Names,
    Number,
    Period,
    Seen,
    TruthOnDay,
    exact,
)
from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.model.expressions import (
    AskedIs,
    AskerIs,
    BusinessDay,
    Condition,
    CountingUse,
    EventMoments,
    GrantIs,
    Moments,
    PartyIs,
    Quantity,
)
from kenri.model.lacking import lacks
from kenri.model.life import Event
from kenri.model.periods import BeyondCalendarError, Calendar, Counting
from kenri.model.supplied import Calendars
from kenri.reference.occurrences import TooManyDaysError, of_unknown


class Evaluation:
    """Moments, numbers and truths of one plan for one question, as seen from any day.

    Truths are derived by rules; moments and numbers are computed from what is known and given to the rules.
    """

    def __init__(
        self,
        compiled: Compiled,
        supply: Supply,
        readings: Mapping[str, str],
        calendars: Calendars,
        others: Mapping[Any, TruthOnDay] | None = None,
        grants: EachGrant | None = None,
    ) -> None:
        self.compiled = compiled
        self.plan = compiled.plan
        self.supply = supply
        self.readings = readings
        self.calendars = calendars
        self.others: dict[Any, TruthOnDay] = dict(others or {})
        self.event: Event | None = None
        self.base = self
        self.grants = EachGrant(self) if grants is None else grants
        self.steps: list[Firing] = []
        self.posted = 0
        """How many facts the rules have been given for this answer."""
        self._by_days: Evaluation | None = None
        self._at: dict[str, Evaluation] = {}
        self._seen: dict[tuple[object, Day], Seen] = {}
        self._numbers: dict[tuple[object, Day], Number] = {}
        self._truths: dict[tuple[object, Day], TruthOnDay] = {}
        self._periods: dict[tuple[int, str, Day], list[Period]] = {}
        self._turns: dict[tuple[str, object], list[Day]] = {}
        self._candidates: dict[int, list[Event]] | None = None
        self._moved: moving.BalanceHistory | None = None
        self._granted: moving.BalanceHistory | None = None

    def at_event(self, event: Event | None) -> Evaluation:
        """The same where a change or a movement that an event makes is computed: its attributes can be read."""
        key = event.id if event is not None else ""
        found = self.base._at.get(key)
        if found is None:
            found = Evaluation(self.compiled, self.supply, self.readings, self.calendars, grants=self.grants)
            found.base, found.event, found.steps = self.base, event, self.base.steps
            self.base._at[key] = found
        return found

    @property
    def by_days(self) -> Evaluation:
        """The same in whole days: at a time of the day only what is asked of that day itself is looked at."""
        if self.plan.time is None:
            return self
        if self._by_days is None:
            self._by_days = Evaluation(self.compiled, self.supply, self.readings, self.calendars, self.others)
            self._by_days.plan, self._by_days.steps = replace(self.plan, time=None), self.steps
        return self._by_days

    # --- moments and numbers

    def moments(self, node: Moments, day: Day) -> Seen:
        """What happens, as seen from a day."""
        if self.plan.time is not None:
            return self.by_days.moments(node, day)
        if isinstance(node, str):
            return self.named_moments(node, day)
        turns = self.moments_turn(node)
        key = (id(node), happenings.view_of(turns, day) if turns else FIRST_DAY)
        found = self._seen.get(key)
        if found is None:
            views = [FIRST_DAY, *self.moments_turn(node)]
            seen: list[Seen] = []
            days = 0
            try:
                for view in views:
                    seen.append(self._seen_from(node, view))
                    days += len(seen[-1].all)
                    happenings.bounded(days)
            except TooManyDaysError:
                happenings.decline()
            self._seen.update(((id(node), view), each) for view, each in zip(views, seen, strict=True))
            found = self._seen[key]
        return found

    def _seen_from(self, node: Moments, view: Day) -> Seen:
        """What happens as seen from a day; nothing is known of it where a calendar ends too early for that view."""
        try:
            return happenings.moments(self, node, view)
        except BeyondCalendarError as error:
            return of_unknown(beyond(error))

    def named_moments(self, name: str, day: Day) -> Seen:
        """What a date, or a term that holds a day, stands for."""
        if name == "never":
            return Seen()
        if name in self.plan.dates:
            return self.base.moments(self.plan.dates[name].is_, day)
        value = self.supply.term(name, day)
        if value is None:
            return of_unknown(frozenset({name}))
        return Seen((Happening(value),)) if value < NEVER else Seen()

    def views(self, node: Moments) -> list[tuple[Day, Seen]]:
        """Everything that is seen from some day, with the first day from which it is."""
        return [(day, self.moments(node, day)) for day in (FIRST_DAY, *self.moments_turn(node))]

    def number(self, node: Quantity, day: Day) -> Number:
        """The number of an expression on a day."""
        if isinstance(node, int):
            return node
        if isinstance(node, str):
            return self.named_number(node, day)
        key = (id(node), day)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = numbers.quantity(self, node, day)
        return found

    def named_number(self, name: str, day: Day) -> Number:
        """The number of an amount, or of a term that holds one."""
        if name == "unlimited":
            return UNLIMITED
        if name in self.plan.amounts:
            return self.base.number(self.plan.amounts[name].is_, day)
        value = as_number(self.supply.term(name, day), name)
        return value if isinstance(value, Lacking) else exact(value)

    def balances(self, day: Day) -> Mapping[Any, Number]:
        """How many rights stand in each balance at the end of a day."""
        return self.movements.on(day)

    def balance_for(self, name: str, fact: str, day: Day) -> Number:
        """How many rights of the event that a fact of the question names stand in a balance at the end of a day."""
        named = self.supply.asked(fact)
        if named is None:
            return Lacking(frozenset({fact}))
        event = self.supply.event_named(named, self.plan.events)
        return 0 if event is None else self.movements.on(day).get((name, event.id), 0)

    def granted(self, day: Day) -> Number:
        """How many rights were granted, in the units of a day."""
        return self.number_granted.on(day)[moving.GRANTED]

    @property
    def number_granted(self) -> moving.BalanceHistory:
        """How the number granted was scaled."""
        if self.plan.time is not None:
            return self.by_days.number_granted
        base = self.base
        if base._granted is None:
            base._granted = moving.granted(base)
        return base._granted

    def balance_turns(self) -> list[Day]:
        """The days on which balances change."""
        return self.movements.days

    @property
    def movements(self) -> moving.BalanceHistory:
        """How rights moved between balances."""
        if self.plan.time is not None:
            return self.by_days.movements
        base = self.base
        if base._moved is None:
            base._moved = moving.moved(base)
        return base._moved

    def selected(self, node: EventMoments) -> Seen:
        """The events that a selector takes."""
        key = (id(node), FIRST_DAY)
        found = self._seen.get(key)
        if found is None:
            base = self.base
            if base._candidates is None:
                base._candidates = selecting.candidates(base)
            found = self._seen[key] = selecting.chosen(self, node, base._candidates.get(id(node), []))
        return found

    def names(self, event: Event, attribute: str) -> object:
        """The party that an attribute of an event names; `who` is whom the event is about."""
        return event.who if attribute == "who" else self.supply.recorded(event, attribute)

    # --- on which days things may change

    def _turning(self, sort: str, node: Any, days: Callable[[Evaluation, Any], Iterable[Day]]) -> list[Day]:
        key = (sort, node if isinstance(node, str) else id(node))
        found = self._turns.get(key)
        if found is None:
            found = self._turns[key] = sorted({day for day in days(self, node) if FIRST_DAY < day < NEVER})
        return found

    def moments_turn(self, node: Moments) -> list[Day]:
        """The days from which other moments are seen."""
        return self.by_days._turning("moments", node, turning.of_moments)

    def number_turns(self, node: Quantity) -> list[Day]:
        """The days on which a number may change."""
        return [] if isinstance(node, int) else self._turning("number", node, turning.of_number)

    def views_of_number(self, node: Quantity) -> list[Day]:
        """Days that between them show every value of a number."""
        return [FIRST_DAY, *self.number_turns(node)]

    def condition_turns(self, node: Condition) -> list[Day]:
        """The days on which a condition may change."""
        return self._turning("condition", node, turning.of_condition)

    def turning_days(self, node: Condition) -> list[Day]:
        """Days that between them show every value of a condition, from the first day there is."""
        return [FIRST_DAY, *self.condition_turns(node)]

    def timeline(self, node: Condition) -> tuple[DaySet, DaySet, Names]:
        """The days on which a condition holds, those on which it may, and what is missing to know."""
        if self.plan.time is not None:
            return self.by_days.timeline(node)
        days = self.turning_days(node)
        found = self.truths(node, days)
        pieces = list(zip(days, [*days[1:], NEVER], found, strict=True))
        yes = DaySet.of((first, until) for first, until, truth in pieces if truth.value == 2)
        maybe = DaySet.of((first, until) for first, until, truth in pieces if truth.value >= 1)
        return yes, maybe, NOTHING.union(*(truth.missing for truth in found))

    # --- truths

    def truth(self, node: Condition, day: Day) -> TruthOnDay:
        """Whether a condition holds on a day."""
        return self.truths(node, [day])[0]

    def truths(self, node: Condition, days: Sequence[Day]) -> list[TruthOnDay]:
        """Whether a condition holds on each of some days."""
        if isinstance(node, str):
            return self._named(node, days)
        lacking = [day for day in dict.fromkeys(days) if (id(node), day) not in self._truths]
        if lacking:
            for day, truth in self.derive(self.compiled.sheet(node), lacking).items():
                self._truths[id(node), day] = truth
        return [self._truths[id(node), day] for day in days]

    def _named(self, name: str, days: Sequence[Day]) -> list[TruthOnDay]:
        if name in ("always", "never"):
            return [TruthOnDay(2 if name == "always" else 0)] * len(days)
        if name in self.plan.states:
            return self.base.truths(self.plan.states[name].is_, days)
        return [self._term(name, day) for day in days]

    def _term(self, name: str, day: Day) -> TruthOnDay:
        value = self.supply.term(name, day)
        if value is None:
            return TruthOnDay(1, frozenset({name}))
        if isinstance(value, tuple):
            return TruthOnDay(2 if value[0] <= day <= value[1] else 0)
        return TruthOnDay(2 if value is True else 0)

    def supplied(self, of: Any, days: Sequence[Day]) -> list[TruthOnDay]:
        """The truths of what the host tells of a sheet, on each of some days."""
        match of:
            case str():
                return self.truths(of, days)
            case AskedIs(asked=name, is_=wanted):
                return [_matches(self.supply.asked(name), name, wanted)] * len(days)
            case PartyIs(party=name, of=whose, is_=wanted):
                return [_matches(self.supply.personal(name, whose), name, wanted)] * len(days)
            case GrantIs(grant=name, is_=wanted):
                return [_matches(self.supply.granted(name), name, wanted)] * len(days)
            case AskerIs(asker=role):
                return [TruthOnDay(2 if role in self.supply.asker.roles else 0)] * len(days)
            case BusinessDay(business_day=name):
                open_, reach = self.calendar(None if name == "plan" else name).days()
                beyond = TruthOnDay(1, frozenset({lacks("calendar", calendar=name)}))
                return [TruthOnDay(2 if day in open_ else 0) if day in reach else beyond for day in days]
            case _:
                return [self.others[of]] * len(days)

    def periods(self, of: Covered, day: Day) -> list[Period]:
        """The periods that a leaf covers, surely or perhaps, as seen from a day."""
        key = (id(of.of), of.side, day)  # by what it stands for: gates may be made anew
        found = self._periods.get(key)
        if found is None:
            found = self._periods[key] = covers.periods_of(self, of, day)
        return found

    def cover_turns(self, of: Condition) -> list[Day]:
        """The days from which other periods are seen."""
        return self._turning("cover", of, covers.turns)

    # --- sheets of rules

    def derive(self, sheet: Sheet, days: Sequence[Day]) -> dict[Day, TruthOnDay]:
        """The truth of a sheet's gate on each of some days, as its rules derive it."""
        if isinstance(leaf := sheet.leaves.get(sheet.root), Supplied):
            return dict(zip(days, self.supplied(leaf.of, days), strict=True))
        found = firing.derived(self, sheet, days, firing.needed(self, sheet))
        return {day: truth for (number, day), truth in found.items() if number == sheet.root}

    def derive_all(self, sheet: Sheet, days: Sequence[Day]) -> dict[tuple[int, Day], TruthOnDay]:
        """The truth of every gate of a sheet."""
        return firing.derived(self, sheet, days, list(sheet.leaves))

    # --- calendars

    def calendar(self, name: str | None) -> Calendar:
        """A business-day calendar, by default the plan's."""
        found: Calendar = self.calendars(name or self.plan.counting.calendar or "")
        return found

    def convention(self, use: CountingUse | None) -> Counting:
        """How a period is counted."""
        return self.supply.convention(use, self.calendars)


def beyond(error: BeyondCalendarError) -> Names:
    """How a calendar that ends too early is named among what is missing."""
    return frozenset({lacks("calendar", calendar=error.calendar)})


def _matches(fact: Any, name: str, wanted: Any) -> TruthOnDay:
    if fact is None:
        return TruthOnDay(1, frozenset({name}))
    return TruthOnDay(2 if is_one_of(fact, wanted) else 0)
