"""Branches: phrases in the words of the plan, files of branches, and what is impossible."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from kenri.api import LoadedPlan, load
from kenri.model.days import day, iso
from kenri.model.life import Life
from kenri.model.problems import ProblemsError
from kenri.simulation.branching import branches

LIFE = {
    "parties": {"sato": {"role": "grantee"}, "hanako": {"role": "heir"}},
    "grants": [{"grantee": "sato", "on": "2015-07-13", "number": 10, "position": "director"}],
}


@pytest.fixture(scope="module")
def plan() -> LoadedPlan:
    return load("iij/2015-5th-series")


@pytest.fixture(scope="module")
def life(plan: LoadedPlan) -> Life:
    return plan.life(LIFE)


def refused(plan: LoadedPlan, life: Life, *happenings: Any) -> str:
    with pytest.raises(ProblemsError) as raised:
        plan.branch(life, *happenings)
    return "\n".join(problem.render() for problem in raised.value.problems)


# --- phrases


OFFICER = {"position": "executive_officer"}
RESTRUCTURED = {"position": "director", "company": "restructured"}


@pytest.mark.parametrize(
    ("phrase", "kind", "who", "attributes"),
    [
        ("leaves_position director 2030-06-25", "leaves_position", "sato", {"position": "director"}),
        ("leaves position director 2030-06-25", "leaves_position", "sato", {"position": "director"}),
        ("leaves director 2030-06-25", "leaves_position", "sato", {"position": "director"}),
        ("left director 2030-06-25", "leaves_position", "sato", {"position": "director"}),
        ("left executive-officer 2030-06-25", "leaves_position", "sato", OFFICER),
        ('left "executive officer" 2030-06-25', "leaves_position", "sato", OFFICER),
        ("退任 all 2030-06-25", "leaves_position", "sato", {"position": "all"}),
        ("took director 2030-06-25", "takes_position", "sato", {"position": "director"}),
        ("took director restructured 2030-06-25", "takes_position", "sato", RESTRUCTURED),
        ("took director 2030-06-25 company=restructured", "takes_position", "sato", RESTRUCTURED),
        ("died 2030-06-25", "dies", "sato", {}),
        ("dies 2030-06-25 by hanako", "dies", "hanako", {}),
        ("exercised 4 2030-06-25", "exercises", "sato", {"rights": 4}),
        ("exercises 4 2030-06-25 requested_on=2030-06-24", "exercises", "sato", {"requested_on": day("2030-06-24")}),
        ("splits_shares 2 2030-06-24 2030-06-25", "splits_shares", "sato", {"record_date": day("2030-06-24")}),
        ("consolidated 1/10 2030-06-25", "consolidates_shares", "sato", {"ratio": Fraction(1, 10)}),
        ("pledged 3 2030-06-25", "pledges_rights", "sato", {"rights": 3}),
    ],
)
def test_a_phrase_is_understood_by_the_words_of_the_plan(
    plan: LoadedPlan, life: Life, phrase: str, kind: str, who: str, attributes: dict[str, Any]
) -> None:
    (event,) = plan.branch(life, phrase).events
    given = {name: value for name, value in event.attributes.items() if name in attributes}
    assert (event.kind, iso(event.on), event.who, given) == (kind, "2030-06-25", who, attributes)


def test_several_events_of_one_branch(plan: LoadedPlan, life: Life) -> None:
    grown = plan.branch(
        life, "left director 2025-06-25; exercised 4 2025-06-29;", {"on": "2025-07-01", "event": "dies"}
    )
    assert [(event.id, event.kind) for event in grown.events] == [
        ("event-1", "leaves_position"),
        ("event-2", "exercises"),
        ("event-3", "dies"),
    ]
    assert life.events == ()


def test_a_branch_of_a_branch_can_correct_it(plan: LoadedPlan, life: Life) -> None:
    first = plan.branch(life, "left director 2025-06-25 id=left")
    second = plan.branch(first, "left director 2025-06-27 corrects=left recorded=2025-07-01")
    assert [iso(event.on) for event in second.known_at(None).events] == ["2025-06-27"]


@pytest.mark.parametrize(
    ("phrase", "column", "words"),
    [
        ("left ceo 2030-06-25", 6, ("`position` cannot be `ceo`", "`director`")),
        ("zaps 2030-06-25", 1, ("there is no event `zaps`",)),
        ("rights 4 2030-06-25", 1, ("`rights` may mean several events", "`pledges_rights`, `transfers_rights`")),
        ("leaves 2030-06-25", 1, ("the key `position` is missing", "`executive_officer`")),
        ("dies", 1, ("`dies` names no day",)),
        ("dies 2030-02-30", 6, ("there is no day `2030-02-30`",)),
        ("dies 2030-06-25 soon", 17, ("takes no further value, found `soon`",)),
        ("dies 2030-06-25 by suzuki", 20, ("there is no party `suzuki`",)),
        ("dies 2030-06-25 why=age", 17, ("`why` is no part of event `dies`",)),
        ("exercises many 2030-06-25", 11, ("`many` is no value of event `exercises`", "`rights` (a number)")),
        ("left all 2030-06-25; dies 2031-01-01; dies 2032-01-01", 39, ("`dies` happens to `sato` only once", "line 1")),
        ("left director 2030-06-25; left director 2030-06-25", 27, ("this event is recorded already",)),
        ("inherits 2030-06-25 by hanako", 1, ("no `dies` is recorded for 2030-06-25 or before",)),
        (" ; ", 1, ("no event is named",)),
    ],
)  # fmt: skip
def test_what_cannot_be_is_reported_with_the_phrase_and_the_place(
    plan: LoadedPlan, life: Life, phrase: str, column: int, words: tuple[str, ...]
) -> None:
    text = refused(plan, life, phrase)
    assert text.startswith(f"`{phrase}`:1:{column}: ")
    assert all(word in text for word in words)
    assert life.events == ()


def test_an_event_before_its_cause_and_one_after_it(plan: LoadedPlan, life: Life) -> None:
    assert "no `dies` is recorded" in refused(plan, life, "dies 2030-06-26; inherits 2030-06-25 by hanako")
    assert len(plan.branch(life, "dies 2030-06-25; inherits 2030-06-25 by hanako").events) == 2


def test_all_that_is_wrong_is_reported_together(plan: LoadedPlan, life: Life) -> None:
    with pytest.raises(ProblemsError) as raised:
        branches(plan, life, ["left ceo 2030-06-25", "zaps 2030-06-25", "dies 2030-06-25"], [])
    assert len(raised.value.problems) == 2


# --- files


def test_a_file_names_its_branches(plan: LoadedPlan, life: Life, tmp_path: Path) -> None:
    path = tmp_path / "what-if.yaml"
    path.write_text(
        """branches:
  leaves-and-exercises:
    - left director 2030-06-25
    - {on: 2030-06-30, event: exercises, rights: 4}
  dies: [died 2030-06-25]
"""
    )
    found = branches(plan, life, ["left all 2031-06-25"], [path])
    kinds = {name: [event.kind for event in each.events] for name, each in found.items()}
    assert kinds == {
        "left all 2031-06-25": ["leaves_position"],
        "leaves-and-exercises": ["leaves_position", "exercises"],
        "dies": ["dies"],
    }


@pytest.mark.parametrize(
    ("lines", "place", "words"),
    [
        (["branches:", "  a: [left ceo 2030-06-25]"], "2:12", "`position` cannot be `ceo`"),
        (["branches:", "  a:", "    - {on: 2030-06-25, event: dyes}"], "3:31", "there is no event `dyes`"),
        (["branches:", "  a:", "    - dies 2030-06-25", "    - {on: 2031-06-25, event: dies}"], "4:7", "only once"),
        (["branches:", "  a: dies"], "2:6", "a branch is a list of events"),
        (["branch:", "  a: [dies 2030-01-01]"], "1:1", "a mapping `branches`"),
        (["branches: {a: [dies 2030-01-01]}", "branch: x"], "2:1", "`branch` is no part of a file of branches"),
    ],
)
def test_a_mistake_in_a_file_is_reported_where_it_is(
    plan: LoadedPlan, life: Life, tmp_path: Path, lines: list[str], place: str, words: str
) -> None:
    path = tmp_path / "what-if.yaml"
    path.write_text("\n".join(lines))
    with pytest.raises(ProblemsError) as raised:
        branches(plan, life, [], [path])
    (problem,) = raised.value.problems
    assert problem.render().startswith(f"{path}:{place}: ")
    assert words in problem.render()


def test_a_file_that_is_not_there(plan: LoadedPlan, life: Life, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match=r"gone\.yaml"):
        branches(plan, life, [], [tmp_path / "gone.yaml"])


# --- recordings that contradict each other


DEATH = "{on: 2025-01-01, event: dies, id: a}"


@pytest.mark.parametrize(
    ("second", "third", "place", "words"),
    [
        ("{on: 2025-01-02, event: dies}", "", "5:5", "happens to `sato` only once, and is recorded already, on line 4"),
        ("{on: 2025-01-02, id: a, event: dies, who: hanako}", "", "5:26", "there is already an event `a`"),
        (
            "{on: 2025-01-02, event: dies, id: b, corrects: a}",
            "{on: 2025-01-03, event: dies, corrects: a}",
            "6:45",
            "`a` is corrected already, on line 5",
        ),
    ],
)
def test_contradictory_recordings_are_refused(
    plan: LoadedPlan, tmp_path: Path, second: str, third: str, place: str, words: str
) -> None:
    path = tmp_path / "life.yaml"
    path.write_text(
        "parties: {sato: {role: grantee}, hanako: {role: heir}}\n"
        "grants: [{grantee: sato, on: 2015-07-13, number: 10, position: director}]\n"
        "events:\n" + "".join(f"  - {event}\n" for event in (DEATH, second, third) if event)
    )
    with pytest.raises(ProblemsError) as raised:
        plan.life(path)
    (problem,) = raised.value.problems
    assert problem.render().startswith(f"{path}:{place}: ")
    assert words in problem.render()


def test_a_death_may_be_corrected_taken_back_and_befall_another(plan: LoadedPlan) -> None:
    events = [
        {"on": "2025-01-01", "event": "dies", "id": "a"},
        {"on": "2025-01-02", "event": "dies", "corrects": "a", "id": "b", "recorded": "2025-02-01"},
        {"on": "2025-01-02", "event": "dies", "corrects": "b", "cancelled": True, "recorded": "2025-03-01"},
        {"on": "2025-04-01", "event": "dies"},
        {"on": "2025-04-01", "event": "dies", "who": "hanako"},
    ]
    life = plan.life({**LIFE, "events": events})
    assert [(each.who, iso(each.on)) for each in life.known_at(None).events] == [
        ("sato", "2025-04-01"),
        ("hanako", "2025-04-01"),
    ]


def test_a_question_is_answered_where_the_cause_is_not_recorded_but_the_life_is_not_played(plan: LoadedPlan) -> None:
    life = plan.life({**LIFE, "events": [{"on": "2025-01-01", "event": "inherits", "who": "hanako"}]})
    assert plan.ask(life, by="hanako", on="2025-01-02").outcome == "denied"
    with pytest.raises(ProblemsError, match="no `dies` is recorded for 2025-01-01 or before"):
        plan.simulate(life)


def test_causes_must_be_kinds_of_event(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("plan: acme/x\nextends: vocabulary/equity\nevents: {inherits: {requires: [dyes]}}\n")
    with pytest.raises(ProblemsError, match="`dyes`"):
        load(path)
