"""What forms say of rows, gathered: each answer is as if its row had been told by itself."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from kenri.columnar.answers import EXACT, numbers
from kenri.columnar.coded import WIDE
from kenri.columnar.gathered import Gathered, chosen, number_columns
from kenri.model.numbers import as_whole
from tests.effort import examples

NUMBERS = st.one_of(
    st.integers(-3, 40),
    st.integers(-WIDE, WIDE),
    st.sampled_from((-(2**62), -(10**13), -9_223_372, 9_223_372, 9_223_373, 10**7, 2**62)),
)


ROWS = st.lists(st.tuples(NUMBERS, st.booleans(), st.booleans()), max_size=30)


def expected(value: int, over: int, is_known: bool, is_unlimited: bool) -> dict[str, Any]:
    """The two cells of one number."""
    if not is_known:
        return numbers("n", None)
    return numbers("n", "unlimited" if is_unlimited else as_whole(Fraction(value, over)))


def rows_of(columns: dict[str, pa.Array]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pa.RecordBatch.from_pydict(columns).to_pylist()
    return found


@examples(60)
@given(ROWS, st.sampled_from((1, 2, 12)))
def test_a_number_is_told_as_by_itself(rows: list[tuple[int, bool, bool]], over: int) -> None:
    values = np.array([value for value, _, _ in rows], np.int64)
    known = np.array([is_known for _, is_known, _ in rows], bool)
    unlimited = np.array([is_unlimited for _, _, is_unlimited in rows], bool)
    found = number_columns("n", values, known, unlimited, over)
    assert rows_of(found) == [expected(value, over, *flags) for value, *flags in rows]
    bare = number_columns("n", values, None, None, over)
    assert rows_of(bare) == [expected(value, over, True, False) for value, *_ in rows]
    assert [*found] == ["n", f"n{EXACT}"]


@examples(60)
@given(st.lists(st.tuples(NUMBERS, st.sampled_from((1, 2, 3)), st.booleans()), min_size=1, max_size=30))
def test_numbers_over_several_are_told_together(rows: list[tuple[int, int, bool]]) -> None:
    gathered = Gathered(len(rows))
    for over in (3, 1, 2):
        at = np.array([place for place, (_, own, is_told) in enumerate(rows) if own == over and is_told], np.int64)
        gathered.answered(at)
        gathered.put_number("n", at, np.array([rows[place][0] for place in at], np.int64), over)
    found = gathered.number("n")
    assert rows_of(found) == [expected(value, over, True, False) for value, over, is_told in rows if is_told]


@examples(60)
@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=20))
def test_names_are_chosen_by_flags(rows: list[tuple[bool, bool, bool]]) -> None:
    names = ("a", "b", "a")
    flags = [np.array([row[place] for row in rows], bool) for place in range(3)]
    wanted = [list(dict.fromkeys(name for name, flag in zip(names, row, strict=True) if flag)) for row in rows]
    assert chosen(names, flags, len(rows)).to_pylist() == wanted
    gathered = Gathered(2 * len(rows))
    for first in (1, 0):  # every other row, and then those between
        at = np.arange(first, 2 * len(rows), 2)
        gathered.answered(at)
        gathered.put_chosen("n", at, names, flags)
    twice = [each for one in wanted for each in (one, one)]
    assert gathered.chosen("n").to_pylist() == twice
    assert gathered.chosen("n", {"a": "x", "b": "x"}).to_pylist() == [["x"] if each else [] for each in twice]
