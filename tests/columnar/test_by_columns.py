"""Rows judged from their columns get the answers that the reference gives them one by one, whatever a table holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.columnar.by_columns import ByColumns
from kenri.columnar.judge import COMPILED
from kenri.columnar.layout import Layout
from kenri.columnar.rows import Rows
from kenri.loader.library import Library
from tests.columnar.random_tables import Row, asking_of, batch_of, compare, random_table
from tests.effort import examples

pytestmark = pytest.mark.takes_turns(11)

PLANS = Library().ids("plan")


@cache
def loaded(name: str) -> LoadedPlan:
    return load(name)


@pytest.mark.parametrize("settle", [False, True], ids=["bare", "settled"])
@pytest.mark.parametrize("name", PLANS)
def test_a_table_of_random_lives_is_judged_alike(name: str, settle: bool) -> None:
    plan = loaded(name)

    @examples(2 if settle else 5)
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        rng = Random(seed)
        lists, most = rng.choice((0, 0, 0.5, 1)), rng.choice((1, 3, 6))
        table = random_table(rng, plan, shapes=1 if settle else 2, each=6, most_events=most, lists=lists)
        batch = batch_of(rng, table.rows, Layout(plan.plan, table.action))
        compare(plan, asking_of(plan, table.action, settle=settle), batch)

    law()


@pytest.mark.parametrize("name", PLANS)
def test_what_was_learnt_of_a_block_holds_for_the_next(name: str) -> None:
    plan = loaded(name)

    @examples(3)
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        rng = Random(seed)
        lists, most = rng.choice((0, 0, 0.5, 1)), rng.choice((2, 4))
        table = random_table(rng, plan, shapes=3, each=7, most_events=most, lists=lists)
        batch = batch_of(rng, table.rows, Layout(plan.plan, table.action))
        asking = asking_of(plan, table.action, settle=False)
        judge = ByColumns(plan, asking)
        for start in range(0, batch.num_rows, 4):
            compare(plan, asking, batch.slice(start, 4), judge=judge)

    law()


def test_an_answer_of_which_a_number_turns_is_told_by_a_form() -> None:
    plan = loaded("iij/2015-5th-series")
    told: list[Row] = [
        {"event": "takes_position", "on": date(2019, 2, 24), "position": "executive_officer"},
        {"event": "dies", "on": date(2019, 9, 30)},
        {"event": "inherits", "on": date(2020, 6, 29), "who": "hanako"},
        {"event": "exercises", "on": date(2020, 7, 2), "rights": 2},
        {"event": "exercises", "on": date(2020, 7, 5), "rights": 3},
    ]
    rows: list[Row] = [
        {
            "id": f"h{number}",
            "grant.on": date(2015, 7, 13),
            "grant.number": number,
            "grant.position": "director",
            "parties": [{"name": "hanako", "role": "heir"}],
            "events": told,
            "on": date(2020, 10, 31),
            "rights": number - 4,  # one more than is left
            "by": "heir",
        }
        for number in range(9, 15)
    ]
    batch = pa.RecordBatch.from_pylist(rows)
    asking = asking_of(plan, "exercise", settle=True)
    assert compare(plan, asking, batch).compiled == len(rows)
    answers = plan.batch(batch).to_pylist()
    assert [each["outcome"] for each in answers] == ["denied"] * len(rows)
    assert not any(each["settled"] or each["turns_on"] for each in answers)


@pytest.mark.parametrize("names", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_a_list_of_one_grant_is_read_as_columns_are(names: pa.DataType) -> None:
    plan = loaded("iij/2015-5th-series")
    rows: list[Row] = [
        {
            "id": f"h{number}",
            "grantee": f"d{number}",
            "grants": [
                {"id": "g", "grantee": f"d{number}", "on": date(2015, 7, 13), "number": number, "position": "director"}
            ],
            "parties": [{"name": "hanako", "role": "heir"}, {"name": f"d{number}", "role": "grantee"}],
            "events": [{"event": "leaves_position", "on": date(2020, 2, 24), "position": "director"}],
            "on": date(2020, 2, 27),
            "rights": 9,
        }
        for number in range(7, 13)
    ]
    batch = pa.RecordBatch.from_pylist(rows)
    batch = batch.set_column(1, "grantee", batch.column("grantee").cast(names))
    assert compare(plan, asking_of(plan, "exercise", settle=False), batch).compiled == len(rows)
    assert plan.batch(batch, settle=False).column("outcome").to_pylist() == ["denied"] * 2 + ["allowed"] * 4


def test_what_is_said_of_a_grantee_who_stands_behind_others_is_their_own() -> None:
    plan = loaded("plans/age-of-majority")
    rows: list[Row] = [
        {
            "id": f"r{year}",
            "grants": [{"grantee": "ann", "number": 5}],
            "parties": [
                {"name": "bob", "role": "company"},
                {"name": "ann", "role": "grantee", "born": date(year, 5, 1)},
            ],
            "on": date(2020, 5, 1),
            "rights": 1,
        }
        for year in range(1999, 2007)
    ]
    batch = pa.RecordBatch.from_pylist(rows)
    assert compare(plan, asking_of(plan, "exercise", settle=False), batch).compiled == len(rows)
    outcomes = plan.batch(batch, settle=False).column("outcome").to_pylist()
    assert outcomes == ["allowed"] * 4 + ["denied"] * 4  # who was born on 1 May 2002 comes of age on the asked day


def test_a_good_share_is_answered_by_compiled_forms() -> None:
    answered = compiled = 0
    for at, name in enumerate(PLANS):
        plan, rng = loaded(name), Random(at)
        table = random_table(rng, plan, shapes=1, each=12, most_events=2)
        batch = batch_of(rng, table.rows, Layout(plan.plan, table.action))
        found = compare(plan, asking_of(plan, table.action, settle=False), batch)
        answered += found.answered
        compiled += found.compiled
    assert compiled > 0.4 * answered > 0


# --- special rows

PLAN = """\
plan: acme/special
zone: Asia/Tokyo
roles: {grantee: {}, heir: {}, company: {}}
actions:
  exercise: {attributes: {paid: {type: flag, optional: true}, helper: {type: party, optional: true}}}
  sell: {attributes: {role: {one_of: [agent, owner]}, lot: {type: number, optional: true}}}
balances: {exercised: {}, sold: {}}
terms:
  price: {unknown: the board sets it, type: number}
  opening: {unknown: the board sets it, type: day}
grant_attributes:
  rank: {type: text, optional: true}
  cost: {type: number, optional: true}
  months: {type: number, default: 3}
party_attributes: {nationality: {one_of: [jp, us], optional: true}, trustee: {type: party, optional: true}}
events:
  leaves: {personal: true, attributes: {good: {type: flag, optional: true}, why: {type: text, optional: true}}}
  dies: {personal: true, once: true}
  succeeds: {attributes: {heir: party}}
  exercises: {personal: true, act: exercise, number: rights, attributes: {rights: number}}
  splits: {attributes: {ratio: ratio}}
  notices: {from_next_day: true, attributes: {until: {type: day, optional: true}}}
readings:
  counted: {clause: "9", question: From when?, options: {leaving: From leaving., next: From the day after.}, default: leaving}
amounts: {window: {clause: "1", is: {grant: months}}}
rules:
  open: {clause: "1", says: For months after leaving., permit: exercise, when: {within: {months: window}, after: {first: {event: leaves, where: {good: true}}}}}
  later:
    clause: "1a"
    says: Or after notice.
    permit: exercise
    when: {all: [{before: {latest: {event: notices}}}, {grant: rank, is: senior}, {reading: counted, choices: {leaving: never, next: always}}]}
  heirs: {clause: "1b", says: An heir may., permit: exercise, by: heir, when: {after: {first: {event: dies}}}}
  poor: {clause: "1c", says: Not those who left for another., forbid: exercise, when: {after: {first: {event: leaves, where: {why: rival}}}}}
  held: {clause: "2", says: A third of what is held., limit: exercise, at_most: {multiply: [{balance: held}, {divide: [1, 3]}]}}
  sale: {clause: "5", says: May sell., permit: sell, when: {asked: role, is: owner}}
  lots: {clause: "6", says: In lots., limit: sell, in_lots_of: {asked: lot}}
effects:
  spent: {clause: "3", says: Exercised., on: {event: exercises}, moves: {of_event: rights}, to: exercised}
  split: {clause: "3a", says: Split., on: {event: splits}, scales: {of_event: ratio}}
figures:
  payment: {clause: "4", says: The payment., of: exercise, is: {multiply: [{asked: number}, price, {divide: [1, 7]}]}}
"""  # noqa: E501  # one entry on one line


@pytest.fixture(scope="module")
def special(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    path: Path = tmp_path_factory.mktemp("plans") / "special.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return load(path)


START = date(2024, 1, 15)


def plain_rows(count: int = 16) -> list[Row]:
    """Rows of one shape, each otherwise in its days and numbers."""
    return [
        {
            "id": f"r{at}",
            "grantee": f"ann {at}",
            "grant.on": START + timedelta(days=at),
            "grant.number": 100 + at,
            "grant.months": 3,
            "fact.price": 10 + at,
            "parties": [{"name": f"bob {at}", "role": "heir"}],
            "events": [
                {"event": "leaves", "on": START + timedelta(days=400 + at), "good": at % 4 > 0},
                {"event": "exercises", "on": START + timedelta(days=420 + 2 * at), "rights": 3 + at},
            ],
            "on": START + timedelta(days=470 + 4 * at),
            "rights": 5 + at,
        }
        for at in range(count)
    ]


NAIVE, ZONED = datetime(2025, 3, 1, 12, 30), datetime(2025, 3, 1, 12, 30, tzinfo=UTC)  # noqa: DTZ001  # told so

BOUNDS = [
    *(date(1949, 12, 31), date(1950, 1, 1), date(2149, 12, 31), date(2150, 1, 1), date(1799, 12, 31)),
    *(date(1800, 1, 1), date(2499, 12, 31), date(2500, 1, 1), date(1, 1, 1), date(9999, 12, 31)),
]
"""Days on both sides of the bounds of what forms are made for, and the ends of the calendar."""

TEXT = 10**20
"""A number for which a column is one of texts."""

COLUMNS: dict[str, list[Any]] = {
    "id": [None, "", "  ", "\u3000", "\x1c", "r0", "ann 3", "grantee", "権利"],
    "grantee": [None, "", " ", "\u3000", "r2", "grantee", "bob 3", "heir", "権利"],
    "grant.id": [None, "", " ", "grant", "g", "bob 2", "ann 2"],
    "grant": [None, "grant", "g", "", "ann 2"],
    "grant.on": [None, *BOUNDS],
    "grant.number": [None, 0, -1, 2**20, 2**20 + 1, 2**24 + 1, 2**31 - 1, 2**31, 2**62, Decimal("0.5"), TEXT],
    "grant.months": [None, 0, 1, 12, -3, 1000, Decimal("1.5")],
    "grant.rank": [None, "", "senior", "junior", "ann 3", "bob 4", "senior ", "\u0000", "x" * 201],
    "grant.cost": [None, 0, -5, Decimal("0.1"), 2**40],
    "grantee.role": [None, "", "grantee", "heir", "company", "nobody"],
    "grantee.nationality": [None, "jp", "us", "fr", ""],
    "grantee.trustee": [None, "bob 1", "ann 2", "nobody", ""],
    "fact.price": [None, 0, -7, 2**31, Decimal("0.3"), 7],
    "fact.opening": [None, date(2025, 1, 1), date(1, 1, 1)],
    "on": [None, *BOUNDS],
    "rights": [None, 0, -1, 1, 2**31, Decimal("0.5"), Decimal("12.25")],
    "by": [None, "", "grantee", "heir", "company", "nobody", "bob 1", "ann 2", "ann 1", " "],
    "asked.paid": [None, True, False],
    "asked.helper": [None, "bob 5", "ann 3", "nobody", ""],
}
"""Values for a column of a row, among rows that have others."""

PARTS: dict[str, list[Any]] = {
    "on": [None, *BOUNDS],
    "event": [None, "", "dies", "notices", "unheard", "leaves"],
    "who": [None, "", "ann 3", "bob 3", "nobody", "grantee"],
    "grant": [None, "", "grant", "g"],
    "id": [None, "", "e1", "event-2"],
    "corrects": [None, "event-1", "event-9"],
    "cancelled": [None, True, False],
    "recorded": [None, ZONED, datetime(1, 1, 1, 0, 30, tzinfo=UTC), datetime(9999, 12, 31, 23, tzinfo=UTC)],
    "good": [None, True, False],
    "why": [None, "rival", "retired", "ann 2", ""],
    "rights": [None, 0, -1, 1, 2**31, Decimal("0.5")],
    "ratio": [None, 2, 0, -1, Decimal("0.5")],
    "heir": [None, "bob 3", "ann 3", "nobody"],
    "until": [None, date(2025, 5, 5)],
}
"""The same for a part of an event."""


def compare_special(
    plan: LoadedPlan, rows: list[Row], *, seed: int = 0, action: str = "exercise", settle: bool = False, **more: Any
) -> int:
    """How many rows were answered by compiled forms."""
    batch = batch_of(Random(seed), rows, Layout(plan.plan, action))
    return compare(plan, asking_of(plan, action, settle=settle, **more), batch).compiled


@pytest.mark.parametrize("settle", [False, True], ids=["bare", "settled"])
def test_plain_rows_are_all_answered_by_a_compiled_form(special: LoadedPlan, settle: bool) -> None:
    for seed in range(8):  # in columns of other types
        assert compare_special(special, plain_rows(), seed=seed, settle=settle) == 16


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_may_hold_anything(special: LoadedPlan, column: str) -> None:
    for seed, value in enumerate(COLUMNS[column]):
        rows = plain_rows()
        for at in (3, 4, 9):
            rows[at][column] = value
        compiled = compare_special(special, rows, seed=seed, on="2025-05-01")
        assert compiled >= 13 or value == TEXT


@pytest.mark.parametrize("part", PARTS)
def test_an_event_may_hold_anything(special: LoadedPlan, part: str) -> None:
    for seed, value in enumerate(PARTS[part]):
        for index in (0, 1):
            rows = plain_rows()
            for at in (3, 4, 9):
                rows[at]["events"][index][part] = value
            assert compare_special(special, rows, seed=seed) >= 13
            for row in rows:  # each the same: whatever it is, that is what all have
                row["events"][index][part] = value
            compare_special(special, rows, seed=seed)


def test_a_time_without_a_zone_is_refused_where_it_stands(special: LoadedPlan) -> None:
    for moment in (NAIVE, datetime(2025, 3, 1)):  # noqa: DTZ001  # told so
        rows = plain_rows()
        rows[5]["events"][0]["recorded"] = moment
        assert compare_special(special, rows) >= 15
    for column in ("on", "grant.on"):
        rows = plain_rows()
        for row in rows:
            row[column] = datetime.combine(row[column], datetime.min.time())
        rows[5][column] = NAIVE
        assert compare_special(special, rows) == 15


def events(day: int, *kinds: str) -> Iterator[Row]:
    more: dict[str, Row] = {"leaves": {"good": True}, "exercises": {"rights": 2}, "splits": {"ratio": 2}}
    for kind in kinds:
        yield {"event": kind, "on": START + timedelta(days=day), **more.get(kind, {})}


_CORRECTED: list[Row] = [{"id": "e"}, {"corrects": "e", "on": START}]

DAYS: dict[str, Callable[[int], Any]] = {
    "one day in every order": lambda at: [*events(400, *(["leaves", "exercises", "splits"] * 2)[at % 3 :][:3])],
    "reversed": lambda at: [*events(400, *["exercises", "splits"][:: 1 - 2 * (at % 2)])],
    "twice": lambda at: [*events(400, "leaves"), *events(400 + at % 3, "leaves")],
    "always twice": lambda at: [*events(400 + at, "leaves", "leaves")],
    "twice, one told of whom": lambda at: [
        *events(400, "leaves"),
        *({**each, "who": f"ann {at}"} for each in events(400 + at % 3, "leaves")),
    ],
    "one kind, other numbers": lambda at: [
        *events(400, "exercises"),
        *({**each, "rights": 3 + at % 2} for each in events(400 + at % 3, "exercises")),
    ],
    "crossing": lambda at: [*events(400, "exercises"), *events(399 + at % 3, "splits"), *events(401, "exercises")],
    "only once": lambda at: [*events(400, "dies"), *events(400 + at, "dies")],
    "the same id": lambda at: [{**each, "id": "e"} for each in (*events(400, "dies"), *events(401, "splits"))],
    "corrected": lambda at: [
        {**each, **more} for each, more in zip(events(400, "leaves", "leaves"), _CORRECTED, strict=True)
    ],
    "none": lambda at: [],
    "null": lambda at: None if at % 3 else [],  # a cell without a value
    "with one that is null": lambda at: [*events(400, "leaves"), *([None] if at % 3 == 0 else [])],
    "many": lambda at: [event for day in range(13) for event in events(400 + day + at, "exercises")],
}


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("name", DAYS)
def test_events_may_come_in_any_way(special: LoadedPlan, name: str, seed: int) -> None:
    rows = plain_rows()
    for at, row in enumerate(rows):
        row["events"] = DAYS[name](at)
        row["on"] = START + timedelta(days=401 + at // 4)
    compare_special(special, rows, seed=seed)
    compare_special(special, rows[::-1], seed=seed, settle=True)


@pytest.mark.parametrize(
    "parties",
    [
        [],
        None,
        [{"name": None, "role": "heir"}],
        [{"name": " ", "role": "heir"}],
        [{"name": "bob 3", "role": "heir"}, {"name": "bob 3", "role": "company"}],
        [{"name": "ann 3", "role": "heir"}],
        [{"name": "heir", "role": "heir"}, {"name": "grantee", "role": "company"}],
        [{"name": "bob", "role": "heir"}, {"name": "cid", "role": "heir"}],
        [{"name": "bob", "role": "heir", "trustee": "cid"}, {"name": "cid", "role": "company", "trustee": "ann 3"}],
        [{"name": "bob"}],
        [None],
    ],
    ids=str,
)
def test_a_row_may_have_any_parties(special: LoadedPlan, parties: Any) -> None:
    for by in (None, "heir", "bob", "ann 3", "company"):
        rows = plain_rows()
        rows[3]["parties"] = parties
        rows[3]["by"] = by
        compare_special(special, rows)
        rows = plain_rows()
        for row in rows:
            row["by"] = by
        rows[3]["parties"] = parties
        compare_special(special, rows)


@pytest.mark.parametrize("lot", [None, 1, 7, "each"])
def test_what_a_plan_must_know_is_told_apart(special: LoadedPlan, lot: Any) -> None:
    rows = [
        {**row, "asked.role": "owner" if at % 5 else "agent", "asked.lot": at % 4 if lot == "each" else lot}
        for at, row in enumerate(plain_rows())
    ]
    compare_special(special, rows, action="sell")
    compare_special(special, [{**row, "by": "heir"} for row in rows], action="sell", rights=3)


RUNS: list[dict[str, Any]] = [{"rights": 2**40}, {"rights": "1/3"}, {"by": "heir"}, {"readings": {"counted": "next"}}]


@pytest.mark.parametrize("asked", RUNS, ids=str)
def test_what_the_run_asks_holds_where_rows_say_nothing(special: LoadedPlan, asked: dict[str, Any]) -> None:
    rows = [{name: value for name, value in row.items() if name not in ("on", "rights")} for row in plain_rows()]
    for on in ("2025-04-01", "1700-01-01", None):
        compare_special(special, rows, on=on, **asked)
    compare_special(special, plain_rows(), settle=True, **asked)


# --- arrays


def arrays(special: LoadedPlan) -> pa.RecordBatch:
    return batch_of(Random(1), plain_rows(24), Layout(special.plan, "exercise"))


def test_a_slice_is_judged_as_what_it_holds(special: LoadedPlan) -> None:
    plan, seen = special.with_plan(special.plan), 0
    asking = asking_of(plan, "exercise", settle=False)
    for start, length in ((0, 0), (0, 1), (5, 2), (23, 1), (5, 9), (7, 17), (3, 1)):
        found = compare(plan, asking, arrays(plan).slice(start, length))
        seen += length
        assert found.answered == length
        assert found.compiled == (length if seen >= 4 else 0)


@pytest.mark.parametrize("only", [[], [3], [3, 4, 5, 6, 9, 20], range(24)], ids=str)
def test_only_some_rows_are_judged(special: LoadedPlan, only: Any) -> None:
    assert compare(special, asking_of(special, "exercise", settle=False), arrays(special), only).answered == len(only)


def test_a_table_in_pieces_is_judged_piece_by_piece(special: LoadedPlan) -> None:
    batch = arrays(special)
    whole = special.batch(pa.Table.from_batches([batch]), settle=False)
    pieces = [batch.slice(0, 0), batch.slice(0, 7), batch.slice(7, 1), batch.slice(8)]
    found = special.batch(pa.Table.from_batches(pieces), settle=False)
    assert found.drop_columns("answered_by").equals(whole.drop_columns("answered_by"))
    assert special.batch(pa.Table.from_batches([], batch.schema)).num_rows == 0


def test_rows_whose_ids_are_there_again_are_all_that_is_bad(special: LoadedPlan) -> None:
    batch = arrays(special)
    table = pa.Table.from_batches([batch, batch])
    found = special.batch(table, bad="aside", settle=False).to_pylist()
    assert [told["outcome"] is None for told in found] == [False] * 24 + [True] * 24


NUMBERS = [
    *(pa.int8(), pa.uint8(), pa.uint64(), pa.float16(), pa.float32(), pa.float64(), pa.decimal128(5, 2)),
    *(pa.decimal128(38, 30), pa.decimal256(76, 70), pa.decimal128(5, -1), pa.string()),
    pa.dictionary(pa.int8(), pa.int64()),
]


@pytest.mark.parametrize("kind", NUMBERS, ids=str)
def test_numbers_are_of_any_type(special: LoadedPlan, kind: pa.DataType) -> None:
    for values in ([10] * 24, [10, 20, None] * 8):
        table = arrays(special)
        if pa.types.is_dictionary(kind):
            column = pa.array(values, kind.value_type).dictionary_encode()
        elif pa.types.is_decimal(kind):
            column = pa.array([None if value is None else Decimal(value) for value in values], kind)
        elif kind == pa.float16():
            import numpy as np

            column = pa.array([None if value is None else np.float16(value) for value in values], kind)
        else:
            column = pa.array(values, pa.int64()).cast(kind)
        for name in ("grant.number", "rights", "fact.price"):
            place = table.schema.get_field_index(name)
            table = table.set_column(place, name, column)
        compare(special, asking_of(special, "exercise", settle=False), table)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -0.0, 2.5, 2.0**31, 2.0**53, -1.0])
def test_floats_are_whole_or_refused(special: LoadedPlan, value: float) -> None:
    for kind in (pa.float64(), pa.float32()):
        column = pa.array([10.0] * 23 + [value]).cast(kind)
        for name in ("grant.number", "rights", "fact.price"):
            table = arrays(special)
            table = table.set_column(table.schema.get_field_index(name), name, column)
            assert compare(special, asking_of(special, "exercise", settle=False), table).compiled >= 23


TIMES = [pa.timestamp("s"), pa.timestamp("us"), pa.timestamp("s", "UTC")]


@pytest.mark.parametrize("value", [0, 1, -(2**63), 2**63 - 1, -62_135_596_800, 253_402_300_799, 253_402_300_800])
@pytest.mark.parametrize("kind", TIMES, ids=str)
def test_days_are_of_any_type(special: LoadedPlan, kind: pa.DataType, value: int) -> None:
    a_day = 86_400 * (1_000_000 if kind.unit == "us" else 1)
    column = pa.array([20_200 * a_day] * 23 + [value], pa.int64()).cast(kind)
    for name in ("grant.on", "on"):
        table = arrays(special)
        table = table.set_column(table.schema.get_field_index(name), name, column)
        compare(special, asking_of(special, "exercise", settle=False), table)


def test_a_row_that_is_not_exact_is_answered_by_the_reference_beside_others(special: LoadedPlan) -> None:
    rows = plain_rows()
    rows[2]["fact.price"] = None  # what is missing, the reference says
    batch = batch_of(Random(0), rows, Layout(special.plan, "exercise"))
    judge = ByColumns(special, asking_of(special, "exercise", settle=False))
    found = judge.judged(Rows(batch, Layout(special.plan, "exercise"), "<table>", 0))
    assert found.answers.column("answered_by").to_pylist().count(COMPILED) >= 15


def test_a_part_of_a_right_is_told_on_every_day_of_a_range(special: LoadedPlan) -> None:
    rows = [{name: value for name, value in row.items() if name != "on"} for row in plain_rows()]
    days = (date(2025, 3, 1), date(2025, 4, 10))
    batch = batch_of(Random(0), rows, Layout(special.plan, "exercise"))
    asking = asking_of(special, "exercise", settle=False, days=days)
    assert compare(special, asking, batch).compiled > len(rows)
    judged = ByColumns(special, asking).judged(Rows(batch, Layout(special.plan, "exercise"), "<table>", 0))
    assert any("/" in most for most in judged.answers.column("most_exact").to_pylist())
