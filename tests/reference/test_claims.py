"""What a claim says of one life, by hand, and laws between the three ways of claiming."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from kenri.api import LoadedPlan, load
from kenri.model.days import DaySet, day
from kenri.model.expressions import Not
from kenri.model.life import Life
from kenri.model.plan import Claim
from kenri.model.problems import ProblemsError
from kenri.testing.strategies import lives
from tests.checking.small_plan import PLAN, loaded, write
from tests.effort import examples

SERIES = load("iij/2015-5th-series")

LEAVER: dict[str, Any] = {
    "parties": {"ann": {"role": "grantee"}, "bob": {"role": "heir"}},
    "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 5}],
    "events": [{"on": "2025-03-01", "event": "leaves"}],
}
"""Left on 1 March 2025: the ten days run from the 2nd to the 11th (c2)."""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    return loaded(tmp_path_factory.mktemp("rules"))


def days(first: str, last: str) -> DaySet:
    return DaySet.between(day(first), day(last) + 1)


def test_a_claim_is_broken_on_the_days_on_which_it_is(plan: LoadedPlan) -> None:
    assert plan.claim(LEAVER, "not-on-the-tenth-day") == days("2025-03-11", "2025-03-11")
    assert not plan.claim(LEAVER, "only-in-the-period")
    assert not plan.claim(LEAVER, "nobody-exercises-more-than-is-held")


def test_what_is_possible_is_so_on_its_days(plan: LoadedPlan) -> None:
    assert plan.claim(LEAVER, "somebody-can") == days("2025-03-02", "2025-03-11")
    assert not plan.claim(LEAVER, "somebody-can", by="bob")
    assert plan.claim(LEAVER, "somebody-can", readings={"day-zero": "yes"}) == days("2025-03-01", "2025-03-11")


def test_a_number_is_measured_on_each_day(plan: LoadedPlan) -> None:
    """Three of five rights are exercised on the 5th: three more may not be, two may."""
    life = {**LEAVER, "events": [*LEAVER["events"], {"on": "2025-03-05", "event": "exercises", "rights": 3}]}
    given_number = replace(plan.plan.claims["somebody-can"], possible=_may(3))
    assert plan.claim(life, given_number) == days("2025-03-02", "2025-03-04")


def _may(number: int) -> Any:
    from kenri.model.expressions import May

    return May(may="exercise", number=number)


def test_what_is_unknown_keeps_no_claim(tmp_path: Path) -> None:
    text = PLAN.replace("days: {clause: c2, value: 10}", "days: {clause: c2, unknown: not said, type: number}")
    unknown = load(write(tmp_path, text))
    never = unknown.plan.claims["only-in-the-period"]
    always = Claim(clause="c", says="x", always=Not(not_=_may(1)))
    assert unknown.claim(LEAVER, replace(never, when="always")) == unknown.claim(LEAVER, always)
    assert day("2025-03-02") in unknown.claim(LEAVER, always)
    assert not unknown.claim(LEAVER, "somebody-can")


@examples(40)
@given(lives(SERIES))
def test_never_is_always_not(life: Life) -> None:
    for name, claim in SERIES.plan.claims.items():
        if claim.never is not None:
            other = replace(claim, never=None, always=Not(not_=claim.never))
            assert SERIES.claim(life, name) == SERIES.claim(life, other)


@examples(60)
@given(lives(SERIES))
def test_claims_that_are_proved_hold_on_every_life(life: Life) -> None:
    for name, claim in SERIES.plan.claims.items():
        if claim.possible is None:
            roles = claim.by or tuple(SERIES.plan.roles)
            assert not [role for role in roles if SERIES.claim(life, name, by=role)], name


def test_a_claim_that_is_not_there_is_refused(plan: LoadedPlan) -> None:
    with pytest.raises(ProblemsError, match="there is no claim `someboddy-can`"):
        plan.claim(LEAVER, "someboddy-can")


def test_claims_about_another_plan_are_refused(tmp_path: Path) -> None:
    text = "claims_for: acme/other\nclaims: {x: {clause: c1, says: x, never: {may: exercise}}}\n"
    with pytest.raises(ProblemsError, match="these claims are about `acme/other`, not `acme/options`"):
        load(write(tmp_path), claims=[write(tmp_path, text, "claims.yaml")])


def test_a_document_of_claims_declares_nothing_else(tmp_path: Path) -> None:
    text = (
        "claims_for: acme/options\nterms: {x: {value: 1}}\nclaims: {x: {clause: c1, says: x, never: {may: exercise}}}\n"
    )
    with pytest.raises(ProblemsError, match="a document of claims declares nothing else"):
        load(write(tmp_path), claims=[write(tmp_path, text, "claims.yaml")])


def test_a_file_without_claims_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match="makes no claims"):
        load(write(tmp_path), claims=[write(tmp_path, PLAN.replace("acme/options", "acme/b"), "b.yaml")])
