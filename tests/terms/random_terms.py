"""Random terms, each with the value that it was made to have."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import Any, NamedTuple

from hypothesis import strategies as st

from kenri import terms
from kenri.terms import Function, Piece, Table
from tests.terms.plain_value import looked_up, plain_value

RANGES = {"a": (0, 9), "b": (-5, 5), "c": (None, None), "d": (3, None)}
"""Whole variables, with what is known of each."""

FLAGS = ("p", "q", "r")


TABLES: list[Table | Function] = [
    Table((Piece(0, 0, 0), Piece(4, 1, 2), Piece(8, 0, 5)), (0, 100)),
    Table((Piece(-3, 1, 0), Piece(2, 0, None), Piece(5, 0, 1)), (-(10**15), 100)),
    Table((Piece(0, 0, None),), (0, 0)),
    Table(tuple(Piece(4 * n, n % 2, None if n % 3 == 2 else n) for n in range(-2, 9)), (-100, 100)),
    Table(tuple(Piece(4 * n, 0, n * n) for n in range(-2, 5)), (0, 16)),
    Function("square", lambda x: x * x, (0, None), is_total=True),
    Function("even", lambda x: x // 2 if x % 2 == 0 else None, (None, None), is_total=False),
]


class Said(NamedTuple):
    """A term, and the value that it must have where the variables have theirs."""

    term: Any
    value: Any


class World(NamedTuple):
    """Values of all variables: whole numbers, others, and flags."""

    values: Mapping[str, Any]
    ranges: Mapping[str, tuple[int | None, int | None]] = RANGES
    """What is known of each whole number."""
    reals: Sequence[str] = ("x", "y")
    """The other numbers."""
    tables: Sequence[Table | Function] = tuple(TABLES)

    def whole(self, name: str) -> Said:
        return Said(terms.whole(name, *self.ranges[name]), self.values[name])

    def real(self, name: str) -> Said:
        return Said(terms.real(name), self.values[name])

    def flag(self, name: str) -> Said:
        return Said(terms.flag(name), self.values[name])


@st.composite
def worlds(draw: st.DrawFn) -> World:
    return World(draw(lives(RANGES, ("x", "y"))))


def lives(
    ranges: Mapping[str, tuple[int | None, int | None]], reals: Sequence[str]
) -> st.SearchStrategy[dict[str, Any]]:
    """Values of all variables, those at the ends of a range rather often."""
    whole = {
        name: st.integers(-20 if least is None else least, 20 if most is None else most)
        | st.sampled_from([each for each in (least, most) if each is not None] or [0])
        for name, (least, most) in ranges.items()
    }
    others = {name: st.fractions(-5, 5, max_denominator=4) for name in reals}
    return st.fixed_dictionaries({**whole, **others, **{name: st.booleans() for name in FLAGS}})


NUMBERS: list[tuple[Callable[..., Any], Callable[..., Any]]] = [
    (terms.add, operator.add),
    (terms.sub, operator.sub),
    (terms.mul, operator.mul),
    (terms.minimum, min),
    (terms.maximum, max),
]
COMPARISONS: list[tuple[Callable[..., Any], Callable[..., Any]]] = [
    (terms.le, operator.le),
    (terms.lt, operator.lt),
    (terms.ge, operator.ge),
    (terms.gt, operator.gt),
    (terms.eq, operator.eq),
]


@st.composite
def numbers(draw: st.DrawFn, world: World, depth: int, *, whole: bool = False) -> Said:
    def number(*, is_whole: bool = whole) -> Said:
        return draw(numbers(world, depth - 1, whole=is_whole))

    kinds = ["whole", "constant", *([] if whole or not world.reals else ["real"])]
    if depth > 0:
        kinds += ["two", "two", "ite", "mod", "floor", "lookup", *([] if whole else ["half", "divide"])]
    match draw(st.sampled_from(kinds)):
        case "whole":
            return world.whole(draw(st.sampled_from(sorted(world.ranges))))
        case "real":
            return world.real(draw(st.sampled_from(world.reals)))
        case "constant":
            value = draw(st.integers(-6, 12))
            return Said(value, value)
        case "two":
            term, plain = draw(st.sampled_from(NUMBERS))
            one, other = number(), number()
            return Said(term(one.term, other.term), plain(one.value, other.value))
        case "ite":
            test = draw(flags(world, depth - 1))
            one, other = number(), number()
            return Said(terms.ite(test.term, one.term, other.term), one.value if test.value else other.value)
        case "mod":
            of, divisor = number(is_whole=True), draw(st.integers(1, 5))
            return Said(terms.modulo(of.term, divisor), of.value % divisor)
        case "floor":
            of = number(is_whole=False)
            return Said(terms.floor(of.term), floor(of.value))
        case "half":
            of = number(is_whole=False)
            return Said(terms.divide(of.term, 2), Fraction(of.value) / 2)
        case "divide":
            of, by = number(is_whole=False), number(is_whole=False)
            above = terms.add(terms.maximum(by.term, 0), 1)
            return Said(terms.divide(of.term, above), Fraction(of.value) / (max(by.value, 0) + 1))
        case _:
            of, table = number(is_whole=True), draw(st.sampled_from(world.tables))
            found, exists = terms.looked_up(of.term, table)
            expected = looked_up(of.value, table)
            assert plain_value(exists, world.values) == (expected is not None)
            return Said(terms.ite(exists, found, 0), expected or 0)


@st.composite
def flags(draw: st.DrawFn, world: World, depth: int) -> Said:
    kinds = [
        "flag",
        "constant",
        *(["compare", "compare", "and", "or", "not", "iff", "ite", "whole"] if depth > 0 else []),
    ]
    match draw(st.sampled_from(kinds)):
        case "flag":
            return world.flag(draw(st.sampled_from(FLAGS)))
        case "constant":
            value = draw(st.booleans())
            return Said(value, value)
        case "compare":
            term, plain = draw(st.sampled_from(COMPARISONS))
            one, other = draw(numbers(world, depth - 1)), draw(numbers(world, depth - 1))
            return Said(term(one.term, other.term), plain(one.value, other.value))
        case "not":
            of = draw(flags(world, depth - 1))
            return Said(terms.neg(of.term), not of.value)
        case "iff":
            one, other = draw(flags(world, depth - 1)), draw(flags(world, depth - 1))
            return Said(terms.eq(one.term, other.term), one.value == other.value)
        case "ite":
            test, one, other = (
                draw(flags(world, depth - 1)),
                draw(flags(world, depth - 1)),
                draw(flags(world, depth - 1)),
            )
            return Said(terms.ite(test.term, one.term, other.term), one.value if test.value else other.value)
        case "whole":
            of = draw(numbers(world, depth - 1))
            return Said(terms.is_whole(of.term), Fraction(of.value).denominator == 1)
        case "and":
            several = draw(st.lists(flags(world, depth - 1), max_size=4))
            return Said(terms.conj(*(each.term for each in several)), all(each.value for each in several))
        case _:
            several = draw(st.lists(flags(world, depth - 1), max_size=4))
            return Said(terms.disj(*(each.term for each in several)), any(each.value for each in several))
