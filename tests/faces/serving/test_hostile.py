"""Requests that are meant ill, or that nobody would send: each is refused or answered, and the service goes on."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from kenri.faces.inputs.registers import now
from kenri.faces.serving.operations import OPERATIONS
from kenri.service.revoking import revoke
from kenri.service.tokens import tokens
from tests.faces.serving.asking import Asking, entries, filled
from tests.faces.serving.running import Service, served
from tests.fuzz.odd import WORDS

SCRIPT = "<script>alert(1)</script>"

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    filled(str(folder / "register.db"), folder)
    with served(folder, "--register", "register.db") as found:
        yield found.ready()


_HOST = b"Host: localhost\r\n"
_POST = b"POST /api/v1/entries/append HTTP/1.1\r\n" + _HOST + b"Content-Type: application/json\r\n"
_INNER = b"GET /api/v1/holders HTTP/1.1\r\n" + _HOST + b"\r\n"

HEADS: dict[str, bytes] = {
    "two lengths": _POST + b"Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}" + _INNER,
    "a list of lengths": _POST + b"Content-Length: 2, 40\r\n\r\n{}" + _INNER,
    "a length with a sign": _POST + b"Content-Length: +2\r\n\r\n{}",
    "a length below nothing": _POST + b"Content-Length: -1\r\n\r\n",
    "a length that is none": _POST + b"Content-Length: 0x2\r\n\r\n{}",
    "an encoding that is none": _POST + b"Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "an encoding twice": _POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "a chunk that is none": _POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "a space before the colon": b"GET /health HTTP/1.1\r\nHost : localhost\r\n\r\n",
    "a line without a name": b"GET /health HTTP/1.1\r\n" + _HOST + b": x\r\n\r\n",
    "a zero in a line": b"GET /health HTTP/1.1\r\n" + _HOST + b"X: a\0b\r\n\r\n",
    "two hosts": b"GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    "no host": b"GET /health HTTP/1.1\r\n\r\n",
    "what another protocol begins with": b"PRI * HTTP/2.0\r\n" + _HOST + b"Connection: close\r\n\r\nSM\r\n\r\n",
    "no version": b"GET /health\r\n\r\n",
    "a space in the path": b"GET /api/v1/ask ?x HTTP/1.1\r\n" + _HOST + b"\r\n",
    "a head without end": b"GET /health HTTP/1.1\r\nX: " + b"a" * (300 << 10) + b"\r\n\r\n",
}


@pytest.mark.parametrize("said", HEADS.values(), ids=HEADS.keys())
def test_a_head_that_is_none_is_refused_and_nothing_that_hides_behind_it_is_answered(
    said: bytes, service: Service
) -> None:
    at = service.connection()
    received = b""
    with socket.create_connection((at.host, at.port), timeout=120) as raw:
        try:
            raw.sendall(said)
            raw.shutdown(socket.SHUT_WR)
            while more := raw.recv(65_536):
                received += more
        except (BrokenPipeError, ConnectionResetError):
            pass  # it was refused before all of it was read
    statuses = re.findall(rb"HTTP/1\.1 (\d)\d\d", received)
    assert statuses in ([], [b"4"]), received[:500]
    assert service.ask("/health").status == 200


def test_both_a_length_and_an_encoding_make_one_request(service: Service) -> None:
    at = service.connection()
    both = b"Connection: close\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    received = b""
    with socket.create_connection((at.host, at.port), timeout=120) as raw:
        raw.sendall(_POST + both + _INNER)
        while more := raw.recv(65_536):
            received += more
    assert re.findall(rb"HTTP/1\.1 (\d+)", received) == [b"400"]


@pytest.mark.parametrize(
    "headers",
    [
        {"X-HTTP-Method-Override": "POST"}, {"X-Original-URL": "/api/v1/holders"}, {"X-Rewrite-URL": "/metrics"},
        {"Accept": "text/html"}, {"Range": "bytes=0-1"}, {"Expect": "100-continue"}, {"Connection": "Upgrade"},
        {"Accept-Language": "x" * 10_000}, {"Accept-Language": "ja;q=" + "9" * 5_000}, {"If-None-Match": ',"' * 5_000},
        {"Idempotency-Key": "k\\u0000"}, {"Kenri-Request": "mine"}, {"Cookie": "a=b; " * 1_000},
    ],
    ids=lambda each: next(iter(each)),
)  # fmt: skip
def test_a_header_turns_no_question_into_another(headers: dict[str, str], service: Service) -> None:
    plain = service.ask("ask", holder="ann", on="2025-03-05")
    answer = service.ask("ask", headers=headers, holder="ann", on="2025-03-05")
    assert (answer.status, answer.body) == (200, plain.body)
    assert answer.headers["kenri-request"] != "mine"


def test_odd_words_in_every_parameter_are_told_and_make_nothing_unseen(ask: Asking) -> None:
    asked = 0
    for operation in OPERATIONS.values():
        if operation.is_long and operation.name not in ("due", "print"):
            continue
        for each in operation.parameters:
            query: dict[str, Any] = {
                one.name: one.example or "2025-03-05"
                for one in operation.parameters
                if one.is_required and one.name != "holder"
            }
            query |= {"holder": "ann"} if any(one.name == "holder" for one in operation.parameters) else {}
            asked += 1
            query[each.name] = WORDS[asked * 7 % len(WORDS)]
            if operation.body == "fields" and "key" in query:
                query["request_key"] = query.pop("key")
            answered = ask(operation.name, body=b"{}", **query)
            assert answered.status in (200, 400, 404, 405, 409, 412, 422), (operation.name, query)
            if answered.kind.endswith("json"):
                assert not _UNSEEN.search(answered.body.decode()), (operation.name, query)
                json.loads(answered.body)
            with ask.answering._database.writing() as connection:  # with a token, nobody would be served without
                for token in tokens(connection):
                    if token.revoked is None:
                        revoke(connection, "token", token.name, now(), issuer=0)
    assert asked > 100
    assert ask.data("verify")["whole"]


def test_script_in_every_text_is_text(ask: Asking) -> None:
    party = {
        "kind": "party",
        "key": SCRIPT,
        "data": {"role": "grantee"},
        "details": {"name": SCRIPT, "address": SCRIPT},
    }
    grant = {
        "kind": "grant", "key": SCRIPT + "1", "plan": "acme/options",
        "data": {"grantee": SCRIPT, "on": "2024-01-01", "number": 10},
    }  # fmt: skip
    assert ask.data("entries/append", body=entries(party, grant))["counts"]["new"] == 2
    for operation, query in (
        ("holders", {}), ("holder", {"holder": SCRIPT}), ("ask", {"holder": SCRIPT, "on": "2025-03-05"}),
        ("ask", {"holder": SCRIPT + "2", "on": "2025-03-05"}), ("records", {}), ("due", {"on": "2025-02-25"}),
    ):  # fmt: skip
        given: dict[str, Any] = dict(query)
        assert ask(operation, **given).kind in ("application/json", "application/problem+json")
    printed = ask("print", **{"as": "html", "on": "2025-03-01"})  # type: ignore[arg-type]  # a parameter of this name
    assert printed.headers["content-disposition"].startswith("attachment")
    assert b"&lt;script&gt;" in printed.body
    assert b"<script>" not in printed.body
