"""Rulings: questions answered for one plan and one life, under chosen readings and what was known."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from kenri.model.cautions import together
from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.expressions import Quantity
from kenri.model.life import Fact, Grant, Life, Party
from kenri.model.plan import Plan, Rule
from kenri.model.ruling import Exact, FigureValue, Finding, Most, Outcome, Ruling, Turn, Window
from kenri.reference import cautions
from kenri.reference.allowance import Allowances
from kenri.reference.balances import HELD
from kenri.reference.case import OPEN, READING, Calendars, Case, Readings
from kenri.reference.dependence import Dependence
from kenri.reference.kept import Kept
from kenri.reference.reasons import lacking, reasons
from kenri.reference.settlement import Settlement
from kenri.reference.standing import Applied, Standing
from kenri.reference.steps import Unknown, Value

Question = tuple[tuple[str, Fact], ...]
"""The facts supplied with a question besides its number, in the order of their names."""

_STANDINGS = 256
"""How many ways of asking (actions, askers, readings, facts) a court keeps its work on."""

_NUMBERS = 64
"""For how many numbers, with one way of asking each."""

_VALUES = 20_000
"""How many values of named expressions, each under the readings it depends on, are shared by the cases of an asker."""


class Court:
    """Answers questions about one grant in one life as known; what was worked out for one answer serves the next."""

    def __init__(self, plan: Plan, life: Life, grant: Grant, *, calendars: Calendars, dependence: Dependence) -> None:
        self.plan = plan
        self.life = life
        self.grant = grant
        self._calendars = calendars
        self._dependence = dependence
        self._cases = Kept[object, Case](_STANDINGS)
        self._standings = Kept[object, Standing](_STANDINGS)
        self._stores: dict[object, dict[object, object]] = {}
        self._settlements = Kept[object, Settlement](_NUMBERS)
        self._meant = Kept[object, Case](_NUMBERS)
        self._windows = Kept[object, tuple[Window, ...]](_NUMBERS)
        self._open = dict.fromkeys(plan.readings, OPEN)
        self._default = {name: reading.default for name, reading in plan.readings.items()}

    def case(self, asker: Party, readings: Readings) -> Case:
        """The case of an asker under some readings."""
        key = (asker.id, asker.roles, tuple(readings.values()))
        found = self._cases.get(key)
        if found is None:
            found = self._cases[key] = Case(
                self.plan,
                self.life,
                grant=self.grant,
                asker=asker,
                readings=readings,
                calendars=self._calendars,
                dependence=self._dependence,
                store=self._stores.setdefault((asker.id, asker.roles), Kept(_VALUES)),
            )
        return found

    def standing(
        self, action: str, asker: Party, readings: Readings, question: Question = (), number: Exact | None = None
    ) -> Standing:
        """How an action stands for an asker on every day."""
        asks_number = action in self._dependence.actions_on_number
        key = (action, asker.id, asker.roles, tuple(readings.values()), question, number if asks_number else None)
        found = self._standings.get(key)
        if found is None:
            facts = dict(question)
            if asks_number and number is not None:
                facts["number"] = number
            # Of several threads the first one's is kept by all.
            found = self._standings.setdefault(key, Standing(self.case(asker, readings), action, facts))
        return found

    def readings(self, chosen: Mapping[str, str]) -> dict[str, str]:
        """Every reading of the plan, as chosen or by default."""
        return {**self._default, **chosen}

    def decide(
        self, action: str, asker: Party, day: Day, number: Exact | None = None, readings: Readings | None = None
    ) -> tuple[Outcome, tuple[str, ...]]:
        """The bare answer, with the ids of the deciding rules."""
        standing = self.standing(action, asker, readings if readings is not None else self._default, (), number)
        return standing.outcome(day, number), tuple(each.name for each, _ in standing.deciding(day, number))

    def rule(
        self,
        action: str,
        asker: Party,
        day: Day,
        *,
        number: Exact | None = None,
        question: Question = (),
        chosen: Mapping[str, str] | None = None,
        settle: bool = True,
    ) -> Ruling:
        """The full ruling on one question; without `settle` it does not look at other readings than the chosen."""
        readings = self.readings(chosen or {})
        standing = self.standing(action, asker, readings, question, number)
        outcome = standing.outcome(day, number)
        allowed = standing.allowed(number)
        windows = self.windows(standing, number)
        numbers = standing.allowances.on(day)
        next_day = allowed.yes.next_on_or_after(day + 1)
        perhaps_day = (allowed.maybe - allowed.yes).next_on_or_after(day + 1)
        if perhaps_day > next_day:
            perhaps_day = NEVER
        missing = _plain_names(_missing(standing, day, number)) if outcome == "unknown" else ()
        perhaps_missing = _plain_names(_missing(standing, perhaps_day, number)) if perhaps_day < NEVER else ()
        is_settled: bool | None = None
        turns: tuple[Turn, ...] = ()
        if settle:
            is_settled, turns = self._turns(action, asker, day, number, question, readings)
        meant = number if number is not None or isinstance(numbers.most, str) else numbers.most
        figures = self._figures(standing, question, meant, day) if outcome != "denied" else ()
        return Ruling(
            plan=self.plan.id,
            action=action,
            by=asker.id,
            grant=self.grant.id,
            on=day,
            number=number,
            outcome=outcome,
            findings=tuple(_finding(each, holds, day) for each, holds in standing.deciding(day, number)),
            missing=missing,
            window=next((window for window in windows if window.holds_on(day)), None),
            windows=windows,
            next_day=_day(next_day),
            perhaps_day=_day(perhaps_day),
            perhaps_missing=perhaps_missing,
            most=numbers.most,
            least=numbers.least,
            lot=numbers.lot,
            has_gaps=numbers.has_gaps,
            figures=figures,
            turns_on=turns,
            is_settled=is_settled,
            balances={name: _exact(steps.on(day)) for name, steps in standing.case.movements.balances.items()},
            lapsed_on=lapsed_on(standing.case, day),
            readings=readings,
            counts=self.plan.actions[action].counts,
            cautions=together(
                cautions.of_ruling(standing, day, (*missing, *perhaps_missing)),
                *(figure.cautions for figure in figures),
            ),
        )

    def consulted(self) -> set[tuple[str, str]]:
        """The entries that answers so far have depended on, by kind and name."""
        keys = {
            (str(key[0]), str(key[1])) for store in self._stores.values() for key in store if isinstance(key, tuple)
        }
        cases = [*(standing.case for standing in self._standings.values()), *self._meant.values()]
        return keys.union(*(case.kept for case in cases))

    def windows(self, standing: Standing, number: Exact | None) -> tuple[Window, ...]:
        """Every interval on which a number (or any) is allowed, or may be, in the order of days."""
        key = (standing, number)
        if key not in self._windows:
            self._windows[key] = self._windows_of(standing, number)
        return self._windows[key]

    @staticmethod
    def _windows_of(standing: Standing, number: Exact | None) -> tuple[Window, ...]:
        allowed = standing.allowed(number)
        numbers = standing.allowances
        found = [_window(first, until, numbers, "allowed") for first, until in allowed.yes]
        found += [_window(first, until, numbers, "unknown") for first, until in allowed.maybe - allowed.yes]
        said = cautions.of_windows(standing, allowed.missing)
        return tuple(replace(each, cautions=said) for each in sorted(found, key=lambda each: each.first or FIRST_DAY))

    def _turns(
        self,
        action: str,
        asker: Party,
        day: Day,
        number: Exact | None,
        question: Question,
        readings: Readings,
    ) -> tuple[bool, tuple[Turn, ...]]:
        """Whether the outcome is the same under every combination of readings, and if not, which it turns on.

        A reading that the question chooses may turn it too: who chose it will want to know.
        """

        def under(readings: Readings) -> Standing:
            return self.standing(action, asker, readings, question, number)

        key = (action, asker.id, asker.roles, number, question)
        settlement = self._settlements.get(key)
        if settlement is None:
            settlement = self._settlements[key] = Settlement(under, number, self._open, self.plan.readings)
        if settlement.is_settled(day):
            return True, ()

        def flipped(reading: str) -> dict[str, Outcome]:
            options = self.plan.readings[reading].options
            return {option: under({**readings, reading: option}).outcome(day, number) for option in options}

        each_way = {reading: flipped(reading) for reading in settlement.consulted(day)}
        alone = [reading for reading, ways in each_way.items() if len(set(ways.values())) > 1]
        # Where no single reading turns the outcome a combination does, and all that take part are named.
        return False, tuple(
            Turn(
                reading=reading,
                clause=self.plan.readings[reading].clause,
                question=self.plan.readings[reading].question,
                chosen=readings[reading],
                outcomes=each_way[reading],
            )
            for reading in alone or each_way
        )

    def _figures(
        self, standing: Standing, question: Question, meant: Exact | None, day: Day
    ) -> tuple[FigureValue, ...]:
        """What the action brings about for a number of rights."""
        action = standing.action
        case = self._meant.get((standing, meant))
        if case is None:
            facts = {**dict(question), **({} if meant is None else {"number": meant})}
            case = self._meant[standing, meant] = standing.case.asking(action, facts)
        return tuple(
            figure_value(case, name, day)
            for name, figure in self.plan.figures.items()
            if figure.of is not None and action in ((figure.of,) if isinstance(figure.of, str) else figure.of)
        )


def figure_value(case: Case, name: str, day: Day) -> FigureValue:
    """A figure of the plan as it is on a day, or what is missing to compute it."""
    figure = case.plan.figures[name]
    value = case.figure(name).on(day)
    missing = _plain_names(value.missing) if isinstance(value, Unknown) else ()
    number = _exact(value)
    is_day = figure.day is not None
    return FigureValue(
        name=name,
        clause=figure.clause,
        says=figure.says,
        value=None if is_day else number,
        day=date.min + timedelta(days=int(number)) if is_day and number is not None else None,
        unit="day" if is_day else figure.unit,
        missing=missing,
        cautions=cautions.of_figure(case, name, day, missing),
    )


def lapsed_on(case: Case, day: Day) -> Day | None:
    """The day on which the last rights held went to a balance they can never be exercised from, if it has come."""
    held = case.balance(HELD)
    if held.on(day) != 0:
        return None
    since = held.starts[bisect_right(held.starts, day) - 1]
    ends = (
        movement.day
        for movement in case.movements.all
        if movement.day == since and movement.to is not None and case.plan.balances[movement.to].lapse
    )
    return next(ends, None)


def _missing(standing: Standing, day: Day, number: Exact | None) -> frozenset[str]:
    """What is missing to decide a day: of the rules that are unknown on it, and of the numbers of limits."""
    missing: frozenset[str] = frozenset()
    for each, applies in standing.deciding(day, number):
        if applies is None:
            missing |= lacking(each.case, each.rule, day)
        bounds = (each.case.quantity(bound).on(day) for bound in bounds_of(each.rule))
        missing = missing.union(*(bound.missing for bound in bounds if isinstance(bound, Unknown)))
    return missing or standing.allowed(number).missing


def bounds_of(rule: Rule) -> tuple[Quantity, ...]:
    """The quantities that a limit sets bounds with."""
    return tuple(bound for bound in (rule.at_most, rule.at_least, rule.in_lots_of) if bound is not None)


def _finding(each: Applied, holds: bool | None, day: Day) -> Finding:
    rule = each.rule
    bounds = (each.case.quantity(bound).on(day) for bound in bounds_of(rule))
    return Finding(
        rule=each.name,
        clause=rule.clause,
        says=rule.says,
        verdict=each.verdict,
        holds=holds,
        because=tuple(reasons(each.case, rule, day)),
        bound=next((_exact(bound) for bound in bounds), None),
    )


def _window(first: Day, until: Day, numbers: Allowances, status: Literal["allowed", "unknown"]) -> Window:
    starts = numbers.starts
    cuts = [first, *starts[bisect_right(starts, first) : bisect_left(starts, until)]]
    steps: list[tuple[Day, Most]] = []
    for start in cuts:
        most = numbers.on(start).most
        if not steps or steps[-1][1] != most:
            steps.append((start, most))
    return Window(
        first=first if first > FIRST_DAY else None,
        last=until - 1 if until < NEVER else None,
        status=status,
        most=steps[0][1] if len(steps) == 1 else None,
        steps=tuple(steps) if len(steps) > 1 else (),
    )


def _exact(value: Value) -> Exact | None:
    """An exact number; None for one that is unknown or without limit."""
    return None if isinstance(value, Unknown | float) else value


def _day(day: Day) -> Day | None:
    return day if day < NEVER else None


def _plain_names(missing: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in missing if not name.startswith(READING)))
