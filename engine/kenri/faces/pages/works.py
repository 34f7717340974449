"""*Work* that goes on after its question: how far a piece is, and all of somebody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kenri.faces.pages.frame import PageFrame
from kenri.faces.pages.templating import rendered
from kenri.faces.words.pages import word

__all__ = ["work_page", "works_page"]


def work_page(frame: PageFrame, work: Mapping[str, Any], seconds: int) -> bytes:
    """One that is not done, or never will be, in the shape of `work`; looked at again after so many seconds."""
    return rendered("work.html", frame, work=work, seconds=seconds, named=_named(frame))


def works_page(frame: PageFrame, works: Sequence[Mapping[str, Any]]) -> bytes:
    """All of somebody, in the shape of `works`."""
    return rendered("works.html", frame, works=works, named=_named(frame))


def _named(frame: PageFrame) -> Callable[[str], str]:
    """What people call an operation; of one that another version of kenri knew, its name."""

    def named(operation: str) -> str:
        key = f"work-of-{operation.removeprefix('page/').replace('/', '-')}"
        return word(key, frame.lang) if key in word.table else operation

    return named
