"""A mail server and a receiver of webhooks that run here, keep what they are sent, and refuse it when told to."""

from __future__ import annotations

import email
import email.policy
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class MailBox:
    """A mail server, with what it took; `answers` are given for the next mails in the place of taking them."""

    url: str = ""
    mails: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    at_rcpt: list[str] = field(default_factory=list)
    after_data: list[str] = field(default_factory=list)
    """What is said once the whole mail was taken; `lost`: nothing, and the connection is closed."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.at_rcpt:
            return self.at_rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.after_data.pop(0) if self.after_data else "250 OK"
        if answer.startswith("2") or answer == "lost":
            self.raw.append(envelope.original_content)
            self.mails.append(email.message_from_bytes(envelope.original_content, policy=email.policy.default))
        if answer == "lost":
            server.transport.abort()
        return answer

    @property
    def ids(self) -> list[str]:
        return [str(each["Message-ID"]) for each in self.mails]


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


@contextmanager
def mail_server(**options: Any) -> Iterator[MailBox]:
    box = MailBox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    box.url = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield box
    finally:
        controller.stop()


@dataclass
class Hooks:
    """A receiver of webhooks, with what came; `answers` are its next, each a status and headers."""

    url: str = ""
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]] | None] = field(default_factory=list)
    """None: the connection is closed without one."""

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.came]


@contextmanager
def hook_server() -> Iterator[Hooks]:
    hooks = Hooks()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            hooks.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            hooks.paths.append(self.path)
            answer = hooks.answers.pop(0) if hooks.answers else (204, {})
            if answer is None:
                self.close_connection = True
                return
            self.send_response(answer[0])
            for name, value in answer[1].items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    hooks.url = f"http://127.0.0.1:{server.server_port}/hook"
    try:
        yield hooks
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
