"""Days of answers as dates: within the engine a day is a whole number, outside it is a date."""

from __future__ import annotations

import datetime
from dataclasses import fields
from typing import Any

from kenri.model.days import as_date, iso


class _Told:
    """A dataclass whose days are told as dates."""

    __slots__ = ()

    def __repr__(self: Any) -> str:
        shown = (f"{each.name}={_told(each.name, getattr(self, each.name))}" for each in fields(self) if each.repr)
        return f"{type(self).__name__}({', '.join(shown)})"


def _told(name: str, value: Any) -> str:
    return iso(value) if name in ("day", "first", "last") and isinstance(value, int) else repr(value)


class OnDay(_Told):
    """What has a `day`, which is also a `date`."""

    __slots__ = ()

    @property
    def date(self: Any) -> datetime.date:
        """The day as a date."""
        return datetime.date.fromordinal(self.day)


class OverDays(_Told):
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
