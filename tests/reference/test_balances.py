"""Movements of rights, worked out by hand. The grant is of 100 rights on 10 January 2024."""

from fractions import Fraction
from typing import Any

from kenri.model import expressions as e
from kenri.model.days import day
from kenri.model.plan import Effect
from kenri.reference.steps import Unknown
from tests.reference.toy_case import case, on, table

PAYS, LEAVES = (e.EventMoments(event=(kind,)) for kind in ("pays", "leaves"))
AMOUNT = e.EventNumber(of_event="amount")
LESS_THAN_ZERO = frozenset({"a number from 0 up in use"})


def effect(**keys: Any) -> Effect:
    return Effect(clause="1", says="Rights move.", **keys)


USE = effect(on=PAYS, moves=AMOUNT, to="used")
LAPSE = effect(on=LEAVES, moves="all", to="lost")


def test_nothing_is_held_before_the_grant() -> None:
    here = case(("pays", "2024-01-09", {"amount": 5}), effects={"use": USE})
    assert table(here.balance("held")) == {"": 0, "2024-01-10": 100}
    assert table(here.balance("used")) == {"": 0}
    assert here.movements.all == ()


def test_what_leaves_one_balance_enters_another() -> None:
    here = case(("pays", "2024-02-01", {"amount": 30}), ("leaves", "2024-03-01"), effects={"use": USE, "lapse": LAPSE})
    assert table(here.balance("held")) == {"": 0, "2024-01-10": 100, "2024-02-01": 70, "2024-03-01": 0}
    assert table(here.balance("used")) == {"": 0, "2024-02-01": 30}
    assert table(here.balance("lost")) == {"": 0, "2024-03-01": 70}
    assert [(one.effect, one.number, one.asked) for one in here.movements.all] == [("use", 30, 30), ("lapse", 70, 70)]


def test_no_more_moves_than_there_is_and_the_rest_is_on_record() -> None:
    here = case(("pays", "2024-02-01", {"amount": 130}), effects={"use": USE})
    assert [(one.number, one.asked) for one in here.movements.all] == [(100, 130)]
    less = case(effects={"use": effect(on=on("2024-02-01"), moves=e.Difference(subtract=(0, 5)), to="used")})
    # Rights do not move backwards: what is called for stays on record, and what becomes of the balances is not known.
    assert [(one.number, one.asked) for one in less.movements.all] == [(Unknown(LESS_THAN_ZERO), -5)]
    assert less.balance("held").on(day("2024-01-31")) == 100
    assert less.balance("held").on(day("2024-02-01")) == Unknown(LESS_THAN_ZERO)


def test_what_is_scaled_by_zero_is_gone() -> None:
    nothing = case(effects={"split": effect(on=on("2024-02-01"), scales=e.Difference(subtract=(2, 2)))})
    assert table(nothing.balance("held")) == {"": 0, "2024-01-10": 100, "2024-02-01": 0}


def test_within_a_day_what_no_event_makes_comes_first_then_the_record_then_the_plan() -> None:
    use, lapse = ("pays", "2024-02-01", {"amount": 30}), ("leaves", "2024-02-01")
    assert table(case(use, lapse, effects={"lapse": LAPSE, "use": USE}).balance("lost")) == {"": 0, "2024-02-01": 70}
    assert table(case(lapse, use, effects={"lapse": LAPSE, "use": USE}).balance("lost")) == {"": 0, "2024-02-01": 100}
    by_date = effect(on=on("2024-02-01"), moves="all", to="lost")
    assert table(case(use, effects={"use": USE, "lapse": by_date}).balance("used")) == {"": 0}
    both = {"a": effect(on=PAYS, moves=80, to="used"), "b": effect(on=PAYS, moves=80, to="lost")}
    assert table(case(use, effects=both).balance("lost")) == {"": 0, "2024-02-01": 20}


def test_scaling_changes_what_was_granted_by_what_it_adds() -> None:
    split = effect(on=PAYS, scales=e.EventNumber(of_event="times"), round="down")
    here = case(
        ("leaves", "2024-02-01"),
        ("pays", "2024-03-01", {"times": Fraction(17, 50)}),
        effects={"use": effect(on=LEAVES, moves=1, to="used"), "split": split},
    )
    assert table(here.balance("held")) == {"": 0, "2024-01-10": 100, "2024-02-01": 99, "2024-03-01": 33}
    assert table(here.movements.granted) == {"": 0, "2024-01-10": 100, "2024-03-01": 34}


def test_nothing_is_scaled_below_zero_or_without_limit() -> None:
    below = case(effects={"a": effect(on=on("2024-02-01"), scales=e.Difference(subtract=(0, 2)))})
    assert table(below.balance("held")) == {"": 0, "2024-01-10": 100, "2024-02-01": "?"}
    assert below.balance("held").on(day("2024-02-01")) == Unknown(frozenset({"a number from 0 up in a"}))
    endless = case(effects={"a": effect(on=on("2024-02-01"), scales="unlimited")})
    assert table(endless.balance("held")) == {"": 0, "2024-01-10": 100, "2024-02-01": "?"}


def test_an_unknown_number_leaves_both_balances_unknown_from_its_day_on() -> None:
    here = case(("pays", "2024-02-01"), effects={"use": USE})
    assert table(here.balance("held")) == {"": 0, "2024-01-10": 100, "2024-02-01": "?"}
    assert table(here.balance("used")) == {"": 0, "2024-02-01": "?"}
    assert table(here.balance("lost")) == {"": 0}


def test_an_unknown_day_leaves_every_balance_unknown_from_the_grant_on() -> None:
    here = case(effects={"lapse": effect(on="unsaid_day", moves="all", to="lost")})
    assert table(here.balance("held")) == {"": 0, "2024-01-10": "?"}


def test_rights_lapse_on_the_day_that_is_seen_on_the_day_itself() -> None:
    # The term is 5 days until 10 April 2024 and 14 from then on, so that the lapse of 13 April is put off to the 22nd.
    lapse = effect(on=e.Plus(plus=e.Duration(days="longer"), to=on("2024-04-08")), moves="all", to="lost")
    assert table(case(effects={"lapse": lapse}).balance("lost")) == {"": 0, "2024-04-22": 100}
