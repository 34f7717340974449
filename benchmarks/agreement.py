"""Do all evaluators agree on random lives? A campaign over every shipped plan, against the reference.

python -m benchmarks.agreement [LIVES] [--seed N] [--processes N]
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections import Counter
from dataclasses import replace
from functools import cache
from random import Random

import kenri
from benchmarks.random_lives import Asked, asked
from kenri.api import LoadedPlan
from kenri.forward import Decision, forward_plan
from kenri.loader.calendars import business_days
from kenri.loader.library import Library
from kenri.model.dependence import dependence
from kenri.model.ruling import Ruling
from kenri.reference.court import Court
from kenri.symbolic.answer import outcome

BATCH = 250
EDGES = 0.6
"""How often a question is about a day on which the answer changes, or next to one."""


def court_of(plan: LoadedPlan, each: Asked) -> Court:
    """Where the reference answers questions about a life."""
    return Court(plan.plan, each.life, each.grant, calendars=business_days, dependence=dependence(plan.plan))


def at_an_edge(rng: Random, court: Court, each: Asked) -> Asked:
    """The same question on a day on which the answer changes, or next to one, where there is such a day."""
    question = tuple(sorted(each.question.items()))
    standing = court.standing(each.action, each.asker, court.readings(each.readings), question, each.number)
    days = [day for window in court.windows(standing, each.number) for day in (window.first, window.last) if day]
    return replace(each, day=rng.choice(days) + rng.choice((-1, 0, 0, 1))) if days else each


def both(plan: LoadedPlan, court: Court, each: Asked) -> tuple[Decision, Ruling]:
    """The answers of the two evaluators to one question."""
    decision = forward_plan(plan).decide(
        each.life,
        each.grant,
        each.action,
        each.asker,
        each.day,
        number=each.number,
        question=each.question,
        readings=each.readings,
    )
    ruling = court.rule(
        each.action,
        each.asker,
        each.day,
        number=each.number,
        question=tuple(sorted(each.question.items())),
        chosen=each.readings,
        settle=False,
    )
    return decision, ruling


def differences(decision: Decision, ruling: Ruling) -> list[str]:
    """In what two answers differ. What is missing may be told more narrowly: for the asked day alone."""
    found = [
        f"{name}: forward {a}, reference {b}"
        for name, a, b in (
            ("outcome", decision.outcome, ruling.outcome),
            ("rules", decision.rules, ruling.rules),
            ("most", decision.most, ruling.most),
            ("balances", dict(decision.balances), dict(ruling.balances)),
        )
        if a != b
    ]
    if not set(decision.missing) <= set(ruling.missing) or bool(decision.missing) != bool(ruling.missing):
        found.append(f"missing: forward {decision.missing}, reference {ruling.missing}")
    return found


def by_terms(plan: LoadedPlan, each: Asked) -> str:
    """The outcome by the terms that claims are proved with."""
    return outcome(
        plan.plan,
        each.life,
        each.grant,
        each.action,
        each.asker,
        each.day,
        number=each.number,
        question=each.question,
        readings=each.readings,
        calendars=business_days,
    )


def batch(job: tuple[int, int]) -> tuple[Counter[str], list[str]]:
    """Some lives of one seed: how they came out, and each disagreement."""
    seed, lives = job
    rng = Random(seed)
    counted: Counter[str] = Counter()
    told: list[str] = []
    for index in range(lives):
        plan = _plan(rng.choice(_ids()))
        each = asked(rng, plan.plan)
        court = court_of(plan, each)
        if rng.random() < EDGES:
            each = at_an_edge(rng, court, each)
        decision, ruling = both(plan, court, each)
        counted[ruling.outcome] += 1
        counted["fired"] += len(decision.trace)
        counted["narrower"] += decision.missing != ruling.missing
        found = differences(decision, ruling)
        if (terms := by_terms(plan, each)) != ruling.outcome:
            found.append(f"outcome: proofs {terms}, reference {ruling.outcome}")
        told += [f"seed {seed}, life {index}, {plan.id}: {one}" for one in found]
    return counted, told


_PLANS: dict[str, LoadedPlan] = {}


def _plan(name: str) -> LoadedPlan:
    if name not in _PLANS:
        _PLANS[name] = kenri.load(name)
    return _PLANS[name]


@cache
def _ids() -> list[str]:
    return sorted(Library().ids())


def main() -> None:
    """Run the campaign and print its result."""
    parser = argparse.ArgumentParser(description="Compare all evaluators on random lives.")
    parser.add_argument("lives", nargs="?", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    starts = range(0, options.lives, BATCH)
    jobs = [(options.seed * 1_000_000 + start, min(BATCH, options.lives - start)) for start in starts]
    counted: Counter[str] = Counter()
    told: list[str] = []
    begun = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(options.processes) as pool:
        for done, (counts, found) in enumerate(pool.imap_unordered(batch, jobs), 1):
            counted += counts
            for one in found:
                print(f"\n{one}", flush=True)
            told += found
            spent = time.perf_counter() - begun
            lives = min(done * BATCH, options.lives)
            print(f"\r{lives:,} of {options.lives:,} lives, {spent:,.0f} s", end="", flush=True)
    outcomes = ", ".join(f"{counted[name]:,} {name}" for name in ("allowed", "denied", "unknown"))
    print(f"\n{options.lives:,} random lives over {len(_ids())} plans, seed {options.seed}: {outcomes}")
    print(f"{counted['fired']:,} rules fired; what is missing told more narrowly {counted['narrower']:,} times")
    print(f"{len(told)} disagreements")


if __name__ == "__main__":
    main()
