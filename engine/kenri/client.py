"""Asks a service (`kenri serve`) from Python: thin, and with nothing but the standard library.

    with Client("http://127.0.0.1:8400", token="kenri_…") as client:
        client.ask(holder="sato", on="2025-07-05", rights=4)["outcome"]

Answers are what `kenri … --json` prints; `kenri.faces.contracts.answers.Answer` reads that of `ask` into days and exact
numbers. What is sent again because its answer was lost is done once. What takes longer than the service waits is waited
for, as any answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Event
from types import TracebackType
from typing import Any, Literal, Self, TypeAlias
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

__all__ = ["Client", "ClientProblem", "NotAnsweredError"]

Value: TypeAlias = "str | int | bool | date | datetime | Decimal | Fraction | Sequence[str] | None"
"""What a parameter may be. None leaves it out; a sequence gives it several times."""

Entry: TypeAlias = Mapping[str, Any]
"""A party, a grant, a fact or an event: `kind`, `key`, `data`, and where needed `of`, `plan`, `since`, `details`."""

ClientProblem: TypeAlias = Mapping[str, Any]
"""One problem, as the command line tells it with `--json`: `code`, `message`, `help`, and where it is."""

_BASE = "/api/v1"


class NotAnsweredError(Exception):
    """What was asked was not answered. `status` is that of HTTP, `problems` are as on the command line."""

    def __init__(
        self, status: int, title: str, problems: Sequence[ClientProblem], request: str, seconds: int | None = None
    ) -> None:
        super().__init__(title)
        self.status = status
        self.problems = tuple(problems)
        self.request = request
        """The number of the request, as in the log of the service."""
        self.seconds = seconds
        """Where too much is asked at once: when to ask again."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The kinds of problem."""
        return tuple(str(each["code"]) for each in self.problems)


class Client:
    """A service at an address, asked one thing after another over one connection. It is not shared between threads.

    Every method raises `NotAnsweredError` for what the service refuses, and `OSError` where it cannot be reached.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        issuer: str | None = None,
        lang: Literal["en", "ja"] = "en",
        seconds: float = 120.0,
    ) -> None:
        """`issuer` is the one that is asked about where nothing else is said; `seconds` the longest wait."""
        at = urlsplit(url)
        if at.scheme not in ("http", "https") or not at.hostname:
            raise ValueError(f"{url!r} is no address of a service, such as 'http://127.0.0.1:8400'")
        kind = HTTPSConnection if at.scheme == "https" else HTTPConnection
        self._connection = kind(at.hostname, at.port, timeout=seconds)
        self._at = at.path.rstrip("/")
        self._base = self._at + _BASE
        self._issuer = issuer
        self._headers = {"accept-language": lang, **({} if token is None else {"authorization": f"Bearer {token}"})}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    # --- questions

    def get(self, operation: str, /, **parameters: Value) -> Any:
        """The answer of an operation that asks, by its name below `/api/v1`; parameters as `docs/service.md` has them.

        What is a keyword of Python is written with `_` after it: `from_`, `with_`.
        """
        return self._answer("GET", self._path(operation, parameters))[0]

    def pages(self, operation: str, /, **parameters: Value) -> Iterator[Any]:
        """Everything of an operation whose answer is a list, page after page."""
        at: str | None = self._path(operation, parameters)
        while at:
            listed, headers = self._answer("GET", at)
            yield from listed
            at = self._next(headers)

    def ask(self, holder: str, on: Value, **question: Value) -> dict[str, Any]:
        """May somebody do this on a day, and why? As `kenri ask`."""
        return dict(self.get("ask", holder=holder, on=on, **question))

    def windows(self, holder: str, **question: Value) -> dict[str, Any]:
        """On which days may who do what? As `kenri windows`."""
        return dict(self.get("windows", holder=holder, **question))

    def due(self, **question: Value) -> dict[str, Any]:
        """What comes soon for everybody, all of it. As `kenri due`."""
        return self._whole("due", "due", question)

    def audit_all(self, **question: Value) -> dict[str, Any]:
        """Was everything that is recorded of anybody permitted? As `kenri audit --all`, all of it."""
        return self._whole("audit/all", "findings", question)

    def roll_forward(self, **question: Value) -> dict[str, Any]:
        """How rights moved between two days, `from_` and `to`. As `kenri roll-forward`, all of it."""
        return self._whole("roll-forward", "rolls", question)

    def file(self, operation: str, /, **parameters: Value) -> bytes:
        """What an operation hands out as a file: `export`, `print`, or with `as_` a table (`csv`, `xlsx`, `parquet`) or
        a calendar (`ics`).
        """
        return self._received("GET", self._path(operation, parameters))[0]

    def head(self) -> str:
        """The head of the register, as `if_match` of a write takes it."""
        return self._answer("GET", self._path("head", {}))[1]["etag"]

    def _next(self, headers: Mapping[str, str]) -> str | None:
        """Where the next page is."""
        path = headers.get("link", "").partition(">")[0].removeprefix("<")
        return self._below(path) if path else None

    def _below(self, path: str) -> str:
        """A path below that at which this service is reached, whether it knows of that or not."""
        return path if path.startswith(f"{self._base}/") else f"{self._at}{path}"

    # --- writes

    def append(
        self, entries: Sequence[Entry], *, key: str | None = None, if_match: str | None = None
    ) -> dict[str, Any]:
        """Record what is not there yet. `key` is the same each time that the same is sent again; one is made if none is
        given, and then it is sent again by itself, once, where the connection is lost.
        """
        return self._record("append", entries, key, if_match)

    def correct(
        self, entries: Sequence[Entry], *, key: str | None = None, if_match: str | None = None
    ) -> dict[str, Any]:
        """Record other data in the place of what is there."""
        return self._record("correct", entries, key, if_match)

    def cancel(
        self, entries: Sequence[Entry], *, key: str | None = None, if_match: str | None = None
    ) -> dict[str, Any]:
        """Take back what is there: it was never so."""
        return self._record("cancel", entries, key, if_match)

    def bring_in(
        self, files: Mapping[str, bytes], *, apply: bool = False, mapping: bytes | None = None, key: str | None = None,
        **parameters: Value,
    ) -> dict[str, Any]:  # fmt: skip
        """Bring in files, by their names: what they would change, or with `apply` change it."""
        parts = [("file", name, content) for name, content in files.items()]
        parts += [] if mapping is None else [("mapping", "mapping.yaml", mapping)]
        path = self._path("import/apply" if apply else "import/preview", parameters)
        return dict(self._written(path, *_form(parts), key=key, if_match=None))

    def act(
        self, action: str, *, idempotency_key: str | None = None, if_match: str | None = None, **said: Value
    ) -> dict[str, Any]:
        """Judge an act and record it if it is permitted; `recorded` says whether it was. As `kenri act`.

        `key` is its name in the register, under which it is recorded once; `idempotency_key` that of this request.
        """
        return self._said("act", {"action": action, **said}, idempotency_key, if_match)

    def exercise(
        self, holder: str, *, idempotency_key: str | None = None, if_match: str | None = None, **said: Value
    ) -> dict[str, Any]:
        """Exercise rights of a holder if it is permitted. As `kenri exercise`."""
        return self._said("exercise", {"holder": holder, **said}, idempotency_key, if_match)

    def ask_and_keep(
        self, holder: str, on: Value, *, idempotency_key: str | None = None, **question: Value
    ) -> dict[str, Any]:
        """Ask, and keep the answer in the register as one that was given. As `kenri ask --keep`."""
        return self._said("ask/keep", {"holder": holder, "on": on, **question}, idempotency_key, None)

    def _said(self, operation: str, said: Mapping[str, Value], key: str | None, if_match: str | None) -> dict[str, Any]:
        given = {"issuer": self._issuer, **said}
        body = {name.rstrip("_"): _in_body(value) for name, value in given.items() if value is not None}
        path = f"{self._base}/{operation}"
        return dict(self._written(path, json.dumps(body).encode(), "application/json", key, if_match))

    def _whole(self, operation: str, name: str, question: Mapping[str, Value]) -> dict[str, Any]:
        """An answer with a list of the name, page after page put together."""
        at: str | None = self._path(operation, {"limit": 1000, **question})
        found: dict[str, Any] = {}
        while at:
            page, headers = self._answer("GET", at)
            if found:
                found[name] += page[name]
            else:
                found = dict(page)
            at = self._next(headers)
        return found

    def _record(self, act: str, entries: Sequence[Entry], key: str | None, if_match: str | None) -> dict[str, Any]:
        body = json.dumps({"entries": list(entries)}, default=_plain).encode()
        return dict(self._written(self._path(f"entries/{act}", {}), body, "application/json", key, if_match))

    def _written(self, path: str, body: bytes, kind: str, key: str | None, if_match: str | None) -> Any:
        headers = {"content-type": kind, "idempotency-key": key or str(uuid4())}
        if if_match is not None:
            headers["if-match"] = if_match
        return self._answer("POST", path, body, headers)[0]

    # --- over the wire

    def _path(self, operation: str, parameters: Mapping[str, Value]) -> str:
        given = {"issuer": self._issuer, **parameters}
        said = [
            (name.rstrip("_"), _text(each))
            for name, value in given.items()
            if value is not None
            for each in ([value] if isinstance(value, str) or not isinstance(value, Sequence) else value)
        ]
        return f"{self._base}/{operation}{'?' if said else ''}{urlencode(said)}"

    def _answer(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[Any, Mapping[str, str]]:
        content, told = self._received(method, path, body, headers)
        return json.loads(content), told

    def _received(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[bytes, Mapping[str, str]]:
        whole = {**self._headers, **(headers or {})}
        try:
            status, told, content = self._sent(method, path, body, whole)
        except (HTTPException, ConnectionError):  # it was closed meanwhile: what is written has a key, and is done once
            self.close()
            status, told, content = self._sent(method, path, body, whole)
        if status == 202:
            return self._waited_for(told)
        if status >= 400:
            raise _refusal(status, told, content)
        return content, told

    def _waited_for(self, told: Mapping[str, str]) -> tuple[bytes, Mapping[str, str]]:
        """The answer of what takes longer than the service waits, once it is there."""
        at = self._below(told["location"])
        while True:
            Event().wait(int(told.get("retry-after", "1")))
            content, told = self._received("GET", at)
            if json.loads(content)["state"] not in ("waiting", "begun"):
                return self._received("GET", at.replace("work?", "works/result?", 1))

    def _sent(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], bytes]:
        try:
            self._connection.request(method, path, body, dict(headers))
            response = self._connection.getresponse()
            told = {name.lower(): value for name, value in response.getheaders()}
            return response.status, told, response.read()
        except BaseException:
            self.close()
            raise


def _refusal(status: int, headers: Mapping[str, str], content: bytes) -> NotAnsweredError:
    request = headers.get("kenri-request", "")
    later = headers.get("retry-after", "")
    seconds = int(later) if later.isascii() and later.isdigit() else None
    try:
        said = json.loads(content)
        return NotAnsweredError(status, said["title"], said["problems"], request, seconds)
    except (ValueError, KeyError, TypeError):  # whatever stands between answers in its own way
        return NotAnsweredError(status, f"HTTP {status}", (), request, seconds)


def _text(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _in_body(value: Value) -> Any:
    """A parameter as it stands in JSON."""
    match value:
        case bool() | int() | str():
            return value
        case date() | Decimal() | Fraction():
            return _text(value)
        case None:
            return None
        case _:
            return [*value]


def _plain(value: object) -> str:
    if isinstance(value, date | Fraction):
        return _text(value)
    raise TypeError(f"{value!r} is nothing that a register keeps; write a decimal number as text")


def _form(parts: Sequence[tuple[str, str, bytes]]) -> tuple[bytes, str]:
    mark = uuid4().hex
    found = []
    for part, name, content in parts:
        shown = name.replace("\\", "_").replace('"', "_").replace("\r", "_").replace("\n", "_")
        head = f'--{mark}\r\ncontent-disposition: form-data; name="{part}"; filename="{shown}"\r\n\r\n'
        found += [head.encode(), content, b"\r\n"]
    return b"".join([*found, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"
