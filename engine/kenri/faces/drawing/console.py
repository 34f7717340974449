"""The consoles that everything is shown on.

Text of others is shown as it is and never obeyed: Rich does not look for markup or emoji in it, and what cannot be seen
of it (an escape that would move the cursor, a character that turns the direction of writing) is made visible.
"""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, Any

from kenri.model.visible import visible

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderResult


def make_console(*, stderr: bool = False, file: IO[str] | None = None, plain_at: int | None = None) -> Console:
    """A console, the only kind there is here: to a stream, or to a text without colours of a width (`plain_at`)."""
    from rich.console import Console, RenderHook

    class Visible(RenderHook):
        def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
            return [_Shown(each) for each in renderables]

    kwargs: dict[str, Any] = {"_environ": _environment()}
    kwargs |= {} if plain_at is None else {"width": plain_at, "color_system": None}
    console = Console(stderr=stderr, file=file, highlight=False, markup=False, emoji=False, **kwargs)
    console.push_render_hook(Visible())
    return console


def _environment() -> dict[str, str]:
    """The environment, without the size of a terminal where it is none: `COLUMNS=0` would leave an answer no room."""
    return {name: value for name, value in os.environ.items() if name not in _SIZES or _is_size(value)}


_SIZES = ("COLUMNS", "LINES", "JUPYTER_COLUMNS", "JUPYTER_LINES")


def _is_size(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 6 and int(text) > 0


class _Shown:
    """Something to print, all text of which is visible."""

    def __init__(self, shown: ConsoleRenderable) -> None:
        self._shown = shown

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.segment import Segment

        for segment in console.render(self._shown, options):
            text = segment.text if segment.control else visible(segment.text)
            yield segment if text == segment.text else Segment(text, segment.style, segment.control)
