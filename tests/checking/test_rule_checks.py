"""What is found of single rules and of pairs: each finding in a plan that has the fault, and not in one without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.checking.rule_checks import answered, contradicts, cut_short, limits_agree, matters, pairs, periods
from kenri.checking.verdict import Story
from kenri.model.days import iso
from tests.checking.parts_of_checks import context_of, result, results

OPEN = "rules:\n  open: {clause: c1, says: x, permit: exercise, by: grantee}\n"


def story_of(found: object) -> Story:
    story = getattr(found, "story", None)
    assert isinstance(story, Story)
    return story


# --- whether a rule decides, and changes an outcome


@pytest.mark.parametrize(
    ("rule", "reachable", "shadowed"),
    [
        # Without it nobody could exercise from 2025 on.
        ("permit: exercise, by: heir, when: {from: 2025-01-01}", "proved", "proved"),
        # No day is before 2024 and after 2025.
        ("permit: exercise, by: heir, when: {all: [{before: 2024-01-01}, {after: 2025-01-01}]}", "refuted", "refuted"),
        # It decides, and so does `open`, wherever it does.
        ("permit: exercise, by: grantee, when: {from: 2025-01-01}", "proved", "refuted"),
        ("forbid: exercise, by: grantee, when: {from: 2025-01-01}", "proved", "proved"),
        # Nobody permits an heir anything: a prohibition to be sure.
        ("forbid: exercise, by: heir", "proved", "noted"),
        # There for one option of a reading, and not for the one that holds by default.
        ("forbid: exercise, when: {reading: strict, choices: {no: never, yes: always}}", "noted", "noted"),
        ("limit: exercise, at_most: 3", "proved", "proved"),
        # Half a right is no multiple of one.
        ("limit: exercise, in_lots_of: 1", "proved", "proved"),
        # More than is held is forbidden already: the grant is of 100, and nothing adds to it.
        ("limit: exercise, at_most: {sum: [{balance: held}, 1]}", "proved", "refuted"),
        # Five returns are more than the two that are looked at, and fewer than the twelve looked at where they count.
        ("forbid: exercise, when: {quantity: {count: {event: returns}}, at_least: 5}", "proved", "proved"),
        # A hundred returns are more than are ever looked at: nothing is said.
        ("forbid: exercise, when: {quantity: {count: {event: returns}}, at_least: 100}", "undecided", "undecided"),
    ],
)
def test_whether_a_rule_matters(tmp_path: Path, rule: str, reachable: str, shadowed: str) -> None:
    found = results(tmp_path, f"{OPEN}  it: {{clause: c2, says: x, {rule}}}\n", matters, "it")
    assert {kind: each.status for kind, each in found.items()} == {"reachable": reachable, "shadowed": shadowed}


def test_a_rule_that_matters_comes_with_the_outcome_there_is_without_it(tmp_path: Path) -> None:
    found = results(tmp_path, OPEN, matters, "open")
    story = story_of(found["shadowed"])
    assert (story.by, story.outcome, story.otherwise) == ("grantee", "allowed", "denied")


def test_a_rule_of_one_reading_comes_with_that_reading(tmp_path: Path) -> None:
    rule = "  it: {clause: c2, says: x, forbid: exercise, when: {reading: strict, choices: {no: never, yes: always}}}\n"
    found = results(tmp_path, OPEN + rule, matters, "it")["shadowed"]
    assert (story_of(found).readings, story_of(found).outcome) == ({"strict": "yes"}, "denied")
    assert "where strict is read `yes`" in found.note_text()


# --- contradictions


@pytest.mark.parametrize(
    ("forbid", "status", "note"),
    [
        ("forbid: exercise", "refuted", "no reading or term says which prevails"),
        ("forbid: exercise, when: {from: 2025-01-01}", "proved", ""),
        ("forbid: exercise, by: heir", "proved", ""),
        (
            "forbid: exercise, when: {reading: strict, choices: {no: always, yes: never}}",
            "refuted",
            "a reading of the plan declares that the ban prevails",
        ),
    ],
)
def test_whether_a_permit_is_always_forbidden(tmp_path: Path, forbid: str, status: str, note: str) -> None:
    found = result(tmp_path, f"{OPEN}  ban: {{clause: c2, says: x, {forbid}}}\n", contradicts, "open", "ban")
    assert found.status == status
    assert note in found.note_text()
    if status == "refuted":
        assert story_of(found).outcome == "denied"


def test_a_permit_that_never_applies_contradicts_nothing(tmp_path: Path) -> None:
    rules = """\
rules:
  a: {clause: c1, says: x, permit: exercise, when: never}
  b: {clause: c2, says: x, forbid: exercise}
"""
    found = result(tmp_path, rules, contradicts, "a", "b")
    assert (found.status, found.note_text()) == ("proved", "the permit never applies at all")


@pytest.mark.parametrize(
    ("limits", "status"),
    [
        (("at_most: 4", "at_least: 5"), "refuted"),
        (("at_most: 4", "in_lots_of: 5"), "refuted"),
        (("at_most: 4", "in_lots_of: 1"), "proved"),
        # When all but four of the hundred are exercised, four are held.
        (("at_most: 6", "at_least: 5"), "refuted"),
    ],
)
def test_whether_limits_leave_a_number_together(tmp_path: Path, limits: tuple[str, str], status: str) -> None:
    """Each alone leaves some number of those held; no more than is held is exercised in any of these plans."""
    rules = "".join(
        f"  {name}: {{clause: c2, says: x, limit: exercise, {limit}}}\n"
        for name, limit in zip("ab", limits, strict=True)
    )
    found = result(tmp_path, OPEN + rules, limits_agree, "exercise")
    assert found.status == status
    if status == "refuted":
        story = story_of(found)
        assert story.outcome == "denied"
        if limits == ("at_most: 6", "at_least: 5"):
            exercised = sum(int(str(event.attributes["rights"])) for event in story.life.events)
            assert 96 <= exercised <= 99


# --- questions without an answer


def test_a_question_has_no_answer_where_something_is_divided_by_zero(tmp_path: Path) -> None:
    """A tenth for each return: who has never returned has no number."""
    share = "  share: {clause: c2, says: x, limit: exercise, at_most: {divide: [100, {count: {event: returns}}]}}\n"
    found = result(tmp_path, OPEN + share, answered, "exercise")
    assert found.status == "refuted"
    story = story_of(found)
    assert story.outcome == "unknown"
    assert not [event for event in story.life.events if event.kind == "returns"]
    assert result(tmp_path, OPEN, answered, "exercise").status == "proved"


# --- windows cut short


@pytest.mark.parametrize(
    ("forbid", "first_closed"),
    [
        # From 2026 on it is closed; who left in the last days of 2025 had ten days.
        ("forbid: exercise, when: {after: 2025-12-31}", "2026-01-01"),
        ("forbid: exercise, unless: period", "2031-01-01"),
        # It was closed before anything opened, and never closes again.
        ("forbid: exercise, when: {before: 2020-01-01}", ""),
    ],
)
def test_whether_an_open_window_is_closed(tmp_path: Path, forbid: str, first_closed: str) -> None:
    window = OPEN.replace("open:", "window:").replace(
        "grantee}", "grantee, when: {within: {days: 10}, after: leaving}}"
    )
    rules = f"{window}  end: {{clause: c2, says: x, {forbid}}}\n"
    found = result(tmp_path, rules, cut_short, "window", "end")
    if not first_closed:
        assert found.status == "proved"
        return
    assert found.status == "refuted"
    story = story_of(found)
    assert iso(story.on) == first_closed
    (left,) = (event.on for event in story.life.events if event.kind == "leaves")
    assert 2 <= story.on - left <= 10  # open on the day before, which is after the leaving, and not over yet


def test_which_rules_are_set_beside_each_other(tmp_path: Path) -> None:
    rules = """\
rules:
  always: {clause: c1, says: x, permit: exercise}
  window: {clause: c1, says: x, permit: exercise, when: {after: leaving}}
  end: {clause: c2, says: x, forbid: exercise, unless: period}
  returned: {clause: c2, says: x, forbid: exercise, when: {after: {event: returns}}}
"""
    context = context_of(tmp_path, rules)
    assert [*pairs(context)] == [(a, b) for a in ("always", "window") for b in ("end", "returned")]
    assert [*periods(context)] == [("window", "end")]  # events open the window, and no event ends the period
