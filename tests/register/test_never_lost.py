"""What was acknowledged is there, and nothing half, whatever happens: tried by doing it."""

from __future__ import annotations

import os
import resource
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from kenri.model.problems import ProblemsError
from kenri.register.chain import verified
from kenri.register.copies import copied
from kenri.register.register import Register
from tests.effort import THIS_RUN
from tests.register.small_register import PLAN, at, codes, company, entry, made

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked and killed")

_EACH = 3
"""Entries of one import in these tests: a party and two grants."""


def one(number: int) -> list[Any]:
    """The entries of one import."""
    name = f"h{number}"
    grants = [entry("grant", f"{name}-{each}", {"grantee": name, "number": 10}) for each in range(_EACH - 1)]
    return [entry("party", name, {"role": "grantee"}), *grants]


@contextmanager
def child(work: Callable[[int], None]) -> Iterator[tuple[int, int]]:
    """A process of its own that does some work; its id, and what reads the bytes that it acknowledges with."""
    read, write = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads: what runs the tests in parallel has some
        pid = os.fork()
    if pid == 0:
        code = 70
        try:
            os.close(read)
            work(write)
            code = 0
        finally:
            os._exit(code)
    os.close(write)
    try:
        yield pid, read
    finally:
        os.close(read)


def ended(pid: int) -> int:
    """How a process ended: its exit code, or the signal that killed it, below zero."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def acknowledged(read: int) -> int:
    """How many imports a process acknowledged before it ended."""
    count = 0
    while found := os.read(read, 4096):
        count += len(found)
    return count


def state(address: str) -> tuple[int, str]:
    """How many records there are, and the head, of a chain that is whole."""
    with Register.open(address).reading() as ledger:
        found = verified(ledger)
    assert found.problems == ()
    return found.records, found.head


def killed_at(number: int, register: Register) -> Callable[[int], None]:
    """Imports one after another, by a process that is killed at a statement or the end of a transaction."""

    def work(write: int) -> None:
        left = number

        def count(*_: object) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        engine = register.database._engine
        for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(engine, name, count)
        for at_ in range(3):
            register.apply(one(at_), author="ann", now=at("2026-01-02"))
            count()
            os.write(write, b".")
            count()

    return work


def test_a_process_that_is_killed_loses_nothing_acknowledged_and_leaves_nothing_half(
    address: str, tmp_path: Path
) -> None:
    register = made(address, tmp_path)
    kept, kills, number = 0, 0, 1
    step = 7 if THIS_RUN.is_quick else 1
    while True:
        before, _ = state(address)
        with child(killed_at(number, register)) as (pid, read):
            count = acknowledged(read)
            how = ended(pid)
        after, _ = state(address)
        new = after - before
        assert new % _EACH == 0, "an import is there in part"
        kept = max(kept, after)
        assert after == kept, "what was there is gone"
        if how == 0:
            break
        assert how == -signal.SIGKILL
        imports = (after - 1) // _EACH
        assert imports >= count, "what was acknowledged is gone"
        kills += 1
        number += step
    assert kills > 8
    register.apply(company(), author="ann", now=at("2026-01-03"))


def test_a_register_whose_maker_was_killed_can_be_made_again(address: str, tmp_path: Path) -> None:
    number, kills = 1, 0
    while True:

        def work(write: int, number: int = number) -> None:
            left = number

            def count(*_: object) -> None:
                nonlocal left
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

            for name in ("before_cursor_execute", "commit"):
                event.listen(Engine, name, count)
            Register.create(address, f"Acme {number}")
            os.write(write, b".")

        with child(work) as (pid, _):
            how = ended(pid)
        if how == 0:
            break
        assert how == -signal.SIGKILL
        kills += 1
        number += 5 if THIS_RUN.is_quick else 1
    assert kills > 3
    register = Register.open(address, f"Acme {number}")
    register.add_plan(str(_plan(tmp_path)), author="ann", now=at("2026-01-01"))
    assert register.apply(company(), author="ann", now=at("2026-01-02")).number == 4


def _plan(folder: Path) -> Path:
    path = folder / "options.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_a_process_that_is_killed_at_any_moment_loses_nothing(address: str, tmp_path: Path) -> None:
    """Killed while it writes, after so many acknowledgements: in whatever it is doing then."""
    register = made(address, tmp_path)

    def work(write: int) -> None:
        for number in range(10_000):
            register.apply(one(number), author="ann", now=at("2026-01-02"))
            os.write(write, b".")

    for wanted in range(1, 5 if THIS_RUN.is_quick else 30):
        with child(work) as (pid, read):
            count = 0
            while count < wanted:
                count += len(os.read(read, 4096))
            os.kill(pid, signal.SIGKILL)
            count += acknowledged(read)
            assert ended(pid) == -signal.SIGKILL
        records, _ = state(address)
        assert (records - 1) % _EACH == 0
        assert (records - 1) // _EACH >= count or count >= records // _EACH  # what was there already is no new record
        assert f"h{count - 1}" in Register.open(address).holders()


def test_a_full_disk_is_told_and_leaves_the_register_as_it_was(tmp_path: Path) -> None:
    address = str(tmp_path / "register.db")
    register = made(address, tmp_path)
    register.apply(company(), author="ann", now=at("2026-01-02"))
    before = state(address)
    size = Path(address).stat().st_size
    many = [each for number in range(400) for each in one(number)]
    for room in (0, 4096, 16_384, 65_536):

        def work(write: int, room: int = room) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, size + room))
            try:
                register.apply(many, author="ann", now=at("2026-01-03"))
            except ProblemsError as error:
                os.write(write, b"x" if codes(error.problems) == ["database-failed"] else b"?")

        with child(work) as (pid, read):
            assert os.read(read, 1) == b"x"
            assert ended(pid) == 0
        assert state(address) == before
    assert register.apply(many, author="ann", now=at("2026-01-03")).number == 400 * _EACH


def test_a_connection_that_is_lost_leaves_the_register_as_it_was(server: str, tmp_path: Path) -> None:
    from tests.register.databases import new_database

    address = new_database(server)
    register = made(address, tmp_path)
    before = state(address)
    other = Register.open(address)

    def cut() -> Iterator[Any]:
        yield from one(1)
        with other.database.writing() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        yield from one(2)

    class Cutting:
        """Entries during whose second reading the server ends every connection."""

        def __iter__(self) -> Iterator[Any]:
            return cut()

    with pytest.raises(ProblemsError) as error:
        register.apply(Cutting(), author="ann", now=at("2026-01-02"))
    assert codes(error.value.problems) == ["database-failed"]
    assert state(address) == before
    assert register.apply(one(1), author="ann", now=at("2026-01-02")).number == _EACH


def test_two_who_write_at_once_both_write(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)

    def writes(first: int) -> Callable[[int], None]:
        def work(write: int) -> None:
            for number in range(first, first + 10):
                register.apply(one(number), author=f"writer {first}", now=at("2026-01-02"))
                os.write(write, b".")

        return work

    with child(writes(0)) as (pid, read), child(writes(100)) as (other_pid, other_read):
        assert (acknowledged(read), acknowledged(other_read)) == (10, 10)
        assert (ended(pid), ended(other_pid)) == (0, 0)
    assert state(address)[0] == 1 + 20 * _EACH
    assert len(register.holders()) == 20


def test_one_who_reads_sees_no_import_that_is_under_way(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    register.apply(company(), author="ann", now=at("2026-01-02"))
    seen: list[int] = []

    class Watched:
        """Entries that are looked for by another while they are handed over."""

        def __iter__(self) -> Iterator[Any]:
            for each in one(1):
                yield each
                seen.append(state(address)[0])

    with register.reading() as ledger:
        before = len(list(ledger.all()))
        register.apply(Watched(), author="ann", now=at("2026-01-03"))
        assert len(list(ledger.all())) == before
    assert set(seen) == {before}
    assert state(address)[0] == before + _EACH


def test_a_clock_that_was_set_back_makes_nothing_earlier(address: str, tmp_path: Path) -> None:
    register = made(address, tmp_path)
    register.apply(company(), author="ann", now=at("2026-06-01"))
    right = entry("grant", "ann-1", {"grantee": "ann", "on": "2024-01-01", "number": 90})
    register.apply([right], author="ann", now=at("2020-01-01"))
    with register.reading() as ledger:
        recorded = [record.recorded for record in ledger.all()]
    assert recorded == sorted(recorded)
    assert recorded[-1] == at("2026-06-01")
    plan = register.plan()
    then = at("2026-05-01") // 1_000_000
    assert register.life("ann", plan, known_at=then).grants["ann-1"].number == 100


def test_a_copy_that_is_made_while_others_write_is_whole(tmp_path: Path) -> None:
    address = str(tmp_path / "register.db")
    register = made(address, tmp_path)

    def work(write: int) -> None:
        for number in range(40):
            register.apply(one(number), author="ann", now=at("2026-01-02"))
            os.write(write, b".")

    with child(work) as (pid, read):
        for number in range(3):
            os.read(read, 1)
            chains = copied(register.database, tmp_path / f"copy{number}.db")
            assert all((each.records - 1) % _EACH == 0 for each in chains.values())
        acknowledged(read)
        assert ended(pid) == 0
    assert not list(tmp_path.glob("*.unfinished*"))


@pytest.mark.parametrize("suffix", ["-wal", "-shm", "-journal"])
def test_no_copy_is_put_beside_what_is_left_of_another(suffix: str, tmp_path: Path) -> None:
    """It would be taken for a part of the copy, which then held what was recorded after it was made."""
    register = made(str(tmp_path / "register.db"), tmp_path)
    (tmp_path / f"copy.db{suffix}").write_bytes(b"")
    with pytest.raises(ProblemsError) as error:
        copied(register.database, tmp_path / "copy.db")
    assert codes(error.value.problems) == ["copy-there"]
    assert not (tmp_path / "copy.db").exists()


def test_of_two_copies_of_one_name_that_are_made_at_once_one_is_there_and_whole(tmp_path: Path) -> None:
    register = made(str(tmp_path / "register.db"), tmp_path)
    for number in range(10 if THIS_RUN.is_quick else 40):
        to = tmp_path / f"copy{number}.db"

        def work(write: int, to: Path = to) -> None:
            try:
                copied(register.database, to)
            except ProblemsError:
                return
            os.write(write, b".")

        with child(work) as (pid, read), child(work) as (other, other_read):
            assert acknowledged(read) + acknowledged(other_read) == 1
            assert (ended(pid), ended(other)) == (0, 0)
        assert state(str(to)) == state(str(tmp_path / "register.db"))
    assert not list(tmp_path.glob(".*"))


def test_an_old_copy_in_the_place_of_a_register_is_found_by_the_head(tmp_path: Path) -> None:
    address = tmp_path / "register.db"
    register = made(str(address), tmp_path)
    copied(register.database, tmp_path / "old.db")
    done = register.apply(company(), author="ann", now=at("2026-01-02"))
    address.unlink()
    copied(Register.open(str(tmp_path / "old.db")).database, address)
    with Register.open(str(address)).reading() as ledger:
        assert verified(ledger).problems == ()
        assert codes(verified(ledger, (done.sequence, done.head)).problems) == ["records-cut-off"]
