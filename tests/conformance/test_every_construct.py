"""A plan for each construct of the language, standing in every place that takes it, is judged alike by every evaluator.

Where one cannot, the table of gaps says so; and every such line of the table is true of some construct.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from kenri.api import LoadedPlan, load
from kenri.model.days import day
from kenri.testing.random_lives import EvaluatorQuestion
from tests.checking.every_construct import cases
from tests.conformance.evaluators import REFERENCE, Evaluator, Question
from tests.conformance.gaps import differences

PLANS = dict(cases())

LIFE = {
    "parties": {"ann": {"role": "grantee", "pd": "2024-05-06", "pt": "x"}, "bob": {"role": "heir", "pt": "y"}},
    "grants": [{"grantee": "ann", "on": "2024-01-15", "number": 100, "gd": "2024-03-29", "gn": 7, "gt": "x"}],
    "facts": {"unknown_day": "2024-05-20"},
    "events": [
        {"on": "2024-03-04", "event": "e", "n": 2, "r": 2, "d": "2024-03-20", "p": "bob"},
        {"on": "2024-05-01", "event": "e", "n": 4, "w": "y", "who": "bob"},
        {"on": "2024-06-28", "event": "leaves", "p": "bob"},
        {"on": "2024-07-04", "event": "e", "n": 1, "f": False, "d": "2024-07-31", "p": "ann"},
    ],
}
DAYS = ("2024-01-15", "2024-03-05", "2024-04-30", "2024-05-06", "2024-06-28", "2024-07-08", "2024-11-01")
"""That of the grant, days of and beside events and terms, and a day after everything."""


@cache
def folder() -> dict[str, LoadedPlan]:
    """Plans that were loaded, by their constructs."""
    return {}


def loaded(name: str, into: Path) -> LoadedPlan:
    """The plan of a construct, loaded once."""
    if name not in folder():
        path = into / "acme.yaml"
        path.write_text(PLANS[name], encoding="utf-8")
        folder()[name] = load(path)
    return folder()[name]


@pytest.mark.takes_turns(7)
@pytest.mark.parametrize("name", PLANS)
def test_a_construct_is_judged_alike(tmp_path: Path, name: str, of_any_plan: Evaluator) -> None:
    plan = loaded(name, tmp_path)
    life = plan.life(LIFE).known_at(None)
    wrong = []
    for on in DAYS:
        for asker, number in (("ann", 3), ("bob", None)):
            grant = next(iter(life.grants.values()))
            each = EvaluatorQuestion(life, grant, "exercise", life.parties[asker], day(on), number, {}, {})
            question = Question(plan.plan, each)
            reference = REFERENCE.answer(question)
            wrong += [f"{on}, {asker}: {told}" for told in differences(of_any_plan, question, reference)]
    assert not wrong
