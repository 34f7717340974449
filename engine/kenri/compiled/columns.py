"""What remains of a plan for many questions of one shape at once, as a function of columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kenri.lowering.columns import Vectorised
from kenri.lowering.exact import Program
from kenri.lowering.native import fastest

MANY = 1_000_000
"""So many rows of one shape take NumPy longer than it takes to have them compiled to C."""


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
        if self._rows < MANY <= self._rows + rows:
            (self._run,) = fastest([self.program])
        self._rows += rows
        return self._run(columns, rows)

    @property
    def steps(self) -> int:
        """How many operations it takes."""
        return len(self.program.steps)

    def after(self, prefix: str) -> tuple[str, ...]:
        """The names of answers after a prefix, such as the rules."""
        return tuple(name.removeprefix(prefix) for name in self.names if name.startswith(prefix))
