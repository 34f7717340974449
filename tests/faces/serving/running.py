"""A service as it is begun on a command line, in a process of its own, and asked over HTTP."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

_PATIENCE = 120
"""Seconds after which something hangs."""


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.body)

    @property
    def codes(self) -> list[str]:
        return [each["code"] for each in self.data["problems"]]


class Service:
    """A running service."""

    def __init__(self, process: subprocess.Popen[str], told: Mapping[str, Any], errors: Path) -> None:
        self.process = process
        self.told = told
        self.url = str(told["url"])
        self._errors = errors

    def connection(self) -> HTTPConnection:
        at = urlsplit(self.url)
        return HTTPConnection(str(at.hostname), at.port, timeout=_PATIENCE)

    def ask(
        self, path: str, *, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None,
        **query: Any,
    ) -> Answer:  # fmt: skip
        with closing(self.connection()) as connection:
            connection.request(method, self.path(path, **query), body, dict(headers or {}))
            return self.received(connection.getresponse())

    @staticmethod
    def path(path: str, **query: Any) -> str:
        asked = f"/api/v1/{path}" if not path.startswith("/") else path
        return f"{asked}?{urlencode(query, doseq=True)}" if query else asked

    @staticmethod
    def received(response: HTTPResponse) -> Answer:
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())

    def post(self, path: str, data: Any, headers: Mapping[str, str] | None = None, **query: Any) -> Answer:
        kind = {"content-type": "application/json", **(headers or {})}
        return self.ask(path, method="POST", body=json.dumps(data).encode(), headers=kind, **query)

    def ready(self) -> Service:
        """The same, once it answers: a question waits for a process to begin, though not for ever."""
        while self.ask("issuers").status == 503:
            pass
        assert self.ask("/ready").status == 200
        return self

    def workers(self) -> list[int]:
        """The processes that answer."""
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=True
        )
        return [int(each) for each in listed.stdout.split()]

    def stop(self, by: int = signal.SIGTERM) -> int:
        self.process.send_signal(by)
        return self.process.wait(_PATIENCE)

    @property
    def log(self) -> list[dict[str, Any]]:
        return [_parsed(line) for line in self._errors.read_text(encoding="utf-8").splitlines()]


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        raise AssertionError(f"this is no line of a log: {line}") from None


@contextmanager
def served(folder: Path, *options: str, **environment: str) -> Iterator[Service]:
    """A service in a folder; it is ended at the end, if it has not ended before.

    However slow the machine is, what is asked is waited for, where `options` do not say for how long.
    """
    errors = folder / "log"
    port = () if "--port" in options else ("--port", "0")
    wait = () if "--wait" in options else ("--wait", str(_PATIENCE))
    command = [sys.executable, "-m", "kenri", "serve", "--json", *port, *wait, *options]
    with errors.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, **environment}
        )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, errors.read_text(encoding="utf-8")
        assert line.strip() != "{", process.stdout.read()  # problems, on several lines
        yield Service(process, json.loads(line), errors)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        assert process.stdout is not None
        process.stdout.close()


def form(*files: tuple[str, str, bytes]) -> tuple[bytes, dict[str, str]]:
    """A form with files, each of a part and a name, and its headers."""
    mark = "end-of-part"
    parts = [
        f'--{mark}\r\ncontent-disposition: form-data; name="{part}"; filename="{name}"\r\n\r\n'.encode()
        + content
        + b"\r\n"
        for part, name, content in files
    ]
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), {"content-type": f"multipart/form-data; boundary={mark}"}
