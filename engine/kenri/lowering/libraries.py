"""C compiled by the system's compiler and kept.

A shared library is kept under what it was made of, so that it is compiled once for all processes; what cannot be kept
is compiled for this process.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from kenri.kept_files import folder_of, kept, put

FLAGS = ("-O2", "-shared", "-fPIC", "-Wno-psabi")
"""No function hands on what a machine may have no register for, which is what would be warned of."""

LONGEST = 120
"""How many seconds a compiler may take."""


class NoCompilerError(Exception):
    """There is no C compiler, or it does not compile."""


def available() -> bool:
    """Whether there is a C compiler."""
    return _compiler() is not None


@lru_cache(maxsize=1)
def _compiler() -> tuple[str, str] | None:
    """Where the compiler is, and what it says of itself."""
    found = shutil.which("cc")
    if found is None:
        return None
    try:
        said = subprocess.run(
            [found, "-v"], capture_output=True, text=True, errors="replace", timeout=LONGEST, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return found, said.stderr


def library_of(source: str, *, only_kept: bool = False) -> ctypes.CDLL:
    """The library of a source: from the cache, or compiled.

    Raises `NoCompilerError`; so too where nothing was kept of it, if `only_kept` is asked for.
    """
    compiler = _compiler()
    if compiler is None:
        raise NoCompilerError("there is no C compiler")
    key = sha256("\0".join([*compiler, *FLAGS, source]).encode()).hexdigest()
    cache = folder_of("native")
    found = None if cache is None else _kept(cache, key)
    if found is not None:
        return found
    if only_kept:
        raise NoCompilerError("it was not compiled yet")
    content = _compiled(compiler[0], source)
    for folder in (cache, _own()):
        if folder is not None:
            try:
                return ctypes.CDLL(str(put(folder, key, _ENDING, content)))
            except OSError:  # it cannot be written to, or nothing be loaded from it
                continue
    raise NoCompilerError("what was compiled can be neither kept nor loaded")


_ENDING = ".so"


def _kept(folder: Path, key: str) -> ctypes.CDLL | None:
    """A library that is in a folder, and whole: one that was cut short ends the process."""
    try:
        if (found := kept(folder, key, _ENDING)) is not None:
            return ctypes.CDLL(str(found[0]))
    except OSError:  # it cannot be read or loaded: another will be
        pass
    return None


def _compiled(compiler: str, source: str) -> bytes:
    """The library of a source."""
    try:
        with tempfile.TemporaryDirectory(prefix="kenri-") as folder:
            made = Path(folder) / "made.so"
            command = [compiler, *FLAGS, "-x", "c", "-", "-o", str(made)]
            subprocess.run(command, input=source.encode(), capture_output=True, timeout=LONGEST, check=True)
            return made.read_bytes()
    except subprocess.CalledProcessError as error:
        raise NoCompilerError(f"the C compiler refuses: {error.stderr[:2000].decode(errors='replace')}") from error
    except subprocess.TimeoutExpired as error:
        raise NoCompilerError(f"the C compiler takes longer than {LONGEST} seconds") from error
    except OSError as error:
        raise NoCompilerError(f"the C compiler cannot be used: {error}") from error


@lru_cache(maxsize=1)
def _own_folder() -> tempfile.TemporaryDirectory[str] | None:
    try:
        return tempfile.TemporaryDirectory(prefix="kenri-", ignore_cleanup_errors=True)
    except OSError:
        return None


def _own() -> Path | None:
    """A folder that goes with the process."""
    found = _own_folder()
    return None if found is None else Path(found.name)
