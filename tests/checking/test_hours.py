"""Checks of plans that look at hours leave the time of the day open, and their stories say it where it matters."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from kenri.api import LoadedPlan, load
from kenri.checking.difference import compare, tell_apart
from kenri.checking.plan_check import check
from kenri.checking.story_text import story_text
from kenri.checking.verdict import Result, Story
from kenri.model.hours import second
from kenri.model.problems import Report
from kenri.model.sentences import Sentence
from kenri.scenarios import Scenarios

PLAN = """\
plan: acme/hours
extends: vocabulary/equity
zone: America/New_York
rules:
  open: {clause: a, says: By five., permit: exercise, by: grantee, when: {until: 2026-03-31, hour: "17:00"}}
  early: {clause: b, says: From nine on the first day., forbid: exercise, when: {before: 2026-03-02, hour: "09:00"}}
claims:
  by-five: {clause: a, says: Nothing after five., never: {may: exercise}, when: {after: 2026-03-31, hour: "17:00"}}
  at-five: {clause: a, says: Nothing at five., never: {may: exercise}, when: {from: 2026-03-31, hour: "17:00"}}
  in-time: {clause: a, says: At five it does., possible: {may: exercise}, when: {from: 2026-03-31, hour: "17:00"}}
  too-late: {clause: a, says: Nor does the next., possible: {may: exercise}, when: {after: 2026-03-31, hour: "17:00"}}
  from-ten: {clause: b, says: Not before ten., never: {may: exercise}, when: {before: 2026-03-02, hour: "10:00"}}
  on-the-last-day: {clause: a, says: Never on the last day., never: {may: exercise}, when: {on: 2026-03-31}}
"""


def loaded(folder: Path, text: str = PLAN) -> LoadedPlan:
    folder.mkdir(exist_ok=True)
    (folder / "plan.yaml").write_text(text, "utf-8")
    return load(folder / "plan.yaml")


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    plan = loaded(tmp_path_factory.mktemp("hours"))
    return {each.subject: each for each in check(plan, seconds=60).results if each.kind == "claim"}


@pytest.mark.parametrize(
    ("name", "status", "time"),
    [
        ("by-five", "proved", None),
        ("at-five", "refuted", "17:00"),
        ("in-time", "proved", "17:00"),
        ("too-late", "refuted", None),
        ("from-ten", "refuted", "09:00"),
    ],
)
def test_a_claim_is_about_every_second(claims: dict[str, Result], name: str, status: str, time: str | None) -> None:
    result = claims[name]
    assert result.status == status
    if time is not None:
        assert result.story is not None
        assert result.story.time == second(time)


def test_a_claim_on_a_day_is_broken_at_any_time_of_it(claims: dict[str, Result], tmp_path: Path) -> None:
    """Only until five, so that the story must say when."""
    result = claims["on-the-last-day"]
    assert result.status == "refuted"
    assert result.story is not None
    assert result.story.time is not None
    assert result.story.time <= second("17:00")


def test_days_on_which_a_claim_is_broken_at_some_time(tmp_path: Path) -> None:
    plan = loaded(tmp_path)
    life = {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 9}]}
    assert str(plan.claim(life, "by-five")) == str(plan.claim(life, "too-late"))
    assert not plan.claim(life, "by-five")
    assert str(plan.claim(life, "at-five")) == "2026-03-31"


def test_a_minute_more_or_less_is_told_apart_at_a_time(tmp_path: Path) -> None:
    before = loaded(tmp_path / "a")
    after = loaded(
        tmp_path / "b",
        PLAN.replace(
            'permit: exercise, by: grantee, when: {until: 2026-03-31, hour: "17:00"}',
            'permit: exercise, by: grantee, when: {until: 2026-03-31, hour: "17:01"}',
        ),
    )
    found = {
        each.direction: each for each in compare(before, after, seconds=60).differences if each.action == "exercise"
    }
    assert (found["newly-allowed"].status, found["newly-denied"].status) == ("refuted", "proved")
    story = found["newly-allowed"].story
    assert story is not None
    assert story.time is not None
    assert second("17:00") < story.time <= second("17:01")
    text = story_text(before, "plan.yaml", story, Sentence("evaluators-disagree"))
    (tmp_path / "a" / "story.yaml").write_text(text, "utf-8")
    report, scenarios = Report(), Scenarios()
    told = scenarios.read([tmp_path / "a" / "story.yaml"], report)
    assert report.problems == ()
    assert [scenarios.examine(each) for each in told] == [()]
    assert isinstance(told[0].asks[0].expected.on, datetime)


def test_what_is_so_at_all_times_is_told_of_the_day(tmp_path: Path) -> None:
    before = loaded(tmp_path / "a")
    after = loaded(
        tmp_path / "b",
        PLAN.replace(
            "rules:\n",
            "rules:\n  none: {clause: d, says: Not so., forbid: exercise, when: {on: 2026-03-10}}\n",
        ),
    )
    story = tell_apart(before, after, seconds=60)
    assert isinstance(story, Story)
    assert story.time is None


def test_hours_of_two_zones_are_not_compared(tmp_path: Path) -> None:
    before = loaded(tmp_path / "a")
    after = loaded(tmp_path / "b", PLAN.replace("zone: America/New_York", "zone: Asia/Tokyo"))
    found = [each for each in compare(before, after, seconds=60).differences if each.action == "exercise"]
    assert {each.status for each in found} == {"not-checked"}


def test_rights_that_can_be_exercised_in_the_evening_alone_are_not_dead(tmp_path: Path) -> None:
    evening = (
        PLAN.partition("rules:")[0]
        + """\
rules:
  evening:
    clause: a
    says: On the evening of the last day alone.
    permit: exercise
    by: grantee
    when: {all: [{after: 2026-03-31, hour: "17:00"}, {until: 2026-03-31}]}
"""
    )
    results = check(loaded(tmp_path, evening), seconds=60).results
    assert [each.status for each in results if each.kind == "dead-zone"] == ["proved"]
    dead = evening.replace("{until: 2026-03-31}", '{until: 2026-03-31, hour: "17:00"}')
    results = check(loaded(tmp_path, dead), seconds=60).results
    assert [each.status for each in results if each.kind == "dead-zone"] == ["refuted"]
