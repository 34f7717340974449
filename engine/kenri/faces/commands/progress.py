"""How far long work has come, on standard error: a bar where somebody watches, and else a plain line now and then."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kenri.model.sentences import Language, Sentence

Progress = Callable[[Sentence | str, int, int], None]

EVERY = 30.0
"""Seconds between two plain lines; work that is done sooner says nothing."""


@contextmanager
def progress(word: str, lang: Language, *, hidden: bool) -> Iterator[Progress]:
    """It is called with what is done now, how much is done, and how much there is."""
    from kenri.faces.drawing.console import make_console

    console = make_console(stderr=True)
    if hidden:
        yield lambda *_: None
        return
    if not console.is_terminal:
        yield _plainly(word, lang, console.file.write)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[subject]}", markup=False),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(word, total=None, subject="")

        def show(subject: Sentence | str, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, subject=_said(subject, lang))

        yield show


def _plainly(word: str, lang: Language, write: Callable[[str], object]) -> Progress:
    """A line now and then, for a log."""
    said_at = time.monotonic()

    def say(subject: Sentence | str, done: int, total: int) -> None:
        nonlocal said_at
        if subject and time.monotonic() - said_at >= EVERY:
            said_at = time.monotonic()
            write(f"{word}: {done}/{total}  {_said(subject, lang)}\n")

    return say


def _said(subject: Sentence | str, lang: Language) -> str:
    """What is done now: a name, or a sentence in a language."""
    return subject.text(lang) if isinstance(subject, Sentence) else subject
