"""The lives of the holders of a register before and after something becomes otherwise: a plan, a reading, or what is
recorded; and of whom columns tell that no answer changes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kenri.model.days import Day
from kenri.model.entries import EVERYBODY
from kenri.model.life import Life
from kenri.register.holder_rows import BLOCK, HolderRows, batched
from kenri.register.plan_versions import KeptPlan
from kenri.register.records import RegisterRecord

if TYPE_CHECKING:
    from kenri.register.ledger import Ledger

__all__ = ["ComparedHolders", "compared_lives"]

Records: TypeAlias = Sequence[RegisterRecord]

Fold: TypeAlias = Callable[[int, str, Records], Life]
"""The life of a holder, on the side before (0) or after (1), of what is recorded of it alone."""


class _Holder(NamedTuple):
    """A holder, with what is recorded of that life alone: before (None: nothing was) and after."""

    name: str
    before: Records | None
    after: Records


class ComparedHolders:
    """What columns tell of blocks of holders: before by the first of two plans, after by the other one."""

    def __init__(
        self,
        plans: tuple[KeptPlan, KeptPlan],
        ledgers: tuple[Ledger, Ledger],
        common: tuple[Records, Records],
        day: Day,
        readings: Mapping[str, str],
    ) -> None:
        """`common` is what counts in every life; `readings` are chosen ones of the plan after."""
        from kenri.columnar.unchanged import LookedAtBy, Unchanged

        self._unchanged = Unchanged(LookedAtBy(plans[0], {}), LookedAtBy(plans[1], readings), day)
        self.can_tell = self._unchanged.can_tell
        """Whether columns tell anything."""
        sides = zip(plans, common, ledgers, strict=True)
        self._before, self._after = (HolderRows(*each, with_recorded=False) for each in sides)
        if plans[0] is plans[1] and ledgers[0] is ledgers[1]:
            self._before = self._after  # the same lives, looked at in two ways

    def told(self, block: Iterable[_Holder]) -> set[str]:
        """The holders of a block of whom it is known that no answer changes."""
        before, after = self._before, self._after
        for holder in block:
            if holder.before is not None:
                after.add(holder.name, holder.after)
                if before is not after:
                    before.add(holder.name, holder.before)
        was = {name: (at, events) for at, name, events in zip(count(), before.holders, before.events, strict=False)}
        holders, places = after.holders, []
        for at, name, events in zip(count(), holders, after.events, strict=False):
            place, then = was.get(name, (-1, []))
            if place >= 0 and events[: len(then)] == then:  # what happened before stands at the same places after
                places.append((place, at))
        rows = after.rows()
        is_same = self._unchanged.told(rows if before is after else before.rows(), rows, places)
        return {holders[at] for (_, at), same in zip(places, is_same.tolist(), strict=True) if same}


def compared_lives(
    ledgers: tuple[Ledger, Ledger], compared: ComparedHolders | None, fold: Fold, touched: Collection[str] | None
) -> Iterator[tuple[str, Life | None, Life | None]]:
    """Each holder with the life before and after, as `Register.lives_compared` tells it."""
    is_told = compared is not None and compared.can_tell
    for block in batched(_side_by_side(ledgers), BLOCK if is_told else 1):
        left = block
        if touched is not None and EVERYBODY not in touched:
            left = [each for each in block if each.name in touched]
        same = compared.told(left) if compared is not None and is_told else set()
        looked_at = {each.name for each in left} - same
        for name, before, after in block:
            if name not in looked_at:
                yield name, None, None
            else:
                yield name, None if before is None else fold(0, name, before), fold(1, name, after)


def _side_by_side(ledgers: tuple[Ledger, Ledger]) -> Iterator[_Holder]:
    before, after = ledgers
    if before is after:
        yield from (_Holder(name, own, own) for name, own in after.by_holder())
        return
    was = before.by_holder()
    held = next(was, None)
    for name, own in after.by_holder():
        then = None
        if held is not None and held[0] == name:  # who is there before is there after, in the same order
            then, held = held[1], next(was, None)
        yield _Holder(name, then, own)
