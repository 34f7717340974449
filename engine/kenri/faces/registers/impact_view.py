"""What becomes of answers when something is otherwise, in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.padding import Padding
from rich.text import Text

from kenri.faces.registers.due_view import with_name
from kenri.faces.words.glossary import word as gloss
from kenri.faces.words.impact import word
from kenri.faces.words.names import PlanNames
from kenri.faces.words.simulation import moved_text, of_grant, window_text
from kenri.faces.words.simulation import word as step_word
from kenri.faces.words.values import day, in_brackets, said
from kenri.model.days import Day
from kenri.model.plan import Plan
from kenri.model.sentences import Language
from kenri.model.visible import on_one_line
from kenri.simulation.impact import Impact
from kenri.simulation.steps import WindowChange

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["ImpactOn", "render_impact"]

_SHOWN = 100
"""So many holders are shown; data has all."""

_STYLES = {"opened": "green", "extended": "green", "closed": "red", "cut": "red"}


class ImpactOn(NamedTuple):
    """What becomes of the answers about a holder, by the plan as it would be."""

    holder: str
    plan: Plan
    found: Impact


def render_impact(
    several: Sequence[ImpactOn], on: Day, count: int, lang: Language, *, names: Mapping[str, str] | None = None
) -> Iterator[RenderableType]:
    """Each holder whose answers change, with what becomes of them; and how many of how many there are. `names` is what
    people call them.
    """
    yield Text(word("title", lang, day=day(on, lang)), "bold")
    before = None
    for holder, plan, found in sorted(several, key=lambda each: each.holder)[:_SHOWN]:
        if holder != before:
            yield Text(on_one_line(with_name(holder, names)) or word("company", lang), "bold")
        before = holder
        for line in _lines(plan, found, lang):
            yield Padding(line, (0, 0, 0, 2))
    changed = len({each.holder for each in several if each.holder})
    if len(several) > _SHOWN:
        yield Text(word("more", lang, count=len(several) - _SHOWN))
    yield Text(word("count", lang, changed=changed, count=count) if several else word("nothing", lang))


def _lines(plan: Plan, found: Impact, lang: Language) -> Iterator[Text]:
    names = PlanNames(plan, lang)
    for change in found.windows:
        yield _window(change, names)
    for key, movements in (("moves", found.movements), ("moves-no-more", found.movements_withdrawn)):
        for moved in movements:
            yield Text(on_one_line(f"{word(key, lang)}{gloss('colon', lang)}{moved_text(moved, names)}"))
    for key, duties in (("must", found.duties), ("must-no-more", found.duties_withdrawn)):
        for owed in duties:
            yield Text(on_one_line(f"{word(key, lang)}{gloss('colon', lang)}{owed.clause} {said(owed.says, lang)}"))


def _window(change: WindowChange, names: PlanNames) -> Text:
    lang = names.lang
    action = names.action(change.action) if change.action in names.plan.actions else change.action
    by = in_brackets(change.by, lang)
    line = Text(on_one_line(f"{action}{by}{of_grant(change.grant)}{gloss('colon', lang)}"))
    line.append(step_word(change.how, lang), _STYLES.get(change.how, "yellow"))
    told = [window_text(each, lang) for each in (change.before, change.after) if each is not None]
    shown = told[0] if len(told) == 1 else word("was", lang, window=told[0], after=told[1])
    line.append(f"  {shown}")
    return line
