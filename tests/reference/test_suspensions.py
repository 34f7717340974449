"""Periods whose running is suspended: against counting day by day, and as far as the suspension is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kenri.model.days import NEVER, DaySet
from kenri.model.periods import Counting
from kenri.reference.moments import tolled_end
from tests.hostile import LIFE_DATA, loaded

EXCLUDED = Counting(months="corresponding-day", first_day="excluded", roll="none")
INCLUDED = Counting(months="corresponding-day", first_day="included", roll="none")

sets = st.lists(st.tuples(st.integers(1, 80), st.integers(1, 90)), max_size=6).map(DaySet.of)


def counted(anchor: int, end: int, suspended: DaySet, counting: Counting) -> int:
    """The first day E from `end` on with E less the suspended days since the first that counts at least `end`."""
    first = anchor if counting.first_day == "included" else anchor + 1
    for last in range(end, 400):
        if last - sum(day in suspended for day in range(first, last + 1)) >= end:
            return last
    return NEVER


@given(st.integers(1, 60), st.integers(0, 60), sets, st.sampled_from([EXCLUDED, INCLUDED]))
@example(10, 5, DaySet.from_(12), EXCLUDED)
@example(10, 5, DaySet.always(), INCLUDED)
@example(10, 0, DaySet.of([(8, 12)]), EXCLUDED)
def test_each_suspended_day_moves_the_end_by_a_day(
    anchor: int, length: int, suspended: DaySet, counting: Counting
) -> None:
    end = anchor + length
    assert tolled_end(anchor, end, suspended, counting) == counted(anchor, end, suspended, counting)


# Ten exchange business days after a blackout, where the exchange's calendar is the plan's own: weekdays less its
# holidays. `weekdays` is not known for ever, and the tenth day is known all the same. From an option plan of a company
# in Toronto: a blackout through 2022-02-24 moves the expiry of 2022-02-20 to 2022-03-10.
EXCHANGE = """\
states:
  holiday: {is: {any: [{on: 2022-02-21}, {on: 2022-04-15}]}}
  business: {is: {all: [{business_day: weekdays}, {not: holiday}]}}
dates:
  tenth: {is: {every: {days: 10}, from: 2022-02-24, times: 1, paused: {not: business}}}
rules: {r: {clause: c1, says: s, permit: exercise, when: {until: tenth}}}
"""


@pytest.mark.parametrize(("on", "outcome"), [("2022-03-10", "allowed"), ("2022-03-11", "denied")])
def test_what_is_unknown_far_away_does_not_make_a_recurring_day_unknown(tmp_path: Path, on: str, outcome: str) -> None:
    assert loaded(tmp_path, EXCHANGE).ask(LIFE_DATA, on=on).outcome == outcome


PERHAPS = """\
terms: {closed: {unknown: the notice leaves it open, type: flag}}
dates: {tenth: {is: {every: {days: 10}, from: 2022-02-24, times: 1, paused: {all: [closed, {from: DAY}]}}}}
rules: {r: {clause: c1, says: s, permit: exercise, when: {until: tenth}}}
"""


@pytest.mark.parametrize(
    ("day", "outcome"),
    [("2022-03-07", "denied"), ("2022-03-06", "unknown"), ("2022-02-25", "unknown")],
)
def test_what_is_unknown_of_a_suspension_matters_where_it_would_move_the_day(
    tmp_path: Path, day: str, outcome: str
) -> None:
    # Ten days after 24 February end on 6 March: a suspension from the 7th comes too late, one from the 6th does not.
    plan = loaded(tmp_path, PERHAPS.replace("DAY", day))
    assert plan.ask(LIFE_DATA, on="2022-03-07").outcome == outcome
    forward = pytest.importorskip("kenri.forward")
    if forward.available():
        assert forward.forward_answer(plan, LIFE_DATA, on="2022-03-07").outcome == outcome
