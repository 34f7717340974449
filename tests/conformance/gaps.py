"""What each evaluator cannot answer, and why: one table. A line that is no longer so fails `test_gaps.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kenri.api import LoadedPlan
from kenri.asking.question import LifeSource
from kenri.testing.random_lives import EvaluatorQuestion
from tests.conformance.evaluators import (
    EVALUATORS,
    PARTLY_KNOWN,
    PARTS,
    REFERENCE,
    Answer,
    Evaluator,
    Question,
    UnansweredError,
)

EVERYTHING = "everything"
OTHER_DAYS = "missing: of other days"
UNKNOWN_TO_IT = "what is not known to it"
SMALL_PLANS = "another calendar than the small one"

SO_MANY_DIGITS = "a number of so many digits: the limit `number-digits` is 1,000 digits"

GAPS: Mapping[tuple[str, str], str] = {
    ("forward", EVERYTHING): "durable-rules does not import on CPython 3.13, and is not in every environment",
    ("forward", OTHER_DAYS): "it looks at the asked day, and names what is missing for that day alone",
    ("forward", "the days on which weekdays turn"): "it derives each of them, to the end of the calendar: in minutes",
    ("terms", PARTLY_KNOWN): "what was so on a day that may be any of many would have to be asked of each of them",
    ("compiled", PARTLY_KNOWN): "it rests on the terms, and leaves what they do not follow to the reference",
    ("pointwise", PARTLY_KNOWN): "it looks at days that are, and not at days that may be",
    ("terms", "rules"): "a claim is about outcomes; which rules decide is read off the reference's ruling of a story",
    ("terms", "most"): "a claim is about outcomes; numbers are asked for, and not found",
    ("terms", "balances"): "a balance is a term that claims speak of, and no part of the outcome",
    ("terms", "missing"): "that something is missing is a truth; what it is, the reference says of a story",
    ("terms", "`black_scholes`"): "the formula is beyond the arithmetic of a solver",
    ("terms", "parts that are `skipped` and gone"): "which part a day brings hangs on how many days come before it",
    (
        "terms",
        "`business_day` where the days on which it turns are wanted",
    ): "these days are too many to be listed as terms",
    (
        "terms",
        "`in_lots_of` a number that a life decides",
    ): "a multiple of what is open is beyond the arithmetic of a solver",
    (
        "terms",
        "a question about any number where rules look at the number and at lots",
    ): "which numbers to try is known where rules turn, and lots turn at every number",
    ("compiled", "balances"): "a balance is a term that answers rest on, and no part of what is told of many",
    ("compiled", "missing"): "that something is missing is known; what it is, the reference is asked",
    ("compiled", UNKNOWN_TO_IT): "it says what it does not know, and the reference is asked",
    ("compiled", "`black_scholes`"): "the formula is beyond exact arithmetic",
    ("compiled", "parts that are `skipped` and gone"): "it rests on the terms, which do not say it",
    (
        "compiled",
        "`business_day` where the days on which it turns are wanted",
    ): "these days are too many to be listed as terms",
    (
        "compiled",
        "a question about any number where rules look at the number",
    ): "which numbers to try hangs on the days",
    ("compiled", "`in_lots_of` a number that a life decides"): "a common lot is sought before the number is known",
    (
        "compiled",
        "a day that is far away",
    ): "days lie between 1800 and 2500, so that what is counted from them is a day",
    ("compiled", SO_MANY_DIGITS): "a function of what is open would work out numbers that are never looked at",
    (
        "compiled",
        "so many grants where rules go over them",
    ): "what is summed over more than twelve grants is terms that the reference works out as soon",
    (
        "compiled",
        "a grant under another plan where rules go over grants",
    ): "a shape is in the words of one plan: the reference answers what goes over grants of several",
    ("compiled", "events that name others"): "which event another names is no part of a shape: the reference answers",
    ("pointwise", "rights of one event alone"): "it moves rights of a balance, whichever event brought them there",
    ("compiled", "a word that is also the name of a party"): "which of the two is meant is no part of a shape",
    ("pointwise", "rules"): "it is told no more than whether the action is allowed",
    ("pointwise", "most"): "it tries one number",
    ("pointwise", "missing"): "what is unknown has no name in it",
    ("pointwise", "any number"): "it tries one number",
    ("pointwise", "another action than `exercise`"): "the small vocabulary has one action that matters",
    ("pointwise", SMALL_PLANS): "it takes as given the one calendar that it can see whole",
    ("pointwise", "days outside a universe of two years"): "it looks at every day there is, and these must be few",
}
"""Evaluator and part of an answer, or kind of question -> why it is not answered. Kinds of question are told in the
words with which the evaluator refuses them."""


def parts(evaluator: Evaluator) -> tuple[str, ...]:
    """The parts of an answer that an evaluator knows."""
    return tuple(part for part in PARTS if (evaluator.name, part) not in GAPS)


def answer(evaluator: Evaluator, question: Question) -> Answer | None:
    """What an evaluator answers; None where it refuses, and the table says that it does.

    Raises `UnansweredError` where it refuses what no line of the table tells of.
    """
    try:
        return evaluator.answer(question)
    except UnansweredError as error:
        if (evaluator.name, str(error)) not in GAPS:
            raise
        return None


def differences(evaluator: Evaluator, question: Question, reference: Answer) -> list[str]:
    """In what an evaluator's answer differs from the reference's, part by part; nothing where it does not answer."""
    found = answer(evaluator, question)
    return [] if found is None else differing(evaluator, found, reference)


def differing(evaluator: Evaluator, found: Answer, reference: Answer) -> list[str]:
    """In what an answer that was given differs from the reference's, part by part."""
    return [
        f"{part}: {evaluator.name} {found[part]}, reference {reference[part]}"
        for part in parts(evaluator)
        if not _is_same(evaluator, part, found[part], reference[part])
    ]


def agreed_outcomes(plan: LoadedPlan, life: LifeSource, day: str, rights: int) -> set[str]:
    """The outcome of an exercise by every evaluator that answers, which agree in all other parts too."""
    asked = plan.question(plan.life(life), "exercise", on=day, rights=rights)
    each = EvaluatorQuestion(
        asked.court.life, asked.court.grant, "exercise", asked.asker, asked.on, asked.number, {}, {}
    )
    question = Question(plan.plan, each)
    reference = REFERENCE.answer(question)
    here = [evaluator for evaluator in EVALUATORS if evaluator.is_here()]
    assert not [told for evaluator in here for told in differences(evaluator, question, reference)]
    return {found["outcome"] for evaluator in here if (found := answer(evaluator, question)) is not None}


def _is_same(evaluator: Evaluator, part: str, found: Any, reference: Any) -> bool:
    if found is None and (evaluator.name, UNKNOWN_TO_IT) in GAPS:
        return True
    if part == "missing" and (evaluator.name, OTHER_DAYS) in GAPS:
        return set(found) <= set(reference) and bool(found) == bool(reference)
    return bool(found == reference)
