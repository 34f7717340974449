"""Writing a file that a user named."""

from __future__ import annotations

from pathlib import Path

from kenri.model.problems import Problem, ProblemsError, quote


def write_file(path: Path, data: bytes) -> None:
    """Write a whole file, in the place of one that may be there. Raises `ProblemsError` where that is not possible."""
    try:
        path.write_bytes(data)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{quote(str(path), limit=4096)} cannot be written: {reason}"
        raise ProblemsError([Problem(None, message, "name another file")]) from None
