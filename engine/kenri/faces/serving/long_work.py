"""Work that goes on after its question, in processes of its own beside those that answer.

A process is begun where there is something to do, asked for here or left by a service that is lost, and ends by itself
once there has been nothing for a while. What is to be done stands in the database alone.
"""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kenri.faces.serving.answering import WORK_LEFT
from kenri.faces.serving.frames import framed
from kenri.faces.serving.logs import log
from kenri.faces.serving.workers import WorkerLostError
from kenri.model.problems import ProblemsError

if TYPE_CHECKING:
    from kenri.faces.serving.workers import Workers

__all__ = ["LongWork"]

_LOOKS = 10.0
"""Seconds between looks at whether others have left something."""

_BEFORE_ANOTHER = 1.0
"""Seconds before a process that did not end well is followed by another."""

_TO_STOP = 5.0
"""Seconds in which a process that is told to stop gives back what it does."""


class LongWork:
    """So many processes that work for a register, each piece to end within so many seconds."""

    def __init__(self, workers: Workers, register: str, *, number: int, wait: float, seconds: float) -> None:
        """`wait`: seconds for which a question is answered at once, before it becomes work."""
        self.wait = wait
        self._workers = workers
        self._told = {"register": register, "seconds": seconds}
        self._places = [_Place(self) for _ in range(number)]
        self._tasks: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        """Look for what was left, from now on."""
        self._tasks = [asyncio.get_running_loop().create_task(each.go_on()) for each in self._places]

    def look(self) -> None:
        """Look at once: something was asked for."""
        for each in self._places:
            each.look()

    async def end(self) -> None:
        """End all; what is not done is given back, for whoever comes next."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(each.end() for each in self._places))

    @property
    def told(self) -> Mapping[str, Any]:
        return self._told

    async def is_any_left(self) -> bool:
        """Whether there is something that nobody does; where nobody can be asked, that is seen at the next look."""
        header = {"operation": WORK_LEFT, "request": str(uuid4()), "lang": "en"}
        try:
            answered, _ = await self._workers.answer(header, [])
        except (ProblemsError, WorkerLostError, OSError):
            return False
        return answered.status == 200


class _Place:
    """Where one process works at a time."""

    def __init__(self, of: LongWork) -> None:
        self._of = of
        self._is_asked = asyncio.Event()
        self._process: Process | None = None

    def look(self) -> None:
        self._is_asked.set()
        if (process := self._process) is not None and process.returncode is None and process.stdin is not None:
            with suppress(OSError):
                process.stdin.write(b".")  # it may be waiting for just that

    async def go_on(self) -> None:
        while True:
            self._is_asked.clear()
            if await self._of.is_any_left():
                try:
                    await self._run()
                except OSError as error:
                    log("worked", fault=[type(error).__name__])
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOKS):
                    await self._is_asked.wait()

    async def _run(self) -> None:
        command = (sys.executable, "-P", "-m", "kenri.faces.serving.work_process")
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, start_new_session=True)
        self._process = process
        assert process.stdin is not None  # it is a pipe
        assert process.stdout is not None  # likewise
        with suppress(OSError):  # what it has come to is seen by its end
            process.stdin.write(framed(self._of.told))  # not among its words, which others here may see
            await process.stdin.drain()
        async for line in process.stdout:
            log("worked", **json.loads(line))
        if await process.wait():
            await asyncio.sleep(_BEFORE_ANOTHER)
            self._is_asked.set()  # it was ended with its work, and there may be more

    async def end(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            async with asyncio.timeout(_TO_STOP):
                await process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
