"""One question: a full ruling, the bare answer, and the same decision written by hand.

python -m benchmarks.ask
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from statistics import median

import kenri
from benchmarks.by_hand import decide, fold
from benchmarks.timing import duration, medians, report

PLAN = "iij/2015-5th-series"

LIFE = {
    "parties": {"sato": {"role": "grantee"}, "hanako": {"role": "heir"}},
    "grants": [{"grantee": "sato", "on": date(2015, 7, 13), "number": 10, "position": "director"}],
    "events": [
        {"on": date(2018, 6, 28), "event": "takes_position", "position": "executive_officer"},
        {"on": date(2020, 6, 25), "event": "leaves_position", "position": "director"},
        {"on": date(2025, 6, 25), "event": "leaves_position", "position": "executive_officer"},
        {"on": date(2025, 6, 27), "event": "exercises", "rights": 3},
        {"on": date(2025, 6, 30), "event": "exercises", "rights": 2},
    ],
}


def main() -> None:
    """Measure and print."""
    plan = kenri.load(PLAN)
    life = plan.life(LIFE)
    day = date(2025, 7, 5)
    ordinal = day.toordinal()
    events = [
        (event.on, event.kind, str(event.attributes.get("position", "")), int(event.attributes.get("rights", 0)))
        for event in life.events
    ]
    facts = fold(events, 10)
    assert plan.ask(life, on=day, rights=4).outcome == "allowed"
    assert decide(facts, ordinal, 4, is_heir=False)[0]

    found = medians(
        {
            "by hand, on folded facts": lambda: decide(facts, ordinal, 4, is_heir=False),
            "by hand, with the fold of 5 events": lambda: decide(fold(events, 10), ordinal, 4, is_heir=False),
            "bare answer with rule ids": lambda: plan.decide(life, "exercise", on=ordinal, rights=4),
            "full ruling": lambda: plan.ask(life, on=day, rights=4),
            "bare answer, life never seen": lambda: plan.decide(replace(life), "exercise", on=ordinal, rights=4),
            "bare answer, from a dict never seen": lambda: plan.decide(LIFE, "exercise", on=ordinal, rights=4),
            "full ruling, life never seen": lambda: plan.ask(replace(life), on=day, rights=4),
        }
    )
    report(f"{PLAN}, one question", found, against="by hand, with the fold of 5 events")
    loads = medians({"load": lambda: kenri.load(PLAN)}, rounds=9)
    print(f"loading the plan again  {duration(loads['load'])}")
    for words in (["--help"], ["ask", PLAN, "-", "--on", "2025-07-05"]):
        print(f"kenri {' '.join(words)}  {duration(_cold(words))} wall, median of 7 cold starts")


def _cold(words: list[str]) -> float:
    text = """
parties: {sato: {role: grantee}}
grants: [{grantee: sato, on: 2015-07-13, number: 10, position: director}]
events: [{on: 2025-06-25, event: leaves_position, position: director}]
"""
    times = []
    for _ in range(7):
        start = time.perf_counter()
        command = [sys.executable, "-m", "kenri", *words]
        subprocess.run(command, input=text, text=True, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return median(times)


if __name__ == "__main__":
    main()
