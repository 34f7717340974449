"""One question by forward chaining, against the reference and against durable-rules doing the same decision by hand.

python -m benchmarks.forward [--memory N]
"""

from __future__ import annotations

import argparse
import resource
from dataclasses import replace
from datetime import date
from random import Random

import kenri
from benchmarks.ask import LIFE, PLAN
from benchmarks.by_durable_rules import decider
from benchmarks.by_hand import fold
from benchmarks.timing import medians, report
from kenri.forward import forward_plan
from kenri.testing.random_lives import asked

BY_HAND = "durable-rules by hand, the plain case"
FORWARD = "forward, every rule and balance, traced"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time one question by forward chaining.")
    parser.add_argument("--memory", type=int, default=0, help="evaluations over which memory is watched")
    options = parser.parse_args()
    plan = kenri.load(PLAN)
    life = plan.life(LIFE)
    forward = forward_plan(plan)
    court = plan.court(life, None, None)
    day = date(2025, 7, 5).toordinal()
    asker = plan.party(life, None, court.grant)
    events = [
        (event.on, event.kind, str(event.attributes.get("position", "")), int(event.attributes.get("rights", 0)))
        for event in life.events
    ]
    by_durable_rules = decider()
    by_durable_rules(fold(events, 10), day, 4)
    decision = forward.decide(court.life, court.grant, "exercise", asker, day, number=4)
    assert decision.outcome == by_durable_rules(fold(events, 10), day, 4) == "allowed"
    found = medians(
        {
            BY_HAND: lambda: by_durable_rules(fold(events, 10), day, 4),
            FORWARD: lambda: forward.decide(court.life, court.grant, "exercise", asker, day, number=4),
            "reference, life never seen": lambda: plan.decide(replace(life), "exercise", on=day, rights=4),
            "reference, life seen before": lambda: plan.decide(life, "exercise", on=day, rights=4),
        }
    )
    report(
        f"{PLAN}, one question ({len(decision.trace)} rules fire)",
        found,
        against="durable-rules by hand, the plain case",
    )
    if options.memory:
        _memory(options.memory)


def _memory(times: int) -> None:
    """How much the process grows over many evaluations of random lives, after the first tenth."""
    plan = kenri.load(PLAN)
    forward = forward_plan(plan)
    rng = Random(1)
    start = 0
    for index in range(times):
        each = asked(rng, plan.plan)
        forward.decide(
            each.life, each.grant, each.action, each.asker, each.day, number=each.number, question=each.question
        )
        if index == times // 10:
            start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start
    print(f"{times:,} evaluations of random lives: the process grew by {grown:,} KiB after the first tenth")


if __name__ == "__main__":
    main()
