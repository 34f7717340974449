"""A plan in plain words beside its clauses."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from kenri.faces.contracts.plan_data import Entry, Section
from kenri.faces.drawing.name_table import NameTable
from kenri.faces.explaining.entries import SECTIONS, Explainer
from kenri.faces.explaining.vocabulary import WORDS, word_entries, word_entry
from kenri.faces.words import day, said
from kenri.faces.words.glossary import word
from kenri.model.plan import Plan
from kenri.model.problems import Problem, ProblemsError, quote
from kenri.model.sentences import Language, Sentence, did_you_mean

_HEADINGS: dict[Section, str] = {
    **{section: section for section in (*SECTIONS, *WORDS)},
    "figures": "computed",
    "readings": "reading",
    "balances": "word-balances",
}
_STYLES: dict[Section, str] = {
    "rules": "bold cyan",
    "duties": "bold cyan",
    "effects": "bold magenta",
    "readings": "bold yellow",
}


def render_plan(plan: Plan, lang: Language, *, is_whole: bool = True) -> RenderableType:
    """The whole plan: its source, how it counts, and every entry in the order of the clauses.

    Of a family or vocabulary, which is not whole, the words first: they are what it is for.
    """
    explainer = Explainer(plan, lang, is_whole=is_whole)
    words = [] if is_whole else word_entries(plan, lang)
    return Group(*_title(plan, explainer), Text(), _table([*words, *explainer.entries()], lang))


def render_rule(plan: Plan, rule_id: str, lang: Language, *, is_whole: bool = True) -> RenderableType:
    """One rule, or whatever else has this id (an event with its attributes), and then all that it is said in terms of.

    Raises `ProblemsError` with the nearest known id.
    """
    explainer = Explainer(plan, lang, is_whole=is_whole)
    found = [
        word_entry(plan, section, rule_id, lang) if section in WORDS else explainer.entry(section, rule_id)
        for section in _sections_of(plan, rule_id)
    ]
    used = {(entry.section, entry.id): entry for one in found if one.section not in WORDS
            for entry in explainer.resting_on(one)}  # fmt: skip
    for one in found:
        used.pop((one.section, one.id), None)
    return Group(_heading(plan, lang), Text(), _table([*found, *used.values()], lang))


def _heading(plan: Plan, lang: Language) -> Text:
    return Text(said(plan.title, lang) or plan.id, style="bold").append(f"  {plan.id}", style="not bold dim")


def _title(plan: Plan, explainer: Explainer) -> Iterable[RenderableType]:
    lang, source = explainer.lang, plan.source
    yield _heading(plan, lang)
    if source is not None:
        parts = [
            source.issuer,
            source.document,
            day(source.date, lang) if source.date is not None else "",
            source.address,
        ]
        yield Text(
            word("source", lang) + word("colon", lang) + word("comma", lang).join(part for part in parts if part)
        )
        if source.note:
            yield Text(said(source.note, lang))
    if not explainer.is_whole:  # whoever extends it may count otherwise
        return
    counting = word("comma", lang).join([*explainer.voice.names.own_counting(), plan.zone])
    yield Text(word("counting", lang) + word("colon", lang) + counting)


def _table(entries: Iterable[Entry], lang: Language) -> NameTable:
    table = NameTable(show_edge=False, pad_edge=False, header_style="bold", expand=False, leading=1)
    table.add_column(word("in-clause", lang), max_width=16, overflow="fold")
    table.add_column(word("in-words", lang), overflow="fold")
    last = None
    for entry in entries:
        clause = entry.clause or word("no-clause", lang)
        table.add_row(Text(clause if clause != last else ""), _words(entry, lang))
        last = clause
    return table


def _words(entry: Entry, lang: Language) -> RenderableType:
    name = Text(f"{word(_HEADINGS[entry.section], lang)} ").append(entry.id, style=_STYLES.get(entry.section, "bold"))
    sentence = [Text(entry.sentence, style="italic")] if entry.sentence else []
    lines = [Padding(Text(line.text), (0, 0, 0, 2 + 2 * line.level)) for line in entry.words]
    return Group(name, *sentence, *lines)


def _sections_of(plan: Plan, name: str) -> list[Section]:
    """The sections that declare a name; a rule before all others."""
    sections: tuple[Section, ...] = (*SECTIONS, *WORDS)
    found = [section for section in sections if name in getattr(plan, section)]
    found.sort(key=lambda section: section != "rules")
    if not found:
        known = [id_ for section in sections for id_ in getattr(plan, section)]
        sentence = Sentence("not-in-plan", plan=quote(plan.id), name=quote(name))
        raise ProblemsError([Problem(None, sentence, did_you_mean(name, known))])
    return found
