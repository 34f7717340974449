"""What it takes to go over grants: a holder with 50 of them, a company with 10,000 in one life.

python -m benchmarks.over_grants

Times are of the processor. Twice the grants that a question looks at should take twice the time, and grants that it
does not look at none but that of reading them: so it is of a plan that goes over none, whatever others the life has.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from random import Random
from typing import Any

import pyarrow as pa

import kenri
from benchmarks.timing import duration
from kenri.api import LoadedPlan

HOLDER, POOL = "plans/tax-qualified-yearly-limit", "plans/option-pool"
NONE = "plans/notice-by-five"
"""A plan that goes over no grants."""
TABLE, ROWS = "plans/iso-section-422", 100_000
DAYS = ("2025-10-10", "2025-10-11")
ALL_DAYS = [f"2025-{month:02}-{day:02}" for month in range(4, 12) for day in range(1, 29)]


def seconds(task: Callable[[], object]) -> float:
    """How long something takes."""
    start = time.process_time()
    task()
    return time.process_time() - start


def several(grants: int, holders: int, event: dict[str, Any]) -> dict[str, Any]:
    """A life of so many grants, shared out among the holders, each with an event."""
    numbered = [(f"g{index}", f"h{index % holders}") for index in range(grants)]
    return {
        "parties": {"acme": {"role": "company"}, **{f"h{index}": {"role": "grantee"} for index in range(holders)}},
        "grants": [{"id": id_, "grantee": who, "on": "2023-04-01", "number": 3000} for id_, who in numbered],
        "events": [{"on": "2025-03-10", **event, "grant": id_, "who": who} for id_, who in numbered],
    }


def line(what: str, *times: float) -> None:
    """Print a measurement."""
    print(f"  {what:<44}" + "".join(f"{duration(each):>11}" for each in times))


def measured(plan: LoadedPlan, written: dict[str, Any], action: str, **asked: Any) -> tuple[float, ...]:
    """How long it takes to read a life, to answer a first question about it, and one about another day."""
    reading = seconds(partial(plan.life, written))
    life = plan.life(written)
    return reading, *(seconds(partial(plan.ask, life, action, on=on, rights=5, **asked)) for on in DAYS)


def asked(questions: Iterable[Callable[[], object]]) -> None:
    """Ask all of some questions."""
    for ask in questions:
        ask()


def main() -> None:
    """Measure and print."""
    holder, pool, none = kenri.load(HOLDER), kenri.load(POOL), kenri.load(NONE)
    print(f"{'':<46}{'reading':>11}{'the first':>11}{'the next':>11}")
    for grants, holders in ((1, 1), (50, 1), (100, 1), (5_000, 5_000), (9_999, 9_999)):
        written = several(grants, holders, {"event": "exercises", "rights": 7})
        written["grants"] = [{**grant, "price": 10_000} for grant in written["grants"]]
        times = measured(holder, written, "exercise_tax_qualified", grant="g0")
        line(f"{HOLDER}: {grants // holders} of {grants:,} grants", *times)
    alone = 0.0
    for grants, holders in ((1, 1), (50, 1), (9_999, 9_999)):
        written = several(grants, holders, {"event": "exercises", "rights": 7})
        written["grants"] = [{**grant, "last_day": "2026-03-31"} for grant in written["grants"]]
        life = none.life(written)
        first, *others = (partial(none.ask, life, on=on, rights=5, grant="g0") for on in ALL_DAYS)
        first()
        each = seconds(partial(asked, others)) / len(others)
        alone = alone or each
        print(f"  {NONE}: beside {grants - 1:,} others a ruling takes {duration(each)}, {each / alone:.2f} times")
    for grants in (2_500, 5_000, 9_999):
        written = several(grants, grants, {"event": "leaves", "unvested": 1})
        line(f"{POOL}: {grants:,} grants", *measured(pool, written, "grant_options", by="acme"))
    shared, holders = kenri.load(TABLE), table(ROWS)
    ask = partial(shared.batch, holders, action="exercise_with_iso_treatment", on="2020-10-10", rights=1)
    line(f"{TABLE}: a table of {ROWS:,} holders of two, a row", seconds(ask) / ROWS, seconds(ask) / ROWS)


def table(rows: int) -> pa.Table:
    """Holders of two options each, which become exercisable in one year."""
    rng = Random(1)
    return pa.Table.from_pylist(
        [
            {
                "id": str(row),
                "grant": rng.choice("ab"),
                "grants": [
                    {"id": each, "grantee": str(row), "on": date(year, 1, 1 + rng.randrange(28)), "number": 1000}
                    for each, year in (("a", 2018), ("b", 2019))
                ],
                "events": [
                    {
                        "event": "first_exercisable",
                        "on": date(2020, 1, 2),
                        "grant": each,
                        "value": rng.randrange(90_000),
                    }
                    for each in "ab"
                ],
            }
            for row in range(rows)
        ]
    )


if __name__ == "__main__":
    main()
