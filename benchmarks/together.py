"""Readings that turn an answer: each by itself, or only all of them together.

python -m benchmarks.together
"""

from __future__ import annotations

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

import kenri
from kenri import Ruling
from kenri.api import LoadedPlan

COUNTS = (5, 10, 15)
TIMES = 12
"""Lives asked about, each never seen; the first eight of a shape have no form yet."""

HEAD = """\
plan: bench/together
zone: Asia/Tokyo
roles: {grantee: {}}
actions: {exercise: {}}
balances: {exercised: {}}
"""


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder:
        for name, rules in {"only all together": together, "an odd number of them": parity}.items():
            for many in COUNTS:
                path = Path(folder) / "plan.yaml"
                path.write_text(HEAD + readings(many) + rules(many), encoding="utf-8")
                plan = kenri.load(path)
                found = ruling(plan, 1)
                assert len(found.turns_on) == many
                first = median(times(kenri.load(path).by_reference()))
                later = median(times(plan)[-3:])
                print(f"{many:3} readings, {name:21}  reference {first * 1e3:8.1f} ms   ask {later * 1e3:8.1f} ms")


def readings(many: int) -> str:
    """So many readings of two options."""
    each = "".join(
        f"  r{n:02}: {{question: Which?, options: {{x: so, y: otherwise}}, default: x}}\n" for n in range(many)
    )
    return f"readings:\n{each}"


def together(many: int) -> str:
    """Denied, unless every clause is read otherwise."""
    parts = ", ".join(f"{{reading: r{n:02}, choices: {{x: never, y: always}}}}" for n in range(many))
    return f"rules:\n  all: {{clause: '1', says: All., permit: exercise, when: {{all: [{parts}]}}}}\n"


def parity(many: int) -> str:
    """Allowed, while an even number of clauses is read otherwise."""
    states = "  even-00: {is: always}\n" + "".join(
        f"  even-{n + 1:02}: {{is: {{reading: r{n:02}, choices: {{x: even-{n:02}, y: {{not: even-{n:02}}}}}}}}}\n"
        for n in range(many)
    )
    return f"states:\n{states}rules:\n  even: {{clause: '1', says: Even., permit: exercise, when: even-{many:02}}}\n"


def ruling(plan: LoadedPlan, day: int) -> Ruling:
    """The answer about a life of its own, without its reasons."""
    life = plan.life(
        {
            "parties": {"ann": {"role": "grantee"}},
            "grants": [{"grantee": "ann", "on": f"2024-01-{day:02}", "number": 10}],
        }
    )
    return plan.ask(life, on="2024-03-01")


def times(plan: LoadedPlan) -> list[float]:
    """Seconds of the processor for each of several lives."""
    found = []
    for day in range(1, TIMES + 1):
        begun = process_time()
        ruling(plan, day)
        found.append(process_time() - begun)
    return found


if __name__ == "__main__":
    main()
