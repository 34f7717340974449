"""What must be done, in a terminal: a line for each time that somebody must, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from kenri.faces.drawing.outcomes import DUTY_STYLES
from kenri.faces.drawing.timeline import DayMark
from kenri.faces.words import day, said
from kenri.faces.words import duties as words
from kenri.faces.words.advice import lacking_words
from kenri.faces.words.glossary import word as gloss
from kenri.faces.words.names import PlanNames, called
from kenri.faces.words.turning import ways
from kenri.model.days import Day
from kenri.model.duty import Duties, OwedDuty
from kenri.model.plan import Plan
from kenri.model.sentences import Language


def render_duties(plan: Plan, found: Duties, lang: Language) -> Iterator[Any]:
    """Every duty as it stands on the day, and which readings give others."""
    from rich.text import Text

    yield Text(words.word("title", lang, day=day(found.on, lang)), style="bold")
    if found.owed:
        yield owed_table(plan, found.owed, found.on, lang)
    else:
        yield Text(words.word("none", lang))
    yield from ways(found.turns, partial(_otherwise, found, lang), lang)
    for caution in found.cautions:
        yield Text(caution.says(lang), style="dim")


def owed_table(plan: Plan, several: Sequence[OwedDuty], on: Day, lang: Language) -> Any:
    """A line for each time that something must be done, with its sentence and what follows otherwise below."""
    from rich.text import Text

    from kenri.faces.drawing.name_table import NameTable

    names = PlanNames(plan, lang)
    drawn = NameTable(box=None, padding=(0, 2, 0, 0), show_edge=False)
    for column in ("until", "by"):
        drawn.add_column(words.word(column, lang), header_style="dim", no_wrap=True)
    drawn.add_column(words.word("standing", lang), header_style="dim")
    drawn.add_column(words.word("duty", lang), header_style="dim", overflow="fold")
    for each in several:
        duty = called(each.duty, each.says, lang)
        told = Text(f"{each.clause} {duty}", style="bold" if each.standing != "coming" else "")
        if (sentence := said(each.says, lang)).rstrip("。") != duty:
            told.append(f"\n{sentence}", style="not bold")
        if each.otherwise and each.standing != "done":
            told.append(
                f"\n{words.word('otherwise', lang)}{gloss('colon', lang)}{said(each.otherwise, lang)}",
                style="not bold dim",
            )
        drawn.add_row(
            Text(words.last_day(each, lang)),
            Text(words.owner(each, names)),
            Text(words.standing(each, on, lacking_words(each.missing, lang), lang), style=DUTY_STYLES[each.standing]),
            told,
        )
    return drawn


def _otherwise(found: Duties, lang: Language, others: Sequence[OwedDuty]) -> str:
    """The first of other duties that is none of these."""
    first = next((each for each in others if each not in found.owed), None)
    if first is None:
        return words.word("none" if not others else "all-done", lang)
    standing = words.standing(first, found.on, lacking_words(first.missing, lang), lang)
    until = words.word("until-day", lang, last=words.last_day(first, lang))
    return f"{called(first.duty, first.says, lang)} {until}{gloss('colon', lang)}{standing}"


def marks(several: Iterable[OwedDuty], lang: Language) -> list[DayMark]:
    """The last days of what is still to be done, or will have to be, for calendars and pictures."""
    return [
        DayMark(date.fromordinal(each.last), f"{each.by}: {said(each.says, lang).rstrip('.。')}", "deadline")
        for each in several
        if each.last is not None and each.standing in ("open", "coming")
    ]
