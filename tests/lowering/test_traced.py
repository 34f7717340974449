"""Functions that tell what their values may hang on: without the marks that are told, nothing changes a value."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kenri import terms
from kenri.lowering import compiled, traced
from kenri.terms import TermNode
from tests.lowering.test_python import MADE, values, variables
from tests.terms.random_terms import FLAGS, World, flags, numbers, worlds

MARKS = {name: 1 << place for place, name in enumerate(FLAGS)}


def hold(roots: list[Any], world: World) -> None:
    """The values are those that are told without marks, and the same however flags of other marks are set."""
    marks = {terms.flag(name): bit for name, bit in MARKS.items()}
    there, plain = traced(roots, variables(world), marks).function(), compiled(roots, variables(world))
    known = len(world.ranges) + len(world.reals)
    given = values(world)
    found, hang_on = there(*given)
    assert found == plain(*given)
    for setting in itertools.product((False, True), repeat=len(FLAGS)):
        changed = sum(
            bit for bit, one, other in zip(MARKS.values(), given[known:], setting, strict=True) if one != other
        )
        assert hang_on & changed or plain(*given[:known], *setting) == found


@given(st.data(), worlds())
def test_no_other_mark_changes_a_value(data: st.DataObject, world: World) -> None:
    with terms.afresh():
        said = [data.draw(flags(world, 4)), data.draw(numbers(world, 4)), data.draw(numbers(world, 4, whole=True))]
        hold([each.term for each in said], world)
        for each in said:
            hold([each.term], world)


@given(st.data(), worlds())
def test_nor_where_terms_are_made_of_each_other(data: st.DataObject, world: World) -> None:
    with terms.afresh():
        pool = [world.whole(name).term for name in world.ranges] + [terms.real(name) for name in world.reals]
        truths: list[Any] = [terms.flag(name) for name in FLAGS]
        for _ in range(10):
            a, b = data.draw(st.sampled_from(pool)), data.draw(st.sampled_from(pool))
            p, q = data.draw(st.sampled_from(truths)), data.draw(st.sampled_from(truths))
            truths += [terms.le(a, b), terms.neg(terms.eq(p, q)), terms.at_most_of([*truths[-4:]], 2)]
            truths += [terms.conj(p, terms.neg(q)), terms.disj(p, q), terms.ite(p, q, truths[0])]
            pool.append(data.draw(st.sampled_from(MADE))(p, a, b))
        hold([*pool, *truths], world)
        for root in (pool[-1], *truths[-3:]):
            hold([root], world)


def told(root: Any, given: dict[TermNode, Any], *marked: TermNode) -> tuple[Any, int]:
    marks = {each: 1 << place for place, each in enumerate(marked)}
    (value,), hangs_on = traced([root], list(given), marks).function()(*given.values())
    return value, hangs_on


def test_what_settles_it_by_itself_leaves_the_rest_out() -> None:
    with terms.afresh():
        p, q, x = terms.flag("p"), terms.flag("q"), terms.flag("x")
        both, either = terms.conj(p, q, x), terms.disj(p, q, x)
        assert told(both, {p: True, q: True, x: False}, p, q) == (False, 0)
        assert told(both, {p: True, q: False, x: True}, p, q) == (False, 0b10)
        assert told(both, {p: True, q: True, x: True}, p, q) == (True, 0b11)
        assert told(either, {p: False, q: True, x: True}, p, q) == (True, 0)
        assert told(either, {p: False, q: True, x: False}, p, q) == (True, 0b10)
        assert told(either, {p: False, q: False, x: False}, p, q) == (False, 0b11)


def test_a_choice_of_the_same_hangs_on_nothing() -> None:
    """A deadline that is put off from a holiday, on a day that is none."""
    with terms.afresh():
        p, a, b = terms.flag("p"), terms.whole("a", 0, 9), terms.whole("b", 0, 9)
        chosen = terms.ite(p, a, b)
        assert told(chosen, {p: True, a: 3, b: 3}, p) == (3, 0)
        assert told(chosen, {p: True, a: 3, b: 4}, p) == (3, 1)
        assert told(terms.le(chosen, 5), {p: False, a: 3, b: 3}, p) == (True, 0)


def test_a_plain_value_hangs_on_nothing() -> None:
    assert traced([True, 3], [], {}).function()() == ((True, 3), 0)


def test_several_hang_on_what_any_of_them_does() -> None:
    with terms.afresh():
        p, q = terms.flag("p"), terms.flag("q")
        assert traced([p, q, True], [p, q], {p: 1, q: 2}).function()(True, False) == ((True, False, True), 3)
