"""The decision on frames of Polars, by hand: from folded facts, and from a list of all events."""

from __future__ import annotations

from typing import Any

import polars as pl

from benchmarks.by_hand import FIRST, LAST, NEVER
from benchmarks.peers.population import DIES, EPOCH, EVENTS, EXERCISES, INHERITS, LEAVES, TAKES, Folded, Population


def of_facts(facts: Folded) -> pl.DataFrame:
    """Folded facts as a frame."""
    return pl.DataFrame(facts._asdict())


def of_people(people: Population) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Holders, and the events of all of them, in the order of holders and days."""
    import numpy as np

    ids = np.arange(people.rows)
    names = ("granted", "on", "rights", "by_heir")
    holders = pl.DataFrame({"id": ids, **{name: getattr(people, name) for name in names}})
    columns = {"kind": people.kinds, "day": people.days, "number": people.numbers}
    events = {"id": np.repeat(ids, EVENTS), **{name: column.ravel() for name, column in columns.items()}}
    return holders, pl.DataFrame(events)


def decided(facts: pl.DataFrame) -> Any:
    """Whether each may be exercised."""
    return facts.lazy().select(_yes()).collect()["yes"].to_numpy()


def answered(holders: pl.DataFrame, events: pl.DataFrame) -> Any:
    """The answers from events: outcome, what is left, and the last day of the window."""
    kind, day = pl.col("kind"), pl.col("day")
    moves = pl.when(kind == TAKES).then(1).when(kind == LEAVES).then(-1).otherwise(0)
    held_after = (1 + moves.cum_sum()).over("id")
    folded = (
        events.lazy()
        .with_columns(held_after.alias("positions"))
        .group_by("id", maintain_order=True)
        .agg(
            day.filter((pl.col("positions") == 0) & (kind == LEAVES)).min().fill_null(NEVER).alias("left"),
            day.filter(kind == DIES).min().fill_null(NEVER).alias("died"),
            day.filter(kind == INHERITS).min().fill_null(NEVER).alias("inherited"),
            pl.col("number").filter(kind == EXERCISES).sum().alias("spent"),
        )
    )
    facts = holders.lazy().join(folded, on="id", maintain_order="left")
    facts = facts.with_columns((pl.col("granted") - pl.col("spent")).alias("held"))
    return facts.select(_yes(), "held", _window()[1].alias("last")).collect()


def _window() -> tuple[pl.Expr, pl.Expr]:
    by_heir, left = pl.col("by_heir"), pl.col("left")
    begins = (pl.min_horizontal(pl.col("inherited"), LAST + 1) + 1 - EPOCH).cast(pl.Int32).cast(pl.Date)
    there = begins.dt.offset_by("6mo")
    ends = there.cast(pl.Int32) + EPOCH - (there.dt.day() == begins.dt.day()).cast(pl.Int32)
    first = pl.when(by_heir).then(pl.col("inherited")).otherwise(left + 1)
    return first, pl.when(by_heir).then(ends).otherwise(pl.min_horizontal(left + 10, pl.col("died")))


def _yes() -> pl.Expr:
    first, last = _window()
    on = pl.col("on")
    inside = on.is_between(FIRST, LAST) & on.is_between(first, last)
    return (inside & (pl.col("rights") <= pl.col("held"))).alias("yes")
