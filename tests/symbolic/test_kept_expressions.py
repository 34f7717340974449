"""What is kept of an expression is not taken for another's that later stands where it stood in memory."""

from __future__ import annotations

from datetime import date, timedelta

from kenri.api import load
from kenri.loader.calendars import calendars_of
from kenri.model.expressions import DaysBetween
from kenri.symbolic.answer import recorded_case


def test_expressions_that_no_plan_keeps_are_told_apart() -> None:
    """As the number of a figure that is a day, which is made anew each time it is asked for."""
    plan = load("plans/iso-holding-period")
    life = plan.life({"grants": [{"grantee": "ann", "on": "2024-01-01", "number": 1}]})
    grant = life.grants["grant"]
    ann = life.parties["ann"]
    case = recorded_case(plan.plan, life, grant, "exercise", ann, 1, {}, {}, calendars_of(plan.plan))
    first = date(2024, 1, 1)
    for days in range(200):
        expression = DaysBetween(days_between=(first, first + timedelta(days=days)))
        assert case.number(expression, first.toordinal()).value == days
        del expression
