"""What forms say of rows in each part of a day, joined into one answer, as `kenri.asking.in_hours` does it.

Only what is plain is joined: a window that begins or ends within a day of which the days beside it tell the rest. All
other rows are for another judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np

from kenri.columnar.many import Bools, Ints

__all__ = ["InPart", "Joined", "Near", "joined"]


class InPart(NamedTuple):
    """What the form of one part of the day says of rows."""

    is_known: Bools
    yes: Bools
    first: Ints
    """The first day of the window that the day is in, where it is in one."""
    last: Ints
    next_day: Ints

    def of(self, some: Bools | Ints) -> InPart:
        """The same of some of the rows."""
        return InPart(self.is_known[some], self.yes[some], self.first[some], self.last[some], self.next_day[some])


Near: TypeAlias = Callable[[Ints, int], Sequence[InPart]]
"""What is said of some rows, by their places, so many days later, in each part of the day."""


class Joined(NamedTuple):
    """The answers about a day."""

    is_known: Bools
    place: Ints
    """The part of the day that is told: the one that is asked about, or the first of the best."""
    first: Ints
    last: Ints
    next_day: Ints


def joined(parts: Sequence[InPart], days: Ints, place: int | None, near: Near) -> Joined:
    """The answers about the days of rows, of whole days or, with `place`, of one part of each."""
    yes = np.stack([each.yes for each in parts])
    known = reduce(np.logical_and, (each.is_known for each in parts))
    all_, any_ = yes.all(axis=0), yes.any(axis=0)
    first, begins = _beginning(parts)
    last, ends = _end(parts)
    known &= ~any_ | ~all_ | (begins & ends)
    (at,) = np.nonzero(known & any_ & ~all_)
    if len(at):
        is_cut, first[at], last[at] = _cut([each.of(at) for each in parts], days[at], at, near)
        known[at] = is_cut
    chosen = yes.argmax(axis=0) if place is None else np.full(yes.shape[1], place)
    next_day = reduce(np.minimum, (each.next_day for each in parts))
    return Joined(known, chosen, first, last, next_day)


def _beginning(parts: Sequence[InPart]) -> tuple[Ints, Bools]:
    """The first day of windows that all parts of a day are in, and whether those from some part on begin on it."""
    first = reduce(np.minimum, (each.first for each in parts))
    late = [each.first - first for each in parts]
    return first, _falls(late)


def _end(parts: Sequence[InPart]) -> tuple[Ints, Bools]:
    """The last day of windows that all parts of a day are in, and whether those up to some part end on it."""
    last = reduce(np.maximum, (each.last for each in parts))
    early = [last - each.last for each in parts]
    return last, _falls([1 - each for each in early])


def _falls(several: Sequence[Ints]) -> Bools:
    """Whether each number is 0 or 1, and none is more than the one before."""
    are_few = reduce(np.logical_and, ((each == 0) | (each == 1) for each in several))
    return reduce(np.logical_and, (one >= other for one, other in pairwise(several)), are_few)


def _cut(parts: Sequence[InPart], days: Ints, at: Ints, near: Near) -> tuple[Bools, Ints, Ints]:
    """The windows of which some parts of the day are in, and others are not: whether it is a window that begins, or one
    that ends, on that day, and its days.
    """
    yes = [each.yes.astype(np.int64) for each in parts]
    before, after = near(at, -1), near(at, 1)
    first, begins = _beginning(before)
    ends = _falls(yes) & begins & _all(each.is_known & each.yes for each in before)
    ends &= _all(~each.yes | (each.last == days) for each in parts)
    last, are_ends = _end(after)
    starts = _falls([1 - each for each in yes]) & are_ends & _all(each.is_known & each.yes for each in after)
    starts &= _all(~each.yes | (each.first == days) for each in parts)
    return ends | starts, np.where(ends, first, days), np.where(ends, days, last)


def _all(several: Iterable[Bools]) -> Bools:
    return reduce(np.logical_and, several)
