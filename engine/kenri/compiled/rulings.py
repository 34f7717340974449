"""Rulings by the compiled form: the same that the reference gives, with reasons worked out when somebody reads them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property, partial
from itertools import product
from math import prod
from typing import Any

from kenri.compiled.whole import HangsOn, WholeAnswer, WholeForm
from kenri.model.combinations import OPEN, Combinations, Readings, Shown
from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.life import Grant, Party
from kenri.model.plan import Plan
from kenri.model.ruling import Because, Exact, FigureValue, Finding, Outcome, Ruling, Turn, Window, Windows
from kenri.model.turning import Turning, all_settled

_MOST_WAYS = 128
"""In so many ways at most the clauses that windows may hang on are read."""

_ELSE = object()
"""Stands for a part of a ruling with another outcome, with which it is not compared."""


class _LeftError(Exception):
    """The reference must answer: something is not known, or there is too much to look at."""


class AllWays:
    """The answer to a question as clauses are read, beside all other ways to read them.

    `answer` is the one as they are read, None where the reference must give it.
    """

    def __init__(self, form: WholeForm, values: Sequence[Any], readings: Readings) -> None:
        self.form = form
        self.values = values
        self.readings = readings
        self._answers: dict[tuple[tuple[str, str], ...], WholeAnswer] = {}
        self.answer = form.answer(values, readings)

    @cached_property
    def hangs_on(self) -> HangsOn:
        """Which readings each part of the answer may hang on."""
        return self.form.hangs_on(self.values, self.readings)

    @cached_property
    def _combinations(self) -> Combinations:
        return Combinations(self.form.asking.plan.readings, self.readings)

    def under(self, changes: Readings) -> WholeAnswer:
        """The answer with some clauses read otherwise. Raises `_LeftError` where the reference must give it."""
        key = tuple(changes.items())
        found = self._answers.get(key)
        if found is None:
            told = self.form.answer(self.values, {**self.readings, **changes})
            if told is None:
                raise _LeftError
            found = self._answers[key] = told
        return found

    def turning(
        self,
        bits: int,
        part: Callable[[WholeAnswer], object],
        is_other: Callable[[Any, Any], bool] = operator.ne,
    ) -> Turning[Any]:
        """What a part of the answer turns on, which hangs on no readings but those of some bits."""
        if not bits:
            return Turning()
        names = self.hangs_on.readings(bits)

        def look(readings: Readings) -> Shown:
            left_open = frozenset(name for name in names if readings[name] == OPEN)
            if left_open:
                return Shown(None, left_open)
            return Shown(part(self.under({name: readings[name] for name in names})))

        return self._combinations.turning(look, is_other)

    def each_way(self, bits: int) -> Iterator[WholeAnswer]:
        """The answer for every way to read the clauses of some bits. Raises `_LeftError` where there are too many."""
        declared = self.form.asking.plan.readings
        names = self.hangs_on.readings(bits)
        if prod(len(declared[name].options) for name in names) > _MOST_WAYS:
            raise _LeftError
        for way in product(*(declared[name].options for name in names)):
            yield self.under(dict(zip(names, way, strict=True)))


class _Settling:
    """What each part of an answer turns on."""

    def __init__(self, ways: AllWays, answer: WholeAnswer) -> None:
        self._ways = ways
        self._answer = answer
        self._is_settled = not ways.form.bearing
        self.outcome = self._of(lambda: ways.hangs_on.outcome, _outcome)

    def _of(self, bits: Callable[[], int], part: Callable[[WholeAnswer], object]) -> Turning[Any]:
        return Turning() if self._is_settled else self._ways.turning(bits(), part)

    def _beside(self, bits: Callable[[], int], part: Callable[[WholeAnswer], object]) -> Turning[Any]:
        """What a part turns on, among answers with the same outcome."""
        if self.outcome.is_settled:
            return self._of(bits, part)
        base = self._answer.outcome

        def same(answer: WholeAnswer) -> object:
            return part(answer) if answer.outcome == base else _ELSE

        def is_other(a: object, b: object) -> bool:
            return b is not _ELSE and a != b

        return self._ways.turning(bits() | self._ways.hangs_on.outcome, same, is_other)

    def numbers(self) -> Mapping[str, Turning[Any]]:
        """Of a denial that is none under other readings nothing is told."""
        if not self.outcome.is_settled and self._answer.outcome == "denied":
            return {}
        parts: Mapping[str, Callable[[WholeAnswer], object]] = {
            "most": lambda answer: answer.numbers.most,
            "least": lambda answer: answer.numbers.least,
            "lot": lambda answer: answer.numbers.lot,
        }
        told = {name: self._beside(lambda: self._ways.hangs_on.numbers, part) for name, part in parts.items()}
        return {**told, "gaps": Turning()}

    def figure(self, name: str, shown: Callable[[Exact], object]) -> Turning[Any]:
        return self._beside(lambda: self._ways.hangs_on.figure(name), lambda answer: shown(answer.figures[name]))

    def balances(self) -> tuple[Turning[Any], Turning[Any]]:
        """What the balances turn on, and the day on which the last rights lapsed."""
        on = self._ways.hangs_on if not self._is_settled else None
        if on is None:
            return Turning(), Turning()
        return (
            self._of(lambda: on.balances, lambda answer: answer.balances),
            self._of(lambda: on.lapse, lambda answer: answer.lapsed_on),
        )

    def next_day(self, day: Day) -> Turning[Any]:
        return self._of(lambda: self._ways.hangs_on.windows, lambda answer: answer.next_day(day))

    def windows(self) -> Windows:
        """The windows with what each turns on. Raises `_LeftError` where there are some elsewhere in other ways."""
        bits = 0 if self._is_settled else self._ways.hangs_on.windows
        return turned_windows(self._ways, self._answer, bits)


def turned_windows(ways: AllWays, answer: WholeAnswer, bits: int) -> Windows:
    """The windows of an answer, each with what it turns on.

    Raises `_LeftError` where there are windows elsewhere as clauses are read in other ways.
    """
    ours = answer.windows
    if bits and any(not _sharing(ours, each) for way in ways.each_way(bits) for each in way.windows):
        raise _LeftError
    return Windows(replace(each, turns=ways.turning(bits, partial(_shared_with, each))) for each in ours)


def _shared_with(window: Window, answer: WholeAnswer) -> tuple[Window, ...]:
    return _sharing(answer.windows, window)


def _sharing(windows: Iterable[Window], with_: Window) -> tuple[Window, ...]:
    """Those that share a day with a window."""
    first, until = _days(with_)
    days = ((window, _days(window)) for window in windows)
    return tuple(window for window, (start, end) in days if start < until and first < end)


def _days(window: Window) -> tuple[Day, Day]:
    """The days [first, until) of a window."""
    return window.first or FIRST_DAY, NEVER if window.last is None else window.last + 1


def _outcome(answer: WholeAnswer) -> Outcome:
    return answer.outcome


def ruling(
    ways: AllWays,
    *,
    asker: Party,
    grant: Grant,
    day: Day,
    number: Exact | None,
    settle: bool,
    reasons: Callable[[], Sequence[Finding]],
) -> Ruling | None:
    """The ruling on a question; None where the reference must give it. `reasons` are its findings by the reference,
    which are worked out when somebody reads why.
    """
    answer = ways.answer
    if answer is None or not answer.is_plain:
        return None
    try:
        return _ruling(ways, answer, asker.id, grant.id, day, number, reasons, settle=settle)
    except _LeftError:
        return None


def windows(ways: AllWays, *, settle: bool) -> Windows | None:
    """The windows of an action; None where the reference must give them."""
    answer = ways.answer
    if answer is None or not answer.is_plain:
        return None
    try:
        return _Settling(ways, answer).windows() if settle else Windows(answer.windows)
    except _LeftError:
        return None


def _ruling(
    ways: AllWays,
    answer: WholeAnswer,
    by: str,
    grant: str,
    day: Day,
    number: Exact | None,
    reasons: Callable[[], Sequence[Finding]],
    *,
    settle: bool,
) -> Ruling:
    plan, action = ways.form.asking.plan, ways.form.asking.shape.action
    figures = tuple(_figure(plan, name, value) for name, value in answer.figures.items())
    turns_on: tuple[Turn, ...] = ()
    turning: dict[str, Turning[Any]] = {}
    is_settled, found = None, Windows(answer.windows)
    if settle:
        settling = _Settling(ways, answer)
        balances, lapsed = settling.balances()
        figures = tuple(
            replace(each, turns=settling.figure(each.name, partial(_shown, plan, each.name))) for each in figures
        )
        turning = {"outcome": settling.outcome, **settling.numbers(), "balances": balances}
        is_settled = all_settled([*turning.values(), *(each.turns for each in figures if each.turns is not None)])
        turning |= {"lapsed_on": lapsed, "next_day": settling.next_day(day), "perhaps_day": Turning()}
        turns_on = tuple(_turns_on(ways, settling.outcome))
        found = settling.windows()
    return Ruling(
        plan=plan,
        action=action,
        by=by,
        grant=grant,
        on=day,
        number=number,
        outcome=answer.outcome,
        findings=tuple(_findings(ways, answer, reasons)),
        missing=(),
        window=next((window for window in found if window.holds_on(day)), None),
        windows=found,
        next_day=answer.next_day(day),
        most=answer.numbers.most,
        least=answer.numbers.least,
        lot=answer.numbers.lot,
        figures=figures,
        turns_on=turns_on,
        is_settled=is_settled,
        balances=answer.balances,
        lapsed_on=answer.lapsed_on,
        readings=ways.readings,
        counts=plan.actions[action].counts,
        turning=turning,
    )


def _findings(ways: AllWays, answer: WholeAnswer, reasons: Callable[[], Sequence[Finding]]) -> Iterator[Finding]:
    plan, is_allowed = ways.form.asking.plan, answer.outcome == "allowed"
    for place, each in enumerate(ways.form.deciding(ways.values, ways.readings)):
        rule = plan.rules[each.rule]
        yield Finding.explained_later(
            partial(_because, reasons, place),
            rule=each.rule,
            clause=rule.clause,
            says=rule.says,
            verdict=each.verdict,
            holds=is_allowed or each.verdict != "permit",
            bound=each.bound,
        )


def _because(reasons: Callable[[], Sequence[Finding]], place: int) -> tuple[Because, ...]:
    return reasons()[place].because


def _turns_on(ways: AllWays, turning: Turning[Outcome]) -> Iterator[Turn]:
    """The readings that turn the outcome one by one; where only several together do, those."""
    alone = sorted({reading for way in turning.alone for reading in way.readings})
    for name in alone or turning.readings:
        reading = ways.form.asking.plan.readings[name]
        yield Turn(
            reading=name,
            clause=reading.clause,
            question=reading.question,
            chosen=ways.readings[name],
            outcomes={option: ways.under({name: option}).outcome for option in reading.options},
        )


def _figure(plan: Plan, name: str, value: Exact) -> FigureValue:
    figure = plan.figures[name]
    shown = _shown(plan, name, value)
    is_day = figure.day is not None
    return FigureValue(
        name=name,
        clause=figure.clause,
        says=figure.says,
        value=None if is_day else value,
        day=shown if isinstance(shown, date) else None,
        unit="day" if is_day else figure.unit,
    )


def _shown(plan: Plan, name: str, value: Exact) -> Exact | date:
    """A figure as it is shown: a number, or a day."""
    return value if plan.figures[name].day is None else date.min + timedelta(days=int(value))
