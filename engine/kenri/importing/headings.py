"""Where in a sheet the headings of its columns stand, and what each of them means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from kenri.importing.heading_lines import HeadingLines, HeadingName, heading_lines, normal_heading
from kenri.importing.heading_words import BARE, GRANT_WORDS, GROUPS, HEADINGS
from kenri.importing.mapping_file import ColumnMapping, SheetMapping, TableMapping
from kenri.importing.read_cell import plain_text
from kenri.importing.sheet import TableSheet
from kenri.importing.targets import IGNORED, KEPT, OF_THE_RECORD, Target, Targets, unknown_terms
from kenri.loader.declarations import attributes_of
from kenri.model.plan import Plan, Said
from kenri.model.problems import Problem, Report, nearest, quote
from kenri.model.sentences import Sentence, did_you_mean

__all__ = ["Column", "Headings", "headings_of", "kinds_by_word", "mapping_of", "said_words"]

_LOOKED_AT = 40
"""Rows among which the headings are."""

_NUMBERED = re.compile(r"(.*?[^0-9])([0-9]{1,3})")
_LONGEST_NAME = 12
"""Characters of what is called so, and may begin a heading."""

_NUMBERS = ("number", "quantity", "shares", "amount", "rights", "options", "個数", "株数")
_NAMES_WHOM = ("ID", "Number", "No", "Employee ID", "Employee Number", "番号", "の番号", "社員番号", "の社員番号")
"""What follows the word for an heir and the like in the heading of a column that names them."""

_IN_ANY_GROUP = ("grant", "grant.plan", "fact", "fact.value", KEPT, *OF_THE_RECORD)
"""Besides what is said of holders: what means the same whatever stands over it."""
_OF_A_GROUP = ("day", "number", "ratio")
"""Types of what is another thing under each group: days and numbers of grants are not those of `消滅`."""
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
    best: HeadingLines | None = None
    most = (1 if own.columns else 2, -1, False)
    rows = [*islice(sheet.rows(), _LOOKED_AT)]
    for lines in heading_lines(sheet.merged, rows):
        if own.headings is not None and own.headings != (lines.first, lines.last):
            continue
        known = [each for each in lines.names.values() if words.is_known(each, own)]
        # Two that tell as much as one are meant where the upper tells what the lower is about, as no title does.
        found = len(known), sum(map(words.has_group, known)), lines.first == lines.last
        if own.headings is not None or found > most:
            best, most = lines, found
    if best is None:
        if own.headings is not None or any(cell is not None for _, cells in rows for cell in cells):
            code = Sentence("no-headings") if own.headings is None else Sentence("no-such-heading-row")
            report.add(Problem(sheet.place(), code))
        return None
    return words.columns(sheet, best.last, best.names, own, mapping, report)


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
    named = normal_heading(sheet.name)
    if named in map(normal_heading, GRANT_WORDS):
        return ""
    found = {kind for plan in targets.plans.values() for kind in plan.events if named in said_words(plan, kind)}
    return found.pop() if len(found) == 1 and named else ""


def said_words(plan: Plan, kind: str) -> set[str]:
    """What a kind of event is called: its name, what is said of it, and what the act is called that it records."""
    declared = plan.events[kind]
    words = {normal_heading(kind), *map(normal_heading, _texts(declared.says))}
    if declared.act is not None and declared.act in plan.actions:
        alone = sum(each.act == declared.act for each in plan.events.values()) == 1
        if alone:
            words |= {normal_heading(declared.act), *map(normal_heading, _texts(plan.actions[declared.act].says))}
    return words - {""}


def kinds_by_word(plans: Iterable[Plan]) -> dict[str, str]:
    """The kinds of event by what they are called; what several are called is not known without a mapping."""
    found: dict[str, set[str]] = {}
    for plan in plans:
        for kind in plan.events:
            for word in said_words(plan, kind):
                found.setdefault(word, set()).add(kind)
    return {word: kinds.pop() for word, kinds in found.items() if len(kinds) == 1}


def japanese(said: Said) -> str:
    """What something is called in Japanese; empty where that is not said, or in a sentence of some length."""
    text = "" if isinstance(said, str) else said.get("ja", "").strip("。 ")
    return text if len(text) <= _LONGEST_NAME else ""


def _texts(said: Said) -> Iterator[str]:
    for text in (said,) if isinstance(said, str) else said.values():
        yield text.strip("。. ")


class _Words:
    """The headings that are known in a sheet."""

    def __init__(self, targets: Targets, kind: str) -> None:
        self.targets = targets
        self.kind = kind
        self.meant: dict[str, set[str]] = {}
        self.groups: dict[str, set[str]] = {}
        for target, headings in HEADINGS.items():
            for heading in headings:
                self._add(heading, target)
        for plan in targets.plans.values():
            self._of_plan(plan)
        named = [(word, of) for of, words in GROUPS.items() for word in words]
        for word, of in (*named, *kinds_by_word(targets.plans.values()).items()):
            self.groups.setdefault(normal_heading(word), set()).add(of)

    def _add(self, heading: str, target: str) -> None:
        if normal := normal_heading(heading):
            self.meant.setdefault(normal, set()).add(target)

    def _of_plan(self, plan: Plan) -> None:
        for of, declared in (("party", plan.party_attributes), ("grant", plan.grant_attributes)):
            for name, each in attributes_of(declared).items():
                for word in (name, *_texts(each.says)):
                    self._add(word, f"{of}.{name}")
        for name in unknown_terms(plan):
            if f"fact.{name}" in self.targets.known:
                for word in (name, *_texts(plan.terms[name].says or "")):
                    self._add(word, f"fact.{name}")
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
            for whom in _texts(event.whom) if event.whom else ():
                for word in _NAMES_WHOM:
                    self._add(f"{whom}{word}", f"{kind}.who")
            for prefix in called - {""}:
                for day in ("on", "date", "day", "日", "年月日"):
                    self._add(f"{prefix} {day}", f"{kind}.on")
            if event.with_grant is not None:
                for day in ("on", "date", "day"):
                    self._add(f"{event.with_grant.removesuffix('s')} {day}", f"grant.{event.with_grant}.on")
                if (named := japanese(event.says)) and kind != self.kind:  # its key, beside these, is English
                    for word in ("日", "年月日"):
                        self._add(f"{named}{word}", f"grant.{event.with_grant}.on")
                    if event.number is not None:
                        for word in ("数", "株数", "個数"):
                            self._add(f"{named}{word}", f"grant.{event.with_grant}.{event.number}")

    def is_known(self, name: HeadingName, own: SheetMapping) -> bool:
        """Whether something is a heading: with that over it or, also where that is not known, by itself."""
        if name.text in own.columns:
            return True
        if name.group and self._under_group(name, tells_events=False)[1]:
            return True
        normal = normal_heading(name.own)
        numbered = _NUMBERED.fullmatch(normal)
        return (
            self._is_name(name.own)
            or normal in self.meant
            or (numbered is not None and numbered[1] in self.meant)
            or _bare_part(name.own) is not None
        )

    def has_group(self, name: HeadingName) -> bool:
        """Whether what stands over a heading tells what it is about."""
        return bool(name.group) and (
            normal_heading(name.group) in self.groups or normal_heading(name.text) in self.meant
        )

    def columns(
        self,
        sheet: TableSheet,
        last_row: int,
        names: Mapping[int, HeadingName],
        own: SheetMapping,
        mapping: TableMapping,
        report: Report,
    ) -> Headings | None:
        found: list[Column] = []
        unknown: list[tuple[int, str]] = []
        open_: list[tuple[int, str, int, set[str]]] = []
        is_wrong = False
        texts = {index: name.text for index, name in names.items()}
        tells_events = bool(self.kind) or any(
            "event" in self._meant(each, tells_events=True)[1] for each in names.values()
        )
        tells_events = tells_events or any(each.target == "event" for each in own.columns.values())
        for index, name in names.items():
            heading = name.text
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
            group, meant = self._meant(name, tells_events=tells_events)
            if not name.group and (named := self.targets.meant_by(heading)) is not None:
                found.append(Column(index, heading, named, group=group))
            elif len(meant) == 1:
                found.append(Column(index, heading, self.targets.known[next(iter(meant))], group=group))
            elif meant:
                open_.append((index, heading, group, meant))
            else:
                unknown.append((index, heading))
        for index, heading, group, meant in open_:
            if names[index].group and (left := self._left_over(meant, found)) is not None:
                found.append(Column(index, heading, left, group=group))
                continue
            several = tuple(quote(each) for each in sorted(meant))
            said = Sentence("heading-of-several", heading=quote(heading), names=several)
            report.add(Problem(sheet.place(last_row, index + 1), said))
            is_wrong = True
        for column in found:
            if column.mapped is None and column.target.declared.type == "number" and _SCALED.search(column.heading):
                said = Sentence("heading-with-size", heading=quote(column.heading))
                report.add(Problem(sheet.place(last_row, column.index + 1), said))
                is_wrong = True
        found, unknown = self._bare(found, unknown)
        for index, heading in unknown:
            if self._is_empty(sheet, last_row, index):
                continue
            likely = sorted(self.meant.get(nearest(normal_heading(heading), self.meant) or "", ()))
            advice = Sentence("map-column-near", heading=quote(heading), near=quote(likely[0])) if likely else None
            said = Sentence("unknown-heading", heading=quote(heading))
            report.add(Problem(sheet.place(last_row, index + 1), said, advice))
            is_wrong = True
        for column in _repeated(found):
            said = Sentence("heading-twice", heading=quote(column.heading), name=quote(column.target.name))
            report.add(Problem(sheet.place(last_row, column.index + 1), said))
            is_wrong = True
        for heading, mapped in own.columns.items():
            if heading not in texts.values():
                help_ = did_you_mean(heading, texts.values())
                report.add(Problem(mapped.place, Sentence("no-such-heading", heading=quote(heading)), help_))
                is_wrong = True
        taken = tuple(column for column in found if column.target.of != IGNORED)
        return None if is_wrong else Headings(taken, last_row, self.kind, texts)

    def _left_over(self, meant: set[str], found: Sequence[Column]) -> Target | None:
        """Which of several meanings a heading under a group has, where other columns tell it: what none of them is.

        `Number` under `Grant` may be what names the grant; of a table of grants alone, each of which needs a number,
        it is the number where no other column is.
        """
        names = {column.target.name for column in found}
        left = meant - names
        is_of_grants = {column.target.of for column in found} <= {"party", "grant", KEPT, IGNORED, *OF_THE_RECORD}
        if left == {"grant", "grant.number"} and "grant.on" in names and is_of_grants and not self.kind:
            return self.targets.known["grant.number"]
        return self.targets.known[left.pop()] if len(left) == 1 else None

    def _is_name(self, heading: str) -> bool:
        """Whether a heading is what a mapping file would call the column."""
        return self.targets.meant_by(heading) is not None

    def _of_sheet(self, name: str) -> str:
        """The target of a name in a mapping; what is said of `event` is of the kind that the sheet tells, if one is."""
        of, _, part = name.partition(".")
        return f"{self.kind}.{part}" if of == "event" and part and self.kind else name

    def _in_sheet(self, names: Iterable[str]) -> set[str]:
        """Targets as the sheet has them: of what the kind of event that it tells has no part of, none."""
        return {found for each in names if (found := self._of_sheet(each)) in self.targets.known}

    def _meant(self, name: HeadingName, *, tells_events: bool) -> tuple[int, set[str]]:
        if name.group:
            return self._under_group(name, tells_events=tells_events)
        heading = name.own
        normal = normal_heading(heading)
        if self._is_name(heading):
            return 0, {heading}
        if normal in self.meant:
            return 0, self._in_sheet(self._best(self.meant[normal], tells_events=tells_events))
        numbered = _NUMBERED.fullmatch(normal)
        if numbered is not None and numbered[1] in self.meant:
            return int(numbered[2]), _lists(self.meant[numbered[1]])
        return 0, set()

    def _under_group(self, name: HeadingName, *, tells_events: bool) -> tuple[int, set[str]]:
        """What a heading means under that of its group: what both lines say together (`Exercise` over `Price`), and
        what the lower one says of what the upper one is about (`付与` over `割当日`). Of a group that is not known only
        what means the same under each: whose days and numbers stand there is not known.
        """
        group, own, joined = map(normal_heading, (name.group, name.own, name.text))
        whole = self._best(self.meant.get(joined, set()), tells_events=tells_events)
        alone = self.meant.get(own, set())
        about = self.groups.get(group, set())
        is_of_kind = bool(about & set(self.targets.kinds))
        meant = self._in_sheet(each for each in whole if not (is_of_kind and each.startswith("event.")))
        for of in about:
            meant |= self._parts(of, alone | whole, _bare_part(name.own))
        if meant:
            return 0, meant
        for numbered, rest in ((_NUMBERED.fullmatch(joined), ""), (_NUMBERED.fullmatch(group), own)):
            if numbered is not None and (lists := _lists(self.meant.get(numbered[1] + rest, set()))):
                return int(numbered[2]), lists
        free = {each for each in alone if each in _IN_ANY_GROUP or self.targets.known[each].of == "party"}
        if not free and not about:
            free = {each for each in alone if self.targets.known[each].declared.type not in _OF_A_GROUP}
        return 0, self._in_sheet(free)

    def _parts(self, of: str, alone: Iterable[str], bare: str | None) -> set[str]:
        """The targets of one thing (`party`, `grant`, `event`, a kind) among those of a heading."""
        key = {"party": "who"}.get(of, of)
        found = {each for each in alone if each == key or each.startswith(f"{of}.")}
        if of not in ("party", "grant"):
            parts = (each.partition(".")[2] for each in alone if each.startswith("event."))
            found |= {each for part in parts if (each := f"{of}.{part}") in self.targets.known}
        if bare is not None and (named := self._bare_name(of, bare)) is not None:
            found.add(named)
        return found

    def _bare_name(self, of: str, part: str) -> str | None:
        """What `date`, `number` or `ID` is of one thing."""
        match of:
            case "party":
                return "who" if part == "key" else None
            case "grant":
                return {"on": "grant.on", "number": "grant.number", "key": "grant"}[part]
            case _:
                number = self.targets.number_of(of) if of in self.targets.kinds else None
                return {"on": f"{of}.on", "number": f"{of}.{number or 'number'}", "key": f"{of}.id"}[part]

    def _best(self, meant: set[str], *, tells_events: bool) -> set[str]:
        """Of several targets, those of what the sheet tells: its kind of event, events, or grants and holders."""
        for of in (f"{self.kind}.", "event.") if tells_events else ("grant.", "party."):
            if own := {each for each in meant if f"{each}.".startswith(of) and of != "."}:
                return own
        return {each for each in meant if not each.startswith("fact.")} or meant

    def _bare(self, found: list[Column], unknown: list[tuple[int, str]]) -> tuple[list[Column], list[tuple[int, str]]]:
        """Columns whose headings say only `date` or `number`: of whatever the sheet tells."""
        names = {column.target.name for column in found}
        tells_events = bool(self.kind) or "event" in names
        of = self.kind or "event" if tells_events else "grant" if names & {"grant.on", "grant.number", "grant"} else ""
        left = []
        for index, heading in unknown:
            part = _bare_part(heading)
            if part is None:
                left.append((index, heading))
                continue
            name = "who" if part == "key" and not of else self._bare_name(of or "grant", part)
            if part == "on" and names and all(self.targets.known[each].of == "fact" for each in names):
                name = "since"
            if name is None or name in names:
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


def _lists(meant: set[str]) -> set[str]:
    """The parts of the lines of lists among some targets."""
    return {each for each in meant if each.count(".") == 2}


def _bare_part(heading: str) -> str | None:
    """Whether a heading says only `date`, `number` or `ID`: a part of whatever is told of."""
    normal = normal_heading(heading)
    return next((part for part, words in BARE.items() if normal in map(normal_heading, words)), None)
