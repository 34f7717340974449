"""What a run over a table came to, for people: counts, and the first answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from kenri.faces.drawing.name_table import NameTable
from kenri.faces.drawing.outcomes import STYLES
from kenri.faces.words.commands import word
from kenri.model.sentences import Language

if TYPE_CHECKING:
    from kenri.columnar.runs import Summary


def render_batch(summary: Summary, lang: Language, *, head: bool, seconds: float) -> RenderableType:
    """The counts; with `head` the first answers below them."""
    counted = {name: f"{getattr(summary, name):,}" for name in ("rows", "answered", "bad")}
    first = word("rows-judged", lang, **counted)
    if summary.resumed:
        first += " (" + word("rows-resumed", lang, count=f"{summary.resumed:,}") + ")"
    judged = summary.rows - summary.resumed
    if judged and seconds > 0:
        first += "; " + word("rows-a-second", lang, count=f"{round(judged / seconds):,}")
    parts: list[RenderableType] = [Text(first, "bold")]
    table = NameTable(box=None, show_header=False, padding=(0, 2, 0, 0))
    several = {
        "by-outcome": summary.outcomes,
        "by-rule": summary.rules,
        "by-judge": summary.answered_by,
        "by-witness": summary.again,
    }
    for key, counts in several.items():
        for at, (name, count) in enumerate(sorted(counts.items(), key=lambda item: (-item[1], item[0]))):
            table.add_row(Text(word(key, lang) if at == 0 else "", "dim"), Text(name), Text(f"{count:,}"))
    parts.append(table)
    if summary.seed is not None:
        parts.append(Text(word("chosen-by-seed", lang, seed=summary.seed), "dim"))
    if head and summary.head:
        shown = {"shown": len(summary.head), "count": f"{summary.answers:,}"}
        parts += [Text(""), Text(word("first-answers", lang, **shown), "dim"), _answers(summary.head)]
    return Group(*parts)


def _answers(head: list[dict[str, Any]]) -> RenderableType:
    """The columns in which there is something."""
    names = [name for name in head[0] if any(row[name] not in (None, [], "") for row in head)]
    exact = {name for name in names if f"{name}_exact" in names}
    table = NameTable(box=None, padding=(0, 2, 0, 0), show_edge=False)
    shown = [name for name in names if name not in exact and name != "answered_by"]
    for name in shown:
        table.add_column(name.removesuffix("_exact"), header_style="dim", overflow="fold")
    for row in head:
        table.add_row(*(_cell(name, row) for name in shown))
    return table


def _cell(name: str, row: Mapping[str, Any]) -> Text:
    value = row[name]
    match value:
        case None:
            return Text("")
        case bool():
            return Text("true" if value else "false")
        case list():
            return Text(", ".join(map(str, value)))
        case date():
            return Text(value.isoformat())
        case _:
            return Text(str(value), STYLES.get(value, "") if name == "outcome" else "")
