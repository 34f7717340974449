"""Where no scenario shows a grant, a check takes one that leaves its clauses something to decide, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.api import LoadedPlan, load
from kenri.checking.grant_day import framed
from kenri.checking.plan_check import check
from kenri.model.days import day, iso

ENDS = """\
plan: acme/ends
extends: vocabulary/equity
terms:
  last_day: {value: 2034-01-01, clause: c1}
  lot: {value: 300, clause: c3}
rules:
  after-a-year: {clause: c2, says: x, permit: exercise, when: {after: {plus: {years: 1}, to: {grant: on}}}}
  end: {clause: c1, says: x, forbid: exercise, when: {after: last_day}}
  in-lots: {clause: c3, says: x, limit: exercise, in_lots_of: lot}
"""
"""Nothing but the last day is named: a grant on it would leave no day, and 100 rights no lot."""

OLD_LAW = """\
plan: acme/law
extends: vocabulary/equity
rules:
  open: {clause: c2, says: x, permit: exercise, when: {within: {years: 10}, after: {grant: on}}}
  before-the-act: {clause: c1, says: x, forbid: exercise, when: {before: 1947-05-03}}
  before-the-plan: {clause: c3, says: x, forbid: exercise, when: {before: 2015-01-01}}
"""
"""The first day that is named is that of an old statute, and ten years from it all would be over."""


def plan(folder: Path, text: str) -> LoadedPlan:
    path = folder / "acme.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


@pytest.mark.parametrize("text", [ENDS, OLD_LAW])
def test_no_clause_is_dead_letter_for_the_day_of_a_grant_that_is_guessed(tmp_path: Path, text: str) -> None:
    report = check(plan(tmp_path, text), kinds=frozenset({"reachable", "dead-zone", "shadowed"}))
    # In the old statute's time nothing was granted, so that it bars what nothing permits.
    assert {each.status for each in report.results if each.subject != "before-the-act"} <= {"proved", "noted"}
    assert any("no scenario shows a grant" in note.text() for note in report.bound.notes)


def test_the_day_and_the_number_are_those_that_open_something(tmp_path: Path) -> None:
    ends = framed(plan(tmp_path, ENDS))
    assert day("2024-01-01") < ends.granted_on < day("2033-01-01")
    assert ends.number == 300
    law = framed(plan(tmp_path, OLD_LAW))
    assert iso(law.granted_on) == "2015-01-01"
    assert law.number == 100


def test_a_period_begins_with_the_grant(tmp_path: Path) -> None:
    text = ENDS.replace("terms:\n", "terms:\n  period: {first: 2026-04-01, last: 2031-03-31, clause: c4}\n")
    assert iso(framed(plan(tmp_path, text)).granted_on) == "2026-04-01"


@pytest.mark.parametrize("year", ["0001", "2098", "2099", "2200", "9999"])
def test_the_days_that_a_plan_names_are_searched_wherever_in_the_calendar_they_lie(tmp_path: Path, year: str) -> None:
    text = f"""\
plan: acme/far
extends: vocabulary/equity
rules:
  open: {{clause: c1, says: x, permit: exercise, when: {{from: {year}-01-01, until: {year}-12-31}}}}
claims:
  nobody: {{clause: c1, says: x, never: {{may: exercise}}}}
"""
    report = check(plan(tmp_path, text), kinds=frozenset({"claim", "reachable"}))
    assert report.bound.first < report.bound.last
    refuted = [each for each in report.results if each.kind == "claim" and each.status == "refuted"]
    assert [each.subject for each in refuted] == ["nobody"], "it may be exercised in that year"
    assert {each.status for each in report.results if each.kind == "reachable"} == {"proved"}
