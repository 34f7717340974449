"""What is compiled is kept for all processes, and whatever is in the cache, answers are right."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kenri import terms
from kenri.kept_files import put
from kenri.lowering import libraries, native
from kenri.lowering.columns import Vectorised
from kenri.lowering.exact import Program, exact
from kenri.lowering.libraries import NoCompilerError, available
from kenri.lowering.native import Kernel, fastest, kernels

pytestmark = pytest.mark.skipif(not available(), reason="there is no C compiler")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KENRI_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "native"


def program(more: int = 1) -> Program:
    with terms.afresh():
        a = terms.whole("a", 0, 9)
        return exact([terms.add(a, more)], [a])


def right(function: Any, more: int = 1) -> bool:
    return bool(function([np.arange(10)], 10)[0].tolist() == list(range(more, 10 + more)))


def no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(libraries, "_compiled", refuse)


def test_a_library_is_compiled_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert right(kernels([program()])[0])
    assert len(list(cache.iterdir())) == 1
    no_compiler(monkeypatch)
    assert right(kernels([program()])[0])
    with pytest.raises(AssertionError, match="compiled again"):
        kernels([program(2)])


def test_none_is_compiled_for_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    no_compiler(monkeypatch)
    assert kernels([]) == []


def test_several_share_a_library(cache: Path) -> None:
    several = kernels([program(more) for more in range(5)])
    assert len(list(cache.iterdir())) == 1
    assert all(right(each, more) for more, each in enumerate(several))


@pytest.mark.parametrize("spoil", [lambda old: b"", lambda old: old[: len(old) // 2], lambda old: b"x" + old[1:]])
def test_a_library_that_is_not_what_was_kept_is_compiled_again(cache: Path, spoil: Any) -> None:
    kernels([program()])
    (kept,) = cache.iterdir()
    content = kept.read_bytes()
    kept.unlink()
    kept.write_bytes(spoil(content))
    assert right(kernels([program()])[0])


def test_a_library_that_cannot_be_loaded_is_compiled_for_this_process(cache: Path) -> None:
    kernels([program()])
    (kept,) = cache.iterdir()
    put(cache, kept.stem, ".so", b"no library")
    assert right(kernels([program()])[0])


def test_where_nothing_can_be_kept_it_is_compiled_for_this_process(cache: Path) -> None:
    cache.parent.write_text("a file, and no folder")
    assert right(kernels([program()])[0])
    assert cache.parent.read_text() == "a file, and no folder"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="folders are not others' here")
def test_nothing_is_loaded_from_a_folder_that_others_can_write_to(cache: Path) -> None:
    kernels([program()])
    (kept,) = cache.iterdir()
    kept.unlink()
    cache.chmod(0o777)
    assert right(kernels([program()])[0])
    assert not list(cache.iterdir())


def test_processes_and_threads_may_compile_the_same_at_once(cache: Path) -> None:
    code = "from tests.lowering.test_native import kernels, program, right; assert right(kernels([program()])[0])"
    processes = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    with ThreadPoolExecutor(3) as pool:
        assert all(pool.map(lambda _: right(kernels([program()])[0]), range(3)))
    assert [process.wait() for process in processes] == [0, 0]
    assert all(path.suffix == ".so" for path in cache.iterdir())


def test_without_a_compiler_columns_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(fastest(program()), Kernel)
    monkeypatch.setattr(libraries, "_compiler", lambda: None)
    assert not available()
    with pytest.raises(NoCompilerError):
        kernels([program()])
    found = fastest(program())
    assert isinstance(found, Vectorised)
    assert right(found)


def test_a_compiler_that_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    false = tmp_path / "cc"
    false.write_text("#!/bin/sh\necho 'no C today' >&2\nexit 1\n")
    false.chmod(0o755)
    monkeypatch.setattr(libraries, "_compiler", lambda: (str(false), "a compiler"))
    with pytest.raises(NoCompilerError, match="no C today"):
        kernels([program()])


def test_what_cannot_be_written_down_anywhere_is_told(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.parent.write_text("a file, and no folder")
    monkeypatch.setattr(libraries, "_own", lambda: None)
    with pytest.raises(NoCompilerError, match="neither kept nor loaded"):
        kernels([program()])


def test_names_of_variables_never_reach_the_source() -> None:
    with terms.afresh():
        a = terms.whole('"; system("x"); //', 0, 9)
        assert "system" not in native._written(exact([terms.add(a, 1)], [a]), 0)


def test_threads_work_on_pieces_of_the_same_columns() -> None:
    (function,) = kernels([program()])
    column = np.arange(400_000, dtype=np.int32) % 10
    with ThreadPoolExecutor(4) as pool:
        pieces = list(pool.map(lambda n: function([column[n : n + 100_000]], 100_000)[0], range(0, 400_000, 100_000)))
    assert np.array_equal(np.concatenate(pieces), column + 1)
