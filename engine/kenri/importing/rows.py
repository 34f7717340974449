"""The rows of a sheet as holders, grants and events, in the words of the plans they are under."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import count
from typing import TypeAlias

from kenri.importing.days_in_cells import DayOrder, DayStyle, order_told_by
from kenri.importing.heading_words import END_WORDS, EXAMPLE_WORDS, GRANT_WORDS, TOTAL_WORDS
from kenri.importing.headings import Column, Headings, kinds_by_word
from kenri.importing.mapping_file import SheetMapping, TableMapping
from kenri.importing.numbers_in_cells import DecimalMark, mark_told_by, number_in
from kenri.importing.read_cell import CellValue, Faulty, Misread, is_nothing, plain_text
from kenri.importing.sheet import TableSheet
from kenri.importing.targets import DETAILS, KEPT, OF_TERM, OF_THE_RECORD, Targets, kept_as
from kenri.importing.template import ways_to_call
from kenri.importing.typed_cells import ColumnStyle, typed
from kenri.loader.declarations import attributes_of, for_party, term_type
from kenri.loader.documents import PROBLEMS_LIMIT
from kenri.model.entries import EVERYBODY, NAMES, EntrySource, Plain
from kenri.model.exact import DIGITS_LIMIT, as_decimal
from kenri.model.life import GRANTEE
from kenri.model.plan import Attribute, EventKind, Plan
from kenri.model.problems import Place, Problem, Report, quote
from kenri.model.sentences import Sentence, did_you_mean

__all__ = ["EventRow", "FactRow", "GrantRow", "PartyRow", "SheetRows", "roles_of"]

_ROLES_BETWEEN = re.compile(r" ?[,、] ?")

_ONCE = frozenset({"day-or-month-first", "comma-or-point", "serial-taken-for-day"})
"""What is said once of a column, and not of each of its cells."""

_LACKING = {"grant.plan": Sentence("no-column-for-plan"), "event": Sentence("no-column-for-kind")}
"""What is said where a sheet has no column for something that need not stand in one."""


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A holder, or another party, as a row tells of them; `data` has a role only where a column says it."""

    key: str
    data: Mapping[str, Plain]
    details: dict[str, str]
    source: EntrySource
    place: Place
    is_mention: bool
    """Whether it stands beside a grant or an event, with nothing of it but a name."""
    of: str = EVERYBODY
    """In whose life alone it is."""
    since: str = ""
    """From which day on it is so, where that is not always."""
    stays: frozenset[str] = frozenset()
    """Since a day: the attributes and details that no column tells, which stay as they were before it."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """What stands above the columns of its sheet, by what they stand for."""


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant, as a row tells of it; `key` is empty where no column names it."""

    key: str
    plan: str
    data: Mapping[str, Plain]
    details: dict[str, str]
    source: EntrySource
    place: Place
    of: str = EVERYBODY


@dataclass(frozen=True, slots=True)
class FactRow:
    """What a term is that a plan leaves unknown, as a row tells it."""

    key: str
    value: Plain
    details: dict[str, str]
    source: EntrySource
    place: Place
    of: str = EVERYBODY
    since: str = ""


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event, as a row tells of it; `id` is empty where no column names it, and so is `entry`, under which it is
    recorded.
    """

    id: str
    data: Mapping[str, Plain]
    details: dict[str, str]
    source: EntrySource
    place: Place
    of: str = EVERYBODY
    entry: str = ""


_Item: TypeAlias = PartyRow | GrantRow | FactRow | EventRow


@dataclass(slots=True)
class _Row:
    """The values of one row, by what their columns stand for, and where each stands."""

    number: int
    values: dict[str, Plain] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    lists: dict[tuple[str, int], dict[str, Plain]] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    misread: set[str] = field(default_factory=set)
    facts: list[tuple[CellValue, Column]] = field(default_factory=list)
    """The cells of values of facts, each of which is read as its term is."""

    def text(self, name: str) -> str:
        value = self.values.get(name, "")
        return value if isinstance(value, str) else ""


class SheetRows:
    """The rows below the headings of a sheet. Problems go to the report as the rows are gone through."""

    def __init__(
        self,
        sheet: TableSheet,
        headings: Headings,
        targets: Targets,
        mapping: TableMapping,
        own: SheetMapping,
        report: Report,
    ) -> None:
        self.sheet = sheet
        self.headings = headings
        self.targets = targets
        self.mapping = mapping
        self.own = own
        self.report = report
        self.styles = {column.index: ColumnStyle() for column in headings.columns}
        self.called = {column.target.name: column.heading for column in headings.columns}
        self.told = 0
        self.said: set[tuple[str, int]] = set()
        self.unknown: dict[int, Counter[str]] = {}
        self.first_unknown: dict[int, int] = {}
        self.kinds = kinds_by_word(targets.plans.values())
        self.bare = _WithoutHeading(headings.at)

    def __iter__(self) -> Iterator[_Item]:
        self._find_styles()
        for number, cells in self._body():
            row = self._read(number, cells)
            yield from self._items(row)
            if self.told >= PROBLEMS_LIMIT:
                said = Sentence("too-many-problems", limit=PROBLEMS_LIMIT)
                self.report.add(Problem(self.sheet.place(number), said))
                break
        self._tell_unknown_words()
        for problem in self.bare.told(self.sheet):
            self.report.add(problem)

    # --- which rows are taken

    def _body(self) -> Iterator[tuple[int, list[CellValue]]]:
        """The rows that tell something, with what merged cells stand for in each of them."""
        sums: dict[int, Fraction] = {}
        adding = [column for column in self.headings.columns if column.target.part in self._adding(column)]
        ended = 0
        fill = _Filled(self.sheet, self.headings, self.report)
        for number, cells in self.sheet.rows():
            if number <= self.headings.last_row:
                continue
            texts = [plain_text(cell).lower() for cell in cells if isinstance(cell, str) and cell.strip()]
            if not texts and all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells):
                continue
            if ended:
                self._wrong(number, 0, Sentence("rows-after-the-end", row=ended))
                return
            first = texts[0] if texts else ""
            if first in END_WORDS:
                ended = number
                continue
            if first.startswith(EXAMPLE_WORDS):
                continue
            if first.replace(" ", "") in {each.replace(" ", "") for each in TOTAL_WORDS}:
                self._check_total(number, cells, sums, is_part=first in ("小計", "subtotal", "sub total", "sub-total"))
                continue
            self.bare.look_at(number, cells)
            filled = fill.row(number, [*cells])
            for column in adding:
                if column.index < len(filled):
                    found = number_in(filled[column.index], self.styles[column.index].mark)
                    if not isinstance(found, Misread) and found.value is not None:
                        sums[column.index] = sums.get(column.index, Fraction()) + Fraction(found.value.number)
            yield number, filled

    def _check_total(
        self, number: int, cells: Sequence[CellValue], sums: Mapping[int, Fraction], *, is_part: bool
    ) -> None:
        """What a row of totals says must be what the rows above it add up to."""
        if is_part:
            return
        for column in self.headings.columns:
            if column.target.part not in self._adding(column):
                continue
            cell = cells[column.index] if column.index < len(cells) else None
            found = number_in(cell, self.styles[column.index].mark)
            if isinstance(cell, Faulty):  # a total that nobody worked out is compared with nothing
                self.report.add(Problem(self.sheet.place(number, column.index + 1), cell.sentence, severity="warning"))
            if isinstance(found, Misread) or found.value is None:
                continue
            total, above = Fraction(found.value.number), sums.get(column.index, Fraction())
            if total != above:
                said = Sentence("total-differs", total=_digits(total), above=_digits(above))
                self._wrong(number, column.index, said)

    def _adding(self, column: Column) -> set[str]:
        """The parts whose numbers mean something when they are added up."""
        return {"number", self.targets.number_of(column.target.of) or "number"}

    def _find_styles(self) -> None:
        """How days and numbers are written, as all values of each column tell together."""
        orders: dict[int, set[DayOrder]] = {}
        marks: dict[int, set[DecimalMark]] = {}
        for number, cells in self.sheet.rows():
            if number <= self.headings.last_row:
                continue
            for column in self.headings.columns:
                cell = cells[column.index] if column.index < len(cells) else None
                if column.target.declared.type == "day" and (order := order_told_by(cell)) is not None:
                    orders.setdefault(column.index, set()).add(order)
                elif column.target.declared.type == "number" and (mark := mark_told_by(cell)) is not None:
                    marks.setdefault(column.index, set()).add(mark)
        for column in self.headings.columns:
            self.styles[column.index] = self._style(
                column, orders.get(column.index, set()), marks.get(column.index, set())
            )

    def _style(self, column: Column, orders: set[DayOrder], marks: set[DecimalMark]) -> ColumnStyle:
        mapped = column.mapped
        heading = quote(column.heading)
        if len(orders) > 1:
            self._wrong(self.headings.last_row, column.index, Sentence("both-day-orders", heading=heading))
        if len(marks) > 1:
            self._wrong(self.headings.last_row, column.index, Sentence("both-decimal-marks", heading=heading))
        order = (mapped.days if mapped else None) or self.own.days or self.mapping.days
        mark = (mapped.decimals if mapped else None) or self.own.decimals or self.mapping.decimals
        words = {} if mapped is None else mapped.words
        general = self.mapping.words.get(column.target.name, {})
        of_events = self.mapping.words.get(f"event.{column.target.part}", {})
        return ColumnStyle(
            days=DayStyle(order or (orders.pop() if len(orders) == 1 else None), self.sheet.is_from_1904),
            mark=mark or (marks.pop() if len(marks) == 1 else self.sheet.mark),
            words={**of_events, **general, **words},
        )

    # --- one row

    def _read(self, number: int, cells: Sequence[CellValue]) -> _Row:
        row = _Row(number)
        for column in self.headings.columns:
            cell = cells[column.index] if column.index < len(cells) else None
            target = column.target
            if target.of == KEPT:
                if not is_nothing(cell):
                    row.kept[kept_as(column.heading) or column.heading] = str(cell)
                continue
            if target.is_fact:
                row.facts.append((cell, column))
                continue
            value: Plain | None
            if target.name in ("event", "grant.plan", "party.role"):
                value = self._own_word(number, column, cell, row)
            else:
                found = typed(cell, column, self.styles[column.index])
                if isinstance(found, Misread):
                    self._misread(number, column, found)
                    row.misread.add(target.name)
                    continue
                if found.caution is not None:
                    self._caution(number, column, found.caution)
                value = found.value
            if value is None:
                continue
            if target.part.count("."):
                key, _, part = target.part.partition(".")
                group = column.group or self._place_in_list(row, key, part)
                row.lists.setdefault((key, group), {})[part] = value
                continue
            row.values[target.name] = value
            row.columns[target.name] = column.index
        return row

    @staticmethod
    def _place_in_list(row: _Row, key: str, part: str) -> int:
        """Columns without numbers stand in their order: the second `vesting date` is that of the second line."""
        return 1 + sum(part in line for (of, _), line in row.lists.items() if of == key)

    def _own_word(self, number: int, column: Column, cell: CellValue, row: _Row) -> Plain | None:
        """A word for a kind of event, a plan or a role: in a table of words, or what kenri calls it. Of roles there may
        be several, with commas between them.
        """
        if is_nothing(cell):
            return None
        theirs = plain_text(str(cell))
        if column.target.name == "party.role" and len(several := _ROLES_BETWEEN.split(theirs)) > 1:
            roles = [self._own_word(number, column, each, row) for each in several]
            return tuple(each for each in roles if each is not None)
        style = self.styles[column.index]
        ours = style.words.get(theirs, theirs)
        match column.target.name:
            case "event":
                known = {**dict.fromkeys(map(_flat, GRANT_WORDS), "grant"), **self.kinds}
            case "grant.plan":
                known = {
                    _flat(word): id_ for id_, plan in self.targets.plans.items() for word in (id_, *_said(plan.title))
                }
            case _:
                declared = {role: each for plan in self.targets.plans.values() for role, each in plan.roles.items()}
                known = {_flat(word): role for role, each in declared.items() for word in (role, *_said(each.says))}
        found = known.get(_flat(ours))
        if found is None:
            self._count_unknown(number, column, theirs)
            row.misread.add(column.target.name)
        return found

    def _items(self, row: _Row) -> Iterator[_Item]:
        who = row.text("who")
        if row.text("party.name") and not any(column.target.name == "who" for column in self.headings.columns):
            if ("name-alone", 0) not in self.said:
                self.said.add(("name-alone", 0))
                self._wrong(row.number, row.columns["party.name"], Sentence("name-is-no-key"))
            return
        told = self.told
        is_grant = row.text("event") == "grant"
        kept = dict(row.kept)
        items: list[_Item] = []
        events = [*self._events(row, who, is_grant=is_grant)]
        grant = self._grant(row, who, is_grant=is_grant, has_events=bool(events))
        party = self._party(row, who)
        facts = [*self._facts(row, who)]
        for each in (*events, grant, party, *facts):
            if each is not None and kept:
                each.details.update(kept)
                kept = {}
        items = [each for each in (party, grant, *facts, *events) if each is not None]
        if not items and not row.misread and self.told == told:
            self._wrong(row.number, -1, Sentence("row-tells-nothing"))
        yield from items

    def _party(self, row: _Row, who: str) -> PartyRow | None:
        given = {name.partition(".")[2]: value for name, value in row.values.items() if name.startswith("party.")}
        columns = [column for column in self.headings.columns if column.target.of == "party"]
        is_list = len(columns) == len(self.headings.columns) or len(columns) > 1
        if not who:
            if given and "who" not in row.misread:
                self._lacks(row, "who")
            return None
        if not is_list:
            return None
        declared = {
            name: each
            for plan in self.targets.plans.values()
            for name, each in attributes_of(plan.party_attributes).items()
        }
        details = {name: str(value) for name, value in given.items() if name not in (*declared, "role")}
        data = {name: value for name, value in given.items() if name in (*declared, "role")}
        since = row.text("since")
        stays = frozenset[str]()
        if since:
            told = {column.target.part for column in columns} - ({"role"} if "role" not in data else set())
            stays = frozenset((*declared, *DETAILS, "role")) - told
        if given.keys() & declared.keys():
            for plan in self.targets.plans.values():
                wanted = for_party(plan.party_attributes, roles_of(data))
                told_here = {name: each for name, each in wanted.items() if name not in stays}
                self._require(row, told_here, data, "party")
        is_beside = any(column.target.of not in ("party", KEPT, *OF_THE_RECORD) for column in self.headings.columns)
        is_mention = is_beside and {column.target.part for column in columns} <= {"key", *NAMES}
        source, place = self._source(row, "who"), self._place(row, "who")
        return PartyRow(who, data, details, source, place, is_mention, row.text("life"), since, stays, self.called)

    def _facts(self, row: _Row, who: str) -> Iterator[FactRow]:
        """Facts: each cell of a value is read as the term that it is of, which its column names, or its row.

        Beside a holder they are of the life of the holder.
        """
        key = row.text("fact")
        cells = [(cell, column) for cell, column in row.facts if not is_nothing(cell)]
        terms = {name: term for plan in self.targets.plans.values() for name, term in plan.terms.items()}
        supplied = [name for name, term in terms.items() if term.is_unknown]
        if key and key not in supplied:
            said = Sentence("of-no-plan", name=quote(key))
            self._wrong(row.number, row.columns["fact"], said, did_you_mean(key, supplied))
            return
        if key and not any(column.target.part == "value" for _, column in cells):
            self._lacks(row, "fact.value")
        for cell, column in cells:
            name = key if column.target.part == "value" else column.target.part
            if not name:
                if "fact" not in row.misread:
                    self._lacks(row, "fact")
                continue
            value = self._fact_value(row, cell, column, term_type(terms[name]))
            if value is not None:
                index = row.columns["fact"] if column.target.part == "value" else column.index
                source, place = self.sheet.source(row.number, index + 1), self.sheet.place(row.number, index + 1)
                yield FactRow(name, value, {}, source, place, row.text("life") or who, row.text("since"))

    def _fact_value(self, row: _Row, cell: CellValue, column: Column, kind: str) -> Plain | None:
        if kind == "period":
            days = [*str(cell).split("..")]
            ends = [self._fact_value(row, day, column, "day") for day in days] if len(days) == 2 else []
            if None in ends:
                return None
            if not ends:
                self._wrong(row.number, column.index, Sentence("no-range-of-days", found=quote(str(cell))))
                return None
            return dict(zip(("first", "last"), [each for each in ends if each is not None], strict=True))
        of_term = replace(column, target=replace(column.target, declared=OF_TERM[kind]))
        found = typed(cell, of_term, self.styles[column.index])
        if isinstance(found, Misread):
            self._misread(row.number, column, found)
            return None
        return found.value

    def _grant(self, row: _Row, who: str, *, is_grant: bool, has_events: bool) -> GrantRow | None:
        given = {name.partition(".")[2]: value for name, value in row.values.items() if name.startswith("grant.")}
        if is_grant:
            for part in ("on", "number"):
                if (value := row.values.get(f"event.{part}")) is not None:
                    given.setdefault(part, value)
        key, plan_id = row.text("grant"), str(given.pop("plan", ""))
        is_told = "number" in given or bool(row.lists)
        if not is_told:
            if (given or is_grant) and not has_events and not row.misread:
                self._lacks(row, "grant.number")
            return None
        plan = self._plan(row, plan_id)
        if plan is None or row.misread & {"who", "grant", "grant.on", "grant.number", "event.on", "event.number"}:
            return None
        if not who:
            self._lacks(row, "who")
        for part in ("on", "number"):
            if part not in given:
                self._lacks(row, f"grant.{part}")
        declared = attributes_of(plan.grant_attributes)
        self._require(row, declared, given, "grant")
        if not who or "on" not in given or "number" not in given:
            return None
        lists = self._lists(row, plan)
        data: dict[str, Plain] = {"grantee": who, "on": given["on"], "number": given["number"]}
        data |= {name: value for name, value in given.items() if name in declared and name not in data}
        data |= lists
        for name in given:
            if name not in declared and name not in ("on", "number"):
                said = Sentence("not-of-this-plan", name=self._heading(f"grant.{name}"), plan=quote(plan.id))
                self._wrong(row.number, row.columns[f"grant.{name}"], said)
        part = "grant" if key else "grant.number" if "grant.number" in row.columns else "event.number"
        return GrantRow(key, plan.id, data, {}, self._source(row, part), self._place(row, part), row.text("life"))

    def _lists(self, row: _Row, plan: Plan) -> dict[str, Plain]:
        """The lists that a grant brings, each line from a group of columns."""
        found: dict[str, list[dict[str, Plain]]] = {}
        declared = {each.with_grant: each for each in plan.events.values() if each.with_grant is not None}
        for (key, group), line in sorted(row.lists.items()):
            kind = declared.get(key)
            needed = {"on", *(() if kind is None or kind.number is None else (kind.number,))}
            if kind is None or not needed <= line.keys():
                lacking = sorted(needed - line.keys())
                said = Sentence("line-lacks", list=quote(key), number=group, names=tuple(map(quote, lacking or (key,))))
                self._wrong(row.number, -1, said)
                continue
            found.setdefault(key, []).append(line)
        return {key: _by_day(lines) for key, lines in found.items()}

    def _plan(self, row: _Row, plan_id: str) -> Plan | None:
        """The plan that a grant is under."""
        if "grant.plan" in row.misread:
            return None
        id_ = plan_id or self.own.plan
        if id_:
            found = self.targets.plans.get(id_)
            if found is None and ("no-such-plan", 0) not in self.said:
                self.said.add(("no-such-plan", 0))
                self.report.add(
                    Problem(
                        self.own.place,
                        Sentence("no-plan-given", plan=quote(id_)),
                        did_you_mean(id_, self.targets.plans),
                    )
                )
            return found
        if len(self.targets.plans) == 1:
            return next(iter(self.targets.plans.values()))
        self._lacks(row, "grant.plan")
        return None

    def _events(self, row: _Row, who: str, *, is_grant: bool) -> Iterator[EventRow]:
        by_kind: dict[str, dict[str, Plain]] = {}
        for name, value in row.values.items():
            of, _, part = name.partition(".")
            if part and of not in ("party", "grant", "fact", "event"):
                by_kind.setdefault(of, {})[part] = value
        general = {name.partition(".")[2]: value for name, value in row.values.items() if name.startswith("event.")}
        told = row.text("event")
        if told and not is_grant:
            by_kind.setdefault(told, {}).update(general)
        elif general and not is_grant and "event" not in row.misread:
            self._lacks(row, "event")
        for kind, given in by_kind.items():
            event = self._event(row, who, kind, given, is_general=kind == told)
            if event is not None:
                yield event

    def _event(self, row: _Row, who: str, kind: str, given: dict[str, Plain], *, is_general: bool) -> EventRow | None:
        of = "event" if is_general else kind
        if row.misread & {f"{of}.on", "who", "grant"}:
            return None
        declaring = [plan.events[kind] for plan in self.targets.plans.values() if kind in plan.events]
        declared: dict[str, Attribute] = {}
        for each in declaring:
            declared |= attributes_of(each.attributes)
        self._name_number(row, of, declaring[0], given)
        if "on" not in given:
            self._lacks(row, f"{of}.on")
            return None
        about = str(given.get("who", who))
        grant = str(given.get("grant", row.text("grant")))
        if not about and not grant and not row.text("life") and any(each.personal for each in declaring):
            self._lacks(row, "who")
            return None
        if not about and self.targets.other_than_holder(kind):
            self._lacks(row, f"{kind}.who")
            return None
        data: dict[str, Plain] = {"event": kind, "on": given["on"]}
        if about:
            data["who"] = about
        if grant:
            data["grant"] = grant
        for part in ("id", "recorded", "corrects", "cancelled"):
            if part in given and part not in declared:
                data[part] = given[part]
        for name, value in given.items():
            if name in declared:
                data[name] = value
            elif name not in ("on", "who", "grant", "id", "recorded", "corrects", "cancelled"):
                said = Sentence("not-of-this-kind", name=self._heading(f"{of}.{name}"), event=quote(kind))
                self._wrong(row.number, row.columns.get(f"{of}.{name}", -1), said)
        if not given.get("cancelled"):
            self._require(row, declared, given, of)
        source, place = self._source(row, f"{of}.on"), self._place(row, f"{of}.on")
        return EventRow(str(given.get("id", "")), data, {}, source, place, row.text("life"), row.text("entry"))

    def _name_number(self, row: _Row, of: str, kind: EventKind, given: dict[str, Plain]) -> None:
        """`number` is what the kind calls the number it is about."""
        if "number" not in given or "number" in kind.attributes:
            return
        number = given.pop("number")
        if kind.number is None:
            self._wrong(
                row.number,
                row.columns.get(f"{of}.number", -1),
                Sentence("kind-has-no-number", found=quote(str(number))),
            )
        else:
            given.setdefault(kind.number, number)

    # --- what is said of rows

    def _require(self, row: _Row, declared: Mapping[str, Attribute], given: Mapping[str, Plain], of: str) -> None:
        for name, each in declared.items():
            if not each.optional and each.default is None and name not in given and f"{of}.{name}" not in row.misread:
                self._lacks(row, f"{of}.{name}")

    def _lacks(self, row: _Row, name: str) -> None:
        """Say that a row does not tell something: at the cell in which it would stand, where there is a column."""
        index = next((column.index for column in self.headings.columns if column.target.name == name), None)
        if index is not None:
            self._wrong(row.number, index, Sentence("cell-is-empty", name=self._heading(name)))
        elif ("no-column", hash(name)) not in self.said:
            self.said.add(("no-column", hash(name)))
            said = _LACKING.get(name) or Sentence("no-column-for", name=self._sought(name))
            self._wrong(self.headings.last_row, -1, said)

    def _heading(self, name: str) -> str:
        """What stands above the column for something, as the file has it; its name where it has no column."""
        return quote(self.called.get(name) or name.removeprefix("event."))

    def _sought(self, name: str) -> str | Sentence:
        """Something that has no column: by its name, and by a heading in each language that would be understood."""
        english, japanese = (next(iter(ways_to_call(name, self.targets, lang)), "") for lang in ("en", "ja"))
        if name not in self.targets.known or not english or not japanese:
            return quote(name)
        return Sentence("column-called", name=quote(name), english=quote(english), japanese=quote(japanese))

    def _misread(self, number: int, column: Column, found: Misread) -> None:
        if found.sentence.code == "unknown-word":
            self._count_unknown(number, column, str(dict(found.sentence.values)["word"])[1:-1])
            return
        self._once(number, column, found.sentence, found.advice)

    def _caution(self, number: int, column: Column, said: Sentence) -> None:
        if said.code in _ONCE:
            if (said.code, column.index) in self.said:
                return
            self.said.add((said.code, column.index))
        self.report.add(Problem(self.sheet.place(number, column.index + 1), said, severity="warning"))

    def _once(self, number: int, column: Column, said: Sentence, help_: Sentence | None) -> None:
        if said.code in _ONCE:
            if (said.code, column.index) in self.said:
                return
            self.said.add((said.code, column.index))
        self._wrong(number, column.index, said, help_)

    def _count_unknown(self, number: int, column: Column, word: str) -> None:
        self.unknown.setdefault(column.index, Counter())[word] += 1
        self.first_unknown.setdefault(column.index, number)

    def _tell_unknown_words(self) -> None:
        """All words of a column that nobody explained, at once."""
        for column in self.headings.columns:
            words = self.unknown.get(column.index)
            if not words:
                continue
            names = tuple(
                Sentence("word-so-often", word=quote(word), number=times) for word, times in words.most_common()
            )
            known = column.target.declared.one_of
            if column.target.name == "event":
                known = tuple(self.targets.kinds)
            elif column.target.name == "grant.plan":
                known = tuple(self.targets.plans)
            elif column.target.name == "party.role":
                known = tuple({role for plan in self.targets.plans.values() for role in plan.roles})
            said = Sentence("unknown-words", heading=quote(column.heading), names=names)
            help_ = Sentence("explain-words", name=quote(column.target.name), known=tuple(map(quote, sorted(known))))
            self._wrong(self.first_unknown[column.index], column.index, said, help_)

    def _wrong(self, number: int, index: int, said: Sentence, help_: Sentence | None = None) -> None:
        self.told += 1
        self.report.add(Problem(self.sheet.place(number, index + 1), said, help_))

    def _source(self, row: _Row, name: str) -> EntrySource:
        return self.sheet.source(row.number, row.columns.get(name, 0) + 1)

    def _place(self, row: _Row, name: str) -> Place:
        return self.sheet.place(row.number, row.columns.get(name, 0) + 1)


def _by_day(lines: list[dict[str, Plain]]) -> tuple[Plain, ...]:
    """The lines of a list in the order of their days."""
    return tuple(sorted(lines, key=lambda line: str(line["on"])))


class _WithoutHeading:
    """Cells that no heading stands above: nobody knows what they tell, and they are not passed over in silence."""

    def __init__(self, at: Mapping[int, str]) -> None:
        self.known = at
        self.all_known = next(index for index in count() if index not in at)
        """So many columns from the first on have headings."""
        self.rows = 0
        self.found: dict[int, tuple[int, int]] = {}
        """By column: the first row with a value, and how many have one."""

    def look_at(self, number: int, cells: Sequence[CellValue]) -> None:
        """Remember what of a row stands under no heading."""
        self.rows += 1
        if len(cells) <= self.all_known:
            return
        for index, cell in enumerate(cells):
            if index not in self.known and not is_nothing(cell):
                first, times = self.found.get(index, (number, 0))
                self.found[index] = first, times + 1

    def told(self, sheet: TableSheet) -> Iterator[Problem]:
        """A problem for each column that every other row or more has a value in, and a warning for stray cells."""
        for index, (first, times) in sorted(self.found.items()):
            said = Sentence("column-without-heading", number=times, rows=self.rows)
            is_column = 2 * times >= self.rows
            yield Problem(sheet.place(first, index + 1), said, severity="error" if is_column else "warning")


class _Filled:
    """Merged cells: what stands once for a holder or a series holds for all its rows; an amount is for one."""

    def __init__(self, sheet: TableSheet, headings: Headings, report: Report) -> None:
        self.below: dict[tuple[int, int], tuple[int, int]] = {}
        self.tops: dict[tuple[int, int], CellValue] = {}
        by_index = {column.index: column for column in headings.columns}
        for top, left, low, right in sheet.merged:
            if low <= headings.last_row or top == low:
                continue
            for index in range(left - 1, right):
                column = by_index.get(index)
                if column is None:
                    continue
                if not column.target.is_groupable:
                    said = Sentence("merged-amount", heading=quote(column.heading))
                    report.add(Problem(sheet.place(top, index + 1), said))
                    continue
                self.tops[top, index] = None
                for number in range(top + 1, low + 1):
                    self.below[number, index] = (top, index)

    def row(self, number: int, cells: list[CellValue]) -> list[CellValue]:
        if not self.tops:
            return cells
        for (top, index), _ in [item for item in self.tops.items() if item[0][0] == number]:
            self.tops[top, index] = cells[index] if index < len(cells) else None
        for index in range(max((index for _, index in self.tops), default=-1) + 1):
            if (source := self.below.get((number, index))) is not None:
                cells += [None] * (index + 1 - len(cells))
                if cells[index] is None:
                    cells[index] = self.tops[source]
        return cells


def roles_of(data: Mapping[str, Plain]) -> tuple[str, ...]:
    """The roles that a row says a party has: that of a grantee, where it says none."""
    role = data.get("role", GRANTEE)
    return tuple(map(str, role)) if isinstance(role, tuple) else (str(role),)


def _flat(word: str) -> str:
    """A word in the form in which words are compared."""
    return "".join(character for character in plain_text(word).lower() if character not in " _-.。")


def _said(said: object) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said.values()) if isinstance(said, Mapping) else ()


def _digits(number: Fraction) -> str:
    """A sum of decimals with every digit it has."""
    written = as_decimal(number, DIGITS_LIMIT)
    return quote(str(number) if written is None else format(written, "f"))
