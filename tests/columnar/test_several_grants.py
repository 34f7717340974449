"""Rows with several grants are judged from their columns as the reference judges them one by one."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.columnar.judge import checked
from tests.checking.small_plan import write
from tests.columnar.random_tables import compare
from tests.effort import examples

PLAN = """\
plan: NAME
extends: vocabulary/equity
zone: UTC
events:
  leaves: {personal: true, attributes: {size: {type: number, optional: true}}}
  opens: {attributes: {size: number}}
grant_attributes:
  kind: {one_of: [a, b], default: a}
  size: {type: number, optional: true}
readings:
  counted: {question: Which count?, options: {all: all, b: those of kind b}, default: all, clause: "1"}
amounts:
  used: {is: {total: rights, of: {event: exercises}}}
  told: {is: {attribute: size, of: {event: opens}}}
  number: {is: {reading: counted, choices: {all: NUMBER, b: {over: grants, where: {kind: b}, sum: used}}}}
rules:
  holder: {clause: "1", says: x, permit: exercise, by: grantee, unless: {after: {first: {event: leaves, who: grantee}}}}
  together: {clause: "2", says: x, limit: exercise, at_most: {subtract: [40, number]}}
figures:
  number: {clause: "2", says: x, of: exercise, is: number}
"""

NUMBERS = {
    "all-used": "{over: grants, sum: used}",
    "before": "{over: grants, granted: before, sum: {grant: number}}",
    "sized": "{over: grants, where: {size: {at_least: 3}}, sum: {grant: size}}",
    "of-all": "{over: grants, of: all, sum: {balance: held}}",
    "opened": "{over: grants, sum: told}",
    "none": "used",
}

BEGIN = date(2024, 1, 1)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, LoadedPlan]:
    folder = tmp_path_factory.mktemp("rules")
    return {
        name: load(write(folder, PLAN.replace("NAME", name).replace("NUMBER", number), f"{name}.yaml"))
        for name, number in NUMBERS.items()
    }


def a_day(rng: Random) -> date:
    return BEGIN + timedelta(rng.randrange(8))


def a_row(rng: Random, at: int, *, spoils: bool) -> dict[str, Any]:
    """A holder of some grants, with events about one of them or all; with `spoils` it may be one that is refused."""
    ids = rng.sample(["g1", "g2", "g3", "grant"], rng.choice([1, 2, 2, 3]))
    grants: list[dict[str, Any]] = [
        {
            "id": each,
            "grantee": "ann",
            "on": a_day(rng),
            "number": rng.randrange(1, 30),
            "kind": rng.choice(["b", None]),
        }
        for each in ids
    ]
    for each in grants:
        each["size"] = rng.choice([None, None, 2, 3, 4])
    events: list[dict[str, Any]] = [
        {"event": "exercises", "on": a_day(rng), "grant": rng.choice(ids), "rights": rng.randrange(1, 9)}
        for _ in range(rng.randrange(3))
    ]
    events += [{"event": "opens", "on": a_day(rng), "grant": rng.choice([None, *ids]), "size": rng.randrange(9)}]
    if rng.random() < 0.2:
        events.append({"event": "leaves", "on": a_day(rng), "who": "ann"})
    rng.shuffle(events)
    row: dict[str, Any] = {
        "id": f"r{at}",
        "grantee": "ann",
        "grants": grants,
        "events": events,
        "grant": rng.choice(ids),
    }
    row["parties"] = [{"name": "ann", "role": "grantee"}, {"name": "bob", "role": "third_party"}]
    if spoils:
        spoiled = rng.randrange(10)
        match spoiled:
            case 0:
                row["grant"] = rng.choice([None, "g9"])
            case 1:
                grants[-1]["id"] = rng.choice([None, grants[0]["id"], "ann", ""])
            case 2:
                grants[-1]["grantee"] = rng.choice(["bob", None, "cem"])
            case 3:
                grants[-1]["number"] = rng.choice([-1, 0, None])
            case 4:
                events[0]["grant"] = rng.choice([None, "g9", "ann"])
            case 5:
                row["grants"] = rng.choice([None, []])
            case 6:
                row["grantee"] = None
            case 7:
                grants[-1]["on"] = rng.choice([None, date(1700, 1, 1)])
            case _:
                pass
    return row


def listed(**fields: pa.DataType) -> pa.DataType:
    return pa.list_(pa.struct([*fields.items()]))


TEXT, WHOLE, DAY = pa.string(), pa.int64(), pa.date32()
FIELDS = {
    "grants": listed(id=TEXT, grantee=TEXT, on=DAY, number=WHOLE, kind=TEXT, size=WHOLE),
    "events": listed(event=TEXT, on=DAY, grant=TEXT, who=TEXT, rights=WHOLE, size=WHOLE),
    "parties": listed(name=TEXT, role=TEXT),
}


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("spoils", [False, True], ids=["sound", "spoiled"])
def test_a_table_of_holders_of_several_grants_is_judged_alike(
    plans: dict[str, LoadedPlan], name: str, spoils: bool
) -> None:
    plan, compiled = plans[name], list[int]()

    @examples(6)
    @given(st.integers(0, 2**32))
    def law(seed: int) -> None:
        rng = Random(seed)
        first = [a_row(rng, 0, spoils=spoils and rng.random() < 0.5) for _ in range(4)]
        rows: list[dict[str, Any]] = []
        for one in first:  # of each some that differ in days and numbers alone
            for _ in range(7):
                again = {**one, "id": f"r{len(rows)}"}
                again["grants"] = one["grants"] and [_otherwise(rng, each) for each in one["grants"]]
                again["events"] = [_otherwise(rng, each) for each in one["events"]]
                rows.append(again)
        rng.shuffle(rows)
        names = ("id", "grantee", "grants", "events", "grant", "parties")
        arrays = [pa.array([row[each] for row in rows], FIELDS.get(each, TEXT)) for each in names]
        asking = checked(
            plan,
            "exercise",
            on=a_day(rng),
            days=None,
            rights=rng.choice([1, 5]),
            by=None,
            readings=None,
            settle=rng.random() < 0.5,
        )
        found = compare(plan, asking, pa.RecordBatch.from_arrays(arrays, names=list(names)))
        compiled.append(found.compiled)

    law()
    assert spoils or any(compiled)


def _otherwise(rng: Random, told: dict[str, Any]) -> dict[str, Any]:
    """The same on another day, and with other numbers above zero."""
    found = dict(told)
    if isinstance(found.get("on"), date) and found["on"].year > 1900:
        found["on"] = a_day(rng)
    for key in ("number", "rights"):
        if isinstance(found.get(key), int) and found[key] > 0:
            found[key] = rng.randrange(1, 30)
    return found


def test_other_grants_are_told_by_columns_and_not_one_by_one() -> None:
    """Options of 60,000 and 60,000 first exercisable in a year, in the order of grant: 40,000 of the second count."""
    days = {"a": date(2018, 1, 2), "b": date(2018, 6, 1)}
    grants = [{"id": each, "grantee": "ann", "on": day, "number": 1000} for each, day in days.items()]
    events = [{"event": "first_exercisable", "on": date(2020, 1, 2), "grant": each, "value": 60000} for each in days]
    rows = [
        {"id": str(at), "grantee": "ann", "grants": grants, "events": events, "grant": "ab"[at % 2]} for at in range(40)
    ]
    plan = load("plans/iso-section-422")
    told = plan.batch(pa.Table.from_pylist(rows), action="exercise_with_iso_treatment", on="2020-12-31", rights=1)
    assert told["figure.iso-value_exact"].to_pylist() == ["60000", "40000"] * 20
    assert set(told["answered_by"].to_pylist()) == {"compiled"}
