"""Rulings by the compiled form: the same that the reference gives, with reasons worked out when somebody reads them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property, partial
from typing import Any, TypeAlias

from kenri.compiled.whole import HangsOn, WholeAnswer, WholeForm
from kenri.model.combinations import OPEN, Combinations, Readings, Shown
from kenri.model.days import Day, DaySet
from kenri.model.life import Grant, Party
from kenri.model.plan import Plan
from kenri.model.ruling import Exact, FigureValue, Finding, Outcome, Ruling, Turn, Window, Windows
from kenri.model.turning import Turning, all_settled

_MOST_WAYS = 128
"""In so many ways at most the clauses that windows may hang on are read."""

_ELSE = object()
"""Stands for a part of a ruling with another outcome, with which it is not compared."""


class _LeftError(Exception):
    """The reference must answer: something is not known, or there is too much to look at."""


Part: TypeAlias = Callable[[WholeAnswer], object]
"""A part of an answer."""

Bits: TypeAlias = Callable[[HangsOn[int]], int]
"""Which readings that part may hang on."""


class AllWays:
    """The answer to a question as clauses are read, beside all other ways to read them.

    `answer` is the one as they are read, None where the reference must give it.
    """

    def __init__(self, form: WholeForm, values: Sequence[Any], readings: Readings) -> None:
        self.form = form
        self.values = values
        self.readings = readings
        self._looks: dict[tuple[str, ...], tuple[WholeAnswer, HangsOn[int]]] = {}
        self.answer = form.answer(values, readings)

    @cached_property
    def _combinations(self) -> Combinations:
        return Combinations(self.form.asking.plan.readings, self.readings)

    def under(self, readings: Readings) -> tuple[WholeAnswer, HangsOn[int]]:
        """The answer as clauses are read in another way, those that are left open as they are chosen; and which
        readings each part of it may hang on. Raises `_LeftError` where the reference must give it.
        """
        chosen = {name: option if option != OPEN else self.readings[name] for name, option in readings.items()}
        key = tuple(chosen[name] for name in self.form.bearing)
        found = self._looks.get(key)
        if found is None:
            answer, hangs_on = self.form.traced(self.values, chosen)
            if answer is None:
                raise _LeftError
            found = self._looks[key] = answer, hangs_on
        return found

    def turning(self, bits: Bits, part: Part, is_other: Callable[[Any, Any], bool] = operator.ne) -> Turning[Any]:
        """What a part of the answer turns on. Raises `_LeftError` where not all of it can be looked at."""
        if not self.form.bearing:
            return Turning()

        def look(readings: Readings) -> Shown:
            answer, hangs_on = self.under(readings)
            left_open = frozenset(name for name in self.form.readings(bits(hangs_on)) if readings[name] == OPEN)
            return Shown(None, left_open) if left_open else Shown(part(answer))

        found: Turning[Any] = self._combinations.turning(look, is_other)
        if found.beyond is not None:
            raise _LeftError
        return found

    def each_way(self, bits: Bits) -> Iterator[WholeAnswer]:
        """The answer in each way in which a part of it may be another. Raises `_LeftError` for too many ways."""
        declared = self.form.asking.plan.readings
        waiting: list[dict[str, str]] = [{}]
        for _ in range(_MOST_WAYS):
            if not waiting:
                return
            decided = waiting.pop()
            answer, hangs_on = self.under({**self.readings, **decided})
            open_ = sorted(self.form.readings(bits(hangs_on)) - set(decided))
            if not open_:
                yield answer
                continue
            waiting += [{**decided, open_[0]: option} for option in declared[open_[0]].options]
        raise _LeftError


class _Settling:
    """What each part of an answer turns on."""

    def __init__(self, ways: AllWays, answer: WholeAnswer) -> None:
        self._ways = ways
        self._answer = answer
        self.outcome = ways.turning(lambda on: on.outcome, _outcome)

    def _beside(self, bits: Bits, part: Part) -> Turning[Any]:
        """What a part turns on, among answers with the same outcome."""
        if self.outcome.is_settled:
            return self._ways.turning(bits, part)
        base = self._answer.outcome

        def same(answer: WholeAnswer) -> object:
            return part(answer) if answer.outcome == base else _ELSE

        def is_other(a: object, b: object) -> bool:
            return b is not _ELSE and a != b

        return self._ways.turning(lambda on: bits(on) | on.outcome, same, is_other)

    def numbers(self) -> Mapping[str, Turning[Any]]:
        """Of a denial that is none under other readings nothing is told."""
        if not self.outcome.is_settled and self._answer.outcome == "denied":
            return {}
        found = self._beside(lambda on: on.numbers, lambda answer: answer.numbers)
        if found.is_settled:
            return dict.fromkeys(("most", "least", "lot", "gaps"), Turning())
        parts: Mapping[str, Part] = {
            "most": lambda answer: answer.numbers.most,
            "least": lambda answer: answer.numbers.least,
            "lot": lambda answer: answer.numbers.lot,
        }
        return {
            **{name: self._beside(lambda on: on.numbers, part) for name, part in parts.items()},
            "gaps": Turning(),
        }

    def figure(self, name: str, shown: Callable[[Exact | None], object]) -> Turning[Any]:
        """What a figure turns on."""
        # Of an answer with another outcome there is no figure.
        return self._beside(lambda on: on.figures, lambda answer: shown(answer.figures.get(name)))

    def balances(self) -> Turning[Any]:
        """What the numbers in the balances turn on, all together."""
        return self._ways.turning(lambda on: on.balances, lambda answer: answer.balances)

    def lapsed_on(self) -> Turning[Any]:
        """What the day turns on on which the last rights lapsed."""
        return self._ways.turning(lambda on: on.lapse, lambda answer: answer.lapsed_on)

    def next_day(self, day: Day) -> Turning[Any]:
        """What the next day turns on on which it is allowed."""
        return self._ways.turning(_window_bits, lambda answer: answer.next_day(day))

    def window(self, window: Window) -> Turning[Any]:
        """What one of the windows turns on."""
        return self._ways.turning(_window_bits, partial(_shared_with, window.days))

    def elsewhere(self) -> tuple[Turning[tuple[Window, ...]], ...]:
        """The windows there are in other ways only, and that share no day with any of ours: for each place the ways.

        Raises `_LeftError` where there are too many ways.
        """
        if not self._ways.form.bearing:
            return ()
        ours = DaySet.of(window.days for window in self._answer.windows)
        days = DaySet.of(window.days for way in self._ways.each_way(_window_bits) for window in way.windows)
        found: list[Turning[tuple[Window, ...]]] = []
        for place in days - ours:
            turning = self._ways.turning(_window_bits, partial(_shared_with, place))
            # A way in which one of ours reaches into the place is told with that window.
            apart = (way for way in turning.ways if not any(ours & DaySet.between(*each.days) for each in way.value))
            found.append(Turning(tuple(apart), turning.beyond))
        return tuple(turning for turning in found if turning.is_settled is not True)


def _window_bits(on: HangsOn[int]) -> int:
    return on.windows


def _shared_with(days: tuple[Day, Day], answer: WholeAnswer) -> tuple[Window, ...]:
    """The windows that share a day with some days [first, until)."""
    first, until = days
    spans = ((window, window.days) for window in answer.windows)
    return tuple(window for window, (start, end) in spans if start < until and first < end)


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
    is_plain: bool,
    reference: Callable[[], Ruling],
) -> Ruling | None:
    """The ruling on a question; None where the reference must give it.

    `reference` is what that says without looking at other readings: it is asked when somebody reads why a rule holds,
    or what is missing to know a figure; and for cautions, unless it is plain that there are none.
    """
    answer = ways.answer
    if answer is None:
        return None
    is_plain = is_plain and answer.is_plain
    plan, action = ways.form.asking.plan, ways.form.asking.shape.action
    try:
        settling = _Settling(ways, answer) if settle else None
        figures = tuple(
            _figure(plan, name, value, reference, settling, is_plain=is_plain) for name, value in answer.figures.items()
        )
        turning: dict[str, Turning[Any]] = {}
        is_settled, turns_on = None, tuple[Turn, ...]()
        elsewhere: tuple[Turning[tuple[Window, ...]], ...] = ()
        found = _windows(answer, lambda: reference().windows, settling, is_plain=is_plain)
        if settling is not None:
            turning = {"outcome": settling.outcome, **settling.numbers(), "balances": settling.balances()}
            is_settled = all_settled([*turning.values(), *(each.turns for each in figures if each.turns is not None)])
            turning |= {"lapsed_on": settling.lapsed_on(), "next_day": settling.next_day(day)}
            turning |= {"perhaps_day": Turning()}
            turns_on = tuple(_turns_on(ways, settling.outcome))
            elsewhere = settling.elsewhere()
    except _LeftError:
        return None
    # What is missing for a figure may be cause for a caution.
    known = {"cautions": ()} if is_plain and None not in answer.figures.values() else {}
    return Ruling.later(
        reference,
        plan=plan,
        action=action,
        by=asker.id,
        grant=grant.id,
        on=day,
        number=number,
        outcome=answer.outcome,
        findings=tuple(_findings(plan, answer, reference)),
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
        has_gaps=False,
        perhaps_day=None,
        perhaps_missing=(),
        turning=turning,
        elsewhere=elsewhere,
        **known,
    )


def windows(
    ways: AllWays, *, settle: bool, is_plain: bool, reference: Callable[[], tuple[Window, ...]]
) -> tuple[Windows, tuple[Turning[tuple[Window, ...]], ...]] | None:
    """The windows of an action, each with what it turns on, and those there are in other ways only.

    None where the reference must give them; `reference` is what that says without looking at other readings.
    """
    answer = ways.answer
    if answer is None:
        return None
    is_plain = is_plain and answer.is_plain
    try:
        settling = _Settling(ways, answer) if settle else None
        ours = _windows(answer, reference, settling, is_plain=is_plain)
        return ours, () if settling is None else settling.elsewhere()
    except _LeftError:
        return None


def _windows(
    answer: WholeAnswer, reference: Callable[[], tuple[Window, ...]], settling: _Settling | None, *, is_plain: bool
) -> Windows:
    known: dict[str, Any] = {"cautions": ()} if is_plain else {}
    return Windows(
        Window.later(
            partial(_window, reference, place),
            first=each.first,
            last=each.last,
            status=each.status,
            most=each.most,
            steps=each.steps,
            turns=None if settling is None else settling.window(each),
            **known,
        )
        for place, each in enumerate(answer.windows)
    )


def _window(reference: Callable[[], tuple[Window, ...]], place: int) -> Window:
    return reference()[place]


def _findings(plan: Plan, answer: WholeAnswer, reference: Callable[[], Ruling]) -> Iterator[Finding]:
    for place, each in enumerate(answer.deciding):
        rule = plan.rules[each.rule]
        yield Finding.later(
            partial(_finding, reference, place),
            rule=each.rule,
            clause=rule.clause,
            says=rule.says,
            verdict=each.verdict,
            holds=each.holds,
            bound=each.bound,
        )


def _finding(reference: Callable[[], Ruling], place: int) -> Finding:
    return reference().findings[place]


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
            outcomes={option: ways.under({**ways.readings, name: option})[0].outcome for option in reading.options},
        )


def _figure(
    plan: Plan,
    name: str,
    value: Exact | None,
    reference: Callable[[], Ruling],
    settling: _Settling | None,
    *,
    is_plain: bool,
) -> FigureValue:
    figure = plan.figures[name]
    shown = _shown(plan, name, value)
    is_day = figure.day is not None
    known: dict[str, Any] = {} if value is None else {"missing": ()}
    if is_plain and value is not None:
        known["cautions"] = ()
    return FigureValue.later(
        partial(_figure_of, reference, name),
        name=name,
        clause=figure.clause,
        says=figure.says,
        value=None if is_day else value,
        day=shown if isinstance(shown, date) else None,
        unit="day" if is_day else figure.unit,
        turns=None if settling is None else settling.figure(name, partial(_shown, plan, name)),
        **known,
    )


def _figure_of(reference: Callable[[], Ruling], name: str) -> FigureValue:
    return next(figure for figure in reference().figures if figure.name == name)


def _shown(plan: Plan, name: str, value: Exact | None) -> Exact | date | None:
    """A figure as it is shown: a number, or a day."""
    return value if value is None or plan.figures[name].day is None else date.min + timedelta(days=int(value))
