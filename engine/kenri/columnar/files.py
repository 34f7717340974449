"""Tables in files, read and written in blocks: Parquet, Arrow (Feather) and CSV, by their suffix.

The one file that meets what pyarrow raises.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pyarrow as pa
import pyarrow.ipc as ipc
import pyarrow.parquet as pq

from kenri.columnar.cell import Cell
from kenri.loader.source import is_folder, is_ordinary, is_there
from kenri.loader.system_reason import system_reason
from kenri.model.problems import Problem, ProblemsError, quote, refused
from kenri.model.sentences import Sentence

__all__ = ["SUFFIXES", "Block", "TableFile", "exact_days", "must_be_table", "read_table", "writer"]

PARQUET = (".parquet", ".pq")
ARROW = (".arrow", ".feather", ".ipc")
CSV = (".csv",)
SUFFIXES = (*PARQUET, *ARROW, *CSV)

_FIELD_LIMIT = 16 * 1024 * 1024
"""Characters of one cell of a CSV file."""


class Block(NamedTuple):
    """Some rows of a file, with what only its reader knows."""

    rows: pa.RecordBatch
    lines: Sequence[int] = ()
    broken: dict[int, Problem] = {}  # noqa: RUF012  never changed


class TableFile(Protocol):
    """A table in a file."""

    @property
    def schema(self) -> pa.Schema: ...

    @property
    def total(self) -> int:
        """How many rows it has; of a CSV file, how many at most."""

    def blocks(self, size: int) -> Iterator[Block]:
        """Its rows, at most so many at once. Raises `ProblemsError` where it cannot be read on."""


def must_be_table(path: Path) -> None:
    """Raise `ProblemsError` for a name that tells no form of table."""
    if path.suffix.lower() not in SUFFIXES:
        names = tuple(map(quote, SUFFIXES))
        raise refused(Sentence("no-table-form", file=quote(str(path), limit=4096), names=names))


def read_table(path: Path) -> TableFile:
    """The table in a file. Raises `ProblemsError` for what is none."""
    must_be_table(path)
    name = quote(str(path), limit=4096)
    if not is_there(path):
        raise refused(Sentence("no-such-file", file=name))
    if is_folder(path):
        raise refused(Sentence("is-a-folder", file=name))
    if not is_ordinary(path):
        raise refused(Sentence("no-ordinary-file", file=name))
    suffix = path.suffix.lower()
    with _reading(path):
        if suffix in PARQUET:
            return _Parquet(path)
        if suffix in ARROW:
            return _Arrow(path)
    return _Csv(path)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except pa.ArrowException as error:
        raise _unreadable(path, quote(str(error).partition("\n")[0], limit=200)) from None
    except OSError as error:
        reason = system_reason(error) if error.errno is not None else quote(str(error).partition("\n")[0], limit=200)
        raise _unreadable(path, reason) from None


def _unreadable(path: Path, reason: Any) -> ProblemsError:
    return refused(Sentence("unreadable-file", file=quote(str(path), limit=4096), reason=reason))


class _Parquet:
    def __init__(self, path: Path) -> None:
        self._path = path
        with pq.ParquetFile(path) as file:
            self.schema: pa.Schema = file.schema_arrow
            self.total: int = file.metadata.num_rows

    def blocks(self, size: int) -> Iterator[Block]:
        with _reading(self._path), pq.ParquetFile(self._path) as file:
            for batch in file.iter_batches(batch_size=size):
                yield Block(exact_days(batch))


class _Arrow:
    def __init__(self, path: Path) -> None:
        self._path = path
        with pa.memory_map(str(path)) as source, ipc.open_file(source) as file:
            self.schema: pa.Schema = file.schema

    @cached_property
    def total(self) -> int:
        with _reading(self._path), pa.memory_map(str(self._path)) as source, ipc.open_file(source) as file:
            return sum(file.get_batch(at).num_rows for at in range(file.num_record_batches))

    def blocks(self, size: int) -> Iterator[Block]:
        with _reading(self._path), pa.memory_map(str(self._path)) as source, ipc.open_file(source) as file:
            for at in range(file.num_record_batches):
                batch = file.get_batch(at)
                for begin in range(0, batch.num_rows, size):
                    yield Block(exact_days(batch.slice(begin, size)))


class _Csv:
    """All its cells are texts; an empty one is none. Texts mean what they would in a life file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with _reading(path):
            self.total = _lines(path)
        rows = self._rows()
        header = next(rows, None)
        rows.close()
        if header is None:
            raise refused(Sentence("table-without-header", file=quote(str(path), limit=4096)))
        self.schema = pa.schema([(name, pa.string()) for name in header[1]])

    def _rows(self) -> Generator[tuple[int, list[str]], None, None]:
        """Every row with the line on which it begins, the header first."""
        limit = csv.field_size_limit(_FIELD_LIMIT)
        line = 0
        try:
            with _reading(self._path), self._path.open(encoding="utf-8-sig", newline="") as file:
                rows = csv.reader(file, strict=True)
                for row in rows:
                    begun, line = line + 1, rows.line_num
                    if row:
                        yield begun, row
        except UnicodeDecodeError as error:
            place = Cell(str(self._path), line + 1, 0)
            raise _at(place, Sentence("not-utf-8", byte=f"0x{error.object[error.start]:02x}")) from None
        except csv.Error as error:
            raise _at(Cell(str(self._path), line + 1, 0), Sentence("csv-broken", reason=quote(str(error)))) from None
        finally:
            csv.field_size_limit(limit)

    def blocks(self, size: int) -> Iterator[Block]:
        names = self.schema.names
        rows = islice(self._rows(), 1, None)
        while several := list(islice(rows, size)):
            broken = {
                at: Problem(
                    Cell(str(self._path), line, 0), Sentence("cells-of-row", found=len(row), expected=len(names))
                )
                for at, (line, row) in enumerate(several)
                if len(row) != len(names)
            }
            cells = [[(row[at] or None) if at < len(row) else None for _, row in several] for at in range(len(names))]
            arrays = [pa.array(column, pa.string()) for column in cells]
            batch = pa.RecordBatch.from_arrays(arrays, schema=self.schema)
            yield Block(batch, [line for line, _ in several], broken)


def exact_days(rows: pa.RecordBatch) -> pa.RecordBatch:
    """The same rows with timestamps that Python can hold. Raises `ProblemsError` for one that is finer than that."""
    schema = pa.schema([field.with_type(_coarser(field.type)) for field in rows.schema])
    if schema.equals(rows.schema):
        return rows
    try:
        table = pa.Table.from_batches([rows]).cast(schema).combine_chunks()
    except pa.ArrowInvalid:
        raise refused(Sentence("timestamps-too-fine")) from None
    (batch,) = table.to_batches() or [pa.RecordBatch.from_pylist([], schema=schema)]
    return batch


def _coarser(kind: pa.DataType) -> pa.DataType:
    of = pa.types
    if of.is_timestamp(kind) and kind.unit == "ns":
        return pa.timestamp("us", kind.tz)
    if of.is_list(kind):
        return pa.list_(kind.value_field.with_type(_coarser(kind.value_type)))
    if of.is_large_list(kind):
        return pa.large_list(kind.value_field.with_type(_coarser(kind.value_type)))
    if of.is_struct(kind):
        return pa.struct([field.with_type(_coarser(field.type)) for field in kind])
    return kind


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return max(sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")) - 1, 0)


def _at(place: Cell, sentence: Sentence) -> ProblemsError:
    return ProblemsError([Problem(place, sentence)])


# --- writing


class Writer(Protocol):
    """Writes a table, block by block. Raises `OSError` where that is not possible."""

    def write(self, rows: pa.RecordBatch) -> None: ...

    def close(self) -> None: ...


@contextmanager
def writer(path: Path, suffix: str, schema: pa.Schema) -> Iterator[Writer]:
    """What writes a table in the form that a suffix tells; the file is whole when it is left."""
    with ExitStack() as stack:
        stack.enter_context(_writing())
        found: Writer
        if suffix in PARQUET:
            found = pq.ParquetWriter(path, schema)
        elif suffix in ARROW:
            found = ipc.new_file(str(path), schema)
        else:
            found = _CsvWriter(path, schema)
        stack.callback(found.close)
        yield found


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except pa.ArrowException as error:  # all but what the system says, which is an `OSError`
        raise OSError(str(error).partition("\n")[0]) from None


class _CsvWriter:
    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._rows = csv.writer(self._file, lineterminator="\n")
        self._rows.writerow(schema.names)

    def write(self, rows: pa.RecordBatch) -> None:
        names = rows.schema.names
        self._rows.writerows([_text(row[name]) for name in names] for row in rows.to_pylist())

    def close(self) -> None:
        self._file.close()


def _text(value: Any) -> str:
    """A value as a CSV file has it: a list as JSON, nothing as nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return f"{value:f}".rstrip("0").rstrip(".") if hasattr(value, "as_tuple") else str(value)
