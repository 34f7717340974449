"""Branches of a simulation in a terminal: the steps that each adds or changes, and a table of what sets them apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from kenri.api import LoadedPlan
from kenri.faces.contracts.decision_data import Fired
from kenri.faces.drawing.name_table import NameTable
from kenri.faces.drawing.outcomes import STYLES
from kenri.faces.playback.simulation_view import SimulationView
from kenri.faces.words import day, number
from kenri.faces.words.simulation import of_grant, windows_text, word
from kenri.model.sentences import Language
from kenri.simulation.comparison import BranchComparison, ComparisonRow


def render_branches(
    plan: LoadedPlan, comparison: BranchComparison, lang: Language, fired: Mapping[str, Fired] | None = None
) -> RenderableType:
    """For each branch after the first the steps that the first has not, then the questions that set them apart."""
    parts: list[RenderableType] = []
    first, *others = comparison.simulations
    base = comparison.simulations[first].steps
    for name in others:
        view = SimulationView(plan, comparison.simulations[name].life, lang, (fired or {}).get(name, {}))
        parts.append(Text(word("branch", lang, name=name), "bold underline"))
        steps = [(index, step) for index, step in enumerate(comparison.simulations[name], 1) if step not in base]
        for index, step in steps:
            parts += view.step(index, step)
        if not steps:
            parts.append(Text(word("same", lang)))
        parts += view.end(comparison.simulations[name])
        known = comparison.simulations[first].cautions  # stand under the first already
        parts += [Text(each.says(lang), "dim") for each in comparison.simulations[name].cautions if each not in known]
        parts.append(Text())
    return Group(*parts, Text(word("side", lang), "bold underline"), _side_by_side(plan, comparison, lang))


_STYLES: dict[str, str] = dict(STYLES.items())
"""Of an answer that may be something else than an outcome."""


def _side_by_side(plan: LoadedPlan, comparison: BranchComparison, lang: Language) -> RenderableType:
    if not comparison.differences:
        return Text(word("no-difference", lang))
    view = SimulationView(plan, next(iter(comparison.simulations.values())).life, lang, {})
    table = NameTable(box=None, show_edge=False, padding=(0, 2, 0, 0))
    table.add_column(word("question", lang), header_style="dim", overflow="fold")
    for name in comparison.simulations:
        table.add_column(name, header_style="bold", overflow="fold")
    for row in comparison.differences:
        table.add_row(_question(row, view, lang), *_answers(row, lang))
    return table


def _question(row: ComparisonRow, view: SimulationView, lang: Language) -> str:
    who = view.who(row) if row.action else ""
    when = day(row.day, lang) if row.day is not None else ""
    balance = view.names.balance(row.balance) if row.balance else ""
    return word(f"asked-{row.asked}", lang, who=who, day=when, balance=balance, grant=of_grant(row.grant))


def _answers(row: ComparisonRow, lang: Language) -> Sequence[Text]:
    texts: list[Text] = []
    for answer in row.answers:
        match answer:
            case tuple():
                texts.append(Text(windows_text(answer, lang)))
            case str() if row.asked == "number":
                texts.append(Text(word(f"most-{answer}", lang)))
            case str():
                texts.append(Text(word(answer, lang), _STYLES.get(answer, "")))
            case None:
                texts.append(Text("–"))
            case int() if row.asked == "last-day":
                texts.append(Text(day(answer, lang)))
            case _:
                texts.append(Text(number(answer)))
    return texts
