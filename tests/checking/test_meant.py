"""What a plan says its document means is listed as meant, and what marks nothing any more is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.checking.plan_check import check
from kenri.checking.verdict import CheckReport
from kenri.model.problems import ProblemsError
from tests.checking.small_plan import PLAN, loaded

MARKS = """\
means:
  the-period-ends-all:
    clause: c1
    says: {en: The period ends whatever is open., ja: 期間は当然に終わる。}
    cut_short: in-the-period
  who-leaves-too-late: {clause: c1, says: Too late., dead_zone: [exercise, leaves]}
  who-never-leaves: {clause: c2, says: Only leavers., dead_zone: exercise}
  before-the-period: {clause: c4, says: For later., reachable: never-open, shadowed: never-open}
  both: {clause: c4, says: For later., contradiction: [never-open, in-the-period]}
  nothing-lapses: {clause: c1, says: Rights stay., lapse: [exercise, complete]}
"""


def checked(folder: Path, marks: str, **how: frozenset[str]) -> CheckReport:
    return check(loaded(folder, PLAN + marks), **how)  # type: ignore[arg-type]  # only kinds and names are given


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> CheckReport:
    return checked(tmp_path_factory.mktemp("rules"), MARKS)


def test_what_is_meant_is_no_finding(report: CheckReport) -> None:
    meant = {(each.kind, each.subject): each.mark.name for each in report.results if each.mark is not None}
    assert meant == {
        ("cut-short", "window / in-the-period"): "the-period-ends-all",
        ("dead-zone", "exercise: leaves"): "who-leaves-too-late",
        ("dead-zone", "exercise: nothing happens"): "who-never-leaves",
        ("reachable", "never-open"): "before-the-period",
        ("shadowed", "never-open"): "before-the-period",
        ("contradiction", "never-open / in-the-period"): "both",
        ("lapse", "exercise: complete"): "nothing-lapses",
    }
    assert {each.status for each in report.results if each.mark is not None} == {"meant"}
    assert not {(each.kind, each.subject) for each in report.findings} & meant.keys()
    assert ("claim", "not-on-the-tenth-day") in {(each.kind, each.subject) for each in report.findings}


def test_every_mark_that_marks_something_is_kept(report: CheckReport) -> None:
    assert report.stale == ()


@pytest.mark.parametrize(
    "mark",
    [
        "shadowed: window",
        "reachable: window",
        "cut_short: [never-open, in-the-period]",
        "reading: day-zero",
        "lapse: [exercise, final]",
        "answered: exercise",
        "contradiction: exercise",
        "shadowed: useless",  # only noted, which needs no mark
    ],
)
def test_a_mark_that_marks_nothing_is_told(tmp_path: Path, mark: str) -> None:
    report = checked(tmp_path, f"means:\n  rotten: {{clause: c1, says: No more., {mark}}}\n")
    assert [each.name for each in report.stale] == ["rotten"]
    assert str(report.stale[0].place).endswith(f"acme.yaml:{PLAN.count(chr(10)) + 2}:3")


def test_a_mark_on_what_was_not_looked_at_is_not_called_rotten(tmp_path: Path) -> None:
    marks = "means:\n  rotten: {clause: c1, says: No more., shadowed: window}\n"
    assert not checked(tmp_path, marks, kinds=frozenset({"claim"})).stale
    assert not checked(tmp_path, marks, names=frozenset({"useless"})).stale


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        ("{clause: c, says: x}", "one of the keys `reachable`"),
        ("{clause: c, says: x, cut-short: window}", "cut-short"),
        ("{clause: c, shadowed: window}", "`says`"),
        ("{clause: c, says: x, shadowed: windw}", "there is no rule `windw`"),
        ("{clause: c, says: x, cut_short: [in-the-period, window]}", "`in-the-period` does not permit"),
        ("{clause: c, says: x, contradiction: [window]}", "there is no action `window`"),
        ("{clause: c, says: x, contradiction: [window, in-the-period, useless]}", "a rule that permits and one that"),
        ("{clause: c, says: x, dead_zone: [exercise, leavs]}", "there is no event `leavs`"),
        ("{clause: c, says: x, lapse: [exercise, fnal]}", "there is no way `fnal` of lapse"),
        ("{clause: c, says: x, reading: day-one}", "there is no reading `day-one`"),
    ],
)
def test_a_mark_must_be_about_something(tmp_path: Path, mark: str, message: str) -> None:
    with pytest.raises(ProblemsError) as error:
        loaded(tmp_path, f"{PLAN}means:\n  a: {mark}\n")
    assert any(message in problem.render() for problem in error.value.problems)
    assert all(problem.place is not None for problem in error.value.problems)


def test_one_finding_is_marked_once(tmp_path: Path) -> None:
    marks = "means:\n" + "".join(f"  {name}: {{clause: c, says: x, shadowed: useless}}\n" for name in "ab")
    with pytest.raises(ProblemsError, match="is said by `a` already"):
        loaded(tmp_path, PLAN + marks)


def test_what_a_plan_leaves_out_takes_its_marks_along(tmp_path: Path) -> None:
    """A family says that a clause is meant; a plan of the family that does without the clause has nothing to mark."""
    family, rest = PLAN.replace("plan: acme/options", "family: acme/family").split("claims:\n")
    text = f"{family}{MARKS}---\nplan: acme/options\nextends: acme/family\nwithout: [never-open]\n"
    plan = loaded(tmp_path, text)
    assert "never-open" not in plan.plan.rules
    assert set(plan.plan.means) == {"the-period-ends-all", "who-leaves-too-late", "who-never-leaves", "nothing-lapses"}
    assert rest
