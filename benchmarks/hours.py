"""What it takes to answer tables of a plan that looks at hours of the day: about a day, and at a time of it.

python -m benchmarks.hours [ROWS]

A day is asked about in each of its parts, so that a form does the work of as many; of the rows whose last day is that
day, those beside it are looked at too. Times are of the processor, with forms made on the way and again, and for some
rows each by itself.
"""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta

import pyarrow as pa

import kenri
from kenri.columnar.judge import RowByRow, checked
from kenri.columnar.layout import Layout
from kenri.columnar.rows import Rows

PLAN, ROWS, ALONE = "plans/notice-by-five", 1_000_000, 1_000
ASKED = {"about a day": "2026-03-31", "at a time of it": "2026-03-31T16:30:00-04:00"}


def grants(rows: int) -> pa.Table:
    """Grants whose last days go round a hundred, that of the question among them."""
    last = [date(2026, 1, 1) + timedelta(number) for number in range(100)]
    return pa.table(
        {
            "id": pa.array([str(row) for row in range(rows)]),
            "grant.on": pa.array([date(2021, 4, 1)] * rows),
            "grant.number": pa.array([1 + row % 500 for row in range(rows)]),
            "grant.last_day": pa.array([last[row % 100] for row in range(rows)]),
        }
    )


def main(rows: int = ROWS) -> None:
    """Measure and print."""
    plan, table = kenri.load(PLAN), grants(rows)
    few = table.slice(0, ALONE).combine_chunks().to_batches()[0]
    for what, on in ASKED.items():
        times = []
        for _ in range(2):
            start = time.process_time()
            plan.batch(table, on=on, rights=1)
            times.append(time.process_time() - start)
        asking = checked(plan, "exercise", on=on, days=None, rights=1, by=None, readings=None, settle=True)
        start = time.process_time()
        RowByRow(plan, asking, has_forms=True).judged(Rows(few, Layout(plan.plan, "exercise"), "<table>", 0))
        alone = (time.process_time() - start) / ALONE
        each = f"{times[1] / rows * 1e6:.2f} µs a row, {alone / times[1] * rows:,.0f} times as fast as one by one"
        print(f"{what}: {rows:,} rows in {times[0]:.2f} s, again in {times[1]:.2f} s: {each}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
