"""How far two tuples are alike is what going through both of them tells, whatever they were taken from."""

from __future__ import annotations

from itertools import takewhile

from hypothesis import given
from hypothesis import strategies as st

from kenri.model.alike import alike, beginning

SEVERAL = st.lists(st.integers(0, 1), max_size=40).map(tuple)


@given(SEVERAL, SEVERAL, SEVERAL)
def test_as_far_as_their_members_are(start: tuple[int, ...], one: tuple[int, ...], other: tuple[int, ...]) -> None:
    pairs = zip(start + one, start + other, strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    assert alike(start + one, start + other) == alike(start + other, start + one) == same


@given(SEVERAL, st.integers(0, 45), st.integers(0, 45), st.integers(0, 45))
def test_a_beginning_is_the_first_so_many(whole: tuple[int, ...], few: int, of_many: int, many: int) -> None:
    one, other = beginning(beginning(whole, many), few), beginning(whole, of_many)
    assert (one, other) == (whole[:many][:few], whole[:of_many])
    assert alike(one, other) == min(len(one), len(other))
    assert alike(one, whole[1:]) == alike(tuple(one), whole[1:])
