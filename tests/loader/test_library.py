"""What is found in folders, whatever folder a process is in when it looks."""

from __future__ import annotations

from pathlib import Path

import pytest

from kenri.loader.library import Library

HERE = Path()


def test_what_is_in_a_folder_is_told_of_the_one_that_the_process_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that answers many goes to a folder for each; none is told what another has there."""
    own = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / f"{name}.yaml").write_text(f"plan: {name}\n", encoding="utf-8")
        monkeypatch.chdir(folder)
        own.append({*Library((HERE,)).ids()} - {*Library().ids()})
        assert f"`{name}`" in Library((HERE,)).hint(f"{name}x", "plan").text()
    assert own == [{"one"}, {"two"}]
