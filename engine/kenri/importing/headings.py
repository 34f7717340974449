"""Where in a sheet the headings of its columns stand, and what each of them means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from kenri.importing.heading_words import BARE, GRANT_WORDS, HEADINGS
from kenri.importing.mapping_file import ColumnMapping, SheetMapping, TableMapping
from kenri.importing.read_cell import CellValue, plain_text
from kenri.importing.sheet import TableSheet
from kenri.importing.targets import IGNORED, Target, Targets
from kenri.loader.declarations import attributes_of
from kenri.model.plan import Plan, Said
from kenri.model.problems import Problem, Report, nearest, quote
from kenri.model.sentences import Sentence, did_you_mean

__all__ = ["Column", "Headings", "headings_of", "mapping_of", "said_words"]

_LOOKED_AT = 40
"""Rows among which the headings are."""

_IN_BRACKETS = re.compile(r"[(\[〔【（].*?[)\]〕】）]")
_NUMBERED = re.compile(r"(.*?[^0-9])([0-9]{1,3})")
_NUMBERS = ("number", "quantity", "shares", "amount", "rights", "options", "個数", "株数")
_SCALED = re.compile(r"千|百万|億|thousand|million|\bk\b|000s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is taken: where it is, its heading, what it stands for, and what a mapping says of its cells."""

    index: int
    """Counted from 0."""
    heading: str
    target: Target
    mapped: ColumnMapping | None = None
    group: int = 0
    """Which of several of a kind: 2 for `vesting date 2`."""


@dataclass(frozen=True, slots=True)
class Headings:
    """The columns of a sheet, and after which row its own rows begin."""

    columns: tuple[Column, ...]
    last_row: int
    kind: str = ""
    """The kind of event that each row tells, where the sheet or a mapping says it."""
    at: Mapping[int, str] = field(default_factory=dict)
    """Every heading, by index."""


def headings_of(sheet: TableSheet, targets: Targets, mapping: TableMapping, report: Report) -> Headings | None:
    """The headings of a sheet; None, with the reasons in the report, where they cannot be taken as they are."""
    own = mapping_of(sheet, mapping)
    words = _Words(targets, _kind_of(sheet, own, targets, report))
    best: tuple[int, int, int, dict[int, str]] | None = None
    rows = [*islice(sheet.rows(), _LOOKED_AT)]
    for first, last, names in _candidates(sheet, rows):
        if own.headings is not None and own.headings != (first, last):
            continue
        known = sum(words.is_known(name, own) for name in names.values())
        if own.headings is not None or (known >= (1 if own.columns else 2) and (best is None or known > best[0])):
            best = (known, first, last, names)
    if best is None:
        if own.headings is not None or any(cell is not None for _, cells in rows for cell in cells):
            code = Sentence("no-headings") if own.headings is None else Sentence("no-such-heading-row")
            report.add(Problem(sheet.place(), code))
        return None
    _, _, last, names = best
    return words.columns(sheet, last, names, own, mapping, report)


def mapping_of(sheet: TableSheet, mapping: TableMapping) -> SheetMapping:
    name = plain_text(sheet.name) if sheet.name else re.split(r"[/\\]", sheet.file)[-1]
    return mapping.sheets.get(name, SheetMapping())


def _kind_of(sheet: TableSheet, own: SheetMapping, targets: Targets, report: Report) -> str:
    """The kind of event that the rows of a sheet tell: as a mapping says, or by the name of the sheet."""
    if own.event:
        if own.event in targets.kinds:
            return own.event
        report.add(
            Problem(
                own.place,
                Sentence("no-such-kind-of-event", name=quote(own.event)),
                did_you_mean(own.event, targets.kinds),
            )
        )
        return ""
    named = _normal(sheet.name)
    if named in map(_normal, GRANT_WORDS):
        return ""
    found = {kind for plan in targets.plans.values() for kind in plan.events if named in said_words(plan, kind)}
    return found.pop() if len(found) == 1 and named else ""


def said_words(plan: Plan, kind: str) -> set[str]:
    """What a kind of event is called: its name, what is said of it, and what the act is called that it records."""
    declared = plan.events[kind]
    words = {_normal(kind), *map(_normal, _texts(declared.says))}
    if declared.act is not None and declared.act in plan.actions:
        alone = sum(each.act == declared.act for each in plan.events.values()) == 1
        if alone:
            words |= {_normal(declared.act), *map(_normal, _texts(plan.actions[declared.act].says))}
    return words - {""}


def _texts(said: Said) -> Iterator[str]:
    for text in (said,) if isinstance(said, str) else said.values():
        yield text.strip("。. ")


def _normal(heading: str) -> str:
    """A heading in the form in which headings are compared: small letters, without blanks, marks and brackets."""
    text = _IN_BRACKETS.sub("", plain_text(heading).lower()) or plain_text(heading).lower()
    return re.sub(r"[\s_\-・:：.*※]+", "", text)


def _candidates(
    sheet: TableSheet, rows: Sequence[tuple[int, Sequence[CellValue]]]
) -> Iterator[tuple[int, int, dict[int, str]]]:
    """Rows that may be those of the headings: one alone, or two of which the first heads several columns."""
    for position, (number, cells) in enumerate(rows):
        single = {index: plain_text(cell) for index, cell in enumerate(cells) if isinstance(cell, str) and cell.strip()}
        if not single:
            continue
        yield number, number, single
        if position + 1 >= len(rows):
            continue
        wide = [each for each in sheet.merged if each[0] == number]
        if not wide:
            continue
        below_number, below_cells = rows[position + 1]
        tops = dict(single)
        for top, left, _, right in wide:
            if top == number and left - 1 in single:
                tops |= dict.fromkeys(range(left - 1, right), single[left - 1])
        below = {i: plain_text(cell) for i, cell in enumerate(below_cells) if isinstance(cell, str) and cell.strip()}
        if below:
            both = {i: f"{tops.get(i, '')} {below.get(i, '')}".strip() for i in sorted(tops.keys() | below.keys())}
            yield number, below_number, both


class _Words:
    """The headings that are known in a sheet."""

    def __init__(self, targets: Targets, kind: str) -> None:
        self.targets = targets
        self.kind = kind
        self.meant: dict[str, set[str]] = {}
        for target, headings in HEADINGS.items():
            for heading in headings:
                self._add(heading, target)
        for plan in targets.plans.values():
            self._of_plan(plan)

    def _add(self, heading: str, target: str) -> None:
        if normal := _normal(heading):
            self.meant.setdefault(normal, set()).add(target)

    def _of_plan(self, plan: Plan) -> None:
        for of, declared in (("party", plan.party_attributes), ("grant", plan.grant_attributes)):
            for name, each in attributes_of(declared).items():
                for word in (name, *_texts(each.says)):
                    self._add(word, f"{of}.{name}")
        for kind, event in plan.events.items():
            called = {kind, *_texts(event.says)} if kind != self.kind else {kind, *_texts(event.says), ""}
            for name, use in attributes_of(event.attributes).items():
                for word in (name, *_texts(use.says)):
                    for prefix in called:
                        self._add(f"{prefix} {word}", f"{kind}.{name}")
                if event.with_grant is not None:
                    of_line = (name, *_texts(use.says))
                    for word in (*of_line, *(_NUMBERS if name == event.number else ())):
                        self._add(f"{event.with_grant.removesuffix('s')} {word}", f"grant.{event.with_grant}.{name}")
                elif kind != self.kind:
                    self._add(name, f"event.{name}")
                    for word in _texts(use.says):
                        self._add(word, f"event.{name}")
            for prefix in called - {""}:
                for day in ("on", "date", "day", "日", "年月日"):
                    self._add(f"{prefix} {day}", f"{kind}.on")
            if event.with_grant is not None:
                for day in ("on", "date", "day"):
                    self._add(f"{event.with_grant.removesuffix('s')} {day}", f"grant.{event.with_grant}.on")

    def is_known(self, heading: str, own: SheetMapping) -> bool:
        normal = _normal(heading)
        numbered = _NUMBERED.fullmatch(normal)
        return (
            heading in own.columns
            or self._is_name(heading)
            or normal in self.meant
            or (numbered is not None and numbered[1] in self.meant)
            or any(normal == _normal(word) for words in BARE.values() for word in words)
        )

    def columns(
        self,
        sheet: TableSheet,
        last_row: int,
        names: dict[int, str],
        own: SheetMapping,
        mapping: TableMapping,
        report: Report,
    ) -> Headings | None:
        found: list[Column] = []
        unknown: list[tuple[int, str]] = []
        is_wrong = False
        tells_events = bool(self.kind) or any("event" in self.meant.get(_normal(name), ()) for name in names.values())
        tells_events = tells_events or any(each.target == "event" for each in own.columns.values())
        for index, heading in names.items():
            if heading in own.ignored or heading in mapping.ignored:
                continue
            if heading in own.columns:
                mapped = own.columns[heading]
                target = self.targets.known.get(self._of_sheet(mapped.target))
                if target is None:
                    help_ = did_you_mean(mapped.target, self.targets.known)
                    report.add(Problem(mapped.place, Sentence("no-such-target", name=quote(mapped.target)), help_))
                    is_wrong = True
                    continue
                found.append(Column(index, heading, target, mapped))
                continue
            group, meant = self._meant(heading, tells_events=tells_events)
            if (named := self.targets.meant_by(heading)) is not None:
                found.append(Column(index, heading, named, group=group))
            elif len(meant) == 1:
                target = self.targets.known[next(iter(meant))]
                if _SCALED.search(heading) and target.declared.type == "number":
                    report.add(
                        Problem(sheet.place(last_row, index + 1), Sentence("heading-with-size", heading=quote(heading)))
                    )
                    is_wrong = True
                found.append(Column(index, heading, target, group=group))
            elif meant:
                names_ = tuple(quote(each) for each in sorted(meant))
                said = Sentence("heading-of-several", heading=quote(heading), names=names_)
                report.add(Problem(sheet.place(last_row, index + 1), said))
                is_wrong = True
            else:
                unknown.append((index, heading))
        found, unknown = self._bare(found, unknown)
        for index, heading in unknown:
            if self._is_empty(sheet, last_row, index):
                continue
            likely = sorted(self.meant.get(nearest(_normal(heading), self.meant) or "", ()))
            advice = Sentence("map-column-near", heading=quote(heading), near=quote(likely[0])) if likely else None
            said = Sentence("unknown-heading", heading=quote(heading))
            report.add(Problem(sheet.place(last_row, index + 1), said, advice))
            is_wrong = True
        for column in _repeated(found):
            said = Sentence("heading-twice", heading=quote(column.heading), name=quote(column.target.name))
            report.add(Problem(sheet.place(last_row, column.index + 1), said))
            is_wrong = True
        for heading, mapped in own.columns.items():
            if heading not in names.values():
                help_ = did_you_mean(heading, names.values())
                report.add(Problem(mapped.place, Sentence("no-such-heading", heading=quote(heading)), help_))
                is_wrong = True
        taken = tuple(column for column in found if column.target.of != IGNORED)
        return None if is_wrong else Headings(taken, last_row, self.kind, names)

    def _is_name(self, heading: str) -> bool:
        """Whether a heading is what a mapping file would call the column."""
        return self.targets.meant_by(heading) is not None

    def _of_sheet(self, name: str) -> str:
        """The target of a name in a mapping; what is said of `event` is of the kind that the sheet tells, if one is."""
        of, _, part = name.partition(".")
        return f"{self.kind}.{part}" if of == "event" and part and self.kind else name

    def _meant(self, heading: str, *, tells_events: bool) -> tuple[int, set[str]]:
        normal = _normal(heading)
        if self._is_name(heading):
            return 0, {heading}
        if normal in self.meant:
            return 0, {self._of_sheet(each) for each in self._best(self.meant[normal], tells_events=tells_events)}
        numbered = _NUMBERED.fullmatch(normal)
        if numbered is not None and numbered[1] in self.meant:
            lists = {each for each in self.meant[numbered[1]] if each.count(".") == 2}
            return int(numbered[2]), lists
        return 0, set()

    def _best(self, meant: set[str], *, tells_events: bool) -> set[str]:
        """Of several targets, those of what the sheet tells: its kind of event, events, or grants and holders."""
        for of in (f"{self.kind}.", "event.") if tells_events else ("grant.", "party."):
            if own := {each for each in meant if f"{each}.".startswith(of) and of != "."}:
                return own
        return meant

    def _bare(self, found: list[Column], unknown: list[tuple[int, str]]) -> tuple[list[Column], list[tuple[int, str]]]:
        """Columns whose headings say only `date` or `number`: of whatever the sheet tells."""
        names = {column.target.name for column in found}
        tells_events = bool(self.kind) or "event" in names
        of = self.kind or "event" if tells_events else "grant" if names & {"grant.on", "grant.number", "grant"} else ""
        left = []
        for index, heading in unknown:
            part = next((part for part, words in BARE.items() if _normal(heading) in map(_normal, words)), None)
            if part is None:
                left.append((index, heading))
                continue
            if of in ("", "grant"):
                name = {"on": "grant.on", "number": "grant.number", "key": "grant" if of else "who"}[part]
            else:
                number = self.targets.number_of(self.kind) if self.kind else None
                name = {"on": f"{of}.on", "number": f"{of}.{number or 'number'}", "key": f"{of}.id"}[part]
            if name in names:
                left.append((index, heading))
                continue
            names.add(name)
            found.append(Column(index, heading, self.targets.known[name]))
        return sorted(found, key=lambda column: column.index), left

    @staticmethod
    def _is_empty(sheet: TableSheet, last_row: int, index: int) -> bool:
        return not any(
            number > last_row and index < len(cells) and cells[index] is not None for number, cells in sheet.rows()
        )


def _repeated(columns: Sequence[Column]) -> Iterator[Column]:
    seen: set[tuple[str, int]] = set()
    for column in columns:
        key = (column.target.name, column.group)
        if key in seen and column.target.of not in ("kept", IGNORED) and column.target.name.count(".") < 2:
            yield column
        seen.add(key)
