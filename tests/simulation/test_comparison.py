"""Branches side by side."""

from __future__ import annotations

import pytest

from kenri.api import LoadedPlan, load
from kenri.model.days import day
from kenri.simulation.comparison import BranchComparison, compare

LIFE = {
    "parties": {"sato": {"role": "grantee"}, "hanako": {"role": "heir"}},
    "grants": [{"grantee": "sato", "on": "2015-07-13", "number": 10, "position": "director"}],
}


@pytest.fixture(scope="module")
def plan() -> LoadedPlan:
    return load("iij/2015-5th-series")


def compared(plan: LoadedPlan, **phrases: str) -> BranchComparison:
    base = plan.life(LIFE)
    lives = {"base": base, **{name: plan.branch(base, phrase) for name, phrase in phrases.items()}}
    return compare(plan, lives, action="exercise")


def test_a_row_for_each_question(plan: LoadedPlan) -> None:
    """Ten days after 25 June 2030 end on 5 July; six months from 1 July end on 1 January."""
    found = compared(
        plan,
        leaves="left director 2030-06-25; exercised 4 2030-06-26",
        dies="died 2030-06-25; inherits 2030-07-01 by hanako",
    )
    rows = {(row.asked, row.by or row.balance, row.day): row.answers for row in found.differences}
    assert rows == {
        ("windows", "sato", None): rows["windows", "sato", None],
        ("last-day", "sato", None): (None, day("2030-07-05"), None),
        ("number", "sato", None): (None, 6, None),
        ("outcome", "sato", day("2030-06-26")): ("denied", "allowed", "denied"),
        ("outcome", "sato", day("2030-07-01")): ("denied", "allowed", "denied"),
        ("windows", "hanako", None): rows["windows", "hanako", None],
        ("last-day", "hanako", None): (None, None, day("2031-01-01")),
        ("number", "hanako", None): (None, None, 10),
        ("outcome", "hanako", day("2030-07-01")): ("denied", "denied", "allowed"),
        ("balance", "exercised", None): (0, 4, 0),
        ("balance", "extinguished", None): (10, 6, 10),
    }
    assert [len(each) for each in rows["windows", "sato", None] if isinstance(each, tuple)] == [0, 1, 0]


def test_branches_that_do_not_differ(plan: LoadedPlan) -> None:
    found = compared(plan, same="leaves_position executive_officer 2030-06-25")
    assert found.differences == ()
    assert any(not row.differs for row in found.rows)
