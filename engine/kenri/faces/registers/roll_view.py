"""How rights moved between two days, in a terminal: a table for each plan, holder or grant, that adds up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from kenri.auditing.roll_forward import NumberBounds, RollForward, RollLine, UnknownRights
from kenri.faces.drawing.name_table import NameTable
from kenri.faces.registers.auditing_view import instant_words
from kenri.faces.words import day, number, said
from kenri.faces.words.advice import lacking_words, supply_for
from kenri.faces.words.auditing import word
from kenri.faces.words.glossary import word as gloss
from kenri.faces.words.names import PlanNames
from kenri.model.days import FIRST_DAY, Day
from kenri.model.life import Instant
from kenri.model.ruling import Exact
from kenri.model.sentences import Language
from kenri.model.visible import on_one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["Rolled", "render_rolls"]

_SHOWN = 50
"""So many tables are shown; files and data have all."""


class Rolled(NamedTuple):
    """How rights moved, and by how much each line is another one than it was as known before."""

    found: RollForward
    changed: Sequence[RollLine] | None = None


def render_rolls(
    several: Sequence[Rolled], span: tuple[Day, Day] | None, was_known: Instant | None, lang: Language
) -> Iterator[RenderableType]:
    """A table for each; below it the grants that are not known, and what became known later has changed."""
    if span is not None:
        first, last = span
        days = {"first": day(first, lang), "last": day(last, lang)} if first > FIRST_DAY else {"last": day(last, lang)}
        yield Text(word("rolled" if first > FIRST_DAY else "rolled-until", lang, **days), "bold")
    if not several:
        yield Text(word("no-rolls", lang))
    for found, changed in several[:_SHOWN]:
        yield Text()
        yield Text(on_one_line(_heading(found, lang)), "bold")
        yield _table(found, found.lines, lang, signed=False)
        if not found.adds_up:
            yield Text(word("adds-not", lang), "bold red")
        if found.unknown is not None:
            yield from _unknown(found, found.unknown, lang)
        if changed is not None and was_known is not None:
            key = "changed" if changed else "unchanged"
            yield Text(word(key, lang, instant=instant_words(was_known)), "yellow" if changed else "dim")
            if changed:
                yield _table(found, changed, lang, signed=True)
    if len(several) > _SHOWN:
        yield Text(word("more-rolls", lang, count=len(several) - _SHOWN))


def _heading(found: RollForward, lang: Language) -> str:
    key = "of-grant" if found.grant else "of-holder" if found.holder else "of-plan"
    return word(key, lang, plan=found.plan.id, holder=found.holder, grant=found.grant, count=found.grants)


def _table(found: RollForward, lines: Iterable[RollLine], lang: Language, *, signed: bool) -> NameTable:
    names = PlanNames(found.plan, lang)
    used = _used(found, lines)
    table = NameTable(box=None, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column(word("movement", lang), header_style="dim", overflow="fold")
    table.add_column(word("clause", lang), header_style="dim", overflow="fold")
    for name in used:
        table.add_column(names.balance(name), header_style="dim", justify="right")
    table.add_column(word("total", lang), header_style="dim", justify="right")
    table.add_column(word("count", lang), header_style="dim", justify="right")
    for line in lines:
        is_sum = line.kind in ("opening", "closing")
        style = "bold" if is_sum and not signed else "default"
        is_moved = signed or line.kind != "closing"
        cells = [_cell(line.numbers.get(name, 0), signed=signed or not is_sum, is_told=not is_moved) for name in used]
        total = _cell(line.total, signed=signed or not is_sum, is_told=is_sum and not signed)
        table.add_row(
            Text(on_one_line(_what(line, lang)), style),
            Text(line.clause),
            *(Text(cell, style) for cell in [*cells, total]),
            Text(str(line.count), "dim"),
        )
    return table


def _used(found: RollForward, lines: Iterable[RollLine]) -> list[str]:
    """The balances of the columns: also such as stood in something only as known before."""
    changed = {name for line in lines for name, number in line.numbers.items() if number != 0}
    return [*found.balances, *(name for name in found.plan.balances if name in changed - {*found.balances})]


def _what(line: RollLine, lang: Language) -> str:
    return said(line.says, lang) or line.effect if line.effect else word(line.kind, lang)


def _cell(value: Exact, *, signed: bool, is_told: bool) -> str:
    """A number, with its sign where it is a change; zero is told where rights stand at the end."""
    if value == 0:
        return "0" if is_told else ""
    if signed:
        return f"+{number(value)}" if value > 0 else f"−{number(-value)}"
    return number(value)


def _unknown(found: RollForward, unknown: UnknownRights, lang: Language) -> Iterator[Text]:
    named = gloss("comma", lang).join(f"{holder} {grant}" for holder, grant in unknown.grants)
    if unknown.count > len(unknown.grants):
        named += " …"
    said_ = word("not-known", lang, count=unknown.count, granted=number(unknown.granted), grants=named)
    yield Text(on_one_line(said_), "bold yellow")
    for key, bounds in (("opening", unknown.opening), ("closing", unknown.closing)):
        if any(each != (0, 0) for each in bounds.values()):
            yield Text(
                "  " + word("bounds", lang, line=word(key, lang), numbers=_bounds(found, bounds, lang)), "yellow"
            )
    if unknown.missing:
        yield Text("  " + word("missing", lang, names=lacking_words(unknown.missing, lang, found.plan)), "yellow")
        for name in unknown.missing:
            yield Text(on_one_line(f"  {supply_for(found.plan, '', name, lang, of_register=True)}"), "dim")


def _bounds(found: RollForward, bounds: Mapping[str, NumberBounds], lang: Language) -> str:
    names = PlanNames(found.plan, lang)
    told = []
    for name, (low, high) in bounds.items():
        if (low, high) != (0, 0):
            upper = word("no-bound", lang) if high is None else number(high)
            many = number(low) if low == high else word("between", lang, low=number(low), high=upper)
            told.append(f"{names.balance(name)} {many}")
    return gloss("comma", lang).join(told)
