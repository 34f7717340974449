"""A row that cannot be answered is told with its file, row and column, and none is lost."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

from kenri.columnar.cell import Cell
from kenri.columnar.layout import Layout
from kenri.columnar.runs import run, shown
from kenri.columnar.sources import opened
from kenri.model.problems import ProblemsError
from tests.columnar.scenario_tables import typed_table, write_table
from tests.columnar.small_tables import ON, judge, plan, row

pytestmark = pytest.mark.takes_turns(5)


def quiet(subject: str, done: int, total: int) -> None:
    """Nobody watches."""


DAY = date(2025, 3, 1)
MIDNIGHT, NINE = datetime(2025, 3, 1), datetime(2025, 3, 1, 9)  # noqa: DTZ001  # as tables have them

LEAVES = {"event": "leaves", "on": "2025-03-01"}

BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "no id": ({"id": None}, "must-be-name", "id"),
    "an empty id": ({"id": " "}, "must-be-name", "id"),
    "an unknown kind of event": ({"events": [{**LEAVES, "event": "leave"}]}, "no-such-event", "events[0].event"),
    "no kind of event": ({"events": [LEAVES, {**LEAVES, "event": None}]}, "missing-key", "events[1]"),
    "no day of an event": ({"events": [{**LEAVES, "on": None}]}, "missing-key", "events[0]"),
    "a day that there is not": ({"events": [{**LEAVES, "on": "2025-02-30"}]}, "no-such-day", "events[0].on"),
    "a day of two digits": ({"grant.on": "24-01-01"}, "no-day-here", "grant.on"),
    "an unknown role": ({"parties": [{"name": "lee", "role": "hair"}]}, "no-such-role", "parties[0].role"),
    "a party without a name": ({"parties": [{"name": None, "role": "heir"}]}, "must-be-name", "parties[0].name"),
    "an unknown word": ({"grantee.nationality": "uk"}, "no-such-word", "grantee.nationality"),
    "a number in words": ({"grant.number": "ten"}, "not-from-zero", "grant.number"),
    "a number below zero": ({"grant.number": -1}, "not-from-zero", "grant.number"),
    "no number": ({"grant.number": None}, "missing-key", "grant"),
    "an exponent": ({"grant.cost": "1e3"}, "exponent", "grant.cost"),
    "a flag in other words": ({"events": [{**LEAVES, "good": "yes"}]}, "not-of-type", "events[0].good"),
    "an event of nobody": ({"events": [{**LEAVES, "who": "zoe"}]}, "no-such-party", "events[0].who"),
    "an act without a number": ({"events": [{"event": "exercises", "on": "2025-03-02"}]}, "missing-key", "events[0]"),
    "no rights": ({"rights": 0}, "not-some-rights", "rights"),
    "rights in words": ({"rights": "many"}, "no-number-of-rights", "rights"),
    "no such grant": ({"grant": "b"}, "no-such-grant", "grant"),
    "who asks is nobody": ({"by": "zoe"}, "no-party-and-no-role", "by"),
    "a day of the question": ({"on": "soon"}, "not-day-nor-instant", "on"),
    "known at no time": ({"known_at": "soon"}, "not-day-nor-instant", "known_at"),
    "a fact of another type": ({"asked.paid": "perhaps"}, "not-of-type", "asked"),
    "a fact of a life": ({"fact.price": "dear"}, "not-of-type", "fact.price"),
    "hostile text": ({"events": [{**LEAVES, "who": "ann\x00\x1b[2J\u202e"}]}, "no-such-party", "events[0].who"),
}  # fmt: skip


@pytest.mark.parametrize("suffix", [".parquet", ".feather", ".csv"])
@pytest.mark.parametrize("name", BAD)
def test_a_bad_row_is_told_with_its_place(name: str, suffix: str, tmp_path: Path) -> None:
    change, code, part = BAD[name]
    if suffix == ".csv" and name in ("an empty id", "hostile text"):
        pytest.skip("as CSV it reads otherwise")
    loaded = plan(tmp_path)
    rows = [row("a"), row("b"), {**row("c"), **change}, row("d")]
    path = write_table(tmp_path / f"table{suffix}", rows)
    source = opened(path, Layout(loaded.plan, "exercise"))
    with pytest.raises(ProblemsError) as caught:
        shown(source, judge(loaded), progress=quiet)
    places = [each.place for each in caught.value.problems]
    line = 4 if suffix == ".csv" else 3
    assert Cell(str(path), line, 0, part) in places
    assert code in {each.code for each in caught.value.problems}
    assert {place.line for place in places if place is not None} == {line}


BEYOND = pa.array([None, 3_000_000], pa.int32()).cast(pa.date32())

ARROW: dict[str, tuple[str, pa.Array, str]] = {
    "a float": ("grant.cost", pa.array([1.0, 2.5]), "not-of-type"),
    "no number": ("grant.cost", pa.array([1.0, float("nan")]), "not-of-type"),
    "too large a float": ("grant.cost", pa.array([1.0, 1e300]), "not-of-type"),
    "a list": ("grant.cost", pa.array([None, [1]]), "not-of-type"),
    "bytes": ("grant.rank", pa.array([None, b"\xff"]), "not-of-type"),
    "a flag for a number": ("grant.cost", pa.array([None, True]), "not-of-type"),
    "a number for a text": ("grant.rank", pa.array([None, 7]), "not-of-type"),
    "an hour without a zone": ("grant.on", pa.array([None, NINE]), "no-time-zone"),
    "a day beyond the calendar": ("grant.on", BEYOND, "cell-unreadable"),
    "a duration": ("grant.on", pa.array([None, 5], pa.duration("s")), "no-day-here"),
}  # fmt: skip


@pytest.mark.parametrize("name", ARROW)
def test_a_value_of_another_type_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    column, values, code = ARROW[name]
    table = pa.table({"id": ["a", "b"], "grant.number": [10, 10], column: values})
    with pytest.raises(ProblemsError) as caught:
        plan(tmp_path).batch(table, on=ON)
    (problem,) = caught.value.problems
    assert problem.place == Cell("<table>", 2, 0, column)
    assert problem.code == code


EVENT = pa.struct({"event": pa.string(), "on": pa.timestamp("ns")})

SAME: dict[str, tuple[str, pa.Array]] = {
    "a whole float": ("grant.number", pa.array([10.0])),
    "a decimal": ("grant.number", pa.array([Decimal("10.00")])),
    "a decimal as narrow as can be": ("grant.number", pa.array([Decimal(10)])),
    "a decimal with room": ("grant.number", pa.array([Decimal("10.00")], pa.decimal128(38, 9))),
    "a text": ("grant.number", pa.array(["10"])),
    "a fraction": ("grant.number", pa.array(["20/2"])),
    "a small number": ("grant.number", pa.array([10], pa.uint8())),
    "midnight": ("grant.on", pa.array([MIDNIGHT], pa.timestamp("ns"))),
    "a day of milliseconds": ("grant.on", pa.array([DAY], pa.date64())),
    "an instant": ("grant.on", pa.array([MIDNIGHT], pa.timestamp("us", "Asia/Tokyo"))),
    "a category": ("id", pa.array(["a"]).dictionary_encode()),
    "a large text": ("id", pa.array(["a"], pa.large_string())),
    "events as JSON": ("events", pa.array([json.dumps([LEAVES])])),
    "a large list": ("events", pa.array([[{**LEAVES, "on": MIDNIGHT}]], pa.large_list(EVENT))),
    "a null in an event": ("events", pa.array([[{**LEAVES, "rights": None, "id": None}]])),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_a_value_may_be_held_in_several_ways(name: str, tmp_path: Path) -> None:
    column, values = SAME[name]
    plain = {"id": ["a"], "grant.on": [DAY], "grant.number": [10], "events": [[LEAVES]]}
    loaded = plan(tmp_path)
    expected = loaded.batch(pa.table(plain), on=ON, rights=3)
    assert expected.column("outcome").to_pylist() == ["allowed"]
    assert loaded.batch(pa.table({**plain, column: values}), on=ON, rights=3).equals(expected)


def test_a_timestamp_that_python_cannot_hold_is_refused(tmp_path: Path) -> None:
    table = pa.table({"id": ["a"], "grant.number": [1], "grant.on": pa.array([1], pa.timestamp("ns"))})
    path = tmp_path / "table.parquet"
    pa.parquet.write_table(table, path)
    with pytest.raises(ProblemsError, match="finer than a microsecond"):
        plan(tmp_path).batch(table, on=ON)


COLUMNS: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown column": ({"id": ["a"], "grant.numbr": [1]}, "no-such-column"),
    "an unknown part of events": ({"id": ["a"], "events": [[{"event": "leaves", "onn": None}]]}, "no-such-column"),
    "no id": ({"grant.number": [1]}, "column-missing"),
    "events that are none": ({"id": ["a"], "events": [5]}, "column-holds-list"),
}  # fmt: skip


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_that_do_not_fit_are_told_before_any_row(name: str, tmp_path: Path) -> None:
    columns, code = COLUMNS[name]
    with pytest.raises(ProblemsError) as caught:
        plan(tmp_path).batch(pa.table(columns), on=ON)
    assert [each.code for each in caught.value.problems] == [code]


def test_a_column_that_is_there_twice_is_told(tmp_path: Path) -> None:
    table = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["id", "id"])
    with pytest.raises(ProblemsError, match="there twice"):
        plan(tmp_path).batch(table, on=ON)


@pytest.mark.parametrize("table", [{}, 5, None, "table.csv", [{"id": "a"}]])
def test_what_is_no_table_is_refused(table: Any, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match="C stream interface"):
        plan(tmp_path).batch(table, on=ON)


FILES: dict[str, tuple[str, bytes, str]] = {
    "an empty Parquet": ("t.parquet", b"", "unreadable-file"),
    "no Parquet": ("t.parquet", b"id\n" * 100, "unreadable-file"),
    "an empty Arrow": ("t.arrow", b"", "unreadable-file"),
    "no Arrow": ("t.feather", b"ARROW1\0\0 and then nothing", "unreadable-file"),
    "an empty CSV": ("t.csv", b"", "table-without-header"),
    "another encoding": ("t.csv", "id\nあ\n".encode("cp932"), "not-utf-8"),
    "a quotation mark that is not closed": ("t.csv", b'id\n"a', "csv-broken"),
    "another form": ("t.xlsx", b"PK", "no-table-form"),
    "too many cells": ("t.csv", b"id,grant.number\na,1,2\n", "cells-of-row"),
    "too few cells": ("t.csv", b"id,grant.number,grant.on\na,1\n", "cells-of-row"),
    "no JSON": ("t.csv", b"id,grant.number,events\na,1,leaves\n", "cell-not-list"),
    "a key twice": ("t.csv", b'id,grant.number,events\na,1,"[{""on"": 1, ""on"": 2}]"\n', "cell-not-list"),
    "deep JSON": ("t.csv", b"id,grant.number,events\na,1," + b"[" * 100_000 + b"\n", "cell-not-list"),
    "an exponent beyond all": ("t.csv", b'id,grant.number,events\na,1,"[1e99999999999999999999]"\n', "cell-not-list"),
    "no number of JSON": ("t.csv", b'id,grant.number,events\na,1,"[NaN]"\n', "cell-not-list"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_table_is_told(name: str, tmp_path: Path) -> None:
    file, data, code = FILES[name]
    loaded, path = plan(tmp_path), tmp_path / file
    path.write_bytes(data)
    with pytest.raises(ProblemsError) as caught:
        shown(opened(path, Layout(loaded.plan, "exercise")), judge(loaded), progress=quiet)
    assert code in [each.code for each in caught.value.problems]


@pytest.mark.parametrize("suffix", [".parquet", ".feather", ".csv"])
def test_a_table_without_rows_has_no_answers(suffix: str, tmp_path: Path) -> None:
    loaded, out = plan(tmp_path), tmp_path / f"out{suffix}"
    table = typed_table([row("a")]).slice(0, 0)
    path = tmp_path / f"table{suffix}"
    match suffix:
        case ".parquet":
            pa.parquet.write_table(table, path)
        case ".feather":
            pa.feather.write_feather(table, path)
        case _:
            path.write_text("id,grant.number\n", encoding="utf-8")
    found = run(opened(path, Layout(loaded.plan, "exercise")), judge(loaded), out, asked={}, progress=quiet)
    assert (found.rows, found.answered, found.bad, found.answers) == (0, 0, 0, 0)
    back = opened_answers(out)
    assert back.num_rows == 0
    assert "outcome" in back.schema.names


def opened_answers(path: Path) -> pa.Table:
    match path.suffix:
        case ".parquet":
            return pa.parquet.read_table(path)
        case ".feather":
            return pa.feather.read_table(path)
        case _:
            return pa.csv.read_csv(path)


def test_an_id_is_one_rows_alone_be_it_in_another_block(tmp_path: Path) -> None:
    ids = ["a", "b", "a", "c", "d", "c", "e", "a"]
    loaded = plan(tmp_path)
    path = write_table(tmp_path / "table.parquet", [row(each) for each in ids])
    with pytest.raises(ProblemsError) as caught:
        shown(opened(path, Layout(loaded.plan, "exercise")), judge(loaded), progress=quiet)
    assert [(each.code, each.place.line) for each in caught.value.problems if each.place] == [
        ("row-id-again", 3),
        ("row-id-again", 6),
        ("row-id-again", 8),
    ]


@pytest.mark.parametrize("suffix", [".parquet", ".feather", ".csv"])
def test_rows_set_aside_and_answers_add_up(suffix: str, tmp_path: Path) -> None:
    loaded = plan(tmp_path)
    changes = [change for change, _, _ in BAD.values() if "id" not in change]
    rows = [{**row(f"r{at}"), **({} if at % 3 else changes[at // 3 % len(changes)])} for at in range(3 * len(changes))]
    rows.append(row("r1"))  # its id is there already
    path = write_table(tmp_path / "table.parquet", rows)
    out, aside = tmp_path / f"out{suffix}", tmp_path / f"bad{suffix}"
    source = opened(path, Layout(loaded.plan, "exercise"))
    found = run(source, judge(loaded), out, asked={}, aside=aside, progress=quiet)
    assert (found.rows, found.bad, found.answered) == (len(rows), len(changes) + 1, len(rows) - len(changes) - 1)
    answers, bad = opened_answers(out), opened_answers(aside)
    assert answers.num_rows + bad.num_rows == len(rows)
    assert sorted([*answers.column("id").to_pylist(), *bad.column("id").to_pylist()]) == sorted(
        each["id"] for each in rows
    )
    for at, life in zip(bad.column("row").to_pylist(), bad.column("life").to_pylist(), strict=True):
        assert rows[at - 1]["id"] in bad.column("id").to_pylist()
        assert "grants:" in life


def test_a_refused_run_writes_nothing(tmp_path: Path) -> None:
    loaded = plan(tmp_path)
    path = write_table(tmp_path / "table.parquet", [*(row(f"r{at}") for at in range(10)), row("bad", on="soon")])
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ProblemsError):
        run(
            opened(path, Layout(loaded.plan, "exercise")),
            judge(loaded),
            tmp_path / "out.csv",
            asked={},
            progress=quiet,
        )
    assert sorted(tmp_path.iterdir()) == before


def test_bad_rows_of_what_is_handed_over_stand_among_the_answers(tmp_path: Path) -> None:
    rows = [row("a"), row("b", **{"grant.number": "ten"}), row("c")]
    found = plan(tmp_path).batch(typed_table(rows), on=ON, bad="aside").to_pylist()
    assert [each["id"] for each in found] == ["a", "b", "c"]
    assert [each["outcome"] for each in found] == ["allowed", None, "allowed"]
    assert [len(each["problems"]) for each in found] == [0, 1, 0]
    assert found[1]["problems"][0].startswith("<table>:2: grant.number: ")
