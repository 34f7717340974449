"""No command writes over what it reads, or twice to one file; and none passes over an option that is given."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from kenri.faces.main import app
from kenri.faces.writing.apart import must_be_apart
from kenri.model.problems import ProblemsError
from tests.hostile import ALWAYS, LIFE, WORDS, run, written

DAYS = ("--asked-from", "2024-05-01", "--asked-to", "2024-05-03")


@pytest.mark.parametrize("over", ["plan.yaml", "family.yaml", "life.yaml", "link.yaml"])
@pytest.mark.parametrize(
    ("command", "option"),
    [("windows", "--svg"), ("windows", "--ics"), ("sweep", "--png"), ("sweep", "--csv"), ("schedule", "--svg")],
)
def test_what_is_read_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, option: str, over: str
) -> None:
    written(tmp_path, WORDS.replace("plan: acme/min", "family: family") + ALWAYS, "family.yaml")
    plan, life = written(tmp_path, "plan: own\nextends: family\n"), written(tmp_path, LIFE, "life.yaml")
    (tmp_path / "link.yaml").symlink_to(life)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    monkeypatch.chdir(tmp_path)
    done = run(monkeypatch, [command, plan, life, option, over, *BEGUN.get(command, ())])
    assert done.code == 2
    assert f"`{option}` would write over `{over}`, which is read [written-over-read]" in done.err
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_one_file_is_not_written_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan, life = written(tmp_path, WORDS + ALWAYS), written(tmp_path, LIFE, "life.yaml")
    picture = tmp_path / "o.svg"
    done = run(monkeypatch, ["windows", plan, life, "--svg", picture, "--ics", tmp_path / "." / "o.svg"])
    assert done.code == 2
    assert "`--ics` and `--svg` would both write" in done.err
    assert not picture.exists()


def test_every_file_that_would_be_lost_is_named_and_a_device_is_none(tmp_path: Path) -> None:
    (life := tmp_path / "life").touch()
    with pytest.raises(ProblemsError) as refused:
        must_be_apart({"--a": life, "--b": tmp_path / "new", "--c": tmp_path / "new", "--d": None}, [life])
    assert [each.code for each in refused.value.problems] == ["written-over-read", "written-twice"]
    must_be_apart({"--a": Path("/dev/null"), "--b": Path("/dev/null"), "--c": Path("a\0b")}, ["/dev/null", "a\0b"])


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="there is no name for standard output")
def test_a_picture_may_go_to_a_pipe(tmp_path: Path) -> None:
    plan, life = written(tmp_path, WORDS + ALWAYS), written(tmp_path, LIFE, "life.yaml")
    arguments = [sys.executable, "-m", "kenri", "windows", str(plan), str(life), "--svg", "/dev/stdout", "--json"]
    done = subprocess.run(arguments, check=False, capture_output=True, timeout=300)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"<svg")


OUTPUTS = [
    (command, option)
    for command, options in {
        "windows": ("--svg", "--png", "--ics"),
        "sweep": ("--svg", "--png", "--csv"),
        "duties": ("--ics",),
    }.items()
    for option in options
]
BEGUN = {"sweep": DAYS, "duties": ("--on", "2024-05-01")}
SWEPT = ("--sweep", "leaves=2024-02-28..2024-03-02", "--asked", "2024-05-01..2024-05-03")


def test_every_file_that_an_option_writes_is_among_these() -> None:
    group: Any = typer.main.get_command(app)
    read = {"--claims", "--what-if-file", "--explained", "--scenarios", "--mapping", "--openid"}
    found = {
        (name, option)
        for name, command in group.commands.items()
        for param in command.params
        for option in param.opts
        if param.metavar == "FILE" and option not in read
    }
    tables = {(command, option) for command in ("audit", "batch") for option in ("--out", "--aside")}
    # `test_due.py` and `test_audit_all.py` try these.
    of_registers = {("due", "--out"), ("due", "--ics"), ("roll-forward", "--out")}
    pictures = {("simulate", "--svg"), ("simulate", "--png"), ("schedule", "--svg")}
    assert found == {*OUTPUTS, *pictures, *tables, *of_registers}


@pytest.mark.parametrize(("command", "option"), [*OUTPUTS, ("simulate", "--svg")])
def test_a_file_may_be_standard_output_which_then_holds_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, option: str
) -> None:
    if option == "--png":
        pytest.importorskip("resvg_py")
    plan, life = written(tmp_path, WORDS + ALWAYS), written(tmp_path, LIFE, "life.yaml")
    monkeypatch.chdir(tmp_path)
    there = {*tmp_path.iterdir()}
    arguments = [command, plan, life, *{**BEGUN, "simulate": SWEPT}.get(command, ())]
    done = subprocess.run(
        [sys.executable, "-m", "kenri", *map(str, arguments), option, "-"],
        check=False,
        capture_output=True,
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert {*tmp_path.iterdir()} == there
    assert run(monkeypatch, [*arguments, option, "file"]).code == 0
    if option == "--ics":  # which says when it was made
        assert done.stdout.startswith(b"BEGIN:VCALENDAR")
        assert done.stdout.endswith(b"END:VCALENDAR\r\n")
    else:
        assert done.stdout == Path("file").read_bytes()
    beside = run(monkeypatch, [*arguments, option, "-", "--json"])
    assert beside.code == 2
    assert f"`--json` says nothing beside `{option} -`" in beside.out


def test_two_files_are_not_both_standard_output(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match="would both write `-`"):
        must_be_apart({"--a": Path("-"), "--b": Path("-")}, [])
    assert must_be_apart({"--a": Path("-"), "--b": tmp_path / "-"}, [])
