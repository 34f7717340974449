"""What the lowerings say of tables and functions."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kenri.lowering.not_exact import NotExactError
from kenri.terms import Function, Table


def stand_in(table: Table | Function) -> int:
    """What a look-up gives where there is no value, which nobody may rely on: of its range the value next to zero.

    It is in the range like any other, so that nothing made of it leaves its own.
    """
    least, most = table.within
    if least is not None and least > 0:
        return int(least)
    return int(most) if most is not None and most < 0 else 0


class Dense:
    """Values written out, one for each whole number from the first on."""

    __slots__ = ("first", "least", "most", "values")

    def __init__(self, first: int, values: Sequence[int]) -> None:
        self.first = first
        self.least, self.most = min(values), max(values)
        try:
            self.values = array("q", values)
        except OverflowError:
            raise NotExactError("a table has a value that 64 bits do not hold") from None


class WrittenOut(NamedTuple):
    """A table on some numbers: its value at each, and whether it has one there."""

    values: Dense
    has: Dense


_GRID = 1 << 14


def widened(first: int, last: int) -> tuple[int, int]:
    """Bounds that some numbers are within, the same for many ranges: what is asked of many days is written out once."""
    return (first, last) if last - first < _GRID else (first // _GRID * _GRID, -(-(last + 1) // _GRID) * _GRID - 1)


@lru_cache(maxsize=32)
def written_out(table: Table | Function, first: int, last: int) -> WrittenOut:
    """A table on every number from the first to the last."""
    values: list[int | None] = []
    if isinstance(table, Function):
        values = [table.of(x) for x in range(first, last + 1)]
    else:
        for n, (_, slope, offset) in enumerate(table.pieces):
            until = min(last + 1, table.starts[n + 1]) if n + 1 < len(table.pieces) else last + 1
            numbers = range(first + len(values), until)
            values += [None] * len(numbers) if offset is None else [slope * x + offset for x in numbers]
    missing = stand_in(table)
    return WrittenOut(
        Dense(first, [missing if each is None else each for each in values]),
        Dense(first, [int(each is not None) for each in values]),
    )
