"""Shells complete commands, options, their values and plans; and what a shell is told to run, it can run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SHELLS = ("bash", "zsh", "fish")
CASES = {
    "commands": ("kenri au", {"audit"}),
    "options": ("kenri ask --kno", {"--known-at"}),
    "values of options": ("kenri ask --lang ", {"en", "ja"}),
    "shipped plans": ("kenri ask iij/2015", {"iij/2015-5th-series"}),
    "plans of every command": ("kenri windows plans/emi", {"plans/emi-good-bad-leaver"}),
    "words of options": ("kenri schema ru", {"rules"}),
}


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A command `kenri` of this checkout, alone in a folder to put on the PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    file = folder / "kenri"
    file.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kenri "$@"\n', encoding="utf-8")
    file.chmod(0o755)
    return file


def run(*command: str, program: Path, **environment: str) -> str:
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        env={**os.environ, "PATH": path, "HOME": str(program.parent.parent), **environment},
        cwd=program.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


def completed(shell: str, line: str, program: Path) -> set[str]:
    """What the shell's script is answered for a line whose cursor is at its end."""
    asked = {"_KENRI_COMPLETE": f"complete_{shell}"}
    if shell == "bash":
        words = line.split(" ")
        asked |= {"COMP_WORDS": line.rstrip(), "COMP_CWORD": str(len(words) - 1)}
    else:
        asked |= {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    said = run(str(program), program=program, **asked)
    if shell == "zsh":
        said = said.partition("((")[2].partition("))")[0].replace('"', "")
        return {each.partition(":")[0] for each in said.splitlines()}
    return {each.partition("\t")[0] for each in said.splitlines() if each}


@pytest.mark.takes_turns(5)
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_is_told_what_may_follow(shell: str, case: str, program: Path) -> None:
    line, expected = CASES[case]
    assert completed(shell, line, program) == expected


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_completes_a_line_once_it_is_installed(program: Path) -> None:
    home = program.parent.parent
    run("bash", "-c", "kenri --install-completion; exit", program=program)
    script = (
        f"source '{home}/.bashrc'\n"
        "COMP_WORDS=(kenri ask iij/2015); COMP_CWORD=2\n"
        "_kenri_completion kenri\n"
        'echo "${COMPREPLY[@]}"; complete -p kenri'
    )
    assert run("bash", "--norc", "-c", script, program=program).splitlines() == [
        "iij/2015-5th-series",
        "complete -o default -F _kenri_completion kenri",  # `default`: paths, where there is no such plan
    ]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_a_shell_is_one_that_it_understands(shell: str, program: Path) -> None:
    script = run(str(program), program=program, _KENRI_COMPLETE=f"source_{shell}")
    assert "_KENRI_COMPLETE=complete_" in script
    if (found := shutil.which(shell)) is None:
        pytest.skip(f"there is no {shell} here")
    file = program.parent / "script"
    file.write_text(script, encoding="utf-8")
    run(found, "-n", str(file), program=program)
