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
    found = kept(folder, key, ".thing")
    return [] if found is None else [found[1]]


def test_what_was_put_is_there(folder: Path) -> None:
    put(folder, "a", ".thing", b"one")
    put(folder, "b", ".thing", b"two")
    assert contents(folder, "a") == [b"one"]
    assert kept(folder, "a", ".other") is None


def test_what_is_put_again_is_there_alone(folder: Path) -> None:
    put(folder, "a", ".thing", b"one")
    put(folder, "a", ".thing", b"two")
    assert contents(folder, "a") == [b"two"]
    assert len([*folder.iterdir()]) == 1


def test_what_was_put_under_another_name_is_not_used(folder: Path) -> None:
    put(folder, "a", ".thing", b"one").rename(folder / "b.thing")
    assert contents(folder, "b") == []


def test_however_much_is_kept_no_folder_is_looked_through_for_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To look through ten thousand files takes longer than to make most of them anew."""
    put(folder, "a", ".thing", b"one")  # a process counts once how much there is

    def refuse(*_: object) -> None:
        raise AssertionError("looked through")

    for name in ("scandir", "listdir"):
        monkeypatch.setattr(os, name, refuse)
    put(folder, "b", ".thing", b"two")
    assert [contents(folder, key) for key in "abc"] == [[b"one"], [b"two"], []]


def test_what_was_made_first_goes_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "MOST_BYTES", 100)
    for at, key in enumerate("abc"):
        os.utime(put(folder, key, ".thing", b"four"), (at, at))
    assert [len(contents(folder, key)) for key in "abc"] == [0, 1, 1]


def test_what_other_processes_keep_is_counted_where_room_is_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "theirs.thing").write_bytes(bytes(500))
    os.utime(folder / "theirs.thing", (0, 0))
    monkeypatch.setattr(kept_files, "MOST_BYTES", 400)
    put(folder, "a", ".thing", b"one")
    assert [path.name for path in folder.iterdir()] == ["a.thing"]


def test_what_cannot_be_put_leaves_nothing_behind(folder: Path) -> None:
    (folder / "a.thing").mkdir()
    with pytest.raises(OSError, match=r"a\.thing"):
        put(folder, "a", ".thing", b"one")
    assert [path.name for path in folder.iterdir()] == ["a.thing"]


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
