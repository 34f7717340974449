"""Questions about what must be done: every duty of a life, for each grant and each who owes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kenri.asking.question import Question
from kenri.model.cautions import Caution
from kenri.model.combinations import Combinations, Readings, Shown
from kenri.model.days import NEVER, Day
from kenri.model.duty import Duties, OwedDuty
from kenri.model.life import Grant, Instant, Life
from kenri.model.plan import Plan
from kenri.model.turning import Turning
from kenri.reference.court import Court
from kenri.reference.duties import Owed, owed, owing
from kenri.reference.undecided import readings_in

if TYPE_CHECKING:
    from kenri.asking.askable import AskablePlan


def duties(
    plan: AskablePlan,
    life: Life,
    on: Day,
    *,
    grants: Sequence[Grant],
    by: str | None,
    instant: Instant | None,
    readings: Readings,
    settle: bool,
    cautions: tuple[Caution, ...] = (),
) -> Duties:
    """Every duty about some grants as it stands on a day, of everybody or of one party or role.

    `plan` is as known at the instant. Without `settle` it is not worked out which readings give others.
    """

    def look(readings: Readings) -> tuple[tuple[OwedDuty, ...], frozenset[str]]:
        of_each = (_about(plan, life, grant, on, by=by, instant=instant, readings=readings) for grant in grants)
        several = [each for some in of_each for each in some]
        return in_order(several), frozenset().union(*(each.missing for each in several))

    def shown(readings: Readings) -> Shown:
        times, missing = look(readings)
        return Shown(times, readings_in(missing))

    turns: Turning[tuple[OwedDuty, ...]] | None = None
    if settle:
        turns = Combinations(plan.plan.readings, readings).turning(shown)
    return Duties(plan=plan.id, on=on, owed=look(readings)[0], turns=turns, cautions=cautions)


def still_to_do(question: Question) -> tuple[OwedDuty, ...]:
    """What the asker of a question must do by its action, and has not surely done by its day."""
    found = duties(
        question.plan,
        question.life,
        question.on,
        grants=(question.grant,),
        by=question.asker.id,
        instant=question.instant,
        readings=question.readings,
        settle=False,
    )
    return tuple(each for each in found.owed if question.action in each.of and each.standing != "done")


def _about(
    plan: AskablePlan, life: Life, grant: Grant, on: Day, *, by: str | None, instant: Instant | None, readings: Readings
) -> Iterator[Owed]:
    court = plan.court(life, grant.id, instant)
    end = plan.in_parts()[-1].court(life, grant.id, instant)
    return owed_about(plan.plan, life, court, end, on, by=by, readings=readings)


def owed_about(
    plan: Plan, life: Life, court: Court, end_of_day: Court, on: Day, *, by: str | None, readings: Readings
) -> Iterator[Owed]:
    """What everybody owes, or one party or role, about the grant of a court, as it stands on a day.

    `end_of_day` is the same court at the end of the day, where the plan looks at hours.
    """
    for name, duty in plan.duties.items():
        for party in owing(life, court.grant, duty):
            if by is None or by == party.id or by in party.roles:
                yield owed(court.case(party, readings), end_of_day.case(party, readings), name, on)


def in_order(several: Iterable[Owed]) -> tuple[OwedDuty, ...]:
    """All times of several, in the order of their last days."""
    return tuple(sorted((time for each in several for time in each.times), key=_place))


def _place(each: OwedDuty) -> tuple[Day, Day, str]:
    last = each.last if each.last is not None else each.perhaps.first
    return min(last, NEVER), each.first or last, each.duty
