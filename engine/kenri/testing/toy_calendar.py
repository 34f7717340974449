"""A small business-day calendar: weekdays of one year with a few holidays; outside that year every day is open."""

from __future__ import annotations

import datetime

from kenri.model.days import ALWAYS, Day, DaySet
from kenri.model.periods import Calendar
from kenri.model.plan import Plan

FIRST = datetime.date(2024, 1, 1).toordinal()
UNTIL = datetime.date(2025, 1, 1).toordinal()
HOLIDAYS = {datetime.date(2024, month, day).toordinal() for month, day in ((4, 29), (5, 3), (5, 6), (8, 12))}


class ToyCalendar:
    name = "toy"
    years = (datetime.date.min.year, datetime.date.max.year)

    def is_business_day(self, day: Day) -> bool:
        weekend = datetime.date.fromordinal(day).weekday() >= 5
        return not (FIRST <= day < UNTIL and (weekend or day in HOLIDAYS))

    def days(self) -> tuple[DaySet, DaySet]:
        closed = DaySet.of((day, day + 1) for day in range(FIRST, UNTIL) if not self.is_business_day(day))
        return ~closed, ALWAYS


TOY: Calendar = ToyCalendar()


class ToyCalendars:
    """The one calendar, for whatever plan."""

    def __call__(self, name: str) -> Calendar:
        assert name == TOY.name
        return TOY

    def of(self, plan: Plan) -> ToyCalendars:
        del plan  # none has calendars of its own
        return self


calendars = ToyCalendars()
