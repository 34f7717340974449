"""Tables of random lives in the words of a plan: few shapes, each with many days and numbers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, NamedTuple

import pyarrow as pa

from kenri.api import LoadedPlan
from kenri.columnar.by_columns import ByColumns
from kenri.columnar.judge import COMPILED, Judged, RowByRow, TableQuestion, checked
from kenri.columnar.layout import LISTS, Layout
from kenri.columnar.rows import Rows
from kenri.loader.written_lives import life_data
from kenri.model.exact import as_decimal
from kenri.model.problems import ProblemsError
from kenri.testing.random_lives import EvaluatorQuestion, alike, asked, at_an_edge
from tests.columnar.scenario_tables import row_of

Row = dict[str, Any]


class RandomTable(NamedTuple):
    """Rows as Python has them, and the action they ask about."""

    action: str
    rows: list[Row]


def random_table(
    rng: Random, loaded: LoadedPlan, *, shapes: int, each: int, most_events: int = 6, lists: float = 0
) -> RandomTable:
    """So many lives about one action, and of each so many that differ from it in days and numbers alone.

    A share of them has the one grant in a list.
    """
    plan = loaded.plan
    first = [_told(asked(rng, plan, most_events=most_events)) for _ in range(6 * shapes)]
    sound = [one for one in first if rng.random() < 0.1 or _is_sound(one, loaded)] or first
    action = rng.choice([one.action for one in sound])
    several = [
        alike(rng, plan, one) if number else one
        for one in [one for one in sound if one.action == action][:shapes]
        for number in range(each)
    ]
    several = [
        at_an_edge(rng, plan, one, loaded.calendars, loaded.dependence) if rng.random() < 0.5 else one
        for one in several
    ]
    rng.shuffle(several)
    rows = [row_of_question(f"r{at}", one, loaded) for at, one in enumerate(several)]
    rows = [_renamed(rng, row) for row in rows]
    return RandomTable(action, [_in_lists(rng, row) if rng.random() < lists else row for row in rows])


def _in_lists(rng: Random, row: Row) -> Row:
    """The same with the grant in a list of one, and at times the grantee among the parties; rarely something else."""
    if "grantee" not in row:
        return row
    grantee, odd = row["grantee"], rng.random()
    grant = {name.removeprefix("grant."): value for name, value in row.items() if name.startswith("grant.")}
    own = {name.removeprefix("grantee."): value for name, value in row.items() if name.startswith("grantee.")}
    found = {name: value for name, value in row.items() if not name.startswith(("grant.", "grantee."))}
    if rng.random() < 0.7 or odd < 0.05:
        parties = [{"name": grantee, **own}] * (2 if odd < 0.05 else 1)
        found["parties"] = rng.sample(several := [*parties, *row["parties"]], len(several))
    else:
        found |= {f"grantee.{name}": value for name, value in own.items()}
    whose = {"grantee": "somebody" if odd > 0.95 else grantee} if odd < 0.98 else {}
    found["grants"] = [{**whose, **grant}] * (2 if 0.05 < odd < 0.1 else 0 if 0.1 < odd < 0.12 else 1)
    if rng.random() < 0.5:
        del found["grantee"]
    return found


def _told(each: EvaluatorQuestion) -> EvaluatorQuestion:
    """The same with every event about the one grant there is, or about all, and as a table has it."""
    events = tuple(
        replace(event, grant=None if event.grant == "other" else event.grant, id=f"event-{at + 1}")
        for at, event in enumerate(each.life.events)
    )
    return replace(each, life=replace(each.life, events=events))


def _is_sound(each: EvaluatorQuestion, loaded: LoadedPlan) -> bool:
    try:
        loaded.life(life_data(each.life, loaded.plan))
    except ProblemsError:
        return False
    return True


def _renamed(rng: Random, row: Row) -> Row:
    """The same row with other names for its parties and its grant, which random lives call alike; at times not."""
    if rng.random() < 0.1:
        return row
    names = [row["grantee"], *(party["name"] for party in row["parties"])]
    others = {name: f"{row['id']} {name}" for name in names}

    def renamed(value: Any) -> Any:
        match value:
            case str():
                return others.get(value, value)
            case list():
                return [renamed(item) for item in value]
            case dict():
                return {key: each if key in ("role", "event") else renamed(each) for key, each in value.items()}
            case _:
                return value

    found = {key: value if key.endswith(".role") else renamed(value) for key, value in row.items()}
    is_named = any(event.get("grant") for event in found["events"])
    if rng.random() < 0.5 and not is_named:
        del found["grant.id"]
    return found


def row_of_question(id_: str, each: EvaluatorQuestion, loaded: LoadedPlan) -> Row:
    """A row with its question."""
    data = life_data(each.life, loaded.plan)
    data["events"] = [
        {name: value for name, value in event.items() if name != "recorded"} for event in data.get("events", [])
    ]
    kinds = loaded.plan.actions[each.action].attributes
    row = {"id": id_, **row_of(data), "on": date.fromordinal(each.day)}
    if each.number is not None:
        row["rights"] = each.number
    if each.asker.id != each.grant.grantee:
        row["by"] = each.asker.id
    asked_kinds = Layout(loaded.plan, each.action).asked
    assert kinds.keys() == asked_kinds.keys()
    for name, value in each.question.items():
        row[f"asked.{name}"] = date.fromordinal(value) if asked_kinds[name] == "day" else value  # type: ignore[arg-type]
    return row


# --- columns


def batch_of(rng: Random, rows: Sequence[Row], layout: Layout) -> pa.RecordBatch:
    """Rows as columns, each of a type that holds all its values."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pa.RecordBatch.from_pydict({name: _column(rng, name, [row.get(name) for row in rows]) for name in names})


def _column(rng: Random, name: str, values: list[Any]) -> pa.Array:
    if name not in LISTS:
        return typed(rng, values)
    if rng.random() < 0.25:
        return pa.array([None if value is None else json.dumps(value, default=_text) for value in values], pa.string())
    items = [item for value in values for item in value or ()]
    fields = list(dict.fromkeys(field for item in items for field in item or ()))
    if not fields:
        only = {"parties": "name", "events": "event", "grants": "id"}[name]
        return pa.array(values, pa.list_(pa.struct([(only, pa.string())])))
    children = [typed(rng, [None if item is None else item.get(field) for item in items]) for field in fields]
    none = pa.array([item is None for item in items])
    struct = pa.StructArray.from_arrays(children, fields, mask=none)
    offsets: list[int | None] = [0]
    for value in values:
        offsets.append((offsets[-1] or 0) + len(value or ()))
    starts = [None if value is None else start for value, start in zip(values, offsets, strict=False)]
    of = rng.choice((pa.ListArray, pa.ListArray, pa.LargeListArray))
    width = pa.int32() if of is pa.ListArray else pa.int64()
    return of.from_arrays(pa.array([*starts, offsets[-1]], width), struct)


def typed(rng: Random, values: list[Any]) -> pa.Array:
    """An array of one of the types that hold all values; of texts where there is no other."""
    there = [value for value in values if value is not None]
    if not there:
        return pa.nulls(len(values), rng.choice((pa.null(), pa.string(), pa.int64(), pa.date32())))
    is_text = rng.random() < 0.2 and not any(isinstance(value, dict | list | datetime) for value in there)
    if not is_text and all(isinstance(value, bool) for value in there):
        return pa.array(values, pa.bool_())
    if not is_text and all(
        isinstance(value, int | Fraction | Decimal) and not isinstance(value, bool) for value in there
    ):
        return _numbers(rng, values, there)
    if all(isinstance(value, dict) for value in there):
        return pa.array(values)
    if all(isinstance(value, datetime) for value in there):
        return pa.array(values)
    if not is_text and all(isinstance(value, date) for value in there):
        kind = rng.choice((pa.date32(), pa.date32(), pa.timestamp("us"), pa.timestamp("s")))
        return pa.array(values, pa.date32()).cast(kind)
    texts = pa.array([None if value is None else _text(value) for value in values], pa.string())
    match rng.randrange(5):
        case 0:
            return texts.dictionary_encode()
        case 1:
            return texts.cast(pa.large_string())
        case 2:
            return texts.cast(pa.string_view())
        case _:
            return texts


def _text(value: Any) -> str:
    return (
        value.isoformat() if isinstance(value, date) else str(value).lower() if value in (True, False) else str(value)
    )


def _numbers(rng: Random, values: list[Any], there: list[Any]) -> pa.Array:
    if all(as_decimal(Fraction(value)) is not None for value in there) and (
        rng.random() < 0.3 or any(Fraction(value).denominator > 1 for value in there)
    ):
        decimals = [None if value is None else as_decimal(Fraction(value)) for value in values]
        return pa.array(decimals, rng.choice((pa.decimal128(38, 12), pa.decimal256(50, 12))))
    if any(Fraction(value).denominator > 1 for value in there):
        return pa.array([None if value is None else str(value) for value in values], pa.string())
    least, most = min(there), max(there)
    if most >= 2**63:
        return pa.array([None if value is None else str(value) for value in values], pa.string())
    kinds = [
        kind
        for kind, low, high in (
            (pa.int64(), -(2**63), 2**63 - 1),
            (pa.int64(), -(2**63), 2**63 - 1),
            (pa.int32(), -(2**31), 2**31 - 1),
            (pa.uint64(), 0, 2**64 - 1),
            (pa.int16(), -(2**15), 2**15 - 1),
            (pa.float64(), -(2**53), 2**53),
            (pa.float32(), -(2**24), 2**24),
        )
        if low <= least and most <= high
    ]
    return pa.array(values, rng.choice(kinds))


# --- answers


class Compared(NamedTuple):
    """How many rows were answered, and how many of them by compiled forms."""

    answered: int
    compiled: int
    bad: int


def asking_of(loaded: LoadedPlan, action: str, *, settle: bool, **more: Any) -> TableQuestion:
    """What is asked of every row."""
    given = {"on": None, "days": None, "rights": None, "by": None, "readings": None, **more}
    return checked(loaded, action, settle=settle, **given)


def compare(
    loaded: LoadedPlan,
    asking: TableQuestion,
    batch: pa.RecordBatch,
    only: Sequence[int] | None = None,
    judge: ByColumns | None = None,
) -> Compared:
    """Judge rows from their columns and by the reference, one by one: both must say the same of each row."""
    rows = Rows(batch, Layout(loaded.plan, asking.action), "<table>", 0)
    found = (judge or ByColumns(loaded, asking)).judged(rows, only)
    expected = RowByRow(loaded, asking).judged(rows, only)
    assert [*found.index] == [*expected.index]
    assert found.answers.schema.equals(expected.answers.schema)
    for own, other in zip(_told_of(found), _told_of(expected), strict=True):
        assert own == other
    assert _bad(found.bad) == _bad(expected.bad)
    assert _bad(ByColumns(loaded, asking).unfit(rows)) == _bad(RowByRow(loaded, asking).unfit(rows))
    by = found.answers.column("answered_by").to_pylist()
    return Compared(len(by), by.count(COMPILED), len(found.bad))


def _told_of(judged: Judged) -> Iterator[Mapping[str, Any]]:
    for told in judged.answers.to_pylist():
        yield {name: value for name, value in told.items() if name != "answered_by"}


def _bad(several: Sequence[Any]) -> list[Any]:
    return [(each.index, each.id, repr(each.life), each.problems) for each in several]


Spoil = Callable[[Random, Row], None]
"""Changes something in a row, in place."""
