"""Terms as a function of Python: the same values as the terms have, of the same kinds, however large the terms are."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri import terms
from kenri.lowering import compiled
from kenri.lowering.tables import stand_in
from kenri.terms import Function, Piece, Table, TermNode
from tests.terms.plain_value import plain_value
from tests.terms.random_terms import FLAGS, TABLES, World, flags, numbers, worlds


def variables(world: World) -> list[TermNode]:
    return [
        *(terms.whole(name, *world.ranges[name]) for name in world.ranges),
        *(terms.real(name) for name in world.reals),
        *(terms.flag(name) for name in FLAGS),
    ]


def values(world: World) -> list[Any]:
    return [world.values[name] for name in (*world.ranges, *world.reals, *FLAGS)]


@given(st.data(), worlds())
def test_each_root_has_the_value_of_its_term(data: st.DataObject, world: World) -> None:
    with terms.afresh():
        said = [data.draw(flags(world, 4)), data.draw(numbers(world, 4)), data.draw(numbers(world, 4, whole=True))]
        answers = compiled([each.term for each in said], variables(world))(*values(world))
        assert list(answers) == [each.value for each in said]
        assert isinstance(answers[0], bool)
        assert all(isinstance(each, int | Fraction) for each in answers)
        assert isinstance(answers[2], int)


MADE: list[Callable[[Any, Any, Any], Any]] = [
    terms.ite,
    lambda _, a, b: terms.sub(a, b),
    lambda _, a, b: terms.floor(terms.divide(terms.add(a, 1), 3)),
    lambda _, a, b: terms.mul(Fraction(-4, 3), a),
    lambda _, a, b: terms.minimum(a, b),
]


@given(st.data())
def test_what_is_used_by_several_is_the_same_for_each(data: st.DataObject) -> None:
    """Terms are made of each other at random, so that most are used more than once."""
    world = data.draw(worlds())
    with terms.afresh():
        pool = [world.whole(name).term for name in world.ranges] + [terms.real(name) for name in world.reals]
        truths = [terms.flag(name) for name in FLAGS]
        for _ in range(12):
            a, b = data.draw(st.sampled_from(pool)), data.draw(st.sampled_from(pool))
            p, q = data.draw(st.sampled_from(truths)), data.draw(st.sampled_from(truths))
            truths += [terms.le(a, b), terms.neg(terms.eq(p, q)), terms.at_most_of([*truths[-4:]], 2)]
            pool.append(data.draw(st.sampled_from(MADE))(p, a, b))
            truths += [terms.conj(p, terms.neg(q)), terms.is_whole(pool[-1])]
        roots = [*pool, *truths]
        answers = compiled(roots, variables(world))(*values(world))
        assert list(answers) == [plain_value(root, world.values) for root in roots]


def test_plain_roots_are_given_back_as_they_are() -> None:
    answers = compiled([True, 3, Fraction(-1, 3), -7, False], [])()
    assert answers == (True, 3, Fraction(-1, 3), -7, False)
    assert [type(each) for each in answers] == [bool, int, Fraction, int, bool]


def test_no_root_and_no_variable_is_needed() -> None:
    assert compiled([], [])() == ()
    with terms.afresh():
        assert compiled([2], [terms.whole("a")])(1) == (2,)


def test_a_variable_without_a_place_is_refused() -> None:
    with terms.afresh(), pytest.raises(ValueError, match="other"):
        compiled([terms.le(terms.whole("other"), 3)], [terms.whole("a")])


@pytest.mark.parametrize("below", [0, 3, -3])
@pytest.mark.parametrize("above", [7, -7, Fraction(7, 2)])
def test_what_is_divided_by_zero_is_zero(above: Any, below: int) -> None:
    with terms.afresh():
        a, b = terms.real("a"), terms.whole("b")
        quotient = terms.divide(a, b)
        roots = [
            quotient,
            terms.floor(quotient),
            terms.le(quotient, 1),
            terms.floor(terms.divide(a, terms.mul(b, Fraction(1, 6)))),
        ]
        exact = Fraction(above) / below if below else Fraction(0)
        assert compiled(roots, [a, b])(above, below) == (exact, exact // 1, exact <= 1, exact * 6 // 1)


@pytest.mark.parametrize("table", [each for each in TABLES if each != Table((Piece(0, 0, None),), (0, 0))])
def test_a_table_without_bounds_has_its_value_at_every_number(table: Any) -> None:
    with terms.afresh():
        c = terms.whole("c")
        found, exists = terms.looked_up(c, table)
        function = compiled([found, exists, terms.neg(exists)], [c])
        for x in range(-40, 60):
            value = plain_value(found, {"c": x})
            exists_there = value is not None
            assert function(x)[1:] == (exists_there, not exists_there)
            assert function(x)[0] == (stand_in(table) if value is None else value)


DEEP = 20_000


@pytest.mark.takes_turns(3)
@pytest.mark.parametrize("op", ["add", "sub", "ite", "and", "floor", "lookup", "choice", "not"])
def test_a_chain_is_as_deep_as_it_likes(op: str) -> None:
    """Each step is one node more over the one before, told from a fold over plain values."""
    with terms.afresh():
        a, p = terms.whole("a", 0, 9), terms.flag("p")
        table = Function("next", lambda x: (x * 5 + 3) % 16, (0, 15), is_total=True)
        made: dict[str, tuple[Any, Callable[[Any, int], Any], Callable[[Any, int], Any]]] = {
            "add": (a, lambda x, n: terms.add(terms.add(x, a), n), lambda x, n: x + 4 + n),
            "sub": (a, lambda x, n: terms.sub(a, x), lambda x, n: 4 - x),
            "ite": (a, lambda x, n: terms.minimum(terms.add(x, 1), 100), lambda x, n: min(x + 1, 100)),
            "and": (
                p,
                lambda x, n: terms.disj(terms.conj(x, terms.le(a, n % 9)), terms.eq(a, n % 10)),
                lambda x, n: (x and n % 9 >= 4) or n % 10 == 4,
            ),
            "floor": (a, lambda x, n: terms.floor(terms.divide(terms.add(x, n), 2)), lambda x, n: (x + n) // 2),
            "lookup": (a, lambda x, n: terms.looked_up(x, table)[0], lambda x, n: (x * 5 + 3) % 16),
            "choice": (a, lambda x, n: terms.ite(terms.eq(a, n % 10), n, x), lambda x, n: n if n % 10 == 4 else x),
            "not": (p, lambda x, n: terms.eq(terms.neg(x), terms.le(a, n % 9)), lambda x, n: (not x) == (n % 9 >= 4)),
        }  # fmt: skip
        term, over, plain = made[op]
        value: Any = True if term is p else 4
        for n in range(DEEP):
            term, value = over(term, n), plain(value, n)
        assert compiled([term], [a, p])(4, True) == (value,)


def test_many_roots_and_many_flags_at_once() -> None:
    with terms.afresh():
        some = [terms.flag(f"p{n}") for n in range(3000)]
        a = terms.whole("a")
        roots = [
            terms.conj(*some),
            terms.disj(*some),
            terms.at_most_of(some, 1500),
            *(terms.add(a, n) for n in range(3000)),
        ]
        answers = compiled(roots, [a, *some])(5, *[n % 2 == 0 for n in range(3000)])
        assert answers == (False, True, True, *range(5, 3005))


def test_names_of_variables_never_reach_the_source() -> None:
    with terms.afresh():
        a = terms.whole("__import__('os')")
        function = compiled([terms.add(a, 1)], [a])
        assert "import" not in function.source
        assert function(1) == (2,)


def test_neither_terms_nor_python_need_numpy() -> None:
    """Nor a compiler: whoever asks one question has only what everybody has."""
    code = "import sys, kenri, kenri.lowering; assert not {'numpy', 'ctypes', 'subprocess'} & {*sys.modules}"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
