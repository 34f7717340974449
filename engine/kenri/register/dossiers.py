"""Dossiers: all that a register holds of one holder, which tell what was so on a day, as known at an instant.

Most are the same life whenever they are asked: a life is made anew only where a party, a grant or a fact is otherwise.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from kenri.loader import instants
from kenri.model.days import Day
from kenri.model.known_records import KnownRecord
from kenri.model.life import Instant, Life
from kenri.register.folding import Moment, known_since
from kenri.register.plan_versions import KeptPlan
from kenri.register.records import RegisterRecord

__all__ = ["Dossier"]


class Dossier:
    """The records that count in the life of one holder, in order; of all holders where `holder` is empty."""

    def __init__(
        self,
        holder: str,
        records: Sequence[RegisterRecord],
        fold: Callable[[Sequence[RegisterRecord], KeptPlan, Moment], Life],
        *,
        permitted: int | None = None,
    ) -> None:
        """`fold` makes the life that records come to for a plan at a moment."""
        self.holder = holder
        self.records = records
        self.permitted = permitted
        """How many acts there are, where it is known that all were permitted; None where that is to be found out."""
        self._fold = fold
        self._lives: dict[tuple[int, int, int], tuple[KeptPlan, Life]] = {}
        self._known: dict[str, list[Instant]] = {}

    def life(self, plan: KeptPlan, day: Day, instant: Instant | None = None) -> Life:
        """The life for a plan as it was on a day, as known at an instant (None: all there is); the same object wherever
        it is the same.

        Events that became known later are still in it: `Life.known_at` leaves them out.
        """
        on = date.fromordinal(day)
        known = self._known_from(plan.plan.zone)
        place = len(known) if instant is None else bisect_right(known, instant)
        key = id(plan), bisect_right(self._days, on.isoformat()), place
        if key not in self._lives:
            at = instant if place < len(known) else None
            self._lives[key] = plan, self._fold(self.records, plan, Moment(ZoneInfo(plan.plan.zone), on, at))
        return self._lives[key][1]

    def recordings(self, plan: KeptPlan) -> Iterator[KnownRecord]:
        """Each record with the instant from which it was known, by the clocks of a plan."""
        zone = ZoneInfo(plan.plan.zone)
        for record in self.records:
            yield KnownRecord(
                sequence=record.sequence,
                kind=record.kind,
                key=record.key,
                known=known_since(record, zone),
                author=record.author,
                source=str(record.origin),
                is_cancelled=record.cancelled,
            )

    def only(self, keep: Callable[[RegisterRecord], bool]) -> Dossier:
        """The same with some of its records."""
        return Dossier(self.holder, [record for record in self.records if keep(record)], self._fold)

    @cached_property
    def _days(self) -> list[str]:
        """The days from which a party or a fact is otherwise."""
        return sorted({record.since for record in self.records if record.since})

    def _known_from(self, zone: str) -> list[Instant]:
        """The instants at which another party, grant or fact became known; without them a life is the same at any."""
        if zone not in self._known:
            clocks = ZoneInfo(zone)
            is_taken_back = any(record.kind == "grant" and record.cancelled for record in self.records)
            found = {instants.beginning(date.fromisoformat(day), clocks) for day in self._days}
            found |= {
                record.known
                for record in self.records
                if record.known is not None and (record.kind != "event" or is_taken_back)
            }
            self._known[zone] = sorted(found)
        return self._known[zone]
