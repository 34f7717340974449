"""A file is written whole or not at all, whatever fails on the way."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from kenri.faces.writing.written_file import write_file, write_files, write_new_files
from kenri.model.problems import ProblemsError
from tests.hostile import run

STEPS = ["open", "write", "flush", "fsync", "replace", "link"]


def full(*_: Any, **__: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


class _Full:
    """A file of a full disk: one of its steps fails, after what was written before may be there."""

    def __init__(self, file: Any, step: str) -> None:
        self._file, self._step = file, step

    def __enter__(self) -> _Full:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return full if name == self._step else getattr(self._file, name)


def make_fail(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Let one step of writing fail as on a full disk."""
    real: Callable[..., Any] = os.fdopen
    match step:
        case "open" | "replace" | "fsync":
            monkeypatch.setattr(os, step, full)
        case "link":
            monkeypatch.setattr(os, "link", full)
            monkeypatch.setattr(os, "rename", full)
        case _:
            monkeypatch.setattr(os, "fdopen", lambda *given: _Full(real(*given), step))


def everything(folder: Path) -> dict[str, bytes | None]:
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None for p in sorted(folder.rglob("*"))}


@pytest.mark.parametrize("step", STEPS[:-1])
@pytest.mark.parametrize("earlier", [b"what was there", None])
def test_where_any_step_fails_the_earlier_file_stays_and_nothing_new_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, earlier: bytes | None
) -> None:
    path = tmp_path / "x.svg"
    if earlier is not None:
        path.write_bytes(earlier)
    before = everything(tmp_path)
    with monkeypatch.context() as patched:
        make_fail(patched, step)
        with pytest.raises(ProblemsError, match="cannot be written: no space left on device"):
            write_file(path, b"new" * 1000)
    assert everything(tmp_path) == before
    write_file(path, b"new")
    assert everything(tmp_path) == {"x.svg": b"new"}


@pytest.mark.parametrize("last", ["no/such/folder/x", "a folder", "/dev/full", "x" * 300])
@pytest.mark.parametrize("earlier", [b"what was there", None])
def test_where_one_of_several_files_cannot_be_written_none_is(tmp_path: Path, last: str, earlier: bytes | None) -> None:
    if last == "/dev/full" and not Path(last).exists():
        pytest.skip("there is no device that is always full")
    (tmp_path / "a folder").mkdir()
    if earlier is not None:
        (tmp_path / "x.svg").write_bytes(earlier)
    before = everything(tmp_path)
    for files in ([tmp_path / "x.svg", tmp_path / last], [tmp_path / last, tmp_path / "x.svg"]):
        with pytest.raises(ProblemsError, match="cannot be written"):
            write_files(dict.fromkeys(files, b"new"))
        assert everything(tmp_path) == before
    write_files({tmp_path / "x.svg": b"new", tmp_path / "y.csv": b"too"})
    assert everything(tmp_path) == {"a folder": None, "x.svg": b"new", "y.csv": b"too"}


COMMANDS_THAT_WRITE_SEVERAL = {
    "sweep": (["--asked-from", "2024-06-01", "--asked-to", "2024-06-09"], ["--svg", "--png", "--csv"]),
    "windows": ([], ["--svg", "--png", "--ics"]),
}
"""What each takes beside a plan and a life, and the files it writes."""


@pytest.mark.parametrize(
    ("command", "first", "second"),
    [(c, a, b) for c, (_, files) in COMMANDS_THAT_WRITE_SEVERAL.items() for a, b in permutations(files, 2)],
)
def test_a_command_that_cannot_write_one_file_writes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, first: str, second: str
) -> None:
    monkeypatch.chdir(tmp_path)
    life = tmp_path / "life.yaml"
    life.write_text("parties: {ann: {role: grantee}}\ngrants: [{grantee: ann, on: 2022-01-03, number: 100}]\n", "utf-8")
    more = [first, "first", second, "no/such/folder/second"]
    done = run(
        monkeypatch, [command, "plans/splits-in-steps", "life.yaml", *COMMANDS_THAT_WRITE_SEVERAL[command][0], *more]
    )
    assert (done.code, done.out) == (2, "")
    assert everything(tmp_path).keys() == {"life.yaml"}


@pytest.mark.parametrize("step", ["open", "write", "flush", "fsync", "link"])
def test_new_files_are_all_written_or_none_and_it_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    (tmp_path / "rules").mkdir()
    files = {tmp_path / "rules" / "a.yaml": b"a", tmp_path / "lives" / "deep" / "b.yaml": b"b"}
    with monkeypatch.context() as patched:
        make_fail(patched, step)
        with pytest.raises(ProblemsError, match="no space left"):
            write_new_files(files)
    assert everything(tmp_path) == {"rules": None}
    write_new_files(files)
    assert {each for each in everything(tmp_path).values() if each} == {b"a", b"b"}


def test_a_file_that_fails_late_takes_the_earlier_ones_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {tmp_path / name: b"x" for name in ("a", "b", "c")}
    real, calls = os.link, []

    def third(source: Any, target: Any) -> None:
        calls.append(target)
        if len(calls) == 3:
            full()
        real(source, target)

    monkeypatch.setattr(os, "link", third)
    monkeypatch.setattr(os, "rename", full)
    with pytest.raises(ProblemsError):
        write_new_files(files)
    assert everything(tmp_path) == {}


def test_what_is_there_is_never_overwritten_by_new_files(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"mine")
    with pytest.raises(ProblemsError, match="is there already"):
        write_new_files({tmp_path / "a": b"a", tmp_path / "b": b"b"})
    assert everything(tmp_path) == {"b": b"mine"}


def test_permissions_stay_and_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.svg", tmp_path / "link.svg"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    write_file(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_new_file_has_the_permissions_that_any_new_file_has(tmp_path: Path) -> None:
    write_file(tmp_path / "ours", b"")
    (tmp_path / "theirs").write_bytes(b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "theirs").stat().st_mode


@pytest.mark.parametrize("name", ["no/such/folder/x", "x" * 300, "a\0b"])
def test_a_name_that_cannot_be_written_is_a_problem(tmp_path: Path, name: str) -> None:
    with pytest.raises(ProblemsError, match="cannot be written"):
        write_file(tmp_path / name, b"")
    with pytest.raises(ProblemsError, match="is a directory"):
        write_file(tmp_path, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_real_full_device(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ProblemsError, match="no space left on device"):
        write_file(Path("/dev/full"), b"x")
    done = run(monkeypatch, ["new", "acme/x", "--to", "/dev/full"])
    assert done.code == 2
    assert "cannot be written" in done.err
