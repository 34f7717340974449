"""A simulation as plain data, ready for JSON.

Days are ISO text, null where there is no bound; instants are ISO text in the zone of the plan; numbers are whole or
text such as `1/3`, and null where they are not known; the largest number allowed may be a word, as in `kenri ask`. A
simulation has `plan`, `opening` (windows before anything is recorded), `steps` and `balances` (in the end, by grant). A
step has the keys of `kenri.simulation.Step`; where a list is too long to be shown, `LIST_left_out` counts what is not
there, and in a row of the comparison `left_out` does by branch. Branches are under `branches` by name, and `comparison`
has a row for each question, with the answers by branch and whether they differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from kenri.api import LoadedPlan
from kenri.faces.contracts.cautions_data import cautions_data
from kenri.faces.contracts.decision_data import Fired, decision_data
from kenri.faces.contracts.duties_data import owed_data
from kenri.faces.contracts.nearest import counted_out, nearest_of, nearest_windows
from kenri.faces.contracts.plain import exact, plain
from kenri.faces.contracts.windows_data import window_data
from kenri.faces.words import said
from kenri.loader import instants
from kenri.loader.declarations import attribute
from kenri.model.days import FIRST_DAY, NEVER, Day, iso
from kenri.model.hours import clock
from kenri.model.life import Event, Fact, Instant, Life
from kenri.model.plan import Plan
from kenri.model.ruling import Exact, Most, Outcome, Ruling, Window
from kenri.model.sentences import Language
from kenri.simulation.comparison import Answer, BranchComparison, ComparisonRow
from kenri.simulation.steps import (
    ActRevised,
    Deadline,
    Moved,
    Revised,
    Simulation,
    StateSpan,
    Step,
    Track,
    WindowChange,
)

Data = dict[str, Any]


def simulation_data(plan: LoadedPlan, simulation: Simulation, lang: Language, fired: Fired | None = None) -> Data:
    """One simulation; with `fired`, its answers are those of forward chaining, each with its trace."""
    return {
        "plan": simulation.plan,
        "opening": _tracks(simulation.opening, simulation.steps[0].day if simulation.steps else FIRST_DAY),
        "steps": [_step(plan, step, simulation.life, lang, fired or {}) for step in simulation],
        "balances": {
            grant: {name: exact(value) for name, value in balances.items()}
            for grant, balances in simulation.balances.items()
        },
        "cautions": cautions_data(simulation.cautions, lang),
    }


def comparison_data(
    plan: LoadedPlan, comparison: BranchComparison, lang: Language, fired: Mapping[str, Fired] | None = None
) -> Data:
    """The first simulation, the others as its branches, and all side by side."""
    first, *others = [
        (name, simulation_data(plan, each, lang, (fired or {}).get(name)))
        for name, each in comparison.simulations.items()
    ]
    names = list(comparison.simulations)
    last = max((step.day for each in comparison.simulations.values() for step in each), default=FIRST_DAY)
    rows = [_row(row, names, last) for row in comparison.rows]
    return {**first[1], "branches": dict(others), "comparison": rows}


def _row(row: ComparisonRow, names: Sequence[str], last: Day) -> Data:
    """A row; of many windows those nearest to the last day on which something is recorded."""
    near = [nearest_windows(each, last) if isinstance(each, tuple) else (each, 0) for each in row.answers]
    left_out = {name: more for name, (_, more) in zip(names, near, strict=True) if more}
    return {
        "asked": row.asked,
        "grant": row.grant or None,
        "action": row.action or None,
        "by": row.by or None,
        "on": None if row.day is None else iso(row.day),
        "balance": row.balance or None,
        "differs": row.differs,
        "answers": {name: _answer(row, each) for name, (each, _) in zip(names, near, strict=True)},
        **({"left_out": left_out} if left_out else {}),
    }


def _answer(row: ComparisonRow, answer: Answer | list[Window]) -> Any:
    match answer:
        case tuple() | list():
            return [window_data(window) for window in answer]
        case int() if row.asked == "last-day":
            return iso(answer)
        case str():
            return answer
        case _:
            return exact(answer)


# --- steps


def _step(plan: LoadedPlan, step: Step, life: Life, lang: Language, fired: Fired) -> Data:
    then = plan.as_known_at(step.known_at).plan
    step, left_out = nearest_of(step)
    return {
        "event": None if step.event is None else _event(plan.plan, step.event, life),
        "amendment": step.amendment or None,
        "day": iso(step.day),
        "known_at": _instant(plan.plan, step.known_at),
        "states_began": [_span(each, lang) for each in step.states_began],
        "states_ended": [_span(each, lang) for each in step.states_ended],
        "states_withdrawn": [_span(each, lang) for each in step.states_withdrawn],
        "windows_before": _tracks(step.windows_before, step.day),
        "windows_after": _tracks(step.windows_after, step.day),
        "windows_changed": [change_data(each) for each in step.windows_changed],
        "movements": [moved_data(each, lang) for each in step.movements],
        "movements_withdrawn": [moved_data(each, lang) for each in step.movements_withdrawn],
        "acts": [{"grant": act.grant or None, **_ruling(act.ruling, lang)} for act in step.acts],
        "rulings": [{**_ruling(each, lang), **_fired(then, fired, step, each, lang)} for each in step.rulings],
        "next_deadline": None if step.next_deadline is None else _deadline(step.next_deadline),
        "duties": owed_data(step.duties, lang),
        "duties_withdrawn": owed_data(step.duties_withdrawn, lang),
        "reconsider": [_revised(each, lang) for each in step.reconsider],
        **{f"{name}_left_out": more for name, more in left_out.items()},
    }


def _fired(plan: Plan, fired: Fired, step: Step, ruling: Ruling, lang: Language) -> Data:
    decision = fired.get((step.id, ruling.grant, ruling.action, ruling.by))
    if decision is None:
        return {}
    data = decision_data(plan, decision, lang)
    return {"outcome": data["outcome"], "fired": data["trace"]}


def _event(plan: Plan, event: Event, life: Life) -> Data:
    types = {name: attribute(use).type for name, use in life.kind_of(event, plan).attributes.items()}
    return {
        "id": event.id,
        "event": event.kind,
        "on": iso(event.on),
        "recorded": _instant(plan, event.recorded),
        "who": event.who or None,
        "grant": event.grant,
        "attributes": {name: _fact(value, types.get(name)) for name, value in event.attributes.items()},
        "corrects": event.corrects,
        "cancelled": event.cancelled,
        "place": str(event.place) if event.place is not None else None,
    }


def _fact(value: Fact, type_: str | None) -> Any:
    match value:
        case bool() | str():
            return value
        case int() if type_ == "day":
            return iso(value) if value < NEVER else None
        case float():
            return None
        case _:
            return exact(value)


def _instant(plan: Plan, instant: Instant) -> str:
    return instants.local(instant, ZoneInfo(plan.zone)).isoformat()


def _day(day: Day | None) -> str | None:
    return None if day is None or day <= FIRST_DAY else iso(day)


def _tracks(tracks: Sequence[Track], day: Day) -> list[Data]:
    return [_track(track, day) for track in tracks]


def _track(track: Track, day: Day) -> Data:
    windows, left_out = nearest_windows(track.windows, day)
    return {**_who(track), "windows": [window_data(window) for window in windows], **counted_out(left_out)}


def _who(asked: Track | WindowChange | Deadline | Ruling) -> Data:
    return {"action": asked.action, "by": asked.by, "grant": asked.grant or None}


def _span(span: StateSpan, lang: Language) -> Data:
    return {
        "state": span.state,
        "clause": span.clause,
        "says": said(span.says, lang),
        "grant": span.grant or None,
        "first": _day(span.first),
        "last": _day(span.last),
    }


def _window(window: Window | None) -> Data | None:
    return None if window is None else window_data(window)


def change_data(change: WindowChange) -> Data:
    """What became of a window: `action`, `by`, `grant`, `how`, and the window `before` and `after`."""
    return {**_who(change), "how": change.how, "before": _window(change.before), "after": _window(change.after)}


def moved_data(moved: Moved, lang: Language) -> Data:
    """Rights that move: `on`, `grant`, `effect`, `clause`, `says`, `event`, `from`, `to`, `number` and `asked`."""
    return {
        "on": iso(moved.day),
        "grant": moved.grant or None,
        "effect": moved.effect,
        "clause": moved.clause,
        "says": said(moved.says, lang),
        "event": moved.event or None,
        "from": moved.from_,
        "to": moved.to or None,
        "number": exact(moved.number),
        "asked": exact(moved.asked),
    }


def _ruling(ruling: Ruling, lang: Language) -> Data:
    return {
        **_who(ruling),
        "on": iso(ruling.on),
        "number": exact(ruling.number),
        "outcome": ruling.outcome,
        "rules": [
            {
                "rule": finding.rule,
                "clause": finding.clause,
                "sentence": said(finding.says, lang),
                "verdict": finding.verdict,
                "applies": finding.holds,
            }
            for finding in ruling.findings
        ],
        "missing": list(ruling.missing),
        "next_day": _day(ruling.next_day),
        "perhaps_day": _day(ruling.perhaps_day),
        "perhaps_missing": list(ruling.perhaps_missing),
        "most": exact(ruling.most),
        "figures": {figure.name: plain(figure.shown) for figure in ruling.figures},
    }


def _deadline(deadline: Deadline) -> Data:
    hour = {} if deadline.closes is None else {"closes": clock(deadline.closes), "zone": deadline.zone}
    return {"on": iso(deadline.day), **hour, **_who(deadline), "most": exact(deadline.most)}


def _revised(revised: Revised, lang: Language) -> Data:
    if isinstance(revised, ActRevised):
        return {
            "act": revised.event.id,
            "grant": revised.grant or None,
            "place": str(revised.event.place) if revised.event.place is not None else None,
            "then": _ruling(revised.then, lang),
            "now": _ruling(revised.now, lang),
        }
    return {
        "action": revised.action,
        "by": revised.by,
        "grant": revised.grant or None,
        "first": iso(revised.first),
        "last": iso(revised.last),
        "then": _answered(revised.then, revised.most_then, revised.figures_then),
        "now": _answered(revised.now, revised.most_now, revised.figures_now),
    }


def _answered(outcome: Outcome, most: Most, figures: Mapping[str, Exact | date | None]) -> Data:
    return {
        "outcome": outcome,
        "most": exact(most),
        "figures": {name: plain(value) for name, value in figures.items()},
    }
