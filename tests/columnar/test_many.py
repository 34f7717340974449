"""What is done with many rows comes out the same in C and without it, whatever the columns hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from kenri.columnar import many
from kenri.columnar.answers import NUMBER
from kenri.columnar.gathered import number_columns
from kenri.lowering.libraries import available

pytestmark = pytest.mark.skipif(not available(), reason="there is no C compiler")

ROWS = 700
SEEDS = range(6)


def test_it_is_compiled() -> None:
    assert many._in_c(1) is not None


@contextmanager
def without_c() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(many, "_in_c", lambda _: None)
        yield


def both(work: Callable[[], Any]) -> tuple[Any, Any]:
    with without_c():
        expected = work()
    return work(), expected


def texts(random: np.random.Generator, rows: int = ROWS) -> pa.Array:
    """Texts that differ in their beginnings, their ends and in between, of all lengths about eight and sixteen."""
    made = ["", "a", "é", "名", "a\0", *("x" * length for length in (7, 8, 9, 15, 16, 17, 24, 25, 40))]
    made += [text[:-1] + "y" for text in made if text] + ["y" + text[1:] for text in made if text]
    made += ["x" * 8 + "z" * 9 + "x" * 8, "x" * 8 + "z" * 8 + "yx" + "x" * 7, "x" * 20 + "y" + "x" * 19]
    chosen = random.choice(np.array([*made, None], object), rows + 9)
    return pa.array(list(chosen), pa.string())[5 : 5 + rows]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("rows", [0, 1, ROWS])
def test_texts_are_told_apart(seed: int, rows: int) -> None:
    column = texts(np.random.default_rng(seed), rows)
    for places, words in both(lambda: many.coded_texts(column)):
        assert len(set(words.to_pylist())) == len(words)
        told = [None, *words.to_pylist()]
        assert [told[place] for place in places.tolist()] == column.to_pylist()


def test_texts_that_are_too_many_are_for_arrow() -> None:
    column = pa.array([str(number) for number in range(2 * many._MOST_TEXTS)])
    places, words = many.coded_texts(column)
    assert words.take(pa.array(places - 1)).equals(column)


@pytest.mark.parametrize("seed", SEEDS)
def test_texts_are_found_among_others(seed: int) -> None:
    random = np.random.default_rng(seed)
    column = texts(random)
    several = [each for each in dict.fromkeys(texts(random, 12).to_pylist()) if each is not None]
    ours, theirs = both(lambda: many.places_among(column, pa.array(several, pa.string()), -2))
    assert ours.tolist() == theirs.tolist()
    assert ours.tolist() == [several.index(each) if each in several else -2 for each in column.to_pylist()]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", [pa.int32(), pa.int64(), pa.date32()])
def test_numbers_are_read_within_a_range(seed: int, kind: pa.DataType) -> None:
    random = np.random.default_rng(seed)
    far = 2**31 - 1 if kind != pa.int64() else 2**63 - 1
    values = random.choice([-far - 1, -far, -101, -100, 0, 7, 100, 101, far], ROWS + 3).astype(
        f"i{kind.bit_width // 8}"
    )
    column = pa.array(values, mask=random.random(ROWS + 3) < 0.2 * (seed % 3)).cast(kind)[3:]
    given = column.is_valid().to_numpy(zero_copy_only=False)
    assert np.array_equal(many.are_given(column), given)
    fits = (values[3:] >= -100) & (values[3:] <= 100)
    for found, plain in both(lambda: many.read_numbers(column, -100, 100, 5)):
        assert found.dtype == np.int32
        assert np.array_equal(found, np.where(given & fits, values[3:] + 5, 0))
        assert np.array_equal(plain, fits | ~given)


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_are_numbered_alike_where_they_are_alike(seed: int) -> None:
    random = np.random.default_rng(seed)
    columns = [
        random.random(ROWS) < 0.5,
        random.integers(-3, 3, ROWS).astype(np.int32),
        random.choice([-(2**60), 0, 2**40], ROWS),
        np.full(ROWS, 9),
        np.ndarray(ROWS, bool, b"\1", strides=(0,)),
        *([random.choice([-(2**62), 2**62], ROWS)] if seed % 2 else []),  # more bits than one number has
    ]
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    for code in both(lambda: many.mixed(columns, ROWS)):
        pairs = set(zip(rows, code.tolist(), strict=True))
        assert len(pairs) == len(set(rows)) == len(set(code.tolist()))


@pytest.mark.parametrize("rows", [40, ROWS])
def test_rows_are_told_apart_by_however_many_flags(rows: int) -> None:
    random = np.random.default_rng(rows)
    flags = [random.random(rows) < 0.5 for _ in range(20)]
    several = list(zip(*(flag.tolist() for flag in flags), strict=True))
    for code in both(lambda: many.mixed(flags, rows)):
        pairs = set(zip(several, code.tolist(), strict=True))
        assert len(pairs) == len(set(several)) == len(set(code.tolist()))


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_are_put_together_by_what_they_have_in_whatever_order(seed: int) -> None:
    random = np.random.default_rng(seed)
    wanted, own = random.random(ROWS) < 0.9, random.integers(0, 2, ROWS)
    events, parties = items(random, 14 if seed else 4), items(random, 3)
    days = random.integers(0, 6, len(events.codes)).astype(np.int32)
    apart = random.random(ROWS) < 0.3
    ours, theirs = both(lambda: many.grouped(wanted, own, events, days, apart, parties))
    assert as_sets(ours) == as_sets(theirs)
    grouped = np.zeros(ROWS, bool)
    grouped[ours.rows] = True
    alike: dict[Any, set[int]] = {}
    for row in range(ROWS):
        at = range(events.starts[row], events.starts[row + 1])
        told = [(int(events.codes[each]), int(days[each])) for each in at]
        is_once = apart[row] or len(set(told)) == len(told)
        assert grouped[row] == (wanted[row] and len(told) <= many.MOST_EVENTS and is_once)
        if grouped[row]:
            places = sorted(range(len(told)), key=lambda place: (*told[place], place))
            for found in (ours, theirs):
                assert found.order[list(at)].tolist() == places
                assert found.have_one_day[row] == (len({day for _, day in told}) < len(told))
            others = parties.codes[parties.starts[row] : parties.starts[row + 1]].tolist()
            key = (int(own[row]), tuple(told[place][0] for place in places), tuple(others))
            alike.setdefault(key, set()).add(row)
    assert as_sets(ours) == {frozenset(each) for each in alike.values()}


def items(random: np.random.Generator, most: int) -> many.Several:
    lengths = random.integers(0, most, ROWS)
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return many.Several(starts, random.integers(0, 3, int(starts[-1])))


def as_sets(found: many.Groups) -> set[frozenset[int]]:
    ends = found.bounds.tolist()
    groups = [found.rows[first:last].tolist() for first, last in pairwise(ends)]
    assert all(each == sorted(each) for each in groups)
    return {frozenset(each) for each in groups}


@pytest.mark.parametrize("rows", [0, 1, 2000])
def test_values_are_taken_from_where_they_stand(rows: int) -> None:
    random = np.random.default_rng(rows)
    starts = np.arange(0, 3 * ROWS + 1, 3)
    order = np.concatenate([random.permutation(3) for _ in range(ROWS)]).astype(np.uint8)
    own, of_items = (random.integers(-99, 99, count).astype(np.int32) for count in (ROWS, 3 * ROWS))
    sources = [
        many.ValueSource(own),
        many.ValueSource(of_items, starts, 2),
        many.ValueSource(of_items, starts, 1, order),
    ]
    at = random.integers(0, ROWS, rows)
    expected = [
        [int(own[row]) for row in at],
        [int(of_items[3 * row + 2]) for row in at],
        [int(of_items[3 * row + order[3 * row + 1]]) for row in at],
    ]
    for found in both(lambda: many.taken(at, sources)):
        assert [each.tolist() for each in found] == expected


@pytest.mark.parametrize("lists", [[[]], [[], ["a"]], [["名", "bb"], [], ["bb"], ["", "c" * 30]]])
def test_words_are_told_by_their_codes(lists: list[list[str]]) -> None:
    codes = np.random.default_rng(1).integers(0, len(lists), ROWS)
    for found in both(lambda: many.told_words(lists, codes)):
        found.validate(full=True)
        assert found.to_pylist() == [lists[code] for code in codes.tolist()]
    for found in both(lambda: many.told_word(["denied", "allowed"], codes % 2 == 1)):
        found.validate(full=True)
        assert found.to_pylist() == [["denied", "allowed"][code % 2] for code in codes.tolist()]


@pytest.mark.parametrize("given", [False, True])
@pytest.mark.parametrize("unlimited", [False, True])
@pytest.mark.parametrize("far", [50, 2**40, 2**63 - 1])
def test_numbers_are_told_exactly(far: int, given: bool, unlimited: bool) -> None:
    random = np.random.default_rng(far)
    values = random.choice([0, 1, -1, 9, 10, -10, 123, far, -far], ROWS)
    known = random.random(ROWS) < 0.7 if given else None
    without = random.random(ROWS) < 0.3 if unlimited else None
    ours, theirs = both(lambda: number_columns("most", values, known, without, 1))
    for name in ("most", "most_exact"):
        ours[name].validate(full=True)
        assert ours[name].to_pylist() == theirs[name].to_pylist()
    assert ours["most"].type == NUMBER
    assert far in ours["most"].to_pylist()
