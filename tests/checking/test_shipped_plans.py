"""The shipped plans keep their claims, and what a check finds in the five documents is what `findings.md` tells.

A check of them all takes long: a quick run looks at the rules, actions, readings and claims of each whose turn it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import pytest

from kenri.api import LoadedPlan, load
from kenri.checking.dead_days import dead_days
from kenri.checking.meant import marks
from kenri.loader.library import Library
from kenri.model.days import day, iso
from tests.checking.conftest import ReportOn, looked_at
from tests.effort import THIS_RUN
from tests.sentence_laws import speaks_japanese

PLANS = Library().ids("plan")

SERIES = {
    ("reachable", "transfer-needs-approval"),
    ("shadowed", "transfer-needs-approval"),
    ("contradiction", "transfer-needs-approval / no-transfer"),
    ("shadowed", "replacement-period"),
    ("dead-zone", "exercise: nothing happens"),
    ("dead-zone", "exercise: leaves_position"),
    ("cut-short", "ten-days-after-leaving / exercise-period"),
    ("cut-short", "six-months-for-the-heir / exercise-period"),
}

MEANT = {
    "iij/2013-offering": {
        ("contradiction", "limits on subscribe"),
        ("contradiction", "limits on over_allot"),
        ("contradiction", "limits on subscribe_to_allotment"),
    },
    "iij/2015-5th-series": SERIES,
    "iij/2018-dividend": set[tuple[str, str]](),
    "iij/2018-terms": SERIES | {("reading", "capital-rounding")},
    "iij/2020-restricted-stock": {
        ("answered", "set_payment_amount"),
        ("answered", "receive_shares"),
        ("contradiction", "limits on receive_shares"),
    },
}
"""What a check finds in the five documents, all of which they mean."""

EXPRESS = {
    ("shadowed", "nothing-for-the-heirs-heir"),
    ("shadowed", "no-pledge-or-disposal"),
    ("reachable", "a-breach-bars-exercise"),
    ("shadowed", "a-breach-bars-exercise"),
    ("shadowed", "within-what-can-be-transferred"),
}
"""What the two series bar though nothing permits it, or bar under one reading only."""


@cache
def plan(name: str) -> LoadedPlan:
    return load(name)


def expected(name: str, findings: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of a plan's findings that are about something that this run looks at."""
    names = looked_at(plan(name))
    return {
        (kind, subject)
        for kind, subject in findings
        if names is None or names & {*re.split(" / |: ", subject.removeprefix("limits on "))}
    }


@pytest.mark.parametrize("name", PLANS)
def test_a_shipped_plan_keeps_its_claims(name: str, report_on: ReportOn) -> None:
    found = [each for each in report_on(name).results if each.kind == "claim"]
    claims = {("claim", each) for each in plan(name).plan.claims}
    assert {(each.kind, each.subject) for each in found} == expected(name, claims)
    assert {each.status for each in found} <= {"proved"}


@pytest.mark.parametrize("name", MEANT)
def test_what_a_check_finds_is_told(name: str, report_on: ReportOn) -> None:
    assert {(each.kind, each.subject) for each in report_on(name).results if each.mark is not None} == expected(
        name, MEANT[name]
    )


@pytest.mark.parametrize("name", ["iij/2015-5th-series", "iij/2018-terms"])
def test_what_is_only_noted_is_told(name: str, report_on: ReportOn) -> None:
    assert {(each.kind, each.subject) for each in report_on(name).results if each.status == "noted"} == expected(
        name, EXPRESS
    )


@pytest.mark.parametrize("name", PLANS)
def test_the_document_means_whatever_a_check_of_its_plan_finds(name: str, report_on: ReportOn) -> None:
    """So that `kenri check` exits with 0; and no mark has outlived its reason."""
    assert [(each.kind, each.subject) for each in report_on(name).findings] == []
    assert report_on(name).stale == ()


@pytest.mark.thorough
def test_every_mark_of_a_family_marks_something_in_some_plan(report_on: ReportOn) -> None:
    used = {each.mark.name for name in MEANT for each in report_on(name).results if each.mark is not None}
    inherited = {
        mark.name
        for name in MEANT
        for mark in marks(plan(name).plan)
        if not mark.is_own and expected(name, [(mark.kind, mark.subject)])
    }
    assert inherited or not THIS_RUN.is_all
    assert inherited <= used


@pytest.mark.parametrize("name", MEANT)
def test_no_construct_of_the_documents_is_refused(name: str, report_on: ReportOn) -> None:
    assert not report_on(name).refused


@pytest.mark.parametrize("name", MEANT)
def test_what_is_noted_can_be_said_in_japanese(name: str, report_on: ReportOn) -> None:
    report = report_on(name)
    assert report.bound.notes
    for said in (*report.bound.notes, *(each.note for each in report.results if each.note is not None)):
        if said.code != "not-supplied":  # what is missing has the engine's own names, here as in every view
            speaks_japanese(said)


def test_the_first_day_that_leaves_no_time_is_the_last_of_the_period(report_on: ReportOn) -> None:
    """Who leaves on 13 July 2045 has ten days from the 14th, and the period ends on the 13th (2(5), 2(11)2)."""
    name = "iij/2015-5th-series"
    report = report_on(name, "dead-zone", "exercise")
    story = next(each.story for each in report.results if each.subject == "exercise: leaves_position")
    assert story is not None
    assert [iso(event.on) for event in story.life.events] == ["2045-07-13"]
    days = dead_days(plan(name), story, day("2045-06-01"), day("2045-08-01"))
    assert str(days) == "2045-07-13..2045-08-01"


def test_a_clause_that_never_decides_does_where_it_is_read_otherwise(report_on: ReportOn) -> None:
    """2(7) beside 2(11)4."""
    found = next(
        each
        for each in report_on("iij/2015-5th-series", "shadowed", "transfer-needs-approval").results
        if (each.kind, each.subject) == ("shadowed", "transfer-needs-approval")
    )
    assert found.story is not None
    assert (found.story.readings, found.story.outcome) == ({"approved-transfer": "yes"}, "allowed")
