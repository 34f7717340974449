"""How long an audit, a simulation and windows take as a life gets longer: n, 2n and 4n events of several kinds.

python -m benchmarks.growth [n]

Twice the time for twice the events is growth in step with them. The times are of the processor, so that what else runs
on the machine counts little.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import kenri
from benchmarks.timing import duration
from kenri.api import LoadedPlan
from kenri.model.life import Life

PLAN = "iij/2015-5th-series"
LEFT = date(2025, 6, 25)
Event = dict[str, Any]


def exercises(count: int) -> Iterator[Event]:
    """Exercises of one right each, eight a day, up to the last day on which they are allowed."""
    for index in range(count):
        yield {"on": LEFT + timedelta(days=10 - (count - 1 - index) // 8), "event": "exercises", "rights": 1}


def in_the_window(count: int) -> Iterator[Event]:
    """The same, all of them on the ten days on which they are allowed."""
    for index in range(count):
        yield {"on": LEFT + timedelta(days=1 + index * 10 // count), "event": "exercises", "rights": 1}


def notices(count: int) -> Iterator[Event]:
    """Ten exercises among notices that have no part in them."""
    yield from in_the_window(10)
    for index in range(count):
        yield {"on": LEFT - timedelta(days=(count - 1 - index) // 4), "event": "gives_acquisition_notice"}


def positions(count: int) -> Iterator[Event]:
    """Ten exercises among positions taken and left, on which it depends whether they are allowed."""
    yield from in_the_window(10)
    for index in range(count):
        kind = ("leaves_position", "takes_position")[index % 2]
        day = LEFT - timedelta(days=count - index)
        yield {"on": day, "event": kind, "position": "executive_officer"}


LIVES: dict[str, Callable[[int], Iterator[Event]]] = {
    "exercises": exercises,
    "exercises in ten days": in_the_window,
    "notices": notices,
    "positions": positions,
}


def life_of(plan: LoadedPlan, events: Iterator[Event]) -> Life:
    """A life of a director who leaves, with further events, in the order of their days."""
    leaves = {"on": LEFT, "event": "leaves_position", "position": "director"}
    told = sorted([leaves, *events], key=lambda event: event["on"])
    return plan.life(
        {
            "parties": {"sato": {"role": "grantee"}, "hanako": {"role": "heir"}},
            "grants": [{"grantee": "sato", "on": date(2015, 7, 13), "number": 100_000, "position": "director"}],
            "events": [{**event, "id": f"e{index}"} for index, event in enumerate(told)],
        }
    )


def seconds(task: Callable[[Life], object], life: Life) -> float:
    """How long it takes for a life that was never seen."""
    unseen = replace(life)
    start = time.process_time()
    task(unseen)
    return time.process_time() - start


def main(count: int = 100) -> None:
    """Measure and print."""
    plan = kenri.load(PLAN)
    tasks: dict[str, Callable[[Life], object]] = {
        "audit": plan.audit,
        "simulate": plan.simulate,
        "windows": plan.windows,
    }
    counts = (count, 2 * count, 4 * count)
    print(f"{PLAN}, events: {', '.join(f'{each:,}' for each in counts)}, and how many times as long for twice as many")
    for kind, events in LIVES.items():
        lives = [life_of(plan, events(each)) for each in counts]
        for name, task in tasks.items():
            found = [seconds(task, life) for life in lives]
            ratios = [f"{after / before:.1f}x" for before, after in pairwise(found)]
            times = "".join(f"{duration(each):>11}" for each in found)
            print(f"  {kind:<22} {name:<9}{times}   {' '.join(ratios)}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
