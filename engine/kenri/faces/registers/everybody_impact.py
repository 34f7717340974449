"""Whose answers change when something is otherwise, and how: each plan, each holder in turn."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from kenri.faces.registers.impact_view import ImpactOn
from kenri.model.days import Day
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence, did_you_mean
from kenri.simulation.impact import ImpactSide, impact

if TYPE_CHECKING:
    from kenri.model.plan import Plan
    from kenri.register.plan_versions import KeptPlan
    from kenri.register.register import Register

__all__ = ["impact_on_each", "plans_supposed"]


def plans_supposed(
    opened: Register, ids: Sequence[str], becomes: Sequence[str], day: date | None, folders: tuple[Path, ...]
) -> list[tuple[KeptPlan, KeptPlan]]:
    """The plans as they are used on a day, each with what it becomes, if it becomes another: those alone that do, where
    some do. Raises `ProblemsError` for one that is none of them.
    """
    if not becomes:
        return [(each, each) for each in (opened.plan(id_, day) for id_ in ids)]
    new = opened.plans_as(becomes, day=day, folders=folders)
    for each in new:
        if each.id not in ids:
            raise refused(Sentence("no-such-plan-in-register", plan=quote(each.id)), did_you_mean(each.id, ids))
    return [(opened.plan(each.id, day), each) for each in new]


def impact_on_each(
    registers: tuple[Register, Register],
    both: Sequence[tuple[KeptPlan, KeptPlan]],
    day: Day,
    readings: Mapping[str, str],
    touched: Collection[str] | None,
    tell: Callable[[int], None],
    done: Callable[[], object] = lambda: None,
) -> Iterator[ImpactOn]:
    """What becomes of the answers about each holder under each plan; of those alone whom something touches.

    `done` is called once nothing more is asked of the registers: before the first answer is worked out, where lives are
    so few that all can be held in memory.
    """
    sides = _sides(registers, both, day, readings, touched, tell)
    first = [*islice(sides, _HELD)]
    if len(first) < _HELD:
        done()
    for number, (holder, plan, before, after) in chain(first, sides):
        tell(number)
        if found := impact(before, after, day):
            yield ImpactOn(holder, plan, found)


def _sides(
    registers: tuple[Register, Register],
    both: Sequence[tuple[KeptPlan, KeptPlan]],
    day: Day,
    readings: Mapping[str, str],
    touched: Collection[str] | None,
    tell: Callable[[int], None],
) -> Iterator[tuple[int, tuple[str, Plan, ImpactSide | None, ImpactSide]]]:
    """Whom answers are about, under which plan, and the lives before and after; each after how far one has come."""
    opened, other = registers
    on = date.fromordinal(day)
    done = 0
    for before, after in both:
        chosen = after.readings({name: option for name, option in readings.items() if name in after.plan.readings})
        last = None
        lives = opened.lives_compared(other, (before, after), day=on, readings=chosen, touched=touched)
        for holder, then, life in lives:
            done += 1
            tell(done)
            if life is None:
                continue
            if not life.grants_under(after.plan) or life is last:
                continue
            last = life
            side = None if then is None else ImpactSide(before, then, {})
            yield done, (holder, after.plan, side, ImpactSide(after, life, chosen))


_HELD = 5_000
"""So many lives are held in memory, before and after, while others may write again."""
