"""Which numbers are allowed on a day: at most, at least, in which lots, and whether none between is left out.

Limits may be unknown. So the numbers that are surely allowed and those that perhaps are are kept side by side: what is
the same of both is so, and the rest is unknown.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet
from kenri.model.numbers import UNLIMITED, Number, common_multiple
from kenri.model.ruling import Exact, Least, Lot, Most
from kenri.reference.steps import LastTime, Steps, Unknown, Value, changes
from kenri.reference.truth import NOTHING, Truth, between


class NumberRange(NamedTuple):
    """Numbers above zero from `low` to `high`; of a lot, its whole multiples alone.

    A bound is itself in the stretch where `has_low`, `has_high` say so. `high` may be without limit.
    """

    low: Number = 0
    high: Number = UNLIMITED
    has_low: bool = False
    has_high: bool = False
    lot: Exact | None = None


class LimitBounds(NamedTuple):
    """What one limit asks of the number on a day, and whether it applies; a value is None where it asks nothing."""

    applies: bool | None
    at_most: Value | None = None
    at_least: Value | None = None
    lot: Value | None = None

    def as_kept_by(self, number: Exact) -> LimitBounds:
        """The same for numbers all of which keep its bounds where this one does, and else none of which does."""
        most, least = self.at_most, self.at_least
        if most is not None and not isinstance(most, Unknown):
            most = UNLIMITED if number <= most else 0
        if least is not None and not isinstance(least, Unknown):
            least = 0 if number >= least else UNLIMITED
        return self._replace(at_most=most, at_least=least)


class Allowed(NamedTuple):
    """The numbers allowed on a day. `is_some` is whether there are any (None: unknown).

    `one` is a number that is allowed, or where none surely is, one that perhaps is; None where there is none at all.
    """

    is_some: bool | None
    most: Most
    least: Least
    lot: Lot
    has_gaps: bool | None
    one: Exact | None
    missing: frozenset[str] = NOTHING


class Allowances(NamedTuple):
    """The numbers allowed on each day: `values[i]` from day `starts[i]` until the next start."""

    starts: tuple[Day, ...]
    values: tuple[Allowed, ...]
    is_some: Truth
    """The days on which any number is allowed."""
    largest: tuple[tuple[Day, Most], ...]
    """The largest number allowed: each from a day on, until the next day, on which it is another."""

    def on(self, day: Day) -> Allowed:
        """The numbers allowed on a day."""
        return self.values[bisect_right(self.starts, day) - 1]

    @classmethod
    def of(
        cls,
        values: Sequence[Steps | Truth],
        on: Callable[[Day], Allowed],
        last: LastTime[Allowances] | None = None,
    ) -> Allowances:
        """What is allowed, as it is told of each day from some values on it alone; `last` keeps it for other values."""
        before, since = (None, FIRST_DAY) if last is None else last.before(values)
        if before is not None and since == NEVER:
            return before
        if before is not None and before.is_some.missing:  # what was missing is not told day by day
            before, since = None, FIRST_DAY
        found = allowances(changes(values, since), on, before, since)
        return found if last is None else last.keep(values, found)


def allowances(
    cuts: Iterable[Day], on: Callable[[Day], Allowed], before: Allowances | None = None, since: Day = FIRST_DAY
) -> Allowances:
    """What is allowed on all days, from what is on those on which it may change.

    Where `before` tells what is allowed until the day `since`, and is unknown on no day, it goes on from there: the
    cuts are that day and later ones.
    """
    kept = 0 if before is None else bisect_left(before.starts, since)
    values: list[tuple[Day, Allowed]] = [] if before is None else [(since, before.values[kept - 1])]
    for day in sorted({since, *cuts} - {NEVER}):
        value = on(day)
        if not values or values[-1][1] != value:
            values.append((day, value))
    some = _some(values)
    largest = _largest(values)
    if before is None:
        return Allowances(tuple(day for day, _ in values), tuple(value for _, value in values), some, largest)
    first, *rest = values
    if rest and rest[0][0] == since:  # it is another from that very day on
        some, largest = _some(rest), _largest([(since - 1, first[1]), *rest])
    else:
        largest = _largest([(since - 1, first[1]), *rest])
    early = before.is_some.yes & DaySet.before(since)
    most = bisect_left(before.largest, since, key=_from)
    return Allowances(
        before.starts[:kept] + tuple(day for day, _ in rest),
        before.values[:kept] + tuple(value for _, value in rest),
        between(early | some.yes, early | some.maybe, some.missing),
        before.largest[:most] + largest[1:],
    )


def _from(piece: tuple[Day, Most]) -> Day:
    return piece[0]


def _some(values: Sequence[tuple[Day, Allowed]]) -> Truth:
    ends = (*(day for day, _ in values[1:]), NEVER)
    spans = [(start, end, each) for (start, each), end in zip(values, ends, strict=True)]
    yes = DaySet.of((start, end) for start, end, each in spans if each.is_some)
    maybe = DaySet.of((start, end) for start, end, each in spans if each.is_some is not False)
    missing = (each.missing for _, each in values if each.is_some is None)
    return between(yes, maybe, NOTHING.union(*missing))


def _largest(values: Sequence[tuple[Day, Allowed]]) -> tuple[tuple[Day, Most], ...]:
    found: list[tuple[Day, Most]] = []
    for day, value in values:
        if not found or found[-1][1] != value.most:
            found.append((day, value.most))
    return tuple(found)


def within(bounds: Iterable[LimitBounds], stretch: NumberRange, *, surely: bool) -> NumberRange | None:
    """The part of a stretch that is within all limits, surely or perhaps; None where there is no such part.

    A limit that may apply bars surety, and so does one whose number is unknown; neither bars a perhaps.
    """
    low, high, has_low, has_high, lot = stretch
    for applies, at_most, at_least, own_lot in bounds:
        if applies is False or (applies is None and not surely):
            continue
        if surely and (isinstance(at_most, Unknown) or isinstance(at_least, Unknown) or isinstance(own_lot, Unknown)):
            return None
        if at_most is not None and not isinstance(at_most, Unknown) and at_most < high:
            high, has_high = at_most, True
        if at_least is not None and not isinstance(at_least, Unknown) and at_least > low:
            low, has_low = at_least, True
        if own_lot is not None and not isinstance(own_lot, Unknown):
            own = 0 if isinstance(own_lot, float) else max(own_lot, -own_lot)
            lot = own if lot is None else common_multiple(lot, own)
    return _fitted(NumberRange(low, high, has_low, has_high, lot))


def allowed(surely: Sequence[NumberRange], perhaps: Sequence[NumberRange], missing: frozenset[str]) -> Allowed:
    """What is known of the numbers allowed, from the stretches that surely are and that perhaps are, each in order."""
    sure = _extent(surely)
    open_ = sure if surely == perhaps else _extent(perhaps)
    if sure is open_ or sure == open_:
        return Allowed(bool(surely), sure.most, sure.least, sure.lot, sure.has_gaps, _one(surely))
    return Allowed(
        is_some=True if surely else None if perhaps else False,
        most=sure.most if sure.highest == open_.highest else "unknown",
        least=sure.least if sure.lowest == open_.lowest else "unknown",
        lot=sure.lot if surely and sure.lot == open_.lot else "unknown",
        has_gaps=None,
        one=_one(surely or perhaps),
        missing=missing,
    )


class _Extent(NamedTuple):
    """The bounds of some stretches, each with whether it is attained, and what is left out between them."""

    lowest: tuple[Number, bool]
    highest: tuple[Number, bool]
    lot: Exact | None
    has_gaps: bool
    stretches: tuple[NumberRange, ...]

    @property
    def most(self) -> Most:
        number, is_attained = self.highest
        if isinstance(number, float):
            return "unlimited"
        return _normal(number) if is_attained else "no-largest"

    @property
    def least(self) -> Least:
        number, is_attained = self.lowest
        if isinstance(number, float) or number <= 0:
            return None
        return _normal(number) if is_attained else "no-least"


def _extent(stretches: Sequence[NumberRange]) -> _Extent:
    if not stretches:
        return _Extent((0, True), (0, True), None, has_gaps=False, stretches=())
    if len(stretches) == 1:
        (one,) = stretches
        lot = None if one.lot is None else _common_measure([one.lot])
        return _Extent((one.low, one.has_low), (one.high, one.has_high), lot, has_gaps=False, stretches=(one,))
    lots = [each.lot for each in stretches]
    lot = None if None in lots else _common_measure([each for each in lots if each is not None])
    gaps = any(each.lot != lot and each.low != each.high for each in stretches)
    for one, other in pairwise(stretches):
        if lot is None:
            gaps |= one.high != other.low or not (one.has_high or other.has_low)
        else:
            gaps |= other.low - one.high != lot
    first, last = stretches[0], stretches[-1]
    return _Extent(
        (first.low, first.has_low), (last.high, last.has_high), lot, has_gaps=gaps, stretches=_joined(stretches)
    )


def _joined(stretches: Sequence[NumberRange]) -> tuple[NumberRange, ...]:
    """The same numbers in as few stretches as there can be, so that equal sets compare equal."""
    found: list[NumberRange] = []
    for each in stretches:
        last = found[-1] if found else None
        if (
            last is not None
            and last.lot == each.lot is None
            and last.high == each.low
            and (last.has_high or each.has_low)
        ) or (last is not None and last.lot == each.lot is not None and each.low - last.high == each.lot):
            found[-1] = last._replace(high=each.high, has_high=each.has_high)
        else:
            found.append(each)
    return tuple(found)


def _one(stretches: Sequence[NumberRange]) -> Exact | None:
    """A number of the last stretch: its largest where it has one."""
    if not stretches:
        return None
    low, high, has_low, has_high, _ = stretches[-1]
    if has_high and not isinstance(high, float):
        return _normal(high)
    if has_low and not isinstance(low, float):
        return _normal(low)
    return _normal(low + 1 if isinstance(high, float) else Fraction(low + high) / 2)


def _fitted(stretch: NumberRange) -> NumberRange | None:
    """A stretch whose bounds are numbers in it, as far as they can be; None for one without any number."""
    low, high, has_low, has_high, lot = stretch
    if isinstance(low, float) or low > high or high <= 0:
        return None
    if low <= 0:
        low, has_low = 0, False
    if lot is None:
        return NumberRange(low, high, has_low, has_high, None) if low < high or (has_low and has_high) else None
    if lot == 0:
        return None
    first = math.ceil(Fraction(low) / Fraction(lot)) * lot
    if first == low and not has_low:
        first += lot
    if isinstance(high, float):
        return NumberRange(_normal(first), high, True, False, lot)
    last = math.floor(Fraction(high) / Fraction(lot)) * lot
    if last == high and not has_high:
        last -= lot
    return NumberRange(_normal(first), _normal(last), True, True, lot) if first <= last else None


def _common_measure(lots: list[Exact]) -> Exact:
    """The largest number that all are multiples of."""
    denominator = math.lcm(*(Fraction(lot).denominator for lot in lots))
    return _normal(Fraction(math.gcd(*(int(lot * denominator) for lot in lots)), denominator))


def _normal(value: Exact | float) -> Exact:
    assert not isinstance(value, float), "a number without limit is no number of rights"
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value
