"""Of what was worked out for one step of a long life nothing is left when the next but one is worked out.

What leads back to itself is let go of only when Python looks for circles, and until then each step's copy of the life
is kept, and looked through.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from kenri.api import load
from kenri.model.life import Life
from kenri.reference.case import Case

PLAN = load("iij/2015-5th-series")
LEFT = date(2025, 6, 25)
EXERCISES = [
    {"id": f"e{index}", "on": LEFT + timedelta(days=1 + index // 4), "event": "exercises", "rights": 1}
    for index in range(20)
]
LIFE = PLAN.life(
    {
        "parties": {"sato": {"role": "grantee"}},
        "grants": [{"grantee": "sato", "on": date(2015, 7, 13), "number": 100, "position": "director"}],
        "events": [{"on": LEFT, "event": "leaves_position", "position": "director"}, *EXERCISES],
    }
)


@contextmanager
def circles() -> Iterator[list[object]]:
    """What is left in circles of all that was made meanwhile."""
    found: list[object] = []
    gc.collect()
    gc.disable()
    try:
        yield found
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        found += gc.garbage
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


@pytest.mark.parametrize("task", [PLAN.audit, PLAN.simulate])
def test_no_case_of_a_step_leads_back_to_itself(task: Callable[[Life], object]) -> None:
    with circles() as found:
        task(LIFE)
    assert not [each for each in found if isinstance(each, Case)]
