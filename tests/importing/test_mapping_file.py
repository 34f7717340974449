"""A mapping file says what kenri cannot tell by itself; each mistake in it is told with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kenri.importing.mapping_file import read_mapping
from kenri.importing.tables import read_tables
from kenri.model.problems import Report
from tests.importing.small_tables import OPTIONS, plan_of, read, text, told, workbook, wrong

ROWS = [["Nummer", "Datum", "Anzahl", "Preis"], ["E1", "06.05.2024", "1.000", "2,5"]]
WHOLE = """\
days: day-month-year
decimals: comma
ignored: [Fax]
words: {leaves.reason: {eigener Wunsch: own_wish}}
sheets:
  a:
    headings: 1
    columns: {Nummer: who, Datum: grant.on, Anzahl: grant.number, Preis: grant.price}
"""


def test_columns_words_and_ways_of_writing(tmp_path: Path) -> None:
    found = read(workbook(tmp_path / "a.xlsx", {"a": ROWS}), mapping=WHOLE)
    assert wrong(found) == []
    ((_, _, data),) = told(found)
    assert (data["on"], data["number"], str(data["price"])) == ("2024-05-06", 1000, "2.5")


def test_what_a_sheet_tells_and_the_parts_of_it(tmp_path: Path) -> None:
    rows = [["wer", "wann", "warum", "Nr"], ["E1", date(2025, 3, 31), "eigener Wunsch", "x1"]]
    mapping = "sheets: {a: {event: leaves, columns: {wer: who, wann: event.on, warum: {is: event.reason, words: {eigener Wunsch: own_wish}}, Nr: event.id}}}"
    assert told(read(workbook(tmp_path / "a.xlsx", {"a": rows}), mapping=mapping)) == [
        ("event", "x1", {"event": "leaves", "on": "2025-03-31", "who": "E1", "id": "x1", "reason": "own_wish"})
    ]


def test_a_sheet_may_be_skipped_and_columns_kept_or_ignored(tmp_path: Path) -> None:
    rows = [
        ["who", "Grant Date", "Options Granted", "price", "Fax", "Farbe"],
        ["E1", date(2024, 1, 31), 1, 1, "03", "rot"],
    ]
    path = workbook(tmp_path / "a.xlsx", {"a": rows, "b": [["what", "ever"], [1, 2]]})
    found = read(path, mapping="ignored: [Fax]\nsheets: {b: {skip: true}, a: {columns: {Farbe: kept}}}")
    assert wrong(found) == []
    assert dict(found.entries[0].details) == {"Farbe": "rot"}


def test_grants_of_several_plans(tmp_path: Path) -> None:
    one, two = plan_of(), plan_of(OPTIONS.replace("acme/options", "acme/more"))
    head = ["who", "Grant Date", "Options Granted", "price", "回号"]
    path = workbook(
        tmp_path / "a.xlsx",
        {"a": [head, ["E1", date(2024, 1, 31), 1, 1, "第1回"], ["E1", date(2024, 1, 31), 1, 1, "第2回"]]},
    )
    plans = {one.id: one, two.id: two}
    assert wrong(read(path, plans=plans)) == ["a.xlsx!a!E2 unknown-words"]
    found = read(path, plans=plans, mapping="words: {grant.plan: {第1回: acme/options, 第2回: acme/more}}")
    assert [(each.key, each.plan) for each in found.entries] == [
        ("acme/options-E1-2024-01-31", "acme/options"),
        ("acme/more-E1-2024-01-31", "acme/more"),
    ]
    without = workbook(tmp_path / "b.xlsx", {"a": [head[:4], ["E1", date(2024, 1, 31), 1, 1]]})
    assert wrong(read(without, plans=plans)) == ["b.xlsx!a!1 no-column-for-plan"]
    assert read_tables([without], plans, plan="acme/more").entries[0].plan == "acme/more"
    assert read(without, plans=plans, mapping="sheets: {a: {plan: acme/more}}").entries[0].plan == "acme/more"


@pytest.mark.parametrize(
    ("mapping", "told_"),
    [
        ("dyas: x", "1:1 unknown-key"),
        ("days: x", "1:7 mapping-needs-choice"),
        ("hidden: yes", "1:9 mapping-needs-flag"),
        ("ignored: [7]", "1:11 mapping-needs-text"),
        ("words: [a]", "1:8 mapping-needs-keys"),
        ("sheets: {a: {headings: 0}}", "1:24 mapping-needs-rows"),
        ("sheets: {a: {headings: [3, 5]}}", "1:24 mapping-needs-rows"),
        ("sheets: {a: {columns: {Nr: {words: {a: b}}}}}", "1:28 missing-key"),
        ("days: day-month-year\n---\ndays: day-month-year", "3:1 mapping-is-one-document"),
    ],
)
def test_a_mistake_in_a_mapping_file_has_its_line(mapping: str, told_: str) -> None:
    report = Report()
    read_mapping("m.yaml", report, mapping)
    found = [f"{each.place.line}:{each.place.column} {each.code}" for each in report.problems if each.place]
    assert found == [told_]


@pytest.mark.parametrize(
    ("mapping", "told_"),
    [
        ("sheets: {a: {columns: {Nummer: whom}}}", "no-such-target"),
        ("sheets: {a: {columns: {Numer: who, Datum: grant.on}}}", "no-such-heading"),
        ("sheets: {a: {event: dances}}", "no-such-kind-of-event"),
        ("sheets: {b: {headings: 1}}", "no-such-sheet"),
        ("sheets: {a: {headings: 7}}", "no-such-heading-row"),
        (
            "{days: day-month-year, decimals: comma, sheets: {a: {plan: none, columns: {Nummer: who, Datum: grant.on, Anzahl: grant.number, Preis: grant.price}}}}",
            "no-plan-given",
        ),
    ],
)
def test_what_a_mapping_says_must_be_there(tmp_path: Path, mapping: str, told_: str) -> None:
    found = read(workbook(tmp_path / "a.xlsx", {"a": ROWS}), mapping=mapping)
    assert told_ in [problem.code for problem in found.problems]
    assert {problem.code for problem in found.problems if problem.place is None} == set()


def test_one_mapping_may_serve_the_files_of_several_months(tmp_path: Path) -> None:
    """What it says of other sheets is only told, once."""
    path = text(tmp_path / "leavers.csv", "Nummer,wann", "E1,2025-03-31")
    sheets = (
        "leavers.csv: {event: dies, columns: {Nummer: who, wann: event.on}}, may: {headings: 1}, june: {headings: 2}"
    )
    found = read(path, mapping=f"sheets: {{{sheets}, july: {{skip: true}}}}")
    assert found.is_usable
    assert [(each.code, each.severity) for each in found.problems] == [("no-such-sheet", "warning")]
    (only,) = found.problems
    assert all(name in str(only) for name in ("`may`", "`june`", "`leavers.csv`"))
    assert "july" not in str(only)


def test_a_file_of_text_goes_by_its_name(tmp_path: Path) -> None:
    path = text(tmp_path / "leavers.csv", "Nummer,wann", "E1,2025-03-31")
    mapping = "sheets: {leavers.csv: {event: dies, columns: {Nummer: who, wann: event.on}}}"
    assert told(read(path, mapping=mapping))[0][2] == {"event": "dies", "on": "2025-03-31", "who": "E1"}
