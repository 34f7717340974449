"""The report of `kenri check`: what was found first, then what is open, then what holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeAlias

from rich.console import Group, RenderableType
from rich.text import Text

from kenri.api import LoadedPlan
from kenri.checking.verdict import CheckReport, Kind, Mark, Result
from kenri.faces.calendar_words import Lang
from kenri.faces.name_table import NameTable
from kenri.faces.story_view import bound_data, bound_text, story_data, story_lines
from kenri.faces.words import said

KINDS: dict[Kind, tuple[str, str]] = {
    "claim": ("claims", "主張"),
    "reachable": ("rules that can decide a case", "結論を決め得る規定"),
    "shadowed": ("rules that change an outcome", "結論を変える規定"),
    "contradiction": ("rules that go together", "規定相互の整合"),
    "answered": ("questions that have an answer", "答えのある問い"),
    "dead-zone": ("rights that can be exercised", "行使できる権利"),
    "lapse": ("lapse", "消滅"),
    "cut-short": ("windows that run to their end", "最後まで続く期間"),
    "reading": ("readings that matter", "結論を左右する読み方"),
}

STATUS = {
    "proved": ("proved", "証明"),
    "refuted": ("refuted", "反証"),
    "meant": ("meant", "趣旨どおり"),
    "noted": ("noted", "参考"),
    "undecided": ("undecided", "未決"),
    "stopped": ("stopped", "中断"),
    "not-checked": ("not checked", "検査外"),
}

STYLE = {"good": "green", "finding": "bold yellow", "meant": "green", "note": "blue", "open": "cyan"}

ALWAYS_SHOWN = ("proved", "refuted", "undecided", "not-checked")
"""Statuses that have a column even if nothing has them, so that nobody must ask whether they were left out."""

Stories: TypeAlias = dict[int, str]
"""For the place of a result in the report, the text of the scenario that shows it."""


def report_view(
    plan: LoadedPlan, report: CheckReport, stories: Stories, lang: Lang, *, timings: bool
) -> Iterator[RenderableType]:
    """Everything there is to read: findings with their stories, what is open, and the count of the rest."""
    at = 0 if lang == "en" else 1
    for index, each in enumerate(report.results):
        if each.grade == "finding":
            yield _finding(plan, each, stories.get(index), lang)
    for each in report.results:
        if each.grade in ("open", "note"):
            yield _heading(each, lang)
            yield Text(f"  {each.note}\n", "dim")
    for each in report.results:
        if each.mark is not None:
            yield _heading(each, lang)
            yield Text(f"  {_because(each.mark, lang)}\n", "dim")
    for mark in report.stale:
        yield Text.assemble((_stale(mark, lang), "yellow"), "\n")
    yield _table(report, at, timings=timings)
    yield Text(bound_text(report.bound, lang), "dim")


def _heading(each: Result, lang: Lang) -> Text:
    at = 0 if lang == "en" else 1
    clause = f" [{each.clause}]" if each.clause else ""
    return Text.assemble(
        (STATUS[each.status][at], STYLE[each.grade]), "  ", (each.subject, "bold"), clause, f": {said(each.says, lang)}"
    )


def _because(mark: Mark, lang: Lang) -> str:
    """Why a finding is meant, with the entry and the clause that say so."""
    return f"{mark.name} [{mark.clause}]: {said(mark.says, lang)}"


def _stale(mark: Mark, lang: Lang) -> str:
    place = f"{mark.place}: " if mark.place is not None else ""
    if lang == "ja":
        return f"{place}警告：`means` の {mark.name} に当たる指摘は見つかりません（{mark.kind} {mark.subject}）。"
    return f"{place}warning: `{mark.name}` marks nothing: no {mark.kind} of {mark.subject} is found; take it out"


def _finding(plan: LoadedPlan, each: Result, text: str | None, lang: Lang) -> Group:
    parts: list[RenderableType] = [_heading(each, lang)]
    if each.note:
        parts.append(Text(f"  {each.note}"))
    if each.story is not None:
        parts += [Text(f"    {line}", "dim") for line in story_lines(plan, each.story, lang)]
    if text is not None:
        parts.append(scenario_view(text))
    return Group(*parts, Text(""))


def scenario_view(text: str) -> Text:
    """The text of a scenario file, set in below what it shows."""
    return Text("\n" + "".join(f"      {line}\n" for line in text.rstrip().split("\n")), "dim italic", end="")


def _table(report: CheckReport, at: int, *, timings: bool) -> NameTable:
    table = NameTable(box=None, padding=(0, 2, 0, 0))
    table.add_column("checked" if at == 0 else "検査")
    met = {each.status for each in report.results}
    shown = [status for status in STATUS if status in met or status in ALWAYS_SHOWN]
    for status in shown:
        table.add_column(STATUS[status][at], justify="right")
    if timings:
        table.add_column("seconds" if at == 0 else "秒", justify="right")
    for kind, words in KINDS.items():
        of_kind = [each for each in report.results if each.kind == kind]
        if of_kind:
            counted = Counter(each.status for each in of_kind)
            numbers = [str(counted[status]) if counted[status] else "–" for status in shown]  # type: ignore[index]  # the keys are the statuses
            seconds = [f"{sum(each.seconds for each in of_kind):.1f}"] if timings else []
            table.add_row(words[at], *numbers, *seconds)
    return table


def report_data(
    plan: LoadedPlan, report: CheckReport, stories: Stories, lang: Lang = "en", *, timings: bool = False
) -> dict[str, Any]:
    """The report as data; it is the same from run to run, but for the seconds that `timings` adds, by kind of check."""
    taken: dict[str, float] = {}
    for each in report.results:
        taken[each.kind] = taken.get(each.kind, 0.0) + each.seconds
    return {
        "plan": report.plan,
        "bound": bound_data(report.bound),
        "results": [
            {
                "kind": each.kind,
                "subject": each.subject,
                "clause": each.clause,
                "claim": said(each.says, lang),
                "status": each.status,
                "grade": each.grade,
                "note": each.note,
                "meant": _mark_data(each.mark) if each.mark is not None else None,
                "story": story_data(plan, each.story) if each.story is not None else None,
                "scenario": stories.get(index),
            }
            for index, each in enumerate(report.results)
        ],
        "not_checked": list(report.refused),
        "marks_nothing": [_mark_data(mark) for mark in report.stale],
        **({"seconds": taken} if timings else {}),
    }


def _mark_data(mark: Mark) -> dict[str, Any]:
    return {
        "name": mark.name,
        "kind": mark.kind,
        "subject": mark.subject,
        "clause": mark.clause,
        "says": {"en": said(mark.says, "en"), "ja": said(mark.says, "ja")},
        "file": mark.place.file if mark.place is not None else None,
        "line": mark.place.line if mark.place is not None else None,
    }
