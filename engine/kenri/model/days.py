"""Days as integers, and sets of days.

A day is its proleptic Gregorian ordinal, so comparing and counting are integer arithmetic. A set of days is a sorted
tuple of the days on which membership changes; the same set has one such tuple only, whatever it was made from.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Final, NoReturn, TypeAlias, final

Day: TypeAlias = int

FIRST_DAY: Final[Day] = 1
"""The first day there is, 1 January of year 1. As the start of an interval it reads "since always"."""

NEVER: Final[Day] = date.max.toordinal() + 1
"""A day that does not come, later than every day. As the end of an interval it reads "for ever"."""

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day(text_or_date: str | date) -> Day:
    """The ordinal of a date or of its text `YYYY-MM-DD`; `never` is `NEVER`.

    Raises `ValueError` for other text, `TypeError` for an instant: which day that is depends on a zone.

    >>> day("2015-07-14") == day(date(2015, 7, 14)) == 735793
    True
    """
    if isinstance(text_or_date, datetime):
        raise TypeError(f"`{text_or_date}` is an instant; take its day in a zone first")
    if isinstance(text_or_date, date):
        return text_or_date.toordinal()
    if text_or_date == "never":
        return NEVER
    if not _ISO_DAY.fullmatch(text_or_date):
        raise ValueError(f"a day is written `YYYY-MM-DD`, found `{text_or_date}`")
    try:
        return date.fromisoformat(text_or_date).toordinal()
    except ValueError as error:
        raise ValueError(f"`{text_or_date}` is not a day of the calendar: {error}") from None


def iso(day: Day) -> str:
    """The day as `YYYY-MM-DD`, or `never`."""
    return "never" if day == NEVER else date.fromordinal(day).isoformat()


def as_date(day: Day | None) -> date | None:
    """The day as a date of the calendar; None for none, and for `NEVER`.

    >>> as_date(739343)
    datetime.date(2025, 4, 2)
    """
    return None if day is None or day >= NEVER else date.fromordinal(day)


@final
class DaySet:
    """An immutable set of days; equal sets compare and hash equal.

    `bounds` alternates the first day inside and the first day no longer inside: (start, until, start, until, ...),
    strictly increasing, from `FIRST_DAY` to `NEVER`. The constructor takes exactly that and raises `ValueError` for
    anything else; `of` and `between` accept intervals in any state. Truth means non-empty. Iterating gives the
    intervals as (first, until) pairs, in order and with a gap between neighbours, never the single days.

    >>> DaySet.between(day("2015-07-14"), day("2045-07-14")) & DaySet.before(day("2016-01-01"))
    DaySet(2015-07-14..2015-12-31)
    """

    __slots__ = ("bounds",)
    bounds: tuple[Day, ...]

    def __new__(cls, bounds: tuple[Day, ...] = ()) -> "DaySet":
        if bounds:
            if len(bounds) % 2 or bounds[0] < FIRST_DAY or bounds[-1] > NEVER:
                raise ValueError(f"bounds must be (start, until) pairs inside the calendar, found `{bounds}`")
            if any(here >= after for here, after in pairwise(bounds)):
                raise ValueError(f"bounds must strictly increase, found `{bounds}`")
        return _made(tuple(bounds))

    @classmethod
    def always(cls) -> "DaySet":
        return ALWAYS

    @classmethod
    def never(cls) -> "DaySet":
        return EMPTY

    @classmethod
    def between(cls, first: Day, until: Day) -> "DaySet":
        """The days from `first` up to but not including `until`, as far as they exist; empty if `first >= until`."""
        if first < FIRST_DAY:
            first = FIRST_DAY
        if until > NEVER:
            until = NEVER
        return _made((first, until)) if first < until else EMPTY

    @classmethod
    def from_(cls, day: Day) -> "DaySet":
        """`day` and every later day."""
        return cls.between(day, NEVER)

    @classmethod
    def before(cls, day: Day) -> "DaySet":
        """Every day before `day`, without it."""
        return cls.between(FIRST_DAY, day)

    @classmethod
    def on(cls, day: Day) -> "DaySet":
        """The one day; empty for `NEVER`."""
        return cls.between(day, day + 1)

    @classmethod
    def of(cls, intervals: Iterable[tuple[Day, Day]]) -> "DaySet":
        """The union of half-open (first, until) pairs in any order, overlapping, adjacent, empty or too long."""
        bounds: list[Day] = []
        for first, until in sorted(intervals):
            first, until = max(first, FIRST_DAY), min(until, NEVER)
            if first >= until:
                continue
            if not bounds or first > bounds[-1]:
                bounds += (first, until)
            elif until > bounds[-1]:
                bounds[-1] = until
        return _made(tuple(bounds)) if bounds else EMPTY

    @property
    def first(self) -> Day:
        """The first day of the set; `NEVER` if it is empty."""
        return self.bounds[0] if self.bounds else NEVER

    @property
    def last(self) -> Day | None:
        """The last day of the set, `NEVER - 1` if it goes on for ever; `None` if it is empty."""
        return self.bounds[-1] - 1 if self.bounds else None

    def __contains__(self, day: Day) -> bool:
        return bisect_right(self.bounds, day) % 2 == 1

    def __bool__(self) -> bool:
        return bool(self.bounds)

    def __iter__(self) -> Iterator[tuple[Day, Day]]:
        return self.intervals()

    def intervals(self, start: int = 0) -> Iterator[tuple[Day, Day]]:
        """Its intervals as (first, until) in order, without as many as `start` says."""
        return zip(self.bounds[2 * start :: 2], self.bounds[2 * start + 1 :: 2], strict=True)

    def __or__(self, other: "DaySet") -> "DaySet":
        a, b = self.bounds, other.bounds
        if not b or a is b:
            return self
        if not a:
            return other
        if len(b) != 2:
            if len(a) != 2:
                return _made(_common(_outside(a), _outside(b))[1:-1])
            a, b = b, a
        # One interval swallows the bounds it covers or touches; its own edges show where they lie outside the others.
        first, until = b
        i = bisect_left(a, first)
        j = bisect_right(a, until, i)
        if i % 2:
            return _made(a[:i] + a[j:] if j % 2 else (*a[:i], until, *a[j:]))
        return _made((*a[:i], first, *a[j:]) if j % 2 else (*a[:i], first, until, *a[j:]))

    def __and__(self, other: "DaySet") -> "DaySet":
        a, b = self.bounds, other.bounds
        if not a or a is b:
            return self
        if not b:
            return other
        if len(b) != 2:
            if len(a) != 2:
                bounds = _common(a, b)
                return _made(bounds) if bounds else EMPTY
            a, b = b, a
        # One interval keeps the bounds strictly inside it; its own edges show where they lie inside the others.
        first, until = b
        i = bisect_right(a, first)
        j = bisect_left(a, until, i)
        if i % 2:
            return _made((first, *a[i:j], until) if j % 2 else (first, *a[i:j]))
        if j % 2:
            return _made((*a[i:j], until))
        return _made(a[i:j]) if i < j else EMPTY

    def __invert__(self) -> "DaySet":
        bounds = self.bounds
        if not bounds:
            return ALWAYS
        bounds = bounds[1:] if bounds[0] == FIRST_DAY else (FIRST_DAY, *bounds)
        bounds = bounds[:-1] if bounds[-1] == NEVER else (*bounds, NEVER)
        return _made(bounds) if bounds else EMPTY

    def __sub__(self, other: "DaySet") -> "DaySet":
        a, b = self.bounds, other.bounds
        if not a or not b:
            return self
        bounds = _common(a, _outside(b))
        return _made(bounds) if bounds else EMPTY

    def __xor__(self, other: "DaySet") -> "DaySet":
        # Membership in exactly one changes where exactly one of the two changes.
        bounds = tuple(sorted({*self.bounds} ^ {*other.bounds}))
        return _made(bounds) if bounds else EMPTY

    def shift(self, n: int) -> "DaySet":
        """Every day `n` days later (earlier if negative); what leaves the calendar is dropped.

        "Since always" and "for ever" stay so: a bound at `FIRST_DAY` or `NEVER` does not move.
        """
        bounds = self.bounds
        if not n or not bounds:
            return self
        moved = [bound + n for bound in bounds]
        if bounds[0] == FIRST_DAY:
            moved[0] = FIRST_DAY
        if bounds[-1] == NEVER:
            moved[-1] = NEVER
        if FIRST_DAY <= moved[0] < moved[1] and moved[-2] < moved[-1] <= NEVER:
            return _made(tuple(moved))
        return DaySet.of(zip(moved[::2], moved[1::2], strict=True))

    def next_on_or_after(self, day: Day) -> Day:
        """`day` if it is in the set, otherwise the next day that is; `NEVER` if there is none."""
        i = bisect_right(self.bounds, day)
        if i % 2:
            return day
        return self.bounds[i] if i < len(self.bounds) else NEVER

    def previous_on_or_before(self, day: Day) -> Day | None:
        """`day` if it is in the set, otherwise the nearest earlier day that is; `None` if there is none."""
        i = bisect_right(self.bounds, day)
        if i % 2:
            return day
        return self.bounds[i - 1] - 1 if i else None

    def interval_at(self, day: Day) -> tuple[Day, Day] | None:
        """The interval around `day` as (first, until); `None` if `day` is not in the set."""
        i = bisect_right(self.bounds, day)
        return (self.bounds[i - 1], self.bounds[i]) if i % 2 else None

    def touching(self, first: Day, until: Day) -> "DaySet":
        """Those of its intervals, whole, that share a day with [first, until)."""
        if first >= until:
            return EMPTY
        start, end = bisect_right(self.bounds, first) // 2 * 2, (bisect_left(self.bounds, until) + 1) // 2 * 2
        return _made(self.bounds[start:end]) if start < end else EMPTY

    def starts(self) -> tuple[Day, ...]:
        """The days on which an interval begins; one that was there since always does not begin."""
        starts = self.bounds[::2]
        return starts[1:] if starts and starts[0] == FIRST_DAY else starts

    def ends(self) -> tuple[Day, ...]:
        """The first days no longer inside, one for each interval; one that goes on for ever does not end."""
        ends = self.bounds[1::2]
        return ends[:-1] if ends and ends[-1] == NEVER else ends

    def count_between(self, first: Day, until: Day) -> int:
        """How many days of the set lie from `first` up to but not including `until`."""
        inside = self & DaySet.between(first, until)
        return sum(inside.bounds[1::2]) - sum(inside.bounds[::2])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DaySet) and self.bounds == other.bounds

    def __hash__(self) -> int:
        return hash(self.bounds)

    def __repr__(self) -> str:
        return f"DaySet({self})"

    def __str__(self) -> str:
        """The intervals with their last days included: `2015-07-14..2045-07-13, 2050-01-01..`; `always`; `never`."""
        if not self.bounds:
            return "never"
        return "always" if self == ALWAYS else ", ".join(_interval_text(*interval) for interval in self)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a set of days does not change; cannot set `{name}`")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a set of days does not change; cannot delete `{name}`")

    def __reduce__(self) -> tuple[type["DaySet"], tuple[tuple[Day, ...]]]:
        return DaySet, (self.bounds,)


# The slot's own setter: the only way past `__setattr__`, and quicker than `object.__setattr__`.
_set_bounds: Callable[[DaySet, tuple[Day, ...]], None] = DaySet.__dict__["bounds"].__set__
_new: Callable[[Any], DaySet] = object.__new__


def _made(bounds: tuple[Day, ...]) -> DaySet:
    """The set with these bounds, which the caller knows to be in normal form."""
    made = _new(DaySet)
    _set_bounds(made, bounds)
    return made


def _common(a: tuple[Day, ...], b: tuple[Day, ...]) -> tuple[Day, ...]:
    """The bounds of what two non-empty sets have in common, in one sweep over both where they are about as long."""
    if len(a) > _MANY_TIMES * len(b):
        return _within(a, b)
    if len(b) > _MANY_TIMES * len(a):
        return _within(b, a)
    common: list[Day] = []
    i, i_past, j, j_past = 0, len(a), 0, len(b)
    a_first, a_until, b_first, b_until = a[0], a[1], b[0], b[1]
    while True:
        if a_until < b_until:
            if b_first < a_until:
                first = a_first if a_first > b_first else b_first  # noqa: FURB136  a call would slow the hot path
                common += (first, a_until)
            i += 2
            if i == i_past:
                return tuple(common)
            a_first, a_until = a[i], a[i + 1]
        else:
            if a_first < b_until:
                first = a_first if a_first > b_first else b_first  # noqa: FURB136  a call would slow the hot path
                common += (first, b_until)
            j += 2
            if j == j_past:
                return tuple(common)
            b_first, b_until = b[j], b[j + 1]


_MANY_TIMES = 8
"""How many times as many bounds one set has as another where its parts are looked up instead of gone through."""


def _within(several: tuple[Day, ...], few: tuple[Day, ...]) -> tuple[Day, ...]:
    """The bounds of what many intervals and few have in common: each of the few keeps the bounds strictly inside it."""
    common: list[Day] = []
    past = 0
    for first, until in zip(few[::2], few[1::2], strict=True):
        start = bisect_right(several, first, past)
        past = bisect_left(several, until, start)
        if start % 2:
            common.append(first)
        common += several[start:past]
        if past % 2:
            common.append(until)
    return tuple(common)


def _outside(bounds: tuple[Day, ...]) -> tuple[Day, ...]:
    """The bounds of the complement in a calendar one day longer at both ends, so that both ends are always outside.

    A union is therefore what two outsides have in common, turned inside out by dropping the two end bounds.
    """
    return (FIRST_DAY - 1, *bounds, NEVER + 1)


def _interval_text(first: Day, until: Day) -> str:
    if until == first + 1:
        return iso(first)
    return f"{'' if first == FIRST_DAY else iso(first)}..{'' if until == NEVER else iso(until - 1)}"


EMPTY: Final = _made(())
ALWAYS: Final = _made((FIRST_DAY, NEVER))
