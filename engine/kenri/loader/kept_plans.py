"""Plans that were loaded before: linked and checked once, for as long as nothing they were made of has changed.

What is kept is a plan with everything its loading looked at: each file, by the hash of what was in it, and each place
where a file would have gone before another. It is looked at again each time. Only what was right is kept, so that
everything that is wrong is found and told anew.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from kenri.kept_files import folder_of, kept, put
from kenri.loader.amendments import known_from
from kenri.loader.library import Library, Looked, is_inside
from kenri.loader.source import is_ordinary
from kenri.model.language import LANGUAGE
from kenri.model.life import Instant
from kenri.model.plan import Plan

SUFFIX = ".plan"

MOST = 64
"""How many plans are kept: the one kept longest goes first."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A plan, and what must be as it was for loading to give it again."""

    looked: Looked
    digests: dict[Path, str]
    known: tuple[Instant, ...]
    """When its amendments became known, which the zones of this machine tell."""
    plan: Plan


def load_kept(name: str, folders: Sequence[Path] = (), *, version: str) -> tuple[Plan, Library]:
    """The plan of an id or path, as `kenri.loader.link.load` gives it, with the library that found it.

    `version` is that of the engine: what another has kept is not taken. Raises `ProblemsError` as that does.
    """
    library = Library(folders)
    folder = folder_of("plans")
    key = None if folder is None else _key(name, library, version)
    if folder is None or key is None:
        return _load(name, library), library
    found = _found(folder, key, library)
    if found is None:
        found = _load(name, library)
        _put(folder, key, found, library)
    return found, library


def _load(name: str, library: Library) -> Plan:
    from kenri.loader.link import load  # what reads and links is not needed for a plan that is kept

    return load(name, library=library)


def _key(name: str, library: Library, version: str) -> str | None:
    """What is asked for, from where, and of which engine; None where that cannot be told."""
    try:
        folders = tuple(str(folder) for folder in library.folders)
        asked = (name, folders, str(Path.cwd()), version, LANGUAGE, sys.version, tuple(_engine()))
    except OSError:
        return None
    return sha256(repr(asked).encode("utf-8", "surrogatepass")).hexdigest()


def _engine() -> Iterator[tuple[str, int, int]]:
    """The files that plans are loaded by, as they are told apart by Python too. Raises `OSError`."""
    loader = Path(__file__).parent
    for folder in (loader, loader.parent / "model", loader.parent / "model" / "catalogue"):
        for entry in sorted(os.scandir(folder), key=lambda each: each.name):
            if entry.is_file():
                about = entry.stat()
                yield entry.name, about.st_mtime_ns, about.st_size


def _found(folder: Path, key: str, library: Library) -> Plan | None:
    """The plan that is kept, if everything it was made of is as it was; its files are not read again."""
    try:
        if (there := kept(folder, key, SUFFIX)) is not None:
            found = pickle.loads(there[1])  # nobody but the user can have put it there
            texts = _unchanged(found)
            if texts is not None and found.known == _known(found.plan):
                library.remember(texts, found.looked)
                return found.plan  # type: ignore[no-any-return]  # what is not so is refused above
    except Exception:  # noqa: BLE001  # whatever is wrong with what was kept, it is made anew
        pass
    return None


def _unchanged(found: _Kept) -> dict[Path, str] | None:
    """The texts of all files a plan was made of; None where one is another, or would be found elsewhere."""
    for (path, folder), was_there in found.looked.items():
        if is_ordinary(path) != was_there or (was_there and folder is not None and not is_inside(path, folder)):
            return None
    texts = {}
    for path, digest in found.digests.items():
        content = path.read_bytes() if is_ordinary(path) else b""
        if sha256(content).hexdigest() != digest:
            return None
        texts[path] = content.decode()
    return texts


def _put(folder: Path, key: str, plan: Plan, library: Library) -> None:
    """Keep a plan, unless a file says something else by now than was read."""
    try:
        digests = {}
        for path, text in library.texts().items():
            content = path.read_bytes()
            if content.decode() != text:
                return
            digests[path] = sha256(content).hexdigest()
        found = _Kept(library.looked, digests, _known(plan), plan)
        made = put(folder, key, SUFFIX, pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
        others = [each for each in folder.glob(f"*{SUFFIX}") if each != made]
        for each in sorted(others, key=lambda each: -each.stat().st_mtime)[MOST - 1 :]:
            each.unlink(missing_ok=True)
    except (OSError, ValueError, RecursionError):  # it costs the time of loading it again
        pass


def _known(plan: Plan) -> tuple[Instant, ...]:
    zone = ZoneInfo(plan.zone)
    return tuple(known_from(each, zone.key) for each in plan.amendments.values())
