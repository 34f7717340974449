"""The columns of a block as arrays: what is known of each row before its days and numbers, and these.

A row is plain where each of its cells is read here exactly as the strict loader reads it. That is for columns to say
of types, ranges and null cells; whatever depends on words, on who is meant, or on what must be given is the same for
all rows of one shape, and the loader is asked about one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kenri.columnar import many
from kenri.columnar.items import ListItems
from kenri.columnar.json_lists import listed
from kenri.columnar.layout import LISTS, Kinds, Layout, is_list, is_text
from kenri.columnar.lifted import OTHER, PLACE, lifted
from kenri.columnar.many import Bools, Ints
from kenri.columnar.plain_texts import day_in, flag_in, instant_in, number_in
from kenri.columnar.rows import Rows
from kenri.compiled.shape import DAYS, LookedAt
from kenri.loader.declarations import attributes_of
from kenri.loader.instants import beginning
from kenri.loader.vocabulary import vocabulary
from kenri.model.life import UNNAMED

Short: TypeAlias = "np.ndarray[Any, np.dtype[np.int32]]"

WIDE: Final = 2**31 - 1
"""A whole number that is plain is at most so far from zero."""

EPOCH: Final = 719_163
"""The ordinal of 1 January 1970, from which Arrow counts days."""

NOBODY: Final = -1

NOT_TOLD: Final = np.iinfo(np.int64).min
"""Stands for an instant that columns do not tell."""


class Cells(NamedTuple):
    """A column: a number for each cell, whether the cell is given, and whether it is plain.

    `code` is what of it belongs to a shape: 0 where it is not given, and else what tells the word, the party, or a
    number that a plan must know; 1 where that is left open.
    """

    values: Short
    given: Bools
    plain: Bools
    code: Short | Ints


class KnownWords:
    """The words that are told apart: those that the plan compares with, and all that an attribute may be."""

    def __init__(self, layout: Layout, looked_at: LookedAt) -> None:
        self.layout = layout
        self.looked_at = looked_at
        self._known: dict[str, Mapping[str, int]] = {}

    @cached_property
    def _choices(self) -> Mapping[str, list[str]]:
        return _choices(self.layout)

    @cached_property
    def above_zero(self) -> frozenset[str]:
        """The numbers of events that the loader wants above zero."""
        return frozenset[str]().union(*vocabulary(self.layout.plan).above_zero.values())

    @cached_property
    def kinds_in_events(self) -> Mapping[str, Collection[str]]:
        """The types that what is said of events has, by its name."""
        found: dict[str, set[str]] = {}
        for each in self.layout.events.values():
            for name, kind in each.items():
                found.setdefault(name, set()).add(kind)
        return found

    def kinds_in(self, column: str) -> Kinds:
        """The type of what may be said of an item of a column of lists, where it has one type."""
        match column:
            case "events":
                return {
                    name: next(iter(several)) for name, several in self.kinds_in_events.items() if len(several) == 1
                }
            case "parties":
                return {"name": "name", **self.layout.party}
            case _:
                return self.layout.grant

    def of(self, name: str) -> Mapping[str, int]:
        """Those that some attribute may be, each with its number."""
        if name not in self._known:
            words = [*sorted(self.looked_at.words.get(name, ())), *self._choices.get(name, ())]
            if name == "event":
                words += sorted(self.layout.events)
            if name in ("role", "roles", "by"):
                words += sorted(self.layout.plan.roles)
            self._known[name] = {word: number for number, word in enumerate(dict.fromkeys(words), _OTHER + 1)}
        return self._known[name]


class NotColumnsError(Exception):
    """A block has columns that are not read as arrays."""


class Coded:
    """A block of rows as arrays."""

    def __init__(self, rows: Rows, words: KnownWords, *, several: bool = False) -> None:
        self.layout = words.layout
        self.words = words
        self.rows = len(rows)
        self.plain: Bools = np.ones(self.rows, bool)
        for index in rows.broken:
            self.plain[index] = False
        self._columns = {name: rows.columns.column(name) for name in rows.columns.schema.names}
        try:
            self._must_be_simple()
            self._columns, are_lifted = lifted(self._columns, self.rows, several=several)
            self.plain &= are_lifted
            self._read()
        except pa.ArrowNotImplementedError as error:
            raise NotColumnsError("a type that Arrow does not work with") from error
        except UnicodeDecodeError as error:
            raise NotColumnsError("a text that is none") from error

    def _read(self) -> None:
        self.have_ids: Bools = np.zeros(self.rows, bool)
        """Whether the events of each row have ids: then even those that are alike are told apart."""
        self.events = ListItems(self._columns.get("events"), self.rows)
        self.parties = ListItems(self._columns.get("parties"), self.rows)
        self._names = _Names(self._columns, self.parties, self._telling())
        self._party_names = self._names.of(self.parties.column("name")) if self.parties.count else _NONE
        self.plain &= self._are_named()
        self.own = {column: self._own(column, kind) for column, kind in self._own_kinds().items()}
        self.party = self._parties()
        self.event = self._events()

    def _are_named(self) -> Bools:
        """Whether what must have a name has one that the loader takes, and whether the grant asked about is there."""
        found: Bools = _are_names(self._columns["id"])
        for name in ("grantee", "grant.id", *self._names.others):
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
        if self._given("known_at").any():
            raise NotColumnsError("what was known")
        for name in LISTS:
            kind = self._columns[name].type if name in self._columns else pa.null()
            if is_text(kind):
                self._columns[name], are_listed = listed(self._columns[name], self.words.kinds_in(name))
                self.plain &= are_listed
                continue
            of_structs = is_list(kind) and pa.types.is_struct(kind.value_type) and not pa.types.is_fixed_size_list(kind)
            if not (of_structs or pa.types.is_null(kind)):
                raise NotColumnsError("lists of something else")

    def _given(self, column: str) -> Bools:
        if column not in self._columns:
            return np.zeros(self.rows, bool)
        return many.are_given(self._columns[column])

    # --- names, as they are told

    @cached_property
    def ids(self) -> pa.Array:
        """The id of each row."""
        return _texts(self._columns["id"])

    @cached_property
    def grantees(self) -> pa.Array:
        """Who holds the grant of each row."""
        named = self._columns.get("grantee")
        return self.ids if named is None else pc.coalesce(_texts(named), self.ids)

    @cached_property
    def grant_ids(self) -> pa.Array:
        """The id of the grant of each row."""
        named = self._columns.get("grant.id")
        return pa.repeat(UNNAMED, self.rows) if named is None else pc.fill_null(_texts(named), UNNAMED)

    @cached_property
    def party_names(self) -> pa.Array:
        """The names of all other parties of all rows."""
        return _texts(self.parties.column("name"))

    @cached_property
    def kinds_of_events(self) -> pa.Array:
        """The kinds of the events of all rows."""
        return _texts(self.events.column("event"))

    def event_ids(self, at: Ints) -> pa.Array:
        """The ids of some events of all rows: as they are told, or by their places in their rows."""
        place = pa.array(at - self.events.starts[self.events.rows_of(at)] + 1).cast(pa.string())
        numbered = pc.binary_join_element_wise("event-", place, "")
        return pc.coalesce(_texts(self.events.column("id")).take(pa.array(at)), numbered)

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
            if first == OTHER:
                _, _, second = second.partition(".")
                found[name] = layout.grant[second]
            elif second and first in kinds:
                found[name] = kinds[first][second]
        asked = {name: kind for name, kind in _QUESTION.items() if name in self._columns}
        return {**found, **asked, **({PLACE: "number"} if PLACE in self._columns else {})}

    def _own(self, column: str, kind: str) -> Cells:
        if column == PLACE:
            given = many.are_given(self._columns[column])
            place: Short = _filled(self._columns[column]).astype(np.int32)
            return Cells(place, given, np.ones(self.rows, bool), np.where(given, place + np.int32(1), np.int32(0)))
        if column.endswith(".id"):  # what a grant is called makes no difference
            nothing: Short = np.zeros(self.rows, np.int32)
            return Cells(nothing, np.ones(self.rows, bool), np.ones(self.rows, bool), nothing)
        # What a plan calls the number that is asked for is its name there.
        name = column.rpartition(".")[2] if "." in column else _ASKED.get(column, column)
        cells = self._cells(self._columns[column], kind, name)
        if column == "rights" or (column.endswith(".number") and column.startswith(("grant.", f"{OTHER}."))):
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
        items = self.events
        found: dict[str, Cells] = {}
        for field in items.fields:
            name = field.name
            column = items.column(name)
            given = many.are_given(column)
            match name:
                case "id":
                    self._mark(items, self._are_told_apart(column, given))
                case "corrects" | "cancelled":
                    self._mark(items, ~given)
                case "recorded":
                    are_some = self._recorded(column)[1] if is_text(column.type) else _are_instants(column)
                    self._mark(items, are_some | ~given)
                case "grant":
                    about = self._about(column)
                    self._mark(items, ~given | (about > 0))
                    if self._names.others:
                        found[name] = Cells(about, given, np.ones(items.count, bool), about)
                case _:
                    kinds = self.words.kinds_in_events.get(name, ())
                    if len(kinds) != 1:
                        raise NotColumnsError("an attribute of two types")
                    kind = "name" if name == "who" else str(next(iter(kinds)))
                    found[name] = self._cells(column, kind, name, items)
                    self._mark(items, found[name].plain)
        # Who did what nobody is named for is the grantee: it may be told or not.
        self.are_named: Bools = np.zeros(items.count, bool)
        if "who" in found:
            who = found["who"]
            self.are_named = who.given
            code = who.code.copy()
            code[code == 0] = _GRANTEE
            found["who"] = who._replace(given=np.ones(items.count, bool), code=code)
        self._mark(items, self._are_above_zero(found))
        if items.count:
            self._mark(items, found["on"].given if "on" in found else np.zeros(items.count, bool))
        return found

    def recorded(self, zone: ZoneInfo) -> Ints:
        """The instant at which each event of all rows was recorded, by the clocks of a zone: as it is told, else the
        beginning of its day; `NOT_TOLD` where that is told otherwise than in texts.
        """
        found = beginnings(self.event["on"].values, zone) if self.events.count else np.zeros(0, np.int64)
        if "recorded" not in {field.name for field in self.events.fields}:
            return found
        column = self.events.column("recorded")
        if not is_text(column.type):
            return np.where(many.are_given(column), NOT_TOLD, found)
        told = self._recorded(column)[0]
        instants, days = told.T
        found = np.where(days > 0, beginnings(days, zone), found)
        return np.where(days < 0, instants, found)

    def _recorded(self, column: pa.Array) -> tuple[Ints, Bools]:
        """The instant and the day of each cell that has a text, and whether it is one of both, or none is given. The
        day is -1 of an instant, and 0 of nothing.
        """
        coded = self._names.coded(column)
        told, fits = [(0, 0)], [True]
        for word in coded.words.to_pylist():
            instant, day = instant_in(word), day_in(word) or 0
            told.append((0, day) if instant is None else (instant, -1))
            fits.append(DAYS[0] < (day if instant is None else instant // _A_DAY["s"] + EPOCH) < DAYS[1])
        return np.array(told, np.int64)[coded.places], np.array(fits)[coded.places]

    def _about(self, column: pa.Array) -> Short:
        """Which grant of its row each event names: 1 for the one asked about, the others follow; 0 for none."""
        names, row = self._names.of(column), self.events.row
        found = np.where(names == self._names.grant[row], np.int32(1), np.int32(0))
        for number, own in enumerate(self._names.others.values(), 2):
            found[names == own[row]] = number
        return found

    def _are_told_apart(self, ids: pa.Array, given: Bools) -> Bools:
        """Whether each event has an id that no other of its row has: all events of it have one then, or none."""
        items = self.events
        row, of_row = items.row, np.bincount(items.row[given], minlength=self.rows)
        self.have_ids = of_row > 0
        found: Bools = (of_row == 0)[row]
        if not given.any():
            return found
        if not is_text(ids.type):
            return found
        at = np.flatnonzero(given & (of_row == items.lengths)[row])
        own = _texts(ids).take(pa.array(at))
        coded = own.dictionary_encode()
        is_once = np.ones(len(at), bool)
        if len(coded.dictionary) < len(at):
            _, first = np.unique(row[at] * np.int64(len(at)) + _array(coded.indices), return_index=True)
            is_once[:] = False
            is_once[first] = True
        found[at] = is_once & _are_names(own)
        return found

    def _are_above_zero(self, found: Mapping[str, Cells]) -> Bools:
        """Whether the numbers of events are above zero where the loader wants that."""
        wanted = np.ones(self.events.count, bool)
        for name in self.words.above_zero.intersection(found):
            wanted &= (found[name].values > 0) | ~found[name].given
        return wanted

    def _mark(self, items: ListItems, plain: Bools) -> None:
        """Rows with an item that is not plain are not."""
        if not plain.all():
            self.plain[items.row[~plain]] = False

    # --- cells

    def _cells(self, column: pa.Array, kind: str, name: str, items: ListItems | None = None) -> Cells:
        count = len(column)
        given = many.are_given(column)
        is_there: Short = given.view(np.uint8).astype(np.int32)
        if not given.any():
            return Cells(is_there, given, np.ones(count, bool), is_there)
        match kind:
            case "day":
                values, plain = self._days(column, given)
                return Cells(values, given, plain, is_there)
            case "number" | "ratio" | "rights":
                values, plain = self._numbers(column, given)
                if kind == "ratio":
                    plain = plain & ((values > 0) | ~given)
                code = (values.astype(np.int64) << 1 | is_there) if name in self.words.looked_at.numbers else is_there
                return Cells(values, given, plain, code)
            case "flag" if is_text(column.type):
                values, plain = self._read_texts(column, flag_in, 0, 1)
                return Cells(values, given, plain, is_there)
            case "flag":
                if not pa.types.is_boolean(column.type):
                    return Cells(is_there, given, ~given, is_there)
                flags = _array(pc.fill_null(column, False)) if column.null_count else _array(column)
                return Cells(flags.astype(np.int32), given, np.ones(count, bool), is_there)
            case "word":
                code, plain = self._words(column, name)
                return Cells(is_there, given, plain, code)
            case "asker":
                at, who = self._party_index(column, items)
                code, plain = self._words(column, name)
                is_party = who != NOBODY
                code[at[is_party]] = who[is_party] + _PARTIES
                plain = plain.copy()
                plain[at[is_party]] = True
                return Cells(is_there, given, plain, code)
            case "name":
                at, who = self._party_index(column, items)
                is_there[at] = who + _GRANTEE
                plain = np.ones(count, bool)
                plain[at[who == NOBODY]] = False
                return Cells(is_there, given, plain, is_there)
            case _:
                return Cells(is_there, given, ~given, is_there)

    def _days(self, column: pa.Array, given: Bools) -> tuple[Short, Bools]:
        return self._read_texts(column, day_in, *DAYS) if is_text(column.type) else _days(column, given)

    def _numbers(self, column: pa.Array, given: Bools) -> tuple[Short, Bools]:
        return self._read_texts(column, number_in, -WIDE, WIDE) if is_text(column.type) else _numbers(column, given)

    def _read_texts(
        self, column: pa.Array, read: Callable[[str], int | None], least: int, most: int
    ) -> tuple[Short, Bools]:
        """The value of each cell that has a text, and whether it is one that columns hold, or none is given."""
        coded = self._names.coded(column)
        told = [read(word) for word in coded.words.to_pylist()]
        fits = [value is not None and least <= value <= most for value in told]
        values = np.array([0, *(value if fit else 0 for value, fit in zip(told, fits, strict=True))], np.int32)
        return values[coded.places], np.array([True, *fits])[coded.places]

    def _words(self, column: pa.Array, name: str) -> tuple[Short, Bools]:
        """For each cell the word as far as the plan looks at it, 0 for none; and whether the loader takes it."""
        if not is_text(column.type):
            return np.zeros(len(column), np.int32), ~many.are_given(column)
        coded = self._names.coded(column)
        words = coded.words.to_pylist()
        known = self.words.of(name)
        code = np.array([0, *(known.get(word, _OTHER) for word in words)], np.int32)
        plain = np.array([True, *map(_is_plain_text, words)])
        if name not in _NEVER_PARTIES and words:
            plain[1:] &= ~self._names.are_there(coded.numbers)
        return code[coded.places], np.ones(len(column), bool) if plain.all() else plain[coded.places]

    def _party_index(self, column: pa.Array, items: ListItems | None) -> tuple[Ints, Ints]:
        """The cells that name somebody, and which party of its row each names: the grantee is 0, the others follow;
        `NOBODY` for anybody else.
        """
        at, names = self._names.told(column)
        row = at if items is None else items.rows_of(at)
        found = np.where(names == self._names.grantee[row], 0, NOBODY).astype(np.int64)
        parties = self.parties
        for place in range(int(parties.lengths.max(initial=0))):
            there = parties.lengths[row] > place
            child = np.where(there, parties.starts[row] + place, 0)
            found[there & (self._party_names[child] == names)] = place + 1
        return at, found


_GRANTEE: Final = 1
"""What is told of the grantee as a party."""
_OTHER: Final = 1
_QUESTION: Final = {"on": "day", "rights": "rights", "by": "asker"}
_ASKED: Final = {"rights": "number"}
_NEVER_PARTIES: Final = frozenset({"role", "roles", "event", "by"})
"""What says a word that is none of a party, be one called so; of who asks, parties are told apart from it."""
_PARTIES: Final = 1 << 20
"""Beyond all numbers of words."""
_NONE: Final = np.zeros(0, np.int64)


class _CodedTexts(NamedTuple):
    """A column of texts: for each cell the place of its text among the different ones, from 1 on; 0 where none is."""

    places: Short
    words: pa.Array
    numbers: Ints
    """For each of the different texts its number as a name."""


class _Names:
    """The names of parties and grants as numbers, the same for the same name.

    Only names that are told somewhere have one: those of holders mostly are not, and each of them is another.
    """

    def __init__(self, columns: Mapping[str, pa.Array], parties: ListItems, telling: Iterable[pa.Array]) -> None:
        encoded = {id(column): (column, *_encoded(column)) for column in telling}
        words = [each for _, _, each in encoded.values()]
        self._told = pc.unique(pa.concat_arrays([pa.array([UNNAMED], pa.string()), *words])).drop_null()
        self._coded = {
            key: (column, _CodedTexts(places, words, self._among(words, NOBODY)))
            for key, (column, places, words) in encoded.items()
        }
        """By the identity of columns, which are kept with them."""
        own = _texts(columns["id"])
        if "grantee" in columns:
            own = pc.coalesce(_texts(columns["grantee"]), own)
        self.grantee: Ints = self._among(own)
        grant = columns.get("grant.id")
        names = pa.array([UNNAMED]) if grant is None else pc.fill_null(_texts(grant), UNNAMED)
        self.grant: Ints = np.broadcast_to(self._among(names), len(own))
        ids = (name for name in columns if name.startswith(f"{OTHER}.") and name.endswith(".id"))
        self.others: Mapping[str, Ints] = {name: self._among(_texts(columns[name])) for name in ids}
        """Those of the other grants, by the columns of their ids."""
        several = [self.grantee, self.grant, *self.others.values()]
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
        found: Ints = np.append(NOBODY, coded.numbers)[coded.places]
        return found

    def told(self, column: pa.Array) -> tuple[Ints, Ints]:
        """The cells that have a name, and the number of each."""
        coded = self.coded(column)
        at = np.flatnonzero(coded.places)
        return at, coded.numbers[coded.places[at] - 1]

    def are_there(self, numbers: Ints) -> Bools:
        """Whether each is the number of a party or a grant of some row."""
        return self._there[numbers]

    def _among(self, names: pa.Array, otherwise: int | None = None) -> Ints:
        return many.places_among(names, self._told, _UNTOLD if otherwise is None else otherwise)


_UNTOLD: Final = -2
"""Stands for all names that nothing tells but what they name."""

_NAMING: Final = frozenset({"id", "grantee", "grant.id"})
"""The columns of names by which nothing else is meant than what they name."""

_OF_PARTIES: Final = ("name", "asker")


def _tells(kind: pa.DataType, *, is_name: bool) -> bool:
    of = pa.types
    return is_text(kind) or (is_name and bool(of.is_integer(kind) or of.is_null(kind)))


def _encoded(column: pa.Array) -> tuple[Short, pa.Array]:
    """A column of texts as numbers from 1 on, and the different ones."""
    return many.coded_texts(column if pa.types.is_dictionary(column.type) else _texts(column))


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
        return _days(column, many.are_given(column))[1]
    try:
        pa.scalar(0, kind).as_py()
    except (ValueError, KeyError):  # there is no such zone
        return np.zeros(len(column), bool)
    values = _array(pc.fill_null(pc.cast(column, pa.int64()), 0)) // _A_DAY[kind.unit] + EPOCH
    found: Bools = (values > DAYS[0]) & (values < DAYS[1])
    return found


def beginnings(days: Ints | Short, zone: ZoneInfo) -> Ints:
    """The instants at which days begin as the clocks of a zone show it."""
    different, place = np.unique(days, return_inverse=True)
    begun = [beginning(date.fromordinal(max(day, 1)), zone) for day in different.tolist()]
    return np.array(begun, np.int64)[place]


_A_DAY: Final = {unit: 24 * 60 * 60 * 1000**power for power, unit in enumerate(("s", "ms", "us", "ns"))}


def _days(column: pa.Array, given: Bools) -> tuple[Short, Bools]:
    """The day of each cell that is given, and whether it is one that columns hold, or none is given."""
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.tz is None:
        instants = _filled(pc.cast(column, pa.int64()))
        values, at_midnight = instants // _A_DAY[kind.unit] + EPOCH, instants % _A_DAY[kind.unit] == 0
        plain = at_midnight & (values >= DAYS[0]) & (values <= DAYS[1])
        return np.where(plain, values, 0).astype(np.int32), plain | ~given
    if pa.types.is_date32(kind):
        return many.read_numbers(column, DAYS[0] - EPOCH, DAYS[1] - EPOCH, EPOCH)
    return np.zeros(len(column), np.int32), ~given


def _numbers(column: pa.Array, given: Bools) -> tuple[Short, Bools]:
    """The whole number of each cell that is given, and whether it is one that columns hold, or none is given."""
    kind = column.type
    if kind in (pa.int32(), pa.int64()):
        return many.read_numbers(column, -WIDE, WIDE)
    if pa.types.is_integer(kind):
        values = _filled(column)
        plain = np.ones(len(column), bool)
    elif pa.types.is_floating(kind):
        values = _filled(pc.cast(column, pa.float64()))
        plain = values == np.floor(values)
    elif pa.types.is_decimal(kind):
        whole = pc.trunc(column)
        plain = _array(pc.fill_null(pc.equal(whole, column), True))
        values = np.rint(_filled(pc.cast(whole, pa.float64())))  # whole, and exact if not too large
    else:
        return np.zeros(len(column), np.int32), ~given
    plain = plain & (values <= WIDE) & (values >= -WIDE)
    return np.where(plain, values, 0).astype(np.int32), plain | ~given


def _filled(column: pa.Array) -> Any:
    """Numbers, with 0 where there is none."""
    return _array(pc.fill_null(column, 0) if column.null_count else column)


def _is_plain_text(word: str | None) -> bool:
    return word is not None and 0 < len(word) <= _LONGEST and word.isprintable()


_LONGEST: Final = 200


def _array(array: pa.Array | pa.ChunkedArray) -> Any:
    """An array without nulls as one of NumPy."""
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    return array.to_numpy(zero_copy_only=False)
