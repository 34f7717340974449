"""Rulings by the compiled form: the same that the reference gives, with reasons worked out when somebody reads them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from itertools import product
from math import prod
from typing import Any, TypeAlias

from kenri.compiled.whole import WholeAnswer, WholeForm
from kenri.model.combinations import OPEN, Combinations, Readings, Shown
from kenri.model.days import Day, DaySet
from kenri.model.judgement import Decider, Judgement
from kenri.model.life import Grant, Party
from kenri.model.plan import Plan
from kenri.model.ruling import Exact, FigureValue, Finding, Outcome, Ruling, Turn, Window, Windows
from kenri.model.turning import Turning, all_settled

_MOST_WAYS = 128
"""In so many ways at most clauses are read."""

_FEW_WAYS = 32
"""So many ways are sooner tried than it is told which of them can matter."""

_ELSE = object()
"""Stands for a part of a ruling with another outcome, with which it is not compared."""


class _LeftError(Exception):
    """The reference must answer: something is not known, or there is too much to look at."""


Part: TypeAlias = Callable[[WholeAnswer], object]
"""A part of an answer."""


class AllWays:
    """The answer to a question as clauses are read, beside all other ways to read them.

    `answer` is the one as they are read, None where the reference must give it.
    """

    def __init__(self, form: WholeForm, values: Sequence[Any], readings: Readings) -> None:
        self.form = form
        self.values = values
        self.readings = readings
        self.answer = form.answer(values, readings)

    @cached_property
    def ways(self) -> list[tuple[Readings, WholeAnswer]]:
        """Every answer there is, each with how some clauses are read: all ways that read them so have that answer.

        Raises `_LeftError` where there are too many ways, or something is not known in one of them.
        """
        answer, hangs_on = self.form.traced(self.values, self.readings)
        if not hangs_on:
            return [({}, _told(answer))]
        if self._number_of_ways(hangs_on) > _MOST_WAYS:
            raise _LeftError
        return list(self._few_ways() or self._told_apart())

    def _number_of_ways(self, readings: Iterable[str]) -> int:
        declared = self.form.asking.plan.readings
        return prod(len(declared[name].options) for name in readings)

    @cached_property
    def _combinations(self) -> Combinations:
        return Combinations(self.form.asking.plan.readings, self.readings)

    def _few_ways(self) -> Iterator[tuple[Readings, WholeAnswer]] | None:
        """Each way to read the clauses that bear on the form, if there are few."""
        if self._number_of_ways(self.form.bearing) > _FEW_WAYS:
            return None
        declared = self.form.asking.plan.readings
        options = [[(name, option) for option in declared[name].options] for name in self.form.bearing]
        return ((way, self._under(way)) for way in map(dict, product(*options)))

    def _under(self, changes: Readings) -> WholeAnswer:
        return _told(self.form.answer(self.values, {**self.readings, **changes}))

    def _told_apart(self) -> Iterator[tuple[Readings, WholeAnswer]]:
        """One clause after another is read in each way, as long as the answer may hang on any."""
        declared = self.form.asking.plan.readings
        waiting: list[dict[str, str]] = [{}]
        for _ in range(_MOST_WAYS):
            if not waiting:
                return
            decided = waiting.pop()
            answer, hangs_on = self.form.traced(self.values, {**self.readings, **decided})
            name = next((name for name in hangs_on if name not in decided), None)
            if name is None:
                yield decided, _told(answer)
            else:
                waiting += [{**decided, name: option} for option in declared[name].options]
        raise _LeftError

    def turning(self, part: Part, is_other: Callable[[Any, Any], bool] = operator.ne) -> Turning[Any]:
        """What a part of the answer turns on. Raises `_LeftError` where the reference must tell it."""
        assert self.answer is not None, "else the reference answers"
        if not self.form.bearing:
            return Turning()
        base = part(self.answer)
        there = [(way, part(answer)) for way, answer in self.ways]
        if not any(is_other(base, value) for _, value in there):
            return Turning()

        def look(readings: Readings) -> Shown:
            left = [(way, value) for way, value in there if _fits(way, readings)]
            first = left[0][1]
            if all(value == first for _, value in left):
                return Shown(first)
            return Shown(None, frozenset(name for way, _ in left for name in way if readings[name] == OPEN))

        found: Turning[Any] = self._combinations.turning(look, is_other)
        if found.beyond is not None:
            raise _LeftError
        return found


def _told(answer: WholeAnswer | None) -> WholeAnswer:
    if answer is None:
        raise _LeftError
    return answer


def _fits(way: Readings, readings: Readings) -> bool:
    """Whether clauses may be read in a way, where some are read as they are and others left open."""
    return all(readings[name] in (OPEN, option) for name, option in way.items())


class _Settling:
    """What each part of an answer turns on."""

    def __init__(self, ways: AllWays, answer: WholeAnswer) -> None:
        self._ways = ways
        self._answer = answer
        self.outcome = ways.turning(_outcome)

    def _beside(self, part: Part) -> Turning[Any]:
        """What a part turns on, among answers with the same outcome."""
        if self.outcome.is_settled:
            return self._ways.turning(part)
        base = self._answer.outcome

        def same(answer: WholeAnswer) -> object:
            return part(answer) if answer.outcome == base else _ELSE

        def is_other(a: object, b: object) -> bool:
            return b is not _ELSE and a != b

        return self._ways.turning(same, is_other)

    def numbers(self) -> Mapping[str, Turning[Any]]:
        """Of a denial that is none under other readings nothing is told."""
        if not self.outcome.is_settled and self._answer.outcome == "denied":
            return {}
        return {
            "most": self._beside(lambda answer: answer.numbers.most),
            "least": self._beside(lambda answer: answer.numbers.least),
            "lot": self._beside(lambda answer: answer.numbers.lot),
            "gaps": Turning(),
        }

    def figure(self, name: str, shown: Callable[[Exact | None], object]) -> Turning[Any]:
        """What a figure turns on."""
        # Of an answer with another outcome there is no figure.
        return self._beside(lambda answer: shown(answer.figures.get(name)))

    def balances(self) -> Turning[Any]:
        """What the numbers in the balances turn on, all together."""
        return self._ways.turning(lambda answer: answer.balances)

    def lapsed_on(self) -> Turning[Any]:
        """What the day turns on on which the last rights lapsed."""
        return self._ways.turning(lambda answer: answer.lapsed_on)

    def next_day(self, day: Day) -> Turning[Any]:
        """What the next day turns on on which it is allowed."""
        return self._ways.turning(lambda answer: answer.next_day(day))

    def window(self, window: Window) -> Turning[Any]:
        """What one of the windows turns on."""
        return self._ways.turning(partial(_shared_with, window.days))

    def elsewhere(self) -> tuple[Turning[tuple[Window, ...]], ...]:
        """The windows there are in other ways only, and that share no day with any of ours: for each place the ways."""
        if not self._ways.form.bearing:
            return ()
        ours = DaySet.of(window.days for window in self._answer.windows)
        days = DaySet.of(window.days for _, answer in self._ways.ways for window in answer.windows)
        found: list[Turning[tuple[Window, ...]]] = []
        for place in days - ours:
            turning = self._ways.turning(partial(_shared_with, place))
            # A way in which one of ours reaches into the place is told with that window.
            apart = (way for way in turning.ways if not any(ours & DaySet.between(*each.days) for each in way.value))
            found.append(Turning(tuple(apart), turning.beyond))
        return tuple(turning for turning in found if turning.is_settled is not True)

    def turns_on(self) -> Iterator[Turn]:
        """The readings that turn the outcome one by one; where only several together do, those."""
        alone = sorted({reading for way in self.outcome.alone for reading in way.readings})
        for name in alone or self.outcome.readings:
            reading = self._ways.form.asking.plan.readings[name]
            chosen = self._ways.readings
            yield Turn(
                reading=name,
                clause=reading.clause,
                question=reading.question,
                chosen=chosen[name],
                outcomes={option: self._outcome_under({**chosen, name: option}) for option in reading.options},
            )

    def _outcome_under(self, readings: Readings) -> Outcome:
        return next(answer.outcome for way, answer in self._ways.ways if _fits(way, readings))


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
            turns_on = tuple(settling.turns_on())
            elsewhere = settling.elsewhere()
    except _LeftError:
        return None
    known = {"cautions": ()} if is_plain else {}
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


def judgement(
    ways: AllWays, *, asker: Party, day: Day, number: Exact | None, settle: bool, is_plain: bool
) -> Judgement | None:
    """What a ruling says of its day alone; None where the reference must say it."""
    answer = ways.answer
    if answer is None or not (is_plain and answer.is_plain):
        return None
    plan = ways.form.asking.plan
    try:
        turns = ways.turning(_outcome) if settle else None
    except _LeftError:
        return None
    return Judgement(
        action=ways.form.asking.shape.action,
        by=asker.id,
        on=day,
        number=number,
        outcome=answer.outcome,
        findings=tuple(
            Decider(
                rule=each.rule,
                clause=plan.rules[each.rule].clause,
                says=plan.rules[each.rule].says,
                verdict=each.verdict,
                holds=each.holds,
            )
            for each in answer.deciding
        ),
        missing=(),
        most=answer.numbers.most,
        cautions=(),
        turns=turns,
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
    shown = figure.shown(value)
    is_day = figure.day is not None
    known: dict[str, Any] = {} if value is None else {"missing": ()}
    if is_plain:
        known["cautions"] = ()
    return FigureValue.later(
        partial(_figure_of, reference, name),
        name=name,
        clause=figure.clause,
        says=figure.says,
        value=None if is_day else value,
        day=shown if isinstance(shown, date) else None,
        unit="day" if is_day else figure.unit,
        turns=None if settling is None else settling.figure(name, figure.shown),
        **known,
    )


def _figure_of(reference: Callable[[], Ruling], name: str) -> FigureValue:
    return next(figure for figure in reference().figures if figure.name == name)
