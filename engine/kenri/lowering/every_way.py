"""Terms as work on NumPy's columns, done for all ways to choose among some flags at once.

Of each choice there are some options, and a flag for each: one of them holds. A value on the way is worked out once for
each way in which what it is made of differs; where two of its values turn out to be the same for all rows, they are one
from there on. So a choice that makes no difference to these rows costs nothing beyond the step at which that shows, and
choices that have no part in one another do not multiply.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from typing import Any, Final, TypeAlias

import numpy as np

from kenri.lowering.columns import WorkStep, arrays, check, work_of
from kenri.lowering.exact import Program

BLOCK: Final = 1 << 14
"""So many rows are worked out at once, at most: a value may be held in many ways."""

MOST_WAYS: Final = 1 << 12
"""In so many ways at most choices are made that have a part in one value."""

MOST_COLUMNS: Final = 256
"""So many different columns at most does a value have: each is held, and compared with the others."""

_FEW: Final = 64
"""So many rows of two columns are compared first: where columns differ, they mostly do so there."""

Column: TypeAlias = np.ndarray[Any, Any]
"""A value of each row; a single one stands for all rows."""

_TRUE: Final[Column] = np.ones(1, bool)
_FALSE: Final[Column] = np.zeros(1, bool)


class TooManyWaysError(Exception):
    """A value rests on choices that are made in more ways than are looked at."""


class Ways:
    """The different columns that a value is in different ways, and which of them it is in each way."""

    __slots__ = ("columns", "place")

    def __init__(self, columns: Sequence[Column], place: np.ndarray[Any, Any]) -> None:
        self.columns = columns
        self.place = place
        """An axis for each choice, with an entry for each option; one entry alone where it makes no difference."""


_Value: TypeAlias = Column | Ways
"""A value on the way: one column where it is the same in every way."""


class EveryWay:
    """A function of columns that tells its answers in every way to choose.

    The variables of the program are those of the columns, and after them the flags of each choice; `options` says how
    many each has.
    """

    def __init__(self, program: Program, options: Sequence[int]) -> None:
        self._program = program
        self._work = work_of(program)
        self._options = options

    def __call__(self, columns: Sequence[Any], rows: int) -> Iterator[tuple[int, list[Ways] | None]]:
        """For one block of rows after another how many there are, and each answer in every way.

        There are no answers about a block where something rests on too many choices. Raises as `Vectorised` does.
        """
        given = arrays(self._program, [*columns, *[_TRUE] * sum(self._options)], rows)[: len(columns)]
        for place, column in enumerate(given):
            check(self._program, place, column)
        for start in range(0, rows, BLOCK):
            end = min(rows, start + BLOCK)
            try:
                yield end - start, self._block([each if len(each) == 1 else each[start:end] for each in given])
            except TooManyWaysError:
                yield end - start, None

    def _block(self, columns: Sequence[Column]) -> list[Ways]:
        width = self._work.width
        constants = (np.array([each], bool if isinstance(each, bool) else width) for each in self._work.begun)
        values: list[Any] = [*columns, *self._chosen(), *constants]
        for step in self._work.steps:
            values.append(_worked(step, [values[each] for each in step.of]))
            for each in step.over:
                values[each] = None
        found: list[_Value] = [values[place] for place in self._work.places]
        alone = np.zeros([1] * len(self._options), np.int64)
        return [each if isinstance(each, Ways) else Ways([each], alone) for each in found]

    def _chosen(self) -> Iterator[_Value]:
        """The flag of each option: whether it is the one that is chosen."""
        for axis, several in enumerate(self._options):
            for option in range(several):
                shape = [several if each == axis else 1 for each in range(len(self._options))]
                yield Ways([_FALSE, _TRUE], (np.arange(several) == option).astype(np.int64).reshape(shape))


def _worked(step: WorkStep, of: Sequence[_Value]) -> _Value:
    """The value of a step in all ways."""
    if step.op not in ("and", "or"):
        return _joined(step, of)
    same = [each for each in of if not isinstance(each, Ways)]
    found: _Value | None = _done(step, same) if same else None
    for each in of:
        if isinstance(each, Ways):
            found = each if found is None else _joined(step, (found, each))
    assert found is not None, "a step is made of something"
    return found


def _joined(step: WorkStep, of: Sequence[_Value]) -> _Value:
    """The value of a step for each way in which what it is made of differs."""
    several = [each for each in of if isinstance(each, Ways)]
    if not several:
        return _done(step, [each for each in of if not isinstance(each, Ways)])
    sizes = [len(each.columns) for each in several]
    shape = np.broadcast_shapes(*(each.place.shape for each in several))
    if prod(shape) > MOST_WAYS or prod(sizes) > 1 << 62:
        raise TooManyWaysError
    mixed = several[0].place
    for each, size in zip(several[1:], sizes[1:], strict=True):
        mixed = mixed * size + each.place
    numbers: list[int] = mixed.ravel().tolist()
    columns: list[Column] = []
    places: dict[int, int] = {}
    for number in dict.fromkeys(numbers):
        rest, picked = number, list[Column]()
        for each, size in zip(reversed(several), reversed(sizes), strict=True):
            rest, at = divmod(rest, size)
            picked.append(each.columns[at])
        own = _done(step, [picked.pop() if isinstance(each, Ways) else each for each in of])
        places[number] = _put(columns, own)
        if len(columns) > MOST_COLUMNS:
            raise TooManyWaysError
    if len(columns) == 1:
        return columns[0]
    place = np.array([places[number] for number in numbers]).reshape(shape)
    return Ways(columns, place if len(columns) == len(places) else _narrowed(place))


def _narrowed(place: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Without the choices that make no difference after all."""
    for axis, length in enumerate(place.shape):
        first = place.take([0], axis)
        if length > 1 and (place == first).all():
            place = first
    return place


def _put(columns: list[Column], own: Column) -> int:
    """The place of a column among different ones; it is put there where it is new."""
    for place, other in enumerate(columns):
        if other is own or _are_same(other, own):
            return place
    columns.append(own)
    return len(columns) - 1


def _are_same(a: Column, b: Column) -> bool:
    if len(a) > _FEW and len(b) > _FEW and not (a[:_FEW] == b[:_FEW]).all():
        return False
    return bool((a == b).all())


def _done(step: WorkStep, of: Sequence[Column]) -> Column:
    """The value of a step; where a flag that is the same for all rows settles it, nothing is worked out."""
    if step.op == "ite" and len(of[0]) == 1:
        return of[1] if of[0][0] else of[2]
    if step.op in ("and", "or"):
        dull = step.op == "and"
        if any(len(each) == 1 and bool(each[0]) is not dull for each in of):
            return _FALSE if dull else _TRUE
        of = [each for each in of if len(each) > 1]
        if len(of) < 2:
            return of[0] if of else _TRUE if dull else _FALSE
        found = of[0]
        for each in of[1:]:
            found = step.work(found, each)
    else:
        found = step.work(*of)
    if found.dtype == bool:
        return _FALSE if not found.any() else _TRUE if found.all() else found
    return found
