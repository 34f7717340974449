"""A register that is written out as tables and read back is the register that it was, and what is not is told."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kenri
from kenri.exporting.lost import Lost
from kenri.exporting.read_back import passing_folder
from kenri.exporting.written_tables import WrittenTables, csv_tables, workbook_table
from kenri.importing.tables import read_tables
from kenri.importing.workbook import workbook_sheets
from kenri.importing.written_workbook import WrittenColumn, WrittenSheet, write_workbook
from kenri.loader.plain_data import PlainData
from kenri.loader.written_lives import life_data
from kenri.model.entries import RegisterEntry
from kenri.model.problems import ProblemsError, Report
from kenri.register.life_entries import life_entries
from kenri.register.register import Register
from kenri.testing import strategies
from tests.effort import THIS_RUN
from tests.register.small_register import ANN, at, company, entry, made, written_life

FORMS = {"xlsx": workbook_table, "csv": csv_tables}


def out(register: Register, form: str, folder: Path, lang: Any = "en") -> tuple[WrittenTables, list[Path]]:
    """What a register is written to, in a folder."""
    plans = {id_: register.plan(id_).plan for id_ in register.plans()}
    written = FORMS[form](register.entries(), plans, folder, lang)
    return written, [*written.files]


def back(register: Register, paths: list[Path]) -> list[RegisterEntry]:
    found = read_tables(paths, {id_: register.plan(id_).plan for id_ in register.plans()})
    assert found.is_usable, [each.render("en") for each in found.problems]
    return list(found.entries)


def changed(register: Register, paths: list[Path]) -> dict[str, int]:
    """What bringing files in again would change."""
    return register.preview(back(register, paths), now=at("2250-01-01")).counts


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_parties_grants_facts_and_events_come_back_as_they_were(tmp_path: Path, form: str, lang: Any) -> None:
    register = made(str(tmp_path / "a.db"), tmp_path)
    register.apply(
        [
            *company(),
            *written_life(ANN.replace("ann", "eve")),
            entry("party", "acme", {"roles": ["company", "third_party"]}, details={"name": "株式会社例", "x-id": "7"}),
            entry("party", "bob", {"role": "grantee", "rank": "chief"}, since="2025-01-01"),
            entry("fact", "board_date", "2025-02-03"),
            entry("fact", "board_date", "2025-02-04", of="eve"),
            entry("event", "a", {"event": "leaves", "on": "2025-05-01", "who": "bob"}),
            entry("event", "b", {"event": "meets", "on": "0999-05-01"}),
        ],
        author="ann",
        now=at("2026-01-02"),
    )
    written, paths = out(register, form, tmp_path, lang)
    assert written.lost == ()
    assert changed(register, paths) == {"new": 0, "corrected": 0, "cancelled": 0, "same": 14}
    other = made(str(tmp_path / "b.db"), tmp_path)
    other.apply(back(register, paths), author="ann", now=at("2026-01-02"))
    for name in ("ann", "bob", "eve"):
        day = date(2026, 1, 1)
        assert other.life(name, other.plan(), day=day) == register.life(name, register.plan(), day=day)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "text",
    ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "<script>alert(1)</script>", "\u202eabc", "a\nb", "1/2"],
)
def test_a_text_that_a_spreadsheet_would_work_out_stays_a_text(tmp_path: Path, form: str, text: str) -> None:
    register = made(str(tmp_path / "a.db"), tmp_path)
    more = [entry("party", "ann", {"role": "grantee"}, details={"name": text, "Notes": text})]
    register.apply([*company()[1:], *more], author="ann", now=at("2026-01-02"))
    written, paths = out(register, form, tmp_path)
    if form == "csv":
        body = Path(tmp_path, "parties.csv").read_text(encoding="utf-8-sig")
        assert not any(cell.startswith(tuple("=+-@\t")) for cell in body.replace("\n", ",").split(",") if cell != "b")
    else:
        (sheet, *_) = workbook_sheets(paths[0], Report())
        assert any(cell == text for _, row in sheet.rows() for cell in row)
    stripped = text.strip() != text
    assert [each.parts for each in written.lost] == ([("kept.name",)] if stripped else [])
    assert changed(register, paths)["corrected"] == int(stripped)


@pytest.mark.parametrize(
    ("form", "text"), [("xlsx", "a" * 32_768), ("xlsx", "a\x07b"), ("csv", "'=a"), ("csv", "\x00"), ("xlsx", "none")]
)
def test_what_a_table_cannot_hold_is_told(tmp_path: Path, form: str, text: str) -> None:
    register = made(str(tmp_path / "a.db"), tmp_path)
    more = [entry("party", "ann", {"role": "grantee"}, details={"name": text})]
    register.apply([*company()[1:], *more], author="ann", now=at("2026-01-02"))
    written, paths = out(register, form, tmp_path)
    (told,) = written.lost
    assert (told.kind, told.key) == ("party", "ann")
    assert told.parts in (("kept.name",), ())
    assert changed(register, paths)["same"] >= 3
    for lang in ("en", "ja"):
        assert "ann" in told.problem.render(lang)


def test_a_row_that_would_be_refused_is_left_out_and_the_others_are_not(tmp_path: Path) -> None:
    register = made(str(tmp_path / "a.db"), tmp_path)
    long = "x" * 20_000
    event = entry("event", "one", {"event": "leaves", "on": "2025-03-01", "who": "ann", "id": long[:300]})
    party = entry("party", "zoe", {"role": "grantee", "rank": long}, row=9)
    register.apply([*company(), event], author="ann", now=at("2026-01-02"))
    plans = {"acme/options": register.plan().plan}
    written = workbook_table([*register.entries(), party], plans, tmp_path)
    assert [(each.kind, each.key) for each in written.lost] == [("party", "zoe")]
    assert all(isinstance(each, Lost) for each in written.lost)


PLANS = ("iij/2015-5th-series", "plans/emi-good-bad-leaver", "plans/saye-statutory")
_NUMBERS = count()


@pytest.mark.takes_turns(1, change=2)
@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=4 if THIS_RUN.is_quick else 40, deadline=None)
@given(drawn=st.data())
def test_any_register_comes_back(form: str, drawn: st.DataObject) -> None:
    """Either it is the same, or what is not is told: never anything else."""
    plan = kenri.load(drawn.draw(st.sampled_from(PLANS)))
    with TemporaryDirectory() as name:
        folder = Path(name)
        register = Register.create(str(folder / "a.db"), "Acme")
        register.add_plan(plan.id, author="ann", now=at("2020-01-01"))
        data = life_data(drawn.draw(strategies.logs(plan, max_events=4)), plan.plan)
        register.apply(list(life_entries(PlainData(data, "life.yaml"), plan.id)), author="a", now=at("2250-01-01"))
        written, paths = out(register, form, folder, drawn.draw(st.sampled_from(["en", "ja"])))
        counts = changed(register, paths)
        assert (counts["new"], counts["cancelled"], counts["corrected"]) == (
            0,
            0,
            sum(bool(each.parts) for each in written.lost),
        )
        if not written.lost:
            other = Register.create(str(folder / "b.db"), "Acme")
            other.add_plan(plan.id, author="ann", now=at("2020-01-01"))
            other.apply(back(register, paths), author="a", now=at("2250-01-01"))
            (holder,) = register.holders()
            if not register.corrected():
                assert other.life(holder, other.plan()) == register.life(holder, register.plan())


@pytest.mark.parametrize(("form", "file"), [("csv", "parties.csv"), ("xlsx", "register.xlsx")])
def test_a_full_disk_is_told(tmp_path: Path, form: str, file: str) -> None:
    register = made(str(tmp_path / "a.db"), tmp_path)
    register.apply(company(), author="ann", now=at("2026-01-02"))
    plans = {"acme/options": register.plan().plan}
    (tmp_path / file).symlink_to("/dev/full")
    with pytest.raises(ProblemsError) as told, passing_folder():
        FORMS[form](register.entries(), plans, tmp_path)
    gc.collect()  # what is let go says nothing more
    assert [each.code for each in told.value.problems] == ["file-not-written"]


def test_a_workbook_that_is_cut_off_says_nothing_more(tmp_path: Path) -> None:
    def rows() -> Iterator[list[str]]:
        yield ["a"]
        raise ValueError("no more")

    sheet = WrittenSheet(title="Parties", columns=[WrittenColumn(heading="Name", width=9)], rows=rows())
    with pytest.raises(ValueError, match="no more"):
        write_workbook(tmp_path / "a.xlsx", [sheet])
    gc.collect()
