"""Which smallest changes of readings give a value other than the chosen ones give, for any value.

A value is looked at with some readings chosen and the others left open. What is then known is so however the open
ones are read, so that one look stands for many combinations, and the readings that leave it unknown are the only ones
that can matter. Of the chosen readings some few force the value; whatever changes it must change one of those. So the
changes are tried from the smallest, each with one of the readings that force the value so far changed as well, until a
change gives another value: whatever contains that need not be looked at.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias, TypeVar

from kenri.model.plan import Reading
from kenri.model.turning import Turning, Way

T = TypeVar("T")

OPEN = "?"
"""The reading of a clause whose reading is left open: true is then what is true either way."""

Readings: TypeAlias = Mapping[str, str]
"""The option chosen for each reading, or `OPEN`."""

MOST_COMBINATIONS = 512
"""How many combinations of readings are looked at for one question, whole or with some left open."""


class Shown(NamedTuple):
    """A value under some readings, and the open ones that leave it undetermined; none: it is the same either way."""

    value: object
    open: frozenset[str] = frozenset()


Look: TypeAlias = Callable[[Readings], Shown]

Changes: TypeAlias = frozenset[tuple[str, str]]


class _BeyondError(Exception):
    """More combinations would have to be looked at than are."""


class Combinations:
    """The combinations of readings looked at for one question, whatever the value; so many and no more."""

    def __init__(self, declared: Mapping[str, Reading], chosen: Readings, most: int = MOST_COMBINATIONS) -> None:
        self._declared = declared
        self._chosen = chosen
        self._open = dict.fromkeys(chosen, OPEN)
        self._most = most
        self._seen: set[tuple[str, ...]] = set()

    @property
    def looked_at(self) -> int:
        """How many combinations were looked at so far."""
        return len(self._seen)

    def is_determined(self, look: Look) -> bool:
        """Whether a value is the same however the readings are, as far as one look with all of them open tells."""
        try:
            return not self._look(look, {}).open
        except _BeyondError:
            return False

    def turning(self, look: Look, is_other: Callable[[T, T], bool] = operator.ne) -> Turning[T]:
        """What a value turns on; `is_other` tells whether a second value counts as another than the chosen one."""
        if self.is_determined(look):
            return Turning()
        base = look(self._chosen).value
        found: dict[Changes, object] = {}
        beyond: int | None = None
        try:
            self._search(look, lambda value: is_other(base, value), found)  # type: ignore[arg-type]  # values of `look`
        except _BeyondError:
            beyond = self._most
        ways = tuple(Way(dict(sorted(changes)), value) for changes, value in found.items())
        return Turning(tuple(sorted(ways, key=_order)), beyond)  # type: ignore[arg-type]  # as above

    def _search(self, look: Look, is_other: Callable[[object], bool], found: dict[Changes, object]) -> None:
        """Puts every smallest change into `found`, those of fewer readings first."""
        level: dict[Changes, None] = {frozenset(): None}
        while level:
            following: dict[Changes, None] = {}
            for changes in level:
                if any(smaller <= changes for smaller in found):
                    continue
                fixed, value = self._value(look, dict(changes))
                if is_other(value):
                    found[changes] = value
                    continue
                following |= dict.fromkeys(
                    changes | {(reading, option)}
                    for reading in self._forcing(look, dict(changes), fixed)
                    for option in self._declared[reading].options
                    if option != self._chosen[reading]
                )
            level = following

    def _value(self, look: Look, changes: dict[str, str]) -> tuple[dict[str, str], object]:
        """The value with some readings changed, and readings that together force it as they are chosen."""
        fixed: dict[str, str] = {}
        shown = self._look(look, changes)
        while shown.open:
            fixed |= {reading: self._chosen[reading] for reading in sorted(shown.open)}
            shown = self._look(look, {**changes, **fixed})
        return fixed, shown.value

    def _forcing(self, look: Look, changes: dict[str, str], fixed: dict[str, str]) -> list[str]:
        """As few of the fixed readings as force the value: without any of them it would be undetermined."""
        if len(fixed) > 1:
            for reading in [*fixed]:
                fewer = {other: option for other, option in fixed.items() if other != reading}
                if not self._look(look, {**changes, **fewer}).open:
                    fixed = fewer
        return [*fixed]

    def _look(self, look: Look, some: Mapping[str, str]) -> Shown:
        """The value with some readings chosen and the others open."""
        readings = {**self._open, **some}
        combination = tuple(readings.values())
        if combination not in self._seen:
            if len(self._seen) >= self._most:
                raise _BeyondError
            self._seen.add(combination)
        return look(readings)


def _order(way: Way[object]) -> tuple[int, tuple[tuple[str, str], ...]]:
    return len(way.readings), tuple(way.readings.items())
