"""Timing things side by side: rounds of all of them in turn, so that a slow moment of the machine is shared."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping

Task = Callable[[], object]


def medians(
    tasks: Mapping[str, Task],
    *,
    rounds: int = 15,
    seconds: float = 0.04,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """Median seconds per call of each task, over rounds that each repeat every task for about `seconds`."""
    repeats = {name: _repeats(task, seconds, clock) for name, task in tasks.items()}
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            times[name].append(_seconds(task, repeats[name], clock))
    return {name: statistics.median(found) for name, found in times.items()}


def _repeats(task: Task, seconds: float, clock: Callable[[], float]) -> int:
    task()
    count = 1
    while (spent := _seconds(task, count, clock) * count) < seconds / 4 and count < 1_000_000:
        count *= 4
    return max(1, round(count * seconds / max(spent, 1e-9)))


def _seconds(task: Task, repeats: int, clock: Callable[[], float]) -> float:
    start = clock()
    for _ in range(repeats):
        task()
    return (clock() - start) / repeats


def duration(seconds: float) -> str:
    """Seconds in a unit in which they are easily read."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.2f} {unit}"
    return f"{seconds * 1e9:.0f} ns"


def report(title: str, found: Mapping[str, float], *, against: str) -> None:
    """Print each median, and how many times as long it takes as the task `against`."""
    print(title)
    width = max(map(len, found))
    for name, seconds in found.items():
        print(f"  {name:<{width}}  {duration(seconds):>10}  {seconds / found[against]:>9.1f}x")
