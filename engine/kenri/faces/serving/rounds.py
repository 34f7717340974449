"""Reminders of a service: a run in a process of its own, again and again, beside what is answered meanwhile."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress

from kenri.faces.serving.logs import log

__all__ = ["Rounds", "main"]


class Rounds:
    """A run for the register of a name every so many minutes, the first at once."""

    def __init__(self, register: str, minutes: float) -> None:
        self._register = register
        self._seconds = minutes * 60
        self._task: asyncio.Task[None] | None = None
        self._process: Process | None = None

    def begin(self) -> None:
        """Begin the rounds."""
        self._task = asyncio.get_running_loop().create_task(self._go_on())

    async def end(self) -> None:
        """End them, and what runs: whoever comes next goes on where that was."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.terminate()
            await self._process.wait()

    async def _go_on(self) -> None:
        while True:
            try:
                await self._run()
            except OSError as error:
                log("reminded", fault=[type(error).__name__])
            await asyncio.sleep(self._seconds)

    async def _run(self) -> None:
        command = (sys.executable, "-P", "-m", "kenri.faces.serving.rounds")
        self._process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, start_new_session=True)
        told, _ = await self._process.communicate(self._register.encode())  # its words could be seen by others here
        for line in told.decode().splitlines():
            log("reminded", **json.loads(line))
        if self._process.returncode:
            log("reminded", fault=[f"exit {self._process.returncode}"])


def main() -> None:
    """One run for every issuer of the register named on standard input; a line of JSON for each on standard output.

    It tells of nobody: how much was told, and the codes of what is wrong.
    """
    from kenri.faces.inputs.registers import now
    from kenri.faces.reminding.one_run import remind
    from kenri.faces.reminding.sending import sending_by
    from kenri.faces.serving.worker import frames_of
    from kenri.model.problems import ProblemsError
    from kenri.register.database import Database
    from kenri.register.ledger import issuers
    from kenri.register.register import Register

    try:
        database = Database(sys.stdin.read())
        database.open()
        with database.reading() as connection:
            names = sorted(issuers(connection))
        for name in names:
            with sending_by() as sending:
                done = remind(Register.of(database, name), sending, now)
            codes = sorted({each.code for each in done.problems})
            counts = {"queued": done.queued, "sent": done.sent, "waiting": done.waiting, "failed": done.failed}
            print(json.dumps({**counts, "codes": codes or None}), flush=True)
    except ProblemsError as error:
        print(json.dumps({"codes": sorted({each.code for each in error.problems})}), flush=True)
    except Exception as error:  # noqa: BLE001  whatever it is, the next round is begun
        print(json.dumps({"fault": frames_of(error)}), flush=True)


if __name__ == "__main__":
    main()
