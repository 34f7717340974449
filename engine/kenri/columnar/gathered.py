"""What forms say of the rows of a block, gathered in arrays of the whole block, of which columns are made once.

Rows of one shape lie anywhere in a block. What is known of them is put where they lie: so the answers are in the order
of the rows without being put in order, and a column costs as much whether its rows have one shape or many.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kenri.columnar.answers import EXACT, NUMBER, numbers
from kenri.columnar.coded import EPOCH
from kenri.columnar.many import Bools, Ints, bits, firsts, mixed, packed, told_numbers, told_words
from kenri.model.numbers import as_whole

__all__ = ["Gathered", "chosen", "dates", "number_columns"]

Names = tuple[str, ...]


class Gathered:
    """The answers about one day, of so many rows."""

    def __init__(self, rows: int) -> None:
        self.done: Bools = np.zeros(rows, bool)
        """Which rows are answered."""
        self._rows = rows
        self._arrays: dict[str, Any] = {}
        self._over: dict[str, dict[int, Bools]] = {}
        """For each number what it is over, and for which rows."""
        self._lists: dict[str, dict[Names, int]] = {}

    def answered(self, at: Ints) -> None:
        """These rows are answered."""
        self.done[at] = True

    def put(self, name: str, at: Ints, values: Any) -> None:
        """The values of some rows: flags, or whole numbers."""
        if name not in self._arrays:
            self._arrays[name] = np.zeros(self._rows, bool if values.dtype == bool else np.int64)
        self._arrays[name][at] = values

    def put_number(self, name: str, at: Ints, values: Ints, over: int) -> None:
        """Numerators over a denominator."""
        self.put(name, at, values)
        there = self._over.setdefault(name, {})
        if over not in there:
            there[over] = np.zeros(self._rows, bool)
        there[over][at] = True

    def put_chosen(self, name: str, at: Ints, names: Sequence[str], flags: Sequence[Bools]) -> None:
        """For each row the names whose flags hold, each once."""
        code = packed([mixed(flags, len(at))], len(at))
        lists = self._lists.setdefault(name, {})
        own = [
            lists.setdefault(_held(names, flags, first), len(lists))  # the number of a list never met is the next
            for first in firsts(code).tolist()
        ]
        self.put(name, at, np.array(own, np.int64)[code])

    # --- columns of the rows that are answered, in their order

    def _of(self, name: str) -> Any:
        found = self._arrays[name]
        return found if self.done.all() else found[self.done]

    def flags(self, name: str) -> Bools:
        """The flags of rows."""
        found: Bools = self._of(name)
        return found

    def whole(self, name: str) -> Ints:
        """The whole numbers of rows."""
        found: Ints = self._of(name)
        return found

    def number(self, name: str, known: Bools | None = None, unlimited: Bools | None = None) -> dict[str, pa.Array]:
        """The two columns of a number; null where it is not known, and a word where it is without limit."""
        values = self.whole(name)
        several = self._over[name]
        if len(several) == 1:
            (over,) = several
            return number_columns(name, values, known, unlimited, over)
        found: dict[str, pa.Array] = {}
        for over, rows in several.items():
            mine = rows if self.done.all() else rows[self.done]
            own = number_columns(name, np.where(mine, values, 0), known, unlimited, over)
            found = {key: pc.if_else(pa.array(mine), own[key], found[key]) for key in own} if found else own
        return found

    def chosen(self, name: str, called: Mapping[str, str] | None = None) -> pa.Array:
        """The lists of names of rows, or of what they are called."""
        lists = [*self._lists.get(name, {})]
        if called is not None:
            lists = [tuple(dict.fromkeys(called[each] for each in names)) for names in lists]
        return told_words(lists, self.whole(name))


def _held(names: Sequence[str], flags: Sequence[Bools], at: int) -> Names:
    return tuple(dict.fromkeys(name for name, flag in zip(names, flags, strict=True) if flag[at]))


def chosen(names: Sequence[str], flags: Sequence[Bools], number: int) -> pa.Array:
    """For each row the names whose flags hold, each once."""
    code = packed([mixed(flags, number)], number)
    return told_words([_held(names, flags, at) for at in firsts(code).tolist()], code)


def dates(days: Ints, given: Bools | None = None) -> pa.Array:
    """Days as dates; null where none is given."""
    since = np.subtract(days, EPOCH, dtype=np.int32, casting="unsafe")
    return pa.Array.from_buffers(pa.date32(), len(days), [bits(given), pa.py_buffer(since)])


def number_columns(
    name: str, values: Ints, known: Bools | None, unlimited: Bools | None, over: int
) -> dict[str, pa.Array]:
    """The two columns of a number, given as numerators over a denominator."""
    if unlimited is not None and not unlimited.any():
        unlimited = None
    given = known
    if unlimited is not None:
        given = ~unlimited if known is None else known & ~unlimited
    told = told_numbers(values, known, unlimited, NUMBER) if over == 1 else None
    if told is not None:
        return dict(zip((name, f"{name}{EXACT}"), told, strict=True))
    if over == 1:
        decimals, texts = _decimals(values, given), _texts(values, given)
    else:
        several, index = np.unique(values, return_inverse=True)
        each = [numbers(name, as_whole(Fraction(value, over))) for value in several.tolist()]
        own = pa.RecordBatch.from_pylist(each, pa.schema([(name, NUMBER), (f"{name}{EXACT}", pa.string())]))
        place = pa.array(index, mask=None if given is None else ~given)
        decimals, texts = own.column(0).take(place), own.column(1).take(place)
    if unlimited is not None:
        texts = pc.if_else(pa.array(unlimited if known is None else unlimited & known), "unlimited", texts)
    return {name: decimals, f"{name}{EXACT}": texts}


_PARTS: Final = 10**NUMBER.scale
_MOST: Final = (2**63 - 1) // _PARTS
"""A number no further from zero has as many parts as 64 bits hold."""


def _decimals(values: Ints, given: Bools | None) -> pa.Array:
    """Whole numbers as decimals."""
    if sys.byteorder == "big" or not len(values) or values.min() < -_MOST or values.max() > _MOST:
        return pa.array(values, mask=None if given is None else ~given).cast(NUMBER)
    parts = np.empty((len(values), 2), "<i8")  # of 128 bits the lower half, and the upper one
    np.multiply(values, _PARTS, out=parts[:, 0])
    np.right_shift(parts[:, 0], 63, out=parts[:, 1])
    return pa.Array.from_buffers(NUMBER, len(values), [bits(given), pa.py_buffer(parts)])


def _texts(values: Ints, given: Bools | None) -> pa.Array:
    """Whole numbers as texts: where few are possible, each is written once."""
    if given is not None:
        values = np.where(given, values, 0)
    mask = None if given is None else ~given
    least, most = (int(values.min()), int(values.max())) if len(values) else (0, 0)
    if most - least < len(values) // 8:
        each = pa.array(np.arange(least, most + 1)).cast(pa.string())
        return each.take(pa.array((values - least).astype(np.int32), mask=mask))
    return pa.array(values, mask=mask).cast(pa.string())
