"""Writing a file that a user named."""

from __future__ import annotations

from pathlib import Path

from kenri.loader.system_reason import system_reason
from kenri.model.problems import Problem, ProblemsError, quote
from kenri.model.sentences import Sentence


def write_file(path: Path, data: bytes) -> None:
    """Write a whole file, in the place of one that may be there. Raises `ProblemsError` where that is not possible."""
    try:
        path.write_bytes(data)
    except OSError as error:
        file, reason = quote(str(path), limit=4096), system_reason(error)
        raise ProblemsError([Problem(None, Sentence("file-not-written", file=file, reason=reason))]) from None
