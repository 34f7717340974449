"""The objects of a package of the Open Cap Format: read strictly, each with its file and id, unknown parts told.

A package is a folder or a zip archive: a manifest that names files, and in each a list of objects.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any

from kenri.importing.ocf_fields import FILES, KNOWN, OLD_NAMES
from kenri.loader.source import is_folder, is_ordinary
from kenri.loader.system_reason import system_reason
from kenri.model.entries import EntrySource
from kenri.model.limits import NESTING, PACKAGE_SIZE
from kenri.model.problems import Place, Problem, Report, quote
from kenri.model.sentences import Sentence

__all__ = ["OcfObject", "OcfPackage", "is_package", "opened_package"]

_MANIFEST = "OCF_MANIFEST_FILE"
_VERSION = "1."
_BLOCK = 1 << 16
_NOT_READ = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, KeyError)


@dataclass(frozen=True, slots=True)
class OcfObject:
    """One object: its type by the name of today, its id, where it stands, and all that it says."""

    type: str
    id: str
    file: str
    index: int
    data: Mapping[str, Any]

    @property
    def source(self) -> EntrySource:
        """The same as where an entry came from: file and id."""
        return EntrySource(self.file, part=self.id)

    @property
    def place(self) -> Place:
        """Where it is, for a problem."""
        return self.source.place

    def text(self, name: str) -> str:
        """A text in it; empty where none is."""
        value = self.data.get(name)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class OcfPackage:
    """What a package holds: the issuer, and all objects in the order of the manifest and of their files."""

    name: str
    issuer: Mapping[str, Any]
    objects: tuple[OcfObject, ...]

    def of(self, type_: str) -> list[OcfObject]:
        """The objects of a type."""
        return [each for each in self.objects if each.type == type_]


def is_package(path: Path) -> bool:
    """Whether a path looks like a package: an archive by its name, or a folder with a manifest in it."""
    if is_folder(path):
        return any(path.glob("*anifest*.json"))
    return path.name.lower().endswith((".ocf.zip", ".zip"))


def opened_package(path: Path, report: Report) -> OcfPackage | None:
    """The package at a path; None, with the reasons in the report, where it is none."""
    name = str(path)
    reading = _Reading(name, report)
    try:
        if is_folder(path):
            return reading.package(_folder_names(path), lambda inside: _bytes_of(path / inside))
        if not is_ordinary(path):
            report.add(Problem(None, Sentence("no-such-file", file=quote(name, limit=4096))))
            return None
        with zipfile.ZipFile(path) as archive:
            names = [each.filename for each in archive.infolist() if not each.is_dir()]
            if len(set(names)) < len(names):
                raise zipfile.BadZipFile
            return reading.package(names, lambda inside: _unpacked(archive, inside))
    except _TooLargeError:
        report.add(Problem(Place(name, 0, 0), Sentence("package-too-large", limit=PACKAGE_SIZE.sentence)))
    except _NOT_READ:
        report.add(Problem(Place(name, 0, 0), Sentence("no-package")))
    except OSError as error:
        reason = system_reason(error)
        report.add(Problem(None, Sentence("unreadable-file", file=quote(name, limit=4096), reason=reason)))
    return None


class _TooLargeError(Exception):
    """A package that unpacks to more than is taken."""


def _folder_names(path: Path) -> list[str]:
    return sorted(each.relative_to(path).as_posix() for each in path.rglob("*.json") if each.is_file())


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(PACKAGE_SIZE.most + 1)


def _unpacked(archive: zipfile.ZipFile, inside: str) -> bytes:
    found = bytearray()
    with archive.open(inside) as file:
        while block := file.read(_BLOCK):
            found += block
            if len(found) > PACKAGE_SIZE.most:
                raise _TooLargeError
    return bytes(found)


class _Reading:
    def __init__(self, name: str, report: Report) -> None:
        self.name = name
        self.report = report
        self.read = 0

    def wrong(self, file: str, said: Sentence, *, is_warning: bool = False) -> None:
        severity: Any = "warning" if is_warning else "error"
        self.report.add(Problem(Place(file, 0, 0), said, severity=severity))

    def shown(self, inside: str) -> str:
        """A file of the package, as it is named in what is said of it."""
        return f"{self.name}/{inside}"

    def package(self, names: list[str], read: Callable[[str], bytes]) -> OcfPackage | None:
        manifests = []
        for inside in names:
            if "manifest" in inside.lower() and inside.lower().endswith(".json") and not inside.startswith("__MACOSX"):
                data = self.json(inside, self.body(inside, read))
                if isinstance(data, Mapping) and data.get("file_type") == _MANIFEST:
                    manifests.append((inside, data))
        if len(manifests) != 1:
            said = Sentence("no-package") if not manifests else Sentence("several-manifests")
            self.wrong(self.name, said)
            return None
        ((manifest, data),) = manifests
        self.version(manifest, data)
        objects: list[OcfObject] = []
        changed: list[str] = []
        for inside, md5 in self.files(manifest, data):
            if inside not in names:
                self.wrong(self.shown(manifest), Sentence("package-file-missing", file=quote(inside)))
                continue
            body = self.body(inside, read)
            if md5 and hashlib.md5(body, usedforsecurity=False).hexdigest() != md5.lower():
                changed.append(inside)
            objects += self.objects(inside, self.json(inside, body))
        if changed:
            said = Sentence("package-files-changed", names=tuple(map(quote, changed)))
            self.wrong(self.shown(manifest), said, is_warning=True)
        self.ids(objects)
        issuer = data.get("issuer")
        return OcfPackage(self.name, issuer if isinstance(issuer, Mapping) else {}, tuple(objects))

    def body(self, inside: str, read: Callable[[str], bytes]) -> bytes:
        body = read(inside)
        self.read += len(body)
        if self.read > PACKAGE_SIZE.most:
            raise _TooLargeError
        return body

    def version(self, manifest: str, data: Mapping[str, Any]) -> None:
        version = data.get("ocf_version")
        if not isinstance(version, str) or not version.startswith("1.2.0"):
            said = Sentence("package-version", version=quote(str(version)))
            is_other = not isinstance(version, str) or (version[:1].isdigit() and not version.startswith(_VERSION))
            self.wrong(self.shown(manifest), said, is_warning=not is_other)

    def files(self, manifest: str, data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """The files that a manifest names, each with its digest."""
        folder = PurePosixPath(manifest).parent
        for key in FILES:
            for each in data.get(key, []) if isinstance(data.get(key, []), list) else []:
                path = each.get("filepath") if isinstance(each, Mapping) else None
                parts = PurePosixPath(str(path)).parts
                if (
                    not isinstance(path, str)
                    or ".." in parts
                    or path.startswith(("/", "\\"))
                    or ":" in path
                    or "\0" in path
                ):
                    self.wrong(self.shown(manifest), Sentence("package-path", file=quote(str(path))))
                    continue
                md5 = each.get("md5")
                yield (folder / PurePosixPath(path)).as_posix(), md5 if isinstance(md5, str) else ""

    def json(self, inside: str, body: bytes) -> Any:
        try:
            text = body.decode("utf-8-sig")
            if _depth(text) > NESTING.most:
                raise ValueError
            return json.loads(text, parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_once)
        except (ValueError, RecursionError, ArithmeticError):
            self.wrong(self.shown(inside), Sentence("no-json"))
            return None

    def objects(self, inside: str, data: Any) -> Iterator[OcfObject]:
        items = data.get("items") if isinstance(data, Mapping) else None
        if not isinstance(items, list):
            if data is not None:
                self.wrong(self.shown(inside), Sentence("package-file-without-items"))
            return
        unknown: dict[tuple[str, str], str] = {}
        for index, item in enumerate(items):
            type_ = item.get("object_type") if isinstance(item, Mapping) else None
            id_ = item.get("id") if isinstance(item, Mapping) else None
            if not isinstance(type_, str) or not isinstance(id_, str) or not id_.strip():
                where = f"{self.shown(inside)}#items[{index}]"
                self.wrong(where, Sentence("object-without-id"))
                continue
            type_ = OLD_NAMES.get(type_, type_)
            for name in item:
                if type_ in KNOWN and name not in KNOWN[type_]:
                    unknown.setdefault((type_, name), id_)
            yield OcfObject(type_, id_, self.shown(inside), index, item)
        for (type_, name), id_ in unknown.items():
            said = Sentence("unknown-field", name=quote(name), type=quote(type_), id=quote(id_))
            self.wrong(self.shown(inside), said, is_warning=True)

    def ids(self, objects: list[OcfObject]) -> None:
        """An id is given once within its type."""
        seen: dict[tuple[str, str], OcfObject] = {}
        for each in objects:
            first = seen.setdefault((each.type, each.id), each)
            if first is not each:
                said = Sentence("object-twice", type=quote(each.type), id=quote(each.id))
                self.report.add(Problem(each.place, said))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError  # of a key that is given twice, most readers keep the last
    return found


def _refuse(_word: str) -> Any:
    raise ValueError


def _depth(text: str) -> int:
    """How deep the brackets of a JSON text go: looked at before it is parsed, which works as deep as they are."""
    deepest = depth = 0
    is_text = is_escaped = False
    if text.count("[") + text.count("{") <= NESTING.most:
        return 0
    for character in text:
        if is_text:
            if is_escaped:
                is_escaped = False
            elif character == "\\":
                is_escaped = True
            elif character == '"':
                is_text = False
        elif character == '"':
            is_text = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest
