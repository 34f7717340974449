"""Figures of a plan as far as its terms alone give them, set against what the document states."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from kenri.faces.words import day, number
from kenri.faces.words.glossary import measured, word
from kenri.loader.calendars import calendars_of
from kenri.model.days import FIRST_DAY
from kenri.model.dependence import dependence
from kenri.model.life import Grant, Life, Party
from kenri.model.plan import Figure, Plan
from kenri.model.ruling import Exact, FigureValue
from kenri.model.sentences import Language
from kenri.reference.case import Case
from kenri.reference.court import figure_value

_NOBODY = Party(id="", roles=())
_NOTHING = Grant(id="", grantee="", on=FIRST_DAY, number=0)


def from_terms(plan: Plan, name: str) -> Exact | None:
    """The number of a figure before anything has happened, by default readings; None if it needs more than terms.

    Terms have the values the document first gave them.
    """
    return _computed(plan, name).value


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


def discrepancy(plan: Plan, name: str) -> tuple[Fraction, Exact] | None:
    """What the document states and what its terms give, where the two differ."""
    stated = plan.figures[name].stated
    if stated is None:
        return None
    computed = from_terms(plan, name)
    return (Fraction(stated), computed) if computed is not None and computed != Fraction(stated) else None


def figure_words(plan: Plan, name: str, lang: Language) -> Iterator[str]:
    """A figure's number, and how it compares with the one in the document."""
    figure = plan.figures[name]
    if figure.of:
        return
    found = _computed(plan, name)
    computed = found.value
    if found.day is not None:
        yield "= " + day(found.day, lang)
    if computed is not None:
        yield "= " + _with_unit(computed, figure, lang)
    if figure.stated is not None:
        stated = _with_unit(figure.stated, figure, lang)
        if computed is not None and computed != Fraction(figure.stated):
            yield word("discrepancy", lang, stated=stated, computed=_with_unit(computed, figure, lang))
        else:
            yield word("stated" if computed is not None else "stated-unchecked", lang, number=stated)


def _with_unit(value: Exact | Decimal, figure: Figure, lang: Language) -> str:
    return measured(number(value), figure.unit, lang)
