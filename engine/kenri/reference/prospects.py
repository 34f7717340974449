"""What each part of a ruling turns on, when clauses are read otherwise than chosen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from kenri.model.combinations import OPEN, Combinations, Readings, Shown
from kenri.model.days import EMPTY, FIRST_DAY, NEVER, Day, DaySet
from kenri.model.plan import HELD, Reading
from kenri.model.ruling import Exact, Outcome, Window, best
from kenri.model.turning import Turning
from kenri.reference.case import Case
from kenri.reference.standing import Standing
from kenri.reference.steps import Steps, Unknown, Value
from kenri.reference.truth import NOTHING
from kenri.reference.undecided import (
    Part,
    facts_in,
    is_unknown,
    of_allowed,
    of_day,
    of_limits,
    of_numbers,
    readings_in,
    undecided,
    unknown_days,
)

CaseOf: TypeAlias = Callable[[Standing, Exact | None], Case]
"""The case in which the action is taken for a number of rights."""

Windows: TypeAlias = tuple[Window, ...]

Balances: TypeAlias = Mapping[str, Exact | None]
"""How many rights stand in each balance."""

StandingsUnder: TypeAlias = Callable[[Readings], tuple[Standing, ...]]
"""How the action stands under some readings, others of which may be left open, in each part of a day between which
hours make a difference."""

WindowsOf: TypeAlias = Callable[[tuple[Standing, ...]], Windows]
"""The windows of the action as it stands in these, in the order of days."""


def exact(value: Value) -> Exact | None:
    """An exact number; None for one that is unknown or without limit."""
    return None if isinstance(value, Unknown | float) else value


def of_steps(value: Steps, day: Day) -> Shown:
    """A number as it is shown on a day."""
    return _of_value(value.on(day))


def _of_value(found: Value) -> Shown:
    return Shown(exact(found), readings_in(found.missing) if isinstance(found, Unknown) else NOTHING)


def of_figure(case: Case, name: str, day: Day) -> Shown:
    """A figure as it is shown on a day: a number, or a day."""
    shown = of_steps(case.figure(name), day)
    return shown._replace(value=case.plan.figures[name].shown(shown.value))  # type: ignore[arg-type]  # exact


def of_balances(case: Case, day: Day) -> Shown:
    """The number in each balance as it is shown on a day."""
    return _of_values({name: value.on(day) for name, value in case.movements.balances.items()})


def of_closing_balances(case: Case, day: Day) -> Shown:
    """The number in each balance as it is shown when a day is over."""
    return _of_values(case.movements.closing(day)[0])


def _of_values(values: Mapping[str, Value]) -> Shown:
    shown = {name: _of_value(value) for name, value in values.items()}
    return Shown(
        {name: each.value for name, each in shown.items()}, NOTHING.union(*(each.open for each in shown.values()))
    )


class _Told(NamedTuple):
    """How the action stands in the part of the day that is told, and what is said of the day."""

    standing: Standing
    outcome: Shown
    open: frozenset[str]
    """The open readings that leave it undetermined which part is told."""


class Prospects:
    """One question on one day, under every combination of readings.

    The day is told by the part of it in which it is best to ask: the first such. Of several that are not allowed the
    part at the place `told` goes before others.
    """

    def __init__(
        self,
        under: StandingsUnder,
        day: Day,
        number: Exact | None,
        *,
        declared: Mapping[str, Reading],
        chosen: Readings,
        told: int = 0,
    ) -> None:
        self._under = under
        self._day = day
        self._number = number
        self._place = told
        self._base = self.outcome_under(chosen)
        self.combinations = Combinations(declared, chosen)
        self.outcome: Turning[Outcome] = self.combinations.turning(lambda readings: self._told(readings).outcome)
        """What the outcome turns on."""
        self._outcome_turns = self.outcome.is_settled is not True

    def outcome_under(self, readings: Readings) -> Outcome:
        """The outcome when clauses are read in a way."""
        return best(each.outcome(self._day, self._number) for each in self._under(readings))

    def _told(self, readings: Readings) -> _Told:
        standings = self._under(readings)
        shown = [self._outcome(each) for each in standings]
        outcomes = [each.outcome(self._day, self._number) for each in standings]
        found = best(outcomes)
        place = outcomes.index(found)
        if found != "allowed" and outcomes[self._place] == found:
            place = self._place
        left_open = NOTHING.union(*(each.open for each in shown))
        if found == "allowed":  # whatever else may be allowed then, and only what comes before it would be told
            before = NOTHING.union(*(each.open for each in shown[:place]))
            return _Told(standings[place], Shown(found), before)
        return _Told(standings[place], Shown(found, left_open), left_open if len(standings) > 1 else NOTHING)

    def numbers(self) -> Mapping[str, Turning[Any]]:
        """What the largest and the smallest number, the lot and gaps turn on, among rulings with the same outcome.

        Of a denial that is none under other readings it is not looked at: it says nothing of numbers.
        """
        if self._outcome_turns and self._base == "denied":
            return {}
        return {
            "most": self._beside_the_outcome(lambda standing: self._numbers(standing, "most")),
            "least": self._beside_the_outcome(lambda standing: self._numbers(standing, "least")),
            "lot": self._beside_the_outcome(lambda standing: self._numbers(standing, "lot")),
            "gaps": self._beside_the_outcome(lambda standing: self._numbers(standing, "has_gaps")),
        }

    def figure(self, name: str, case_of: CaseOf) -> Turning[Exact | None]:
        """What a figure turns on, among rulings with the same outcome."""

        def figure(standing: Standing) -> Shown:
            meant = Shown(self._number) if self._number is not None else self._numbers(standing, "most")
            if meant.open:
                return meant
            # Where the largest number is none, but a word, no number is meant.
            number = None if isinstance(meant.value, str) else meant.value
            return of_figure(case_of(standing, number), name, self._day)  # type: ignore[arg-type]  # a number

        return self._beside_the_outcome(figure)

    def balances(self, moving: Callable[[Standing], Case]) -> tuple[Turning[Balances], Turning[Day | None]]:
        """What the numbers in the balances turn on, and the day on which the last rights lapsed; `moving` gives the
        case by which rights move.
        """

        def balances(readings: Readings) -> Shown:
            return of_balances(moving(self._under(readings)[0]), self._day)

        def lapse(readings: Readings) -> Shown:
            return _lapsed_on(moving(self._under(readings)[0]), self._day)

        def both(readings: Readings) -> Shown:
            (numbers, a), (day, b) = balances(readings), lapse(readings)
            return Shown((numbers, day), a | b)

        if self.combinations.turning(both).is_settled:
            return Turning(), Turning()
        return self.combinations.turning(balances), self.combinations.turning(lapse)

    def days(self) -> Mapping[str, Turning[Day | None]]:
        """What the next day turns on on which the action is allowed, and the one before it on which it may be."""
        return coming_days(self._under, self._day, self._number, self.combinations)

    def _outcome(self, standing: Standing) -> Shown:
        lacking = of_day(standing, self._number, self._day)
        return Shown(standing.outcome(self._day, self._number), readings_in(lacking))

    def _numbers(self, standing: Standing, part: Part) -> Shown:
        """A part of which numbers are allowed; beside others that allow, what is allowed is open, whatever makes it so.

        Where rules look at the number, whether it is open is no question apart.
        """
        today = DaySet.on(self._day)
        is_open = self._outcome_turns and self._base == "allowed" and not standing.reads_number
        value = getattr((standing.if_open if is_open else standing.allowances).on(self._day), part)
        if not is_unknown(part, value):
            return Shown(value)
        missing = of_limits(standing, today) if is_open else of_numbers(standing, part, today)
        return Shown(value, readings_in(missing))

    def _beside_the_outcome(self, part: Callable[[Standing], Shown]) -> Turning[Any]:
        """What a part turns on, among rulings with the same outcome."""

        def alone(readings: Readings) -> Shown:
            told = self._told(readings)
            shown = part(told.standing)
            return Shown(shown.value, told.open | shown.open)

        def both(readings: Readings) -> Shown:
            told = self._told(readings)
            if not told.outcome.open and told.outcome.value != self._base:
                return Shown(_ELSE)
            shown = part(told.standing)
            return Shown(shown.value, told.outcome.open | told.open | shown.open)

        def is_other(a: Any, b: Any) -> bool:
            return b is not _ELSE and a != b

        if not self._outcome_turns or self.combinations.is_determined(alone):
            return self.combinations.turning(alone)
        return self.combinations.turning(both, is_other)


_ELSE = object()
"""Stands for a part of a ruling of another kind, with which it is not compared."""


def coming_days(
    under: StandingsUnder, day: Day, number: Exact | None, combinations: Combinations
) -> Mapping[str, Turning[Day | None]]:
    """What the next day turns on on which the action is allowed as it stands in some way, and the one on which it may
    be before that.
    """

    def coming(standings: Iterable[Standing]) -> tuple[Day, list[tuple[Standing, DaySet]]]:
        """The first later day on which the action is surely allowed, and the undecided ones before it."""
        allowed = [(each, each.allowed(number)) for each in standings]
        found = min(truth.yes.next_on_or_after(day + 1) for _, truth in allowed)
        return found, [(each, undecided(truth) & DaySet.between(day + 1, found)) for each, truth in allowed]

    def next_day(standings: Iterable[Standing]) -> Shown:
        found, perhaps = coming(standings)
        left_open = (readings_in(of_allowed(each, number, days)) for each, days in perhaps)
        return Shown(found if found < NEVER else None, NOTHING.union(*left_open))

    def perhaps_day(standings: Iterable[Standing]) -> Shown:
        """The first undecided day: where no reading decides that one, it is so under all of them.

        Where nothing is missing but readings, there is no such day once they are chosen.
        """
        _, perhaps = coming(standings)
        if not any(facts_in(of_allowed(each, number, days)) for each, days in perhaps):
            return Shown(None)
        first = min(days.next_on_or_after(day + 1) for _, days in perhaps)
        left_open = (readings_in(of_allowed(each, number, DaySet.on(first))) for each, days in perhaps if first in days)
        return Shown(first, NOTHING.union(*left_open))

    return {
        "next_day": combinations.turning(lambda readings: next_day(under(readings))),
        "perhaps_day": combinations.turning(lambda readings: perhaps_day(under(readings))),
    }


class WindowProspects:
    """The windows of one question, under every combination of readings."""

    def __init__(
        self,
        under: StandingsUnder,
        number: Exact | None,
        windows_of: WindowsOf,
        *,
        declared: Mapping[str, Reading],
        chosen: Readings,
    ) -> None:
        self._under = under
        self._number = number
        self._windows_of = windows_of
        self._declared = declared
        self._readings = chosen
        self._chosen = windows_of(under(chosen))
        self._possible = self._unsure = self._affected = EMPTY
        for each in under(dict.fromkeys(chosen, OPEN)):
            possible = each.allowed(number).maybe
            unsure = undecided(each.allowed(number)) if self._turns(each) else EMPTY
            self._possible |= possible
            self._unsure |= unsure
            self._affected |= unsure | (unknown_days(each, "most") & possible)
        """`_affected` are the days on which an open reading may make a difference; on all others there is none."""

    def _turns(self, left_open: Standing) -> bool:
        return bool(readings_in(left_open.allowed(self._number).missing))

    @cached_property
    def found(self) -> tuple[Windows, tuple[Turning[Windows], ...]]:
        """The windows as chosen, each with what it turns on: the windows it shares days with, read otherwise.

        Then the windows that share no day with any there is as chosen: for each place, an interval of days between the
        windows there are, the ways in which there are some.
        """
        looked_at = Combinations(self._declared, self._readings)
        windows = tuple(replace(window, turns=self._window(looked_at, window)) for window in self._chosen)
        ours = DaySet.of(window.days for window in self._chosen)
        places = (self._place(looked_at, ours, *place) for place in self._unsure - ours)
        return windows, tuple(turning for turning in places if turning.is_settled is not True)

    def _place(self, looked_at: Combinations, ours: DaySet, first: Day, until: Day) -> Turning[Windows]:
        """The ways in which there are windows in a place, but for those in which one of ours reaches into it."""
        found: Turning[Windows] = looked_at.turning(lambda readings: self._sharing(readings, first, until))
        apart = (way for way in found.ways if not any(ours & DaySet.between(*window.days) for window in way.value))
        return Turning(tuple(apart), found.beyond)

    def _window(self, looked_at: Combinations, window: Window) -> Turning[Windows]:
        first, until = window.days
        around = self._possible.interval_at(first)
        if around is None or self._affected.next_on_or_after(around[0]) >= around[1]:
            return Turning()
        return looked_at.turning(lambda readings: self._sharing(readings, first, until))

    def _sharing(self, readings: Readings, first: Day, until: Day) -> Shown:
        """The windows that share a day with an interval, under some readings, without what is said beside them."""
        standings = self._under(readings)
        left_open = NOTHING
        for standing in standings:
            possible = standing.allowed(self._number).maybe
            reach = possible.touching(first, until)
            left_open |= readings_in(of_allowed(standing, self._number, reach) | of_numbers(standing, "most", reach))
        if left_open:
            return Shown(None, left_open)
        found = ((window, window.days) for window in self._windows_of(standings))
        return Shown(tuple(replace(each, cautions=()) for each, days in found if days[0] < until and first < days[1]))


def _lapsed_on(case: Case, day: Day) -> Shown:
    """The day on which the last rights held went to a balance they can never be exercised from, if it has come."""
    held = case.balance(HELD)
    now = held.on(day)
    if now != 0:
        return Shown(None, readings_in(now.missing) if isinstance(now, Unknown) else NOTHING)
    if day < case.grant.on:
        return Shown(None, NOTHING)
    since = _empty_since(case, held, day)
    there = case.movements.on(since)
    numbers = [number for movement in there for number in (movement.number, movement.asked)]
    before = held.on(since - 1) if since > FIRST_DAY else 0
    lacking = [value.missing for value in (before, *numbers) if isinstance(value, Unknown)]
    return Shown(lapsed_on(case, day), readings_in(NOTHING.union(*lacking)))


def _empty_since(case: Case, held: Steps, day: Day) -> Day:
    """Since when nothing is held, as on a day: not before the grant, though then nothing was held either."""
    return max(held.starts[bisect_right(held.starts, day) - 1], case.grant.on)


def lapsed_on(case: Case, day: Day) -> Day | None:
    """The day on which the last rights held went to a balance they can never be exercised from, if it has come."""
    held = case.balance(HELD)
    if held.on(day) != 0 or day < case.grant.on:
        return None
    since = _empty_since(case, held, day)
    final = {name for name, balance in case.plan.balances.items() if balance.lapse}  # `held` may not be declared
    ends = (movement.day for movement in case.movements.on(since) if movement.to in final)
    return next(ends, None)
