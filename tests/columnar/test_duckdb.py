"""The functions of DuckDB give each row the answer that `plan.batch` gives it, wherever in a query it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

import kenri.duckdb
from kenri.columnar.batch import must_say_days
from kenri.columnar.judge import RowByRow, checked
from kenri.columnar.layout import Layout
from kenri.columnar.sources import in_memory
from kenri.model.problems import ProblemsError
from tests.columnar.scenario_tables import typed_table
from tests.columnar.small_tables import ON, plan, row
from tests.columnar.warehouse_lives import Lives, many, of_scenarios


@pytest.fixture
def connection() -> Iterator[Any]:
    with duckdb.connect() as found:
        yield found


def answers(connection: Any, lives: Lives, name: str = "kenri", **more: Any) -> list[dict[str, Any]]:
    kenri.duckdb.register(connection, lives.plan, lives.action, **lives.asked, **more, name=name)
    connection.register(f"lives_of_{name}", lives.table)
    found = connection.sql(f"SELECT unnest({name}_answer(life)) FROM lives_of_{name} AS life ORDER BY id")
    return by_id(found.to_arrow_table())


def by_id(table: pa.Table) -> list[dict[str, Any]]:
    return sorted(table.to_pylist(), key=lambda each: str(each["id"]))


def by_the_reference(lives: Lives) -> list[dict[str, Any]]:
    given = {"on": None, "days": None, "rights": None, "by": None, "readings": None, "settle": True, **lives.asked}
    judge = RowByRow(lives.plan, checked(lives.plan, lives.action, **given), block=100_000)
    source = in_memory(lives.table, Layout(lives.plan.plan, lives.action))
    must_say_days(source.schema.names, given["on"], None)
    (rows,) = source.blocks(judge.block)
    found = judge.judged(rows)
    assert not found.bad
    return by_id(pa.Table.from_batches([found.answers]))


def without_judge(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in each.items() if name != "answered_by"} for each in rows]


def test_rows_of_many_vectors_have_their_answers(connection: Any, tmp_path: Path) -> None:
    lives = many(tmp_path)
    found = answers(connection, lives)
    assert len({each["outcome"] for each in found}) > 1
    assert without_judge(found) == without_judge(by_id(lives.plan.batch(lives.table, lives.action, **lives.asked)))
    sample = lives._replace(table=lives.table.slice(0, 200))
    assert without_judge(found[:200]) == without_judge(by_the_reference(sample))


def test_lives_of_scenarios_have_their_answers(connection: Any) -> None:
    for number, lives in enumerate(of_scenarios()):
        found = answers(connection, lives, f"plan_{number}")
        assert without_judge(found) == without_judge(by_the_reference(lives))


def test_an_outcome_alone_is_that_of_the_answer(connection: Any, tmp_path: Path) -> None:
    lives = many(tmp_path, 3000)
    expected = answers(connection, lives)
    counted = connection.sql(
        "SELECT id, kenri_outcome(life) FROM lives_of_kenri AS life WHERE kenri_outcome(life) = 'allowed' ORDER BY id"
    )
    allowed = [(each["id"], "allowed") for each in expected if each["outcome"] == "allowed"]
    assert 0 < len(allowed) < 3000
    assert counted.fetchall() == allowed


def test_a_row_may_be_packed_by_hand_and_says_its_own_question(connection: Any, tmp_path: Path) -> None:
    kenri.duckdb.register(connection, plan(tmp_path), on="2025-04-01", rights=3)
    life = """{'id': 7, 'on': on_, 'grant.on': DATE '2024-01-01', 'grant.number': 100::HUGEINT,
               'events': [{'event': 'leaves', 'on': DATE '2025-03-01'}]}"""
    asked = "VALUES (DATE '2025-04-01'), (DATE '2025-12-01'), (NULL)"
    found = connection.sql(f"SELECT kenri_outcome({life}), kenri_answer({life}).window_last FROM ({asked}) AS t(on_)")
    assert [outcome for outcome, _ in found.fetchall()] == ["allowed", "denied", "allowed"]


def test_a_row_that_is_null_has_no_answer(connection: Any, tmp_path: Path) -> None:
    lives = many(tmp_path, 9)
    expected = [each["outcome"] for each in answers(connection, lives)]
    query = """SELECT kenri_answer(CASE WHEN id IN ('00002', '00008') THEN NULL ELSE life END).outcome
               FROM lives_of_kenri AS life ORDER BY id"""
    found = [outcome for (outcome,) in connection.sql(query).fetchall()]
    assert found == [None if at in (2, 8) else each for at, each in enumerate(expected)]


def test_several_cursors_ask_at_once(connection: Any, tmp_path: Path) -> None:
    connection.sql("SET threads = 4")
    lives = many(tmp_path, 3000)
    expected = answers(connection, lives)
    connection.sql("CREATE TABLE held AS SELECT l.*, n FROM lives_of_kenri AS l, range(8) AS r(n)")
    query = """SELECT id, count(DISTINCT a) AS kinds, min(a) AS outcome
               FROM (SELECT id, kenri_outcome(life) AS a FROM (SELECT * EXCLUDE n FROM held) AS life)
               GROUP BY id ORDER BY id"""
    found = connection.sql(query).fetchall()
    assert found == [(each["id"], 1, each["outcome"]) for each in expected]


BAD = [row("a"), row("b", events=[{"event": "leave", "on": "2025-03-01"}]), row("c")]


def test_a_bad_row_ends_the_query_and_is_told_by_its_id(connection: Any, tmp_path: Path) -> None:
    lives = Lives(plan(tmp_path), typed_table(BAD), "exercise", {"on": ON})
    with pytest.raises(duckdb.Error, match=r"b: events\[0\]\.event"):
        answers(connection, lives)


def test_a_bad_row_that_is_set_aside_says_why(connection: Any, tmp_path: Path) -> None:
    lives = Lives(plan(tmp_path), typed_table(BAD), "exercise", {"on": ON})
    found = answers(connection, lives, bad="aside")
    assert [each["outcome"] for each in found] == ["allowed", None, "allowed"]
    assert [len(each["problems"]) for each in found] == [0, 1, 0]
    assert "b: events[0].event" in found[1]["problems"][0]
    outcomes = connection.sql("SELECT kenri_outcome(life) FROM lives_of_kenri AS life ORDER BY id").fetchall()
    assert outcomes == [("allowed",), (None,), ("allowed",)]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT kenri_outcome({'id': 'a', 'grant.numbr': 3})", "grant.numbr"),
        ("SELECT kenri_outcome({'grant.number': 3})", "`id`"),
        ("SELECT kenri_outcome(3)", "must be a struct"),
    ],
)
def test_what_is_no_row_is_refused(query: str, said: str, connection: Any, tmp_path: Path) -> None:
    kenri.duckdb.register(connection, plan(tmp_path), on=ON)
    with pytest.raises(duckdb.Error, match=said):
        connection.sql(query).fetchall()


def test_a_query_that_tells_no_day_is_refused(connection: Any, tmp_path: Path) -> None:
    kenri.duckdb.register(connection, plan(tmp_path))
    with pytest.raises(duckdb.Error, match="day"):
        connection.sql("SELECT kenri_outcome({'id': 'a'})").fetchall()


@pytest.mark.parametrize("asked", [{"on": "soon"}, {"bad": "perhaps"}, {"rights": 0}, {"action": "dance"}])
def test_a_question_that_means_nothing_is_refused_before_any_query(
    asked: dict[str, Any], connection: Any, tmp_path: Path
) -> None:
    with pytest.raises(ProblemsError):
        kenri.duckdb.register(connection, plan(tmp_path), **{"on": ON, **asked})
