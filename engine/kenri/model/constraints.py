"""What must hold between the keys of one construct, as values: a loader checks them, an editor's schema states them.

They speak of the data as written, by key, so that a mistake in one key does not hide a missing other. The type of each
value is checked elsewhere; a value of another type breaks no constraint here.
"""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final, Literal, TypeAlias, TypeGuard

from kenri.model.limits import NAME_LENGTH
from kenri.model.problems import quote
from kenri.model.sentences import Sentence, did_you_mean

__all__ = [
    "MAY_BE_EMPTY",
    "Above",
    "Among",
    "Apart",
    "Ascending",
    "AtLeastOne",
    "Between",
    "Constraint",
    "ExactlyOne",
    "Fault",
    "InOrder",
    "Items",
    "Matches",
    "NeedsOther",
    "OfOne",
    "Short",
    "SomeDay",
]

MAY_BE_EMPTY: Final = object()
"""Beside a type hint: a list of no items may stand there, and means none; anywhere else the key is left out."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken constraint. `key` is the key at fault (none: the mapping as a whole), `at` the part of it to show."""

    sentence: Sentence
    help: Sentence | None = None
    key: str = ""
    at: Literal["key", "value"] = "value"


@dataclass(frozen=True, slots=True)
class ExactlyOne:
    """One of the keys, and no two of them."""

    keys: tuple[str, ...]

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        given = [key for key in written if key in self.keys]
        if not given:
            yield Fault(Sentence("key-of-several-needed", keys=_listed(self.keys)), Sentence("exactly-one-of-them"))
        for key in given[1:]:
            sentence = Sentence("keys-exclude", key=quote(key), other=quote(given[0]), keys=_listed(self.keys))
            yield Fault(sentence, key=key, at="key")


@dataclass(frozen=True, slots=True)
class AtLeastOne:
    """One of the keys, or several."""

    keys: tuple[str, ...]

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        if not any(key in written for key in self.keys):
            yield Fault(Sentence("key-of-several-needed", keys=_listed(self.keys)), Sentence("one-or-several-of-them"))


@dataclass(frozen=True, slots=True)
class NeedsOther:
    """A key that says nothing without another: at least one of `others`."""

    key: str
    others: tuple[str, ...]

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        if self.key in written and not any(other in written for other in self.others):
            others = Sentence("the-key" if len(self.others) == 1 else "one-of-the-keys", keys=_listed(self.others))
            yield Fault(Sentence("key-needs-another", key=quote(self.key), others=others), key=self.key, at="key")


@dataclass(frozen=True, slots=True)
class Apart:
    """Two keys of which only one may be given."""

    key: str
    other: str

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        if self.key in written and self.other in written:
            sentence = Sentence(
                "keys-exclude", key=quote(self.other), other=quote(self.key), keys=_listed((self.key, self.other))
            )
            yield Fault(sentence, Sentence("leave-one-out", keys=_listed((self.key, self.other))), self.other, "key")


@dataclass(frozen=True, slots=True)
class OfOne:
    """A key that speaks of one of `others`, and so needs one, and no two of them."""

    key: str
    others: tuple[str, ...]

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        given = [key for key in written if key in self.others]
        if self.key in written and len(given) > 1:
            several = _listed(tuple(given))
            yield Fault(Sentence("of-which-key", key=quote(self.key), keys=several), key=self.key, at="key")


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
        if number < self.least or (self.most is not None and number > self.most):
            bounds = Sentence("at-least", least=self.least)
            if self.most is not None:
                bounds = Sentence("from-to", least=self.least, most=self.most)
            key, found = quote(self.key), quote(str(number))
            if self.limit and self.most is not None and number > self.most:
                limit = Sentence("limit-alone", name=quote(self.limit), most=f"{self.most:,}")
                yield Fault(Sentence("beyond-limit", key=key, bounds=bounds, number=found, limit=limit), key=self.key)
            else:
                yield Fault(Sentence("out-of-bounds", key=key, bounds=bounds, number=found), key=self.key)


@dataclass(frozen=True, slots=True)
class Above:
    """A number above zero, as far as it is written as one; or a list of such numbers."""

    key: str

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        found = written.get(self.key)
        for number in found if _is_list(found) else (found,):
            if isinstance(number, int | Decimal) and not isinstance(number, bool) and number <= 0:
                key, bounds = quote(self.key), Sentence("above-zero")
                yield Fault(Sentence("out-of-bounds", key=key, bounds=bounds, number=quote(str(number))), key=self.key)
                return


@dataclass(frozen=True, slots=True)
class Items:
    """A list, or a mapping, of a least length; a single item written without a list counts as one."""

    key: str
    least: int

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        items = written.get(self.key)
        if isinstance(items, list | tuple | Mapping) and 0 < len(items) < self.least:
            sentence = Sentence("too-few-entries", key=quote(self.key), least=self.least, found=len(items))
            yield Fault(sentence, key=self.key)


@dataclass(frozen=True, slots=True)
class Matches:
    """A text of a certain form, or several; `form` says which, `example` shows one."""

    key: str
    pattern: str
    form: Sentence
    example: str

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        found = written.get(self.key)
        for text in found if isinstance(found, list | tuple) else (found,):
            if isinstance(text, str) and re.fullmatch(self.pattern, text) is None:
                key, example = quote(self.key), quote(self.example)
                yield Fault(
                    Sentence("wrong-form", key=key, form=self.form, text=quote(text), example=example), key=self.key
                )


@dataclass(frozen=True, slots=True)
class Short:
    """A text, or several, no longer than names may be."""

    key: str

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        found = written.get(self.key)
        for text in found if isinstance(found, list | tuple) else (found,):
            if isinstance(text, str) and len(text) > NAME_LENGTH.most:
                number, limit = f"{len(text):,}", NAME_LENGTH.sentence
                yield Fault(Sentence("name-too-long", name=quote(self.key), number=number, limit=limit), key=self.key)


@dataclass(frozen=True, slots=True)
class Among:
    """A name that is one of the keys of a mapping beside it."""

    key: str
    of: str

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        name, known = written.get(self.key), written.get(self.of)
        if isinstance(name, str) and isinstance(known, Mapping) and name not in known:
            sentence = Sentence("not-one-of-its-own", key=quote(self.key), of=quote(self.of), name=quote(name))
            yield Fault(sentence, did_you_mean(name, known), self.key)


@dataclass(frozen=True, slots=True)
class InOrder:
    """Two days, of which the first is not later than the last."""

    first: str
    last: str

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        first, last = written.get(self.first), written.get(self.last)
        if type(first) is type(last) is datetime.date and last < first:
            sentence = Sentence(
                "days-out-of-order",
                first_key=quote(self.first),
                last_key=quote(self.last),
                first=quote(str(first)),
                last=quote(str(last)),
            )
            yield Fault(sentence, key=self.last)


@dataclass(frozen=True, slots=True)
class SomeDay:
    """Sides of days written as days, which leave some day between them: from or after one, until or before another."""

    from_: str = "from"
    after: str = "after"
    until: str = "until"
    before: str = "before"

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        for low, opens in ((self.from_, 0), (self.after, 1)):
            for high, closes in ((self.until, 0), (self.before, 1)):
                first, last = written.get(low), written.get(high)
                if type(first) is type(last) is datetime.date and (last - first).days < opens + closes:
                    bounds = quote(f"{low}: {first}"), quote(f"{high}: {last}")
                    yield Fault(Sentence("no-day-between", low=bounds[0], high=bounds[1]), key=high)


@dataclass(frozen=True, slots=True)
class Ascending:
    """A list whose entries each begin on a day, `by` which they stand in order, and no two on one."""

    key: str
    by: str

    def faults(self, written: Mapping[str, object]) -> Iterator[Fault]:
        entries = written.get(self.key)
        days = [entry.get(self.by) for entry in entries if isinstance(entry, Mapping)] if _is_list(entries) else []
        dated = [day for day in days if type(day) is datetime.date]
        for earlier, later in pairwise(dated):
            if later <= earlier:
                by, found = quote(f"{self.by}: {later}"), quote(f"{self.by}: {earlier}")
                yield Fault(Sentence("entries-out-of-order", key=quote(self.key), found=by, before=found), key=self.key)
                return


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, list | tuple)


Constraint: TypeAlias = (
    ExactlyOne
    | AtLeastOne
    | NeedsOther
    | Apart
    | OfOne
    | Between
    | Above
    | Items
    | Matches
    | Short
    | Among
    | InOrder
    | SomeDay
    | Ascending
)


def _listed(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(quote(key) for key in keys)
