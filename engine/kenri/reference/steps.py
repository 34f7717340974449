"""Quantities on every day: step functions with exact values, some of them unknown."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.model.lacking import lacks
from kenri.model.limits import is_too_long
from kenri.model.numbers import UNLIMITED, Number
from kenri.reference.truth import Truth, between


class Unknown(NamedTuple):
    """A number that cannot be computed, and the names of what is missing."""

    missing: frozenset[str]


Value: TypeAlias = Number | Unknown


class Steps:
    """A value for each day: `values[i]` from day `starts[i]` until the next start. Neighbours differ."""

    __slots__ = ("starts", "values")

    def __init__(self, starts: tuple[Day, ...], values: tuple[Value, ...]) -> None:
        self.starts = starts
        self.values = values

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Steps) and (self.starts, self.values) == (other.starts, other.values)

    def __hash__(self) -> int:
        return hash((self.starts, self.values))

    def __repr__(self) -> str:
        return f"Steps(starts={self.starts}, values={self.values})"

    def on(self, day: Day) -> Value:
        """The value on a day."""
        return self.values[bisect_right(self.starts, day) - 1]

    def pieces(self, since: Day, until: Day) -> Iterator[tuple[Day, Value, Day]]:
        """The values on the days [since, until), each with the first day it has there and the first day it has not."""
        cuts = [since, *self.starts[bisect_right(self.starts, since) : bisect_left(self.starts, until)], until]
        return ((first, self.on(first), following) for first, following in pairwise(cuts))

    @property
    def is_constant(self) -> bool:
        """Whether it has the same value on every day."""
        return len(self.starts) == 1


class ByDay(Steps):
    """Steps that tell the value of one day without working out all others: `on` gives it, `make` all of them."""

    __slots__ = ("_make", "_on")

    def __init__(self, on: Callable[[Day], Value], make: Callable[[], Steps]) -> None:
        self._on = on
        self._make = make

    def __getattr__(self, name: str) -> Any:
        if name not in Steps.__slots__:
            raise AttributeError(name)
        made = self._make()
        self.starts, self.values = made.starts, made.values
        return getattr(self, name)

    def on(self, day: Day) -> Value:
        """The value on a day."""
        return self._on(day)


def exact_or_none(value: Value) -> int | Fraction | None:
    """A number as an answer has it: None where it is not known, or without limit."""
    return None if isinstance(value, Unknown | float) else value


def constant(value: Value) -> Steps:
    """The same value on every day."""
    return Steps((FIRST_DAY,), (value,))


ZERO = constant(0)


def normal(value: Value) -> Value:
    """An exact number as an int where it is whole."""
    if type(value) is Fraction and value.denominator == 1:
        return value.numerator
    return value


def finite(value: Value) -> Value:
    """A result in its normal form; unknown when it is less than no limit and yet no number, as in ∞ - ∞ or 0 · ∞, and
    when it has more digits than are computed with.
    """
    if isinstance(value, float) and value != UNLIMITED:
        return Unknown(frozenset({lacks("limit")}))
    if not isinstance(value, Unknown) and is_too_long(value):
        return Unknown(frozenset({lacks("fewer-digits")}))
    return normal(value)


def steps(points: Iterable[tuple[Day, Value]]) -> Steps:
    """The step function that takes each value from its day on; of equal days the last counts. The first is day 1."""
    starts: list[Day] = []
    values: list[Value] = []
    for start, value in points:
        if starts and starts[-1] == start:
            starts.pop()
            values.pop()
        if not values or values[-1] != value:
            starts.append(start)
            values.append(value)
    return Steps(tuple(starts), tuple(values))


def pointwise(function: Callable[..., Value], operands: tuple[Steps, ...]) -> Steps:
    """A function of the values of each day; unknown on days on which an operand is unknown."""
    if any(isinstance(operand, ByDay) for operand in operands):
        return ByDay(
            lambda day: _apply(function, [operand.on(day) for operand in operands]),
            lambda: _pointwise(function, operands),
        )
    return _pointwise(function, operands)


def _pointwise(function: Callable[..., Value], operands: tuple[Steps, ...]) -> Steps:
    if all(len(operand.starts) == 1 for operand in operands):
        return constant(_apply(function, [operand.values[0] for operand in operands]))
    days = sorted({day for operand in operands for day in operand.starts})
    return steps((day, _apply(function, [operand.on(day) for operand in operands])) for day in days)


def _apply(function: Callable[..., Value], values: list[Value]) -> Value:
    missing = [value.missing for value in values if isinstance(value, Unknown)]
    if missing:
        return Unknown(frozenset().union(*missing))
    return finite(function(*values))


def where(condition: Truth, then: Steps, otherwise: Steps) -> Steps:
    """`then` on the days on which a condition holds; where it is unknown, the common value or none."""

    def value(day: Day) -> Value:
        match condition.on(day):
            case True:
                return then.on(day)
            case False:
                return otherwise.on(day)
            case None:
                a, b = then.on(day), otherwise.on(day)
                lacking = (each.missing for each in (a, b) if isinstance(each, Unknown))
                return a if a == b else Unknown(condition.missing.union(*lacking))

    def all_days() -> Steps:
        cuts = {*then.starts, *otherwise.starts, *condition.yes.bounds, *condition.maybe.bounds, FIRST_DAY} - {NEVER}
        return steps((day, value(day)) for day in sorted(cuts))

    return ByDay(value, all_days) if isinstance(then, ByDay) or isinstance(otherwise, ByDay) else all_days()


def spliced(views: Iterable[tuple[Day, Day, Steps]]) -> Steps:
    """One step function from several, each counting on its days [since, until); together they cover all days."""
    return steps((first, value) for since, until, of in views for first, value, _ in of.pieces(since, until))


def holds(test: Callable[..., bool], *operands: Steps) -> Truth:
    """The days on which a test of the values holds; unknown where an operand is."""
    days = sorted({day for operand in operands for day in operand.starts})
    yes: list[tuple[Day, Day]] = []
    open_: list[tuple[Day, Day]] = []
    missing: frozenset[str] = frozenset()
    for index, first in enumerate(days):
        until = days[index + 1] if index + 1 < len(days) else NEVER
        values = [operand.on(first) for operand in operands]
        lacking = [value.missing for value in values if isinstance(value, Unknown)]
        if lacking:
            missing = missing.union(*lacking)
            open_.append((first, until))
        elif test(*values):
            yes.append((first, until))
    true = DaySet.of(yes)
    return between(true, true | DaySet.of(open_) if open_ else true, missing)
