"""Whom no rule permits an action has no windows, and none under other readings: so the reference need not be asked."""

from __future__ import annotations

from pathlib import Path

import pytest

import kenri
from kenri.loader.library import Library
from kenri.model.problems import ProblemsError, Report
from kenri.scenarios import Scenarios, scenario_files

PLANS = Library().ids("plan")

OPEN = {"plans/election-83b", "plans/enerflex-2013"}
"""Plans in which some rule permits each action to each role."""

LIVES = 2
"""So many lives of the scenarios of each plan."""


@pytest.mark.parametrize("name", PLANS)
def test_the_reference_finds_no_windows(name: str) -> None:
    """For each party and each role, about each action and each grant of lives as scenarios have them."""
    plan = kenri.load(name)
    lives = [each.life for each in Scenarios().read(scenario_files([name]), Report())]
    compared = 0
    for life in lives[:: max(1, len(lives) // LIVES)][:LIVES]:
        for grant in plan.grants_asked(life):
            for action in (each for each in plan.plan.actions if plan.concerns(life, each, grant)):
                for by in (*life.parties, *plan.plan.roles):
                    try:
                        question = plan.question(life, action, by=by, grant=grant or None)
                    except ProblemsError:  # a role that several parties have
                        continue
                    if not plan.may_be_permitted(action, question.asker):
                        compared += 1
                        assert plan.windows(life, action, by=by, grant=grant or None) == ()
                        for part in question.plan.in_parts():
                            court = part.court(question.life, question.grant.id, question.instant)
                            asked = action, question.asker, question.readings
                            assert court.windows(court.standing(*asked), None) == ()
                            assert court.turned_windows(*asked) == ((), ())
    assert compared or not lives or name in OPEN


RULES = """\
plan: acme/options
extends: vocabulary/equity
rules:
  all: {clause: "1", says: Whoever wants to., permit: exercise}
"""


def test_a_rule_about_everybody_permits_everybody(tmp_path: Path) -> None:
    path = tmp_path / "options.yaml"
    path.write_text(RULES, encoding="utf-8")
    plan = kenri.load(path)
    life = {"parties": {"a": {"role": "grantee"}, "c": {"role": "company"}}, "grants": [{"grantee": "a", "number": 1}]}
    assert plan.windows(life, by="c") != ()
