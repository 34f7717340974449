"""Registers to be asked over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")
pytest.importorskip("prometheus_client")

from tests.faces.serving.asking import Asking, filled
from tests.register.conftest import address, server  # noqa: F401  its fixtures


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A register in a file, in a folder of its own that this process is in."""
    monkeypatch.chdir(tmp_path)
    return filled("register.db", tmp_path)


@pytest.fixture
def ask(register: str) -> Asking:
    return Asking(register)
