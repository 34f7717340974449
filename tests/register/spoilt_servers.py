"""Everything that writes to a register on a PostgreSQL, as the connection is lost or the server killed at each moment.

python -m tests.register.spoilt_servers [--points N] [--seed N] [--deed DEED] [FAULT…]

Each deed is done once for each piece that passes between it and the server, in either direction, and at that piece the
line is cut, a process of the server is killed, or all of it. Afterwards the register is verified, holds what it held
before or what it was to hold, what was acknowledged is there, what was told as not written is not, and done again it is
as if nothing had happened. `--points` tries so many of the pieces, drawn by the seed, and not each.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import psycopg

from kenri.model.problems import ProblemsError
from tests.register import deeds
from tests.register.cut_line import PORT, Cut, CutLine
from tests.register.deeds import must_be_as_told, must_hold_both, told
from tests.register.own_server import OwnServer, programs

CUTS = {"dropped": Cut.DROPPED, "torn": Cut.TORN, "half-closed": Cut.HALF_CLOSED}
ENDS = ("connection-ended", "process-killed", "server-killed", "server-stopped")
FULL = "disk-full"
FAULTS = (*CUTS, *ENDS, FULL)
"""The line is cut; or the server ends the connection, the process of it is killed (on which the server starts all
others anew), or what starts them, or the server is stopped at once; or its disk is full."""

ROOM, ROOMS = 8192, 60
"""So many bytes more are left on the disk each time, and so often."""


@dataclass(frozen=True)
class Deed:
    """Something that writes."""

    name: str
    prepare: Callable[[str, Path], None]
    do: Callable[[str, Path], None]
    beside: Callable[[str, Path], None] | None = None
    is_once: bool = False


DEEDS = (
    Deed("create", deeds.empty, deeds.create, is_once=True),
    Deed("plan", deeds.planned, deeds.take_plan),
    Deed("import", deeds.planned, deeds.bring_in),
    Deed("act", deeds.filled, deeds.act),
    Deed("act, another beside it", deeds.filled, deeds.act, beside=deeds.act_beside),
    Deed("migrate", deeds.older, deeds.migrate),
)


@dataclass
class Figures:
    """What was tried of a deed with a fault, and what came of it."""

    pieces: int
    """How many pieces pass; of a disk, how much room was tried."""
    tried: int = 0
    wrong: list[str] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)


class Trial:
    """A deed on a server, what there is before it, and what there is to be after it."""

    def __init__(self, deed: Deed, server: OwnServer, folder: Path) -> None:
        self.deed, self.server, self.folder = deed, server, folder
        with self.database("base", "template1"):
            deed.prepare(server.address("base"), folder)
        self.before = self.reached(None)
        self.after = self.reached(deed.do)

    def close(self) -> None:
        """Remove what there is before."""
        self.command("DROP DATABASE base")

    def command(self, text: str) -> None:
        """Have the server do something."""
        with psycopg.connect(self.server.address("postgres"), autocommit=True) as connection:
            connection.execute(text)

    @contextmanager
    def database(self, name: str, template: str = "base") -> Iterator[str]:
        """The address of a new database made as another is; `base` stays."""
        self.command(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.server.address(name)
        finally:
            if name != "base":
                self.command(f"DROP DATABASE {name} WITH (FORCE)")

    def reached(self, work: Callable[[str, Path], None] | None) -> str:
        """The state after some work, without any fault."""
        with self.database("there") as address:
            if work is not None:
                work(address, self.folder)
            return deeds.state(address)

    def pieces(self) -> int:
        """How many pieces pass as it is done."""
        with self.database("there"), CutLine(self.server.folder, 0, Cut.DROPPED) as line:
            self.deed.do(self.server.address("there", PORT), self.folder)
            return line.passed

    def try_at(self, number: int, fault: str, rng: Random) -> tuple[str, str]:
        """Do it with a fault at a piece: what was told, and which state was found. Raises `AssertionError`."""
        deed = self.deed
        cut = CUTS.get(fault) or rng.choice((Cut.BEFORE, Cut.AFTER))
        with self.database("there") as address:
            there = nullcontext(None) if deed.beside is None else ThreadPoolExecutor(1)
            with there as pool, CutLine(self.server.folder, number, cut, lambda: self.happens(fault)):
                other = None if pool is None or deed.beside is None else pool.submit(deed.beside, address, self.folder)
                how = told(lambda: deed.do(self.server.address("there", PORT), self.folder))
                if other is not None:
                    other.result()
            if fault in ENDS[2:]:
                self.server.start()
            self.wait()
            found = deeds.state(address)
            if deed.beside is None:
                must_be_as_told(found, self.before, self.after, how)
            self.must_be_done_again(address, found)
            if deed.beside is not None:
                must_hold_both(address, found, how)
        return how, "after" if found == self.after else "before" if found == self.before else "between"

    def try_with_room(self, bytes_: int) -> tuple[str, str]:
        """Do it with so much room on the disk of the server. Raises `AssertionError`."""
        deed = self.deed
        with self.database("there") as address:
            self.command("CHECKPOINT")
            free = os.statvfs(self.server.folder)
            ballast = self.server.folder / "ballast"
            ballast.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - bytes_)))
            how = told(lambda: deed.do(address, self.folder))
            ballast.unlink()
            self.wait()
            found = deeds.state(address)
            must_be_as_told(found, self.before, self.after, how)
            self.must_be_done_again(address, found)
        return how, "after" if found == self.after else "before"

    def must_be_done_again(self, address: str, found: str) -> None:
        """Whatever was found, done again it is as if nothing had happened."""
        try:
            self.deed.do(address, self.folder)
        except ProblemsError:
            if not self.deed.is_once or found != self.after:
                raise
        if self.deed.beside is None:
            assert deeds.state(address) == self.after, "done again it is not as if nothing had happened"

    def happens(self, fault: str) -> None:
        """What happens at the server."""
        match fault:
            case "connection-ended":
                self.command(f"SELECT pg_terminate_backend(pid) {_OF_THE_DEED}")
            case "process-killed":
                with psycopg.connect(self.server.address("postgres"), autocommit=True) as connection:
                    for (pid,) in connection.execute(f"SELECT pid {_OF_THE_DEED}").fetchall():
                        os.kill(pid, signal.SIGKILL)
            case "server-killed":
                self.server.kill()
            case "server-stopped":
                self.server.stop()
            case _:
                raise AssertionError(fault)

    def wait(self) -> None:
        """Until the server takes connections again, which may have given up, and none of the deed is left."""
        while True:
            try:
                with psycopg.connect(self.server.address("postgres"), autocommit=True) as connection:
                    if connection.execute(f"SELECT pid {_OF_THE_DEED}").fetchone() is None:
                        return
            except psycopg.OperationalError:
                if not self.server.is_running():
                    self.server.start()


_OF_THE_DEED = "FROM pg_stat_activity WHERE datname = 'there' AND backend_type = 'client backend'"


def run(
    server: OwnServer, several: Sequence[Deed], faults: Sequence[str], points: int | None, seed: int
) -> Iterator[tuple[str, str, Figures]]:
    """Try deeds with faults, at each piece or at some."""
    rng = Random(seed)
    for deed in several:
        with TemporaryDirectory(prefix="kenri-plan-") as name:
            trial = Trial(deed, server, Path(name))
            pieces = trial.pieces()
            for fault in faults:
                if deed.beside is not None and fault not in CUTS:
                    continue  # the other would be disturbed too
                numbers = [*range(1, pieces + 1)] if fault != FULL else [*range(ROOMS)]
                figures = Figures(len(numbers))
                if points is not None and points < len(numbers):
                    last = numbers[-4:] if fault == "dropped" else []  # in which it is confirmed
                    numbers = sorted({*rng.sample(numbers, points), *last})
                for number in numbers:
                    figures.tried += 1
                    try:
                        if fault == FULL:
                            how, after = trial.try_with_room(number * ROOM)
                        else:
                            how, after = trial.try_at(number, fault, rng)
                    except (AssertionError, ProblemsError) as error:
                        figures.wrong.append(f"{deed.name}, {fault} at {number} of {pieces}: {error}")
                        continue
                    figures.told[how] += 1
                    figures.after[after] += 1
                yield deed.name, fault, figures
            trial.close()


@contextmanager
def on_any_disk() -> Iterator[OwnServer]:
    """A server that runs."""
    with TemporaryDirectory(prefix="kenri-pg-") as name:
        server = OwnServer(Path(name))
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def on_a_small_disk() -> Iterator[OwnServer]:
    """A server that runs on a disk of its own, which only the superuser can have mounted."""
    with TemporaryDirectory(prefix="kenri-pg-") as name:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m", "kenri", name], check=True)
        try:
            server = OwnServer(Path(name), "min_wal_size=2MB", "max_wal_size=4MB", segment=1)
            server.start()
            try:
                yield server
            finally:
                server.stop()
        finally:
            subprocess.run(["umount", "--lazy", name], check=True)


def main() -> None:
    """Start a server, and try."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, help="so many pieces of each deed; left out, each")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--deed", choices=[each.name for each in DEEDS], help="left out, all")
    parser.add_argument("faults", metavar="FAULT", nargs="*", help=", ".join(FAULTS))
    asked = parser.parse_args()
    if programs() is None:
        sys.exit("there is no PostgreSQL here")
    print("| deed | fault | pieces | tried | told: kept, not written, not known | found: as after, as before |")
    print("|---|---|---|---|---|---|")
    total, wrong = 0, 0
    asked_for = [each for each in DEEDS if asked.deed in (None, each.name)]
    faults = asked.faults or [each for each in FAULTS if each != FULL or os.geteuid() == 0]
    for is_small in (False, True):
        these = [each for each in faults if (each == FULL) == is_small]
        if not these:
            continue
        with on_a_small_disk() if is_small else on_any_disk() as server:
            for deed, fault, found in run(server, asked_for, these, asked.points, asked.seed):
                said = ", ".join(str(found.told[each]) for each in ("kept", "not-written", "not-known"))
                after = ", ".join(str(found.after[each]) for each in ("after", "before"))
                print(f"| {deed} | {fault} | {found.pieces} | {found.tried} | {said} | {after} |", flush=True)
                print(*(f"WRONG: {each}" for each in found.wrong), sep="\n", end="\n" if found.wrong else "")
                total += found.tried
                wrong += len(found.wrong)
    print(f"tried {total} times, {wrong} wrong")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
