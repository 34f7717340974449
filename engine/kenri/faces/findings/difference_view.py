"""The report of `kenri diff`: for each action what is newly allowed and newly denied, with the smallest story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from kenri.api import LoadedPlan
from kenri.checking.edits import Edit
from kenri.checking.verdict import PlanComparison
from kenri.faces.contracts.report_data import Stories
from kenri.faces.drawing.name_table import NameTable
from kenri.faces.findings.check_view import scenario_view
from kenri.faces.words.findings import bound_text, word
from kenri.faces.words.stories import story_lines
from kenri.faces.words.values import in_brackets, listed
from kenri.model.sentences import Language


def comparison_view(
    before: LoadedPlan, compared: PlanComparison, changed: Sequence[Edit], stories: Stories, lang: Language
) -> Iterator[RenderableType]:
    """Everything there is to read: what is written otherwise, and what that changes."""
    if changed:
        table = NameTable(box=None, padding=(0, 2, 0, 0), show_header=False)
        for section, name, edit in changed:
            table.add_row(section, name, word(edit, lang))
        yield table
        yield Text("")
    for index, each in enumerate(compared.differences):
        if each.status == "proved":
            continue
        yield Text.assemble(
            (f"{each.action}: {word(each.direction, lang)}", "bold yellow" if each.story else "cyan"),
            "" if each.status == "refuted" else f" — {word(each.status, lang)}: {each.note_text(lang)}",
        )
        if each.story is not None:
            yield from (Text(f"    {line}", "dim") for line in story_lines(before, each.story, lang))
        for name, clause in each.rules:
            yield Text(f"    {name} [{clause}]")
        if index in stories:
            yield scenario_view(stories[index])
        yield Text("")
    same = [
        each.action + in_brackets(word(each.direction, lang), lang)
        for each in compared.differences
        if each.status == "proved"
    ]
    if same:
        yield Text.assemble(((word("proved-the-same", lang)), "green"), listed(same, lang))
    yield Text(bound_text(compared.bound, lang), "dim")
