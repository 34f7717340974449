"""`kenri register export`: what is written, what is refused, and rows that are answered as the register is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kenri.register.register import Register
from tests.hostile import run
from tests.register.small_register import at, company, entry, made, written_life

PLAN = "iij/2015-5th-series"
SATO = """\
parties: {sato: {role: grantee}, jun: {role: heir}}
grants:
  - {id: s1, grantee: sato, on: 2015-07-13, number: 10, position: director}
  - {id: s2, grantee: sato, on: 2015-07-13, number: 4, position: executive_officer}
events:
  - {id: left, on: 2025-06-25, event: leaves_position, position: director, recorded: 2025-06-26}
  - {on: 2025-06-27, event: exercises, rights: 3, grant: s1}
"""


def codes(done: Any) -> list[str]:
    return [each["code"] for each in json.loads(done.out)["problems"]]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the register of an issuer whose holders left, exercised and did neither."""
    register = Register.create(str(tmp_path / "acme.db"), "Acme")
    register.add_plan(PLAN, author="ann", now=at("2020-01-01"))
    abe = [
        entry("party", "abe", {"role": "grantee"}),
        entry("grant", "a1", {"grantee": "abe", "on": "2015-07-13", "number": 7, "position": "director"}),
    ]
    register.apply([*written_life(SATO, PLAN), *abe], author="ann", now=at("2026-01-01"))
    register.database.close()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("on", ["2025-06-25", "2025-06-28", "2025-07-05", "2025-07-06"])
@pytest.mark.parametrize("known_at", [None, "2025-06-25"])
def test_rows_are_answered_as_the_register_is(
    here: Path, monkeypatch: pytest.MonkeyPatch, on: str, known_at: str | None
) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    known = [] if known_at is None else ["--known-at", known_at]
    assert run(monkeypatch, ["register", "export", "acme.db", "--to", "a.parquet", "--on", on, *known]).code == 0
    assert run(monkeypatch, ["batch", PLAN, "a.parquet", "--on", on, "--out", "out.parquet"]).code == 0
    rows = {row["id"]: row for row in pq.read_table("out.parquet").to_pylist()}
    assert sorted(rows) == ["abe", "sato#s1", "sato#s2"]
    for id_, row in rows.items():
        holder, _, grant = id_.partition("#")
        more = ["--grant", grant] if grant else []
        asked = ["ask", PLAN, "--register", "acme.db", "--holder", holder, "--on", on, *known, *more, "--json"]
        ruling = json.loads(run(monkeypatch, asked).out)
        assert (row["outcome"], row["most_exact"]) == (ruling["outcome"], str(ruling["most"])), id_


def test_rows_are_of_those_who_hold_rights_under_the_plan(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A holder under another plan alone is passed over; of one who holds rights under both no row can tell."""
    pq = pytest.importorskip("pyarrow.parquet")
    register = Register.open("acme.db")
    register.add_plan("iij/2018-terms", author="ann", now=at("2026-01-02"))
    held = {"on": "2018-07-13", "number": 3, "position": "director"}
    ito = [
        entry("party", "ito", {"role": "grantee"}),
        entry("grant", "i1", {"grantee": "ito", **held}, plan="iij/2018-terms"),
    ]
    register.apply(ito, author="ann", now=at("2026-01-03"))
    begun = ["register", "export", "acme.db", "--on", "2025-06-25", "--json", "--to"]
    for plan, expected in ((PLAN, ["abe", "sato#s1", "sato#s2"]), ("iij/2018-terms", ["ito"])):
        name = f"{len(expected)}.parquet"
        assert run(monkeypatch, [*begun, name, "--plan", plan]).code == 0
        assert sorted(row["id"] for row in pq.read_table(name).to_pylist()) == expected
    more = entry("grant", "a2", {"grantee": "abe", **held}, plan="iij/2018-terms")
    register.apply([more], author="ann", now=at("2026-01-04"))
    register.database.close()
    done = run(monkeypatch, [*begun, "b.parquet", "--plan", PLAN])
    assert (done.code, codes(done)) == (2, ["holder-of-several-plans"])


def test_nothing_that_is_there_is_written_over(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = ["register", "export", "acme.db", "--json", "--to"]
    before = Path("acme.db").read_bytes()
    for name, more in (("a.xlsx", []), ("a.parquet", []), ("a.ocf.zip", []), ("csv", ["--as", "csv"])):
        run(monkeypatch, [*begun, name, *more])
        written = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
        again = run(monkeypatch, [*begun, name, *more])
        assert (again.code, set(codes(again))) == (2, {"file-is-there"})
        assert {path: path.read_bytes() for path in here.rglob("*") if path.is_file()} == written
    assert codes(run(monkeypatch, [*begun, "b.xlsx", "--lost", "acme.db"])) == ["written-over-read"]
    assert codes(run(monkeypatch, [*begun, "b.xlsx", "--lost", "b.xlsx"])) == ["written-twice"]
    assert Path("acme.db").read_bytes() == before
    assert not Path("b.xlsx").exists()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["--to", "folder"], "no-export-form"),
        (["--to", "a.xlsx", "--as", "csv"], "options-exclude"),
        (["--to", "a.xlsx", "--on", "2025-01-01"], "option-needs-another"),
        (["--to", "a.xlsx", "--plan", "none"], "no-such-plan-in-register"),
        (["--to", "no/a.parquet"], "file-not-written"),
    ],
)
def test_what_means_nothing_is_refused_and_nothing_written(
    here: Path, monkeypatch: pytest.MonkeyPatch, more: list[str], code: str
) -> None:
    done = run(monkeypatch, ["register", "export", "acme.db", "--json", *more])
    assert (done.code, codes(done)) == (2, [code])
    assert [path.name for path in here.iterdir() if "acme.db" not in path.name] == []


def test_what_cannot_be_said_is_told_and_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register = made(str(tmp_path / "acme.db"), tmp_path)
    long = entry("party", "ann", {"role": "grantee"}, details={"name": "x" * 40_000})
    register.apply([*company()[1:], long], author="ann", now=at("2026-01-02"))
    register.database.close()
    monkeypatch.chdir(tmp_path)
    done = run(monkeypatch, ["register", "export", "acme.db", "--to", "a.xlsx", "--lost", "lost.csv", "--lang", "ja"])
    assert done.code == 1
    assert "ann" in Path("lost.csv").read_text(encoding="utf-8-sig")
    assert "entry-" in Path("lost.csv").read_text(encoding="utf-8-sig")


def test_what_was_known_then_is_what_is_written(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(monkeypatch, ["register", "export", "acme.db", "--to", "a", "--as", "csv", "--known-at", "2025-06-25"])
    assert done.code == 0
    assert not Path("a/events.csv").exists()  # it was recorded on the 26th that he left
    assert "s2" in Path("a/grants.csv").read_text(encoding="utf-8-sig")
