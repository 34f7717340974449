"""Spark gives every row the answer that `plan.batch` gives it, each once, whatever becomes of tasks and workers.

In local mode, for real. Where pyspark or Java is not installed these tests are left out; `.ci/run` brings both.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

import kenri.spark
from kenri.columnar import spark
from kenri.columnar.by_columns import ByColumns
from kenri.columnar.judge import Judge, RowByRow, checked
from kenri.columnar.layout import Layout
from kenri.columnar.runs import run as run_files
from kenri.columnar.sources import opened
from kenri.model.problems import ProblemsError
from tests.columnar.scenario_tables import typed_table, write_table
from tests.columnar.small_tables import ON, plan, row
from tests.columnar.test_duckdb import by_id, by_the_reference, without_judge
from tests.columnar.warehouse_lives import Lives, many, of_scenarios
from tests.hostile import run

LACKING = [
    *([] if find_spec("pyspark") else ["pyspark, which requirements/spark.txt pins"]),
    *([] if shutil.which("java") or os.environ.get("JAVA_HOME") else ["Java"]),
]
MUST_RUN = "KENRI_WITH_SPARK" in os.environ
"""Where it is said that Spark is here, nothing is left out."""

# pyspark warns of pandas 3, which this repository has and which it uses for nothing that is done here.
pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")

with_spark = pytest.mark.skipif(bool(LACKING) and not MUST_RUN, reason=f"needs {' and '.join(LACKING)}")

TRIES = "local[2,4]"
"""Two workers, and four tries of each task."""


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patched:
        # Workers find the engine where this process does; else a checkout that is not installed has none.
        patched.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
        with spark.session(TRIES) as found:
            found.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "500")
            yield found


def frame(session: Any, table: pa.Table, parts: int = 4) -> Any:
    return session.createDataFrame(table).repartition(parts)


def answers(session: Any, lives: Lives, **more: Any) -> list[dict[str, Any]]:
    found = kenri.spark.answers(frame(session, lives.table), lives.plan, lives.action, **lives.asked, **more)
    return by_id(found.toArrow())


def by_batch(lives: Lives, **more: Any) -> list[dict[str, Any]]:
    return by_id(lives.plan.batch(lives.table, lives.action, **lives.asked, **more))


@with_spark
def test_a_frame_has_the_answers_of_its_rows(session: Any, tmp_path: Path) -> None:
    lives = many(tmp_path)
    found = kenri.spark.answers(frame(session, lives.table), lives.plan, **lives.asked).toArrow()
    assert found.schema.names == lives.plan.batch(lives.table, **lives.asked).schema.names
    assert without_judge(by_id(found)) == without_judge(by_batch(lives))
    assert "compiled" in found.column("answered_by").to_pylist()
    sample = lives._replace(table=lives.table.slice(0, 200))
    assert without_judge(by_id(found)[:200]) == without_judge(by_the_reference(sample))


@with_spark
def test_lives_of_scenarios_have_their_answers(session: Any) -> None:
    for lives in of_scenarios():
        assert without_judge(answers(session, lives)) == without_judge(by_the_reference(lives))


@with_spark
def test_a_range_of_days_gives_its_stretches(session: Any, tmp_path: Path) -> None:
    lives = many(tmp_path, 40)._replace(asked={"days": ("2025-01-01", "2025-03-01")})
    assert without_judge(answers(session, lives)) == without_judge(by_batch(lives))
    assert len(by_batch(lives)) > 40


# --- tasks that fail, and workers that are killed


def through(dataframe: Any, function: Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]) -> Any:
    """The same rows, which pass a function on their way to those who answer."""
    names = dataframe.columns
    plain = dataframe.toDF(*(f"c{at}" for at in range(len(names))))
    return plain.mapInArrow(function, plain.schema).toDF(*names)


@with_spark
def test_a_task_that_fails_once_is_tried_again(session: Any, tmp_path: Path) -> None:
    lives, failed = many(tmp_path), tmp_path / "failed"

    def fails_once(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from pyspark import TaskContext

        task: Any = TaskContext.get()
        for number, batch in enumerate(batches):
            yield batch  # some answers are there already
            if number == 1 and task.partitionId() == 1 and task.attemptNumber() == 0:
                failed.write_text("once", encoding="utf-8")
                raise ValueError("a disk that is full")

    passed = through(frame(session, lives.table, 2), fails_once)
    found = kenri.spark.answers(passed, lives.plan, **lives.asked).toArrow()
    assert failed.exists()
    assert without_judge(by_id(found)) == without_judge(by_batch(lives))


def workers_of(pid: int) -> list[int]:
    """The processes that Spark has forked to run Python."""
    told = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    processes = {
        int(own): (int(parent), args) for own, parent, args in (line.split(None, 2) for line in told.splitlines())
    }

    def is_below(each: int) -> bool:
        while each in processes and each != pid:
            each = processes[each][0]
        return each == pid

    daemons = {each for each, (_, args) in processes.items() if "pyspark.daemon" in args and is_below(each)}
    return [each for each in daemons if processes[each][0] in daemons]


@with_spark
def test_workers_that_are_killed_lose_nothing(session: Any, tmp_path: Path) -> None:
    lives, begun, go = many(tmp_path), tmp_path / "begun", tmp_path / "go"

    def waits(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for number, batch in enumerate(batches):
            yield batch
            if number == 1:
                begun.write_text("now", encoding="utf-8")
                until = time.monotonic() + 120
                while not go.exists() and time.monotonic() < until:
                    time.sleep(0.05)

    passed = kenri.spark.answers(through(frame(session, lives.table, 2), waits), lives.plan, **lives.asked)
    tables: list[pa.Table] = []
    asking = Thread(target=lambda: tables.append(passed.toArrow()))
    asking.start()
    while not begun.exists() and asking.is_alive():
        time.sleep(0.05)
    killed = workers_of(os.getpid())
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    go.write_text("now", encoding="utf-8")
    asking.join()
    assert killed
    (found,) = tables
    assert without_judge(by_id(found)) == without_judge(by_batch(lives))


# --- rows that cannot be answered

BAD = [row("a"), row("b", events=[{"event": "leave", "on": "2025-03-01"}]), row("c")]


@with_spark
def test_a_bad_row_fails_the_job_and_is_told_by_its_id(session: Any, tmp_path: Path) -> None:
    lives = Lives(plan(tmp_path), typed_table(BAD), "exercise", {"on": ON})
    with pytest.raises(Exception, match=r"b: events\[0\]\.event"):
        answers(session, lives)


@with_spark
def test_a_bad_row_that_is_set_aside_says_why(session: Any, tmp_path: Path) -> None:
    lives = Lives(plan(tmp_path), typed_table(BAD), "exercise", {"on": ON})
    found, expected = answers(session, lives, bad="aside"), by_batch(lives, bad="aside")
    assert [each["outcome"] for each in found] == ["allowed", None, "allowed"]
    for one, other in zip(found, expected, strict=True):
        assert one.pop("problems") == [each.replace("<table>:2:", "b:") for each in other.pop("problems")]
        assert one == other


@with_spark
@pytest.mark.parametrize(
    ("columns", "asked", "code"),
    [
        ({"grant.numbr": [3]}, {"on": ON}, "no-such-column"),
        ({}, {}, "batch-without-day"),
        ({}, {"on": "soon"}, "not-day-nor-instant"),
        ({}, {"on": ON, "bad": "perhaps"}, "wrong-argument"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_any_job(
    columns: dict[str, Any], asked: dict[str, Any], code: str, session: Any, tmp_path: Path
) -> None:
    with pytest.raises(ProblemsError) as caught:
        kenri.spark.answers(frame(session, pa.table({"id": ["a"], **columns})), plan(tmp_path), **asked)
    assert code in {each.code for each in caught.value.problems}


@with_spark
def test_what_is_no_data_frame_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match="data frame of Spark"):
        kenri.spark.answers(typed_table(BAD), plan(tmp_path), on=ON)


# --- files


def files(source: Path, judge: Judge, folder: Path, layout: Layout) -> tuple[list[Any], list[Any]]:
    folder.mkdir()
    out, aside = folder / "out.parquet", folder / "aside.parquet"
    run_files(opened(source, layout), judge, out, asked={}, aside=aside, progress=lambda *_: None)
    return pa.parquet.read_table(out).to_pylist(), pa.parquet.read_table(aside).to_pylist()


@with_spark
@pytest.mark.parametrize("form", ["table.parquet", "table.csv", "flat"])
def test_files_are_those_that_a_run_here_writes(
    form: str, session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "_PIECE", 7)
    loaded, path = plan(tmp_path), tmp_path / form
    if form == "flat":
        path.mkdir()
        grants = [{"id": f"{at:03}", "grantee": f"p{at:03}", "on": "2024-01-01", "number": at} for at in range(150)]
        left = [
            {"grant": f"{at:03}", "event": "leave" if at == 77 else "leaves", "on": "2025-03-01"} for at in range(90)
        ]
        write_table(path / "grants.csv", grants)
        write_table(path / "events.csv", left)
    else:
        rows = [row(f"{at:03}", **{"grant.number": "ten" if at in (3, 77) else str(at)}) for at in range(150)]
        write_table(path, [*rows, rows[1]])  # an id that is there again
    asking = checked(loaded, "exercise", on=ON, days=None, rights=2, by=None, readings=None, settle=False)
    layout = Layout(loaded.plan, "exercise")
    judge = spark.BySpark(loaded, asking, session)
    assert judge.block < 150
    found, bad = files(path, judge, tmp_path / "there", layout)
    expected, expected_bad = files(path, RowByRow(loaded, asking), tmp_path / "here", layout)
    assert without_judge(found) == without_judge(expected)
    assert bad == expected_bad
    assert len(bad) == (1 if form == "flat" else 3)
    assert files(path, ByColumns(loaded, asking), tmp_path / "again", layout)[1] == bad


@with_spark
def test_the_command_writes_the_same_file(tmp_path: Path) -> None:
    lives = many(tmp_path, 300)
    pa.parquet.write_table(lives.table, tmp_path / "table.parquet")
    (rules,) = tmp_path.glob("*.yaml")
    told = []
    for name, more in (("here.csv", []), ("there.csv", ["--engine", "spark", "--master", "local[2]"])):
        words = ["batch", str(rules), "table.parquet", "--on", "2025-04-01", "--rights", "3", "--out", name, *more]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        command = [sys.executable, "-m", "kenri", *words]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        told.append((tmp_path / name).read_text(encoding="utf-8").splitlines())
    here, there = told
    assert len(here) == 301
    assert [line.rpartition(",")[0] for line in there] == [line.rpartition(",")[0] for line in here]


# --- what is lacking

SPARK = ["--engine", "spark", "--on", "2025-04-01"]


@pytest.mark.parametrize(("lang", "said"), [("en", "there is no pyspark here"), ("ja", "pysparkが必要である")])
def test_what_lacks_says_how_to_install_it(
    lang: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    loaded, table = plan(tmp_path), write_table(tmp_path / "table.csv", BAD[:1])
    (rules,) = tmp_path.glob("*.yaml")
    done = run(monkeypatch, ["batch", str(rules), str(table), *SPARK, "--lang", lang])
    assert (done.code, said in done.err, "kenri[spark]" in done.err) == (2, True, True)
    with pytest.raises(ProblemsError, match="pyspark"):
        kenri.spark.answers(typed_table(BAD), loaded, on=ON)  # type: ignore[arg-type,unused-ignore]  # no frame


@with_spark
@pytest.mark.parametrize(("lang", "said"), [("en", "Java 17"), ("ja", "Java 17以降")])
def test_where_there_is_no_java_that_is_said(
    lang: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(tmp_path)
    table = write_table(tmp_path / "table.csv", BAD[:1])
    (rules,) = tmp_path.glob("*.yaml")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    done = run(monkeypatch, ["batch", str(rules), str(table), *SPARK, "--lang", lang])
    assert (done.code, said in done.err) == (2, True)


def test_a_master_is_for_spark_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan(tmp_path)
    table = write_table(tmp_path / "table.csv", BAD[:1])
    (rules,) = tmp_path.glob("*.yaml")
    done = run(monkeypatch, ["batch", str(rules), str(table), "--on", "2025-04-01", "--master", "local[2]"])
    assert (done.code, "`--engine spark`" in done.err) == (2, True)
