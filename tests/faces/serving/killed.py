"""Kills a service in the middle of writes, again and again, with clients that repeat what they did not hear of.

    python -m tests.faces.serving.killed [WRITES] [KILLS] [SEED]

Each client appends events and requests acts, one after another, each under an idempotency key of its own, and sends it
again until it is answered. Meanwhile the service is killed with all its processes, or one of these alone. In the end
everything that was answered must be there, once, under the number that was answered, and the chain of records whole.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Condition, Thread
from typing import Any

from kenri.client import Client, NotAnsweredError
from kenri.register.chain import verified
from kenri.register.register import Register
from tests.faces.serving.asking import PLAN
from tests.faces.serving.running import Service, served
from tests.register.small_register import at, written_life

CLIENTS = 4


@dataclass
class Told:
    """What clients were answered."""

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By idempotency key."""
    again: int = 0
    """How often something was sent again."""
    changed: Condition = field(default_factory=Condition)

    def answered(self, key: str, answer: dict[str, Any]) -> None:
        with self.changed:
            self.answers[key] = answer
            self.changed.notify_all()

    def unanswered(self) -> None:
        with self.changed:
            self.again += 1
            self.changed.wait(0.05)  # whoever begins the service anew is not held up by those who ask meanwhile

    def wait_for(self, number: int) -> None:
        with self.changed:
            self.changed.wait_for(lambda: len(self.answers) >= number)


def registered(folder: Path) -> str:
    """The address of a register with a holder for each client, who has more rights than are exercised."""
    (folder / "options.yaml").write_text(PLAN, encoding="utf-8")
    address = str(folder / "register.db")
    register = Register.create(address, "Acme")
    register.add_plan(str(folder / "options.yaml"), author="ann", now=at("2025-01-01"))
    for number in range(CLIENTS):
        text = (
            f"parties: {{holder-{number}: {{role: grantee}}}}\n"
            f"grants: [{{id: grant-{number}, grantee: holder-{number}, on: 2024-01-01, number: 1000000}}]\n"
        )
        register.apply(written_life(text, "acme/options", "lives.yaml"), author="ann", now=at("2025-01-02"))
    return address


def free_port(chance: random.Random) -> int:
    """A port that is none of those from which this machine asks: who asks while nobody listens would be answered by
    themselves.
    """
    while True:
        port = chance.randrange(20_000, 32_000)
        with suppress(OSError), socket.socket() as tried:
            tried.bind(("127.0.0.1", port))
            return port


def writes_of(client: int, number: int, url: str, told: Told) -> None:
    """All writes of a client, each until it is answered."""
    holder = f"holder-{client}"
    with Client(url) as service:
        for each in range(number):
            key = f"{client}-{each}"
            while True:
                with suppress(OSError, HTTPException):
                    try:
                        told.answered(key, _write(service, holder, key, is_act=each % 2 == 0))
                        break
                    except NotAnsweredError as error:
                        if error.status not in (500, 503):
                            raise
                told.unanswered()


def _write(service: Client, holder: str, key: str, *, is_act: bool) -> dict[str, Any]:
    if is_act:
        return service.exercise(holder, on="2025-02-01", rights=1, idempotency_key=key)
    data = {"id": key, "event": "exercises", "on": "2025-02-01", "rights": 1}
    return service.append([{"kind": "event", "key": key, "of": holder, "data": data}], key=key)


def main(writes: int = 400, kills: int = 20, seed: int = 1) -> dict[str, int]:
    """Write, kill, and look at what is there; how often what happened. Raises `AssertionError` where it is not so."""
    chance, told = random.Random(seed), Told()
    of_each = writes // CLIENTS
    thresholds = sorted(chance.sample(range(1, of_each * CLIENTS), kills))
    killed: Counter[str] = Counter()
    clients: list[Thread] = []
    again = 0
    with TemporaryDirectory() as name:
        folder = Path(name)
        address = registered(folder)
        options = ["--register", "register.db", "--port", str(free_port(chance))]
        while True:
            with served(folder, *options) as service:
                if not clients:
                    clients = [
                        Thread(target=writes_of, args=(each, of_each, service.url, told), daemon=True)
                        for each in range(CLIENTS)
                    ]
                    for each in clients:
                        each.start()
                while thresholds:
                    told.wait_for(thresholds.pop(0))
                    if chance.random() < 0.5:
                        _kill_a_worker(service, chance)
                        killed["processes that answer"] += 1
                    else:
                        service.process.kill()
                        killed["services"] += 1
                        break
                else:
                    for each in clients:
                        each.join()
                    again = replayed(service, told)
                    break
        _must_be_there(address, told, of_each)
    return {"writes": len(told.answers), **killed, "sent again": told.again, "replayed": again}


def _kill_a_worker(service: Service, chance: random.Random) -> None:
    if workers := service.workers():
        with suppress(ProcessLookupError):
            os.kill(chance.choice(workers), signal.SIGKILL)


def replayed(service: Service, told: Told) -> int:
    """How many were answered as they had been when they were sent once more, and nothing was written."""
    with Client(service.url) as client:
        before = client.head()
        for key, answer in told.answers.items():
            owner, each = map(int, key.split("-"))
            assert _write(client, f"holder-{owner}", key, is_act=each % 2 == 0) == answer, key
        assert client.head() == before
    return len(told.answers)


def _must_be_there(address: str, told: Told, of_each: int) -> None:
    with Register.open(address).reading() as ledger:
        found = verified(ledger, None)
        assert not found.problems
        events = Counter((each.reach, each.key) for each in ledger.all() if each.kind == "event")
    assert len(told.answers) == of_each * CLIENTS
    assert set(events.values()) == {1}
    expected = {(f"holder-{key.partition('-')[0]}", answer.get("key", key)) for key, answer in told.answers.items()}
    assert set(events) == expected, "what is there is not what was answered"


if __name__ == "__main__":
    print(", ".join(f"{name}: {number}" for name, number in main(*map(int, sys.argv[1:])).items()))
