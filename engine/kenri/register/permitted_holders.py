"""The holders of a register of whom columns tell that every act was permitted, with how many acts there are.

It is told of each version of a plan that rules on a day of acts: what is known now, and what was known when an act was
recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kenri.model.days import Day
from kenri.register.holder_rows import ALWAYS, HolderRows
from kenri.register.plan_history import PlanHistory, UsedVersion
from kenri.register.records import RegisterRecord

if TYPE_CHECKING:
    from kenri.columnar.permitted import Permitted
    from kenri.register.ledger import Ledger

__all__ = ["PermittedHolders"]


class PermittedHolders:
    """What columns tell of blocks of holders under a plan, of all acts up to a last day, included."""

    def __init__(self, history: PlanHistory, until: Day, readings: Mapping[str, str]) -> None:
        """`readings` are chosen ones, of any version."""
        used = history.used(until)
        acts = {tuple(_acts(each)) for each in used}
        self._versions = [(each, _permitted(each, used[0].first, readings)) for each in used]
        self.can_tell = len(acts) == 1 and all(permitted.can_tell for _, permitted in self._versions)
        """Whether columns tell anything: where the versions call the same events acts, and each has forms for them."""
        self._gathered: list[HolderRows] = []

    def told(
        self, ledger: Ledger, common: Iterable[RegisterRecord], block: Sequence[tuple[str, Sequence[RegisterRecord]]]
    ) -> dict[str, int]:
        """The holders of a block of whom it is known that all acts were permitted, each with how many there are."""
        if not self._gathered:
            several = [*common]
            self._gathered = [HolderRows(each.plan, several, ledger) for each, _ in self._versions]
        found: dict[str, int] = {}
        left = dict(block)
        for (used, permitted), gathered in reversed([*zip(self._versions, self._gathered, strict=True)]):
            is_last = used is self._versions[-1][0]
            looked_at = {
                holder: own for holder, own in left.items() if is_last or _has_events(own, used.first, used.last)
            }
            taken = {holder for holder, own in looked_at.items() if gathered.add(holder, own)}
            told: dict[str, int] = {}
            if taken:
                holders, known = gathered.holders, gathered.known
                are_permitted, acts = permitted.told(gathered.rows(), known)
                some = zip(holders, are_permitted.tolist(), acts.tolist(), strict=True)
                told = {holder: number for holder, is_permitted, number in some if is_permitted}
            for holder in looked_at:
                if holder in told:
                    found[holder] = found.get(holder, 0) + told[holder]
                else:  # of one version it is not known: the reference looks at all
                    found.pop(holder, None)
                    del left[holder]
        return found


def _permitted(used: UsedVersion, ruled_from: Day, readings: Mapping[str, str]) -> Permitted:
    from kenri.columnar.permitted import Permitted

    chosen = {name: option for name, option in readings.items() if name in used.plan.plan.readings}
    since = ALWAYS if used.since is None else used.since
    return Permitted(used.plan, (used.first, used.last), chosen, since=since, ruled_from=ruled_from)


def _acts(used: UsedVersion) -> Iterable[tuple[str, str]]:
    return sorted((name, kind.act) for name, kind in used.plan.plan.events.items() if kind.act is not None)


def _has_events(own: Iterable[RegisterRecord], first: Day, last: Day) -> bool:
    """Whether something may have happened to a holder on one of some days."""
    days = date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()
    events = (each for each in own if each.kind == "event")
    return any(days[0] <= str(each.data.get("on", days[0]))[:10] <= days[1] for each in events)
