"""Tables of holders, grants and events, read as entries of a register: all of their problems at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import overload

from kenri.importing.headings import headings_of, mapping_of
from kenri.importing.mapping_file import TableMapping, read_mapping
from kenri.importing.rows import EventRow, FactRow, GrantRow, PartyRow, SheetRows, roles_of
from kenri.importing.rows_by_name import RowsByName
from kenri.importing.sheet import TableSheet
from kenri.importing.targets import Targets
from kenri.importing.text_table import text_sheet
from kenri.importing.workbook import SUFFIXES, workbook_sheets
from kenri.loader.source import is_folder, is_ordinary
from kenri.model.entries import KINDS, EntryKind, Plain, RegisterEntry
from kenri.model.plan import Plan
from kenri.model.problems import Place, Problem, Report, quote
from kenri.model.sentences import Sentence

__all__ = ["TEXT_SUFFIXES", "Imported", "is_table", "read_tables", "sheets_of"]

_MANY = 10_000
"""More entries are made as they are gone through, and are never all in memory."""

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read: entries, and everything that is to be said of how. With an error among it, none is to be used."""

    entries: Sequence[RegisterEntry]
    """Those of long tables are not in memory, and are made anew each time they are gone through."""
    problems: tuple[Problem, ...]

    @property
    def is_usable(self) -> bool:
        """Whether nothing is wrong with it; warnings are no errors."""
        return not any(problem.severity == "error" for problem in self.problems)


def is_table(path: Path) -> bool:
    """Whether the name of a file is that of a table."""
    return path.suffix.lower() in (*TEXT_SUFFIXES, *SUFFIXES)


def read_tables(
    paths: Iterable[Path | str],
    plans: Mapping[str, Plan],
    mapping: Path | str | TableMapping | None = None,
    *,
    plan: str = "",
) -> Imported:
    """The holders, grants and events in table files, in the words of plans by their ids.

    `plan` is that of grants of which neither a column nor the mapping says it, where there are several.
    The same holder may stand in several rows and sheets, as long as they say the same. Nothing is matched by name.
    """
    report = Report()
    known = mapping if isinstance(mapping, TableMapping) else TableMapping()
    if isinstance(mapping, Path | str):
        known = read_mapping(mapping, report)
    reading = _Reading(Targets(plans), known, report, plan)
    seen: set[str] = set()
    for path in map(Path, paths):
        sheets = sheets_of(path, report, with_hidden=known.with_hidden)
        for sheet in sheets:
            seen |= {sheet.name or path.name}
            reading.sheet(sheet)
    reading.check_mapping(seen)
    reading.check_keys()
    entries = _TableEntries(reading)
    return Imported(entries if len(entries) > _MANY else tuple(entries), report.problems)


def sheets_of(path: Path, report: Report, *, with_hidden: bool) -> list[TableSheet]:
    """The sheets of a table file; what is wrong with it goes to the report."""
    name = quote(str(path), limit=4096)
    if not is_ordinary(path):
        code = Sentence("is-a-folder", file=name) if is_folder(path) else Sentence("no-such-file", file=name)
        report.add(Problem(None, code))
        return []
    if path.suffix.lower() in TEXT_SUFFIXES:
        sheet = text_sheet(path, report)
        return [] if sheet is None else [sheet]
    if path.suffix.lower() in SUFFIXES:
        return workbook_sheets(path, report, with_hidden=with_hidden)
    known = tuple(map(quote, (*TEXT_SUFFIXES, *SUFFIXES)))
    report.add(Problem(None, Sentence("no-table-form", file=name, names=known)))
    return []


class _Reading:
    """What is found in all sheets together."""

    def __init__(self, targets: Targets, mapping: TableMapping, report: Report, plan: str) -> None:
        self.targets = targets
        self.plan = plan
        self.mapping = mapping
        self.report = report
        self.parties = RowsByName[PartyRow]()
        self.grants = RowsByName[GrantRow]()
        self.facts = RowsByName[FactRow]()
        self.events = RowsByName[EventRow]()
        self.numbered = RowsByName[int]()
        self.contents = RowsByName[Place]()

    def sheet(self, sheet: TableSheet) -> None:
        own = mapping_of(sheet, self.mapping)
        if not own.plan:
            own = replace(own, plan=self.plan)
        if own.is_skipped:
            return
        headings = headings_of(sheet, self.targets, self.mapping, self.report)
        if headings is None:
            return
        for row in SheetRows(sheet, headings, self.targets, self.mapping, own, self.report):
            match row:
                case PartyRow():
                    self.party(row)
                case GrantRow():
                    self.grant(row)
                case FactRow():
                    self.fact(row)
                case EventRow():
                    self.event(row)

    def party(self, row: PartyRow) -> None:
        """A holder may be told of many times; what is said again must be the same, and may be more."""
        name = row.of, row.key, row.since
        first = self.parties.setdefault(name, row)
        if first is row:
            return
        for ours, theirs in ((first.data, row.data), (first.details, row.details)):
            for part, value in theirs.items():
                if ours.get(part, value) != value:
                    heading = row.headings.get(f"party.{part}", part)
                    said = Sentence("party-differs", key=quote(row.key), name=quote(heading), where=_at(first.place))
                    self.report.add(Problem(row.place, said))
        told, more = (row, first) if first.is_mention else (first, row)
        self.parties[name] = replace(
            told,
            data={**more.data, **told.data},
            details={**more.details, **told.details},
            is_mention=first.is_mention and row.is_mention,
            stays=first.stays & row.stays,
        )

    def fact(self, row: FactRow) -> None:
        """What a term is may be said again, and must then be the same."""
        first = self.facts.setdefault((row.of, row.key, row.since), row)
        if first.value != row.value:
            self.report.add(Problem(row.place, Sentence("fact-differs", key=quote(row.key), where=_at(first.place))))

    def grant(self, row: GrantRow) -> None:
        key = row.key or "-".join((str(row.data["grantee"]), str(row.data["on"])))
        if len(self.targets.plans) > 1 and not row.key:
            key = f"{row.plan}-{key}"
        first = self.grants.setdefault((row.of, key), row)
        if first is row:
            return
        if not row.key:
            self.report.add(Problem(row.place, Sentence("grants-alike", where=_at(first.place))))
        elif (first.data, first.plan) != (row.data, row.plan):
            self.report.add(Problem(row.place, Sentence("grant-differs", key=quote(key), where=_at(first.place))))

    def event(self, row: EventRow) -> None:
        if key := row.entry or row.id:
            first = self.events.setdefault((row.of, key), row)
            if first is not row and first.data != row.data:
                self.report.add(Problem(row.place, Sentence("event-differs", key=quote(key), where=_at(first.place))))
            return
        content = repr((row.of, *sorted((name, str(value)) for name, value in row.data.items())))
        first_place = self.contents.setdefault((content,), row.place)
        if first_place is not row.place:
            self.report.add(Problem(row.place, Sentence("events-alike", where=_at(first_place))))
        about = row.data.get("grant") or row.data.get("who") or "*"
        stem = f"{row.data['event']}:{about}:{row.data['on']}"
        number = self.numbered.setdefault((row.of, stem), 0) + 1
        self.numbered[row.of, stem] = number
        self.events.setdefault((row.of, stem if number == 1 else f"{stem}:{number}"), row)

    def check_mapping(self, seen: set[str]) -> None:
        """Tell which sheets a mapping speaks of that are not there: one mapping may serve files of several months."""
        from kenri.importing.read_cell import plain_text

        there = {plain_text(name) for name in seen}
        missing = {
            name: each for name, each in self.mapping.sheets.items() if name not in there and not each.is_skipped
        }
        if missing:
            place = next(iter(missing.values())).place
            said = Sentence("no-such-sheet", names=tuple(map(quote, missing)), there=tuple(map(quote, sorted(there))))
            self.report.add(Problem(place, said, severity="warning"))

    def check_keys(self) -> None:
        """Keys that differ in zeros at their beginning, or in small and large letters, may be of one holder."""
        first = RowsByName[str]()
        told: set[str] = set()
        for key, place in self._holders():
            other = first.setdefault((key.lstrip("0").lower(),), key)
            if other != key and key not in told:
                told.add(key)
                said = Sentence("keys-alike", key=quote(key), other=quote(other))
                self.report.add(Problem(place, said, severity="warning"))

    def _holders(self) -> Iterator[tuple[str, Place]]:
        """The keys of holders, wherever they stand."""
        yield from ((row.key, row.place) for row in self.parties.values())
        yield from ((str(row.data["grantee"]), row.place) for row in self.grants.values())
        yield from ((str(row.data["who"]), row.place) for row in self.events.values() if "who" in row.data)


class _TableEntries(Sequence[RegisterEntry]):
    """Parties, then grants, facts and events, each in the order in which they were met; made as they are asked for."""

    def __init__(self, reading: _Reading) -> None:
        self._reading = reading

    def __len__(self) -> int:
        found = self._reading
        return len(found.parties) + len(found.grants) + len(found.facts) + len(found.events)

    def __iter__(self) -> Iterator[RegisterEntry]:
        return chain.from_iterable(map(self.of_kind, KINDS))

    @overload
    def __getitem__(self, at: int) -> RegisterEntry: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[RegisterEntry]: ...
    def __getitem__(self, at: int | slice) -> RegisterEntry | Sequence[RegisterEntry]:
        return tuple(self)[at]

    def of_kind(self, kind: EntryKind) -> Iterator[RegisterEntry]:
        """Those of a kind, in order."""
        match kind:
            case "party":
                later = []
                for (of, key, since), party in self._reading.parties.items():
                    if since:
                        later.append((since, of, key))  # after all that it may leave as it was
                    else:
                        yield _entry("party", key, _party(party), party)
                for since, of, key in sorted(later, key=lambda each: each[0]):
                    if (changed := self._reading.parties.get((of, key, since))) is not None:
                        yield _entry("party", key, _party(changed), changed)
            case "grant":
                for (_, key), grant in self._reading.grants.items():
                    yield _entry("grant", key, grant.data, grant)
            case "fact":
                for (_, key, _), fact in self._reading.facts.items():
                    yield _entry("fact", key, fact.value, fact)
            case "event":
                for (_, key), event in self._reading.events.items():
                    yield _entry("event", key, dict(event.data), event)


def _entry(kind: EntryKind, key: str, data: Plain, row: PartyRow | GrantRow | FactRow | EventRow) -> RegisterEntry:
    return RegisterEntry(
        kind=kind,
        key=key,
        data=data,
        source=row.source,
        of=row.of,
        plan=row.plan if isinstance(row, GrantRow) else "",
        since=row.since if isinstance(row, PartyRow | FactRow) else "",
        details=row.details,
        stays=row.stays if isinstance(row, PartyRow) else frozenset(),
        is_mention=isinstance(row, PartyRow) and row.is_mention,
    )


def _party(row: PartyRow) -> Mapping[str, Plain]:
    """What a row says of a party, as a life file has it."""
    if "role" in row.stays:
        return row.data
    roles = roles_of(row.data)
    data = {name: value for name, value in row.data.items() if name != "role"}
    return {"role": roles[0], **data} if len(roles) == 1 else {"roles": roles, **data}


def _at(place: Place) -> Sentence:
    return Sentence("at-place", place=quote(str(place), limit=4096)[1:-1])
