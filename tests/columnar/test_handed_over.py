"""Tables of other packages are taken as they are, through the interface they have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from tests.columnar.scenario_tables import typed_table
from tests.columnar.small_tables import ON, plan, row

ROWS = [
    row("a", **{"grant.cost": 5}),
    row("b", **{"grant.cost": None, "grantee.nationality": "jp"}),
    row("c", events=[]),
]


def in_polars(table: pa.Table) -> Any:
    return pl.from_arrow(table)


def in_pandas(table: pa.Table) -> Any:
    return table.to_pandas()


def in_pandas_with_its_own_days(table: pa.Table) -> Any:
    frame = table.to_pandas(date_as_object=False)
    assert pd.api.types.is_datetime64_any_dtype(frame["grant.on"])
    assert pd.api.types.is_float_dtype(frame["grant.cost"])  # whole numbers with one that is not there
    return frame


def in_duckdb(table: pa.Table) -> Any:
    return duckdb.from_arrow(table).order("id")


def in_a_stream(table: pa.Table) -> Any:
    return pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=2))


def in_one_block(table: pa.Table) -> Any:
    (batch,) = table.combine_chunks().to_batches()
    return batch


@pytest.mark.parametrize(
    "hold", [in_polars, in_pandas, in_pandas_with_its_own_days, in_duckdb, in_a_stream, in_one_block]
)
def test_it_gives_the_same_answers(hold: Any, tmp_path: Path) -> None:
    loaded, table = plan(tmp_path), typed_table(ROWS)
    expected = loaded.batch(table, on=ON, rights=3)
    assert expected.column("outcome").to_pylist() == ["allowed", "allowed", "denied"]
    assert expected.column("figure.payment_exact").to_pylist() == ["1", "1", None]
    found = loaded.batch(hold(table), on=ON, rights=3)  # at times by a form, for a plan remembers what it was asked
    assert found.drop_columns("answered_by").equals(expected.drop_columns("answered_by"))


def test_a_number_that_is_no_decimal_has_its_text(tmp_path: Path) -> None:
    found = plan(tmp_path).batch(typed_table(ROWS[:1]), on=ON, rights=1).to_pylist()[0]
    assert (found["figure.payment"], found["figure.payment_exact"]) == (None, "1/3")
