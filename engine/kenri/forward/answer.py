"""Asking a loaded plan by forward chaining, with the words of `LoadedPlan.ask`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from kenri.api import LoadedPlan, rights_asked
from kenri.forward.adapter import LOCK
from kenri.forward.plan import Decision, ForwardPlan, compile_plan
from kenri.loader.calendars import business_days
from kenri.model.life import Life

_COMPILED: WeakKeyDictionary[LoadedPlan, ForwardPlan] = WeakKeyDictionary()


def forward_plan(plan: LoadedPlan) -> ForwardPlan:
    """The plan compiled for forward chaining: once, and for as long as the loaded plan lives.

    Raises as `compile_plan` does.
    """
    with LOCK:
        found = _COMPILED.get(plan)
        if found is None:
            found = _COMPILED[plan] = compile_plan(plan.plan, business_days)
        return found


def forward_answer(
    plan: LoadedPlan,
    life: Life | Mapping[str, Any] | Path | str,
    action: str = "exercise",
    *,
    on: date | str,
    rights: int | Fraction | Decimal | str | None = None,
    by: str | None = None,
    grant: str | None = None,
    known_at: datetime | date | str | None = None,
    readings: Mapping[str, str] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Decision:
    """May `by` do this on a day, and which rule fired when? What is not chosen is as by default, as in `ask`.

    Raises `ProblemsError` for a question that means nothing, and as `compile_plan` does.
    """
    checked = plan.life(life)
    instant = plan.instant(known_at)
    then = plan.as_known_at(instant)
    # The court knows which grant is meant, and the life as known; it decides nothing here.
    court = then.court(checked, grant, instant)
    return forward_plan(then).decide(
        court.life,
        court.grant,
        then.action(action),
        then.party(checked, by, court.grant),
        then.day(on),
        number=rights_asked(rights),
        question=dict(then.question(action, facts, checked)),
        readings=then.readings(readings),
    )
