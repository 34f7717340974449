"""Figures of a plan on a day, whether or not an action brings them about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from kenri.api import LoadedPlan
from kenri.faces.contracts.figures_data import is_discrepant
from kenri.faces.contracts.figures_data import stated as as_stated
from kenri.faces.words import Voice, said
from kenri.faces.words.advice import lacking_words
from kenri.faces.words.glossary import word
from kenri.faces.words.grants import sum_lines
from kenri.faces.words.turning import figure_words, ways
from kenri.loader.declarations import attributes_of
from kenri.model.cautions import together
from kenri.model.life import Life
from kenri.model.plan import Plan
from kenri.model.problems import Problem, ProblemsError, Report, quote
from kenri.model.ruling import FigureValue
from kenri.model.sentences import Language, Sentence, did_you_mean


def figures(
    plan: LoadedPlan, life: Life, names: Sequence[str], *, facts: Mapping[str, Any], **question: Any
) -> list[FigureValue]:
    """The named figures on a day, or all there are; `question` is that of `LoadedPlan.figure`.

    A fact goes to the figures whose action has it. Raises `ProblemsError` as that does, and for a fact that none has.
    """
    asked = list(names) or list(plan.plan.figures)
    of = {name: _facts_of(plan.plan, name) for name in asked if name in plan.plan.figures}
    known = {fact for each in of.values() for fact in each}
    unknown = [fact for fact in facts if fact not in known]
    if unknown and len(of) == len(asked):
        raise ProblemsError(
            Problem(None, Sentence("no-fact-of-figures", fact=quote(fact)), did_you_mean(fact, known))
            for fact in unknown
        )
    if not asked:
        plan.question(life, has_action=False, needs_asker=False, **question)
    found: list[FigureValue] = []
    report = Report()
    for name in asked:
        own = {fact: value for fact, value in facts.items() if fact in of.get(name, ())}
        try:
            found.append(plan.figure(life, name, facts=own, **question))
        except ProblemsError as error:
            for problem in error.problems:
                report.add(problem)
    report.raise_if_any()
    return found


def render_figures(plan: Plan, found: Sequence[FigureValue], lang: Language) -> Iterator[Any]:
    """A line for each figure, and one below where the document states something else."""
    from rich.text import Text

    for each in found:
        line = Text(each.name, style="bold").append(word("colon", lang) + _value(each, lang), style="bold green")
        line.append(word("dash", lang) + said(each.says, lang).rstrip(".。"), style="not bold default")
        if each.clause:
            line.append(f"  ({word('clause', lang, clause=each.clause)})", style="dim not bold")
        yield line
        yield from ways(each.turns, partial(figure_words, unit=each.unit, lang=lang), lang)
        voice = Voice(plan, lang, {})
        for sum_ in each.sums:
            yield from (Text("  " + line, style="dim") for line in sum_lines(sum_, voice, lang))
        figure = plan.figures[each.name]
        if figure.stated is not None and is_discrepant(each, figure):
            stated = figure_words(as_stated(figure), figure.unit, lang)
            yield Text("  " + word("discrepancy", lang, stated=stated, computed=_value(each, lang)), style="yellow")
    for caution in together(*(each.cautions for each in found)):
        yield Text(caution.says(lang), style="dim")
    if not found:
        yield Text(word("no-figure", lang))


def _value(found: FigureValue, lang: Language) -> str:
    if found.shown is None and found.missing:
        return word("figure-missing", lang, names=lacking_words(found.missing, lang))
    return figure_words(found.shown, found.unit, lang)


def _facts_of(plan: Plan, name: str) -> tuple[str, ...]:
    """The facts of the question about a figure: those of the action it is taken to belong to."""
    actions = plan.figures[name].of
    return tuple(attributes_of(plan.actions[actions[0]].attributes)) if actions else ()
