"""Giving one input to the command in this process, and what must be so of whatever it does with it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import resource
import shutil
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import typer.main

from kenri.faces import main
from kenri.loader.library import Library, Sourced, shipped
from kenri.model.problems import Report
from tests.fuzz import services
from tests.fuzz.inputs import FLAGS, Input

OUTPUT_LIMIT = 4 * 1024 * 1024
"""Most that one command may print, in bytes."""

MEMORY_LIMIT = 1024**3
"""Most that the process may take, in bytes."""

SECONDS_LIMIT = 10.0
"""Longest that one input may take, in seconds of the processor: other work on the machine does not count."""

_FAILING = frozenset({"test", "audit", "lint", "check", "diff", "mutate", "register", "act", "exercise"})
"""Commands whose exit code 1 says that what was looked at failed, or was refused."""

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Characters that a terminal acts upon, or that hide what is printed."""

_FRAME = re.compile(r'File "[^"]*?(kenri/[^"]+)", line \d+, in (\S+)')


@dataclass(frozen=True)
class Fault:
    """What is wrong with how an input was met. Faults of one kind are the same fault."""

    kind: str
    details: str = ""


@dataclass(frozen=True)
class Outcome:
    """What the command did."""

    code: int
    out: str
    err: str
    files: frozenset[str]
    changed: frozenset[str] = frozenset()
    """Those of the given files that are not as they were given."""


def prepare() -> None:
    """Make once in this process what every input would make again: the command, and what is read of shipped files."""
    command = typer.main.get_command(main.app)
    main.app = command  # type: ignore[assignment]  # what Typer builds of an app at each call is called in its place
    read_each_time = Library.file
    kept: dict[Path, tuple[Sourced, ...]] = {}

    def file(self: Library, path: Path, report: Report) -> tuple[Sourced, ...]:
        if not path.is_relative_to(shipped()):
            return read_each_time(self, path, report)
        if path not in kept:
            kept[path] = read_each_time(self, path, report)
        self._read[path] = kept[path]  # a register takes in the texts of all that was read
        return kept[path]

    Library.file = file  # type: ignore[method-assign]
    os.environ.update({"COLUMNS": "100", "KENRI_DEBUG": "1"})
    for name in ("KENRI_LANG", "NO_COLOR", "FORCE_COLOR"):
        os.environ.pop(name, None)


def fault_of(given: Input, folder: Path) -> Fault | None:
    """The first thing that is wrong, if anything is."""
    before = _peak()
    try:
        outcome = run(given, folder)
    except MemoryError:
        return Fault("memory: MemoryError")
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) or type(error).__name__ == "Late":
            raise
        return Fault(_signature(error), "".join(traceback.format_exception(error)))
    found = judged(given, outcome)
    # A process that has done other work may have taken more before.
    if found is None and _peak() > max(before, MEMORY_LIMIT):
        return Fault("memory: more than 1 GiB", given.name)
    return found


def _peak() -> int:
    """The most memory that this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def judged(given: Input, outcome: Outcome) -> Fault | None:
    """What is wrong with an outcome."""
    command = given.argv[0] if given.argv else ""
    printed = outcome.out + outcome.err
    allowed = {0, 2, 1} if command in _FAILING else {0, 2}
    if outcome.code == 70 or "Traceback (most recent call last)" in printed:
        frames = _FRAME.findall(outcome.err)
        where = ":".join(frames[-1]) if frames else ""
        return Fault(
            f"unexpected: {where} {outcome.err.strip().splitlines()[-1][:60] if outcome.err.strip() else ''}",
            outcome.err,
        )
    if outcome.code not in allowed:
        return Fault(f"exit code {outcome.code} of {command}", printed[-2000:])
    if outcome.code == 2 and not printed.strip():
        return Fault(f"exit code 2 of {command} without a word")
    # The lines of a calendar end as RFC 5545, 3.1 says; nothing else has such ends.
    seen = printed.replace("\r\n", "\n") if outcome.out.startswith("BEGIN:VCALENDAR") else printed
    if match := _UNSEEN.search(seen):
        return Fault(f"character U+{ord(match[0]):04X} printed by {command}", printed[-4000:])
    if len(printed) > OUTPUT_LIMIT:
        return Fault(f"{command} prints more than {OUTPUT_LIMIT} bytes", printed[:500])
    if _wants_json(given.argv) and outcome.code in (0, 1) and command != "play":
        try:
            json.loads(outcome.out)
        except ValueError as error:
            return Fault(f"{command} --json prints no JSON", f"{error}\n{outcome.out[:1000]}")
    if outcome.code == 2 and command != "play":
        if new := outcome.files - {*given.files}:
            return Fault(f"{command} refused, and wrote a file", str(sorted(new)))
        if outcome.changed:
            return Fault(f"{command} refused, and changed a file", str(sorted(outcome.changed)))
    return None


def _wants_json(argv: tuple[str, ...]) -> bool:
    """Whether `--json` stands there as an option, and not as the value of another."""
    return any(word == "--json" and (not before.startswith("--") or before in FLAGS) for before, word in pairwise(argv))


def run(given: Input, folder: Path) -> Outcome:
    """Write the files of an input to an empty folder and run its command there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in given.files.items():
        (folder / name).write_bytes(_bytes(text))
    with _in(folder), _streams(given.stdin) as (out, err):
        sys.argv = ["kenri", *given.argv]
        try:
            code: object = 0
            if given.argv[:1] == (services.COMMAND,):
                code, answer = services.answered(given.argv)
                sys.stdout.write(answer)
            else:
                main.run()
        except SystemExit as exit_:
            code = exit_.code or 0
        sys.stdout.flush()
        sys.stderr.flush()
        printed, reported = out.getvalue().decode("utf-8", "replace"), err.getvalue().decode("utf-8", "replace")
    files = frozenset(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    changed = frozenset(
        name for name, text in given.files.items() if name not in files or (folder / name).read_bytes() != _bytes(text)
    )
    return Outcome(code if isinstance(code, int) else 1, printed, reported, files, changed)


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")


@contextlib.contextmanager
def _in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextlib.contextmanager
def _streams(stdin: str) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    before = sys.argv, sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode("utf-8", "surrogatepass")), "utf-8", errors="replace")
    sys.stdout = io.TextIOWrapper(out, "utf-8", errors="replace", write_through=True)
    sys.stderr = io.TextIOWrapper(err, "utf-8", errors="replace", write_through=True)
    try:
        yield out, err
    finally:
        sys.argv, sys.stdin, sys.stdout, sys.stderr = before


def _signature(error: BaseException) -> str:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/kenri/" in frame.filename]
    where = f"{Path(frames[-1].filename).name}:{frames[-1].name}" if frames else ""
    return f"{type(error).__name__} in {where}"
