"""Whose answers change when something is otherwise, and how: each plan, each holder in turn."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, NamedTuple

from kenri.faces.registers.impact_view import ImpactOn
from kenri.model.days import Day
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence, did_you_mean
from kenri.simulation.impact import ImpactSide, impact

if TYPE_CHECKING:
    from kenri.model.life import Life
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
    done: Callable[[], object] | None = None,
) -> Iterator[ImpactOn]:
    """What becomes of the answers about each holder under each plan; of those alone whom something touches.

    `done` is called once nothing more is asked of the registers: before the first answer is worked out. So that others
    may write again by then, lives that are too many for memory stand in a file meanwhile.
    """
    chosen = [
        after.readings({name: option for name, option in readings.items() if name in after.plan.readings})
        for _, after in both
    ]
    lives = _lives(registers, both, day, chosen, touched, tell)
    with ExitStack() as stack:
        if done is not None:
            first = [*islice(lives, _HELD)]
            aside = stack.enter_context(_kept_aside(lives))
            done()
            lives = chain(first, aside)
        for number, at, holder, then, life in lives:
            tell(number)
            before, after = both[at]
            side = None if then is None else ImpactSide(before, then, {})
            if found := impact(side, ImpactSide(after, life, chosen[at]), day):
                yield ImpactOn(holder, after.plan, found)


class _Lives(NamedTuple):
    """The lives of a holder, before (None: there was none) and after, at some place in the list of plans."""

    number: int
    """How far one has come."""
    at: int
    holder: str
    before: Life | None
    after: Life


def _lives(
    registers: tuple[Register, Register],
    both: Sequence[tuple[KeptPlan, KeptPlan]],
    day: Day,
    chosen: Sequence[Mapping[str, str]],
    touched: Collection[str] | None,
    tell: Callable[[int], None],
) -> Iterator[_Lives]:
    """Whom answers are about that may be others, under each plan in turn."""
    opened, other = registers
    on = date.fromordinal(day)
    done = 0
    for at, (before, after) in enumerate(both):
        last = None
        lives = opened.lives_compared(other, (before, after), day=on, readings=chosen[at], touched=touched)
        for holder, then, life in lives:
            done += 1
            tell(done)
            if life is None:
                continue
            if not life.grants_under(after.plan) or life is last:
                continue
            last = life
            yield _Lives(done, at, holder, then, life)


@contextmanager
def _kept_aside(lives: Iterator[_Lives]) -> Iterator[Iterator[_Lives]]:
    """The same lives again, once all of them were gone through; meanwhile they are in no memory."""
    count = 0
    with TemporaryFile(prefix="kenri-lives-") as file:
        for each in lives:
            pickle.dump(tuple(each), file, pickle.HIGHEST_PROTOCOL)
            count += 1
        file.seek(0)
        yield (_Lives(*pickle.load(file)) for _ in range(count))  # of this process alone


_HELD = 5_000
"""So many lives are held in memory, before and after, while others may write again."""
