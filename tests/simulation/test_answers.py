"""Answers on acts that are carried over from one recording to the next are those that are worked out anew."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from kenri.api import LoadedPlan, load
from kenri.model.life import Life
from kenri.model.own_day import days_looked_at
from kenri.simulation.answers import Answers
from kenri.simulation.steps import Simulation


@pytest.fixture(scope="module")
def plan() -> LoadedPlan:
    return load("iij/2015-5th-series")


def crowded(plan: LoadedPlan, seed: int) -> Life:
    """A life with many exercises on few days, recorded in some order: late, corrected, taken back."""
    rng = Random(seed)
    days = [f"2025-{day}" for day in ("06-26", "06-27", "07-05", "07-06")]
    events: list[dict[str, Any]] = [
        {"id": "left", "on": "2025-06-25", "event": "leaves_position", "position": "director"}
    ]
    for index in range(12):
        event = {"id": f"e{index}", "on": rng.choice(days), "event": "exercises", "rights": rng.randint(1, 4)}
        if rng.random() < 0.3:
            event["requested_on"] = rng.choice(days)
        aside = {each.get("corrects") for each in events}
        earlier = [each["id"] for each in events[1:] if not each.get("cancelled") and each["id"] not in aside]
        if earlier and rng.random() < 0.2:
            event["corrects"] = rng.choice(earlier)
            if rng.random() < 0.5:
                event = {**{key: event[key] for key in ("id", "on", "event", "corrects")}, "cancelled": True}
        events.append(event)
    if rng.random() < 0.5:
        events.insert(rng.randrange(1, len(events)), {**events[0], "id": "again", "event": "takes_position"})
    recorded: dict[Any, str] = {}
    for index, event in enumerate(events):
        on = f"2025-{7 + rng.randint(0, 2):02}-{10 + index:02}"
        event["recorded"] = recorded[event["id"]] = max(on, recorded.get(event.get("corrects"), on))
    return plan.life(
        {
            "parties": {"sato": {"role": "grantee"}},
            "grants": [{"grantee": "sato", "on": "2015-07-13", "number": 8, "position": "director"}],
            "events": events,
        }
    )


def played(plan: LoadedPlan, life: Life) -> Simulation:
    return LoadedPlan(plan.plan, plan._name, plan._library).simulate(life)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_carried_over_is_what_is_worked_out_anew(
    plan: LoadedPlan, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = crowded(plan, seed)
    carried = played(plan, life)
    monkeypatch.setattr(Answers, "_stale", lambda self, asked: [key for *_, key in self._alike[asked]])
    assert carried == played(plan, life)


def test_exercises_of_one_day_are_answered_once(plan: LoadedPlan, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    given = Answers._given

    def counted(self: Answers, life: Life, event: Any, *of: Any) -> Any:
        asked.append(event.id)
        return given(self, life, event, *of)

    monkeypatch.setattr(Answers, "_given", counted)
    events = [{"id": f"e{index}", "on": "2025-06-26", "event": "exercises", "rights": 1} for index in range(9)]
    left = {"on": "2025-06-25", "event": "leaves_position", "position": "director"}
    grant = {"grantee": "sato", "on": "2015-07-13", "number": 20, "position": "director"}
    played(plan, plan.life({"parties": {"sato": {"role": "grantee"}}, "grants": [grant], "events": [left, *events]}))
    assert sorted(asked) == [each["id"] for each in events]


def test_days_on_which_rights_are_looked_at(plan: LoadedPlan) -> None:
    actions = ("exercise", "dispose", "acquire")
    named = {action: days_looked_at(plan.plan, plan.dependence, action) for action in actions}
    # As many may be exercised as are held on the day itself or on that of the request; as many acquired as on the eve
    # of a day that is no fact of the question.
    assert named == {"exercise": {"requested_on"}, "dispose": frozenset(), "acquire": None}
