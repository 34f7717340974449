"""Who judges the answers about a table again: the reference, and forward chaining where it is installed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kenri.columnar.judge import RowByRow, TableQuestion, life_of_row, question_of_row
from kenri.columnar.rows import Rows
from kenri.columnar.verified import ByReference, Witness
from kenri.model.problems import ProblemsError

if TYPE_CHECKING:
    from kenri.api import LoadedPlan


class ByForward:
    """Forward chaining as a witness: it knows the outcome, the deciding rules and the largest number."""

    name = "forward"

    def __init__(self, plan: LoadedPlan, asking: TableQuestion) -> None:
        self._plan = plan
        self._asking = asking

    def told(self, rows: Rows, index: Sequence[int]) -> Iterator[Mapping[str, Any] | None]:
        """Of each of some rows what it answers; None where it declines the plan or the question."""
        from kenri.forward import forward_answer

        for at in index:
            row = rows.row(at)
            life = life_of_row(row)
            asked = question_of_row(self._plan, self._asking, row, life)
            try:
                found = forward_answer(self._plan, life, self._asking.action, **asked)
            except ProblemsError:  # the question itself has been answered: it is the plan, or how much work it is
                yield None
                continue
            yield {"outcome": found.outcome, "rules": list(found.rules), "most_exact": str(found.most)}


def witnesses(plan: LoadedPlan, asking: TableQuestion) -> tuple[Witness, ...]:
    """All that there are."""
    from kenri.forward import available

    reference = ByReference(RowByRow(plan, asking))
    return (reference, ByForward(plan, asking)) if available() else (reference,)
