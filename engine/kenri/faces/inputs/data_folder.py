"""The register of whoever works here: where it is when none is named."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from kenri.loader.source import is_ordinary
from kenri.loader.system_reason import system_reason
from kenri.model.problems import refused
from kenri.model.sentences import Sentence

__all__ = ["own_register"]

_NAME = "register.db"


def own_register(fill: Callable[[Path], None]) -> tuple[str, bool]:
    """The file of the user's register, and whether it was made just now by `fill`, which is given a file that is not
    there yet.

    Raises `ProblemsError` where there is no folder for it.
    """
    try:
        folder = _folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else Sentence("system-missing")
        raise refused(Sentence("no-data-folder", reason=reason)) from None
    file = folder / _NAME
    if is_ordinary(file):
        return str(file), False
    made = folder / f"{os.getpid()}-{_NAME}"
    try:
        fill(made)
        _alone(made)
        os.link(made, file)  # another process may have made one meanwhile, which stays
    except FileExistsError:
        return str(file), False
    finally:
        for end in ("", "-wal", "-shm"):
            made.with_name(made.name + end).unlink(missing_ok=True)
    return str(file), True


def _folder() -> Path:
    if given := os.environ.get("KENRI_DATA"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "kenri"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "kenri"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "kenri"


def _alone(file: Path) -> None:
    """Have all of a register in its one file, so that this can get another name."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
