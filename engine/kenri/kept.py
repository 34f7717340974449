"""Files that only their user can write to, kept so that what took long is not worked out again.

A file's name tells what must be in it: one that was cut short or changed is as good as none. What cannot be kept
or read costs time and nothing else.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path


def own_folder(name: str) -> Path | None:
    """The folder of this name in `KENRI_CACHE`, or among what is kept for the user; None if others may write there."""
    try:
        given = os.environ.get("KENRI_CACHE")
        base = Path(given) if given else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kenri"
        folder = base / name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.stat()
        is_own = not hasattr(os, "getuid") or (about.st_uid == os.getuid() and not about.st_mode & 0o022)
    except (OSError, RuntimeError):
        return None
    return folder if is_own else None


def kept(folder: Path, key: str, suffix: str) -> Iterator[tuple[Path, bytes]]:
    """The files that are in a folder under a key and whole, with what is in them. Raises `OSError`."""
    for path in folder.glob(f"{key}-*{suffix}"):
        content = path.read_bytes()
        if path.name == _name(key, content, suffix):
            yield path, content


def keep(folder: Path, key: str, content: bytes, suffix: str) -> Path:
    """Put a file into a folder: it comes there whole, whoever else does the same. Raises `OSError`."""
    name = _name(key, content, suffix)
    with tempfile.TemporaryDirectory(dir=folder) as inside:
        made = Path(inside) / name
        made.write_bytes(content)
        made.replace(folder / name)
    return folder / name


def _name(key: str, content: bytes, suffix: str) -> str:
    return f"{key}-{sha256(content).hexdigest()[:32]}{suffix}"
