"""Movements of rights, worked out by hand. The grant is of 100 rights on 10 January 2024."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from kenri.model import expressions as e
from kenri.model.days import NEVER, day
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


def test_what_is_held_is_rounded_and_what_was_used_is_counted_exactly() -> None:
    split = effect(on=PAYS, scales=e.EventNumber(of_event="times"), round="down")
    here = case(
        ("leaves", "2024-02-01"),
        ("pays", "2024-03-01", {"times": Fraction(17, 50)}),
        effects={"use": effect(on=LEAVES, moves=1, to="used"), "split": split},
    )
    assert table(here.balance("held")) == {"": 0, "2024-01-10": 100, "2024-02-01": 99, "2024-03-01": 33}
    assert table(here.balance("used")) == {"": 0, "2024-02-01": 1, "2024-03-01": Fraction(17, 50)}
    assert table(here.balance("lost")) == {"": 0}
    assert [(one.from_, one.number) for one in here.movements.scalings(NEVER)] == [
        ("held", -66),
        ("used", Fraction(-33, 50)),
    ]
    assert table(here.movements.granted) == {"": 0, "2024-01-10": 100, "2024-03-01": Fraction(1667, 50)}


def test_what_may_come_back_is_rounded_as_what_is_held() -> None:
    """101 go to `used`, from where they may come back by way of `lent`: half of them, rounded down, is 50."""
    half = effect(on=on("2024-03-01"), scales=Decimal("0.5"))
    lend = effect(on=LEAVES, moves="all", from_="used", to="lent")
    back = effect(on=LEAVES, moves="all", from_="lent", to="held")
    use = effect(on=PAYS, moves=AMOUNT, to="used")
    here = case(("pays", "2024-02-01", {"amount": 33}), effects={"use": use, "half": half, "lend": lend, "back": back})
    assert here.balance("used").on(day("2024-03-01")) == 16
    gone = case(("pays", "2024-02-01", {"amount": 33}), effects={"use": use, "half": half, "lend": lend})
    assert gone.balance("used").on(day("2024-03-01")) == Fraction(33, 2)


def test_the_number_granted_is_in_the_units_of_the_day() -> None:
    """100, and 101 as rounded by themselves; what is moved away and a scaling before the grant make no difference."""
    split = effect(on=PAYS, scales=e.EventNumber(of_event="times"))
    events = (
        ("pays", "2024-01-09", {"times": 7}),
        ("leaves", "2024-02-01"),
        ("pays", "2024-03-01", {"times": Fraction(101, 100)}),
        ("pays", "2024-04-01", {"times": Fraction(1, 2)}),
    )
    here = case(*events, effects={"use": effect(on=LEAVES, moves="all", to="used"), "split": split})
    number = e.GrantNumber(grant="number")
    assert table(here.quantity(number)) == {"": 100, "2024-03-01": 101, "2024-04-01": 50}
    then = e.Take(at=e.GrantDay(grant="on"), take=number)
    assert table(here.quantity(then)) == {"": 100}
    assert table(here.balance("used")) == {"": 0, "2024-02-01": 100, "2024-03-01": 101, "2024-04-01": Fraction(101, 2)}
    assert table(case(*events, effects={}).quantity(number)) == {"": 100}


def test_of_nothing_nothing_comes_by_whatever_it_is_scaled() -> None:
    """A ratio that nobody told leaves what is held unknown, and what is not there nothing."""
    split = effect(on=PAYS, scales=e.EventNumber(of_event="amount"))
    here = case(("pays", "2024-02-01", {}), effects={"use": LAPSE, "split": split})
    assert table(here.balance("held")) == {"": 0, "2024-01-10": 100, "2024-02-01": "?"}
    assert table(here.balance("lost")) == {"": 0}
    assert table(here.quantity(e.GrantNumber(grant="number"))) == {"": 100, "2024-02-01": "?"}


def test_what_an_effect_moves_may_be_a_part_of_what_was_granted() -> None:
    """After a split of two for one, a quarter of 200 is forfeited."""
    forfeit = effect(on=LEAVES, moves=e.Product(multiply=(e.GrantNumber(grant="number"), Decimal("0.25"))), to="lost")
    split = effect(on=PAYS, scales=2)
    here = case(("pays", "2024-02-01", {}), ("leaves", "2024-03-01"), effects={"forfeit": forfeit, "split": split})
    assert here.balance("lost").on(day("2024-03-01")) == 50
    before = case(("leaves", "2024-01-31"), ("pays", "2024-02-01", {}), effects={"forfeit": forfeit, "split": split})
    assert before.balance("lost").on(day("2024-01-31")) == 25
    assert before.balance("lost").on(day("2024-03-01")) == 50


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
