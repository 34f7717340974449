"""Work of services as they run: killed, stopped, two on one database, cancelled, and asked for by the client."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from kenri.client import Client, NotAnsweredError
from kenri.register.register import Register
from tests.faces.serving.asking import LIVES, Asking, filled
from tests.faces.serving.running import Service, served
from tests.register.conftest import server  # noqa: F401  its fixture
from tests.register.databases import dropped, new_database
from tests.register.small_register import at

READING: dict[str, Any] = {"reading": "days=long", "on": "2025-03-05"}
LONG: dict[str, Any] = {"plan": "iij/2015-5th-series", "events": 6}
ASYNC = {"Prefer": "respond-async"}
_PATIENCE = 120


def until(what: Any) -> Any:
    """Once something is so, it."""
    ends = monotonic() + _PATIENCE
    while not (found := what()):
        assert monotonic() < ends
        sleep(0.1)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a register, one of whose plans takes long to check."""
    filled(str(tmp_path / "register.db"), tmp_path)
    Register.open(str(tmp_path / "register.db")).add_plan("iij/2015-5th-series", author="ann", now=at("2025-04-03"))
    return tmp_path


def asked(service: Service, operation: str, **query: Any) -> str:
    """The name of work that was asked for, and not waited for."""
    answer = service.ask(operation, headers=ASYNC, **query)
    assert (answer.status, answer.headers["preference-applied"]) == (202, "respond-async")
    assert service.ask(answer.headers["location"]).data == service.ask("work", id=answer.data["id"]).data
    return str(answer.data["id"])


def is_in(service: Service, id_: str, *states: str) -> Any:
    """The work, if it is in one of some states."""
    answer = service.ask("work", id=id_)
    return answer.data if answer.status == 200 and answer.data["state"] in states else None


@pytest.fixture
def short(folder: Path) -> Iterator[Service]:
    """A service that waits for nothing that may take long, and lets no work take long."""
    pytest.importorskip("z3")
    with served(folder, "--register", "register.db", "--wait", "0.1", "--work-minutes", "0.05") as found:
        yield found.ready()


def test_what_takes_too_long_is_told_and_others_are_answered_meanwhile(short: Service) -> None:
    answer = short.ask("plan/check", **LONG)
    assert answer.status == 202
    assert short.ask("/health").status == 200
    assert short.ask("ask", plan="acme/options", holder="ann", on="2025-03-05").status == 200
    until(lambda: is_in(short, answer.data["id"], "done"))
    result = short.ask("works/result", id=answer.data["id"])
    if result.status == 200:
        assert "stopped" in {one["status"] for one in result.data["results"]}
    else:  # where the time was over before a solver was asked
        assert (result.status, result.codes) == (503, ["question-too-long"])
    assert result.headers["cache-control"] == "no-store"
    next_ = asked(short, "impact", **READING)
    assert until(lambda: is_in(short, next_, "done"))  # the process that was ended is followed by another


def test_what_is_killed_is_done_by_who_comes_next(folder: Path) -> None:
    pytest.importorskip("z3")
    with served(folder, "--register", "register.db") as service:
        service.ready()
        long, next_ = asked(service, "plan/check", **LONG), asked(service, "impact", **READING)
        first = until(lambda: is_in(service, long, "begun"))
        for each in (service.process.pid, *service.workers()):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        service.process.wait()
    with served(folder, "--register", "register.db") as service:
        service.ready()
        until(lambda: is_in(service, long, "begun")["begun"] != first["begun"])  # once it is taken for lost
        (at_it,) = (each for each in service.workers() if _is_at_work(each))
        assert service.post("works/cancel", {"id": long}).data["state"] == "cancelled"
        until(lambda: not Path(f"/proc/{at_it}").exists())  # it ends with what it does
        until(lambda: [each for each in service.log if each["event"] == "worked" and each.get("dropped")])
        assert until(lambda: is_in(service, next_, "done"))["status"] == 200
        assert len(service.ask("works/result", id=next_, limit=1000).data["impact"]) == 3


def test_a_service_that_stops_gives_back_what_it_does(folder: Path) -> None:
    pytest.importorskip("z3")
    with served(folder, "--register", "register.db") as service:
        service.ready()
        long = asked(service, "plan/check", **LONG)
        until(lambda: is_in(service, long, "begun"))
        processes = service.workers()
        assert service.stop() == 0
        assert not [each for each in processes if Path(f"/proc/{each}").exists()]
    with served(folder, "--register", "register.db") as service:
        until(lambda: is_in(service.ready(), long, "begun"))  # at once, and not when a lease has ended
        assert service.post("works/cancel", {"id": long}).status == 200


def test_a_process_that_stands_still_is_followed_by_another_and_ends_once_it_sees_that(folder: Path) -> None:
    pytest.importorskip("z3")
    register = str(folder / "register.db")
    with ExitStack() as stack:
        one = stack.enter_context(served(_made(folder / "one"), "--register", register)).ready()
        long = asked(one, "plan/check", **LONG)
        first = until(lambda: is_in(one, long, "begun"))
        (stopped,) = (each for each in one.workers() if _is_at_work(each))
        os.kill(stopped, signal.SIGSTOP)
        try:
            other = stack.enter_context(served(_made(folder / "other"), "--register", register)).ready()
            until(lambda: is_in(other, long, "begun")["begun"] != first["begun"])
        finally:
            os.kill(stopped, signal.SIGCONT)
        until(lambda: not Path(f"/proc/{stopped}").exists())
        assert is_in(one, long, "begun")
        assert other.post("works/cancel", {"id": long}).data["state"] == "cancelled"


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _is_at_work(process: int) -> bool:
    command = Path(f"/proc/{process}/cmdline")
    return command.exists() and b"work_process" in command.read_bytes()


def test_two_services_on_one_database_do_each_piece_once(
    tmp_path: Path,
    server: str,  # noqa: F811
) -> None:
    address = new_database(server)
    folders = [tmp_path / "one", tmp_path / "other"]
    try:
        filled(address, tmp_path)
        with ExitStack() as stack:
            services = []
            for each in folders:
                each.mkdir()
                services.append(stack.enter_context(served(each, "--register", address)).ready())
            ids = [
                asked(services[number % 2], "impact", **{**READING, "on": f"2025-03-{number + 1:02}"})
                for number in range(8)
            ]
            for id_ in ids:
                assert until(lambda id_=id_: is_in(services[0], id_, "done"))["status"] == 200
            told = [one for each in services for one in each.log if one["event"] == "worked"]
            assert [(one["attempt"], one["status"]) for one in told] == [(1, 200)] * len(ids)
    finally:
        dropped(server, address)


def test_the_client_waits_for_work_as_for_any_answer(folder: Path) -> None:
    with served(folder, "--register", "register.db", "--wait", "0.1") as service, Client(service.url) as client:
        service.ready()
        at_once = Asking(str(folder / "register.db")).data("impact", **READING, plan="acme/options")
        for _ in range(2):
            assert client.get("impact", **READING, plan="acme/options") == at_once
        audited = client.audit_all(plan="acme/options", limit=1)
        assert {each["holder"] for each in audited["findings"]} == LIVES.keys()
        table = client.file("due", plan="acme/options", on="2025-02-25", as_="csv")
        assert all(name in table.decode() for name in LIVES)
        told = client.bring_in(
            {"dan.yaml": LIVES["ann"].replace("ann", "dan").encode()}, apply=True, plan="acme/options"
        )
        assert (told["applied"], told["counts"]["new"]) == (True, 4)
        with pytest.raises(NotAnsweredError) as error:
            client.get("due", plan="acme/nothing")
        assert error.value.codes == ("no-such-plan-in-register",)
        assert len(service.ask("works").data["works"]) > 1
