"""What the columns of a table mean in the words of a plan, and whether a table has those it needs and no others.

A table has one row for each question. Its columns are named after the parts of a life file: `grant.number` is the
number of the one grant of the row, `events` its events as a list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from kenri.columnar.cell import Cell
from kenri.loader.declarations import attributes_of, term_type
from kenri.model.plan import Attribute, AttributeUse, Plan
from kenri.model.problems import Problem, quote
from kenri.model.sentences import Sentence, did_you_mean

__all__ = ["LISTS", "Kinds", "Layout"]

Kinds = Mapping[str, str]
"""The type of value each name has: a type of attribute, `name`, `word` (as it stands), or `instant`."""

LISTS = ("parties", "grants", "events")
"""Columns that hold several of something."""

QUESTION: Kinds = {"on": "day", "rights": "rights", "by": "name", "grant": "name", "known_at": "instant"}
"""Columns of the question that a row asks; where a row says nothing, what the run asks holds."""

_GRANT: Kinds = {"id": "name", "grantee": "name", "on": "day", "number": "number"}
_PARTY: Kinds = {"role": "word", "roles": "word"}
_EVENT: Kinds = {
    "event": "word",
    "on": "day",
    "who": "name",
    "grant": "name",
    "id": "name",
    "recorded": "instant",
    "corrects": "name",
    "cancelled": "flag",
}


@dataclass(frozen=True)
class Layout:
    """The columns that tables for one plan and one action may have. `by_holder` is that of flat tables, whose parties
    and events also say whose they are.
    """

    plan: Plan
    action: str = ""

    @cached_property
    def grant(self) -> Kinds:
        """What may be said of a grant."""
        return {**kinds(self.plan.grant_attributes), **_GRANT}

    @cached_property
    def party(self) -> Kinds:
        """What may be said of a party besides its name."""
        return {**kinds(self.plan.party_attributes), **_PARTY}

    @cached_property
    def events(self) -> Mapping[str, Kinds]:
        """What may be said of an event, by its kind."""
        return {name: {**kinds(kind.attributes), **_EVENT} for name, kind in self.plan.events.items()}

    @cached_property
    def event(self) -> frozenset[str]:
        """What may be said of an event of some kind."""
        return frozenset(_EVENT).union(*self.events.values())

    @cached_property
    def facts(self) -> Kinds:
        """The terms that a life may supply."""
        return {name: term_type(term) for name, term in self.plan.terms.items() if term.is_unknown}

    @cached_property
    def asked(self) -> Kinds:
        """The facts of the question."""
        return kinds(self.plan.actions[self.action].attributes) if self.action else {}

    @cached_property
    def columns(self) -> frozenset[str]:
        """The names that columns of one table may have."""
        dotted = {
            "grant": self.grant.keys() - {"grantee"},
            "grantee": self.party,
            "fact": self.facts,
            "asked": self.asked,
        }
        own = {"id", "grantee", *LISTS, *(QUESTION if self.action else ())}
        return frozenset(own | {f"{name}.{part}" for name, parts in dotted.items() for part in parts})

    def unfit(self, schema: pa.Schema, file: str) -> Iterator[Problem]:
        """What is wrong with the columns of a table as a whole: before any row is looked at."""
        yield from misnamed(schema, self.columns, ("id",), file)
        held = {"events": self.event, "grants": self.grant, "parties": {"name", *self.party}}
        for field in schema:
            if field.name not in LISTS or is_text(field.type) or pa.types.is_null(field.type):
                continue
            if is_list(field.type) and pa.types.is_null(field.type.value_type):
                continue  # every list is empty
            if not is_list(field.type) or not pa.types.is_struct(field.type.value_type):
                sentence = Sentence("column-holds-list", name=quote(field.name), found=quote(str(field.type)))
                yield Problem(Cell(file, 0, 0, field.name), sentence)
                continue
            for part in field.type.value_type:
                if part.name not in held[field.name]:
                    place = Cell(file, 0, 0, f"{field.name}[].{part.name}")
                    yield _unknown(place, part.name, held[field.name])


def misnamed(schema: pa.Schema, known: Collection[str], needed: Collection[str], file: str) -> Iterator[Problem]:
    """The columns that a table has twice, has not though it needs them, or has though nothing knows them."""
    for name, times in Counter(schema.names).items():
        if times > 1:
            yield Problem(Cell(file, 0, 0, name), Sentence("column-twice", name=quote(name)))
        if name not in known:
            yield _unknown(Cell(file, 0, 0, name), name, known)
    for name in needed:
        if name not in schema.names:
            yield Problem(Cell(file, 0, 0), Sentence("column-missing", name=quote(name)))


def _unknown(place: Cell, name: str, known: Collection[str]) -> Problem:
    return Problem(place, Sentence("no-such-column", name=quote(name)), did_you_mean(name, known))


def kinds(declared: Mapping[str, AttributeUse]) -> Kinds:
    """The type of each declared attribute; words that it may be stand as they are."""
    return {name: _kind(each) for name, each in attributes_of(declared).items()}


def _kind(attribute: Attribute) -> str:
    if attribute.one_of or attribute.type in (None, "text"):
        return "word"
    return "name" if attribute.type in ("party", "event") else str(attribute.type)


def is_list(kind: pa.DataType) -> bool:
    """Whether a type is one of lists."""
    of = pa.types
    return bool(of.is_list(kind) or of.is_large_list(kind) or of.is_fixed_size_list(kind))


def is_text(kind: pa.DataType) -> bool:
    """Whether a type is one of texts."""
    of = pa.types
    if of.is_dictionary(kind):
        return is_text(kind.value_type)
    return bool(of.is_string(kind) or of.is_large_string(kind) or of.is_string_view(kind))
