"""What a check tells is the least there is: the fewest events, on the earliest days, with the smallest numbers."""

from __future__ import annotations

from pathlib import Path

from kenri.checking.plan_check import check
from kenri.model.days import iso
from tests.checking.small_plan import PLAN, loaded
from tests.checking.test_rule_checks import story_of

RECORDED = """\
plan: acme/recorded
extends: vocabulary/equity
zone: UTC
grant_attributes: {vests: day, part: number}
events: {asks: {personal: true, attributes: {rights: number}}, tells: {personal: true}}
rules:
  may:
    clause: c1
    says: After five were asked for, or somebody told, from the day of vesting on.
    permit: exercise
    by: grantee
    when:
      all:
        - {from: {grant: vests}}
        - {from: 2024-06-01}
        - {any: [{after: {first: {event: asks, where: {rights: {at_least: 5}}}}}, {after: {first: {event: tells}}}]}
        - {quantity: {grant: part}, at_least: 7}
claims:
  nobody: {clause: c1, says: Nobody may., never: {may: exercise}, when: {after: {event: asks}}}
"""


def test_a_claim_is_refuted_by_the_least_life(tmp_path: Path) -> None:
    """The period begins on 1 January 2024, the tenth day after 22 December 2023."""
    found = check(loaded(tmp_path, PLAN), kinds=frozenset({"claim"}), names=frozenset({"not-on-the-tenth-day"}))
    story = story_of(found.results[0])
    assert ([iso(event.on) for event in story.life.events], iso(story.on)) == (["2023-12-22"], "2024-01-01")


def test_days_go_before_numbers_and_all_that_is_recorded_is_the_least(tmp_path: Path) -> None:
    """Asked for on the first day searched, and exercised on the first on which it may be, 1 June 2024."""
    found = check(loaded(tmp_path, RECORDED), kinds=frozenset({"claim"}), names=frozenset({"nobody"}))
    story = story_of(found.results[0])
    (grant,) = story.life.grants.values()
    (event,) = story.life.events
    assert (event.kind, event.on, event.attributes) == ("asks", found.bound.first, {"rights": 5})
    assert (iso(story.on), grant.attributes) == ("2024-06-01", {"vests": found.bound.first, "part": 7})
