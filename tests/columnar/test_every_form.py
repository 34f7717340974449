"""Every form of table gives the lives and the questions of its rows, and so the answers they get one by one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from kenri.columnar.batch import judged_blocks
from kenri.columnar.judge import RowByRow, checked, life_of_row, question_of_row
from kenri.columnar.layout import Layout
from kenri.columnar.sources import RowSource, in_memory, opened
from kenri.loader.written_lives import life_data
from kenri.model.life import Life
from tests.columnar.scenario_tables import (
    Asked,
    Group,
    expected_answer,
    groups,
    text_table,
    typed_table,
    write_flat,
    write_table,
)

pytestmark = pytest.mark.takes_turns(7)

PLANS = ("iij/2015-5th-series", "plans/iso-startup")

GROUPS = [group for name in PLANS for group in groups(name)]


def _id(group: Group) -> str:
    return f"{group.plan.id} {group.action} {len(group.asked)}"


def judge(group: Group, *, settle: bool = False, **asked: Any) -> RowByRow:
    given = {"on": None, "days": None, "rights": None, "by": None, "readings": group.readings, **asked}
    return RowByRow(group.plan, checked(group.plan, group.action, settle=settle, **given), block=7)


def layout(group: Group) -> Layout:
    return Layout(group.plan.plan, group.action)


def read(source: RowSource, group: Group) -> Iterator[tuple[str, Life, dict[str, Any]]]:
    """Each row by its id, as a life and as a question."""
    asker = judge(group)
    for rows in source.blocks(asker.block):
        for at in range(len(rows)):
            row = rows.row(at)
            life = life_of_row(row)
            yield row.id, life, question_of_row(asker.plan, asker.asking, row, life)


def same(group: Group, asked: dict[str, Any], each: Asked) -> bool:
    """Whether a question of a row is that of the scenario, as the plan takes the two."""
    one = group.plan.question(each.life, group.action, readings=group.readings, **each.question)
    two = group.plan.question(each.life, group.action, **asked)
    return (one.asker, one.day, one.number, one.facts, one.chosen, one.instant, one.court.grant) == (
        *(two.asker, two.day, two.number, two.facts, two.chosen, two.instant),
        two.court.grant,
    )


def test_there_are_questions_to_ask() -> None:
    assert {group.plan.id for group in GROUPS} == set(PLANS)
    assert sum(len(group.asked) for group in GROUPS) > 100


@pytest.mark.parametrize("suffix", [".parquet", ".feather", ".csv"])
@pytest.mark.parametrize("group", GROUPS, ids=_id)
def test_a_file_gives_the_lives_and_questions_of_its_rows(group: Group, suffix: str, tmp_path: Path) -> None:
    path = write_table(tmp_path / f"table{suffix}", [each.row for each in group.asked])
    found = list(read(opened(path, layout(group)), group))
    assert [id_ for id_, _, _ in found] == [each.row["id"] for each in group.asked]
    for (id_, life, asked), each in zip(found, group.asked, strict=True):
        assert life == each.life, id_
        assert same(group, asked, each), id_


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
@pytest.mark.parametrize("group", GROUPS, ids=_id)
def test_flat_tables_give_the_life_of_each_grant(group: Group, suffix: str, tmp_path: Path) -> None:
    seen: list[Life] = []
    for each in group.asked:
        data = life_data(each.life, group.plan.plan)
        holders = {grant.grantee for grant in each.life.grants.values()}
        if len(holders) != 1 or data.get("facts") or each.life in seen:
            continue  # a life of several holders is several lives there
        seen.append(each.life)
        folder = write_flat(tmp_path / str(len(seen)), data, suffix)
        source = opened(folder, layout(group))
        assert source.stray == ()
        rows = [rows.row(at) for rows in source.blocks(2) for at in range(len(rows))]
        assert [row.id for row in rows] == list(each.life.grants)
        for row in rows:
            assert life_of_row(row) == each.life
            assert row.question == {"grant": row.id}


@pytest.mark.parametrize("group", GROUPS, ids=_id)
def test_the_answers_are_those_that_rows_get_one_by_one(group: Group) -> None:
    source = in_memory(typed_table([each.row for each in group.asked]), layout(group))
    agree(group, answers(source, judge(group)), group.asked, settle=False)


@pytest.mark.parametrize("group", GROUPS, ids=_id)
def test_the_readings_are_those_that_answers_turn_on(group: Group) -> None:
    asked = group.asked[:2]
    found = group.plan.batch(typed_table([each.row for each in asked]), group.action, readings=group.readings)
    agree(group, found.to_pylist(), asked, settle=True)


def answers(source: RowSource, judge: RowByRow) -> list[dict[str, Any]]:
    found = []
    for rows, judged in judged_blocks(source, judge):
        assert judged.bad == ()
        assert judged.index == tuple(range(len(rows)))
        found += judged.answers.to_pylist()
    return found


def agree(group: Group, found: list[dict[str, Any]], asked: list[Asked], *, settle: bool) -> None:
    assert [told["id"] for told in found] == [each.row["id"] for each in asked]
    for told, each in zip(found, asked, strict=True):
        ruling = group.plan.ask(each.life, group.action, readings=group.readings, settle=settle, **each.question)
        expected = expected_answer(ruling)
        if settle:
            del expected["answered_by"]  # a form, once enough rows of a shape have come
        assert {name: told[name] for name in expected} == expected
        assert told["turns_on"] == ([turn.reading for turn in ruling.turns_on] if settle else None)
        for name, text in expected.items():
            if name.endswith("_exact"):
                number = told[name.removesuffix("_exact")]
                assert number is None or Fraction(number) == Fraction(text)


def test_columns_of_types_and_columns_of_texts_hold_the_same() -> None:
    group = next(each for each in GROUPS if each.action == "exercise")
    rows = [each.row for each in group.asked[:20]]
    typed, texts = typed_table(rows), text_table(rows)
    assert not typed.schema.equals(texts.schema)
    one, other = (
        group.plan.batch(table, group.action, readings=group.readings, settle=False).drop_columns("answered_by")
        for table in (typed, texts)
    )
    assert one.equals(other)
