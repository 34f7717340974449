"""Workbooks to fill in: sheets for the holders, the grants and each kind of event of a plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kenri.importing.heading_words import HEADINGS
from kenri.importing.headings import headings_of, japanese
from kenri.importing.mapping_file import TableMapping
from kenri.importing.sheet import TableSheet
from kenri.importing.targets import Target, Targets, unknown_terms
from kenri.importing.written_workbook import WrittenColumn, WrittenSheet, workbook_bytes
from kenri.loader.declarations import attributes_of
from kenri.model.plan import Attribute, AttributeUse, EventKind, Plan, Said
from kenri.model.problems import Report
from kenri.model.sentences import Language

__all__ = [
    "TITLES",
    "TemplateColumn",
    "TemplateSheet",
    "named_sheet",
    "template_sheets",
    "template_workbook",
    "ways_to_call",
]

_LINES = 3
"""So many lines of a list that a grant brings have columns."""

_LONGEST_TITLE = 31
_NO_TITLE = re.compile(r"[\[\]:*?/\\']")
_IN_BRACKETS = re.compile(r"（[^）]*）|\([^)]*\)")
"""What makes no difference in a heading, nor in the name of a sheet."""

TITLES: Mapping[str, Mapping[Language, str]] = {
    "party": {"en": "Holders", "ja": "権利者"},
    "grant": {"en": "Grants", "ja": "割当て"},
    "fact": {"en": "Facts", "ja": "事実"},
    "event": {"en": "Events", "ja": "異動"},
}
"""What sheets are called that tell of parties, grants, facts, and events of all kinds."""

_WORDS: Mapping[str, Mapping[Language, str]] = {
    "who": {"en": "Employee ID", "ja": "社員番号"},
    "party.name": {"en": "Name", "ja": "氏名"},
    "party.address": {"en": "Address", "ja": "住所"},
    "party.role": {"en": "Role", "ja": "立場"},
    "grant": {"en": "Grant ID", "ja": "割当番号"},
    "grant.on": {"en": "Grant Date", "ja": "割当日"},
    "grant.number": {"en": "Number Granted", "ja": "割当個数"},
    "grant.plan": {"en": "Plan", "ja": "プラン"},
    "fact": {"en": "Fact", "ja": "事実名"},
    "fact.value": {"en": "Fact Value", "ja": "事実の値"},
    "life": {"en": "Own Life", "ja": "個別の記録"},
    "since": {"en": "Valid From", "ja": "適用開始日"},
    "entry": {"en": "Entry", "ja": "記録名"},
    "event": {"en": "Event", "ja": "異動事由"},
    "event.on": {"en": "Date", "ja": "日付"},
    "event.id": {"en": "Event ID", "ja": "異動番号"},
    "event.recorded": {"en": "Recorded", "ja": "記録日"},
}
_EXAMPLE: Mapping[Language, str] = {"en": "example: ", "ja": "例："}


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column of a template: its heading, what it stands for, and whether each row must have it."""

    heading: str
    target: Target
    is_needed: bool


@dataclass(frozen=True, slots=True)
class TemplateSheet:
    """A sheet of a template."""

    title: str
    columns: tuple[TemplateColumn, ...]


def template_sheets(plans: Sequence[Plan], lang: Language = "en") -> list[TemplateSheet]:
    """The sheets for plans together: holders, grants, facts where one leaves terms unknown, and kinds of event. Each
    heading is read back as it is meant.
    """
    targets = Targets({plan.id: plan for plan in plans})
    sheets = [
        named_sheet(TITLES["party"][lang], _of_parties(plans), targets, lang),
        named_sheet(TITLES["grant"][lang], _of_grants(plans), targets, lang),
    ]
    facts = [name for name in dict.fromkeys(_unknown(plans)) if f"fact.{name}" in targets.known]
    if facts:
        sheets.append(named_sheet(TITLES["fact"][lang], _of_facts(facts), targets, lang))
    taken = {sheet.title for sheet in sheets}
    for kind, several in _kinds(plans).items():
        if all(each.with_grant is None for each in several):
            title = _title(kind, several, plans, lang, taken)
            taken.add(title)
            sheets.append(named_sheet(title, _of_events(kind, several), targets, lang))
    return sheets


def template_workbook(plans: Sequence[Plan], lang: Language = "en") -> bytes:
    """The template of plans, as an xlsx file has it. Raises `ProblemsError` without openpyxl."""
    return workbook_bytes(
        WrittenSheet(
            title=sheet.title,
            columns=tuple(_written(column, plans, lang) for column in sheet.columns),
            rows=(tuple(_examples(sheet, plans, lang)),),
            are_examples=True,
        )
        for sheet in template_sheets(plans, lang)
    )


# --- which columns


def _of_parties(plans: Sequence[Plan]) -> Iterator[tuple[str, bool]]:
    yield from (("who", True), ("party.name", False), ("party.address", False), ("party.role", False))
    for name, several in _together(plan.party_attributes for plan in plans).items():
        yield f"party.{name}", len(several) == len(plans) and all(_is_needed(one) and not one.for_ for one in several)
    yield "since", False


def _of_facts(names: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """From which day on, and in whose life alone, what the terms are that plans leave unknown."""
    yield from (("since", False), ("life", False))
    yield from ((f"fact.{name}", False) for name in names)


def _of_grants(plans: Sequence[Plan]) -> Iterator[tuple[str, bool]]:
    yield from (("who", True), ("grant", True))
    if len(plans) > 1:
        yield "grant.plan", True
    yield from (("grant.on", True), ("grant.number", True))
    for name, several in _together(plan.grant_attributes for plan in plans).items():
        yield f"grant.{name}", len(several) == len(plans) and all(map(_is_needed, several))
    lists = {
        event.with_grant: event for plan in plans for event in plan.events.values() if event.with_grant is not None
    }
    for key, event in lists.items():
        for line in range(1, _LINES + 1):
            for name in ("on", *event.attributes):
                yield f"grant.{key}.{name} {line}", False


def _of_events(kind: str, several: Sequence[EventKind]) -> Iterator[tuple[str, bool]]:
    if any(each.whom for each in several):
        yield from ((f"{kind}.who", True), ("grant", True))  # only the grant tells whose rights it is about
    else:
        yield from (("who", any(each.personal for each in several)), ("grant", False))
    yield f"{kind}.on", True
    attributes = _together(each.attributes for each in several)
    for name, ways in attributes.items():
        yield f"{kind}.{name}", len(ways) == len(several) and all(map(_is_needed, ways))
    for part in ("id", "recorded"):
        if part not in attributes:
            yield f"{kind}.{part}", False


def _unknown(plans: Iterable[Plan]) -> Iterator[str]:
    for plan in plans:
        yield from unknown_terms(plan)


def _kinds(plans: Iterable[Plan]) -> dict[str, list[EventKind]]:
    """The kinds of event of plans, each as the plans that have it declare it."""
    found: dict[str, list[EventKind]] = {}
    for plan in plans:
        for kind, declared in plan.events.items():
            found.setdefault(kind, []).append(declared)
    return found


def _together(several: Iterable[Mapping[str, AttributeUse]]) -> dict[str, list[Attribute]]:
    """Attributes by name, each as those declare it who have it."""
    found: dict[str, list[Attribute]] = {}
    for declared in several:
        for name, each in attributes_of(declared).items():
            found.setdefault(name, []).append(each)
    return found


def _is_needed(each: Attribute) -> bool:
    return not each.optional and each.default is None


def _title(kind: str, several: Sequence[EventKind], plans: Iterable[Plan], lang: Language, taken: set[str]) -> str:
    """The title of the sheet of a kind of event: what the kind is called where that fits and names it alone."""
    said = _said(several[0].says, lang) if lang == "ja" else ""
    others = [_said(each.says, lang) for other, ways in _kinds(plans).items() if other != kind for each in ways]
    for each in (said, _IN_BRACKETS.sub("", said)):
        if each and len(each) <= _LONGEST_TITLE and not _NO_TITLE.search(each) and each not in {*taken, *others}:
            return each
    return kind[:_LONGEST_TITLE]


def ways_to_call(name: str, targets: Targets, lang: Language) -> Iterator[str]:
    """Headings of a column that stands for something, the best first."""
    if (target := targets.known.get(name)) is not None:
        yield from _ways(name, "", target, [*targets.plans.values()], lang)


def named_sheet(title: str, wanted: Iterable[tuple[str, bool]], targets: Targets, lang: Language) -> TemplateSheet:
    """A sheet whose headings stand for what is wanted, by the names of targets, and whether each row must have it: the
    first ways to call each that are read back so. A number after a name is which of several of a kind it is.
    """
    columns: list[TemplateColumn] = []
    for name, is_needed in wanted:
        bare, _, line = name.partition(" ")
        target = targets.known[bare]
        for heading in _ways(bare, line, target, [*targets.plans.values()], lang):
            made = TemplateColumn(heading, target, is_needed)
            if _is_read_so(title, [*columns, made], targets):
                columns.append(made)
                break
    return TemplateSheet(title, tuple(columns))


def _whom(target: Target, plans: Iterable[Plan], lang: Language) -> str:
    """What those are called whom a kind of event happens to, where they are others than whose rights it is about."""
    kinds = (plan.events[target.of] for plan in plans if target.of in plan.events)
    return next((_said(each.whom, lang) for each in kinds if each.whom), "")


def _ways(name: str, line: str, target: Target, plans: Sequence[Plan], lang: Language) -> Iterator[str]:
    """Ways to call a column, the best first."""
    if target.part == "who" and (whom := _whom(target, plans, lang)):
        yield f"{whom}の番号" if lang == "ja" else f"{whom[0].upper()}{whom[1:]} ID"
    general = f"event.{target.part}" if target.of not in ("party", "grant") else name
    if (word := _WORDS.get(name) or _WORDS.get(general)) is not None:
        yield word[lang]
    if line:
        key, _, part = target.part.partition(".")
        events = [event for plan in plans for event in plan.events.values() if event.with_grant == key]
        if lang == "ja" and events and (named := japanese(events[0].says)):
            of_line = "日" if part == "on" else "数" if part == events[0].number else _said(target.declared.says, lang)
            yield f"{named}{of_line} {line}"
        for each in (part, "amount"):
            yield f"{key.removesuffix('s')} {'date' if part == 'on' else each} {line}"
        return
    if said := _said(target.declared.says, lang):
        yield said
    yield target.part
    yield from HEADINGS.get(name, ())
    yield name


def _is_read_so(title: str, columns: Sequence[TemplateColumn], targets: Targets) -> bool:
    """Whether a sheet with these headings is read back as they are meant."""
    if len({column.heading for column in columns}) < len(columns):
        return False
    if len(columns) == 1:
        return True  # one heading alone is no row of headings
    headings = [column.heading for column in columns]
    sheet = TableSheet(file="template", name=title, rows=lambda: iter([(1, headings), (2, ["x"] * len(headings))]))
    found = headings_of(sheet, targets, TableMapping(), Report())
    return found is not None and [each.target for each in found.columns] == [each.target for each in columns]


def _said(said: Said, lang: Language) -> str:
    text = said if isinstance(said, str) else said.get(lang, said.get("en", ""))
    return text.strip("。. ")


# --- how it is written


def _written(column: TemplateColumn, plans: Sequence[Plan], lang: Language) -> WrittenColumn:
    heading = column.heading
    return WrittenColumn(
        heading=heading,
        width=max(12, 2 * len(heading) if lang == "ja" else len(heading) + 2),
        is_marked=column.is_needed,
        note=_note(column, lang),
        is_day=column.target.declared.type == "day",
        choices=_words_of(column, plans, lang),
    )


def _examples(sheet: TemplateSheet, plans: Sequence[Plan], lang: Language) -> Iterator[str]:
    """A row that is passed over when it is read: it begins with the word for an example."""
    for place, column in enumerate(sheet.columns):
        yield ("" if place else _EXAMPLE[lang]) + _example(column, plans, lang)


def _words_of(column: TemplateColumn, plans: Sequence[Plan], lang: Language) -> tuple[str, ...]:
    """The words that a cell may have, where it may have only some."""
    if column.target.name == "party.role":
        roles = {name: role for plan in plans for name, role in plan.roles.items()}
        called = [_said(role.says, lang) if lang == "ja" else name for name, role in roles.items()]
        return tuple(dict.fromkeys(said or name for said, name in zip(called, roles, strict=True)))
    if column.target.name == "grant.plan":
        return tuple(plan.id for plan in plans)
    if column.target.declared.type == "flag":
        return ("yes", "no") if lang == "en" else ("はい", "いいえ")
    return column.target.declared.one_of


def _example(column: TemplateColumn, plans: Sequence[Plan], lang: Language) -> str:
    if words := _words_of(column, plans, lang):
        return words[0]
    match column.target.declared.type:
        case "day":
            return "2025-06-25" if lang == "en" else "令和7年6月25日"
        case "number":
            return "100"
        case "ratio":
            return "2"
        case _:
            whom = {"who": "E-002"} if column.target.of not in ("party", "grant") else {}
            known = {"who": "E-001", "grant": "G-001", "party.name": "Ann Archer" if lang == "en" else "見本　花子"}
            return {**known, **whom}.get(column.target.part if whom else column.target.name, "-")


def _note(column: TemplateColumn, lang: Language) -> str:
    """What is said of a column in a note: what it stands for, and the words it may have."""
    said = _said(column.target.declared.says, lang)
    parts = [f"{column.target.name}: {said}" if said else column.target.name, " / ".join(column.target.declared.one_of)]
    return "\n".join(part for part in parts if part)
