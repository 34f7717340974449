"""Questions about the vesting schedule of a grant: by which name it is asked for, and the table that answers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kenri.asking.parts import named
from kenri.asking.question import Question
from kenri.model.plan import Plan
from kenri.model.problems import quote, refused
from kenri.model.schedule import Schedule
from kenri.model.sentences import Sentence
from kenri.reference.case import Case
from kenri.reference.schedules import number_of, reached, schedule, turning


def scheduled(question: Question, name: str | None, *, settle: bool) -> Schedule:
    """The schedule that a figure or an amount comes down to; without a name the only one there is.

    Raises `ProblemsError` for a name that comes down to none or to several, and where it is not clear which is meant.
    """
    court = question.court
    case = court.case(question.asker, question.readings)
    found = schedule(case, _name(case, name))
    if not settle:
        return found
    turns = turning(lambda readings: court.case(question.asker, readings), found.name, question.readings)
    return replace(found, turns=turns)


def _name(case: Case, name: str | None) -> str:
    plan = case.plan
    if name is not None:
        named(name, {**plan.amounts, **plan.figures}, "figure or amount")
        behind = reached(case, number_of(plan, name))
        if not behind.schedules:
            raise refused(Sentence("no-schedule", name=quote(name)))
        if len(behind.schedules) > 1 and not behind.missing:
            raise refused(Sentence("several-schedules", name=quote(name)))
        return name
    found = [*_that_come_down(case, plan.figures)] or [*_that_come_down(case, _not_figures(plan))]
    if not found:
        raise refused(Sentence("no-schedule-in-plan", plan=quote(plan.id)))
    if len(found) > 1:
        raise refused(Sentence("which-schedule", names=tuple(map(quote, found))))
    return found[0]


def _not_figures(plan: Plan) -> Iterator[str]:
    return (name for name in plan.amounts if name not in plan.figures)


def _that_come_down(case: Case, names: Iterable[str]) -> Iterator[str]:
    """The names of numbers that come down to one schedule, or to one of some of which it is not known which."""
    for name in names:
        behind = reached(case, number_of(case.plan, name))
        if len(behind.schedules) == 1 or (behind.schedules and behind.missing):
            yield name
