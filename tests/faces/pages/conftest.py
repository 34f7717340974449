"""Pages of a small register, made in this process."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("jinja2")
pytest.importorskip("sqlalchemy")

from tests.faces.serving.asking import Asking, filled


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A register in a file, in a folder of its own that this process is in."""
    monkeypatch.chdir(tmp_path)
    return filled("register.db", tmp_path)


@pytest.fixture
def ask(register: str) -> Asking:
    return Asking(register)
