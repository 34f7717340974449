"""How many recurring days have come, by arithmetic: as many as the days one by one, from any day and to any."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from kenri import terms
from kenri.lowering import compiled
from kenri.model import periods
from kenri.symbolic import tables
from kenri.symbolic.moments import SymbolicHappening
from kenri.symbolic.recurring import _is_straight, _of

FIRST, LAST = date(2015, 12, 1).toordinal(), date(2025, 3, 5).toordinal()
ANY_DAY = st.integers(FIRST, LAST)

COUNTINGS = [
    periods.Counting(months, first_day, "none", None, number)  # type: ignore[arg-type]  # of those there are
    for months, number in (
        ("corresponding-day", None),
        ("month-end", None),
        *(("corresponding-day", n) for n in (1, 28, 29, 30, 31)),
    )
    for first_day in ("excluded", "included")
]


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@given(
    st.sampled_from(COUNTINGS),
    st.sampled_from(("days", "weeks", "months", "years")),
    st.integers(1, 14),
    st.integers(1, 60),
    ANY_DAY,
    ANY_DAY,
)
@example(COUNTINGS[0], "months", 1, 48, day("2023-01-31"), day("2023-02-28"))
@example(COUNTINGS[0], "months", 1, 48, day("2023-01-31"), day("2023-03-30"))
@example(COUNTINGS[2], "months", 1, 48, day("2023-02-28"), day("2023-03-30"))
@example(COUNTINGS[1], "months", 1, 48, day("2023-02-01"), day("2023-02-28"))
def test_as_many_have_come_as_one_by_one(
    counting: periods.Counting, unit: Any, number: int, times: int, start: int, seen: int
) -> None:
    assert _is_straight(unit, counting)
    ends = [periods.last_day(start, number * n, unit, counting) for n in range(1, times + 1)]
    with terms.afresh(as_functions=True):
        variables = [terms.whole("start", FIRST - 1, LAST + 1), terms.whole("seen", FIRST - 1, LAST + 1)]
        found = _of(SymbolicHappening(True, variables[0]), number, unit, counting, times, variables[1])
        assert compiled([found], variables)(start, seen) == (sum(end <= seen for end in ends),)


@given(
    st.sampled_from([*COUNTINGS, periods.Counting("next-day", "excluded", "none")]),
    st.sampled_from(("days", "months", "years")),
    st.integers(1, 130),
    ANY_DAY,
)
def test_a_recurring_day_is_the_last_of_its_period(
    counting: periods.Counting, unit: Any, number: int, start: int
) -> None:
    with terms.afresh(as_functions=True):
        variable = terms.whole("start", FIRST, LAST)
        found, is_known = tables.recurring(variable, number, unit, counting)
        assert compiled([found, is_known], [variable])(start) == (periods.last_day(start, number, unit, counting), True)
