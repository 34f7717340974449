"""From one Parquet file to another: `kenri batch` beside SQL by hand on DuckDB, each as a process of its own.

    python -m benchmarks.peers.files --rows 10000000

DuckDB is given one thread, 1 GB, and a folder to spill into. Told are seconds by the clock and of the processor, and
the largest memory of each process; the answers are compared. This process does nothing else, since what it held would
be counted as memory of those that it begins.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROWS = 10_000_000
_PLAN = "iij/2015-5th-series"
_WORK = [sys.executable, "-m", "benchmarks.peers.one_file"]


class Spent(NamedTuple):
    """What a process took."""

    clock: float
    processor: float
    memory: int
    """Bytes, the most it held."""


def main(rows: int) -> None:
    """Write the table, ask both, compare, and print."""
    with TemporaryDirectory() as folder:
        source, ours, theirs = (str(Path(folder) / f"{name}.parquet") for name in ("holders", "kenri", "sql"))
        _spent([*_WORK, "write", source, "--rows", str(rows)])
        print(f"{rows:,} holders of five events, {Path(source).stat().st_size / 1e6:,.0f} MB", flush=True)
        tasks = {
            "kenri batch": [sys.executable, "-m", "kenri", "batch", _PLAN, source, "--no-settle", "--out", ours],
            "SQL by hand on DuckDB": [*_WORK, "by-hand", source, theirs],
        }
        found = {}
        for name, command in tasks.items():
            found[name] = spent = _spent(command)
            print(
                f"  {name:<24} {spent.clock:>8.1f} s by the clock, {spent.processor:>8.1f} s of the processor, "
                f"{spent.memory / 1e6:>8,.0f} MB, {rows / spent.processor / 1e6:.2f} M rows a second of the processor",
                flush=True,
            )
        one, other = found.values()
        print(
            f"  time by the clock {one.clock / other.clock:.2f}, of the processor {one.processor / other.processor:.2f}"
        )
        _spent([*_WORK, "compare", ours, theirs])


def _spent(command: list[str]) -> Spent:
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return Spent(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="From one Parquet file to another.")
    parser.add_argument("--rows", type=int, default=ROWS)
    main(parser.parse_args().rows)
