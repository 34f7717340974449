"""Rulings worked out by hand, and one court asked about different things."""

from dataclasses import replace
from typing import Any

from kenri.model import expressions as e
from kenri.model.days import day
from kenri.model.plan import Amount, Effect, Plan, Rule, State
from kenri.model.ruling import Ruling
from kenri.reference.court import Court
from kenri.testing.toy_lives import court
from kenri.testing.toy_words import EMPTY_PLAN
from tests.reference.toy_case import life, on

LEFT = on("2024-03-01")
TEN_DAYS = Rule(
    permit=("exercise",), clause="1", says="Ten days.", when=e.Within(within=e.Duration(days=10), after=LEFT)
)


def plan(**sections: Any) -> Plan:
    return replace(EMPTY_PLAN, **sections)


def asked(where: Court, when: str, number: int | None = None, **rest: Any) -> Ruling:
    facts = tuple(sorted(rest.pop("facts", {}).items()))
    return where.rule("exercise", where.life.parties["ann"], day(when), number=number, question=facts, chosen=rest)


def test_a_window_has_its_first_and_its_last_day() -> None:
    again = Rule(permit=("exercise",), clause="2", says="From June on.", when=e.Span(from_=on("2024-06-01")))
    where = court(plan(rules={"ten": TEN_DAYS, "again": again}), life())
    inside = asked(where, "2024-03-11")
    assert inside.outcome == "allowed"
    assert [(window.first, window.last) for window in inside.windows] == [
        (day("2024-03-02"), day("2024-03-11")),
        (day("2024-06-01"), None),
    ]
    assert inside.last_day == day("2024-03-11")
    assert inside.next_day == day("2024-06-01")
    assert asked(where, "2024-03-05").next_day == day("2024-03-06")
    assert asked(where, "2024-03-01").outcome == asked(where, "2024-03-12").outcome == "denied"
    assert asked(where, "2024-03-12").window is None


def test_one_court_answers_each_number_and_each_fact_by_itself() -> None:
    many = State(is_=e.Compare(quantity=e.AskedNumber(asked="number"), at_least=4))
    dear = Amount(is_=e.Sum(sum=(e.AskedNumber(asked="price"), 1)))
    rules = {
        "open": Rule(permit=("exercise",), clause="1", says="It may."),
        "few": Rule(forbid=("exercise",), clause="2", says="Not many.", when="s0"),
        "cheap": Rule(forbid=("exercise",), clause="3", says="Not dear.", when=e.Compare(quantity="a0", more_than=5)),
    }
    where = court(plan(rules=rules, states={"s0": many}, amounts={"a0": dear}), life())
    found = [
        asked(where, "2024-03-01", number, facts={"price": price}).outcome
        for number, price in ((3, 4), (4, 4), (3, 5), (3, 4))
    ]
    assert found == ["allowed", "denied", "denied", "allowed"]
    assert asked(where, "2024-03-01", 3).missing == ("price",)


def test_balances_that_turn_on_the_question_are_not_kept_for_another() -> None:
    lapse = Effect(
        clause="1", says="They lapse on the day wished.", on=e.AskedDay(asked="wished"), moves="all", to="lost"
    )
    rules = {
        "open": Rule(permit=("exercise",), clause="1", says="It may."),
        "held": Rule(limit=("exercise",), clause="2", says="What is held.", at_most="a0"),
    }
    held = Amount(is_=e.Balance(balance="held"))
    where = court(plan(rules=rules, effects={"lapse": lapse}, amounts={"a0": held}), life())
    early, late = ({"wished": day(when)} for when in ("2024-03-01", "2024-09-01"))
    assert [asked(where, "2024-06-01", facts=facts).most for facts in (early, late, early)] == [0, 100, 0]


def test_one_court_answers_by_each_reading() -> None:
    by_reading = State(is_=e.ConditionChoice(reading="way", choices={"a": "never", "b": "always"}))
    around = State(is_=e.Not(not_="s0"))
    rules = {"ten": replace(TEN_DAYS, unless="s1")}
    where = court(plan(rules=rules, states={"s0": by_reading, "s1": around}), life())
    found = asked(where, "2024-03-05")
    assert found.outcome == "denied"
    assert not found.is_settled
    assert [(turn.reading, turn.outcomes) for turn in found.turns_on] == [("way", {"a": "denied", "b": "allowed"})]
    assert asked(where, "2024-03-05", way="b").outcome == "allowed"
    assert asked(where, "2024-04-05").is_settled


def test_a_reading_that_is_asked_only_when_another_is_chosen_is_found() -> None:
    manner = e.ConditionChoice(reading="manner", choices={"x": "always", "y": "never", "z": "never"})
    way = e.ConditionChoice(reading="way", choices={"a": "never", "b": manner})
    where = court(plan(rules={"it": Rule(permit=("exercise",), clause="1", says="It may.", when=way)}), life())
    found = asked(where, "2024-03-05")
    assert not found.is_settled
    assert {turn.reading for turn in found.turns_on} == {"way", "manner"}


def test_rights_have_lapsed_when_the_last_ones_went_where_nothing_comes_back_from() -> None:
    effects = {
        "use": Effect(clause="1", says="Used.", on=e.EventMoments(event=("pays",)), moves=40, to="used"),
        "lapse": Effect(clause="2", says="Lost.", on=e.EventMoments(event=("leaves",)), moves="all", to="lost"),
    }
    rules = {"it": Rule(permit=("exercise",), clause="1", says="It may.")}
    where = court(plan(rules=rules, effects=effects), life(("pays", "2024-02-01"), ("leaves", "2024-03-01")))
    assert asked(where, "2024-02-29").lapsed_on is None
    assert asked(where, "2024-03-01").lapsed_on == day("2024-03-01")
    assert asked(where, "2024-05-01").lapsed_on == day("2024-03-01")
    assert asked(where, "2024-02-15").balances == {"held": 60, "used": 40, "lost": 0}


def test_rights_that_lapse_on_the_day_of_the_grant_have_lapsed_since_then_and_not_before() -> None:
    """The grant is of 10 January 2024; the day before, nothing was held either, and nothing had lapsed."""
    lapse = Effect(clause="2", says="Lost.", on=e.EventMoments(event=("leaves",)), moves="all", to="lost")
    rules = {"it": Rule(permit=("exercise",), clause="1", says="It may.")}
    where = court(plan(rules=rules, effects={"lapse": lapse}), life(("leaves", "2024-01-10")))
    assert asked(where, "2024-01-09").lapsed_on is None
    for asked_on in ("2024-01-10", "2024-01-11", "2024-05-01"):
        assert asked(where, asked_on).balances == {"held": 0, "used": 0, "lost": 100}
        assert asked(where, asked_on).lapsed_on == day("2024-01-10")
    used = replace(lapse, to="used")
    assert asked(court(where.plan, life(("leaves", "2024-01-09"))), "2024-01-11").lapsed_on is None
    assert asked(court(plan(rules=rules, effects={"lapse": used}), where.life), "2024-01-11").lapsed_on is None


def test_rights_that_come_back_and_go_on_the_day_of_a_lapse_have_lapsed() -> None:
    there = e.EventMoments(event=("leaves",))
    effects = {
        "all": Effect(clause="1", says="Put aside.", on=there, moves="all", to="used"),
        "back": Effect(clause="2", says="They come back.", on=there, moves=60, from_="used", to="held"),
        "lapse": Effect(clause="3", says="Lost.", on=there, moves="all", to="lost"),
    }
    rules = {"it": Rule(permit=("exercise",), clause="1", says="It may.")}
    where = court(plan(rules=rules, effects=effects), life(("leaves", "2024-03-01")))
    found = asked(where, "2024-03-02")
    assert (found.balances, found.lapsed_on) == ({"held": 0, "used": 40, "lost": 60}, day("2024-03-01"))
    # Without the lapse the rights that came back are held.
    kept = court(plan(rules=rules, effects={name: effects[name] for name in ("all", "back")}), where.life)
    assert (asked(kept, "2024-03-02").balances["held"], asked(kept, "2024-03-02").lapsed_on) == (60, None)
