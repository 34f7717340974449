"""The rules that gates are written as derive the truths that three-valued logic gives, worked out by hand.

The rules are matched here by a few lines that try every combination of facts, so that nothing of durable-rules is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from operator import eq, ge, gt, le, lt, ne
from typing import Any

import pytest

from kenri.forward.gates import (
    FALSE,
    MOST_INPUTS,
    TRUE,
    UNKNOWN,
    AllGates,
    AnyGate,
    Chosen,
    Covered,
    Derivation,
    Gate,
    Measured,
    NegatedGate,
    Sheet,
    Supplied,
    Turned,
    written,
)
from kenri.forward.patterns import Check, Other, Pattern

TRUTHS = (FALSE, UNKNOWN, TRUE)
TODAY = 100

Fact = Mapping[str, int]

COMPARISONS = {"==": eq, "!=": ne, ">=": ge, "<=": le, ">": gt, "<": lt}


def fits(pattern: Pattern, fact: Fact, met: Mapping[str, Fact]) -> bool:
    """Whether a fact is as a pattern says, beside those that earlier patterns have met."""

    def holds(check: Check) -> bool:
        to = met[check.to.alias].get(check.to.field) if isinstance(check.to, Other) else check.to
        return check.field in fact and to is not None and COMPARISONS[check.operator](fact[check.field], to)

    return all(holds(check) for check in pattern.tests)


def matches(patterns: tuple[Pattern, ...], facts: list[Fact]) -> list[list[Fact]]:
    """The facts that patterns meet, one for each that must be there."""
    wanted = [each for each in patterns if not each.absent]
    found = []
    for several in product(facts, repeat=len(wanted)):
        met: dict[str, Fact] = {}
        for pattern, fact in zip(wanted, several, strict=True):
            if not fits(pattern, fact, met):
                break
            met[pattern.alias] = fact
        else:
            if not any(fits(each, fact, met) for each in patterns if each.absent for fact in facts):
                found.append([*several])
    return found


def truth_of(fact: Fact) -> int | None:
    """The truth that a fact tells, of a gate or of what a gate was at first."""
    return next((value for field, value in fact.items() if field[0] in "ni"), None)


def derived(sheet: Sheet, facts: list[Fact]) -> int:
    """The truth of a sheet's gate today: rules fire until nothing new follows, and never contradict one another."""
    known: dict[int, int] = {int(next(iter(fact))[1:]): value for fact in facts if (value := told(fact)) is not None}
    facts = [*facts]
    while True:
        new: dict[int, int] = {}
        for rule, result in zip(sheet.rules, sheet.results, strict=True):
            for on in matches(rule.patterns, facts):
                truths = [value for fact in on if (value := truth_of(fact)) is not None]
                value = following(result, truths)
                assert known.get(result.gate, value) == value, f"{rule.name} contradicts another rule"
                if result.gate not in known:
                    new[result.gate] = value
        if not new:
            return known[sheet.root]
        known |= new
        facts += [{f"n{gate}": value, "d": TODAY} for gate, value in new.items()]


def following(result: Derivation, truths: list[int]) -> int:
    """What follows from the truths that a rule's patterns met, if it does not follow whatever they are."""
    ways: Mapping[str, Callable[[list[int]], int]] = {
        "value": lambda _: result.value,
        "least": min,
        "most": max,
        "opposite": lambda truths: TRUE - truths[0],
        "same": lambda truths: truths[0],
    }
    return ways[result.way](truths)


def told(fact: Fact) -> int | None:
    """The truth of a gate that is told outright."""
    name = next(iter(fact))
    return fact[name] if name[0] == "n" else None


def supplied(sheet: Sheet, truths: Mapping[Gate, int]) -> list[Fact]:
    """The facts of gates whose truths the host tells."""
    return [{f"n{sheet.number(gate)}": value, "d": TODAY} for gate, value in truths.items()]


A, B = Supplied("a"), Supplied("b")


@pytest.mark.parametrize(("a", "b"), [*product(TRUTHS, TRUTHS)])
def test_all_are_as_false_as_the_falsest_and_any_as_true_as_the_truest(a: int, b: int) -> None:
    both, either = written("both", AllGates((A, B))), written("either", AnyGate((A, B)))
    assert derived(both, supplied(both, {A: a, B: b})) == min(a, b)
    assert derived(either, supplied(either, {A: a, B: b})) == max(a, b)


@pytest.mark.parametrize("a", TRUTHS)
def test_the_opposite_of_the_opposite_is_the_same(a: int) -> None:
    once, twice = written("not", NegatedGate(A)), written("not not", NegatedGate(NegatedGate(A)))
    assert derived(once, supplied(once, {A: a})) == {FALSE: TRUE, UNKNOWN: UNKNOWN, TRUE: FALSE}[a]
    assert derived(twice, supplied(twice, {A: a})) == a


def test_one_input_counted_twice_is_one() -> None:
    sheet = written("both", AllGates((A, A)))
    assert list(sheet.leaves.values()) == [A]
    assert derived(sheet, supplied(sheet, {A: UNKNOWN})) == UNKNOWN


@pytest.mark.parametrize("odd", [0, 11, 12, 29])
def test_many_inputs_are_taken_in_groups(odd: int) -> None:
    """Thirty inputs make three gates of twelve, twelve and six, and one of these: no rule has more patterns."""
    gates = tuple(Supplied(str(index)) for index in range(30))
    for make, decides in ((AllGates, FALSE), (AnyGate, TRUE)):
        sheet = written("many", make(gates))
        assert {*sheet.leaves.values()} == {*gates}
        assert max(len(rule.patterns) for rule in sheet.rules) == MOST_INPUTS
        assert sorted(len(children) for children in sheet.children.values()) == [3, 6, 12, 12]
        assert derived_alone(sheet, sheet.number(gates[odd]), decides) == decides


def derived_alone(sheet: Sheet, number: int, value: int) -> int:
    """The truth that follows from one input alone, by rules of one pattern."""
    known = {number: value}
    while sheet.root not in known:
        found = {
            result.gate: result.value
            for rule, result in zip(sheet.rules, sheet.results, strict=True)
            if len(rule.patterns) == 1
            for gate, truth in known.items()
            if fits(rule.patterns[0], {f"n{gate}": truth, "d": TODAY}, {})
        }
        assert found.keys() - known.keys(), "nothing follows"
        known |= found
    return known[sheet.root]


@pytest.mark.parametrize(("option", "expected"), [(0, FALSE), (1, UNKNOWN), (2, TRUE)])
def test_a_choice_is_the_gate_of_the_option_that_is_chosen(option: int, expected: int) -> None:
    """Options are told by their places in the order of their names: first, other, second."""
    c = Supplied("c")
    sheet = written("choice", Chosen("which", {"second": c, "first": A, "other": B}))
    assert sheet.readings == {"which": 0}
    facts = [*supplied(sheet, {A: FALSE, B: UNKNOWN, c: TRUE}), {"r0": option}]
    assert derived(sheet, facts) == expected
    assert sheet.chosen == {sheet.root: "which"}


def period(first: int, last: int, value: int) -> Fact:
    return {"w0": first, "u": last, "v": value}


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ([], FALSE),
        ([period(TODAY - 9, TODAY - 1, TRUE)], FALSE),
        ([period(TODAY + 1, TODAY + 9, TRUE)], FALSE),
        ([period(TODAY, TODAY + 9, TRUE)], TRUE),
        ([period(TODAY - 9, TODAY, TRUE)], TRUE),
        ([period(TODAY, TODAY, UNKNOWN)], UNKNOWN),
        ([period(TODAY - 1, TODAY, UNKNOWN), period(TODAY, TODAY + 1, TRUE)], TRUE),
        ([period(TODAY - 9, TODAY - 1, TRUE), period(TODAY, TODAY + 1, UNKNOWN)], UNKNOWN),
    ],
)
def test_a_day_is_covered_by_whatever_period_it_is_in(periods: list[Fact], expected: int) -> None:
    sheet = written("covered", Covered("it"))
    assert derived(sheet, [*periods, {"t0": 1, "d": TODAY}]) == expected


def turn(place: int, day: int, begins: bool, group: int = 1) -> Fact:
    return {"h0": place, "b": int(begins), "g": group, "y": day}


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ([], UNKNOWN),
        ([turn(1, TODAY + 1, True)], UNKNOWN),
        ([turn(1, TODAY, True)], TRUE),
        ([turn(1, TODAY - 5, True), turn(2, TODAY - 3, False)], FALSE),
        ([turn(2, TODAY - 3, False), turn(1, TODAY - 5, True)], FALSE),
        ([turn(1, TODAY - 5, False), turn(2, TODAY, True), turn(3, TODAY + 1, False)], TRUE),
        ([turn(1, TODAY, True, group=2)], UNKNOWN),
    ],
)
def test_the_latest_turn_that_has_passed_counts(turns: list[Fact], expected: int) -> None:
    """It was unknown at first; what turns in another group is another day's."""
    sheet = written("turned", Turned("it"))
    facts = [*turns, {"i0": UNKNOWN, "d": TODAY}, {"t0": 1, "d": TODAY, "g": 1}]
    assert derived(sheet, facts) == expected


@pytest.mark.parametrize(
    ("side", "below", "equal", "above"),
    [
        ("at_least", FALSE, TRUE, TRUE),
        ("more_than", FALSE, FALSE, TRUE),
        ("at_most", TRUE, TRUE, FALSE),
        ("less_than", TRUE, FALSE, FALSE),
        ("equals", FALSE, TRUE, FALSE),
    ],
)
def test_a_measure_is_told_by_the_sign_of_a_difference(side: str, below: int, equal: int, above: int) -> None:
    sheet = written("measured", Measured("it", side))
    for sign, expected in ((-1, below), (0, equal), (1, above)):
        assert derived(sheet, [{"s0": sign, "d": TODAY}]) == expected


def test_a_gate_that_is_used_twice_is_written_once() -> None:
    shared: Any = AnyGate((A, B))
    sheet = written("shared", AllGates((NegatedGate(shared), shared)))
    assert sheet.number(shared) in sheet.inputs
    assert [rule.name for rule in sheet.rules].count("any") == 3  # a is true, b is true, neither is
    assert derived(sheet, supplied(sheet, {A: TRUE, B: FALSE})) == FALSE
    assert derived(sheet, supplied(sheet, {A: UNKNOWN, B: FALSE})) == UNKNOWN
