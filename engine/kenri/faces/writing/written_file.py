"""Writing files that a user named: each whole, in the place of an earlier one, or not at all.

The new text is written beside the file, brought to the disk, and only then put in its place. Where anything fails (a
full disk, a folder without permission) the earlier file is as it was, and nothing new is left.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from kenri.loader.system_reason import system_reason
from kenri.model.problems import Problem, ProblemsError, quote, refused
from kenri.model.sentences import Sentence

STDOUT = Path("-")
"""As a file, standard output."""


def write_file(path: Path, data: bytes) -> None:
    """Write a whole file, in the place of one that may be there. Raises `ProblemsError` where that is not possible.

    `-` is standard output. The permissions of an earlier file stay, and a link stays a link: the file it leads to is
    written. What is no ordinary file, such as a pipe, is written to directly.
    """
    write_files({path: data})


def make_folder(folder: Path) -> None:
    """Make a folder that may be there already. Raises `ProblemsError` where that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        name = quote(str(folder), limit=4096)
        raise refused(Sentence("folder-not-made", folder=name, reason=system_reason(error))) from None


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write files as `write_file` does: none is put in its place before all are on the disk.

    Raises `ProblemsError` where one cannot be written; then no ordinary file is other than it was.
    """
    prepared: dict[Path, tuple[Path, Path]] = {}  # the file itself, and what stands beside it until all are whole
    at = STDOUT
    try:
        for path, data in files.items():
            at = path
            if path != STDOUT and (target := _ordinary(path)) is not None:
                prepared[path] = target, _prepared(target, data, _status(target))
        for at in [each for each in files if each != STDOUT and each not in prepared]:
            with at.open("wb") as file:  # a device or a pipe; a folder says itself that it is one
                file.write(files[at])
        for at in [*prepared]:
            target, beside = prepared[at]
            os.replace(beside, target)  # noqa: PTH105  in one step, as the tests that make each step fail count on
            del prepared[at]
        _settle({path.parent for path in files if path != STDOUT})
    except (OSError, ValueError) as error:
        raise _not_written(at, error) from None
    finally:
        for _, beside in prepared.values():
            _remove(beside)
    if STDOUT in files:
        sys.stdout.flush()
        sys.stdout.buffer.write(files[STDOUT])
        sys.stdout.buffer.flush()


def write_new_files(files: Mapping[Path, bytes | Path], advice: Sentence | None = None) -> None:
    """Write files that are not there yet, with the folders they need: all of them, or none and no folder either. What
    is written is given as it is, or where it stands in a file.

    `advice` is what would be right where one is there, if that is not to name another file. Raises `ProblemsError`
    where one is there, and where writing is not possible.
    """
    there = [path for path in files if _is_there(path)]
    if there:
        raise ProblemsError(
            Problem(
                None,
                Sentence("file-is-there", file=quote(str(path), limit=4096)),
                advice,
            )
            for path in there
        )
    made: list[Path] = []
    prepared: dict[Path, Path] = {}
    written: list[Path] = []
    at = next(iter(files))
    try:
        for path, data in files.items():
            at = path
            made += _make_folders(path.parent)
            prepared[path] = _prepared(path, data, None)
        for path, beside in prepared.items():
            at = path
            _put_new(beside, path)
            written.append(path)
            _remove(beside)
        _settle({path.parent for path in files})
    except (OSError, ValueError) as error:
        raise _not_written(at, error, Sentence("choose-a-folder")) from None
    finally:
        if len(written) < len(files):
            for each in [*prepared.values(), *written]:
                _remove(each)
            for folder in reversed(made):
                _remove_folder(folder)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A file beside a path, to be written bit by bit; it gets the name once all is there, and is gone where that fails.

    Raises `ProblemsError` where there is something of that name, and where writing is not possible.
    """
    if _is_there(path):
        file = quote(str(path), limit=4096)
        raise refused(Sentence("file-is-there", file=file))
    beside = path.parent / f".kenri-{secrets.token_hex(8)}.tmp"
    try:
        yield beside
        with beside.open("rb") as file_:
            os.fsync(file_.fileno())
        _put_new(beside, path)
        _settle({path.parent})
    except (OSError, ValueError) as error:
        if isinstance(error, ProblemsError):
            raise
        raise _not_written(path, error, Sentence("choose-a-folder")) from None
    finally:
        _remove(beside)


def _ordinary(path: Path) -> Path | None:
    """The ordinary file, there or yet to be made, that a path leads to; None for anything else that is there."""
    earlier = _status(path)
    if earlier is not None and not stat.S_ISREG(earlier.st_mode):
        return None
    if earlier is not None and not os.access(path, os.W_OK):
        raise PermissionError(13, "Permission denied", str(path))
    return Path(os.path.realpath(path))  # a link stays where it is


def _prepared(path: Path, data: bytes | Path, earlier: os.stat_result | None) -> Path:
    """A file beside a path that holds the data, on the disk, with the permissions the file will have."""
    beside = path.parent / f".kenri-{secrets.token_hex(8)}.tmp"
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)  # less what the umask takes away
    try:
        with os.fdopen(descriptor, "wb") as file:
            if earlier is not None:
                os.fchmod(file.fileno(), stat.S_IMODE(earlier.st_mode))
            if isinstance(data, Path):
                with data.open("rb") as source:
                    shutil.copyfileobj(source, file)
            else:
                file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        _remove(beside)
        raise
    return beside


def _put_new(beside: Path, path: Path) -> None:
    """Give a file its name, unless there is one of that name, and even if that came in between."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without such links
        if _is_there(path):
            raise
        os.rename(beside, path)  # noqa: PTH104  beside `os.link`


def _settle(folders: set[Path]) -> None:
    """Bring the new names to the disk too, where the system can."""
    for folder in folders:
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except OSError:
            continue
        with suppress(OSError):  # not every file system can
            os.fsync(descriptor)
        os.close(descriptor)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _is_there(path: Path) -> bool:
    try:
        return os.path.lexists(path)
    except (OSError, ValueError):
        return False


def _make_folders(folder: Path) -> list[Path]:
    """The folders that had to be made, outermost first."""
    lacking: list[Path] = []
    while not folder.exists():
        lacking.append(folder)
        folder = folder.parent
    made: list[Path] = []
    try:
        for each in reversed(lacking):
            each.mkdir()
            made.append(each)
    except BaseException:
        for each in reversed(made):
            _remove_folder(each)
        raise
    return made


def _remove(path: Path) -> None:
    with suppress(OSError):  # what cannot be removed now could not be written either
        path.unlink(missing_ok=True)


def _remove_folder(path: Path) -> None:
    with suppress(OSError):  # somebody put something into it
        path.rmdir()


def _not_written(path: Path, error: OSError | ValueError, help_: Sentence | None = None) -> ProblemsError:
    sentence = Sentence("file-not-written", file=quote(str(path), limit=4096), reason=system_reason(error))
    return ProblemsError([Problem(None, sentence, help_)])
