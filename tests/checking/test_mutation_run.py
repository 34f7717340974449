"""What becomes of slips: noticed by a scenario, by a claim, proved to mean the same, or told with a story."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kenri.checking.mutation_run import MutationReport, examine
from kenri.checking.rewriting import SWAPS, rewrites
from kenri.model.expressions import At
from kenri.model.plan import Effect
from kenri.model.problems import Report
from kenri.scenarios import Scenarios
from tests.checking.small_plan import PLAN, loaded, write

SCENARIO = """\
plan: acme.yaml
life: {parties: {ann: {role: grantee}}, grants: [{grantee: ann, on: 2024-01-01, number: 5}]}
scenarios:
  ten-days:
    because: Left on 1 March 2025; ten days from the 2nd end on the 11th.
    clause: c2
    life: {events: [{on: 2025-03-01, event: leaves}]}
    asks:
      - {on: 2025-03-11, rights: 1, expect: allowed}
      - {on: 2025-03-12, rights: 1, expect: denied}
"""


def examined(folder: Path, scenario: str, only: str) -> MutationReport:
    path = write(folder)
    plan = loaded(folder)
    told = Scenarios(plans={str(path): plan}).read([write(folder, scenario, "told.yaml")], Report())
    return examine(plan, told, only=frozenset({only}), seconds=20)


def test_a_slip_that_a_scenario_notices_is_caught(tmp_path: Path) -> None:
    report = examined(tmp_path, SCENARIO, "days")
    assert (report.slips, report.caught, report.survivors) == (2, 2, ())


def test_a_slip_that_nobody_notices_comes_with_a_story(tmp_path: Path) -> None:
    report = examined(
        tmp_path, SCENARIO.replace("2025-03-12", "2025-04-12").replace("2025-03-11", "2025-03-05"), "days"
    )
    assert {each.fate for each in report.survivors} == {"unnoticed"}
    assert all(each.story is not None for each in report.survivors)


def test_a_scenario_that_the_plan_does_not_meet_notices_nothing(tmp_path: Path) -> None:
    """It expects that the eleventh is too late, so that whatever is changed it is not met."""
    report = examined(tmp_path, SCENARIO.replace("2025-03-12", "2025-03-11"), "days")
    assert [each.name for each in report.unfit] == ["ten-days"]
    assert (report.caught, len(report.survivors)) == (0, 2)


def test_a_slip_that_breaks_a_claim_is_caught_by_it(tmp_path: Path) -> None:
    """No scenario is near the end of the period; the claim says that nothing is exercised outside it."""
    text = PLAN.replace("when: {not: period}}", "when: {any: [{before: 2024-01-01}, {after: 2030-12-31}]}}")
    plan = loaded(tmp_path, text)
    told = Scenarios(plans={"acme.yaml": plan}).read([], Report())
    report = examine(plan, told, only=frozenset({"period"}), seconds=20)
    left = {each.slip.rpartition(": ")[2] for each in report.survivors}
    assert "2031-01-01 for 2030-12-31" not in left
    assert "2030-12-30 for 2030-12-31" in left


def test_a_slip_that_changes_nothing_is_proved_to(tmp_path: Path) -> None:
    report = examined(tmp_path, SCENARIO, "idle")
    fates = {each.slip.rpartition("idle.")[2]: each.fate for each in report.survivors}
    assert fates
    assert set(fates.values()) == {"same"}


def test_a_reason_explains_a_slip(tmp_path: Path) -> None:
    path = write(tmp_path)
    plan = loaded(tmp_path)
    told = Scenarios(plans={str(path): plan}).read([write(tmp_path, SCENARIO, "told.yaml")], Report())
    slip = "acme/options: rules.useless: left out"
    report = examine(plan, told, only=frozenset({"useless"}), reasons={slip: "nobody permits it"}, seconds=20)
    assert {each.slip: each.reason_text() for each in report.survivors}[slip] == "nobody permits it"


def test_no_slip_in_a_day_leads_out_of_the_calendar() -> None:
    assert [each.result for each in rewrites(date.min)] == [date(1, 1, 2)]
    assert [each.result for each in rewrites(date.max)] == [date(9999, 12, 30)]
    assert [each.result for each in rewrites(date(2024, 2, 29))] == [date(2024, 3, 1), date(2024, 2, 28)]


@pytest.mark.parametrize("name", sorted(SWAPS))
def test_a_name_is_not_taken_for_a_word_of_the_language(name: str) -> None:
    """A plan may call its days as it likes; where an effect or a state chooses by such a word, the slip is made."""
    assert not [each for each in rewrites(At(at=name, holds="always")) if each.result != At(at=name, holds="never")]


def test_when_on_its_day_an_effect_is_made_may_be_slipped() -> None:
    effect = Effect(clause="1", says="It moves.", on="expiry", at="end_of_day", moves=1, to="gone")
    assert "start_of_day for end_of_day" in [each.change for each in rewrites(effect)]
