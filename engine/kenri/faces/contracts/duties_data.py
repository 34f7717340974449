"""What must be done as plain data, ready for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from kenri.faces.contracts.cautions_data import cautions_data
from kenri.faces.contracts.plain import day_or_null
from kenri.faces.contracts.turning_data import turning_data
from kenri.faces.words import said
from kenri.model.days import NEVER, iso
from kenri.model.duty import Duties, OwedDuty
from kenri.model.sentences import Language


def duties_data(found: Duties, lang: Language) -> dict[str, Any]:
    """The duties of a life as plain data: `plan`, `on`, `duties`, `settled`, `ways`, `beyond` and `cautions`.

    Each of `duties` is as `owed_data` has it; each of `ways` has the `duties` under other readings.
    """
    return {
        "plan": found.plan,
        "on": iso(found.on),
        "duties": owed_data(found.owed, lang),
        **turning_data(found.turns, "duties", partial(owed_data, lang=lang)),
        "beyond": found.turns.beyond if found.turns is not None else None,
        "cautions": cautions_data(found.cautions, lang),
    }


def owed_data(several: Sequence[OwedDuty], lang: Language) -> list[dict[str, Any]]:
    """Each time that something must be done: `duty`, `clause`, `sentence`, `otherwise`, `of`, `by`, `grant`, `event`,
    `first`, `last`, `perhaps` (the days between which it falls due, where that is not known), `standing`, `done_on` and
    `missing`.
    """
    return [
        {
            "duty": each.duty,
            "clause": each.clause,
            "sentence": said(each.says, lang),
            "otherwise": said(each.otherwise, lang) or None,
            "of": list(each.of),
            "by": each.by,
            "grant": each.grant or None,
            "event": each.event or None,
            "first": day_or_null(each.first),
            "last": day_or_null(each.last),
            "perhaps": _perhaps(each),
            "standing": each.standing,
            "done_on": day_or_null(each.done_on),
            "missing": list(each.missing),
        }
        for each in several
    ]


def _perhaps(each: OwedDuty) -> list[str | None] | None:
    if not each.perhaps:
        return None
    last = each.perhaps.bounds[-1] - 1
    return [day_or_null(each.perhaps.first), None if last >= NEVER - 1 else iso(last)]
