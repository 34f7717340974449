"""Three-valued truth on every day (strong Kleene), as two sets of days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from kenri.model.days import ALWAYS, EMPTY, Day, DaySet

NOTHING: frozenset[str] = frozenset()
"""No name is missing."""


class Truth(NamedTuple):
    """True on the days of `yes`, false outside `maybe`, unknown in between; `missing` names what would settle it.

    `yes` is always within `maybe`; `missing` is empty exactly when they are equal.
    """

    yes: DaySet
    maybe: DaySet
    missing: frozenset[str] = NOTHING

    @property
    def is_known(self) -> bool:
        """Whether it is true or false on every day."""
        return not self.missing

    def on(self, day: Day) -> bool | None:
        """True, false, or None for unknown."""
        if day in self.yes:
            return True
        return None if self.missing and day in self.maybe else False

    def __invert__(self) -> Truth:
        if not self.missing:
            inverse = ~self.yes
            return Truth(inverse, inverse)
        return Truth(~self.maybe, ~self.yes, self.missing)

    def __and__(self, other: Truth) -> Truth:
        return _combine(self, other, DaySet.__and__)

    def __or__(self, other: Truth) -> Truth:
        return _combine(self, other, DaySet.__or__)


def known(days: DaySet) -> Truth:
    """True on these days, false on all others."""
    return Truth(days, days)


TRUE = known(ALWAYS)
FALSE = known(EMPTY)


def unknown(missing: frozenset[str], within: DaySet = ALWAYS) -> Truth:
    """Unknown on the days of `within`, false outside."""
    return Truth(EMPTY, within, missing) if within else FALSE


def between(yes: DaySet, maybe: DaySet, missing: frozenset[str]) -> Truth:
    """A truth from its two sets of days; what is missing is dropped when nothing is unknown."""
    return Truth(yes, maybe, missing if yes is not maybe and yes != maybe else NOTHING)


def _combine(a: Truth, b: Truth, operation: Callable[[DaySet, DaySet], DaySet]) -> Truth:
    yes = operation(a.yes, b.yes)
    if not a.missing and not b.missing:
        return Truth(yes, yes)
    return between(yes, operation(a.maybe, b.maybe), a.missing | b.missing)


def any_of(truths: Iterable[Truth]) -> Truth:
    """What holds where any of several does: what joining them one by one with `|` gives, in less time.

    As long as they miss the same, or nothing, they are joined at once, so that of many windows each does not copy all
    before it.
    """
    total = FALSE
    together: list[Truth] = []
    missing = NOTHING
    for truth in truths:
        if total.missing or (truth.missing and missing and truth.missing != missing):
            total = total | _joined(together, missing) | truth
            together, missing = [], NOTHING
        else:
            together.append(truth)
            missing = missing or truth.missing
    return total | _joined(together, missing)


def _joined(truths: list[Truth], missing: frozenset[str]) -> Truth:
    yes = DaySet.of(interval for truth in truths for interval in truth.yes)
    if not missing:
        return known(yes)
    return between(yes, DaySet.of(interval for truth in truths for interval in truth.maybe), missing)


def either_way(truths: Iterable[Truth], missing: frozenset[str]) -> Truth:
    """What is true, or false, under each of several ways; unknown where they differ."""
    yes, maybe = ALWAYS, EMPTY
    for truth in truths:
        yes &= truth.yes
        maybe |= truth.maybe
        missing |= truth.missing
    return between(yes, maybe, missing)
