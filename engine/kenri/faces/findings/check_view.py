"""The report of `kenri check`: what was found first, then what is open, then what holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import get_args

from rich.console import Group, RenderableType
from rich.text import Text

from kenri.api import LoadedPlan
from kenri.checking.about import about
from kenri.checking.verdict import CheckReport, Kind, Mark, Result, Status
from kenri.faces.contracts.report_data import Stories
from kenri.faces.drawing.name_table import NameTable
from kenri.faces.words import said
from kenri.faces.words.findings import bound_text, stale_text, word
from kenri.faces.words.stories import story_lines
from kenri.model.problems import Problem, ProblemsError, quote
from kenri.model.sentences import Language, Sentence, did_you_mean

KINDS: tuple[Kind, ...] = (
    "claim", "reachable", "shadowed", "contradiction", "answered", "dead-zone", "lapse", "cut-short", "reading",
)  # fmt: skip
"""In the order in which they are counted."""


def kinds_and_names(only: Iterable[str], subjects: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The kinds of checks, and the names of entries, among what alone is to be checked.

    Raises `ProblemsError` with every name that is none of the subjects there are.
    """
    wanted = frozenset(only)
    names = wanted.difference(KINDS)
    if wrong := sorted(names.difference(subjects)):
        raise ProblemsError(
            Problem(None, Sentence("nothing-to-check", name=quote(name)), did_you_mean(name, subjects))
            for name in wrong
        )
    return wanted - names, names


STYLE = {"good": "green", "finding": "bold yellow", "meant": "green", "note": "blue", "open": "cyan"}

ALWAYS_SHOWN = ("proved", "refuted", "undecided", "not-checked")
"""Statuses that have a column even if nothing has them, so that nobody must ask whether they were left out."""


def report_view(
    plan: LoadedPlan, report: CheckReport, stories: Stories, lang: Language, *, timings: bool
) -> Iterator[RenderableType]:
    """Everything there is to read: findings with their stories, what is open, and the count of the rest."""
    for index, each in enumerate(report.results):
        if each.grade == "finding":
            yield _finding(plan, each, stories.get(index), lang)
    for each in report.results:
        if each.grade in ("open", "note"):
            yield _heading(each, lang)
            yield Text(f"  {each.note_text(lang)}\n", "dim")
    for each in report.results:
        if each.mark is not None:
            yield _heading(each, lang)
            yield Text(f"  {_because(each.mark, lang)}\n", "dim")
    for mark in report.stale:
        yield Text.assemble((stale_text(mark, lang), "yellow"), "\n")
    yield _table(report, lang, timings=timings)
    yield Text(bound_text(report.bound, lang), "dim")


def _heading(each: Result, lang: Language) -> Text:
    clause = f" [{each.clause}]" if each.clause else ""
    return Text.assemble(
        (word(each.status, lang), STYLE[each.grade]),
        "  ",
        (about(each.kind, each.subject).text(lang), "bold"),
        clause,
        f": {said(each.says, lang)}",
    )


def _because(mark: Mark, lang: Language) -> str:
    """Why a finding is meant, with the entry and the clause that say so."""
    return f"{mark.name} [{mark.clause}]: {said(mark.says, lang)}"


def _finding(plan: LoadedPlan, each: Result, text: str | None, lang: Language) -> Group:
    parts: list[RenderableType] = [_heading(each, lang)]
    if each.note is not None:
        parts.append(Text(f"  {each.note.text(lang)}"))
    if each.story is not None:
        parts += [Text(f"    {line}", "dim") for line in story_lines(plan, each.story, lang)]
    if text is not None:
        parts.append(scenario_view(text))
    return Group(*parts, Text(""))


def scenario_view(text: str) -> Text:
    """The text of a scenario file, set in below what it shows."""
    return Text("\n" + "".join(f"      {line}\n" for line in text.rstrip().split("\n")), "dim italic", end="")


def _table(report: CheckReport, lang: Language, *, timings: bool) -> NameTable:
    table = NameTable(box=None, padding=(0, 2, 0, 0))
    table.add_column(word("checked", lang))
    met = {each.status for each in report.results}
    shown = [status for status in get_args(Status) if status in met or status in ALWAYS_SHOWN]
    for status in shown:
        table.add_column(word(status, lang), justify="right")
    if timings:
        table.add_column(word("seconds", lang), justify="right")
    for kind in KINDS:
        of_kind = [each for each in report.results if each.kind == kind]
        if of_kind:
            counted = Counter(each.status for each in of_kind)
            numbers = [str(counted[status]) if counted[status] else "–" for status in shown]
            seconds = [f"{sum(each.seconds for each in of_kind):.1f}"] if timings else []
            table.add_row(word(kind, lang), *numbers, *seconds)
    return table
