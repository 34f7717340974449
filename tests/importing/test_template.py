"""A template is read back as it is meant: as it comes it tells nothing, and filled in it tells what was written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook

from kenri import load
from kenri.importing.template import template_sheets, template_workbook
from kenri.loader.library import Library
from kenri.model.plan import Said
from kenri.model.sentences import Language
from tests.importing.small_tables import plan_of, read, told, workbook, wrong

LANGUAGES: tuple[Language, ...] = ("en", "ja")
RULES = Path(__file__).parents[2] / "rules"
PLANS = ("iij/2015-5th-series", "plans/ocf-issuance-windows", "plans/ocf-monthly-vesting")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PLANS)
def test_a_template_as_it_comes_tells_nothing(tmp_path: Path, name: str, lang: Language) -> None:
    plan = load(name).plan
    (tmp_path / "a.xlsx").write_bytes(template_workbook([plan], lang))
    found = read(tmp_path / "a.xlsx", plan=plan)
    assert wrong(found) == []
    assert found.entries == ()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PLANS)
def test_every_word_of_the_plan_has_its_column(name: str, lang: Language) -> None:
    plan = load(name).plan
    sheets = template_sheets([plan], lang)
    names = {column.target.name for sheet in sheets for column in sheet.columns}
    assert {f"grant.{each}" for each in plan.grant_attributes} <= names
    assert {f"party.{each}" for each in plan.party_attributes} <= names
    for kind, declared in plan.events.items():
        if declared.with_grant is None:
            assert {f"{kind}.on", *(f"{kind}.{each}" for each in declared.attributes)} <= names
    assert len({sheet.title for sheet in sheets}) == len(sheets)


JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


@pytest.mark.parametrize("name", [each for each in Library().ids() if each.startswith("iij/")])
def test_all_of_a_template_is_in_japanese_where_the_plan_is(name: str) -> None:
    """What a plan calls something in English alone stood above a column that a Japanese administrator fills in."""
    sheets = template_sheets([load(name).plan], "ja")
    assert [each.title for each in sheets if not JAPANESE.search(each.title)] == []
    headings = {column.heading for sheet in sheets for column in sheet.columns}
    assert {each for each in headings if not JAPANESE.search(each)} == set()


def _is_japanese(says: Said) -> bool:
    return bool(JAPANESE.search(says if isinstance(says, str) else says.get("ja", "")))


@pytest.mark.parametrize("name", [each for each in Library().ids() if each.startswith("plans/")])
def test_a_template_has_english_only_where_the_plan_has_nothing_else(name: str) -> None:
    plan = load(name).plan
    for sheet in template_sheets([plan], "ja"):
        for column in sheet.columns:
            assert JAPANESE.search(column.heading) or not _is_japanese(column.target.declared.says), column.heading
    titles = {sheet.title for sheet in template_sheets([plan], "ja")}
    said = [each.says for each in plan.events.values() if not isinstance(each.says, str) and each.with_grant is None]
    short = [each["ja"].strip("。") for each in said if "ja" in each and len(each["ja"]) <= 31]
    assert {each for each in short if short.count(each) == 1} <= titles


@pytest.mark.parametrize("name", [each for each in Library().ids() if each.startswith("vocabulary/")])
def test_all_words_that_kenri_gives_have_a_japanese_name(name: str) -> None:
    """Roles, kinds of event, balances, actions and attributes: they stand in templates, lists and answers."""
    text = yaml.safe_load((RULES / f"{name}.yaml").read_text(encoding="utf-8"))
    lacking = []
    for section in ("roles", "events", "actions", "balances", "party_attributes", "grant_attributes"):
        for key, each in text.get(section, {}).items():
            for path, one in (
                (f"{section}.{key}", each),
                *((f"{key}.{at}", of) for at, of in each.get("attributes", {}).items()),
            ):
                if not one.get("widens") and not _is_japanese(one.get("says", "")):
                    lacking.append(path)
    assert lacking == []


def test_a_japanese_template_has_japanese_words_to_choose_from(tmp_path: Path) -> None:
    plan = load("iij/2015-5th-series").plan
    (tmp_path / "a.xlsx").write_bytes(template_workbook([plan], "ja"))
    validations = load_workbook(tmp_path / "a.xlsx")["権利者"].data_validations.dataValidation
    assert any("新株予約権者" in each.formula1 and "相続人" in each.formula1 for each in validations)
    rows = [["社員番号", "氏名", "立場"], ["E1", "佐藤", "新株予約権者"], ["E2", "鈴木", "相続人"]]
    found = read(workbook(tmp_path / "b.xlsx", {"権利者": rows}), plan=plan)
    assert wrong(found) == []
    assert [each.data["role"] for each in found.entries if isinstance(each.data, Mapping)] == ["grantee", "heir"]


def test_lines_that_a_grant_brings_are_called_in_japanese(tmp_path: Path) -> None:
    plan = load("plans/ocf-monthly-vesting").plan
    headings = [column.heading for sheet in template_sheets([plan], "ja") for column in sheet.columns]
    assert {"権利確定日 1", "権利確定数 3"} <= {*headings}
    table = "社員番号,割当番号,割当日,割当個数,権利確定の配分方法,権利確定日 1,権利確定数 1,権利確定日 2,権利確定数 2\n"
    (tmp_path / "a.csv").write_text(table + "E1,G1,2024-01-31,10,,2025-01-31,4,2026-01-31,6\n", encoding="utf-8")
    found = read(tmp_path / "a.csv", plan=plan)
    assert wrong(found) == []
    (grant,) = (each for each in found.entries if each.kind == "grant")
    assert isinstance(grant.data, Mapping)
    assert grant.data["vestings"] == ({"on": "2025-01-31", "amount": 4}, {"on": "2026-01-31", "amount": 6})


@pytest.mark.parametrize(("lang", "heading"), [("en", "Heir ID"), ("ja", "相続人の番号")])
def test_an_heir_has_a_heading_of_their_own(tmp_path: Path, lang: Language, heading: str) -> None:
    """`社員番号` was taken for the holder, who is dead."""
    plan = load("iij/2015-5th-series").plan
    (sheet,) = (
        each for each in template_sheets([plan], lang) if "inherits.on" in {one.target.name for one in each.columns}
    )
    assert [(each.heading, each.target.name) for each in sheet.columns[:2]] == [
        (heading, "inherits.who"),
        ({"en": "Grant ID", "ja": "割当番号"}[lang], "grant"),
    ]
    rows: list[list[Any]] = [
        [column.heading for column in sheet.columns],
        ["2001", "5-03", date(2020, 9, 12), "sole_heir", "", ""],
    ]
    found = read(workbook(tmp_path / "a.xlsx", {sheet.title: rows}), plan=plan)
    assert wrong(found) == []
    event = {"event": "inherits", "on": "2020-09-12", "who": "2001", "grant": "5-03", "as": "sole_heir"}
    assert [data for _, _, data in told(found)] == [event]
    rows[1][0] = ""
    missing = read(workbook(tmp_path / "b.xlsx", {sheet.title: rows}), plan=plan)
    assert [each.code for each in missing.problems] == ["cell-is-empty"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_template_of_several_plans_has_the_words_of_each_and_says_which(tmp_path: Path, lang: Language) -> None:
    """A register has several plans, of which a template knew one."""
    plans = [load(name).plan for name in ("iij/2015-5th-series", "iij/2020-restricted-stock")]
    sheets = template_sheets(plans, lang)
    names = {column.target.name for sheet in sheets for column in sheet.columns}
    for plan in plans:
        alone = {column.target.name for sheet in template_sheets([plan], lang) for column in sheet.columns}
        assert alone <= names
    assert "grant.plan" in names
    assert len({sheet.title for sheet in sheets}) == len(sheets)
    (tmp_path / "a.xlsx").write_bytes(template_workbook(plans, lang))
    found = read(tmp_path / "a.xlsx", plans={plan.id: plan for plan in plans})
    assert wrong(found) == []
    assert found.entries == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_template_that_is_filled_in_tells_what_was_written(tmp_path: Path, lang: Language) -> None:
    plan = plan_of()
    path = tmp_path / "a.xlsx"
    path.write_bytes(template_workbook([plan], lang))
    book = load_workbook(path)
    written: dict[str, dict[str, Any]] = {
        "who": {"*": "E1"}, "grant": {"*": "G1"},
        "party.name": {"*": "Ann"}, "party.born": {"*": date(1970, 1, 1)},
        "grant.on": {"*": date(2024, 1, 31)}, "grant.number": {"*": 100}, "grant.price": {"*": 250}, "grant.kind": {"*": "incentive"},
        "grant.vestings.on": {"*": date(2025, 1, 31)}, "grant.vestings.amount": {"*": 60},
        "exercises.on": {"*": date(2025, 2, 1)}, "exercises.rights": {"*": 40},
        "leaves.on": {"*": date(2025, 3, 1)}, "leaves.reason": {"*": "own_wish"},
        "splits.on": {"*": date(2025, 4, 1)}, "splits.ratio": {"*": 2}, "dies.on": {"*": date(2025, 5, 1)},
    }  # fmt: skip
    for sheet in template_sheets([plan], lang):
        seen: set[str] = set()
        for index, column in enumerate(sheet.columns, 1):
            name = column.target.name
            if (
                name in written
                and name not in seen
                and not (name == "grant" and not sheet.title.startswith(("Gr", "割", "ex", "権利行")))
            ):
                book[sheet.title].cell(3, index).value = written[name]["*"]
                seen.add(name)
    book.save(path)
    found = read(path)
    assert wrong(found) == []
    assert told(found) == [
        ("party", "E1", {"role": "grantee", "born": "1970-01-01"}),
        ("grant", "G1", {"grantee": "E1", "on": "2024-01-31", "number": 100, "price": 250, "kind": "incentive",
                         "vestings": ({"on": "2025-01-31", "amount": 60},)}),
        ("event", "dies:E1:2025-05-01", {"event": "dies", "on": "2025-05-01", "who": "E1"}),
        ("event", "exercises:G1:2025-02-01", {"event": "exercises", "on": "2025-02-01", "who": "E1", "grant": "G1", "rights": 40}),
        ("event", "leaves:E1:2025-03-01", {"event": "leaves", "on": "2025-03-01", "who": "E1", "reason": "own_wish"}),
        ("event", "splits:E1:2025-04-01", {"event": "splits", "on": "2025-04-01", "who": "E1", "ratio": 2}),
    ]  # fmt: skip


def test_lists_to_choose_from_hold_the_words_of_the_plan(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(template_workbook([plan_of()]))
    sheet = load_workbook(tmp_path / "a.xlsx")["leaves"]
    assert [each.formula1 for each in sheet.data_validations.dataValidation] == ['"own_wish,redundancy"']
