"""Registers to be asked over HTTP."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")
pytest.importorskip("prometheus_client")

from tests.faces.serving.asking import Asking, filled
from tests.register.conftest import address, server  # noqa: F401  its fixtures


@pytest.fixture(scope="session")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a register and the plan it was made with, to be copied: it takes a second to make."""
    folder = tmp_path_factory.mktemp("filled")
    filled(str(folder / "register.db"), folder)
    return folder


@pytest.fixture
def register(filled_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A register in a file, in a folder of its own that this process is in."""
    copytree(filled_once, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return "register.db"


@pytest.fixture
def ask(register: str) -> Asking:
    return Asking(register)
