"""The versions of a plan of a register, each found by the day on which it is used and by what was known."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import TYPE_CHECKING

from kenri.model.days import Day
from kenri.model.known_records import KnownRecord
from kenri.model.life import Instant
from kenri.register.plan_versions import KeptPlan

if TYPE_CHECKING:
    from kenri.register.register import Register

__all__ = ["PlanHistory"]


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
