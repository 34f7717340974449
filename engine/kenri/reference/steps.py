"""Quantities on every day: step functions with exact values, some of them unknown."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from kenri.model.alike import alike
from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.model.lacking import lacks
from kenri.model.limits import is_too_long
from kenri.model.numbers import UNLIMITED, Number
from kenri.reference.truth import Truth, between, known

T = TypeVar("T")


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
        self._on: Callable[[Day], Value] | None = on
        self._make = make

    def __getattr__(self, name: str) -> Any:
        if name not in Steps.__slots__:
            raise AttributeError(name)
        made = self._make()
        self.starts, self.values = made.starts, made.values
        self._on = None
        return getattr(self, name)

    @property
    def is_made(self) -> bool:
        """Whether all values have been worked out."""
        return self._on is None

    def on(self, day: Day) -> Value:
        """The value on a day."""
        return super().on(day) if self._on is None else self._on(day)


class LastTime(Generic[T]):
    """What came of some values the last time, which is the same until the first day on which they differ from then."""

    def __init__(self) -> None:
        self._kept: tuple[tuple[Steps | Truth, ...], T] | None = None

    def before(self, values: Sequence[Steps | Truth]) -> tuple[T | None, Day]:
        """What came of it, and a day before which the values are those of then; None and the first day where nothing
        did that tells anything.
        """
        if (kept := self._kept) is None:
            return None, FIRST_DAY
        there, result = kept
        since = min(map(first_difference, values, there), default=NEVER) if len(values) == len(there) else FIRST_DAY
        return (result, since) if since > FIRST_DAY else (None, FIRST_DAY)

    def keep(self, values: Sequence[Steps | Truth], result: T) -> T:
        """Keep what came of some values."""
        there = (Steps(each.starts, each.values) if isinstance(each, ByDay) else each for each in values)
        self._kept = tuple(there), result
        return result


def first_difference(one: Steps | Truth, other: Steps | Truth) -> Day:
    """A day before which two values are the same on each day, and miss the same; `NEVER` where they always are."""
    if one is other:
        return NEVER
    if isinstance(one, Steps) and isinstance(other, Steps):
        same = min(alike(one.starts, other.starts), alike(one.values, other.values))
        return min((each.starts[same] for each in (one, other) if same < len(each.starts)), default=NEVER)
    if isinstance(one, Steps) or isinstance(other, Steps) or one.missing != other.missing:
        return FIRST_DAY
    found = NEVER
    pairs = [(one.yes.bounds, other.yes.bounds)]
    if one.missing:
        pairs.append((one.maybe.bounds, other.maybe.bounds))
    for days, others in pairs:
        same = alike(days, others)
        found = min([found, *(each[same] for each in (days, others) if same < len(each))])
    return found


def changes(values: Iterable[Steps | Truth], since: Day) -> Iterator[Day]:
    """The days from `since` on, which is one of them, on which any of several values may change."""
    yield since
    for each in values:
        for days in (each.starts,) if isinstance(each, Steps) else (each.yes.bounds, each.maybe.bounds):
            yield from days[bisect_left(days, since) :]


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


def followed(before: Steps, since: Day, points: Iterable[tuple[Day, Value]]) -> Steps:
    """What is another step function until the day before `since`, and from then on takes each value from its day on.

    All points are on that day or later, and the first is on that day if it is the first that there is.
    """
    kept = bisect_left(before.starts, since)
    if not kept:
        return steps(points)
    after = steps([(since - 1, before.values[kept - 1]), *points])
    if kept == len(before.starts) and after.is_constant:
        return before
    return Steps(before.starts[:kept] + after.starts[1:], before.values[:kept] + after.values[1:])


def pointwise(
    function: Callable[..., Value], operands: tuple[Steps, ...], last: LastTime[Steps] | None = None
) -> Steps:
    """A function of the values of each day; unknown on days on which an operand is unknown.

    `last` keeps what came of it for other operands.
    """

    def on(day: Day) -> Value:
        return _apply(function, [operand.on(day) for operand in operands])

    if any(isinstance(operand, ByDay) for operand in operands):
        return ByDay(on, lambda: _on_all_days(on, operands, last))
    turning = [place for place, operand in enumerate(operands) if not operand.is_constant]
    if not turning:
        return constant(on(FIRST_DAY))
    if len(turning) == 1 and last is None:
        return _of_one(function, operands, turning[0])
    return _on_all_days(on, operands, last)


def _of_one(function: Callable[..., Value], operands: tuple[Steps, ...], place: int) -> Steps:
    """A function of the values of each day, of which all but those at one place are the same on every day."""
    values = [operand.values[0] for operand in operands]
    points: list[tuple[Day, Value]] = []
    for day, value in zip(operands[place].starts, operands[place].values, strict=True):
        values[place] = value
        points.append((day, _apply(function, values)))
    return steps(points)


def _on_all_days(on: Callable[[Day], Value], values: tuple[Steps | Truth, ...], last: LastTime[Steps] | None) -> Steps:
    """What is told of each day from some values on it alone."""
    before, since = (None, FIRST_DAY) if last is None else last.before(values)
    if before is not None and since == NEVER:
        return before
    points = ((day, on(day)) for day in sorted({*changes(values, since)} - {NEVER}))
    found = steps(points) if before is None else followed(before, since, points)
    return found if last is None else last.keep(values, found)


def _apply(function: Callable[..., Value], values: list[Value]) -> Value:
    for value in values:
        if isinstance(value, Unknown):
            return Unknown(frozenset().union(*(each.missing for each in values if isinstance(each, Unknown))))
    return finite(function(*values))


def where(condition: Truth, then: Steps, otherwise: Steps, last: LastTime[Steps] | None = None) -> Steps:
    """`then` on the days on which a condition holds; where it is unknown, the common value or none.

    `last` keeps what came of it for other values.
    """

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
        return _on_all_days(value, (then, otherwise, condition), last)

    return ByDay(value, all_days) if isinstance(then, ByDay) or isinstance(otherwise, ByDay) else all_days()


def combined(
    operation: Callable[[Truth, Truth], Truth], several: Iterable[Truth], none: Truth, last: LastTime[Truth] | None
) -> Truth:
    """What several conditions come to that are combined two by two; of none it is `none`.

    `last` keeps what came of it for other conditions.
    """
    truths = tuple(several)
    before, since = (None, FIRST_DAY) if last is None else last.before(truths)
    if before is not None and since == NEVER:
        return before
    if before is None or before.missing or any(each.missing for each in truths):
        found = reduce(operation, truths, none)
    else:
        later = known(DaySet.from_(since))
        rest = reduce(operation, (each & later for each in truths), none) & later
        found = known(before.yes & DaySet.before(since)) | rest
    return found if last is None else last.keep(truths, found)


def spliced(views: Iterable[tuple[Day, Day, Steps]]) -> Steps:
    """One step function from several, each counting on its days [since, until); together they cover all days."""
    return steps((first, value) for since, until, of in views for first, value, _ in of.pieces(since, until))


def holds(test: Callable[..., bool], *operands: Steps, last: LastTime[Truth] | None = None) -> Truth:
    """The days on which a test of the values holds; unknown where an operand is.

    `last` keeps what came of it for other operands.
    """
    before, since = (None, FIRST_DAY) if last is None else last.before(operands)
    if before is not None and since == NEVER:
        return before
    if before is not None and before.missing:  # what was missing is not told day by day
        before, since = None, FIRST_DAY
    days = sorted({*changes(operands, since)})
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
    if before is not None:
        true |= before.yes & DaySet.before(since)
    found = between(true, true | DaySet.of(open_) if open_ else true, missing)
    return found if last is None else last.keep(operands, found)
