"""What pages load besides themselves: one style sheet and one script, from this service alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

__all__ = ["StaticFile", "address_of", "static_files"]

_KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is sent."""

    content: bytes
    kind: str
    tag: str
    """A hash of what is in it: under an address with it, it never changes."""


@cache
def static_files() -> Mapping[str, StaticFile]:
    """All there are, by their names."""
    folder = files("kenri.faces.pages") / "static"
    found = {}
    for each in folder.iterdir():
        kind = _KINDS.get(each.name.rpartition(".")[2])
        if kind is not None:
            content = each.read_bytes()
            found[each.name] = StaticFile(content, kind, sha256(content).hexdigest()[:16])
    return found


def address_of(name: str) -> str:
    """Where a file is, as long as it is what it is now."""
    return f"/static/{name}?v={static_files()[name].tag}"
