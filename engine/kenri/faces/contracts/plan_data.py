"""What a plan says in plain words beside its clauses, entry by entry, and the same as plain data, ready for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from kenri.faces.contracts.plain import plain
from kenri.faces.words import said
from kenri.model.plan import Plan
from kenri.model.ruling import Exact
from kenri.model.sentences import Language

Section = Literal[
    "terms", "hours", "dates", "states", "amounts", "rules", "duties", "effects", "figures", "claims", "means",
    "records", "readings", "amendments", "roles", "events", "actions", "balances", "party_attributes",
    "grant_attributes", "countings", "calendars",
]  # fmt: skip


class EntryLine(NamedTuple):
    """One line of an entry; the options of a reading stand a level deeper."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing a plan declares: its sentence, and what it says in plain words, line by line."""

    section: Section
    id: str
    clause: str
    sentence: str
    words: tuple[EntryLine, ...]
    origin: str
    """The id of the document it is written in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """All that there is to say of a plan in a language."""

    counting: tuple[str, ...]
    entries: tuple[Entry, ...]
    """In the order of the clauses."""
    words: tuple[Entry, ...]
    """What it declares that has no clause."""
    discrepancies: Mapping[str, tuple[Exact | date, Exact | date]]
    """By figure, what the document states and what its terms give, where the two differ."""


def plan_data(plan: Plan, explained: Explained, lang: Language) -> dict[str, Any]:
    """The plan as plain data, ready for JSON.

    Keys: `plan`, `title`, `source` (`document`, `issuer`, `date`, `address`, `note`; null without one), `zone`,
    `counting` (in words), `entries` in the order of the clauses, each with `section`, `id`, `clause`, `sentence`,
    `words` (lines) and `origin`, the id of the document it is written in; `words`: in the same form, the roles, events,
    actions, balances, attributes, countings and calendars that it declares; `discrepancies`: figures that are
    not what the document states, each with `figure`, `clause`, `stated` and `computed`, exact as in a ruling.
    """
    return {
        "plan": plan.id,
        "title": said(plan.title, lang),
        "source": _source(plan, lang),
        "zone": plan.zone,
        "counting": list(explained.counting),
        "entries": [_entry_data(entry) for entry in explained.entries],
        "words": [_entry_data(entry) for entry in explained.words],
        "discrepancies": [
            {"figure": name, "clause": plan.figures[name].clause, "stated": plain(stated), "computed": plain(computed)}
            for name, (stated, computed) in explained.discrepancies.items()
        ],
    }


def _entry_data(entry: Entry) -> dict[str, Any]:
    return {
        "section": entry.section,
        "id": entry.id,
        "clause": entry.clause,
        "sentence": entry.sentence,
        "words": [line.text for line in entry.words],
        "origin": entry.origin,
    }


def _source(plan: Plan, lang: Language) -> dict[str, Any] | None:
    if plan.source is None:
        return None
    return {
        "document": plan.source.document,
        "issuer": plan.source.issuer,
        "date": plan.source.date.isoformat() if plan.source.date is not None else None,
        "address": plan.source.address,
        "note": said(plan.source.note, lang),
    }
