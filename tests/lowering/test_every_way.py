"""Work for all ways to choose has in each way the values of the terms, and makes no more ways than there need be."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri import terms
from kenri.lowering import every_way
from kenri.lowering.columns import Vectorised
from kenri.lowering.every_way import EveryWay, Ways
from kenri.lowering.exact import exact
from tests.lowering.test_columns_and_c import RANGES, ROWS, Row, exact_terms, pools

CHOICES = (("p", "q"), ("r",))
"""Of each choice one flag holds: of the second, which has one option, always that."""


def held(roots: Sequence[Any], rows: Sequence[Row]) -> None:
    """In every way to choose among some flags, each root has the values that it has with these flags."""
    chosen = [name for several in CHOICES for name in several]
    variables = [terms.whole(name, *RANGES[name]) for name in RANGES] + [terms.flag(name) for name in chosen]
    program = exact(roots, variables)
    given = [np.array([row[name] for row in rows]) for name in RANGES]
    ((number, found),) = EveryWay(program, [len(several) for several in CHOICES])(given, len(rows))
    assert number == len(rows)
    assert found is not None
    in_one_way = Vectorised(program)
    for way in itertools.product(*(range(len(several)) for several in CHOICES)):
        options = [several[option] for several, option in zip(CHOICES, way, strict=True)]
        expected = in_one_way([*given, *(np.array([name in options]) for name in chosen)], len(rows))
        for one, ways in zip(expected, found, strict=True):
            assert np.broadcast_to(column(ways, way), (len(rows),)).tolist() == one.tolist()
    for ways in found:
        assert len({tuple(np.broadcast_to(each, (len(rows),)).tolist()) for each in ways.columns}) == len(ways.columns)


def column(ways: Ways, way: Sequence[int]) -> Any:
    """What a value is in one way."""
    place = ways.place[tuple(0 if size == 1 else at for size, at in zip(ways.place.shape, way, strict=True))]
    return ways.columns[int(place)]


@given(st.data(), ROWS)
def test_each_way_has_the_values_of_the_terms(data: st.DataObject, rows: list[Row]) -> None:
    with terms.afresh():
        held(data.draw(exact_terms(rows)), rows)


@given(st.data(), ROWS)
def test_so_it_is_where_terms_are_made_of_each_other(data: st.DataObject, rows: list[Row]) -> None:
    with terms.afresh():
        held(data.draw(pools()), rows)


def told(root: Any, variables: Sequence[Any], columns: Mapping[str, Any], *options: int) -> Ways:
    given = [np.asarray(columns[each.operands[0]]) for each in variables[: len(columns)]]
    ((_, found),) = EveryWay(exact([root], variables), options)(given, max(map(len, given)))
    assert found is not None
    return found[0]


def test_choices_without_a_part_in_one_another_do_not_multiply() -> None:
    """Twenty choices each put a day off, by themselves, from a day of which none of the rows is."""
    with terms.afresh():
        day = terms.whole("day", 0, 99)
        flags = [(terms.flag(f"yes {n}"), terms.flag(f"no {n}")) for n in range(20)]
        total: Any = 0
        for n, (yes, _) in enumerate(flags):
            total = terms.add(total, terms.ite(terms.conj(yes, terms.eq(day, 50 + n)), 1, 0))
        variables = [day, *(each for both in flags for each in both)]
        found = told(total, variables, {"day": np.arange(50)}, *[2] * 20)
        assert [each.tolist() for each in found.columns] == [[0]]
        found = told(total, variables, {"day": np.arange(50, 52)}, *[2] * 20)
        assert found.place.shape == (2, 2, *[1] * 18)
        assert len(found.columns) == 4


def test_a_choice_that_makes_no_difference_after_all_is_left_out() -> None:
    """Whole tens of a day that is put off by ten days, or not, and by three more, or not."""
    with terms.afresh():
        day, *flags = terms.whole("day", 0, 99), *(terms.flag(name) for name in "abcd")
        put_off = terms.add(terms.ite(flags[0], day, terms.add(day, 10)), terms.ite(flags[2], 0, 3))
        tens = terms.floor(terms.divide(put_off, 10))
        found = told(tens, [day, *flags], {"day": np.array([20, 46])}, 2, 2)
        assert found.place.shape == (2, 1)
        assert [each.tolist() for each in found.columns] == [[2, 4], [3, 5]]
        found = told(tens, [day, *flags], {"day": np.array([20, 48])}, 2, 2)
        assert found.place.shape == (2, 2)
        assert [each.tolist() for each in found.columns] == [[2, 4], [2, 5], [3, 5], [3, 6]]


def test_of_too_many_ways_nothing_is_told() -> None:
    with terms.afresh():
        flags = [(terms.flag(f"yes {n}"), terms.flag(f"no {n}")) for n in range(13)]
        day = terms.whole("day", 0, 99)
        total: Any = day
        for yes, _ in flags:
            total = terms.add(total, terms.ite(yes, day, 0))
        variables = [day, *(each for both in flags for each in both)]
        assert [*EveryWay(exact([total], variables), [2] * 13)([np.arange(3)], 3)] == [(3, None)]


def test_nor_of_too_many_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    with terms.afresh():
        day, *flags = terms.whole("day", 0, 99), *(terms.flag(name) for name in "abcd")
        total = terms.add(terms.ite(flags[0], day, 0), terms.ite(flags[2], 1, 0))
        run = EveryWay(exact([total], [day, *flags]), [2, 2])
        for most, is_told in ((4, True), (3, False)):
            monkeypatch.setattr(every_way, "MOST_COLUMNS", most)
            ((_, found),) = run([np.arange(5)], 5)
            assert (found is not None) == is_told


def test_each_block_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(every_way, "BLOCK", 4)
    with terms.afresh():
        day, yes, no = terms.whole("day", 0, 99), terms.flag("yes"), terms.flag("no")
        run = EveryWay(exact([terms.ite(terms.conj(yes, terms.le(8, day)), 1, 0)], [day, yes, no]), [2])
        found = [*run([np.arange(10)], 10)]
        assert [(rows, [each.tolist() for each in ways[0].columns]) for rows, ways in found if ways] == [
            (4, [[0]]),
            (4, [[0]]),
            (2, [[1], [0]]),
        ]


@pytest.mark.parametrize("days", [[-1], [100]])
def test_what_is_out_of_range_is_refused(days: list[int]) -> None:
    with terms.afresh():
        day, yes = terms.whole("day", 0, 99), terms.flag("yes")
        with pytest.raises(ValueError, match="outside 0 to 99"):
            [*EveryWay(exact([terms.ite(yes, day, 0)], [day, yes]), [1])([np.array(days)], 1)]
