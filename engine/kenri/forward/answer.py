"""Asking a loaded plan by forward chaining, with the words of `LoadedPlan.ask`."""

from __future__ import annotations

from datetime import date
from typing import Unpack
from weakref import WeakKeyDictionary

from kenri.asking.askable import AskablePlan
from kenri.asking.question import LifeSource, QuestionOptions
from kenri.forward.adapter import LOCK
from kenri.forward.plan import Decision, ForwardPlan, compile_plan
from kenri.model.ruling import best_of

_COMPILED: WeakKeyDictionary[AskablePlan, ForwardPlan] = WeakKeyDictionary()


def forward_plan(plan: AskablePlan) -> ForwardPlan:
    """The plan compiled for forward chaining: once, and for as long as the loaded plan lives.

    Raises as `compile_plan` does.
    """
    with LOCK:
        found = _COMPILED.get(plan)
        if found is None:
            found = _COMPILED[plan] = compile_plan(plan.plan, plan.calendars)
        return found


def forward_answer(
    plan: AskablePlan, life: LifeSource, action: str = "exercise", *, on: date | str, **asked: Unpack[QuestionOptions]
) -> Decision:
    """May `by` do this on a day, and which rule fired when? What is not chosen is as by default, as in `ask`.

    Raises `ProblemsError` for a question that means nothing, and as `compile_plan` does.
    """
    question = plan.question(life, action, on=on, **asked)
    answers = (
        forward_plan(each).decide(
            question.known,
            question.grant,
            question.action,
            question.asker,
            question.on,
            number=question.number,
            question=dict(question.facts),
            readings=question.chosen,
        )
        for each in question.plan.in_time(question.time)
    )
    return best_of(answers, lambda answer: answer.outcome)  # of a day, at the time at which it is best
