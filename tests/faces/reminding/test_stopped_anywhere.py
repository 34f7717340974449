"""Whoever is stopped between any two steps, and however many run at once: each deadline is told once.

What was handed over and could not be written down any more comes again, with the same id and the same words, so that
whoever gets it can tell. Nothing else comes twice, and nothing is lost.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kenri.faces.reminding import one_run
from kenri.faces.reminding.occasions import occasions_of
from kenri.register.database import Database
from kenri.register.register import Register
from kenri.service.outbox import LEASE
from tests.faces.reminding.reminding import Company, instant

CLOSES, BADGE = "2025-04-10", "2025-04-20"
TOLD = [[("new", "closes", CLOSES, 5), ("new", "must", BADGE, 15)]]


class StoppedError(BaseException):
    """The end of a process, as far as a test can have it without one."""


@contextmanager
def stopped(monkeypatch: pytest.MonkeyPatch, at: int, *, is_after: bool) -> Iterator[list[int]]:
    """The process ends as it begins to write for the `at`-th time, or right after that was written."""
    count = [0]
    writing = Database.writing

    @contextmanager
    def counted(self: Database) -> Iterator[Any]:
        count[0] += 1
        if count[0] == at and not is_after:
            raise StoppedError
        with writing(self) as connection:
            yield connection
        if count[0] == at:
            raise StoppedError

    with monkeypatch.context() as patched:
        patched.setattr(Database, "writing", counted)
        yield count


def once(ids: list[str]) -> list[str]:
    """Ids, each as often as whoever throws away what came before would see it."""
    return list(dict.fromkeys(ids))


STEPS = 6
"""To two subscribers it writes twice what is to be told, and of each message that it is begun and what became of it."""


@pytest.mark.takes_turns(5)
@pytest.mark.parametrize("is_after", [False, True])
@pytest.mark.parametrize("at", range(1, STEPS + 1))
def test_whoever_is_stopped_before_or_after_any_writing_tells_once(
    company_anywhere: Company, monkeypatch: pytest.MonkeyPatch, at: int, is_after: bool
) -> None:
    company = company_anywhere
    company.subscribe("hook", "webhook")
    company.subscribe("hr")
    with stopped(monkeypatch, at, is_after=is_after) as count, pytest.raises(StoppedError):
        company.remind("2025-04-05")
    assert count[0] == at
    company.remind("2025-04-05T08:01:00")
    company.remind("2025-04-05T08:16:01")  # the time is over in which whoever was stopped could be at it
    company.remind("2025-04-05T09:00:00")
    assert len(once(company.hooks.ids)) == len(once(company.mails.ids)) == 1
    assert company.hooked()[:1] == TOLD
    twice = int(at in (4, STEPS) and not is_after)  # handed over, and not written down
    assert len(company.hooks.ids) + len(company.mails.ids) == 2 + twice
    assert len({body for _, body in company.hooks.came}) == 1
    assert len(set(company.mails.raw)) == 1
    assert company.queue() == []


def test_all_steps_are_tried(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    company.subscribe("hook", "webhook")
    company.subscribe("hr")
    with stopped(monkeypatch, 1_000, is_after=False) as count:
        company.remind("2025-04-05")
    assert count[0] == STEPS + 1  # and then that nothing more is there to send


def test_nobody_else_sends_what_one_is_sending(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    company.subscribe("hook", "webhook")
    with stopped(monkeypatch, 2, is_after=True), pytest.raises(StoppedError):
        company.remind("2025-04-05")
    company.remind("2025-04-05T08:14:59")
    assert company.hooks.came == []
    assert LEASE == 15 * 60
    company.remind("2025-04-05T08:15:00")
    assert company.hooked() == TOLD


def test_runs_at_once_tell_once(company_anywhere: Company) -> None:
    """Four at once, each with a connection of its own, to five subscribers of each kind."""
    company = company_anywhere
    for number in range(5):
        company.subscribe(f"hook{number}", "webhook")
        company.subscribe(f"hr{number}")
    gate = threading.Barrier(4)
    wrong: list[BaseException] = []

    def run() -> None:
        try:
            own = Company(Register.open(company.register.database.name), company.mails, company.hooks)
            gate.wait()
            done = own.remind("2025-04-05")
            assert done.problems == []
        except BaseException as error:
            wrong.append(error)
            raise

    threads = [threading.Thread(target=run) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert wrong == []
    company.remind("2025-04-05T08:00:01")
    assert company.hooked() == TOLD * 5
    assert len(company.mails.ids) == len(set(company.mails.ids)) == 5
    assert sorted(str(each["To"]) for each in company.mails.mails) == [
        f"hr{number}@acme.example" for number in range(5)
    ]


def test_one_who_looked_earlier_takes_nothing_back(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run looks, and is held up; meanwhile something is recorded, and another run tells it."""
    company.subscribe("hook", "webhook", kinds=("closes",))

    def held(*arguments: Any) -> Any:
        found = occasions_of(*arguments)
        monkeypatch.setattr(one_run, "occasions_of", occasions_of)
        company.record("ann", "2025-03-03")
        company.remind("2025-04-05")
        return found

    monkeypatch.setattr(one_run, "occasions_of", held)
    company.remind("2025-04-05")
    company.remind("2025-04-05T09:00:00")
    assert company.hooked() == [[("new", "closes", "2025-04-12", 7)]]


KILLED = """\
import os, sys
from kenri.faces.reminding import mail_server, one_run, webhook
from kenri.register.register import Register

at, register, url, when = sys.argv[1:]

def killed(*_, **__):
    os._exit(9)

if at == "queued":
    one_run.begin_next = killed
elif at == "begun":
    one_run._handed = killed
else:
    one_run.settle = killed
with mail_server.mail_server_at(url) as server:
    sending = one_run.Sending(server, "kenri@acme.example", None)
    one_run.remind(Register.open(register), sending, lambda: int(when))
"""


@pytest.mark.parametrize(("at", "before"), [("queued", 0), ("begun", 0), ("sent", 1)])
def test_a_process_that_is_killed_tells_once(company_anywhere: Company, at: str, before: int) -> None:
    company = company_anywhere
    company.subscribe("hr")
    arguments = [at, company.register.database.name, company.mails.url, str(instant("2025-04-05"))]
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments], check=False, env={**os.environ})
    assert done.returncode == 9
    assert len(company.mails.mails) == before
    company.remind("2025-04-05T10:00:00")
    company.remind("2025-04-05T11:00:00")
    assert len(company.mails.mails) == before + 1
    assert len(set(company.mails.ids)) == len(set(company.mails.raw)) == 1


def test_what_may_have_come_is_told_to_have_changed_and_not_taken_back(company: Company) -> None:
    """The connection is lost as the answer comes: somebody may have it. So it is sent again as it was, under its id;
    that she left two days later is news of the next.
    """
    company.subscribe("hook", "webhook", kinds=("closes",))
    company.hooks.answers = [None]
    company.remind("2025-04-05")
    company.record("ann", "2025-03-03")
    company.remind("2025-04-05T09:00:00")
    first, second, third = company.hooked()
    changes = {json.dumps(each) for each in (first, second, third)}
    assert len(changes) == 2
    assert sorted(company.hooked()) == sorted(
        [[("new", "closes", CLOSES, 5)], [("new", "closes", CLOSES, 5)], [("moved", "closes", "2025-04-12", 7)]]
    )
    assert len(set(company.hooks.ids)) == 2


def test_a_copy_of_this_file_is_no_other_queue(company: Company, tmp_path: Path) -> None:
    """What is restored from a copy sends what it had not sent under the ids that it had."""
    company.subscribe("hook", "webhook")
    company.hooks.answers = [(500, {})]
    company.remind("2025-04-05")
    company.remind("2025-04-05T08:01:00")
    assert len(set(company.hooks.ids)) == 1
