"""The pictures that the README and a page show where nothing is run: drawn by kenri, by the commands named here.

`python -m tests.docs.pictures` draws them anew; the site has others, that are drawn as it is made.
"""

import sys
import tempfile
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from kenri.faces import main
from tests.committed_files import ROOT

FOLDER = ROOT / "docs" / "images"
PLAN = "iij/2015-5th-series"
REGISTER = "REGISTER"
"""Stands for the register of the year, which `kenri demo --to` makes."""

COMMANDS = {
    "leaver.svg": ("windows", PLAN, "leaver", "--action", "exercise", "--by", "sato"),
    "sweep.svg": (
        *("sweep", PLAN, "leaver", "--vary", "leaves_position", "--from", "2045-06-20", "--to", "2045-07-20"),
        *("--asked-from", "2045-06-15", "--asked-to", "2045-08-01"),
    ),
    "year-leaver.svg": (
        *("windows", PLAN, "--register", REGISTER, "--holder", "1002", "--action", "exercise", "--by", "1002"),
    ),
    "year-heir.svg": (
        *("windows", PLAN, "--register", REGISTER, "--holder", "1003", "--action", "exercise", "--by", "2001"),
    ),
}


def drawn(name: str) -> bytes:
    """A picture, as its command draws it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        words = COMMANDS[name]
        if REGISTER in words:
            _run("demo", "--to", folder)
        _run(*(str(Path(folder, "register.db")) if each == REGISTER else each for each in words), "--svg", str(file))
        return file.read_bytes()


def _run(*words: str) -> None:
    with patch.object(sys, "argv", ["kenri", *words, "--lang", "en"]), redirect_stdout(StringIO()):
        try:
            main.run()
        except SystemExit as left:
            if left.code:
                raise


if __name__ == "__main__":
    for each in COMMANDS:
        (FOLDER / each).write_bytes(drawn(each))
        print(f"drew {each}")
