"""A vesting schedule as a table, with the next part marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from kenri.faces.words import number, said
from kenri.faces.words import schedule as words
from kenri.faces.words.advice import lacking_words
from kenri.faces.words.glossary import word
from kenri.faces.words.turning import ways
from kenri.model.days import Day
from kenri.model.schedule import Schedule, SchedulePart
from kenri.model.sentences import Language

MOST_LINES = 24
"""How many lines of a long schedule are shown."""

_BEFORE = 8
"""How many of them stand before the next part."""


def render_schedule(found: Schedule, on: Day | None, lang: Language, *, whole: bool) -> Iterator[Any]:
    """The name of the schedule, its lines, the next part after a day where one is asked for, and what it turns on.

    Of a long one the lines around the next part, unless it is to be `whole`.
    """
    from rich.text import Text

    head = Text(found.name, style="bold")
    if found.says:
        head.append(word("dash", lang) + said(found.says, lang).rstrip(".。"), style="not bold")
    if found.of is not None:
        head.append(word("colon", lang) + words.word("parts", lang, count=number(found.of)), style="not bold")
    if found.clause:
        head.append(f"  ({word('clause', lang, clause=found.clause)})", style="dim not bold")
    yield head
    if found.missing:
        yield Text(words.word("which", lang, names=lacking_words(found.missing, lang)), style="yellow")
    elif not found.parts:
        yield Text(words.word("nothing", lang))
    else:
        coming = None if on is None else found.next_part(on)
        shown = found.parts if whole else _around(found.parts, coming, on)
        yield _table(shown, coming, lang)
        if len(shown) < len(found.parts):
            before = found.parts.index(shown[0])
            after = len(found.parts) - before - len(shown)
            yield Text(words.word("left-out", lang, before=before, after=after), style="dim")
        if on is not None:
            told = words.next_words(coming, on, found.unit, lang)
            yield Text(words.word("next", lang) + word("colon", lang)).append(told, style="bold green")
    yield from ways(found.turns, partial(otherwise, found.parts, lang), lang)
    for caution in found.cautions:
        yield Text(caution.says(lang), style="dim")


def _around(parts: tuple[SchedulePart, ...], coming: SchedulePart | None, on: Day | None) -> tuple[SchedulePart, ...]:
    """So many lines as are shown, from some before the next part, or before the first line after the day where there is
    none; the first ones where no day is asked about.
    """
    if on is None:
        return parts[:MOST_LINES]
    first = coming or next((each for each in parts if each.last is not None and each.last > on), None)
    place = len(parts) if first is None else parts.index(first)
    start = max(0, min(place - _BEFORE, len(parts) - MOST_LINES))
    return parts[start : start + MOST_LINES]


def _table(parts: Sequence[SchedulePart], coming: SchedulePart | None, lang: Language) -> Any:
    from rich.text import Text

    from kenri.faces.drawing.name_table import NameTable

    drawn = NameTable(box=None, padding=(0, 2, 0, 0), show_edge=False)
    drawn.add_column("", no_wrap=True)
    drawn.add_column(words.word("day", lang), header_style="dim", no_wrap=True)
    for column in ("part", "number", "adds", "in-all"):
        drawn.add_column(words.word(column, lang), header_style="dim", justify="right", no_wrap=True)
    drawn.add_column("", overflow="fold")
    for each in parts:
        note = words.note_of(each, lacking_words(each.missing, lang), lang)
        cells = (
            "▶" if each is coming else "",
            words.day_of(each, lang),
            words.parts_of(each, lang),
            "" if each.parts is None else words.counted(each.number, lang),
            words.counted(each.adds, lang),
            words.counted(each.in_all, lang),
            note,
        )
        drawn.add_row(*map(Text, cells), style=_style(each, coming))
    return drawn


def _style(part: SchedulePart, coming: SchedulePart | None) -> str:
    if part is coming:
        return "bold green"
    if part.fate == "unknown":
        return "yellow"
    return "dim" if part.fate == "lapses" else ""


def otherwise(parts: Sequence[SchedulePart], lang: Language, others: Sequence[SchedulePart]) -> str:
    """The first line of another schedule that has other numbers than these."""
    if not others:
        return words.word("no-lines", lang)
    known = {(each.first, each.last, each.in_all) for each in parts}
    first = next((each for each in others if (each.first, each.last, each.in_all) not in known), None)
    if first is None:
        return words.word("as-here", lang)
    told = words.word("in-all", lang), words.counted(first.in_all, lang)
    return f"{words.day_of(first, lang)} {' '.join(told)}"
