"""One question of each peer, against plain Python by hand."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from benchmarks.ask import LIFE, PLAN
from benchmarks.by_hand import decide, fold
from benchmarks.peers import engines
from benchmarks.peers.population import HEIR, Folded, lives, population, verdicts, written
from benchmarks.timing import medians, report
from kenri.api import LoadedPlan

COMPARED = 500
BY_HAND = "plain Python by hand, with the fold of five events"
ON, RIGHTS = date(2025, 7, 5), 4


def differences(decides: Mapping[str, Callable[..., bool]]) -> list[str]:
    """Where a peer says something else than the function written by hand."""
    people = population(COMPARED)
    at = range(COMPARED)
    expected = verdicts(people, at)
    found = []
    for name, decided in decides.items():
        for number, (told, yes) in enumerate(zip(lives(people, at), expected, strict=True)):
            if decided(*told) != yes:
                found.append(f"{name} differs about life {number}: {told}")
    return found


def kenri_decides(plan: LoadedPlan) -> Callable[..., bool]:
    """The bare answer of kenri about a life never seen."""

    def decided(events: Any, granted: int, on: int, rights: int, by_heir: bool) -> bool:
        life = plan.life(written(events, granted))
        by = life.parties[HEIR] if by_heir else None
        return plan.decide(life, "exercise", on=on, rights=rights, by=by)[0] == "allowed"

    return decided


def main(plan: LoadedPlan, told: Callable[[str], None]) -> None:
    """Compare, measure and print. What is not installed is told."""
    life, day = plan.life(LIFE), ON.toordinal()
    events = [
        (event.on, event.kind, str(event.attributes.get("position", "")), int(event.attributes.get("rights", 0)))
        for event in life.events
    ]
    facts = fold(events, 10)
    tasks: dict[str, Callable[[], object]] = {
        "plain Python by hand, on folded facts": lambda: decide(facts, day, RIGHTS, is_heir=False),
        BY_HAND: lambda: decide(fold(events, 10), day, RIGHTS, is_heir=False),
    }
    checks: dict[str, Callable[..., bool]] = {"kenri": kenri_decides(plan)}
    for name, make in {"Zen": engines.zen, "CEL (C++)": engines.cel, "durable-rules": engines.durable_rules}.items():
        try:
            ask = make()
        except ImportError as error:
            told(f"{name} is left out: {error}")
            continue
        checks[name] = lambda e, g, on, n, heir, ask=ask: bool(ask(fold(e, g), on, n, heir))
        tasks[f"{name}, with the fold"] = lambda ask=ask: ask(fold(events, 10), day, RIGHTS, False)  # type: ignore[misc]  # bound
    try:
        over_rows = engines.openfisca()
    except ImportError as error:
        told(f"OpenFisca is left out: {error}")
    else:

        def of_one(e: Any, g: int, on: int, n: int, heir: bool) -> bool:
            columns = (np.array([each], np.int32) for each in (*fold(e, g), on, n))
            return bool(over_rows(Folded._make([*columns, np.array([heir])]))[0])

        checks["OpenFisca"] = of_one
        tasks["OpenFisca, with the fold"] = lambda: of_one(events, 10, day, RIGHTS, False)
    if found := differences(checks):
        raise SystemExit("\n".join(found))
    tasks |= {
        "kenri, bare answer, life asked about before": lambda: plan.decide(life, "exercise", on=day, rights=RIGHTS),
        "kenri, bare answer, life never seen": lambda: plan.decide(replace(life), "exercise", on=day, rights=RIGHTS),
        "kenri, bare answer, from a dict": lambda: plan.decide(LIFE, "exercise", on=day, rights=RIGHTS),
        "kenri, full ruling, life asked about before": lambda: plan.ask(life, on=ON, rights=RIGHTS),
        "kenri, full ruling, life never seen": lambda: plan.ask(replace(life), on=ON, rights=RIGHTS),
    }
    measured = medians(tasks, rounds=9)
    measured["kenri ask, cold, time of the processor"] = _cold()
    report(f"one question, {len(checks)} peers agree on {COMPARED} lives", measured, against=BY_HAND)


def _cold() -> float:
    """Seconds of the processor that one question from the command line takes: the median of five."""
    text = """
parties: {sato: {role: grantee}}
grants: [{grantee: sato, on: 2015-07-13, number: 10, position: director}]
events: [{on: 2025-06-25, event: leaves_position, position: director}]
"""
    command = [sys.executable, "-m", "kenri", "ask", PLAN, "-", "--on", "2025-07-05"]
    times = []
    for _ in range(5):
        before = os.times()
        subprocess.run(command, input=text, text=True, check=True, stdout=subprocess.DEVNULL)
        after = os.times()
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return sorted(times)[2]
