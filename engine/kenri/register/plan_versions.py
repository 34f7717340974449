"""Plans as a register holds them: by the content of their rule files, so that they stay what they were.

A version is every file that the plan was made of, under the path by which it is found. It is loaded without a file
being written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from kenri.api import LoadedPlan
from kenri.loader.library import SUFFIX, Library, Looked
from kenri.loader.link import load
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence, did_you_mean

__all__ = ["KeptPlan", "digest_of", "document_changed", "files_of", "load_version"]


def digest_of(content: str) -> str:
    """The name of a file's content: its SHA-256 in hexadecimal digits."""
    return sha256(content.encode()).hexdigest()


def document_changed(digest: str, sequence: int) -> Sentence:
    """What is said where the rule file of a digest that a record names is not there, or is another."""
    return Sentence("document-changed", digest=quote(digest[:12]), sequence=sequence)


def files_of(name: str, folders: Iterable[Path] = ()) -> tuple[str, dict[str, str]]:
    """The id of a plan, and the files that it is made of, each by the path under which its id is looked for.

    Raises `ProblemsError` for a plan that does not load.
    """
    library = Library(tuple(folders))
    plan = load(name, library=library)
    opened = Path(name)
    beside = library.around(name)
    found: dict[str, str] = {}
    places = [each.resolve() for each in beside.folders]
    for path, text in library.texts().items():
        whole = path.resolve()
        inside = [each for each in places if whole.is_relative_to(each)]
        if whole == opened.resolve() or not inside:
            found[f"{plan.id}{SUFFIX}"] = text
            continue
        # Of folders within one another either may be the one from which the id of the file leads to it.
        for each in inside:
            found.setdefault(whole.relative_to(each).as_posix(), text)
    return plan.id, found


class KeptPlan(LoadedPlan):
    """A plan as a register holds it, with the other plans of the register that can be read beside it."""

    beside: Mapping[str, str] = {}
    """By the id of another plan, the file that was another when that plan was taken in; empty where there is none."""

    def must_be_beside(self, id_: str) -> None:
        """Raise `ProblemsError` for a plan that cannot be read together with this one."""
        if id_ not in self.beside:
            raise refused(Sentence("no-such-plan-in-register", plan=quote(id_)), did_you_mean(id_, self.beside))
        if file := self.beside[id_]:
            command = quote(f"kenri register plan REGISTER {self.id} {id_}", limit=400)
            raise refused(
                Sentence(
                    "plans-differ-in-file", plan=quote(self.id), other=quote(id_), file=quote(file), command=command
                )
            )


def load_version(id_: str, files: Mapping[str, str], others: Mapping[str, Mapping[str, str]], folder: str) -> KeptPlan:
    """A plan from its files, which problems place in `folder`; `others` are the files of other plans, by their ids.

    Another that was made of another content of a file they share is left out: read together, one of the two would mean
    something else than it did. Of the same content the same plan is given again, with the forms made for it meanwhile.
    """
    beside = tuple((other, _content(texts)) for other, texts in sorted(others.items()))
    return _loaded(id_, _content(files), beside, folder)


_Content = tuple[tuple[str, str], ...]
"""The texts of files, each after its path."""

_LOADED = 32
"""So many plans are kept loaded in a process."""


def _content(files: Mapping[str, str]) -> _Content:
    return tuple(sorted(files.items()))


@lru_cache(_LOADED)
def _loaded(id_: str, files: _Content, others: tuple[tuple[str, _Content], ...], folder: str) -> KeptPlan:
    whole = dict(files)
    beside: dict[str, str] = {}
    for other, content in others:
        texts = dict(content)
        beside[other] = next((name for name, text in texts.items() if whole.get(name, text) != text), "")
        if not beside[other]:
            whole |= texts
    root = Path(folder)
    library = Library((root,))
    looked: Looked = {(root / name, root): True for name in whole}
    looked[Path(id_), None] = False
    library.remember({root / name: text for name, text in whole.items()}, looked)
    found = KeptPlan(load(id_, library=library), id_, library)
    found.beside = beside
    return found
