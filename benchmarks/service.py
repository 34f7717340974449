"""A service asked over HTTP: requests a second and latencies of a ruling, of a holder and of what is due for everybody,
how long it takes to begin, and its memory; beside a bare endpoint of the same framework on the same server.

python -m benchmarks.service [HOLDERS] [REQUESTS]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import monotonic
from urllib.parse import urlsplit

from benchmarks.register import NOW, PLAN, SPAN, Entries
from benchmarks.timing import duration
from kenri.register.register import Register

HOLDERS = 100_000
EVENTS = 2
"""What happened to each."""
REQUESTS = 300

BARE = """
import socket, sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

async def nothing(request):
    return Response(b"{}", media_type="application/json")

bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
bound.bind(("127.0.0.1", 0))
bound.listen()
print('{"url": "http://127.0.0.1:%d"}' % bound.getsockname()[1], flush=True)
application = Starlette(routes=[Route("/", nothing)])
config = uvicorn.Config(application, log_config=None, access_log=False, http="h11", loop="asyncio")
uvicorn.Server(config).run(sockets=[bound])
"""  # as `kenri.faces.serving.server` sets it up


def main(holders: int = HOLDERS, requests: int = REQUESTS) -> None:
    """Print all of it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _filled(folder, holders)
        print(f"{holders:,} holders, {requests:,} requests of each kind, one after another over one connection")
        serve = ["-m", "kenri", "serve", "--port", "0", "--json", "--register", "register.db", "--seconds", "3600"]
        with running(folder, ["-c", BARE]) as (bare, _), running(folder, serve) as (service, process):
            found = {"a bare endpoint": _asked(bare, lambda _: "/", requests)}
            base = "/api/v1"
            holder = "holder-{:07}"
            for kind, path in (
                ("health", lambda _: "/health"),
                ("a ruling", lambda each: f"{base}/ask?holder={holder.format(each % holders)}&on=2026-01-05"),
                ("the same ruling, unchanged", lambda _: f"{base}/ask?holder={holder.format(1)}&on=2026-01-05"),
                ("a holder", lambda each: f"{base}/holder?holder={holder.format(each % holders)}&on=2026-01-05"),
                ("a page of 100 holders", lambda _: f"{base}/holders?limit=100"),
            ):
                found[kind] = _asked(service, path, requests, is_known="unchanged" in kind)
            span = (SPAN[1] - SPAN[0]).days
            _report(found)
            due = f"{base}/due?on={SPAN[0]}&within={span}&limit=1000"
            for which in ("first", "second"):
                before = _processor(process)
                (seconds,) = _asked(service, lambda _: due, 1, warms_up=False)
                needed = _processor(process) - before
                told = f"{duration(seconds)}, of a processor {duration(needed)}"
                print(f"  what is due for everybody, the {which} time: {told}", flush=True)
            for whose, number in (("that listens", process), *(("that answers", each) for each in _children(process))):
                print(f"  most memory of a process {whose}: {_peak(number):.0f} MiB")
        begun = sorted(_cold(folder, serve) for _ in range(3))
        print(f"  cold start, until it answers: {duration(begun[1])} (of three; the least {duration(begun[0])})")


def _filled(folder: Path, holders: int) -> None:
    (folder / "options.yaml").write_text(PLAN, encoding="utf-8")
    register = Register.create(str(folder / "register.db"), "Acme")
    register.add_plan(str(folder / "options.yaml"), author="bench", now=NOW)
    register.apply(Entries(holders, EVENTS), author="bench", now=NOW)


@contextmanager
def running(folder: Path, command: list[str]) -> Iterator[tuple[str, int]]:
    """A server by its address, and the number of its process."""
    process = subprocess.Popen(
        [sys.executable, *command], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    try:
        yield str(json.loads(process.stdout.readline())["url"]), process.pid
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def _asked(
    url: str, path: Callable[[int], str], number: int, *, is_known: bool = False, warms_up: bool = True
) -> list[float]:
    """Seconds of each request, after one that warms up; with `is_known` the tag of the answer is sent along."""
    at = urlsplit(url)
    connection = HTTPConnection(str(at.hostname), at.port, timeout=3600)
    headers: dict[str, str] = {}
    found = []
    for each in range(0 if warms_up else 1, number + 1):
        begun = monotonic()
        while True:
            connection.request("GET", path(each), headers=headers)
            response = connection.getresponse()
            response.read()
            if response.status != 503:  # while the processes that answer begin
                break
        assert response.status in (200, 304), (response.status, path(each))
        if each:
            found.append(monotonic() - begun)
        elif is_known:
            headers["if-none-match"] = response.headers["etag"]
    connection.close()
    return found


def _report(found: dict[str, list[float]]) -> None:
    against = median(found["a bare endpoint"])
    width = max(map(len, found))
    print(f"  {'':<{width}}  {'a second':>9}  {'median':>9}  {'95 of 100':>10}  {'against bare':>12}")
    for name, seconds in found.items():
        high = quantiles(seconds, n=20)[-1]
        print(
            f"  {name:<{width}}  {1 / (sum(seconds) / len(seconds)):>9.1f}  {duration(median(seconds)):>9}"
            f"  {duration(high):>10}  {median(seconds) / against:>11.1f}x",
            flush=True,
        )


def _children(process: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=True)
    return [int(each) for each in listed.stdout.split()]


def _processor(process: int) -> float:
    """Seconds of a processor that a service has needed so far, with all that answer; of Linux."""
    ticks = 0
    for each in (process, *_children(process)):
        said = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += int(said[11]) + int(said[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _peak(process: int) -> float:
    """MiB of the most memory that a process had; of Linux."""
    (line,) = (each for each in Path(f"/proc/{process}/status").read_text().splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _cold(folder: Path, command: list[str]) -> float:
    begun = monotonic()
    with running(folder, command) as (url, _):
        _asked(url, lambda _: "/ready", 0)
        return monotonic() - begun


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
