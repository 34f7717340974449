"""Every recorded act of a table judged: from its columns, beside row by row.

python -m benchmarks.audits [ACTS]
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import kenri
from kenri.columnar.audits import AuditRows
from kenri.columnar.audits_by_columns import AuditByColumns
from kenri.columnar.judge import Judge
from kenri.columnar.layout import Layout
from kenri.columnar.runs import Summary, run
from kenri.columnar.sources import opened

ACTS = (100_000, 1_000_000)
EACH = 4
"""How many acts a holder has."""
ALONE = 4_000
"""How many acts are judged row by row, to tell what one takes."""
PLAN = "iij/2015-5th-series"


def register(rows: int) -> pa.Table:
    """Holders who left a position and exercised four times, some on the day they left, some too late or too many."""
    chance = np.random.default_rng(7)
    epoch = np.datetime64("2015-07-13")
    left = epoch + chance.integers(400, 3000, (rows, 1))
    gaps = chance.choice([0, 1, 2, 3, 7], (rows, EACH), p=[0.02, 0.5, 0.3, 0.15, 0.03])
    days = np.concatenate([left, left + np.cumsum(gaps, axis=1)], axis=1)
    kinds = np.tile(["leaves_position", *["exercises"] * EACH], rows)
    is_act = kinds == "exercises"
    items = rows * (EACH + 1)
    events = pa.StructArray.from_arrays(
        [
            pa.array(kinds),
            pa.array([f"entry-{at:08}" for at in range(items)]),
            pa.array(days.ravel().astype("datetime64[D]")),
            pa.array(chance.integers(1, 4, items), mask=~is_act),
            pa.array(np.where(is_act, None, "director"), pa.string()),
        ],
        names=["event", "id", "on", "rights", "position"],
    )
    return pa.table(
        {
            "id": pa.array([f"holder-{at:07}" for at in range(rows)]),
            "grant.on": pa.array([epoch.astype(object)] * rows),
            "grant.number": pa.array(chance.integers(8, 500, rows)),
            "grant.position": pa.array(["director"] * rows),
            "events": pa.ListArray.from_arrays(pa.array(np.arange(0, items + 1, EACH + 1), pa.int32()), events),
        }
    )


def audited(table: pa.Table, judge: Judge, folder: Path) -> tuple[Summary, float, float, pa.Table]:
    """A table in a file audited to another file: what it came to, seconds by the clock and of the processor."""
    given, out = folder / "register.parquet", folder / "found.parquet"
    pq.write_table(table, given, row_group_size=50_000)
    plan = kenri.load(PLAN)
    begun, spent = perf_counter(), process_time()
    found = run(opened(given, Layout(plan.plan)), judge, out, asked={}, progress=lambda *_: None)
    taken = perf_counter() - begun, process_time() - spent
    return found, *taken, pq.read_table(out).drop_columns(["answered_by"])


def main(sizes: Sequence[int] = ACTS) -> None:
    """Measure and print. Raises `AssertionError` where the two tell anything else."""
    plan = kenri.load(PLAN)
    with TemporaryDirectory() as name:
        folder = Path(name)
        some = register(ALONE // EACH)
        _, _, alone, expected = audited(some, AuditRows(plan), folder)
        _, _, _, found = audited(some, AuditByColumns(kenri.load(PLAN)), folder)
        assert found.equals(expected), "both tell the same"
        each = alone / ALONE
        print(f"row by row: {ALONE:,} acts, {1e6 * each:,.0f} µs of the processor for each")
        for acts in sizes:
            judge = AuditByColumns(plan)
            summary, clock, taken, _ = audited(register(acts // EACH), judge, folder)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"from columns: {acts:,} acts, {clock:.2f} s by the clock, {taken:.2f} s of the processor, "
                f"{1e6 * taken / acts:.2f} µs for each, {each * acts / taken:,.0f} times as fast; "
                f"{summary.answers:,} not permitted, {dict(summary.answered_by)}, {memory} MB"
            )


if __name__ == "__main__":
    main([*map(int, sys.argv[1:2])] or ACTS)
