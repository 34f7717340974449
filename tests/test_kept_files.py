"""What is kept in files is bounded, and whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kenri import kept_files
from kenri.kept_files import folder_of, kept, put


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KENRI_CACHE", str(tmp_path / "cache"))
    found = folder_of("things")
    assert found is not None
    return found


def contents(folder: Path, key: str) -> list[bytes]:
    return [content for _, content in kept(folder, key, ".thing")]


def test_what_was_put_is_there(folder: Path) -> None:
    put(folder, "a", ".thing", b"one")
    put(folder, "b", ".thing", b"two")
    assert contents(folder, "a") == [b"one"]
    assert not [*kept(folder, "a", ".other")]


def test_what_was_made_first_goes_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "MOST_BYTES", 10)
    for at, key in enumerate("abc"):
        os.utime(put(folder, key, ".thing", b"four"), (at, at))
    assert [len(contents(folder, key)) for key in "abc"] == [0, 1, 1]


def test_a_file_that_cannot_be_removed_takes_nothing_away(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    put(folder, "a", ".thing", b"four")
    monkeypatch.setattr(kept_files, "MOST_BYTES", 3)
    monkeypatch.setattr(Path, "unlink", refuse)
    put(folder, "b", ".thing", b"four")
    assert contents(folder, "b") == [b"four"]


def test_in_the_home_of_nobody_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Path:
        raise RuntimeError("no home")

    monkeypatch.delenv("KENRI_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", none)
    assert folder_of("things") is None
