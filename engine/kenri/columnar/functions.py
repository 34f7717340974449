"""Functions for the queries of DuckDB: a row goes in as a struct, and its answer comes out.

Of DuckDB nothing is needed but the connection that is handed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from kenri.asking.askable import AskablePlan
from kenri.columnar.batch import Bad, must_be_bad
from kenri.columnar.judge import checked
from kenri.columnar.queries import Pieces
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence

__all__ = ["register", "sql_type"]


def register(
    connection: Any,
    plan: AskablePlan,
    action: str,
    *,
    on: date | str | None,
    rights: Any,
    by: str | None,
    readings: Mapping[str, str] | None,
    bad: Bad,
    settle: bool,
    name: str,
) -> None:
    """Make the two functions in a connection. Raises `ProblemsError` for a question that means nothing."""
    must_be_bad(bad)
    asking = checked(plan, action, on=on, days=None, rights=rights, by=by, readings=readings, settle=settle)
    whole = Pieces(plan, asking, bad)
    # No outcome turns on whether other readings are looked at, and that takes most of the time.
    outcomes = Pieces(plan, replace(asking, settle=False), bad)

    # The one parameter has no type, so that a struct of whatever fields is taken.
    def answer(row):  # type: ignore[no-untyped-def]  # DuckDB reads types, and has none for any struct
        return _each(row, whole.schema, whole.answers)

    def outcome(row):  # type: ignore[no-untyped-def]  # as above
        return _each(row, outcomes.schema, outcomes.answers).field("outcome")

    made: dict[str, tuple[Callable[..., pa.Array], str]] = {
        f"{name}_answer": (answer, sql_type(pa.struct(list(whole.schema)))),
        f"{name}_outcome": (outcome, "VARCHAR"),
    }
    for called, (function, kind) in made.items():
        connection.create_function(called, function, None, kind, type="arrow", null_handling="special")


def _each(
    rows: pa.ChunkedArray, schema: pa.Schema, answers: Callable[[pa.RecordBatch], pa.RecordBatch]
) -> pa.StructArray:
    """The answers about rows that are structs; of a row that is null there is none."""
    if not pa.types.is_struct(rows.type):
        raise refused(Sentence("no-struct", found=quote(str(rows.type))))
    given = rows.combine_chunks() if isinstance(rows, pa.ChunkedArray) else rows
    there = given.is_valid()
    found = answers(pa.RecordBatch.from_struct_array(given.filter(there)))
    told = pa.StructArray.from_arrays(found.columns, fields=list(schema))
    if not given.null_count:
        return told
    number = pc.subtract(pc.cumulative_sum(there.cast(pa.int64())), 1)
    return told.take(pc.if_else(there, number, None))


_SQL: Final = {pa.string(): "VARCHAR", pa.date32(): "DATE", pa.bool_(): "BOOLEAN"}


def sql_type(kind: pa.DataType) -> str:
    """A type of the answers as SQL has it.

    >>> sql_type(pa.struct([("rules", pa.list_(pa.string())), ("most", pa.decimal128(38, 12))]))
    'STRUCT("rules" VARCHAR[], "most" DECIMAL(38, 12))'
    """
    if pa.types.is_struct(kind):
        fields = (f'"{field.name.replace(chr(34), chr(34) * 2)}" {sql_type(field.type)}' for field in kind)
        return f"STRUCT({', '.join(fields)})"
    if pa.types.is_list(kind):
        return f"{sql_type(kind.value_type)}[]"
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision}, {kind.scale})"
    return _SQL[kind]
