"""Every form of table gives the answers that its rows get one by one."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from kenri.columnar.batch import judged_blocks
from kenri.columnar.judge import Judge, RowByRow, checked
from kenri.columnar.layout import Layout
from kenri.columnar.sources import Source, opened
from kenri.loader.written_lives import life_data
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

PLANS = ("iij/2015-5th-series", "plans/iso-startup")

GROUPS = [group for name in PLANS for group in groups(name)]


def _id(group: Group) -> str:
    return f"{group.plan.id} {group.action} {len(group.asked)}"


def judge(group: Group, *, settle: bool = False) -> RowByRow:
    asking = checked(
        group.plan, group.action, on=None, days=None, rights=None, by=None, readings=group.readings, settle=settle
    )
    return RowByRow(group.plan, asking, block=7)  # so that there are several blocks


def answers(source: Source, judge: Judge) -> list[dict[str, Any]]:
    found = []
    for rows, judged in judged_blocks(source, judge):
        assert judged.bad == ()
        assert len(rows) == judged.answers.num_rows
        found += judged.answers.to_pylist()
    return found


def agree(group: Group, found: list[dict[str, Any]], asked: list[Asked], *, settle: bool = False) -> None:
    assert len(found) == len(asked)
    for told, each in zip(found, asked, strict=True):
        ruling = group.plan.ask(each.life, group.action, readings=group.readings, settle=settle, **each.question)
        expected = expected_answer(ruling)
        assert {name: told[name] for name in expected} == expected
        assert told["turns_on"] == ([turn.reading for turn in ruling.turns_on] if settle else None)
        for name, text in expected.items():
            if name.endswith("_exact"):
                number = told[name.removesuffix("_exact")]
                assert number is None or Fraction(number) == Fraction(text)


def test_there_are_questions_to_ask() -> None:
    assert {group.plan.id for group in GROUPS} == set(PLANS)
    assert sum(len(group.asked) for group in GROUPS) > 100


@pytest.mark.parametrize("suffix", [".parquet", ".feather", ".csv"])
@pytest.mark.parametrize("group", GROUPS, ids=_id)
def test_a_file_gives_the_answers_of_its_rows(group: Group, suffix: str, tmp_path: Path) -> None:
    path = write_table(tmp_path / f"table{suffix}", [each.row for each in group.asked])
    found = answers(opened(path, Layout(group.plan.plan, group.action)), judge(group))
    assert [each["id"] for each in found] == [each.row["id"] for each in group.asked]
    agree(group, found, group.asked)


@pytest.mark.parametrize("group", GROUPS, ids=_id)
def test_what_is_handed_over_gives_the_answers_of_its_rows(group: Group) -> None:
    table = typed_table([each.row for each in group.asked[:10]])
    found = group.plan.batch(table, group.action, readings=group.readings)
    agree(group, found.to_pylist(), group.asked[:10], settle=True)


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
@pytest.mark.parametrize("group", GROUPS, ids=_id)
def test_flat_tables_give_the_answers_of_their_grants(group: Group, suffix: str, tmp_path: Path) -> None:
    for at, each in enumerate(group.asked):
        data = life_data(each.life, group.plan.plan)
        if not data.get("grants") or data.get("facts"):
            continue
        folder = write_flat(tmp_path / str(at), data, suffix)
        source = opened(folder, Layout(group.plan.plan, group.action))
        assert source.stray == ()
        asking = {name: value for name, value in each.question.items() if name in ("on", "rights", "by")}
        if each.question["known_at"] or each.question["facts"]:
            continue
        checked_ = checked(group.plan, group.action, days=None, readings=group.readings, settle=False, **asking)
        found = answers(source, RowByRow(group.plan, checked_))
        about = [told for told in found if told["id"] == (each.question["grant"] or told["id"])]
        agree(group, about, [each])


def test_all_forms_of_arrow_hold_the_same() -> None:
    group = next(each for each in GROUPS if each.action == "exercise")
    rows = [each.row for each in group.asked[:20]]
    typed, texts = typed_table(rows), text_table(rows)
    assert not typed.schema.equals(texts.schema)
    one, other = (
        group.plan.batch(table, group.action, readings=group.readings, settle=False) for table in (typed, texts)
    )
    assert one.equals(other)
    assert isinstance(one, pa.Table)
