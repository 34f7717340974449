"""What remains of a plan for many questions of one shape at once, as a function of columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any

from kenri.lowering.as_data import as_bytes
from kenri.lowering.columns import Vectorised
from kenri.lowering.every_way import EveryWay, Ways
from kenri.lowering.exact import Program
from kenri.lowering.native import fastest

__all__ = ["MANY", "ColumnForm", "ReadingForm", "Ways"]

SOME, MANY = 10_000, 1_000_000
"""So many rows of one shape take NumPy longer than to find what was compiled to C before; and than to compile it."""


class ColumnForm:
    """A function of the columns that a shape leaves open, in the order of the shape.

    Its answers are called `names`; each number is a numerator over its `denominators`.
    """

    def __init__(self, program: Program, names: Sequence[str]) -> None:
        self.program = program
        self._run: Callable[[Sequence[Any], int], list[Any]] = Vectorised(program)
        self._rows = 0
        self.names: Mapping[str, int] = {name: index for index, name in enumerate(names)}
        self.denominators = program.denominators

    def __call__(self, columns: Sequence[Any], rows: int) -> list[Any]:
        """The answers of each row; a column of one value stands for all rows."""
        before, self._rows = self._rows, self._rows + rows
        if before < SOME <= self._rows:
            self._run = fastest(self.program, only_kept=self._rows < MANY)
        elif before < MANY <= self._rows and isinstance(self._run, Vectorised):
            self._run = fastest(self.program)
        return self._run(columns, rows)

    def is_the_same(self, other: ColumnForm) -> bool:
        """Whether another form surely is the same function of columns that stand in the same order."""
        return self is other or self._content == other._content

    @cached_property
    def _content(self) -> bytes:
        return sha256(as_bytes(self.program, self.said)).digest()

    @property
    def said(self) -> list[Any]:
        """What it is made of beside its program."""
        return [[*self.names]]

    @property
    def steps(self) -> int:
        """How many operations it takes."""
        return len(self.program.steps)

    def after(self, prefix: str) -> tuple[str, ...]:
        """The names of answers after a prefix, such as the rules."""
        return tuple(name.removeprefix(prefix) for name in self.names if name.startswith(prefix))


class ReadingForm:
    """What of an answer may turn on readings, in all ways to read the clauses, as a function of columns.

    `choices` are the readings that bear on it, and the options of each, first the chosen one.
    """

    def __init__(self, program: Program, names: Sequence[str], choices: Mapping[str, Sequence[str]]) -> None:
        self.program = program
        self.names: Mapping[str, int] = {name: index for index, name in enumerate(names)}
        self.choices = choices
        self._run = EveryWay(program, [len(options) for options in choices.values()])

    def __call__(self, columns: Sequence[Any], rows: int) -> Iterator[tuple[int, Mapping[str, Ways] | None]]:
        """For one block of rows after another how many there are, and each part by its name.

        There are none where these rest on more ways to read the clauses than are looked at.
        """
        for number, found in self._run(columns, rows):
            yield number, None if found is None else dict(zip(self.names, found, strict=True))

    @property
    def said(self) -> list[Any]:
        """What it is made of beside its program."""
        return [[*self.names], {name: [*options] for name, options in self.choices.items()}]

    @property
    def steps(self) -> int:
        """How many operations it takes in one way."""
        return len(self.program.steps)
