"""kenri in the queries of DuckDB: `kenri_outcome(row)` and `kenri_answer(row)`.

>>> import duckdb, kenri, kenri.duckdb
>>> connection = duckdb.connect()
>>> kenri.duckdb.register(connection, kenri.load("iij/2015-5th-series"), on="2025-07-05", rights=4)
>>> holder = '''{'id': 'sato', 'grant.on': DATE '2015-07-13', 'grant.number': 10, 'grant.position': 'director'}'''
>>> connection.sql(f"SELECT kenri_outcome({holder})").fetchall()
[('denied',)]
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from kenri.api import LoadedPlan
from kenri.asking.question import Number

__all__ = ["register"]


def register(
    connection: Any,
    plan: LoadedPlan,
    action: str = "exercise",
    *,
    on: date | str | None = None,
    rights: Number | None = None,
    by: str | None = None,
    readings: Mapping[str, str] | None = None,
    bad: Literal["refuse", "aside"] = "refuse",
    settle: bool = True,
    name: str = "kenri",
) -> None:
    """Make two functions in a connection of DuckDB (`kenri[duckdb]`): `kenri_outcome(row)` gives `allowed`, `denied` or
    `unknown`, and `kenri_answer(row)` a struct of all the columns that `plan.batch` has.

    `row` is a struct with the columns of docs/batch.md as its fields: a row of a table or of a subquery, by its name,
    or a `struct_pack`. The question is that of `plan.batch`, and what a row says of it goes before what is said here.
    A row that is null has no answer. One that cannot be answered ends the query, with what is wrong in it; with
    `bad="aside"` its outcome is null, and the field `problems` of its answer says why. The functions of another `name`
    are for a second plan, or a second question. Raises `ProblemsError` for a question that means nothing.
    """
    from kenri.columnar import must_be_installed

    must_be_installed()
    from kenri.columnar.functions import register

    register(
        connection, plan, action, on=on, rights=rights, by=by, readings=readings, bad=bad, settle=settle, name=name
    )
