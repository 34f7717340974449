"""The versions of a plan of a register, each found by the day on which it is used and by what was known."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from kenri.loader.amendments import known_from
from kenri.model.days import FIRST_DAY, Day
from kenri.model.known_records import KnownRecord
from kenri.model.life import Instant
from kenri.register.plan_versions import KeptPlan

if TYPE_CHECKING:
    from kenri.register.register import Register

__all__ = ["PlanHistory", "UsedVersion"]


class UsedVersion(NamedTuple):
    """A version of a plan as it is used on the days from the first to the last, both included."""

    plan: KeptPlan
    first: Day
    last: Day
    since: Instant | None
    """Since when it is the version of all these days, with all its amendments; None where that was always so."""


class PlanHistory:
    """A plan as it was used on each day; each version is loaded once."""

    def __init__(self, register: Register, id_: str) -> None:
        self.id = id_
        self._register = register
        with register.reading() as ledger:
            records = ledger.plans()
        self._days = sorted({each.since for each in records if each.since})
        self._known = sorted({each.known for each in records if each.known is not None})
        own = [each for each in records if each.key == id_]
        self._first = min((each.since for each in own), default="")
        self._loaded: dict[tuple[int, int], KeptPlan] = {}
        self.recordings = tuple(
            KnownRecord(
                sequence=each.sequence,
                kind=each.kind,
                key=each.key,
                known=each.known,
                author=each.author,
                source=str(each.origin),
            )
            for each in own
            if each.known is not None
        )
        """What was recorded in the place of a version."""

    @property
    def plan(self) -> KeptPlan:
        """The newest version."""
        return self._register.plan(self.id)

    def on(self, day: Day, instant: Instant | None = None) -> KeptPlan | None:
        """The version that is used on a day, as known at an instant (None: by all there is); None where there is none
        yet. A version was known always, until another was recorded in its place.
        """
        on = date.fromordinal(day)
        if on.isoformat() < self._first:
            return None
        known = len(self._known) if instant is None else bisect_right(self._known, instant)
        key = bisect_right(self._days, on.isoformat()), known
        if key not in self._loaded:
            self._loaded[key] = self._register.plan(self.id, on, known_at=instant)
        return self._loaded[key]

    def used(self, until: Day) -> list[UsedVersion]:
        """The versions by all that is known, in the order of the days on which they are used, up to a last day."""
        turns = [date.fromisoformat(day).toordinal() for day in self._days]
        firsts = [FIRST_DAY, *(day for day in turns if FIRST_DAY < day <= until)]
        found: list[UsedVersion] = []
        for first, last in zip(firsts, [*(day - 1 for day in firsts[1:]), until], strict=True):
            plan = self.on(first)
            if plan is None:
                continue
            since = self._since(plan, first)
            if found and found[-1].plan is plan:
                before = found.pop()
                known = [each for each in (before.since, since) if each is not None]
                found.append(UsedVersion(plan, before.first, last, max(known, default=None)))
            else:
                found.append(UsedVersion(plan, first, last, since))
        return found

    def _since(self, plan: KeptPlan, day: Day) -> Instant | None:
        """Since when a version is that of a day, with all its amendments."""
        amended = [known_from(each, plan.plan.zone) for each in plan.plan.amendments.values()]
        replaced: list[Instant] = []
        for before, at in reversed([*zip([None, *self._known], self._known, strict=False)]):
            then = self._before_all(day) if before is None else self.on(day, before)
            if then is not plan:
                replaced.append(at)
                break
        return max([*amended, *replaced], default=None)

    def _before_all(self, day: Day) -> KeptPlan | None:
        """The version of a day before any other was recorded in its place."""
        return self.on(day, self._known[0] - 1)
