"""Lives that are written as a table for `kenri batch` are read there as they were."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kenri
from kenri.api import LoadedPlan
from kenri.columnar.handed_out import write_lives
from kenri.columnar.layout import Layout
from kenri.columnar.sources import opened
from kenri.loader.written_lives import life_data
from kenri.model.life import Life
from kenri.testing import strategies
from tests.columnar.small_tables import plan as small_plan
from tests.effort import THIS_RUN

PLANS = ("iij/2015-5th-series", "plans/emi-good-bad-leaver", "plans/saye-statutory")


def written(folder: Path, plan: LoadedPlan, lives: list[tuple[str, Life]], known_at: str | None = None) -> Path:
    path = folder / "rows.parquet"
    path.unlink(missing_ok=True)
    assert write_lives(path, plan.plan, lives, known_at) == sum(len(life.grants) for _, life in lives)
    return path


@pytest.mark.parametrize("name", PLANS)
@settings(max_examples=5 if THIS_RUN.is_quick else 60, deadline=None)
@given(drawn=st.data())
def test_any_lives_are_read_back_as_they_were(name: str, drawn: st.DataObject) -> None:
    plan = kenri.load(name)
    logs = [drawn.draw(strategies.logs(plan, max_events=4)) for _ in range(2)]
    lives = [(f"holder {at}", plan.life(life_data(log, plan.plan))) for at, log in enumerate(logs)]
    with TemporaryDirectory() as folder:
        path = written(Path(folder), plan, lives, "2150-01-01")
        source = opened(path, Layout(plan.plan, "exercise"))
        rows = [row.row(at) for row in source.blocks(3) for at in range(len(row))]
    expected = [(holder, life, id_) for holder, life in lives for id_ in life.grants]
    assert len(rows) == len(expected)
    for row, (holder, life, id_) in zip(rows, expected, strict=True):
        assert row.id == (holder if len(life.grants) == 1 else f"{holder}#{id_}")
        assert not row.problems
        assert plan.life(row.readable) == life
        assert str(row.question["known_at"]) == "2150-01-01"
        assert row.question.get("grant", id_) == id_


def test_several_grants_parties_facts_and_odd_numbers(tmp_path: Path) -> None:
    plan = small_plan(tmp_path)
    life = {
        "parties": {"sam": {"role": "grantee", "nationality": "jp"}, "x": {"roles": ["heir", "company"]}},
        "grants": [
            {"id": "a", "grantee": "sam", "on": date(2024, 1, 1), "number": 100, "cost": "1/3", "rank": "true"},
            {"id": "b", "grantee": "sam", "number": Decimal("2.5")},
        ],
        "facts": {"price": "1/3"},
        "events": [
            {"event": "leaves", "on": date(2025, 3, 1), "who": "sam", "good": True, "recorded": date(2025, 3, 5)},
            {"event": "exercises", "on": date(2025, 3, 2), "rights": Decimal("0.5"), "grant": "b", "id": "e"},
            {"event": "splits", "on": date(2025, 4, 2), "ratio": "4/3"},
        ],
    }
    read = plan.life(life)
    path = tmp_path / "rows.parquet"
    write_lives(path, plan.plan, [("sam", read), ("sam#a", plan.life({"grants": [{"grantee": "sam#a", "number": 1}]}))])
    rows = plan.batch(pq.read_table(path), on="2025-04-01").to_pylist()
    assert [row["id"] for row in rows] == ["sam#a", "sam#b", "sam#a#"]
    for row, grant in zip(rows, "ab", strict=False):
        ruling = plan.ask(read, on="2025-04-01", grant=grant)
        assert (row["outcome"], row["most_exact"]) == (ruling.outcome, str(ruling.most))


def test_days_are_days_in_the_table(tmp_path: Path) -> None:
    plan = small_plan(tmp_path)
    life = plan.life({"grants": [{"grantee": "sam", "on": date(2024, 1, 1), "number": 1}]})
    table = pq.read_table(written(tmp_path, plan, [("sam", life)]))
    assert str(table.schema.field("grant.on").type) == "date32[day]"
    assert table.column("grant.on").to_pylist() == [date(2024, 1, 1)]
