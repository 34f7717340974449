"""Lives of two plans as tables for queries: those of a small plan, many of a shape, and those of shipped scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from kenri.api import LoadedPlan
from tests.columnar.scenario_tables import groups, typed_table
from tests.columnar.small_tables import ON, plan, row


class Lives(NamedTuple):
    """A table for a plan, with the question."""

    plan: LoadedPlan
    table: pa.Table
    action: str
    asked: dict[str, Any]


def many(folder: Path, rows: int = 5000) -> Lives:
    """Lives of the small plan: some of one shape, as warehouses have them, and some that hardly another has."""

    def one(at: int) -> dict[str, Any]:
        left = {"event": "leaves", "on": date(2024, 11, 1) + timedelta(days=at % 200), "rights": None}
        act = {"event": "exercises", "on": date(2024, 12, 1) + timedelta(days=at % 90), "rights": 1 + at % 7}
        again = [act, left, {**act, "rights": 200 + at % 3}]
        events = again if at % 50 == 49 else [[left], [left, act], []][at % 3]
        return row(f"{at:05}", events=events, **{"grant.number": 5 + at % 40, "grant.cost": at % 9 or None})

    return Lives(plan(folder), typed_table([one(at) for at in range(rows)]), "exercise", {"on": ON, "rights": 3})


def of_scenarios() -> Iterator[Lives]:
    """Every question of the scenarios of a shipped plan, each with its own day."""
    for group in groups("plans/iso-startup"):
        yield Lives(
            group.plan,
            typed_table([each.row for each in group.asked]),
            group.action,
            {"readings": group.readings, "settle": False},
        )
