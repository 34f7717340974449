"""Compiling a plan for forward chaining: what it says of itself, what it refuses, and where it cannot be."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import kenri
from kenri.forward import (
    Decision,
    RefusedError,
    compile_plan,
    firing,
    forward_answer,
    forward_plan,
    refused,
)
from kenri.loader import calendars
from kenri.loader.calendars import business_days, calendars_of
from kenri.loader.library import Library
from kenri.model.expressions import All, EventMoments, Node, construct
from kenri.model.limits import FORWARD_FACTS
from kenri.model.plan import State
from kenri.model.problems import ProblemsError
from tests.forward.engine_probe import run

PLAN = kenri.load("iij/2015-5th-series")

LIFE = {
    "parties": {"sato": {"role": "grantee"}},
    "grants": [{"grantee": "sato", "on": date(2015, 7, 13), "number": 10, "position": "director"}],
    "events": [
        {"on": date(2025, 6, 25), "event": "leaves_position", "position": "director"},
        {"on": date(2025, 6, 29), "event": "exercises", "rights": 4},
    ],
}


def answered(**question: Any) -> Decision:
    return forward_answer(PLAN, LIFE, **{"on": "2025-07-05", **question})


def test_the_first_and_the_last_of_the_ten_days_are_inside() -> None:
    outcomes = [answered(on=day).outcome for day in ("2025-06-25", "2025-06-26", "2025-07-05", "2025-07-06")]
    assert outcomes == ["denied", "allowed", "allowed", "denied"]


def test_the_trace_tells_in_which_order_rules_fired_and_what_they_derived() -> None:
    trace = answered(rights=4).trace
    fired = [(step.chapter, step.rule) for step in trace]
    loss = fired.index(("a-director", "ends"))
    window = next(index for index, step in enumerate(trace) if step.chapter == "ten-days" and step.rule == "covered")
    moved = next(index for index, step in enumerate(trace) if step.derived and step.derived.sort == "moved")
    decided = fired.index(("exercise", "ten-days-after-leaving"))
    assert loss < window < moved < decided
    (asked_day, period) = trace[window].on
    assert (asked_day.sort, period.sort) == ("asked", "period")
    assert (period.day, period.last) == (date(2025, 6, 26).toordinal(), date(2025, 7, 5).toordinal())
    derived = trace[moved].derived
    assert derived is not None
    assert (derived.name, derived.value) == ("exercised", 4)
    decision = trace[-1].derived
    assert decision is not None
    assert (trace[-1].rule, decision.sort) == ("ten-days-after-leaving", "decides")


def test_what_is_recorded_later_is_left_out() -> None:
    life = {**LIFE, "events": [{**LIFE["events"][0], "recorded": "2025-08-01"}]}  # type: ignore[index]
    assert forward_answer(PLAN, life, on="2025-07-05", known_at="2025-07-05").outcome == "denied"
    assert forward_answer(PLAN, life, on="2025-07-05").outcome == "allowed"


def test_a_question_that_means_nothing_is_refused() -> None:
    for question in ({"rights": 0}, {"rights": "some"}, {"by": "nobody"}, {"readings": {"no": "such"}}):
        with pytest.raises(ProblemsError):
            answered(**question)


def test_a_plan_is_compiled_once() -> None:
    assert forward_plan(PLAN) is forward_plan(PLAN)


# --- what it refuses


@construct
class Tide(Node):
    """A construct that nobody has taught the forward evaluator."""

    key = "tide"
    tide: str


@pytest.mark.parametrize("name", Library().ids())
def test_no_shipped_plan_is_refused(name: str) -> None:
    assert refused(kenri.load(name).plan) == ()


def test_a_construct_it_does_not_know_is_refused_by_name() -> None:
    state = State(is_=All(all=("always", Tide(tide="high"))))  # type: ignore[arg-type]  # which is the point
    plan = replace(PLAN.plan, states={**PLAN.plan.states, "afloat": state})
    ((section, name, key, reason),) = refused(plan)
    assert (section, name, key) == ("states", "afloat", "tide")
    assert "no construct" in reason.text()
    with pytest.raises(RefusedError, match="afloat"):
        compile_plan(plan, calendars_of(plan))


def test_what_is_too_large_for_the_engine_is_refused_before_it_hangs() -> None:
    kinds = tuple(PLAN.plan.events)
    words = tuple(f"word-{index}" for index in range(40))
    node = EventMoments(event=kinds, where={"position": words, "company": words})
    plan = replace(PLAN.plan, dates={**PLAN.plan.dates, "many": replace(PLAN.plan.dates["death"], is_=node)})
    assert [refusal.construct for refusal in refused(plan)] == ["event"]


# --- commands and memory


def test_the_commands_choose_the_engine() -> None:
    life = "scenarios/lives/leaver.yaml"
    words = ["ask", "iij/2015-5th-series", life, "--on", "2025-07-05", "--engine", "forward", "--json"]
    done = subprocess.run([sys.executable, "-m", "kenri", *words], capture_output=True, text=True, check=True)
    data = json.loads(done.stdout)
    assert data["outcome"] == "allowed"
    assert data["rules"][0]["rule"] == "ten-days-after-leaving"
    assert data["trace"][-1]["derived"]["sort"] == "decides"
    words = ["test", "plans/itron-2009", "--engine", "forward"]
    done = subprocess.run([sys.executable, "-m", "kenri", *words], capture_output=True, text=True, check=True)
    assert "all answered as expected" in done.stdout
    assert "not checked by this engine" in done.stdout


def test_memory_stays_flat() -> None:
    program = """
    import resource, kenri
    from kenri.forward import forward_plan
    plan = kenri.load("plans/blackout-extension")
    from random import Random
    from kenri.testing.random_lives import asked
    rng = Random(3)
    questions = [asked(rng, plan.plan) for _ in range(20)]
    forward = forward_plan(plan)
    def ask(times):
        for index in range(times):
            q = questions[index % 20]
            forward.decide(q.life, q.grant, q.action, q.asker, q.day, number=q.number, question=q.question)
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    first = ask(300)
    print(json.dumps(ask(1500) - first))
    """
    done = run(program)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) < 3_000


EDGES = """\
plan: acme/edges
extends: vocabulary/equity
rules:
  open:
    clause: "1"
    says: On the first business day of a week.
    permit: exercise
    when: {on: {start_of: {all: [{business_day: weekdays}, {from: 2000-01-01}, {before: LAST}]}}}
"""


@pytest.mark.parametrize(("last", "is_declined"), [("2010-01-01", False), ("2010-01-01", True)])
def test_what_is_told_of_many_days_is_told_about_once_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str, is_declined: bool
) -> None:
    """A calendar has an edge or two in each week; halves of halves were told anew, and too many noticed at the end."""
    path = tmp_path / "plan.yaml"
    path.write_text(EDGES.replace("LAST", last), encoding="utf-8")
    monkeypatch.setattr(calendars, "WEEKDAYS_REACH", (2000, 2020))
    plan = kenri.load(str(path))
    life = plan.life({"grants": [{"grantee": "ann", "on": "2001-01-01", "number": 10}]})
    told: list[int] = []
    tell = firing._facts

    def counted(*args: Any) -> Any:
        told.append(len(args[-1]))
        return tell(*args)

    monkeypatch.setattr(firing, "_facts", counted)
    if is_declined:
        monkeypatch.setattr(firing, "FORWARD_FACTS", replace(FORWARD_FACTS, most=2_000))
        with pytest.raises(ProblemsError, match="declines"):
            forward_answer(plan, life, "exercise", on="2001-03-05", rights=1)
        assert sum(told) < 100
    else:
        assert forward_answer(plan, life, "exercise", on="2001-03-05", rights=1).outcome == "allowed"
        days = len(business_days("weekdays").days()[0].bounds)
        assert 2_000 < days < sum(told) < 3 * days
