"""python -m benchmarks.peers [--rows N]."""

from __future__ import annotations

import argparse
import os

import kenri
from benchmarks.ask import PLAN
from benchmarks.peers import many_rows, one_question

parser = argparse.ArgumentParser(description="The same decision in several engines.")
parser.add_argument("--rows", type=int, default=1_000_000)
options = parser.parse_args()
os.environ.setdefault("POLARS_MAX_THREADS", "1")
plan = kenri.load(PLAN)
one_question.main(plan, print)
many_rows.main(plan, options.rows, print)
print(f"load of the machine over the last minutes: {os.getloadavg()}")
