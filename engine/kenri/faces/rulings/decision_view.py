"""A decision of the forward evaluator for people: the answer, then which rule fired when, and on what."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from kenri.faces.contracts.plain import exact
from kenri.faces.drawing.outcomes import STYLES
from kenri.faces.words import number, said
from kenri.faces.words.advice import lacking_words
from kenri.faces.words.decision import word
from kenri.faces.words.values import listed, listed_apart
from kenri.forward import Decision, Known
from kenri.model.days import FIRST_DAY, NEVER, Day, iso
from kenri.model.plan import Plan
from kenri.model.sentences import Language

_TRUTHS = ("false", "open", "true")
_TRUTH_SORTS = ("condition", "rule")


def render_decision(plan: Plan, decision: Decision, lang: Language) -> RenderableType:
    """The decision as lines of text and a table of what fired."""
    return Group(*_sections(plan, decision, lang))


def _sections(plan: Plan, decision: Decision, lang: Language) -> Iterator[RenderableType]:
    yield Text(word(decision.outcome, lang), STYLES[decision.outcome])
    for name in decision.rules:
        rule = plan.rules[name]
        yield Text(f"  {word('by', lang)} {name} ({rule.clause}): {said(rule.says, lang)}")
    most = word(f"most-{decision.most}", lang) if isinstance(decision.most, str) else number(decision.most)
    yield Text(f"  {word('most', lang)}: {most}")
    if decision.missing:
        yield Text(f"  {word('missing', lang)}: {lacking_words(decision.missing, lang, plan)}")
    balances = (f"{name} {exact(value)}" for name, value in decision.balances.items() if value != 0)
    yield Text(f"  {word('balances', lang)}: {listed(balances, lang)}")
    yield Text(f"  {word('not-answered', lang)}", "dim")
    yield Text("\n" + word("fired", lang), "bold")
    for place, step in enumerate(decision.trace, 1):
        on = listed_apart((_fact(known, lang) for known in step.on if known.sort != "asked"), lang)
        derived = _fact(step.derived, lang) if step.derived else word("nothing-new", lang)
        line = Text.assemble((f"{place:>5} ", "dim"), (step.chapter, "bold"), f" [{step.rule}] ")
        yield line.append(f"{on} → {derived}" if on else f"→ {derived}")


def _fact(known: Known, lang: Language) -> str:
    days = "" if known.day is None else _day(known.day)
    if known.sort == "period" and known.day is not None:
        days = f"{_day(known.day)}..{_day(known.last or NEVER)}"
    value = known.value
    if known.sort in _TRUTH_SORTS and isinstance(value, int):
        shown = word(_TRUTHS[value], lang)
    elif known.sort in ("period", "turn", "step", "effect") or value is None:
        shown = ""
    elif known.sort == "outcome":
        shown = word(str(value), lang)
    else:
        shown = str(value)
    return " ".join(part for part in (known.name, days, shown) if part)


def _day(day: Day) -> str:
    return "" if day <= FIRST_DAY or day >= NEVER - 1 else iso(day)
