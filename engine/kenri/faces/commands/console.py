"""What every command prints: answers to standard output, problems to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any

from kenri.faces.drawing.console import make_console
from kenri.model.visible import on_one_line, visible_json

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from kenri.model.problems import Problem
    from kenri.model.sentences import Language


_PIECES = 10_000
"""So many pieces of JSON, each a name, a value or what stands between them, are written at once."""


def output() -> Console:
    """The console for answers."""
    return make_console()


def show(*parts: RenderableType) -> None:
    """Print an answer, without breaking a name."""
    from kenri.faces.drawing.whole_names import wrapped

    console = output()
    for part in parts:
        console.print(wrapped(part, console.width))


def json_text(data: Any, *, indent: int | None = None) -> str:
    """Data as JSON; Japanese stays readable, and what cannot be seen is escaped."""
    return visible_json(json.dumps(data, ensure_ascii=False, indent=indent))


def show_json(data: Any, *, indent: int | None = 2) -> None:
    """Print an answer as JSON, piece by piece; the encoding is UTF-8 wherever it goes."""
    sys.stdout.flush()
    pieces = json.JSONEncoder(ensure_ascii=False, indent=indent).iterencode(data)
    while several := [*islice(pieces, _PIECES)]:  # all of a long answer are many times its text
        sys.stdout.buffer.write(visible_json("".join(several)).encode())
    sys.stdout.buffer.write(b"\n")
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
        from kenri.faces.contracts.problem_data import problems_data

        show_json({"problems": problems_data(problems, lang)})
    else:
        report(problems, lang)
