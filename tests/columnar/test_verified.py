"""Answers that are judged again: a share of them, the same for the same seed, and any difference is told as a fault."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from kenri.api import LoadedPlan, load
from kenri.columnar.by_columns import ByColumns
from kenri.columnar.judge import COMPILED, Judged, RowByRow
from kenri.columnar.layout import Layout
from kenri.columnar.rows import Rows
from kenri.columnar.verified import AnswersDifferError, ByReference, Verified, share_of
from kenri.faces.commands.witnesses import witnesses
from kenri.forward import available
from kenri.loader.library import Library
from kenri.model.problems import ProblemsError
from tests.columnar.random_tables import asking_of, batch_of, random_table
from tests.columnar.scenario_tables import write_table
from tests.columnar.small_tables import ON, plan, row
from tests.hostile import run


class Telling:
    """A witness that knows the outcome, remembers whom it was asked about, and declines some rows."""

    name = "telling"

    def __init__(self, outcome: str, declines: int = -1) -> None:
        self.outcome, self.declines = outcome, declines
        self.asked: list[int] = []

    def told(self, rows: Rows, index: Sequence[int]) -> Iterator[Mapping[str, Any] | None]:
        for at in index:
            self.asked.append(rows.first + at)
            yield None if at == self.declines else {"outcome": self.outcome}


@pytest.fixture
def rows(tmp_path: Path) -> tuple[LoadedPlan, Rows]:
    loaded = plan(tmp_path)
    left = {"event": "leaves", "on": date(2025, 3, 1)}
    several = [row(f"r{at}", **{"fact.price": 3, "events": [left]}) for at in range(200)]
    batch = batch_of(Random(0), several, Layout(loaded.plan, "exercise"))
    return loaded, Rows(batch, Layout(loaded.plan, "exercise"), "<table>", 0)


def verified(loaded: LoadedPlan, witness: Any, share: Fraction = Fraction(1, 4), seed: int = 1) -> Verified:
    asking = asking_of(loaded, "exercise", settle=False, on=ON)
    return Verified(RowByRow(loaded, asking), [witness], share, seed)


def test_a_share_is_chosen_by_the_seed(rows: tuple[LoadedPlan, Rows]) -> None:
    chosen: dict[int, list[int]] = {}
    for seed in (1, 1, 2):
        witness = Telling("allowed")
        judge = verified(rows[0], witness, seed=seed)
        assert judge.judged(rows[1]).index == tuple(range(200))
        assert chosen.setdefault(seed, witness.asked) == witness.asked
        assert 20 < judge.again["telling"] == len(witness.asked) < 80
    assert chosen[1] != chosen[2]


def test_all_may_be_judged_again_and_only_what_is_answered_is(rows: tuple[LoadedPlan, Rows]) -> None:
    witness = Telling("allowed", declines=7)
    judge = verified(rows[0], witness, Fraction(1))
    judge.judged(rows[1], [3, 7, 9])
    assert (witness.asked, judge.again["telling"]) == ([3, 7, 9], 2)


def test_what_is_answered_otherwise_is_a_fault(rows: tuple[LoadedPlan, Rows]) -> None:
    with pytest.raises(AnswersDifferError, match=r"row `r0`, outcome: reference answered allowed, telling denied"):
        verified(rows[0], Telling("denied"), Fraction(1)).judged(rows[1])


def test_nobody_judges_its_own_answers_again(rows: tuple[LoadedPlan, Rows]) -> None:
    loaded = rows[0]
    asking = asking_of(loaded, "exercise", settle=False, on=ON)
    reference = ByReference(RowByRow(loaded, asking))
    for judge, expected in ((RowByRow(loaded, asking), 0), (ByColumns(loaded, asking), 200)):
        watched = Verified(judge, [reference], Fraction(1))
        watched.judged(rows[1])
        assert watched.again["reference"] == expected


class Wrong:
    """A judge that answers one row otherwise than it should, and says that columns told it."""

    block = 50

    def __init__(self, judge: RowByRow, column: str) -> None:
        self._judge, self._column, self.schema = judge, column, judge.schema

    def unfit(self, rows: Rows) -> Any:
        return self._judge.unfit(rows)

    def judged(self, rows: Rows, only: Sequence[int] | None = None) -> Judged:
        found = self._judge.judged(rows, only)
        told = [{**each, "answered_by": COMPILED} for each in found.answers.to_pylist()]
        told[-1][self._column] = {"outcome": "denied", "rules": [], "most_exact": "7"}.get(self._column)
        return Judged(found.index, pa.RecordBatch.from_pylist(told, schema=self.schema), found.bad)


@pytest.mark.parametrize("column", ["outcome", "rules", "most_exact", "window_first", "figure.payment_exact"])
def test_the_reference_notices_whatever_is_wrong(rows: tuple[LoadedPlan, Rows], column: str) -> None:
    loaded = rows[0]
    judge = RowByRow(loaded, asking_of(loaded, "exercise", settle=False, on=ON, rights=2))
    watched = Verified(Wrong(judge, column), [ByReference(judge)], Fraction(1))
    with pytest.raises(AnswersDifferError, match=f"row `r199`, {column}: compiled answered"):
        watched.judged(rows[1])


@pytest.mark.skipif(not available(), reason="forward chaining is not installed")
@pytest.mark.parametrize("column", ["outcome", "rules", "most_exact"])
def test_forward_chaining_notices_what_it_knows(rows: tuple[LoadedPlan, Rows], column: str) -> None:
    loaded = rows[0]
    asking = asking_of(loaded, "exercise", settle=False, on=ON, rights=2)
    judge, forward = RowByRow(loaded, asking), witnesses(loaded, asking)[-1]
    assert forward.name == "forward"
    part = Rows(rows[1].columns.slice(190), rows[1].layout, "<table>", 0)
    with pytest.raises(AnswersDifferError, match=f"row `r199`, {column}: compiled answered .*, forward"):
        Verified(Wrong(judge, column), [forward], Fraction(1)).judged(part)


@pytest.mark.parametrize("name", Library().ids("plan")[::5])
def test_no_answer_about_random_lives_comes_out_otherwise(name: str) -> None:
    loaded = load(name)
    table = random_table(Random(3), loaded, shapes=1, each=6, most_events=2)
    asking = asking_of(loaded, table.action, settle=False)
    layout = Layout(loaded.plan, table.action)
    rows = Rows(batch_of(Random(3), table.rows, layout), layout, "<table>", 0)
    judge = Verified(ByColumns(loaded, asking), witnesses(loaded, asking), Fraction(1))
    found = judge.judged(rows)
    assert judge.again["reference"] == found.answers.column("answered_by").to_pylist().count(COMPILED)


# --- from the command line, and from Python


@pytest.fixture
def table(tmp_path: Path) -> tuple[str, str]:
    loaded = plan(tmp_path)
    path = write_table(tmp_path / "table.csv", [row(f"r{at:03}") for at in range(30)])
    (place,) = {each.file for each in loaded.plan.places.values()}
    return place, str(path)


def test_a_run_says_how_many_were_judged_again(table: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["batch", *table, "--on", ON.isoformat(), "--rights", "2", "--verify", "1", "--seed", "5"]
    done = json.loads(run(monkeypatch, [*words, "--json"]).out)
    by_forms = done["answered_by"].get(COMPILED, 0)  # what the reference answered it does not judge again
    assert sum(done["answered_by"].values()) == 30
    assert done["judged_again"] == {"seed": 5, "reference": by_forms, **({"forward": 30} if available() else {})}
    for lang, by in (("en", "judged again by"), ("ja", "再判定者")):
        shown = run(monkeypatch, [*words, "--lang", lang])
        assert (shown.code, by in shown.out, "seed 5" in shown.out) == (0, True, True)


def test_a_difference_ends_a_run_with_nothing_written(
    table: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kenri.faces.commands.witnesses.witnesses", lambda *_: (Telling("unknown"),))
    out = tmp_path / "answers.csv"
    before = sorted(tmp_path.iterdir())
    done = run(monkeypatch, ["batch", *table, "--on", ON.isoformat(), "--verify", "1", "--out", str(out)])
    assert done.code == 70
    assert "please report it" in done.err
    assert "answered allowed, telling unknown" in done.err
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("share", ["0", "1.1", "-1", "a few", "", "nan"])
def test_a_share_is_some_and_not_more_than_all(share: str) -> None:
    with pytest.raises(ProblemsError, match="a share above 0 and at most 1"):
        share_of(share)


@pytest.mark.parametrize("share", ["0.01", "1/100", 0.01, Fraction(1, 100)])
def test_a_share_may_be_any_number(share: Any) -> None:
    assert share_of(share) == Fraction(1, 100)


def test_python_may_ask_for_it_as_well(rows: tuple[LoadedPlan, Rows], monkeypatch: pytest.MonkeyPatch) -> None:
    loaded, table = rows[0], pa.Table.from_batches([rows[1].columns])
    plainly = loaded.batch(table, on=ON, settle=False)
    assert loaded.batch(table, on=ON, settle=False, verify=0.5).equals(plainly)
    with pytest.raises(ProblemsError, match="a share"):
        loaded.batch(table, on=ON, verify=2)
    monkeypatch.setattr(ByReference, "told", lambda self, rows, index: ({"outcome": "unknown"} for _ in index))
    with pytest.raises(AnswersDifferError):
        loaded.batch(table, on=ON, settle=False, verify=0.5)
