"""What is done with each row of a block: in C by the system's compiler where there is one, else by NumPy and Arrow,
with the same outcome. The C is that of `rows.c`, which knows nothing of any plan; it is compiled once and kept.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kenri.lowering.libraries import NoCompilerError, library_of

Ints: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"
Bools: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"

__all__ = [
    "Bools",
    "Groups",
    "Ints",
    "Several",
    "coded_texts",
    "firsts",
    "grouped",
    "mixed",
    "packed",
    "places_among",
    "taken",
]

ENOUGH: Final = 4096
"""Of fewer rows NumPy makes short work as well, and nothing need be compiled for them."""

_MOST_ROWS: Final = 1 << 22
"""Of more rows the texts of one column could be more bytes than 32 bits count: up to 512 of each may be."""

_MOST_TEXTS: Final = 4096
"""Columns with more different texts are for Arrow, whose tables grow."""

MOST_EVENTS: Final = 12
"""Of a row with more events no form is made: it would be large, and shared by few."""

MOST_PARTIES: Final = 100
"""Nor of one with more parties."""


@lru_cache(maxsize=1)
def _compiled() -> ctypes.CDLL | None:
    try:
        library = library_of((Path(__file__).parent / "rows.c").read_text(encoding="utf-8"))
    except (NoCompilerError, OSError):
        return None
    for name in ("texts_coded", "rows_grouped", "numbers_told"):
        getattr(library, name).restype = ctypes.c_int64
    return library


def _in_c(rows: int) -> ctypes.CDLL | None:
    """The functions in C, where it is worth it to have them."""
    return _compiled() if ENOUGH <= rows <= _MOST_ROWS else None


def _address(of: Any) -> Any:
    """Where an array or a buffer lies, which stays as long as this; nowhere where there is none."""
    if of is None:
        return None
    found: Any = ctypes.c_void_p(of.ctypes.data if isinstance(of, np.ndarray) else of.address)
    found.of = of
    return found


def _long(number: int) -> Any:
    return ctypes.c_int64(number)


# --- texts


class _Texts(NamedTuple):
    """A column of texts as it lies in memory, for C."""

    given: Any
    offsets: Any
    content: Any
    first: int

    @classmethod
    def of(cls, column: pa.Array) -> _Texts:
        given, offsets, content = column.buffers()
        return cls(given if column.null_count else None, offsets, content, column.offset)

    @property
    def arguments(self) -> tuple[Any, ...]:
        """The ends of texts, the texts, which are given, and where the bits of that begin."""
        ends = ctypes.c_void_p(self.offsets.address + 4 * self.first)
        return ends, _address(self.content), _address(self.given), _long(self.first)


def _slots(many: int) -> np.ndarray[Any, Any]:
    """An empty table for so many."""
    return np.full(1 << max(4, (2 * many).bit_length()), -1, np.int32)


def _table(many: int) -> tuple[Any, ...]:
    """An empty table for so many texts: how large it is, its slots, where texts lie, and what tells each."""
    slots = _slots(many)
    return _long(len(slots)), *map(_address, (slots, np.empty(many, np.int64), np.empty((many, 3), np.int64)))


def coded_texts(column: pa.Array) -> tuple[np.ndarray[Any, Any], pa.Array]:
    """For each cell of a column of texts the place of its text among the different ones, from 1 on, or 0 where it is
    null; and these.
    """
    rows = len(column)
    library = _in_c(rows)
    if library is not None and column.type == pa.string():
        table, found = _table(_MOST_TEXTS), np.empty(_MOST_TEXTS, np.int32)
        places = np.empty(rows, np.int32)
        number = library.texts_coded(
            _long(rows),
            *_Texts.of(column).arguments,
            _long(_MOST_TEXTS),
            *table,
            _address(found),
            _address(places),
        )
        if number >= 0:
            return places, column.take(pa.array(found[:number]))
    coded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column)
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    words = coded.dictionary if coded.dictionary.type == pa.string() else pc.cast(coded.dictionary, pa.string())
    return pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int32) + np.int32(1), words


def places_among(column: pa.Array, told: pa.Array, otherwise: int) -> Ints:
    """The place of each text among some different ones; `otherwise` for a null, and for what is none of them."""
    library = _in_c(len(column))
    if library is None or column.type != pa.string() or len(told) > _MOST_TEXTS:
        found: Ints = pc.fill_null(pc.index_in(column, value_set=told), otherwise).to_numpy(zero_copy_only=False)
        return found.astype(np.int64)
    places = np.empty(len(column), np.int64)
    ends, texts, _, _ = _Texts.of(told).arguments
    library.texts_among(
        _long(len(column)),
        *_Texts.of(column).arguments,
        _long(len(told)),
        ends,
        texts,
        *_table(len(told)),
        _long(otherwise),
        _address(places),
    )
    return places


# --- numbers


def are_given(column: pa.Array) -> Bools:
    """Which cells are not null."""
    if pa.types.is_null(column.type):  # one taken out of structs has the bits of these
        return np.zeros(len(column), bool)
    if not column.null_count or column.buffers()[0] is None:
        return np.full(len(column), not column.null_count)
    bits = np.frombuffer(column.buffers()[0], np.uint8)
    first, last = column.offset, column.offset + len(column)
    return np.unpackbits(bits[first // 8 : -(-last // 8)], bitorder="little")[first % 8 :][: len(column)].view(bool)


def bits(flags: Bools | None) -> pa.Buffer | None:
    """Flags as the bits that Arrow has."""
    return None if flags is None else pa.py_buffer(np.packbits(flags, bitorder="little"))


def read_numbers(column: pa.Array, least: int, most: int, add: int = 0) -> tuple[np.ndarray[Any, Any], Bools]:
    """The whole numbers of a column of 32 or 64 bits, so much added to each: 0 where none is given that is within a
    range. And which cells are: these, and those with no number.
    """
    rows = len(column)
    width = np.dtype(f"i{column.type.bit_width // 8}")
    library = _in_c(rows)
    if library is None or sys.byteorder == "big":
        given, values = are_given(column), np.frombuffer(column.buffers()[1], width)[column.offset :][:rows]
        fits = (values >= least) & (values <= most)
        return np.where(given & fits, values + add, 0).astype(np.int32), fits | ~given
    found, plain = np.empty(rows, np.int32), np.empty(rows, bool)
    given_bits, numbers = column.buffers()
    read = library.numbers_read_int32_t if width.itemsize == 4 else library.numbers_read_int64_t
    read(
        _long(rows),
        ctypes.c_void_p(numbers.address + width.itemsize * column.offset),
        _address(given_bits if column.null_count else None),
        *map(_long, (column.offset, least, most)),
        ctypes.c_int32(add),
        *map(_address, (found, plain)),
    )
    return found, plain


# --- rows that are alike


def mixed(columns: Iterable[np.ndarray[Any, Any]], rows: int) -> Ints:
    """A number for each row, the same for rows that are the same in all columns and for no others."""
    lanes = [lane for column in columns if rows and (lane := _Lane.of(column)).bits]
    library = _in_c(rows)
    if library is None or sum(lane.bits for lane in lanes) > 62:
        return packed([lane.column for lane in lanes], rows)
    pointers = (ctypes.c_void_p * max(1, len(lanes)))(*(lane.column.ctypes.data for lane in lanes))
    widths = np.array([lane.column.itemsize for lane in lanes], np.uint8)
    least, bits = (np.array([lane[at] for lane in lanes], np.int64) for at in (1, 2))
    found = np.empty(rows, np.int64)
    library.codes_mixed(
        _long(rows), _long(len(lanes)), pointers, _address(widths), _address(least), _address(bits), _address(found)
    )
    return found


class _Lane(NamedTuple):
    """A column of flags or numbers, the least of them, and how many bits tell them apart."""

    column: np.ndarray[Any, Any]
    least: int
    bits: int

    @classmethod
    def of(cls, column: np.ndarray[Any, Any]) -> _Lane:
        if not column.strides[0] or not len(column):
            return cls(column, 0, 0)
        own = np.ascontiguousarray(column.view(np.uint8) if column.dtype == bool else column)
        least = int(own.min())
        return cls(own, least, (int(own.max()) - least).bit_length())


class Several(NamedTuple):
    """What rows have several of: the items of all of them one after another, and a number for each that says alike."""

    starts: Ints
    """Where those of each row begin, and at last where they end."""
    codes: Ints

    @property
    def lengths(self) -> Ints:
        """How many each row has."""
        return np.diff(self.starts)


class Groups(NamedTuple):
    """Rows that are alike but for days and numbers, group by group."""

    rows: Ints
    """All of them, each group in ascending order."""
    bounds: Ints
    """Where each group begins among them, and at last where the last one ends."""
    order: np.ndarray[Any, Any]
    """For each event of a row in a group, which of the events of its row is at its place when they are sorted."""
    have_one_day: Bools
    """Which rows have events on one day."""


def grouped(
    wanted: Bools, own: Ints, events: Several, days: np.ndarray[Any, Any], told_apart: Bools, parties: Several
) -> Groups:
    """The wanted rows by their own number, the numbers of their events, in whatever order these stand, and those of
    their parties. A row that has one event twice, on one day, is in no group unless its events are told apart; nor is
    one with too many of either.
    """
    wanted = wanted & (events.lengths <= MOST_EVENTS) & (parties.lengths <= MOST_PARTIES)
    rows = len(wanted)
    library = _in_c(rows)
    if library is None:
        return _grouped(wanted, own, events, days, told_apart, parties)
    width = 2 + int(events.lengths[wanted].max(initial=0)) + int(parties.lengths[wanted].max(initial=0))
    keys, slots = np.empty((rows, width), np.int64), _slots(rows)
    first, group = np.empty(rows, np.int32), np.empty(rows, np.int32)
    order, have_one_day = np.zeros(len(events.codes), np.uint8), np.zeros(rows, bool)
    many = library.rows_grouped(
        _long(rows),
        *map(_address, (wanted, own, events.starts, events.codes, np.ascontiguousarray(days, np.int32))),
        _address(np.ascontiguousarray(told_apart)),
        *map(_address, (parties.starts, parties.codes)),
        _long(width),
        _address(keys),
        _long(len(slots)),
        *map(_address, (slots, first, group, order, have_one_day)),
    )
    bounds, sorted_ = np.zeros(many + 1, np.int64), np.empty(rows, np.int64)
    library.rows_by_group(_long(rows), _address(group), _long(many), _address(bounds), _address(sorted_))
    return Groups(sorted_[: bounds[-1]], bounds, order, have_one_day)


def _grouped(
    wanted: Bools, own: Ints, events: Several, days: np.ndarray[Any, Any], told_apart: Bools, parties: Several
) -> Groups:
    """The same by NumPy: rows with as many events and parties are put together at once."""
    order, have_one_day = np.zeros(len(events.codes), np.uint8), np.zeros(len(wanted), bool)
    event_code, party_code = packed([events.codes], len(events.codes)), packed([parties.codes], len(parties.codes))
    event_key = event_code << 32 | days.astype(np.int64)
    there = np.flatnonzero(wanted)
    size = packed([events.lengths[there], parties.lengths[there]], len(there))
    found: list[Ints] = []
    for number, first in enumerate(there[firsts(size)].tolist()):
        rows, many, others = there[size == number], int(events.lengths[first]), int(parties.lengths[first])
        if many:
            key = _sorted([event_key[events.starts[rows] + place] << 8 | place for place in range(many)])
            # One that is recorded twice is for the loader to tell from two that are alike.
            is_once = told_apart[rows] | (key[1:] >> 8 != key[:-1] >> 8).all(axis=0)
            rows, key = rows[is_once], key[:, is_once]
            places = (key & 0xFF).T
            at = events.starts[rows][:, None]
            order[at + np.arange(many)] = places
            of_days = np.sort(days[at + places], axis=1)
            have_one_day[rows] = (of_days[:, 1:] == of_days[:, :-1]).any(axis=1)
            of_events = event_code[at + places]
        else:
            of_events = np.zeros((len(rows), 0), np.int64)
        of_parties = party_code[parties.starts[rows][:, None] + np.arange(others)]
        code = packed([own[rows], *of_events.T, *of_parties.T], len(rows))
        narrow = code.astype(np.uint16) if code.max(initial=0) < 1 << 16 else code  # which is sorted in steps with it
        ranked = np.argsort(narrow, kind="stable")
        if len(rows):
            found += [rows[some] for some in np.split(ranked, np.cumsum(np.bincount(code))[:-1])]
    bounds = np.concatenate([[0], np.cumsum([len(each) for each in found])]).astype(np.int64)
    return Groups(np.concatenate([np.zeros(0, np.int64), *found]), bounds, order, have_one_day)


# --- answers


def told_words(lists: Sequence[Sequence[str]], codes: Ints) -> pa.Array:
    """For each row the list of its code."""
    words = pa.array([name for each in lists for name in each], pa.string())
    lengths = np.array([len(each) for each in lists], np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    rows = len(codes)
    library = _in_c(rows)
    if library is None or not len(words):
        own = lengths[codes]
        offsets = np.concatenate([[0], np.cumsum(own)])
        place = np.repeat(starts[codes] - offsets[:-1], own) + np.arange(int(offsets[-1]))
        return pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), words.take(pa.array(place)))
    offsets = np.empty(rows + 1, np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), _told(library, words, starts, codes, offsets))


def told_word(words: Sequence[str], codes: Ints | Bools) -> pa.Array:
    """For each row the word of its code."""
    library = _in_c(len(codes))
    if library is None:
        return pa.array(words, pa.string()).take(pa.array(codes.astype(np.int64)))
    return _told(library, pa.array(words, pa.string()), np.arange(len(words) + 1), codes.astype(np.int64), None)


def _told(library: Any, words: pa.Array, starts: Ints, codes: Ints, lists: Any) -> pa.Array:
    """The words of each code one after another; `lists` is filled with where those of each row begin."""
    times = np.bincount(codes, minlength=len(starts) - 1)
    _, offsets, content = words.buffers()
    ends = np.frombuffer(offsets, np.int32, len(words) + 1)
    many, length = int(np.diff(starts) @ times), int(np.diff(ends[starts]) @ times)
    own, told = np.empty(many + 1, np.int32), np.empty(length, np.uint8)
    library.words_told(
        _long(len(codes)),
        *map(_address, (np.ascontiguousarray(codes, np.int64), starts.astype(np.int32), ends, content)),
        *map(_address, (lists, own, told)),
    )
    return pa.Array.from_buffers(pa.string(), many, [None, pa.py_buffer(own), pa.py_buffer(told)])


def told_numbers(
    values: Ints, given: Bools | None, unlimited: Bools | None, kind: pa.Decimal128Type
) -> tuple[pa.Array, pa.Array] | None:
    """Whole numbers as decimals and as texts; null where none is given, and a word where there is no limit.

    None where there is no C for it.
    """
    rows = len(values)
    library = _in_c(rows) if sys.byteorder == "little" else None
    if library is None:
        return None
    decimals, ends, texts = np.empty((rows, 2), np.int64), np.empty(rows + 1, np.int32), np.empty(20 * rows, np.uint8)
    length = library.numbers_told(
        _long(rows),
        _address(np.ascontiguousarray(values, np.int64)),
        *map(_address, (None if each is None else np.ascontiguousarray(each) for each in (given, unlimited))),
        _long(10**kind.scale),
        *map(_address, (decimals, ends, texts)),
    )
    of_texts = bits(given)
    of_decimals = of_texts if unlimited is None else bits(~unlimited if given is None else given & ~unlimited)
    return (
        pa.Array.from_buffers(kind, rows, [of_decimals, pa.py_buffer(decimals)]),
        pa.Array.from_buffers(pa.string(), rows, [of_texts, pa.py_buffer(ends), pa.py_buffer(texts[:length].copy())]),
    )


class ValueSource(NamedTuple):
    """Where a value of a row stands: among the values of rows, or of the items of rows at some place of theirs."""

    values: np.ndarray[Any, Any]
    starts: Ints | None = None
    """Where the items of each row begin; none are meant where it is left out."""
    place: int = 0
    order: np.ndarray[Any, Any] | None = None
    """Which item of its row stands where, when they are sorted; as they stand where it is left out."""

    def of(self, rows: Any) -> Any:
        """The values of some rows, or of one."""
        if self.starts is None:
            return self.values[rows]
        at = self.starts[rows]
        return self.values[at + (self.place if self.order is None else self.order[at + self.place])]


def taken(rows: Ints, sources: Sequence[ValueSource]) -> Sequence[np.ndarray[Any, Any]]:
    """The values of some rows from several places, a column for each."""
    library = _in_c(len(rows))
    if library is None:
        return [source.of(rows) for source in sources]
    found = np.empty((len(sources), len(rows)), np.int32)
    values = [np.ascontiguousarray(source.values, np.int32) for source in sources]
    library.columns_taken(
        _long(len(rows)),
        _address(rows),
        _long(len(sources)),
        _addresses([source.starts for source in sources]),
        _addresses([source.order for source in sources]),
        _address(np.array([source.place for source in sources], np.int64)),
        _addresses(values),
        _address(found),
    )
    return [*found]


def _addresses(several: Sequence[np.ndarray[Any, Any] | None]) -> Any:
    return (ctypes.c_void_p * max(1, len(several)))(*(None if each is None else each.ctypes.data for each in several))


def _sorted(columns: list[Ints]) -> Ints:
    """The numbers of each row in ascending order, given and told by columns: there are few, and many rows."""
    for end in range(len(columns) - 1, 0, -1):
        for at in range(end):
            a, b = columns[at], columns[at + 1]
            columns[at], columns[at + 1] = np.minimum(a, b), np.maximum(a, b)
    return np.stack(columns)


def packed(columns: Sequence[Ints | Bools], rows: int) -> Ints:
    """A number for each row, the same for rows that are the same in all columns, from 0 on without a gap."""
    found: Ints = np.zeros(rows, np.int64)
    card = 1
    for column in columns:
        own, of = _near(column)
        if of <= 1:
            continue
        if card * of > _DENSE:
            found, card = _ranked(found)
        if card * of > 1 << 62:
            own, of = _ranked(own)
        found = found * of + own if card > 1 else own
        card *= of
    return _ranked(found)[0]


def _near(column: Ints | Bools) -> tuple[Ints, int]:
    """Numbers from 0 on that tell those of a column apart, and below how many they are."""
    if not len(column):
        return np.zeros(0, np.int64), 0
    if column.dtype == bool:
        return column.astype(np.int64), 1 if column.all() or not column.any() else 2
    least, most = int(column.min()), int(column.max())
    if most - least >= _FEW:
        return _ranked(column)
    return column.astype(np.int64) - least, most - least + 1  # of bytes no number of several columns could be made


_FEW: Final = 64
"""Numbers that lie within so few are taken as they are, without ranking them."""


def firsts(code: Ints) -> Ints:
    """For each number of `packed` the first row that has it."""
    found: Ints = np.empty(int(code.max(initial=-1)) + 1, np.int64)
    found[code[::-1]] = np.arange(len(code) - 1, -1, -1)  # what is written last stays
    return found


_DENSE: Final = 1 << 16
"""Numbers that lie within so few are ranked by a table, without sorting them."""


def _ranked(column: Ints | Bools) -> tuple[Ints, int]:
    """The place of each number among those there are, and how many there are."""
    if not len(column):
        return np.zeros(0, np.int64), 0
    numbers: Any = column.view(np.uint8) if column.dtype == bool else column
    least, most = int(numbers.min()), int(numbers.max())
    if least == most:
        return np.zeros(len(column), np.int64), 1
    if most - least >= max(_DENSE, len(column)):
        several, own = np.unique(numbers, return_inverse=True)
        return own.astype(np.int64, copy=False), len(several)
    off = numbers - numbers.dtype.type(least)
    there = np.zeros(most - least + 1, bool)
    there[off] = True
    places = np.cumsum(there)
    return places[off] - 1, int(places[-1])
