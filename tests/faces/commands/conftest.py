"""The commands run in this process, and a folder with a new plan in which they are run."""

from __future__ import annotations

import gc
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kenri.faces import main
from tests.faces.commands.running import Answer, Kenri


@pytest.fixture
def kenri(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Kenri]:
    """The command, run in this process, in a terminal of a hundred columns."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("KENRI_LANG", raising=False)
    threshold = gc.get_threshold()

    def run(*args: object, stdin: str = "") -> Answer:
        monkeypatch.setattr(sys, "argv", ["kenri", *map(str, args)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        try:
            main.run()
        except SystemExit as exit_:
            code = exit_.code if isinstance(exit_.code, int) else 0
        else:
            code = 0
        printed = capsys.readouterr()
        return Answer(code, printed.out, printed.err)

    yield run
    gc.set_threshold(*threshold)


@pytest.fixture
def project(kenri: Kenri, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a new plan in it, in which the commands are run."""
    monkeypatch.chdir(tmp_path)
    assert kenri("new", "acme/options").code == 0
    return tmp_path
