"""Rows audited from their columns get what audits of their lives tell one by one, whatever a table holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.columnar.audits import AuditRows
from kenri.columnar.audits_by_columns import AuditByColumns
from kenri.columnar.judge import COMPILED, Judged
from kenri.columnar.layout import Layout
from kenri.columnar.rows import Rows
from kenri.loader.library import Library
from tests.columnar.random_tables import Row, batch_of, random_table
from tests.columnar.small_tables import LEFT, plan, row
from tests.effort import examples
from tests.hostile import written

PLANS = Library().ids("plan")


@cache
def loaded(name: str) -> LoadedPlan:
    return load(name)


def told_of(judged: Judged) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for at, told in zip(judged.index, judged.answers.to_pylist(), strict=True):
        yield at, {name: value for name, value in told.items() if name != "answered_by"}


def compared(
    name: LoadedPlan, batch: pa.RecordBatch, judge: AuditByColumns | None = None, only: Sequence[int] | None = None
) -> Counter[str]:
    """Audit rows from their columns and row by row: both must tell the same; and by whom it was told how often."""
    judge = judge or AuditByColumns(name)
    alone = AuditRows(name, judge.instant, judge.until, judge.readings)
    rows = Rows(batch, Layout(name.plan), "<table>", 0)
    found, expected = judge.judged(rows, only), alone.judged(rows, only)
    assert found.answers.schema.equals(expected.answers.schema)
    assert [*told_of(found)] == [*told_of(expected)]
    assert found.bad == expected.bad
    assert judge.unfit(rows) == alone.unfit(rows)
    return Counter(found.answers.column("answered_by").to_pylist())


QUESTION = ("on", "rights", "by")


def random_acts(rng: Random, name: LoadedPlan, *, shapes: int, each: int, most_events: int) -> list[Row]:
    """Random lives without a question, most of them with acts, some of which have ids or share a day."""
    found = []
    for told in random_table(rng, name, shapes=shapes, each=each, most_events=most_events, lists=0.2).rows:
        life = {key: value for key, value in told.items() if key not in QUESTION and not key.startswith("asked.")}
        events = life.get("events") or []
        if events and rng.random() < 0.4:
            events[-1]["on"] = rng.choice(events)["on"]
        if rng.random() < 0.4:
            ids = [f"e{at}" for at in range(len(events))]
            if ids and rng.random() < 0.1:
                ids[0] = ids[-1]
            for id_, event in zip(ids, events, strict=True):
                event["id"] = id_
        found.append(life)
    return found


@pytest.mark.takes_turns(1, change=4)
@pytest.mark.parametrize("name", PLANS)
def test_a_table_of_random_lives_is_audited_alike(name: str) -> None:
    judged = loaded(name)

    @examples(6)
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        rng = Random(seed)
        rows = random_acts(rng, judged, shapes=3, each=8, most_events=rng.choice((2, 4, 6)))
        until = date(2022, 1, 1).toordinal() if rng.random() < 0.2 else None
        compared(judged, batch_of(rng, rows, Layout(judged.plan)), AuditByColumns(judged, until=until))

    law()


@pytest.mark.parametrize("name", ["iij/2013-offering", "plans/blackout-extension"])
def test_what_was_learnt_of_a_block_holds_for_the_next(name: str) -> None:
    judged, rng = loaded(name), Random(2)
    batch = batch_of(rng, random_acts(rng, judged, shapes=3, each=12, most_events=4), Layout(judged.plan))
    judge = AuditByColumns(judged)
    by = sum((compared(judged, batch.slice(start, 7), judge) for start in range(0, batch.num_rows, 7)), Counter[str]())
    assert by[COMPILED]


def test_a_good_share_is_told_by_compiled_forms() -> None:
    """Of plans without duties, whose acts are judged row by row. What is drawn for a plan hangs on no other plan."""
    by: Counter[str] = Counter()
    for name in PLANS:
        judged, rng = loaded(name), Random(name)
        if judged.plan.duties:
            continue
        rows = random_acts(rng, judged, shapes=2, each=12, most_events=3)
        by += compared(judged, batch_of(rng, rows, Layout(judged.plan)))
    assert by[COMPILED] > 0.3 * by.total() > 0


# --- acts of a small plan, judged by hand: ninety days from 1 March 2025, and no more than the hundred that are held


def exercise(day: int, month: int, rights: int, **more: Any) -> Row:
    return {"event": "exercises", "on": date(2025, month, day), "rights": rights, **more}


LEAVES = {**LEFT, "on": date(2025, 3, 1)}


def audited(folder: Path, events: Sequence[Row], *, alike: int = 6, **told: Any) -> list[tuple[Any, ...]]:
    """What is told of the first of so many rows that are alike, all of them by compiled forms."""
    judged = plan(folder)
    rows = [row(f"r{at}", events=[dict(each) for each in events], **told) for at in range(alike)]
    batch = pa.RecordBatch.from_pylist(rows)
    judge = AuditByColumns(judged)
    found = judge.judged(Rows(batch, Layout(judged.plan), "<table>", 0)).answers.to_pylist()
    assert {each["answered_by"] for each in found} <= {COMPILED}
    compared(judged, batch)
    return [
        tuple(each[name] for name in ("event", "on", "who", "number_exact", "verdict", "rules"))
        for each in found
        if each["id"] == "r0"
    ]


def test_an_act_after_the_last_day_is_told_with_its_rule(tmp_path: Path) -> None:
    told = audited(tmp_path, [LEAVES, exercise(30, 5, 5), exercise(31, 5, 5)])
    assert told == [("event-3", date(2025, 5, 31), "r0", "5", "denied", ["open"])]


def test_more_than_there_is_is_not_permitted(tmp_path: Path) -> None:
    told = audited(tmp_path, [LEAVES, exercise(10, 3, 60), exercise(11, 3, 41)])
    assert told == [("event-3", date(2025, 3, 11), "r0", "41", "denied", ["held"])]
    assert audited(tmp_path, [LEAVES, exercise(10, 3, 60), exercise(11, 3, 40)]) == []


def test_of_two_acts_that_are_alike_and_told_apart_the_second_comes_after_the_first(tmp_path: Path) -> None:
    acts = [exercise(10, 3, 60, id="first"), exercise(10, 3, 60, id="second")]
    told = audited(tmp_path, [{**LEAVES, "id": "left"}, *acts])
    assert told == [("second", date(2025, 3, 10), "r0", "60", "denied", ["held"])]


def test_an_act_recorded_before_what_permits_it_on_that_day_is_not_permitted(tmp_path: Path) -> None:
    act = exercise(1, 3, 5)
    permitted = {"event": "leaves", "on": date(2025, 2, 28)}
    assert audited(tmp_path, [permitted, act]) == []
    told = audited(tmp_path, [act, {**LEAVES, "on": date(2025, 3, 1)}])
    assert told == [("event-1", date(2025, 3, 1), "r0", "5", "denied", ["open"])]


def test_acts_after_the_last_day_looked_at_are_left_out(tmp_path: Path) -> None:
    judged = plan(tmp_path)
    rows = [row(f"r{at}", events=[LEAVES, exercise(1, 6, 5), exercise(2, 6 + at % 2, 5)]) for at in range(8)]
    judge = AuditByColumns(judged, until=date(2025, 6, 5).toordinal())
    batch = pa.RecordBatch.from_pylist(rows)
    assert compared(judged, batch, judge) == {COMPILED: 12}


def test_rows_that_are_no_lives_are_told_and_others_audited(tmp_path: Path) -> None:
    judged = plan(tmp_path)
    rows = [row(f"r{at}", events=[LEAVES, exercise(1, 6, at)]) for at in range(8)]
    rows[3]["events"][1]["event"] = "exercised"
    batch = pa.RecordBatch.from_pylist(rows)
    found = AuditByColumns(judged).judged(Rows(batch, Layout(judged.plan), "<table>", 0))
    assert [each.index for each in found.bad] == [0, 3]  # none is exercised, or nobody knows what happened
    assert found.answers.num_rows == 6
    compared(judged, batch)
    compared(judged, batch, only=[1, 2, 3])


WHO = """\
plan: acme/who
zone: Asia/Tokyo
roles: {grantee: {}, company: {}}
actions: {buy: {}}
events: {buys: {act: buy}}
rules:
  bought: {clause: "1", says: It may until 2025., permit: buy, by: company, when: {not: {from: 2026-01-01}}}
"""


def test_who_is_not_named_is_whom_the_plan_permits_to_act(tmp_path: Path) -> None:
    judged = load(written(tmp_path, WHO))
    rows = [
        {
            "id": f"r{at}",
            "grantee": f"ann {at}",
            "grant.number": 10,
            "events": [{"event": "buys", "on": date(2025 + at // 8, 3, 1), "who": f"ann {at}" if at % 2 else None}],
        }
        for at in range(16)
    ]
    batch = pa.RecordBatch.from_pylist(rows)
    found = AuditByColumns(judged).judged(Rows(batch, Layout(judged.plan), "<table>", 0))
    told = {each["id"]: each["who"] for each in found.answers.to_pylist()}
    # The grantees may not; the company may, but not any more in 2026.
    named = {f"r{at}": f"ann {at}" for at in range(1, 16, 2)}
    assert told == named | {f"r{at}": "company" for at in range(8, 16, 2)}
    assert compared(judged, batch) == {COMPILED: 12}
