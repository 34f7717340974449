"""Which rows have the same answer however clauses are read, and which readings turn the outcome of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

import numpy as np

from kenri.columnar.many import Bools
from kenri.compiled.columns import ReadingForm, Ways

__all__ = ["Settling", "settling"]


class Settling(NamedTuple):
    """What readings make of the answers about rows."""

    is_known: Bools
    """Whether this is known of a row; all others are for another judge."""
    is_settled: Bools
    """Whether each part of the answer is the same however clauses are read."""
    turns: Mapping[str, Bools]
    """For each reading whether the outcome turns on it: by itself, or where none does so, together with others."""


def settling(form: ReadingForm, columns: Sequence[Any], rows: int) -> Settling:
    """What readings make of the answers about rows, as they are chosen there."""
    names = tuple(form.choices)
    parts = [
        _nothing(names, number) if found is None else _Block(found, number).settling(names)
        for number, found in form(columns, rows)
    ]
    known, settled = (np.concatenate([part[at] for part in parts]) for at in (0, 1))
    return Settling(known, settled, {name: np.concatenate([part.turns[name] for part in parts]) for name in names})


def _nothing(names: Sequence[str], rows: int) -> Settling:
    nothing = np.zeros(rows, bool)
    return Settling(nothing, nothing, dict.fromkeys(names, nothing))


class _Block:
    """The parts of the answers about some rows in all ways to read the clauses."""

    def __init__(self, parts: Mapping[str, Ways], rows: int) -> None:
        self._parts = parts
        self._rows = rows

    def settling(self, names: Sequence[str]) -> Settling:
        """What readings of these names make of the answers."""
        is_same = self._are_same("yes", "maybe")
        numbers = [name.removesuffix(" value") for name in self._parts if name.endswith(" value")]
        same = {name: self._are_same(*(f"{name} {part}" for part in _PARTS)) for name in numbers}
        shown = [name for name in numbers if not name.startswith("bound ")]
        settled = reduce(np.logical_and, (same[name] for name in shown), is_same)
        differs = [self._always(f"{name} is_known") & ~same[name] for name in numbers if name.startswith("number ")]
        alike = self._always("bounds-are-known") & self._are_same(*(each for each in self._parts if _is_bound(each)))
        # Of an action that is barred in every way no bound matters; nor where some number surely is another one. A
        # number that the form does not know in some of the ways may be the same in them all the same.
        unsure = [~self._are_same(f"{name} is_known") for name in shown]
        alike = (self._always("barred") | alike) & ~reduce(np.logical_or, unsure, np.zeros(self._rows, bool))
        known = reduce(np.logical_or, differs, ~is_same | alike)
        return Settling(known, settled, self._turns(names, ~is_same))

    def _of(self, column: Any) -> Bools:
        found: Bools = np.broadcast_to(column, (self._rows,))
        return found

    def _are_same(self, *names: str) -> Bools:
        """Whether parts are what they are as clauses are read, in every way."""
        found = np.ones(self._rows, bool)
        for name in names:
            first, *others = _from_first(self._parts[name])
            for each in others:
                found &= first == each
        return found

    def _always(self, name: str) -> Bools:
        """Whether a flag holds in every way."""
        return reduce(np.logical_and, map(self._of, self._parts[name].columns))

    def _turns(self, names: Sequence[str], turned: Bools) -> dict[str, Bools]:
        outcomes = _Outcomes(self._parts["yes"], self._parts["maybe"])
        others = [self._of(each) for each in outcomes.are_other]
        found = {name: np.zeros(self._rows, bool) for name in names}
        for name, several in zip(names, outcomes.by_themselves, strict=True):
            for each in several:
                found[name] |= others[each]
        alone = reduce(np.logical_or, found.values(), np.zeros(self._rows, bool))
        (left,) = np.nonzero(turned & ~alone)
        if len(left):
            patterns, place = np.unique(np.stack([each[left] for each in others]), axis=1, return_inverse=True)
            for at, pattern in enumerate(patterns.T.tolist()):
                rows = left[place.ravel() == at]
                for axis in outcomes.together(pattern):
                    found[names[axis]][rows] = True
        return found


_PARTS = ("value", "is_known", "is_unlimited")


def _is_bound(name: str) -> bool:
    return name.startswith("bound ")


def _from_first(ways: Ways) -> Iterator[Any]:
    """The different columns, first the one as clauses are read."""
    first = int(ways.place.flat[0])
    yield ways.columns[first]
    yield from (each for place, each in enumerate(ways.columns) if place != first)


class _Outcomes:
    """The outcomes in all ways: of each pair of its flags that there is, for which rows it is another than as read."""

    def __init__(self, yes: Ways, maybe: Ways) -> None:
        pairs = yes.place * len(maybe.columns) + maybe.place
        different, place = np.unique(pairs, return_inverse=True)
        self._place = place.reshape(pairs.shape)
        one, other = (ways.columns[int(ways.place.flat[0])] for ways in (yes, maybe))
        self.are_other = [
            (yes.columns[a] != one) | (maybe.columns[b] != other)
            for a, b in (divmod(pair, len(maybe.columns)) for pair in different.tolist())
        ]

    @property
    def by_themselves(self) -> Iterator[list[int]]:
        """For each reading the outcomes there are where it alone is read otherwise, by their numbers."""
        for axis in range(self._place.ndim):
            along = self._place[tuple(slice(None) if each == axis else 0 for each in range(self._place.ndim))]
            yield along[1:].tolist()

    def together(self, are_other: Sequence[bool]) -> set[int]:
        """The readings that have a part in some smallest change after which the outcome is another one.

        It is told for each outcome whether it is.
        """
        ways = np.argwhere(np.array(are_other)[self._place]).tolist()
        changes = [frozenset((axis, option) for axis, option in enumerate(way) if option) for way in ways]
        smallest: list[frozenset[tuple[int, int]]] = []
        for each in sorted(changes, key=len):
            if not any(smaller <= each for smaller in smallest):
                smallest.append(each)
        return {axis for each in smallest for axis, _ in each}
