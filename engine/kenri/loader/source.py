"""The text to read: from a file or handed over, within bounds, and without characters that cannot be seen."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol

from kenri.loader.json_escapes import join_pairs
from kenri.loader.system_reason import system_reason
from kenri.model.limits import FILE_SIZE, FOLDER
from kenri.model.problems import Place, Problem, Report, quote
from kenri.model.sentences import Sentence, did_you_mean

BYTES_LIMIT = FILE_SIZE.most
"""Largest text read, in bytes of UTF-8, inclusive."""

UNNAMED = "<text>"

_UNSEEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What YAML does not allow in a text, and the line breaks and byte order marks that only some readers honour."""

_LINE_END = re.compile("\r\n|\r|\n")


class TextPosition(Protocol):
    """A position as the YAML parser gives it: line and column count characters from 0."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class Position(NamedTuple):
    """A mark that the parser did not give."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class SourceText:
    """A named text, ready for the YAML parser: `text` has no byte order mark at its start."""

    name: str
    text: str

    def place(self, mark: TextPosition) -> Place:
        """The place of a mark."""
        return Place(self.name, mark.line + 1, mark.column + 1)

    def place_at(self, index: int) -> Place:
        """The place of the character at an index of `text`."""
        before = self.text[:index]
        ends = list(_LINE_END.finditer(before))
        return Place(self.name, len(ends) + 1, index - (ends[-1].end() if ends else 0) + 1)

    def rest_of_line(self, mark: TextPosition) -> str:
        """The text from a mark to the end of its line; empty at the end of the text."""
        lines = _LINE_END.split(self.text)
        return lines[mark.line][mark.column :] if mark.line < len(lines) else ""

    def ends_at(self, mark: TextPosition) -> bool:
        """Whether nothing but blanks follows the mark."""
        lines = _LINE_END.split(self.text)
        return not self.rest_of_line(mark).strip() and not any(line.strip() for line in lines[mark.line + 1 :])


def open_source(path: Path | str | None, text: str | None, report: Report) -> SourceText | None:
    """The text to read, or None with the reason in the report.

    Without `text` the file at `path` is read as UTF-8; with it `path` is only the name shown in places.
    Raises `TypeError` if both are None.
    """
    if text is None:
        if path is None:
            raise TypeError("a path or a text is needed")
        data = _read_bytes(Path(path), report)
        if data is None:
            return None
    else:
        data = text.encode("utf-8", "surrogatepass")
    name = UNNAMED if path is None else str(path)
    if len(data) > BYTES_LIMIT:
        sentence = Sentence("text-too-large", size=BYTES_LIMIT // 1024**2, limit=FILE_SIZE.sentence)
        report.add(Problem(Place(name, 1, 1), sentence))
        return None
    if text is None:
        text = _decode(name, data, report)
        if text is None:
            return None
    source = SourceText(name, join_pairs(text.removeprefix("\ufeff")))
    return source if _is_visible(source, report) else None


def _read_bytes(path: Path, report: Report) -> bytes | None:
    try:
        # Looked at before it is opened: opening a pipe that nobody writes to would wait for ever.
        if is_there(path) and not is_ordinary(path) and not is_folder(path):
            report.add(Problem(None, Sentence("no-ordinary-file", file=quote(str(path), limit=4096))))
            return None
        with path.open("rb") as file:
            return file.read(BYTES_LIMIT + 1)
    except FileNotFoundError:
        report.add(Problem(None, Sentence("no-such-file", file=quote(str(path), limit=4096)), _beside(path)))
    except IsADirectoryError:
        report.add(Problem(None, Sentence("is-a-folder", file=quote(str(path), limit=4096))))
    except PermissionError:
        report.add(Problem(None, Sentence("no-permission", file=quote(str(path), limit=4096))))
    except (OSError, ValueError) as error:  # ValueError: a name that holds a zero byte
        name, reason = quote(str(path), limit=4096), system_reason(error)
        report.add(Problem(None, Sentence("unreadable-file", file=name, reason=reason)))
    return None


def _beside(path: Path) -> Sentence:
    """Help for a missing file: the nearest name in its folder."""
    if path.is_symlink():
        return Sentence("dangling-link")
    try:
        names = [entry.name for entry in islice(path.parent.iterdir(), FOLDER.most)]
    except OSError:
        return Sentence("no-folder-either", folder=quote(str(path.parent), limit=4096))
    if not names:
        return Sentence("folder-is-empty", folder=quote(str(path.parent), limit=4096))
    return did_you_mean(path.name, names)


def _decode(name: str, data: bytes, report: Report) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = SourceText(name, data[: error.start].decode("utf-8").removeprefix("\ufeff"))
        report.add(Problem(before.place_at(len(before.text)), Sentence("not-utf-8", byte=f"0x{data[error.start]:02x}")))
        return None


def _is_visible(source: SourceText, report: Report) -> bool:
    match = _UNSEEN.search(source.text)
    if match is None:
        return True
    code = ord(match[0])
    can_be_escaped = not 0xD800 <= code <= 0xDFFF
    help_ = Sentence("remove-or-escape", escape=f"`\\u{code:04x}`") if can_be_escaped else None
    report.add(Problem(source.place_at(match.start()), Sentence("unseen-character", character=f"U+{code:04X}"), help_))
    return False


def is_ordinary(path: Path) -> bool:
    """Whether there is an ordinary file at a path; a name that no file can have has none, and nothing is raised."""
    return _is_so(path.is_file)


def is_folder(path: Path) -> bool:
    """Whether there is a folder at a path; nothing is raised."""
    return _is_so(path.is_dir)


def is_there(path: Path) -> bool:
    """Whether there is anything at a path; nothing is raised."""
    return _is_so(path.exists)


def _is_so(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except (OSError, ValueError):  # too long a name, a folder that may not be looked into, a zero byte
        return False


def files_in(folder: Path, suffix: str, report: Report) -> list[Path]:
    """The ordinary files below a folder whose names end so, in order of their paths; links to folders are not followed.

    What only looks like such a file (a folder or a dangling link of that name) is reported, and so is a folder that
    holds more than is looked at.
    """
    found: list[Path] = []
    for looked_at, path in enumerate(_below(folder)):
        if looked_at >= FOLDER.most:
            name = quote(str(folder), limit=4096)
            report.add(Problem(None, Sentence("folder-too-large", folder=name, limit=FOLDER.sentence)))
            break
        if path.suffix != suffix:
            continue
        if is_ordinary(path):
            found.append(path)
        else:
            report.add(Problem(None, Sentence("only-named-like-a-file", file=quote(str(path), limit=4096))))
    return sorted(found)


def _below(folder: Path) -> Iterator[Path]:
    """Every file and folder below a folder, at most once each; what may not be looked into is passed over."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            entries = sorted(islice(here.iterdir(), FOLDER.most + 1))
        except OSError:
            continue
        for entry in entries:
            yield entry
            if entry.is_dir() and not entry.is_symlink():
                waiting.append(entry)
