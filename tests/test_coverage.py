"""Every row of the documents is encoded, and scenarios decide it on each side."""

import pytest

from tests.coverage_table import (
    DOCUMENTS,
    KINDS,
    TABLE,
    Asked,
    Row,
    choosing,
    deciding,
    items,
    outcomes,
    plan,
    readings,
    readings_asked_for,
    rows,
    scenarios,
    table,
    written,
)

ROWS = [row for document in written() for row in rows(document)]
SIDES = {"rule": {"allowed", "denied"}, "unknown": {"unknown"}}
"""The outcomes that the scenarios of a row must have between them, by its kind."""


def each(row: Row) -> str:
    return row.id


def test_every_document_has_its_rows() -> None:
    assert written() == DOCUMENTS
    assert all(rows(document) for document in DOCUMENTS)


def test_rows_have_names_of_their_own() -> None:
    names = [row.id for row in ROWS]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("row", ROWS, ids=each)
def test_the_plan_answers_the_row(row: Row) -> None:
    assert set(row.kinds) <= KINDS
    unknown = [name for name in row.by if name not in items(plan(row.plan))]
    assert not unknown, f"{row.plan} has no {', '.join(unknown)}"
    assert row.by


@pytest.mark.parametrize("row", [row for row in ROWS if row.kinds != ("record",)], ids=each)
def test_scenarios_decide_the_row(row: Row) -> None:
    found = deciding(row)
    assert found, f"no scenario of {row.plan} names {row.id} in its `rows`"
    for kind in row.kinds:
        lacking = SIDES.get(kind, set()) - outcomes(found)
        assert not lacking, f"no scenario of {row.id} expects {', '.join(sorted(lacking))}"


def test_scenarios_name_rows_that_exist() -> None:
    known = {row.id for row in ROWS}
    strangers = [f"{told.place}: `{name}`" for told in scenarios() for name in told.rows if name not in known]
    assert not strangers, "no such row:\n" + "\n".join(strangers)


@pytest.mark.parametrize("asked", readings_asked_for(), ids=lambda asked: asked.id)
def test_the_plan_has_the_reading(asked: Asked) -> None:
    assert asked.id in plan(asked.plan).readings


@pytest.mark.parametrize(
    ("asked", "option"),
    [(asked, option) for asked in readings() for option in plan(asked.plan).readings[asked.id].options],
    ids=lambda value: value.id if isinstance(value, Asked) else value,
)
def test_scenarios_choose_each_option(asked: Asked, option: str) -> None:
    assert choosing(asked.id, option), f"no scenario asks with {asked.id}={option}"


def test_the_table_is_up_to_date() -> None:
    assert TABLE.is_file(), "write it: python -m tests.coverage_table"
    assert TABLE.read_text(encoding="utf-8") == table(), "write it again: python -m tests.coverage_table"
