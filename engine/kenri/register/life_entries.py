"""Entries from lives in kenri's own files: everything in a life of one holder is of that life; a life of several is of
the issuer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from kenri.loader.lives import Written
from kenri.model.entries import EVERYBODY, EntryKind, EntrySource, RegisterEntry
from kenri.model.life import UNNAMED
from kenri.register.canonical import plain

__all__ = ["life_entries"]


def life_entries(tree: Written, plan: str = "") -> Iterator[RegisterEntry]:
    """The entries of a life as written, which was read without a problem; `plan` is that of grants that name none.

    An event without an id is told from others by what happened, when, to whom and about which grant, and of several
    that are the same in all this, by which of them it is.
    """
    data: Mapping[str, Any] = tree.value
    grants = data.get("grants", ())
    holders = {grant["grantee"] for grant in grants}
    of = next(iter(holders)) if len(holders) == 1 else EVERYBODY

    def entry(kind: EntryKind, key: str, value: Any, path: tuple[str | int, ...], plan: str = "") -> RegisterEntry:
        place = tree.place(path)
        source = EntrySource(place.file, row=place.line, column=place.column)
        return RegisterEntry(kind=kind, key=key, data=plain(value), source=source, of=of, plan=plan)

    for index, grant in enumerate(grants):
        id_ = grant.get("id", UNNAMED if index == 0 else f"grant-{index + 1}")
        yield entry("grant", id_, grant, ("grants", index), str(grant.get("plan", plan)))
    for name, party in data.get("parties", {}).items():
        yield entry("party", name, party, ("parties", name))
    for name, fact in data.get("facts", {}).items():
        yield entry("fact", name, fact, ("facts", name))
    times = Counter[str]()
    events = data.get("events", ())
    named = {value for event in events for value in event.values() if isinstance(value, str)}
    for index, event in enumerate(events):
        key = event.get("id")
        if key is None and (numbered := f"event-{index + 1}") in named:  # others name it by its place in the file
            event = {**event, "id": numbered}
        if key is None:
            key = _what(event)
            times[key] += 1
            key += f" ({times[key]})" if times[key] > 1 else ""
        yield entry("event", key, event, ("events", index))


def _what(event: Mapping[str, Any]) -> str:
    """What tells an event without an id from others: what is missing is left out, and a correction says so."""
    names = ("event", "on", "who", "grant", "corrects")
    return " ".join(_text(event[name]) for name in names if name in event)


def _text(value: date | Fraction | str) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
