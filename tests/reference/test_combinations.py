"""What an answer turns on: held against every combination of readings, one by one."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import load
from kenri.model import expressions as e
from kenri.model.combinations import MOST_COMBINATIONS, OPEN, Combinations, Shown
from kenri.model.days import NEVER, Day, day
from kenri.model.life import Life
from kenri.model.plan import Effect, Figure, Plan, Reading, Rule, State, Term
from kenri.model.ruling import Ruling, Window
from kenri.model.turning import Turning
from kenri.reference.court import Court
from kenri.testing.random_plans import conditions, effects, moments, plans, quantities, several
from kenri.testing.toy_lives import askers, chosen_readings, court, lives
from kenri.testing.toy_words import ASKED_DAYS, EMPTY_PLAN
from tests.effort import examples
from tests.reference.toy_case import life, on

TWO = {"x": "so", "y": "or so"}


def readings(count: int, options: Mapping[str, str] = TWO) -> dict[str, Reading]:
    return {
        f"r{n:02}": Reading(question=f"How is clause {n} read?", options=options, default="x") for n in range(count)
    }


# --- of values that are plain functions of the readings ---

Function = Callable[[tuple[str, ...]], object]


def looked_through(function: Function, options: Mapping[str, Reading]) -> Callable[[Mapping[str, str]], Shown]:
    """A value under some readings, looked at as exactly as can be: whatever the open ones are."""

    def look(some: Mapping[str, str]) -> Shown:
        ways = [[*options[name].options] if option == OPEN else [option] for name, option in some.items()]
        values = {function(each) for each in itertools.product(*ways)}
        left = frozenset(name for name, option in some.items() if option == OPEN)
        return Shown(values.pop()) if len(values) == 1 else Shown(None, left)

    return look


@examples(200)
@given(st.data())
def test_the_smallest_changes_are_all_that_there_are(data: st.DataObject) -> None:
    declared = readings(data.draw(st.integers(1, 4)), {"x": "so", "y": "or so", "z": "or else"})
    combinations = [*itertools.product("xyz", repeat=len(declared))]
    table = dict(zip(combinations, data.draw(st.lists(st.integers(0, 2), min_size=81, max_size=81)), strict=False))
    few = data.draw(st.sets(st.sampled_from(range(len(declared)))))  # those that matter
    of = {each: table[tuple(option if n in few else "x" for n, option in enumerate(each))] for each in combinations}
    chosen = dict(zip(declared, data.draw(st.sampled_from(combinations)), strict=True))
    look = looked_through(lambda each: of[each], declared)
    found: Turning[Any] = Combinations(declared, chosen, most=10_000).turning(look)
    assert_exact(found, chosen, of.__getitem__, declared)


def assert_exact(
    found: Turning[Any],
    chosen: Mapping[str, str],
    value: Callable[[tuple[str, ...]], object],
    declared: Mapping[str, Reading],
    is_like: Callable[[tuple[str, ...]], bool] = lambda _: True,
) -> None:
    """Each way gives what it says, none is larger than need be, and every other value is reached by one of them.

    Combinations that are not alike are not compared.
    """
    assert found.beyond is None
    base = value(tuple(chosen.values()))
    others = {
        frozenset(set(zip(chosen, each, strict=True)) - set(chosen.items())): value(each)
        for each in itertools.product(*(declared[name].options for name in chosen))
        if is_like(each)
    }
    different = {changes: other for changes, other in others.items() if other != base}
    smallest = {changes for changes in different if not any(other < changes for other in different)}
    assert {frozenset(way.readings.items()) for way in found.ways} == smallest
    for way in found.ways:
        assert way.value == different[frozenset(way.readings.items())]
    assert found.is_settled == (not different)


@pytest.mark.parametrize(("count", "most"), [(4, 20), (8, 40), (15, 70), (25, 120)])
def test_a_parity_of_readings_turns_on_each_of_them(count: int, most: int) -> None:
    """Each reading alone turns it, and so nothing larger need be looked at."""
    where = court(parity(count), life())
    ruling = ask(where)
    assert ruling.outcome == "allowed"
    assert ruling.is_settled is False
    assert [turn.reading for turn in ruling.turns_on] == [*readings(count)]
    assert {turn.outcomes["y"] for turn in ruling.turns_on} == {"denied"}
    assert ruling.together == ()
    assert ruling.beyond is None
    assert len(where._standings) <= most


def parity(count: int) -> Plan:
    """A plan that allows while an even number of readings is read otherwise."""
    states = {"even-00": State(is_="always")}
    for n, name in enumerate(readings(count)):
        before = f"even-{n:02}"
        choices: dict[str, Any] = {"x": before, "y": e.Not(not_=before)}
        states[f"even-{n + 1:02}"] = State(is_=e.ConditionChoice(reading=name, choices=choices))
    rule = Rule(permit=("exercise",), clause="1", says="While even.", when=f"even-{count:02}")
    return replace(EMPTY_PLAN, readings=readings(count), states=states, rules={"even": rule}, dates={}, amounts={})


def ask(where: Court, when: str = "2024-03-01", **chosen: str) -> Ruling:
    return where.rule("exercise", where.life.parties["ann"], day(when), chosen=chosen)


@pytest.mark.parametrize("count", [2, 4, 8, 15, 25])
def test_readings_that_turn_only_all_together_are_shown_as_one_change(count: int) -> None:
    """Denied unless every clause is read otherwise: looks grow as their square, and do not double."""
    parts = tuple(e.ConditionChoice(reading=name, choices={"x": "never", "y": "always"}) for name in readings(count))
    rule = Rule(permit=("exercise",), clause="1", says="All.", when=e.All(all=parts))
    plan = replace(EMPTY_PLAN, readings=readings(count), rules={"all": rule})
    where = court(plan, life())
    ruling = ask(where)
    assert ruling.outcome == "denied"
    (way,) = ruling.together
    assert way.readings == dict.fromkeys(readings(count), "y")
    assert way.value == "allowed"
    assert [turn.reading for turn in ruling.turns_on] == [*readings(count)]
    assert ask(where, **way.readings).outcome == "allowed"
    assert len(where._standings) <= 2 * count * count + 2


def test_beyond_the_limit_nothing_is_said_to_be_settled() -> None:
    """Denied unless twelve of twenty-four clauses are read otherwise: too many combinations to look at."""
    names = [*readings(24)]
    count = e.Sum(sum=tuple(e.QuantityChoice(reading=name, choices={"x": 0, "y": 1}) for name in names))
    rule = Rule(permit=("exercise",), clause="1", says="Many.", when=e.Compare(quantity=count, at_least=12))
    where = court(replace(EMPTY_PLAN, readings=readings(24), rules={"many": rule}), life())
    ruling = ask(where)
    assert ruling.outcome == "denied"
    assert ruling.is_settled is None
    assert ruling.beyond == MOST_COMBINATIONS
    assert ruling.turning["outcome"] == Turning((), MOST_COMBINATIONS)
    assert len(where._standings) <= 2 * MOST_COMBINATIONS + 1  # those of the day and those of the windows
    assert ask(where, **dict.fromkeys(names[:12], "y")).outcome == "allowed"


# --- of rulings by hand ---

ROLLED = {"exact": on("2024-07-05"), "rolled": on("2024-07-07")}


def test_the_last_day_of_a_window_turns_on_how_holidays_are_read() -> None:
    """The fifth of July, or the seventh: asked on the fourth the answer is the same, and its window is not."""
    until = e.MomentsChoice(reading="roll", choices=ROLLED)
    rule = Rule(permit=("exercise",), clause="1", says="Until the last day.", when=e.Span(until=until))
    roll = {"roll": Reading(question="Does it roll?", options={"exact": "no", "rolled": "yes"}, default="exact")}
    where = court(replace(EMPTY_PLAN, readings=roll, rules={"open": rule}), life())
    ruling = ask(where, "2024-07-04")
    assert ruling.is_settled
    assert ruling.window is not None
    assert ruling.window.last == day("2024-07-05")
    assert ruling.window.turns is not None
    ((way,),) = (ruling.window.turns.ways,)
    assert way.readings == {"roll": "rolled"}
    assert [window.last for window in way.value] == [day("2024-07-07")]
    assert ask(where, "2024-07-04", roll="rolled").last_day == day("2024-07-07")
    after = ask(where, "2024-07-06")
    assert (after.outcome, after.is_settled) == ("denied", False)
    assert after.windows == ruling.windows
    assert ruling.elsewhere == ()


def test_a_window_that_only_another_reading_opens_is_shown_elsewhere() -> None:
    when = e.ConditionChoice(
        reading="r00", choices={"x": "never", "y": e.Span(from_=on("2024-05-01"), until=on("2024-05-10"))}
    )
    rule = Rule(permit=("exercise",), clause="1", says="In May.", when=when)
    where = court(replace(EMPTY_PLAN, readings=readings(1), rules={"may": rule}), life())
    ruling = ask(where, "2024-04-01")
    assert ruling.is_settled
    assert ruling.windows == ()
    ((way,),) = (turning.ways for turning in ruling.elsewhere)
    assert way.readings == {"r00": "y"}
    assert [(window.first, window.last) for window in way.value] == [(day("2024-05-01"), day("2024-05-10"))]
    assert ruling.turning["next_day"].ways[0].value == day("2024-05-01")


def test_a_figure_turns_though_the_outcome_does_not() -> None:
    figure = Figure(
        clause="2", says="Shares.", of=("exercise",), is_=e.QuantityChoice(reading="r00", choices={"x": 2, "y": 3})
    )
    rule = Rule(permit=("exercise",), clause="1", says="It may.")
    where = court(replace(EMPTY_PLAN, readings=readings(1), rules={"may": rule}, figures={"shares": figure}), life())
    ruling = ask(where)
    assert ruling.turns_on == ()
    assert ruling.is_settled is False
    (found,) = ruling.figures
    assert found.turns is not None
    assert [(way.readings, way.value) for way in found.turns.ways] == [({"r00": "y"}, 3)]


def test_a_number_without_a_largest_turns_into_one_that_has() -> None:
    """Fewer than four are barred from four on: there is no largest; or three at most."""
    less = e.Compare(quantity=e.AskedNumber(asked="number"), at_least=4)
    rules = {
        "may": Rule(permit=("exercise",), clause="1", says="It may."),
        "less": Rule(
            forbid=("exercise",),
            clause="2",
            says="Not four.",
            when=e.ConditionChoice(reading="r00", choices={"x": less, "y": "never"}),
        ),
        "ten": Rule(limit=("exercise",), clause="3", says="Ten at most.", at_most=10),
        "halves": Rule(
            limit=("exercise",),
            clause="4",
            says="Whole ones.",
            in_lots_of=1,
            when=e.ConditionChoice(reading="r01", choices={"x": "never", "y": "always"}),
        ),
    }
    where = court(replace(EMPTY_PLAN, readings=readings(2), rules=rules), life())
    ruling = ask(where)
    assert (ruling.outcome, ruling.most, ruling.is_settled) == ("allowed", "no-largest", False)
    assert [(way.readings, way.value) for way in ruling.turning["most"].ways] == [({"r00": "y"}, 10), ({"r01": "y"}, 3)]
    assert [(way.readings, way.value) for way in ruling.turning["lot"].ways] == [({"r01": "y"}, 1)]
    assert ruling.turning["gaps"].is_settled


def test_a_number_without_a_largest_is_settled_where_no_reading_changes_it() -> None:
    """A word in the place of a number is the same under every reading, or it is not."""
    less = e.Compare(quantity=e.AskedNumber(asked="number"), at_least=4)
    other = e.ConditionChoice(reading="r00", choices={"x": less, "y": e.AnyOf(any=(less, "never"))})
    rules = {
        "may": Rule(permit=("exercise",), clause="1", says="It may."),
        "less": Rule(forbid=("exercise",), clause="2", says="Not four.", when=other),
    }
    ruling = ask(court(replace(EMPTY_PLAN, readings=readings(1), rules=rules), life()))
    assert (ruling.outcome, ruling.most, ruling.is_settled) == ("allowed", "no-largest", True)


def test_the_day_on_which_it_may_be_turns_on_a_reading() -> None:
    """From May it is allowed if the board approves, which is not known; read otherwise, from June."""
    from_ = e.MomentsChoice(reading="r00", choices={"x": on("2024-05-01"), "y": on("2024-06-01")})
    approved = Term(says="Approval.", unknown="The board has not met.", type="flag", clause="2")
    rules = {
        "approved": Rule(
            permit=("exercise",), clause="1", says="If approved.", when=e.All(all=(e.Span(from_=from_), "approved"))
        )
    }
    where = court(replace(EMPTY_PLAN, readings=readings(1), rules=rules, terms={"approved": approved}), life())
    ruling = ask(where)
    assert (ruling.outcome, ruling.is_settled) == ("denied", True)
    assert (ruling.perhaps_day, ruling.perhaps_missing) == (day("2024-05-01"), ("approved",))
    assert [(way.readings, way.value) for way in ruling.turning["perhaps_day"].ways] == [
        ({"r00": "y"}, day("2024-06-01"))
    ]
    assert ruling.turning["next_day"].is_settled


def test_a_figure_that_is_a_day_turns_with_its_day() -> None:
    figure = Figure(clause="2", says="The day.", day=e.MomentsChoice(reading="roll", choices=ROLLED))
    roll = {"roll": Reading(question="Does it roll?", options={"exact": "no", "rolled": "yes"}, default="exact")}
    where = court(replace(EMPTY_PLAN, readings=roll, figures={"last": figure}), life())
    asker = where.life.parties["ann"]
    found = where.figure("last", asker, None, action="", asked={}, readings={"roll": "exact"})
    assert found.day == date(2024, 7, 5)
    assert found.turns is not None
    assert [(way.readings, way.value) for way in found.turns.ways] == [({"roll": "rolled"}, date(2024, 7, 7))]


# --- of rulings on random plans ---

FEW: dict[str, Reading] = {
    **readings(2),
    "r02": Reading(question="In what manner?", options={"x": "so", "y": "thus", "z": "else"}, default="y"),
}


def of_few(construct: Any, options: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from([*FEW]).flatmap(
        lambda name: st.fixed_dictionaries(dict.fromkeys(FEW[name].options, options)).map(
            lambda choices: construct(reading=name, choices=choices)
        )
    )


numbers = of_few(e.QuantityChoice, st.integers(0, 6) | quantities(0)) | of_few(e.QuantityChoice, quantities(1))
ASKED = e.AskedNumber(asked="number")
plain = st.sampled_from(("always", "never")) | conditions(0)
spans = st.builds(
    lambda from_, through: e.Span(from_=from_, until=through),
    of_few(e.MomentsChoice, moments(0)),
    of_few(e.MomentsChoice, moments(0)),
)
holding = st.recursive(
    plain | spans,
    lambda inner: (
        of_few(e.ConditionChoice, inner)
        | several(inner).map(lambda parts: e.All(all=parts))
        | several(inner).map(lambda parts: e.AnyOf(any=parts))
        | inner.map(lambda part: e.Not(not_=part))
        | numbers.map(lambda number: e.Compare(quantity=number, at_least=3))
        | numbers.map(lambda number: e.Compare(quantity=ASKED, less_than=number))
    ),
    max_leaves=5,
)


@st.composite
def plans_that_turn(draw: st.DrawFn) -> Plan:
    """Plans whose rules, effects and figures are made of readings."""
    said: dict[str, Any] = {"clause": "1", "says": "So it is said."}
    rules = {"open": Rule(permit=("exercise",), when=draw(holding), **said)}
    for n in range(draw(st.integers(0, 2))):
        verb = draw(st.sampled_from(("permit", "forbid")))
        rules[f"rule-{n}"] = Rule(when=draw(holding), **{verb: ("exercise",), **said})
    for n in range(draw(st.integers(0, 2))):
        bound = draw(st.sampled_from(("at_most", "at_most", "at_least", "in_lots_of")))
        number: Any = draw(numbers | st.just(e.Balance(balance="held")))
        rules[f"limit-{n}"] = Rule(limit=("exercise",), when=draw(plain | holding), **{bound: number, **said})
    made: dict[str, Effect] = {}
    if draw(st.booleans()):
        moved = draw(of_few(e.QuantityChoice, st.integers(0, 9)))
        on_ = draw(of_few(e.MomentsChoice, moments(0)) | moments(0))
        made["moved"] = Effect(on=on_, moves=moved, to=draw(st.sampled_from(("used", "lost"))), **said)
    if draw(st.booleans()):
        made["more"] = draw(effects())
    figures = {"f": Figure(of=("exercise",), is_=draw(numbers | st.just(ASKED)), **said)}
    words = draw(plans())
    return replace(words, rules=rules, effects=made, figures=figures, readings={**FEW, **EMPTY_PLAN.readings})


def each_combination(declared: Mapping[str, Reading]) -> Iterator[tuple[str, ...]]:
    return itertools.product(*(reading.options for reading in declared.values()))


@examples(40)
@given(plans_that_turn(), lives(), askers, st.none() | st.integers(1, 6), st.sampled_from(ASKED_DAYS), chosen_readings)
def test_every_part_of_a_ruling_turns_on_what_it_is_said_to_turn_on(
    plan: Plan, life: Life, asker: str, number: int | None, when: Day, some: dict[str, str]
) -> None:
    where = court(plan, life)

    def asked(chosen: Mapping[str, str], *, settle: bool = False) -> Ruling:
        return where.rule("exercise", life.parties[asker], when, number=number, chosen=chosen, settle=settle)

    ruling = asked(some, settle=True)
    under = {each: asked(dict(zip(plan.readings, each, strict=True))) for each in each_combination(plan.readings)}

    def alike(each: tuple[str, ...]) -> bool:
        return under[each].outcome == ruling.outcome

    def check(turning: Turning[Any] | None, value: Callable[[Ruling], object], **kwargs: Any) -> None:
        assert turning is not None
        assert_exact(turning, ruling.readings, lambda each: value(under[each]), plan.readings, **kwargs)

    check(ruling.turning["outcome"], lambda other: other.outcome)
    check(ruling.turning["balances"], lambda other: dict(other.balances))
    check(ruling.turning["lapsed_on"], lambda other: other.lapsed_on)
    check(ruling.turning["next_day"], lambda other: other.next_day)
    check(ruling.turning["perhaps_day"], lambda other: other.perhaps_day)
    if ruling.outcome == "denied" and not ruling.turning["outcome"].is_settled:
        assert ruling.turning.keys().isdisjoint({"most", "least", "lot", "gaps"})
    else:
        check(ruling.turning["most"], lambda other: other.most, is_like=alike)
        check(ruling.turning["least"], lambda other: other.least, is_like=alike)
        check(ruling.turning["lot"], lambda other: other.lot, is_like=alike)
        check(ruling.turning["gaps"], lambda other: other.has_gaps, is_like=alike)
    for figure in ruling.figures:
        check(figure.turns, lambda other: other.figures[0].value, is_like=alike)

    def settling(other: Ruling) -> object:
        figures = [figure.value for figure in other.figures]
        return other.outcome, other.most, other.least, other.lot, other.has_gaps, figures, dict(other.balances)

    assert ruling.is_settled == all(settling(other) == settling(ruling) for other in under.values())
    for window in ruling.windows:
        check(window.turns, partial(windows_sharing, window))
    shown = [turning for turning in (*ruling.elsewhere, *(window.turns for window in ruling.windows)) if turning]
    for each, other in under.items():
        changes = {*zip(plan.readings, each, strict=True)} - {*ruling.readings.items()}
        is_turned = any({*way.readings.items()} <= changes for turning in shown for way in turning.ways)
        assert is_turned or bare(other.windows) == bare(ruling.windows)
    for turning in ruling.elsewhere:
        for way in turning.ways:
            assert {*way.value} <= {*bare(asked({**some, **way.readings}).windows)}
            assert not any(sharing(ruling.windows, window) for window in way.value)
    assert replace(asked(some), readings=ruling.readings).windows == tuple(
        replace(window, turns=None) for window in ruling.windows
    )


def windows_sharing(window: Window, ruling: Ruling) -> tuple[Window, ...]:
    return bare(sharing(ruling.windows, window))


def bare(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    """Windows without what they turn on and what is said beside them, which does not turn."""
    return tuple(replace(window, turns=None, cautions=()) for window in windows)


def sharing(windows: tuple[Window, ...], window: Window) -> tuple[Window, ...]:
    """The windows that share a day with one."""

    def days(each: Window) -> tuple[Day, Day]:
        return each.first or 1, NEVER if each.last is None else each.last + 1

    first, until = days(window)
    return tuple(each for each in windows if days(each)[0] < until and first < days(each)[1])


TWICE = """\
plan: acme/twice
extends: vocabulary/equity
without: [within-what-is-held]
readings: {how: {question: How often?, options: {one: ONE, two: TWO}, default: one}}
rules:
  may: {clause: '1', says: s, permit: exercise}
  few: {clause: '2', says: s, limit: exercise, at_most: {count: {reading: how, choices: {one: A, two: B}}}}
"""
ONCE_OR_TWICE = ("2024-02-01", "{each_of: [2024-02-01, 2024-02-01]}")


@pytest.mark.parametrize("most", [(1, 2), (2, 1)], ids=["twice in the other way", "twice as it is read"])
def test_a_day_that_one_way_has_twice_counts_once_in_the_other(tmp_path: Path, most: tuple[int, int]) -> None:
    path = tmp_path / "plan.yaml"
    a, b = (ONCE_OR_TWICE[number - 1] for number in most)
    path.write_text(TWICE.replace("one: A", f"one: {a}").replace("two: B", f"two: {b}"), encoding="utf-8")
    life = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 9}]}
    ruling = load(path).ask(life, on="2024-03-01")
    (way,) = ruling.turning["most"].ways
    assert (ruling.most, dict(way.readings), way.value) == (most[0], {"how": "two"}, most[1])
