"""Headings on two lines, of which the upper one stands over several of the lower: with merged cells, and without."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import pytest

from kenri.importing.heading_lines import HeadingName, heading_lines
from kenri.importing.headings import headings_of
from kenri.importing.mapping_file import TableMapping, read_mapping
from kenri.importing.sheet import Merged, TableSheet
from kenri.importing.targets import Targets
from kenri.model.problems import Report
from tests.importing.small_tables import plan_of

Line: TypeAlias = "Sequence[str | None]"

DATA = ["1"] * 9


def told(
    *lines: Line, merged: tuple[Merged, ...] = (), name: str = "a", mapping: TableMapping | None = None
) -> list[str]:
    """What each column stands for; of headings that cannot be taken, the places and codes of the reasons."""
    rows = [(number, line) for number, line in enumerate((*lines, DATA[: max(map(len, lines))]), 1)]
    sheet = TableSheet(file="a.xlsx", name=name, rows=lambda: iter(rows), merged=merged)
    report = Report()
    plan = plan_of()
    found = headings_of(sheet, Targets({plan.id: plan}), mapping or TableMapping(), report)
    if found is None:
        return [f"{each.place} {each.code}".removeprefix(f"a.xlsx!{name}!") for each in report.problems]
    assert report.problems == ()
    return [column.target.name for column in found.columns]


TABLES: list[tuple[str, list[Line], str]] = [
    (
        "Japanese",
        [["社員番号", "氏名", "付与", None, None], [None, None, "割当日", "個数", "行使価額"]],
        "who party.name grant.on grant.number grant.price",
    ),
    (
        "English",
        [["Employee", None, "Grant", None, None], ["ID", "Name", "ID", "Date", "Number"]],
        "who party.name grant grant.on grant.number",
    ),
    (
        "number of a grant that has no other",
        [["Employee ID", "Grant", None], [None, "Date", "Number"]],
        "who grant.on grant.number",
    ),
    (
        "number that names the grant beside how many there are",
        [["Employee ID", "Grant", None, None], [None, "Date", "Number", "Quantity"]],
        "who grant.on grant grant.number",
    ),
    (
        "days and numbers of each group",
        [
            ["社員番号", "割当番号", "割当て", None, "権利行使", None, "退職", None],
            [None, None, "日付", "個数", "日付", "個数", "日付", "事由"],
        ],
        "who grant grant.on grant.number exercises.on exercises.rights leaves.on leaves.reason",
    ),
    (
        "both lines together",
        [["who", "Exercise", "Day", "Grant"], [None, "Price", "of birth", "ID"]],
        "who grant.price party.born grant",
    ),
    (
        "the same under every group",
        [
            ["Basic information", None, None, "付与", None, None],
            ["Employee ID", "氏名", "生年月日", "割当日", "個数", "備考"],
        ],
        "who party.name party.born grant.on grant.number kept",
    ),
    (
        "lines of a list",
        [
            ["who", "Grant", None, "Vesting 1", None, "Vesting 2", None],
            [None, "Date", "Quantity", "Date", "Shares", "Date", "Shares"],
        ],
        "who grant.on grant.number" + 2 * " grant.vestings.on grant.vestings.amount",
    ),
    (
        "a title",
        [["List of option holders", None, None], ["Employee ID", "Grant Date", "Options Granted"]],
        "who grant.on grant.number",
    ),
]


@pytest.mark.parametrize(("lines", "meant"), [each[1:] for each in TABLES], ids=[each[0] for each in TABLES])
def test_two_lines_are_read_as_one(lines: list[Line], meant: str) -> None:
    """Whether the cells of a group are merged or the cells beside it are empty."""
    assert told(*lines) == meant.split()
    upper = [at for at, text in enumerate(lines[0]) if text is not None]
    ends = [*upper[1:], len(lines[0])]
    merged = [
        (1, start + 1, 1, end) if lines[1][start] is not None else (1, start + 1, 2, start + 1)
        for start, end in zip(upper, ends, strict=True)
    ]
    assert told(*lines, merged=tuple(merged)) == meant.split()


REFUSED: list[tuple[str, list[Line], list[str]]] = [
    (
        "a number of the grant beside those of events",
        [["who", "Grant", None, "Exercise", None], [None, "Date", "Number", "Date", "Number"]],
        ["C2 heading-of-several"],
    ),
    # Days and numbers of a grant are another thing under each group: here what has lapsed.
    (
        "days and numbers under a group that is not known",
        [
            ["who", "割当番号", "氏名", "消滅", None],
            [None, None, None, "割当日", "新株予約権の数"],
        ],
        ["D2 unknown-heading", "E2 unknown-heading"],
    ),
    (
        "bare words under a group that is not known",
        [["社員", None, "割当番号", "残高", None], ["番号", "氏名", None, "日付", "個数"]],
        ["D2 unknown-heading", "E2 unknown-heading"],
    ),
    (
        "a part of the grant under a kind of event",
        [["who", "割当番号", "退職", None], [None, None, "日付", "付与数"]],
        ["D2 unknown-heading"],
    ),
    (
        "the same thing twice",
        [["who", "付与", None, "割当", None], [None, "割当日", "個数", "年月日", "価額"]],
        ["D2 heading-twice", "E2 unknown-heading"],
    ),
]


@pytest.mark.parametrize(("lines", "problems"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_what_two_lines_leave_open_is_told_with_its_cells(lines: list[Line], problems: list[str]) -> None:
    assert sorted(told(*lines)) == sorted(problems)


def test_a_mapping_names_both_lines() -> None:
    report = Report()
    text = "sheets: {a: {headings: [1, 2], columns: {残高 日付: ignored, 残高 個数: ignored, 付与 数: grant.number}}}"
    mapping = read_mapping("mapping.yaml", report, text)
    assert report.problems == ()
    lines = [["who", "付与", None, "残高", None], [None, "割当日", "数", "日付", "個数"]]
    assert told(*lines, mapping=mapping) == ["who", "grant.on", "grant.number"]


def test_a_group_ends_where_its_merged_cells_end() -> None:
    """`Date` beside it is that of the event that each row of the sheet tells."""
    lines = [["who", "Grant", None, None], [None, "ID", "Plan", "Date"]]
    assert told(*lines, merged=((1, 2, 1, 3),), name="退職") == ["who", "grant", "grant.plan", "leaves.on"]


def test_a_text_with_nothing_below_heads_no_group() -> None:
    (_, both, _) = heading_lines((), [(1, ["a", "b", None]), (2, [None, None, "c"])])
    assert both.names == {0: HeadingName("a"), 1: HeadingName("b"), 2: HeadingName("c")}


def test_a_row_of_data_is_no_line_of_headings() -> None:
    """`No` is a heading of notes, and an answer too."""
    lines: list[Sequence[str | int | None]] = [["who", "Grant ID", "Accepted"], [101, 5, "No"]]
    assert [each.last for each in heading_lines((), [*enumerate(lines, 1)])] == [1, 2]


def test_what_the_kind_of_a_sheet_has_no_part_of_is_not_known() -> None:
    """A request is of exercises: in a sheet of those who left nobody knows what its day is."""
    assert told(["who", "Date", "requested_on"], name="退職") == ["C1 unknown-heading"]
    assert told(["who", "Day", "Grant"], [None, None, "requested_on"], name="退職") == ["C2 unknown-heading"]
