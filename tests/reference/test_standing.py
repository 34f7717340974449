"""How many rights limits leave, against trying every number."""

import itertools
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kenri.model.days import day
from kenri.model.plan import Rule
from kenri.reference.standing import Standing
from kenri.testing.toy_lives import court
from kenri.testing.toy_words import EMPTY_PLAN
from tests.reference.toy_case import life, on

DAY = day("2024-06-01")
PERMIT = Rule(permit=("exercise",), clause="1", says="It may.")
WHOLE = range(1, 40)


def standing(**rules: Rule) -> Standing:
    told = life()
    return court(replace(EMPTY_PLAN, rules=rules), told).standing("exercise", told.parties["ann"], {})


def limit(**bounds: Any) -> Rule:
    return Rule(limit=("exercise",), clause="2", says="So many.", **bounds)


def exact(number: Any) -> Any:
    return Fraction(number) if isinstance(number, Decimal) else number


EVERY_TENTH = [Fraction(each, 10) for each in range(1, 400)]


@pytest.mark.takes_turns(3)
@pytest.mark.parametrize("most", [0, 2, 7, Decimal("6.5"), "unlimited"])
@pytest.mark.parametrize("least", [0, 3, Decimal("3.5"), 7])
def test_most_is_the_largest_number_that_every_limit_leaves(most: Any, least: Any) -> None:
    lots_there_are = (None, 0, 1, 2, 3, Decimal("0.5"), Decimal("2.5"))
    for lots in itertools.combinations_with_replacement(lots_there_are, 2):
        rules = {f"lot-{index}": limit(in_lots_of=lot) for index, lot in enumerate(lots) if lot is not None}
        found = standing(permit=PERMIT, most=limit(at_most=most), least=limit(at_least=least), **rules)
        allowed = [
            number
            for number in EVERY_TENTH
            if (most == "unlimited" or number <= exact(most))
            and number >= exact(least)
            and all(lot != 0 and number % exact(lot) == 0 for lot in lots if lot is not None)
        ]
        assert [number for number in EVERY_TENTH if found.outcome(DAY, number) == "allowed"] == allowed
        numbers = found.allowances.on(DAY)
        assert numbers.most == ("unlimited" if most == "unlimited" and allowed else max(allowed, default=0)), lots
        parts = [lot for lot in lots if lot is not None] == []
        assert numbers.least == (min(allowed) if allowed and not (parts and least == 0) else None)
        assert (numbers.lot is None) == (parts or not allowed)
        assert numbers.has_gaps is False
        assert found.outcome(DAY, None) == ("allowed" if allowed else "denied")


def test_limits_that_only_together_leave_nothing_are_named_together() -> None:
    found = standing(permit=PERMIT, most=limit(at_most=3), least=limit(at_least=4))
    assert [each.name for each, _ in found.deciding(DAY, None)] == ["most", "least"]
    assert [each.name for each, _ in found.deciding(DAY, 3)] == ["least"]
    assert [each.name for each, _ in found.deciding(DAY, 5)] == ["most"]


def test_a_rule_is_in_force_from_its_first_day_through_its_last() -> None:
    found = standing(permit=replace(PERMIT, from_=on("2024-03-01"), until=on("2024-03-31")))
    days = ("2024-02-29", "2024-03-01", "2024-03-31", "2024-04-01")
    assert [found.outcome(day(each), None) for each in days] == ["denied", "allowed", "allowed", "denied"]


def test_a_limit_that_may_apply_leaves_open_only_what_it_would_forbid() -> None:
    found = standing(permit=PERMIT, most=limit(at_most=3, when="unsaid_flag"))
    assert found.outcome(DAY, 3) == "allowed"
    assert found.outcome(DAY, 4) == "unknown"
