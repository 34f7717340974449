"""Three-valued truth: Kleene's tables, and the normal form of what is unknown."""

import functools
import itertools
import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.model.days import ALWAYS, EMPTY, DaySet
from kenri.reference.truth import FALSE, NOTHING, TRUE, Truth, any_of, between, either_way, known, unknown

MAYBE = unknown(frozenset({"a"}))
VALUES = {True: TRUE, None: MAYBE, False: FALSE}

AND = {
    (True, True): True,
    (True, None): None,
    (True, False): False,
    (None, None): None,
    (None, False): False,
    (False, False): False,
}
OR = {
    (True, True): True,
    (True, None): True,
    (True, False): True,
    (None, None): None,
    (None, False): None,
    (False, False): False,
}


@pytest.mark.parametrize(("a", "b"), list(itertools.product(VALUES, VALUES)))
def test_and_and_or_are_kleenes(a: bool | None, b: bool | None) -> None:
    pair = (a, b) if (a, b) in AND else (b, a)
    assert (VALUES[a] & VALUES[b]).on(1) is AND[pair]
    assert (VALUES[a] | VALUES[b]).on(1) is OR[pair]


def test_not_leaves_the_unknown_unknown() -> None:
    assert [(~value).on(1) for value in VALUES.values()] == [False, None, True]
    assert (~MAYBE).missing == {"a"}


def test_what_is_missing_adds_up_and_is_dropped_where_it_does_not_matter() -> None:
    other = unknown(frozenset({"b"}))
    assert (MAYBE & other).missing == (MAYBE | other).missing == {"a", "b"}
    assert FALSE & MAYBE == FALSE
    assert TRUE | MAYBE == TRUE
    assert unknown(frozenset({"a"}), EMPTY) == FALSE
    assert between(ALWAYS, ALWAYS, frozenset({"a"})) == TRUE


def test_a_truth_is_unknown_only_between_its_two_sets() -> None:
    truth = between(DaySet.between(10, 20), DaySet.between(5, 30), frozenset({"a"}))
    assert [truth.on(day) for day in (4, 5, 9, 10, 19, 20, 29, 30)] == [
        False,
        None,
        None,
        True,
        True,
        None,
        None,
        False,
    ]
    assert not truth.is_known


def test_either_way_holds_what_all_ways_hold() -> None:
    ways = [known(DaySet.between(1, 10)), known(DaySet.between(5, 20))]
    truth = either_way(ways, frozenset({"r"}))
    assert truth == Truth(DaySet.between(5, 10), DaySet.between(1, 20), frozenset({"r"}))
    assert either_way(ways[:1] * 2, frozenset({"r"})) == ways[0]


truths = st.builds(
    lambda a, b: between(DaySet.of(a) & DaySet.of(b), DaySet.of(b), frozenset({"m"})),
    *[st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=3)] * 2,
)


@given(truths, truths, truths)
def test_the_algebra_of_truths(a: Truth, b: Truth, c: Truth) -> None:
    assert a & b == b & a
    assert a | b == b | a
    assert (a & b) & c == a & (b & c)
    assert ~(a & b) == ~a | ~b
    assert ~~a == a
    assert a & (b | c) == (a & b) | (a & c)
    for made in (a, ~a, a & b, a | b):
        assert made.yes & made.maybe == made.yes
        assert (made.missing == NOTHING) == (made.yes == made.maybe)


intervals = st.builds(lambda first, days: DaySet.between(first, first + days), st.integers(1, 20), st.integers(0, 6))
truths = st.builds(
    lambda yes, more, names: between(yes, yes | more, frozenset(names)),
    intervals,
    intervals,
    st.sets(st.sampled_from("ab"), min_size=1),
)


@given(st.lists(truths, max_size=8))
def test_any_of_several_is_one_or_another(several: list[Truth]) -> None:
    assert any_of(several) == functools.reduce(operator.or_, several, FALSE)
