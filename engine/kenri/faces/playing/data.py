"""A played sitting as data: what each line led to, for programs that play."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from kenri.faces.contracts.problem_data import problems_data
from kenri.faces.contracts.ruling_data import ruling_data
from kenri.faces.drawing.console import make_console
from kenri.faces.playing.lines import Play
from kenri.faces.playing.session import Session

_WIDTH = 120


def answers(session: Session, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """For each line: why it was refused, in words and as data; the ruling it led to; and what would have been shown."""
    for line in lines:
        shown = io.StringIO()
        play = Play(session, make_console(file=shown, plain_at=_WIDTH), confirms=False)
        goes_on = play.do(line)
        yield {
            "line": line.rstrip("\n"),
            "refused": play.refusal,
            "problems": problems_data(play.problems, session.lang),
            "ruling": None if play.ruling is None else ruling_data(play.ruling, session.lang),
            "shown": shown.getvalue(),
        }
        if not goes_on:
            return
