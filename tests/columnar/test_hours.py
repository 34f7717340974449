"""Rows of tables are judged at the time of a question, where the plan looks at hours."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from kenri.api import load

LIFE = {
    "parties": [{"name": "ken", "role": "grantee"}],
    "grants": [{"grantee": "ken", "on": date(2021, 4, 1), "number": 100, "last_day": date(2026, 3, 31)}],
    "events": [{"on": date(2022, 1, 1), "event": "exercises", "rights": 3}],
}


def table(rows: int, **columns: pa.Array) -> pa.Table:
    lives = {name: pa.array([value] * rows) for name, value in LIFE.items()}
    return pa.table({"id": pa.array([str(row) for row in range(rows)]), **lives, **columns})


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        ("2026-03-31", "allowed"),
        ("2026-03-31T17:00-04:00", "allowed"),
        ("2026-03-31T17:00:01-04:00", "denied"),
        ("2026-04-01T05:30+09:00", "allowed"),
        ("2026-04-01", "denied"),
    ],
)
def test_the_time_of_the_question_is_that_of_every_row(on: str, outcome: str) -> None:
    told = load("plans/notice-by-five").batch(table(20), on=on, rights=1)
    assert set(told["outcome"].to_pylist()) == {outcome}


def test_each_row_may_have_a_time_of_its_own() -> None:
    at = [datetime(2026, 3, 31, 21, 0, second, tzinfo=UTC) for second in (0, 1)]
    plan = load("plans/notice-by-five")
    for on in (pa.array(at, pa.timestamp("s", "UTC")), pa.array([each.isoformat() for each in at])):
        assert plan.batch(table(2, on=on), rights=1)["outcome"].to_pylist() == ["allowed", "denied"]


def test_a_day_of_a_range_is_told_at_its_best_time() -> None:
    told = load("plans/notice-by-five").batch(table(1), days=("2026-03-30", "2026-04-02"), rights=1)
    spans = [(row["first"].day, row["last"].day, row["outcome"]) for row in told.to_pylist()]
    assert spans == [(30, 31, "allowed"), (1, 2, "denied")]
