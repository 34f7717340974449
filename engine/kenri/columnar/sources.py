"""Where rows come from: a file, three flat tables in a folder, or whatever hands over Arrow data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from kenri.columnar.files import exact_days, read_table
from kenri.columnar.flat import FlatTables
from kenri.columnar.layout import Layout
from kenri.columnar.rows import Rows
from kenri.loader.source import is_folder
from kenri.loader.values import shown
from kenri.model.problems import Problem, ProblemsError, refused
from kenri.model.sentences import Sentence

__all__ = ["RowSource", "in_memory", "opened"]

IN_MEMORY = "<table>"
"""How data that was handed over is named."""


class RowSource(Protocol):
    """Rows, in blocks."""

    @property
    def total(self) -> int:
        """About how many rows there are; zero where that is not known."""

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that are read."""

    @property
    def stray(self) -> tuple[Problem, ...]:
        """Parts that belong to no row, each with its place and why."""

    @property
    def schema(self) -> pa.Schema:
        """The columns of its rows."""

    @property
    def can_be_read_again(self) -> bool:
        """Whether `blocks` begins anew each time it is called."""

    def blocks(self, size: int) -> Iterator[Rows]:
        """The rows in their order, at most so many at once."""


def opened(path: Path, layout: Layout) -> RowSource:
    """The rows of a file, or of a folder of flat tables. Raises `ProblemsError` where they cannot be rows of a plan."""
    return FlatTables(path, layout) if is_folder(path) else _OneFile(path, layout)


def in_memory(table: object, layout: Layout) -> RowSource:
    """The rows of what has the C stream interface of Arrow. Raises `ProblemsError` for anything else."""
    if not hasattr(table, "__arrow_c_stream__"):
        raise refused(Sentence("no-table", found=shown(table)))
    return _Stream(pa.RecordBatchReader.from_stream(table), layout)


class _OneFile:
    stray: tuple[Problem, ...] = ()
    can_be_read_again = True

    def __init__(self, path: Path, layout: Layout) -> None:
        self.files = (path,)
        self._layout = layout
        self._table = read_table(path)
        self.schema = self._table.schema
        _must_fit(self.schema, layout, str(path))

    @property
    def total(self) -> int:
        """About how many rows there are."""
        return self._table.total

    def blocks(self, size: int) -> Iterator[Rows]:
        """The rows in their order, at most so many at once."""
        first = 0
        for block in self._table.blocks(size):
            yield Rows(block.rows, self._layout, str(self.files[0]), first, block.lines, broken=block.broken)
            first += block.rows.num_rows


class _Stream:
    stray: tuple[Problem, ...] = ()
    can_be_read_again = False
    files: tuple[Path, ...] = ()
    total = 0

    def __init__(self, reader: pa.RecordBatchReader, layout: Layout) -> None:
        self._reader = reader
        self._layout = layout
        self.schema = reader.schema
        _must_fit(reader.schema, layout, IN_MEMORY)

    def blocks(self, size: int) -> Iterator[Rows]:
        first = 0
        for batch in self._reader:
            for begin in range(0, batch.num_rows, size):
                rows = exact_days(batch.slice(begin, size))
                yield Rows(rows, self._layout, IN_MEMORY, first)
                first += rows.num_rows


def _must_fit(schema: pa.Schema, layout: Layout, file: str) -> None:
    problems = list(layout.unfit(schema, file))
    if problems:
        raise ProblemsError(problems)
