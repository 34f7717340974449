"""Do all evaluators agree on random lives? A campaign over every shipped plan, against the reference.

python -m benchmarks.agreement [LIVES] [--seed N] [--processes N] [--evaluators NAME ...] [--alike N]

With `--alike` each random life is followed by others that differ from it in days and numbers alone, as in a register:
what is made of the shape of a life, as the compiled form is, then answers many.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections import Counter
from collections.abc import Sequence
from functools import cache
from random import Random
from typing import NamedTuple

import kenri
from kenri.api import LoadedPlan
from kenri.loader.library import Library
from kenri.testing.random_lives import alike, asked, at_an_edge
from tests.conformance.evaluators import OTHERS, REFERENCE, Compiled, Evaluator, Question
from tests.conformance.gaps import GAPS, SMALL_PLANS, answer, differing

BATCH = 250
"""The fewest lives of one job."""

COMPARED = [each for each in OTHERS if each.is_here() and (each.name, SMALL_PLANS) not in GAPS]
MOST_FORMS = 5
"""After so many forms another life is begun with: what those like it need forms for is nearly every one of them."""

EDGES = 0.6
"""How often a question is about a day on which the answer changes, or next to one."""


class Job(NamedTuple):
    """Some lives of one seed."""

    seed: int
    lives: int
    alike: int
    """How many lives at a time differ in days and numbers alone."""
    evaluators: tuple[str, ...]


def batch(job: Job) -> tuple[Counter[str], list[str]]:
    """How lives came out, by which evaluators they were answered, and each disagreement."""
    rng = Random(job.seed)
    counted: Counter[str] = Counter()
    told: list[str] = []
    compared = [each for each in COMPARED if each.name in job.evaluators]
    plan, first, made, forms = _plan(_ids()[0]), None, 0, _forms(compared)
    for index in range(job.lives):
        if first is None or index - made == job.alike or _forms(compared) - forms > MOST_FORMS:
            made, forms = index, _forms(compared)
            plan = _plan(rng.choice(_ids()))
            each = first = asked(rng, plan.plan)
        else:
            each = alike(rng, plan.plan, first)
        if rng.random() < EDGES:
            each = at_an_edge(rng, plan.plan, each, plan.calendars, plan.dependence)
        question = Question(plan.plan, each)
        reference = REFERENCE.answer(question)
        counted[reference["outcome"]] += 1
        for evaluator in compared:
            found = answer(evaluator, question)
            if found is not None:
                counted[evaluator.name] += 1
                different = differing(evaluator, found, reference)
                told += [f"seed {job.seed}, life {index}, {plan.id}: {one}" for one in different]
    return counted, told


def _forms(compared: Sequence[Evaluator]) -> int:
    """How many forms were begun so far."""
    return sum(each.begun for each in compared if isinstance(each, Compiled))


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
    parser.add_argument("--evaluators", nargs="+", choices=[each.name for each in COMPARED])
    parser.add_argument("--alike", type=int, default=1, help="how many lives differ in days and numbers alone")
    options = parser.parse_args()
    compared = tuple(options.evaluators or (each.name for each in COMPARED))
    size = max(BATCH, options.alike)
    jobs = [
        Job(options.seed * 1_000_000 + start, min(size, options.lives - start), options.alike, compared)
        for start in range(0, options.lives, size)
    ]
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
            lives = min(done * size, options.lives)
            print(f"\r{lives:,} of {options.lives:,} lives, {spent:,.0f} s", end="", flush=True)
    outcomes = ", ".join(f"{counted[name]:,} {name}" for name in ("allowed", "denied", "unknown"))
    print(f"\n{options.lives:,} random lives over {len(_ids())} plans, seed {options.seed}: {outcomes}")
    print(f"compared with the reference: {', '.join(f'{counted[name]:,} by {name}' for name in compared)}")
    print(f"{len(told)} disagreements")


if __name__ == "__main__":
    main()
