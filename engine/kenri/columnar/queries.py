"""Answers for the queries of other engines, which hand over pieces of a table: nobody knows the whole of it, nor which
number a row has, so a row is told by its id, and that no other has the same is for the query to see to.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from threading import Lock

import pyarrow as pa

from kenri.asking.askable import AskablePlan
from kenri.columnar.batch import Bad, must_say_days, refuse, wider, with_problems
from kenri.columnar.by_columns import ByColumns
from kenri.columnar.files import exact_days
from kenri.columnar.judge import BadRow, TableQuestion
from kenri.columnar.layout import Layout
from kenri.columnar.rows import Rows
from kenri.columnar.sources import IN_MEMORY
from kenri.model.problems import Problem, ProblemsError

__all__ = ["Pieces"]


@dataclass
class Pieces:
    """Answers the rows of one piece after another; what was learnt from one serves the next."""

    plan: AskablePlan
    asking: TableQuestion
    bad: Bad
    _judge: ByColumns = field(init=False, repr=False)
    _layout: Layout = field(init=False, repr=False)
    _fits: pa.Schema | None = field(default=None, init=False, repr=False)
    _alone: Lock = field(default_factory=Lock, init=False, repr=False)
    """Engines ask from several threads, and a judge is not made for that."""

    def __post_init__(self) -> None:
        self._judge = ByColumns(self.plan, self.asking)
        self._layout = Layout(self.plan.plan, self.asking.action)

    @property
    def schema(self) -> pa.Schema:
        """The columns of the answers."""
        return wider(self._judge.schema) if self.bad == "aside" else self._judge.schema

    def must_fit(self, columns: pa.Schema) -> None:
        """Raise `ProblemsError` for columns that no rows of the plan have, or that tell no day to ask about."""
        if self._fits is not None and columns.equals(self._fits):
            return
        problems = list(self._layout.unfit(columns, IN_MEMORY))
        if problems:
            raise ProblemsError(problems)
        must_say_days(columns.names, self.asking.on, self.asking.days)
        self._fits = columns

    def answers(self, piece: pa.RecordBatch) -> pa.RecordBatch:
        """The answers about the rows of a piece, in their order.

        Raises `ProblemsError` for rows that cannot be answered, if those refuse.
        """
        with self._alone:
            self.must_fit(piece.schema)
            judged = self._judge.judged(Rows(exact_days(piece), self._layout, IN_MEMORY, 0))
        found = replace(judged, bad=tuple(map(_by_id, judged.bad)))
        if self.bad == "aside":
            return with_problems(found, self._judge.schema)
        if found.bad:
            raise refuse([problem for row in found.bad for problem in row.problems], len(found.bad))
        return found.answers


def _by_id(row: BadRow) -> BadRow:
    return replace(row, problems=tuple(_named(problem, row.id) for problem in row.problems))


def _named(problem: Problem, id_: str) -> Problem:
    assert problem.place is not None
    return replace(problem, place=replace(problem.place, file=id_ or IN_MEMORY, line=0))
