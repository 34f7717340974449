"""Problems as a page: the same codes, words and help as at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kenri.faces.pages.frame import PageFrame
from kenri.faces.pages.templating import rendered

__all__ = ["issuers_page", "problem_page"]


def problem_page(frame: PageFrame, problems: Sequence[dict[str, Any]], status: int, request: str) -> bytes:
    """Problems in the shape of `--json`; `request` is the number under which the log knows of it."""
    return rendered("problem.html", frame, problems=problems, status=status, request=request)


def issuers_page(frame: PageFrame) -> bytes:
    """Which issuer is meant, of those that whoever asks may know of."""
    return rendered("issuers.html", frame)
