"""Rights that can never be exercised, come back, or linger: found where a plan has the fault, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.checking.dead_zones import dead_zones, drawing_on_held, lapse_is_final, nothing_lingers
from kenri.model.days import iso
from tests.checking.parts_of_checks import context_of, result, results
from tests.checking.test_rule_checks import story_of

OPEN = "rules:\n  open: {clause: c1, says: x, permit: exercise, by: grantee, when: period}\n"
UNTIL_LEAVING = OPEN.replace("when: period", "when: {all: [period, {until: leaving}]}")
WINDOW = OPEN.replace("when: period", "when: {all: [period, {within: {days: 10}, after: leaving}]}")
FORFEITS = "effects: {gone: {clause: c5, says: x, on: leaving, moves: all, to: forfeited}}\n"
SERVING = OPEN.replace("when: period", "when: {until: leaving}")
ONCE_GRANTED = FORFEITS.replace("on: leaving", "on: {later_of: [leaving, {grant: on}]}")
ENDS = "effects: {gone: {clause: c5, says: x, on: 2031-01-01, moves: all, to: forfeited}}\n"


def test_only_what_draws_on_held_rights_is_looked_at(tmp_path: Path) -> None:
    """The vocabulary moves rights that are exercised; nothing moves what is merely sold or forfeited."""
    rules = OPEN.replace("rules:\n", "actions: {pledge: {}}\nrules:\n  pledge: {clause: c2, says: x, permit: pledge}\n")
    assert drawing_on_held(context_of(tmp_path, rules)) == ("exercise",)
    assert drawing_on_held(context_of(tmp_path, rules + FORFEITS)) == ("exercise",)
    nobody = "rules: {never: {clause: c1, says: x, permit: exercise, by: heir}}\nactions: {pledge: {}}\n"
    assert "pledge" not in drawing_on_held(context_of(tmp_path, nobody))


def statuses(folder: Path, rest: str) -> dict[str, str]:
    return {name: each.status for name, each in results(folder, rest, dead_zones, "exercise").items()}


def test_rights_that_are_open_for_years_have_no_dead_zone(tmp_path: Path) -> None:
    assert statuses(tmp_path, OPEN) == {"exercise: nothing happens": "proved"}


def test_where_nothing_opens_a_window_unless_somebody_leaves(tmp_path: Path) -> None:
    """Who never leaves never exercises; who leaves on the last day of the period has no day left in it."""
    found = results(tmp_path, WINDOW, dead_zones, "exercise")
    assert {name: each.status for name, each in found.items()} == {
        "exercise: nothing happens": "refuted",
        "exercise: leaves": "refuted",
    }
    quiet, leaving = story_of(found["exercise: nothing happens"]), story_of(found["exercise: leaves"])
    assert not quiet.life.events
    assert [iso(event.on) for event in leaving.life.events] == ["2030-12-31"]


def test_a_window_that_nothing_ends_is_open_on_whatever_day_somebody_leaves(tmp_path: Path) -> None:
    rest = OPEN.replace("when: period", "when: {within: {days: 10}, after: leaving}")
    assert statuses(tmp_path, rest) == {"exercise: nothing happens": "refuted", "exercise: leaves": "proved"}


def test_dead_zones_of_every_grant_are_found_and_the_least_is_told(tmp_path: Path) -> None:
    """Ten days after leaving, not before the rights vest: of one that vests at once there is always a day. Who leaves
    on the day of the grant has ten days, and none of them where it vests eleven days after the grant.
    """
    rest = "grant_attributes: {vests: day}\n" + OPEN.replace(
        "when: period", "when: {all: [{within: {days: 10}, after: leaving}, {from: {grant: vests}}]}"
    )
    found = results(tmp_path, rest, dead_zones, "exercise")["exercise: leaves"]
    assert found.status == "refuted"
    life = story_of(found).life
    (grant,) = life.grants.values()
    assert [event.on for event in life.events] == [grant.on]
    assert grant.attributes == {"vests": grant.on + 11}


def test_an_event_that_opens_nothing_alone_closes_nothing_either(tmp_path: Path) -> None:
    rest = OPEN.replace("when: period", "when: {all: [period, {until: {event: leaves}}]}")
    found = results(tmp_path, rest, dead_zones, "exercise")["exercise: leaves"]
    assert (found.status, found.note_text()) == ("proved", "alone it opens nothing, on whatever day it happens")


# --- lapse


UNLIMITED = """\
plan: acme/unlimited
zone: UTC
roles: {grantee: {}}
actions: {exercise: {}}
balances: {used: {}, forfeited: {lapse: true}}
events:
  leaves: {personal: true}
  exercises: {personal: true, act: exercise, number: rights, attributes: {rights: number}}
effects:
  used: {clause: c1, says: x, on: {event: exercises}, moves: {of_event: rights}, to: used}
  forfeited: {clause: c2, says: x, on: {first: {event: leaves}, after: {grant: on}}, moves: all, to: forfeited}
rules:
  open: {clause: c3, says: x, permit: exercise, by: grantee}
"""
"""Nothing says that no more is exercised than is held."""

LIMITED = UNLIMITED + "  held: {clause: c4, says: x, limit: exercise, at_most: {balance: held}}\n"


@pytest.mark.parametrize(("plan", "status"), [(UNLIMITED, "refuted"), (LIMITED, "proved")])
def test_whether_what_has_lapsed_is_exercised_afterwards(tmp_path: Path, plan: str, status: str) -> None:
    found = result(tmp_path, plan, lapse_is_final, "exercise")
    assert found.status == status
    if status == "refuted":
        story = story_of(found)
        assert story.outcome == "allowed"
        assert [event.on <= story.on for event in story.life.events if event.kind == "leaves"] == [True]


def test_where_nothing_lapses_nothing_that_has_is_exercised(tmp_path: Path) -> None:
    plan = UNLIMITED.replace("{lapse: true}", "{}")
    for part, note in ((lapse_is_final, "nothing lapses in this plan"), (nothing_lingers, "rights stay")):
        found = result(tmp_path, plan, part, "exercise")
        assert found.status == "proved"
        assert note in found.note_text()


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        # After the period nobody may exercise, and the rights are still held.
        (OPEN, "refuted"),
        (OPEN + ENDS, "proved"),
        # Forfeited by who leaves; after the period they are held by who has not left.
        (UNTIL_LEAVING + FORFEITS, "refuted"),
        (SERVING + ONCE_GRANTED, "proved"),
        # Who left before the grant keeps what was granted afterwards: on the day of leaving there was nothing.
        (SERVING + FORFEITS, "refuted"),
    ],
)
def test_whether_rights_linger_that_nobody_can_exercise(tmp_path: Path, rest: str, status: str) -> None:
    found = result(tmp_path, rest, nothing_lingers, "exercise")
    assert found.status == status
    if status == "refuted":
        assert story_of(found).outcome == "denied"
