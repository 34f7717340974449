"""Terms as work on columns and as C: the value that the terms have in each row, or a refusal before any row is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kenri import terms
from kenri.lowering import NotExactError, compiled, native
from kenri.lowering.as_data import as_bytes, from_bytes
from kenri.lowering.columns import BLOCK, Vectorised, vectorised
from kenri.lowering.exact import LEAST, MOST, MOST_DAYS, exact
from kenri.lowering.libraries import available
from kenri.lowering.native import BLOCK as C_BLOCK
from kenri.lowering.native import kernel, kernels
from kenri.lowering.tables import stand_in
from kenri.terms import Function, Piece, Table, TermNode
from tests.terms.plain_value import plain_value
from tests.terms.random_terms import FLAGS, TABLES, World, flags, lives, numbers

pytestmark = pytest.mark.takes_turns(5)

RANGES = {"a": (0, 9), "b": (-5, 5), "c": (-50, MOST_DAYS), "d": (3, 1_000_000)}
"""Two whole variables of few values, and two of more than tables are written out for."""


@pytest.fixture(autouse=True, scope="module")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KENRI_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


NEEDS_C = pytest.mark.skipif(not available(), reason="there is no C compiler")


def kept(roots: Sequence[Any], variables: Sequence[TermNode]) -> Vectorised:
    """Columns once more, of a program that was written down and read again."""
    program, said = from_bytes(as_bytes(exact(roots, variables), ["said"]))
    assert said == ["said"]
    return Vectorised(program)


FORMS = [vectorised, kept, pytest.param(kernel, marks=NEEDS_C)]
in_each_form = pytest.mark.parametrize("form", FORMS, ids=["columns", "kept", "C"])

Form = Callable[[Sequence[Any], Sequence[TermNode]], Any]
Row = Mapping[str, Any]


def variables() -> list[TermNode]:
    return [*(terms.whole(name, *RANGES[name]) for name in RANGES), *(terms.flag(name) for name in FLAGS)]


def columns(rows: Sequence[Row]) -> list[Any]:
    return [
        *(np.array([row[name] for row in rows], np.int64) for name in RANGES),
        *(np.array([row[name] for row in rows], bool) for name in FLAGS),
    ]


def exactly(function: Any, given: Sequence[Any], rows: int) -> list[list[Any]]:
    """The answers as exact values, row by row for each root; flags and numbers are of the kinds that were promised."""
    answers = function(given, rows)
    assert all(answer.dtype in (np.dtype(bool), np.dtype(np.int64)) and answer.shape == (rows,) for answer in answers)
    return [
        answer.tolist() if answer.dtype == bool else [Fraction(each, under) for each in answer.tolist()]
        for answer, under in zip(answers, function.denominators, strict=True)
    ]


@st.composite
def exact_terms(draw: st.DrawFn, rows: Sequence[Row]) -> list[Any]:
    """Terms of all kinds that are not refused."""
    world = World(rows[0], RANGES, ())
    kinds = [flags(world, 4), numbers(world, 4), numbers(world, 4, whole=True)]
    said = [draw(kind).term for kind in kinds]
    kept = [each for each in said if is_exact(each)]
    assume(kept)
    return kept


def is_exact(term: Any) -> bool:
    try:
        exact([term], variables())
    except NotExactError:
        return False
    return True


ROWS = st.lists(lives(RANGES, ()), min_size=1, max_size=6)


@given(st.data(), ROWS)
def test_columns_have_the_values_of_the_terms(data: st.DataObject, rows: list[Row]) -> None:
    with terms.afresh():
        roots = data.draw(exact_terms(rows))
        found = exactly(vectorised(roots, variables()), columns(rows), len(rows))
        assert found == [[plain_value(root, row) for row in rows] for root in roots]


@NEEDS_C
@settings(max_examples=3)
@given(st.data(), ROWS)
def test_c_has_the_values_of_the_terms(data: st.DataObject, rows: list[Row]) -> None:
    """Many programs are compiled at once."""
    with terms.afresh():
        several = [data.draw(exact_terms(rows)) for _ in range(12)]
        compiled_ = kernels([exact(roots, variables()) for roots in several])
        for roots, function in zip(several, compiled_, strict=True):
            found = exactly(function, columns(rows), len(rows))
            assert found == [[plain_value(root, row) for row in rows] for root in roots]


@st.composite
def pools(draw: st.DrawFn) -> list[Any]:
    """Terms made of each other, most of which are used more than once."""
    pool: list[Any] = [terms.whole(name, *RANGES[name]) for name in RANGES]
    truths: list[Any] = [terms.flag(name) for name in FLAGS]
    table = draw(st.sampled_from(TABLES))
    for _ in range(10):
        a, b = draw(st.sampled_from(pool)), draw(st.sampled_from(pool))
        p, q = draw(st.sampled_from(truths)), draw(st.sampled_from(truths))
        truths += [terms.le(a, b), terms.neg(terms.eq(p, q)), terms.at_most_of(truths[-4:], 2)]
        made = [
            terms.ite(p, a, b),
            terms.sub(a, b),
            terms.floor(terms.mul(Fraction(5, 3), a)),
            terms.mul(Fraction(-4, 3), a),
            terms.minimum(a, b),
            terms.divide(a, terms.add(terms.maximum(terms.floor(b), 0), 1)),
            terms.divide(a, terms.maximum(terms.floor(b), 0)),
            terms.looked_up(terms.modulo(terms.floor(a), 50), table)[0],
        ]
        pool.append(draw(st.sampled_from([each for each in made if is_exact(each) or each is made[5]])))
        truths += [terms.conj(p, terms.neg(q)), terms.is_whole(pool[-1]), terms.le(pool[-1], a), terms.eq(b, pool[-1])]
    return [each for each in (*pool, *truths) if is_exact(each)]


@given(st.data(), ROWS)
def test_columns_agree_with_python_on_terms_made_of_each_other(data: st.DataObject, rows: list[Row]) -> None:
    with terms.afresh():
        roots = data.draw(pools())
        agree(vectorised(roots, variables()), roots, rows)


@NEEDS_C
@settings(max_examples=2)
@given(st.data(), ROWS)
@pytest.mark.parametrize("most", [100, 5])
def test_c_agrees_with_python_on_terms_made_of_each_other(most: int, data: st.DataObject, rows: list[Row]) -> None:
    """Also where loops are so short that most of what they need was left by others."""
    with terms.afresh(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(native, "MOST_STEPS", most)
        several = [data.draw(pools()) for _ in range(4)]
        for roots, function in zip(several, kernels([exact(roots, variables()) for roots in several]), strict=True):
            agree(function, roots, rows)


def agree(function: Any, roots: Sequence[Any], rows: Sequence[Row]) -> None:
    one_by_one = compiled(roots, variables())
    expected = [one_by_one(*(row[name] for name in (*RANGES, *FLAGS))) for row in rows]
    assert exactly(function, columns(rows), len(rows)) == [list(answers) for answers in zip(*expected, strict=True)]


# --- the ends of 64 bits


EDGES: list[tuple[str, Callable[[Any, Any], Any]]] = [
    ("sum", terms.add),
    ("difference", terms.sub),
    ("product", terms.mul),
    ("greater", terms.maximum),
    ("compared", lambda a, b: terms.le(terms.mul(a, Fraction(3, 2)), b)),
    ("thirds", lambda a, b: terms.add(terms.mul(a, Fraction(1, 3)), terms.mul(b, Fraction(1, 7)))),
    ("rounded", lambda a, b: terms.floor(terms.add(terms.mul(a, Fraction(1, 3)), terms.mul(b, Fraction(5, 6))))),
    ("over", lambda a, b: terms.floor(terms.divide(a, terms.maximum(b, 0)))),
    ("left", lambda a, b: terms.modulo(terms.add(a, b), 7)),
    ("square", lambda a, b: terms.mul(a, a)),
    ("whole", lambda a, b: terms.is_whole(terms.divide(a, terms.maximum(b, 0)))),
]


@in_each_form
@pytest.mark.parametrize("bits", [31, 32, 33, 62, 63, 64])
def test_at_the_ends_of_its_ranges_a_term_is_exact_or_refused(form: Form, bits: int) -> None:
    """For all terms at once, so that C is compiled once; most are refused of wide ranges, none of narrow ones."""
    least, most = -(1 << bits - 1), (1 << bits - 1) - 1
    for ranges in [((least, most), (least, most)), ((0, most), (most // 2, most)), ((least, 5), (1, 3))]:
        with terms.afresh():
            a, b = terms.whole("a", *ranges[0]), terms.whole("b", *ranges[1])
            made = {name: make(a, b) for name, make in EDGES}
            kept = {}
            for name, root in made.items():
                try:
                    exact([root], [a, b])
                    kept[name] = root
                except NotExactError:
                    assert bits > 30
            if bits == 31:
                assert set(kept) >= set(made) - {"square", "product"}
            if bits == 64 and ranges[0] == ranges[1]:
                assert set(kept) == {"greater"}
            ends = [sorted({low, low + 1, max(low, min(0, high)), high - 1, high}) for low, high in ranges]
            pairs = [(x, y) for x in ends[0] for y in ends[1] if LEAST <= x <= MOST]
            roots = list(kept.values())
            given = [np.array(column, np.int64) for column in zip(*pairs, strict=True)]
            function = compiled(roots, [a, b])
            expected = [function(x, y) for x, y in pairs]
            found = exactly(form(roots, [a, b]), given, len(pairs))
            assert [list(each) for each in zip(*found, strict=True)] == [list(each) for each in expected]


def test_what_may_leave_64_bits_is_refused_by_its_range() -> None:
    with terms.afresh():
        a, b, p = terms.whole("a", 0, 1 << 31), terms.whole("b", 0, 1 << 31), terms.flag("p")
        exact([terms.mul(a, b)], [a, b])
        product = terms.mul(terms.mul(a, b), 2)
        for root in (
            product,
            terms.add(product, 0),
            terms.le(product, 5),
            terms.conj(terms.eq(product, 5), terms.flag("p")),
        ):
            with pytest.raises(NotExactError, match="64 bits"):
                exact([root], [a, b, p])


@pytest.mark.parametrize(
    "make",
    [
        lambda a, x: x,
        lambda a, x: terms.divide(10, a),
        lambda a, x: terms.floor(terms.divide(10, a)),
        lambda a, x: terms.le(terms.divide(1, terms.maximum(a, 1)), terms.divide(2, terms.maximum(a, 2))),
        lambda a, x: terms.ite(terms.flag("p"), terms.divide(1, terms.maximum(a, 1)), 0),
        lambda a, x: terms.divide(terms.divide(1, terms.maximum(a, 1)), terms.maximum(a, 2)),
        lambda a, x: terms.mul(terms.divide(1, terms.maximum(a, 1)), terms.divide(1, terms.maximum(a, 2))),
        lambda a, x: terms.floor(terms.add(terms.divide(1, terms.maximum(a, 0)), a)),
        lambda a, x: 1 << 63,
        lambda a, x: terms.looked_up(a, Table((Piece(0, 0, 1 << 63), Piece(1, 0, 0)), (0, 1 << 63)))[0],
    ],
)  # fmt: skip
def test_what_columns_cannot_say_is_refused(make: Callable[[Any, Any], Any]) -> None:
    with terms.afresh():
        a, x, p = terms.whole("a", -9, 9), terms.real("x"), terms.flag("p")
        with pytest.raises(NotExactError):
            exact([make(a, x)], [a, x, p])


def test_a_variable_that_64_bits_cannot_be_is_refused() -> None:
    with terms.afresh():
        for least, most in [(1 << 63, None), (None, -(1 << 63) - 1), (3, 2)]:
            with pytest.raises(NotExactError):
                exact([True], [terms.whole("a", least, most)])


def test_a_test_narrows_what_it_chooses() -> None:
    """Of a lesser of two the greatest value is the lesser one, also where a constant was added."""
    with terms.afresh():
        a, b = terms.whole("a", 0, 1 << 62), terms.whole("b", 0, 100)
        for root in (
            terms.minimum(a, b),
            terms.minimum(terms.add(a, 40), terms.add(b, 7)),
            terms.sub(0, terms.maximum(terms.sub(0, a), terms.sub(0, b))),
        ):
            exact([terms.mul(root, 1 << 55)], [a, b])


# --- division, tables, fractions


@in_each_form
def test_division_by_an_open_number_is_exact_and_zero_where_it_is_by_zero(form: Form) -> None:
    with terms.afresh():
        a, b, c = terms.whole("a", -7, 7), terms.whole("b", 0, 4), terms.whole("c", -4, -1)
        over, third = terms.divide(a, b), terms.divide(terms.mul(a, Fraction(1, 3)), terms.mul(b, Fraction(2, 5)))
        negative = terms.divide(a, c)
        roots = [
            found
            for quotient in (over, third, negative)
            for found in (
                terms.floor(quotient),
                terms.le(quotient, Fraction(1, 2)),
                terms.lt(Fraction(-3, 2), quotient),
                terms.eq(quotient, 1),
                terms.le(quotient, a),
                terms.is_whole(quotient),
                terms.floor(terms.mul(quotient, Fraction(-5, 2))),
            )
        ] + [terms.floor(terms.add(negative, Fraction(1, 2))), terms.le(terms.sub(a, negative), 2)]
        rows = [(x, y, z) for x in range(-7, 8) for y in range(5) for z in range(-4, 0)]
        function = compiled(roots, [a, b, c])
        expected = [list(function(*row)) for row in rows]
        found = exactly(form(roots, [a, b, c]), [np.array(column) for column in zip(*rows, strict=True)], len(rows))
        assert [list(each) for each in zip(*found, strict=True)] == expected


@in_each_form
@pytest.mark.parametrize("within", [(-30, 50), (-30, MOST_DAYS)])
def test_tables_are_looked_up_at_every_number(form: Form, within: tuple[int, int]) -> None:
    """Over few numbers they are written out, over many their pieces are searched."""
    with terms.afresh():
        x = terms.whole("x", *within)
        tables = [each for each in TABLES if isinstance(each, Table) or within == (-30, 50)]
        looked_up = [terms.looked_up(x, table) for table in tables]
        roots = [each for found in looked_up for each in found]
        rows = [*range(-30, 51), *([within[1]] if within[1] > 50 else [])]
        found = exactly(form(roots, [x]), [np.array(rows)], len(rows))
        for n, (table, (value, _)) in enumerate(zip(tables, looked_up, strict=True)):
            expected = [plain_value(value, {"x": each}) for each in rows]
            missing = 0 if terms.is_known(value) else stand_in(table)
            assert found[2 * n] == [missing if each is None else each for each in expected]
            assert found[2 * n + 1] == [each is not None and not terms.is_known(value) for each in expected]


@in_each_form
def test_an_entry_where_there_is_none_stays_in_the_range_of_its_table(form: Form) -> None:
    """Otherwise the look-up that is made of it would read beside its own table."""
    with terms.afresh():
        x = terms.whole("x", 0, 9)
        never = Function("never", lambda _: None, (700_000, 700_009), is_total=False)
        days = Function("days", lambda day: day + 1, (700_001, 700_010), is_total=True)
        root = terms.looked_up(terms.looked_up(x, never)[0], days)[0]
        assert exactly(form([root], [x]), [np.arange(10)], 10) == [[700_001] * 10]
        assert compiled([root], [x])(3) == (700_001,)


def test_a_function_of_too_many_numbers_is_refused_unasked() -> None:
    def of(x: int) -> int:
        raise AssertionError(x)

    with terms.afresh():
        function = Function("f", of, (0, 9), is_total=True)
        for least, most in [(None, None), (0, None), (0, MOST_DAYS)]:
            x = terms.whole("x", least, most)
            with pytest.raises(NotExactError):
                exact([terms.looked_up(x, function)[0]], [x])


@in_each_form
def test_fractions_are_numerators_over_what_is_told(form: Form) -> None:
    with terms.afresh():
        a, p = terms.whole("a", -9, 9), terms.flag("p")
        third, half = terms.mul(a, Fraction(1, 3)), terms.ite(p, Fraction(1, 2), a)
        roots = [third, half, terms.add(third, half), terms.mul(third, third), Fraction(-5, 7), 3, True, False, p]
        function = form(roots, [a, p])
        assert list(function.denominators) == [3, 2, 6, 9, 7, 1, 1, 1, 1]
        rows = [(x, truth) for x in range(-9, 10) for truth in (False, True)]
        found = exactly(function, [np.array([x for x, _ in rows]), np.array([truth for _, truth in rows])], len(rows))
        halves = [Fraction(1, 2) if truth else Fraction(x) for x, truth in rows]
        thirds = [Fraction(x, 3) for x, _ in rows]
        assert found[:3] == [thirds, halves, [x + y for x, y in zip(thirds, halves, strict=True)]]
        assert found[3:] == [
            [x * x for x in thirds],
            *([each] * len(rows) for each in (Fraction(-5, 7), 3, True, False)),
            [truth for _, truth in rows],
        ]


# --- columns


@in_each_form
@pytest.mark.parametrize("rows", [0, 1, 2, C_BLOCK, C_BLOCK + 1, BLOCK - 1, 2 * BLOCK + 3])
def test_any_number_of_rows_is_taken_in_blocks(form: Form, rows: int) -> None:
    with terms.afresh():
        a, b, p = terms.whole("a", 0, 1 << 20), terms.whole("b", 0, 1 << 40), terms.flag("p")
        function = form([terms.ite(p, terms.add(a, b), terms.sub(a, 1)), terms.le(a, b), p, 7], [a, b, p])
        x, truth = np.arange(rows, dtype=np.int32), np.arange(rows) % 3 == 0
        found = function([x, 70_000, truth], rows)
        assert np.array_equal(found[0], np.where(truth, x.astype(np.int64) + 70_000, x - 1))
        assert np.array_equal(found[1], x <= 70_000)
        assert np.array_equal(found[2], truth)
        assert np.array_equal(found[3], np.full(rows, 7))


@in_each_form
def test_columns_of_any_make_are_read_alike(form: Form) -> None:
    with terms.afresh():
        a, p = terms.whole("a", 0, 100), terms.flag("p")
        function = form([terms.add(a, terms.ite(p, 1, 0))], [a, p])
        wide = np.arange(200, dtype=np.int64)[::2][:50]
        expected = wide + 1
        for kind in ("i1", "u1", "<i2", ">i2", "<i4", ">i4", "u4", "<i8", ">i8", "u8"):
            assert np.array_equal(function([wide.astype(kind), True], 50)[0], expected)
        assert np.array_equal(function([wide, np.ones(100, bool)[::2]], 50)[0], expected)
        assert np.array_equal(function([wide.tolist(), [True] * 50], 50)[0], expected)
        unaligned = np.frombuffer(b"\0" + wide.astype("<i4").tobytes(), "<i4", offset=1)
        assert np.array_equal(function([unaligned, np.True_], 50)[0], expected)


@in_each_form
@pytest.mark.parametrize("kind", ["i4", "i8"])
@pytest.mark.parametrize("bad", [-1, 101])
@pytest.mark.parametrize("at", [0, 1, C_BLOCK, 2 * C_BLOCK - 1])
def test_a_value_outside_its_range_is_refused_wherever_it_stands(form: Form, kind: str, bad: int, at: int) -> None:
    with terms.afresh():
        a, b = terms.whole("a", 0, 100), terms.whole("b", 0, 5)
        table = Function("f", lambda x: x, (0, 100), is_total=True)
        function = form([terms.add(terms.looked_up(a, table)[0], b)], [a, b])
        column = np.full(2 * C_BLOCK, 7, kind)
        column[at] = bad
        with pytest.raises(ValueError, match="column 0 has a value outside 0 to 100"):
            function([column, 3], 2 * C_BLOCK)
        with pytest.raises(ValueError, match="column 1"):
            function([5, 6], 2 * C_BLOCK)
        with pytest.raises(ValueError, match="column 0"):  # also where nothing is made of it
            form([b], [a, b])([column, 3], 2 * C_BLOCK)


@in_each_form
def test_a_value_that_32_bits_would_cut_is_refused(form: Form) -> None:
    with terms.afresh():
        a = terms.whole("a", 0, 100)
        function = form([terms.add(a, 1)], [a])
        for bad in (np.array([1, 1 << 32]), (1 << 32) + 1, np.array([1, 1 << 63], np.uint64)):
            with pytest.raises(ValueError, match="outside"):
                function([bad], 2)


@in_each_form
def test_what_is_no_column_of_its_variable_is_refused(form: Form) -> None:
    with terms.afresh():
        a, p = terms.whole("a", 0, 100), terms.flag("p")
        function = form([terms.conj(terms.le(a, 5), p)], [a, p])
        for given in ([1.0, True], [np.array([True, False]), True], [1, 1], [np.array([None, 1]), True], ["1", True]):
            with pytest.raises(TypeError, match="column"):
                function(given, 2)
        for given in ([[1, 2, 3], True], [[[1], [2]], True], [1]):
            with pytest.raises(ValueError, match=r"column|shape"):
                function(given, 2)


@in_each_form
def test_a_variable_without_a_place_is_refused(form: Form) -> None:
    with terms.afresh(), pytest.raises(ValueError, match="other"):
        form([terms.le(terms.whole("other", 0, 9), 3)], [terms.whole("a", 0, 9)])


# --- large terms


@pytest.mark.parametrize(("form", "deep"), [(vectorised, 20_000), pytest.param(kernel, 400, marks=NEEDS_C)])
def test_a_chain_is_as_deep_as_it_likes(form: Form, deep: int) -> None:
    """In C it goes through several loops, which leave what the next ones need."""
    with terms.afresh():
        a, p = terms.whole("a", 0, 9), terms.flag("p")
        chain: Any = a
        expected = list(range(10))
        for n in range(deep):
            chain = terms.modulo(terms.add(chain, terms.ite(terms.eq(a, n % 10), n, 1)), 997)
            expected = [(each + (n if x == n % 10 else 1)) % 997 for x, each in enumerate(expected)]
        found = form([chain, terms.le(chain, 500)], [a, p])([np.arange(10), True], 10)
        assert found[0].tolist() == expected
        assert found[1].tolist() == [each <= 500 for each in expected]


@in_each_form
def test_many_roots_and_many_flags_at_once(form: Form) -> None:
    with terms.afresh():
        some = [terms.flag(f"p{n}") for n in range(250)]
        a = terms.whole("a", 0, 9)
        roots = [terms.conj(*some), terms.disj(*some), terms.at_most_of(some, 125), terms.at_most_of(some, 124)]
        roots += [terms.add(a, n) for n in range(250)]
        found = form(roots, [a, *some])([5, *[n % 2 == 0 for n in range(250)]], 3)
        assert [each.tolist() for each in found[:4]] == [[False] * 3, [True] * 3, [True] * 3, [False] * 3]
        assert [each.tolist() for each in found[4:]] == [[5 + n] * 3 for n in range(250)]
