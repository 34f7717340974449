"""Texts that are broken into lines, and no name in them: Rich folds a Japanese sentence wherever the room ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

__all__ = ["longest", "texts", "wrapped"]

_TOKEN = re.compile(r"\s+|[「『（]*(?:[^\s⺀-鿿＀-￯]+|.)[、。」』）；：]*")  # as Japanese writes them
"""What a line is not broken within: spaces, a name, or a character of a Japanese sentence, with the marks around it."""


def wrapped(cell: RenderableType, width: int) -> RenderableType:
    """What is shown in a width, with its texts broken at spaces, and between characters that are no part of a name."""
    match cell:
        case str():
            return wrapped(Text(cell), width)
        case Text():
            lines = cell.split("\n", allow_blank=True)
            if cell.no_wrap or all(line.cell_len <= width for line in lines):
                return cell
            return cell.blank_copy("\n").join(piece for line in lines for piece in _pieces(line, width))
        case Padding():
            sides = (cell.top, cell.right, cell.bottom, cell.left)
            inner = wrapped(cell.renderable, width - cell.left - cell.right)
            return Padding(inner, sides, style=cell.style, expand=cell.expand)
        case Group():
            return Group(*(wrapped(each, width) for each in cell.renderables))
        case _:
            return cell


def _pieces(line: Text, width: int) -> Iterator[Text]:
    """A line of a text as lines of at most a width; only a name that is longer by itself is longer."""
    breaks: list[int] = []
    filled = 0
    for token in _TOKEN.finditer(line.plain):
        size = cell_len(token[0])
        if filled and filled + size > width and not token[0].isspace():
            breaks.append(token.start())
            filled = 0
        filled += size
    for piece in line.divide(breaks):
        piece.rstrip()
        yield piece


def longest(text: Text) -> int:
    """The width of the longest part of a text that is not broken."""
    return max((cell_len(token) for token in _TOKEN.findall(text.plain) if not token.isspace()), default=1)


def texts(cell: RenderableType, indent: int = 0) -> Iterator[Text]:
    """The texts in a cell; one that is set in counts as that much longer."""
    match cell:
        case str():
            yield Text(cell)
        case Text():
            yield Text("-" * indent).append_text(cell) if indent else cell
        case Padding():
            yield from texts(cell.renderable, indent + cell.left)
        case Group():
            for each in cell.renderables:
                yield from texts(each, indent)
        case _:
            return
