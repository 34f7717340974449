"""Processes that answer requests: each one after another, so that work that takes long holds up nobody else.

What takes longer than it may is ended with its process, and another takes its place. Long work leaves one process to
questions that are answered in moments, where there is more than one.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from time import monotonic
from typing import Any

from kenri.faces.serving.answered import Answered
from kenri.faces.serving.frames import framed, receive_frame
from kenri.faces.serving.openid_settings import NO_OPENID, OpenIdSettings
from kenri.faces.serving.queue_time import QueueTime
from kenri.model.problems import ProblemsError, refused
from kenri.model.sentences import Sentence
from kenri.service.come_again import ComeAgainError

__all__ = ["MOST_WAITING", "TooLongError", "WorkerLostError", "Workers"]

MOST_WAITING = 256
"""Requests that are answered or wait for it; more are told to come again."""

_BEFORE_ANOTHER = 1.0
"""Seconds before a process that did not begin is begun again."""


class TooLongError(ProblemsError):
    """Something was not answered in the time that it may take."""

    def __init__(self, seconds: float) -> None:
        super().__init__(refused(Sentence("question-too-long", seconds=f"{seconds:g}")).problems)


class WorkerLostError(Exception):
    """A process ended while it answered, for a reason of its own."""


class _Worker:
    def __init__(self, process: Process) -> None:
        self.process = process

    @classmethod
    async def begun(cls, told: Mapping[str, Any]) -> _Worker:
        """A process that is ready. Raises `WorkerLostError` where it ends before."""
        command = (sys.executable, "-P", "-m", "kenri.faces.serving.worker")
        worker = cls(await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, start_new_session=True))
        try:
            await worker.asked(framed(told))  # not among its words, which others here may see
        except BaseException:
            await worker.end()
            raise
        return worker

    async def asked(self, message: bytes) -> tuple[dict[str, Any], list[bytes]]:
        stdin = self.process.stdin
        assert stdin is not None  # it is a pipe
        with suppress(OSError):  # what it has come to is seen by reading
            stdin.write(message)
            await stdin.drain()
        return await self.received()

    async def received(self) -> tuple[dict[str, Any], list[bytes]]:
        stdout = self.process.stdout
        assert stdout is not None  # likewise
        try:
            return await receive_frame(stdout)
        except (asyncio.IncompleteReadError, OSError):
            raise WorkerLostError from None

    async def end(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


class Workers:
    """So many processes for a register, each question to end within so many seconds."""

    def __init__(
        self,
        register: str,
        number: int,
        seconds: float,
        openid: OpenIdSettings = NO_OPENID,
        *,
        work_seconds: float,
    ) -> None:
        """`work_seconds`: how long that may take which becomes work, where it is not waited for any more."""
        self._told = {"register": register, "openid": openid.data(), "seconds": work_seconds}
        self._number = number
        self._queue = QueueTime(number)
        self.seconds = seconds
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()  # who answered last has most at hand
        self._all: set[_Worker] = set()
        self._long = asyncio.Semaphore(max(1, number - 1))
        self._beginning: set[asyncio.Task[None]] = set()
        self.waiting = 0
        self.replaced = 0

    @property
    def busy(self) -> int:
        """Processes that answer something now."""
        return len(self._all) - self._idle.qsize()

    @property
    def there(self) -> int:
        """Processes that could answer something."""
        return len(self._all)

    def begin(self) -> None:
        """Begin all processes; whoever asks meanwhile waits."""
        for _ in range(self._number):
            self._another()

    async def end(self) -> None:
        """End all processes, whatever they do."""
        for task in self._beginning:
            task.cancel()
        await asyncio.gather(*self._beginning, return_exceptions=True)
        await asyncio.gather(*(each.end() for each in self._all))
        self._all.clear()

    async def answer(
        self,
        request: Mapping[str, Any],
        parts: Sequence[bytes],
        *,
        is_long: bool = False,
        wait: float | None = None,
    ) -> tuple[Answered, dict[str, Any]]:
        """What a process answers, and what it says of it for the log.

        Raises `TooLongError` where it takes too long, `ComeAgainError` where too many wait, `WorkerLostError` where the
        process is lost. `wait`: so many seconds it may take of what becomes work then, and so many until it is begun.
        """
        seconds = self.seconds if wait is None else min(wait, self.seconds)
        if self.waiting >= MOST_WAITING:
            raise self.too_busy()
        self.waiting += 1
        try:
            async with AsyncExitStack() as stack:
                try:
                    async with asyncio.timeout(seconds):
                        if is_long:
                            await stack.enter_async_context(self._long)
                        worker = await self._idle.get()
                except TimeoutError:
                    raise (self.too_busy() if wait is None else TooLongError(seconds)) from None
                return await self._answered(worker, framed(request, parts), seconds)
        finally:
            self.waiting -= 1

    def too_busy(self) -> ComeAgainError:
        """What to tell whoever is turned away: when it is their turn."""
        return ComeAgainError(Sentence("too-busy"), self._queue.turn(self.waiting))

    async def _answered(self, worker: _Worker, message: bytes, seconds: float) -> tuple[Answered, dict[str, Any]]:
        begun = monotonic()
        try:
            async with asyncio.timeout(seconds):
                told, parts = await worker.asked(message)
        except TimeoutError:
            self._queue.took(seconds)
            self._lose(worker)
            raise TooLongError(seconds) from None
        except BaseException:  # nobody knows what it would answer next
            self._lose(worker)
            raise
        self._queue.took(monotonic() - begun)
        self._idle.put_nowait(worker)
        return Answered(told["status"], parts[0], told["kind"], told["headers"], tuple(told["codes"])), told

    def _lose(self, worker: _Worker) -> None:
        self._all.discard(worker)
        self.replaced += 1
        self._keep(self._ended(worker))
        self._another()

    async def _ended(self, worker: _Worker) -> None:
        await worker.end()

    def _another(self) -> None:
        self._keep(self._begun())

    def _keep(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._beginning.add(task)
        task.add_done_callback(self._beginning.discard)

    async def _begun(self) -> None:
        while True:
            try:
                worker = await _Worker.begun(self._told)
            except (WorkerLostError, OSError):
                await asyncio.sleep(_BEFORE_ANOTHER)
                continue
            self._all.add(worker)
            self._idle.put_nowait(worker)
            return
