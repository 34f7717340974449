"""Files of tables as they come: formulas nobody has worked out, hidden sheets, other epochs, and hostile ones."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from kenri.importing import text_table, workbook, workbook_scan
from kenri.importing.workbook import workbook_sheets
from kenri.model.limits import Limit
from kenri.model.problems import Report
from kenri.model.sentences import Sentence
from tests.importing.small_tables import plan_of, read, text, told, wrong
from tests.importing.small_tables import workbook as written

HEAD = ["who", "Grant Date", "Options Granted", "price"]
ROW = ["E1", date(2024, 1, 31), 1, 1]


def test_an_error_and_a_formula_without_value_are_told_by_their_cells(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.xlsx", {"a": [HEAD, ["E1", date(2024, 1, 31), "=1+1", 1], ["E2", date(2024, 1, 31), 1, None]]}
    )
    book = load_workbook(path)
    book["a"]["D3"] = "#N/A"
    book["a"]["D3"].data_type = "e"
    book.save(path)
    assert wrong(read(path)) == ["a.xlsx!a!C2 formula-without-value", "a.xlsx!a!D3 cell-with-error"]


def test_a_hidden_sheet_is_named_and_read_only_where_a_mapping_says_so(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", {"a": [HEAD, ROW], "b": [HEAD, ["E2", *ROW[1:]]]})
    book = load_workbook(path)
    book["b"].sheet_state = "hidden"
    book.save(path)
    assert wrong(read(path)) == ["a.xlsx!b hidden-sheet?"]
    assert [each[1] for each in told(read(path, mapping="hidden: true"))] == ["E1-2024-01-31", "E2-2024-01-31"]


def test_bare_serial_numbers_of_a_workbook_from_1904(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", {"a": [HEAD, ["E1", 44371, 1, 1]]})
    book = load_workbook(path)
    book.epoch = CALENDAR_MAC_1904
    book.save(path)
    found = read(path)
    assert told(found)[0][2]["on"] == "2025-06-25"  # 1,462 days after what the same number is otherwise
    assert wrong(found) == ["a.xlsx!a!B2 serial-taken-for-day?"]


def test_cells_that_do_not_begin_at_the_first_column_keep_their_names(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for column, (heading, cell) in enumerate(zip(HEAD, ("E1", "soon", "1", "1"), strict=True), 3):
        sheet.cell(5, column, heading)
        sheet.cell(6, column, cell)
    book.save(tmp_path / "a.xlsx")
    assert wrong(read(tmp_path / "a.xlsx")) == ["a.xlsx!Sheet!D6 cell-is-no-day"]


def test_a_lone_cell_far_away_is_refused_before_it_takes_all_memory(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", {"a": [HEAD, ROW]})
    book = load_workbook(path)
    book["a"].cell(1_048_576, 16_384, "x")
    book.save(path)
    (problem,) = read(path).problems
    assert problem.code == "sheet-too-large"
    assert "the limit `sheet-cells` is 10,000,000 cells" in problem.message


ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:spreadsheet><table:table table:name="a">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def ods(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(rows=rows))
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            "</manifest:manifest>",
        )
    return path


def cell(value: str, kind: str = "string", given: str = "") -> str:
    return f'<table:table-cell office:value-type="{kind}" {given}><text:p>{value}</text:p></table:table-cell>'


def test_a_sheet_of_open_document(tmp_path: Path) -> None:
    rows = "".join(
        f"<table:table-row>{row}</table:table-row>"
        for row in (
            "".join(map(cell, HEAD)),
            cell("E1") + cell("", "date", 'office:date-value="2024-01-31"') + cell("", "float", 'office:value="1"') * 2,
        )
    )
    found = read(ods(tmp_path / "a.ods", rows))
    assert wrong(found) == []
    assert told(found) == [("grant", "E1-2024-01-31", {"grantee": "E1", "on": "2024-01-31", "number": 1, "price": 1})]


def test_repeated_cells_of_open_document_are_counted(tmp_path: Path) -> None:
    repeated = '<table:table-row table:number-rows-repeated="1000000">{}</table:table-row>'
    wide = cell("x", given='table:number-columns-repeated="16384"')
    assert wrong(read(ods(tmp_path / "a.ods", repeated.format(wide)))) == ["a.ods sheet-too-large"]


def test_xml_that_declares_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><workbook>&b;</workbook>'
        )
        archive.writestr("xl/_rels/workbook.xml.rels", "<Relationships/>")
    assert wrong(read(path)) == ["a.xlsx no-workbook"]


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "a.xlsx", {"a": [HEAD, ROW]})
    for module in (workbook, workbook_scan):
        monkeypatch.setattr(module, "WORKBOOK_SIZE", Limit("workbook-size", 100, Sentence("of-bytes")))
    (problem,) = read(path).problems
    assert "the limit `workbook-size` is 100 bytes" in problem.message


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04junk", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html></html>"])
def test_what_is_no_workbook(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert wrong(read(tmp_path / name)) == [f"{name} no-workbook"]


def test_a_missing_file_a_folder_and_another_kind_of_file(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").mkdir()
    (tmp_path / "c.docx").write_bytes(b"")
    found = read(tmp_path / "a.xlsx", tmp_path / "b.xlsx", tmp_path / "c.docx")
    assert sorted(problem.code for problem in found.problems) == ["is-a-folder", "no-such-file", "no-table-form"]


def test_text_in_neither_encoding_and_with_open_quotes(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"who,\xff\xff\xfe\n")
    text(tmp_path / "b.csv", ",".join(HEAD), 'E1,"2024-01-31,1,1')
    (tmp_path / "c.csv").write_bytes(b"who,\x81 \n")
    found = read(tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "c.csv")
    assert wrong(found) == ["a.csv neither-encoding", "b.csv:2:0 quotes-do-not-close", "c.csv neither-encoding"]


def test_a_cell_of_text_is_bounded(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", ",".join(HEAD), f"{'x' * 100_001},2024-01-31,1,1")
    (problem,) = read(path).problems
    assert "the limit `cell-length` is 100,000 characters" in problem.message


def test_semicolons_leave_open_what_is_before_decimals(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", ";".join(HEAD), "E1;2024-01-31;1.000;1,5")
    assert wrong(read(path)) == ["a.csv:2:3 comma-or-point"]
    found = told(read(path, mapping="decimals: comma"))
    assert found[0][2]["number"] == 1000
    assert str(found[0][2]["price"]) == "1.5"


def test_a_row_of_text_is_named_by_the_line_on_which_it_begins(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", ",".join((*HEAD, "Notes")), 'E1,2024-01-31,1,1,"two', 'lines"', "E2,soon,1,1,")
    assert wrong(read(path)) == ["a.csv:4:2 cell-is-no-day"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_damaged_workbooks_are_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    whole = written(tmp_path / "a.xlsx", {"a": [HEAD, ROW]}).read_bytes()
    at = data.draw(st.integers(0, 99_999)) % len(whole)  # how long it is hangs on the time at which it was written
    damage = data.draw(st.binary(min_size=1, max_size=40))
    (tmp_path / "b.xlsx").write_bytes(whole[:at] + damage + whole[at + data.draw(st.integers(0, 40)) :])
    report = Report()
    workbook_sheets(tmp_path / "b.xlsx", report)
    assert all(problem.text("ja") for problem in report.problems)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_of_text_or_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    report = Report()
    sheet = text_table.text_sheet(tmp_path / "a.csv", report)
    assert sheet is not None or report.errors
    for problem in read(tmp_path / "a.csv", plan=plan_of()).problems:
        assert problem.text("ja")


CELLS = st.one_of(
    st.none(),
    st.integers(-(10**14), 10**14),
    st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=20),
    st.dates(date(1901, 1, 1), date(2200, 1, 1)),
    st.booleans(),
).filter(lambda each: not (isinstance(each, str) and (each.startswith("=") or each.strip() != each or "_x" in each)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=8))
def test_what_is_written_into_a_workbook_is_read_back(rows: list[list[object]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder, "a.xlsx"), {"a": rows})
        report = Report()
        sheets = workbook_sheets(path, report)
        found = {number: list(cells) for sheet in sheets for number, cells in sheet.rows()}
    assert report.problems == ()
    for number, row in enumerate(rows, 1):
        cells = found.get(number, [])
        for column, each in enumerate(row):
            assert (cells[column] if column < len(cells) else None) == each


def test_a_stream_of_rows_takes_no_memory(tmp_path: Path) -> None:
    import tracemalloc

    buffer = io.StringIO()
    for n in range(100_000):
        buffer.write(f"E{n},2024-01-31,1,1\n")
    path = tmp_path / "a.csv"
    path.write_text(",".join(HEAD) + "\n" + buffer.getvalue(), encoding="utf-8")
    tracemalloc.start()
    sheet = text_table.text_sheet(path, Report())
    assert sheet is not None
    assert sum(1 for _ in sheet.rows()) == 100_001
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 16_000_000  # the file has some 2.5 MB; a list of its rows would have some 40 MB


def test_a_workbook_of_the_old_form() -> None:
    found = read(Path(__file__).with_name("old_workbook.xls"))
    assert wrong(found) == []
    assert told(found) == [
        ("party", "001", {"role": "grantee"}),
        ("grant", "G1", {"grantee": "001", "on": "2024-01-31", "number": 100, "price": Decimal("250.5")}),
    ]
