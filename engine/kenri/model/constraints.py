"""What must hold between the keys of one construct, as values: a loader checks them, an editor's schema states them.

They speak of the data as written, by key, so that a mistake in one key does not hide a missing other. The type of each
value is checked elsewhere; a value of another type breaks no constraint here.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from kenri.model.limits import NAME_LENGTH
from kenri.model.problems import did_you_mean, quote

__all__ = [
    "MAY_BE_EMPTY",
    "Among",
    "Apart",
    "AtLeastOne",
    "Between",
    "Constraint",
    "ExactlyOne",
    "Fault",
    "InOrder",
    "Items",
    "Matches",
    "Needs",
    "Short",
]

MAY_BE_EMPTY: Final = object()
"""Beside a type hint: a list of no items may stand there, and means none; anywhere else the key is left out."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken constraint. `key` is the key at fault (none: the mapping as a whole), `at` the part of it to show."""

    message: str
    help: str
    key: str = ""
    at: Literal["key", "value"] = "value"


@dataclass(frozen=True, slots=True)
class ExactlyOne:
    """One of the keys, and no two of them."""

    keys: tuple[str, ...]

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        given = [key for key in written if key in self.keys]
        if not given:
            yield Fault(f"one of the keys {_listed(self.keys)} is needed", "write exactly one of them")
        for key in given[1:]:
            message = f"{quote(key)} cannot stand beside {quote(given[0])}"
            yield Fault(message, f"keep one of {_listed(self.keys)}", key, "key")


@dataclass(frozen=True, slots=True)
class AtLeastOne:
    """One of the keys, or several."""

    keys: tuple[str, ...]

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        if not any(key in written for key in self.keys):
            yield Fault(f"one of the keys {_listed(self.keys)} is needed", "write one of them, or several")


@dataclass(frozen=True, slots=True)
class Needs:
    """A key that says nothing without another: at least one of `others`."""

    key: str
    others: tuple[str, ...]

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        if self.key in written and not any(other in written for other in self.others):
            one = "the key" if len(self.others) == 1 else "one of the keys"
            message = f"{quote(self.key)} needs {one} {_listed(self.others)} beside it"
            yield Fault(message, f"add it, or leave {quote(self.key)} out", self.key, "key")


@dataclass(frozen=True, slots=True)
class Apart:
    """Two keys of which only one may be given."""

    key: str
    other: str

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        if self.key in written and self.other in written:
            message = f"{quote(self.other)} cannot stand beside {quote(self.key)}"
            yield Fault(message, f"leave one of {_listed((self.key, self.other))} out", self.other, "key")


@dataclass(frozen=True, slots=True)
class Between:
    """A number within bounds, both included; None for no bound. `limit` names the limit that the upper one is."""

    key: str
    least: int
    most: int | None = None
    limit: str = ""

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        number = written.get(self.key)
        if not isinstance(number, int | Decimal) or isinstance(number, bool):
            return
        bounds = f"at least {self.least}" if self.most is None else f"from {self.least} to {self.most}"
        if number < self.least or (self.most is not None and number > self.most):
            limit = (
                f": the limit {quote(self.limit)} is {self.most:,}" if self.limit and number > (self.most or 0) else ""
            )
            yield Fault(f"{quote(self.key)} must be {bounds}, found {quote(str(number))}{limit}", "", self.key)


@dataclass(frozen=True, slots=True)
class Items:
    """A list, or a mapping, of a least length; a single item written without a list counts as one."""

    key: str
    least: int

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        items = written.get(self.key)
        if isinstance(items, list | tuple | Mapping) and 0 < len(items) < self.least:
            message = f"{quote(self.key)} must have at least {self.least} entries, found {len(items)}"
            yield Fault(message, "add what is missing", self.key)


@dataclass(frozen=True, slots=True)
class Matches:
    """A text of a certain form, or several; `form` says which, `example` shows one."""

    key: str
    pattern: str
    form: str
    example: str

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        found = written.get(self.key)
        for text in found if isinstance(found, list | tuple) else (found,):
            if isinstance(text, str) and re.fullmatch(self.pattern, text) is None:
                message = f"{quote(self.key)} must be {self.form}, found {quote(text)}"
                yield Fault(message, f"write it like {quote(self.example)}", self.key)


@dataclass(frozen=True, slots=True)
class Short:
    """A text, or several, no longer than names may be."""

    key: str

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        found = written.get(self.key)
        for text in found if isinstance(found, list | tuple) else (found,):
            if isinstance(text, str) and len(text) > NAME_LENGTH.most:
                yield Fault(f"{quote(self.key)} has {len(text):,} characters: {NAME_LENGTH}", "shorten it", self.key)


@dataclass(frozen=True, slots=True)
class Among:
    """A name that is one of the keys of a mapping beside it."""

    key: str
    of: str

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        name, known = written.get(self.key), written.get(self.of)
        if isinstance(name, str) and isinstance(known, Mapping) and name not in known:
            message = f"{quote(self.key)} must be one of {quote(self.of)}, found {quote(name)}"
            yield Fault(message, did_you_mean(name, known), self.key)


@dataclass(frozen=True, slots=True)
class InOrder:
    """Two days, of which the first is not later than the last."""

    first: str
    last: str

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        first, last = written.get(self.first), written.get(self.last)
        if type(first) is type(last) is datetime.date and last < first:
            message = (
                f"{quote(self.last)} is {quote(str(last))}, before {quote(self.first)}, which is {quote(str(first))}"
            )
            yield Fault(message, "correct one of the two days", self.last)


Constraint: TypeAlias = ExactlyOne | AtLeastOne | Needs | Apart | Between | Items | Matches | Short | Among | InOrder


def _listed(keys: tuple[str, ...]) -> str:
    return ", ".join(quote(key) for key in keys)
