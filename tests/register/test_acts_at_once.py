"""Requests that come at once never take more than is held, whoever is killed meanwhile: tried by doing it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import event

from kenri.register.acts import ActRequest
from kenri.register.chain import verified
from kenri.register.kept_rulings import kept_rulings
from kenri.register.register import Register
from tests.effort import THIS_RUN
from tests.register.small_register import at, company, made
from tests.register.test_never_lost import acknowledged, child, ended

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked and killed")

NOW = at("2026-03-01")
HELD = 100
"""What ann holds at first, by `company`."""


def exercise(register: Register, rights: int, key: str | None = None) -> bool:
    """Whether ann exercised some rights."""
    request = ActRequest(action="exercise", holder="ann", on="2026-02-01", rights=rights, key=key)
    return register.act(request, author="hr", now=NOW).is_recorded


def taken(address: str) -> list[int]:
    """How many rights each recorded exercise took: of a chain that is whole, each with its ruling, none of which an
    audit finds fault with.
    """
    register = Register.open(address)
    with register.reading() as ledger:
        assert verified(ledger).problems == ()
        rulings = {kept.event: kept for _, kept in kept_rulings(ledger)}
        events = {record.key: record for record in ledger.of_holder("ann") if record.kind == "event"}
    assert rulings.keys() == events.keys(), "an act is there without its ruling, or a ruling without its act"
    assert all(kept.sequence == events[key].sequence - 1 for key, kept in rulings.items()), "judged on what was before"
    plan = register.plan()
    assert plan.audit(register.life("ann", plan)).is_clean
    return [record.data["rights"] for record in events.values()]


def filled(address: str, folder: Path) -> Register:
    register = made(address, folder)
    register.apply(company(), author="ann", now=at("2026-01-02"))
    return register


def test_processes_that_exercise_at_once_never_take_more_than_is_held(address: str, tmp_path: Path) -> None:
    """Each of eight wants 30 of 100, over and over: three get them, and every other is refused."""
    register = filled(address, tmp_path)
    several = 4 if THIS_RUN.is_quick else 8
    children = [child(asks(register, [30] * 3)) for _ in range(several)]
    done = [each.__enter__() for each in children]
    granted = sum(acknowledged(read) for _, read in done)
    assert [ended(pid) for pid, _ in done] == [0] * several
    for each in children:
        each.__exit__(None, None, None)
    assert (granted, taken(address)) == (3, [30] * 3)


def asks(register: Register, many: Sequence[int]) -> Callable[[int], None]:
    """Who asks for rights, one request after another, and tells each that was recorded."""

    def work(write: int) -> None:
        for rights in many:
            if exercise(register, rights):
                os.write(write, b".")

    return work


def test_threads_that_exercise_at_once_never_take_more_than_is_held(address: str, tmp_path: Path) -> None:
    register = filled(address, tmp_path)
    wanted = [7] * 24
    with ThreadPoolExecutor(6) as pool:
        got = [*pool.map(lambda rights: exercise(register, rights), wanted)]
    assert got.count(True) == HELD // 7 == 14
    assert taken(address) == [7] * 14


def test_the_same_request_that_comes_at_once_is_recorded_once(address: str, tmp_path: Path) -> None:
    register = filled(address, tmp_path)
    with ThreadPoolExecutor(6) as pool:
        got = [*pool.map(lambda number: exercise(register, 40, f"r-{number % 2}"), range(12))]
    assert got == [True] * 12
    assert taken(address) == [40, 40]


def test_requests_of_many_that_are_killed_leave_nothing_half_and_lose_nothing(address: str, tmp_path: Path) -> None:
    """Killed at each statement and end of a transaction in turn, while another asks too; then it is asked again."""
    register = filled(address, tmp_path)
    rng = Random(20260201)
    kills, number, told = 0, 1, 0
    while True:
        before = len(taken(address))
        with child(killed_at(register, number)) as (pid, read), child(asks(register, [1])) as (other, other_read):
            told_of, beside = acknowledged(read), acknowledged(other_read)
            how = ended(pid)
            assert ended(other) == 0
        new = len(taken(address)) - before - beside
        assert beside == 1
        assert told_of <= new <= 1, "what was acknowledged is gone"
        exercise(register, 1, f"k-{number}")
        told += 2
        assert len(taken(address)) == told, "asked again it is recorded once, whatever became of it before"
        if how == 0:
            break
        assert how == -signal.SIGKILL
        kills += 1
        number += rng.randint(4, 8) if THIS_RUN.is_quick else 1
    assert kills > 3


def killed_at(register: Register, number: int) -> Callable[[int], None]:
    """One request of a process that is killed at a statement, or at the end of a transaction."""

    def work(write: int) -> None:
        left = number

        def count(*_: object) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(register.database._engine, name, count)
        if exercise(register, 1, f"k-{number}"):
            os.write(write, b".")
        count()

    return work
