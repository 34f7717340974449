"""What comes for everybody in a register: each plan, each holder in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from kenri.faces.inputs.questions import asked_day
from kenri.faces.registers.due_view import ComingOf
from kenri.model.days import NEVER
from kenri.model.known_quiet import NOT_KNOWN, KnownQuiet
from kenri.model.life import Life
from kenri.simulation.due import Coming, coming, coming_as_known

if TYPE_CHECKING:
    from kenri.register.plan_versions import KeptPlan
    from kenri.register.register import Register

__all__ = ["LONGEST", "due_of", "plans_due"]

LONGEST = 3_660
"""So many days are looked at, at most: ten years."""


def plans_due(opened: Register, name: str | None, on: str, within: int) -> list[tuple[KeptPlan, tuple[date, date]]]:
    """The plans as they are used on the first day, each with the days that are looked at, by its own clocks.

    Raises `ProblemsError` for what is no day.
    """
    found = []
    for id_ in [*opened.plans()] if name is None else [name]:
        newest = opened.plan(id_)
        first = newest.day(asked_day(newest, on))
        span = date.fromordinal(first), date.fromordinal(min(first + within, NEVER - 1))
        found.append((opened.plan(id_, span[0]), span))
    return found


def due_of(
    opened: Register,
    plans: Sequence[tuple[KeptPlan, tuple[date, date]]],
    asked: Mapping[str, Any],
    holder: str | None,
    tell: Callable[[str, int, int], None],
) -> Iterator[ComingOf]:
    """What comes, for each plan and each holder in turn; what concerns no grant is told once."""
    total = len(plans) * (len(opened.holders()) if holder is None else 1)
    done = 0
    for plan, span in plans:
        instant = plan.instant(asked["known_at"])
        readings = {name: option for name, option in asked["readings"].items() if name in plan.plan.readings}
        told = set[Coming]()
        last = None
        lives: Iterator[tuple[str, Life | None, KnownQuiet]]
        if holder is None:
            lives = opened.lives_with_coming(plan, span, readings=readings, known_at=instant)
        else:
            lives = iter([(holder, opened.life(holder, plan, day=span[0], known_at=instant), NOT_KNOWN)])
        for name, life, quiet in lives:
            done += 1
            tell(name, done, total)
            if life is None:
                yield from (ComingOf(name, plan.plan, each) for each in coming_as_known(plan, name, quiet))
                continue
            if life is last or not life.grants_under(plan.plan):
                continue
            last = life
            is_of_one = len({grant.grantee for grant in life.grants.values()}) == 1
            for each in coming(plan, life, *span, known_at=asked["known_at"], readings=readings, quiet=quiet):
                if each.grant:
                    yield ComingOf(name if is_of_one else life.grants[each.grant].grantee, plan.plan, each)
                elif each not in told:
                    told.add(each)
                    yield ComingOf("", plan.plan, each)
