"""The table of gaps is true: what stands in it is not answered, and all else is."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kenri.api import load
from kenri.model.days import day
from kenri.model.expressions import (
    AskedIs,
    AskedNumber,
    At,
    Balance,
    EventMoments,
    GrantIs,
    GrantNumber,
    On,
    OverGrants,
    Product,
    Sum,
)
from kenri.model.life import Grant, Life, Party
from kenri.model.plan import Effect, Rule
from kenri.testing.random_lives import EvaluatorQuestion
from kenri.testing.toy_calendar import calendars
from kenri.testing.toy_words import EMPTY_PLAN, START
from tests.conformance.evaluators import (
    EVALUATORS,
    OTHERS,
    PARTLY_KNOWN,
    PARTS,
    REFERENCE,
    Evaluator,
    Question,
    UnansweredError,
)
from tests.conformance.gaps import EVERYTHING, GAPS, OTHER_DAYS, SMALL_PLANS, SO_MANY_DIGITS, UNKNOWN_TO_IT, parts
from tests.conformance.test_every_construct import LIFE, PLANS

ANN = Party(id="ann", roles=("holder",))
GRANT = Grant(id="g", grantee="ann", on=START, number=5)
ASKED = EvaluatorQuestion(Life(parties={"ann": ANN}, grants={"g": GRANT}), GRANT, "exercise", ANN, START + 3, 2, {}, {})
OPEN = replace(EMPTY_PLAN, rules={"open": Rule(permit=("exercise",), clause="1", says="Anybody may.")})

LATE = replace(
    EMPTY_PLAN, rules={"late": Rule(permit=("exercise",), clause="1", says="Late.", when=On(on=date(2030, 1, 1)))}
)

BY_NUMBER = replace(
    EMPTY_PLAN,
    rules={
        "open": Rule(permit=("exercise",), clause="1", says="Anybody may."),
        "three": Rule(permit=("exercise",), clause="2", says="Three.", when=AskedIs(asked="number", is_=3)),
    },
    effects={
        "scaled": Effect(clause="3", says="Scaled.", on=date.fromordinal(START + 1), scales=AskedNumber(asked="number"))
    },
)

GOLD = replace(
    EMPTY_PLAN,
    rules={"gold": Rule(permit=("exercise",), clause="1", says="Gold.", when=GrantIs(grant="kind", is_="gold"))},
)
OF_GOLD = replace(GRANT, attributes={"kind": "gold"})
AS_IT_WAS = replace(
    EMPTY_PLAN,
    rules={
        "as-it-was": Rule(
            permit=("exercise",),
            clause="1",
            says="If it was so on that day.",
            when=At(at="unsaid_day", holds=On(on=date.fromordinal(START + 1))),
        )
    },
)

NAMED_GOLD = Life(parties={"ann": ANN, "gold": replace(ANN, id="gold")}, grants={"g": OF_GOLD})

OVER = replace(
    EMPTY_PLAN,
    rules={
        "open": Rule(permit=("exercise",), clause="1", says="Anybody may."),
        "few": Rule(limit=("exercise",), clause="2", says="Few.", at_most=OverGrants(over="grants", sum=1)),
    },
)
LONG = replace(
    EMPTY_PLAN,
    rules={
        "long": Rule(
            limit=("exercise",), clause="1", says="Long.", at_most=Product(multiply=(GrantNumber(grant="number"),) * 81)
        ),
    },
)
MANY = Life(parties={"ann": ANN}, grants={"g": GRANT, **{f"h{n}": replace(GRANT, id=f"h{n}") for n in range(12)}})
ELSEWHERE = Life(
    parties={"ann": ANN},
    grants={"g": GRANT, "h": replace(GRANT, id="h", plan="elsewhere")},
    plans={"elsewhere": replace(EMPTY_PLAN, id="elsewhere")},
)

OF_ITSELF = replace(
    OPEN,
    effects={
        "kept": Effect(clause="2", says="Kept.", on=EventMoments(event=("pays",)), moves=2, to="used"),
        "back": Effect(
            clause="3",
            says="Back.",
            on=EventMoments(event=("pays",)),
            for_="this_event",
            from_="used",
            moves="all",
            to="held",
        ),
    },
)

SMALL = {
    "events that name others": Question(OF_ITSELF, ASKED, calendars),
    "rights of one event alone": Question(OF_ITSELF, ASKED, calendars),
    "a day that is far away": Question(OPEN, replace(ASKED, day=1), calendars),
    "a question about any number where rules look at the number": Question(
        BY_NUMBER, replace(ASKED, number=None), calendars
    ),
    "a word that is also the name of a party": Question(
        GOLD, replace(ASKED, life=NAMED_GOLD, grant=OF_GOLD), calendars
    ),
    PARTLY_KNOWN: Question(AS_IT_WAS, ASKED, calendars),
    SO_MANY_DIGITS: Question(LONG, ASKED, calendars),
    "so many grants where rules go over them": Question(OVER, replace(ASKED, life=MANY), calendars),
    "a grant under another plan where rules go over grants": Question(OVER, replace(ASKED, life=ELSEWHERE), calendars),
    "any number": Question(OPEN, replace(ASKED, number=None), calendars),
    "another action than `exercise`": Question(OPEN, replace(ASKED, action="sell"), calendars),
    SMALL_PLANS: Question(OPEN, ASKED),
    "days outside a universe of two years": Question(LATE, ASKED, calendars),
}
"""Questions over the small vocabulary that some evaluator refuses, by the words with which it does."""

CONSTRUCTS = {
    "`black_scholes`": "BlackScholes0",
    "`business_day` where the days on which it turns are wanted": "StartOf1",
    "`in_lots_of` a number that a life decides": "quantity name2",
    "the days on which weekdays turn": "EndOf1",
    "parts that are `skipped` and gone": "Vests3",
}
"""Constructs, in the plans of `tests/checking/every_construct.py`, that some evaluator refuses."""

LOTS = """\
plan: lots
extends: vocabulary/equity
rules:
  some: {clause: "1", says: Few., permit: exercise, when: {quantity: {asked: number}, less_than: 10}}
  lots: {clause: "2", says: In lots., limit: exercise, in_lots_of: 4}
"""
LOTS_REFUSED = "a question about any number where rules look at the number and at lots"


def test_each_part_of_an_answer_is_given_or_is_a_gap() -> None:
    for evaluator in EVALUATORS:
        if evaluator.is_here():
            found = evaluator.answer(Question(OPEN, replace(ASKED, day=START + 100), calendars))
            assert tuple(part for part in PARTS if part in found) == parts(evaluator), evaluator.name


def asked_of(name: str, folder: Path, text: str) -> list[Question]:
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    plan = load(path)
    life = plan.life(LIFE if name != "lots" else {"grants": [{"grantee": "ann", "on": "2024-01-15", "number": 100}]})
    grant = next(iter(life.grants.values()))
    ann = life.parties["ann"]
    numbers = (3, None) if name != "lots" else (None,)
    return [
        Question(plan.plan, EvaluatorQuestion(life, grant, "exercise", ann, day(on), many, {}, {}))
        for on in ("2024-01-20", "2024-05-06")
        for many in numbers
    ]


def refusals(evaluator: Evaluator, questions: list[Question]) -> set[str]:
    """The words with which some of the questions are refused."""
    found = set()
    for question in questions:
        try:
            evaluator.answer(question)
        except UnansweredError as error:
            found.add(str(error))
    return found


KINDS = sorted(key for key in GAPS if key[1] not in (*PARTS, EVERYTHING, OTHER_DAYS, UNKNOWN_TO_IT))


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_what_is_said_to_be_refused_is_refused(name: str, kind: str, tmp_path: Path) -> None:
    evaluator = next(each for each in OTHERS if each.name == name)
    if not evaluator.is_here():
        pytest.skip(GAPS[name, EVERYTHING])
    if kind in SMALL:
        questions = [SMALL[kind]]
    elif kind == LOTS_REFUSED:
        questions = asked_of("lots", tmp_path, LOTS)
    else:
        questions = asked_of(CONSTRUCTS[kind], tmp_path, PLANS[CONSTRUCTS[kind]])
    assert kind in refusals(evaluator, questions)


def test_one_that_is_not_here_is_so_for_the_reason_given() -> None:
    """Forward chaining is left out under no Python on which its engine runs: pyproject.toml installs it below 3.13."""
    absent = {each.name for each in OTHERS if (each.name, EVERYTHING) in GAPS}
    assert absent == {"forward"}
    assert all(each.is_here() for each in OTHERS if each.name not in absent)
    if sys.version_info >= (3, 13):
        assert not any(each.is_here() for each in OTHERS if each.name in absent)


NARROWER = replace(
    EMPTY_PLAN,
    rules={
        "open": Rule(permit=("exercise",), clause="1", says="Anybody may."),
        "least": Rule(
            limit=("exercise",), clause="2", says="Many.", at_least=Sum(sum=("unsaid", Balance(balance="held")))
        ),
    },
    effects={
        "used": Effect(clause="3", says="One is used.", on="unsaid_day", moves=1, to="used"),
    },
)


def test_what_is_missing_may_be_told_more_narrowly() -> None:
    """What is held hangs on a day nobody told from the grant on; the day before, nothing is held whichever it is."""
    question = Question(NARROWER, replace(ASKED, number=None, day=START - 1), calendars)
    found = {
        each.name: each.answer(question) for each in (REFERENCE, *OTHERS) if each.is_here() and each.name != "pointwise"
    }
    assert found["reference"]["missing"] == ("unsaid", "unsaid_day")
    for name, kind in GAPS:
        if kind == OTHER_DAYS and name in found:
            assert found[name]["missing"] == ("unsaid",)
