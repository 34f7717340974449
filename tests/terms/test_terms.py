"""Terms say what they were made to say: folding changes nothing but how it is written, for a solver too."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kenri import terms
from kenri.solving.solver import Solver
from kenri.terms import Function, Table
from tests.terms.plain_value import plain_value
from tests.terms.random_terms import RANGES, TABLES, World, flags, numbers, worlds


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


@given(st.data(), worlds(), st.integers(-6, 12))
def test_below_a_limit_a_number_is_the_same_without_what_is_not(data: st.DataObject, world: World, limit: int) -> None:
    with terms.afresh():
        said = data.draw(numbers(world, 4))
        term = terms.below(said.term, limit)
        assert said.value >= limit or plain_value(term, world.values) == said.value


def test_a_day_that_may_be_never_is_looked_up_in_the_days_there_are() -> None:
    with terms.afresh():
        days = [terms.whole(f"d{at}", 10, 20) for at in range(2)]
        chosen = terms.ite(terms.flag("never"), 99, terms.ite(terms.flag("p"), days[0], terms.minimum(days[1], 99)))
        assert terms.range_of(terms.below(chosen, 99)) == (10, 20)


def test_choices_may_stand_in_each_other_however_deep() -> None:
    with terms.afresh():
        chosen: Any = 99
        for at in range(5000):
            chosen = terms.ite(terms.flag(f"p{at}"), terms.whole(f"d{at}", 10, 20), chosen)
        assert terms.range_of(terms.below(chosen, 99)) == (10, 20)


def products(term: Any) -> list[terms.TermNode]:
    """The products of two that are not known, anywhere in a term."""
    waiting, found = [term], []
    while waiting:
        node = waiting.pop()
        if isinstance(node, terms.TermNode):
            waiting += node.operands
            if node.op == "mul" and all(isinstance(each, terms.TermNode) for each in node.operands):
                found.append(node)
    return found


def test_a_product_with_a_choice_of_choices_is_linear_for_a_solver() -> None:
    """480 rights, scaled by the ratio of one split and then of another, their fractions cut, times months that vary."""
    with terms.afresh():
        scaled: Any = 480
        for split in range(2):
            ratio = terms.ite(terms.flag(f"double{split}"), 2, terms.ite(terms.flag(f"half{split}"), Fraction(1, 2), 3))
            after = terms.floor(terms.mul(scaled, ratio))
            scaled = terms.ite(terms.flag(f"happens{split}"), after, scaled)
        table = Table((terms.Piece(0, 0, 3), terms.Piece(10, 0, 7)), (3, 7))
        months, _ = terms.looked_up(terms.whole("day", 0, 48), table)
        product = terms.mul(scaled, months)
        assert not products(product)
        chosen = {"double0": False, "half0": True, "happens0": True, "double1": False, "half1": False, "happens1": True}
        assert plain_value(product, {**chosen, "day": 12}) == 480 // 2 * 3 * 7


def test_a_product_with_ever_more_choices_is_left_as_it_is() -> None:
    """Sixteen flags choose among 65,536 constants: written out, the term would outgrow what it is good for."""
    with terms.afresh() as space:
        chosen: Any = 1
        for at in range(16):
            chosen = terms.ite(terms.flag(f"p{at}"), terms.add(terms.mul(chosen, 2), 1), terms.mul(chosen, 2))
        before = len(space)
        table = Table((terms.Piece(0, 0, 3), terms.Piece(10, 0, 7)), (3, 7))
        looked_up, _ = terms.looked_up(terms.whole("day", 0, 48), table)
        assert len(products(terms.mul(chosen, looked_up))) == 1
        assert len(space) < before + 5000


WITH_PIECES = [each for each in TABLES if isinstance(each, Table)]
"""What a solver can be told of."""


@settings(max_examples=25)
@given(st.data(), worlds())
def test_the_solver_takes_terms_to_mean_the_same(data: st.DataObject, world: World) -> None:
    with terms.afresh():
        said = data.draw(flags(world._replace(tables=WITH_PIECES), 3))
        solver = Solver()
        for name, value in world.values.items():
            if isinstance(value, bool):
                solver.state(terms.same(terms.flag(name), value))
            else:
                variable = world.whole(name) if name in RANGES else world.real(name)
                variable = world.whole(name) if name in RANGES else world.real(name)
                # What is folded away as known from its range is to be stated beside it.
                solver.state(terms.in_range(variable.term), *_is(variable.term, value))
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


def test_equal_functions_are_one_node_and_give_their_value_where_it_is_known() -> None:
    with terms.afresh():
        a = terms.whole("a", 0, 9)
        one, other = (Function("half", lambda x: x // 2 if x % 2 == 0 else None, (0, 4), is_total=False) for _ in "ab")
        assert terms.looked_up(a, one) == terms.looked_up(a, other)
        assert terms.looked_up(4, one) == (2, True)
        assert terms.looked_up(5, one) == (0, False)
        assert terms.range_of(terms.looked_up(a, one)[0]) == (0, 4)
        assert terms.looked_up(a, Function("all", abs, (0, 9), is_total=True))[1] is True


def test_no_solver_is_asked_about_a_function_without_pieces() -> None:
    with terms.afresh():
        found, exists = terms.looked_up(terms.whole("a", 0, 9), Function("f", lambda x: None, (0, 9), is_total=False))
        for flag in (exists, terms.eq(found, 3)):
            with pytest.raises(TypeError):
                Solver().can(flag)


@given(st.data(), worlds(), st.sets(st.sampled_from(["p", "q", "r", "a", "b"])))
def test_what_is_put_in_leaves_a_term_that_means_the_same(data: st.DataObject, world: World, known: set[str]) -> None:
    with terms.afresh():
        said = data.draw(flags(world, 3))
        variables = {
            world.whole(name).term if name in RANGES else terms.flag(name): world.values[name] for name in known
        }
        found = terms.Substitution(variables)(said.term)
        assert plain_value(found, world.values) == said.value
        assert known.isdisjoint(names_in(found))


def names_in(term: Any) -> set[str]:
    """The variables that a term rests on."""
    if not isinstance(term, terms.TermNode):
        return set()
    if term.op == "variable":
        return {term.operands[0]}
    return set[str]().union(*(names_in(each) for each in term.operands))
