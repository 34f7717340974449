"""The files that a command is to write: none of them is a file that it reads, and no two of them are the same."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from kenri.faces.writing.written_file import STDOUT
from kenri.model.problems import Problem, Report, quote
from kenri.model.sentences import Sentence


def must_be_apart(written: Mapping[str, Path | None], read: Iterable[Path | str], *, as_json: bool = False) -> bool:
    """Whether a file is standard output (`-`), which then holds nothing else: neither an answer nor another file.

    Raises `ProblemsError` with every file, by its option, that would be written over one that is read or written. A
    device may be written to as often as one likes.
    """
    report = Report()
    to_output = [option for option, path in written.items() if path == STDOUT]
    if to_output and as_json:
        report.add(Problem(None, Sentence("options-exclude", option=quote("--json"), other=quote(f"{to_output[0]} -"))))
    seen: dict[Path, str] = {}
    inputs = {_file(Path(each).absolute()) for each in read}
    for option, path in written.items():
        file = _file(path) if path is not None else None
        if file is None:
            continue
        shown, name = quote(str(path), limit=4096), quote(option)
        if file in inputs:
            report.add(Problem(None, Sentence("written-over-read", option=name, file=shown)))
        elif file in seen:
            sentence = Sentence("written-twice", option=name, other=quote(seen[file]), file=shown)
            report.add(Problem(None, sentence))
        seen.setdefault(file, option)
    report.raise_if_any()
    return bool(to_output)


def _file(path: Path) -> Path | None:
    """The file a path leads to, through links; None for what is no ordinary file, or has a name that none can have."""
    if path == STDOUT:
        return path
    try:
        if path.exists() and not path.is_file():
            return None
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        return None
