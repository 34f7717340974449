"""A range of days is answered in stretches, which are what each of its days gets by itself."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kenri.columnar.judge import life_of_row
from kenri.columnar.layout import Layout
from kenri.columnar.sources import in_memory
from kenri.model.problems import ProblemsError
from tests.columnar.scenario_tables import typed_table
from tests.columnar.small_tables import LEFT, plan, row

FIRST, LAST = date(2025, 2, 25), date(2025, 6, 5)
SPENT = {"event": "exercises", "on": "2025-03-10", "rights": "60"}
ROWS = [row("a"), row("b", events=[LEFT, SPENT]), row("c", events=[])]


def test_each_day_of_a_stretch_has_the_answer_of_the_stretch(tmp_path: Path) -> None:
    loaded, table = plan(tmp_path), typed_table(ROWS)
    found = loaded.batch(table, days=(FIRST, LAST), rights=50).to_pylist()
    (rows,) = in_memory(table, Layout(loaded.plan, "exercise")).blocks(10)
    for at, each in enumerate(ROWS):
        own = [told for told in found if told["id"] == each["id"]]
        days = [day for told in own for day in between(told["first"], told["last"])]
        assert days == list(between(FIRST, LAST))
        life = life_of_row(rows.row(at))
        for told in own:
            for day in between(told["first"], told["last"]):
                ruling = loaded.ask(life, on=day, rights=50, settle=False)
                assert answer_of(told) == (ruling.outcome, list(ruling.rules), str(ruling.most))
        assert all(one["last"] + timedelta(1) == two["first"] for one, two in pairwise(own))
        assert all(answer_of(one) != answer_of(two) for one, two in pairwise(own))
    assert [(told["first"], told["last"]) for told in found if told["outcome"] == "allowed"] == [
        (date(2025, 3, 2), date(2025, 5, 30)),
        (date(2025, 3, 2), date(2025, 3, 9)),
    ]


def between(first: date, last: date) -> list[date]:
    return [first + timedelta(days) for days in range((last - first).days + 1)]


def answer_of(told: dict[str, Any]) -> tuple[str, list[str], str]:
    return told["outcome"], told["rules"], told["most_exact"]


def test_one_day_is_a_range_too(tmp_path: Path) -> None:
    found = plan(tmp_path).batch(typed_table(ROWS), days=(FIRST, FIRST)).to_pylist()
    assert [(told["id"], told["first"], told["last"]) for told in found] == [
        (each["id"], FIRST, FIRST) for each in ROWS
    ]


@pytest.mark.parametrize("days", [(LAST, FIRST), ("soon", LAST), (FIRST, None)])
def test_a_range_that_is_none_is_refused(days: Any, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError):
        plan(tmp_path).batch(typed_table(ROWS), days=days)


def test_a_day_is_named_once(tmp_path: Path) -> None:
    loaded = plan(tmp_path)
    with pytest.raises(ProblemsError, match="no day is asked about"):
        loaded.batch(typed_table(ROWS))
    with pytest.raises(ProblemsError, match="beside a range"):
        loaded.batch(typed_table([row("a", on=FIRST)]), days=(FIRST, LAST))
