"""Long runs: one that is stopped goes on where it was, and comes to what it would have come to in one go."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from kenri.api import LoadedPlan
from kenri.columnar.judge import BadRow, Judged, RowByRow
from kenri.columnar.layout import Layout
from kenri.columnar.rows import Rows
from kenri.columnar.runs import Summary, run, shown
from kenri.columnar.sources import opened
from kenri.model.problems import ProblemsError
from tests.columnar.scenario_tables import write_table
from tests.columnar.small_tables import judge, plan, row
from tests.engine_source import ROOT

ROWS = [row(f"r{at}", rights=at + 1) for at in range(10)]
BLOCKS = 4


class Stopping:
    """A judge that is interrupted after some blocks, and remembers which rows it was given."""

    def __init__(self, judge: RowByRow, after: int) -> None:
        self.block, self.schema = judge.block, judge.schema
        self._judge, self._after = judge, after
        self.seen: list[int] = []

    def unfit(self, rows: Rows) -> tuple[BadRow, ...]:
        return self._judge.unfit(rows)

    def judged(self, rows: Rows, only: Sequence[int] | None = None) -> Judged:
        if self._after == 0:
            raise KeyboardInterrupt
        self._after -= 1
        self.seen.append(rows.first)
        return self._judge.judged(rows, only)


def go(loaded: LoadedPlan, out: Path, judge: Any, table: Path | None = None, **more: Any) -> Summary:
    source = opened(table or out.parent / "table.parquet", Layout(loaded.plan, "exercise"))
    return run(source, judge, out, **{"asked": {"of": "rows"}, "progress": lambda *_: None, **more})


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedPlan:
    write_table(tmp_path / "table.parquet", ROWS)
    return plan(tmp_path)


def whole(loaded: LoadedPlan, folder: Path) -> list[dict[str, Any]]:
    go(loaded, folder / "whole.parquet", judge(loaded))
    return answers(folder / "whole.parquet")


def answers(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pyarrow.parquet.read_table(path).to_pylist()
    return found


@pytest.mark.parametrize("after", range(BLOCKS + 1))
def test_a_run_that_is_interrupted_goes_on(after: int, loaded: LoadedPlan, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    stopped = Stopping(judge(loaded), after)
    if after < BLOCKS:
        with pytest.raises(KeyboardInterrupt):
            go(loaded, out, stopped)
        assert not out.exists()
    resumed = Stopping(judge(loaded), BLOCKS)
    found = go(loaded, out, resumed)
    assert stopped.seen + resumed.seen == [0, 3, 6, 9] if after < BLOCKS else resumed.seen == [0, 3, 6, 9]
    assert (found.rows, found.answered, found.resumed) == (10, 10, 3 * min(after, BLOCKS) if after < BLOCKS else 0)
    assert answers(out) == whole(loaded, tmp_path)
    assert left_beside(tmp_path) == []


def left_beside(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir() if each.name.startswith(".")]


KILLED = """
import sys
from pathlib import Path
import tests.columnar.test_runs as here
from tests.columnar.small_tables import judge, plan
class Slow(here.Stopping):
    def judged(self, rows, only=None):
        if rows.first >= 6:
            print("now", flush=True)
            sys.stdin.read()
        return super().judged(rows, only)
folder = Path(sys.argv[1])
loaded = plan(folder)
here.go(loaded, folder / "out.parquet", Slow(judge(loaded), 10))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_a_run_that_is_killed_goes_on(loaded: LoadedPlan, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "engine"), str(ROOT)])}
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "now\n"
        with pytest.raises(ProblemsError, match="another run is writing"):
            go(loaded, tmp_path / "out.parquet", judge(loaded))
        process.send_signal(signal.SIGKILL)
        process.wait()
    resumed = Stopping(judge(loaded), BLOCKS)
    found = go(loaded, tmp_path / "out.parquet", resumed)
    assert (resumed.seen, found.resumed) == ([6, 9], 6)
    assert answers(tmp_path / "out.parquet") == whole(loaded, tmp_path)
    assert left_beside(tmp_path) == []


class Full:
    """The system's way to bring a file to the disk, which fails from some call on."""

    def __init__(self, after: int) -> None:
        self._after = after

    def __call__(self, descriptor: int) -> None:
        self._after -= 1
        if self._after < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_wherever_the_disk_is_full_the_run_goes_on_later(
    loaded: LoadedPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = whole(loaded, tmp_path)
    out, earlier = tmp_path / "out.parquet", b"what was there before"
    failures = 0
    for after in range(100):
        out.write_bytes(earlier)
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", Full(after))
            try:
                go(loaded, out, judge(loaded))
            except ProblemsError as error:
                failures += 1
                (problem,) = error.problems
                assert problem.code == "file-not-written"
                assert not list(tmp_path.glob(".*.tmp"))
            else:
                break
        go(loaded, out, judge(loaded))
        assert answers(out) == expected
        assert left_beside(tmp_path) == []
    assert failures > 2 * BLOCKS


def test_a_folder_that_may_not_be_written_is_told(loaded: LoadedPlan, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError) as caught:
        go(loaded, tmp_path / "none" / "out.parquet", judge(loaded), tmp_path / "table.parquet")
    assert [each.code for each in caught.value.problems] == ["file-not-written"]


CHANGES: dict[str, Callable[[LoadedPlan, Path], dict[str, Any]]] = {
    "another question": lambda loaded, folder: {"judge": judge(loaded), "asked": {"of": "others"}},
    "another table": lambda loaded, folder: {
        "judge": judge(loaded),
        "table": write_table(folder / "other.parquet", ROWS),
    },
    "a table that was changed": lambda loaded, folder: {
        "judge": judge(loaded),
        "table": write_table(folder / "table.parquet", [*ROWS, row("more")]),
    },
    "other blocks": lambda loaded, folder: {"judge": judge(loaded, block=4)},
    "rows set aside": lambda loaded, folder: {"judge": judge(loaded), "aside": folder / "bad.csv"},
}


@pytest.mark.parametrize("name", CHANGES)
def test_another_run_does_not_go_on_with_what_one_left(name: str, loaded: LoadedPlan, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    with pytest.raises(KeyboardInterrupt):
        go(loaded, out, Stopping(judge(loaded), 2))
    with pytest.raises(ProblemsError) as caught:
        go(loaded, out, **CHANGES[name](loaded, tmp_path))
    assert [each.code for each in caught.value.problems] == ["other-run"]
    assert not out.exists()


def test_only_a_run_that_was_stopped_can_be_resumed(loaded: LoadedPlan, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    with pytest.raises(ProblemsError) as caught:
        go(loaded, out, judge(loaded), must_resume=True)
    assert [each.code for each in caught.value.problems] == ["nothing-to-resume"]
    with pytest.raises(KeyboardInterrupt):
        go(loaded, out, Stopping(judge(loaded), 1))
    assert go(loaded, out, judge(loaded), must_resume=True).resumed == 3
    assert left_beside(tmp_path) == []


def test_a_table_that_changes_while_it_is_read_is_refused(loaded: LoadedPlan, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"

    class Changing(Stopping):
        def judged(self, rows: Rows, only: Sequence[int] | None = None) -> Judged:
            os.utime(tmp_path / "table.parquet", ns=(0, time.time_ns() + 10**9))
            return super().judged(rows, only)

    with pytest.raises(ProblemsError, match="was changed"):
        go(loaded, out, Changing(judge(loaded), BLOCKS))
    assert not out.exists()


def test_an_id_of_a_part_that_was_judged_before_is_known(loaded: LoadedPlan, tmp_path: Path) -> None:
    table = write_table(tmp_path / "table.parquet", [*ROWS, row("r1")])
    out = tmp_path / "out.parquet"
    with pytest.raises(KeyboardInterrupt):
        go(loaded, out, Stopping(judge(loaded), 2), table)
    with pytest.raises(ProblemsError) as caught:
        go(loaded, out, judge(loaded), table)
    assert [each.code for each in caught.value.problems] == ["row-id-again"]


@pytest.mark.parametrize("has_out", [True, False])
def test_after_a_bad_row_the_others_are_only_read_and_all_are_told(
    has_out: bool, loaded: LoadedPlan, tmp_path: Path
) -> None:
    bad = {4: row("r4", on="soon"), 7: row("r7", **{"grant.number": "ten"}), 8: row("r0")}
    table = write_table(tmp_path / "bad.parquet", [bad.get(at, each) for at, each in enumerate(ROWS)])
    source, asked = opened(table, Layout(loaded.plan, "exercise")), Stopping(judge(loaded), BLOCKS)
    go_on = partial(run, out=tmp_path / "out.csv", asked={}) if has_out else shown
    with pytest.raises(ProblemsError) as caught:
        go_on(source, asked, progress=lambda *_: None)
    assert asked.seen == [0, 3]
    assert [each.place.line for each in caught.value.problems if each.place] == [5, 8, 9]
    assert left_beside(tmp_path) == []
