"""Files that what was made once is kept in, for this user's other processes.

The name of a file tells what it was made of, and its end what must be in it: one that was cut short, changed or put
there by something else is never used. However many files there are, one is found at once: no folder is looked through
but to make room. Where nothing can be written, nothing is kept.
"""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

MOST_BYTES = 1 << 30
"""So much is kept in one folder; what was made first goes first."""

_DIGEST = sha256().digest_size

_bytes_there: dict[Path, int] = {}
"""How much there is in a folder at most, as far as this process knows: what it found there and what it put there."""


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


def kept(folder: Path, key: str, ending: str) -> tuple[Path, bytes] | None:
    """The file of what has a key, if it is whole, and what was put there. Raises `OSError` where it cannot be read."""
    path = folder / f"{key}{ending}"
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        return None
    content = found[:-_DIGEST]
    return (path, content) if found == whole(key, content) else None


def put(folder: Path, key: str, ending: str, content: bytes) -> Path:
    """A file put into a folder, in place of one that has its key: it comes there whole, whoever else does the same.

    Raises `OSError` where it cannot.
    """
    import tempfile  # not needed where something is found

    path, found = folder / f"{key}{ending}", whole(key, content)
    made = tempfile.NamedTemporaryFile(dir=folder, delete=False)  # noqa: SIM115  # it is closed, and then renamed
    try:
        with made:
            made.write(found)
        Path(made.name).replace(path)
    except BaseException:
        Path(made.name).unlink(missing_ok=True)
        raise
    with suppress(OSError):  # another process removes the same
        _make_room(folder, len(found))
    return path


def whole(key: str, content: bytes) -> bytes:
    """What is in the file of a key: the content, and a digest of both. A library is loaded with more behind it, too."""
    return content + sha256(key.encode() + b"\0" + content).digest()


def _make_room(folder: Path, more: int) -> None:
    """Where too much is kept by now, remove what was made first, and some more, so that it is seldom looked at."""
    if folder in _bytes_there:
        _bytes_there[folder] += more
        if _bytes_there[folder] <= MOST_BYTES:
            return
    with os.scandir(folder) as entries:
        there = sorted((about.st_mtime, about.st_size, Path(each)) for each in entries for about in [each.stat()])
    total = sum(size for _, size, _ in there)
    most = total if total <= MOST_BYTES else MOST_BYTES - MOST_BYTES // 8
    for _, size, path in there:
        if total > most and path.is_file():
            path.unlink(missing_ok=True)
            total -= size
    _bytes_there[folder] = total
