"""Tables of holders, grants and events, as people have them, and what becomes of each row."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.importing.small_tables import plan_of, read, text, told, workbook, wrong

GRANTS: list[list[Any]] = [
    ["Employee ID", "Name", "Grant ID", "Grant Date", "Options Granted", "Exercise Price"],
    ["E1", "Ann Archer", "G1", date(2024, 1, 31), 1000, 2.5],
    ["E2", "Bob Baker", "G2", date(2024, 1, 31), 600, 2.5],
]
HOLDERS_AND_GRANTS = [
    ("party", "E1", {"role": "grantee"}),
    ("party", "E2", {"role": "grantee"}),
    ("grant", "G1", {"grantee": "E1", "on": "2024-01-31", "number": 1000, "price": pytest.approx(2.5)}),
    ("grant", "G2", {"grantee": "E2", "on": "2024-01-31", "number": 600, "price": pytest.approx(2.5)}),
]


def test_a_sheet_of_grants_is_read_by_its_headings(tmp_path: Path) -> None:
    found = read(workbook(tmp_path / "a.xlsx", {"Grants": GRANTS}))
    assert wrong(found) == []
    assert told(found) == HOLDERS_AND_GRANTS
    assert dict(found.entries[0].details) == {"name": "Ann Archer"}
    assert str(found.entries[2].source).endswith("a.xlsx!Grants!C2")
    assert found.entries[2].plan == "acme/options"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_same_table_as_text(tmp_path: Path, encoding: str, separator: str) -> None:
    rows = [
        ["Employee ID", "Name", "Grant ID", "Grant Date", "Options Granted", "Exercise Price"],
        ["E1", "Ann Archer", "G1", "2024-01-31", "1000", "2.5"],
        ["E2", "Bob Baker", "G2", "2024-01-31", "600", "2.5"],
    ]
    found = read(text(tmp_path / "a.csv", *(separator.join(row) for row in rows), encoding=encoding))
    assert wrong(found) == []
    assert told(found) == HOLDERS_AND_GRANTS
    assert str(found.entries[2].source).endswith("a.csv:2:3")


def test_a_japanese_register_with_titles_merged_headings_totals_and_an_end(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "原簿.xlsx",
        {
            "原簿": [
                ["第1回新株予約権　原簿"],
                [],
                ["社員番号", "氏名", "割当", None, "行使価額", "異動", None, None],
                [None, None, "年月日", "個数", None, "年月日", "事由", "個数"],
                ["００１", "髙橋 花子", "令和6年1月31日", "１，０００個", "¥250", None, None, None],
                [None, None, None, None, None, "R7.6.25", "権利行使", "△0"],
                ["002", "山﨑 一郎", "R6.1.31", 600, 250, "2025/3/31", "死亡", None],
                ["合計", None, None, 1600],
                ["以下余白"],
            ]
        },
    )
    book = load_workbook(path)
    sheet = book["原簿"]
    for merged in ("C3:D3", "F3:H3", "A3:A4", "B3:B4", "E3:E4", "A5:A6", "B5:B6"):
        sheet.merge_cells(merged)
    sheet["H6"] = "３"
    book.save(path)
    found = read(path)
    assert wrong(found) == []
    assert told(found) == [
        ("party", "001", {"role": "grantee"}),
        ("party", "002", {"role": "grantee"}),
        ("grant", "001-2024-01-31", {"grantee": "001", "on": "2024-01-31", "number": 1000, "price": 250}),
        ("grant", "002-2024-01-31", {"grantee": "002", "on": "2024-01-31", "number": 600, "price": 250}),
        ("event", "exercises:001:2025-06-25", {"event": "exercises", "on": "2025-06-25", "who": "001", "rights": 3}),
        ("event", "dies:002:2025-03-31", {"event": "dies", "on": "2025-03-31", "who": "002"}),
    ]
    assert [dict(each.details) for each in found.entries[:2]] == [{"name": "髙橋 花子"}, {"name": "山﨑 一郎"}]


def test_a_sheet_may_be_named_after_what_its_rows_tell(tmp_path: Path) -> None:
    found = read(
        workbook(
            tmp_path / "a.xlsx",
            {
                "退職": [["社員番号", "日付", "退職事由"], ["E1", date(2025, 3, 31), "own_wish"]],
                "splits": [["date", "split ratio"], [datetime(2025, 4, 1), 2]],
            },
        )
    )
    assert wrong(found) == []
    assert told(found) == [
        ("event", "leaves:E1:2025-03-31", {"event": "leaves", "on": "2025-03-31", "who": "E1", "reason": "own_wish"}),
        ("event", "splits:*:2025-04-01", {"event": "splits", "on": "2025-04-01", "ratio": 2}),
    ]


def test_a_list_of_leavers_is_read_with_a_mapping(tmp_path: Path) -> None:
    path = text(
        tmp_path / "leavers.csv",
        "社員番号,氏,名,退職年月日,退職区分,FAX",
        "E1,髙橋,花子,2025/3/31,自己都合,03",
        "E2,山﨑,一郎,01/01/3000,,",
        encoding="cp932",
    )
    mapping = """\
sheets:
  leavers.csv:
    columns: {退職年月日: leaves.on, 退職区分: {is: leaves.reason, words: {自己都合: own_wish}}}
    ignored: [FAX]
"""
    # 髙 and 﨑 are in CP932 (NEC and IBM extensions), so this is what Excel in Japan saves.
    found = read(path, mapping=mapping)
    assert wrong(found) == ["leavers.csv read-as-cp932?"]
    assert [each for each in told(found) if each[0] == "event"] == [
        ("event", "leaves:E1:2025-03-31", {"event": "leaves", "on": "2025-03-31", "who": "E1", "reason": "own_wish"})
    ]
    assert dict(found.entries[0].details) == {"last_name": "髙橋", "first_name": "花子"}


def test_pairs_of_columns_are_the_lines_of_a_grant(tmp_path: Path) -> None:
    rows = [
        [
            "who",
            "Grant Date",
            "Options Granted",
            "price",
            "vesting date 1",
            "vesting shares 1",
            "vesting date 2",
            "vesting shares 2",
        ],
        ["E1", date(2024, 1, 31), 100, 1, date(2026, 1, 31), 60, date(2025, 1, 31), 40],
        ["E2", date(2024, 1, 31), 100, 1, None, None, None, None],
    ]
    found = read(workbook(tmp_path / "a.xlsx", {"a": rows}))
    assert wrong(found) == []
    assert told(found)[0][2]["vestings"] == (
        {"on": "2025-01-31", "amount": 40},
        {"on": "2026-01-31", "amount": 60},
    )
    assert "vestings" not in told(found)[1][2]


def test_a_list_of_events_may_begin_with_the_grants(tmp_path: Path) -> None:
    rows = [
        ["異動年月日", "異動事由", "社員番号", "割当番号", "異動個数", "行使価額"],
        ["2024-01-31", "付与", "E1", "G1", 100, 250],
        ["2025-01-31", "行使", "E1", "G1", 40, None],
    ]
    found = read(workbook(tmp_path / "a.xlsx", {"a": rows}))
    assert wrong(found) == []
    assert told(found) == [
        ("grant", "G1", {"grantee": "E1", "on": "2024-01-31", "number": 100, "price": 250}),
        (
            "event",
            "exercises:G1:2025-01-31",
            {"event": "exercises", "on": "2025-01-31", "who": "E1", "grant": "G1", "rights": 40},
        ),
    ]


def test_a_recording_is_corrected_by_its_id(tmp_path: Path) -> None:
    rows = [
        ["Event ID", "Event", "Event Date", "who", "Grant ID", "rights", "Recorded", "Corrects", "Cancelled"],
        ["x1", "exercises", "2025-01-31", "E1", "G1", 40, "2025-02-03", None, None],
        ["x2", "exercises", "2025-01-31", "E1", "G1", None, "2025-02-10", "x1", "yes"],
    ]
    found = read(workbook(tmp_path / "a.xlsx", {"a": rows}))
    assert wrong(found) == []
    assert told(found)[1] == (
        "event",
        "x2",
        {"event": "exercises", "on": "2025-01-31", "who": "E1", "grant": "G1", "id": "x2", "recorded": "2025-02-10",
         "corrects": "x1", "cancelled": True},
    )  # fmt: skip


def test_the_same_holder_in_several_rows_and_sheets_is_one(tmp_path: Path) -> None:
    sheets: dict[str, Any] = {
        "People": [["Employee ID", "Name", "Day of Birth"], ["E1", "Ann Archer", date(1970, 1, 1)]],
        "Grants": [GRANTS[0], GRANTS[1], [*GRANTS[1][:2], "G3", *GRANTS[1][3:]]],
    }
    found = read(workbook(tmp_path / "a.xlsx", sheets))
    assert wrong(found) == []
    assert [each[:2] for each in told(found)] == [("party", "E1"), ("grant", "G1"), ("grant", "G3")]
    assert told(found)[0][2] == {"role": "grantee", "born": "1970-01-01"}


def test_a_name_beside_an_event_says_nothing_of_the_holder(tmp_path: Path) -> None:
    """Of the role nothing is said there: it is that of the list of holders, wherever it stands."""
    people = [["Employee ID", "Name", "Role"], ["E1", "Ann", "heir"]]
    events = [
        ["Employee ID", "Name", "Event", "Event Date"],
        ["E1", "Ann", "dies", "2025-03-31"],
        ["E2", "Bob", "dies", "2025-04-01"],
    ]
    for order in (("events", "people"), ("people", "events")):
        sheets = {name: {"people": people, "events": events}[name] for name in order}
        found = read(workbook(tmp_path / f"{order[0]}.xlsx", sheets))
        assert wrong(found) == []
        parties = {each.key: (dict(each.data), each.is_mention) for each in found.entries if each.kind == "party"}  # type: ignore[arg-type]  # no facts here
        assert parties == {"E1": ({"role": "heir"}, False), "E2": ({"role": "grantee"}, True)}


def test_what_two_kinds_of_event_are_called_is_neither_of_them(tmp_path: Path) -> None:
    """Each of two plans has an event that is called the same: which is meant, a mapping must say."""
    plans = {
        id_: plan_of(
            f"plan: {id_}\nextends: vocabulary/equity\nevents: {{{kind}: {{says: The company acquires., personal: true}}}}\n"
            'rules: {holder: {clause: "1", says: Holders., permit: exercise}}\n'
        )
        for id_, kind in (("acme/rights", "acquires_rights"), ("acme/shares", "acquires_shares"))
    }
    rows = [["Employee ID", "Event", "Event Date"], ["E1", "The company acquires", "2025-03-31"]]
    path = workbook(tmp_path / "a.xlsx", {"a": rows})
    assert wrong(read(path, plans=plans)) == ["a.xlsx!a!B2 unknown-words"]
    assert wrong(read(path, plans={"acme/shares": plans["acme/shares"]})) == []
    mapping = "words: {event: {The company acquires: acquires_shares}}"
    assert told(read(path, plans=plans, mapping=mapping))[0][2]["event"] == "acquires_shares"


def test_an_example_row_is_passed_over(tmp_path: Path) -> None:
    rows = [GRANTS[0], ["例：E9", "Example", "G9", date(2024, 1, 1), 1, 1], GRANTS[1]]
    assert [each[1] for each in told(read(workbook(tmp_path / "a.xlsx", {"a": rows})))] == ["E1", "G1"]


MISTAKES: list[tuple[list[list[Any]], list[str]]] = [
    # Each with where it is and its code, all of them at once.
    (
        [
            ["Employee ID", "Grant ID", "Grant Date", "Options Granted", "Exercise Price", "Kind"],
            ["E1", "G1", "soon", "many", 1, "other"],
            ["E2", "G2", "06/05/2024", 1, 1, "unusual"],
            ["E3", "G3", "07/05/2024", 1, 1, "other"],
            [None, "G4", date(2024, 1, 31), 1, None, None],
        ],
        ["A5 cell-is-empty", "E5 cell-is-empty", "C2 cell-is-no-day", "D2 cell-is-no-number", "F2 unknown-words", "C3 day-or-month-first"],
    ),
    (
        [["Name", "Grant Date", "Options Granted"], ["Ann", date(2024, 1, 31), 1], ["Bob", date(2024, 1, 31), 1]],
        ["A2 name-is-no-key"],
    ),
    ([["who", "Grant Date", "Options Granted"], ["E1", date(2024, 1, 31), 1]], ["1 no-column-for"]),
    ([["who", "Event ID", "Event Date"], ["E1", "X1", date(2024, 1, 31)]], ["1 no-column-for-kind"]),
    (
        [["who", "Grant Date", "Options Granted", "price"], ["E1", date(2024, 1, 31), 1, 1], ["E1", date(2024, 1, 31), 1, 1]],
        ["C3 grants-alike"],
    ),
    (
        [["who", "Grant ID", "Grant Date", "Options Granted", "price"],
         ["E1", "G1", date(2024, 1, 31), 1, 1], ["E1", "G1", date(2024, 1, 31), 2, 1]],
        ["B3 grant-differs"],
    ),
    (
        [["who", "Grant ID", "Grant Date", "Options Granted", "price"],
         ["E1", "G1", date(2024, 1, 31), 1, 1], ["Total", None, None, 2, None]],
        ["D3 total-differs"],
    ),
    (
        [["who", "Grant Date", "Options Granted", "price"], ["以下余白"], ["E1", date(2024, 1, 31), 1, 1]],
        ["A3 rows-after-the-end"],
    ),
    ([["who", "Grant Date", "Options Granted", "Shoe Size"], ["E1", date(2024, 1, 31), 1, 43]], ["D1 unknown-heading"]),
    ([["who", "Grant Date", "付与日", "Options Granted"], ["E1", date(2024, 1, 31), None, 1]], ["C1 heading-twice"]),
    ([["who", "Grant Date", "Granted (千個)", "price"], ["E1", date(2024, 1, 31), 1, 1]], ["C1 heading-with-size"]),
    (
        [["who", "Grant Date", "Options Granted", "price"], ["E1", "25/01/2024", 1, 1], ["E2", "01/25/2024", 1, 1]],
        ["B1 both-day-orders", "B2 day-or-month-first"],
    ),
    (
        [["who", "Grant Date", "Options Granted", "price"], ["E1", "2024-01-25", 1, "¥1"], ["E2", "2024-01-25", 1, "$1"]],
        ["D3 units-differ"],
    ),
    (
        [["who", "Event", "Event Date", "rights", "reason for leaving"],
         ["E1", "exercises", "2024-01-25", 1, "own_wish"], ["E1", "exercises", "2024-01-25", 1, None],
         ["E1", "exercises", "2024-01-25", 1, None], ["E1", "dances", "2024-01-25", None, None], [None, "dies", "2024-01-25", None, None]],
        ["A6 cell-is-empty", "B5 unknown-words", "C3 events-alike", "C4 events-alike", "E2 not-of-this-kind"],
    ),
    ([["who", "Grant Date", "Options Granted", "price"], ["E1", "2024-01-25", "100株", 1]], ["C2 shares-not-rights"]),
    ([["who", "Grant Date", "株数", "price"], ["E1", "2024-01-25", 100, 1]], ["C1 unknown-heading"]),
    ([["who", "Grant Date", "Options Granted", "price"], ["E1", "2024-01-25", "1.000", 1]], ["C2 comma-or-point"]),
    ([["some", "words"], ["and", "others"]], [" no-headings"]),
]  # fmt: skip


def test_totals_are_added_up_to_their_last_digit(tmp_path: Path) -> None:
    """Decimals have 28 digits where nobody asks for more: 0.1 would be lost beside a number of thirty."""
    long, end = "9" * 29, ",,\n"
    head = "who,Grant Date,Options Granted,price\n"
    rows = f"E1,2024-01-25,{long},1\nE2,2024-01-25,0.1,1\n"
    (tmp_path / "a.csv").write_text(f"{head}{rows}Total,,{long}.1,\n{end}", "utf-8")
    assert read(tmp_path / "a.csv").is_usable
    for written in (long, "0"):
        (tmp_path / "a.csv").write_text(f"{head}{rows}Total,,{written},\n{end}", "utf-8")
        (problem,) = read(tmp_path / "a.csv").problems
        assert (problem.code, f"`{written}`" in str(problem), f"`{long}.1`" in str(problem)) == (
            "total-differs",
            True,
            True,
        )


@pytest.mark.parametrize(("rows", "codes"), MISTAKES, ids=[codes[0].split()[-1] for _, codes in MISTAKES])
def test_mistakes_are_told_at_once_with_their_cells(tmp_path: Path, rows: list[list[Any]], codes: list[str]) -> None:
    found = read(workbook(tmp_path / "a.xlsx", {"a": rows}))
    assert not found.is_usable
    assert sorted(each.removeprefix("a.xlsx!a").removeprefix("!") for each in wrong(found)) == sorted(codes)
    for problem in found.problems:
        assert problem.render("ja")


def test_a_holder_told_of_in_two_ways_is_refused(tmp_path: Path) -> None:
    sheets = {"a": [["Employee ID", "Name"], ["E1", "Ann"]], "b": [["Employee ID", "Name"], ["E1", "Anne"]]}
    assert wrong(read(workbook(tmp_path / "a.xlsx", sheets))) == ["a.xlsx!b!A2 party-differs"]


def test_unknown_words_are_told_all_at_once_with_how_often_they_stand_there(tmp_path: Path) -> None:
    rows = [
        ["who", "Event", "Event Date", "reason"],
        *([f"E{n}", "leaves", "2025-03-31", word] for n, word in enumerate(("自己都合", "会社都合", "自己都合"))),
    ]
    (problem,) = read(workbook(tmp_path / "a.xlsx", {"a": rows})).problems
    assert "`自己都合` (2), `会社都合` (1)" in problem.message
    assert "`own_wish` or `redundancy`" in problem.help


def test_the_order_of_days_may_be_said_by_a_mapping(tmp_path: Path) -> None:
    rows = [["who", "Grant Date", "Options Granted", "price"], ["E1", "06/05/2024", 1, 1]]
    path = workbook(tmp_path / "a.xlsx", {"a": rows})
    for order, day in (("day-month-year", "2024-05-06"), ("month-day-year", "2024-06-05")):
        assert told(read(path, mapping=f"days: {order}"))[0][2]["on"] == day


def test_keys_that_may_be_of_one_holder_are_shown(tmp_path: Path) -> None:
    rows = [
        ["who", "Grant Date", "Options Granted", "price"],
        ["007", date(2024, 1, 31), 1, 1],
        [7, date(2024, 1, 30), 1, 1],
    ]
    assert wrong(read(workbook(tmp_path / "a.xlsx", {"a": rows}))) == ["a.xlsx!a!C3 keys-alike?"]


def test_of_very_many_mistakes_the_first_are_told(tmp_path: Path) -> None:
    lines = [f"E{n},soon,1,1" for n in range(1000)]
    found = read(text(tmp_path / "a.csv", "who,Grant Date,Options Granted,price", *lines))
    assert len(found.problems) == 201
    assert "too-many-problems" in [each.code for each in found.problems]


def test_the_same_file_twice_gives_the_same_keys(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Grants": GRANTS})
    assert read(path).entries == read(path).entries


HEADED = "Employee ID,Grant ID,Grant Date,,Number Granted,price"
ROWS = ("E1,G1,2024-01-31,{},10,5", "E2,G2,2024-01-31,{},20,5", "E3,G3,2024-01-31,{},30,5,{}")


@pytest.mark.parametrize(
    ("within", "beyond", "said"),
    [
        (("", "", ""), "", []),
        (("-", "", " "), "なし", []),
        (("x", "", ""), "", ["a.csv:2:4 column-without-heading?"]),
        (("", "2025-06-25", "2025-06-30"), "", ["a.csv:3:4 column-without-heading"]),
        (("", "", ""), "x", ["a.csv:4:7 column-without-heading?"]),
    ],
)
def test_what_stands_under_no_heading_is_told(
    tmp_path: Path, within: tuple[str, str, str], beyond: str, said: list[str]
) -> None:
    """A column of days of leaving whose heading was lost was passed over, and everybody stayed an employee."""
    lines = [row.format(cell, beyond) for row, cell in zip(ROWS, within, strict=True)]
    found = read(text(tmp_path / "a.csv", HEADED, *lines))
    assert wrong(found) == said
    assert not found.is_usable or len(found.entries) == 3


def test_totals_and_examples_under_no_heading_are_none(tmp_path: Path) -> None:
    found = read(text(tmp_path / "a.csv", HEADED, "例：,,,x,,", "E1,G1,2024-01-31,,10,5", "合計,,,y,10,"))
    assert wrong(found) == []


JAPANESE_GRANTS = ["社員番号", "割当日", "割当個数", "行使価額", "種類", "退職日", "退職事由"]


@pytest.mark.parametrize(
    ("headings", "row", "said"),
    [
        (JAPANESE_GRANTS, [None, date(2024, 1, 31), 1, 100, None, None, None], ("`社員番号`", "the cell is empty")),
        (JAPANESE_GRANTS, ["E1", None, 1, 100, None, None, None], ("`割当日`", "the cell is empty")),
        (JAPANESE_GRANTS, ["E1", date(2024, 1, 31), 1, None, None, None, None], ("`行使価額`", "the cell is empty")),
        (
            ["社員番号", "割当個数", "行使価額"],
            ["E1", 1, 100],
            ("`grant.on`（`割当日`、`Grant Date`など）", "`grant.on` (such as `Grant Date` or `割当日`)"),
        ),
        (
            ["社員番号", "割当日", "割当個数"],
            ["E1", date(2024, 1, 31), 1],
            ("`grant.price`（`行使価額`、", "`exercise price`"),
        ),
    ],
)
def test_what_a_row_lacks_is_named_as_its_sheet_has_it(
    tmp_path: Path, headings: list[str], row: list[Any], said: tuple[str, str]
) -> None:
    """A cell under 社員番号 was said to lack `who`, which stands nowhere in the file."""
    found = read(workbook(tmp_path / "a.xlsx", {"原簿": [headings, row]}))
    texts = [each.sentence.text(lang) for each in found.problems for lang in ("ja", "en")]
    assert all(any(part in text for text in texts) for part in said), texts


def test_two_rows_that_contradict_name_their_heading(tmp_path: Path) -> None:
    rows = [["社員番号", "生年月日"], ["E1", date(1980, 1, 1)], ["E1", date(1980, 1, 2)]]
    (problem,) = read(workbook(tmp_path / "a.xlsx", {"名簿": rows})).problems
    assert "`生年月日`" in problem.sentence.text("ja")


def test_a_total_that_nobody_worked_out_is_told(tmp_path: Path) -> None:
    """It was passed over in silence, so that a list seemed to have been held against its total."""
    rows = [*GRANTS[:2], ["合計", None, None, None, "=SUM(E2:E2)", None]]
    column = GRANTS[0].index("Options Granted") if "Options Granted" in GRANTS[0] else 4
    rows[-1] = ["合計" if at == 0 else "=SUM(A2:A2)" if at == column else None for at in range(len(GRANTS[0]))]
    found = read(workbook(tmp_path / "a.xlsx", {"a": rows}))
    assert found.is_usable
    assert [(each.code, each.severity) for each in found.problems] == [("formula-without-value", "warning")]
