"""Every day of a range for rows of one shape: stretches of days with equal answers, found day by day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from kenri.columnar.many import Bools, Ints
from kenri.compiled.columns import ColumnForm

MOST_RULES = 60
"""Rules whose truth one number holds, a bit for each."""


class Stretched(NamedTuple):
    """Stretches of days with equal answers, in the order of rows and days; `row` is the place among the rows judged."""

    row: Ints
    first: Ints
    last: Ints
    yes: Bools
    rules: Ints
    """A bit for each rule that decides."""
    most: Ints
    is_unlimited: Bools

    def of(self, kept: Bools) -> Stretched:
        """Those that are kept."""
        return Stretched(
            self.row[kept],
            self.first[kept],
            self.last[kept],
            self.yes[kept],
            self.rules[kept],
            self.most[kept],
            self.is_unlimited[kept],
        )


def stretched(
    form: ColumnForm,
    values: Sequence[Any],
    days: range,
    rows: int,
) -> tuple[Stretched, Bools]:
    """The stretches of each row, and for which rows every day is known: the stretches of others are of no use.

    `values` are as a form takes them, the day first.
    """
    known = np.ones(rows, bool)
    names, rules = form.names, form.after("rule ")
    before: tuple[Any, ...] | None = None
    begun: list[tuple[Any, ...]] = []
    for day in days:
        found = form([np.array([day]), *values[1:]], rows)
        yes, maybe = found[names["yes"]], found[names["maybe"]]
        known &= (yes == maybe) & found[names["most is_known"]]
        bits = np.zeros(rows, np.int64)
        for place, rule in enumerate(rules):
            bits |= found[names[f"rule {rule}"]].astype(np.int64) << place
        now = (yes, bits, found[names["most value"]], found[names["most is_unlimited"]])
        changed = np.ones(rows, bool) if before is None else _differ(before, now)
        at = np.flatnonzero(changed)
        if len(at):
            begun.append((at, np.full(len(at), day), *(each[at] for each in now)))
        before = now
    row, first, yes, bits, most, unlimited = (np.concatenate(each) for each in zip(*begun, strict=True))
    order = np.lexsort((first, row))
    row, first = row[order], first[order]
    last = np.full(len(row), days[-1])
    last[:-1] = np.where(row[1:] == row[:-1], first[1:] - 1, days[-1])
    return Stretched(row, first, last, yes[order], bits[order], most[order], unlimited[order]), known


def steady(form: ColumnForm, values: Sequence[Any], days: range, rows: int) -> Bools:
    """Of which rows it is known that the outcome and the largest number are the same on every day."""
    names, is_steady = form.names, np.ones(rows, bool)
    before: tuple[Any, ...] | None = None
    for day in days:
        found = form([np.array([day]), *values[1:]], rows)
        yes = found[names["yes"]]
        is_steady &= (yes == found[names["maybe"]]) & (found[names["most is_known"]] | ~yes)
        now = (yes, found[names["most value"]], found[names["most is_unlimited"]])
        if before is not None:
            is_steady &= (yes == before[0]) & ~(yes & _differ(before[1:], now[1:]))
        before = now
    return is_steady


def still(form: ColumnForm, values: Sequence[Any], days: range, rows: int) -> Bools:
    """Of which rows it is known that no rights move by themselves on any of some days."""
    found: Bools = np.ones(rows, bool)
    for day in days:
        told = form([np.array([day]), *values[1:]], rows)
        found &= ~told[form.names["moves"]]
    return found


def _differ(before: Sequence[Any], now: Sequence[Any]) -> Bools:
    found = np.zeros(len(now[0]), bool)
    for a, b in zip(before, now, strict=True):
        found |= a != b
    return found
