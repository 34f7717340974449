"""Judges may share a block: whoever answers a row, it stands where it stood in the table."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

import kenri
from kenri import columnar
from kenri.columnar.batch import judged_blocks
from kenri.columnar.by_columns import ByColumns
from kenri.columnar.judge import BadRow, Judge, Judged, RowByRow, together
from kenri.columnar.layout import Layout
from kenri.columnar.rows import Rows
from kenri.columnar.sources import in_memory
from kenri.model.problems import ProblemsError
from tests.columnar.scenario_tables import typed_table
from tests.columnar.small_tables import ON, judge, plan, row
from tests.hostile import run, written


class Sharing:
    """A judge that leaves some rows of each block to another, and stands in for one that reads columns."""

    def __init__(self, judge: RowByRow, is_own: Callable[[int], bool]) -> None:
        self.block, self.schema = judge.block, judge.schema
        self._judge, self._is_own = judge, is_own

    def unfit(self, rows: Rows) -> tuple[BadRow, ...]:
        return self._judge.unfit(rows)

    def judged(self, rows: Rows, only: Sequence[int] | None = None) -> Judged:
        asked = range(len(rows)) if only is None else only
        shares = ([at for at in asked if self._is_own(at) is own] for own in (True, False))
        return together(self._judge.judged(rows, share) for share in shares)


def whole(source: pa.Table, layout: Layout, judge: Judge) -> tuple[list[object], list[object]]:
    answers: list[object] = []
    bad: list[object] = []
    for rows, judged in judged_blocks(in_memory(source, layout), judge):
        answers += zip([rows.first + at for at in judged.index], judged.answers.to_pylist(), strict=True)
        bad += [(rows.first + each.index, each.id, each.problems) for each in judged.bad]
    return answers, bad


SHARES: dict[str, Callable[[int], bool]] = {
    "by turns": lambda at: at % 2 == 0,
    "the last first": lambda at: at > 2,
    "all": lambda at: True,
    "none": lambda at: False,
}


@pytest.mark.parametrize("days", [None, (ON, ON.replace(month=9))])
@pytest.mark.parametrize("name", SHARES)
def test_rows_that_are_shared_stand_where_they_stood(name: str, days: object, tmp_path: Path) -> None:
    loaded = plan(tmp_path)
    ids = ["a", "b", "bad", "c", "d", "b", "e", "f", "bad", "g", "h"]
    table = typed_table([row(id_, **({"grant.number": "ten"} if id_ == "bad" else {})) for id_ in ids])
    layout = Layout(loaded.plan, "exercise")
    alone = judge(loaded, block=4, days=days, on=None if days else ON)
    expected = whole(table, layout, alone)
    assert len(expected[1]) == 3
    assert whole(table, layout, Sharing(alone, SHARES[name])) == expected


def test_rows_whose_acts_were_all_recorded_twice_in_a_day_have_their_answers(tmp_path: Path) -> None:
    loaded = plan(tmp_path)
    acts = [{"event": "exercises", "on": date(2025, 3, 2), "rights": number} for number in (1, 2)]
    table = typed_table([row(str(at), events=[{"event": "leaves", "on": date(2025, 3, 1)}, *acts]) for at in range(9)])
    layout = Layout(loaded.plan, "exercise")
    by_columns = ByColumns(loaded, judge(loaded).asking)
    assert whole(table, layout, by_columns) == whole(table, layout, judge(loaded))


def test_what_lacks_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ProblemsError) as caught:
        columnar.must_be_installed()
    assert [each.code for each in caught.value.problems] == ["batch-missing"]
    path = written(tmp_path, "extends: vocabulary/equity\nplan: acme/none\n")
    for words in (["batch", path, "t.csv", "--on", "2025-01-01"], ["audit", path, "--table", "t.csv"]):
        done = run(monkeypatch, words)
        assert (done.code, "kenri[batch]" in done.err) == (2, True)
    loaded = kenri.load("iij/2015-5th-series")
    with pytest.raises(ProblemsError, match="pyarrow"):
        loaded.batch(None, on=ON)


def test_a_question_needs_no_table() -> None:
    code = "import sys, kenri; kenri.load('iij/2015-5th-series')\n"
    code += "from kenri.faces.main import app; print(sorted({'pyarrow', 'numpy', 'kenri.columnar'} & {*sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
