"""What changes between two plans: proved the same, or the smallest story, in each direction."""

from __future__ import annotations

from pathlib import Path

from kenri.checking.difference import compare, tell_apart
from kenri.checking.stories import outcome
from kenri.checking.verdict import PlanComparison, Story
from kenri.model.sentences import Sentence
from tests.checking.small_plan import PLAN, loaded


def compared(folder: Path, text: str) -> tuple[PlanComparison, str, str]:
    before, after = loaded(folder / "a"), loaded(folder / "b", text)
    found = compare(before, after, seconds=20)
    by_direction = {each.direction: each.status for each in found.differences if each.action == "exercise"}
    return found, by_direction["newly-allowed"], by_direction["newly-denied"]


def test_a_plan_is_the_same_as_itself(tmp_path: Path) -> None:
    found, *_ = compared(tmp_path, PLAN)
    assert {each.status for each in found.differences} == {"proved"}


def test_a_longer_window_allows_more_and_denies_nothing(tmp_path: Path) -> None:
    found, allowed, denied = compared(
        tmp_path, PLAN.replace("days: {clause: c2, value: 10}", "days: {clause: c2, value: 30}")
    )
    assert (allowed, denied) == ("refuted", "proved")
    (each,) = (each for each in found.differences if each.story is not None)
    assert each.story is not None
    (leaving,) = each.story.life.events
    assert 10 < each.story.on - leaving.on <= 30
    assert (each.story.outcome, each.story.otherwise) == ("denied", "allowed")
    assert ("window", "c2") in each.rules


def test_a_shorter_period_denies_more_and_allows_nothing(tmp_path: Path) -> None:
    _, allowed, denied = compared(tmp_path, PLAN.replace("last: 2030-12-31", "last: 2030-12-30"))
    assert (allowed, denied) == ("proved", "refuted")


def test_a_change_that_changes_nothing_is_proved_the_same(tmp_path: Path) -> None:
    before = loaded(tmp_path / "a")
    after = loaded(tmp_path / "b", PLAN.replace("{before: 2020-01-01}", "{before: 2021-01-01}"))
    assert tell_apart(before, after, seconds=20) is None


def test_a_slip_is_told_apart_by_a_story(tmp_path: Path) -> None:
    before = loaded(tmp_path / "a")
    after = loaded(tmp_path / "b", PLAN.replace("days: {clause: c2, value: 10}", "days: {clause: c2, value: 9}"))
    story = tell_apart(before, after, seconds=20)
    assert isinstance(story, Story)
    assert (outcome(before, story), outcome(after, story)) == ("allowed", "denied")


OWN_CALENDAR = """\
plan: acme/days
extends: vocabulary/equity
calendars: {office: {weekend: [sunday], closed: [2024-02-15, 2024-05-01], first_year: 2024, last_year: 2026}}
counting: {months: month-end, first_day: excluded, roll: forward, calendar: office}
rules:
  open:
    clause: "1"
    says: In February, and on business days alone.
    permit: exercise
    by: grantee
    when: {all: [{from: 2024-02-01, until: 2024-02-29}, {business_day: office}]}
"""


def test_each_plan_has_its_own_calendars(tmp_path: Path) -> None:
    """Proofs took the calendars of the first plan for those of the other too, and proved such plans the same."""
    before = loaded(tmp_path / "a", OWN_CALENDAR)
    changed = OWN_CALENDAR.replace("closed: [2024-02-15, 2024-05-01]", "closed: [2024-05-01]")
    found = compare(before, loaded(tmp_path / "b", changed), seconds=20)
    assert {each.direction: each.status for each in found.differences if each.action == "exercise"} == {
        "newly-allowed": "refuted",
        "newly-denied": "proved",
    }
    story = tell_apart(before, loaded(tmp_path / "c", changed), seconds=20)
    assert isinstance(story, Story)
    assert (outcome(before, story), outcome(loaded(tmp_path / "d", changed), story)) == ("denied", "allowed")


def test_plans_with_other_words_can_be_compared(tmp_path: Path) -> None:
    """An event that only one plan knows means nothing to the other."""
    text = PLAN.replace("events:\n", "events:\n  bars: {personal: true}\n").replace(
        "claims:\n", "  barred: {clause: c6, says: x, forbid: exercise, when: {from: {event: bars}}}\nclaims:\n"
    )
    found, allowed, denied = compared(tmp_path, text)
    assert (allowed, denied) == ("proved", "refuted")
    story = next(each.story for each in found.differences if each.story is not None)
    assert "bars" in {event.kind for event in story.life.events}


TEXT = """\
plan: acme/texts
extends: vocabulary/equity
zone: UTC
events: {leaves: {personal: true, attributes: {why: text}}}
terms: {volatility: {value: 0.3, clause: c3}, other: {value: 0.3, clause: c3}}
amounts:
  price:
    is:
      black_scholes:
        {share_price: 100, exercise_price: 100, years: 5, volatility: volatility, interest: 0, dividend_yield: 0}
rules:
  anybody: {clause: c1, says: Anybody may., permit: exercise}
figures: {price: {clause: c3, says: The price., of: exercise, is: price}}
"""


def test_a_word_that_one_of_two_plans_looks_at_tells_them_apart(tmp_path: Path) -> None:
    """Who leaves bankrupt exercises by the plan that does not ask why, and not by the other."""
    bar = (
        "  bar: {clause: c2, says: x, forbid: exercise, when: {from: {event: leaves, where: {why: bankrupt}}}}\nfigures"
    )
    one, other = loaded(tmp_path / "a", TEXT), loaded(tmp_path / "b", TEXT.replace("figures", bar))
    for before, after, way in ((one, other, "newly-denied"), (other, one, "newly-allowed")):
        found = {each.direction: each for each in compare(before, after, actions=["exercise"]).differences}
        assert {direction for direction, each in found.items() if each.status == "refuted"} == {way}
        assert {direction for direction, each in found.items() if each.status == "proved"} == {*found} - {way}


def test_a_figure_that_the_solver_cannot_express_is_the_same_only_where_all_it_rests_on_is(tmp_path: Path) -> None:
    """The price is by the formula of Black and Scholes, of a volatility that the plan states as a term."""
    before = loaded(tmp_path / "a", TEXT)
    slips = {"volatility: {value: 0.3": "volatility: {value: 0.4", "years: 5": "years: 6"}
    for number, (written, slip) in enumerate(slips.items()):
        after = loaded(tmp_path / f"b{number}", TEXT.replace(written, slip))
        assert tell_apart(before, after) == Sentence("figure-may-differ", name="price")
    elsewhere = loaded(tmp_path / "c", TEXT.replace("other: {value: 0.3", "other: {value: 0.4"))
    assert tell_apart(before, elsewhere) is None
