"""A plan that is asked for ever: what it keeps is bounded, and it can be sent to other processes."""

from __future__ import annotations

import gc
import pickle
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from kenri.api import LoadedPlan, load
from kenri.loader.library import Library, shipped
from kenri.loader.lives import before_their_cause
from kenri.model.kept import Kept
from kenri.model.problems import Report
from kenri.reference import court
from kenri.reference.standing import Standing
from kenri.scenarios import Scenarios, scenario_files
from kenri.simulation.views import LifeView

LIFE = {
    "parties": {"sato": {"role": "grantee"}},
    "grants": [{"grantee": "sato", "on": "2015-07-13", "number": 10, "position": "director"}],
    "events": [{"on": "2025-06-25", "event": "leaves_position", "position": "director"}],
}

NUMBERED = """
plan: numbered
extends: vocabulary/equity
rules:
  open: {clause: "1", says: Open., permit: exercise, by: grantee}
  much: {clause: "2", says: Not many., forbid: exercise, when: {quantity: {asked: number}, more_than: 100000}}
"""


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> LoadedPlan:
    path = tmp_path_factory.mktemp("plan") / "numbered.yaml"
    path.write_text(NUMBERED, "utf-8")
    return load(path)


def _grows(ask: Callable[[int], object], times: int) -> float:
    """How much more memory is held at most in the second half of so many questions than in the first, as a ratio."""
    peaks = [0, 0]
    gc.collect()
    tracemalloc.start()
    try:
        for index in range(times):
            ask(index)
            if index % 100 == 99:
                gc.collect()
                half = index * 2 // times
                peaks[half] = max(peaks[half], tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    return peaks[1] / peaks[0]


def _granted(number: int) -> dict[str, Any]:
    return {"parties": {"sato": {"role": "grantee"}}, "grants": [{"grantee": "sato", "number": number}]}


def _ever_new_numbers(plan: LoadedPlan) -> Callable[[int], object]:
    life = plan.life(_granted(10))
    return lambda index: plan.ask(life, on="2025-01-01", rights=Fraction(index + 1, 7))


def _ever_new_lives(plan: LoadedPlan) -> Callable[[int], object]:
    return lambda index: plan.ask(_granted(index + 1), on="2025-01-01", rights=1)


@pytest.mark.usefixtures("garbage_of_the_test_alone")
@pytest.mark.takes_turns(2)
@pytest.mark.parametrize("asked", [_ever_new_numbers, _ever_new_lives])
def test_questions_keep_bounded_memory(
    numbered: LoadedPlan, asked: Callable[[LoadedPlan], Callable[[int], object]]
) -> None:
    # Twice as many in each half as are kept: kept for ever they would come to twice as much.
    assert _grows(asked(numbered), 1200) < 1.3


@pytest.mark.usefixtures("garbage_of_the_test_alone")
@pytest.mark.takes_turns(2)
@pytest.mark.parametrize("path", scenario_files(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_a_long_life_lets_go_of_waits_for_no_collection(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Each step of a life leaves how everything stood behind. Held by circles it would stay until they are looked for,
    # which takes the longer the more there is: a life of many events would take its time over that.
    monkeypatch.setattr(court, "_OTHER_VALUES", 50)
    scenarios = Scenarios()
    lives = {id(each.life): each for each in scenarios.read([path], Report())}
    for each in list(lives.values())[:3]:
        plan = scenarios.plan(each.plan)
        if [*before_their_cause(each.life, plan.plan)]:
            continue  # it cannot be played
        for task in (plan.simulate, plan.audit):
            gc.collect()
            gc.disable()
            try:
                found = task(replace(each.life))
                left = [one for one in gc.get_objects() if isinstance(one, Standing | LifeView)]
            finally:
                gc.enable()
            assert not left
            assert found is not None


def test_what_is_kept_is_forgotten_at_its_limit() -> None:
    kept = Kept[int, int](3)
    for number in range(10):
        kept[number] = number
        assert len(kept) <= 3
        assert kept.setdefault(number, -1) == number
    assert kept.setdefault(99, 5) == 5


@pytest.mark.parametrize("name", Library().ids("plan"))
def test_a_plan_that_was_asked_can_be_pickled_and_answers_alike(name: str) -> None:
    plan = load(name)
    again = pickle.loads(pickle.dumps(plan))
    assert again.plan == plan.plan
    assert again.id == plan.id


def test_a_used_plan_its_lives_and_its_answers_go_to_other_processes() -> None:
    plan = load("iij/2015-5th-series")
    life = plan.life(LIFE)
    here = plan.ask(life, on="2025-07-05", rights=4)
    assert pickle.loads(pickle.dumps(here)) == here
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        there = pool.submit(LoadedPlan.ask, plan, life, on="2025-07-05", rights=4).result()
    assert there == here


def test_a_plan_of_a_folder_of_ones_own_is_pickled_with_its_folder(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(NUMBERED.replace("plan: numbered", "plan: own"), "utf-8")
    again = pickle.loads(pickle.dumps(load("own", rules=tmp_path)))
    assert again._library.folders == (tmp_path, shipped())
