"""No name is broken in any table, however narrow the terminal."""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from kenri.faces import main
from kenri.faces.drawing.name_table import NameTable
from kenri.loader.library import Library, shipped
from tests.engine_source import ENGINE

WIDTHS = (60, 80, 120)
NAME = re.compile(r"[A-Za-z0-9]+(?:[-_/.][A-Za-z0-9]+)+")
LIVES = {path.stem: str(path) for path in sorted((shipped("scenarios") / "lives").glob("*.yaml"))}
COMMANDS = {
    "plans": ["plans"],
    **{f"explain {id_}": ["explain", id_] for kind in ("plan", "vocabulary") for id_ in Library().ids(kind)},
    "windows": ["windows", "iij/2015-5th-series", LIVES["leaver"]],
    "audit": ["audit", "iij/2015-5th-series", LIVES["heir"]],
    "simulate": ["simulate", "iij/2015-5th-series", LIVES["leaver"], "--what-if", "left director 2030-06-25"],
}


def names(text: str) -> set[str]:
    return set(NAME.findall(text))


def printed(args: list[str], width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.delenv("KENRI_LANG", raising=False)
    monkeypatch.setattr(sys, "argv", ["kenri", *args])
    threshold = gc.get_threshold()
    code: str | int | None = 0
    capsys.readouterr()
    try:
        main.run()
    except SystemExit as exit_:
        code = exit_.code
    finally:
        gc.set_threshold(*threshold)
    assert code in (0, 1, None)
    return capsys.readouterr().out


@pytest.mark.takes_turns(11)
@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("what", COMMANDS)
def test_no_command_breaks_a_name(
    what: str, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    args = [*COMMANDS[what], "--lang", lang]
    whole = names(printed(args, 1000, capsys, monkeypatch))
    for width in WIDTHS:
        broken = {name for name in whole - names(printed(args, width, capsys, monkeypatch)) if len(name) <= width - 12}
        assert not broken, f"{what} at {width}"


words = st.text("ab-/_x", min_size=1, max_size=30)
texts = st.lists(words, max_size=8).map(" ".join)


@given(rows=st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=4), width=st.sampled_from(WIDTHS))
def test_a_table_of_any_names_breaks_none(rows: list[tuple[str, str, str]], width: int) -> None:
    table = NameTable(box=None, padding=(0, 2, 0, 0))
    for header in ("one", "two", "three"):
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console = Console(width=width, color_system=None)
    with console.capture() as captured:
        console.print(table)
    lines = captured.get().splitlines()
    assert max(map(len, lines)) <= width
    whole = [name for row in rows for cell in row for name in cell.split()]
    shown = "\n".join(lines).split()
    for name in whole:
        assert shown.count(name) >= whole.count(name)


def test_what_fits_is_laid_out_as_rich_does() -> None:
    console = Console(width=80, color_system=None)
    with console.capture() as captured:
        table = NameTable(box=None, padding=(0, 2, 0, 0))
        table.add_column("plan")
        table.add_column("rules", justify="right")
        table.add_row("iij/2018-terms", "28")
        console.print(table)
    assert [line.rstrip() for line in captured.get().splitlines()] == ["plan            rules", "iij/2018-terms     28"]


def plain_tables() -> Iterator[str]:
    for path in sorted((ENGINE / "faces").rglob("*.py")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if re.search(r"(?<!\w)Table\(", line) and path.name != "name_table.py":
                yield f"{path.name}:{number}: {line.strip()}"


def test_every_table_keeps_names_whole() -> None:
    assert list(plain_tables()) == []
