"""The decision by hand says the same as kenri, in whatever it is written: what is timed is one decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import kenri
from benchmarks.ask import PLAN
from benchmarks.peers import arrays, forms, frames, queries
from benchmarks.peers.one_question import differences, kenri_decides
from benchmarks.peers.population import folded, population, table, verdicts
from kenri.columnar.by_columns import ByColumns
from kenri.columnar.judge import RowByRow, checked
from kenri.columnar.layout import Layout
from kenri.columnar.sources import in_memory

ROWS = 400
PEOPLE = population(ROWS)
FACTS = folded(PEOPLE)


def database() -> queries.Database:
    return queries.Database(frames.of_facts(FACTS), *frames.of_people(PEOPLE))


def by_id(found: Any) -> Any:
    return found["yes"][np.argsort(found["id"])]


def batch() -> list[bool]:
    answers = kenri.load(PLAN).batch(table(PEOPLE), settle=False)
    assert set(answers.column("answered_by").to_pylist()) == {"compiled"}
    return [each == "allowed" for each in answers.column("outcome").to_pylist()]


PEERS: dict[str, Callable[[], Any]] = {
    "arrays, folded": lambda: arrays.decided(FACTS),
    "arrays, events": lambda: arrays.answered(PEOPLE).yes,
    "frames, folded": lambda: frames.decided(frames.of_facts(FACTS)),
    "frames, events": lambda: frames.answered(*frames.of_people(PEOPLE))["yes"],
    "queries, folded": lambda: database().decided(),
    "queries, events": lambda: by_id(database().answered()),
    "kenri, compiled": lambda: forms.decided(forms.shapes(kenri.load(PLAN), PEOPLE), "on columns", ROWS),
    "kenri, a table": batch,
}


def test_the_population_is_of_both_kinds() -> None:
    assert 0.1 < sum(verdicts(PEOPLE, range(ROWS))) / ROWS < 0.9


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_decides_as_plain_python(name: str) -> None:
    assert list(PEERS[name]()) == verdicts(PEOPLE, range(ROWS))


def test_each_question_is_decided_as_plain_python() -> None:
    assert not differences({"kenri": kenri_decides(kenri.load(PLAN))})


def test_a_difference_is_found() -> None:
    assert differences({"nobody": lambda *_: False})


def test_windows_end_on_one_day_where_anybody_may() -> None:
    told, polars, sql = arrays.answered(PEOPLE), frames.answered(*frames.of_people(PEOPLE)), database().answered()
    order = np.argsort(sql["id"])
    for found in (polars["last"].to_numpy(), sql["last"][order]):
        assert np.array_equal(found[told.yes], told.last[told.yes])
    for found in (polars["held"].to_numpy(), sql["held"][order]):
        assert np.array_equal(found, told.held)


def test_whole_answers_from_columns_are_those_of_the_reference() -> None:
    plan = kenri.load(PLAN)
    given = {"on": None, "days": None, "rights": None, "by": None, "readings": None, "settle": False}
    asking, layout = checked(plan, "exercise", **given), Layout(plan.plan, "exercise")  # type: ignore[arg-type]
    (rows,) = in_memory(table(PEOPLE).slice(0, 120), layout).blocks(ROWS)
    several = [judge.judged(rows) for judge in (ByColumns(plan, asking), RowByRow(plan, asking))]
    assert set(several[0].answers.column("answered_by").to_pylist()) >= {"compiled"}
    found, expected = (pa.Table.from_batches([each.answers]).drop_columns("answered_by") for each in several)
    assert found.equals(expected)
    assert several[0].index == several[1].index
