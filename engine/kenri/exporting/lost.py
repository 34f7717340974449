"""What a form cannot say of the entries of a register: found by reading back what was written.

So nothing is dropped in silence, whatever the reason: an entry that does not come back is told, and one that comes back
otherwise is told with the parts that do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kenri.exporting.kept_entries import KeptEntries
from kenri.model.entries import EVERYBODY, EntryKind, Plain, RegisterEntry
from kenri.model.problems import Problem, quote
from kenri.model.sentences import Sentence

__all__ = ["Lost", "lost"]


_ENTRY_OF_KIND: Mapping[EntryKind, str] = {
    "party": "entry-party", "grant": "entry-grant", "fact": "entry-fact", "event": "entry-event",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lost:
    """An entry that a form cannot say: as a whole, or only `parts` of it; and why, where a reader told it."""

    kind: EntryKind
    of: str
    key: str
    since: str
    parts: tuple[str, ...] = ()
    why: Sentence | None = None

    @classmethod
    def whole(cls, entry: RegisterEntry, why: Sentence | None = None) -> Lost:
        """An entry of which nothing is said."""
        return cls(entry.kind, entry.of, entry.key, entry.since, why=why)

    @property
    def problem(self) -> Problem:
        """What is to be said of it."""
        kind, key = Sentence(_ENTRY_OF_KIND[self.kind]), quote(self.key)
        if self.parts:
            said = Sentence("entry-said-otherwise", kind=kind, key=key, names=tuple(map(quote, self.parts)))
        elif self.why is not None:
            said = Sentence("entry-not-said-as", kind=kind, key=key, why=self.why)
        else:
            said = Sentence("entry-not-said", kind=kind, key=key)
        return Problem(None, said, severity="warning")


def lost(wanted: Iterable[RegisterEntry], found: Iterable[RegisterEntry], *, may_say_more: bool = False) -> list[Lost]:
    """What of some entries did not come back, in their order. A form that always says something `may_say_more`."""
    by_name = KeptEntries(found)
    losses = []
    for entry in wanted:
        back = by_name.get(entry.name)
        if back is None:  # the form may have no words for whose it is, or since when
            back = by_name.get((EVERYBODY, entry.kind, entry.key, ""))
        if back is None:
            losses.append(Lost.whole(entry))
        elif parts := tuple(_different(entry, back, may_say_more=may_say_more)):
            losses.append(Lost(entry.kind, entry.of, entry.key, entry.since, parts))
    return losses


def _different(entry: RegisterEntry, back: RegisterEntry, *, may_say_more: bool) -> Iterable[str]:
    ours, theirs = _data(entry), _data(back)
    for name in dict.fromkeys([*ours, *(() if may_say_more else theirs)]):
        if not _same(ours.get(name), theirs.get(name)):
            yield name
    for name in dict.fromkeys([*entry.details, *(() if may_say_more else back.details)]):
        if entry.details.get(name) != back.details.get(name):
            yield f"kept.{name}"
    for part in ("of", "since", "plan"):
        if getattr(entry, part) != getattr(back, part):
            yield {"of": "life"}.get(part, part)


def _data(entry: RegisterEntry) -> Mapping[str, Any]:
    """What an entry says, without what only repeats its name or its plan."""
    if not isinstance(entry.data, Mapping):
        return {"value": entry.data}
    repeated = {"id": entry.key, "plan": entry.plan} if entry.kind == "grant" else {}
    return {name: value for name, value in entry.data.items() if repeated.get(name) != value}


def _same(ours: Plain | None, theirs: Plain | None) -> bool:
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours is theirs
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        return ours.keys() == theirs.keys() and all(_same(ours[name], theirs[name]) for name in ours)
    if _is_list(ours) and _is_list(theirs):
        return len(ours) == len(theirs) and all(map(_same, ours, theirs))  # type: ignore[arg-type]  # both are lists
    return ours == theirs


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple)
