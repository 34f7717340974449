"""The columns of a block as arrays: what is known of each row before its days and numbers, and these.

A row is plain where each of its cells is read here exactly as the strict loader reads it. That is for columns to say
of types, ranges and null cells; whatever depends on words, on who is meant, or on what must be given is the same for
all rows of one shape, and the loader is asked about one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kenri.columnar.layout import Kinds, Layout, is_list, is_text
from kenri.columnar.rows import Rows
from kenri.compiled.shape import DAYS, LookedAt
from kenri.loader.declarations import attributes_of
from kenri.loader.vocabulary import vocabulary
from kenri.model.life import UNNAMED

Ints: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"
Bools: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"

WIDE: Final = 2**31 - 1
"""A whole number that is plain is at most so far from zero."""

EPOCH: Final = 719_163
"""The ordinal of 1 January 1970, from which Arrow counts days."""

NOBODY: Final = -1


class Cells(NamedTuple):
    """A column: a number for each cell, whether the cell is given, and whether it is plain. Of a cell that is not given
    the number is 0.

    `code` is what of it belongs to a shape: the word, the party, or a number that a plan must know; 0 where that is
    left open, or not given.
    """

    values: Ints
    given: Bools
    plain: Bools
    code: Ints


class NotColumnsError(Exception):
    """A block has columns that are not read as arrays."""


class Coded:
    """A block of rows as arrays."""

    def __init__(self, rows: Rows, looked_at: LookedAt) -> None:
        self.layout = rows.layout
        self.looked_at = looked_at
        self.rows = len(rows)
        self.plain: Bools = np.ones(self.rows, bool)
        for index in rows.broken:
            self.plain[index] = False
        self._columns = {name: rows.columns.column(name) for name in rows.columns.schema.names}
        self._must_be_simple()
        try:
            self._read()
        except pa.ArrowNotImplementedError as error:
            raise NotColumnsError("a type that Arrow does not work with") from error
        except UnicodeDecodeError as error:
            raise NotColumnsError("a text that is none") from error

    def _read(self) -> None:
        self.events = _Items(self._columns.get("events"), self.rows)
        self.parties = _Items(self._columns.get("parties"), self.rows)
        self._names = _Names(self._columns, self.parties, self._telling())
        self._party_names = self._names.of(self.parties.column("name")) if self.parties.count else _NONE
        self.plain &= self._are_named()
        self.own = {column: self._own(column, kind) for column, kind in self._own_kinds().items()}
        self.party = self._parties()
        self.event = self._events()

    def _are_named(self) -> Bools:
        """Whether what must have a name has one that the loader takes, and whether the grant asked about is there."""
        found: Bools = _are_names(self._columns["id"])
        for name in ("grantee", "grant.id"):
            if name in self._columns:
                found &= _are_names(self._columns[name]) | ~self._given(name)
        if "grant" in self._columns:
            found &= (self._names.of(self._columns["grant"]) == self._names.grant) | ~self._given("grant")
        if self.parties.count:
            self._mark(self.parties, _are_names(self.parties.column("name")))
        return found

    def _telling(self) -> Iterator[pa.Array]:
        """The columns in which a party or a grant may be named, or a word stand that is the name of one."""
        layout = self.layout
        named = {name for name, kind in self._own_kinds().items() if kind in _OF_PARTIES} | {"grant"}
        for name, column in self._columns.items():
            if name not in _NAMING and _tells(column.type, is_name=name in named):
                yield column
        of_events = {name for each in layout.events.values() for name, kind in each.items() if kind in _OF_PARTIES}
        of_parties = {name for name, kind in layout.party.items() if kind in _OF_PARTIES}
        for items, names in ((self.events, of_events | {"who", "grant"}), (self.parties, of_parties | {"name"})):
            for field in items.fields:
                if _tells(field.type, is_name=field.name in names):
                    yield items.column(field.name)

    def _must_be_simple(self) -> None:
        if self._given("grants").any() or self._given("known_at").any():
            raise NotColumnsError("several grants, or what was known")
        for name in ("events", "parties"):
            kind = self._columns[name].type if name in self._columns else pa.null()
            of_structs = is_list(kind) and pa.types.is_struct(kind.value_type) and not pa.types.is_fixed_size_list(kind)
            if not (of_structs or pa.types.is_null(kind)):
                raise NotColumnsError("lists as text")

    def _given(self, column: str) -> Bools:
        if column not in self._columns:
            return np.zeros(self.rows, bool)
        found: Bools = _array(pc.is_valid(self._columns[column]))
        return found

    # --- columns of the row itself

    def _own_kinds(self) -> dict[str, str]:
        layout, found = self.layout, dict[str, str]()
        kinds: dict[str, Kinds] = {
            "grant": layout.grant,
            "grantee": layout.party,
            "fact": layout.facts,
            "asked": layout.asked,
        }
        for name in self._columns:
            first, _, second = name.partition(".")
            if second and first in kinds:
                found[name] = kinds[first][second]
        return {**found, **{name: kind for name, kind in _QUESTION.items() if name in self._columns}}

    def _own(self, column: str, kind: str) -> Cells:
        nothing: Ints = np.zeros(self.rows, np.int64)
        if column == "grant.id":  # what a grant is called makes no difference
            return Cells(nothing, np.ones(self.rows, bool), np.ones(self.rows, bool), nothing)
        # What a plan calls the number that is asked for is its name there.
        cells = self._cells(self._columns[column], kind, column.partition(".")[2] or _ASKED.get(column, column))
        if column in ("grant.number", "rights"):
            cells = cells._replace(plain=cells.plain & ((cells.values >= (column == "rights")) | ~cells.given))
        self.plain &= cells.plain
        return cells

    # --- several of something

    def _parties(self) -> dict[str, Cells]:
        """The attributes of all other parties there are, by name; a row that names one twice is not plain."""
        items = self.parties
        found: dict[str, Cells] = {}
        for field in items.fields:
            if field.name == "name":
                continue
            kind = self.layout.party[field.name]
            found[field.name] = self._cells(items.column(field.name), kind, field.name, items)
        for each in found.values():
            self._mark(items, each.plain)
        names = self._party_names
        self._mark(items, names >= 0)
        self._mark(items, names != self._names.grantee[items.row])
        if items.lengths.max(initial=0) > 1:
            key = items.row * np.int64(len(self._names) + 1) + names
            _, first = np.unique(key, return_index=True)
            again = np.ones(items.count, bool)
            again[first] = False
            self._mark(items, ~again)
        return found

    def _events(self) -> dict[str, Cells]:
        items, layout = self.events, self.layout
        found: dict[str, Cells] = {}
        for field in items.fields:
            name = field.name
            column = items.column(name)
            given = _array(pc.is_valid(column))
            match name:
                case "id" | "corrects" | "cancelled":
                    self._mark(items, ~given)
                case "recorded":
                    self._mark(items, _are_instants(column) | ~given)
                case "grant":
                    mine = self._names.grant[items.row]
                    self._mark(items, ~given | (self._names.of(column) == mine))
                case _:
                    kinds = {each.get(name) for each in layout.events.values()} - {None}
                    if len(kinds) != 1:
                        raise NotColumnsError("an attribute of two types")
                    kind = "name" if name == "who" else str(next(iter(kinds)))
                    found[name] = self._cells(column, kind, name, items)
                    self._mark(items, found[name].plain)
        # Who did what nobody is named for is the grantee: it may be told or not.
        nobody = Cells(*(np.zeros(items.count, kind) for kind in (np.int64, bool, bool, np.int64)))
        who = found.get("who", nobody)
        grantee = np.where(who.given, who.code, 1)
        found["who"] = who._replace(given=np.ones(items.count, bool), code=grantee)
        self._mark(items, self._are_above_zero(found))
        if items.count:
            self._mark(items, found["on"].given if "on" in found else np.zeros(items.count, bool))
        return found

    def _are_above_zero(self, found: Mapping[str, Cells]) -> Bools:
        """Whether the numbers of events are above zero where the loader wants that."""
        names = set[str]().union(*vocabulary(self.layout.plan).above_zero.values())
        wanted = np.ones(self.events.count, bool)
        for name in names.intersection(found):
            wanted &= (found[name].values > 0) | ~found[name].given
        return wanted

    def _mark(self, items: _Items, plain: Bools) -> None:
        """Rows with an item that is not plain are not."""
        if not plain.all():
            self.plain[items.row[~plain]] = False

    # --- cells

    def _cells(self, column: pa.Array, kind: str, name: str, items: _Items | None = None) -> Cells:
        count = len(column)
        given = _array(pc.is_valid(column))
        zeros = np.zeros(count, np.int64)
        if not given.any():
            return Cells(zeros, given, np.ones(count, bool), zeros)
        match kind:
            case "day":
                values, plain = _days(column)
                return Cells(values, given, plain | ~given, zeros)
            case "number" | "ratio" | "rights":
                values, plain = _numbers(column)
                if kind == "ratio":
                    plain &= values > 0
                code = values if name in self.looked_at.numbers else zeros
                return Cells(values, given, plain | ~given, code)
            case "flag":
                if not pa.types.is_boolean(column.type):
                    return Cells(zeros, given, ~given, zeros)
                return Cells(_array(pc.fill_null(column, False)).astype(np.int64), given, np.ones(count, bool), zeros)
            case "word":
                code, plain = self._words(column, name)
                return Cells(zeros, given, plain | ~given, np.where(given, code, 0))
            case "asker":
                who = self._party_index(column, items)
                role, plain = self._words(column, name)
                code = np.where(who == NOBODY, role, who + _PARTIES)
                return Cells(zeros, given, (who != NOBODY) | plain | ~given, np.where(given, code, 0))
            case "name":
                code = self._party_index(column, items)
                return Cells(zeros, given, (code != NOBODY) | ~given, np.where(given, code + 1, 0))
            case _:
                return Cells(zeros, given, ~given, zeros)

    def _words(self, column: pa.Array, name: str) -> tuple[Ints, Bools]:
        """For each cell the word as far as the plan looks at it, and whether it is one that the loader takes."""
        if not is_text(column.type):
            return np.zeros(len(column), np.int64), np.zeros(len(column), bool)
        coded = self._names.coded(column)
        words = coded.words.to_pylist()
        known = self._known_words(name)
        code = np.array([known.get(word, _OTHER) for word in words] or [0], np.int64)
        plain = np.array([_is_plain_text(word) for word in words] or [False])
        if name not in _NEVER_PARTIES and words:
            plain &= ~self._names.are_there(coded.numbers)
        return code[coded.places], plain[coded.places]

    def _known_words(self, name: str) -> Mapping[str, int]:
        """The words that are told apart: those that the plan compares with, and all that an attribute may be."""
        words = [*sorted(self.looked_at.words.get(name, ())), *_choices(self.layout).get(name, ())]
        if name == "event":
            words += sorted(self.layout.events)
        if name in ("role", "roles", "by"):
            words += sorted(self.layout.plan.roles)
        return {word: number for number, word in enumerate(dict.fromkeys(words), 2)}

    def _party_index(self, column: pa.Array, items: _Items | None) -> Ints:
        """Which party of its row each cell names: the grantee is 0, the others follow; `NOBODY` for anybody else."""
        names = self._names.of(column)
        row = np.arange(len(column)) if items is None else items.row
        found = np.where(names == self._names.grantee[row], 0, NOBODY).astype(np.int64)
        parties = self.parties
        for place in range(int(parties.lengths.max(initial=0))):
            there = parties.lengths[row] > place
            child = np.where(there, parties.starts[row] + place, 0)
            found[there & (self._party_names[child] == names)] = place + 1
        return found


_OTHER: Final = 1
_QUESTION: Final = {"on": "day", "rights": "rights", "by": "asker"}
_ASKED: Final = {"rights": "number"}
_NEVER_PARTIES: Final = frozenset({"role", "roles", "event", "by"})
"""What says a word that is none of a party, be one called so; of who asks, parties are told apart from it."""
_PARTIES: Final = 1 << 20
"""Beyond all numbers of words."""
_NONE: Final = np.zeros(0, np.int64)


class _Items:
    """The items of a list column, one after another, each with its row."""

    def __init__(self, column: pa.Array | None, rows: int) -> None:
        if column is None or pa.types.is_null(column.type):
            self.lengths: Ints = np.zeros(rows, np.int64)
            self._struct: pa.StructArray | None = None
        else:
            self.lengths = _array(pc.fill_null(pc.list_value_length(column), 0)).astype(np.int64)
            self._struct = column.flatten()
        self._columns: dict[str, pa.Array] = {}
        self.count = int(self.lengths.sum())
        self.starts: Ints = np.concatenate(([0], np.cumsum(self.lengths)))[:-1]
        self.row: Ints = np.repeat(np.arange(rows, dtype=np.int64), self.lengths)
        self.place: Ints = np.arange(self.count, dtype=np.int64) - self.starts[self.row]

    @property
    def fields(self) -> Sequence[pa.Field]:
        """What is said of an item."""
        return list(self._struct.type) if self._struct is not None and self.count else []

    def column(self, name: str) -> pa.Array:
        """One thing that is said of all items; null where it is not."""
        assert self._struct is not None
        if name not in self._columns:
            is_there = name in self._struct.type.names
            self._columns[name] = pc.struct_field(self._struct, name) if is_there else pa.nulls(self.count, pa.string())
        return self._columns[name]


class _CodedTexts(NamedTuple):
    """A column of texts: for each cell the place of its text among the different ones (0 where it has none)."""

    places: Ints
    given: Bools
    words: pa.Array
    numbers: Ints
    """For each of the different texts its number as a name."""


class _Names:
    """The names of parties and grants as numbers, the same for the same name.

    Only names that are told somewhere have one: those of holders mostly are not, and each of them is another.
    """

    def __init__(self, columns: Mapping[str, pa.Array], parties: _Items, telling: Iterable[pa.Array]) -> None:
        encoded = {id(column): (column, _encoded(column)) for column in telling}
        words = [each.dictionary for _, each in encoded.values()]
        self._told = pc.unique(pa.concat_arrays([pa.array([UNNAMED], pa.string()), *words])).drop_null()
        self._coded = {key: (column, self._numbered(each)) for key, (column, each) in encoded.items()}
        """By the identity of columns, which are kept with them."""
        own = _texts(columns["id"])
        if "grantee" in columns:
            own = pc.coalesce(_texts(columns["grantee"]), own)
        self.grantee: Ints = self._among(own)
        grant = columns.get("grant.id")
        names = pa.array([UNNAMED]) if grant is None else pc.fill_null(_texts(grant), UNNAMED)
        self.grant: Ints = np.broadcast_to(self._among(names), len(own))
        several = [self.grantee, self.grant]
        if parties.count:
            several.append(self.of(parties.column("name")))
        self._there: Bools = np.zeros(len(self._told) + 1, bool)  # the last is for what has no number
        for each in several:
            self._there[np.maximum(each, -1)] = True
        self._there[-1] = False

    def __len__(self) -> int:
        return len(self._told)

    def coded(self, column: pa.Array) -> _CodedTexts:
        """One of the columns that tell names or words."""
        if id(column) not in self._coded:
            raise NotColumnsError("names that are no text")
        return self._coded[id(column)][1]

    def of(self, column: pa.Array) -> Ints:
        """The number of the name in each cell; `NOBODY` where there is none."""
        coded = self.coded(column)
        if not len(coded.numbers):
            return np.full(len(column), NOBODY, np.int64)
        return np.where(coded.given, coded.numbers[coded.places], NOBODY)

    def are_there(self, numbers: Ints) -> Bools:
        """Whether each is the number of a party or a grant of some row."""
        return self._there[numbers]

    def _among(self, names: pa.Array) -> Ints:
        found = pc.index_in(names, value_set=self._told)
        numbers: Ints = _array(pc.fill_null(found, _UNTOLD)).astype(np.int64)
        return numbers

    def _numbered(self, encoded: pa.DictionaryArray) -> _CodedTexts:
        found = pc.index_in(encoded.dictionary, value_set=self._told)
        numbers = _array(pc.fill_null(found, NOBODY)).astype(np.int64)
        index = _array(pc.fill_null(encoded.indices, 0)).astype(np.int64)
        return _CodedTexts(index, _array(pc.is_valid(encoded.indices)), encoded.dictionary, numbers)


_UNTOLD: Final = -2
"""Stands for all names that nothing tells but what they name."""

_NAMING: Final = frozenset({"id", "grantee", "grant.id"})
"""The columns of names by which nothing else is meant than what they name."""

_OF_PARTIES: Final = ("name", "asker")


def _tells(kind: pa.DataType, *, is_name: bool) -> bool:
    of = pa.types
    return is_text(kind) or (is_name and bool(of.is_integer(kind) or of.is_null(kind)))


def _encoded(column: pa.Array) -> pa.DictionaryArray:
    """A column of texts, each different one once, as texts of one type."""
    if _is_one_text(column):
        return pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(column), np.int32)), column[:1])
    coded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(_texts(column))
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    if coded.dictionary.type == pa.string():
        return coded
    return pa.DictionaryArray.from_arrays(coded.indices, pc.cast(coded.dictionary, pa.string()))


def _is_one_text(column: pa.Array) -> bool:
    """Whether each cell is seen to have the same text, as where all holders have one role."""
    if column.type != pa.string() or column.null_count or not len(column):
        return False
    _, offsets, content = column.buffers()
    ends = np.frombuffer(offsets, np.int32, len(column) + 1, 4 * column.offset)
    length = int(ends[1] - ends[0])
    if not length or (np.diff(ends) != length).any():
        return False
    texts = np.frombuffer(content, np.uint8, length * len(column), int(ends[0])).reshape(-1, length)
    return bool((texts == texts[0]).all())


def _choices(layout: Layout) -> dict[str, list[str]]:
    """The words that each attribute may be, of whatever it is an attribute."""
    plan = layout.plan
    several = [plan.grant_attributes, plan.party_attributes, *(each.attributes for each in plan.events.values())]
    several += [each.attributes for each in plan.actions.values()]
    found: dict[str, list[str]] = {}
    for declared in several:
        for name, attribute in attributes_of(declared).items():
            found.setdefault(name, []).extend(attribute.one_of)
    return found


def _texts(column: pa.Array) -> pa.Array:
    if pa.types.is_integer(column.type):
        return pc.cast(column, pa.string())
    if not is_text(column.type) and not pa.types.is_null(column.type):
        raise NotColumnsError("names that are no text")
    found = pc.cast(column, pa.string())
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _are_names(column: pa.Array) -> Bools:
    """Whether each cell is a name: a text that is not blank."""
    texts = _texts(column)
    found = _begin_visibly(texts)
    left = np.flatnonzero(~found)
    if not len(left):
        return found
    coded = pc.dictionary_encode(texts.take(pa.array(left)))
    words = coded.dictionary.to_pylist()  # what is blank beyond ASCII, the language of the loader tells
    are_some = np.array([*(word is not None and bool(word.strip()) for word in words), False])
    found[left] = are_some[_array(pc.fill_null(coded.indices, -1))]
    return found


def _begin_visibly(texts: pa.Array) -> Bools:
    """Whether each text begins with a character of ASCII that can be seen, as nearly all names do."""
    _, offsets, content = texts.buffers()
    count = len(texts)
    found: Bools = np.zeros(count, bool)
    if not count or content is None or not content.size:
        return found
    ends = np.frombuffer(offsets, np.int32, count + 1, 4 * texts.offset)
    begins, there = ends[:-1], ends[1:] > ends[:-1]
    first = np.frombuffer(content, np.uint8)[np.where(there, begins, 0)]
    found[:] = there & (first > ord(" ")) & (first <= ord("~"))
    if texts.null_count:
        found &= _array(pc.is_valid(texts))
    return found


def _are_instants(column: pa.Array) -> Bools:
    """Whether each cell is an instant that the loader takes, or a day."""
    kind = column.type
    if not pa.types.is_timestamp(kind) or kind.tz is None:
        return _days(column)[1]
    try:
        pa.scalar(0, kind).as_py()
    except (ValueError, KeyError):  # there is no such zone
        return np.zeros(len(column), bool)
    values = _array(pc.fill_null(pc.cast(column, pa.int64()), 0)) // _A_DAY[kind.unit] + EPOCH
    found: Bools = (values > DAYS[0]) & (values < DAYS[1])
    return found


_A_DAY: Final = {unit: 24 * 60 * 60 * 1000**power for power, unit in enumerate(("s", "ms", "us", "ns"))}


def _days(column: pa.Array) -> tuple[Ints, Bools]:
    """The day of each cell, and whether it is one that columns hold."""
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.tz is None:
        instants = _array(pc.fill_null(pc.cast(column, pa.int64()), 0))
        values, at_midnight = instants // _A_DAY[kind.unit] + EPOCH, instants % _A_DAY[kind.unit] == 0
    elif pa.types.is_date32(kind):
        values = _array(pc.fill_null(pc.cast(column, pa.int32()), 0)).astype(np.int64) + EPOCH
        at_midnight = np.ones(len(column), bool)
    else:
        return np.zeros(len(column), np.int64), np.zeros(len(column), bool)
    plain = at_midnight & (values >= DAYS[0]) & (values <= DAYS[1])
    return np.where(plain, values, 0), plain


def _numbers(column: pa.Array) -> tuple[Ints, Bools]:
    """The whole number of each cell, and whether it is one that columns hold."""
    kind = column.type
    if pa.types.is_integer(kind):
        values = _array(pc.fill_null(column, 0))
        plain = np.ones(len(column), bool)
    elif pa.types.is_floating(kind):
        values = _array(pc.fill_null(pc.cast(column, pa.float64()), 0.0))
        plain = values == np.floor(values)
    elif pa.types.is_decimal(kind):
        whole = pc.trunc(column)
        plain = _array(pc.fill_null(pc.equal(whole, column), True))
        values = np.rint(_array(pc.fill_null(pc.cast(whole, pa.float64()), 0.0)))  # whole, and exact if not too large
    else:
        return np.zeros(len(column), np.int64), np.zeros(len(column), bool)
    plain = plain & (values <= WIDE) & (values >= -WIDE)
    return np.where(plain, values, 0).astype(np.int64), plain


def _is_plain_text(word: str | None) -> bool:
    return word is not None and 0 < len(word) <= _LONGEST and word.isprintable()


_LONGEST: Final = 200


def _array(array: pa.Array | pa.ChunkedArray) -> Any:
    """An array without nulls as one of NumPy."""
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    return array.to_numpy(zero_copy_only=False)


def packed(columns: Iterable[Ints | Bools], rows: int) -> Ints:
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
    return (column - least, most - least + 1) if most - least < _FEW else _ranked(column)


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
