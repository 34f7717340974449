"""The workbooks that are shipped are those of the tables beside this test."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.year import workbooks

BOOKS = workbooks.books()


def test_every_workbook_is_there_and_no_other() -> None:
    assert {each.name for each in workbooks.FOLDER.glob("*.xlsx")} == set(BOOKS)


@pytest.mark.parametrize("name", BOOKS)
def test_a_workbook_has_the_cells_of_its_tables(name: str, tmp_path: Path) -> None:
    workbooks.written(BOOKS[name]).save(tmp_path / name)
    made, kept = load_workbook(tmp_path / name), load_workbook(workbooks.FOLDER / name)
    assert kept.sheetnames == made.sheetnames
    for sheet in made.sheetnames:
        assert [*kept[sheet].values] == [*made[sheet].values]
        assert {*map(str, kept[sheet].merged_cells.ranges)} == {*map(str, made[sheet].merged_cells.ranges)}


def test_forty_people_hold_what_the_documents_allot() -> None:
    """230 rights for 7 directors and 11 officers, 163 for as many, 42,500 shares for 22 people."""
    given = (workbooks.FIFTH_SERIES, workbooks.SERIES_OF_2018, workbooks.RESTRICTED_STOCK)
    assert len({row[0] for rows in given for row in rows}) == 40
    fifth, second, shares = given
    for rows, directors, officers in ((fifth, (7, 153), (11, 77)), (second, (7, 112), (11, 51))):
        for position, expected in (("取締役", directors), ("執行役員", officers)):
            numbers = [number for _, of, number in rows if of == position]
            assert (len(numbers), sum(numbers)) == expected
    assert (len(shares), sum(number for _, number, _ in shares)) == (22, 42_500)
