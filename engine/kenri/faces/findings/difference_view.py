"""The report of `kenri diff`: for each action what is newly allowed and newly denied, with the smallest story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from rich.console import RenderableType
from rich.text import Text

from kenri.api import LoadedPlan
from kenri.checking.verdict import Comparison
from kenri.faces.drawing.name_table import NameTable
from kenri.faces.findings.check_view import STATUS, scenario_view
from kenri.faces.findings.story_view import bound_data, bound_text, story_data, story_lines
from kenri.faces.words.calendar import Lang
from kenri.model.plan import SECTIONS

DIRECTIONS = {
    "newly-allowed": ("newly allowed", "新たに可となるもの"),
    "newly-denied": ("newly denied", "新たに不可となるもの"),
}

Edit: TypeAlias = tuple[str, str, str]
"""A section of the plan, the name of an entry, and whether it was added, removed or changed."""


def edits(before: LoadedPlan, after: LoadedPlan) -> Iterator[Edit]:
    """The entries that are not written the same in both plans."""
    for section in SECTIONS:
        old: Mapping[str, Any] = getattr(before.plan, section)
        new: Mapping[str, Any] = getattr(after.plan, section)
        for name in [*old, *(name for name in new if name not in old)]:
            if name not in new:
                yield section, name, "removed"
            elif name not in old:
                yield section, name, "added"
            elif old[name] != new[name]:
                yield section, name, "changed"


def comparison_view(
    before: LoadedPlan, compared: Comparison, changed: Sequence[Edit], stories: Mapping[int, str], lang: Lang
) -> Iterator[RenderableType]:
    """Everything there is to read: what is written otherwise, and what that changes."""
    at = 0 if lang == "en" else 1
    if changed:
        table = NameTable(box=None, padding=(0, 2, 0, 0), show_header=False)
        for row in changed:
            table.add_row(*row)
        yield table
        yield Text("")
    for index, each in enumerate(compared.differences):
        if each.status == "proved":
            continue
        yield Text.assemble(
            (f"{each.action}: {DIRECTIONS[each.direction][at]}", "bold yellow" if each.story else "cyan"),
            "" if each.status == "refuted" else f" — {STATUS[each.status][at]}: {each.note}",
        )
        if each.story is not None:
            yield from (Text(f"    {line}", "dim") for line in story_lines(before, each.story, lang))
        for name, clause in each.rules:
            yield Text(f"    {name} [{clause}]")
        if index in stories:
            yield scenario_view(stories[index])
        yield Text("")
    same = [
        f"{each.action} ({DIRECTIONS[each.direction][at]})" for each in compared.differences if each.status == "proved"
    ]
    if same:
        yield Text.assemble((("proved the same: " if at == 0 else "同一と証明："), "green"), ", ".join(same))
    yield Text(bound_text(compared.bound, lang), "dim")


def comparison_data(
    before: LoadedPlan, compared: Comparison, changed: Sequence[Edit], stories: Mapping[int, str]
) -> dict[str, Any]:
    """The comparison as data."""
    return {
        "before": compared.before,
        "after": compared.after,
        "bound": bound_data(compared.bound),
        "entries": [{"section": section, "name": name, "edit": edit} for section, name, edit in changed],
        "differences": [
            {
                "action": each.action,
                "direction": each.direction,
                "status": each.status,
                "note": each.note,
                "rules": [{"rule": name, "clause": clause} for name, clause in each.rules],
                "story": story_data(before, each.story) if each.story is not None else None,
                "scenario": stories.get(index),
            }
            for index, each in enumerate(compared.differences)
        ],
    }
