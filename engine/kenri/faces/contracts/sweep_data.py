"""A sweep as plain data: JSON with runs of days instead of cells, and CSV with a line for each cell."""

from __future__ import annotations

import csv
import io
from typing import Any

from kenri.faces.contracts.cautions_data import cautions_data
from kenri.faces.contracts.nearest import counted_out, nearest_windows
from kenri.faces.contracts.plain import exact
from kenri.faces.contracts.windows_data import window_data
from kenri.faces.words.sweep import SweepWords
from kenri.model.days import iso
from kenri.model.limits import SHOWN
from kenri.model.sentences import Language
from kenri.simulation.sweep import Sweep
from kenri.simulation.sweep_zones import cliffs


def sweep_data(sweep: Sweep, lang: Language) -> dict[str, Any]:
    """The sweep for JSON; days are text, and runs are clipped to the asked days, both ends included."""
    words = SweepWords(sweep, lang)
    event = sweep.event
    return {
        "plan": sweep.plan.id,
        "action": sweep.action,
        "by": sweep.asker.id,
        "grant": sweep.grant.id or None,
        "rights": exact(sweep.number),
        "event": None if event is None else {"id": event.id, "event": event.kind, "on": iso(event.on)},
        "asked": {"first": iso(sweep.asked_first), "last": iso(sweep.asked_last)},
        "zones": [
            {"first": iso(each.first), "last": iso(each.last), "trend": each.trend, "says": each.says}
            for each in words.zones_in_words
        ],
        "cliffs": [
            {"first": iso(each.first), "second": iso(each.second), "before": each.before, "after": each.after}
            for each in cliffs(sweep.rows)
        ],
        "rows": [
            {
                "event_on": None if row.event_on is None else iso(row.event_on),
                "windows": [window_data(window) for window in nearest_windows(row.windows, sweep.asked_first)[0]],
                **counted_out(max(0, len(row.windows) - SHOWN.most), "windows_left_out"),
                "runs": [
                    {"first": iso(run.first), "last": iso(run.last), "outcome": run.outcome}
                    for run in row.runs(sweep.asked_first, sweep.asked_last)
                ],
            }
            for row in sweep
        ],
        "cautions": cautions_data(sweep.cautions, lang),
    }


def sweep_csv(sweep: Sweep) -> str:
    """A line for each cell: the day of the event (empty where none is varied), the asked day, the outcome."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("event_on", "asked_on", "outcome"))
    for row in sweep:
        event_on = "" if row.event_on is None else iso(row.event_on)
        for run in row.runs(sweep.asked_first, sweep.asked_last):
            writer.writerows((event_on, iso(day), run.outcome) for day in range(run.first, run.last + 1))
    return text.getvalue()
