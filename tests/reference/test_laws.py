"""Laws of rulings, each by its name, on random plans and lives."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from kenri.model.combinations import OPEN
from kenri.model.days import Day
from kenri.model.life import Event, Fact, Life
from kenri.model.plan import Plan, Rule
from kenri.model.ruling import Exact, Outcome, Ruling
from kenri.reference.allowance import Allowed
from kenri.reference.court import Court
from kenri.reference.standing import Standing
from kenri.reference.steps import Unknown
from kenri.testing.random_plans import (
    about_number,
    conditions,
    forbids,
    limits,
    moments,
    plans,
    quantities,
    rules,
    situations,
)
from kenri.testing.toy_lives import (
    UNSAID,
    Situation,
    asked_facts,
    askers,
    chosen_readings,
    court,
    events,
    lives,
    readings,
)
from kenri.testing.toy_words import ASKED_DAYS, READINGS
from tests.effort import examples

asked_days = st.sampled_from(ASKED_DAYS)
asked_numbers = st.none() | st.integers(0, 8)
DEFAULTS = {name: reading.default for name, reading in READINGS.items()}


def standing(
    plan: Plan, life: Life, asker: str, number: Exact | None = None, chosen: Mapping[str, str] = DEFAULTS
) -> Standing:
    return court(plan, life).standing("exercise", life.parties[asker], chosen, (), number)


def outcomes(
    plan: Plan, life: Life, asker: str, number: Exact | None = None, chosen: Mapping[str, str] = DEFAULTS
) -> list[Outcome]:
    """The outcome of each asked day."""
    answers = standing(plan, life, asker, number, chosen)
    return [answers.outcome(day, number) for day in ASKED_DAYS]


def ruling(where: Court, asker: str, day: Day, number: Exact | None, chosen: Mapping[str, str] | None = None) -> Ruling:
    return where.rule("exercise", where.life.parties[asker], day, number=number, chosen=chosen or {})


def silent_on_number(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Rules that ask for nothing that turns on how many rights are asked for, except by limits."""
    return items.filter(lambda item: "asked='number'" not in repr(item))


# --- permits and forbids ---


@examples(40)
@given(plans(), lives(), askers, asked_numbers, forbids())
def test_forbid_trumps_permit(plan: Plan, life: Life, asker: str, number: int | None, forbid: Rule) -> None:
    more = replace(plan, rules={**plan.rules, "ban": forbid})
    alone = replace(plan, rules={"ban": replace(forbid, forbid=(), permit=forbid.forbid)})
    before, after = outcomes(plan, life, asker, number), outcomes(more, life, asker, number)
    barred = outcomes(alone, life, asker, number)
    for was, is_, bars in zip(before, after, barred, strict=True):
        assert is_ == {"allowed": "denied", "denied": was, "unknown": "denied" if was == "denied" else "unknown"}[bars]


@examples(30)
@given(plans(), lives(), askers, asked_numbers)
def test_what_nothing_permits_is_denied(plan: Plan, life: Life, asker: str, number: int | None) -> None:
    roles = life.parties[asker].roles
    silent = {name: rule for name, rule in plan.rules.items() if not rule.permit or not is_about(rule, roles)}
    assert set(outcomes(replace(plan, rules=silent), life, asker, number)) == {"denied"}


def is_about(rule: Rule, roles: tuple[str, ...]) -> bool:
    return not rule.by or bool({*roles} & {*rule.by})


@examples(40)
@given(plans(), lives(), askers, asked_numbers, asked_days, st.randoms(use_true_random=False), st.data())
def test_order_and_duplication_of_rules_are_irrelevant(
    plan: Plan, life: Life, asker: str, number: int | None, day: Day, random: Any, data: st.DataObject
) -> None:
    assume(plan.rules)
    again = {f"again-{name}": plan.rules[name] for name in data.draw(st.sets(st.sampled_from(sorted(plan.rules))))}
    shuffled = [*plan.rules.items(), *again.items()]
    random.shuffle(shuffled)
    other = ruling(court(replace(plan, rules=dict(shuffled)), life), asker, day, number)
    one = ruling(court(plan, life), asker, day, number)
    same = {finding.rule.removeprefix("again-") for finding in other.findings}
    assert same == {finding.rule for finding in one.findings}
    assert replace(other, findings=(), plan=one.plan) == replace(one, findings=())


@examples(40)
@given(plans(), lives(), askers, asked_numbers, asked_days)
def test_the_deciding_rules_account_for_the_outcome(
    plan: Plan, life: Life, asker: str, number: int | None, day: Day
) -> None:
    found = ruling(court(plan, life), asker, day, number)
    held = [finding for finding in found.findings if finding.holds]
    about = [rule for rule in plan.rules.values() if "exercise" in (rule.permit or ()) and is_about(rule, ("holder",))]
    match found.outcome:
        case "allowed":
            assert held == [*found.findings] != []
            assert {finding.verdict for finding in held} == {"permit"}
        case "denied" if asker == "ann" and about:
            assert found.findings
            assert all(not finding.holds for finding in found.findings if finding.verdict == "permit")
        case "unknown":
            assert found.missing or found.turns_on or not found.is_settled
            assert found.findings
        case _:
            pass


# --- rights ---


@examples(80)
@given(situations())
def test_movements_add_up_to_what_was_granted(situation: Situation) -> None:
    case = situation.case
    found = case.movements
    for day in ASKED_DAYS:
        scaled = [movement.number for movement in found.all if movement.to is None and movement.day <= day]
        standing = {name: steps.on(day) for name, steps in found.balances.items()}
        assert set(standing) == {"held", "used", "lost"}
        known = [number for number in standing.values() if not isinstance(number, Unknown)]
        assert all(number >= 0 for number in known)
        if len(known) == len(standing):
            granted = case.grant.number if day >= case.grant.on else 0
            gained = [number for number in scaled if not isinstance(number, Unknown)]
            assert len(gained) == len(scaled)
            assert sum(known) == granted + sum(gained) == found.granted.on(day)


# --- days ---


@examples(15)
@given(plans(), lives(), askers, asked_numbers)
def test_windows_are_the_days_on_which_asking_allows(plan: Plan, life: Life, asker: str, number: int | None) -> None:
    where = court(plan, life)
    found = [ruling(where, asker, day, number) for day in ASKED_DAYS]
    for one in found:
        at = [window for window in one.windows if window.holds_on(one.on)]
        assert [window.status for window in at] == [
            status for status in ("allowed", "unknown") if status == one.outcome
        ]
        assert one.window == (at[0] if at else None)
        if one.window is not None:
            most = next((most for day, most in reversed(one.window.steps) if day <= one.on), one.window.most)
            assert most == one.most
            assert all(a != b for a, b in itertools.pairwise(one.window.numbers))
        later = [other for other in found if other.on > one.on]
        sure = next((other.on for other in later if other.outcome == "allowed"), None)
        perhaps = next((other for other in later if other.outcome == "unknown"), None)
        if sure is not None or (one.next_day or 0) in ASKED_DAYS:
            assert one.next_day == sure
        if perhaps is not None and (sure is None or perhaps.on < sure):
            assert one.perhaps_day == perhaps.on
            assert one.perhaps_missing == perhaps.missing
        elif one.perhaps_day is not None:
            assert one.perhaps_day not in ASKED_DAYS
            assert one.next_day is None or one.perhaps_day < one.next_day
    for window, following in itertools.pairwise(found[0].windows):
        assert window.last is not None
        assert following.first is not None
        assert window.last < following.first
        assert window.status != following.status or window.last + 1 < following.first


@examples(40)
@given(
    plans(), lives(), st.lists(st.integers(0, 40).flatmap(events), max_size=3), askers, asked_days, st.integers(0, 20)
)
def test_a_later_recording_never_changes_an_earlier_answer(
    plan: Plan, life: Life, late: list[Event], asker: str, day: Day, instant: int
) -> None:
    ids = [None, *(event.id for event in life.events)]
    added = [
        replace(event, id=f"late-{n}", recorded=instant + 1 + n, corrects=ids[n % len(ids)], cancelled=n == 2)
        for n, event in enumerate(late)
    ]
    then, now = life.known_at(instant), life.with_events(*added).known_at(instant)
    assert now == then
    assert ruling(court(plan, now), asker, day, None) == ruling(court(plan, then), asker, day, None)
    if added:
        assert life.with_events(*added).known_at(None) != life.known_at(None)


@examples(40)
@given(plans(), lives(), askers, asked_numbers, asked_days, st.randoms(use_true_random=False))
def test_the_order_of_the_record_matters_within_a_day_only(
    plan: Plan, life: Life, asker: str, number: int | None, day: Day, random: Any
) -> None:
    one_a_day = tuple({event.on: event for event in life.events}.values())
    shuffled = [*one_a_day]
    random.shuffle(shuffled)
    ordered, other = replace(life, events=one_a_day), replace(life, events=tuple(shuffled))
    assert ruling(court(plan, ordered), asker, day, number) == ruling(court(plan, other), asker, day, number)


# --- numbers ---

AT_MOST = limits(quantities(1)).filter(lambda rule: rule.at_least is None and rule.in_lots_of is None)
WHOLE = range(41)


@examples(40)
@given(plans(rule=silent_on_number(AT_MOST | rules().filter(lambda rule: not rule.limit))), lives(known=True), askers)
def test_whoever_may_have_more_may_have_less(plan: Plan, life: Life, asker: str) -> None:
    answers = standing(plan, life, asker)
    for day in ASKED_DAYS[::5]:
        allowed = [answers.outcome(day, number) == "allowed" for number in WHOLE]
        assert allowed == sorted(allowed, reverse=True), day


numbered = st.integers(0, 60) | st.fractions(0, 30, max_denominator=8)
"""Numbers that are tried beside those that a ruling names."""


def tried(found: Allowed, numbers: list[Exact]) -> list[Exact]:
    """Numbers to try: some drawn, and around what is said to be the most and the least, next to it and far from it."""
    near: set[Exact] = set()
    for said in (found.most, found.least):
        if said is not None and not isinstance(said, str):
            lot = found.lot if found.lot is not None and not isinstance(found.lot, str) else 1
            steps = [Fraction(lot) * times for times in (Fraction(1, 7), Fraction(1, 2), 1, 2, 5, 30)]
            near |= {said, *(said + step for step in steps), *(said - step for step in steps)}
    return sorted({number for number in (*near, *numbers) if number > 0})


@examples(60)
@given(
    plans(rule=about_number() | limits(quantities(1)) | rules(1)),
    lives(),
    askers,
    st.lists(asked_days, min_size=3, max_size=6),
    st.lists(numbered, min_size=6, max_size=12),
)
def test_most_is_allowed_and_nothing_above_it_is(
    plan: Plan, life: Life, asker: str, days: list[Day], numbers: list[Exact]
) -> None:
    answers = standing(plan, life, asker)
    for day in days:
        found = answers.allowances.on(day)
        outcome_of = {number: answers.outcome(day, number) for number in tried(found, numbers)}
        allowed = [number for number, outcome in outcome_of.items() if outcome == "allowed"]
        perhaps = [number for number, outcome in outcome_of.items() if outcome != "denied"]
        any_number = answers.outcome(day, None)
        match found.most:
            case "unknown":
                assert any_number != "denied"
            case "unlimited" | "no-largest":
                assert any_number == "allowed"
            case 0:
                assert (any_number, perhaps) == ("denied", [])
            case most:
                assert outcome_of[most] == any_number == "allowed"
                assert max(perhaps) == most
        if found.least is not None and not isinstance(found.least, str):
            assert outcome_of[found.least] == "allowed"
            assert min(perhaps) == found.least
        if found.is_some and found.lot is None and found.least in (None, "no-least"):
            next_to_zero = answers.outcome(day, Fraction(1, 10**9))
            assert (next_to_zero == "allowed") == (found.least is None)
        if found.lot is not None and not isinstance(found.lot, str):
            assert all(number % Fraction(found.lot) == 0 for number in perhaps)
        if found.has_gaps is False:
            for number, outcome in outcome_of.items():
                fits = found.lot in (None, "unknown") or number % Fraction(found.lot) == 0
                inside = any(each <= number for each in allowed) and any(each >= number for each in allowed)
                assert outcome == "allowed" or not (fits and inside)
        if found.one is not None and "number" not in found.missing:
            assert answers.outcome(day, found.one) == any_number
        assert any_number != "denied" or not perhaps
        # Where it cannot be followed how rules hang on the number, no number speaks for others.
        assert any_number == "allowed" or not allowed or found.most == "unknown"


# --- what is not known ---


@examples(60)
@given(plans(), lives(), st.fixed_dictionaries(dict(UNSAID)), askers, asked_numbers, readings, chosen_readings)
def test_what_becomes_known_never_contradicts_a_known_answer(
    plan: Plan,
    life: Life,
    told: dict[str, Any],
    asker: str,
    number: int | None,
    some: dict[str, str],
    every: dict[str, str],
) -> None:
    chosen = {name: every[name] if option == OPEN else option for name, option in some.items()}
    before = outcomes(plan, life, asker, number, some)
    after = outcomes(plan, replace(life, facts={**told, **life.facts}), asker, number, chosen)
    assert all(then in ("unknown", now) for then, now in zip(before, after, strict=True))


@examples(80)
@given(situations(), moments(2), conditions(2), quantities(2), st.fixed_dictionaries(dict(UNSAID)), chosen_readings)
def test_what_becomes_known_never_contradicts_a_known_value(
    situation: Situation, day: Any, holds: Any, number: Any, told: dict[str, Any], every: dict[str, str]
) -> None:
    chosen = {name: every[name] if option == OPEN else option for name, option in situation.readings.items()}
    life = replace(situation.life, facts={**told, **situation.life.facts})
    before, after = situation.case, replace(situation, life=life, readings=chosen).case
    if not (was := before.moments(day)).missing:
        now = after.moments(day)
        for d in ASKED_DAYS:
            assert [item[:2] for item in was.seen_from(d)] == [item[:2] for item in now.seen_from(d)]
    for d in ASKED_DAYS:
        assert before.condition(holds).on(d) in (None, after.condition(holds).on(d))
        value = before.quantity(number).on(d)
        assert isinstance(value, Unknown) or value == after.quantity(number).on(d)


@examples(35)
@given(plans(), lives(), askers, asked_numbers, st.lists(asked_days, min_size=1, max_size=5))
def test_an_outcome_is_settled_when_every_combination_of_readings_gives_it(
    plan: Plan, life: Life, asker: str, number: int | None, days: list[Day]
) -> None:
    where = court(plan, life)
    combinations = [
        dict(zip(READINGS, options, strict=True))
        for options in itertools.product(*(reading.options for reading in READINGS.values()))
    ]
    alone = [standing(plan, life, asker, number, chosen) for chosen in combinations]
    for day in days:
        found = ruling(where, asker, day, number)
        each = [answers.outcome(day, number) for answers in alone]
        is_one = len({*each}) == 1
        assert found.turning["outcome"].is_settled == is_one
        assert bool(found.turns_on) == (not is_one)
        assert is_one or found.is_settled is False  # its numbers and balances: see test_turning
        assert found.outcome == each[combinations.index(DEFAULTS)]
        for turn in found.turns_on:
            for option, outcome in turn.outcomes.items():
                assert outcome == each[combinations.index({**DEFAULTS, turn.reading: option})]


# --- asking again ---


@examples(20)
@given(
    plans(),
    lives(),
    st.lists(st.tuples(askers, asked_days, asked_numbers, asked_facts, chosen_readings), min_size=4, max_size=8),
)
def test_asking_again_gives_an_equal_ruling_warm_or_cold_and_from_several_threads(
    plan: Plan, life: Life, questions: list[tuple[str, Day, int | None, dict[str, Fact], dict[str, str]]]
) -> None:
    def asked(where: Court, index: int) -> Ruling:
        asker, day, number, facts, chosen = questions[index]
        question = tuple(sorted(facts.items()))
        return where.rule("exercise", where.life.parties[asker], day, number=number, question=question, chosen=chosen)

    order = range(len(questions))
    cold = [asked(court(plan, life), index) for index in order]
    warm = court(plan, life)
    assert [asked(warm, index) for index in order] == cold
    assert [asked(warm, index) for index in reversed(order)] == cold[::-1]
    shared = court(plan, life)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            found = [pool.submit(asked, shared, index) for index in [*order] * 3]
            assert [each.result() for each in found] == cold * 3
    finally:
        sys.setswitchinterval(interval)
