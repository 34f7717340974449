"""What is announced, as lines for people: what of it is news, when, for whom, what, under which clause, whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kenri.faces.words.glossary import word as gloss
from kenri.faces.words.reminding import word
from kenri.faces.words.values import day, in_brackets
from kenri.model.sentences import Language
from kenri.model.visible import flattened
from kenri.service.announcing import Announcement

__all__ = ["ToldLine", "line_of"]


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One announcement: its headline, and what is said below it. Each is one line of plain text."""

    is_change: bool
    head: str
    below: tuple[str, ...]


def line_of(each: Announcement, today: date, lang: Language) -> ToldLine:
    """An announcement as it is told on a day."""
    data = each.data
    said = str(data["told"])
    if data.get("edge") == "last":
        said = word("perhaps-until", lang, told=said)
    if each.change == "gone":
        said = word("gone", lang, told=said)
    shown = _shown_day(each, today)
    when = day(shown, lang) + in_brackets(_distance((shown - today).days, lang), lang)
    many = gloss("comma", lang) + str(data["many"]) if data["many"] and each.change != "gone" else ""
    who = f"{data['called']} · " if data["called"] else ""
    below = [_clause(data, lang), *_was(each, lang)]
    if each.change != "gone":
        below += [word("ask", lang, how=how) for how in data["asks"]]
    is_change = each.change in ("changed", "moved", "gone")
    head = flattened(f"{when} · {who}{said}{many}")
    return ToldLine(is_change, head, tuple(flattened(line) for line in below if line))


def _shown_day(each: Announcement, today: date) -> date:
    """The day of what is told; what stands since a day before is told of today."""
    return today if each.is_standing and each.data["kind"] == "unknown" and each.day < today else each.day


def _distance(days: int, lang: Language) -> str:
    if days < 0:
        return word("past", lang, count=-days)
    if days < 2:
        return word(("today", "tomorrow")[days], lang)
    return word("in-days", lang, count=days)


def _clause(data: Any, lang: Language) -> str:
    if not data["clause"]:
        return str(data["sentence"])
    if not data["sentence"] or str(data["sentence"]).rstrip("。") in str(data["told"]):
        return word("clause-alone", lang, clause=data["clause"])
    return word("clause", lang, clause=data["clause"], says=data["sentence"])


def _was(each: Announcement, lang: Language) -> list[str]:
    was = each.data.get("was")
    if was is None:
        return []
    if each.change == "moved":
        return [word("moved", lang, day=day(date.fromisoformat(was["day"]), lang))]
    found = [word("changed", lang)]
    if was["number"] is not None and was["number"] != each.data["number"]:
        found.append(word("was-many", lang, many=was["number"]))
    return found
