"""Where rule files are: by id in the shipped rules and in folders of one's own, or by path."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kenri.loader.source import files_in, is_ordinary
from kenri.model.plan import ID, Document
from kenri.model.problems import Problem, Report, quote
from kenri.model.sentences import Sentence, did_you_mean

if TYPE_CHECKING:
    from kenri.loader.tree import Tree

SUFFIX = ".yaml"

Looked: TypeAlias = dict[tuple[Path, Path | None], bool]
"""Where a file was looked for, in which folder if in one, and whether there was one."""

_KINDS = ("plan", "family", "vocabulary")
"""What a document is, which its first key says."""

_HEAD = 64 * 1024
"""Bytes of a file among which its id is looked for."""


@dataclass(frozen=True, slots=True)
class Sourced:
    """A document and the tree it was decoded from, so that what is found wrong with it later has a place."""

    document: Document
    tree: Tree
    faulty: frozenset[str] = frozenset()
    """Names of entries that are left out because something is wrong with them; the problems are reported."""


def shipped(kind: str = "rules") -> Path:
    """The folder of the rule files (or `scenarios`) that come with the package: inside it, or beside a checkout's."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "shipped" / kind
    return inside if inside.is_dir() else package.parent.parent / kind


class Library:
    """Finds documents by id. Folders of one's own come first, the shipped rules last; each file is read once, and where
    one was or was not, it is for this library from then on.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self.folders = (*folders, shipped())
        self.opened: Path | None = None
        """The file by whose path a plan is asked for; None where it is by its id."""
        self._ids_beside: dict[str, list[Path]] | None = None
        self.looked: Looked = {}
        self._read: dict[Path, tuple[Sourced, ...]] = {}
        self._texts: dict[Path, str] = {}
        self._heads: dict[Path, tuple[tuple[Path, str, str], ...]] = {}

    def __reduce__(self) -> tuple[Callable[..., Library], tuple[Sequence[Path], Looked, dict[Path, str]]]:
        """Another process has the files as they were read here."""
        return Library._remembering, (self.folders[:-1], self.looked, {**self._texts, **self.texts()})

    @classmethod
    def _remembering(cls, folders: Sequence[Path], looked: Looked, texts: Mapping[Path, str]) -> Library:
        found = cls(folders)
        found.remember(texts, looked)
        return found

    def open(self, name: str, report: Report) -> tuple[Sourced, Library] | None:
        """The plan of an id or path, with the library that finds what it extends. None with a problem if there is none.

        A name that ends in `.yaml` or `.yml`, or that is a file, is a path; what it extends is looked for first in its
        folder, and in the one from which its own id leads to it.
        """
        path = Path(name)
        if path.suffix in (SUFFIX, ".yml", ".json") or self._is_there(path):
            beside = self._beside(path)
            plans = [found for found in beside.file(path, report) if found.document.plan]
            if not plans:
                if not report.errors:
                    report.add(Problem(None, Sentence("no-plan-in-file", name=quote(name))))
                return None
            return plans[0], beside
        found = self.find(name, report)
        if found is None:
            if not report.errors:
                help_ = Sentence("where-plans-are", hint=self.hint(name, "plan"))
                report.add(Problem(None, Sentence("no-such-plan", name=quote(name)), help_))
            return None
        if not found.document.plan:
            report.add(Problem(found.tree.place(), Sentence("not-askable", name=quote(name))))
            return None
        return found, self

    def around(self, name: str) -> Library:
        """The library that finds what a plan of an id or path speaks of: beside it first, where that is a path."""
        path = Path(name)
        return self._beside(path) if path.suffix in (SUFFIX, ".yml", ".json") or self._is_there(path) else self

    def shared(self, name: str, report: Report) -> tuple[Sourced, Library] | None:
        """The family or vocabulary of an id, or of a file without a plan, as `open` gives a plan; else None."""
        path = Path(name)
        if path.suffix in (SUFFIX, ".yml", ".json") or is_ordinary(path):
            beside = self._beside(path)
            found = beside.file(path, report)
            return (found[0], beside) if found and not any(each.document.plan for each in found) else None
        by_id = self.find(name, report)
        return (by_id, self) if by_id is not None and not by_id.document.plan else None

    def _beside(self, path: Path) -> Library:
        beside = Library(tuple(dict.fromkeys((path.parent, *self._roots(path), *self.folders[:-1]))))
        beside.opened = path
        beside.looked, beside._read, beside._texts = self.looked, self._read, self._texts
        return beside

    def _roots(self, path: Path) -> Iterator[Path]:
        """The folders from which the ids in a file lead to it: `rules` of `rules/acme/a.yaml` with `acme/a`."""
        steps = path.absolute().with_suffix("").parts
        for _, id_ in _heads(self._texts.get(_near(path)) or _head(path)):
            parts = tuple(id_.split("/"))
            if 1 < len(parts) < len(steps) and steps[-len(parts) :] == parts:
                yield _near(path.absolute().parents[len(parts) - 1])

    def passed_over(self, id_: str, found: Sourced) -> tuple[Path, Sentence] | None:
        """The file that has the id of a shipped document, is near the one opened by its path and is not looked in, with
        what to do: above it, where the id leads to it from there, or beside it under another name.

        None where nothing says that another than the shipped one may be meant, or both say the same.
        """
        taken = Path(found.tree.source.name)
        if self.opened is None or not is_inside(taken, self.folders[-1]):
            return None
        whole = self.opened.absolute()
        for folder in whole.parents:
            path = folder / f"{id_}{SUFFIX}"
            if self._is_there(path) and not _is_same(path, taken):
                return _near(path), Sentence("give-its-folder", option=quote(f"--rules {_near(folder)}", limit=4096))
        for path in self._beside_by_id(whole.parent).get(id_, ()):
            if not _is_same(path, taken):
                wanted = Path(f"{id_}{SUFFIX}")
                said = Sentence(
                    "in-another-file", file=_shown(path), wanted=_shown(whole.parent / wanted), inside=_shown(wanted)
                )
                return _near(path), said
        return None

    def _beside_by_id(self, folder: Path) -> Mapping[str, list[Path]]:
        """The rule files that are in a folder itself, by the ids in them; they are read once for this library."""
        if self._ids_beside is None:
            self._ids_beside = {}
            for path in _yaml_in(folder):
                for _, id_ in _heads(_head(path)):
                    self._ids_beside.setdefault(id_, []).append(path)
        return self._ids_beside

    def _is_there(self, path: Path, folder: Path | None = None) -> bool:
        found = self.looked.get((path, folder))
        if found is None:
            found = self.looked[path, folder] = is_ordinary(path)
        return found

    def texts(self) -> dict[Path, str]:
        """The files that were read so far, with the text of each as its reader had it."""
        return {path: found[0].tree.source.text if found else "" for path, found in self._read.items()}

    def remember(self, texts: Mapping[Path, str], looked: Looked) -> None:
        """Take these texts for what is in files, and these files for there or not, so that all is of one time."""
        self._texts.update({_near(path): text for path, text in texts.items()})
        self.looked.update(looked)

    def find(self, id_: str, report: Report, beside: Sourced | None = None) -> Sourced | None:
        """The document of an id: in the file that asks for it, or in the file of that name in one of the folders.

        What has not the form of an id is none: no file outside the folders is ever opened for it, not by a link either.
        """
        if re.fullmatch(ID, id_) is None:
            return None
        if beside is not None:
            for found in self.file(Path(beside.tree.source.name), report):
                if found.document.id == id_:
                    return found
        for folder in self.folders:
            path = folder / f"{id_}{SUFFIX}"
            if self._is_there(path, folder):
                if not is_inside(path, folder):
                    file, inside = quote(str(path), limit=4096), quote(str(folder), limit=4096)
                    report.add(Problem(None, Sentence("link-outside", file=file, folder=inside)))
                    return None
                return next((found for found in self.file(path, report) if found.document.id == id_), None)
        return None

    def file(self, path: Path, report: Report) -> tuple[Sourced, ...]:
        """The documents of a file; what is wrong with them is reported, and faulty entries are left out."""
        path = _near(path)
        found = self._read.get(path)
        if found is None:
            from kenri.loader.decoded import documents_of  # what reads is not needed for a plan that was loaded before

            found = self._read[path] = documents_of(path, self._texts.get(path), report)
        return found

    def ids(self, kind: str = "plan") -> list[str]:
        """The ids of all documents of a kind (`plan`, `family`, `vocabulary`) in the folders, shipped ones included."""
        return sorted({id_ for folder in self.folders for _, head, id_ in self._heads_in(folder) if head == kind})

    def hint(self, id_: str, *kinds: str) -> Sentence:
        """Help for an id that is not found: the file that has it in another place than its own, or the nearest ids."""
        for folder in self.folders:
            for path, kind, found in self._heads_in(folder):
                if found == id_ and kind in kinds:
                    inside = Path(f"{id_}{SUFFIX}")
                    wanted = _shown(folder / inside)
                    return Sentence("in-another-file", file=_shown(path), wanted=wanted, inside=_shown(inside))
        return did_you_mean(id_, (known for kind in kinds for known in self.ids(kind)))

    def _heads_in(self, folder: Path) -> tuple[tuple[Path, str, str], ...]:
        """The heads of a folder, which are read once for this library: a process may go to another folder meanwhile."""
        if folder not in self._heads:
            self._heads[folder] = tuple(_read_heads(folder))
        return self._heads[folder]

    def unreadable(self) -> tuple[Problem, ...]:
        """What in the folders is named like a rule file and is none, or is more than is looked at."""
        report = Report()
        for folder in self.folders:
            files_in(folder, SUFFIX, report)
        return report.problems


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a file is in a folder, and not only a link there to one outside."""
    return path.resolve().is_relative_to(folder.resolve())


def _near(path: Path) -> Path:
    """A path as its reader would write it: from the folder they are in, when the file is below it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path


def _shown(path: Path) -> str:
    return quote(str(_near(path)), limit=4096)


def _read_heads(folder: Path) -> Iterator[tuple[Path, str, str]]:
    """The files of a folder, what each begins with and its id: read from the first lines only, if they can be read."""
    for path in files_in(folder, SUFFIX, Report()):
        for kind, id_ in _heads(_head(path)):
            yield path, kind, id_


def _head(path: Path) -> str:
    """The beginning of a file; nothing of one that cannot be read, or that is a pipe, which may never say anything."""
    if not is_ordinary(path):
        return ""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD).decode(errors="replace")
    except OSError:
        return ""


def _heads(text: str) -> Iterator[tuple[str, str]]:
    """What a file begins with, and its id."""
    for line in text.splitlines():
        key, _, value = line.partition(":")
        if key in _KINDS and re.fullmatch(ID, id_ := value.strip().strip("\"'")):
            yield key, id_
        if line.startswith((" ", "#", "---")) or not line.strip():
            continue
        break


def _yaml_in(folder: Path) -> list[Path]:
    """The rule files that are in a folder itself."""
    try:
        return sorted(each for each in folder.iterdir() if each.suffix == SUFFIX and is_ordinary(each))
    except OSError:
        return []


def _is_same(path: Path, other: Path) -> bool:
    """Whether two files are one, or say the same."""
    try:
        return path.samefile(other) or path.read_bytes() == other.read_bytes()
    except OSError:
        return False
