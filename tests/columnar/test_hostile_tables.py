"""What stands in a table is shown and never obeyed, and no text of it makes an output that cannot be read back."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from tests.columnar.scenario_tables import write_table
from tests.columnar.small_tables import PLAN, row
from tests.hostile import run, written
from tests.test_hostile import tame

HOSTILE = [
    "\x1b[2J\x1b]0;title\x07",
    "\u202egnp.exe",
    "a\nb,c\"d'e;=1+1",
    "[bold]x[/bold]",
    "\x00",
    "x" * 10_000,
    "…/../../etc",
    "a\r\n\r\nb",
]


@pytest.mark.takes_turns(3)
@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_told_as_it_is_and_shown_tamely(
    text: str, suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = written(tmp_path, PLAN)
    good = write_table(tmp_path / f"good{suffix}", [row(text), row("b")])
    bad = write_table(tmp_path / f"bad{suffix}", [row("a"), row("b", **{"grantee.nationality": text})])
    for table in (good, bad):
        for more in ([], ["--json"], ["--row", "b"], ["--aside", tmp_path / "aside.csv"]):
            tame(run(monkeypatch, ["batch", plan, table, "--on", "2025-04-01", *more]))
    for out in (tmp_path / "out.csv", tmp_path / "out.parquet"):
        assert run(monkeypatch, ["batch", plan, good, "--on", "2025-04-01", "--out", out]).code == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert [each["id"] for each in csv.DictReader(file)] == [text, "b"]
    assert pa.parquet.read_table(tmp_path / "out.parquet").column("id").to_pylist() == [text, "b"]
    done = run(monkeypatch, ["batch", plan, bad, "--on", "2025-04-01", "--json"])
    assert done.code == 2
    assert [each["code"] for each in json.loads(done.out)["problems"]] == ["no-such-word"]
