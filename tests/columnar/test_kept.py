"""Rows that are taken by number are those of the table, wherever they are kept."""

from __future__ import annotations

import gc
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kenri.columnar import kept
from kenri.columnar.kept import KeptRows
from kenri.model.problems import ProblemsError

SCHEMA = pa.schema([("name", pa.string()), ("on", pa.date32()), ("many", pa.list_(pa.int64()))])

Row = dict[str, Any]

rows: st.SearchStrategy[Row] = st.fixed_dictionaries(
    {
        "name": st.none() | st.text(max_size=3),
        "on": st.none() | st.dates(),
        "many": st.lists(st.integers(0, 9), max_size=3),
    }
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[Row]], list[int]]:
    batches = draw(st.lists(st.lists(rows, max_size=4), max_size=4))
    many = sum(map(len, batches))
    return batches, draw(st.lists(st.integers(0, many - 1), max_size=9)) if many else []


@pytest.mark.parametrize("in_memory", [0, 1 << 20])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables())
def test_taken_rows_are_those_of_the_table(
    in_memory: int, monkeypatch: pytest.MonkeyPatch, given: tuple[list[list[Row]], list[int]]
) -> None:
    batches, numbers = given
    monkeypatch.setattr(kept, "IN_MEMORY", in_memory)
    whole = [row for batch in batches for row in batch]
    found = KeptRows(SCHEMA, (pa.RecordBatch.from_pylist(batch, schema=SCHEMA) for batch in batches))
    assert found.num_rows == len(whole)
    assert found.column("name", pa.string()).to_pylist() == [row["name"] for row in whole]
    taken = found.take(np.array(numbers, np.int64), ["on", "many"])
    assert taken.to_pylist() == [{"on": whole[at]["on"], "many": whole[at]["many"]} for at in numbers]


def large() -> KeptRows:
    return KeptRows(SCHEMA, (pa.RecordBatch.from_pylist([{"name": "x" * 1000}], schema=SCHEMA) for _ in range(9)))


def test_a_temporary_file_has_no_name_while_it_is_used_and_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "IN_MEMORY", 2000)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found = large()
    assert found.num_rows == 9
    if os.name == "posix":
        assert not list(tmp_path.iterdir())
    del found
    gc.collect()
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "IN_MEMORY", 2000)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(kept, "writer", _full)
    with pytest.raises(ProblemsError, match="cannot be written: no space left on device"):
        large()
    assert not list(tmp_path.iterdir())


def _full(*_: object) -> object:
    raise OSError(28, "No space left on device")
