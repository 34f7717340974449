"""Step functions: their normal form, and what is done with their values day by day."""

import math
import operator
from fractions import Fraction

from kenri.model.days import FIRST_DAY, DaySet
from kenri.model.numbers import UNLIMITED
from kenri.reference.steps import Steps, Unknown, constant, finite, holds, normal, pointwise, spliced, steps, where
from kenri.reference.truth import between, known

A, B = Unknown(frozenset({"a"})), Unknown(frozenset({"b"}))
STAIRS = steps([(FIRST_DAY, 0), (10, 5), (20, 8)])


def test_equal_neighbours_are_one_step_and_the_last_value_of_a_day_counts() -> None:
    assert steps([(FIRST_DAY, 0), (5, 0), (10, 3), (10, 5), (20, 8)]) == STAIRS
    assert steps([(FIRST_DAY, 0), (10, 3), (10, 0)]) == constant(0)


def test_a_step_reaches_from_its_day_to_the_day_before_the_next() -> None:
    assert [STAIRS.on(day) for day in (FIRST_DAY, 9, 10, 19, 20, 10**6)] == [0, 0, 5, 5, 8, 8]
    assert list(STAIRS.pieces(15, 25)) == [(15, 5, 20), (20, 8, 25)]


def test_whole_numbers_are_ints() -> None:
    assert type(normal(Fraction(4, 2))) is int
    assert normal(Fraction(1, 2)) == Fraction(1, 2)


def test_an_operation_is_unknown_where_an_operand_is() -> None:
    gap = steps([(FIRST_DAY, 1), (15, A), (18, 2)])
    assert pointwise(operator.add, (STAIRS, gap)) == Steps((FIRST_DAY, 10, 15, 18, 20), (1, 6, A, 7, 10))
    assert pointwise(operator.add, (constant(A), constant(B))) == constant(Unknown(frozenset({"a", "b"})))


def test_without_limit_stays_so_or_becomes_unknown() -> None:
    assert pointwise(operator.sub, (constant(UNLIMITED), constant(3))) == constant(math.inf)
    for nonsense in (UNLIMITED - UNLIMITED, -UNLIMITED, 3 / UNLIMITED):
        assert isinstance(finite(nonsense), Unknown)


def test_a_choice_by_a_condition_is_known_where_both_ways_agree() -> None:
    condition = between(DaySet.from_(30), DaySet.from_(5), frozenset({"c"}))
    chosen = where(condition, STAIRS, constant(5))
    assert [chosen.on(day) for day in (4, 7, 12, 25, 35)] == [
        5,
        Unknown(frozenset({"c"})),
        5,
        Unknown(frozenset({"c"})),
        8,
    ]
    both = where(condition, constant(A), STAIRS)
    assert both.on(7) == Unknown(frozenset({"a", "c"}))


def test_a_test_holds_on_days() -> None:
    assert holds(operator.ge, STAIRS, constant(5)) == known(DaySet.from_(10))
    gap = steps([(FIRST_DAY, 5), (15, A)])
    found = holds(operator.le, STAIRS, gap)
    assert [found.on(day) for day in (9, 12, 15)] == [True, True, None]
    assert found.missing == {"a"}


def test_pieces_of_several_make_one() -> None:
    assert spliced([(FIRST_DAY, 15, STAIRS), (15, 10**6, constant(5))]) == steps([(FIRST_DAY, 0), (10, 5)])
