"""Each row has an id of its own, whether the ids ascend or not, and wherever that ends."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from kenri.columnar.batch import Ids
from kenri.columnar.layout import Layout
from kenri.columnar.rows import Rows
from kenri.columnar.runs import run, shown
from kenri.columnar.sources import RowSource, in_memory, opened
from tests.columnar.scenario_tables import typed_table, write_table
from tests.columnar.small_tables import judge, plan, row

SEVERAL: dict[str, list[object]] = {
    "ascending": ["a", "b", "c", "d", "e", "f", "g"],
    "the same in one block": ["a", "b", "b", "c"],
    "the same in the next block": ["a", "b", "c", "c"],
    "the first once more at the end": ["a", "b", "c", "d", "e", "f", "a"],
    "none ascends": ["g", "f", "e", "f", "d", "g", "c"],
    "it ascends again": ["b", "c", "d", "a", "b", "c", "z", "z"],
    "numbers": [1, 2, 9, 10, 11, 100, 9],
    "numbers and nothing": [1, 2, None, 3, 2],
    "none": [],
}


def again(ids: list[object]) -> list[int]:
    return [at for at, id_ in enumerate(ids) if id_ is not None and id_ in ids[:at]]


@pytest.mark.parametrize("size", [1, 2, 3, 100])
@pytest.mark.parametrize("name", SEVERAL)
@pytest.mark.parametrize("is_file", [True, False], ids=["file", "stream"])
def test_each_id_that_was_there_before_is_found(name: str, size: int, is_file: bool, tmp_path: Path) -> None:
    ids: list[object] = [*SEVERAL[name]]
    loaded, table = plan(tmp_path), typed_table([{**row(""), "id": id_} for id_ in ids] or [row("a")])
    layout = Layout(loaded.plan, "exercise")
    source: RowSource = in_memory(table.slice(0, len(ids)), layout)
    if is_file and ids:
        source = opened(write_table(tmp_path / "t.parquet", [{**row(""), "id": id_} for id_ in ids]), layout)
    known = Ids(source)
    found = [rows.first + at for rows in source.blocks(size) for at in known.twice(rows)]
    assert found == again(ids)


class Counted:
    """A source that counts how many of its blocks are alive at once."""

    def __init__(self, source: RowSource) -> None:
        self._source = source
        self.total, self.files, self.stray, self.schema = source.total, source.files, source.stray, source.schema
        self.can_be_read_again = source.can_be_read_again
        self.most = 0

    def blocks(self, size: int) -> Iterator[Rows]:
        alive: weakref.WeakSet[Rows] = weakref.WeakSet()
        for rows in self._source.blocks(size):
            gc.collect()
            self.most = max(self.most, len(alive) + 1)
            alive.add(rows)
            yield rows


@pytest.mark.usefixtures("garbage_of_the_test_alone")
@pytest.mark.parametrize("has_out", [True, False])
def test_a_run_holds_few_blocks_at_once(has_out: bool, tmp_path: Path) -> None:
    loaded = plan(tmp_path)
    path = write_table(tmp_path / "table.parquet", [row(f"r{at:03}") for at in range(60)])
    source = Counted(opened(path, Layout(loaded.plan, "exercise")))
    if has_out:
        run(source, judge(loaded), tmp_path / "out.parquet", asked={}, progress=lambda *_: None)
    else:
        shown(source, judge(loaded), progress=lambda *_: None)
    assert source.most <= 3


@pytest.mark.parametrize("is_file", [True, False], ids=["file", "stream"])
@pytest.mark.parametrize("ids", [["a", "b", "c", "d"], ["d", "a", "c", "b"]], ids=["ascending", "not ascending"])
def test_ids_are_looked_at_without_reading_a_life(
    ids: list[str], is_file: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = plan(tmp_path)
    layout, table = Layout(loaded.plan, "exercise"), [row(id_) for id_ in ids]
    path = write_table(tmp_path / "t.parquet", table)
    source: RowSource = opened(path, layout) if is_file else in_memory(typed_table(table), layout)
    monkeypatch.delattr(Rows, "row")
    known = Ids(source)
    assert [known.twice(rows) for rows in source.blocks(2)] == [{}, {}]
