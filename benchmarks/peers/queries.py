"""The decision as SQL for DuckDB, by hand: from folded facts, and from a table of all events."""

from __future__ import annotations

from typing import Any

import duckdb
import polars as pl

from benchmarks.by_hand import FIRST, LAST, NEVER
from benchmarks.peers.population import DIES, EPOCH, EXERCISES, INHERITS, LEAVES, TAKES

_BEGINS = f"(DATE '1970-01-01' + CAST(least(inherited, {LAST + 1}) + 1 - {EPOCH} AS INTEGER))"
_THERE = f"CAST({_BEGINS} + INTERVAL 6 MONTH AS DATE)"
_ENDS = f"(({_THERE} - DATE '1970-01-01') + {EPOCH} - CAST(day({_THERE}) = day({_BEGINS}) AS INTEGER))"
_FIRST = 'CASE WHEN by_heir THEN inherited ELSE "left" + 1 END'
_LAST = f'CASE WHEN by_heir THEN {_ENDS} ELSE least("left" + 10, died) END'
_YES = f'"on" BETWEEN {FIRST} AND {LAST} AND "on" BETWEEN {_FIRST} AND {_LAST} AND rights <= held'

_FOLDED = f"""
SELECT h.id, h."on", h.rights, h.by_heir, h.granted - e.spent AS held, e."left", e.died, e.inherited
FROM holders h JOIN (
    SELECT id,
        coalesce(min(day) FILTER (positions = 0 AND kind = {LEAVES}), {NEVER}) AS "left",
        coalesce(min(day) FILTER (kind = {DIES}), {NEVER}) AS died,
        coalesce(min(day) FILTER (kind = {INHERITS}), {NEVER}) AS inherited,
        coalesce(sum(number) FILTER (kind = {EXERCISES}), 0) AS spent
    FROM (SELECT *, 1 + sum(CASE kind WHEN {TAKES} THEN 1 WHEN {LEAVES} THEN -1 ELSE 0 END)
        OVER (PARTITION BY id ORDER BY day) AS positions FROM events)
    GROUP BY id) e ON e.id = h.id
"""

ANSWERED = f"SELECT id, {_YES} AS yes, held, {_LAST} AS last FROM ({_FOLDED})"
"""The answers by id, from tables `holders` and `events`."""


class Database:
    """The tables in a database of one thread, and the queries."""

    def __init__(self, facts: pl.DataFrame, holders: pl.DataFrame, events: pl.DataFrame) -> None:
        self._database = duckdb.connect(config={"threads": 1})
        for name, frame in {"facts": facts, "holders": holders, "events": events}.items():
            self._database.register("given", frame.to_arrow())
            self._database.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
            self._database.unregister("given")

    def decided(self) -> Any:
        """Whether each may be exercised."""
        return self._database.execute(f"SELECT {_YES} AS yes FROM facts").fetchnumpy()["yes"]

    def answered(self) -> Any:
        """The answers from events, by id."""
        return self._database.execute(ANSWERED).fetchnumpy()
