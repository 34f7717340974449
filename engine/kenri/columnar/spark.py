"""Tables answered on the workers of Spark: data frames, and blocks of any table in the place of a judge that is here.

The one file that meets pyspark. What it does otherwise than one would think:

- `mapInArrow` looks for columns by name and takes a dot for a field of a struct: columns travel under other names.
- What is said to a task is unpickled for each: the plan goes as bytes, and a worker keeps what it has made of them.
- A local master tries a task once, unless it is named `local[2,4]`: two at once, each four times.
"""

from __future__ import annotations

import pickle
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from os import environ
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.ipc as ipc

from kenri.asking.askable import AskablePlan
from kenri.columnar.batch import Bad, must_be_bad
from kenri.columnar.by_columns import ByColumns
from kenri.columnar.judge import BadRow, Judged, TableQuestion, checked, together
from kenri.columnar.layout import Layout
from kenri.columnar.queries import Pieces
from kenri.columnar.rows import CellOrigin, Rows
from kenri.loader.values import shown
from kenri.model.problems import Problem, quote, refused
from kenri.model.sentences import Sentence

__all__ = ["BySpark", "answers", "must_be_installed", "session"]

_PIECE: Final = 1 << 14
"""Rows of a task: so many that a worker is busy for longer than it takes to hand them over."""

_MOST_PIECES: Final = 64
"""Tasks of one block, all of which the driver holds."""

_KEPT: Final = 4
"""Plans and questions of which a worker keeps what it has made."""


def must_be_installed() -> None:
    """Raise `ProblemsError` where pyspark is not installed."""
    try:
        import pyspark  # noqa: F401  whether it is there
    except ImportError:
        raise refused(Sentence("spark-missing")) from None


@contextmanager
def session(master: str) -> Iterator[Any]:
    """A session of Spark with some master, for as long as it is needed.

    Raises `ProblemsError` where pyspark or Java is missing, or the master cannot be had.
    """
    must_be_installed()
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    if not _has_java():
        raise refused(Sentence("java-missing"))
    if master.startswith("local"):
        environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else whatever `python3` is on the PATH
        environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # else that of some card, and others may call
    building = SparkSession.builder.appName("kenri").master(master).config("spark.log.level", "ERROR")
    try:
        found = building.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    except (PySparkException, _java_error()) as error:
        raise refused(Sentence("no-spark-master", master=quote(master), reason=_reason(error))) from None
    try:
        yield found
    finally:
        found.stop()


def _has_java() -> bool:
    home = environ.get("JAVA_HOME")
    return (Path(home, "bin", "java").exists() if home else False) or shutil.which("java") is not None


def _java_error() -> type[Exception]:
    from py4j.protocol import Py4JError

    found: type[Exception] = Py4JError
    return found


def _reason(error: Exception) -> Any:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    caused = [line for line in lines if line.startswith("Caused by:")] or lines or [type(error).__name__]
    return quote(caused[-1] if caused[-1].startswith("Caused by:") else caused[0], limit=300)


# --- data frames


def answers(
    dataframe: Any,
    plan: AskablePlan,
    action: str,
    *,
    on: date | str | None,
    rights: Any,
    by: str | None,
    readings: Mapping[str, str] | None,
    days: tuple[date | str, date | str] | None,
    bad: Bad,
    settle: bool,
) -> Any:
    """A data frame of the answers about the rows of another, which its workers will give.

    Raises `ProblemsError` at once for a question that means nothing, and for columns that no rows of the plan have.
    """
    must_be_installed()
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

    if not hasattr(dataframe, "mapInArrow"):
        raise refused(Sentence("no-data-frame", found=shown(dataframe)))
    must_be_bad(bad)
    asking = checked(plan, action, on=on, days=days, rights=rights, by=by, readings=readings, settle=settle)
    here = Pieces(plan, asking, bad)
    here.must_fit(to_arrow_schema(dataframe.schema))
    task = _Frames(pickle.dumps((plan, asking, bad)), tuple(dataframe.columns))
    travelling = dataframe.toDF(*(f"column_{at}" for at in range(len(task.columns))))
    return travelling.mapInArrow(task.answered, from_arrow_schema(here.schema))


class _Frames(NamedTuple):
    """What a task needs to know to answer its part of a data frame."""

    asked: bytes
    columns: tuple[str, ...]

    def answered(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        pieces = _pieces(self.asked)
        for batch in batches:
            yield pieces.answers(pa.RecordBatch.from_arrays(batch.columns, names=list(self.columns)))


@lru_cache(maxsize=_KEPT)
def _pieces(asked: bytes) -> Pieces:
    return Pieces(*pickle.loads(asked))


# --- blocks of any table


@dataclass
class BySpark:
    """A judge that has the rows of a block judged by columns on the workers of a session, a piece by each task."""

    plan: AskablePlan
    asking: TableQuestion
    session: Any

    @cached_property
    def _here(self) -> ByColumns:
        return ByColumns(self.plan, self.asking)

    @cached_property
    def block(self) -> int:
        """How many rows it is best given at once: some pieces for each worker."""
        workers: int = self.session.sparkContext.defaultParallelism
        return _PIECE * min(4 * workers, _MOST_PIECES)

    @property
    def schema(self) -> pa.Schema:
        """The columns of the answers."""
        return self._here.schema

    def unfit(self, rows: Rows) -> tuple[BadRow, ...]:
        """The rows of a block that cannot be answered, without answering the others."""
        return self._here.unfit(rows)

    def judged(self, rows: Rows, only: Sequence[int] | None = None) -> Judged:
        """The answers about the rows of a block, or about `only` some of them.

        Raises `ProblemsError` where a job of Spark fails.
        """
        from pyspark.errors import PySparkException

        firsts = range(0, len(rows), _PIECE)
        if not firsts:
            return self._here.judged(rows, only)
        wanted = None if only is None else frozenset(only)
        sent = [_Sent.of(rows, first, wanted) for first in firsts]
        task = _Blocks(pickle.dumps((self.plan, self.asking)))
        try:
            context = self.session.sparkContext
            told = context.parallelize([pickle.dumps(each) for each in sent], len(sent)).map(task.judged).collect()
        except (PySparkException, _java_error()) as error:
            raise refused(Sentence("spark-failed", reason=_reason(error))) from None
        return together(_from(first, pickle.loads(part)) for first, part in zip(firsts, told, strict=True))


def _from(first: int, judged: Judged) -> Judged:
    """What became of a piece, with the numbers that its rows have in the block."""
    bad = tuple(replace(row, index=row.index + first) for row in judged.bad)
    return Judged(tuple(at + first for at in judged.index), judged.answers, bad)


class _Sent(NamedTuple):
    """A piece of a block as it travels: all of `Rows` but the layout, which the workers have."""

    columns: bytes
    file: str
    first: int
    lines: Sequence[int]
    origins: dict[str, list[Sequence[CellOrigin]]]
    broken: dict[int, Problem]
    only: list[int] | None

    @classmethod
    def of(cls, rows: Rows, begin: int, wanted: frozenset[int] | None) -> _Sent:
        end = min(begin + _PIECE, len(rows))
        sink = pa.BufferOutputStream()
        with ipc.new_stream(sink, rows.columns.schema) as stream:
            stream.write_batch(rows.columns.slice(begin, end - begin))
        return cls(
            sink.getvalue().to_pybytes(),
            rows.file,
            rows.first + begin,
            list(rows.lines[begin:end]),
            {name: [each(at) for at in range(begin, end)] for name, each in rows.origins.items()},
            {at - begin: problem for at, problem in rows.broken.items() if begin <= at < end},
            None if wanted is None else [at - begin for at in range(begin, end) if at in wanted],
        )

    def rows(self, layout: Layout) -> Rows:
        (columns,) = ipc.open_stream(self.columns)
        origins = {name: each.__getitem__ for name, each in self.origins.items()}
        return Rows(columns, layout, self.file, self.first, self.lines, origins, self.broken)


class _Blocks(NamedTuple):
    """What a task needs to know to judge a piece of a block."""

    asked: bytes

    def judged(self, piece: bytes) -> bytes:
        judge, layout = _judge(self.asked)
        sent: _Sent = pickle.loads(piece)
        return pickle.dumps(judge.judged(sent.rows(layout), sent.only))


@lru_cache(maxsize=_KEPT)
def _judge(asked: bytes) -> tuple[ByColumns, Layout]:
    plan, asking = pickle.loads(asked)
    return ByColumns(plan, asking), Layout(plan.plan, asking.action)
