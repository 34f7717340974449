"""What a check says of a plan whose faults are known, each worked out by hand from its clauses."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kenri import terms
from kenri.api import load
from kenri.checking.plan_check import check, check_claims
from kenri.checking.stories import outcome
from kenri.checking.verdict import CheckReport, Result
from kenri.model.days import day, iso
from kenri.solving.effort import Effort
from kenri.solving.solver import Answer, Solver
from kenri.symbolic import tables
from tests.checking.small_plan import PLAN, loaded


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> CheckReport:
    return check(loaded(tmp_path_factory.mktemp("rules")), seconds=20)


@pytest.fixture(scope="module")
def results(report: CheckReport) -> Mapping[tuple[str, str], Result]:
    return {(each.kind, each.subject): each for each in report.results}


Results = Mapping[tuple[str, str], Result]


def statuses(results: Results, kind: str) -> dict[str, str]:
    return {subject: each.status for (of, subject), each in results.items() if of == kind}


def test_where_no_time_is_left_what_is_open_is_told_as_stopped_and_nothing_otherwise(
    results: Results, tmp_path: Path
) -> None:
    found = check(loaded(tmp_path), seconds=20, left=lambda: 0.0).results
    assert [(each.kind, each.subject) for each in found] == list(results)
    assert "stopped" in {each.status for each in found}
    for each in found:
        assert each.status in ("stopped", results[each.kind, each.subject].status)
        if each.status == "stopped":
            assert each.grade == "open"
            assert each.note_text() == "stopped after 20 seconds, before its steps were taken: this is no verdict"


def test_claims_are_proved_or_refuted(results: Results) -> None:
    assert statuses(results, "claim") == {
        "nobody-exercises-more-than-is-held": "proved",
        "only-in-the-period": "proved",
        "not-on-the-tenth-day": "refuted",
        "somebody-can": "proved",
        "an-heir-can": "refuted",
    }


def test_a_refuted_claim_has_the_shortest_story(results: Results) -> None:
    story = results["claim", "not-on-the-tenth-day"].story
    assert story is not None
    (leaving,) = story.life.events
    assert (leaving.kind, story.on - leaving.on, story.by) == ("leaves", 10, "grantee")


def test_rules_that_nobody_would_miss_are_found(results: Results) -> None:
    assert statuses(results, "shadowed") == {
        "within-what-is-held": "proved",
        "in-the-period": "proved",
        "window": "proved",
        "useless": "noted",  # no clause permits an heir anything: an express prohibition, and no fault
        "never-open": "refuted",  # before the period everything is forbidden
        "idle": "refuted",  # so it is before 2020
    }
    assert results["reachable", "useless"].status == "proved"
    assert results["reachable", "never-open"].status == "refuted"


def test_a_permit_that_is_always_forbidden_contradicts(results: Results) -> None:
    found = statuses(results, "contradiction")
    assert found["never-open / in-the-period"] == "refuted"
    assert found["window / in-the-period"] == "proved"


def test_the_first_day_on_which_leaving_leaves_no_time(results: Results) -> None:
    """Who leaves on 31 December 2030 has ten days from 1 January 2031, when the period is over."""
    story = results["dead-zone", "exercise: leaves"].story
    assert story is not None
    assert [iso(event.on) for event in story.life.events] == ["2030-12-31"]
    quiet = results["dead-zone", "exercise: nothing happens"].story
    assert quiet is not None
    assert not quiet.life.events


def test_a_window_that_the_period_cuts_short(results: Results) -> None:
    story = results["cut-short", "window / in-the-period"].story
    assert story is not None
    assert iso(story.on) == "2031-01-01"
    assert all(day("2030-12-22") <= event.on < day("2030-12-31") for event in story.life.events)


def test_rights_that_nothing_extinguishes_linger(results: Results) -> None:
    """No effect of the plan ends what is left when the ten days are over."""
    assert results["lapse", "exercise: final"].status == "proved"
    assert results["lapse", "exercise: complete"].status == "refuted"


def test_readings_that_matter_and_that_do_not(results: Results) -> None:
    assert statuses(results, "reading") == {"idle": "refuted", "day-zero": "proved"}
    story = results["reading", "day-zero"].story
    assert story is not None
    assert {story.outcome, story.otherwise} == {"allowed", "denied"}


def test_every_story_is_what_the_reference_says(report: CheckReport, tmp_path: Path) -> None:
    plan = loaded(tmp_path)
    told = [each.story for each in report.results if each.story is not None]
    assert told
    assert [outcome(plan, story) for story in told] == [story.outcome for story in told]


def test_nothing_is_left_undecided(report: CheckReport) -> None:
    assert not [each for each in report.results if each.status in ("undecided", "not-checked")]


def test_the_report_is_the_same_each_time(report: CheckReport, tmp_path: Path) -> None:
    again = check(loaded(tmp_path), seconds=20, kinds=frozenset({"claim"}))
    first = [(each.subject, each.status, each.story) for each in report.results if each.kind == "claim"]
    told = [(each.subject, each.status, each.story) for each in again.results]
    assert [(a, b) for a, b, _ in told] == [(a, b) for a, b, _ in first]


def test_a_rule_that_counts_is_looked_at_with_more_events(tmp_path: Path) -> None:
    """It takes five exercises to reach it, and two is the bound for every kind."""
    rule = (
        "  five: {clause: c5, says: x, forbid: exercise, when: {quantity: {count: {event: exercises}}, at_least: 5}}\n"
    )
    report = check(
        loaded(tmp_path, PLAN.replace("claims:\n", rule + "claims:\n")), names=frozenset({"five"}), seconds=20
    )
    found = {(each.kind, each.status) for each in report.results if each.subject == "five"}
    assert ("reachable", "proved") in found


def test_a_construct_without_terms_is_refused_by_name(tmp_path: Path) -> None:
    """An event decides how long a period is: no table can hold that."""
    text = PLAN.replace(
        "leaves: {says: The grantee leaves., personal: true}", "leaves: {personal: true, attributes: {for: number}}"
    )
    text = text.replace("dates:\n", "amounts:\n  long: {is: {total: for, of: {event: leaves}}}\ndates:\n")
    text = text.replace("{within: {days: days}, after: leaving}", "{within: {days: long}, after: leaving}")
    plan = loaded(tmp_path, text)
    (result,) = check_claims(plan, {"somebody-can": plan.plan.claims["somebody-can"]})
    assert result.status == "not-checked"
    assert "`long`" in result.note_text()


def pigeons(number: int) -> list[terms.Flag]:
    """That so many pigeons sit in one hole less, each alone: it takes long to see that this cannot be."""
    sits = [[terms.flag(f"{pigeon} in {hole}") for hole in range(number - 1)] for pigeon in range(number)]
    shared = [
        terms.neg(terms.conj(sits[one][hole], sits[other][hole]))
        for hole in range(number - 1)
        for one in range(number)
        for other in range(one)
    ]
    return [*(terms.disj(*each) for each in sits), *shared]


def test_a_question_is_bounded_by_steps_and_stopped_by_the_clock() -> None:
    with terms.afresh():
        asked = pigeons(12)
        assert Solver().can(*asked, effort=Effort(steps=100_000)) == ("undecided", None)
        assert Solver().can(*asked, effort=Effort(steps=4_000_000_000, seconds=0.05)) == ("stopped", None)
        assert Solver().can(*pigeons(4)) == ("no", None)


@pytest.mark.parametrize(("answer", "status"), [("undecided", "undecided"), ("stopped", "stopped")])
def test_a_solver_that_stays_undecided_proves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: Answer, status: str
) -> None:
    plan = loaded(tmp_path)
    monkeypatch.setattr(Solver, "can", lambda *_, **__: (answer, None))
    report = check(plan, kinds=frozenset({"claim", "reachable", "contradiction", "answered", "dead-zone", "lapse"}))
    # That there is nobody to ask, or nothing unknown, is seen without the solver.
    without = {each.subject for each in report.results if each.status == "proved"}
    assert without <= {"exercise", "window / useless", "never-open / useless", "limits on exercise"}
    assert {each.status for each in report.results if each.subject not in without} == {status}


def test_what_was_checked_before_changes_no_story(tmp_path: Path) -> None:
    """Each check has the solver to itself, so that the same is found in whatever order plans are checked."""
    first = check(loaded(tmp_path))
    check(loaded(tmp_path / "other", PLAN.replace("value: 10", "value: 20")), kinds=frozenset({"claim", "reading"}))
    again = check(loaded(tmp_path))
    assert again == first


def test_a_check_keeps_no_terms(tmp_path: Path) -> None:
    """What one check has built is given up with it, so that a process that checks many plans does not grow."""
    with terms.afresh() as outside:
        terms.whole("any")
        check(loaded(tmp_path), kinds=frozenset({"claim"}))
        assert len(outside) == 1  # what is made outside a check is counted here, and nothing of the check is
    assert len(tables._tables) <= tables.MOST_TABLES


def test_verdicts_hang_on_steps_and_not_on_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that takes long over everything the solver is asked, the same is found as on a fast one."""
    plan = loaded(tmp_path)
    few = 1_000
    usual = check(plan, steps=few)
    assert {"undecided", "proved"} <= {each.status for each in usual.results}
    can = Solver.can

    def slow(self: Solver, *flags: terms.Flag, **how: Any) -> Any:
        time.sleep(0.02)
        return can(self, *flags, **how)

    monkeypatch.setattr(Solver, "can", slow)
    assert check(plan, steps=few) == usual


def test_checks_in_several_threads_do_not_disturb_one_another(tmp_path: Path) -> None:
    plan = loaded(tmp_path)
    alone = check(plan, kinds=frozenset({"claim"}))
    with ThreadPoolExecutor(3) as threads:
        together = list(threads.map(lambda _: check(plan, kinds=frozenset({"claim"})), range(6)))
    assert together == [alone] * 6


def test_limits_that_leave_nothing_together_are_told_by_a_story_in_which_each_leaves_something(tmp_path: Path) -> None:
    """Less than the price of one share is left of a claim, and shares are whole: no other clause bars the exercise."""
    file = tmp_path / "shares.yaml"
    file.write_text(
        """plan: shares
extends: vocabulary/equity
events: {pays: {attributes: {yen: number}}}
amounts: {paid: {is: {total: yen, of: {event: pays}}}}
rules:
  open: {clause: "1", says: Open to all., permit: exercise, by: grantee, when: {after: {event: pays}}}
  paid: {clause: "2", says: One for ten yen., limit: exercise, at_most: {divide: [paid, 10]}}
  whole: {clause: "3", says: Whole shares., limit: exercise, in_lots_of: 1}
""",
        encoding="utf-8",
    )
    plan = load(file)
    (found,) = (each for each in check(plan, kinds=frozenset({"contradiction"})).results if each.status == "refuted")
    assert found.subject == "limits on exercise"
    assert found.story is not None
    assert outcome(plan, found.story) == "denied"
    paid = [int(str(event.attributes["yen"])) for event in found.story.life.events if event.kind == "pays"]
    assert 0 < sum(paid) < 10


@pytest.mark.parametrize("effort", [Effort(seconds=float("inf")), Effort(seconds=1e300), Effort(steps=10**30)])
def test_an_effort_without_end_is_as_great_as_the_solver_takes(effort: Effort) -> None:
    assert Solver().can(True, effort=effort)[0] == "yes"
    assert Solver().can(False, effort=effort)[0] == "no"


COMES_BACK = """\
plan: acme/back
extends: vocabulary/equity
balances: {aside: {}, pledged: {}}
events: {put_aside: {}, passed_on: {}, given_back: {}}
effects:
  aside: {clause: "1", says: Forty are put aside., on: {event: put_aside}, moves: 40, to: aside}
  passed: {clause: "2", says: They are passed on., on: {event: passed_on}, moves: all, from: aside, to: pledged}
  back: {clause: "3", says: They come back., on: {event: given_back}, moves: all, from: FROM, to: held}
rules: {open: {clause: "4", says: The grantee may exercise., permit: exercise, by: grantee}}
claims:
  two-times-forty: {clause: "5", says: Eighty at most., never: {quantity: {balance: aside}, more_than: 80}}
  once-forty: {clause: "6", says: Forty at most., never: {quantity: {balance: aside}, more_than: 40}}
  none-is-gained: {clause: "7", says: None is gained., never: {quantity: {balance: held}, more_than: 100}}
  all-is-there-again:
    clause: "8"
    says: What was put aside can be back.
    possible: {all: [{quantity: {balance: held}, equals: 100}, {on: {event: given_back}}]}
"""


@pytest.mark.parametrize("there", ["aside", "pledged"])
def test_rights_may_come_back_to_where_they_were(tmp_path: Path, there: str) -> None:
    """Of a hundred, forty are put aside at a time, and twice at most; no more come back than went."""
    path = tmp_path / "plan.yaml"
    path.write_text(COMES_BACK.replace("FROM", there), encoding="utf-8")
    found = check(load(str(path)), seconds=20, kinds=frozenset({"claim", "lapse", "answered"}))
    told = {each.subject: each.status for each in found.results}
    assert told.pop("once-forty") == "refuted"
    assert set(told) > {"two-times-forty", "none-is-gained", "all-is-there-again", "exercise: complete"}
    assert set(told.values()) == {"proved"}


WORDS = """\
plan: acme/words
extends: vocabulary/equity
zone: UTC
events: {leaves: {personal: true, attributes: {why: text}}}
rules: {anybody: {clause: c1, says: Anybody may., permit: exercise}}
claims:
  never-bankrupt:
    clause: c2
    says: x
    never: {may: exercise}
    when: {from: {first: {event: leaves, where: {why: bankrupt}}}}
"""


def test_a_word_that_a_claim_alone_looks_at_can_stand_in_a_life(tmp_path: Path) -> None:
    """No rule looks at why somebody leaves, so that one who is bankrupt may exercise all the same."""
    plan = loaded(tmp_path, WORDS)
    (found,) = (each for each in check(plan).results if each.subject == "never-bankrupt")
    assert found.status == "refuted"
    assert found.story is not None
    assert [each.attributes["why"] for each in found.story.life.events] == ["bankrupt"]
    unsaid = loaded(tmp_path / "unsaid", WORDS.partition("claims:")[0])
    (beside,) = check_claims(unsaid, {"never-bankrupt": plan.plan.claims["never-bankrupt"]})
    assert beside.status == "refuted"


@pytest.mark.parametrize("role", ["grantee", "heir", "company", "personal_representative"])
@pytest.mark.parametrize(
    "says", ["by: {role}, never: {{may: exercise}}", "never: {{all: [{{may: exercise}}, {{asker: {role}}}]}}"]
)
def test_a_claim_about_a_role_that_no_rule_names_is_about_it(tmp_path: Path, says: str, role: str) -> None:
    """Anybody may exercise, whatever role the claim is about."""
    text = WORDS.partition("claims:")[0] + f"claims: {{never: {{clause: c2, says: x, {says.format(role=role)}}}}}\n"
    plan = loaded(tmp_path, text)
    (found,) = (each for each in check(plan, names=frozenset({"never"})).results if each.kind == "claim")
    assert found.status == "refuted"
    assert found.story is not None
    assert found.story.by == role
    unsaid = loaded(tmp_path / "unsaid", WORDS.partition("claims:")[0])
    (beside,) = check_claims(unsaid, {"never": plan.plan.claims["never"]})
    assert beside.status == "refuted"
