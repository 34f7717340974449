"""Are rulings by the compiled form the reference's? A campaign over every shipped plan, with what they turn on.

python -m benchmarks.rulings [LIVES] [--seed N] [--alike N] [--processes N]
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections import Counter
from random import Random
from typing import NamedTuple

import kenri
from kenri.loader.calendars import calendars_of
from kenri.loader.library import Library
from kenri.testing.random_lives import alike, asked, at_an_edge
from tests.compiled.by_forms import ByForms

BATCH = 400


class Batch(NamedTuple):
    """Some lives of one seed; so many at a time differ in days and numbers alone."""

    seed: int
    lives: int
    alike: int


_PLANS: dict[str, ByForms] = {}


def held(batch: Batch) -> tuple[Counter[str], list[str]]:
    """How many rulings a form gave, and how many it left to the reference; and each that is another."""
    rng = Random(batch.seed)
    counted: Counter[str] = Counter()
    told: list[str] = []
    name, first = "", None
    for index in range(batch.lives):
        if first is None or index % batch.alike == 0:
            name = rng.choice(Library().ids("plan"))
            if name not in _PLANS:
                _PLANS[name] = ByForms(kenri.load(name).plan)
            first = asked(rng, _PLANS[name].plan)
            each = first
        else:
            each = alike(rng, _PLANS[name].plan, first)
        by = _PLANS[name]
        each = at_an_edge(rng, by.plan, each, calendars_of(by.plan), by.dependence)
        try:
            counted["by a form" if by.agree(each) else "left to the reference"] += 1
        except AssertionError as error:
            told.append(f"seed {batch.seed}, life {index}, {name}: {str(error).splitlines()[0]}")
    return counted, told


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lives", nargs="?", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--alike", type=int, default=20)
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    batches = [
        Batch(options.seed * 1_000_000 + n, min(BATCH, options.lives - n), options.alike)
        for n in range(0, options.lives, BATCH)
    ]
    began = time.monotonic()
    counted: Counter[str] = Counter()
    wrong: list[str] = []
    with multiprocessing.Pool(options.processes) as pool:
        for done, (found, told) in enumerate(pool.imap_unordered(held, batches), 1):
            counted += found
            wrong += told
            print(f"\r{done * BATCH:,} lives, {len(wrong)} disagreements", end="", flush=True)
    print(f"\n{dict(counted)} in {time.monotonic() - began:,.0f} s")
    print("\n".join(wrong) or "no disagreement")


if __name__ == "__main__":
    main()
