"""Which numbers are allowed where rules look at the number that is asked for, worked out by hand."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kenri.model import expressions as e
from kenri.model.days import day
from kenri.model.plan import Amount, Effect, Rule, State
from kenri.model.ruling import Least, Lot, Most
from kenri.reference.standing import Standing
from kenri.testing.toy_lives import court
from kenri.testing.toy_words import EMPTY_PLAN
from tests.reference.toy_case import life

DAY = day("2024-06-01")
N = e.AskedNumber(asked="number")
PERMIT = Rule(permit=("exercise",), clause="1", says="It may.")
TEN = Rule(limit=("exercise",), clause="2", says="Ten at most.", at_most=10)
HALVES = Rule(limit=("exercise",), clause="3", says="In halves.", in_lots_of=Decimal("0.5"))
TWOS = Rule(limit=("exercise",), clause="3", says="In twos.", in_lots_of=2)


def forbid(**compared: Any) -> Rule:
    return Rule(forbid=("exercise",), clause="4", says="Not so many.", when=e.Compare(quantity=N, **compared))


def permit(when: Any) -> Rule:
    return Rule(permit=("exercise",), clause="5", says="So many.", when=when)


def limit(most: Any) -> Rule:
    return Rule(limit=("exercise",), clause="6", says="So many at most.", at_most=most)


def standing(*rules: Rule, **changes: Any) -> Standing:
    plan = replace(EMPTY_PLAN, rules={f"r{index}": rule for index, rule in enumerate(rules)}, **changes)
    told = life()
    return court(plan, told).standing("exercise", told.parties["ann"], {})


BETWEEN = e.Cases(cases=(e.CaseLine(when=e.Compare(quantity=N, at_least=5), is_=8),), otherwise=3)

DEAR = Rule(
    forbid=("exercise",),
    clause="7",
    says="Too dear.",
    when=e.Compare(quantity=e.Product(multiply=(N, Decimal("2.5"))), more_than=20),
)
HALF = Fraction(1, 2)

CASES: list[tuple[str, tuple[Rule, ...], Most, Least, Lot, bool]] = [
    ("parts are allowed without lots", (PERMIT, limit(Decimal("1.25"))), Fraction(5, 4), None, None, False),
    ("four and more are forbidden", (PERMIT, TEN, forbid(at_least=4)), "no-largest", None, None, False),
    ("so they are in halves", (PERMIT, TEN, HALVES, forbid(at_least=4)), 7 * HALF, HALF, HALF, False),
    ("only more than four", (PERMIT, TEN, forbid(at_most=4)), 10, "no-least", None, False),
    ("more than four in twos", (PERMIT, TEN, TWOS, forbid(at_most=4)), 10, 6, 2, False),
    ("four to eight, not these", (permit("between"),), "no-largest", "no-least", None, False),
    ("more than four, or one", (PERMIT, TEN, forbid(more_than=1, at_most=4), forbid(less_than=1)), 10, 1, None, True),
    ("four or more", (PERMIT, TEN, forbid(less_than=4)), 10, 4, None, False),
    ("three to five are left out", (PERMIT, TEN, forbid(more_than=3, less_than=5)), 10, None, None, True),
    ("of twos that is four", (PERMIT, TEN, TWOS, forbid(more_than=3, less_than=5)), 10, 2, 2, True),
    ("between twos nothing is left out", (PERMIT, TEN, TWOS, forbid(more_than=2, less_than=4)), 10, 2, 2, False),
    ("one of two numbers", (permit(e.AskedIs(asked="number", is_=(3, 7))), TEN), 7, 3, None, True),
    ("a limit that the number sets", (PERMIT, limit(e.Difference(subtract=(9, N)))), Fraction(9, 2), None, None, False),
    ("a limit as large as the number", (PERMIT, limit(N)), "unlimited", None, None, False),
    ("a limit less than the number", (PERMIT, limit(e.Quotient(divide=(N, 2)))), 0, None, None, False),
    ("twice the number in money", (PERMIT, DEAR), 8, None, None, False),
    ("another limit from five on", (PERMIT, limit(BETWEEN)), 8, None, None, True),
    ("the least of two", (PERMIT, limit(e.Least(least=(e.Sum(sum=(N, 1)), 6)))), 6, None, None, False),
    ("nothing at all", (PERMIT, TEN, forbid(more_than=0)), 0, None, None, False),
    ("a state that looks at it", (permit("small"), TEN), "no-largest", None, None, False),
    ("an amount that looks at it", (PERMIT, limit("twice")), "unlimited", None, None, False),
]  # fmt: skip

NAMED = {
    "states": {
        "small": State(is_=e.Compare(quantity=N, less_than=4)),
        "between": State(is_=e.Compare(quantity=N, more_than=4, less_than=8)),
    },
    "amounts": {"twice": Amount(is_=e.Product(multiply=(N, 2)))},
}


@pytest.mark.parametrize(
    ("rules", "most", "least", "lot", "gaps"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_rules_that_look_at_the_number(rules: tuple[Rule, ...], most: Most, least: Least, lot: Lot, gaps: bool) -> None:
    found = standing(*rules, **NAMED)
    numbers = found.allowances.on(DAY)
    assert (numbers.most, numbers.least, numbers.lot, numbers.has_gaps) == (most, least, lot, gaps)
    assert found.outcome(DAY, None) == ("denied" if most == 0 else "allowed")
    if numbers.one is not None:
        assert found.outcome(DAY, numbers.one) == "allowed"
        assert [each.name for each, held in found.deciding(DAY, None) if held]


@pytest.mark.parametrize(
    "rules",
    [
        (PERMIT, limit(e.Product(multiply=(N, N)))),
        (PERMIT, limit(e.Round(round="down", of=N))),
        (PERMIT, TEN, Rule(limit=("exercise",), clause="3", says="In lots of itself.", in_lots_of=N)),
        (PERMIT, limit(e.Balance(balance="held"))),
    ],
    ids=["a square", "rounded", "a lot", "a balance"],
)
def test_what_cannot_be_followed_is_said_to_be_unknown(rules: tuple[Rule, ...]) -> None:
    moves = Effect(clause="1", says="They move.", on=e.GrantDay(grant="on"), moves=N, to="used")
    found = standing(*rules, effects={"moves": moves})
    numbers = found.allowances.on(DAY)
    assert numbers.most == "unknown"
    assert found.outcome(DAY, None) == "unknown"
    assert numbers.missing == {"number"}
