"""Runs the commands of a document as a reader would type them.

A fenced block is run when the line before it says `<!-- ci:run -->`. Each line that begins with `$ ` is a command, in
bash, in a fresh copy of the project; a line that ends in a backslash goes on in the next, and one that ends in
`<<'WORD'` goes on until a line that is that word. It must exit with 0, or with the N of a trailing `# exit N`. With
`<!-- ci:run output -->` what the block shows below the command must be what the command prints, to both streams, where
a line `...` stands for any lines.

    python -m tests.readme_commands README.md BIN      # BIN goes first on the PATH
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.committed_files import ROOT, committed_files

_BLOCK = re.compile(r"^<!-- ci:run( output)? -->\n+```(?:console|bash|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXIT = re.compile(r"\s+# exit (\d+)$")
_HERE = re.compile(r"<<'(\w+)'$")
_SECONDS = 600


@dataclass(frozen=True)
class Command:
    """One command, the line of the document it stands on, and what the document promises of it."""

    line: int
    text: str
    exit_code: int = 0
    output: tuple[str, ...] | None = None
    """The lines promised, where None promises nothing."""

    def shortfall(self, exit_code: int, printed: str) -> str | None:
        """How a run broke the promise; None if it was kept."""
        if exit_code != self.exit_code:
            return f"exit code {exit_code}, promised {self.exit_code}"
        if self.output is not None:
            pattern = "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\s*\n" for line in self.output)
            normal = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
            if not re.fullmatch(pattern + r"\s*", normal):
                return "printed something else than promised"
        return None


def commands(document: str) -> Iterator[Command]:
    for block in _BLOCK.finditer(document):
        first = document.count("\n", 0, block.start(2)) + 1
        lines = block[2].splitlines()
        starts = [index for index, line in enumerate(lines) if line.startswith("$ ")]
        for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
            until = start + 1
            while lines[until - 1].endswith("\\"):
                until += 1
            if (word := _HERE.search(lines[start])) is not None:
                until = lines.index(word[1], start) + 1
            text = "\n".join(lines[start:until]).removeprefix("$ ")
            code = _EXIT.search(text)
            yield Command(
                line=first + start,
                text=text,
                exit_code=int(code[1]) if code else 0,
                output=tuple(line.rstrip() for line in lines[until:stop]) if block[1] else None,
            )


def run(document: Path, bin_folder: Path) -> int:
    """Runs them all, telling each, and returns how many broke their promise. A document without any counts as one."""
    found = list(commands(document.read_text(encoding="utf-8")))
    if not found:
        print(f"{document}: no block is marked to be run")
        return 1
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "kenri"
        for path in committed_files():
            target = copy / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
        path_variable = f"{bin_folder.resolve()}{os.pathsep}{os.environ['PATH']}"
        environment = os.environ | {"PATH": path_variable, "NO_COLOR": "1", "COLUMNS": "120"}
        for command in found:
            done = subprocess.run(
                ["bash", "-c", command.text],
                cwd=copy,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=_SECONDS,
                check=False,
            )
            shortfall = command.shortfall(done.returncode, done.stdout)
            print(f"{document}:{command.line}: {command.text}: {shortfall or 'as promised'}")
            if shortfall:
                broken += 1
                print(done.stdout)
    print(f"{document}: {len(found)} commands, {broken} broken")
    return broken


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), Path(sys.argv[2])) > 0)
