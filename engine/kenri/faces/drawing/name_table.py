"""A table in which no name is broken: other columns give way, and where none can, the rows stand below one another.

Rich shares out what room there is by the length of the texts, and folds what does not fit wherever the room ends, in
the middle of `iij/stock-compensation-options` too. Of Rich 15 this uses two measures that a table takes of itself, and
the list of a column's cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from kenri.faces.drawing.whole_names import longest, texts, wrapped


class NameTable(Table):
    """A table that gives each column at least the room of the longest name in it."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        columns = self.columns
        taken = self._extra_width + sum(self._get_padding_width(index) for index in range(len(columns)))
        room = options.max_width - taken
        wide = [_natural(column, console, options) for column in columns]
        least = [width if column.no_wrap else _longest(column) for column, width in zip(columns, wide, strict=True)]
        if sum(least) > room:
            yield from self._listed(options.max_width)
            return
        given = [(column.width, column.max_width, column._cells) for column in columns]
        for column, width in zip(columns, _shared(least, wide, room), strict=True):
            column.width, column.max_width = width, None
            column._cells = [wrapped(cell, width) for cell in column._cells]
        try:
            yield from super().__rich_console__(console, options)
        finally:
            for column, before in zip(columns, given, strict=True):
                column.width, column.max_width, column._cells = before

    def _listed(self, room: int) -> Iterator[RenderableType]:
        """Each row by itself: its first cell, and the others below it under their headings."""
        for first, *others in zip(*(list(column.cells) for column in self.columns), strict=True):
            if _is_something(first):
                yield wrapped(first, room)
            for column, cell in zip(self.columns[1:], others, strict=True):
                if _is_something(cell):
                    inner = _headed(column, cell) if self.show_header else cell
                    yield Padding(wrapped(inner, room - 2), (0, 0, 0, 2))


def _headed(column: Column, cell: RenderableType) -> RenderableType:
    header = next(texts(column.header), Text())
    if not isinstance(cell, str | Text) or not header.plain:
        return cell
    return Text.assemble((f"{header.plain} ", "dim"), *texts(cell))


def _shared(least: Sequence[int], wide: Sequence[int], room: int) -> list[int]:
    """Widths between the least and the natural ones that fit into the room together, the widest giving way first."""
    widths = [min(width, room) for width in wide]
    while sum(widths) > room:
        widest = max((index for index, width in enumerate(widths) if width > least[index]), key=widths.__getitem__)
        widths[widest] -= 1
    return widths


def _natural(column: Column, console: Console, options: ConsoleOptions) -> int:
    """The width of a column in which nothing is folded, or the most it is to have."""
    cells = [column.header, *column.cells]
    wide = max((Measurement.get(console, options, cell).maximum for cell in cells), default=0)
    return wide if column.max_width is None else min(wide, max(column.max_width, _longest(column)))


def _longest(column: Column) -> int:
    """The width of the longest name in a column."""
    found = (text for cell in (column.header, *column.cells) for text in texts(cell))
    return max(map(longest, found), default=1)


def _is_something(cell: RenderableType) -> bool:
    return any(text.plain.strip() for text in texts(cell)) or not isinstance(cell, str | Text)
