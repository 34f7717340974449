"""What comes in a span of days, in a terminal and as marks of calendars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from kenri.faces.drawing.name_table import NameTable
from kenri.faces.drawing.timeline import DayMark
from kenri.faces.words.due import clause_with_sentence, how_many, told, word
from kenri.faces.words.glossary import word as gloss
from kenri.faces.words.values import day, in_brackets
from kenri.model.plan import Plan
from kenri.model.sentences import Language
from kenri.model.visible import on_one_line
from kenri.simulation.due import Coming

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["ComingOf", "due_calendar", "due_marks", "render_due", "with_name"]

_STYLES = {"late": "bold red", "must": "bold", "closes": "bold", "unknown": "yellow"}


class ComingOf(NamedTuple):
    """Something that comes, and for whom."""

    holder: str
    plan: Plan
    what: Coming


def render_due(
    several: Sequence[ComingOf],
    span: tuple[date, date] | None,
    count: int,
    lang: Language,
    *,
    names: Mapping[str, str] | None = None,
) -> Iterator[RenderableType]:
    """A line for each, in the order of days; and of how many holders. `names` is what people call them."""
    if span is not None:
        first, last = (day(each, lang) for each in span)
        yield Text(word("title", lang, first=first, last=last), "bold")
    if several:
        table = NameTable(box=None, padding=(0, 2, 0, 0), show_edge=False)
        table.add_column(word("day", lang), header_style="dim", no_wrap=True)
        table.add_column(word("holder", lang), header_style="dim")
        table.add_column(word("what", lang), header_style="dim", overflow="fold")
        table.add_column(word("number", lang), header_style="dim", justify="right")
        for column in ("clause", "grant"):
            table.add_column(word(column, lang), header_style="dim", overflow="fold")
        for holder, plan, each in several:
            table.add_row(
                Text(day(each.day, lang)),
                Text(on_one_line(with_name(holder, names))),
                Text(on_one_line(told(plan, each, holder, lang)), _STYLES.get(each.kind, "default")),
                Text(how_many(each, lang)),
                Text(each.clause),
                Text(on_one_line(each.grant)),
            )
        yield table
    else:
        yield Text(word("nothing", lang))
    if any(not each.what.is_settled for each in several):
        yield Text(word("turning", lang), "dim")
    yield Text(word("looked-at", lang, count=count), "dim")


def with_name(holder: str, names: Mapping[str, str] | None) -> str:
    """A holder as they go by, and what people call them, where that is known and another."""
    name = (names or {}).get(holder, holder)
    return holder if name == holder else f"{holder} {name}"


def due_marks(several: Sequence[ComingOf], lang: Language) -> list[DayMark]:
    """What comes as marks of a calendar: last days are deadlines, of which it reminds."""
    texts = [told(each.plan, each.what, each.holder, lang) for each in several]
    return [
        DayMark(
            date.fromordinal(each.day),
            f"{holder}{gloss('colon', lang)}{text}{_many(each, lang)}"
            + in_brackets(clause_with_sentence(each, text, lang), lang),
            "deadline" if each.kind in ("late", "must", "closes") else "event",
            _key(holder, plan, each),
        )
        for (holder, plan, each), text in zip(several, texts, strict=True)
    ]


def due_calendar(several: Sequence[ComingOf], of: str, lang: Language, stamp: datetime) -> bytes:
    """What comes as a file for calendars (iCalendar); `of` names whose it is, `stamp` is when it was asked."""
    from kenri.faces.drawing import calendar_ics

    return calendar_ics.render(due_marks(several, lang), uid_seed=f"{of} due", lang=lang, stamp=stamp)


def _key(holder: str, plan: Plan, each: Coming) -> str:
    """What it is about, and its day; what is not known stays the same from day to day, as it is told of each first."""
    when = str(each.until) if each.kind == "unknown" else str(each.day)
    return "\0".join([plan.id, holder, each.kind, each.what, each.by, each.grant, each.to, when])


def _many(each: Coming, lang: Language) -> str:
    number = how_many(each, lang)
    return gloss("comma", lang) + number if number else ""
