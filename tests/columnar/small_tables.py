"""A small plan, and tables for it that can be spoilt."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import kenri
from kenri.api import LoadedPlan
from kenri.columnar.judge import RowByRow, checked
from tests.hostile import written

PLAN = """\
plan: acme/rows
zone: Asia/Tokyo
roles: {grantee: {}, heir: {}, company: {}}
actions: {exercise: {attributes: {paid: {type: flag, optional: true}}}}
balances: {exercised: {}}
terms: {price: {unknown: the board sets it, type: number}}
grant_attributes: {rank: {type: text, optional: true}, cost: {type: number, optional: true}}
party_attributes: {nationality: {one_of: [jp, us], optional: true}}
events:
  leaves: {personal: true, attributes: {good: {type: flag, optional: true}}}
  exercises: {personal: true, act: exercise, number: rights, attributes: {rights: number}}
  splits: {attributes: {ratio: ratio}}
rules:
  open: {clause: "1", says: Ninety days after leaving., permit: exercise, when: {within: {days: 90}, after: {first: {event: leaves}}}}
  held: {clause: "2", says: No more than is held., limit: exercise, at_most: {balance: held}}
effects:
  spent: {clause: "3", says: Exercised., on: {event: exercises}, moves: {of_event: rights}, to: exercised}
figures:
  payment: {clause: "4", says: The payment., of: exercise, is: {multiply: [{asked: number}, {divide: [1, 3]}]}}
"""  # noqa: E501  # one entry on one line

LEFT = {"event": "leaves", "on": "2025-03-01"}
ON = date(2025, 4, 1)


def plan(folder: Path) -> LoadedPlan:
    return kenri.load(written(folder, PLAN))


def row(id_: str, **more: Any) -> dict[str, Any]:
    """A row that has its answer, with something of it otherwise."""
    return {"id": id_, "grant.on": date(2024, 1, 1), "grant.number": 100, "events": [LEFT], **more}


def judge(loaded: LoadedPlan, *, block: int = 3, **asked: Any) -> RowByRow:
    given = {"on": ON, "days": None, "rights": None, "by": None, "readings": None, "settle": False, **asked}
    return RowByRow(loaded, checked(loaded, "exercise", **given), block=block)
