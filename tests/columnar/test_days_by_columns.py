"""A range of days asked from columns has the stretches that are found by asking each day by itself."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pyarrow as pa

from kenri.api import load
from kenri.columnar.by_columns import ByColumns
from kenri.columnar.judge import RowByRow, checked
from kenri.columnar.layout import Layout
from kenri.columnar.sources import in_memory

PLAN = "iij/2015-5th-series"
FIRST, LAST = date(2025, 6, 20), date(2025, 7, 12)
EVENTS = pa.list_(
    pa.struct([("event", pa.string()), ("on", pa.date32()), ("position", pa.string()), ("rights", pa.int64())])
)


def rows(count: int) -> pa.Table:
    """Directors who leave about the range of days, some after an exercise, some with two events of one day."""
    rng = Random(7)
    events = []
    for _ in range(count):
        left = FIRST + timedelta(rng.randrange(-15, 25))
        own = [{"event": "leaves_position", "on": left, "position": "director"}]
        own += [
            {"event": "exercises", "on": left + timedelta(rng.randrange(11)), "rights": rng.randrange(1, 7)}
            for _ in range(rng.randrange(3))
        ]
        events.append(own)
    return pa.table(
        {
            "id": [f"h{number}" for number in range(count)],
            "grant.on": [date(2015, 7, 13)] * count,
            "grant.number": [10] * count,
            "grant.position": ["director"] * count,
            "events": pa.array(events, EVENTS),
        }
    )


def test_stretches_are_those_of_each_day_by_itself() -> None:
    plan = load(PLAN)
    asking = checked(plan, "exercise", on=None, days=(FIRST, LAST), rights=2, by=None, readings=None, settle=False)
    (block,) = in_memory(rows(60), Layout(plan.plan, "exercise")).blocks(100)
    found = ByColumns(plan, asking).judged(block)
    some = range(0, 60, 6)
    expected = RowByRow(plan, asking).judged(block, some)
    told = [each for each, at in zip(found.answers.to_pylist(), found.index, strict=True) if at in some]
    assert [each.pop("answered_by") for each in told].count("compiled") > len(told) / 2
    assert told == expected.answers.drop_columns(["answered_by"]).to_pylist()
    assert {each["outcome"] for each in told} == {"allowed", "denied"}
