"""Plans as a register holds them: by the content of their rule files, so that they stay what they were.

A version is every file that the plan was made of, under the path by which it is found. It is loaded without a file
being written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from kenri.api import LoadedPlan
from kenri.loader.library import SUFFIX, Library, Looked
from kenri.loader.link import load
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence

__all__ = ["digest_of", "files_of", "load_version"]


def digest_of(content: str) -> str:
    """The name of a file's content: its SHA-256 in hexadecimal digits."""
    return sha256(content.encode()).hexdigest()


def files_of(name: str, folders: Iterable[Path] = ()) -> tuple[str, dict[str, str]]:
    """The id of a plan, and the files that it is made of, each by the path under which its id is looked for.

    Raises `ProblemsError` for a plan that does not load.
    """
    library = Library(tuple(folders))
    plan = load(name, library=library)
    opened = Path(name)
    beside = library.around(name)
    found: dict[str, str] = {}
    for path, text in library.texts().items():
        whole = path.resolve()
        inside = next((each for each in beside.folders if whole.is_relative_to(each.resolve())), None)
        if whole == opened.resolve() or inside is None:
            found[f"{plan.id}{SUFFIX}"] = text
        else:
            found.setdefault(whole.relative_to(inside.resolve()).as_posix(), text)
    return plan.id, found


def load_version(plan: str, files: Mapping[str, str], others: Iterable[Mapping[str, str]], folder: str) -> LoadedPlan:
    """A plan from its files, which problems place in `folder`; `others` are the files of plans that its grants name.

    Raises `ProblemsError` where two of the plans were made of files of one name and different content.
    """
    whole = dict(files)
    for each in others:
        for name, text in each.items():
            if whole.setdefault(name, text) != text:
                raise refused(Sentence("plans-differ-in-file", plan=quote(plan), file=quote(name)))
    root = Path(folder)
    library = Library((root,))
    looked: Looked = {(root / name, root): True for name in whole}
    looked[Path(plan), None] = False
    library.remember({root / name: text for name, text in whole.items()}, looked)
    return LoadedPlan(load(plan, library=library), plan, library)
