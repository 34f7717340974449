"""Terms say what they were made to say: folding changes nothing but how it is written, for a solver too."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import floor
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kenri import terms
from kenri.solving.solver import Solver
from kenri.terms import Piece, Table
from tests.terms.plain_value import looked_up, plain_value

RANGES = {"a": (0, 9), "b": (-5, 5), "c": (None, None), "d": (3, None)}
"""Whole variables, with what is known of each."""


class Said(NamedTuple):
    """A term, and the value that it must have where the variables have theirs."""

    term: Any
    value: Any


class World(NamedTuple):
    """Values of all variables: whole numbers, others, and flags."""

    values: Mapping[str, Any]

    def whole(self, name: str) -> Said:
        return Said(terms.whole(name, *RANGES[name]), self.values[name])

    def real(self, name: str) -> Said:
        return Said(terms.real(name), self.values[name])

    def flag(self, name: str) -> Said:
        return Said(terms.flag(name), self.values[name])


@st.composite
def worlds(draw: st.DrawFn) -> World:
    values: dict[str, Any] = {
        name: draw(st.integers(-20 if least is None else least, 20 if most is None else most))
        for name, (least, most) in RANGES.items()
    }
    values |= {name: draw(st.fractions(-5, 5, max_denominator=4)) for name in ("x", "y")}
    values |= {name: draw(st.booleans()) for name in ("p", "q", "r")}
    return World(values)


TABLES = [
    Table((Piece(0, 0, 0), Piece(4, 1, 2), Piece(8, 0, 5)), (0, 100)),
    Table((Piece(-3, 1, 0), Piece(2, 0, None), Piece(5, 0, 1)), (-100, 100)),
    Table((Piece(0, 0, None),), (0, 0)),
]

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

    kinds = ["whole", "constant", *([] if whole else ["real"])]
    if depth > 0:
        kinds += ["two", "two", "ite", "mod", "floor", "lookup", *([] if whole else ["half", "divide"])]
    match draw(st.sampled_from(kinds)):
        case "whole":
            return world.whole(draw(st.sampled_from(sorted(RANGES))))
        case "real":
            return world.real(draw(st.sampled_from(["x", "y"])))
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
            of, table = number(is_whole=True), draw(st.sampled_from(TABLES))
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
            return world.flag(draw(st.sampled_from(["p", "q", "r"])))
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


def in_range(term: Any, value: Any) -> bool:
    least, most = terms.range_of(term)
    return (least is None or least <= value) and (most is None or value <= most)


@given(st.data(), worlds())
def test_a_number_has_the_value_it_was_made_to_have_and_lies_in_its_range(data: st.DataObject, world: World) -> None:
    with terms.afresh():
        said = data.draw(numbers(world, 4))
        assert plain_value(said.term, world.values) == said.value
        assert in_range(said.term, said.value)
        assert not (terms.is_integral(said.term) and Fraction(said.value).denominator != 1)


@given(st.data(), worlds())
def test_a_flag_has_the_value_it_was_made_to_have(data: st.DataObject, world: World) -> None:
    with terms.afresh():
        said = data.draw(flags(world, 5))
        assert plain_value(said.term, world.values) is said.value


@given(st.data(), worlds())
def test_a_few_constants_to_choose_among_are_told(data: st.DataObject, world: World) -> None:
    with terms.afresh():
        chosen = data.draw(st.integers(0, 5))
        term: Any = chosen
        expected: Any = chosen
        for _ in range(data.draw(st.integers(0, 5))):
            test, value = data.draw(flags(world, 2)), data.draw(st.integers(0, 5))
            term = terms.ite(test.term, value, term)
            expected = value if test.value else expected
        lines = terms.choices(term)
        assert lines is not None
        assert [value for when, value in lines if plain_value(when, world.values)] == [expected]


@settings(max_examples=25)
@given(st.data(), worlds())
def test_the_solver_takes_terms_to_mean_the_same(data: st.DataObject, world: World) -> None:
    with terms.afresh():
        said = data.draw(flags(world, 3))
        solver = Solver()
        for name, value in world.values.items():
            if isinstance(value, bool):
                solver.state(terms.same(terms.flag(name), value))
            else:
                variable = world.whole(name) if name in RANGES else world.real(name)
                solver.state(*_is(variable.term, value))
        answer, model = solver.can(said.term)
        assert answer == ("yes" if said.value else "no")
        if model is not None:
            assert model.value(said.term) is True


def _is(variable: Any, value: Any) -> tuple[Any, Any]:
    """That a variable has a value."""
    return terms.le(variable, value), terms.le(value, variable)


def test_equal_operations_are_one_node() -> None:
    with terms.afresh():
        a, b = terms.whole("a"), terms.whole("b")
        assert terms.add(a, b) is terms.add(b, a)
        assert terms.add(terms.add(a, 1), 2) is terms.add(a, 3)
        assert terms.sub(terms.add(a, 5), a) == 5
        assert terms.lt(a, b) is terms.neg(terms.le(b, a))
        assert terms.le(a, terms.sub(b, 1)) is terms.lt(a, b)
        assert terms.conj(terms.lt(a, b), terms.le(b, a)) is False
        assert terms.disj(terms.lt(a, 4), terms.ge(a, 4)) is True


def test_what_cannot_go_otherwise_vanishes() -> None:
    with terms.afresh():
        a, p = terms.whole("a", 0, 9), terms.flag("p")
        assert terms.le(a, 9) is True
        assert terms.lt(terms.add(a, 3), 3) is False
        assert terms.eq(a, 10) is False
        assert terms.eq(terms.ite(p, 5, 7), 5) is p
        assert terms.le(terms.ite(p, 5, 7), 6) is p
        assert terms.eq(terms.ite(p, 5, 7), 6) is False
        assert terms.ite(p, a, a) is a
        assert terms.ite(terms.neg(p), 1, 2) is terms.ite(p, 2, 1)


@pytest.mark.parametrize(
    "make",
    [
        lambda a, p: terms.add(a, p),
        lambda a, p: terms.le(p, a),
        lambda a, p: terms.le(a, True),
        lambda a, p: terms.conj(a),
        lambda a, p: terms.neg(a),
        lambda a, p: terms.ite(p, a, p),
        lambda a, p: terms.ite(a, 1, 2),
        lambda a, p: terms.eq(p, a),
        lambda a, p: terms.le(a, "word"),
    ],
)
def test_a_flag_is_no_number(make: Callable[[Any, Any], Any]) -> None:
    with terms.afresh(), pytest.raises((TypeError, AttributeError)):
        make(terms.whole("a"), terms.flag("p"))


def test_terms_of_one_space_are_unknown_to_another() -> None:
    with terms.afresh() as first:
        a = terms.whole("a")
        with terms.afresh() as second:
            assert terms.whole("a") is not a
            assert first is not second
        assert terms.whole("a") is a


def test_each_thread_has_spaces_of_its_own() -> None:
    from concurrent.futures import ThreadPoolExecutor

    def made(_: int) -> bool:
        with terms.afresh():
            several = [terms.add(terms.whole("a"), n) for n in range(200)]
            return all(terms.add(terms.whole("a"), n) is each for n, each in enumerate(several))

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(made, range(20)))
