"""`kenri register import` of tables and packages, and the commands that write templates and the terms of packages."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.faces.commands.running import Kenri
from tests.importing.small_package import Items, package, zipped
from tests.importing.small_tables import OPTIONS, workbook

pytest.importorskip("sqlalchemy")
pytest.importorskip("alembic")

REGISTER = "register.db"
GRANTS = [
    ["Employee ID", "Name", "Grant ID", "Grant Date", "Options Granted", "Exercise Price"],
    ["E1", "Ann Archer", "G1", date(2024, 1, 31), 1000, 2.5],
]


@pytest.fixture
def kept(kenri: Kenri, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kenri:
    """The commands in a folder with a register in which a plan is."""
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(OPTIONS, encoding="utf-8")
    assert kenri("register", "create", REGISTER, "--issuer", "Acme").code == 0
    assert kenri("register", "plan", REGISTER, "plan.yaml").code == 0
    return kenri


def test_a_workbook_is_shown_then_written_and_then_changes_nothing(kept: Kenri) -> None:
    workbook(Path("grants.xlsx"), {"Grants": GRANTS})
    seen = kept("register", "import", REGISTER, "grants.xlsx", "--json").data
    assert (seen["counts"]["new"], seen["counts"]["same"]) == (2, 0)
    assert kept("register", "import", REGISTER, "grants.xlsx", "--apply").code == 0
    again = kept("register", "import", REGISTER, "grants.xlsx", "--apply", "--json").data
    assert (again["counts"]["new"], again["counts"]["same"]) == (0, 2)
    asked = kept(
        "ask",
        "acme/options",
        "--register",
        REGISTER,
        "--holder",
        "E1",
        "--on",
        "2024-02-01",
        "--rights",
        "1000",
        "--json",
    )
    assert asked.data["outcome"] == "allowed"


def test_what_is_wrong_is_told_by_its_cell_and_nothing_is_written(kept: Kenri) -> None:
    workbook(Path("grants.xlsx"), {"Grants": [GRANTS[0], ["E1", "Ann", "G1", "soon", "many", 2.5]]})
    refused = kept("register", "import", REGISTER, "grants.xlsx", "--apply")
    assert refused.code == 2
    assert "grants.xlsx!Grants!D2: there must be a day, found `soon`" in refused.err
    assert "grants.xlsx!Grants!E2: there must be a number, found `many`" in refused.err
    assert kept("holders", REGISTER, "--json").data == []


def test_a_template_is_written_filled_in_and_read(kept: Kenri) -> None:
    assert kept("register", "template", "plan.yaml", "--out", "t.xlsx").code == 0
    assert kept("register", "template", "plan.yaml", "--out", "t.xlsx").code == 2  # it may be filled in already
    assert kept("register", "template", "plan.yaml", "--out", "t.csv").code == 2
    book = load_workbook("t.xlsx")
    cells: list[Any] = ["E1", "G1", date(2024, 1, 31), 100, 2]
    for column, cell in enumerate(cells, 1):
        book["Grants"].cell(3, column).value = cell
    book.save("t.xlsx")
    seen = kept("register", "import", REGISTER, "t.xlsx", "--apply", "--json")
    assert seen.data["counts"]["new"] == 1
    (holder,) = kept("holders", REGISTER, "--json").data
    assert (holder["holder"], holder["grants"][0]["number"]) == ("E1", 100)


def test_warnings_of_a_package_are_told_with_its_errors(
    kenri: Kenri, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(lists: dict[str, Items]) -> None:
        lists["transactions_files"][0]["stakeholder_id"] = "nobody"
        lists["transactions_files"].append({"id": "v", "object_type": "VALUATION"})

    monkeypatch.chdir(tmp_path)
    package(Path("harbour"), change)
    refused = kenri("register", "terms", "harbour", "--to", "rules")
    assert refused.code == 2
    assert "[reference-leads-nowhere]" in refused.err
    assert "[objects-not-taken]" in refused.err
    assert not Path("rules").exists()


def test_a_package_is_brought_in_once_its_terms_are(
    kenri: Kenri, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    archive = zipped(package(Path("harbour"))).name
    assert kenri("register", "create", REGISTER, "--issuer", "Harbour").code == 0
    refused = kenri("register", "import", REGISTER, archive)
    assert refused.code == 2
    assert "the register lacks the plan `harbour-ltd/2022-plan/four-years`" in refused.err
    written = kenri("register", "terms", archive, "--to", "rules", "--json").data["plans"]
    assert [each["written"] for each in written] == [True, True]
    edited = Path(written[0]["file"])
    edited.write_text(edited.read_text("utf-8") + "# seen by us\n", "utf-8")
    assert [
        each["written"] for each in kenri("register", "terms", archive, "--to", "rules", "--json").data["plans"]
    ] == [False, False]
    assert edited.read_text("utf-8").endswith("# seen by us\n")
    for each in written:
        assert kenri("register", "plan", REGISTER, each["plan"], "--rules", "rules").code == 0
    assert kenri("register", "import", REGISTER, archive, "--apply").code == 0
    asked = kenri(
        "ask",
        "harbour-ltd/2022-plan/four-years",
        "--register",
        REGISTER,
        "--holder",
        "ann",
        "--on",
        "2023-02-28",
        "--rights",
        "800",
        "--json",
    )
    assert (asked.data["outcome"], asked.data["most"]) == ("allowed", 800)
    again = kenri("register", "import", REGISTER, archive, "--json").data
    assert (again["counts"]["new"], again["counts"]["corrected"], again["untold"]) == (0, 0, [])


def retracted(lists: dict[str, list[dict[str, Any]]]) -> None:
    """A change of the package: an issuance is retracted."""
    lists["transactions_files"].append(
        {"id": "back", "object_type": "TX_EQUITY_COMPENSATION_RETRACTION", "date": "2022-02-01", "security_id": "option-2",
         "reason_text": "never signed"}
    )  # fmt: skip


def test_a_grant_that_was_retracted_before_was_never_there(
    kenri: Kenri, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    package(Path("harbour"), retracted)
    assert kenri("register", "create", REGISTER, "--issuer", "Harbour").code == 0
    for each in kenri("register", "terms", "harbour", "--to", "rules", "--json").data["plans"]:
        assert kenri("register", "plan", REGISTER, each["plan"], "--rules", "rules").code == 0
    first = kenri("register", "import", REGISTER, "harbour", "--apply", "--json").data
    assert (first["counts"]["new"], first["counts"]["cancelled"]) == (6, 0)  # three parties, a grant and two events
    again = kenri("register", "import", REGISTER, "harbour", "--apply", "--json").data
    assert (again["counts"]["new"], again["counts"]["cancelled"], again["counts"]["same"]) == (0, 0, 6)


def test_a_grant_that_is_retracted_later_is_taken_back(
    kenri: Kenri, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    package(Path("harbour"))
    assert kenri("register", "create", REGISTER, "--issuer", "Harbour").code == 0
    for each in kenri("register", "terms", "harbour", "--to", "rules", "--json").data["plans"]:
        assert kenri("register", "plan", REGISTER, each["plan"], "--rules", "rules").code == 0
    assert kenri("register", "import", REGISTER, "harbour", "--apply").code == 0

    package(Path("harbour"), retracted)
    seen = kenri("register", "import", REGISTER, "harbour", "--apply", "--json").data
    assert (seen["counts"]["new"], seen["counts"]["cancelled"]) == (0, 1)
    assert [each["code"] for each in seen["warnings"]] == ["issuance-retracted"]
    told = kenri("holders", REGISTER, "--plan", "harbour-ltd/2022-plan/vested-on-issue", "--json").data
    assert "bob" not in {each["holder"] for each in told if each["grants"]}


def test_a_folder_of_tables_is_brought_in_as_its_tables(kept: Kenri) -> None:
    """What an export writes as CSV is a folder, which was refused."""
    workbook(Path("grants.xlsx"), {"Grants": GRANTS})
    assert kept("register", "import", REGISTER, "grants.xlsx", "--apply").code == 0
    assert kept("register", "export", REGISTER, "--to", "tables", "--as", "csv").code == 0
    again = kept("register", "import", REGISTER, "tables", "--json")
    assert again.code == 0, again.err
    assert (again.data["counts"]["new"], again.data["counts"]["same"] > 0) == (0, True)
    Path("empty").mkdir()
    assert kept("register", "import", REGISTER, "empty").code == 2
