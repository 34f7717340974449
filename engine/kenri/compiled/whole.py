"""What remains of a whole ruling for the questions of one shape, however clauses are read.

Readings are left open beside days and numbers, so that one function answers for each way to read the clauses; another
tells which readings an answer may hang on. Where anything but a figure is not known, it says nothing: that is for the
reference. So are cautions, of which it only tells where there can be none.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from threading import Lock
from typing import Any, NamedTuple

from kenri import terms
from kenri.compiled.form import MOST_NODES
from kenri.compiled.opened import Opened
from kenri.compiled.roots import NoFormError, ShapeQuestion, amount, figure_of, figures_of
from kenri.lowering import PythonFunction, compiled, traced
from kenri.lowering.order import in_order
from kenri.lowering.python import WrittenFunction
from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.numbers import common_multiple
from kenri.model.plan import HELD, START_OF_DAY
from kenri.model.ruling import Exact, Least, Lot, Most, Outcome, Verdict, Window
from kenri.symbolic.case import SymbolicNumber
from kenri.symbolic.deciding import deciding, joint_limits, most
from kenri.symbolic.movements import balance, is_made, may_come_back, moved, movements
from kenri.symbolic.standing import SymbolicStanding, standing, turns_of
from kenri.terms import conj, disj, eq, le, lt, neg


class Numbers(NamedTuple):
    """The numbers allowed."""

    most: Most = 0
    least: Least = None
    lot: Lot = None


class Deciding(NamedTuple):
    """A rule that decides, and the number that it sets bounds with."""

    rule: str
    verdict: Verdict
    holds: bool | None
    bound: Exact | None


class WholeAnswer(NamedTuple):
    """The parts of an answer, as clauses are read in one way."""

    is_plain: bool
    """Whether no caution is told beside it."""
    outcome: Outcome
    deciding: tuple[Deciding, ...]
    """In the order in which they are told."""
    numbers: Numbers
    windows: tuple[Window, ...]
    """As if they turned on nothing."""
    balances: Mapping[str, Exact]
    figures: Mapping[str, Exact | None]
    """Those that are not known have None. Of a denial there are none."""
    lapsed_on: Day | None

    def next_day(self, day: Day) -> Day | None:
        """The first day after one on which it is allowed."""
        for window in self.windows:
            if window.last is None or window.last > day:
                return day + 1 if window.first is None or window.first <= day else window.first
        return None


class _Places:
    """Gathers terms, each with its place among them."""

    def __init__(self) -> None:
        self.terms: list[Any] = []
        self._places: dict[object, int] = {}

    def put(self, term: Any) -> int:
        key = (type(term), term)  # for `1 == True`
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self.terms)
            self.terms.append(term)
        return place

    def number(self, number: SymbolicNumber) -> tuple[int, int]:
        """The places of a number that is known: its value, and whether it is without limit instead."""
        return self.put(number.value), self.put(number.is_unlimited)


_COMPILING = Lock()
"""Held while a form is compiled that threads share: one of them has it done, and what was written is let go of."""


class WholeForm:
    """The compiled form of whole answers about one shape, whatever its readings.

    Raises `NoFormError`, and `InexpressibleError` where the plan says something of such a question that has no terms.
    """

    def __init__(self, asking: ShapeQuestion) -> None:
        if asking.reads_number:
            raise NoFormError("rules look at the number")
        self.asking = asking
        try:
            with terms.afresh(as_functions=True, most=MOST_NODES):
                self._make()
        except terms.TooManyTermsError:
            raise NoFormError("so many terms") from None

    def _make(self) -> None:
        plan = self.asking.plan
        options = {
            name: {option: terms.flag(f"{name}: {option}") for option in each.options}
            for name, each in plan.readings.items()
        }
        asked = self.asking.opened(options)
        there = standing(asked.case, self.asking.shape.action)
        places = _Places()
        known: list[terms.Flag] = []
        self._yes = self._put_outcome(places, known, asked, there)
        self._rules = tuple(self._put_rules(places, asked, there))
        self._open, self._high, self._low, self._lots = self._put_limits(places, known, asked, there)
        self._turns = self._put_turns(places, known, asked, there)
        self._balances = self._put_balances(places, known, asked)
        self._figures = self._put_figures(places, asked, there)
        self._lapsed, self._since = self._put_lapse(places, asked)
        self._known, self._plain = places.put(conj(*known)), places.put(_is_plain(asked, there))
        used = {node for node in in_order([*places.terms, *known]) if node.op == "variable"}
        self.bearing = tuple(name for name, flags in options.items() if not used.isdisjoint(flags.values()))
        """The readings that something of an answer may hang on."""
        flags = [(name, option, options[name][option]) for name in self.bearing for option in options[name]]
        self._options = tuple((name, option) for name, option, _ in flags)
        variables = (*asked.variables, *(flag for _, _, flag in flags))
        self._run = compiled(places.terms, variables)
        self.size = self._run.source.count("\n")
        """How many lines of code it is: of each some 300 bytes are kept."""
        del self._run.source  # a tenth of it all, and nobody reads it
        self._trace: PythonFunction | None = None
        self._written: WrittenFunction | None = None
        """What is compiled when it is first asked what an answer turns on; nothing where it turns on no reading."""
        if self.bearing:
            bits = {name: 1 << place for place, name in enumerate(self.bearing)}
            self._written = traced(places.terms, variables, {flag: bits[name] for name, _, flag in flags})
            self.size += self._written.source.count("\n")

    def _put_outcome(self, places: _Places, known: list[terms.Flag], asked: Opened, there: SymbolicStanding) -> int:
        truth = there.allowed(asked.day, amount(asked.number))
        known.append(truth.is_known)
        return places.put(truth.yes)

    def _put_rules(
        self, places: _Places, asked: Opened, there: SymbolicStanding
    ) -> Iterator[tuple[str, Verdict, int, tuple[int, int], tuple[int, int] | None]]:
        for each, decides in deciding(there, asked.day, amount(asked.number)):
            if decides is False:
                continue
            rule = each.rule
            bounds = (bound for bound in (rule.at_most, rule.at_least, rule.in_lots_of) if bound is not None)
            bound = next((there.case.number(bound, asked.day) for bound in bounds), None)
            place = None
            if bound is not None:
                place = places.put(bound.value), places.put(conj(bound.is_known, neg(bound.is_unlimited)))
            applies = there.applies(each.name, asked.day)
            holds = places.put(applies.yes), places.put(applies.maybe)
            yield each.name, each.verdict, places.put(decides), holds, place

    def _put_limits(
        self, places: _Places, known: list[terms.Flag], asked: Opened, there: SymbolicStanding
    ) -> tuple[int, tuple[int, int], tuple[int, int], tuple[tuple[int, int], ...]]:
        is_open, limits = there.open(asked.day), joint_limits(there, asked.day)
        known += [is_open.is_known, disj(neg(is_open.yes), limits.is_known)]
        if any(lot.is_unlimited is not False for _, lot in limits.lots):
            raise NoFormError("lots without limit")
        lots = tuple((places.put(applies), places.put(lot.value)) for applies, lot in limits.lots)
        return places.put(is_open.yes), places.number(limits.high), places.number(limits.low), lots

    def _put_turns(
        self, places: _Places, known: list[terms.Flag], asked: Opened, there: SymbolicStanding
    ) -> tuple[tuple[int, int, tuple[int, int]], ...]:
        found = []
        for turn in dict.fromkeys([FIRST_DAY, *turns_of(asked.case, there.action)]):
            truth, largest = there.allowed(turn, amount(asked.number)), most(there, turn)
            known += [truth.is_known, disj(neg(truth.yes), largest.is_known)]
            found.append((places.put(turn), places.put(truth.yes), places.number(largest)))
        return tuple(found)

    def _put_balances(self, places: _Places, known: list[terms.Flag], asked: Opened) -> tuple[tuple[str, int], ...]:
        found = []
        for name in dict.fromkeys([*asked.case.plan.balances, HELD]):
            there = balance(asked.case, name, asked.day)
            known += [there.is_known, neg(there.is_unlimited)]
            found.append((name, places.put(there.value)))
        return tuple(found)

    def _put_figures(self, places: _Places, asked: Opened, there: SymbolicStanding) -> tuple[tuple[str, int, int], ...]:
        number = amount(asked.number)
        meant = number if number is not None else most(there, asked.day)
        figures = ((name, figure_of(asked, name, meant)) for name in figures_of(asked.case.plan, there.action))
        return tuple((name, places.put(figure.value), places.put(figure.is_known)) for name, figure in figures)

    def _put_lapse(self, places: _Places, asked: Opened) -> tuple[int, int]:
        """Whether the last right held has gone to a balance it can never be exercised from, and the day."""
        case, day = asked.case, asked.day
        found = movements(case)
        final = {name for name, each in case.plan.balances.items() if each.lapse}
        if any(each.effect.to == HELD for each in found.turns) or may_come_back(found.turns):
            raise NoFormError("rights come back")  # and may leave again on the same day
        if any(each.effect.scales is not None for each in found.turns):
            raise NoFormError("rights are scaled")  # then how many move hangs on the order of movements
        there = {id(each): conj(each.happens, le(each.place[0], day)) for each in found.turns}
        since = case.world.granted_on
        for each in found.turns:
            if each.effect.from_ == HELD:
                went = conj(there[id(each)], lt(0, moved(case, found, each).value), lt(since, each.place[0]))
                since = terms.ite(went, each.place[0], since)
        lapsed = [
            conj(there[id(each)], eq(each.place[0], since), is_made(each, moved(case, found, each)))
            for each in found.turns
            if each.effect.to in final
        ]
        held = balance(case, HELD, day)
        is_empty = conj(eq(held.value, 0), le(case.world.granted_on, day))
        return places.put(conj(is_empty, disj(*lapsed))), places.put(since)

    # --- answers

    def flags(self, readings: Mapping[str, str]) -> tuple[bool, ...]:
        """The options of readings that bear on an answer, as they are chosen."""
        return tuple(readings[name] == option for name, option in self._options)

    def answer(self, values: Sequence[Any], readings: Mapping[str, str]) -> WholeAnswer | None:
        """The answer as clauses are read; None where something of it is not known."""
        return self._told(self._run(*values, *self.flags(readings)))

    def traced(self, values: Sequence[Any], readings: Mapping[str, str]) -> tuple[WholeAnswer | None, list[str]]:
        """The same, and the readings that it may hang on: however all others are read, it is the same.

        If one of them is read otherwise, it may hang on still others.
        """
        if not self.bearing:
            return self.answer(values, readings), []
        trace = self._trace or self._compiled_trace()
        found, marks = trace(*values, *self.flags(readings))
        return self._told(found), [name for place, name in enumerate(self.bearing) if marks >> place & 1]

    def _compiled_trace(self) -> PythonFunction:
        with _COMPILING:
            if self._written is not None:
                found = self._written.function()
                del found.source
                self._trace, self._written = found, None
            assert self._trace is not None, "it was written"
            return self._trace

    def _told(self, found: Sequence[Any]) -> WholeAnswer | None:
        if not found[self._known]:
            return None
        is_allowed = found[self._yes]
        return WholeAnswer(
            found[self._plain],
            "allowed" if is_allowed else "denied",
            tuple(self._deciding(found)),
            self._numbers(found),
            self._windows(found),
            {name: _normal(found[place]) for name, place in self._balances},
            {name: _normal(found[place]) if found[is_known] else None for name, place, is_known in self._figures}
            if is_allowed
            else {},
            found[self._since] if found[self._lapsed] else None,
        )

    def _deciding(self, found: Sequence[Any]) -> Iterator[Deciding]:
        for rule, verdict, decides, (yes, maybe), bound in self._rules:
            if found[decides]:
                number = None if bound is None or not found[bound[1]] else _normal(found[bound[0]])
                yield Deciding(rule, verdict, True if found[yes] else None if found[maybe] else False, number)

    def _numbers(self, found: Sequence[Any]) -> Numbers:
        low, has_no_low = (found[place] for place in self._low)
        if not found[self._open] or has_no_low:
            return NO_NUMBER
        lot: Exact | None = None
        for applies, place in self._lots:
            if found[applies]:
                own = abs(found[place])
                lot = own if lot is None else common_multiple(lot, own)
        high, has_no_high = (found[place] for place in self._high)
        return _numbers(max(low, 0), None if has_no_high else high, lot)

    def _windows(self, found: Sequence[Any]) -> tuple[Window, ...]:
        days: dict[Day, Most | None] = {}
        for turn, yes, (value, unlimited) in self._turns:
            day = found[turn]
            if FIRST_DAY <= day < NEVER:
                days[day] = None if not found[yes] else "unlimited" if found[unlimited] else _normal(found[value])
        return tuple(_windows(sorted(days.items(), key=_day)))


NO_NUMBER = Numbers()


def _numbers(low: Exact, high: Exact | None, lot: Exact | None) -> Numbers:
    """The numbers above zero between two bounds, both of them included; of a lot its multiples alone."""
    if lot is None:
        if high is None:
            return Numbers("unlimited", _normal(low) if low > 0 else None)
        return Numbers(_normal(high), _normal(low) if low > 0 else None) if low <= high and high > 0 else NO_NUMBER
    if lot == 0:
        return NO_NUMBER
    first = _normal(max(math.ceil(Fraction(low) / lot), 1) * lot)
    if high is None:
        return Numbers("unlimited", first, _normal(lot))
    last = _normal(math.floor(Fraction(high) / lot) * lot)
    return Numbers(last, first, _normal(lot)) if first <= last else NO_NUMBER


def _windows(days: Sequence[tuple[Day, Most | None]]) -> Iterator[Window]:
    """The windows, from the days on which the largest number allowed changes; None where nothing is allowed."""
    steps: list[tuple[Day, Most]] = []
    for day, largest in [*days, (NEVER, None)]:
        if largest is not None:
            if not steps or steps[-1][1] != largest:
                steps.append((day, largest))
        elif steps:
            first = steps[0][0]
            yield Window(
                first=first if first > FIRST_DAY else None,
                last=day - 1 if day < NEVER else None,
                status="allowed",
                most=steps[0][1] if len(steps) == 1 else None,
                steps=tuple(steps) if len(steps) > 1 else (),
            )
            steps = []


def _day(turn: tuple[Day, object]) -> Day:
    return turn[0]


def _is_plain(asked: Opened, there: SymbolicStanding) -> terms.Flag:
    """Whether no caution may be told: no right goes by itself on the asked day, or on one on which it may be used."""
    case = asked.case
    found = movements(case)
    ranks = {slot.rank: slot for kind in case.plan.events for slot in case.world.slots(kind)}
    told: list[terms.Flag] = []
    for each in found.turns:
        if each.effect.at is not None:  # it is said when on its day it is made
            continue
        day, rank, *_ = each.place
        by_itself = True if rank == START_OF_DAY else neg(eq(day, ranks[rank].day))
        is_used = there.open(day).maybe if each.effect.from_ == HELD else False
        told.append(conj(each.happens, by_itself, disj(eq(day, asked.day), is_used)))
    return neg(disj(*told))


def _normal(number: Exact) -> Exact:
    return number.numerator if number.denominator == 1 else number
