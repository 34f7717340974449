"""Everything that writes to a register in a file, on a disk that fails at each write in turn.

python -m tests.register.spoilt_disks [--points N] [--seed N] [--deed DEED] [FAULT…]

Each deed is done once for each time it does something to a file, by a process that is killed at that time, or for which
the disk fails, and once more for the moment after it was acknowledged. Afterwards the register is opened and verified,
holds what it held before or what it was to hold, what was acknowledged is there, what was told as not written is not,
and done again it is as if nothing had happened. `--points` tries so many of the times, drawn by the seed, and not each.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sqlite3
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from kenri.model.problems import ProblemsError
from kenri.register.copies import copied
from kenri.register.database import Database
from tests.register import deeds
from tests.register.deeds import NOTHING, must_be_as_told, must_hold_both, told
from tests.register.faulty_disk import Fault, arm, compiler, end, left, run_on

NAME, COPY = "register.db", "copy.db"
ENDS = 8
"""So often the power is lost after what was done was acknowledged."""


@dataclass(frozen=True)
class Deed:
    """Something that writes."""

    name: str
    prepare: Callable[[Path], None]
    """Makes what is there before, in a folder."""
    do: Callable[[Path], None]
    file: str = NAME
    """The file that it writes to."""
    beside: Callable[[Path], None] | None = None
    """What another process does at the same time."""
    is_read: bool = False
    """Whether somebody reads meanwhile: what is written then stays in the write-ahead log."""
    is_once: bool = False
    """Whether it is refused when it is done again."""


def state(path: Path) -> str:
    """What a file says: see `tests.register.deeds`; and SQLite finds it whole."""
    if not path.exists():
        return NOTHING
    found = deeds.state(str(path))
    if found != NOTHING:
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return found


def _here(work: Callable[[str, Path], None]) -> Callable[[Path], None]:
    """What is done to the register of a folder."""
    return lambda folder: work(str(folder / NAME), folder)


def _copied(folder: Path) -> None:
    deeds.filled(str(folder / NAME), folder)
    copied(Database(str(folder / NAME)), folder / COPY)
    (folder / NAME).unlink()


def _copy(folder: Path, source: str, target: str) -> None:
    copied(Database(str(folder / source)), folder / target)


DEEDS = (
    Deed("create", _here(deeds.empty), _here(deeds.create), is_once=True),
    Deed("plan", _here(deeds.planned), _here(deeds.take_plan)),
    Deed("import", _here(deeds.planned), _here(deeds.bring_in)),
    Deed("import, a reader beside it", _here(deeds.planned), _here(deeds.bring_in), is_read=True),
    Deed("act", _here(deeds.filled), _here(deeds.act)),
    Deed("act, a reader beside it", _here(deeds.filled), _here(deeds.act), is_read=True),
    Deed("act, another beside it", _here(deeds.filled), _here(deeds.act), beside=_here(deeds.act_beside)),
    Deed("migrate", _here(deeds.older), _here(deeds.migrate)),
    Deed("back up", _here(deeds.filled), lambda folder: _copy(folder, NAME, COPY), file=COPY, is_once=True),
    Deed("restore", _copied, lambda folder: _copy(folder, COPY, NAME), is_once=True),
)


@dataclass
class Figures:
    """What was tried of a deed with a fault, and what came of it."""

    times: int = 0
    """How many times the deed does something to a file."""
    tried: int = 0
    wrong: list[str] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)


def reading(path: Path) -> sqlite3.Connection:
    """Somebody who reads a register, and does not end."""
    connection = sqlite3.connect(path)
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection


def forked(work: Callable[[int], None]) -> tuple[int, int]:
    """A process that works; its id, and what reads what it tells."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            os.close(read)
            work(write)
            code = 0
        except BaseException:  # told here, for nobody else hears of it
            traceback.print_exc()
            raise
        finally:
            os._exit(code)
    os.close(write)
    return pid, read


def ended(pid: int, read: int) -> tuple[int, Any]:
    """How a process ended, and what it told; None for nothing."""
    with os.fdopen(read, encoding="ascii") as file:
        said = file.read()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said or None


class Trial:
    """A deed, what there is before it, and what there is to be after it."""

    def __init__(self, deed: Deed, folder: Path) -> None:
        self.deed, self.folder = deed, folder
        self.base = folder / "base"
        self.base.mkdir()
        deed.prepare(self.base)
        self.before = self.reached(())
        self.after = self.reached((deed.do,))

    def fresh(self) -> Path:
        """A folder with what there is before; always of the same name, for records tell where a plan came from."""
        return Path(shutil.copytree(self.base, self.folder / "there"))

    def reached(self, works: Sequence[Callable[[Path], None]]) -> str:
        """The state after some works, without any fault."""
        folder = self.fresh()
        for work in works:
            work(folder)
        found = state(folder / self.deed.file)
        shutil.rmtree(folder)
        return found

    def times(self) -> int:
        """How many times the deed does something to a file."""
        folder = self.fresh()

        def work(write: int) -> None:
            most = 1_000_000
            _reader = reading(folder / NAME) if self.deed.is_read else None
            arm(folder, most, Fault.SLIP)
            self.deed.do(folder)
            os.write(write, str(most - left()).encode())

        how, said = ended(*forked(work))
        assert how == 0
        shutil.rmtree(folder)
        return int(said)

    def try_at(self, number: int, fault: Fault, seed: int) -> tuple[str, str]:
        """Do it with a fault at a time: what was told, and which state was found. Raises `AssertionError`."""
        deed, folder = self.deed, self.fresh()

        def work(write: int) -> None:
            _reader = reading(folder / NAME) if deed.is_read else None
            arm(folder, number, fault, seed)
            os.write(write, told(lambda: deed.do(folder)).encode())
            if fault.is_end:
                end()

        process = forked(work)
        beside = deed.beside
        other = None if beside is None else forked(lambda _: beside(folder))
        how, said = ended(*process)
        if other is not None:
            assert ended(*other)[0] == 0, "another who acts was disturbed"
        assert how == (-signal.SIGKILL if fault.is_end else 0), f"ended with {how}"
        found = state(folder / deed.file)
        if beside is None:
            must_be_as_told(found, self.before, self.after, said)
        if deed.file != NAME or deed.name == "restore":
            source = NAME if deed.file != NAME else COPY
            assert state(folder / source) == state(self.base / source), "what was copied is no more what it was"
        try:
            deed.do(folder)
        except ProblemsError:
            if not deed.is_once or found != self.after:
                raise
        final = state(folder / deed.file)
        if beside is None:
            assert final == self.after, "done again it is not as if nothing had happened"
        else:
            must_hold_both(str(folder / NAME), found, said)
        self.clear()
        return said or "nothing", "after" if found == self.after else "before" if found == self.before else "between"

    def clear(self) -> None:
        """Remove what a trial has left."""
        shutil.rmtree(self.folder / "there", ignore_errors=True)
        for stash in self.folder.glob("*.stash*"):
            stash.unlink()


def run(
    several: Sequence[Deed], faults: Sequence[Fault], points: int | None, seed: int
) -> Iterator[tuple[str, Fault, Figures]]:
    """Try every deed with every fault, at each time or at some."""
    rng = Random(seed)
    for deed in several:
        with TemporaryDirectory(prefix="kenri-disk-") as name:
            folder = Path(name).resolve()
            trial = Trial(deed, folder)
            times = trial.times()
            for fault in faults:
                if deed.beside is not None and not fault < Fault.POWER:
                    continue  # the locks of two processes are no part of what a loss of power leaves
                figures = Figures(times=times)
                numbers = [*range(1, times + 1)]
                if points is not None and points < times:
                    numbers = sorted(rng.sample(numbers, points))
                if fault.is_end:  # when all is acknowledged; of what is lost with the power, several draws
                    numbers += [times + 1] * (min(ENDS, points or ENDS) if fault is Fault.POWER else 1)
                for number in numbers:
                    figures.tried += 1
                    try:
                        said, after = trial.try_at(number, fault, rng.getrandbits(31))
                    except (AssertionError, ProblemsError) as error:
                        figures.wrong.append(f"{deed.name}, {fault.name.lower()} at {number} of {times}: {error}")
                        trial.clear()
                        continue
                    figures.told[said] += 1
                    figures.after[after] += 1
                yield deed.name, fault, figures


def main() -> None:
    """Start again with a disk that can fail, and try."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, help="so many times of each deed; left out, each")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--deed", choices=[each.name for each in DEEDS], help="left out, all")
    parser.add_argument("faults", metavar="FAULT", nargs="*", help=", ".join(each.name.lower() for each in Fault))
    asked = parser.parse_args()
    if "faulty_disk" not in os.environ.get("LD_PRELOAD", ""):
        if compiler() is None:
            sys.exit("there is no compiler of C here, or this is not Linux")
        with TemporaryDirectory() as folder:
            done = run_on(Path(folder), "-m", "tests.register.spoilt_disks", *sys.argv[1:], is_shown=True)
        sys.exit(done.returncode)
    asked_for = [each for each in DEEDS if asked.deed in (None, each.name)]
    faults = [Fault[each.upper()] for each in asked.faults] or [*Fault]
    print("| deed | fault | times | tried | told: kept, not written, not known, nothing | found: as after, as before |")
    print("|---|---|---|---|---|---|")
    total, wrong = 0, 0
    for deed, fault, found in run(asked_for, faults, asked.points, asked.seed):
        said = ", ".join(str(found.told[each]) for each in ("kept", "not-written", "not-known", "nothing"))
        after = ", ".join(str(found.after[each]) for each in ("after", "before"))
        print(f"| {deed} | {fault.name.lower()} | {found.times} | {found.tried} | {said} | {after} |", flush=True)
        print(*(f"WRONG: {each}" for each in found.wrong), sep="\n", end="\n" if found.wrong else "")
        total += found.tried
        wrong += len(found.wrong)
    print(f"tried {total} times, {wrong} wrong")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
