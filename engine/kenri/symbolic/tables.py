"""Calendar arithmetic in terms: the reference's own functions, tabulated over the days that a term can be.

Months and business days are no arithmetic that a solver is good at, but between a few days such a function is straight:
it moves each day by as much as the day before, or to the same day. A table states these pieces, made from the function
itself for every day from the least to the greatest that its argument can be; a term without such bounds is refused.
Where terms are made into functions, and days may be any within centuries, the function itself is looked up instead.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from kenri import terms
from kenri.model import periods
from kenri.model.days import FIRST_DAY, NEVER, Day
from kenri.model.expressions import Duration
from kenri.model.sentences import Sentence
from kenri.terms import Piece, Table, conj, le, lt

if TYPE_CHECKING:
    from kenri.symbolic.case import SymbolicCase

Function: TypeAlias = Callable[[Day], Day]

Moved: TypeAlias = tuple[terms.Number, terms.Flag]
"""A day, and whether it is known."""


def shifted(day: terms.Number, number: int, unit: periods.Unit, counting: periods.Counting, direction: int) -> Moved:
    """The last day of a period counted from a day, or the first of one counted back."""
    end = periods.last_day if direction > 0 else periods.first_day_before
    if terms.is_known(day):
        return _known(lambda: end(day, number, unit, counting))
    if unit in ("days", "weeks") and counting.roll == "none":
        # Straight everywhere: it stays within the days there are, as every day of a world does by some margin.
        return terms.add(day, end(_MIDDLE, number, unit, counting) - _MIDDLE), True
    return _looked_up(("end", direction, number, unit, counting), day, lambda x: end(x, number, unit, counting))


_MIDDLE = date(2000, 6, 15).toordinal()


def first_of(unit: periods.CalendarUnit, day: terms.Number, year_starts: periods.YearStart) -> Moved:
    """The first day of the month, quarter, half or year around a day."""
    if terms.is_known(day):
        return periods.first_of(unit, day, year_starts), True
    return _looked_up(("first", unit, year_starts), day, lambda x: periods.first_of(unit, x, year_starts))


def last_of(unit: periods.CalendarUnit, day: terms.Number, year_starts: periods.YearStart) -> Moved:
    """The last day of the month, quarter, half or year around a day."""
    if terms.is_known(day):
        return periods.last_of(unit, day, year_starts), True
    return _looked_up(("last", unit, year_starts), day, lambda x: periods.last_of(unit, x, year_starts))


def month_index(day: terms.Number) -> terms.Number:
    """The month around a day, counted from 0 for January of year 1."""
    return periods.month_index(day) if terms.is_known(day) else _looked_up(("month",), day, periods.month_index)[0]


def month_reaching(number: int, day: terms.Number) -> terms.Number:
    """The last month whose day of that number, or last day, has come by a day, counted from 0 for January of year 1."""

    def of(one: Day) -> int:
        has_come = one >= min(periods.first_of("month", one) + number - 1, periods.last_of("month", one))
        return periods.month_index(one) - (not has_come)

    return of(day) if terms.is_known(day) else _looked_up(("month-reaching", number), day, of)[0]


def recurring(day: terms.Number, number: int, unit: periods.Unit, counting: periods.Counting) -> Moved:
    """One of many days that recur so long after a day: `shifted`, by functions that are the same for all of them."""
    is_of_months = unit in ("months", "years") and counting.roll == "none" and number > 0
    if not (is_of_months and terms.are_as_functions()) or terms.is_known(day):
        return shifted(day, number, unit, counting, 1)
    day_0 = terms.add(day, -1) if counting.first_day == "included" else day
    begun = month_index(day_0)
    reached = terms.add(begun, number * (12 if unit == "years" else 1))
    if counting.day_of_month is not None:
        return _day_in_month(reached, counting.day_of_month), True
    opens, follows = _month_start(reached), _month_start(terms.add(reached, 1))
    end = terms.add(opens, terms.sub(day_0, _month_start(begun)))
    if counting.months == "next-day":
        return terms.minimum(end, follows), True
    last = terms.add(follows, -1)
    if counting.months == "month-end":
        end = terms.ite(terms.eq(day_0, terms.add(_month_start(terms.add(begun, 1)), -1)), last, end)
    return terms.minimum(end, last), True


def _month_start(month: terms.Number) -> terms.Number:
    return _of_month(("month-start",), month, periods.month_start)


def _day_in_month(month: terms.Number, number: int) -> terms.Number:
    def of(one: int) -> Day:
        return min(periods.month_start(one) + number, periods.month_start(one + 1)) - 1

    return _of_month(("day-in-month", number), month, of)


def _of_month(name: tuple[object, ...], month: terms.Number, of: Callable[[int], Day]) -> terms.Number:
    least, most = terms.range_of(month)
    assert least is not None and most is not None, "a day in the terms of functions has bounds"  # noqa: PT018
    return terms.looked_up(month, terms.Function(name, of, (of(int(least)), of(int(most))), is_total=True))[0]


def nearest(name: tuple[object, ...], day: terms.Number, function: Function) -> terms.Number:
    """A day moved on or back, by a function of days that has a value everywhere."""
    return _looked_up(name, day, function)[0]


def is_business_day(day: terms.Number, calendar: periods.Calendar) -> tuple[terms.Flag, terms.Flag]:
    """Whether business is done on a day, and whether that is known."""
    if terms.is_known(day):
        days, reach = calendar.days()
        return day in days, day in reach
    found, is_known = _looked_up(("open", calendar), day, lambda x: int(calendar.is_business_day(x)))
    return terms.eq(found, 1), is_known


def at_hour(name: tuple[object, ...], day: terms.Number, function: Function) -> terms.Number:
    """The day that an hour of a day comes to by the clocks of another zone; `name` tells the hour and the zones."""
    return function(day) if terms.is_known(day) else _looked_up(("hour", *name), day, function)[0]


def _known(end: Callable[[], Day]) -> Moved:
    try:
        return end(), True
    except periods.BeyondCalendarError:
        return 0, False


MOST_TABLES = 400
"""How many tables are kept, those of any plan; the one that was made first makes room for another."""

_tables: dict[object, Table] = {}


def _looked_up(name: tuple[object, ...], day: terms.Number, function: Function) -> Moved:
    from kenri.symbolic.case import InexpressibleError

    least, most = terms.range_of(day)
    if least is None or most is None:
        raise InexpressibleError(Sentence("period-without-bounds"))
    if terms.are_as_functions():
        return terms.looked_up(day, _function(tuple(map(_hashable, name)), function, int(least), int(most)))
    first, last = date(_year(least), 1, 1).toordinal(), date(_year(most), 12, 31).toordinal()
    # A counting is told by its parts, and a calendar is the same object each time: a plan may call its own as it likes.
    key = (*(_hashable(part) for part in name), first, last)
    table = _tables.get(key)
    if table is None:
        while len(_tables) >= MOST_TABLES:
            _tables.pop(next(iter(_tables)), None)
        table = _tables[key] = _tabulated(function, first, last)
    return terms.looked_up(day, table)


def _function(key: tuple[object, ...], function: Function, least: int, most: int) -> terms.Function:
    """A function of days between two as it stands; a day before or after the calendar stands for its first or last.

    No function of days ever goes back, so that its range is known from its ends.
    """

    def of(day: Day) -> Day | None:
        try:
            return function(min(max(day, FIRST_DAY), NEVER - 1))
        except periods.BeyondCalendarError:
            return None

    if key[0] == "open":
        return terms.Function(key, of, (0, 1), is_total=False)
    low, high = of(least), of(most)
    within = (FIRST_DAY if low is None else low, NEVER if high is None else high)
    has_calendar = any(isinstance(part, tuple) and part[-1] is not None for part in key)
    return terms.Function(key, of, within, is_total=not has_calendar)


def _hashable(part: object) -> object:
    if isinstance(part, periods.Counting):
        return part.months, part.day_of_month, part.first_day, part.roll, part.calendar
    return part


def _year(day: terms.Exact) -> int:
    return date.fromordinal(min(max(int(day), FIRST_DAY), NEVER - 1)).year


def _tabulated(function: Function, first: Day, last: Day) -> Table:
    """The straight pieces of a function on the days from `first` to `last`, and the range of its values."""

    def value(day: Day) -> Day | None:
        try:
            return function(day)
        except periods.BeyondCalendarError:
            return None

    values = [value(day) for day in range(first, last + 1)]
    pieces: list[Piece] = []
    index = 0
    while index < len(values):
        start = index
        here = values[start]
        following = values[start + 1] if start + 1 < len(values) else here
        slope = 1 if here is not None and following == here + 1 else 0
        while index + 1 < len(values) and _continues(here, values[index + 1], slope, index + 1 - start):
            index += 1
        offset = None if here is None else here - slope * (first + start)
        pieces.append(Piece(first + start, slope, offset))
        index += 1
    known = [each for each in values if each is not None]
    return Table(tuple(pieces), (min(known, default=0), max(known, default=0)))


def _continues(here: Day | None, there: Day | None, slope: int, steps: int) -> bool:
    return there is None if here is None else there == here + slope * steps


# --- lengths and other numbers that must be plain


def lengths(
    case: SymbolicCase, duration: Duration, day: terms.Number | None
) -> list[tuple[terms.Flag, int | None, periods.Unit]]:
    """The number and unit of a duration as seen from a day (None: from any), each with when it is so.

    The number is None where it is unknown.
    """
    unit, number = duration.given()
    refusal = Sentence("open-length", name=str(number))
    return [(holds, value, unit) for holds, value in _whole_numbers(case, number, day, refusal)]


def times(case: SymbolicCase, node: int | str, day: terms.Number | None) -> list[tuple[terms.Flag, int | None]]:
    """How many times something comes as seen from a day (None: from any), each with when it is so; None where it is
    unknown.
    """
    return _whole_numbers(case, node, day, Sentence("open-times"))


def _whole_numbers(
    case: SymbolicCase, node: int | str, day: terms.Number | None, refusal: Sentence
) -> list[tuple[terms.Flag, int | None]]:
    if isinstance(node, int):
        return [(True, node)]
    term = case.plan.terms.get(node)
    if term is not None and not term.is_unknown:
        found = case.term(node)
        assert isinstance(found, list), "a term that is stated has values"
        return [
            (True if day is None else conj(le(since, day), lt(day, until)), _whole(value))
            for value, since, until in found
        ]
    if day is not None:
        return _whole_numbers_on(case, node, day, refusal)
    from kenri.symbolic import turns

    days = (FIRST_DAY, *turns.of_number(case, node))
    return [line for each in days for line in _whole_numbers_on(case, node, each, refusal)]


def _whole_numbers_on(
    case: SymbolicCase, node: str, day: terms.Number, refusal: Sentence
) -> list[tuple[terms.Flag, int | None]]:
    found = case.number(node, day)
    several = terms.choices(found.value)
    if several is None or found.is_unlimited is not False:
        from kenri.symbolic.case import InexpressibleError

        raise InexpressibleError(refusal)
    lines = [(conj(found.is_known, chosen), _whole(value)) for chosen, value in several]
    return lines if found.is_known is True else [*lines, (terms.neg(found.is_known), None)]


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and value >= 0 else None
