"""Which of several things that may happen is the first or the last, as terms say it."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri import terms
from kenri.symbolic import moments
from kenri.symbolic.moments import SymbolicHappening
from tests.terms.plain_value import plain_value

PLACES = st.lists(st.tuples(st.integers(1, 4), st.lists(st.integers(0, 2), max_size=2).map(tuple)), max_size=6)


def happenings(places: list[tuple[int, tuple[int, ...]]]) -> list[SymbolicHappening]:
    return [SymbolicHappening(terms.flag(f"h{at}"), day, None, order) for at, (day, order) in enumerate(places)]


@given(PLACES, st.booleans(), st.data())
def test_only_what_nothing_comes_before_or_after_is_left(
    places: list[tuple[int, tuple[int, ...]]], first: bool, data: st.DataObject
) -> None:
    several = happenings(places)
    there = {f"h{at}": data.draw(st.booleans()) for at in range(len(places))}
    come = [(day, *order) for (day, order), happens in zip(places, there.values(), strict=True) if happens]
    best = (min if first else max)(come, default=None)
    found = [plain_value(each.happens, there) for each in moments._alone(several, first=first)]
    assert found == [
        happens and (day, *order) == best for (day, order), happens in zip(places, there.values(), strict=True)
    ]


@pytest.mark.parametrize("first", [True, False])
def test_days_that_are_known_are_not_compared_each_with_each(first: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve hundred recurring days were more than a million comparisons."""

    def compared(*_: Any) -> Any:
        raise AssertionError("their order is known")

    monkeypatch.setattr(moments, "precedes", compared)
    several = happenings([(day, ()) for day in range(1, 1201)])
    assert len(moments._alone(several, first=first)) == 1200
    moments._nth(moments.SymbolicHappenings(tuple(SymbolicHappening(True, day) for day in range(1, 1201))), 600)
    found = moments._alone(several[:100], first=first)
    only = {f"h{at}": at in (30, 70) for at in range(100)}
    assert [plain_value(found[at].happens, only) for at in (30, 70)] == [first, not first]


@pytest.mark.parametrize("first", [True, False])
def test_behind_what_surely_happens_nothing_is_looked_at(first: bool) -> None:
    several = [SymbolicHappening(True, day) for day in range(1, 1201)]
    assert moments._alone(several, first=first) == (several[0 if first else -1],)


@given(PLACES, st.integers(1, 4), st.data())
def test_the_nth_has_so_many_before_it(places: list[tuple[int, tuple[int, ...]]], n: int, data: st.DataObject) -> None:
    there = {f"h{at}": data.draw(st.booleans()) for at in range(len(places))}
    come = [(day, *order) for (day, order), happens in zip(places, there.values(), strict=True) if happens]
    several = happenings(places)
    told = [
        (each.day, each.order)
        for each in moments._nth(moments.SymbolicHappenings(tuple(several)), n).all
        if plain_value(each.happens, there)
    ]
    expected = [
        (day, order)
        for (day, order), happens in zip(places, there.values(), strict=True)
        if happens and sum(other < (day, *order) for other in come) == n - 1
    ]
    assert told == expected


@given(PLACES, PLACES, PLACES, st.data())
def test_of_parts_that_are_known_the_first_that_has_any_is_known(
    first: list[tuple[int, tuple[int, ...]]],
    second: list[tuple[int, tuple[int, ...]]],
    third: list[tuple[int, tuple[int, ...]]],
    data: st.DataObject,
) -> None:
    """That another may be meant is said nowhere, where no life could make it so: the solver would look into it."""
    several = happenings([*first, *second, *third])
    there = {f"h{at}": data.draw(st.booleans()) for at in range(len(several))}
    ends = (0, len(first), len(first) + len(second), len(several))
    parts = [tuple(several[start:end]) for start, end in itertools.pairwise(ends)]
    found = moments._preferred([moments.SymbolicHappenings(part) for part in parts])
    assert not found.perhaps
    come = ([each for each in part if plain_value(each.happens, there)] for part in parts)
    told = [(each.day, each.order) for each in found.all if plain_value(each.happens, there)]
    assert told == [(each.day, each.order) for each in next(filter(None, come), [])]
