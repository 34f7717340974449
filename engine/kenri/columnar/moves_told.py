"""The rights that move by themselves in a span of days, told from the columns of rows of one shape.

What forms do not know, they do not say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np

from kenri.columnar.alike import Example
from kenri.compiled.columns import ColumnForm
from kenri.compiled.roots import BY_ITSELF
from kenri.model.days import Day
from kenri.model.known_quiet import KnownMove

__all__ = ["moves_told"]

Moves: TypeAlias = tuple[KnownMove, ...]


def moves_told(
    form: ColumnForm, example: Example, values: Sequence[Any], rows: int, span: tuple[Day, Day]
) -> Iterator[Moves | None]:
    """For each row what moves in the span, both ends included, in the order of days, but for what is recorded to have
    happened on its day; None where that is not known, or several move on one day.
    """
    answers = dict(zip(form.names, (np.broadcast_to(each, (rows,)) for each in form(values, rows)), strict=True))
    days = [values[at] for at, (of, _, _) in enumerate(example.shaped.places) if of == "event-day"]
    several: list[list[KnownMove]] = [[] for _ in range(rows)]
    is_known = answers["is_known"].copy()
    for name in (name.removesuffix(" is") for name in form.names if name.endswith(" is")):
        _, rank, effect = name.split(" ", 2)
        made, number = answers[f"{name} day"], answers[f"{name} number"]
        comes = answers[f"{name} is"] & (span[0] <= made) & (made <= span[1])
        if int(rank) != BY_ITSELF:
            comes = comes & (made != days[int(rank)])
        if form.denominators[form.names[f"{name} number"]] != 1:
            is_known &= ~comes
        for row in np.flatnonzero(comes).tolist():
            several[row].append(KnownMove(int(made[row]), effect, int(number[row])))
    for row, moves in enumerate(several):
        is_in_order = len({each.day for each in moves}) == len(moves)
        yield tuple(sorted(moves)) if is_known[row] and is_in_order else None
