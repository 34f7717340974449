"""Figures as plain data, ready for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kenri.faces.contracts.cautions_data import cautions_data
from kenri.faces.contracts.plain import plain
from kenri.faces.contracts.ruling_data import sums_data
from kenri.faces.contracts.turning_data import turning_data
from kenri.faces.words import said
from kenri.model.plan import Figure, Plan
from kenri.model.ruling import FigureValue
from kenri.model.scenario import exact_number
from kenri.model.sentences import Language


def figures_data(plan: Plan, found: Sequence[FigureValue], on: str | None, lang: Language) -> dict[str, Any]:
    """The figures as plain data: `plan`, `on` (null where no day was named) and `figures`.

    Each has `figure`, `clause`, `sentence`, `value`, `unit`, `missing`, `settled`, `ways`, `sums` and `cautions` as in
    an answer to `kenri ask`, `beyond` (how many combinations of readings were looked at, where there are more), `of`
    (the actions that bring it about), `stated` (what the document states, else null) and `discrepant`. The value of a
    figure that is a day is that day, `2024-03-31`, and its unit `day`.
    """
    return {
        "plan": plan.id,
        "on": on,
        "figures": [
            {
                "figure": each.name,
                "clause": each.clause,
                "sentence": said(each.says, lang),
                "value": plain(each.shown),
                "unit": each.unit,
                "missing": list(each.missing),
                **turning_data(each.turns),
                "beyond": each.turns.beyond if each.turns is not None else None,
                "sums": sums_data(plan, each.sums, lang),
                "cautions": cautions_data(each.cautions, lang),
                "of": list(plan.figures[each.name].of),
                "stated": plain(stated(plan.figures[each.name])),
                "discrepant": is_discrepant(each, plan.figures[each.name]),
            }
            for each in found
        ],
    }


def is_discrepant(found: FigureValue, figure: Figure) -> bool:
    """Whether the document states another number, or another day."""
    return figure.stated is not None and found.shown is not None and found.shown != stated(figure)


def stated(figure: Figure) -> Any:
    """The number or the day in the document; None where it states none."""
    if figure.stated is None or isinstance(figure.stated, date):
        return figure.stated
    return exact_number(figure.stated)
