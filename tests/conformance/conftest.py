"""Each test of this folder is run for each evaluator that is compared with the reference, as far as it answers."""

from __future__ import annotations

import pytest

from tests.conformance.evaluators import OTHERS, Evaluator
from tests.conformance.gaps import EVERYTHING, GAPS, SMALL_PLANS


def here(request: pytest.FixtureRequest) -> Evaluator:
    """One that does not run here is left out, with the reason that the table of gaps gives."""
    found: Evaluator = request.param
    if not found.is_here():
        pytest.skip(GAPS[found.name, EVERYTHING])
    return found


def name_of(evaluator: Evaluator) -> str:
    return evaluator.name


@pytest.fixture(params=OTHERS, ids=name_of)
def evaluator(request: pytest.FixtureRequest) -> Evaluator:
    """An evaluator, for plans over the small vocabulary."""
    return here(request)


@pytest.fixture(params=[each for each in OTHERS if (each.name, SMALL_PLANS) not in GAPS], ids=name_of)
def of_any_plan(request: pytest.FixtureRequest) -> Evaluator:
    """An evaluator of any plan there is."""
    return here(request)
