"""The table in a file that `benchmarks.peers.files` asks about, the answers by hand, and where two differ.

python -m benchmarks.peers.one_file write TABLE --rows N
python -m benchmarks.peers.one_file by-hand TABLE ANSWERS
python -m benchmarks.peers.one_file compare ANSWERS ANSWERS
"""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.peers.population import EPOCH, KINDS, population, table
from benchmarks.peers.queries import ANSWERED

_PART = 1_000_000

_VIEWS = f"""
CREATE VIEW asked AS SELECT * FROM read_parquet('{{table}}');
CREATE VIEW holders AS SELECT id, ("on" - DATE '1970-01-01') + {EPOCH} AS "on", rights, "by" IS NOT NULL AS by_heir,
    "grant.number" AS granted FROM asked;
CREATE VIEW events AS SELECT id, ("on" - DATE '1970-01-01') + {EPOCH} AS day,
    list_position({list(KINDS)}, event) - 1 AS kind, rights AS number
    FROM (SELECT id, unnest(events, max_depth := 2) FROM asked);
"""


def write(path: Path, rows: int) -> None:
    """A table of so many holders, all with ids of their own, a part at a time."""
    file = None
    for part, first in enumerate(range(0, rows, _PART)):
        some = table(population(min(_PART, rows - first), seed=5 + part))
        ids = pa.array(np.arange(first, first + len(some)) + 1_000_000_000).cast(pa.string())
        some = some.set_column(0, "id", ids)
        file = file or pq.ParquetWriter(path, some.schema)
        file.write_table(some)
    if file is not None:
        file.close()


def by_hand(source: Path, out: Path) -> None:
    """The answers by SQL, with one thread, 1 GB of memory and a folder to spill into."""
    here = duckdb.connect(config={"threads": 1, "memory_limit": "1GB", "temp_directory": str(out.parent / "spilt")})
    here.execute(_VIEWS.format(table=source))
    here.execute(f"COPY ({ANSWERED}) TO '{out}' (FORMAT parquet)")


def compare(ours: Path, theirs: Path) -> None:
    """End with an error where answers differ."""
    differ = duckdb.execute(
        f"SELECT count(*) FROM read_parquet('{ours}') a FULL JOIN read_parquet('{theirs}') b USING (id) "
        "WHERE (a.outcome = 'allowed') IS DISTINCT FROM b.yes"
    ).fetchone()
    if differ != (0,):
        raise SystemExit(f"the answers differ about {differ} holders")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("work", choices=["write", "by-hand", "compare"])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rows", type=int, default=_PART)
    given = parser.parse_args()
    match given.work:
        case "write":
            write(*given.files, given.rows)
        case "by-hand":
            by_hand(*given.files)
        case _:
            compare(*given.files)
