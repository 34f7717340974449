"""Many holders at once: each asks, exercises, and asks again, and is told what is so of them alone.

    python -m tests.faces.serving.crowd [HOLDERS] [WORKERS]

Whoever is told that too much is asked at once comes again. Printed are the seconds from a request until its answer,
also with the waiting in between, and what was wrong or lost, which must be nothing.
"""

from __future__ import annotations

import sys
import time
from http.client import HTTPException
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier, Lock, Thread
from typing import Any

from kenri.client import Client, NotAnsweredError
from kenri.model.entries import EntrySource, RegisterEntry
from kenri.register.chain import verified
from kenri.register.register import Register
from tests.faces.serving.asking import PLAN
from tests.faces.serving.running import served
from tests.register.small_register import at

DAY = "2025-02-01"


def number_of(holder: int) -> int:
    """How many rights a holder has: of no two neighbours the same."""
    return 100 + holder % 97


def registered(folder: Path, holders: int) -> str:
    """The address of a register with so many holders."""
    (folder / "options.yaml").write_text(PLAN, encoding="utf-8")
    address = str(folder / "register.db")
    register = Register.create(address, "Acme")
    register.add_plan(str(folder / "options.yaml"), author="ann", now=at("2025-01-01"))
    entries = []
    for each in range(holders):
        source = EntrySource("holders.csv", row=each + 1)
        party = f"holder-{each:04}"
        granted: Any = {"grantee": party, "on": "2024-01-01", "number": number_of(each)}
        entries.append(RegisterEntry(kind="party", key=party, data={"role": "grantee"}, source=source))
        entries.append(RegisterEntry(kind="grant", key=f"grant-{each:04}", data=granted, source=source))
    register.apply(entries, author="ann", now=at("2025-01-02"))
    return address


class Crowd:
    """So many holders, each with a connection of their own, all of whom begin at the same time."""

    def __init__(self, url: str, holders: int) -> None:
        self._url = url
        self._begin = Barrier(holders)
        self._lock = Lock()
        self.seconds: dict[str, list[float]] = {"an answer": [], "an answer, with the waiting to come again": []}
        self.refused = 0
        self.wrong: list[str] = []
        self._threads = [Thread(target=self._one, args=(each,), daemon=True) for each in range(holders)]

    def run(self) -> float:
        """Seconds until the last is done."""
        for each in self._threads:
            each.start()
        begun = time.monotonic()
        for each in self._threads:
            each.join()
        return time.monotonic() - begun

    def _one(self, holder: int) -> None:
        name, number = f"holder-{holder:04}", number_of(holder)
        self._begin.wait()
        with Client(self._url, seconds=600) as client:
            for step in range(3):
                found = self._answered(client, name, step)
                told = found["most"] if step != 1 else found["recorded"]
                of = found["by"] if step != 1 else found["answer"]["holder"]
                if (told, of) != ((number, True, number - 1)[step], name):
                    with self._lock:
                        self.wrong.append(f"{name} was told {told} of {of}")

    def _answered(self, client: Client, name: str, step: int) -> dict[str, Any]:
        first = time.monotonic()
        while True:
            begun = time.monotonic()
            try:
                if step == 1:
                    found = client.exercise(name, on=DAY, rights=1, idempotency_key=f"{name}-exercise")
                else:
                    found = client.ask(name, DAY)
            except NotAnsweredError as error:
                if error.codes != ("too-busy",):
                    raise
                with self._lock:
                    self.refused += 1
                time.sleep(error.seconds or 1)
            except (OSError, HTTPException):
                continue
            else:
                done = time.monotonic()
                with self._lock:
                    self.seconds["an answer"].append(done - begun)
                    self.seconds["an answer, with the waiting to come again"].append(done - first)
                return found


def main(holders: int = 1000, workers: int = 2) -> None:
    """Print how long answers took. Raises `AssertionError` where one was wrong, or something was lost."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        address = registered(folder, holders)
        with served(folder, "--register", "register.db", "--workers", str(workers)) as service:
            crowd = Crowd(service.ready().url, holders)
            taken = crowd.run()
        with Register.open(address).reading() as ledger:
            assert not verified(ledger, None).problems
            events = sorted(each.reach for each in ledger.all() if each.kind == "event")
    assert not crowd.wrong, crowd.wrong[:10]
    assert len(events) == holders, "an exercise is lost, or was done twice"
    assert all(one < other for one, other in pairwise(events)), "an exercise was done twice"
    answers = len(crowd.seconds["an answer"])
    print(f"{holders:,} holders, {answers:,} answers in {taken:.1f} s: {answers / taken:.0f} a second")
    print(f"  told to come again: {crowd.refused:,} times; wrong: 0; lost: 0; twice: 0")
    for what, several in crowd.seconds.items():
        ordered = sorted(several)
        shown = ", ".join(
            f"{share:.0%} within {ordered[min(len(ordered) - 1, int(share * len(ordered)))]:.2f} s"
            for share in (0.5, 0.9, 0.99)
        )
        print(f"  {what}: {shown}, all within {ordered[-1]:.2f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
