"""Entries as the rows of sheets for parties, grants, facts and events, with the columns that importing reads.

All events stand in one sheet, in the order in which they were recorded: the order of events of one day counts.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kenri.exporting.kept_entries import KeptEntries
from kenri.importing.heading_words import HEADINGS
from kenri.importing.headings import said_words
from kenri.importing.targets import DETAILS, KEPT, Targets
from kenri.importing.template import TITLES, TemplateColumn, named_sheet
from kenri.importing.written_workbook import WrittenCell
from kenri.loader.declarations import attributes_of, term_type
from kenri.model.entries import KINDS, EntryKind, EntryName, RegisterEntry, roles_written
from kenri.model.plan import Plan
from kenri.model.sentences import Language

__all__ = ["EntryRow", "EntryRows", "EntrySheet", "entry_sheets"]

_FIRST_DAY, _NO_DAY = date(1900, 3, 1), date(3000, 1, 1)
"""Spreadsheets hold no day before the first surely, and the second stands for none."""

_MOST_DIGITS = 15
"""Spreadsheets hold so many digits of a number."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A row, and the entry that it tells."""

    entry: RegisterEntry
    cells: tuple[WrittenCell, ...]


class EntryRows:
    """The rows of a sheet, made anew each time they are gone through."""

    def __init__(
        self, entries: Iterable[RegisterEntry], names: Sequence[str], targets: Targets, apart: Container[str]
    ) -> None:
        self._entries = entries
        self._names = names
        self._targets = targets
        self._apart = apart

    def __iter__(self) -> Iterator[EntryRow]:
        for entry in self._entries:
            values = _values(entry, self._targets, self._apart)
            yield EntryRow(entry, tuple(map(values.get, self._names)))


@dataclass(frozen=True, slots=True)
class EntrySheet:
    """A sheet of so many rows below a row of headings; `kind` is that of its entries."""

    kind: EntryKind
    title: str
    columns: tuple[TemplateColumn, ...]
    rows: EntryRows
    number: int


class _ToldEntries:
    """Those of a kind, but for some names."""

    def __init__(self, kept: KeptEntries, kind: EntryKind, left_out: Container[EntryName]) -> None:
        self._kept = kept
        self._kind = kind
        self._left_out = left_out

    def __iter__(self) -> Iterator[RegisterEntry]:
        return (entry for entry in self._kept.of_kind(self._kind) if entry.name not in self._left_out)


def entry_sheets(
    kept: KeptEntries, plans: Mapping[str, Plan], lang: Language = "en", left_out: Container[EntryName] = ()
) -> list[EntrySheet]:
    """Sheets that tell entries, but for some names, in the words of plans by their ids: those which have any."""
    targets = Targets(plans)
    apart = _apart(plans)
    found = []
    for kind in KINDS:
        entries = _ToldEntries(kept, kind, left_out)
        used: set[str] = set()
        number = 0
        for entry in entries:
            number += 1
            used.update(_values(entry, targets, apart))
        if number or kind in ("party", "grant"):
            title = _title(kind, plans, lang)
            always = _names(kind, used, plans)
            sheet = named_sheet(title, [(name, True) for name in always], targets, lang)
            names = [*always, *sorted(name for name in used if name.startswith(f"{KEPT}."))]
            columns = (*sheet.columns, *_kept(used, targets))
            found.append(EntrySheet(kind, title, columns, EntryRows(entries, names, targets, apart), number))
    return found


def _apart(plans: Mapping[str, Plan]) -> frozenset[str]:
    """The attributes that are not the same in all kinds of events which have them: each kind has its own column."""
    declared: dict[str, set[object]] = {}
    for plan in plans.values():
        for event in plan.events.values():
            for name, attribute in attributes_of(event.attributes).items():
                declared.setdefault(name, set()).add((attribute.type, attribute.one_of))
    return frozenset(name for name, several in declared.items() if len(several) > 1)


def _kept(used: Iterable[str], targets: Targets) -> Iterator[TemplateColumn]:
    for name in sorted(used):
        if name.startswith(f"{KEPT}."):
            bare = name.removeprefix(f"{KEPT}.")
            yield TemplateColumn(bare if bare in HEADINGS[KEPT] else name, targets.known[KEPT], False)


def _title(kind: str, plans: Mapping[str, Plan], lang: Language) -> str:
    """The title of a sheet; one that a kind of event has for a name would be read as of that kind."""
    title = TITLES[kind][lang]
    words = {word for plan in plans.values() for of in plan.events for word in said_words(plan, of)}
    return f"{title} (all)" if title.lower() in words else title


def _names(kind: str, used: set[str], plans: Mapping[str, Plan]) -> list[str]:
    """The columns of a sheet by the names of targets: those it always has, then those that are used."""
    always = {
        "party": ("who", "party.name", "party.address", "party.role"),
        "grant": ("who", "grant", *(("grant.plan",) if len(plans) > 1 else ()), "grant.on", "grant.number"),
        "fact": ("fact", "fact.value"),
        "event": ("event", "who", "grant", "event.on"),
    }[kind]
    rest = [name for name in used if name not in always and not name.startswith(f"{KEPT}.")]
    return [*always, *sorted(rest, key=lambda name: (name in ("life", "since", "entry"), _place(name), name))]


def _place(name: str) -> tuple[int, str, int]:
    """Lines of a list in their order, with the columns of each beside each other."""
    bare, _, line = name.partition(" ")
    return (int(line or 0), "", 0) if line else (0, bare, 0)


def _values(entry: RegisterEntry, targets: Targets, apart: Container[str]) -> dict[str, WrittenCell]:
    """What a row says, by the names of targets, which a number may follow."""
    said = {name: value for name, value in _said(entry, targets, apart) if value is not None}
    if entry.of:
        said["life"] = entry.of
    if entry.since:
        said["since"] = entry.since
    found: dict[str, WrittenCell] = {}
    for name, value in said.items():
        found[name] = _cell(value, _type(name, targets, entry))
    for name, text in entry.details.items():
        is_party = entry.kind == "party" and name in DETAILS
        found[f"party.{name}" if is_party else f"{KEPT}.{name}"] = text
    return found


def _said(entry: RegisterEntry, targets: Targets, apart: Container[str]) -> Iterator[tuple[str, Any]]:
    data: Any = entry.data
    match entry.kind:
        case "party":
            yield "who", entry.key
            yield "party.role", ", ".join(roles_written(data))
            yield from ((f"party.{name}", data[name]) for name in data if f"party.{name}" in targets.known)
        case "grant":
            yield "grant", entry.key
            if len(targets.plans) > 1:
                yield "grant.plan", entry.plan
            yield "who", data.get("grantee")
            for name, value in data.items():
                if f"grant.{name}" in targets.known and name not in ("plan", "grantee"):
                    yield f"grant.{name}", value
                elif isinstance(value, list | tuple):
                    yield from _lines(name, value, targets)
        case "fact":
            yield "fact", entry.key
            is_period = isinstance(data, Mapping)
            yield "fact.value", "..".join(str(data.get(each, "")) for each in ("first", "last")) if is_period else data
        case "event":
            yield from _of_event(entry, data, apart)


def _lines(name: str, lines: Sequence[Any], targets: Targets) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(lines, start=1):
        for part, value in line.items() if isinstance(line, Mapping) else ():
            if f"grant.{name}.{part}" in targets.known:
                yield f"grant.{name}.{part} {number}", value


def _of_event(entry: RegisterEntry, data: Mapping[str, Any], apart: Container[str]) -> Iterator[tuple[str, Any]]:
    kind = str(data.get("event"))
    yield "event", kind
    if data.get("id") != entry.key:
        yield "entry", entry.key
    for name, value in data.items():
        if name in ("who", "grant"):
            yield name, value
        elif name != "event":
            yield f"{kind if name in apart else 'event'}.{name}", value


def _type(name: str, targets: Targets, entry: RegisterEntry) -> str:
    if name == "fact.value":
        terms = (plan.terms[entry.key] for plan in targets.plans.values() if entry.key in plan.terms)
        return next(map(term_type, terms), "text")
    target = targets.known.get(name.partition(" ")[0])
    return "text" if target is None else str(target.declared.type)


def _cell(value: Any, kind: str) -> WrittenCell:
    """A value as a spreadsheet holds it exactly, or else as text."""
    match value:
        case bool():
            return value
        case int() | Decimal() if len(str(abs(value)).replace(".", "")) <= _MOST_DIGITS:
            return value
        case int():
            return str(value)
        case Decimal():
            return f"{value:f}"
        case str() if kind == "day":
            try:
                day = date.fromisoformat(value)
            except ValueError:
                return value
            return day if day >= _FIRST_DAY and day != _NO_DAY else value
        case _:
            return str(value)
