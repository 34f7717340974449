"""*Import*: what is wrong with files in their cells, and what they would change, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from kenri.faces.pages.frame import PageFrame
from kenri.faces.pages.templating import rendered
from kenri.faces.words.entries import EntryWords

__all__ = ["ImportFacts", "PlacedProblem", "import_page"]

_ORDER = ("party", "grant", "fact", "event")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedProblem:
    """A problem in the shape of `--json`, and what is around it in its file."""

    data: Mapping[str, Any]
    where: str
    """As it is told at a terminal."""
    file: str = ""
    sheet: str = ""
    row: int = 0
    column: int = 0
    columns: Sequence[tuple[int, str]] = ()
    """Of a table: the numbers and letters of the columns that are shown."""
    headings: Sequence[str] = ()
    rows: Sequence[tuple[int, Sequence[str]]] = ()
    lines: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFacts:
    """What *Import* tells."""

    plans: Sequence[str] = ()
    """Those of the register, which a file may name none of."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, Any] | None = None
    """As `kenri register import --json`; None before files were chosen, and where something is wrong with them."""
    problems: Sequence[PlacedProblem] = ()
    """What is wrong, or where nothing is, what is only to be seen."""
    files: Sequence[tuple[str, str, int]] = ()
    """The files that were chosen: the part, the name, and how many bytes."""
    carried: Sequence[str] | None = None
    """The same files within the page; None where they are too large for it and are chosen again."""
    head: str = ""
    """The head of the register that was looked at."""
    words: EntryWords | None = None
    """The words of the plans for what changes; None where nothing does."""
    of_files: str = ""
    """A hash of the files that were looked at."""
    once: str = ""
    is_moved: bool = False
    """Whether something else was recorded since these changes were looked at."""


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """One part of what is recorded, before and after; None where there is none."""

    name: str
    before: str | None
    after: str | None

    @property
    def pair(self) -> tuple[str, str | None]:
        """The name and what is there, or was."""
        return self.name, self.before if self.after is None else self.after

    @property
    def is_other(self) -> bool:
        return self.before != self.after


def import_page(frame: PageFrame, facts: ImportFacts) -> bytes:
    """The page."""
    several = _once_each(facts.problems)
    words = facts.words or EntryWords((), frame.lang)
    wrong = [each for each in several if each.data["severity"] == "error"]
    seen = [each for each in several if each.data["severity"] != "error"]
    return rendered(
        "import.html",
        frame,
        facts=facts,
        told=facts.told,
        wrong=_by_file(wrong),
        number=len(wrong),
        seen=_by_file(seen),
        groups=[] if facts.told is None else list(_groups(facts.told["changes"])),
        values=partial(_values, words=words),
        columns=partial(_columns, words=words),
    )


def _once_each(several: Sequence[PlacedProblem]) -> list[PlacedProblem]:
    """Problems that differ in what they say or where: of an entry of everybody each life complains."""
    return list({(each.where, each.data["code"], each.data["message"]): each for each in reversed(several)}.values())[
        ::-1
    ]


def _by_file(several: Sequence[PlacedProblem]) -> list[tuple[str, str, list[PlacedProblem]]]:
    found: dict[tuple[str, str], list[PlacedProblem]] = {}
    for each in several:
        found.setdefault((each.file, each.sheet), []).append(each)
    return [(*key, problems) for key, problems in found.items()]


def _groups(changes: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str, list[Mapping[str, Any]]]]:
    """Changes of one kind and one sort of thing together: the corrected and the taken back first, which alter what is
    relied on.
    """
    for act in ("corrected", "cancelled", "new"):
        for kind in _ORDER:
            own = [each for each in changes if each["act"] == act and each["kind"] == kind]
            if own:
                yield act, kind, own


def _values(change: Mapping[str, Any], words: EntryWords) -> list[ChangedValue]:
    """What a change says, part by part; of a correction what is other first."""
    before, after = (_flat(change[side]) | dict(change[f"details_{side}"]) for side in ("before", "after"))
    kind = after.get("event", before.get("event", ""))

    def told(side: Mapping[str, str], name: str) -> str | None:
        return words.value(side[name], name) if name in side else None

    found = [ChangedValue(words.key(name, kind), told(before, name), told(after, name)) for name in {**before, **after}]
    return sorted(found, key=lambda each: not each.is_other) if change["act"] == "corrected" else found


def _columns(several: Sequence[Mapping[str, Any]], words: EntryWords) -> list[str]:
    """What any of several changes says, as the columns of one table; of one that says a single thing, an empty name."""
    return list(dict.fromkeys(value.name for each in several for value in _values(each, words)))


def _flat(value: Any, name: str = "") -> dict[str, str]:
    """Plain data as text, part by part.

    >>> _flat({"event": "leaves", "of": {"a": 1, "b": [1, 2]}})
    {'event': 'leaves', 'of.a': '1', 'of.b': '1, 2'}
    """
    match value:
        case None:
            return {}
        case Mapping():
            found: dict[str, str] = {}
            for key, each in value.items():
                found |= _flat(each, f"{name}.{key}" if name else str(key))
            return found
        case list() | tuple() if any(isinstance(each, Mapping) for each in value):
            found = {}
            for index, each in enumerate(value, 1):
                found |= _flat(each, f"{name}.{index}")
            return found
        case list() | tuple():
            return {name: ", ".join(map(str, value))}
        case bool():
            return {name: "true" if value else "false"}
        case _:
            return {name: str(value)}
