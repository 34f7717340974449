"""A simulation whose steps share what is worked out is the one in which each is worked out by fresh courts."""

from __future__ import annotations

import io
import json
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from kenri.api import LoadedPlan
from kenri.faces.contracts.simulation_data import simulation_data
from kenri.faces.playback.simulation_view import render_simulation
from kenri.loader.lives import before_their_cause
from kenri.model.life import Life
from kenri.model.problems import Report
from kenri.reference.court import Court
from kenri.scenarios import Scenarios, scenario_files
from kenri.simulation import play
from kenri.simulation.steps import Simulation
from kenri.simulation.views import LifeView, Logs, recorded
from kenri.testing.strategies import logs
from tests.test_audit_alone import PLANS, kinds_of, plan_of


class FreshView(LifeView):
    """A view that is made of what is recorded alone: by courts of its own, and after no other."""

    def __init__(self, plan: LoadedPlan, life: Life, *of: Any, logs: Logs, count: int = 0, earlier: Any = None) -> None:
        super().__init__(plan, recorded(life, logs.known_from, count), *of)


def fresh(plan: LoadedPlan, life: Life) -> Simulation:
    """The simulation in which no court shares anything with another."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(play, "LifeView", FreshView)
        patched.setattr(Court, "seeing", Court.anew)
        return play.simulate(plan, life)


def assert_shared_is_fresh(plan: LoadedPlan, life: Life) -> None:
    if [*before_their_cause(life, plan.plan)]:
        return  # it cannot be played
    shared, alone = plan.simulate(life), fresh(plan, life)
    assert list(shared) == list(alone)
    assert shared == alone
    assert [step.life for step in shared] == [step.life for step in alone]
    one, other = (json.dumps(simulation_data(plan, each, "en"), ensure_ascii=False) for each in (shared, alone))
    assert one == other
    assert written(plan, shared) == written(plan, alone)


def written(plan: LoadedPlan, simulation: Simulation) -> str:
    file = io.StringIO()
    Console(file=file, width=160).print(render_simulation(plan, simulation, "en"))
    return file.getvalue()


@pytest.mark.takes_turns(12)
@pytest.mark.parametrize("path", scenario_files(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_life_of_a_scenario_is_played_as_by_fresh_courts(path: Path) -> None:
    scenarios = Scenarios()
    lives = {id(each.life): each for each in scenarios.read([path], Report())}
    for each in lives.values():
        assert_shared_is_fresh(scenarios.plan(each.plan), each.life)


@pytest.mark.takes_turns(3)
@pytest.mark.parametrize("name", PLANS)
@settings(max_examples=3)
@given(data=st.data())
def test_a_log_is_played_as_by_fresh_courts(name: str, data: st.DataObject) -> None:
    plan = plan_of(name)
    assert_shared_is_fresh(plan, data.draw(logs(plan, kinds=kinds_of(name), max_events=6)))


@pytest.mark.takes_turns(4)
@pytest.mark.parametrize("seed", range(8))
def test_a_crowded_life_is_played_as_by_fresh_courts(seed: int) -> None:
    plan = plan_of("iij/2015-5th-series")
    assert_shared_is_fresh(plan, crowded(plan, Random(seed)))


def crowded(plan: LoadedPlan, rng: Random) -> Life:
    """Two grants with many events on few days about one of them or both: some late, corrected, taken back."""
    days = [f"2025-{day}" for day in ("06-24", "06-26", "06-27", "07-05", "07-06")]
    kinds: list[dict[str, Any]] = [
        *({"event": "exercises", "rights": number} for number in (1, 2, 3, 4)),
        {"event": "leaves_position", "position": "director"},
        {"event": "takes_position", "position": "director"},
        {"event": "gives_acquisition_notice"},
        {"event": "splits_shares", "ratio": 2, "record_date": "2025-06-26"},
    ]
    events: list[dict[str, Any]] = [
        {"id": "left", "on": "2025-06-25", "event": "leaves_position", "position": "director"}
    ]
    for index in range(14):
        event = {"id": f"e{index}", "on": rng.choice(days), **rng.choice(kinds[:4] if rng.random() < 0.7 else kinds)}
        if event["event"] == "exercises":
            event["grant"] = rng.choice(("one", "two"))
        aside = {each.get("corrects") for each in events}
        earlier = [each for each in events if not each.get("cancelled") and each["id"] not in aside]
        if earlier and rng.random() < 0.25:
            corrected = rng.choice(earlier)
            event = {**corrected, "id": event["id"], "corrects": corrected["id"]}
            if rng.random() < 0.5:
                event["cancelled"] = True
            else:
                event["on"] = rng.choice(days)
        events.append(event)
    recorded_on: dict[Any, str] = {}
    for index, event in enumerate(events):
        on = f"2025-{7 + rng.randint(0, 1):02}-{10 + index:02}"
        event["recorded"] = recorded_on[event["id"]] = max(on, recorded_on.get(event.get("corrects"), on))
    grant = {"grantee": "sato", "on": "2015-07-13", "position": "director"}
    return plan.life(
        {
            "parties": {"sato": {"role": "grantee"}, "hanako": {"role": "heir"}},
            "grants": [{**grant, "id": "one", "number": 12}, {**grant, "id": "two", "number": 30}],
            "events": events,
        }
    )


@pytest.mark.parametrize("seed", range(12))
def test_rights_moved_and_scaled_within_a_day_are_those_of_fresh_courts(seed: int) -> None:
    """The movements of a day go on from those of the recording before, wherever in the day the next event stands."""
    plan, rng = plan_of("plans/split-between-exercises"), Random(seed)
    events: list[dict[str, Any]] = []
    for index in range(10):
        about = {"event": "exercises", "rights": rng.randint(1, 9)} if rng.random() < 0.7 else SPLIT
        recorded_on = f"2023-06-{rng.randint(1, 28):02}"
        events.append({"id": f"e{index}", "on": rng.choice(DAYS), "recorded": recorded_on, **about})
        if index and rng.random() < 0.2:
            events[-1] |= {"recorded": f"2023-07-{index:02}", "corrects": f"e{index - 1}"}
    grant = {"grantee": "ann", "on": "2021-05-01", "number": 40}
    life = plan.life({"parties": {"ann": {"role": "grantee"}}, "grants": [grant], "events": events})
    assert_shared_is_fresh(plan, life)
    audited = plan.audit(life)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Court, "seeing", Court.anew)
        assert plan.audit(life) == audited


DAYS = ["2023-05-01", "2023-05-02"]
SPLIT = {"event": "splits", "ratio": Fraction(3, 2)}
