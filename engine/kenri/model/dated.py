"""Days of answers as dates: within the engine a day is a whole number, outside it is a date."""

from __future__ import annotations

import datetime
from typing import Any

from kenri.model.days import as_date


class OnDay:
    """What has a `day`, which is also a `date`."""

    __slots__ = ()

    @property
    def date(self: Any) -> datetime.date:
        """The day as a date."""
        return datetime.date.fromordinal(self.day)


class OverDays:
    """What has a `first` and a `last` day, which are also dates; None where there is no such bound."""

    __slots__ = ()

    @property
    def first_date(self: Any) -> datetime.date | None:
        """The first day as a date."""
        return as_date(self.first)

    @property
    def last_date(self: Any) -> datetime.date | None:
        """The last day as a date."""
        return as_date(self.last)


__all__ = ["OnDay", "OverDays"]
