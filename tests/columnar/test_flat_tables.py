"""Flat tables: whose each part is, and what belongs to nobody."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from kenri.api import load
from kenri.columnar.cell import Cell
from kenri.columnar.judge import RowByRow, checked, life_of_row
from kenri.columnar.layout import Layout
from kenri.columnar.runs import run, shown
from kenri.columnar.sources import opened
from kenri.model.life import Life
from kenri.model.problems import ProblemsError
from tests.columnar.scenario_tables import write_csv
from tests.columnar.small_tables import PLAN, judge, plan
from tests.hostile import run as command
from tests.hostile import written

GRANTS: list[dict[str, Any]] = [
    {"id": "g1", "grantee": "ann", "on": "2024-01-01", "number": 10},
    {"id": "g2", "grantee": "bob", "on": "2024-01-01", "number": 20},
    {"id": "g3", "grantee": "ann", "on": "2024-02-01", "number": 30},
]
PARTIES: list[dict[str, Any]] = [
    {"name": "bob", "role": "grantee"},
    {"name": "ann", "role": "grantee", "nationality": "jp"},
    {"name": "lee", "role": "heir", "grantee": "ann"},
    {"name": "acme", "role": "company"},
]
EVENTS: list[dict[str, Any]] = [
    {"id": "1", "event": "leaves", "on": "2025-03-01", "who": "ann"},
    {"id": "2", "event": "exercises", "on": "2025-03-02", "grant": "g3", "rights": 1},
    {"id": "3", "event": "splits", "on": "2025-03-03", "ratio": 2},
    {"id": "4", "event": "leaves", "on": "2025-03-04", "who": "lee"},
    {"id": "5", "event": "leaves", "on": "2025-03-05", "grantee": "bob"},
    {"id": "6", "event": "splits", "on": "2025-03-06", "who": "acme", "ratio": 3},
]


def folder_of(folder: Path, **tables: list[dict[str, Any]]) -> Path:
    folder.mkdir()
    for name, rows in {"grants": GRANTS, "parties": PARTIES, "events": EVENTS, **tables}.items():
        if rows:
            write_csv(folder / f"{name}.csv", rows)
    return folder


@pytest.mark.parametrize("size", [1, 2, 10])
def test_each_grant_is_asked_about_in_the_life_of_its_holder(size: int, tmp_path: Path) -> None:
    loaded = plan(tmp_path)
    source = opened(folder_of(tmp_path / "flat"), Layout(loaded.plan, "exercise"))
    found: dict[str, Life] = {}
    for rows in source.blocks(size):
        for at in range(len(rows)):
            row = rows.row(at)
            assert row.question == {"grant": row.id}
            found[row.id] = life_of_row(row)
    assert list(found) == ["g1", "g2", "g3"]
    assert {
        name: (sorted(life.parties), list(life.grants), [each.id for each in life.events])
        for name, life in found.items()
    } == {
        "g1": (["acme", "ann", "lee"], ["g1", "g3"], ["1", "2", "3", "4", "6"]),
        "g2": (["acme", "bob"], ["g2"], ["3", "5", "6"]),
        "g3": (["acme", "ann", "lee"], ["g1", "g3"], ["1", "2", "3", "4", "6"]),
    }
    assert found["g1"].parties["ann"].attributes == {"nationality": "jp"}
    assert [each.who for each in found["g2"].events] == ["bob", "bob", "acme"]
    assert source.stray == ()


STRAY: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "a grant": ({"event": "leaves", "on": "2025-03-01", "grant": "g9"}, "events.csv", "grant", "no-such-grant"),
    "a party": ({"event": "leaves", "on": "2025-03-01", "who": "zoe"}, "events.csv", "who", "no-such-party"),
    "a holder": ({"event": "leaves", "on": "2025-03-01", "grantee": "lee"}, "events.csv", "grantee", "no-such-party"),
}


@pytest.mark.parametrize("name", STRAY)
def test_a_part_that_belongs_to_no_row_is_told(name: str, tmp_path: Path) -> None:
    event, file, column, code = STRAY[name]
    loaded = plan(tmp_path)
    folder = folder_of(tmp_path / "flat", events=[*EVENTS, event])
    source = opened(folder, Layout(loaded.plan, "exercise"))
    with pytest.raises(ProblemsError) as caught:
        shown(source, judge(loaded), progress=lambda *_: None)
    assert [(each.place, each.code) for each in caught.value.problems] == [
        (Cell(str(folder / file), len(EVENTS) + 2, 0, column), code)
    ]
    aside, out = tmp_path / "aside.csv", tmp_path / "out.csv"
    done = run(source, judge(loaded), out, asked={}, aside=aside, progress=lambda *_: None)
    assert (done.rows, done.answered, done.bad) == (3, 3, 0)
    assert code in aside.read_text(encoding="utf-8")


def test_a_bad_part_is_told_with_the_file_and_line_it_stands_on(tmp_path: Path) -> None:
    loaded = plan(tmp_path)
    events = [*EVENTS, {"event": "exercises", "on": "2025-03-32", "grant": "g2", "rights": 1}]
    parties = [*PARTIES, {"name": "kim", "role": "hair", "grantee": "bob"}]
    folder = folder_of(tmp_path / "flat", events=events, parties=parties)
    with pytest.raises(ProblemsError) as caught:
        shown(opened(folder, Layout(loaded.plan, "exercise")), judge(loaded), progress=lambda *_: None)
    assert {each.place for each in caught.value.problems} == {
        Cell(str(folder / "events.csv"), 8, 0, "on"),
        Cell(str(folder / "parties.csv"), 6, 0, "role"),
    }


def test_a_grant_without_a_holder_is_bad_and_no_other(tmp_path: Path) -> None:
    loaded = plan(tmp_path)
    grants = [*GRANTS, {"id": "g4", "number": 5, "on": "2024-01-01"}, {"id": "g1", "grantee": "ann", "number": 1}]
    folder = folder_of(tmp_path / "flat", grants=grants)
    source = opened(folder, Layout(loaded.plan, "exercise"))
    done = run(
        source, judge(loaded), tmp_path / "o.csv", asked={}, aside=tmp_path / "bad.csv", progress=lambda *_: None
    )
    assert done.rows == done.answered + done.bad == 5
    told = (tmp_path / "bad.csv").read_text(encoding="utf-8")
    assert "missing-key" in told
    assert "same-grant" in told
    answered = (tmp_path / "o.csv").read_text(encoding="utf-8")
    assert "g2,2025-04-01" in answered


FOLDERS: dict[str, tuple[dict[str, list[dict[str, Any]]], str]] = {
    "no grants": ({"grants": []}, "folder-without-grants"),
    "an unknown column": ({"grants": [{**GRANTS[0], "nmber": 1}]}, "no-such-column"),
    "events of no kind": ({"events": [{"on": "2025-01-01"}]}, "column-missing"),
    "parties without names": ({"parties": [{"role": "heir"}]}, "column-missing"),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_that_is_no_table_is_told(name: str, tmp_path: Path) -> None:
    tables, code = FOLDERS[name]
    loaded = plan(tmp_path)
    folder = folder_of(tmp_path / "flat", **tables)
    with pytest.raises(ProblemsError) as caught:
        opened(folder, Layout(loaded.plan, "exercise"))
    assert [each.code for each in caught.value.problems] == [code]


def test_a_table_in_two_forms_is_told(tmp_path: Path) -> None:
    loaded = plan(tmp_path)
    folder = folder_of(tmp_path / "flat")
    (folder / "events.parquet").write_bytes(b"")
    with pytest.raises(ProblemsError) as caught:
        opened(folder, Layout(loaded.plan, "exercise"))
    assert [each.code for each in caught.value.problems] == ["tables-twice"]


HELD = (("first", "sato"), ("second", "sato"), ("his", "mori"))


def test_a_sum_over_the_grants_of_a_holder_sees_them_all(tmp_path: Path) -> None:
    loaded = load("plans/tax-qualified-yearly-limit")
    grants = [{"id": id_, "grantee": who, "on": "2023-04-01", "number": 3000, "price": 10000} for id_, who in HELD]
    events = [{"on": "2025-03-10", "event": "exercises", "grant": "first", "who": "sato", "rights": 700}]
    folder = folder_of(tmp_path / "flat", grants=grants, parties=[], events=events)
    action = "exercise_tax_qualified"
    source = opened(folder, Layout(loaded.plan, action))
    given: dict[str, Any] = {
        "on": "2025-10-10",
        "days": None,
        "rights": 600,
        "by": None,
        "readings": None,
        "settle": False,
    }
    judge = RowByRow(loaded, checked(loaded, action, **given))
    run(source, judge, tmp_path / "o.csv", asked={}, progress=lambda *_: None)
    with (tmp_path / "o.csv").open(encoding="utf-8", newline="") as answers:
        found = {row["id"]: row["outcome"] for row in csv.DictReader(answers)}
    # 7 million were paid for the first: 6 more are too many for either of hers, and not for his.
    assert found == {"first": "denied", "second": "denied", "his": "allowed"}


def test_a_sum_over_all_grants_is_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "flat")
    with pytest.raises(ProblemsError) as caught:
        opened(folder, Layout(load("plans/option-pool").plan, "exercise"))
    assert [each.code for each in caught.value.problems] == ["holders-apart"]


def test_every_day_of_a_range_is_asked_and_the_day_of_a_grant_is_no_day_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, rules = folder_of(tmp_path / "flat"), written(tmp_path, PLAN)
    out = tmp_path / "out.csv"
    asked = ["batch", str(rules), str(folder), "--rights", "1", "--out", str(out)]
    assert command(monkeypatch, [*asked, "--days", "2025-06-02..2025-06-05"]).code == 0
    with out.open(encoding="utf-8", newline="") as answers:
        found = [(row["id"], row["first"], row["last"], row["outcome"]) for row in csv.DictReader(answers)]
    assert found == [  # bob left on 5 March, of which 3 June is the ninetieth day, and ann on the first
        ("g1", "2025-06-02", "2025-06-05", "denied"),
        ("g2", "2025-06-02", "2025-06-03", "allowed"),
        ("g2", "2025-06-04", "2025-06-05", "denied"),
        ("g3", "2025-06-02", "2025-06-05", "denied"),
    ]
    done = command(monkeypatch, asked)
    assert (done.code, "[batch-without-day]" in done.err) == (2, True)
