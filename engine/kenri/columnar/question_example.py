"""The first row of a group as a question about an action, which stands for all rows that have its shape."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from kenri.asking.askable import AskablePlan
from kenri.columnar.alike import Example, Group, OpenColumns, example_of
from kenri.columnar.coded import Coded
from kenri.columnar.judge import life_of_row
from kenri.columnar.rows import Rows
from kenri.compiled.shape import UnshapedError
from kenri.model.days import Day
from kenri.model.problems import ProblemsError

__all__ = ["question_example"]


def question_example(
    plan: AskablePlan, rows: Rows, coded: Coded, group: Group, action: str, *, day: Day, readings: Mapping[str, str]
) -> Example | None:
    """What a row asks about the grant that it names, on a day that makes no difference to its shape; None where it is
    no life, has no shape, or columns have other values than it was read to have.
    """
    row = rows.row(int(group.rows[0]))
    on, by, grant = date.fromordinal(day), row.question.get("by"), row.question["grant"]
    try:
        question = plan.question(life_of_row(row), action, on=on, by=by, grant=grant, readings=readings)
        shaped = question.shaped(plan.column_forms.looked_at)
        example = example_of(shaped, question.known, question.grant, group.order(coded), several=True)
    except (ProblemsError, UnshapedError):
        return None
    values = OpenColumns(coded, group, example).all
    values[0] = np.array([shaped.values[0]])
    is_as_read = all(value[0] == own for value, own in zip(values, shaped.values, strict=True))
    return example if is_as_read else None
