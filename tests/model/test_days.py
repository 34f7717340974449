"""Day sets against Python sets of days and against `portion`, and the words days are written in."""

import copy
import pickle
from datetime import UTC, date, datetime

import portion  # type: ignore[import-untyped]  # ships no annotations
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kenri.model.days import ALWAYS, EMPTY, FIRST_DAY, NEVER, Day, DaySet, day, iso

# Bounds are drawn near both ends of the calendar, so that clipping, "since always" and "for ever" are met all the time.
# `SAMPLE` holds every day on which such a set can change and one day beyond, so agreeing on it is being equal.
NEAR = 40
SAMPLE = [*range(FIRST_DAY, FIRST_DAY + 2 * NEAR), NEVER // 2, *range(NEVER - 2 * NEAR, NEVER)]
NOT_DAYS = [-NEAR, 0, NEVER, NEVER + NEAR]

Interval = tuple[Day, Day]
bounds = st.integers(FIRST_DAY - 5, FIRST_DAY + NEAR) | st.integers(NEVER - NEAR, NEVER + 5)
intervals = st.lists(st.tuples(bounds, bounds), max_size=6)
shifts = st.integers(-NEAR, NEAR)

crowded = st.lists(st.tuples(st.integers(1, 300), st.integers(0, 20)), max_size=40).map(
    lambda pairs: [(first, first + length) for first, length in pairs]
)


def members(pairs: list[Interval]) -> set[Day]:
    return {d for d in SAMPLE if any(first <= d < until for first, until in pairs)}


def assert_is(found: DaySet, expected: set[Day]) -> None:
    """`found` is in normal form and has exactly the expected days of the sample."""
    edges = found.bounds
    assert len(edges) % 2 == 0
    assert list(edges) == sorted(set(edges))
    assert all(FIRST_DAY <= edge <= NEVER for edge in edges)
    assert members(list(zip(edges[::2], edges[1::2], strict=True))) == expected


@given(intervals)
@example([(3, 5), (5, 7)])
@example([(5, 7), (1, 9), (6, 12)])
@example([(FIRST_DAY - 5, NEVER + 5)])
@example([(7, 7), (9, 2)])
def test_any_intervals_become_the_normal_form_of_their_union(pairs: list[Interval]) -> None:
    made = DaySet.of(pairs)
    assert_is(made, members(pairs))
    assert DaySet(made.bounds) == made == DaySet.of(list(made)) == DaySet.of(reversed(pairs))
    assert bool(made) == bool(members(pairs))


@given(intervals)
def test_membership_is_lying_in_an_interval(pairs: list[Interval]) -> None:
    made = DaySet.of(pairs)
    assert {d for d in SAMPLE if d in made} == members(pairs)
    assert not any(d in made for d in NOT_DAYS)


@given(intervals, intervals)
@example([(3, 5)], [(5, 7)])
@example([(3, 5), (7, 9)], [(5, 7)])
@example([(3, 5), (7, 9)], [(5, 7), (20, 21)])
@example([(3, 9)], [(3, 9), (12, 15)])
@example([(1, 4), (6, 8), (10, NEVER)], [(4, 6), (8, 10)])
@example([(1, NEVER)], [(4, 6), (8, 10)])
def test_operators_are_those_of_sets_of_days(a: list[Interval], b: list[Interval]) -> None:
    x, y, in_x, in_y = DaySet.of(a), DaySet.of(b), members(a), members(b)
    assert_is(x | y, in_x | in_y)
    assert_is(x & y, in_x & in_y)
    assert_is(x - y, in_x - in_y)
    assert_is(x ^ y, in_x ^ in_y)
    assert_is(~x, set(SAMPLE) - in_x)


@given(intervals, intervals, intervals)
def test_equality_of_meaning_is_equality(a: list[Interval], b: list[Interval], c: list[Interval]) -> None:
    x, y, z = DaySet.of(a), DaySet.of(b), DaySet.of(c)
    for left, right in (
        (~(x | y), ~x & ~y),
        (~(x & y), ~x | ~y),
        (~~x, x),
        (x | y, y | x),
        (x & y, y & x),
        (x & (y | z), (x & y) | (x & z)),
        (x | (y & z), (x | y) & (x | z)),
        (x | (x & y), x),
        (x - y, x & ~y),
        (x ^ y, (x | y) - (x & y)),
        (x | ~x, ALWAYS),
        (x & ~x, EMPTY),
        (x & ALWAYS, x),
        (x | EMPTY, x),
        (x | ALWAYS, ALWAYS),
        (x & EMPTY, EMPTY),
        (x - x, EMPTY),
    ):
        assert left == right
        assert hash(left) == hash(right)
        assert (left != right) is False
    assert (x == y) == (members(a) == members(b))
    assert x != x.bounds


few = st.lists(st.tuples(st.integers(1, 300), st.integers(1, 60)), min_size=2, max_size=3).map(
    lambda pairs: [(first, first + length) for first, length in pairs]
)
many = st.sets(st.integers(1, 150), min_size=60).map(lambda days: [(2 * each, 2 * each + 1) for each in days])
"""Many intervals beside few are looked up in another way than as many as there are of the others."""


@given(crowded | many, crowded | few)
@example([(2 * each, 2 * each + 1) for each in range(1, 140)], [(4, 9), (10, 21), (30, 30), (41, 43)])
@example([(2 * each, 2 * each + 1) for each in range(1, 140)], [(1, 2), (3, 4), (279, 400)])
def test_operators_agree_with_portion(a: list[Interval], b: list[Interval]) -> None:
    p = portion.Interval(*(portion.closedopen(first, until) for first, until in a))
    q = portion.Interval(*(portion.closedopen(first, until) for first, until in b))
    x, y = DaySet.of(a), DaySet.of(b)
    for ours, theirs in ((x | y, p | q), (x & y, p & q), (y & x, p & q), (x - y, p - q), (y - x, q - p)):
        assert list(ours) == [(piece.lower, piece.upper) for piece in theirs if not theirs.empty]


@given(intervals, shifts)
@example([(FIRST_DAY, 5)], 3)
@example([(FIRST_DAY, 5)], -10)
@example([(FIRST_DAY, 5), (8, 20)], -10)
@example([(9, NEVER)], -3)
@example([(NEVER - 5, NEVER)], 7)
@example([(NEVER - 9, NEVER - 5)], 7)
@example([(3, 9), (NEVER - 5, NEVER)], 7)
def test_shift_moves_every_day_and_keeps_always_and_for_ever(pairs: list[Interval], n: int) -> None:
    made = DaySet.of(pairs)

    def was_inside(d: int) -> bool:
        # A set that holds the first day holds, for this purpose, every day before it; likewise at the other end.
        return min(max(d, FIRST_DAY), NEVER - 1) in made

    assert_is(made.shift(n), {d for d in SAMPLE if was_inside(d - n)})


def test_shift_of_inner_days_goes_there_and_back() -> None:
    made = DaySet.of([(100, 110), (120, 130)])
    assert made.shift(7) == DaySet.of([(107, 117), (127, 137)])
    assert made.shift(7).shift(-7) == made
    assert made.shift(-115) == DaySet.between(5, 15)
    assert ALWAYS.shift(9) == ALWAYS
    assert EMPTY.shift(9) == EMPTY


@given(intervals)
def test_starts_and_ends_are_the_days_on_which_membership_changes(pairs: list[Interval]) -> None:
    made, inside = DaySet.of(pairs), members(pairs)
    days = [d for d in SAMPLE if d not in (NEVER // 2, NEVER - 2 * NEAR)]
    assert list(made.starts()) == [d for d in days if d in inside and d - 1 not in inside and d > FIRST_DAY]
    assert list(made.ends()) == [d for d in days if d not in inside and d - 1 in inside]


@given(intervals, st.sampled_from(SAMPLE))
def test_looking_around_a_day(pairs: list[Interval], d: Day) -> None:
    made, inside = DaySet.of(pairs), members(pairs)
    later, earlier = [e for e in SAMPLE if e >= d and e in inside], [e for e in SAMPLE if e <= d and e in inside]
    assert made.next_on_or_after(d) == min(later, default=NEVER)
    assert made.previous_on_or_before(d) == max(earlier, default=None)
    assert made.first == min(inside, default=NEVER)
    assert made.last == max(inside, default=None)
    around = made.interval_at(d)
    if d in inside:
        assert around is not None
        assert around in list(made)
        assert around[0] <= d < around[1]
    else:
        assert around is None


@given(intervals, st.sampled_from(SAMPLE), st.sampled_from(SAMPLE))
def test_intervals_that_reach_into_others_are_whole(pairs: list[Interval], first: Day, until: Day) -> None:
    made = DaySet.of(pairs)
    expected = [each for each in made if DaySet.between(*each) & DaySet.between(first, until)]
    assert list(made.touching(first, until)) == expected


def test_looking_from_outside_the_calendar() -> None:
    made = DaySet.of([(100, 110), (120, 130)])
    assert made.next_on_or_after(0) == 100
    assert made.next_on_or_after(NEVER) == NEVER
    assert made.previous_on_or_before(NEVER) == 129
    assert made.previous_on_or_before(99) is None
    assert made.interval_at(NEVER) is ALWAYS.interval_at(NEVER) is None
    assert ALWAYS.next_on_or_after(NEVER) == NEVER


@given(crowded, st.integers(-5, 330), st.integers(-5, 330))
def test_count_between_counts_days(pairs: list[Interval], first: Day, until: Day) -> None:
    made = DaySet.of(pairs)
    assert made.count_between(first, until) == len([d for d in range(first, until) if d in made])


def test_intervals_by_name() -> None:
    assert DaySet.between(10, 12).bounds == (10, 12)
    assert DaySet.between(12, 12) is DaySet.between(13, 12) is DaySet.never() is EMPTY
    assert DaySet.between(-3, NEVER + 3) == DaySet.always() == ALWAYS
    assert DaySet.from_(10).bounds == (10, NEVER)
    assert DaySet.from_(NEVER) == EMPTY
    assert DaySet.before(10).bounds == (FIRST_DAY, 10)
    assert DaySet.before(FIRST_DAY) == EMPTY
    assert DaySet.before(NEVER) == ALWAYS
    assert DaySet.on(10).bounds == (10, 11)
    assert DaySet.on(NEVER) == EMPTY
    assert ~ALWAYS == DaySet() == EMPTY
    assert list(DaySet.of([(5, 7), (1, 3)])) == [(1, 3), (5, 7)]


@pytest.mark.parametrize(
    "malformed", [(1,), (1, 2, 3), (2, 1), (1, 1), (1, 3, 3, 5), (1, 5, 3, 8), (0, 5), (5, NEVER + 1)]
)
def test_malformed_bounds_are_refused(malformed: tuple[Day, ...]) -> None:
    with pytest.raises(ValueError, match="bounds must"):
        DaySet(malformed)


def test_day_sets_do_not_change_and_travel() -> None:
    made = DaySet.between(10, 12)
    with pytest.raises(AttributeError, match="does not change"):
        made.bounds = (1, 2)
    with pytest.raises(AttributeError, match="does not change"):
        del made.bounds
    with pytest.raises(AttributeError):
        object.__setattr__(made, "note", "no dictionary")
    assert made.bounds == (10, 12)
    assert pickle.loads(pickle.dumps(made)) == copy.deepcopy(made) == copy.copy(made) == made


def test_day_sets_read_with_their_last_days() -> None:
    period = DaySet.between(day("2015-07-14"), day("2045-07-14"))
    assert repr(period) == "DaySet(2015-07-14..2045-07-13)"
    assert str(~period) == "..2015-07-13, 2045-07-14.."
    assert str(DaySet.on(day("2024-02-29"))) == "2024-02-29"
    assert (str(ALWAYS), str(EMPTY)) == ("always", "never")


def test_days_are_ordinals() -> None:
    assert day("0001-01-01") == FIRST_DAY == 1
    assert day("9999-12-31") + 1 == NEVER == 3652060
    assert day(date(2013, 7, 10)) == date(2013, 7, 10).toordinal() == day("2013-07-10")
    assert iso(day("2024-02-29")) == "2024-02-29"
    assert iso(NEVER) == "never"
    assert day("never") == NEVER


@pytest.mark.parametrize(
    "text", ["", "2024-2-9", "20240229", "2024-W09-4", "2024-02-29T00:00", "２０２４-02-29", "soon"]
)
def test_a_day_is_written_in_one_way(text: str) -> None:
    with pytest.raises(ValueError, match="a day is written `YYYY-MM-DD`"):
        day(text)


def test_days_that_do_not_exist_are_refused() -> None:
    with pytest.raises(ValueError, match="`2023-02-29` is not a day of the calendar"):
        day("2023-02-29")
    with pytest.raises(ValueError, match="ordinal"):
        iso(0)


def test_an_instant_is_not_a_day() -> None:
    with pytest.raises(TypeError, match="zone"):
        day(datetime(2025, 7, 7, 15, tzinfo=UTC))
