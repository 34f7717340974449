"""What a claim says of one life: the days on which it is broken, or on which what it calls possible is so."""

from __future__ import annotations

from kenri.model.days import DaySet
from kenri.model.plan import Claim
from kenri.reference.case import Case

EXERCISE = "exercise"
"""The action whose facts a claim means that names none."""


def action_of(claim: Claim) -> str:
    """The action whose facts `{asked: ...}` means in a claim."""
    return claim.of or EXERCISE


def days_of(case: Case, claim: Claim) -> DaySet:
    """The days on which a claim is broken for the asker of a case; of `possible`, those on which it is so.

    `always` is broken where its premise is true and it is not: what is unknown is not true. `never` is broken where its
    premise is true and it may be.
    """
    premise = case.condition(claim.when).yes
    if claim.always is not None:
        return premise - case.condition(claim.always).yes
    if claim.never is not None:
        return premise & case.condition(claim.never).maybe
    assert claim.possible is not None, "a claim says always, never or possible"
    return premise & case.condition(claim.possible).yes
