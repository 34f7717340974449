"""The words that a plan, family or vocabulary declares: what may happen, be asked, be held, and be said of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args

from kenri.faces.contracts.plan_data import Entry, EntryLine
from kenri.faces.words import said
from kenri.faces.words.glossary import word
from kenri.faces.words.names import PlanNames
from kenri.faces.words.values import plain_day
from kenri.loader.calendars import years_of
from kenri.loader.declarations import attribute, attributes_of
from kenri.model.plan import Action, Attribute, AttributeUse, BalanceKind, EventKind, OwnCalendar, Plan
from kenri.model.sentences import Language

WordSection = Literal[
    "roles", "events", "actions", "balances", "party_attributes", "grant_attributes", "countings", "calendars"
]

WORDS: tuple[WordSection, ...] = get_args(WordSection)
"""In the order in which they are shown."""


def word_entries(plan: Plan, lang: Language) -> list[Entry]:
    """Every word, section by section, as it is declared."""
    return [word_entry(plan, section, id_, lang) for section in WORDS for id_ in getattr(plan, section)]


def word_entry(plan: Plan, section: WordSection, id_: str, lang: Language) -> Entry:
    """One word: its sentence, and what may be said of it."""
    declared: Any = getattr(plan, section)[id_]
    if section in ("party_attributes", "grant_attributes"):
        declared = attribute(declared)
    return Entry(
        section=section,
        id=id_,
        clause=getattr(declared, "clause", ""),
        sentence=said(getattr(declared, "says", ""), lang),
        words=tuple(EntryLine(text) for text in _lines(plan, declared, lang)),
        origin=plan.origins.get((section, id_), plan.id),
    )


def _lines(plan: Plan, declared: Any, lang: Language) -> Iterator[str]:
    match declared:
        case EventKind():
            if declared.personal:
                yield word("word-personal", lang)
            if declared.whom:
                yield word("word-whom", lang, whom=said(declared.whom, lang))
            if declared.by is not None:
                yield word("word-by", lang, role=declared.by)
            yield from _attributes(declared.attributes, lang)
            if declared.act is not None:
                yield word("word-act", lang, action=declared.act)
            if declared.number is not None:
                yield word("word-number", lang, attribute=declared.number)
            if declared.with_grant is not None:
                yield word("word-with-grant", lang, name=declared.with_grant)
        case Action():
            yield word("word-counts", lang, counts=declared.counts)
            yield from _attributes(declared.attributes, lang)
        case BalanceKind(lapse=True):
            yield word("word-lapse", lang)
        case Attribute():
            yield _kind(declared, lang)
        case OwnCalendar():
            yield from _calendar(declared, lang)
        case _ if declared in plan.countings.values():
            yield from PlanNames(plan, lang).counting(declared)
        case _:
            return


def _calendar(declared: OwnCalendar, lang: Language) -> Iterator[str]:
    between = word("comma", lang)
    if declared.like:
        yield word("word-calendar-like", lang, names=between.join(declared.like))
    else:
        names = [word(f"word-{each}", lang) for each in declared.weekend]
        yield word("word-calendar-weekend" if names else "word-calendar-no-weekend", lang, days=between.join(names))
    for key in ("closed", "open"):
        if days := getattr(declared, key):
            yield word(f"word-calendar-{key}", lang, days=between.join(plain_day(each, lang) for each in days))
    first, last = years_of(declared)
    yield word("word-calendar-years", lang, first=first, last=last)


def _attributes(declared: Mapping[str, AttributeUse], lang: Language) -> Iterator[str]:
    for name, each in attributes_of(declared).items():
        sentence = said(each.says, lang)
        ending = f"{word('dash', lang)}{sentence}" if sentence else ""
        yield f"{name}{word('colon', lang)}{_kind(each, lang)}{ending}"


def _kind(declared: Attribute, lang: Language) -> str:
    """What an attribute may be, and what it is where nobody says."""
    if declared.one_of:
        kind = word("word-one-of", lang, words=word("comma", lang).join(declared.one_of))
    elif declared.type == "event":
        kind = word("word-event", lang, kinds=word("comma", lang).join(declared.of))
    else:
        kind = word("word-number-type" if declared.type == "number" else f"word-{declared.type}", lang)
    if declared.default is not None:
        default = str(declared.default).lower() if isinstance(declared.default, bool) else str(declared.default)
        return kind + word("word-default", lang, value=default)
    if declared.optional:
        return kind + word("word-optional", lang)
    if declared.for_:
        return kind + word("word-for", lang, roles=word("comma", lang).join(declared.for_))
    return kind
