"""Do Python, columns and C give the same? A campaign over the shapes of every shipped scenario.

python -m benchmarks.lowerings_agree [ROWS] [--seed N] [--processes N]

For each question of a scenario the outcome, the deciding rules and the largest number are made a function of Python, of
NumPy's columns and of C; rows have days and numbers about those of the scenario, so that windows open and close among
them.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from kenri import terms
from kenri.compiled.roots import ShapeQuestion, numbers
from kenri.compiled.shape import DAYS, LookedAt, Shaped, UnshapedError
from kenri.loader.library import Library
from kenri.lowering import NotExactError, compiled
from kenri.lowering.columns import Vectorised
from kenri.lowering.exact import Program, exact
from kenri.lowering.libraries import NoCompilerError, available
from kenri.lowering.native import kernels
from kenri.model.problems import Report
from kenri.model.scenario import ExpectedRuling
from kenri.scenarios import Scenarios, scenario_files
from kenri.symbolic.case import InexpressibleError

AT_ONCE = 50_000
STEPS = np.array([0, 0, 0, 1, -1, 2, 9, 10, 11, -10, 30, 31, 90, 91, 183, -183, 365, 366, -366, 730, 1461])
"""How far from a day of the scenario that of a row lies."""

MOST = 1_000_000
"""No number is further from zero."""


class Share(NamedTuple):
    """The shapes of one plan, and how many rows of each."""

    plan: str
    rows: int
    seed: int


def questions(name: str) -> Iterator[tuple[ShapeQuestion, Shaped]]:
    """The shapes of a plan's scenarios, each once."""
    scenarios = Scenarios()
    seen = set()
    for told in scenarios.read(scenario_files([name]), Report()):
        for asked in (ask.expected for ask in told.asks):
            if not isinstance(asked, ExpectedRuling):
                continue
            question = scenarios.question(told, asked)
            try:
                found = question.shaped(LookedAt.by(question.plan.plan))
            except UnshapedError:
                continue
            if found.shape not in seen:
                seen.add(found.shape)
                yield (
                    ShapeQuestion(
                        question.plan.plan,
                        found.shape,
                        question.plan.calendars,
                        question.plan.dependence,
                        widest=MOST,
                    ),
                    found,
                )


def columns(found: Shaped, rows: int, random: np.random.Generator) -> list[Any]:
    """Rows about the values of a scenario."""
    made: list[Any] = []
    for sort, value in zip(found.sorts, found.values, strict=True):
        if sort == "flag":
            made.append(random.integers(0, 2, rows).astype(bool))
        elif sort == "day":
            made.append(np.clip(value + random.choice(STEPS, rows), *DAYS).astype(np.int64))
        else:
            made.append(np.clip(value + random.integers(-3, 4, rows), 0, MOST).astype(np.int64))
    return made


def held(share: Share) -> tuple[int, int, list[str]]:
    """How many shapes and rows agree, and where they do not."""
    random = np.random.default_rng(share.seed)
    shapes = rows = 0
    told: list[str] = []
    for asking, found in questions(share.plan):
        if any(sort == "number" for sort in found.sorts):
            continue  # a fraction is no column
        try:
            with terms.afresh(as_functions=True):
                there = numbers(asking)
                roots = tuple(there.of.values())
                program = exact(roots, there.variables)
                function = compiled(roots, there.variables)
                forms: list[Any] = [Vectorised(program), *_in_c(program)]
        except (InexpressibleError, NotExactError):
            continue
        shapes += 1
        for _ in range(0, share.rows, AT_ONCE):
            given = columns(found, AT_ONCE, random)
            told += _differences(share.plan, asking.shape.action, function, forms, program.denominators, given)
            rows += AT_ONCE
    return shapes, rows, told


def _in_c(program: Program) -> Sequence[Any]:
    """The function in C, where there is a compiler that makes it within its time."""
    try:
        return kernels([program]) if available() else ()
    except NoCompilerError:
        return ()


def _differences(
    plan: str, action: str, function: Any, forms: Sequence[Any], denominators: Sequence[int], given: Sequence[Any]
) -> Iterator[str]:
    ours = [*zip(*map(function, *(each.tolist() for each in given)), strict=True)]
    for form in forms:
        for place, (theirs, over) in enumerate(zip(form(given, AT_ONCE), denominators, strict=True)):
            wide = np.broadcast_to(theirs, (AT_ONCE,))
            own = np.array([each * over for each in ours[place]] if over != 1 else ours[place])
            wrong = np.flatnonzero(own != wide)
            if len(wrong):
                row = int(wrong[0])
                values = [each[row] for each in given]
                yield f"{plan}, {action}, {type(form).__name__}, root {place}: {own[row]} and {wide[row]} of {values}"


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("rows", nargs="?", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    plans = Library().ids("plan")
    number = {plan: sum(1 for _ in questions(plan)) for plan in plans}
    each = -(-options.rows // sum(number.values()))
    shares = [Share(plan, each, options.seed + place) for place, plan in enumerate(plans)]
    began = time.monotonic()
    shapes = rows = 0
    wrong: list[str] = []
    with multiprocessing.Pool(options.processes) as pool:
        for some, more, told in pool.imap_unordered(held, shares):
            shapes, rows, wrong = shapes + some, rows + more, wrong + told
            print(f"\r{shapes:,} shapes, {rows:,} rows, {len(wrong)} disagreements", end="", flush=True)
    print(f" in {time.monotonic() - began:,.0f} s")
    print("\n".join(wrong[:20]) or "no disagreement")


if __name__ == "__main__":
    main()
