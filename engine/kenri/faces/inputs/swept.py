"""A sweep as it is asked for in words: days as written, and of an event half a year around it where none are said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from kenri.asking.question import QuestionOptions
from kenri.faces.inputs.questions import asked_day
from kenri.model.days import NEVER, iso
from kenri.model.limits import SWEPT_DAYS, SWEPT_EVENT_DAYS
from kenri.model.problems import refused
from kenri.model.sentences import Sentence
from kenri.simulation.sweep import event_named

if TYPE_CHECKING:
    from kenri.api import LoadedPlan
    from kenri.model.life import Life
    from kenri.simulation.sweep import Sweep

__all__ = ["swept_by"]

_HALF_A_YEAR = 182
"""Days."""


def swept_by(
    plan: LoadedPlan,
    life: Life,
    action: str,
    *,
    asked: tuple[str, str],
    vary: str | None,
    days: tuple[str | None, str | None],
    **question: Unpack[QuestionOptions],
) -> Sweep:
    """A question swept over the days `asked` and, with `vary`, over `days` of that event. Raises `ProblemsError`."""
    moved = None
    first, last = days
    if vary is not None:
        on = event_named(life, vary, plan.instant(question.get("known_at"))).on
        moved = (
            iso(max(1, on - _HALF_A_YEAR)) if first is None else asked_day(plan, first),
            iso(min(on + _HALF_A_YEAR, NEVER - 1)) if last is None else asked_day(plan, last),
        )
    elif first is not None or last is not None:
        raise refused(Sentence("days-without-event"))
    swept = plan.sweep(
        life, action, asked=(asked_day(plan, asked[0]), asked_day(plan, asked[1])), vary=vary, days=moved, **question
    )
    for limit, many in ((SWEPT_EVENT_DAYS, len(swept)), (SWEPT_DAYS, len(swept.asked_days))):
        if many > limit.most:
            most, found = f"{limit.most:,}", f"{many:,}"
            raise refused(Sentence("sweep-too-large", most=most, of=limit.of, found=found, limit=limit.sentence))
    return swept
