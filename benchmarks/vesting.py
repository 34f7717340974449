"""What a vesting schedule of 120 monthly parts costs beside a cliff, after which everything has vested.

python -m benchmarks.vesting

All are asked the same, in one run, of lives each of which has its own day of vesting and number: the first questions of
a plan, which the reference answers; questions about lives of a shape that was met often; another day of a life that was
asked about; bare decisions; and a table. The schedule should cost no more than twice what the cliff costs. Times are
of the processor.
"""

from __future__ import annotations

import itertools
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

import kenri
from benchmarks.timing import medians, report
from kenri.api import LoadedPlan

HEAD = """\
plan: bench/{name}
extends: [vocabulary/equity, vocabulary/united-states]
zone: America/New_York
counting: united-states
grant_attributes: {{vests_from: day}}
amounts:
  vested: {{is: {vested}}}
rules:
  holder: {{clause: "1", says: The holder may exercise., permit: exercise, by: grantee}}
  vested:
    clause: "2"
    says: As far as vested.
    limit: exercise
    at_most: {{subtract: [vested, {{balance: exercised}}]}}
"""

VESTED = {
    "a cliff": "{cases: [{when: {from: {plus: {years: 1}, to: {grant: vests_from}}}, is: {grant: number}}]}",
    "120 parts": (
        "{vests: {grant: number}, on: {every: {months: 1}, from: {grant: vests_from}, times: 120}, parts: 120, "
        "cliff: 12, allocation: cumulative-round-down}"
    ),
    "120 parts on the 30th": (
        "{vests: {grant: number}, on: {every: {months: 1}, from: {grant: vests_from}, times: 120, "
        "counting: {day_of_month: 30}}, parts: 120, cliff: 12, allocation: front-loaded}"
    ),
}

ROWS = 1_000_000


def plans() -> dict[str, LoadedPlan]:
    """A plan for each kind of vesting."""
    with tempfile.TemporaryDirectory() as folder:
        found = {}
        for index, (name, vested) in enumerate(VESTED.items()):
            path = Path(folder) / f"p{index}.yaml"
            path.write_text(HEAD.format(name=f"p{index}", vested=vested), encoding="utf-8")
            found[name] = kenri.load(path)
        return found


def life(days: int) -> dict[str, Any]:
    """A holder whose vesting started some days after the beginning of 2020."""
    start = str(date(2020, 1, 1) + timedelta(days=days % 1461))
    return {
        "parties": {"ann": {"role": "grantee"}},
        "grants": [{"grantee": "ann", "on": start, "vests_from": start, "number": 1000 + days % 997}],
        "events": [],
    }


def first(plan: LoadedPlan, days: Iterator[int]) -> Callable[[], object]:
    """A question about a life that was not asked about before."""
    return lambda: plan.ask(plan.life(life(next(days))), "exercise", on="2025-06-15", rights=5)


def again(plan: LoadedPlan, days: Iterator[int]) -> Callable[[], object]:
    """A question about another day of a life that was asked about before."""
    known = plan.life(life(1))
    return lambda: plan.ask(known, "exercise", on=str(date(2022, 1, 1) + timedelta(days=next(days) % 2000)), rights=5)


def kept(plan: LoadedPlan, days: Iterator[int]) -> Callable[[], object]:
    """A decision about another life of a shape that was met often."""
    return lambda: plan.decide(life(next(days)), "exercise", on="2025-06-15", rights=5)


def table(rows: int) -> pa.Table:
    """Grants by rows, each with its own day and number."""
    starts = [date(2020, 1, 1) + timedelta(days=index % 1461) for index in range(rows)]
    return pa.table(
        {
            "id": [f"g{index}" for index in range(rows)],
            "grant.on": pa.array(starts),
            "grant.vests_from": pa.array(starts),
            "grant.number": [1000 + index % 997 for index in range(rows)],
        }
    )


def seconds(task: Callable[[], object]) -> float:
    """How long something takes, of the processor."""
    start = time.process_time()
    task()
    return time.process_time() - start


def main(rows: int = ROWS) -> None:
    """Measure and print."""
    loaded = plans()
    reference = {name: first(plan.by_reference(), itertools.count()) for name, plan in loaded.items()}
    found = medians(reference, rounds=9, clock=time.process_time)
    report("a ruling by the reference, as the first few are", found, against="a cliff")
    for title, task in (("a ruling about another life", first), ("another day of it", again), ("decide", kept)):
        tasks = {name: task(plan, itertools.count()) for name, plan in loaded.items()}
        found = medians(tasks, rounds=9, clock=time.process_time)
        report(title, found, against="a cliff")
    grants = table(rows)
    for run in ("first", "next"):
        taken = {
            name: seconds(partial(plan.batch, grants, on="2025-06-15", rights=5, settle=False))
            for name, plan in loaded.items()
        }
        report(f"plan.batch, {rows:,} rows, the {run} run", taken, against="a cliff")


if __name__ == "__main__":
    main()
