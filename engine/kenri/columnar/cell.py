"""Where in a table a problem is: its row, and the part of the row."""

from __future__ import annotations

from dataclasses import dataclass

from kenri.loader.documents import Path
from kenri.model.problems import Place

__all__ = ["Cell", "part_named"]


@dataclass(frozen=True, slots=True, order=True)
class Cell(Place):
    """A part of a row. `line` is the line of a CSV file on which the row begins, and else the number of the row,
    counted from 1, and 0 where rows have no numbers; `part` is the column, with what leads to the part of it, as in
    `events[2].on`.
    """

    part: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.part}" if self.part else place


def part_named(column: str, path: Path = ()) -> str:
    """The part of a column that a path leads to.

    >>> part_named("events", (2, "on"))
    'events[2].on'
    """
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return (column + "".join(steps)).removeprefix(".")
