"""The same terms by hand and compiled: as a function of one row, on columns, and in C.

python -m benchmarks.lowering
"""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.timing import duration, medians, report
from kenri import terms
from kenri.lowering import compiled
from kenri.lowering.columns import Vectorised
from kenri.lowering.exact import exact
from kenri.lowering.libraries import available
from kenri.lowering.native import kernels
from kenri.lowering.order import in_order

ROWS = 1_000_000
FIRST, LAST = 700_000, 800_000
"""The days there are."""


def question() -> tuple[Any, list[Any]]:
    """Whether so many may be taken on a day: within a window, soon after one leaves, no more than is earned by then."""
    day, leaves, blocked = (terms.whole(name, FIRST, LAST) for name in ("day", "leaves", "blocked"))
    number = terms.whole("number", 0, 10_000)
    earned = terms.floor(terms.mul(terms.divide(terms.sub(day, 720_000), 1460), 1000))
    term = terms.conj(
        terms.ge(day, 720_000),
        terms.lt(day, 760_000),
        terms.disj(terms.lt(day, leaves), terms.le(day, terms.minimum(terms.add(leaves, 90), 750_000))),
        terms.neg(terms.conj(terms.ge(day, blocked), terms.lt(day, terms.add(blocked, 30)))),
        terms.le(number, earned),
    )
    return term, [day, leaves, blocked, number]


def by_hand(day: int, leaves: int, blocked: int, number: int) -> bool:
    """The same, written by hand."""
    if not 720_000 <= day < 760_000 or blocked <= day < blocked + 30:
        return False
    return (day < leaves or day <= min(leaves + 90, 750_000)) and number <= (day - 720_000) * 1000 // 1460


def by_hand_on_columns(day: Any, leaves: Any, blocked: Any, number: Any) -> Any:
    """The same on columns, written by hand."""
    within = (day >= 720_000) & (day < 760_000) & ~((day >= blocked) & (day < blocked + 30))
    return (
        within
        & ((day < leaves) | (day <= np.minimum(leaves + 90, 750_000)))
        & (number <= (day - 720_000) * 1000 // 1460)
    )


def main() -> None:
    """Measure and print."""
    with terms.afresh():
        term, variables = question()
        nodes = len(in_order([term]))
        program = exact([term], variables)
        function = compiled([term], variables)
        forms: dict[str, Any] = {"on columns": Vectorised(program)}
        if available():
            forms["in C"] = kernels([program])[0]
        row = (740_000, 745_000, 739_000, 10)
        found = medians({"by hand": lambda: by_hand(*row), "compiled": lambda: function(*row)})
        report(f"one row, {nodes} nodes", found, against="by hand")
        made = medians({"": lambda: compiled([term], variables)}, rounds=5)[""]
        print(f"  compiling takes {duration(made / nodes)} a node")

        random = np.random.default_rng(7)
        columns = [random.integers(FIRST, LAST, ROWS, np.int32) for _ in range(3)]
        columns.append(random.integers(0, 10_000, ROWS, np.int32))
        wide = [column.astype(np.int64) for column in columns]
        for form in forms.values():
            assert np.array_equal(form(columns, ROWS)[0], by_hand_on_columns(*wide))
        found = medians(
            {
                "NumPy by hand": lambda: by_hand_on_columns(*wide),
                **{name: lambda form=form: form(columns, ROWS) for name, form in forms.items()},  # type: ignore[misc]  # bound at once
            },
            rounds=7,
        )
        report(f"{ROWS:,} rows", found, against="NumPy by hand")
        for name, seconds in found.items():
            print(f"  {name:<13}  {ROWS / seconds / 1e6:>7.0f} M rows/s")


if __name__ == "__main__":
    main()
