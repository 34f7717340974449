"""python -m benchmarks.peers [--rows N]."""

from __future__ import annotations

import argparse
import os

ROWS = 1_000_000


def main(rows: int) -> None:
    """Measure one question and many rows, and print."""
    os.environ.setdefault("POLARS_MAX_THREADS", "1")  # read when Polars is imported, as DuckDB is given one thread
    import kenri
    from benchmarks.ask import PLAN
    from benchmarks.peers import many_rows, one_question

    plan = kenri.load(PLAN)
    one_question.main(plan, print)
    many_rows.main(plan, rows, print)
    if hasattr(os, "getloadavg"):
        print(f"load of the machine over 1, 5 and 15 minutes: {os.getloadavg()}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="The same decision in several engines.")
    parser.add_argument("--rows", type=int, default=ROWS)
    main(parser.parse_args().rows)
