"""The register of whoever works here: where it is when none is named, and what it begins with."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kenri.faces.inputs.registers import author, entries_for, now
from kenri.loader.library import shipped
from kenri.loader.source import is_ordinary
from kenri.loader.system_reason import system_reason
from kenri.model.problems import refused
from kenri.model.sentences import Sentence

__all__ = ["own_register"]

_NAME = "register.db"

_ISSUER, _PLAN, _LIVES = "Demo", "iij/2015-5th-series", ("leaver",)
"""What a register is made of where nobody has made one."""


def own_register() -> tuple[str, bool]:
    """The file of the user's register, and whether it was made just now, with something to look at in it.

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
        _fill(str(made))
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


def _fill(name: str) -> None:
    from kenri.register.register import Register

    register = Register.create(name, _ISSUER)
    register.add_plan(_PLAN, author=author(), now=now())
    lives = [shipped("scenarios") / "lives" / f"{life}.yaml" for life in _LIVES]
    entries, _ = entries_for(register, lives, _PLAN, None)
    register.apply(entries, author=author(), now=now())
    _alone(name)


def _alone(name: str) -> None:
    """Have all of a register in its one file, so that this can get another name."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(name)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
