"""Files that what was made once is kept in, for this user's other processes.

The name of a file tells what it was made of and what must be in it: one that was cut short, changed or put there by
something else is never used. Where nothing can be written, nothing is kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

MOST_BYTES = 1 << 30
"""So much is kept in one folder; what was made first goes first."""


def folder_of(what: str) -> Path | None:
    """The folder for things of a kind, in `KENRI_CACHE` or the user's cache; None where it is not the user's own."""
    try:
        given = os.environ.get("KENRI_CACHE")
        base = Path(given) if given else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kenri"
        folder = base / what
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.stat()
        is_own = not hasattr(os, "getuid") or (about.st_uid == os.getuid() and not about.st_mode & 0o022)
    except (OSError, RuntimeError):
        return None
    return folder if is_own else None


def kept(folder: Path, key: str, ending: str) -> Iterator[tuple[Path, bytes]]:
    """The files that are whole of what has a key. Raises `OSError` where they cannot be read."""
    for path in folder.glob(f"{key}-*{ending}"):
        content = path.read_bytes()
        if path.name == name_of(key, content, ending):
            yield path, content


def put(folder: Path, key: str, ending: str, content: bytes) -> Path:
    """A file put into a folder: it comes there whole, whoever else does the same. Raises `OSError` where it cannot."""
    import tempfile  # not needed where something is found

    name = name_of(key, content, ending)
    with tempfile.TemporaryDirectory(dir=folder) as inside:
        made = Path(inside) / name
        made.write_bytes(content)
        made.replace(folder / name)
    with suppress(OSError):  # another process removes the same
        _make_room(folder)
    return folder / name


def name_of(key: str, content: bytes, ending: str) -> str:
    """What a file is called."""
    return f"{key}-{sha256(content).hexdigest()[:32]}{ending}"


def _make_room(folder: Path) -> None:
    """Remove what was made first, until no more is kept than may be."""
    there = sorted((about.st_mtime, about.st_size, path) for path in folder.iterdir() for about in [path.stat()])
    spare = sum(size for _, size, _ in there) - MOST_BYTES
    for _, size, path in there:
        if spare > 0 and path.is_file():
            path.unlink(missing_ok=True)
            spare -= size
