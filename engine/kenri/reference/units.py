"""The number granted in the units of each day: effects that scale the rights of a grant scale it with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kenri.model.days import FIRST_DAY, Day
from kenri.model.plan import scaling
from kenri.reference.balances import factor_of, scaled_by, turns_of
from kenri.reference.steps import Steps, Unknown, Value, steps

if TYPE_CHECKING:
    from kenri.reference.case import Case


def granted(case: Case) -> Steps:
    """How many rights were granted, as scaled by the end of each day.

    It is rounded by itself at each scaling, as what is held is: while nothing has moved, the two are one number. It
    depends on no balance, so that what effects move may be a part of it.
    """
    effects = scaling(case.plan)
    days = {name: case.moments(effect.on) for name, effect in effects.items()}
    value: Value = case.grant.number
    points: list[tuple[Day, Value]] = [(FIRST_DAY, value)]
    for turn in turns_of(case, effects, days, case.grant.on):
        day, _, _, name, effect, item = turn
        scaled = scaled_by(value, factor_of(case, turn), effect.round or "down")
        if not item.is_known and (scaled != value or item.day != item.last):
            scaled = Unknown(days[name].missing) if not isinstance(value, Unknown) else value
        value = scaled
        points.append((day, value))
    return steps(points)
