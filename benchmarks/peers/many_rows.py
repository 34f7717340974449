"""Many rows of each peer, against NumPy by hand: yes or no from columns, and whole answers from lists of events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow.compute as pc

from benchmarks.peers import arrays, engines, forms, frames, queries
from benchmarks.peers.population import Folded, Population, folded, population, table
from benchmarks.timing import medians, report
from kenri.api import LoadedPlan

NUMPY = "NumPy by hand"

SETTLED = 300
"""Of so many rows the readings are settled, which takes far longer than the answers."""


def main(plan: LoadedPlan, rows: int, told: Callable[[str], None]) -> None:
    """Compare, measure and print. What is not installed is told."""
    people = population(rows)
    facts = folded(people)
    expected = arrays.decided(facts)
    of_facts, (holders, events) = frames.of_facts(facts), frames.of_people(people)
    database = queries.Database(of_facts, holders, events)
    _from_columns(plan, people, facts, of_facts, database, expected, told)

    asked = table(people)
    some = asked.slice(0, SETTLED)

    def by_id(found: Mapping[str, Any]) -> Any:
        return found["yes"][np.argsort(found["id"])]

    whole: dict[str, tuple[Callable[[], Any], Callable[[Any], Any]]] = {
        NUMPY: (lambda: arrays.answered(people), lambda told: told.yes),
        "Polars by hand": (lambda: frames.answered(holders, events), lambda told: told["yes"].to_numpy()),
        "DuckDB by hand": (database.answered, by_id),
        "kenri, plan.batch": (lambda: plan.batch(asked, settle=False), _is_allowed),
    }
    for name, (work, yes) in whole.items():
        _same(name, yes(work()), expected)
    found = medians({name: work for name, (work, _) in whole.items()}, rounds=3)
    report(f"whole answers about {rows:,} holders of five events", found, against=NUMPY)
    _rates(found, rows)

    settled = plan.batch(some)
    _same("kenri, readings settled", _is_allowed(settled), expected[:SETTLED])
    spent = medians({"": lambda: plan.batch(some)}, rounds=1)[""]
    by = Counter(settled.column("answered_by").to_pylist())
    print(f"  kenri, plan.batch, readings settled: {len(some) / spent:,.0f} rows/s, answered by {dict(by)}")


def _from_columns(
    plan: LoadedPlan,
    people: Population,
    facts: Folded,
    of_facts: Any,
    database: queries.Database,
    expected: Any,
    told: Callable[[str], None],
) -> None:
    rows = people.rows
    several = forms.shapes(plan, people)
    tasks: dict[str, Callable[[], Any]] = {
        NUMPY: lambda: arrays.decided(facts),
        "Polars by hand": lambda: frames.decided(of_facts),
        "DuckDB by hand": database.decided,
    }
    try:
        over_rows = engines.openfisca()
        tasks["OpenFisca"] = lambda: over_rows(facts)
    except ImportError as error:
        told(f"OpenFisca is left out: {error}")
    for name, work in tasks.items():
        _same(name, work(), expected)
    for form in several[0].forms:
        name = f"kenri, compiled {form}, events not folded"
        _same(name, forms.decided(several, form, rows), expected)
        tasks[name] = lambda form=form: forms.worked_out(several, form)  # type: ignore[misc]  # bound at once
    found = medians(tasks, rounds=5)
    report(f"yes or no about {rows:,} rows, from columns", found, against=NUMPY)
    _rates(found, rows)


def _rates(found: Mapping[str, float], rows: int) -> None:
    for name, seconds in found.items():
        print(f"  {name:<45}  {rows / seconds / 1e6:>9.3f} M rows/s")


def _is_allowed(answers: Any) -> Any:
    return pc.equal(answers.column("outcome"), "allowed").to_numpy()


def _same(name: str, found: Any, expected: Any) -> None:
    differ = np.flatnonzero(np.asarray(found) != expected)
    if len(differ):
        raise SystemExit(f"{name} differs about {len(differ):,} rows, the first of them {differ[0]}")
