"""Many inputs, by several processes that are watched: what is late or too large is stopped, and named like a crash."""

from __future__ import annotations

import multiprocessing
import resource
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.fuzz.choices import Seeded
from tests.fuzz.inputs import made
from tests.fuzz.trial import SECONDS_LIMIT, Fault, fault_of, prepare

_STUCK = 20 * SECONDS_LIMIT
"""After so many seconds of the clock a process that cannot even be interrupted is stopped from outside."""

_INPUTS_OF_A_PROCESS = 20_000
"""A process is replaced after so many inputs, so that what one keeps is told from what all of them keep."""


class Late(BaseException):
    """An input took longer than it may."""


@dataclass
class Tally:
    """What was found, kind by kind, with the first input that showed it."""

    inputs: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)
    """For each kind the number of an input that showed it."""
    slowest: float = 0.0
    largest: int = 0
    """The most memory a process took, in KiB."""
    found: Callable[[int, Fault], None] = lambda *_: None
    """Is told the first input of each kind of fault at once: a campaign may be stopped."""

    def add(self, number: int, fault: Fault | None, seconds: float, memory: int) -> None:
        """Take in how one input was met."""
        self.inputs += 1
        self.slowest = max(self.slowest, seconds)
        self.largest = max(self.largest, memory)
        if fault is not None:
            self.faults[fault.kind] += 1
            if fault.kind not in self.first:
                self.first[fault.kind] = number
                self.found(number, fault)


def trials(numbers: range, folder: Path) -> Iterator[tuple[int, Fault | None, float, int]]:
    """Each input of some numbers met in this process: its fault if any, the seconds it took, the most memory so far."""

    def late(*_: object) -> None:
        raise Late

    signal.signal(signal.SIGPROF, late)
    prepare()
    for number in numbers:
        given = made(Seeded(number))
        began = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, SECONDS_LIMIT)
        try:
            fault = fault_of(given, folder)
        except Late as error:
            frame = error.__traceback__
            where = ""
            while frame is not None:
                if "/kenri/" in (name := frame.tb_frame.f_code.co_filename):
                    where = f"{Path(name).name}:{frame.tb_frame.f_code.co_name}"
                frame = frame.tb_next
            fault = Fault(f"longer than {SECONDS_LIMIT:.0f} s in {where}")
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        yield number, fault, time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _work(pipe: Connection, numbers: range, folder: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (4 * 1024**3, 4 * 1024**3))
    for found in trials(numbers, Path(folder)):
        pipe.send(found)
    pipe.close()


class _Worker:
    """A process and the inputs it still has to meet."""

    def __init__(self, numbers: range, folder: Path) -> None:
        self.numbers = numbers
        self.folder = folder
        context: Any = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe(duplex=False)
        self.process = context.Process(
            target=_work, args=(theirs, numbers[:_INPUTS_OF_A_PROCESS], str(folder)), daemon=True
        )
        self.process.start()
        theirs.close()
        self.heard = time.monotonic() + 20  # it imports and reads the seeds first
        self.met = 0

    def rest(self, *, skip: int = 0) -> _Worker | None:
        """A new process for what this one has not met, without the next `skip`; None where nothing is left."""
        self.process.kill()
        self.process.join()
        left = self.numbers[self.met + skip :]
        return _Worker(left, self.folder) if left else None


def campaign(
    first: int, inputs: int, workers: int, *, found: Callable[[int, Fault], None], say: Callable[[str], None]
) -> Tally:
    """Meet so many inputs, beginning with a number, in so many processes."""
    tally = Tally(found=found)
    began = told = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        numbers = range(first, first + inputs)
        running: list[_Worker | None] = [
            _Worker(part, Path(folder) / str(index)) for index in range(workers) if (part := numbers[index::workers])
        ]
        while any(running):
            for index, worker in enumerate(running):
                if worker is not None:
                    running[index] = _heard(worker, tally)
            if time.monotonic() - told > 30:
                told = time.monotonic()
                rate = tally.inputs / (told - began)
                kinds = len(tally.faults)
                say(f"{tally.inputs:,} of {inputs:,} inputs, {rate:.0f} a second, {kinds} kinds of fault")
    return tally


def _heard(worker: _Worker, tally: Tally) -> _Worker | None:
    """Take in what a process has to say; it, or what goes on in its place."""
    try:
        while worker.pipe.poll(0.05):
            tally.add(*worker.pipe.recv())
            worker.met += 1
            worker.heard = time.monotonic()
    except EOFError:
        worker.process.join()
        is_done = worker.met == len(worker.numbers[:_INPUTS_OF_A_PROCESS])
        if not is_done:
            fault = Fault(f"the process ended with {worker.process.exitcode}")
            tally.add(worker.numbers[worker.met], fault, 0.0, 0)
        return worker.rest(skip=0 if is_done else 1)
    if time.monotonic() - worker.heard > _STUCK:
        tally.add(worker.numbers[worker.met], Fault("stuck, and could not be interrupted"), _STUCK, 0)
        return worker.rest(skip=1)
    return worker
