"""Figures of a plan as far as its terms alone give them, set against what the document states."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kenri.faces.contracts.figures_data import is_discrepant, stated
from kenri.faces.words.glossary import word
from kenri.faces.words.turning import figure_words as words
from kenri.loader.calendars import calendars_of
from kenri.model.days import FIRST_DAY
from kenri.model.dependence import dependence
from kenri.model.life import Grant, Life, Party
from kenri.model.plan import Plan
from kenri.model.ruling import Exact, FigureValue
from kenri.model.sentences import Language
from kenri.reference.case import Case
from kenri.reference.court import figure_value

_NOBODY = Party(id="", roles=())
_NOTHING = Grant(id="", grantee="", on=FIRST_DAY, number=0)


def _computed(plan: Plan, name: str) -> FigureValue:
    case = Case(
        plan,
        Life(parties={"": _NOBODY}, grants={}),
        grant=_NOTHING,
        asker=_NOBODY,
        readings={id_: reading.default for id_, reading in plan.readings.items()},
        calendars=calendars_of(plan),
        dependence=dependence(plan),
    )
    return figure_value(case, name, FIRST_DAY)


def discrepancy(plan: Plan, name: str) -> tuple[Exact | date, Exact | date] | None:
    """What the document states and what its terms give, where the two differ: numbers, or days.

    It is what they give before anything has happened, by default readings, with the values first given.
    """
    figure = plan.figures[name]
    if figure.stated is None:
        return None
    computed = _computed(plan, name)
    return (stated(figure), computed.shown) if computed.shown is not None and is_discrepant(computed, figure) else None


def figure_words(plan: Plan, name: str, lang: Language) -> Iterator[str]:
    """A figure's number or day, and how it compares with the one in the document."""
    figure = plan.figures[name]
    if figure.of:
        return
    found = _computed(plan, name)
    computed = words(found.shown, figure.unit, lang)
    if found.shown is not None:
        yield f"= {computed}"
    if figure.stated is not None:
        in_document = words(stated(figure), figure.unit, lang)
        if is_discrepant(found, figure):
            yield word("discrepancy", lang, stated=in_document, computed=computed)
        else:
            yield word("stated" if found.shown is not None else "stated-unchecked", lang, number=in_document)
