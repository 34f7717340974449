"""The same table answered by `plan.batch`, by a function in DuckDB, and by Spark.

python -m benchmarks.engines [ROWS]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import kenri
import kenri.duckdb
import kenri.spark
from kenri.api import LoadedPlan
from kenri.columnar import spark

ROWS = 200_000
EVENTS = 5
ON = "2026-03-01"


def holders(rows: int) -> pa.Table:
    """Holders of a grant of 2015 who left and exercised four times, each on days of their own."""
    chance = np.random.default_rng(1)
    epoch = np.datetime64("2015-07-13")
    left = np.datetime64(ON) - epoch + chance.integers(-30, 5, (rows, 1))
    days = epoch + left + np.cumsum(chance.integers(1, 4, (rows, EVENTS)), axis=1)
    is_exercise = np.tile(np.arange(EVENTS) > 0, rows)
    events = pa.StructArray.from_arrays(
        [
            pa.array(["leaves_position", "exercises"]).take(pa.array(is_exercise.astype(np.int8))),
            pa.array(days.ravel().astype("datetime64[D]")),
            pa.array(chance.integers(1, 3, rows * EVENTS), mask=~is_exercise),
            pa.array(["director"]).take(pa.array(np.zeros(rows * EVENTS, np.int8), mask=is_exercise)),
        ],
        names=["event", "on", "rights", "position"],
    )
    return pa.table(
        {
            "id": pa.array([f"holder-{at:07}" for at in range(rows)]),
            "grant.on": pa.array([epoch.astype(object)] * rows),
            "grant.number": pa.array(chance.integers(10, 500, rows)),
            "grant.position": pa.array(["director"] * rows),
            "events": pa.ListArray.from_arrays(pa.array(np.arange(0, rows * EVENTS + 1, EVENTS), pa.int32()), events),
        }
    )


def main(rows: int = ROWS) -> None:
    """Measure and print."""
    plan, table = kenri.load("iij/2015-5th-series"), holders(rows)
    with ExitStack() as stack:
        ways = {
            "plan.batch": lambda: plan.batch(table, on=ON, rights=1, settle=False),
            "DuckDB": in_duckdb(plan, table),
            "Spark, local[2]": on_spark(plan, table, stack),
        }
        # The first run starts the workers of Spark, and has their forms made; where these are kept the next goes on.
        for run in ("first", "next"):
            taken: dict[str, float] = {}
            for name, answers in ways.items():
                begun = perf_counter()
                found = answers()
                taken[name] = perf_counter() - begun
                assert found.num_rows == rows
                speed, ratio = rows / taken[name], taken["plan.batch"] / taken[name]
                print(f"{run:5}  {name:16} {speed:10,.0f} rows/s  {ratio:6.2f} of plan.batch")


def in_duckdb(plan: LoadedPlan, table: pa.Table) -> Callable[[], Any]:
    """All answers by one query."""
    import duckdb

    connection = duckdb.connect()
    connection.register("holders", table)
    kenri.duckdb.register(connection, plan, on=ON, rights=1, settle=False)
    query = "SELECT unnest(kenri_answer(holder)) FROM holders AS holder"
    return lambda: connection.sql(query).to_arrow_table()


def on_spark(plan: LoadedPlan, table: pa.Table, stack: ExitStack) -> Callable[[], Any]:
    """All answers of a frame, whose session and workers are there already."""
    session = stack.enter_context(spark.session("local[2]"))
    path = Path(stack.enter_context(TemporaryDirectory())) / "holders.parquet"
    pq.write_table(table, path, row_group_size=25_000)
    frame = session.read.parquet(str(path)).repartition(2).cache()
    assert frame.count() == table.num_rows
    return lambda: kenri.spark.answers(frame, plan, on=ON, rights=1, settle=False).toArrow()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
