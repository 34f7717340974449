"""What every command prints with: answers to standard output, problems to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from kenri.model.problems import Problem


def output() -> Console:
    """The console for answers."""
    from rich.console import Console

    return Console(highlight=False)


def show(*parts: RenderableType) -> None:
    """Print an answer, without breaking a name."""
    from kenri.faces.whole_names import wrapped

    console = output()
    for part in parts:
        console.print(wrapped(part, console.width))


def show_json(data: Any) -> None:
    """Print an answer as JSON; Japanese stays readable, and the encoding is UTF-8 wherever it goes."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n")
    sys.stdout.buffer.flush()


def report(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, one after another with their places, and how many there are."""
    from rich.console import Console
    from rich.text import Text

    problems = list(problems)
    console = Console(stderr=True, highlight=False)
    for problem in problems:
        first, *rest = problem.render().split("\n")
        place = str(problem.place) if problem.place is not None else ""
        style = "yellow" if problem.severity == "warning" else "bold red"
        console.print(Text.assemble((place, style), first.removeprefix(place)), soft_wrap=True)
        for line in rest:
            console.print(Text(line, style="green"), soft_wrap=True)
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    counted = [(errors, "problem"), (warnings, "warning")]
    text = ", ".join(f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counted if number)
    if text:
        console.print(Text(text, style="bold"))
