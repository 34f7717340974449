"""Playing a life: what is recorded becomes known in order, and each recording is a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from kenri.asking.askable import AskablePlan
from kenri.loader import instants
from kenri.loader.amendments import known_from
from kenri.loader.lives import before_their_cause
from kenri.model.collecting import seldom_collected
from kenri.model.days import Day
from kenri.model.life import Event, Instant, Life
from kenri.model.problems import ProblemsError
from kenri.simulation import changes
from kenri.simulation.steps import Simulation, Step
from kenri.simulation.views import LifeView, Logs, SimulationScope, recorded


class Recording(NamedTuple):
    """Something that becomes known: an event, or an amendment."""

    known_at: Instant
    event: Event | None = None
    amendment: str = ""


@seldom_collected()
def simulate(
    plan: AskablePlan,
    life: Life | Mapping[str, Any],
    *,
    action: str | None = None,
    by: str | None = None,
    grant: str | None = None,
    readings: Mapping[str, str] | None = None,
) -> Simulation:
    """A life played in the order in which its events were recorded, and its plan amended.

    Looked at are the action, the party (or role) and the grant named, or each there is. Raises `ProblemsError` for a
    question that means nothing, and for events that stand before what must have come first.
    """
    checked = plan.life(life)
    problems = list(before_their_cause(checked, plan.plan))
    if problems:
        raise ProblemsError(problems)
    question = SimulationScope(
        action=None if action is None else plan.action(action),
        by=by,
        grant=None if grant is None else plan.grant(checked, grant).id,
        readings=plan.readings(readings or {}),
    )
    recordings = order(plan, checked)
    # What was known of the plan before anything was recorded is no step.
    start = recordings[0].known_at - 1 if recordings else None
    played = [recording.event.id if recording.event is not None else "" for recording in recordings]
    known = {id_: count for count, id_ in enumerate(played, 1) if id_}
    logs = Logs(checked, question, known)
    opening = view = LifeView(plan, checked, question, start, logs=logs)
    steps: list[Step] = []
    for count, recording in enumerate(recordings, 1):
        after = LifeView(plan, checked, question, recording.known_at, logs=logs, count=count, earlier=view)
        steps.append(_step(plan, recording, view, after, partial(recorded, checked, known, count)))
        after.forget_earlier()
        view = after
    return Simulation(
        plan=plan.id,
        opening=opening.tracks,
        steps=tuple(steps),
        tracks=view.tracks,
        balances=view.balances,
        life=checked,
    )


def order(plan: AskablePlan, life: Life) -> list[Recording]:
    """The recordings of a life in the order in which they became known; of one instant, in that of the record.

    A correction comes after what it corrects, whatever is said of when it was recorded. Amendments that became known
    before any event are left out.
    """
    at: dict[str, Instant] = {}
    for event in life.events:
        at[event.id] = max(event.recorded, at.get(event.corrects or "", event.recorded))
    events = sorted(life.events, key=lambda event: at[event.id])
    if not events:
        return []
    known = [(known_from(each, plan.plan.zone), name) for name, each in plan.plan.amendments.items()]
    since = at[events[0].id]
    recordings = [Recording(instant, amendment=name) for instant, name in sorted(known) if instant >= since]
    recordings += [Recording(at[event.id], event) for event in events]
    return sorted(recordings, key=lambda recording: recording.known_at)


def _step(
    plan: AskablePlan, recording: Recording, before: LifeView, after: LifeView, recorded: Callable[[], Life]
) -> Step:
    event = recording.event
    known_on, asked_until = _days(recording.known_at, ZoneInfo(plan.plan.zone))
    day = known_on if event is None else max(event.on, known_on)
    began, ended, withdrawn = changes.states(before, after)
    came, gone = changes.movements(before.movements, after.movements)
    owed, owed_no_more = changes.duties(before, after, day)
    moved = tuple(changes.windows(before.tracks, after.tracks))
    asked = {(change.grant, change.action, change.by) for change in moved}
    for track in after.tracks:
        if any(window.last is None or window.last >= day for window in track.windows):
            asked.add((track.grant, track.action, track.by))
    return Step(
        event=event,
        amendment=recording.amendment,
        day=day,
        known_at=recording.known_at,
        states_began=began,
        states_ended=ended,
        states_withdrawn=withdrawn,
        windows_before=before.tracks,
        windows_after=after.tracks,
        windows_changed=moved,
        movements=came,
        movements_withdrawn=gone,
        acts=tuple(after.judged(key) for key in after.acts_since(before)),
        rulings=tuple(after.ruling(key, day) for key in after.standings if key in asked),
        next_deadline=after.deadline(day),
        duties=owed,
        duties_withdrawn=owed_no_more,
        reconsider=(*changes.acts(before, after), *changes.days(before, after, asked_until)),
        recorded=recorded,
    )


def _days(known_at: Instant, zone: ZoneInfo) -> tuple[Day, Day]:
    """The day of an instant, and the first day on which nobody was answered before it."""
    return instants.local(known_at, zone).toordinal(), instants.local(known_at - 1, zone).toordinal() + 1
