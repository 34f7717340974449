"""What every command prints with: answers to standard output, problems to standard error.

Text of others is shown as it is and never obeyed: Rich does not look for markup or emoji in it, and what cannot be seen
of it (an escape that would move the cursor, a character that turns the direction of writing) is made visible.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Any

from kenri.model.visible import on_one_line, visible, visible_json

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderableType, RenderResult

    from kenri.model.problems import Problem
    from kenri.model.sentences import Language


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


def output() -> Console:
    """The console for answers."""
    return make_console()


def show(*parts: RenderableType) -> None:
    """Print an answer, without breaking a name."""
    from kenri.faces.whole_names import wrapped

    console = output()
    for part in parts:
        console.print(wrapped(part, console.width))


def json_text(data: Any, *, indent: int | None = None) -> str:
    """Data as JSON; Japanese stays readable, and what cannot be seen is escaped."""
    return visible_json(json.dumps(data, ensure_ascii=False, indent=indent))


def show_json(data: Any, *, indent: int | None = 2) -> None:
    """Print an answer as JSON; the encoding is UTF-8 wherever it goes."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json_text(data, indent=indent).encode() + b"\n")
    sys.stdout.buffer.flush()


def report(problems: Iterable[Problem], lang: Language) -> None:
    """Print problems to standard error, one after another with their places and codes, and how many there are."""
    from rich.text import Text

    from kenri.model.problems import counted

    problems = list(problems)
    console = make_console(stderr=True)
    for problem in problems:
        first, *rest = problem.render(lang).split("\n")
        place = on_one_line(str(problem.place)) if problem.place is not None else ""
        style = "yellow" if problem.severity == "warning" else "bold red"
        line = Text.assemble((place, style), first.removeprefix(place), (f" [{problem.code}]", "dim"))
        console.print(line, soft_wrap=True)
        for each in rest:
            console.print(Text(each, style="green"), soft_wrap=True)
    if problems:
        console.print(Text(counted(problems, lang), style="bold"))


def refuse(problems: Iterable[Problem], lang: Language, *, as_json: bool) -> None:
    """Say why a command does nothing: as data to standard output, which then holds nothing else, or as a report."""
    if as_json:
        from kenri.faces.problem_data import problems_data

        show_json({"problems": problems_data(problems, lang)})
    else:
        report(problems, lang)
