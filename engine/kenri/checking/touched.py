"""Which lives a slip touches: those in which what was changed has another value than before."""

from __future__ import annotations

from typing import Any

from kenri.model.expressions import Node
from kenri.model.plan import Effect
from kenri.model.walk import Sort, field_sorts
from kenri.reference.case import Case
from kenri.reference.occurrences import NONE


def touches(case: Case, before: Node, after: Node | None) -> bool | None:
    """Whether an entry of a plan, as it was and as it is with the slip (None: left out), differs in a case.

    All that a slip leaves as it was is looked up and not worked out again. None where no value tells: what a rule is
    about, or a term. What an effect does is not looked at, only whether it ever does it.
    """
    if isinstance(before, Effect):
        return any(_value(case, "moments", each.on) != NONE for each in (before, after) if isinstance(each, Effect))
    construct: Any = type(before)
    changed = [
        (sort, getattr(before, name), getattr(after, name, None))
        for name, sort in field_sorts(construct)
        if sort is not None
    ]
    several = [(sort, old, new) for sort, old, new in changed if old is not new and old is not None]
    if not several:
        return None
    afresh = case.asking(case.action, case.question)  # values of what was changed are not kept
    return any(new is None or _value(case, sort, old) != _value(afresh, sort, new) for sort, old, new in several)


def _value(case: Case, sort: Sort, expression: Any) -> Any:
    match sort:
        case "moments":
            return case.moments(expression)
        case "condition":
            return case.condition(expression)
        case "quantity":
            return case.quantity(expression)
