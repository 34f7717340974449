"""Rulings: questions answered for one plan and one life, under chosen readings and what was known."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Literal

from kenri.model.cautions import together
from kenri.model.combinations import MOST_COMBINATIONS, Combinations, Readings, Shown
from kenri.model.days import ALWAYS, FIRST_DAY, NEVER, Day
from kenri.model.dependence import MOVEMENTS, Dependence
from kenri.model.expressions import Quantity
from kenri.model.judgement import Decider, Judgement
from kenri.model.kept import Kept
from kenri.model.life import Fact, Grant, Life, Party
from kenri.model.plan import Plan, Rule
from kenri.model.ruling import Exact, FigureValue, Finding, GrantsSum, Most, Outcome, RightsOfEvent, Ruling, Window
from kenri.model.supplied import Calendars
from kenri.model.turning import Turning
from kenri.reference import cautions
from kenri.reference.allowance import Allowances
from kenri.reference.breakpoints import NUMBER
from kenri.reference.case import READING, Case, Wider
from kenri.reference.grants import Grants
from kenri.reference.looked_over import looked_over
from kenri.reference.prospects import (
    Prospects,
    StandingsUnder,
    WindowProspects,
    lapsed_on,
    of_closing_balances,
    of_figure,
)
from kenri.reference.reasons import lacking, reasons
from kenri.reference.record import RecordedEvents
from kenri.reference.standing import Applied, OneDay, Standing
from kenri.reference.steps import Unknown, exact_or_none
from kenri.reference.turned import turned
from kenri.reference.undecided import of_number, readings_in

Facts = tuple[tuple[str, Fact], ...]
"""The facts supplied with a question besides its number, in the order of their names."""

_STANDINGS = MOST_COMBINATIONS + 128
"""How many ways of asking (actions, askers, readings, facts) a court keeps its work on: all that one question looks at.
"""

_NUMBERS = 64
"""For how many numbers, with one way of asking each."""

_VALUES = 20_000
"""How many values of named expressions, each under the readings it depends on, are shared by the cases of an asker."""

_ANYBODY = Party(id="", roles=())
"""Stands for whoever asks, where it makes no difference who does."""

_OTHER_VALUES = 1_000
"""How many for all other records together than its own."""


class Court:
    """Answers questions about one grant in one life as known; what was worked out for one answer serves the next.

    Where `record` is given, it stands in the place of the events of the life, and `origin` is the court by all of them.
    """

    def __init__(
        self,
        plan: Plan,
        life: Life,
        grant: Grant,
        *,
        calendars: Calendars,
        dependence: Dependence,
        record: RecordedEvents | None = None,
        origin: Court | None = None,
        consulted: set[tuple[str, str]] | None = None,
        grants: Grants | None = None,
    ) -> None:
        self.plan = plan
        self.life = life
        self.grant = grant
        self.record = RecordedEvents.of(life, grant) if record is None else record
        self.origin = origin
        self._consulted = set[tuple[str, str]]() if consulted is None else consulted
        self.grants = grants or Grants(
            plan, life, record=self.record, calendars=calendars, dependence=dependence, consulted=self._consulted
        )
        self._calendars = calendars
        self._dependence = dependence
        self._cases: Kept[object, Case] = Kept(_STANDINGS)
        self._standings: Kept[object, Standing] = Kept(_STANDINGS)
        self._stores: dict[object, dict[object, object]] = {} if origin is None else origin._others
        self._others: dict[object, dict[object, object]] = {}
        """What was worked out for other records than its own."""
        self._asked: Kept[object, Kept[object, dict[object, object]]] = Kept(_NUMBERS)
        self._facts: Kept[object, dict[object, object]] = Kept(_NUMBERS) if origin is None else origin._facts
        """What was worked out for the facts of a question with a number, for whatever record."""
        self._turned: Kept[object, WindowProspects] = Kept(_NUMBERS)
        self._meant: Kept[object, Case] = Kept(_STANDINGS)
        self._windows: Kept[object, tuple[Window, ...]] = Kept(_STANDINGS)
        self._default = {name: reading.default for name, reading in plan.readings.items()}
        self._follows = self._day_by_day = False
        self._earlier: Court | None = None

    def following(self, record: RecordedEvents, earlier: Court | None, *, day_by_day: bool = False) -> Court:
        """The court for another record of the same life, which takes from that of the record before what did not
        change, until it is told to follow no more; with `day_by_day` for who asks about one day alone.
        """
        court = self.seeing(record)
        if court.origin is not None and not court._follows and not self._dependence.across:
            court._follows, court._earlier, court._day_by_day = True, earlier, day_by_day
            court._stores = {}  # the one that follows it takes all from its cases
        return court

    def follow_no_more(self) -> None:
        """Let go of the court of the record before, so that not all records there ever were are kept."""
        self._earlier = None
        for case in (*self._cases.values(), *(standing.case for standing in self._standings.values())):
            case.follow_no_more()

    def seeing(self, record: RecordedEvents) -> Court:
        """The court for another record of the same life, made of the same events as that of this one.

        It shares what no event that differs can make different. Its `life` is still the one with all events.
        """
        origin = self if self.origin is None else self.origin
        if record is origin.record:
            return origin
        return Court(
            self.plan,
            self.life,
            self.grant,
            calendars=self._calendars,
            dependence=self._dependence,
            record=record,
            origin=origin,
            consulted=self._consulted,
        )

    def anew(self, record: RecordedEvents) -> Court:
        """A court of the same plan and grant for another record, which shares no value with this one."""
        return Court(
            self.plan,
            self.life,
            self.grant,
            calendars=self._calendars,
            dependence=self._dependence,
            record=record,
            consulted=self._consulted,
        )

    def looked_at(self, plan: Plan) -> Court:
        """A court for the same record, of the plan as looked at at a time of the day; it shares no value with this."""
        return Court(
            plan,
            self.life,
            self.grant,
            calendars=self._calendars,
            dependence=self._dependence,
            record=self.record,
            consulted=self._consulted,
        )

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
                store=self._stores.setdefault(
                    (asker.id, asker.roles), Kept(_VALUES if self.origin is None else _OTHER_VALUES)
                ),
                record=self.record,
                consulted=self._consulted,
                grants=self.grants,
                origin=None if self.origin is None else self.origin.case(asker, readings),
            )
            if self._follows:
                anybody = None if asker == _ANYBODY else self.case(_ANYBODY, readings)
                earlier = None if self._earlier is None else self._earlier._cases.get(key)
                found.following(earlier, wider=Wider(None, anybody, self._day_by_day))
        return found

    def standing(
        self,
        action: str,
        asker: Party,
        readings: Readings,
        question: Facts = (),
        number: Exact | None = None,
        *,
        sort: type[Standing] = Standing,
    ) -> Standing:
        """How an action stands for an asker on every day, or for one day at a time (`sort` is then `OneDay`)."""
        asks_number = action in self._dependence.actions_on_number
        key = (sort, action, asker.id, asker.roles, tuple(readings.values()), question, number if asks_number else None)
        found = self._standings.get(key)
        if found is None:
            facts = dict(question)
            if asks_number and number is not None:
                facts["number"] = number
            stores = self._asked.setdefault((action, asker.id, asker.roles, question), Kept(_NUMBERS))
            earlier = None if self._earlier is None else self._earlier._standings.get(key)
            made = sort(self.case(asker, readings), action, facts, stores, earlier)
            found = self._standings.setdefault(key, made)  # of several threads the first one's is kept by all
        return found

    def still_standing(self, asker: Party, readings: Readings, then: Standing) -> bool:
        """Whether an action stands for an asker on all days as it stood by the record before, which this court follows:
        see `Standing.holds_in`.
        """
        is_told = self._earlier is not None and self.record.hours == self._earlier.record.hours
        return is_told and then.holds_in(self.case(asker, readings))

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
        question: Facts = (),
        chosen: Mapping[str, str] | None = None,
        settle: bool = True,
        settle_windows: bool = True,
        settle_numbers: bool = True,
    ) -> Ruling:
        """The full ruling on one question; without `settle` it does not look at other readings than the chosen.

        Without `settle_windows` it does not for the windows, which no answer about one day needs; without
        `settle_numbers` for nothing but the outcome, so that it is not told whether the ruling is settled.
        """
        readings = self.readings(chosen or {})
        standing = self.standing(action, asker, readings, question, number)
        outcome = standing.outcome(day, number)
        allowed = standing.allowed(number)
        windows = self.windows(standing, number)
        numbers = standing.allowances.on(day)
        next_day = allowed.yes.next_on_or_after(day + 1)
        perhaps_day, perhaps_missing = _perhaps(standing, day, number)
        missing = _plain_names(_missing(standing, day, number)) if outcome == "unknown" else ()
        meant = number if number is not None or isinstance(numbers.most, str) else numbers.most
        figures = self._figures(standing, question, meant, day) if outcome != "denied" else ()
        moving = self._moving(standing, question, number)
        ruling = Ruling(
            plan=self.plan,
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
            turns_on=(),
            is_settled=None,
            balances={name: exact_or_none(steps.on(day)) for name, steps in moving.movements.balances.items()},
            of_events=tuple(
                RightsOfEvent(balance=name, event=event, number=exact_or_none(value))
                for name, event, value in moving.movements.parts(day)
            ),
            lapsed_on=lapsed_on(moving, day),
            readings=readings,
            counts=self.plan.actions[action].counts,
            sums=self._sums(standing, figures, day),
            cautions=together(
                cautions.of_ruling(standing, day),
                *(figure.cautions for figure in figures),
            ),
        )
        if not settle:
            return ruling

        def under(readings: Readings) -> tuple[Standing, ...]:
            return (self.standing(action, asker, readings, question, number),)

        found = self.turned(ruling, under, question, numbers_too=settle_numbers)
        return self._with_turned_windows(found, asker, question) if settle_windows else found

    def _sums(self, standing: Standing, figures: Iterable[FigureValue], day: Day) -> tuple[GrantsSum, ...]:
        """The sums over grants behind a ruling: of its rules, then of its figures, each once."""
        if not self._dependence.across:
            return ()
        own = looked_over(standing.case, (each.rule for each in standing.applied), day)
        found: list[GrantsSum] = []
        for each in (*own, *(sum_ for figure in figures for sum_ in figure.sums)):
            if each not in found:
                found.append(each)
        return tuple(found)

    def answer(
        self,
        action: str,
        asker: Party,
        day: Day,
        *,
        number: Exact | None = None,
        question: Facts = (),
        chosen: Mapping[str, str] | None = None,
    ) -> tuple[Outcome, Mapping[str, Exact | date | None]]:
        """The outcome and the figures that `rule` tells, and nothing besides."""
        readings = self.readings(chosen or {})
        standing = self.standing(action, asker, readings, question, number, sort=OneDay)
        outcome = standing.outcome(day, number)
        if outcome == "denied":
            return outcome, {}
        most = standing.allowed_on(day).most if number is None else number
        meant = None if isinstance(most, str) else most
        case = self.case_of(standing, question, meant)
        declared = ((name, self.plan.figures[name]) for name in self._figures_of(action))
        return outcome, {name: figure.shown(exact_or_none(case.figure(name).on(day))) for name, figure in declared}

    def judge(
        self,
        action: str,
        asker: Party,
        day: Day,
        *,
        number: Exact | None = None,
        question: Facts = (),
        chosen: Mapping[str, str] | None = None,
        settle: bool = True,
    ) -> Judgement:
        """What `rule` says of one day: nothing is worked out for other days that this one does not need.

        Without `settle` other readings are not looked at.
        """
        readings = self.readings(chosen or {})

        def under(readings: Readings) -> Standing:
            return self.standing(action, asker, readings, question, number, sort=OneDay)

        standing = under(readings)
        outcome = standing.outcome(day, number)
        most = standing.allowed_on(day).most
        missing = _plain_names(_missing(standing, day, number)) if outcome == "unknown" else ()
        meant = number if number is not None or isinstance(most, str) else most
        figures = self._figures(standing, question, meant, day) if outcome != "denied" else ()

        return Judgement(
            action=action,
            by=asker.id,
            on=day,
            number=number,
            outcome=outcome,
            findings=tuple(
                Decider(rule=each.name, clause=each.rule.clause, says=each.rule.says, verdict=each.verdict, holds=holds)
                for each, holds in standing.deciding(day, number)
            ),
            missing=missing,
            most=most,
            cautions=together(cautions.of_ruling(standing, day), *(figure.cautions for figure in figures)),
            turns=Prospects(
                lambda some: (under(some),), day, number, declared=self.plan.readings, chosen=readings
            ).outcome
            if settle
            else None,
        )

    def _with_turned_windows(self, ruling: Ruling, asker: Party, question: Facts) -> Ruling:
        """A ruling with what each window turns on, and the windows there are under other readings."""
        windows, elsewhere = self.turned_windows(ruling.action, asker, ruling.readings, question, ruling.number)
        return replace(
            ruling,
            window=next((window for window in windows if window.holds_on(ruling.on)), None),
            windows=windows,
            elsewhere=elsewhere,
        )

    def turned(
        self, ruling: Ruling, standings: StandingsUnder, question: Facts, *, told: int = 0, numbers_too: bool = True
    ) -> Ruling:
        """A ruling with what each part of it turns on, except for its windows; without `numbers_too` its outcome alone.

        `standings` tells how the action stands in each part of the day that is asked about, and `told` is the place of
        the part that the ruling tells.
        """
        number = ruling.number
        return turned(
            ruling,
            Prospects(standings, ruling.on, number, declared=self.plan.readings, chosen=ruling.readings, told=told),
            self.plan.readings,
            case_of=lambda standing, meant: self.case_of(standing, question, meant),
            moving=lambda standing: self._moving(standing, question, number),
            numbers_too=numbers_too,
        )

    def consulted(self) -> set[tuple[str, str]]:
        """The entries that answers so far have depended on, by kind and name; also those of courts made of this one."""
        stores = [*self._stores.values(), *(store for several in self._asked.values() for store in several.values())]
        keys = {(str(key[0]), str(key[1])) for store in stores for key in store if isinstance(key, tuple)}
        cases = [*(standing.case for standing in self._standings.values()), *self._meant.values()]
        return keys.union(self._consulted, *(case.consulted for case in cases))

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
        said = cautions.of_windows(standing)
        return tuple(replace(each, cautions=said) for each in sorted(found, key=lambda each: each.first or FIRST_DAY))

    def turned_windows(
        self, action: str, asker: Party, readings: Readings, question: Facts = (), number: Exact | None = None
    ) -> tuple[tuple[Window, ...], tuple[Turning[tuple[Window, ...]], ...]]:
        """The windows of an action, each with what it turns on; and those there are under other readings only."""
        key = (action, asker.id, asker.roles, tuple(readings.values()), question, number)
        prospects = self._turned.get(key)
        if prospects is None:
            prospects = self._turned[key] = WindowProspects(
                lambda some: (self.standing(action, asker, some, question, number),),
                number,
                lambda standings: self.windows(standings[0], number),
                declared=self.plan.readings,
                chosen=readings,
            )
        return prospects.found

    def _figures(self, standing: Standing, question: Facts, meant: Exact | None, day: Day) -> tuple[FigureValue, ...]:
        """What the action brings about for a number of rights."""
        action = standing.action
        case = self.case_of(standing, question, meant)
        return tuple(figure_value(case, name, day) for name in self._figures_of(action))

    def _figures_of(self, action: str) -> tuple[str, ...]:
        """The figures that tell what an action brings about."""
        return tuple(name for name, figure in self.plan.figures.items() if action in figure.of)

    def case_of(self, standing: Standing, question: Facts, meant: Exact | None) -> Case:
        """The case in which the action is taken for a number of rights."""
        case = self._meant.get((standing, meant))
        if case is None:
            facts = {**dict(question), **({} if meant is None else {"number": meant})}
            asker = standing.case.asker
            store = self._facts.setdefault(
                (standing.action, asker.id, asker.roles, *facts.items()), Kept(_OTHER_VALUES)
            )
            case = self._meant[standing, meant] = standing.case.asking(standing.action, facts, store)
        return case

    def _moving(self, standing: Standing, question: Facts, number: Exact | None) -> Case:
        """The case by which rights stand in balances: what moves them may look at the number asked about, where no rule
        about the action does, so that the standing serves every number.
        """
        moves_by_it = NUMBER in self._dependence.needs("movements", MOVEMENTS).asked
        if number is None or standing.reads_number or not moves_by_it:
            return standing.case
        return self.case_of(standing, question, number)

    def figure(
        self,
        name: str,
        asker: Party,
        day: Day | None,
        *,
        action: str,
        asked: Mapping[str, Fact],
        readings: Readings,
        settle: bool = True,
    ) -> FigureValue:
        """A figure of the plan on a day, with what its number turns on; without `settle` that is not looked at.

        Without a day it is one that is the same on every day as clauses are read here; where they are read otherwise
        it may not be, and then has no one value.
        """
        found = figure_value(self.case(asker, readings).asking(action, asked), name, FIRST_DAY if day is None else day)
        if not settle:
            return found

        def look(readings: Readings) -> Shown:
            case = self.case(asker, readings).asking(action, asked)
            if day is None and not case.figure(name).is_constant:
                return Shown(None, readings_in(of_number(case.figure(name), ALWAYS)))
            return of_figure(case, name, FIRST_DAY if day is None else day)

        return replace(found, turns=Combinations(self.plan.readings, readings).turning(look))

    def balances(self, asker: Party, day: Day, readings: Readings) -> Turning[Mapping[str, Exact | None]]:
        """What the numbers in the balances turn on, when a day is over."""
        combinations = Combinations(self.plan.readings, readings)
        return combinations.turning(lambda readings: of_closing_balances(self.case(asker, readings), day))


def figure_value(case: Case, name: str, day: Day) -> FigureValue:
    """A figure of the plan as it is on a day, or what is missing to compute it."""
    figure = case.plan.figures[name]
    value = case.figure(name).on(day)
    missing = _plain_names(value.missing) if isinstance(value, Unknown) else ()
    shown = figure.shown(exact_or_none(value))
    return FigureValue(
        name=name,
        clause=figure.clause,
        says=figure.says,
        value=None if isinstance(shown, date) else shown,
        day=shown if isinstance(shown, date) else None,
        unit=figure.unit if figure.day is None else "day",
        missing=missing,
        cautions=cautions.of_figure(case, name, day),
        sums=looked_over(case, (figure,), day) if case.dependence.across else (),
    )


def _missing(standing: Standing, day: Day, number: Exact | None) -> frozenset[str]:
    """What is missing to decide a day: of the rules that are unknown on it, and of the numbers of limits."""
    missing: frozenset[str] = frozenset()
    for each, applies in standing.deciding(day, number):
        if applies is None:
            missing |= lacking(each.case, each.rule, day)
        bounds = (each.case.quantity(bound).on(day) for bound in bounds_of(each.rule))
        missing = missing.union(*(bound.missing for bound in bounds if isinstance(bound, Unknown)))
    return missing or standing.allowed(number).missing


def _perhaps(standing: Standing, day: Day, number: Exact | None) -> tuple[Day, tuple[str, ...]]:
    """The first later day, before any on which it is allowed, on which it may be, and what is missing to decide it."""
    allowed = standing.allowed(number)
    perhaps_day = (allowed.maybe - allowed.yes).next_on_or_after(day + 1)
    if perhaps_day > allowed.yes.next_on_or_after(day + 1):
        perhaps_day = NEVER
    return perhaps_day, _plain_names(_missing(standing, perhaps_day, number)) if perhaps_day < NEVER else ()


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
        because=each.case.reasons(each.name, day, lambda: tuple(reasons(each.case, rule, day))),
        bound=next((exact_or_none(bound) for bound in bounds), None),
    )


def _window(first: Day, until: Day, numbers: Allowances, status: Literal["allowed", "unknown"]) -> Window:
    later = numbers.largest[
        bisect_right(numbers.largest, first, key=_since) : bisect_left(numbers.largest, until, key=_since)
    ]
    most = numbers.on(first).most
    return Window(
        first=first if first > FIRST_DAY else None,
        last=until - 1 if until < NEVER else None,
        status=status,
        most=None if later else most,
        steps=((first, most), *later) if later else (),
    )


def _since(piece: tuple[Day, Most]) -> Day:
    return piece[0]


def _day(day: Day) -> Day | None:
    return day if day < NEVER else None


def _plain_names(missing: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in missing if not name.startswith(READING)))
