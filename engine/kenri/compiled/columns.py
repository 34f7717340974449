"""What remains of a plan for many questions of one shape at once, as a function of columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kenri import terms
from kenri.compiled.roots import Roots, ShapeQuestion
from kenri.lowering.columns import Vectorised
from kenri.lowering.exact import exact
from kenri.lowering.native import fastest
from kenri.lowering.not_exact import NotExactError
from kenri.symbolic.case import InexpressibleError

MANY = 1_000_000
"""So many rows of one shape take NumPy longer than it takes to have them compiled to C."""


class ColumnForm:
    """A function of the columns that a shape leaves open, in the order of the shape.

    Its answers are called `names`; each number is a numerator over its `denominators`.
    """

    def __init__(self, roots: Roots) -> None:
        self._program = exact(tuple(roots.of.values()), roots.variables)
        self._run: Callable[[Sequence[Any], int], list[Any]] = Vectorised(self._program)
        self._rows = 0
        self.names: Mapping[str, int] = {name: index for index, name in enumerate(roots.names)}
        self.denominators = self._program.denominators

    def __call__(self, columns: Sequence[Any], rows: int) -> list[Any]:
        """The answers of each row; a column of one value stands for all rows."""
        if self._rows < MANY <= self._rows + rows:
            (self._run,) = fastest([self._program])
        self._rows += rows
        return self._run(columns, rows)

    def after(self, prefix: str) -> tuple[str, ...]:
        """The names of answers after a prefix, such as the rules."""
        return tuple(name.removeprefix(prefix) for name in self.names if name.startswith(prefix))


def column_form(question: ShapeQuestion, build: Callable[[ShapeQuestion], Roots]) -> ColumnForm | None:
    """The form of a shape; None where the plan says of it what has no terms, or what 64 bits do not hold exactly."""
    try:
        with terms.afresh(as_functions=True):
            return ColumnForm(build(question))
    except (InexpressibleError, NotExactError):
        return None
