"""A vesting schedule as plain data, ready for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kenri.faces.contracts.cautions_data import cautions_data
from kenri.faces.contracts.plain import day_or_null, exact
from kenri.faces.contracts.turning_data import turning_data
from kenri.faces.words import said
from kenri.model.days import Day
from kenri.model.schedule import Schedule, SchedulePart
from kenri.model.sentences import Language


def schedule_data(plan: str, found: Schedule, on: Day | None, lang: Language) -> dict[str, Any]:
    """The schedule as plain data: `plan`, `name`, `clause`, `sentence`, `unit`, `grant`, `of` (how many parts there
    are), `missing`, `on`, `next`, `schedule`, `settled`, `ways`, `beyond` and `cautions`.

    Each line of `schedule` has `first` and `last` (the same where its day is known), `parts` (the first and the last
    part; null beside the schedule), `number`, `scheduled`, `adds`, `in_all`, `fate`, `since` and `missing`, as
    `SchedulePart` has them. `next` is the place in it, from 0, of the next part after the day `on`, or null; each of
    `ways` has the `schedule` under other readings.
    """
    coming = None if on is None else found.next_part(on)
    return {
        "plan": plan,
        "name": found.name,
        "clause": found.clause,
        "sentence": said(found.says, lang),
        "unit": found.unit,
        "grant": found.grant or None,
        "of": found.of,
        "missing": list(found.missing),
        "on": day_or_null(on),
        "next": None if coming is None else found.parts.index(coming),
        "schedule": _lines(found.parts),
        **turning_data(found.turns, "schedule", _lines),
        "beyond": found.turns.beyond if found.turns is not None else None,
        "cautions": cautions_data(found.cautions, lang),
    }


def _lines(parts: Sequence[SchedulePart]) -> list[dict[str, Any]]:
    return [
        {
            "first": day_or_null(each.first),
            "last": day_or_null(each.last),
            "parts": None if each.parts is None else list(each.parts),
            "number": exact(each.number),
            "scheduled": exact(each.scheduled),
            "adds": exact(each.adds),
            "in_all": exact(each.in_all),
            "fate": each.fate,
            "since": day_or_null(each.since),
            "missing": list(each.missing),
        }
        for each in parts
    ]
