"""Rows of tables are judged at the time of a question, where the plan looks at hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.columnar.judge import checked
from tests.columnar.random_tables import compare
from tests.effort import examples

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


PLAN = """\
plan: acme/hours
extends: vocabulary/equity
zone: America/New_York
hours: {close: {at: "17:00", zone: America/Los_Angeles}, tokyo: {at: "06:30", zone: Asia/Tokyo}}
grant_attributes: {opens: day, closes: day}
readings:
  which-hour:
    question: By which hour?
    options: {office: that of the office, noon: noon}
    default: office
    clause: "1"
states:
  in-time:
    is:
      reading: which-hour
      choices: {office: {until: {grant: closes}, hour: close}, noon: {until: {grant: closes}, hour: "12:00"}}
rules:
  holder: {clause: "1", says: x, permit: exercise, when: in-time}
  opening: {clause: "2", says: x, forbid: exercise, when: {before: {grant: opens}, hour: OPENING}}
  few: {clause: "3", says: x, limit: exercise, at_most: FEW}
figures: {left: {clause: "3", says: x, of: exercise, is: FEW}}
""".replace("FEW", '{cases: [{when: {until: {grant: closes}, hour: "09:00"}, is: 5}], otherwise: 2}')

AROUND = date(2026, 3, 6)
"""Two days before the clocks of New York go forward."""


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, LoadedPlan]:
    folder, found = tmp_path_factory.mktemp("rules"), dict[str, LoadedPlan]()
    for name, opening in {
        "opens-at-nine": '"09:00"',
        "opens-in-tokyo": "tokyo",
        "opens-with-the-day": '"00:00"',
    }.items():
        file = Path(folder, f"{name}.yaml")
        file.write_text(PLAN.replace("acme/hours", name).replace("OPENING", opening), encoding="utf-8")
        found[name] = load(file)
    return found


@pytest.mark.parametrize("name", ["opens-at-nine", "opens-in-tokyo", "opens-with-the-day"])
@pytest.mark.parametrize("settle", [False, True], ids=["bare", "settled"])
def test_days_on_which_windows_open_and_close_are_told_as_the_reference_tells_them(
    plans: dict[str, LoadedPlan], name: str, settle: bool
) -> None:
    """The days of a question, and those on which a window opens and closes, lie within a few of each other."""
    plan = plans[name]

    @examples(4)
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        rng = Random(seed)
        rows = 60

        def days(reach: int) -> pa.Array:
            return pa.array([AROUND + timedelta(rng.randrange(reach)) for _ in range(rows)])

        columns = {"grant.on": pa.array([date(2020, 1, 1)] * rows), "grant.opens": days(6), "grant.closes": days(8)}
        columns["grant.number"] = pa.array([rng.randrange(1, 9) for _ in range(rows)])
        time = rng.choice(["08:59:59", "09:00", "16:30", "17:30", "20:00"])
        moment = f"{AROUND + timedelta(rng.randrange(6))}T{time}-05:00"
        is_instant = rng.random() < 0.5
        if not is_instant:
            columns["on"] = days(8)
        asking = checked(
            plan,
            "exercise",
            on=moment if is_instant else None,
            days=None,
            rights=rng.choice([1, 3]),
            by=None,
            readings=None,
            settle=settle,
        )
        batch = pa.RecordBatch.from_pydict({"id": pa.array([str(row) for row in range(rows)]), **columns})
        found = compare(plan, asking, batch)
        assert found.compiled > rows / 2

    law()
