"""Rows are numbered alike exactly where they are alike, whichever way the numbers are ranked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kenri.columnar.many import _sorted, firsts, packed

_RANDOM = np.random.default_rng(3)

COLUMNS: dict[str, list[Any]] = {
    "none": [],
    "the same": [np.full(50, 7)],
    "flags": [_RANDOM.random(50) < 0.5, _RANDOM.random(50) < 0.1],
    "a few": [_RANDOM.integers(-3, 3, 50), _RANDOM.integers(10, 12, 50)],
    "far apart": [_RANDOM.choice([-(2**60), 0, 2**60], 50), _RANDOM.integers(0, 2, 50)],
    "more than one number holds": [_RANDOM.permutation(70_000)[:5_000] * 2**40 for _ in range(8)],
    "no rows": [np.zeros(0, np.int64), np.zeros(0, bool)],
}


@pytest.mark.parametrize("name", COLUMNS)
def test_rows_that_are_alike_have_one_number(name: str) -> None:
    columns = COLUMNS[name]
    rows = len(columns[0]) if columns else 4
    code = packed(columns, rows)
    alike: dict[tuple[Any, ...], int] = {}
    for at, number in enumerate(code.tolist()):
        assert alike.setdefault(tuple(column[at].item() for column in columns), number) == number
    assert sorted(alike.values()) == list(range(len(alike)))
    seen = code.tolist()
    assert firsts(code).tolist() == [seen.index(number) for number in range(len(alike))]


@pytest.mark.parametrize("many", range(1, 13))
def test_each_row_is_sorted(many: int) -> None:
    numbers = _RANDOM.integers(-9, 9, (40, many))
    assert np.array_equal(_sorted(list(numbers.T)).T, np.sort(numbers, axis=1))
