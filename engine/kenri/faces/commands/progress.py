"""A bar on standard error while long work is done, where somebody watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(word: str, *, hidden: bool) -> Iterator[Callable[[str, int, int], None]]:
    """It is called with what is done now, how much is done, and how much there is."""
    from kenri.faces.commands.console import make_console

    console = make_console(stderr=True)
    if hidden or not console.is_terminal:
        yield lambda *_: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[subject]}"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(word, total=None, subject="")
        yield lambda subject, done, total: bar.update(task, completed=done, total=total, subject=subject)
