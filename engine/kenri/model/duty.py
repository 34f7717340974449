"""What must be done in one life: each time that a duty is owed, until when, and whether it was done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from kenri.model.cautions import Caution
from kenri.model.dated import OverDays
from kenri.model.days import Day, DaySet
from kenri.model.plan import Said
from kenri.model.turning import Turning

DutyStanding: TypeAlias = Literal["coming", "open", "done", "not-done", "unknown"]
"""How it stands on a day: its first day is still to come; it can be done and is not yet; it was done in time; its last
day has gone by without; something is missing to know."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OwedDuty(OverDays):
    """One time that somebody must do something, as it stands on the day that was asked about.

    The first and the last day are those on which it can be done, both included. Where they are not known, `first` and
    `last` are None and `perhaps` has the days on which it may fall due.
    """

    duty: str
    clause: str
    says: Said
    otherwise: Said
    """What follows where it is not done; empty where the plan does not say."""
    of: tuple[str, ...]
    """The actions by which it is done."""
    by: str
    """The party who must, or the role where the life has nobody in it."""
    is_role: bool
    """Whether it is that role."""
    grant: str
    event: str
    """The event that brings it about; empty where none does."""
    first: Day | None
    last: Day | None
    perhaps: DaySet
    standing: DutyStanding
    done_on: Day | None
    """The first day on which it surely was done; None where there is none."""
    missing: tuple[str, ...] = ()
    """The names of what is missing to know how it stands."""

    @property
    def done_date(self) -> date | None:
        """The first day on which it was done, as a date."""
        return None if self.done_on is None else date.fromordinal(self.done_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """Every duty of a life on a day, in the order of their last days; those that may not be owed stand last."""

    plan: str
    on: Day
    owed: tuple[OwedDuty, ...]
    turns: Turning[tuple[OwedDuty, ...]] | None = field(default=None, hash=False)
    """Which readings give others; None when that was not asked."""
    cautions: tuple[Caution, ...] = ()
    """What was not looked at: the hour of an instant, since duties are told as the day is over."""

    @property
    def not_done(self) -> tuple[OwedDuty, ...]:
        """Those whose last day has gone by without."""
        return tuple(each for each in self.owed if each.standing == "not-done")

    @property
    def open(self) -> tuple[OwedDuty, ...]:
        """Those that can be done on the day, and are not yet."""
        return tuple(each for each in self.owed if each.standing == "open")

    def current(self, duty: str) -> OwedDuty | None:
        """The first time of a duty that is not over by the day, or the last one; None where it is never owed."""
        several = [each for each in self.owed if each.duty == duty]
        coming = (each for each in several if each.last is None or each.last >= self.on)
        return next(coming, several[-1] if several else None)
