"""How long a period is: the conventions by which law and plans count days, weeks, months, years and business days.

A period begins and ends at midnight. Counting forward from an anchor day that is itself not counted, it begins at the
end of that day; counting back, it ends at the beginning of that day. All days are ordinals; results past the end of
the calendar are `NEVER`, results before its beginning are `FIRST_DAY`, and `NEVER` stays `NEVER`.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final, Literal, Protocol, TypeAlias, assert_never, runtime_checkable

from kenri.model.days import FIRST_DAY, NEVER, Day, DaySet

Months: TypeAlias = Literal["month-end", "corresponding-day", "next-day"]
FirstDay: TypeAlias = Literal["excluded", "included"]
Roll: TypeAlias = Literal["none", "forward", "back"]
Unit: TypeAlias = Literal["days", "weeks", "months", "years", "business-days"]
CalendarUnit: TypeAlias = Literal["month", "quarter", "half", "year"]
YearStart: TypeAlias = int | str
"""Where years of account begin: with a month by its number, or on a day as `MM-DD` that every month has."""

YEAR_START = r"(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
"""How a month and a day are written: up to 28, so that months, quarters and halves can begin on that day, too."""

# The calendar repeats every 400 years, so one table of 4,800 months serves every year, with no date objects.
_CYCLE_MONTHS: Final = 4800
_CYCLE_DAYS: Final = 146097


def _month_lengths(year: int) -> tuple[int, ...]:
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29 if is_leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


# The first day of each month of years 1 to 400, and of the month after.
_MONTH_STARTS: Final = list(
    accumulate((length for year in range(1, 401) for length in _month_lengths(year)), initial=FIRST_DAY)
)


def add_months(day: Day, n: int, rule: Months) -> Day:
    """The last day of the period of `n` months after `day`; for a negative `n` the first day of the period before it.

    `day` itself is not counted. `corresponding-day`: the day of the same number in the month reached, or that month's
    last day if it has none; forward and back alike.

    `next-day`: the same, but a day that the month reached lacks goes up, to the first day of the month after.

    `month-end` (Japanese Civil Code 140, 143; Revenue Ruling 66-7): counting starts on the day after `day`; the period
    ends the day before the day corresponding to that one, or with the month if it has none. That is the same as: from a
    month's last day to a month's last day, otherwise as `corresponding-day`. Back is the mirror image, the same step
    between midnights: the period ends where `day` begins, and begins where its corresponding day begins, or where the
    month reached ends if it has none. So whole months stay whole (1 March back to 1 February) and 30 March goes back to
    1 March.

    Raises `ValueError` for a day before the calendar begins.

    >>> from kenri.model.days import day, iso
    >>> iso(add_months(day("2023-02-28"), 6, "month-end")), iso(add_months(day("2023-02-28"), 6, "corresponding-day"))
    ('2023-08-31', '2023-08-28')
    """
    if day < FIRST_DAY:
        raise ValueError(f"`{day}` is before the first day of the calendar")
    return NEVER if day >= NEVER else _clip(_add_months(day, n, rule))


class BeyondCalendarError(ValueError):
    """A calendar was asked about a day in a year that it does not know."""

    def __init__(self, calendar: str, message: str) -> None:
        super().__init__(message)
        self.calendar = calendar


class BusinessDays(Protocol):
    """A calendar that knows on which days business is done; it may refuse days outside its years."""

    @property
    def name(self) -> str: ...

    def is_business_day(self, day: Day) -> bool: ...


@runtime_checkable
class Counted(BusinessDays, Protocol):
    """Business days that know by themselves which is the nth from a day, however many there are."""

    def nth(self, day: Day, n: int) -> Day:
        """What `add_business_days` gives for an `n` other than 0, before it is brought into the calendar."""
        ...


class Calendar(BusinessDays, Protocol):
    """Business days that can also be had all at once."""

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year of which it knows the business days."""
        ...

    def days(self) -> tuple[DaySet, DaySet]:
        """All its business days, and all days it can speak about."""
        ...


def add_business_days(day: Day, n: int, calendar: BusinessDays) -> Day:
    """The `n`th business day after `day`, or before it if `n` is negative; `day` itself, open or not, if `n` is 0."""
    if day >= NEVER:
        return NEVER
    if n and isinstance(calendar, Counted):
        return _clip(calendar.nth(day, n))
    step = 1 if n > 0 else -1
    for _ in range(abs(n)):
        if not FIRST_DAY <= day + step < NEVER:
            return NEVER if n > 0 else FIRST_DAY
        day = _nearest_business_day(day + step, step, calendar)
    return _clip(day)


def roll(day: Day, direction: Roll, calendar: BusinessDays) -> Day:
    """`day` if it is a business day or `direction` is `none`, otherwise the nearest business day later or earlier."""
    if day >= NEVER:
        return NEVER
    match direction:
        case "none":
            return day
        case "forward":
            return _clip(_nearest_business_day(day, 1, calendar))
        case "back":
            return _clip(_nearest_business_day(day, -1, calendar))
        case _:
            assert_never(direction)


@dataclass(frozen=True, slots=True)
class Counting:
    """A convention for counting periods.

    `first_day`: whether the day a period starts with is itself counted (Civil Code 140 and its proviso). `roll`: where
    a period goes whose far end is not a business day (Civil Code 142), `forward` being later and `back` earlier
    whichever way the period was counted. `day_of_month`, from 1 to 31: whatever `months` says, a period of months ends
    on that day of the month reached, or on the last day of a month that is shorter. Raises `ValueError` for a roll
    without a calendar to roll on.
    """

    months: Months
    first_day: FirstDay
    roll: Roll
    calendar: BusinessDays | None = None
    day_of_month: int | None = None

    def __post_init__(self) -> None:
        if self.roll != "none" and self.calendar is None:
            raise ValueError(f"a period cannot roll `{self.roll}` to a business day without a calendar")


def last_day(anchor: Day, count: int, unit: Unit, counting: Counting) -> Day:
    """The last day of the period of `count` units that starts with `anchor`, then rolled.

    `anchor` is day 0 where the first day is excluded and day 1 where it is included. A period of no length ends on
    day 0. Raises `ValueError` if `count` is negative, or for business days without a calendar.
    """
    return _far_end(anchor, count, 1, unit, counting)


def first_day_before(anchor: Day, count: int, unit: Unit, counting: Counting) -> Day:
    """The first day of the period of `count` units counted back from `anchor`, then rolled.

    The period's last day is the day before `anchor` where the first day is excluded, `anchor` where it is included.
    Raises as `last_day` does.
    """
    return _far_end(anchor, count, -1, unit, counting)


def first_of(unit: CalendarUnit, day: Day, year_starts: YearStart = 1) -> Day:
    """The first day of the month, quarter, half or year around `day`, in years that start as `year_starts` says.

    Where they start on a day within a month, so do their months.

    >>> from kenri.model.days import day, iso
    >>> iso(first_of("year", day("2024-04-05"), "04-06")), iso(first_of("month", day("2024-04-05"), "04-06"))
    ('2023-04-06', '2024-03-06')
    """
    month, start = _opens(year_starts)
    return NEVER if day >= NEVER else _clip(_month_start(_first_month(unit, day - start, month)) + start)


def last_of(unit: CalendarUnit, day: Day, year_starts: YearStart = 1) -> Day:
    """The last day of the month, quarter, half or year around `day`, in years that start as `year_starts` says."""
    month, start = _opens(year_starts)
    if day >= NEVER:
        return NEVER
    return _clip(_month_start(_first_month(unit, day - start, month) + _MONTHS_IN[unit]) + start - 1)


@cache
def _opens(year_starts: YearStart) -> tuple[int, int]:
    """The month in which years begin, and how many days after its first day."""
    if isinstance(year_starts, int):
        return year_starts, 0
    if re.fullmatch(YEAR_START, year_starts) is None:
        raise ValueError(f"a year starts with a month, or on a day from 1 to 28 of it, found `{year_starts}`")
    return int(year_starts[:2]), int(year_starts[3:]) - 1


def month_index(day: Day) -> int:
    """The month around `day`, counted from 0 for January of year 1."""
    return _first_month("month", day, 1)


def month_start(month: int) -> Day:
    """The first day of the month of an index; `NEVER` past the end of the calendar."""
    return _clip(_month_start(month))


_MONTHS_IN: Final[dict[CalendarUnit, int]] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def _first_month(unit: CalendarUnit, day: Day, year_starts: int) -> int:
    """The first month of the unit around `day`, counted from 0 for January of year 1."""
    if not 1 <= year_starts <= 12:
        raise ValueError(f"a year starts with a month from 1 to 12, found `{year_starts}`")
    cycle, in_cycle = divmod(day - FIRST_DAY, _CYCLE_DAYS)
    month = cycle * _CYCLE_MONTHS + bisect_right(_MONTH_STARTS, in_cycle + FIRST_DAY) - 1
    return month - (month - (year_starts - 1)) % _MONTHS_IN[unit]


def _month_start(month: int) -> int:
    cycle, in_cycle = divmod(month, _CYCLE_MONTHS)
    return cycle * _CYCLE_DAYS + _MONTH_STARTS[in_cycle]


def _add_months(day: int, n: int, rule: Months) -> int:
    """`add_months` on integers that may lie outside the calendar."""
    cycle, in_cycle = divmod(day - FIRST_DAY, _CYCLE_DAYS)
    in_cycle += FIRST_DAY
    month = bisect_right(_MONTH_STARTS, in_cycle) - 1
    cycles, reached = divmod(month + n, _CYCLE_MONTHS)
    end = _MONTH_STARTS[reached] + in_cycle - _MONTH_STARTS[month]
    after_reached = _MONTH_STARTS[reached + 1]
    if rule == "month-end":
        if n < 0:
            if end > after_reached:
                end = after_reached
        elif end >= after_reached or in_cycle + 1 == _MONTH_STARTS[month + 1]:
            end = after_reached - 1
    elif rule == "corresponding-day":
        if end >= after_reached:
            end = after_reached - 1
    elif rule == "next-day":
        if end > after_reached:
            end = after_reached
    else:
        assert_never(rule)
    return (cycle + cycles) * _CYCLE_DAYS + end


def _months_from(day_0: int, n: int, counting: Counting) -> int:
    """Where a period of months ends; one of no length ends on day 0, whatever day of the month that is."""
    if counting.day_of_month is None or n == 0:
        return _add_months(day_0, n, counting.months)
    reached = month_index(day_0) + n
    return min(_month_start(reached) + counting.day_of_month, _month_start(reached + 1)) - 1


def _nearest_business_day(day: int, step: int, calendar: BusinessDays) -> int:
    """The first business day from `day` on in steps of 1 or -1; a day outside the calendar if there is none."""
    while FIRST_DAY <= day < NEVER and not calendar.is_business_day(day):
        day += step
    return day


def _far_end(anchor: Day, count: int, direction: Literal[1, -1], unit: Unit, counting: Counting) -> Day:
    if count < 0:
        raise ValueError(f"a period has no negative length, found `{count}` {unit}")
    if anchor < FIRST_DAY:
        raise ValueError(f"`{anchor}` is before the first day of the calendar")
    if anchor >= NEVER:
        return NEVER
    day_0 = anchor - direction if counting.first_day == "included" else anchor
    end = _clip(_count_from(day_0, count * direction, unit, counting))
    return roll(end, counting.roll, counting.calendar) if counting.calendar is not None else end


def _count_from(day_0: int, n: int, unit: Unit, counting: Counting) -> int:
    match unit:
        case "days":
            return day_0 + n
        case "weeks":
            return day_0 + 7 * n
        case "months":
            return _months_from(day_0, n, counting)
        case "years":
            return _months_from(day_0, 12 * n, counting)
        case "business-days":
            if counting.calendar is None:
                raise ValueError("a period in business days needs a calendar; its counting convention names none")
            return add_business_days(day_0, n, counting.calendar)
        case _:
            assert_never(unit)


def _clip(day: int) -> Day:
    return NEVER if day >= NEVER else max(day, FIRST_DAY)
