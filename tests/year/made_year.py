"""The register of the year, as it comes to be: by the commands that `kenri demo` goes through."""

from __future__ import annotations

import io
import os
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from kenri.faces.main import app
from kenri.loader.tree import read
from kenri.model.problems import Report
from kenri.register.register import Register
from tests.year.workbooks import FOLDER

SERIES = {"5th": "iij/2015-5th-series", "2018": "iij/2018-terms", "shares": "iij/2020-restricted-stock"}


def steps() -> list[Any]:
    """What is done in the year, in order."""
    report = Report()
    (tree,) = read(FOLDER.with_name("year.yaml"), report=report)
    report.raise_if_any()
    found: Any = tree.value
    return list(found["steps"])


def year_command(words: list[str], folder: Path, *, code: int = 0) -> str:
    """Run a command on the register of the year in a folder, which ends with a code, and give what it prints."""
    kept = io.BytesIO()
    printed = io.TextIOWrapper(kept, encoding="utf-8", write_through=True)
    places = {"2020.db": str(folder / "2020.db")}
    placed = [places.get(word, word.replace("year/", f"{FOLDER}{os.sep}")) for word in words]
    with redirect_stdout(printed), redirect_stderr(io.StringIO()):
        ended = app(placed, prog_name="kenri", standalone_mode=False)
    assert (ended or 0) == code, words
    return kept.getvalue().decode()


@cache
def year_folder(until: str = "") -> Path:
    """A folder with the register as it is when a file is about to be brought in; at the end without one.

    It is for looking at: several tests share it.
    """
    folder = Path(mkdtemp())
    for step in steps():
        words = step["run"]
        if until and f"year/{until}" in words:
            break
        if "title" not in step:
            year_command(words, folder)
    return folder


def year_register(until: str = "") -> Register:
    """The same as a register."""
    return Register.open(str(year_folder(until) / "2020.db"))
