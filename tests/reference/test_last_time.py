"""What goes on from what came of values the last time is what comes of them when nothing is known of any last time."""

from __future__ import annotations

import operator
from functools import reduce
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kenri.model.days import FIRST_DAY, NEVER, DaySet
from kenri.reference.allowance import Allowances, LimitBounds, NumberRange, allowed, within
from kenri.reference.steps import (
    LastTime,
    Steps,
    Unknown,
    changes,
    combined,
    first_difference,
    holds,
    pointwise,
    steps,
    where,
)
from kenri.reference.truth import FALSE, NOTHING, TRUE, Truth, between

DAYS = st.integers(FIRST_DAY, 9)
VALUES = st.one_of(st.integers(0, 3), st.sampled_from([Unknown(frozenset({name})) for name in "ab"]))
SETS = st.lists(st.tuples(DAYS, DAYS), max_size=3).map(DaySet.of)
NAMES = st.sampled_from([frozenset({"a"}), frozenset({"b"})])
TRUTHS = st.builds(lambda yes, more, missing: between(yes, yes | more, missing), SETS, SETS, NAMES)
STEPS = st.builds(
    lambda first, later: steps([(FIRST_DAY, first), *sorted(later.items())]),
    VALUES,
    st.dictionaries(DAYS, VALUES, max_size=5),
)


def several(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """Values as they were at one time after another."""
    return st.lists(values, min_size=2, max_size=4)


@given(several(st.tuples(STEPS, STEPS)))
def test_a_function_of_numbers(times: list[tuple[Steps, Steps]]) -> None:
    last = LastTime[Steps]()
    for operands in times:
        assert pointwise(max, operands, last) == pointwise(max, operands)


@given(several(st.tuples(TRUTHS, STEPS, STEPS)))
def test_one_number_or_another(times: list[tuple[Truth, Steps, Steps]]) -> None:
    last = LastTime[Steps]()
    for values in times:
        assert where(*values, last) == where(*values)


@given(several(st.tuples(STEPS, STEPS)))
def test_a_comparison(times: list[tuple[Steps, Steps]]) -> None:
    last = LastTime[Truth]()
    for operands in times:
        assert holds(operator.ge, *operands, last=last) == holds(operator.ge, *operands)


@given(several(st.lists(TRUTHS, max_size=3)), st.sampled_from([(operator.and_, TRUE), (operator.or_, FALSE)]))
def test_several_conditions(times: list[list[Truth]], way: tuple[Any, Truth]) -> None:
    last = LastTime[Truth]()
    for truths in times:
        assert combined(way[0], truths, way[1], last) == reduce(way[0], truths, way[1])


def allowances_of(open_: Truth, most: Steps, last: LastTime[Allowances] | None) -> Allowances:
    """The numbers up to `most`, on the days that are open."""

    def on(day: int) -> Any:
        is_open, value = open_.on(day), most.on(day)
        if is_open is False:
            return allowed((), (), NOTHING)
        missing = (open_.missing if is_open is None else NOTHING).union(
            value.missing if isinstance(value, Unknown) else NOTHING
        )
        bounds = [LimitBounds(True, value)]
        ways = [within(bounds, NumberRange(), surely=surely) for surely in (True, False)]
        surely, perhaps = ([] if way is None else [way] for way in ways)
        return allowed(surely if is_open else [], perhaps, missing)

    values = (open_, most)
    return Allowances.of(values, on, last)


@settings(max_examples=300)
@given(several(st.tuples(TRUTHS, STEPS)))
@example(
    [(TRUE, steps([(1, Unknown(frozenset({"a"}))), (3, 1)])), (TRUE, steps([(1, Unknown(frozenset({"a"}))), (3, 2)]))]
)
def test_the_numbers_allowed(times: list[tuple[Truth, Steps]]) -> None:
    last = LastTime[Allowances]()
    for open_, most in times:
        assert allowances_of(open_, most, last) == allowances_of(open_, most, None)


@given(STEPS, STEPS)
def test_before_the_first_difference_there_is_none(one: Steps, other: Steps) -> None:
    first = first_difference(one, other)
    differing = [day for day in range(FIRST_DAY, 12) if one.on(day) != other.on(day)]
    assert first == min(differing, default=NEVER)


@given(TRUTHS, TRUTHS)
def test_before_the_first_difference_of_truths_there_is_none(one: Truth, other: Truth) -> None:
    first = first_difference(one, other)
    differing = [day for day in range(FIRST_DAY, 12) if one.on(day) != other.on(day)]
    expected = min(differing, default=NEVER)
    assert first == (expected if one.missing == other.missing else FIRST_DAY)


@given(TRUTHS, STEPS)
def test_nothing_changes_on_other_days(truth: Truth, number: Steps) -> None:
    told = {*changes((truth, number), 4)}
    for day in range(5, 12):
        if day not in told:
            assert (truth.on(day), number.on(day)) == (truth.on(day - 1), number.on(day - 1))
