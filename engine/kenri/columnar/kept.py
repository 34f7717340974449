"""Rows that are taken by their numbers: in memory while they are few, else in a file that is read as needed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from weakref import finalize

import numpy as np
import pyarrow as pa
import pyarrow.ipc as ipc

from kenri.columnar.files import writer
from kenri.loader.system_reason import system_reason
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence

__all__ = ["KeptRows"]

IN_MEMORY = 64 * 1024 * 1024
"""Bytes of rows that are held in memory; the rest of a larger table stays on the disk."""


class KeptRows:
    """The rows of a table. Raises `ProblemsError` where they are many and cannot be written to a temporary file."""

    def __init__(self, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
        self.schema = schema
        self._batches: Sequence[pa.RecordBatch] | _OnDisk = []
        held, size, given = [], 0, iter(batches)
        for batch in given:
            held.append(batch)
            size += batch.nbytes
            if size > IN_MEMORY:
                self._batches = _OnDisk(schema, held, given)
                break
        else:
            self._batches = held
        ends = np.cumsum([0, *(batch.num_rows for batch in self._batches)])
        self._begins, self.num_rows = ends[:-1], int(ends[-1])

    def column(self, name: str, kind: pa.DataType) -> pa.Array:
        """A whole column, in memory."""
        chunks = [batch.column(name).cast(kind) for batch in self._batches]
        return pa.concat_arrays(chunks) if chunks else pa.array([], kind)

    def take(self, numbers: np.ndarray[Any, Any], columns: Sequence[str]) -> pa.RecordBatch:
        """The rows of these numbers, in this order and as often as they are named."""
        batch = np.searchsorted(self._begins, numbers, "right") - 1
        order = np.argsort(batch, kind="stable")
        parts = []
        for at in np.unique(batch).tolist():
            own = order[np.searchsorted(batch[order], at, "left") : np.searchsorted(batch[order], at, "right")]
            parts.append(self._batches[at].select(columns).take(pa.array(numbers[own] - self._begins[at])))
        schema = pa.schema([self.schema.field(name) for name in columns])
        if not parts:
            return pa.RecordBatch.from_pylist([], schema=schema)
        together = pa.concat_batches(parts)
        if len(parts) == 1:  # they stand in their order already
            return together
        back = np.empty_like(order)
        back[order] = np.arange(len(order))
        return together.take(pa.array(back))


class _OnDisk:
    """Batches in a temporary file that nobody else sees, and that goes with this process, however that ends."""

    def __init__(self, schema: pa.Schema, first: Iterable[pa.RecordBatch], others: Iterable[pa.RecordBatch]) -> None:
        folder = Path(mkdtemp(prefix="kenri-"))
        gone = finalize(self, rmtree, folder, ignore_errors=True)
        path = folder / "rows.arrow"
        try:
            with writer(path, path.suffix, schema) as file:
                for batch in chain(first, others):
                    file.write(batch)
            self._file = ipc.open_file(pa.memory_map(str(path)))
        except OSError as error:
            gone()
            reason = system_reason(error)
            raise refused(Sentence("file-not-written", file=quote(str(path), limit=4096), reason=reason)) from None
        if os.name == "posix":  # a file that is open needs no name, so that a process that is killed leaves nothing
            gone()

    def __len__(self) -> int:
        return int(self._file.num_record_batches)

    def __getitem__(self, at: int) -> pa.RecordBatch:
        return self._file.get_batch(at)

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        return map(self.__getitem__, range(len(self)))
